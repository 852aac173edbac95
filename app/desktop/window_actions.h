// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QAction;
class QActionGroup;
class QMainWindow;
class QMenu;
class QUndoStack;

namespace sidestep::app {

/// Every command of the window, with its words and shortcut, and the menus that hold them. What a command does is
/// connected by the window.
struct WindowActions
{
    WindowActions(QMainWindow &window, QUndoStack &undo);

    QAction *newPlan, *open, *save, *saveAs, *importFiles, *importFolder, *exportPicture, *exportCapture, *quit;
    QMenu *recent, *examples;
    QAction *undo, *redo, *remove, *selectAll, *find;
    QAction *zoomIn, *zoomOut, *zoomReset, *fit, *showLeft, *showRight, *showBottom, *showConsole, *present;
    QActionGroup *colours; ///< data: "system", "light", "dark"
    QActionGroup *tools;   ///< data: int of views::PlanCanvas::Tool
    QAction *toolSelect, *toolCsg, *toolAgg, *toolRsg, *toolP, *toolLink, *toolService;
    QAction *alignLeft, *alignTop, *alignCentre, *alignMiddle, *distributeAcross, *distributeDown, *arrange;
    QAction *addSession, *addProbe, *addFlows, *addTracking, *number, *newSnippet;
    QAction *failCut, *failSilent, *failOneWayAB, *failOneWayBA, *failPower, *repair, *clearFailures, *keepScenario, *newScenario;
    QAction *run, *compare, *tracking, *cancel;
    QAction *showConfiguration, *exportConfigurations, *compareSaved, *comparePlan, *compareRouter, *changeFromSaved, *changeFromPlan, *changeFromRunning;
    QAction *check;
    QAction *about, *keys;
};

} // namespace sidestep::app
