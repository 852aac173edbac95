// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/engine/timeline.h"
#include "model/plan/plan.h"

#include <cstdint>
#include <stop_token>
#include <string_view>

namespace sidestep::engine {

struct RunLimits
{
    std::uint64_t events = 5'000'000; ///< kernel events; more ends the run with Outcome::EventLimit
};

struct SimulationOptions
{
    bool tracking = true;   ///< false: as if no route were tracked
    std::string_view profile; ///< timer profile name; empty: the plan's
    RunLimits limits;
};

/// Runs a scenario from the steady network at t=0 to `scenario.until`. Pure: same input, same Timeline. No clock, file,
/// thread or global is read. Errors: Cancelled, NotFound (unknown profile or failed object), Unsupported.
[[nodiscard]] Result<Timeline> simulate(const plan::Plan &plan, const plan::Scenario &scenario, const SimulationOptions &options = {},
                                        std::stop_token stop = {});

} // namespace sidestep::engine
