// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/background.h"
#include "app/desktop/runners.h"
#include "model/base/units.h"
#include "views/console/router_console.h"

#include <QObject>

#include <map>

namespace sidestep::views {
class ConsoleView;
}

namespace sidestep::app {

class PlanDocument;

/// Joins the consoles to the document: commits become undo steps, display commands are answered from the run on the screen.
class Consoles final : public QObject
{
    Q_OBJECT

public:
    Consoles(PlanDocument &document, views::ConsoleView &view, QWidget &window);

    /// The run that display commands answer from; nullptr: nothing fails.
    void setTimeline(const TimelinePtr &timeline);
    void setCursor(SimTime cursor);
    /// Asks when lines were typed that no commit has made a router's. False: the user wants to stay.
    [[nodiscard]] bool mayClose();

private:
    [[nodiscard]] views::ConsoleHost host();
    [[nodiscard]] Result<void> apply(const plan::PlanEdit &edit);
    void askState(plan::RouterId router, views::ConsoleHost::StateReady ready);
    [[nodiscard]] const plan::Scenario *scenario() const;
    void showMoment();

    PlanDocument &m_document;
    views::ConsoleView &m_view;
    QWidget &m_window;
    TimelinePtr m_timeline;
    SimTime m_cursor{};
    std::map<plan::RouterId, Background> m_work; ///< one a router: no console's question ends another's
};

} // namespace sidestep::app
