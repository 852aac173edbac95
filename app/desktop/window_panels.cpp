// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window_panels.h"

#include "views/canvas/plan_canvas.h"
#include "views/charts/compare_view.h"
#include "views/charts/loss_budget_view.h"
#include "views/charts/traffic_chart.h"
#include "views/configuration/configuration_view.h"
#include "views/configuration/difference_view.h"
#include "views/console/console_view.h"
#include "views/findings/findings_view.h"
#include "views/import/import_report.h"
#include "views/inspector/plan_tree.h"
#include "views/inspector/property_panel.h"
#include "views/parameters/parameters_view.h"
#include "views/timeline/timeline_view.h"
#include "views/timeline/transport_bar.h"
#include "views/timeline/why_panel.h"

#include <QCoreApplication>
#include <QFrame>
#include <QHBoxLayout>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace sidestep::app {
namespace {

constexpr int kConsoleWidth = 560; ///< 80 columns

QString tr(const char *text)
{
    return QCoreApplication::translate("WindowPanels", text);
}

QFrame *panel(const char *name)
{
    auto *frame = new QFrame;
    frame->setObjectName(QLatin1String(name));
    frame->setFrameShape(QFrame::NoFrame);
    return frame;
}

QTabBar *tabs(const char *name)
{
    auto *bar = new QTabBar;
    bar->setObjectName(QLatin1String(name));
    bar->setDrawBase(false);
    bar->setExpanding(false);
    bar->setUsesScrollButtons(false);
    bar->setElideMode(Qt::ElideNone);
    return bar;
}

QVBoxLayout *flatColumn(QWidget *parent)
{
    auto *layout = new QVBoxLayout(parent);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    return layout;
}

QSplitter *splitter(Qt::Orientation orientation, const char *name)
{
    auto *made = new QSplitter(orientation);
    made->setObjectName(QLatin1String(name));
    made->setHandleWidth(1);
    return made;
}

/// A page for each tab, in the order of the tabs.
QStackedWidget *pagesOf(QTabBar &bar, std::initializer_list<std::pair<QString, QWidget *>> pages)
{
    auto *stack = new QStackedWidget;
    for (const auto &[title, page] : pages) {
        bar.addTab(title);
        stack->addWidget(page);
    }
    QObject::connect(&bar, &QTabBar::currentChanged, stack, &QStackedWidget::setCurrentIndex);
    return stack;
}

} // namespace

WindowPanels::WindowPanels(views::PlaybackClock &clock)
    : canvas(new views::PlanCanvas), tree(new views::PlanTree), properties(new views::PropertyPanel), configuration(new views::ConfigurationView),
      console(new views::ConsoleView), lanes(new views::TimelineView), transport(new views::TransportBar(clock)), why(new views::WhyPanel),
      traffic(new views::TrafficChart), loss(new views::LossBudgetView), findings(new views::FindingsView), compare(new views::CompareView),
      difference(new views::DifferenceView), parameters(new views::ParametersView), importReport(new views::ImportReportView), left(panel("leftPanel")),
      right(panel("rightPanel")), bottom(panel("bottomPanel")), rightTabs(tabs("rightTabs")), bottomTabs(tabs("bottomTabs")),
      top(splitter(Qt::Horizontal, "topSplitter")), whole(splitter(Qt::Vertical, "wholeSplitter"))
{
    flatColumn(left)->addWidget(tree);
    fillRight();
    fillBottom();
    assemble();
}

void WindowPanels::fillRight()
{
    QVBoxLayout *column = flatColumn(right);
    column->addWidget(rightTabs);
    column->addWidget(pagesOf(*rightTabs, {{tr("Properties"), properties}, {tr("Configuration"), configuration}, {tr("Console"), console}}), 1);
    QObject::connect(rightTabs, &QTabBar::currentChanged, right, [this](int page) { widenFor(page); });
}

void WindowPanels::fillBottom()
{
    QSplitter *timelinePage = splitter(Qt::Horizontal, "timelineSplitter");
    timelinePage->addWidget(lanes);
    timelinePage->addWidget(why);
    timelinePage->setStretchFactor(0, 1);
    timelinePage->setSizes({1150, 280});
    auto *strip = new QHBoxLayout;
    strip->setContentsMargins(4, 0, 12, 0);
    strip->addWidget(bottomTabs);
    strip->addSpacing(24);
    strip->addWidget(transport, 1);
    QVBoxLayout *column = flatColumn(bottom);
    column->addLayout(strip);
    column->addWidget(pagesOf(*bottomTabs, {{tr("Timeline"), timelinePage}, {tr("Traffic"), traffic}, {tr("Loss budget"), loss},
                                            {tr("Findings"), findings}, {tr("Compare"), compare}, {tr("Difference"), difference}, {tr("Timers"), parameters}, {tr("Import"), importReport}}),
                      1);
    // Only who imports needs its report.
    bottomTabs->setTabVisible(static_cast<int>(Bottom::Import), false);
}

void WindowPanels::assemble()
{
    top->addWidget(left);
    top->addWidget(canvas);
    top->addWidget(right);
    top->setStretchFactor(1, 1);
    top->setSizes({236, 886, 318});
    whole->addWidget(top);
    whole->addWidget(bottom);
    whole->setStretchFactor(0, 1);
    whole->setSizes({560, 270});
}

/// A router writes lines of 80 columns and does not wrap them: the first time its console is shown it gets room from the canvas.
void WindowPanels::widenFor(int page) const
{
    QList<int> sizes = top->sizes();
    const int wanted = std::min(kConsoleWidth, (sizes[1] + sizes[2]) / 2);
    if (page != static_cast<int>(Right::Console) || sizes[2] >= wanted)
        return;
    sizes[1] -= wanted - sizes[2];
    sizes[2] = wanted;
    top->setSizes(sizes);
}

void WindowPanels::show(Right page) const
{
    rightTabs->setCurrentIndex(static_cast<int>(page));
}

void WindowPanels::show(Bottom page) const
{
    bottomTabs->setTabVisible(static_cast<int>(page), true);
    bottomTabs->setCurrentIndex(static_cast<int>(page));
}

} // namespace sidestep::app
