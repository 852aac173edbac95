// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/plan_document.h"
#include "app/desktop/runners.h"
#include "app/desktop/window_actions.h"
#include "model/report/narration.h"
#include "views/shared/selection.h"

#include <QMainWindow>

#include <filesystem>
#include <memory>
#include <vector>

class QComboBox;
class QFrame;
class QLabel;
class QSplitter;
class QStackedWidget;
class QTabBar;

namespace sidestep::views {
class CompareView;
class ConfigurationView;
class FindingsView;
class LossBudgetView;
class PlanCanvas;
class PlanTree;
class PlaybackClock;
class PropertyPanel;
class TimelineView;
class TrafficChart;
class TransportBar;
class WhyPanel;
}

namespace sidestep::app {

class Files;

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
    [[nodiscard]] views::PlanCanvas &canvas() noexcept { return *m_canvas; }
    [[nodiscard]] views::PlaybackClock &clock() noexcept { return *m_clock; }
    [[nodiscard]] TimelinePtr timeline() const noexcept { return m_timeline; }
    [[nodiscard]] const views::Selection &selection() const noexcept { return m_selection; }

    void select(const views::Selection &selection);
    void runScenario();

protected:
    void closeEvent(QCloseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum BottomTab { TimelineTab, TrafficTab, LossTab, FindingsTab, CompareTab };

    void buildToolBar();
    void buildPanels();
    void connectActions();
    void connectViews();
    void connectRuns();

    void planChanged(const plan::Plan &plan, const plan::PlanDiff &diff);
    void showTimeline(const TimelinePtr &timeline);
    void showCursor(SimTime at);
    void showTitle();
    void refreshScenarios();
    void refreshEnabled();
    [[nodiscard]] const plan::Scenario *scenario() const;
    void fail(const std::vector<plan::ObjectId> &objects, plan::FailureMode mode);
    void repairSelected();
    void removeObjects(const std::vector<plan::ObjectId> &objects);
    void applyResult(const Result<plan::PlanEdit> &edit);
    void exportConfiguration(plan::RouterId router, const QString &text);
    void exportConfigurations();
    void exportPicture();
    void setPresenting(bool on);
    void fillMenus();
    void say(const QString &message, bool isProblem = false);
    void showKeys();
    void showAbout();

    PlanDocument m_document;
    WindowActions m_actions;
    Files *m_files;
    SimulationRunner m_simulation;
    CheckRunner m_check;

    views::PlaybackClock *m_clock = nullptr;
    views::PlanCanvas *m_canvas = nullptr;
    views::PlanTree *m_tree = nullptr;
    views::PropertyPanel *m_properties = nullptr;
    views::ConfigurationView *m_configuration = nullptr;
    views::TimelineView *m_lanes = nullptr;
    views::TransportBar *m_transport = nullptr;
    views::WhyPanel *m_why = nullptr;
    views::TrafficChart *m_traffic = nullptr;
    views::LossBudgetView *m_loss = nullptr;
    views::FindingsView *m_findings = nullptr;
    views::CompareView *m_compare = nullptr;

    QFrame *m_left = nullptr, *m_right = nullptr, *m_bottom = nullptr;
    QTabBar *m_rightTabs = nullptr, *m_bottomTabs = nullptr;
    QStackedWidget *m_rightPages = nullptr, *m_bottomPages = nullptr;
    QComboBox *m_scenarios = nullptr;
    QLabel *m_badge = nullptr, *m_message = nullptr;

    CheckRunner::Findings m_lastFindings;
    views::Selection m_selection;
    TimelinePtr m_timeline;
    std::vector<report::NarrationStep> m_story;
    bool m_rerun = false; ///< the run under way repeats one that is on the screen: the cursor stays
};

} // namespace sidestep::app
