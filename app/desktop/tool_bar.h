// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include <QToolBar>

#include <optional>

class QComboBox;
class QLabel;

namespace sidestep::app {

struct WindowActions;

/// Tools, undo, check with its count; at the right the scenario and what to do with it.
class ToolBar final : public QToolBar
{
    Q_OBJECT

public:
    explicit ToolBar(const WindowActions &actions, QWidget *parent = nullptr);

    void setFindings(std::size_t count); ///< 0 hides the badge
    /// Keeps the chosen scenario where it is still there.
    void setScenarios(const plan::Plan &plan);
    [[nodiscard]] std::optional<plan::ScenarioId> scenario() const;
    void chooseScenario(plan::ScenarioId scenario);

signals:
    /// By the user, not by `chooseScenario`.
    void scenarioChosen(sidestep::plan::ScenarioId scenario);

private:
    void addTools(const WindowActions &actions);
    void addRunning(const WindowActions &actions);

    QLabel *m_badge;
    QAction *m_badgePlace;
    QComboBox *m_scenarios;
};

} // namespace sidestep::app
