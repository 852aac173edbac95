// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/scenario_arguments.h"
#include "model/config/display/router_state.h"

namespace sidestep::cli {

/// How display and console say at which moment of which failure a router is looked at.
struct StateArguments : ScenarioArguments
{
    std::string at;
    bool withoutTracking = false;
};

void addStateArguments(CLI::App &command, StateArguments &arguments);

/// The state at --at of the scenario, at the end of it, or, without one, while nothing fails.
/// Errors: as `scenarioFrom`, `optionsFrom` and the engine have them, with the option in front.
[[nodiscard]] Result<config::RouterState> stateFor(const plan::Plan &plan, const StateArguments &arguments, plan::RouterId router);

} // namespace sidestep::cli
