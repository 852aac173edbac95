// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

namespace sidestep::engine {
namespace {

using LaneKey = std::tuple<Layer, plan::RouterId, std::string>;

/// What a bar in the lane of a pseudowire choice says.
std::string choiceLabel(const plan::Plan &plan, const Event &event)
{
    if (!event.service || !event.pw)
        return event.layer == Layer::Redundancy && event.health == Health::Down ? "no pseudowire" : "";
    const plan::AccessService *service = plan.find(*event.service);
    if (!service)
        return {};
    const bool primary = *event.pw == plan::PwRole::Primary || !service->secondary;
    const plan::RouterId agg = primary ? service->primary.agg : service->secondary->agg;
    return fmt::format("{} → {}", primary ? "PW1" : "PW2", plan.find(agg)->name);
}

/// Redundancy events that change which pseudowire is used; the others only prepare it.
bool changesChoice(const Event &event)
{
    return event.what == "switchover" || event.what == "revert" || event.what == "no-pw";
}

class LaneBuilder
{
public:
    LaneBuilder(const plan::Plan &plan, const Timeline &timeline) : m_plan(plan), m_timeline(timeline) {}

    std::vector<Lane> build()
    {
        std::map<LaneKey, const Event *> initial;
        for (const Event &event : m_timeline.initial)
            initial.try_emplace(keyOf(event), &event);

        for (const Event &event : m_timeline.events) {
            if (event.health == Health::None || event.layer == Layer::Forwarding)
                continue;
            if (event.layer == Layer::Redundancy && !changesChoice(event))
                continue;
            const LaneKey key = keyOf(event);
            const auto [at, fresh] = m_lanes.try_emplace(key, Lane{event.layer, event.device, event.subject, std::nullopt, {}});
            if (fresh) {
                const auto start = initial.find(key);
                at->second.bars.push_back(start != initial.end() ? first(*start->second) : firstBefore(event));
            }
            extend(at->second, event);
        }
        choicesOfFlows(initial);

        std::vector<Lane> lanes;
        for (auto &[key, lane] : m_lanes)
            lanes.push_back(std::move(lane));
        for (Lane &lane : lanes)
            lane.bars.back().to = m_timeline.end;
        for (const FlowResult &flow : m_timeline.flows)
            lanes.push_back(laneOf(flow));
        return lanes;
    }

private:
    static LaneKey keyOf(const Event &event) { return {event.layer, event.device, event.subject}; }

    LaneBar first(const Event &event) const
    {
        return {kTimeZero, m_timeline.end, event.health, event.layer == Layer::Redundancy ? choiceLabel(m_plan, event) : std::string(), std::nullopt};
    }
    /// A subject that the steady state does not name was not there before it came up, and was up before it went down.
    LaneBar firstBefore(const Event &event) const
    {
        return {kTimeZero, m_timeline.end, event.health == Health::Up ? Health::Down : Health::Up, {}, std::nullopt};
    }

    void extend(Lane &lane, const Event &event) const
    {
        std::string label = event.layer == Layer::Redundancy ? choiceLabel(m_plan, event) : std::string();
        LaneBar &last = lane.bars.back();
        if (last.health == event.health && last.label == label)
            return;
        last.to = event.time;
        if (last.from == last.to) { // two changes at one moment: the later one holds
            last = {event.time, m_timeline.end, event.health, std::move(label), event.id};
            return;
        }
        lane.bars.push_back({event.time, m_timeline.end, event.health, std::move(label), event.id});
    }

    /// The pseudowire a flow rides on is worth a lane even when it never changes: that is the point of a silent loss.
    void choicesOfFlows(const std::map<LaneKey, const Event *> &initial)
    {
        std::set<plan::AccessServiceId> carried;
        for (const FlowResult &flow : m_timeline.flows)
            if (const plan::Flow *row = m_plan.find(flow.flow))
                carried.insert(row->service);
        for (const auto &[key, event] : initial)
            if (event->layer == Layer::Redundancy && event->service && carried.contains(*event->service))
                m_lanes.try_emplace(key, Lane{event->layer, event->device, event->subject, std::nullopt, {first(*event)}});
    }

    Lane laneOf(const FlowResult &flow) const
    {
        const plan::Flow *row = m_plan.find(flow.flow);
        const plan::RouterId device = flow.segments.empty() || flow.segments.front().path.empty()
            ? (row ? m_plan.find(row->service)->csg : plan::RouterId(0))
            : flow.segments.front().path.front();
        Lane lane{Layer::Forwarding, device, flow.name, flow.flow, {}};
        for (const FlowSegment &segment : flow.segments) {
            const bool lost = segment.state == FlowState::Lost;
            const bool impaired = segment.lossPpm > 0;
            LaneBar bar{segment.from, segment.to, lost ? Health::Down : impaired ? Health::Working : Health::Up, {}, segment.cause};
            if (impaired)
                bar.label = fmt::format("{} % lost", segment.lossPpm / 1e4);
            if (lost) {
                const plan::Router *at = segment.at ? m_plan.find(*segment.at) : nullptr;
                bar.label = fmt::format("lost{}{}", at ? " at " + at->name : "", segment.silent ? ", nobody told" : "");
            }
            if (!lane.bars.empty() && lane.bars.back().health == bar.health && lane.bars.back().label == bar.label)
                lane.bars.back().to = bar.to;
            else
                lane.bars.push_back(std::move(bar));
        }
        return lane;
    }

