// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/failure_edits.h"

#include <fmt/format.h>

namespace sidestep::app {
namespace {

using namespace plan;
using Target = std::variant<LinkId, RouterId>;

std::string targetName(const Plan &plan, const Target &target)
{
    return std::visit([&](auto id) { return nameOf(plan, ObjectId(id)); }, target);
}

bool dropTarget(Scenario &scenario, const Target &target)
{
    return std::erase_if(scenario.actions, [&](const FailureAction &action) { return action.target == target; }) > 0;
}

} // namespace

PlanEdit failElement(const Plan &plan, const Target &target, FailureMode mode, SimDuration at)
{
    EditBuilder edit(plan, fmt::format("Fail {}", targetName(plan, target)));
    const Scenario *existing = scenarioNamed(plan, kWhatIf);
    Scenario scenario = existing ? *existing : Scenario{ScenarioId(0), std::string(kWhatIf), {}, 10s, 1};
    dropTarget(scenario, target);
    scenario.actions.push_back({target, mode, at});
    if (existing)
        edit.set<Scenario>(std::move(scenario));
    else
        edit.add<Scenario>(std::move(scenario));
    return edit.take();
}

PlanEdit repairElement(const Plan &plan, const Target &target)
{
    EditBuilder edit(plan, fmt::format("Do not fail {}", targetName(plan, target)));
    if (const Scenario *existing = scenarioNamed(plan, kWhatIf)) {
        Scenario scenario = *existing;
        if (dropTarget(scenario, target))
            edit.set<Scenario>(std::move(scenario));
    }
    return edit.take();
}

PlanEdit clearFailures(const Plan &plan)
{
    EditBuilder edit(plan, "Clear failures");
    if (const Scenario *existing = scenarioNamed(plan, kWhatIf); existing && !existing->actions.empty()) {
        Scenario scenario = *existing;
        scenario.actions.clear();
        edit.set<Scenario>(std::move(scenario));
    }
    return edit.take();
}

PlanEdit keepScenario(const Plan &plan, ScenarioId id)
{
    Scenario copy = *plan.find(id);
    for (int n = 1; copy.name == plan.find(id)->name || scenarioNamed(plan, copy.name); ++n)
        copy.name = fmt::format("Scenario {}", n);
    EditBuilder edit(plan, fmt::format("Keep as {}", copy.name));
    edit.add<Scenario>(std::move(copy));
    return edit.take();
}

} // namespace sidestep::app
