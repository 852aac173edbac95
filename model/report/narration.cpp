// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/narration.h"

#include "model/plan/fields.h"
#include "model/report/event_words.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace sidestep::report {
namespace {

using engine::Event;
using engine::EventId;
using engine::Layer;

std::string nameOf(const plan::Plan &plan, plan::RouterId id)
{
    const plan::Router *router = plan.find(id);
    return router ? router->name : "?";
}

std::string joined(const std::vector<std::string> &names)
{
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i)
        text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    return text;
}

std::string digits(std::int64_t value)
{
    std::string text = std::to_string(value);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), "\u2009");
    return text;
}

/// To the nearest 0.1 ms below a second and 1 ms above: more digits than that are not known.
std::string spanText(SimDuration span)
{
    const std::int64_t step = span < 1s ? 100'000 : 1'000'000;
    return formatDuration(SimDuration((span.count() + step / 2) / step * step));
}

class Narrator
{
public:
    Narrator(const plan::Plan &plan, const engine::Timeline &timeline) : m_plan(plan), m_timeline(timeline) {}

    std::vector<NarrationStep> run()
    {
        failures();
        const std::set<EventId> chosen = deciding();
        m_decisive = decisive();
        std::set<plan::RouterId> off;
        for (const Event &event : m_timeline.events) {
            if (event.what == "router-off")
                off.insert(event.device);
            else if (event.what == "router-on")
                off.erase(event.device);
            // That a dead router knows no routes is no step of the story.
            if (chosen.contains(event.id) && !off.contains(event.device))
                tell(event);
        }
        deadEnds();
        ends();
        std::stable_sort(m_steps.begin(), m_steps.end(), [](const NarrationStep &a, const NarrationStep &b) { return a.time < b.time; });
        return std::move(m_steps);
    }

private:
    void add(SimTime time, std::optional<plan::RouterId> device, Phrase headline, Phrase detail, std::optional<EventId> event)
    {
        m_steps.push_back({time, device, std::move(headline), std::move(detail), event, true});
    }

    /// What was done to the network; several things at one moment are one step.
    void failures()
    {
        const auto &events = m_timeline.events;
        for (std::size_t i = 0; i < events.size(); ++i) {
            if (events[i].cause)
                continue;
            std::vector<const Event *> same{&events[i]};
            for (std::size_t j = i + 1; j < events.size() && events[j].time == events[i].time; ++j)
                if (!events[j].cause && events[j].what == events[i].what)
                    same.push_back(&events[j]);
            const bool first = std::none_of(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(i), [&](const Event &other) {
                return !other.cause && other.time == events[i].time && other.what == events[i].what;
            });
            if (first)
                injected(same);
        }
    }

    void injected(const std::vector<const Event *> &events)
    {
        std::vector<std::string> subjects;
        for (const Event *event : events)
            subjects.push_back(event->subject);
        const Event &event = *events.front();
        const std::string what = joined(subjects);
        std::optional<plan::RouterId> shared = sharedRouter(events);
        Phrase headline = wordsOf(m_plan, event, what).headline;
        if (event.what == "link-cut" && events.size() > 1 && shared)
            headline = {"{0} loses {1} links at once", {nameOf(m_plan, *shared), std::to_string(events.size())}};
        Phrase detail;
        if (event.what == "link-cut" && events.size() > 1)
            detail = {"{0} cut at {1}", {what, spanText(event.time - kTimeZero)}};
        else
            detail = {"at {0}", {spanText(event.time - kTimeZero)}};
        add(event.time, shared ? *shared : event.device, std::move(headline), std::move(detail), event.id);
    }

    /// The router that all failed links have in common.
    std::optional<plan::RouterId> sharedRouter(const std::vector<const Event *> &events) const
    {
        std::optional<std::set<plan::RouterId>> common;
        for (const Event *event : events) {
            const plan::Link *link = event->link ? m_plan.find(*event->link) : nullptr;
            if (!link)
                return std::nullopt;
            const auto [a, b] = plan::endsOf(m_plan, *link);
            const std::set<plan::RouterId> ends{a, b};
            if (!common) {
                common = ends;
                continue;
            }
            std::erase_if(*common, [&](plan::RouterId id) { return !ends.contains(id); });
        }
        return common && common->size() == 1 ? std::optional(*common->begin()) : std::nullopt;
    }

    void addChain(std::set<EventId> &chosen, EventId last) const
    {
        for (const EventId link : engine::causeChain(m_timeline, last))
            chosen.insert(link);
    }

    /// Events that began a segment of a flow, and what led to them.
    std::set<EventId> deciding() const
    {
        std::set<EventId> chosen = decisive();
        for (const engine::FlowResult &flow : m_timeline.flows)
            for (const engine::FlowSegment &segment : flow.segments)
                if (segment.cause)
                    addChain(chosen, *segment.cause);
        return chosen;
    }

    /// Those among them that led to what tracking and redundancy did, or to a router that keeps sending into a dead end.
    std::set<EventId> decisive() const
    {
        std::set<EventId> chosen;
        for (const Event &event : m_timeline.events)
            if (event.layer == Layer::Track || event.layer == Layer::Redundancy)
                addChain(chosen, event.id);
        for (const engine::FlowResult &flow : m_timeline.flows)
            for (const engine::FlowSegment &segment : flow.segments)
                if (segment.cause && isDeadEnd(segment))
                    addChain(chosen, *segment.cause);
        return chosen;
    }

