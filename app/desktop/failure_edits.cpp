// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/failure_edits.h"

#include "model/plan/failures.h"

#include <fmt/format.h>

namespace sidestep::app {
namespace {

using namespace plan;

// What a menu entry means; the scenario's properties change it.
constexpr std::uint8_t kGreyPercent = 10;
constexpr SimDuration kFlapPeriod = 2s;
constexpr std::uint16_t kFlapCycles = 5;


std::string targetName(const Plan &plan, const FailureTarget &target)
{
    return nameOf(plan, objectOf(target));
}

bool dropTarget(Scenario &scenario, const FailureTarget &target)
{
    return std::erase_if(scenario.actions, [&](const FailureAction &action) { return action.target == target; }) > 0;
}

} // namespace

PlanEdit failElement(const Plan &plan, const FailureTarget &target, FailureMode mode, SimDuration at)
{
    EditBuilder edit(plan, fmt::format("Fail {}", targetName(plan, target)));
    const Scenario *existing = scenarioNamed(plan, kWhatIf);
    Scenario scenario = existing ? *existing : Scenario{ScenarioId(0), std::string(kWhatIf), {}, 10s, 1};
    dropTarget(scenario, target);
    FailureAction action{target, mode, at};
    if (mode == FailureMode::Grey)
        action.percent = kGreyPercent;
    if (mode == FailureMode::Flap) {
        action.period = kFlapPeriod;
        action.cycles = kFlapCycles;
    }
    scenario.actions.push_back(action);
    if (existing)
        edit.set<Scenario>(std::move(scenario));
    else
        edit.add<Scenario>(std::move(scenario));
    return edit.take();
}

PlanEdit repairElement(const Plan &plan, const FailureTarget &target)
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
