// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/outage_range.h"

#include "model/engine/phases.h"

#include <algorithm>

namespace sidestep::engine {

Result<std::vector<OutageRange>> outageRanges(const plan::Plan &plan, const plan::Scenario &scenario, const SimulationOptions &options, const Timeline &seen,
                                              std::stop_token stop)
{
    const auto runs = runSeeds(plan, scenario, options, stop);
    if (!runs)
        return tl::unexpected(runs.error());
    std::vector<OutageRange> ranges;
    const auto include = [&ranges](std::size_t flow, SimDuration outage) {
        ranges[flow].best = std::min(ranges[flow].best, outage);
        ranges[flow].worst = std::max(ranges[flow].worst, outage);
    };
    for (std::size_t i = 0; i < seen.flows.size(); ++i) {
        ranges.push_back({seen.flows[i].flow, seen.flows[i].outage, typicalOf(*runs).outages[i], seen.flows[i].outage});
        for (const SeededRun &run : *runs)
            include(i, run.outages[i]);
    }
    SimulationOptions end = options;
    end.sink = nullptr;
    for (const Phase phase : {Phase::Best, Phase::Worst}) {
        end.phase = phase;
        const auto timeline = simulate(plan, scenario, end, stop);
        if (!timeline)
            return tl::unexpected(timeline.error());
        for (std::size_t i = 0; i < ranges.size(); ++i)
            include(i, timeline->flows[i].outage);
    }
    return ranges;
}

} // namespace sidestep::engine
