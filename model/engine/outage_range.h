// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/simulate.h"

#include <vector>

namespace sidestep::engine {

/// How long a flow is out, over the phases of periodic messages and timers.
struct OutageRange
{
    plan::FlowId flow{0};
    SimDuration best{};
    SimDuration typical{};
    SimDuration worst{};
    friend bool operator==(const OutageRange &, const OutageRange &) = default;
};

/// By flow id: the shortest and the longest outage of the best phase, the worst, the seeds of `phases.h` and of `seen`, so that no
/// run that was shown lies outside; `typical` as of a run in the typical phase. The range is where phases lead, not a proof
/// (`protocols.md` section 8.4, condition 5). `options.phase` is not used. Errors: as simulate.
[[nodiscard]] Result<std::vector<OutageRange>> outageRanges(const plan::Plan &plan, const plan::Scenario &scenario, const SimulationOptions &options,
                                                            const Timeline &seen, std::stop_token stop = {});

} // namespace sidestep::engine
