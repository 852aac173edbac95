// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/phases.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace sidestep::engine {

namespace {

constexpr std::size_t kManyRouters = 500;
constexpr std::uint64_t kSeeds = 21; ///< odd, so that there is a median
constexpr std::uint64_t kSeedsOfMany = 5;

using Happening = std::tuple<plan::RouterId, Layer, std::string, std::string>;
/// Since what was injected last, by run; the runs in which it never happens are left out.
using Waits = std::vector<std::pair<std::size_t, SimDuration>>;

/// Adds when each thing of the run happens for the first time.
void collect(const Timeline &timeline, std::size_t run, std::map<Happening, Waits> &all)
{
    SimTime injected = kTimeZero;
    for (const Event &event : timeline.events) {
        if (!event.cause) {
            injected = event.time;
            continue;
        }
        Waits &waits = all[{event.device, event.layer, event.what, event.subject}];
        if (waits.empty() || waits.back().first != run)
            waits.emplace_back(run, event.time - injected);
    }
}

SimDuration medianOf(const Waits &waits)
{
    std::vector<SimDuration> sorted;
    for (const auto &[run, wait] : waits)
        sorted.push_back(wait);
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return *middle;
}

double share(SimDuration part, SimDuration whole)
{
    return whole > SimDuration(0) ? std::min(1.0, std::abs(static_cast<double>(part.count())) / static_cast<double>(whole.count())) : 0.0;
}

void measure(std::vector<SeededRun> &runs, const std::map<Happening, Waits> &all)
{
    for (const auto &[happening, waits] : all) {
        const bool usual = 2 * waits.size() > runs.size();
        const SimDuration median = medianOf(waits);
        std::vector<double> distances(runs.size(), usual ? 1.0 : 0.0);
        for (const auto &[run, wait] : waits)
            distances[run] = usual ? share(wait - median, median) : 1.0;
        for (std::size_t run = 0; run < runs.size(); ++run)
            runs[run].distance += distances[run];
    }
}

} // namespace

Result<std::vector<SeededRun>> runSeeds(const plan::Plan &plan, const plan::Scenario &scenario, const SimulationOptions &options, const std::stop_token &stop)
{
    SimulationOptions silent = options;
    silent.sink = nullptr;
    std::vector<SeededRun> runs;
    std::map<Happening, Waits> happenings;
    const std::uint64_t seeds = plan.routers().size() > kManyRouters ? kSeedsOfMany : kSeeds;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const auto timeline = runDraw(plan, scenario, silent, {Phase::Seeded, seed}, stop);
        if (!timeline)
            return tl::unexpected(timeline.error());
        collect(*timeline, runs.size(), happenings);
        SeededRun &run = runs.emplace_back(SeededRun{seed, {}, 0});
        for (const FlowResult &flow : timeline->flows)
            run.outages.push_back(flow.outage);
    }
    measure(runs, happenings);
    return runs;
}

const SeededRun &typicalOf(const std::vector<SeededRun> &runs)
{
    return *std::min_element(runs.begin(), runs.end(), [](const SeededRun &x, const SeededRun &y) { return x.distance < y.distance; });
}

Result<PhaseDraw> drawOf(const plan::Plan &plan, const plan::Scenario &scenario, const SimulationOptions &options, const std::stop_token &stop)
{
    if (options.phase != Phase::Typical)
        return PhaseDraw{options.phase, scenario.seed};
    return runSeeds(plan, scenario, options, stop).map([](const std::vector<SeededRun> &runs) { return PhaseDraw{Phase::Seeded, typicalOf(runs).seed}; });
}

} // namespace sidestep::engine
