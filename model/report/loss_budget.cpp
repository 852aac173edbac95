// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/loss_budget.h"

#include <algorithm>

namespace sidestep::report {

namespace {

using engine::Event;
using engine::EventId;
using engine::FlowSegment;
using engine::FlowState;
using engine::Layer;

struct StageRow
{
    Layer layer;
    std::string_view what; ///< empty: whatever else the layer says
    Stage stage;
};

constexpr std::array kStageRows{
    StageRow{Layer::Link, "flap-released", Stage::Waiting},
    StageRow{Layer::Link, "router-on", Stage::Waiting},
    StageRow{Layer::Link, "control-plane-back", Stage::Waiting},
    StageRow{Layer::Link, {}, Stage::Detection},
    StageRow{Layer::Bfd, {}, Stage::Detection},
    StageRow{Layer::Isis, "adjacency-down", Stage::Detection},
    StageRow{Layer::Isis, "adjacency-up", Stage::Detection},
    StageRow{Layer::Isis, "lsp-originated", Stage::Signalling},
    StageRow{Layer::Isis, "lsp-received", Stage::Signalling},
    StageRow{Layer::Isis, "equal-cost-switch", Stage::Programming},
    StageRow{Layer::Isis, "route-changed", Stage::Programming},
    StageRow{Layer::Isis, {}, Stage::Computation},
    StageRow{Layer::Ospf, "adjacency-down", Stage::Detection},
    StageRow{Layer::Ospf, "adjacency-up", Stage::Detection},
    StageRow{Layer::Ospf, "lsa-originated", Stage::Signalling},
    StageRow{Layer::Ospf, "lsa-received", Stage::Signalling},
    StageRow{Layer::Ospf, "lsa-discarded", Stage::Signalling},
    StageRow{Layer::Ospf, "equal-cost-switch", Stage::Programming},
    StageRow{Layer::Ospf, "route-changed", Stage::Programming},
    StageRow{Layer::Ospf, {}, Stage::Computation},
    StageRow{Layer::Ldp, "session-down", Stage::Detection},
    StageRow{Layer::Ldp, "session-up", Stage::Signalling},
    StageRow{Layer::Ldp, "status-sent", Stage::Signalling},
    StageRow{Layer::Ldp, "status-received", Stage::Signalling},
    StageRow{Layer::Bgp, "session-down", Stage::Detection},
    StageRow{Layer::Bgp, "session-up", Stage::Signalling},
    StageRow{Layer::Bgp, "paths-removed", Stage::Signalling},
    StageRow{Layer::Bgp, "update-received", Stage::Signalling},
    StageRow{Layer::Bgp, "selection-begins", Stage::Waiting},
    StageRow{Layer::Bgp, "stale-removed", Stage::Waiting},
    StageRow{Layer::Redundancy, "revert", Stage::Waiting},
    StageRow{Layer::Redundancy, "resume-over", Stage::Waiting},
    StageRow{Layer::Redundancy, "holdoff-over", Stage::Waiting},
    StageRow{Layer::Redundancy, {}, Stage::Programming},
    StageRow{Layer::Forwarding, {}, Stage::Programming},
};

LossInterval intervalAt(const engine::Timeline &timeline, std::size_t flow, std::size_t first)
{
    const engine::FlowResult &result = timeline.flows[flow];
    LossInterval interval;
    interval.flow = result.flow;
    interval.flowIndex = flow;
    interval.firstSegment = interval.lastSegment = first;
    while (interval.lastSegment + 1 < result.segments.size() && result.segments[interval.lastSegment + 1].state == FlowState::Lost)
        ++interval.lastSegment;
    interval.from = result.segments[first].from;
    interval.to = result.segments[interval.lastSegment].to;
    interval.ended = interval.lastSegment + 1 < result.segments.size();
    interval.begun = result.segments[first].cause;
    interval.ending = result.segments[interval.ended ? interval.lastSegment + 1 : interval.lastSegment].cause;
    return interval;
}

} // namespace

std::string_view wordOf(Stage stage)
{
    switch (stage) {
    case Stage::Detection: return "detection";
    case Stage::Signalling: return "signalling";
    case Stage::Computation: return "computation";
    case Stage::Programming: return "programming";
    case Stage::Waiting: return "waiting";
    case Stage::Repair: return "repair";
    case Stage::Unended: return "not over";
    case Stage::Unattributed: break;
    }
    return "unattributed";
}

Stage stageOf(const Event &event)
{
    if (!event.cause)
        return Stage::Repair;
    const auto row = std::find_if(kStageRows.begin(), kStageRows.end(), [&event](const StageRow &one) {
        return one.layer == event.layer && (one.what.empty() || one.what == event.what);
    });
    return row == kStageRows.end() ? Stage::Computation : row->stage;
}

const Event *eventWith(const engine::Timeline &timeline, EventId id)
{
    return id > 0 && id <= timeline.events.size() ? &timeline.events[id - 1] : nullptr;
}

std::vector<LossInterval> lossIntervals(const engine::Timeline &timeline)
{
    std::vector<LossInterval> intervals;
    for (std::size_t flow = 0; flow < timeline.flows.size(); ++flow) {
        const std::vector<FlowSegment> &segments = timeline.flows[flow].segments;
        for (std::size_t i = 0; i < segments.size(); ++i) {
            if (segments[i].state != FlowState::Lost)
                continue;
            intervals.push_back(intervalAt(timeline, flow, i));
            i = intervals.back().lastSegment;
        }
    }
    return intervals;
}

std::vector<BudgetPart> budgetOf(const engine::Timeline &timeline, const LossInterval &interval)
{
    std::vector<BudgetPart> parts;
    SimTime reached = interval.from;
    const auto spend = [&](Stage stage, SimTime until, EventId event) {
        until = std::min(until, interval.to);
        if (until <= reached)
            return;
        if (!parts.empty() && parts.back().stage == stage) {
            parts.back().to = until;
            parts.back().event = event;
        } else {
            parts.push_back({stage, reached, until, event});
        }
        reached = until;
    };
    if (!interval.ended) {
        spend(Stage::Unended, interval.to, 0);
        return parts;
    }
    if (interval.ending && eventWith(timeline, *interval.ending)) {
        for (const EventId id : engine::causeChain(timeline, *interval.ending)) {
            if (const Event *event = eventWith(timeline, id))
                spend(stageOf(*event), event->time, id);
        }
    }
    spend(Stage::Unattributed, interval.to, 0);
    return parts;
}

SimDuration total(const std::vector<BudgetPart> &parts, Stage stage)
{
    SimDuration sum{};
    for (const BudgetPart &part : parts)
        if (part.stage == stage)
            sum += part.to - part.from;
    return sum;
}

} // namespace sidestep::report
