// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/console/console_view.h"

#include "views/configuration/vrp_editor.h"
#include "views/console/console_terminal.h"
#include "views/shared/empty_state.h"
#include "views/shared/text.h"
#include "views/shared/type.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace sidestep::views {

ConsoleView::ConsoleView(QWidget *parent)
    : QWidget(parent), m_empty(new EmptyState), m_content(new QWidget), m_chooser(new QComboBox), m_moment(new QLabel), m_terminals(new QStackedWidget)
{
    m_chooser->setObjectName(QStringLiteral("consoleRouter"));
    m_chooser->setAccessibleName(tr("Router of the console"));
    m_moment->setFont(typeOf(font(), kDetailSize));
    m_moment->setForegroundRole(QPalette::PlaceholderText);
    m_moment->setTextFormat(Qt::PlainText);
    m_moment->setWordWrap(true);
    auto *keys = new QLabel(tr("? lists what may follow · Tab completes · Ctrl+Z returns"));
    keys->setFont(typeOf(font(), kDetailSize));
    keys->setForegroundRole(QPalette::PlaceholderText);
    keys->setWordWrap(true);
    auto *header = new QHBoxLayout;
    header->setSpacing(10);
    header->addWidget(m_chooser);
    header->addWidget(m_moment, 1);
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(8);
    column->addLayout(header);
    column->addWidget(new PaperFrame(*m_terminals), 1);
    column->addWidget(keys);
    auto *stack = new QStackedLayout(this);
    stack->addWidget(m_empty);
    stack->addWidget(m_content);

    m_empty->setText(tr("No router yet"), tr("Draw a router, and you can type on its console here."), tr("Add a router"));
    connect(m_empty, &EmptyState::triggered, this, &ConsoleView::addRouterRequested);
    connect(m_chooser, &QComboBox::activated, this, [this](int index) {
        const plan::RouterId chosen(m_chooser->itemData(index).toUInt());
        showRouter(chosen);
        emit routerChosen(chosen);
    });
    setMoment(tr("while nothing fails"));
}

ConsoleView::~ConsoleView() = default;

void ConsoleView::setPlan(const plan::Plan &plan)
{
    m_plan = plan;
    std::erase_if(m_consoles, [this](const auto &each) {
        const bool gone = !m_plan.find(each.first);
        if (gone && each.second.get() == m_shown)
            m_shown = nullptr;
        return gone;
    });
    for (const auto &[router, console] : m_consoles)
        console->planChanged();
    if (!m_router || !m_plan.find(*m_router))
        m_router = m_plan.routers().empty() ? std::nullopt : std::optional((*m_plan.routers().begin()).id);
    auto *stack = static_cast<QStackedLayout *>(layout());
    stack->setCurrentWidget(m_router ? m_content : m_empty);
    fillChooser();
    showConsole();
}

void ConsoleView::startAfresh()
{
    m_shown = nullptr;
    m_consoles.clear();
    showConsole();
}

void ConsoleView::fillChooser()
{
    m_chooser->clear();
    for (const plan::Router &router : m_plan.routers())
        m_chooser->addItem(toQt(router.name), router.id.value());
    if (m_router)
        m_chooser->setCurrentIndex(m_chooser->findData(m_router->value()));
}

void ConsoleView::setSelection(const Selection &selection)
{
    for (const plan::ObjectId &object : selection.objects)
        if (const auto *router = std::get_if<plan::RouterId>(&object))
            return showRouter(*router);
}

void ConsoleView::setMoment(const QString &moment)
{
    m_moment->setText(tr("Shows the network %1").arg(moment));
}

void ConsoleView::showRouter(plan::RouterId router)
{
    if (router == m_router || !m_plan.find(router))
        return;
    m_router = router;
    m_chooser->setCurrentIndex(m_chooser->findData(router.value()));
    showConsole();
}

/// Consoles begin when they are seen, so that clicking through a plan opens none.
void ConsoleView::showConsole()
{
    if (!isVisible())
        return;
    if (m_shown && (!m_router || m_shown->router() != *m_router) && !m_shown->isUsed())
        m_consoles.erase(m_shown->router());
    m_shown = nullptr;
    if (!m_router)
        return;
    auto &console = m_consoles[*m_router];
    if (!console) {
        console = std::make_unique<RouterConsole>(*m_router, m_plan, m_host, nullptr);
        m_terminals->addWidget(&console->terminal());
    }
    m_shown = console.get();
    m_shown->refresh();
    m_terminals->setCurrentWidget(&m_shown->terminal());
    setFocusProxy(&m_shown->terminal());
}

QStringList ConsoleView::pending() const
{
    QStringList names;
    for (const auto &[router, console] : m_consoles)
        if (console->isPending())
            names << toQt(m_plan.find(router)->name);
    return names;
}

void ConsoleView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showConsole();
}

} // namespace sidestep::views
