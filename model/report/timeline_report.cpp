// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/timeline_report.h"

#include "model/plan/fields.h"
#include "model/report/narration.h"
#include "model/report/report_json.h"
#include "model/report/text_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sidestep::report {

namespace {

Json eventJson(const plan::Plan &plan, const engine::Event &event)
{
    return {{"id", event.id},
            {"t_ns", nanoseconds(event.time)},
            {"device", routerName(plan, event.device)},
            {"layer", engine::wordOf(event.layer)},
            {"what", event.what},
            {"subject", event.subject},
            {"detail", event.detail},
            {"cause", event.cause ? Json(*event.cause) : Json(nullptr)}};
}

Json segmentJson(const plan::Plan &plan, const engine::FlowSegment &segment)
{
    const bool lost = segment.state == engine::FlowState::Lost;
    Json json{{"from_ns", nanoseconds(segment.from)}, {"to_ns", nanoseconds(segment.to)}, {"state", lost ? "lost" : "delivered"}};
    if (lost) {
        json["at"] = segment.at ? Json(routerName(plan, *segment.at)) : Json(nullptr);
        json["why"] = segment.why;
        json["silent"] = segment.silent;
    }
    if (segment.lossPpm > 0)
        json["loss_ppm"] = segment.lossPpm;
    json["path"] = pathNames(plan, segment.path);
    return json;
}

Json flowJson(const plan::Plan &plan, const engine::FlowResult &flow, const engine::OutageRange *range)
{
    Json segments = Json::array();
    for (const engine::FlowSegment &segment : flow.segments)
        segments.push_back(segmentJson(plan, segment));
    Json json{{"name", flow.name},
              {"direction", plan::wordOf(flow.direction)},
              {"outage_ns", flow.outage.count()},
              {"lost_packets", flow.lostPackets}};
    if (flow.reorderedPackets > 0)
        json["reordered_packets"] = flow.reorderedPackets;
    if (flow.objective) {
        json["objective_ns"] = flow.objective->count();
        json["objective_met"] = flow.meetsObjective();
    }
    if (range)
        json["outage_range_ns"] = {{"best", range->best.count()}, {"typical", range->typical.count()}, {"worst", range->worst.count()}};
    json["segments"] = std::move(segments);
    return json;
}

template <typename Rows, typename ToJson>
std::string linesOf(const Rows &rows, ToJson &&toJson)
{
    std::string text;
    for (const auto &row : rows)
        text += (text.empty() ? "\n  " : ",\n  ") + line(toJson(row));
    return text;
}

/// nullptr when ranges were not asked for.
const engine::OutageRange *rangeOf(std::span<const engine::OutageRange> ranges, plan::FlowId flow)
{
    const auto found = std::find_if(ranges.begin(), ranges.end(), [flow](const engine::OutageRange &range) { return range.flow == flow; });
    return found == ranges.end() ? nullptr : &*found;
}

/// What the run did otherwise than plan and seed say: ", \"phase\": \"worst\"" and so on; empty when nothing.
std::string departures(const engine::Timeline &timeline)
{
    std::string text;
    if (timeline.phase != engine::Phase::Seeded)
        text += fmt::format(", \"phase\": {}", line(engine::wordOf(timeline.phase)));
    if (!timeline.overrides.empty())
        text += fmt::format(", \"set\": {}", line(timeline.overrides));
    return text;
}

/// Milliseconds with three decimals, so that a column lines up at the point.
std::string milliseconds(SimDuration span)
{
    const auto us = std::chrono::round<std::chrono::microseconds>(span).count();
    return fmt::format("{}.{:03}", grouped(us / 1000), us % 1000);
}

std::string headline(const engine::Timeline &timeline, std::optional<SimTime> failure)
{
    const std::string phase
        = timeline.phase == engine::Phase::Seeded    ? fmt::format("seed {}", timeline.seed)
        : timeline.phase == engine::Phase::Typical ? fmt::format("typical phase, seed {}", timeline.seed)
                                                   : fmt::format("{} phase", engine::wordOf(timeline.phase));
    std::string text = fmt::format("{} · {} · route tracking {} · profile {} · {}\n", timeline.plan, timeline.scenario,
                                   timeline.tracking ? "on" : "off", timeline.profile, phase);
    if (!timeline.overrides.empty())
        text += fmt::format("Set for this run: {}.\n", fmt::join(timeline.overrides, ", "));
    if (!failure)
        return text + "Nothing fails in this scenario.\n";
    text += fmt::format("First failure at {}; last event {} later; the run ends at {}.\n", formatDuration(failure->time_since_epoch()),
                        shown(timeline.settled - *failure), formatDuration(timeline.end.time_since_epoch()));
    if (timeline.outcome == engine::Outcome::EventLimit)
        text += "The run was stopped by its event limit: it did not settle, and what follows is not the whole story.\n";
    return text;
}

std::string eventTable(const plan::Plan &plan, const engine::Timeline &timeline, SimTime origin)
{
    TextTable table;
    table.column("ms", TextTable::Align::Right);
    for (const char *title : {"device", "layer", "what", "subject", "detail"})
        table.column(title);
    for (const engine::Event &event : timeline.events)
        table.row({milliseconds(event.time - origin), routerName(plan, event.device), std::string(engine::wordOf(event.layer)), event.what,
                   event.subject, event.detail});
    return table.text(2);
}

std::string flowTable(const plan::Plan &plan, const engine::Timeline &timeline, std::span<const engine::OutageRange> ranges)
{
    TextTable table;
    table.column("flow");
    table.column("outage", TextTable::Align::Right);
    if (!ranges.empty()) {
        for (const char *title : {"best", "typical", "worst"})
            table.column(title, TextTable::Align::Right);
    }
    table.column("lost", TextTable::Align::Right);
    const bool judged = std::any_of(timeline.flows.begin(), timeline.flows.end(), [](const engine::FlowResult &flow) { return flow.objective.has_value(); });
    if (judged)
        table.column("objective");
    table.column("at the end");
    for (const engine::FlowResult &flow : timeline.flows) {
        std::string end;
        if (!flow.segments.empty()) {
            const engine::FlowSegment &last = flow.segments.back();
            if (last.state == engine::FlowState::Delivered)
                end = joined(pathNames(plan, last.path), " → ");
            else
                end = fmt::format("lost{}: {}{}", last.at ? " at " + routerName(plan, *last.at) : std::string(), last.why,
                                  last.silent ? " (silent)" : "");
        }
        std::vector<std::string> cells{flow.name, shown(flow.outage)};
        if (const engine::OutageRange *range = rangeOf(ranges, flow.flow))
            cells.insert(cells.end(), {shown(range->best), shown(range->typical), shown(range->worst)});
        cells.push_back(grouped(flow.lostPackets));
        if (judged)
            cells.push_back(flow.objective ? fmt::format("{} {}", shown(*flow.objective), flow.meetsObjective() ? "met" : "missed") : std::string());
        cells.push_back(end);
        table.row(std::move(cells));
    }
    return table.text(2);
}

} // namespace

