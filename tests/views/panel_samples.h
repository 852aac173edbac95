// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"
#include "model/plan/templates.h"

#include <memory>
#include <string>
#include <vector>

/// A run of the reference network written down by hand, so that what a view shows is checked against numbers chosen here: AGG1 loses
/// both ways to the core at 1 s; with tracking the CSG moves to PW2 166 ms later, without it upstream traffic dies at AGG1 to the
/// end at 10 s. Router and flow ids are those of plan::referencePlan().
namespace sidestep::tests {

inline const plan::RouterId kCsg{1}, kAgg1{2}, kAgg2{3}, kRsg1{4}, kRsg2{5};
inline const plan::FlowId kUp{1}, kDown{2};

inline SimTime at(SimDuration sinceStart)
{
    return kTimeZero + sinceStart;
}

inline engine::Event event(engine::EventId id, SimDuration when, plan::RouterId device, engine::Layer layer, std::string what, std::string subject,
                           std::string detail, engine::Health health, std::optional<engine::EventId> cause)
{
    return {id, at(when), device, layer, std::move(what), std::move(subject), std::move(detail), health, cause, {}, plan::AccessServiceId(1), {}, {}};
}

inline std::shared_ptr<const engine::Timeline> sampleRun(bool tracking)
{
    using engine::FlowSegment;
    using engine::FlowState;
    using engine::Health;
    using engine::Layer;
    engine::Timeline run;
    run.plan = "reference";
    run.scenario = "AGG1 cut off from the core";
    run.tracking = tracking;
    run.end = at(10s);
    run.events = {
        event(1, 1s, kAgg1, Layer::Link, "link-down", "AGG1--RSG1", "cut: both ends see loss of light", Health::Down, {}),
        event(2, 1s, kAgg1, Layer::Link, "link-down", "AGG1--AGG2", "cut: both ends see loss of light", Health::Down, {}),
        event(3, 1028ms, kAgg1, Layer::Bfd, "session-down", "AGG1--RSG1", "last packet 2.8 intervals ago", Health::Down, 1),
        event(4, 1029ms, kAgg1, Layer::Isis, "lsp-originated", "core", "adjacency with RSG1 lost", Health::Working, 3),
        event(5, 1085ms, kAgg1, Layer::Isis, "spf-run", "core", "50 ms after the first trigger", Health::Up, 4),
        event(6, 1138ms, kAgg1, Layer::VpnRoute, "route-down", "RAN 2001:db8:ffff::21/128", "next hop 10.255.0.21 unreachable", Health::Down, 5),
    };
    run.settled = at(1138ms);
    if (tracking) {
        run.events.push_back(event(7, 1140ms, kAgg1, Layer::Ldp, "status-sent", "PW1", "not forwarding", Health::Down, 6));
        run.events.push_back(event(8, 1166ms, kCsg, Layer::Redundancy, "switchover", "Site 1", "PW1 is not forwarding at AGG1", Health::Up, 7));
        run.events.back().pw = plan::PwRole::Secondary;
        run.settled = at(1166ms);
    }
    const std::vector<plan::RouterId> primary{kCsg, kAgg1, kRsg1};
    const std::vector<plan::RouterId> detour{kCsg, kAgg2, kRsg2, kRsg1};
    const auto good = [](SimTime from, SimTime to, std::vector<plan::RouterId> path, std::optional<engine::EventId> cause) {
        return FlowSegment{from, to, FlowState::Delivered, std::move(path), {}, {}, {}, {}, false, cause};
    };
    engine::FlowResult up{kUp, "Site 1 upstream", plan::Direction::Upstream, PacketRate{10'000}, 0ms, 0, {}};
    up.segments.push_back(good(at(0s), at(1s), primary, {}));
    const SimTime back = tracking ? at(1166ms) : run.end;
    up.segments.push_back({at(1s), back, FlowState::Lost, {kCsg, kAgg1}, {}, {}, kAgg1, "no VPN route", true, 1});
    if (tracking)
        up.segments.push_back(good(back, run.end, detour, 8));
    up.outage = back - at(1s);
    up.lostPackets = packetsIn(up.rate, up.outage);
    engine::FlowResult down{kDown, "Site 1 downstream", plan::Direction::Downstream, PacketRate{10'000}, 0ms, 0, {}};
    down.segments.push_back(good(at(0s), run.end, {kRsg1, kRsg2, kAgg2, kCsg}, {}));
    run.flows = {up, down};
    return std::make_shared<const engine::Timeline>(std::move(run));
}

} // namespace sidestep::tests
