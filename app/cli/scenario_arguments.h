// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/engine/simulate.h"
#include "model/plan/plan.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace sidestep::cli {

/// How simulate, explain and compare say what fails.
struct ScenarioArguments
{
    std::string plan;
    std::string scenario;
    std::vector<std::string> failures;
    std::vector<std::string> restores;
    std::string until;
    std::optional<std::uint64_t> seed;
    std::string profile;
    std::vector<std::string> settings; ///< --set
    std::string phase;
};

void addScenarioArguments(CLI::App &command, ScenarioArguments &arguments);

/// The named scenario, or one made of --fail and --restore, with --until and --seed applied. A made one ends 10 s after its
/// last failure, 2 min after it when something is restored (the reroute delay is up to then).
/// Errors: BadSyntax, NotFound, OutOfRange, Unsupported.
[[nodiscard]] Result<plan::Scenario> scenarioFrom(const plan::Plan &plan, const ScenarioArguments &arguments);

/// How a run is to differ from the plan: --profile, --phase and --set. `overrides` keeps what the options refer to.
/// Errors: BadSyntax, NotFound, OutOfRange.
[[nodiscard]] Result<engine::SimulationOptions> optionsFrom(const ScenarioArguments &arguments, engine::Overrides &overrides);

/// An error of the engine, with the option it comes from in front where that is known.
[[nodiscard]] Error placed(Error error, const ScenarioArguments &arguments);

} // namespace sidestep::cli