std::string timelineJson(const plan::Plan &plan, const engine::Timeline &timeline, std::span<const engine::OutageRange> ranges)
{
    std::string text
        = fmt::format("{{\"plan\": {}, \"scenario\": {}, \"seed\": {}, \"tracking\": {}, \"settled_ns\": {}{},\n", line(timeline.plan),
                      line(timeline.scenario), timeline.seed, timeline.tracking, nanoseconds(timeline.settled), departures(timeline));
    text += fmt::format(" \"events\": [{}],\n",
                        linesOf(timeline.events, [&](const engine::Event &event) { return eventJson(plan, event); }));
    text += fmt::format(" \"flows\": [{}]}}\n",
                        linesOf(timeline.flows, [&](const engine::FlowResult &flow) { return flowJson(plan, flow, rangeOf(ranges, flow.flow)); }));
    return text;
}

std::string timelineText(const plan::Plan &plan, const engine::Timeline &timeline, std::span<const engine::OutageRange> ranges)
{
    std::optional<SimTime> failure;
    if (!timeline.events.empty())
        failure = timeline.events.front().time;
    std::string text = headline(timeline, failure);
    if (failure)
        text += "\nEvents, counted from the first failure\n" + eventTable(plan, timeline, *failure);
    if (!timeline.flows.empty())
        text += "\nTraffic\n" + flowTable(plan, timeline, ranges);

    const auto steps = narrate(plan, timeline);
    const auto account = accountOfFlows(plan, timeline);
    if (!steps.empty() || !account.empty())
        text += "\nWhat happened\n";
    for (const NarrationStep &step : steps) {
        const std::string detail = step.detail.english();
        text += fmt::format("  {:>10}  {}{}\n", shown(step.time - failure.value_or(kTimeZero)), step.headline.english(),
                            detail.empty() ? std::string() : " (" + detail + ")");
    }
    for (const Phrase &phrase : account)
        text += fmt::format("  {}\n", phrase.english());
    return text;
}

} // namespace sidestep::report
