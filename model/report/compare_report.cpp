// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/compare_report.h"

#include "model/plan/fields.h"
#include "model/report/report_json.h"
#include "model/report/text_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace sidestep::report {

namespace {

const engine::FlowResult *flowOf(const engine::Timeline &timeline, plan::FlowId id)
{
    const auto found
        = std::find_if(timeline.flows.begin(), timeline.flows.end(), [id](const engine::FlowResult &flow) { return flow.flow == id; });
    return found == timeline.flows.end() ? nullptr : &*found;
}

Json sideJson(const plan::Plan &plan, const engine::FlowResult *flow)
{
    if (!flow || flow->segments.empty())
        return nullptr;
    const engine::FlowSegment &last = flow->segments.back();
    const bool lost = last.state == engine::FlowState::Lost;
    Json json{{"outage_ns", flow->outage.count()}, {"lost_packets", flow->lostPackets}, {"end_state", lost ? "lost" : "delivered"}};
    if (lost) {
        json["at"] = last.at ? Json(routerName(plan, *last.at)) : Json(nullptr);
        json["why"] = last.why;
        json["silent"] = last.silent;
    }
    json["end_path"] = pathNames(plan, last.path);
    return json;
}

std::string endOf(const plan::Plan &plan, const engine::FlowResult &flow)
{
    if (flow.segments.empty())
        return {};
    const engine::FlowSegment &last = flow.segments.back();
    if (last.state == engine::FlowState::Delivered)
        return joined(pathNames(plan, last.path), " → ");
    return fmt::format("still lost{}: {}{}", last.at ? " at " + routerName(plan, *last.at) : std::string(), last.why,
                       last.silent ? ", silently" : "");
}

/// A loss that lasts to the end has no length of its own, only that of the run.
std::string outageOf(const engine::FlowResult &flow)
{
    const bool open = !flow.segments.empty() && flow.segments.back().state == engine::FlowState::Lost;
    return (open ? "> " : "") + shown(flow.outage);
}

std::string verdict(const engine::Timeline &with, const engine::Timeline &without)
{
    std::int64_t lostWith = 0;
    std::int64_t lostWithout = 0;
    std::size_t stillWith = 0;
    std::size_t stillWithout = 0;
    for (const engine::FlowResult &flow : with.flows) {
        const engine::FlowResult *other = flowOf(without, flow.flow);
        if (!other || flow.segments.empty() || other->segments.empty())
            continue;
        lostWith += flow.lostPackets;
        lostWithout += other->lostPackets;
        stillWith += flow.segments.back().state == engine::FlowState::Lost ? 1 : 0;
        stillWithout += other->segments.back().state == engine::FlowState::Lost ? 1 : 0;
    }
    if (lostWith == lostWithout && stillWith == stillWithout)
        return lostWith == 0 ? "The failure touches no flow, with or without route tracking.\n"
                             : "Route tracking makes no difference to this failure.\n";
    return fmt::format("Flows still lost at the end: {} of {} with route tracking, {} without. Packets lost: {} with, {} without.\n",
                       stillWith, with.flows.size(), stillWithout, grouped(lostWith), grouped(lostWithout));
}

} // namespace

std::string compareJson(const plan::Plan &plan, const engine::Timeline &with, const engine::Timeline &without)
{
    std::string flows;
    for (const engine::FlowResult &flow : with.flows) {
        const Json json{{"name", flow.name},
                        {"direction", plan::wordOf(flow.direction)},
                        {"with_tracking", sideJson(plan, &flow)},
                        {"without_tracking", sideJson(plan, flowOf(without, flow.flow))}};
        flows += (flows.empty() ? "\n  " : ",\n  ") + line(json);
    }
    return fmt::format("{{\"plan\": {}, \"scenario\": {}, \"seed\": {},\n \"settled_ns\": {},\n \"flows\": [{}]}}\n", line(with.plan),
                       line(with.scenario), with.seed,
                       line(Json{{"with_tracking", nanoseconds(with.settled)}, {"without_tracking", nanoseconds(without.settled)}}), flows);
}

std::string compareText(const plan::Plan &plan, const engine::Timeline &with, const engine::Timeline &without)
{
    TextTable table;
    table.column("flow");
    table.column("tracking");
    table.column("outage", TextTable::Align::Right);
    table.column("lost", TextTable::Align::Right);
    table.column("at the end");
    for (const engine::FlowResult &flow : with.flows) {
        const auto row = [&](const std::string &name, const char *tracking, const engine::FlowResult &result) {
            table.row({name, tracking, outageOf(result), grouped(result.lostPackets), endOf(plan, result)});
        };
        row(flow.name, "on", flow);
        if (const engine::FlowResult *other = flowOf(without, flow.flow))
            row({}, "off", *other);
    }
    return fmt::format("{} · {} · with and without route tracking · seed {}\n\n{}\n{}", with.plan, with.scenario, with.seed, table.text(2),
                       verdict(with, without));
}

} // namespace sidestep::report