    void tell(const Event &event)
    {
        // Many sites ride on one router; the story tells each kind of step of a router once for each moment it matters.
        if (!event.cause || !m_told.emplace(event.what, event.device, event.layer == Layer::Redundancy || event.layer == Layer::Track || event.layer == Layer::Ldp ? std::string() : event.subject, event.time).second)
            return;
        EventWords words = wordsOf(m_plan, event);
        if (!words.told)
            return;
        const SimDuration waited = event.time - m_timeline.events[*event.cause - 1].time;
        Phrase detail;
        if (!event.detail.empty())
            detail = {"{0}", {event.detail}};
        else if (waited > SimDuration(0))
            detail = {"{0} later", {spanText(waited)}};
        add(event.time, event.device, std::move(words.headline), std::move(detail), event.id);
        m_steps.back().decisive = m_decisive.contains(event.id);
    }

    static bool isDeadEnd(const engine::FlowSegment &segment)
    {
        return segment.state == engine::FlowState::Lost && segment.silent && segment.at && !segment.path.empty()
            && segment.path.front() != *segment.at && segment.why == "no VPN route";
    }

    /// Where packets go on into a router that cannot forward them, and nobody says so.
    void deadEnds()
    {
        std::set<std::tuple<SimTime, plan::RouterId, std::string>> told;
        for (const engine::FlowResult &flow : m_timeline.flows)
            for (const engine::FlowSegment &segment : flow.segments) {
                if (!isDeadEnd(segment))
                    continue;
                const std::string sender = nameOf(m_plan, segment.path.front());
                const std::string at = nameOf(m_plan, *segment.at);
                if (!told.emplace(segment.from, *segment.at, sender).second)
                    continue;
                add(segment.from, segment.at, {"{0} keeps sending to {1}", {sender, at}},
                    {"nothing told it that {0} had lost the route; {1} are lost", {at, packets(flow, segment)}}, segment.cause);
                if (told.size() >= kMostDeadEnds)
                    return;
            }
    }

    static std::string packets(const engine::FlowResult &flow, const engine::FlowSegment &segment)
    {
        return digits(packetsIn(flow.rate, segment.to - segment.from)) + " packets";
    }

    /// The moment traffic arrives again, one step for all flows that come back together.
    void ends()
    {
        std::set<std::tuple<SimTime, std::vector<plan::RouterId>>> told;
        for (const engine::FlowResult &flow : m_timeline.flows)
            for (std::size_t i = 1; i < flow.segments.size(); ++i) {
                const engine::FlowSegment &before = flow.segments[i - 1];
                const engine::FlowSegment &now = flow.segments[i];
                if (before.state != engine::FlowState::Lost || now.state != engine::FlowState::Delivered || told.size() >= kMostDeadEnds
                    || !told.emplace(now.from, now.path).second)
                    continue;
                std::string path;
                for (const plan::RouterId router : now.path)
                    path += (path.empty() ? "" : " → ") + nameOf(m_plan, router);
                add(now.from, now.path.front(),
                    flow.direction == plan::Direction::Upstream ? Phrase{"Upstream traffic arrives again", {}} : Phrase{"Downstream traffic arrives again", {}},
                    {"{0}", {path}}, now.cause);
            }
    }

    static constexpr std::size_t kMostDeadEnds = 8;

    const plan::Plan &m_plan;
    const engine::Timeline &m_timeline;
    std::vector<NarrationStep> m_steps;
    std::set<EventId> m_decisive;
    std::set<std::tuple<std::string, plan::RouterId, std::string, SimTime>> m_told;
};

} // namespace

std::vector<NarrationStep> narrate(const plan::Plan &plan, const engine::Timeline &timeline)
{
    return Narrator(plan, timeline).run();
}

std::vector<Phrase> accountOfFlows(const plan::Plan &plan, const engine::Timeline &timeline)
{
    std::vector<Phrase> account;
    for (const engine::FlowResult &flow : timeline.flows) {
        if (flow.outage == SimDuration(0)) {
            account.push_back({"{0} was not touched.", {flow.name}});
            continue;
        }
        std::vector<std::string> places;
        bool silent = false;
        for (const engine::FlowSegment &segment : flow.segments) {
            if (segment.state != engine::FlowState::Lost)
                continue;
            silent |= segment.silent;
            const std::string place = segment.at ? nameOf(plan, *segment.at) : std::string("an unknown place");
            if (std::find(places.begin(), places.end(), place) == places.end())
                places.push_back(place);
        }
        const plan::Flow *row = plan.find(flow.flow);
        const std::string sender = flow.direction == plan::Direction::Upstream && row ? nameOf(plan, plan.find(row->service)->csg) : "";
        const engine::FlowSegment &last = flow.segments.back();
        const std::vector<std::string> values{flow.name, digits(flow.lostPackets), spanText(flow.outage), joined(places), last.why, sender};
        if (last.state == engine::FlowState::Lost)
            account.push_back({silent && !sender.empty() ? "{0} is still lost at the end: {1} packets in {2} at {3} ({4}); nothing told {5}."
                                                         : "{0} is still lost at the end: {1} packets in {2} at {3} ({4}).",
                               values});
        else
            account.push_back({silent && !sender.empty() ? "{0} lost {1} packets in {2} at {3}; until the switch nothing told {5}."
                                                         : "{0} lost {1} packets in {2} at {3}.",
                               values});
    }
    return account;
}

} // namespace sidestep::report
