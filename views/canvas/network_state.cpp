// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/network_state.h"

#include <algorithm>

namespace sidestep::views {

namespace {

/// Routers whose every link that does not lead down to the access is dead: cut off from the core.
void addIsolated(const plan::Plan &plan, NetworkState &state)
{
    struct Count
    {
        int all = 0;
        int dead = 0;
    };
    std::unordered_map<plan::RouterId, Count> upward;
    for (const auto &[id, condition] : state.links) {
        const plan::Link *link = plan.find(id);
        if (!link)
            continue;
        const auto [a, b] = plan::endsOf(plan, *link);
        upward[a];
        upward[b];
    }
    if (upward.empty())
        return;
    for (const plan::Link &link : plan.links()) {
        const auto [a, b] = plan::endsOf(plan, link);
        const auto condition = state.links.find(link.id);
        const bool dead = condition != state.links.end() && condition->second != engine::LinkCondition::Up;
        for (const auto &[self, peer] : {std::pair(a, b), std::pair(b, a)}) {
            const auto entry = upward.find(self);
            if (entry == upward.end())
                continue;
            const bool down = plan.find(peer)->role == plan::Role::Csg && plan.find(self)->role != plan::Role::Csg;
            if (down)
                continue;
            ++entry->second.all;
            entry->second.dead += dead ? 1 : 0;
        }
    }
    for (const auto &[router, count] : upward)
        if (count.all > 0 && count.all == count.dead)
            state.failed.insert(router);
}

void addLoss(const plan::Plan &plan, const engine::FlowSegment &segment, std::int64_t packets, bool now, std::vector<LossPlace> &losses)
{
    LossPlace place;
    // As many links as routers: the last link took the packets, not the last router.
    if (!segment.links.empty() && segment.links.size() == segment.path.size() && plan.find(segment.links.back()))
        place.link = segment.links.back();
    else if (segment.at && plan.find(*segment.at))
        place.router = segment.at;
    else
        return;
    const auto same = std::find_if(losses.begin(), losses.end(),
                                   [&place](const LossPlace &other) { return other.router == place.router && other.link == place.link; });
    LossPlace &entry = same != losses.end() ? *same : losses.emplace_back(place);
    entry.packets += packets;
    entry.now = entry.now || now;
}

} // namespace

NetworkState stateAt(const plan::Plan &plan, const engine::Timeline &timeline, SimTime at)
{
    const engine::Snapshot snapshot = engine::snapshotAt(plan, timeline, at);
    NetworkState state;
    state.played = true;
    for (const auto &link : snapshot.links)
        if (plan.find(link.link))
            state.links.emplace(link.link, link.condition);
    for (const plan::RouterId router : snapshot.poweredOff)
        if (plan.find(router)) {
            state.off.insert(router);
            state.failed.insert(router);
        }
    for (const auto &pw : snapshot.pseudowires)
        state.pseudowires.emplace(std::pair(pw.service, pw.pw), NetworkState::Pseudowire{pw.usable, pw.active});
    for (const auto &session : snapshot.sessions)
        state.sessions.emplace(session.session, session.up);
    addIsolated(plan, state);
    state.segments.resize(timeline.flows.size());
    for (std::size_t i = 0; i < timeline.flows.size() && i < snapshot.flows.size(); ++i) {
        const engine::FlowResult &flow = timeline.flows[i];
        state.segments[i] = snapshot.flows[i].segment;
        for (std::size_t s = 0; s <= snapshot.flows[i].segment && s < flow.segments.size(); ++s) {
            const engine::FlowSegment &segment = flow.segments[s];
            if (segment.state != engine::FlowState::Lost)
                continue;
            const bool now = s == snapshot.flows[i].segment;
            addLoss(plan, segment, packetsIn(flow.rate, (now ? at : segment.to) - segment.from), now, state.losses);
        }
    }
    for (const LossPlace &loss : state.losses)
        if (loss.router && loss.now)
            state.failed.insert(*loss.router);
    return state;
}

} // namespace sidestep::views
