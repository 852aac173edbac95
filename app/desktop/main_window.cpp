// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/main_window.h"

#include "app/desktop/failure_edits.h"
#include "app/desktop/files.h"
#include "app/desktop/style.h"
#include "model/plan/numbering.h"
#include "model/plan/templates.h"
#include "model/plan/tier_layout.h"
#include "views/canvas/drawing_edits.h"
#include "views/canvas/plan_canvas.h"
#include "views/charts/compare_view.h"
#include "views/charts/loss_budget_view.h"
#include "views/charts/traffic_chart.h"
#include "views/configuration/configuration_view.h"
#include "views/findings/findings_view.h"
#include "views/inspector/plan_tree.h"
#include "views/inspector/property_panel.h"
#include "views/shared/number_text.h"
#include "views/shared/phrase_text.h"
#include "views/shared/playback_clock.h"
#include "views/shared/text.h"
#include "views/timeline/timeline_view.h"
#include "views/timeline/transport_bar.h"
#include "views/timeline/why_panel.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <cstdlib>

namespace sidestep::app {

namespace {

/// Plans up to this size run in an instant, so a run on the screen is repeated when the plan under it changes.
constexpr std::size_t kRerunRouters = 500;

QFrame *panel(const char *name)
{
    auto *frame = new QFrame;
    frame->setObjectName(QLatin1String(name));
    frame->setFrameShape(QFrame::NoFrame);
    return frame;
}

QVBoxLayout *flatColumn(QWidget *parent)
{
    auto *layout = new QVBoxLayout(parent);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    return layout;
}

} // namespace

std::filesystem::path journalFolder()
{
    const char *state = std::getenv("XDG_STATE_HOME");
    const char *home = std::getenv("HOME");
    const std::filesystem::path base = state && *state ? std::filesystem::path(state)
        : home && *home                                ? std::filesystem::path(home) / ".local" / "state"
                                                       : std::filesystem::temp_directory_path();
    return base / "sidestep" / "journals";
}

MainWindow::MainWindow(const std::filesystem::path &journals, QWidget *parent)
    : QMainWindow(parent), m_document(journals), m_actions(*this, m_document.undoStack()), m_files(new Files(m_document, *this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setMinimumSize(960, 600);
    resize(1440, 900);
    m_clock = new views::PlaybackClock(this);
    buildToolBar();
    buildPanels();
    connectActions();
    connectViews();
    connectRuns();
    fillMenus();
    m_document.reset(plan::Plan(), {});
    showTimeline(nullptr);
    refreshEnabled();
    if (const QByteArray geometry = QSettings().value(QStringLiteral("window")).toByteArray(); !geometry.isEmpty())
        restoreGeometry(geometry);
}

MainWindow::~MainWindow() = default;

void MainWindow::buildToolBar()
{
    QToolBar *bar = addToolBar(tr("Tools"));
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->setToolButtonStyle(Qt::ToolButtonTextOnly);
    for (QAction *tool : {m_actions.toolSelect, m_actions.toolCsg, m_actions.toolAgg, m_actions.toolRsg, m_actions.toolLink, m_actions.toolService})
        bar->addAction(tool);
    bar->addSeparator();
    // The undo actions carry what they undo as their text; the buttons stay short.
    for (const auto &[action, text] : {std::pair{m_actions.undo, tr("Undo")}, std::pair{m_actions.redo, tr("Redo")}}) {
        auto *button = new QToolButton;
        button->setText(text);
        button->setEnabled(action->isEnabled());
        connect(button, &QToolButton::clicked, action, &QAction::trigger);
        connect(action, &QAction::changed, button, [button, action = action] {
            button->setEnabled(action->isEnabled());
            button->setToolTip(action->text());
        });
        bar->addWidget(button);
    }
    bar->addAction(m_actions.arrange);
    bar->addAction(m_actions.check);
    m_badge = new QLabel;
    m_badge->setObjectName(QStringLiteral("badge"));
    m_badge->hide();
    auto *badgeAction = bar->addWidget(m_badge);
    badgeAction->setVisible(false);
    connect(&m_check, &CheckRunner::checked, this, [badgeAction](const CheckRunner::Findings &findings) { badgeAction->setVisible(!findings->empty()); });

    auto *spacer = new QWidget;
    spacer->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(spacer);
    m_scenarios = new QComboBox;
    m_scenarios->setObjectName(QStringLiteral("scenarios"));
    m_scenarios->setAccessibleName(tr("Scenario"));
    m_scenarios->setPlaceholderText(tr("No scenario yet"));
    m_scenarios->setMinimumWidth(220);
    bar->addWidget(m_scenarios);
    auto *gap = new QWidget;
    gap->setFixedWidth(4);
    bar->addWidget(gap);
    auto *run = new QToolButton;
    run->setObjectName(QStringLiteral("run"));
    run->setDefaultAction(m_actions.run);
    run->setToolButtonStyle(Qt::ToolButtonTextOnly);
    bar->addWidget(run);
    bar->addAction(m_actions.compare);
    bar->addAction(m_actions.present);
}

void MainWindow::buildPanels()
{
    m_canvas = new views::PlanCanvas;
    m_tree = new views::PlanTree;
    m_properties = new views::PropertyPanel;
    m_configuration = new views::ConfigurationView;
    m_lanes = new views::TimelineView;
    m_transport = new views::TransportBar(*m_clock);
    m_why = new views::WhyPanel;
    m_traffic = new views::TrafficChart;
    m_loss = new views::LossBudgetView;
    m_findings = new views::FindingsView;
    m_compare = new views::CompareView;

    m_left = panel("leftPanel");
    flatColumn(m_left)->addWidget(m_tree);

    m_right = panel("rightPanel");
    m_rightTabs = new QTabBar;
    m_rightTabs->setObjectName(QStringLiteral("rightTabs"));
    m_rightTabs->addTab(tr("Properties"));
    m_rightTabs->addTab(tr("Configuration"));
    m_rightPages = new QStackedWidget;
    m_rightPages->addWidget(m_properties);
    m_rightPages->addWidget(m_configuration);
    QVBoxLayout *right = flatColumn(m_right);
    right->addWidget(m_rightTabs);
    right->addWidget(m_rightPages, 1);
    connect(m_rightTabs, &QTabBar::currentChanged, m_rightPages, &QStackedWidget::setCurrentIndex);

    m_bottom = panel("bottomPanel");
    m_bottomTabs = new QTabBar;
    m_bottomTabs->setObjectName(QStringLiteral("bottomTabs"));
    for (const QString &title : {tr("Timeline"), tr("Traffic"), tr("Loss budget"), tr("Findings"), tr("Compare")})
        m_bottomTabs->addTab(title);
    m_bottomPages = new QStackedWidget;
    auto *timelinePage = new QSplitter(Qt::Horizontal);
    timelinePage->setHandleWidth(1);
    timelinePage->addWidget(m_lanes);
    timelinePage->addWidget(m_why);
    timelinePage->setStretchFactor(0, 1);
    timelinePage->setSizes({1150, 280});
    m_bottomPages->addWidget(timelinePage);
    m_bottomPages->addWidget(m_traffic);
    m_bottomPages->addWidget(m_loss);
    m_bottomPages->addWidget(m_findings);
    m_bottomPages->addWidget(m_compare);
    auto *strip = new QHBoxLayout;
    strip->setContentsMargins(4, 0, 12, 0);
    strip->addWidget(m_bottomTabs);
    strip->addSpacing(24);
    strip->addWidget(m_transport, 1);
    QVBoxLayout *bottom = flatColumn(m_bottom);
    bottom->addLayout(strip);
    bottom->addWidget(m_bottomPages, 1);
    connect(m_bottomTabs, &QTabBar::currentChanged, m_bottomPages, &QStackedWidget::setCurrentIndex);
    for (QTabBar *tabs : {m_rightTabs, m_bottomTabs}) {
        tabs->setDrawBase(false);
        tabs->setExpanding(false);
        tabs->setUsesScrollButtons(false);
        tabs->setElideMode(Qt::ElideNone);
    }

    auto *top = new QSplitter(Qt::Horizontal);
    top->setObjectName(QStringLiteral("topSplitter"));
    top->setHandleWidth(1);
    top->addWidget(m_left);
    top->addWidget(m_canvas);
    top->addWidget(m_right);
    top->setStretchFactor(1, 1);
    top->setSizes({236, 886, 318});
    auto *whole = new QSplitter(Qt::Vertical);
    whole->setObjectName(QStringLiteral("wholeSplitter"));
    whole->setHandleWidth(1);
    whole->addWidget(top);
    whole->addWidget(m_bottom);
    whole->setStretchFactor(0, 1);
    whole->setSizes({560, 270});
    setCentralWidget(whole);

    m_message = new QLabel;
    m_message->setObjectName(QStringLiteral("message"));
    statusBar()->addWidget(m_message, 1);
    statusBar()->setSizeGripEnabled(false);
}

void MainWindow::connectActions()
{
    const auto on = [this](QAction *action, auto &&what) { connect(action, &QAction::triggered, this, what); };
    on(m_actions.newPlan, [this] { m_files->newPlan(); });
    on(m_actions.open, [this] { m_files->openWithDialog(); });
    on(m_actions.save, [this] { m_files->save(); });
    on(m_actions.saveAs, [this] { m_files->saveAs(); });
    on(m_actions.exportPicture, [this] { exportPicture(); });
    on(m_actions.quit, [this] { close(); });
    on(m_actions.remove, [this] { removeObjects(m_selection.objects); });
    on(m_actions.selectAll, [this] {
        views::Selection all;
        for (const plan::Router &router : m_document.plan().routers())
            all.objects.emplace_back(router.id);
        select(all);
    });
    on(m_actions.find, [this] {
        m_actions.showLeft->setChecked(true);
        m_tree->focusFind();
    });

    on(m_actions.zoomIn, [this] { m_canvas->zoomIn(); });
    on(m_actions.zoomOut, [this] { m_canvas->zoomOut(); });
    on(m_actions.zoomReset, [this] { m_canvas->zoomReset(); });
    on(m_actions.fit, [this] { m_canvas->fitAll(); });
    connect(m_actions.showLeft, &QAction::toggled, m_left, &QWidget::setVisible);
    connect(m_actions.showRight, &QAction::toggled, m_right, &QWidget::setVisible);
    connect(m_actions.showBottom, &QAction::toggled, m_bottom, &QWidget::setVisible);
    connect(m_actions.present, &QAction::toggled, this, &MainWindow::setPresenting);
    connect(m_actions.colours, &QActionGroup::triggered, this, [](QAction *choice) {
        const QString scheme = choice->data().toString();
        QSettings().setValue(QStringLiteral("colours"), scheme);
        applyStyle(*qApp, scheme == QLatin1String("dark")    ? ColourScheme::Dark
                         : scheme == QLatin1String("light") ? ColourScheme::Light
                                                            : ColourScheme::System);
    });

    using Tool = views::PlanCanvas::Tool;
    for (const auto &[action, tool] :
         {std::pair{m_actions.toolSelect, Tool::Select}, std::pair{m_actions.toolCsg, Tool::PlaceCsg}, std::pair{m_actions.toolAgg, Tool::PlaceAgg},
          std::pair{m_actions.toolRsg, Tool::PlaceRsg}, std::pair{m_actions.toolP, Tool::PlaceP}, std::pair{m_actions.toolLink, Tool::Link},
          std::pair{m_actions.toolService, Tool::Service}}) {
        connect(action, &QAction::triggered, this, [this, tool = tool] { m_canvas->setTool(tool); });
        connect(m_canvas, &views::PlanCanvas::toolChanged, action, [action = action, tool = tool](Tool now) {
            if (now == tool)
                action->setChecked(true);
        });
    }

    using views::Align;
    for (const auto &[action, align] : {std::pair{m_actions.alignLeft, Align::Left}, std::pair{m_actions.alignTop, Align::Top},
                                        std::pair{m_actions.alignCentre, Align::Centre}, std::pair{m_actions.alignMiddle, Align::Middle}})
        on(action, [this, align = align] { m_document.apply(views::alignEdit(m_document.plan(), m_selection.of<plan::RouterId>(), align)); });
    for (const auto &[action, axis] : {std::pair{m_actions.distributeAcross, views::Axis::Horizontal},
                                       std::pair{m_actions.distributeDown, views::Axis::Vertical}})
        on(action, [this, axis = axis] { m_document.apply(views::distributeEdit(m_document.plan(), m_selection.of<plan::RouterId>(), axis)); });
    on(m_actions.arrange, [this] {
        plan::EditBuilder edit(m_document.plan(), "Arrange");
        for (const plan::Position &position : plan::arrangedPositions(m_document.plan())) {
            if (m_document.plan().positions().contains(position.id))
                edit.set(position);
            else
                edit.add(position);
        }
        if (m_document.apply(edit.take()))
            m_canvas->fitAll();
    });

    on(m_actions.addSession, [this] {
        const auto routers = m_selection.of<plan::RouterId>();
        if (routers.size() == 2)
            applyResult(views::addSessionEdit(m_document.plan(), routers[0], routers[1]));
        else
            say(tr("Select the two routers first, with Shift for the second."), true);
    });
    on(m_actions.addProbe, [this] {
        const auto routers = m_selection.of<plan::RouterId>();
        if (routers.empty())
            say(tr("Select an RSG first."), true);
        for (const plan::RouterId router : routers)
            applyResult(views::addProbeEdit(m_document.plan(), router));
    });
    on(m_actions.addFlows, [this] {
        const plan::Plan &plan = m_document.plan();
        const auto &interfaces = plan.vpnInterfaces();
        std::size_t added = 0;
        for (const plan::AccessService &service : plan.services()) {
            const auto flow = std::find_if(plan.flows().begin(), plan.flows().end(), [&](const plan::Flow &f) { return f.service == service.id; });
            const auto remote = std::find_if(interfaces.begin(), interfaces.end(),
                                             [&](const plan::VpnInterface &i) { return i.vpn == service.vpn && i.advertised; });
            if (flow != plan.flows().end() || remote == interfaces.end())
                continue;
            applyResult(views::addFlowsEdit(m_document.plan(), service.id, remote->id));
            ++added;
        }
        if (added == 0)
            say(tr("Every site has its traffic, or no RSG advertises a prefix in the VPN: add a probe loopback to an RSG first."));
    });
    on(m_actions.addTracking, [this] {
        // The check knows where tracking is needed and which prefix to track; this applies what it offers.
        bool any = false;
        for (const check::Finding &finding : m_lastFindings ? *m_lastFindings : std::vector<check::Finding>())
            if (finding.rule == "tracking-missing" && finding.repair)
                any |= m_document.apply(*finding.repair);
        if (!any)
            say(tr("The check asks for no tracked route: every AGG that can be cut off tracks one, or there is no route to track."));
    });
    on(m_actions.number, [this] {
        const auto edit = plan::numberBlanks(m_document.plan());
        if (edit && edit->changes.empty())
            say(tr("Nothing is blank."));
        else
            applyResult(edit);
    });

    for (const auto &[action, mode] : {std::pair{m_actions.failCut, plan::FailureMode::Cut}, std::pair{m_actions.failSilent, plan::FailureMode::Silent},
                                       std::pair{m_actions.failOneWayAB, plan::FailureMode::OneWayAB},
                                       std::pair{m_actions.failOneWayBA, plan::FailureMode::OneWayBA},
                                       std::pair{m_actions.failPower, plan::FailureMode::Power}})
        on(action, [this, mode = mode] { fail(m_selection.objects, mode); });
    on(m_actions.repair, [this] { repairSelected(); });
    on(m_actions.clearFailures, [this] {
        m_document.apply(clearFailures(m_document.plan()));
        showTimeline(nullptr);
    });
    on(m_actions.newScenario, [this] {
        plan::EditBuilder edit(m_document.plan(), "Add scenario");
        std::string name = "Scenario 1";
        for (int n = 2; plan::scenarioNamed(m_document.plan(), name); ++n)
            name = "Scenario " + std::to_string(n);
        const plan::ScenarioId id = edit.add(plan::Scenario{plan::ScenarioId(0), name, {}, std::chrono::seconds(10), 1});
        if (m_document.apply(edit.take())) {
            m_scenarios->setCurrentIndex(m_scenarios->findData(id.value()));
            select({{id}});
        }
    });
    on(m_actions.keepScenario, [this] {
        if (const plan::Scenario *chosen = scenario())
            m_document.apply(keepScenario(m_document.plan(), chosen->id));
    });

    on(m_actions.run, [this] { runScenario(); });
    on(m_actions.cancel, [this] { m_simulation.cancel(); });
    on(m_actions.compare, [this] {
        if (const plan::Scenario *chosen = scenario())
            m_simulation.compare(m_document.plan(), *chosen);
    });
    connect(m_actions.tracking, &QAction::toggled, this, [this] {
        if (m_timeline)
            runScenario();
    });

    on(m_actions.showConfiguration, [this] {
        m_actions.showRight->setChecked(true);
        m_rightTabs->setCurrentIndex(1);
    });
    on(m_actions.exportConfigurations, [this] { exportConfigurations(); });
    on(m_actions.check, [this] {
        m_actions.showBottom->setChecked(true);
        m_bottomTabs->setCurrentIndex(FindingsTab);
        m_check.schedule(m_document.plan());
    });
    on(m_actions.keys, [this] { showKeys(); });
    on(m_actions.about, [this] { showAbout(); });
}

void MainWindow::connectViews()
{
    connect(&m_document, &PlanDocument::planChanged, this, &MainWindow::planChanged);
    connect(&m_document, &PlanDocument::titleChanged, this, &MainWindow::showTitle);
    connect(&m_document, &PlanDocument::editRefused, this, [this](const Error &error) {
        say(views::toQt(error.detail), true);
        m_properties->showRefusal(views::toQt(error.detail));
    });
    connect(&m_document, &PlanDocument::journalFailed, this, [this](const Error &error) {
        say(tr("Unsaved changes are not kept safe against a crash: %1").arg(views::toQt(error.detail)), true);
    });
    connect(m_files, &Files::documentReplaced, this, [this] {
        select({});
        m_canvas->fitAll();
    });
    connect(m_files, &Files::recentChanged, this, &MainWindow::fillMenus);

    const auto seek = [this](SimTime at) { m_clock->setCursor(at); };
    const auto apply = [this](const plan::PlanEdit &edit) { m_document.apply(edit); };
    const auto choose = [this](const views::Selection &selection) { select(selection); };
    const auto zoom = [this](const std::vector<plan::ObjectId> &objects) {
        select({objects});
        m_canvas->zoomTo(objects);
    };
    connect(m_canvas, &views::PlanCanvas::editRequested, this, apply);
    connect(m_canvas, &views::PlanCanvas::selectionRequested, this, choose);
    connect(m_canvas, &views::PlanCanvas::hintChanged, this, [this](const QString &hint) { say(hint); });
    connect(m_canvas, &views::PlanCanvas::failRequested, this,
            [this](const plan::ObjectId &object, plan::FailureMode mode) { fail({object}, mode); });
    connect(m_canvas, &views::PlanCanvas::openRequested, this, [this](const plan::ObjectId &object) {
        select({{object}});
        m_actions.showRight->setChecked(true);
        m_rightTabs->setCurrentIndex(std::holds_alternative<plan::RouterId>(object) ? 1 : 0);
    });
    connect(m_canvas, &views::PlanCanvas::openReferenceRequested, this, [this] { m_files->openExample(QStringLiteral("reference")); });
    connect(m_canvas, &views::PlanCanvas::arrangeRequested, m_actions.arrange, &QAction::trigger);

    connect(m_tree, &views::PlanTree::selectionRequested, this, choose);
    connect(m_tree, &views::PlanTree::zoomRequested, this, zoom);
    connect(m_tree, &views::PlanTree::removeRequested, this, [this](const views::Selection &selection) { removeObjects(selection.objects); });
    connect(m_properties, &views::PropertyPanel::editRequested, this, apply);
    connect(m_properties, &views::PropertyPanel::selectionRequested, this, choose);
    connect(m_properties, &views::PropertyPanel::removeRequested, this,
            [this](const views::Selection &selection) { removeObjects(selection.objects); });
    connect(m_configuration, &views::ConfigurationView::exportRequested, this,
            [this](plan::RouterId router, const QString &text) { exportConfiguration(router, text); });
    connect(m_configuration, &views::ConfigurationView::routerChosen, this, [this](plan::RouterId router) { select({{router}}); });
    connect(m_configuration, &views::ConfigurationView::objectActivated, this, [this](const plan::ObjectId &object) { select({{object}}); });
    connect(m_configuration, &views::ConfigurationView::zoomRequested, this, zoom);
    connect(m_configuration, &views::ConfigurationView::addRouterRequested, m_actions.toolCsg, &QAction::trigger);
    connect(m_findings, &views::FindingsView::openReferenceRequested, this, [this] { m_files->openExample(QStringLiteral("reference")); });
    connect(m_compare, &views::CompareView::compareRequested, m_actions.compare, &QAction::trigger);
    connect(m_compare, &views::CompareView::cursorRequested, this, seek);
    connect(m_findings, &views::FindingsView::editRequested, this, apply);
    connect(m_findings, &views::FindingsView::zoomRequested, this, zoom);

    connect(m_lanes, &views::TimelineView::cursorRequested, this, seek);
    connect(m_lanes, &views::TimelineView::playToggleRequested, m_clock, &views::PlaybackClock::toggle);
    connect(m_lanes, &views::TimelineView::runRequested, this, &MainWindow::runScenario);
    connect(m_lanes, &views::TimelineView::scaleModeChanged, m_transport, &views::TransportBar::setScaleMode);
    connect(m_lanes, &views::TimelineView::allLanesChanged, m_transport, &views::TransportBar::setAllLanes);
    connect(m_lanes, &views::TimelineView::routerActivated, this, [zoom](plan::RouterId router) { zoom({router}); });
    connect(m_transport, &views::TransportBar::scaleModeChosen, m_lanes, &views::TimelineView::setScaleMode);
    connect(m_transport, &views::TransportBar::allLanesChosen, m_lanes, &views::TimelineView::setAllLanes);
    connect(m_why, &views::WhyPanel::routerRequested, this, [this](plan::RouterId router) { select({{router}}); });
    connect(m_traffic, &views::TrafficChart::runRequested, this, &MainWindow::runScenario);
    connect(m_loss, &views::LossBudgetView::runRequested, this, &MainWindow::runScenario);
    connect(m_loss, &views::LossBudgetView::cursorRequested, this, seek);
    connect(m_clock, &views::PlaybackClock::slowdownChanged, this, [this](int ratio) { m_canvas->setPlaybackSpeed(1.0 / ratio); });
    connect(m_why, &views::WhyPanel::cursorRequested, this, seek);
    connect(m_traffic, &views::TrafficChart::cursorRequested, this, seek);
    connect(m_clock, &views::PlaybackClock::cursorChanged, this, &MainWindow::showCursor);

    connect(m_scenarios, &QComboBox::activated, this, [this] {
        refreshEnabled();
        if (const plan::Scenario *chosen = scenario())
            select({{chosen->id}});
    });
}

void MainWindow::connectRuns()
{
    connect(&m_check, &CheckRunner::checked, this, [this](const CheckRunner::Findings &findings) {
        m_lastFindings = findings;
        m_findings->setFindings(m_document.plan(), *findings);
        m_badge->setText(QString::number(findings->size()));
        m_badge->setVisible(!findings->empty());
        m_bottomTabs->setTabText(FindingsTab, findings->empty() ? tr("Findings") : tr("Findings  %1").arg(findings->size()));
    });
    connect(&m_simulation, &SimulationRunner::started, this, [this] {
        m_actions.cancel->setEnabled(true);
        if (m_document.plan().routers().size() > kRerunRouters)
            say(tr("Running… Failure > Stop the run cancels."));
    });
    connect(&m_simulation, &SimulationRunner::finished, this, [this](const TimelinePtr &timeline) {
        m_actions.cancel->setEnabled(false);
        say({});
        showTimeline(timeline);
    });
    connect(&m_simulation, &SimulationRunner::compared, this, [this](const TimelinePtr &with, const TimelinePtr &without) {
        m_actions.cancel->setEnabled(false);
        say({});
        m_compare->setTimelines(with, without);
        showTimeline(m_actions.tracking->isChecked() ? with : without);
        m_actions.showBottom->setChecked(true);
        m_bottomTabs->setCurrentIndex(CompareTab);
    });
    connect(&m_simulation, &SimulationRunner::failed, this, [this](const Error &error) {
        m_actions.cancel->setEnabled(false);
        say(tr("The scenario did not run: %1").arg(views::toQt(error.detail)), true);
    });
    connect(&m_simulation, &SimulationRunner::cancelled, this, [this] {
        m_actions.cancel->setEnabled(false);
        say(tr("The run was stopped."));
    });
}

void MainWindow::planChanged(const plan::Plan &plan, const plan::PlanDiff &diff)
{
    m_canvas->setPlan(plan);
    m_tree->setPlan(plan);
    m_configuration->setPlan(plan);
    m_compare->setPlan(plan);
    m_lanes->setPlan(plan);
    m_why->setPlan(plan);
    m_traffic->setPlan(plan);
    m_loss->setPlan(plan);
    select(views::kept(m_selection, plan));
    m_properties->setPlan(plan);
    if (!diff.of<plan::Scenario>().empty() || m_scenarios->count() == 0)
        refreshScenarios();
    refreshEnabled();
    showTitle();
    if (diff.onlyLayout())
        return;
    m_check.schedule(plan);
    if (!m_timeline && !m_simulation.isRunning())
        return;
    // What is on the screen was computed for another network.
    if (scenario() && !scenario()->actions.empty() && plan.routers().size() <= kRerunRouters) {
        m_rerun = true;
        runScenario();
    } else {
        showTimeline(nullptr);
        say(tr("The plan changed, so the last run no longer holds. Run again."));
    }
}

const plan::Scenario *MainWindow::scenario() const
{
    const QVariant id = m_scenarios->currentData();
    return id.isValid() ? m_document.plan().find(plan::ScenarioId(id.toUInt())) : nullptr;
}

void MainWindow::refreshScenarios()
{
    const QVariant before = m_scenarios->currentData();
    m_scenarios->clear();
    for (const plan::Scenario &scenario : m_document.plan().scenarios())
        m_scenarios->addItem(views::toQt(scenario.name), scenario.id.value());
    const int again = m_scenarios->findData(before);
    m_scenarios->setCurrentIndex(again >= 0 ? again : m_scenarios->count() > 0 ? 0 : -1);
}

void MainWindow::refreshEnabled()
{
    const plan::Scenario *chosen = scenario();
    const bool runnable = chosen && !chosen->actions.empty();
    m_actions.run->setEnabled(runnable);
    m_actions.compare->setEnabled(runnable);
    m_actions.keepScenario->setEnabled(runnable);
    const auto routers = m_selection.of<plan::RouterId>();
    const auto links = m_selection.of<plan::LinkId>();
    for (QAction *action : {m_actions.failCut, m_actions.failSilent, m_actions.failOneWayAB, m_actions.failOneWayBA})
        action->setEnabled(!links.empty());
    m_actions.failPower->setEnabled(!routers.empty());
    m_actions.repair->setEnabled(!links.empty() || !routers.empty());
    m_actions.remove->setEnabled(!m_selection.empty());
    for (QAction *action : {m_actions.alignLeft, m_actions.alignTop, m_actions.alignCentre, m_actions.alignMiddle})
        action->setEnabled(routers.size() >= 2);
    for (QAction *action : {m_actions.distributeAcross, m_actions.distributeDown})
        action->setEnabled(routers.size() >= 3);
    const bool any = !m_document.plan().routers().empty();
    for (QAction *action : {m_actions.arrange, m_actions.number, m_actions.exportConfigurations, m_actions.exportPicture, m_actions.selectAll})
        action->setEnabled(any);
}

void MainWindow::select(const views::Selection &selection)
{
    m_selection = selection;
    m_canvas->setSelection(selection);
    m_tree->setSelection(selection);
    m_properties->setSelection(selection);
    m_configuration->setSelection(selection);
    refreshEnabled();
}

void MainWindow::runScenario()
{
    if (const plan::Scenario *chosen = scenario(); chosen && !chosen->actions.empty())
        m_simulation.run(m_document.plan(), *chosen, m_actions.tracking->isChecked());
    else
        say(tr("Nothing fails in this scenario. Right-click a link or router and choose Fail."), true);
}

void MainWindow::fail(const std::vector<plan::ObjectId> &objects, plan::FailureMode mode)
{
    const bool powers = mode == plan::FailureMode::Power;
    bool any = false;
    for (const plan::ObjectId &object : objects) {
        const auto *link = std::get_if<plan::LinkId>(&object);
        const auto *router = std::get_if<plan::RouterId>(&object);
        if (powers && router)
            any |= m_document.apply(failElement(m_document.plan(), *router, mode));
        else if (!powers && link)
            any |= m_document.apply(failElement(m_document.plan(), *link, mode));
    }
    if (!any)
        return;
    m_scenarios->setCurrentIndex(m_scenarios->findData(plan::scenarioNamed(m_document.plan(), kWhatIf)->id.value()));
    refreshEnabled();
    runScenario();
}

void MainWindow::repairSelected()
{
    for (const plan::ObjectId &object : m_selection.objects) {
        if (const auto *link = std::get_if<plan::LinkId>(&object))
            m_document.apply(repairElement(m_document.plan(), *link));
        else if (const auto *router = std::get_if<plan::RouterId>(&object))
            m_document.apply(repairElement(m_document.plan(), *router));
    }
}

void MainWindow::removeObjects(const std::vector<plan::ObjectId> &objects)
{
    if (objects.empty())
        return;
    const plan::PlanEdit edit = plan::removalOf(m_document.plan(), objects);
    if (m_document.apply(edit))
        say(views::toQt(edit.label));
}

void MainWindow::applyResult(const Result<plan::PlanEdit> &edit)
{
    if (edit)
        m_document.apply(*edit);
    else
        say(views::toQt(edit.error().detail), true);
}

void MainWindow::showTimeline(const TimelinePtr &timeline)
{
    m_timeline = timeline;
    m_story = timeline ? report::narrate(m_document.plan(), *timeline) : std::vector<report::NarrationStep>();
    const SimTime before = m_clock->cursor();
    m_canvas->setTimeline(timeline);
    m_lanes->setTimeline(timeline);
    m_why->setTimeline(timeline);
    m_traffic->setTimeline(timeline);
    m_loss->setTimeline(timeline);
    m_clock->setTimeline(timeline);
    if (m_rerun && timeline)
        m_clock->setCursor(before);
    else if (timeline)
        m_clock->goHome();
    m_rerun = false;
    if (!timeline)
        m_compare->setTimelines(nullptr, nullptr);
    showCursor(m_clock->cursor());
}

void MainWindow::showCursor(SimTime at)
{
    m_canvas->setCursor(at);
    m_lanes->setCursor(at);
    m_why->setCursor(at);
    m_traffic->setCursor(at);
    m_compare->setCursor(at);
    if (!m_timeline || m_story.empty()) {
        m_canvas->setNarration({}, {}, std::nullopt);
        m_canvas->setCaption({});
        return;
    }
    const report::NarrationStep *now = nullptr;
    for (const report::NarrationStep &step : m_story)
        if (step.time <= at)
            now = &step;
    if (!now) {
        m_canvas->setNarration({}, {}, std::nullopt);
        m_canvas->setCaption(tr("Before the failure everything is up"));
        return;
    }
    const QString headline = views::phraseText(now->headline);
    const bool bad = now->event && m_timeline->events[*now->event - 1].health == engine::Health::Down;
    m_canvas->setNarration(headline, views::phraseText(now->detail), now->device, bad ? views::Tone::Bad : views::Tone::Plain);
    m_canvas->setCaption(views::offsetText(now->time - m_story.front().time) + QStringLiteral("   ") + headline);
}

void MainWindow::showTitle()
{
    setWindowTitle(m_document.title() + QStringLiteral("[*]"));
    setWindowModified(m_document.isModified());
}

void MainWindow::setPresenting(bool on)
{
    m_left->setVisible(!on && m_actions.showLeft->isChecked());
    m_right->setVisible(!on && m_actions.showRight->isChecked());
    menuBar()->setVisible(!on);
    findChild<QToolBar *>(QStringLiteral("toolBar"))->setVisible(!on);
    statusBar()->setVisible(!on);
    if (on)
        showFullScreen();
    else
        showNormal();
    m_canvas->fitAll();
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_actions.present->isChecked())
        m_actions.present->setChecked(false);
    else
        QMainWindow::keyPressEvent(event);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_files->mayClose()) {
        event->ignore();
        return;
    }
    QSettings().setValue(QStringLiteral("window"), saveGeometry());
    event->accept();
}

