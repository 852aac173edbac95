// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include <optional>

namespace sidestep::app {

/// Name of the scenario that the Fail commands write to.
inline constexpr std::string_view kWhatIf = "What if";

/// The edit behind "Fail": puts the failure into the scenario "What if", which is made when missing. What the scenario already
/// did to the same link or router is replaced. All failures happen at `at`.
[[nodiscard]] plan::PlanEdit failElement(const plan::Plan &plan, const plan::FailureTarget &target,
                                         plan::FailureMode mode, SimDuration at = std::chrono::seconds(1));

/// Takes the link or router out of "What if". No changes: it was not in it.
[[nodiscard]] plan::PlanEdit repairElement(const plan::Plan &plan, const plan::FailureTarget &target);

/// Empties "What if".
[[nodiscard]] plan::PlanEdit clearFailures(const plan::Plan &plan);

/// A copy of the scenario under the next free name "Scenario N". Precondition: the scenario is in the plan.
[[nodiscard]] plan::PlanEdit keepScenario(const plan::Plan &plan, plan::ScenarioId scenario);

} // namespace sidestep::app
