// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/state_arguments.h"

#include "model/report/router_state_at.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sidestep::cli {

void addStateArguments(CLI::App &command, StateArguments &arguments)
{
    addScenarioArguments(command, arguments);
    command.add_option("--at", arguments.at, "moment of the run (default: its end)")->type_name("TIME");
    command.add_flag("--without-tracking", arguments.withoutTracking, "as if no route were tracked");
}

Result<config::RouterState> stateFor(const plan::Plan &plan, const StateArguments &arguments, plan::RouterId router)
{
    if (arguments.scenario.empty() && arguments.failures.empty())
        return report::steadyRouterState(plan, router);
    const auto scenario = scenarioFrom(plan, arguments);
    if (!scenario)
        return tl::unexpected(scenario.error());
    engine::Overrides overrides;
    auto options = optionsFrom(arguments, overrides);
    if (!options)
        return tl::unexpected(options.error());
    options->tracking = !arguments.withoutTracking;
    SimTime at = kTimeZero + scenario->until;
    if (!arguments.at.empty()) {
        const auto time = parseDuration(arguments.at);
        if (!time)
            return failure(time.error().code, fmt::format("--at {}: {}", arguments.at, time.error().detail));
        at = kTimeZero + *time;
    }
    auto state = report::routerStateAt(plan, *scenario, *options, router, at);
    if (!state)
        return tl::unexpected(placed(state.error(), arguments));
    return state;
}

} // namespace sidestep::cli
