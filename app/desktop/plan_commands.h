// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/runners.h"
#include "views/canvas/drawing_edits.h"
#include "views/shared/selection.h"

#include <QObject>

#include <optional>
#include <vector>

namespace sidestep::app {

class PlanDocument;
struct WindowActions;

/// What the menus do to the plan: each command turns the selection into an edit and applies it.
class PlanCommands final : public QObject
{
    Q_OBJECT

public:
    PlanCommands(PlanDocument &document, const WindowActions &actions, QObject *parent = nullptr);

    void setSelection(const views::Selection &selection) { m_selection = selection; }
    void setScenario(const std::optional<plan::ScenarioId> &scenario) { m_scenario = scenario; }
    void setFindings(const CheckRunner::Findings &findings) { m_findings = findings; }

    void remove(const std::vector<plan::ObjectId> &objects);
    /// "KEY=VALUE" of `engine::settingEdit`.
    void setParameter(const QString &assignment);
    /// Puts the failure of what can fail so into the scenario "What if".
    void fail(const std::vector<plan::ObjectId> &objects, plan::FailureMode mode);

signals:
    void said(const QString &message);
    void refused(const QString &why);
    void arranged();
    /// This scenario is the one to look at now.
    void scenarioMade(sidestep::plan::ScenarioId scenario);
    void snippetMade(sidestep::plan::SnippetId snippet);
    void failed(sidestep::plan::ScenarioId scenario);
    void failuresCleared();

private:
    void connectDrawing(const WindowActions &actions);
    void connectServices(const WindowActions &actions);
    void connectFailures(const WindowActions &actions);

    void apply(const Result<plan::PlanEdit> &edit);
    void arrange();
    void addSession();
    void addProbes();
    void addFlows();
    void addTracking();
    void numberBlanks();
    void newSnippet();
    void repairSelected();
    void newScenario();

    PlanDocument &m_document;
    views::Selection m_selection;
    std::optional<plan::ScenarioId> m_scenario;
    CheckRunner::Findings m_findings;
};

} // namespace sidestep::app