void MainWindow::fillMenus()
{
    m_actions.recent->clear();
    for (const QString &file : Files::recent())
        m_actions.recent->addAction(file, this, [this, file] { m_files->open(file.toStdString()); });
    m_actions.recent->setEnabled(!m_actions.recent->isEmpty());
    if (!m_actions.examples->isEmpty())
        return;
    for (const plan::ExampleEntry &example : plan::examples()) {
        const QString name = views::toQt(example.name);
        m_actions.examples->addAction(QStringLiteral("%1: %2").arg(name, views::toQt(example.summary)), this, [this, name] { m_files->openExample(name); });
    }
}

void MainWindow::say(const QString &message, bool isProblem)
{
    m_message->setObjectName(isProblem ? QStringLiteral("problem") : QStringLiteral("message"));
    m_message->style()->unpolish(m_message);
    m_message->style()->polish(m_message);
    m_message->setText(message);
}

void MainWindow::showKeys()
{
    QMessageBox box(QMessageBox::NoIcon, tr("Keyboard and mouse"), tr("Keyboard and mouse"), QMessageBox::Close, this);
    box.setInformativeText(
        tr("<table cellspacing=6>"
           "<tr><td><b>V C A R P L S</b></td><td>Select, place CSG, AGG, RSG, P, draw link, draw service; Escape returns to Select</td></tr>"
           "<tr><td><b>Delete</b></td><td>Delete what is selected and what hangs on it</td></tr>"
           "<tr><td><b>Arrow keys</b></td><td>On the canvas: move what is selected. In the timeline: step from event to event</td></tr>"
           "<tr><td><b>X</b></td><td>Cut the selected links and run</td></tr>"
           "<tr><td><b>Ctrl+R</b></td><td>Run the scenario</td></tr>"
           "<tr><td><b>Space</b></td><td>Play or pause</td></tr>"
           "<tr><td><b>Home, End</b></td><td>Go to the failure, go to where all has settled</td></tr>"
           "<tr><td><b>Wheel, middle button</b></td><td>Zoom, pan</td></tr>"
           "<tr><td><b>F5, F6, F7, F8</b></td><td>Present; show or hide tree, properties, timeline</td></tr>"
           "</table>"));
    box.exec();
}

void MainWindow::showAbout()
{
    QMessageBox::about(this, tr("About Sidestep"),
                       tr("<b>Sidestep %1</b><p>Plans mobile-backhaul networks, writes router configurations and shows how the network fails over.</p>"
                          "<p>Configurations follow the vendor's published reference; nothing was run on a vendor's device.</p>"
                          "<p>GPL-3.0-or-later</p>")
                           .arg(QApplication::applicationVersion()));
}

} // namespace sidestep::app
