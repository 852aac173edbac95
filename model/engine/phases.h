// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/simulate.h"

#include <vector>

namespace sidestep::engine {

/// Where the waits of one run come from: the ends of their ranges (Best, Worst), or a seed.
struct PhaseDraw
{
    Phase phase = Phase::Seeded; ///< never Typical
    std::uint64_t seed = 1;
};

/// What a run with a seed came to.
struct SeededRun
{
    std::uint64_t seed = 1;
    std::vector<SimDuration> outages; ///< by flow id
    double distance = 0;              ///< from the median run: see `typicalOf`
};

/// Runs the scenario once with `draw` in place of the phase and seed asked for. Errors: as simulate.
[[nodiscard]] Result<Timeline> runDraw(const plan::Plan &plan, const plan::Scenario &scenario, const SimulationOptions &options, const PhaseDraw &draw,
                                       std::stop_token stop);

/// Runs with seeds 1 to 21, 1 to 5 in a plan of more than 500 routers, by seed. `options.phase` and `options.sink` are not used.
/// Errors: as simulate.
[[nodiscard]] Result<std::vector<SeededRun>> runSeeds(const plan::Plan &plan, const plan::Scenario &scenario, const SimulationOptions &options,
                                                      const std::stop_token &stop);

/// The run whose happenings are nearest to when they come in the median run: the sum, over all that happens, of how far off it
/// comes for the first time, as a share of its time since what was injected last. What happens in one run only, or in all others,
/// counts as 1. The middle of every wait would be another thing: nothing typical has everything at once, and of two timers the
/// later one decides.
[[nodiscard]] const SeededRun &typicalOf(const std::vector<SeededRun> &runs);

/// The draw that `options.phase` and the scenario's seed mean. Errors: as simulate.
[[nodiscard]] Result<PhaseDraw> drawOf(const plan::Plan &plan, const plan::Scenario &scenario, const SimulationOptions &options, const std::stop_token &stop);

} // namespace sidestep::engine
