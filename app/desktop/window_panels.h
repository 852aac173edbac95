// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QFrame;
class QSplitter;
class QTabBar;
class QWidget;

namespace sidestep::views {
class CompareView;
class ConfigurationView;
class ConsoleView;
class DifferenceView;
class FindingsView;
class ImportReportView;
class LossBudgetView;
class ParametersView;
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

/// The views and where they stand in the window: plan tree, canvas, tabs at the right, tabs and transport below.
struct WindowPanels
{
    enum class Right { Properties, Configuration, Console };
    enum class Bottom { Timeline, Traffic, LossBudget, Findings, Compare, Difference, Timers, Import };

    explicit WindowPanels(views::PlaybackClock &clock);

    void show(Right page) const;
    void show(Bottom page) const;

    views::PlanCanvas *canvas;
    views::PlanTree *tree;
    views::PropertyPanel *properties;
    views::ConfigurationView *configuration;
    views::ConsoleView *console;
    views::TimelineView *lanes;
    views::TransportBar *transport;
    views::WhyPanel *why;
    views::TrafficChart *traffic;
    views::LossBudgetView *loss;
    views::FindingsView *findings;
    views::CompareView *compare;
    views::DifferenceView *difference;
    views::ParametersView *parameters;
    views::ImportReportView *importReport;

    QFrame *left, *right, *bottom;
    QTabBar *rightTabs, *bottomTabs;
    QSplitter *top;   ///< left, canvas, right
    QSplitter *whole; ///< holds everything; owned by the window it is put in

private:
    void fillRight();
    void fillBottom();
    void assemble();
    void widenFor(int page) const;
};

} // namespace sidestep::app
