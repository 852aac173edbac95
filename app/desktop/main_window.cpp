// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/main_window.h"

#include "app/desktop/captures.h"
#include "app/desktop/change_packs.h"
#include "app/desktop/comparisons.h"
#include "app/desktop/consoles.h"
#include "app/desktop/exports.h"
#include "app/desktop/file_drops.h"
#include "app/desktop/files.h"
#include "app/desktop/help.h"
#include "app/desktop/imports.h"
#include "app/desktop/message_line.h"
#include "app/desktop/plan_commands.h"
#include "app/desktop/style.h"
#include "app/desktop/tool_bar.h"
#include "model/plan/templates.h"
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
#include <QFrame>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QScreen>
#include <QSplitter>
#include <QStatusBar>
#include <QTabBar>

#include <cstdlib>

namespace sidestep::app {

namespace {

/// Plans up to this size run in an instant, so a run on the screen is repeated when the plan under it changes.
constexpr std::size_t kRerunRouters = 500;

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
    : QMainWindow(parent), m_document(journals), m_actions(*this, m_document.undoStack()), m_clock(new views::PlaybackClock(this)), m_panels(*m_clock),
      m_toolBar(new ToolBar(m_actions)), m_message(new MessageLine), m_files(new Files(m_document, *this)),
      m_exports(new Exports(m_document, *m_panels.canvas, *this)), m_commands(new PlanCommands(m_document, m_actions, this)), m_comparisons(new Comparisons(m_document, *m_panels.difference, *this)),
      m_consoles(new Consoles(m_document, *m_panels.console, *this)),
      m_imports(new Imports(*this)), m_changePacks(new ChangePacks(m_document, *this)), m_captures(new Captures(*this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setMinimumSize(960, 600);
    resize(QSize(1440, 900).boundedTo(screen()->availableSize()));
    addToolBar(m_toolBar);
    setCentralWidget(m_panels.whole);
    statusBar()->addWidget(m_message, 1);
    statusBar()->setSizeGripEnabled(false);
    connectDocument();
    connectMenus();
    connectCommands();
    connectDrawing();
    connectPlanViews();
    connectRunViews();
    connectRuns();
    connectDifference();
    connectConsoles();
    connectImport();
    connectChangePacks();
    fillMenus();
    m_document.reset(plan::Plan(), {});
    showTimeline(nullptr);
    refreshEnabled();
    if (const QByteArray geometry = QSettings().value(QStringLiteral("window")).toByteArray(); !geometry.isEmpty())
        restoreGeometry(geometry);
}

MainWindow::~MainWindow() = default;

void MainWindow::connectDocument()
{
    connect(&m_document, &PlanDocument::planChanged, this, &MainWindow::planChanged);
    connect(&m_document, &PlanDocument::titleChanged, this, &MainWindow::showTitle);
    connect(&m_document, &PlanDocument::editRefused, this, [this](const Error &error) {
        m_message->complain(views::toQt(error.detail));
        m_panels.properties->showRefusal(views::toQt(error.detail));
    });
    connect(&m_document, &PlanDocument::journalFailed, this, [this](const Error &error) {
        m_message->complain(tr("Unsaved changes are not kept safe against a crash: %1").arg(views::toQt(error.detail)));
    });
    connect(m_files, &Files::documentReplaced, this, [this] {
        select({});
        m_panels.canvas->fitAll();
    });
    connect(m_files, &Files::recentChanged, this, &MainWindow::fillMenus);
    connect(m_exports, &Exports::said, m_message, &MessageLine::say);
    connect(m_exports, &Exports::refused, m_message, &MessageLine::complain);
    connect(m_captures, &Captures::said, m_message, &MessageLine::say);
    connect(m_captures, &Captures::refused, m_message, &MessageLine::complain);
}

void MainWindow::connectMenus()
{
    const auto on = [this](QAction *action, auto &&what) { connect(action, &QAction::triggered, this, what); };
    on(m_actions.newPlan, [this] { m_files->newPlan(); });
    on(m_actions.open, [this] { m_files->openWithDialog(); });
    on(m_actions.save, [this] { m_files->save(); });
    on(m_actions.saveAs, [this] { m_files->saveAs(); });
    on(m_actions.exportPicture, [this] { m_exports->picture(); });
    on(m_actions.exportCapture, [this] { exportCapture(); });
    on(m_actions.exportConfigurations, [this] { m_exports->configurations(); });
    on(m_actions.quit, [this] { close(); });
    on(m_actions.selectAll, [this] { selectAllRouters(); });
    on(m_actions.find, [this] {
        m_actions.showLeft->setChecked(true);
        m_panels.tree->focusFind();
    });

    on(m_actions.zoomIn, [this] { m_panels.canvas->zoomIn(); });
    on(m_actions.zoomOut, [this] { m_panels.canvas->zoomOut(); });
    on(m_actions.zoomReset, [this] { m_panels.canvas->zoomReset(); });
    on(m_actions.fit, [this] { m_panels.canvas->fitAll(); });
    connect(m_actions.showLeft, &QAction::toggled, m_panels.left, &QWidget::setVisible);
    connect(m_actions.showRight, &QAction::toggled, m_panels.right, &QWidget::setVisible);
    connect(m_actions.showBottom, &QAction::toggled, m_panels.bottom, &QWidget::setVisible);
    connect(m_actions.present, &QAction::toggled, this, &MainWindow::setPresenting);
    connect(m_actions.colours, &QActionGroup::triggered, this, [](QAction *choice) {
        const QString scheme = choice->data().toString();
        QSettings().setValue(QStringLiteral("colours"), scheme);
        applyStyle(*qApp, scheme == QLatin1String("dark")    ? ColourScheme::Dark
                         : scheme == QLatin1String("light") ? ColourScheme::Light
                                                            : ColourScheme::System);
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
    on(m_actions.showConfiguration, [this] { showRight(WindowPanels::Right::Configuration); });
    on(m_actions.check, [this] {
        showBottom(WindowPanels::Bottom::Findings);
        m_check.schedule(m_document.plan());
    });
    on(m_actions.keys, [this] { showKeys(*this); });
    on(m_actions.about, [this] { showAbout(*this); });
}

void MainWindow::connectCommands()
{
    connect(m_commands, &PlanCommands::said, m_message, &MessageLine::say);
    connect(m_commands, &PlanCommands::refused, m_message, &MessageLine::complain);
    connect(m_commands, &PlanCommands::arranged, m_panels.canvas, &views::PlanCanvas::fitAll);
    connect(m_commands, &PlanCommands::failuresCleared, this, [this] { showTimeline(nullptr); });
    connect(m_commands, &PlanCommands::snippetMade, this, [this](plan::SnippetId made) { select({{made}}); });
    connect(m_commands, &PlanCommands::scenarioMade, this, [this](plan::ScenarioId made) {
        chooseScenario(made);
        select({{made}});
    });
    connect(m_commands, &PlanCommands::failed, this, [this](plan::ScenarioId scenario) {
        chooseScenario(scenario);
        runScenario();
    });
    connect(m_toolBar, &ToolBar::scenarioChosen, this, [this](plan::ScenarioId chosen) {
        refreshEnabled();
        select({{chosen}});
    });
}

void MainWindow::connectDrawing()
{
    using views::PlanCanvas;
    using Tool = PlanCanvas::Tool;
    PlanCanvas *canvas = m_panels.canvas;
    for (const auto &[action, tool] :
         {std::pair{m_actions.toolSelect, Tool::Select}, std::pair{m_actions.toolCsg, Tool::PlaceCsg}, std::pair{m_actions.toolAgg, Tool::PlaceAgg},
          std::pair{m_actions.toolRsg, Tool::PlaceRsg}, std::pair{m_actions.toolP, Tool::PlaceP}, std::pair{m_actions.toolLink, Tool::Link},
          std::pair{m_actions.toolService, Tool::Service}}) {
        connect(action, &QAction::triggered, canvas, [canvas, tool = tool] { canvas->setTool(tool); });
        connect(canvas, &PlanCanvas::toolChanged, action, [action = action, tool = tool](Tool now) {
            if (now == tool)
                action->setChecked(true);
        });
    }
    connect(canvas, &PlanCanvas::editRequested, this, [this](const plan::PlanEdit &edit) { m_document.apply(edit); });
    connect(canvas, &PlanCanvas::selectionRequested, this, &MainWindow::select);
    connect(canvas, &PlanCanvas::hintChanged, m_message, &MessageLine::say);
    connect(canvas, &PlanCanvas::failRequested, this,
            [this](const plan::ObjectId &object, plan::FailureMode mode) { m_commands->fail({object}, mode); });
    connect(canvas, &PlanCanvas::openRequested, this, [this](const plan::ObjectId &object) {
        select({{object}});
        showRight(std::holds_alternative<plan::RouterId>(object) ? WindowPanels::Right::Configuration : WindowPanels::Right::Properties);
    });
    connect(canvas, &PlanCanvas::openReferenceRequested, this, &MainWindow::openReference);
    connect(canvas, &PlanCanvas::arrangeRequested, m_actions.arrange, &QAction::trigger);
}

void MainWindow::connectPlanViews()
{
    const auto apply = [this](const plan::PlanEdit &edit) { m_document.apply(edit); };
    const auto zoom = [this](const std::vector<plan::ObjectId> &objects) { zoomTo(objects); };
    const auto remove = [this](const views::Selection &selection) { m_commands->remove(selection.objects); };
    connect(m_panels.tree, &views::PlanTree::selectionRequested, this, &MainWindow::select);
    connect(m_panels.tree, &views::PlanTree::zoomRequested, this, zoom);
    connect(m_panels.tree, &views::PlanTree::removeRequested, this, remove);
    connect(m_panels.properties, &views::PropertyPanel::editRequested, this, apply);
    connect(m_panels.properties, &views::PropertyPanel::selectionRequested, this, &MainWindow::select);
    connect(m_panels.properties, &views::PropertyPanel::removeRequested, this, remove);
    views::ConfigurationView *configuration = m_panels.configuration;
    connect(configuration, &views::ConfigurationView::exportRequested, m_exports, &Exports::configuration);
    connect(configuration, &views::ConfigurationView::routerChosen, this, [this](plan::RouterId router) { select({{router}}); });
    connect(configuration, &views::ConfigurationView::objectActivated, this, [this](const plan::ObjectId &object) { select({{object}}); });
    connect(configuration, &views::ConfigurationView::zoomRequested, this, zoom);
    connect(configuration, &views::ConfigurationView::addRouterRequested, m_actions.toolCsg, &QAction::trigger);
    connect(m_panels.findings, &views::FindingsView::openReferenceRequested, this, &MainWindow::openReference);
    connect(m_panels.findings, &views::FindingsView::editRequested, this, apply);
    connect(m_panels.findings, &views::FindingsView::zoomRequested, this, zoom);
    connect(m_panels.parameters, &views::ParametersView::settingRequested, m_commands, &PlanCommands::setParameter);
}

void MainWindow::connectRunViews()
{
    const auto seek = [this](SimTime at) { m_clock->setCursor(at); };
    views::TimelineView *lanes = m_panels.lanes;
    views::TransportBar *transport = m_panels.transport;
    connect(lanes, &views::TimelineView::cursorRequested, this, seek);
    connect(lanes, &views::TimelineView::playToggleRequested, m_clock, &views::PlaybackClock::toggle);
    connect(lanes, &views::TimelineView::runRequested, this, &MainWindow::runScenario);
    connect(lanes, &views::TimelineView::scaleModeChanged, transport, &views::TransportBar::setScaleMode);
    connect(lanes, &views::TimelineView::allLanesChanged, transport, &views::TransportBar::setAllLanes);
    connect(lanes, &views::TimelineView::routerActivated, this, [this](plan::RouterId router) { zoomTo({router}); });
    connect(transport, &views::TransportBar::scaleModeChosen, lanes, &views::TimelineView::setScaleMode);
    connect(transport, &views::TransportBar::allLanesChosen, lanes, &views::TimelineView::setAllLanes);
    connect(m_panels.why, &views::WhyPanel::cursorRequested, this, seek);
    connect(&m_simulation, &SimulationRunner::explained, m_panels.why, &views::WhyPanel::setExplanations);
    connect(m_panels.why, &views::WhyPanel::routerRequested, this, [this](plan::RouterId router) { select({{router}}); });
    connect(m_panels.traffic, &views::TrafficChart::runRequested, this, &MainWindow::runScenario);
    connect(m_panels.traffic, &views::TrafficChart::cursorRequested, this, seek);
    connect(m_panels.loss, &views::LossBudgetView::runRequested, this, &MainWindow::runScenario);
    connect(m_panels.loss, &views::LossBudgetView::cursorRequested, this, seek);
    connect(m_panels.compare, &views::CompareView::compareRequested, m_actions.compare, &QAction::trigger);
    connect(m_panels.compare, &views::CompareView::cursorRequested, this, seek);
    connect(m_clock, &views::PlaybackClock::slowdownChanged, this, [this](int ratio) { m_panels.canvas->setPlaybackSpeed(1.0 / ratio); });
    connect(m_clock, &views::PlaybackClock::cursorChanged, this, &MainWindow::showCursor);
}

void MainWindow::connectRuns()
{
    connect(&m_check, &CheckRunner::checked, this, [this](const CheckRunner::Findings &findings) {
        m_commands->setFindings(findings);
        m_panels.findings->setFindings(m_document.plan(), *findings);
        m_toolBar->setFindings(findings->size());
        m_panels.bottomTabs->setTabText(static_cast<int>(WindowPanels::Bottom::Findings),
                                        findings->empty() ? tr("Findings") : tr("Findings  %1").arg(findings->size()));
    });
    connect(&m_simulation, &SimulationRunner::started, this, [this] {
        m_actions.cancel->setEnabled(true);
        if (m_document.plan().routers().size() > kRerunRouters)
            m_message->say(tr("Running… Failure > Stop the run cancels."));
    });
    connect(&m_simulation, &SimulationRunner::finished, this, [this](const TimelinePtr &timeline) {
        m_actions.cancel->setEnabled(false);
        m_message->say({});
        showTimeline(timeline);
    });
    connect(&m_simulation, &SimulationRunner::compared, this, [this](const TimelinePtr &with, const TimelinePtr &without) {
        m_actions.cancel->setEnabled(false);
        m_message->say({});
        m_panels.compare->setTimelines(with, without);
        showTimeline(m_actions.tracking->isChecked() ? with : without);
        showBottom(WindowPanels::Bottom::Compare);
    });
    connect(&m_simulation, &SimulationRunner::failed, this, [this](const Error &error) {
        m_actions.cancel->setEnabled(false);
        m_message->complain(tr("The scenario did not run: %1").arg(views::toQt(error.detail)));
    });
    connect(&m_simulation, &SimulationRunner::cancelled, this, [this] {
        m_actions.cancel->setEnabled(false);
        m_message->say(tr("The run was stopped."));
    });
}

void MainWindow::connectDifference()
{
    using views::DifferenceView;
    const auto selectedRouter = [this] {
        const auto routers = m_selection.of<plan::RouterId>();
        return routers.empty() ? std::string() : m_document.plan().find(routers.front())->name;
    };
    const auto ask = [this, selectedRouter](DifferenceView::Against against) {
        switch (against) {
        case DifferenceView::Against::SavedPlan: return m_comparisons->withSaved();
        case DifferenceView::Against::OtherPlan: return m_comparisons->withPlanFromDialog();
        case DifferenceView::Against::RouterFile: return m_comparisons->withRouterFileFromDialog(selectedRouter());
        }
    };
    for (const auto &[action, against] : {std::pair{m_actions.compareSaved, DifferenceView::Against::SavedPlan},
                                          std::pair{m_actions.comparePlan, DifferenceView::Against::OtherPlan},
                                          std::pair{m_actions.compareRouter, DifferenceView::Against::RouterFile}})
        connect(action, &QAction::triggered, this, [ask, against = against] { ask(against); });
    connect(m_panels.difference, &DifferenceView::compareRequested, this, ask);
    connect(m_panels.difference, &DifferenceView::exportRequested, m_exports, &Exports::text);
    connect(m_panels.difference, &DifferenceView::routerActivated, this, &MainWindow::showRouterNamed);
    connect(m_panels.configuration, &views::ConfigurationView::differenceRequested, this, [this](plan::RouterId router) {
        m_panels.difference->chooseRouter(views::toQt(m_document.plan().find(router)->name));
        m_comparisons->withSaved();
    });
    connect(m_comparisons, &Comparisons::refused, m_message, &MessageLine::complain);
    connect(m_comparisons, &Comparisons::started, this, [this] { showBottom(WindowPanels::Bottom::Difference); });
    connect(m_panels.bottomTabs, &QTabBar::currentChanged, m_comparisons, [this](int page) {
        if (page == static_cast<int>(WindowPanels::Bottom::Difference))
            m_comparisons->shown();
    });
}

void MainWindow::connectConsoles()
{
    views::ConsoleView *console = m_panels.console;
    connect(m_actions.showConsole, &QAction::triggered, this, [this] {
        const auto routers = m_selection.of<plan::RouterId>();
        showRight(WindowPanels::Right::Console);
        if (!routers.empty())
            m_panels.console->showRouter(routers.front());
        m_panels.console->setFocus();
    });
    connect(m_panels.canvas, &views::PlanCanvas::consoleRequested, this, &MainWindow::openConsole);
    connect(m_panels.tree, &views::PlanTree::consoleRequested, this, &MainWindow::openConsole);
    connect(console, &views::ConsoleView::routerChosen, this, [this](plan::RouterId router) { select({{router}}); });
    connect(console, &views::ConsoleView::addRouterRequested, m_actions.toolCsg, &QAction::trigger);
    connect(m_files, &Files::documentReplaced, console, &views::ConsoleView::startAfresh);
    m_files->setGuard([this] { return m_consoles->mayClose(); });
}

void MainWindow::openConsole(plan::RouterId router)
{
    select({{router}});
    showRight(WindowPanels::Right::Console);
    m_panels.console->setFocus();
}

void MainWindow::connectImport()
{
    views::ImportReportView *report = m_panels.importReport;
    const auto show = [this, report](const config::ImportResult &result) {
        report->setReport(result.rows, result.leftOut);
        showBottom(WindowPanels::Bottom::Import);
    };
    auto *drops = new FileDrops(*this);
    connect(drops, &FileDrops::planDropped, m_files, &Files::open);
    connect(drops, &FileDrops::configurationsDropped, m_imports, &Imports::start);
    connect(m_actions.importFiles, &QAction::triggered, m_imports, &Imports::filesFromDialog);
    connect(m_actions.importFolder, &QAction::triggered, m_imports, &Imports::folderFromDialog);
    connect(report, &views::ImportReportView::importRequested, m_imports, &Imports::folderFromDialog);
    connect(report, &views::ImportReportView::routerActivated, this, &MainWindow::showRouterNamed);
    connect(m_files, &Files::documentReplaced, report, &views::ImportReportView::clear);
    connect(m_imports, &Imports::refused, m_message, &MessageLine::complain);
    connect(m_imports, &Imports::cancelled, this, [this] { m_message->say(tr("The import was stopped; the plan is as it was.")); });
    connect(m_imports, &Imports::nothingFound, this, [this, show](const config::ImportResult &result) {
        show(result);
        m_message->complain(tr("No router's configuration among %n file(s); the report says why. The plan is as it was.", nullptr,
                               static_cast<int>(result.leftOut.size())));
    });
    connect(m_imports, &Imports::finished, this, [this, show](const config::ImportResult &result) {
        if (!m_files->showImported(result.plan)) {
            m_message->say(tr("Nothing was imported; the plan is as it was."));
            return;
        }
        show(result);
        m_message->say(tr("%n router(s) imported. The plan is not saved yet.", nullptr, static_cast<int>(result.plan.routers().size())));
    });
}

void MainWindow::connectChangePacks()
{
    connect(m_actions.changeFromSaved, &QAction::triggered, m_changePacks, &ChangePacks::fromSaved);
    connect(m_actions.changeFromPlan, &QAction::triggered, m_changePacks, &ChangePacks::fromPlan);
    connect(m_actions.changeFromRunning, &QAction::triggered, m_changePacks, &ChangePacks::fromRunning);
    connect(m_changePacks, &ChangePacks::refused, m_message, &MessageLine::complain);
    connect(m_changePacks, &ChangePacks::cancelled, this, [this] { m_message->say(tr("The change pack was stopped; nothing was written.")); });
    connect(m_changePacks, &ChangePacks::written, m_changePacks, &ChangePacks::offer);
}

void MainWindow::planChanged(const plan::Plan &plan, const plan::PlanDiff &diff)
{
    m_panels.canvas->setPlan(plan);
    m_panels.tree->setPlan(plan);
    m_panels.configuration->setPlan(plan);
    m_panels.console->setPlan(plan);
    m_panels.compare->setPlan(plan);
    m_panels.lanes->setPlan(plan);
    m_panels.why->setPlan(plan);
    m_panels.traffic->setPlan(plan);
    m_panels.loss->setPlan(plan);
    m_panels.parameters->setPlan(plan);
    select(views::kept(m_selection, plan));
    m_panels.properties->setPlan(plan);
    if (!diff.of<plan::Scenario>().empty() || !m_toolBar->scenario())
        m_toolBar->setScenarios(plan);
    refreshEnabled();
    showTitle();
    if (diff.onlyLayout())
        return;
    m_comparisons->planChanged();
    m_check.schedule(plan);
    if (!m_timeline && !m_simulation.isRunning())
        return;
    // What is on the screen was computed for another network.
    if (scenario() && !scenario()->actions.empty() && plan.routers().size() <= kRerunRouters) {
        m_rerun = true;
        runScenario();
    } else {
        showTimeline(nullptr);
        m_message->say(tr("The plan changed, so the last run no longer holds. Run again."));
    }
}

const plan::Scenario *MainWindow::scenario() const
{
    const auto id = m_toolBar->scenario();
    return id ? m_document.plan().find(*id) : nullptr;
}

void MainWindow::chooseScenario(plan::ScenarioId scenario)
{
    m_toolBar->chooseScenario(scenario);
    refreshEnabled();
}

void MainWindow::refreshEnabled()
{
    const plan::Scenario *chosen = scenario();
    m_commands->setScenario(chosen ? std::optional(chosen->id) : std::nullopt);
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
    for (QAction *action : {m_actions.arrange, m_actions.number, m_actions.exportConfigurations, m_actions.exportPicture, m_actions.exportCapture, m_actions.selectAll,
                            m_actions.changeFromSaved, m_actions.changeFromPlan, m_actions.changeFromRunning})
        action->setEnabled(any);
}

void MainWindow::select(const views::Selection &selection)
{
    m_selection = selection;
    m_commands->setSelection(selection);
    m_panels.canvas->setSelection(selection);
    m_panels.tree->setSelection(selection);
    m_panels.properties->setSelection(selection);
    m_panels.configuration->setSelection(selection);
    m_panels.console->setSelection(selection);
    refreshEnabled();
}

void MainWindow::runScenario()
{
    if (const plan::Scenario *chosen = scenario(); chosen && !chosen->actions.empty())
        m_simulation.run(m_document.plan(), *chosen, m_actions.tracking->isChecked());
    else
        m_message->complain(tr("Nothing fails in this scenario. Right-click a link or router and choose Fail."));
}

void MainWindow::exportCapture()
{
    if (const plan::Scenario *chosen = scenario(); chosen && !chosen->actions.empty())
        m_captures->ask(m_document.plan(), *chosen, m_actions.tracking->isChecked());
    else
        m_message->complain(tr("Nothing fails in this scenario, so the routers only repeat themselves. Right-click a link or router and choose Fail."));
}

void MainWindow::selectAllRouters()
{
    views::Selection all;
    for (const plan::Router &router : m_document.plan().routers())
        all.objects.emplace_back(router.id);
    select(all);
}

void MainWindow::zoomTo(const std::vector<plan::ObjectId> &objects)
{
    select({objects});
    m_panels.canvas->zoomTo(objects);
}

void MainWindow::showRouterNamed(const QString &name)
{
    if (const plan::Router *router = plan::routerNamed(m_document.plan(), views::fromQt(name)))
        zoomTo({router->id});
}

void MainWindow::showRight(WindowPanels::Right page)
{
    m_actions.showRight->setChecked(true);
    m_panels.show(page);
}

void MainWindow::showBottom(WindowPanels::Bottom page)
{
    m_actions.showBottom->setChecked(true);
    m_panels.show(page);
}

void MainWindow::openReference()
{
    m_files->openExample(QStringLiteral("reference"));
}

void MainWindow::showTimeline(const TimelinePtr &timeline)
{
    m_timeline = timeline;
    m_story = timeline ? report::narrate(m_document.plan(), *timeline) : std::vector<report::NarrationStep>();
    const SimTime before = m_clock->cursor();
    m_panels.canvas->setTimeline(timeline);
    m_panels.lanes->setTimeline(timeline);
    m_panels.why->setTimeline(timeline);
    m_panels.traffic->setTimeline(timeline);
    m_panels.loss->setTimeline(timeline);
    m_consoles->setTimeline(timeline);
    m_clock->setTimeline(timeline);
    if (m_rerun && timeline)
        m_clock->setCursor(before);
    else if (timeline)
        m_clock->goHome();
    m_rerun = false;
    if (!timeline)
        m_panels.compare->setTimelines(nullptr, nullptr);
    showCursor(m_clock->cursor());
}

void MainWindow::showCursor(SimTime at)
{
    m_panels.canvas->setCursor(at);
    m_panels.lanes->setCursor(at);
    m_panels.why->setCursor(at);
    m_panels.traffic->setCursor(at);
    m_panels.compare->setCursor(at);
    m_consoles->setCursor(at);
    if (!m_timeline || m_story.empty()) {
        m_panels.canvas->setNarration({}, {}, std::nullopt);
        m_panels.canvas->setCaption({});
        return;
    }
    const report::NarrationStep *now = nullptr;
    for (const report::NarrationStep &step : m_story)
        if (step.time <= at)
            now = &step;
    if (!now) {
        m_panels.canvas->setNarration({}, {}, std::nullopt);
        m_panels.canvas->setCaption(tr("Before the failure everything is up"));
        return;
    }
    const QString headline = views::phraseText(now->headline);
    const bool bad = now->event && m_timeline->events[*now->event - 1].health == engine::Health::Down;
    m_panels.canvas->setNarration(headline, views::phraseText(now->detail), now->device, bad ? views::Tone::Bad : views::Tone::Plain);
    m_panels.canvas->setCaption(views::offsetText(now->time - m_story.front().time) + QStringLiteral("   ") + headline);
}

void MainWindow::showTitle()
{
    setWindowTitle(m_document.title() + QStringLiteral("[*]"));
    setWindowModified(m_document.isModified());
}

void MainWindow::setPresenting(bool on)
{
    m_panels.left->setVisible(!on && m_actions.showLeft->isChecked());
    m_panels.right->setVisible(!on && m_actions.showRight->isChecked());
    menuBar()->setVisible(!on);
    m_toolBar->setVisible(!on);
    statusBar()->setVisible(!on);
    if (on)
        showFullScreen();
    else
        showNormal();
    m_panels.canvas->fitAll();
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

} // namespace sidestep::app
