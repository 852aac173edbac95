// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/outage_range.h"

#include <algorithm>

namespace sidestep::engine {

Result<std::vector<OutageRange>> outageRanges(const plan::Plan &plan, const plan::Scenario &scenario, const SimulationOptions &options, const Timeline &seen,
                                              std::stop_token stop)
{
    std::vector<OutageRange> ranges;
    for (const FlowResult &flow : seen.flows)
        ranges.push_back({flow.flow, flow.outage, {}, flow.outage});
    SimulationOptions run = options;
    for (const Phase phase : {Phase::Best, Phase::Typical, Phase::Worst}) {
        run.phase = phase;
        const auto timeline = simulate(plan, scenario, run, stop);
        if (!timeline)
            return tl::unexpected(timeline.error());
        for (std::size_t i = 0; i < ranges.size(); ++i) {
            const SimDuration outage = timeline->flows[i].outage;
            ranges[i].best = std::min(ranges[i].best, outage);
            ranges[i].worst = std::max(ranges[i].worst, outage);
            if (phase == Phase::Typical)
                ranges[i].typical = outage;
        }
    }
    return ranges;
}

} // namespace sidestep::engine
