// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/tracking.h"

#include "model/engine/stack.h"

#include <algorithm>

namespace sidestep::engine {

Tracking::Tracking(Context &context, Stack &stack)
    : m_context(context), m_stack(stack), m_down(context.net.pseudowires.size(), 0), m_slots(context.net.pseudowires.size()),
      m_draws(context.net.pseudowires.size(), 0), m_busyUntil(context.net.nodes.size()), m_ofMember(context.net.members.size())
{
    for (std::size_t pw = 0; pw < m_slots.size(); ++pw) {
        const Network::Pseudowire &row = context.net.pseudowires[pw];
        if (row.tracked.empty())
            continue;
        m_slots[pw] = context.queue.makeSlot();
        for (const Network::TrackedRoute &route : row.tracked) {
            if (route.member >= 0)
                m_ofMember[at(route.member)].push_back({static_cast<int>(pw), route.prefix});
        }
    }
}

bool Tracking::routeMissing(int pw) const
{
    const std::vector<Network::TrackedRoute> &tracked = m_context.net.pseudowires[at(pw)].tracked;
    const auto there = [this](const Network::TrackedRoute &route) { return route.member >= 0 && m_stack.bgp.route(route.member, route.prefix).present; };
    if (tracked.empty())
        return false;
    return m_context.profile.trackSeveral == TrackSeveral::Any ? std::none_of(tracked.begin(), tracked.end(), there) : !std::all_of(tracked.begin(), tracked.end(), there);
}

std::string Tracking::prefixNames(int pw) const
{
    std::string names;
    for (const Network::TrackedRoute &route : m_context.net.pseudowires[at(pw)].tracked)
        names += (names.empty() ? "" : ", ") + m_context.net.prefixNames[at(route.prefix)];
    return names;
}

void Tracking::routeChanged(int member, int prefix, EventId cause)
{
    const Profile &profile = m_context.profile;
    for (const auto &[pw, tracked] : m_ofMember[at(member)]) {
        if (tracked != prefix)
            continue;
        if (routeMissing(pw) == down(pw)) {
            m_context.queue.cancel(m_slots[at(pw)]);
            continue;
        }
        const Network::Pseudowire &row = m_context.net.pseudowires[at(pw)];
        const std::uint64_t object = std::uint64_t{m_context.net.services[at(row.service)].id.value()} * 2 + (row.role == plan::PwRole::Primary ? 0 : 1);
        const SimDuration delay = m_context.between(profile.trackLow, profile.trackHigh, Longer::Later, Stream::Track, object, m_draws[at(pw)]++);
        SimTime &busy = m_busyUntil[at(row.agg)];
        const SimTime when = std::max(m_context.now + delay, busy);
        busy = when + profile.trackEach;
        m_context.after(when - m_context.now, Kind::Track, pw, 0, 0, cause, m_slots[at(pw)]);
    }
}

void Tracking::onTrack(int pw, EventId cause)
{
    const bool missing = routeMissing(pw);
    const Network::Pseudowire &row = m_context.net.pseudowires[at(pw)];
    if (missing == down(pw) || !m_stack.links.powered(row.agg))
        return;
    m_down[at(pw)] = missing ? 1 : 0;
    const EventId event = m_context.record(row.agg, Layer::Track, missing ? "track-down" : "track-up", m_context.net.subjectOf(row, row.agg),
                                           (missing ? "no route " : "route back: ") + prefixNames(pw), missing ? Health::Down : Health::Up, cause, {.pw = pw});
    m_stack.pseudowires.changed(pw, 1, event);
}

bool Tracking::settle()
{
    bool moved = false;
    for (std::size_t pw = 0; pw < m_down.size(); ++pw) {
        const bool missing = routeMissing(static_cast<int>(pw));
        moved = moved || missing != (m_down[pw] != 0);
        m_down[pw] = missing ? 1 : 0;
    }
    return moved;
}

void Tracking::resume()
{
    for (const Network::Pseudowire &row : m_context.net.pseudowires) {
        for (const Network::TrackedRoute &route : row.tracked) {
            if (route.member >= 0)
                routeChanged(route.member, route.prefix, 0);
        }
    }
}

void Tracking::appendInitial(std::vector<Event> &list) const
{
    for (std::size_t pw = 0; pw < m_down.size(); ++pw) {
        const Network::Pseudowire &row = m_context.net.pseudowires[pw];
        if (row.tracked.empty())
            continue;
        const bool isDown = m_down[pw] != 0;
        list.push_back(m_context.describe(row.agg, Layer::Track, isDown ? "track-down" : "track-up", m_context.net.subjectOf(row, row.agg), prefixNames(static_cast<int>(pw)),
                                          isDown ? Health::Down : Health::Up, {.pw = static_cast<int>(pw)}));
    }
}

} // namespace sidestep::engine
