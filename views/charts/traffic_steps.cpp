// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/traffic_steps.h"

#include <algorithm>
#include <map>

namespace sidestep::views {

namespace {

/// Rate changes by time; the running sum is the step function.
using Changes = std::map<SimTime, std::int64_t>;

std::vector<RateStep> stepsOf(const Changes &changes, SimTime end)
{
    std::vector<RateStep> steps;
    std::int64_t rate = 0;
    SimTime at = kTimeZero;
    const auto close = [&](SimTime to) {
        if (to <= at)
            return;
        if (!steps.empty() && steps.back().rate == rate)
            steps.back().to = to;
        else
            steps.push_back({at, to, rate});
        at = to;
    };
    for (const auto &[time, change] : changes) {
        close(std::min(time, end));
        rate += change;
    }
    close(end);
    return steps;
}

struct PathSum
{
    Changes changes;
    SimTime firstUse = SimTime::max();
    std::int64_t packets = 0;
};

} // namespace

DirectionTraffic trafficOf(const engine::Timeline &timeline, plan::Direction direction)
{
    std::map<std::vector<plan::RouterId>, PathSum> paths;
    Changes lost;
    for (const engine::FlowResult &flow : timeline.flows) {
        if (flow.direction != direction)
            continue;
        const std::int64_t rate = flow.rate.perSecond;
        for (const engine::FlowSegment &segment : flow.segments) {
            const bool arrives = segment.state == engine::FlowState::Delivered;
            Changes *changes = &lost;
            if (arrives) {
                PathSum &sum = paths[segment.path];
                sum.firstUse = std::min(sum.firstUse, segment.from);
                sum.packets += packetsIn(flow.rate, segment.to - segment.from);
                changes = &sum.changes;
            }
            (*changes)[segment.from] += rate;
            (*changes)[segment.to] -= rate;
        }
    }

    using Entry = std::map<std::vector<plan::RouterId>, PathSum>::value_type;
    std::vector<const Entry *> order;
    for (const Entry &entry : paths)
        order.push_back(&entry);
    std::stable_sort(order.begin(), order.end(), [](const Entry *a, const Entry *b) { return a->second.packets > b->second.packets; });
    Changes others;
    while (order.size() > kMostPaths) {
        for (const auto &[time, change] : order.back()->second.changes)
            others[time] += change;
        order.pop_back();
    }
    std::sort(order.begin(), order.end(), [](const Entry *a, const Entry *b) {
        return std::tie(a->second.firstUse, a->first) < std::tie(b->second.firstUse, b->first);
    });

    DirectionTraffic traffic;
    for (const Entry *entry : order)
        traffic.delivered.push_back({entry->first, stepsOf(entry->second.changes, timeline.end)});
    if (!others.empty())
        traffic.delivered.push_back({{}, stepsOf(others, timeline.end)});
    traffic.lost = stepsOf(lost, timeline.end);
    // Summed in rate x time, so that rounding does not add up over the steps.
    __extension__ using Wide = __int128;
    Wide sum = 0;
    traffic.cumulativeLost.emplace_back(kTimeZero, 0);
    for (const RateStep &step : traffic.lost) {
        sum += Wide{step.rate} * (step.to - step.from).count();
        traffic.cumulativeLost.emplace_back(step.to, static_cast<std::int64_t>((sum + 500'000'000) / 1'000'000'000));
    }
    return traffic;
}

} // namespace sidestep::views
