// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/plan_commands.h"

#include "app/desktop/failure_edits.h"
#include "app/desktop/plan_document.h"
#include "app/desktop/snippet_edits.h"
#include "app/desktop/window_actions.h"
#include "model/engine/overrides.h"
#include "model/plan/failures.h"
#include "model/plan/numbering.h"
#include "model/plan/tier_layout.h"
#include "views/shared/text.h"

#include <QAction>

#include <algorithm>

namespace sidestep::app {

PlanCommands::PlanCommands(PlanDocument &document, const WindowActions &actions, QObject *parent) : QObject(parent), m_document(document)
{
    connectDrawing(actions);
    connectServices(actions);
    connectFailures(actions);
}

void PlanCommands::connectDrawing(const WindowActions &actions)
{
    using views::Align;
    using views::Axis;
    connect(actions.remove, &QAction::triggered, this, [this] { remove(m_selection.objects); });
    for (const auto &[action, align] : {std::pair{actions.alignLeft, Align::Left}, std::pair{actions.alignTop, Align::Top},
                                        std::pair{actions.alignCentre, Align::Centre}, std::pair{actions.alignMiddle, Align::Middle}})
        connect(action, &QAction::triggered, this, [this, align = align] {
            m_document.apply(views::alignEdit(m_document.plan(), m_selection.of<plan::RouterId>(), align));
        });
    for (const auto &[action, axis] : {std::pair{actions.distributeAcross, Axis::Horizontal}, std::pair{actions.distributeDown, Axis::Vertical}})
        connect(action, &QAction::triggered, this, [this, axis = axis] {
            m_document.apply(views::distributeEdit(m_document.plan(), m_selection.of<plan::RouterId>(), axis));
        });
    connect(actions.arrange, &QAction::triggered, this, &PlanCommands::arrange);
}

void PlanCommands::connectServices(const WindowActions &actions)
{
    connect(actions.addSession, &QAction::triggered, this, &PlanCommands::addSession);
    connect(actions.addProbe, &QAction::triggered, this, &PlanCommands::addProbes);
    connect(actions.addFlows, &QAction::triggered, this, &PlanCommands::addFlows);
    connect(actions.addTracking, &QAction::triggered, this, &PlanCommands::addTracking);
    connect(actions.number, &QAction::triggered, this, &PlanCommands::numberBlanks);
    connect(actions.newSnippet, &QAction::triggered, this, &PlanCommands::newSnippet);
}

void PlanCommands::connectFailures(const WindowActions &actions)
{
    using plan::FailureMode;
    for (const auto &[action, mode] : {std::pair{actions.failCut, FailureMode::Cut}, std::pair{actions.failSilent, FailureMode::Silent},
                                       std::pair{actions.failOneWayAB, FailureMode::OneWayAB},
                                       std::pair{actions.failOneWayBA, FailureMode::OneWayBA}, std::pair{actions.failPower, FailureMode::Power}})
        connect(action, &QAction::triggered, this, [this, mode = mode] { fail(m_selection.objects, mode); });
    connect(actions.repair, &QAction::triggered, this, &PlanCommands::repairSelected);
    connect(actions.clearFailures, &QAction::triggered, this, [this] {
        m_document.apply(clearFailures(m_document.plan()));
        emit failuresCleared();
    });
    connect(actions.newScenario, &QAction::triggered, this, &PlanCommands::newScenario);
    connect(actions.keepScenario, &QAction::triggered, this, [this] {
        if (m_scenario && m_document.plan().find(*m_scenario))
            m_document.apply(keepScenario(m_document.plan(), *m_scenario));
    });
}

void PlanCommands::apply(const Result<plan::PlanEdit> &edit)
{
    if (edit)
        m_document.apply(*edit);
    else
        emit refused(views::toQt(edit.error().detail));
}

void PlanCommands::remove(const std::vector<plan::ObjectId> &objects)
{
    if (objects.empty())
        return;
    const plan::PlanEdit edit = plan::removalOf(m_document.plan(), objects);
    if (m_document.apply(edit))
        emit said(views::shownName(edit.label));
}

void PlanCommands::arrange()
{
    plan::EditBuilder edit(m_document.plan(), "Arrange");
    for (const plan::Position &position : plan::arrangedPositions(m_document.plan())) {
        if (m_document.plan().positions().contains(position.id))
            edit.set(position);
        else
            edit.add(position);
    }
    if (m_document.apply(edit.take()))
        emit arranged();
}

void PlanCommands::addSession()
{
    const auto routers = m_selection.of<plan::RouterId>();
    if (routers.size() == 2)
        apply(views::addSessionEdit(m_document.plan(), routers[0], routers[1]));
    else
        emit refused(tr("Select the two routers first, with Shift for the second."));
}

void PlanCommands::addProbes()
{
    const auto routers = m_selection.of<plan::RouterId>();
    if (routers.empty())
        emit refused(tr("Select an RSG first."));
    for (const plan::RouterId router : routers)
        apply(views::addProbeEdit(m_document.plan(), router));
}

void PlanCommands::addFlows()
{
    const plan::Plan plan = m_document.plan();
    std::size_t added = 0;
    for (const plan::AccessService &service : plan.services()) {
        const bool hasFlow = std::any_of(plan.flows().begin(), plan.flows().end(), [&](const plan::Flow &flow) { return flow.service == service.id; });
        const auto remote = std::find_if(plan.vpnInterfaces().begin(), plan.vpnInterfaces().end(),
                                         [&](const plan::VpnInterface &interface) { return interface.vpn == service.vpn && interface.advertised; });
        if (hasFlow || remote == plan.vpnInterfaces().end())
            continue;
        apply(views::addFlowsEdit(m_document.plan(), service.id, remote->id));
        ++added;
    }
    if (added == 0)
        emit said(tr("Every site has its traffic, or no RSG advertises a prefix in the VPN: add a probe loopback to an RSG first."));
}

void PlanCommands::addTracking()
{
    // The check knows where tracking is needed and which prefix to track; this applies what it offers.
    bool any = false;
    for (const check::Finding &finding : m_findings ? *m_findings : std::vector<check::Finding>())
        if (finding.rule == "tracking-missing" && finding.repair)
            any |= m_document.apply(*finding.repair);
    if (!any)
        emit said(tr("The check asks for no tracked route: every AGG that can be cut off tracks one, or there is no route to track."));
}

void PlanCommands::numberBlanks()
{
    const auto edit = plan::numberBlanks(m_document.plan());
    if (edit && edit->changes.empty())
        emit said(tr("Nothing is blank."));
    else
        apply(edit);
}

void PlanCommands::setParameter(const QString &assignment)
{
    apply(engine::settingEdit(m_document.plan(), assignment.toStdString()));
}

void PlanCommands::newSnippet()
{
    const auto *router = m_selection.objects.size() == 1 ? std::get_if<plan::RouterId>(&m_selection.objects.front()) : nullptr;
    const plan::SnippetId id = m_document.plan().snippets().nextId();
    if (m_document.apply(app::newSnippet(m_document.plan(), router ? std::optional(*router) : std::nullopt)))
        emit snippetMade(id);
}

void PlanCommands::fail(const std::vector<plan::ObjectId> &objects, plan::FailureMode mode)
{
    bool any = false;
    for (const plan::ObjectId &object : objects) {
        const auto target = plan::failureTarget(object);
        if (target && plan::suits(mode, plan::targetKind(*target, false)))
            any |= m_document.apply(failElement(m_document.plan(), *target, mode));
    }
    if (any)
        emit failed(plan::scenarioNamed(m_document.plan(), kWhatIf)->id);
}

void PlanCommands::repairSelected()
{
    for (const plan::ObjectId &object : m_selection.objects) {
        if (const auto target = plan::failureTarget(object))
            m_document.apply(repairElement(m_document.plan(), *target));
    }
}

void PlanCommands::newScenario()
{
    plan::EditBuilder edit(m_document.plan(), "Add scenario");
    std::string name = "Scenario 1";
    for (int n = 2; plan::scenarioNamed(m_document.plan(), name); ++n)
        name = "Scenario " + std::to_string(n);
    const plan::ScenarioId id = edit.add(plan::Scenario{plan::ScenarioId(0), name, {}, std::chrono::seconds(10), 1});
    if (m_document.apply(edit.take()))
        emit scenarioMade(id);
}

} // namespace sidestep::app