    const plan::Plan &m_plan;
    const Timeline &m_timeline;
    std::map<LaneKey, Lane> m_lanes;
};

constexpr std::int64_t kMillion = 1'000'000;

std::optional<LinkCondition> conditionAfter(const std::string &what)
{
    if (what == "link-cut")
        return LinkCondition::Cut;
    if (what == "link-silent")
        return LinkCondition::Silent;
    if (what == "one-way-ab")
        return LinkCondition::OneWayAB;
    if (what == "one-way-ba")
        return LinkCondition::OneWayBA;
    if (what == "link-grey")
        return LinkCondition::Grey;
    if (what == "port-down")
        return LinkCondition::Shut;
    if (what == "link-restored" || what == "port-up")
        return LinkCondition::Up;
    return std::nullopt;
}

} // namespace

std::string_view wordOf(Layer layer)
{
    constexpr std::array<std::string_view, 11> kWords{"link", "bfd", "isis", "ospf", "ldp", "bgp", "vpn-route", "track", "pw", "redundancy", "forwarding"};
    return kWords.at(static_cast<std::size_t>(layer));
}

std::string_view wordOf(Phase phase)
{
    switch (phase) {
    case Phase::Seeded: return "seeded";
    case Phase::Best: return "best";
    case Phase::Typical: return "typical";
    case Phase::Worst: break;
    }
    return "worst";
}

std::vector<Lane> lanesOf(const plan::Plan &plan, const Timeline &timeline)
{
    return LaneBuilder(plan, timeline).build();
}

Snapshot snapshotAt(const plan::Plan &plan, const Timeline &timeline, SimTime at)
{
    using PwKey = std::pair<plan::AccessServiceId, plan::PwRole>;
    std::map<plan::LinkId, LinkCondition> links;
    std::set<plan::RouterId> off;
    std::set<PwKey> unusable;
    std::map<plan::AccessServiceId, std::optional<plan::PwRole>> active;
    std::set<std::pair<plan::BgpSessionId, plan::RouterId>> endsDown;

    const auto take = [&](const Event &event) {
        switch (event.layer) {
        case Layer::Link:
            if (const auto condition = conditionAfter(event.what); condition && event.link)
                links[*event.link] = *condition;
            else if (event.what == "router-off" || event.what == "router-restart")
                off.insert(event.device);
            else if (event.what == "router-on")
                off.erase(event.device);
            break;
        case Layer::Pw:
            // Usable is what the CSG holds of it: the CSG decides.
            if (event.service && event.pw && event.health != Health::None)
                if (const plan::AccessService *service = plan.find(*event.service); service && service->csg == event.device) {
                    if (event.health == Health::Up)
                        unusable.erase({*event.service, *event.pw});
                    else
                        unusable.insert({*event.service, *event.pw});
                }
            break;
        case Layer::Redundancy:
            if (event.service && (changesChoice(event) || event.id == 0))
                active[*event.service] = event.pw;
            break;
        case Layer::Bgp:
            if (event.session && event.health == Health::Up)
                endsDown.erase({*event.session, event.device});
            else if (event.session && event.health == Health::Down)
                endsDown.insert({*event.session, event.device});
            break;
        default:
            break;
        }
    };

    Snapshot now;
    for (const Event &event : timeline.initial)
        take(event);
    for (const Event &event : timeline.events) {
        if (event.time > at)
            break;
        take(event);
        now.lastEvent = event.id;
    }

    for (const auto &[link, condition] : links)
        if (condition != LinkCondition::Up)
            now.links.push_back({link, condition});
    now.poweredOff.assign(off.begin(), off.end());
    for (const plan::AccessService &service : plan.services()) {
        const auto chosen = active.find(service.id);
        const std::optional<plan::PwRole> use = chosen != active.end() ? chosen->second : std::optional(plan::PwRole::Primary);
        now.pseudowires.push_back({service.id, plan::PwRole::Primary, !unusable.contains({service.id, plan::PwRole::Primary}),
                                   use == plan::PwRole::Primary});
        if (service.secondary)
            now.pseudowires.push_back({service.id, plan::PwRole::Secondary, !unusable.contains({service.id, plan::PwRole::Secondary}),
                                       use == plan::PwRole::Secondary});
    }
    for (const plan::BgpSession &session : plan.sessions())
        now.sessions.push_back({session.id, !endsDown.contains({session.id, session.a}) && !endsDown.contains({session.id, session.b})});
    for (const FlowResult &flow : timeline.flows) {
        Snapshot::FlowNow state{flow.flow, 0, 0};
        for (std::size_t i = 0; i < flow.segments.size() && flow.segments[i].from <= at; ++i) {
            const FlowSegment &segment = flow.segments[i];
            state.segment = i;
            state.lostSoFar += packetsLostIn(flow.rate, segment, at);
        }
        now.flows.push_back(state);
    }
    return now;
}

std::int64_t packetsLostIn(PacketRate rate, const FlowSegment &segment, SimTime until)
{
    const SimTime to = std::min(segment.to, until);
    if (to <= segment.from)
        return 0;
    const std::int64_t packets = packetsIn(rate, to - segment.from);
    // A share of it, without overflow: rates and runs are bounded, their product of a million is not.
    return segment.state == FlowState::Lost ? packets : packets / kMillion * segment.lossPpm + packets % kMillion * segment.lossPpm / kMillion;
}

std::vector<EventId> causeChain(const Timeline &timeline, EventId event)
{
    std::vector<EventId> chain;
    for (std::optional<EventId> at = event; at && *at >= 1 && *at <= timeline.events.size(); at = timeline.events[*at - 1].cause)
        chain.push_back(*at);
    std::reverse(chain.begin(), chain.end());
    return chain;
}

} // namespace sidestep::engine
