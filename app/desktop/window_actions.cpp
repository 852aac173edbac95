// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window_actions.h"

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QUndoStack>

namespace sidestep::app {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("WindowActions", text);
}

} // namespace

WindowActions::WindowActions(QMainWindow &window, QUndoStack &undoStack)
{
    const auto add = [&window](QMenu *menu, const char *name, const QString &text, const QKeySequence &key = {}) {
        QAction *action = menu->addAction(text);
        action->setObjectName(QLatin1String(name));
        action->setShortcut(key);
        window.addAction(action); // shortcuts work while the menu bar is hidden in presentation
        return action;
    };
    QMenuBar *bar = window.menuBar();

    QMenu *file = bar->addMenu(tr("&File"));
    newPlan = add(file, "newPlan", tr("&New plan"), QKeySequence::New);
    open = add(file, "open", tr("&Open…"), QKeySequence::Open);
    recent = file->addMenu(tr("Open &recent"));
    examples = file->addMenu(tr("Open e&xample"));
    file->addSeparator();
    save = add(file, "save", tr("&Save"), QKeySequence::Save);
    saveAs = add(file, "saveAs", tr("Save &as…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S));
    file->addSeparator();
    importFiles = add(file, "importFiles", tr("&Import router configurations…"), QKeySequence(Qt::CTRL | Qt::Key_I));
    importFolder = add(file, "importFolder", tr("Import a &folder of configurations…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_I));
    exportPicture = add(file, "exportPicture", tr("Export &picture…"));
    exportCapture = add(file, "exportCapture", tr("Export &capture…"));
    exportCapture->setToolTip(tr("What the routers send in this scenario, for Wireshark"));
    file->addSeparator();
    quit = add(file, "quit", tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q));

    QMenu *edit = bar->addMenu(tr("&Edit"));
    undo = undoStack.createUndoAction(&window, tr("Undo"));
    redo = undoStack.createRedoAction(&window, tr("Redo"));
    undo->setObjectName(QStringLiteral("undo"));
    redo->setObjectName(QStringLiteral("redo"));
    undo->setShortcut(QKeySequence::Undo);
    redo->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
    edit->addAction(undo);
    edit->addAction(redo);
    window.addActions({undo, redo});
    edit->addSeparator();
    remove = add(edit, "remove", tr("&Delete"));
    selectAll = add(edit, "selectAll", tr("Select &all routers"), QKeySequence::SelectAll);
    edit->addSeparator();
    find = add(edit, "find", tr("&Find in plan…"), QKeySequence::Find);

    QMenu *view = bar->addMenu(tr("&View"));
    zoomIn = add(view, "zoomIn", tr("Zoom &in"), QKeySequence::ZoomIn);
    zoomOut = add(view, "zoomOut", tr("Zoom &out"), QKeySequence::ZoomOut);
    zoomReset = add(view, "zoomReset", tr("&100 %"), QKeySequence(Qt::CTRL | Qt::Key_0));
    fit = add(view, "fit", tr("&Fit everything"), QKeySequence(Qt::CTRL | Qt::Key_9));
    view->addSeparator();
    showLeft = add(view, "showLeft", tr("&Plan tree"), QKeySequence(Qt::Key_F6));
    showRight = add(view, "showRight", tr("P&roperties, configuration, console"), QKeySequence(Qt::Key_F7));
    showBottom = add(view, "showBottom", tr("&Timeline"), QKeySequence(Qt::Key_F8));
    for (QAction *panel : {showLeft, showRight, showBottom}) {
        panel->setCheckable(true);
        panel->setChecked(true);
    }
    showConsole = add(view, "showConsole", tr("Co&nsole of the selected router"), QKeySequence(Qt::Key_F9));
    view->addSeparator();
    QMenu *scheme = view->addMenu(tr("&Colours"));
    colours = new QActionGroup(&window);
    for (const auto &[data, text] : {std::pair{"system", tr("As the &system")}, std::pair{"light", tr("&Light")}, std::pair{"dark", tr("&Dark")}}) {
        QAction *choice = add(scheme, data, text);
        choice->setCheckable(true);
        choice->setData(QLatin1String(data));
        colours->addAction(choice);
    }
    present = add(view, "present", tr("Pr&esent"), QKeySequence(Qt::Key_F5));
    present->setCheckable(true);

    QMenu *draw = bar->addMenu(tr("&Draw"));
    tools = new QActionGroup(&window);
    const auto tool = [&](const char *name, const QString &text, const QKeySequence &key) {
        QAction *action = add(draw, name, text, key);
        action->setCheckable(true);
        tools->addAction(action);
        return action;
    };
    toolSelect = tool("toolSelect", tr("Select"), QKeySequence(Qt::Key_V));
    toolCsg = tool("toolCsg", tr("CSG"), QKeySequence(Qt::Key_C));
    toolAgg = tool("toolAgg", tr("AGG"), QKeySequence(Qt::Key_A));
    toolRsg = tool("toolRsg", tr("RSG"), QKeySequence(Qt::Key_R));
    toolP = tool("toolP", tr("P router"), QKeySequence(Qt::Key_P));
    toolLink = tool("toolLink", tr("Link"), QKeySequence(Qt::Key_L));
    toolService = tool("toolService", tr("Service"), QKeySequence(Qt::Key_S));
    toolSelect->setChecked(true);
    draw->addSeparator();
    QMenu *align = draw->addMenu(tr("&Align"));
    alignLeft = add(align, "alignLeft", tr("&Left"));
    alignCentre = add(align, "alignCentre", tr("&Centre, one above the other"));
    alignTop = add(align, "alignTop", tr("&Top"));
    alignMiddle = add(align, "alignMiddle", tr("&Middle, side by side"));
    align->addSeparator();
    distributeAcross = add(align, "distributeAcross", tr("Space out &across"));
    distributeDown = add(align, "distributeDown", tr("Space out &down"));
    arrange = add(draw, "arrange", tr("Arrange"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A));
    arrange->setToolTip(tr("Lay the routers out in tiers: access, aggregation, core edge"));

    QMenu *services = bar->addMenu(tr("&Services"));
    addSession = add(services, "addSession", tr("&BGP session between the two selected routers"), QKeySequence(Qt::CTRL | Qt::Key_B));
    addProbe = add(services, "addProbe", tr("&Probe loopback in the VPN on the selected routers"));
    addFlows = add(services, "addFlows", tr("T&raffic from every site without a flow"));
    addTracking = add(services, "addTracking", tr("&Track the RSG's route where the check asks for it"), QKeySequence(Qt::CTRL | Qt::Key_T));
    services->addSeparator();
    number = add(services, "number", tr("&Number everything that is blank"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N));
    newSnippet = add(services, "newSnippet", tr("New te&xt snippet, for the selected router or for all"));

    QMenu *failure = bar->addMenu(tr("F&ailure"));
    failCut = add(failure, "failCut", tr("&Cut the selected links"), QKeySequence(Qt::Key_X));
    failSilent = add(failure, "failSilent", tr("Fail them &silently: light stays"));
    failOneWayAB = add(failure, "failOneWayAB", tr("Fail one way, &first end to second"));
    failOneWayBA = add(failure, "failOneWayBA", tr("Fail one way, s&econd end to first"));
    failPower = add(failure, "failPower", tr("&Power off the selected routers"));
    repair = add(failure, "repair", tr("&Do not fail the selected ones"));
    clearFailures = add(failure, "clearFailures", tr("C&lear failures"));
    failure->addSeparator();
    newScenario = add(failure, "newScenario", tr("&New scenario"));
    keepScenario = add(failure, "keepScenario", tr("&Keep this scenario under a name"));
    failure->addSeparator();
    run = add(failure, "runScenario", tr("Run"), QKeySequence(Qt::CTRL | Qt::Key_R));
    cancel = add(failure, "cancel", tr("St&op the run"));
    cancel->setEnabled(false);
    tracking = add(failure, "tracking", tr("With route &tracking"));
    tracking->setCheckable(true);
    tracking->setChecked(true);

    QMenu *configuration = bar->addMenu(tr("&Configuration"));
    showConfiguration = add(configuration, "showConfiguration", tr("&Show the selected router's"), QKeySequence(Qt::CTRL | Qt::Key_G));
    exportConfigurations = add(configuration, "exportConfigurations", tr("&Export all…"), QKeySequence(Qt::CTRL | Qt::Key_E));
    configuration->addSeparator();
    compareSaved = add(configuration, "compareSaved", tr("&Difference to the saved plan"), QKeySequence(Qt::CTRL | Qt::Key_D));
    comparePlan = add(configuration, "comparePlan", tr("Difference to &another plan…"));
    compareRouter = add(configuration, "compareRouter", tr("Difference to a router's &running file…"));
    configuration->addSeparator();
    QMenu *change = configuration->addMenu(tr("&Change pack"));
    changeFromSaved = add(change, "changeFromSaved", tr("From the plan as &saved…"));
    changeFromPlan = add(change, "changeFromPlan", tr("From &another plan…"));
    changeFromRunning = add(change, "changeFromRunning", tr("From &running configurations…"));

    QMenu *analysis = bar->addMenu(tr("&Analysis"));
    check = add(analysis, "check", tr("Check"), QKeySequence(Qt::Key_F4));
    compare = add(analysis, "compare", tr("Compare"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R));
    compare->setToolTip(tr("Run the scenario with and without route tracking"));

    QMenu *help = bar->addMenu(tr("&Help"));
    keys = add(help, "keys", tr("&Keyboard and mouse"), QKeySequence(Qt::Key_F1));
    about = add(help, "about", tr("&About Sidestep"));
}

} // namespace sidestep::app
