// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/event_words.h"
#include "model/report/explanation.h"
#include "model/report/report_json.h"

#include <algorithm>

namespace sidestep::report {

namespace {

using engine::Event;
using engine::EventId;
using engine::FlowSegment;
using engine::Layer;

constexpr std::size_t kMostSteps = 7;

/// Where a step stands among those of the same instant.
enum class Place : std::uint8_t { Failure, Loss, Between, End };

struct Draft
{
    Place place;
    ExplainedStep step;
};

class Steps
{
public:
    Steps(const plan::Plan &plan, const engine::Timeline &timeline, const LossInterval &interval)
        : m_plan(plan), m_timeline(timeline), m_interval(interval), m_flow(timeline.flows[interval.flowIndex])
    {
    }

    std::vector<ExplainedStep> take()
    {
        addRoot(m_interval.begun);
        if (m_drafts.empty())
            addDesign();
        addRoot(m_interval.ending);
        addLoss();
        addBetween(kMostSteps - 1 - m_drafts.size());
        addEnd();
        std::stable_sort(m_drafts.begin(), m_drafts.end(), [](const Draft &a, const Draft &b) {
            return std::pair(a.step.time, a.place) < std::pair(b.step.time, b.place);
        });
        std::vector<ExplainedStep> steps;
        SimTime reached = m_interval.from;
        for (Draft &draft : m_drafts) {
            const SimTime now = std::clamp(draft.step.time, reached, m_interval.to);
            draft.step.share = now - reached;
            reached = now;
            steps.push_back(std::move(draft.step));
        }
        return steps;
    }

private:
    std::vector<EventId> chainOf(std::optional<EventId> last) const
    {
        return last && eventWith(m_timeline, *last) ? engine::causeChain(m_timeline, *last) : std::vector<EventId>();
    }

    bool has(EventId id) const
    {
        return std::any_of(m_drafts.begin(), m_drafts.end(), [id](const Draft &draft) { return draft.step.event == id; });
    }

    void add(Place place, const Event &event, Phrase text, Phrase detail)
    {
        m_drafts.push_back({place, {event.time, {}, event.id, event.device, std::move(text), std::move(detail)}});
    }

    /// What was done to the network, with what was done alike at the same moment.
    void addRoot(std::optional<EventId> last)
    {
        const auto chain = chainOf(last);
        if (chain.empty() || has(chain.front()))
            return;
        const Event &root = *eventWith(m_timeline, chain.front());
        for (const Draft &draft : m_drafts) {
            const Event *told = draft.step.event ? eventWith(m_timeline, *draft.step.event) : nullptr;
            if (told && told->time == root.time && told->what == root.what)
                return;
        }
        std::string others;
        for (const Event &event : m_timeline.events)
            if (!event.cause && event.id != root.id && event.time == root.time && event.what == root.what)
                others += (others.empty() ? "" : ", ") + event.subject;
        Phrase detail;
        if (!others.empty())
            detail = {"{0}; at the same moment: {1}", {root.detail, others}};
        else if (!root.detail.empty())
            detail = {"{0}", {root.detail}};
        add(Place::Failure, root, wordsOf(m_plan, root).headline, std::move(detail));
    }

    void addDesign()
    {
        m_drafts.push_back({Place::Failure, {m_interval.from, {}, {}, {}, {"Nothing had failed when the loss began", {}}, {"the design itself loses these packets", {}}}});
    }

    /// Where packets die, and whether anyone told their sender.
    void addLoss()
    {
        const FlowSegment &first = m_flow.segments[m_interval.firstSegment];
        const std::string at = first.at ? routerName(m_plan, *first.at) : std::string("an unknown place");
        const std::string sender = first.path.empty() ? std::string("its sender") : routerName(m_plan, first.path.front());
        Phrase detail = first.silent ? Phrase{"{0}; nothing has told {1}", {first.why, sender}} : Phrase{"{0}", {first.why}};
        m_drafts.push_back({Place::Loss, {m_interval.from, {}, m_interval.begun, first.at, {"Packets of {0} die at {1}", {m_flow.name, at}}, std::move(detail)}});
    }

    /// Of what led from the failure to the end: what took half of the time, what decided, then what took longest. Where there is no room
    /// for all, the lost route goes first, for the tracking names it.
    void addBetween(std::size_t most)
    {
        struct Chosen
        {
            const Event *event;
            int weight;
            SimDuration waited;
        };
        std::vector<Chosen> list;
        SimTime reached = m_interval.from;
        for (const EventId id : chainOf(m_interval.ending)) {
            const Event &event = *eventWith(m_timeline, id);
            const SimDuration waited = event.time > reached ? event.time - reached : SimDuration(0);
            reached = std::max(reached, event.time);
            const bool half = waited * 2 > m_interval.to - m_interval.from;
            const int weight = half ? 3 : event.layer == Layer::Track || event.layer == Layer::Redundancy ? 2 : event.layer == Layer::VpnRoute ? 1 : 0;
            if (!has(id) && (weight > 0 || waited > SimDuration(0)))
                list.push_back({&event, weight, waited});
        }
        std::stable_sort(list.begin(), list.end(), [](const Chosen &a, const Chosen &b) { return std::pair(a.weight, a.waited) > std::pair(b.weight, b.waited); });
        list.resize(std::min(list.size(), most));
        std::sort(list.begin(), list.end(), [](const Chosen &a, const Chosen &b) { return a.event->id < b.event->id; });
        for (const Chosen &chosen : list)
            add(Place::Between, *chosen.event, wordsOf(m_plan, *chosen.event).headline,
                chosen.event->detail.empty() ? Phrase() : Phrase{"{0}", {chosen.event->detail}});
    }

    void addEnd()
    {
        if (m_interval.ended)
            addReturn();
        else
            addNoReturn();
    }

    void addReturn()
    {
        const FlowSegment &now = m_flow.segments[m_interval.lastSegment + 1];
        m_drafts.push_back({Place::End, {m_interval.to, {}, m_interval.ending, now.path.empty() ? std::nullopt : std::optional(now.path.front()),
                                         {"Packets of {0} arrive again", {m_flow.name}}, {"{0}", {joined(pathNames(m_plan, now.path), " → ")}}}});
    }

    void addNoReturn()
    {
        const FlowSegment &last = m_flow.segments[m_interval.lastSegment];
        const std::string at = last.at ? routerName(m_plan, *last.at) : std::string("an unknown place");
        const std::string sender = last.path.empty() ? at : routerName(m_plan, last.path.front());
        Phrase text{"{0} is still lost when the run ends", {m_flow.name}};
        Phrase detail{"{0} drops it: {1}", {at, last.why}};
        if (last.silent && last.pw)
            detail = {"{0} still sends into {1}; nothing told it that packets die at {2}: {3}", {sender, pseudowireName(*last.pw), at, last.why}};
        else if (last.silent)
            detail = {"{0} still sends; nothing told it that packets die at {1}: {2}", {sender, at, last.why}};
        m_drafts.push_back({Place::End, {m_interval.to, {}, std::nullopt, last.at, std::move(text), std::move(detail)}});
    }

    const plan::Plan &m_plan;
    const engine::Timeline &m_timeline;
    const LossInterval &m_interval;
    const engine::FlowResult &m_flow;
    std::vector<Draft> m_drafts;
};

} // namespace

std::vector<ExplainedStep> stepsOf(const plan::Plan &plan, const engine::Timeline &timeline, const LossInterval &interval)
{
    return Steps(plan, timeline, interval).take();
}

} // namespace sidestep::report
