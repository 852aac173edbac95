// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/plan_document.h"
#include "app/desktop/runners.h"
#include "app/desktop/window_actions.h"
#include "app/desktop/window_panels.h"
#include "model/report/narration.h"
#include "views/shared/selection.h"

#include <QMainWindow>

#include <filesystem>
#include <memory>
#include <vector>

namespace sidestep::views {
class PlanCanvas;
class PlaybackClock;
}

namespace sidestep::app {

class Captures;
class ChangePacks;
class Comparisons;
class Consoles;
class Exports;
class Files;
class Imports;
class MessageLine;
class PlanCommands;
class ToolBar;

/// Folder of the crash journals: `sidestep/journals` in the user's state directory (XDG base directory specification).
[[nodiscard]] std::filesystem::path journalFolder();

/// The window: puts the views side by side and joins them to the document, the runners and the playback clock.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(const std::filesystem::path &journals, QWidget *parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] PlanDocument &document() noexcept { return m_document; }
    [[nodiscard]] Files &files() noexcept { return *m_files; }
    [[nodiscard]] const WindowActions &actions() const noexcept { return m_actions; }
    [[nodiscard]] views::PlanCanvas &canvas() noexcept { return *m_panels.canvas; }
    [[nodiscard]] views::PlaybackClock &clock() noexcept { return *m_clock; }
    [[nodiscard]] TimelinePtr timeline() const noexcept { return m_timeline; }
    [[nodiscard]] const views::Selection &selection() const noexcept { return m_selection; }

    void select(const views::Selection &selection);
    void runScenario();
    void exportCapture();

protected:
    void closeEvent(QCloseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void connectDocument();
    void connectMenus();
    void connectCommands();
    void connectDrawing();
    void connectPlanViews();
    void connectRunViews();
    void connectRuns();
    void connectDifference();
    void connectConsoles();
    void connectImport();
    void connectChangePacks();

    void planChanged(const plan::Plan &plan, const plan::PlanDiff &diff);
    void showTimeline(const TimelinePtr &timeline);
    void showCursor(SimTime at);
    void showTitle();
    void refreshEnabled();
    [[nodiscard]] const plan::Scenario *scenario() const;
    void chooseScenario(plan::ScenarioId scenario);
    void selectAllRouters();
    void zoomTo(const std::vector<plan::ObjectId> &objects);
    void showRouterNamed(const QString &name);
    void showRight(WindowPanels::Right page);
    void showBottom(WindowPanels::Bottom page);
    void openConsole(plan::RouterId router);
    void openReference();
    void setPresenting(bool on);
    void fillMenus();

    PlanDocument m_document;
    WindowActions m_actions;
    views::PlaybackClock *m_clock;
    WindowPanels m_panels;
    ToolBar *m_toolBar;
    MessageLine *m_message;
    Files *m_files;
    Exports *m_exports;
    PlanCommands *m_commands;
    Comparisons *m_comparisons;
    Consoles *m_consoles;
    Imports *m_imports;
    ChangePacks *m_changePacks;
    Captures *m_captures;
    SimulationRunner m_simulation;
    CheckRunner m_check;

    views::Selection m_selection;
    TimelinePtr m_timeline;
    std::vector<report::NarrationStep> m_story;
    bool m_rerun = false; ///< the run under way repeats one that is on the screen: the cursor stays
};

} // namespace sidestep::app
