// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/ldp.h"

#include "model/engine/stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace sidestep::engine {

Ldp::Ldp(Context &context, Stack &stack)
    : m_context(context), m_stack(stack), m_links(context.net.links.size()), m_sessions(context.net.ldpSessions.size())
{
    for (LinkState &state : m_links) {
        state.holdSlot = {context.queue.makeSlot(), context.queue.makeSlot()};
        state.upSlot = context.queue.makeSlot();
    }
    for (SessionState &state : m_sessions) {
        state.holdSlot = {context.queue.makeSlot(), context.queue.makeSlot()};
        state.connectSlot = context.queue.makeSlot();
    }
}

void Ldp::settle()
{
    for (std::size_t i = 0; i < m_sessions.size(); ++i) {
        const bool up = m_stack.transport.bothWays(m_context.net.ldpSessions[i].pair);
        m_sessions[i].up = {up, up};
    }
}

// Link sessions

void Ldp::linkDown(int link, int end, std::string detail, EventId cause)
{
    LinkState &state = m_links[at(link)];
    state.holding[at(end)] = false;
    m_context.queue.cancel(state.holdSlot[at(end)]);
    m_context.queue.cancel(state.upSlot);
    if (!state.up[at(end)])
        return;
    state.up[at(end)] = false;
    const Network::Link &row = m_context.net.links[at(link)];
    const int node = row.node[at(end)];
    const EventId event = m_context.record(node, Layer::Ldp, "session-down", row.name, std::move(detail), Health::Down, cause, {.link = link});
    tellOnLink(link, end, m_context.now, event, Keepalive{true}, {}, true);
    m_stack.igp.metricChanged(link, end, event);
    m_stack.transport.domainChanged(row.domain, event);
    m_stack.pathsChanged(node, event);
    tryLink(link, event);
}

void Ldp::circuit(int link, int end, bool up, EventId cause)
{
    tellLinkHellos(link, end, up, cause);
    if (up)
        tryLink(link, cause);
    else
        linkDown(link, end, "interface down", cause);
}

void Ldp::linkChanged(int link, EventId cause)
{
    LinkState &state = m_links[at(link)];
    const Profile &profile = m_context.profile;
    for (int end = 0; end < 2; ++end) {
        const bool receiving = m_stack.links.passes(link, 1 - end);
        if (receiving && state.holding[at(end)]) {
            state.holding[at(end)] = false;
            m_context.queue.cancel(state.holdSlot[at(end)]);
        } else if (!receiving && state.up[at(end)] && !state.holding[at(end)]) {
            state.holding[at(end)] = true;
            const std::uint64_t object = std::uint64_t{m_context.net.links[at(link)].id.value()} * 2 + static_cast<std::uint64_t>(end);
            const SimDuration elapsed = m_context.between(SimDuration(0), profile.ldpLinkInterval, Longer::Sooner, Stream::LdpLink, object, state.draws++);
            m_context.after(profile.ldpLinkHold - elapsed, Kind::LdpLinkHold, link, end, 0, cause, state.holdSlot[at(end)]);
        }
    }
    tryLink(link, cause);
}

void Ldp::onLinkHold(int link, int end, EventId cause)
{
    const Profile &profile = m_context.profile;
    tellOnLink(link, 1 - end, m_context.now - profile.ldpLinkHold - m_context.net.links[at(link)].delay, cause, LdpHello{false, profile.ldpLinkHold}, profile.ldpLinkInterval, false);
    tellOnLink(link, end, m_context.now, cause, LdpNotification{LdpNotification::kHoldTimerExpired, true}, {}, false);
    linkDown(link, end, fmt::format("no hello for {}", formatDuration(m_context.profile.ldpLinkHold)), cause);
    // The end that gave up closes the session; the other learns it if it can be reached.
    if (m_links[at(link)].up[at(1 - end)] && m_stack.links.passes(link, end))
        linkDown(link, 1 - end, "closed by the neighbour", cause);
}

void Ldp::tryLink(int link, EventId cause)
{
    LinkState &state = m_links[at(link)];
    if (state.up[0] && state.up[1])
        return;
    for (int end = 0; end < 2; ++end) {
        if (!m_stack.links.passes(link, end) || !m_stack.links.seen(link, end)) {
            m_context.queue.cancel(state.upSlot);
            return;
        }
    }
    const SimDuration hello = m_context.between(SimDuration(0), m_context.profile.ldpLinkInterval, Longer::Later, Stream::LdpLink,
                                                (std::uint64_t{m_context.net.links[at(link)].id.value()} << 1) + (1ULL << 40), state.draws++);
    m_context.after(hello + m_context.profile.ldpSessionSetup, Kind::LdpLinkUp, link, 0, 0, cause, state.upSlot);
}

void Ldp::onLinkUp(int link, EventId cause)
{
    LinkState &state = m_links[at(link)];
    const Network::Link &row = m_context.net.links[at(link)];
    const Profile &profile = m_context.profile;
    for (int end = 0; end < 2; ++end)
        tellOnLink(link, end, m_context.now - profile.ldpSessionSetup, cause, LdpHello{false, profile.ldpLinkHold}, profile.ldpLinkInterval, false);
    tellOnLink(link, 0, m_context.now, cause, SessionOpened{profile.ldpKeepaliveHold, true}, {}, false);
    for (int end = 0; end < 2; ++end) {
        tellOnLink(link, end, m_context.now, cause, Keepalive{true}, profile.ldpKeepaliveHold / 3, true);
        if (state.up[at(end)])
            continue;
        state.up[at(end)] = true;
        const int node = row.node[at(end)];
        const EventId event = m_context.record(node, Layer::Ldp, "session-up", row.name, "labels exchanged", Health::Up, cause, {.link = link});
        m_stack.igp.metricChanged(link, end, event);
        m_stack.transport.domainChanged(row.domain, event);
        m_stack.pathsChanged(node, event);
    }
}

// Targeted sessions

void Ldp::pairChanged(int session, EventId cause)
{
    SessionState &state = m_sessions[at(session)];
    const Network::LdpSession &row = m_context.net.ldpSessions[at(session)];
    const Profile &profile = m_context.profile;
    for (int end = 0; end < 2; ++end) {
        const bool receiving = m_stack.transport.reaches(row.pair, 1 - end);
        if (receiving && state.holding[at(end)]) {
            state.holding[at(end)] = false;
            m_context.queue.cancel(state.holdSlot[at(end)]);
        } else if (!receiving && state.up[at(end)] && !state.holding[at(end)]) {
            state.holding[at(end)] = true;
            const std::uint64_t object = static_cast<std::uint64_t>(m_context.net.nodes[at(row.node[0])].id.value()) * 1000003
                + m_context.net.nodes[at(row.node[1])].id.value() * 2ULL + static_cast<std::uint64_t>(end);
            const std::uint64_t draw = state.draws++;
            const SimDuration hello = profile.ldpTargetedHold - m_context.between(SimDuration(0), profile.ldpTargetedInterval, Longer::Sooner, Stream::LdpSession, object, draw * 2);
            const SimDuration keepalive = profile.ldpKeepaliveHold - m_context.between(SimDuration(0), profile.ldpKeepaliveHold / 3, Longer::Sooner, Stream::LdpSession, object, draw * 2 + 1);
            const LdpSilence silence = hello <= keepalive ? LdpSilence::Hello : LdpSilence::Keepalive;
            m_context.after(std::min(hello, keepalive), Kind::LdpHold, session, end, static_cast<int>(silence), cause, state.holdSlot[at(end)]);
        }
    }
    trySession(session, cause);
}

void Ldp::onHold(int session, int end, LdpSilence silence, EventId cause)
{
    const SessionState &state = m_sessions[at(session)];
    const int pair = m_context.net.ldpSessions[at(session)].pair;
    const int channel = m_stack.transport.channelOfLdp(session);
    tellLastHeard(session, end, silence, cause);
    reset(session, end, "no hello or keepalive within the hold time", cause);
    if (!state.up[at(1 - end)])
        return;
    const std::uint32_t status = silence == LdpSilence::Hello ? LdpNotification::kHoldTimerExpired : LdpNotification::kKeepaliveTimerExpired;
    if (m_stack.transport.reaches(pair, end))
        m_stack.transport.send(channel, end, {Message::Type::LdpNotification, static_cast<int>(status), 0, cause});
    else
        m_stack.transport.tell(channel, end, m_context.now, false, cause, LdpNotification{status, false});
}

void Ldp::resetByOperator(int session)
{
    const Network::LdpSession &row = m_context.net.ldpSessions[at(session)];
    const EventId event = m_context.record(row.node[1], Layer::Ldp, "session-reset", row.name, "by an operator", Health::Working, 0);
    const bool told = m_sessions[at(session)].up[0] && m_sessions[at(session)].up[1];
    reset(session, 1, "reset by an operator", event);
    if (told)
        m_stack.transport.send(m_stack.transport.channelOfLdp(session), 1, {Message::Type::LdpNotification, static_cast<int>(LdpNotification::kShutdown), 0, event});
}

void Ldp::reset(int session, int end, std::string detail, EventId cause)
{
    SessionState &state = m_sessions[at(session)];
    const Network::LdpSession &row = m_context.net.ldpSessions[at(session)];
    state.holding[at(end)] = false;
    m_context.queue.cancel(state.holdSlot[at(end)]);
    if (!state.up[at(end)])
        return; // it is on its way back
    m_context.queue.cancel(state.connectSlot);
    state.up[at(end)] = false;
    state.notBefore = m_context.now + m_context.profile.ldpBackoff;
    m_stack.transport.clear(m_stack.transport.channelOfLdp(session));
    const EventId event = m_context.record(row.node[at(end)], Layer::Ldp, "session-down", row.name, std::move(detail), Health::Down, cause);
    tellSteady(session, end, event);
    m_stack.pseudowires.sessionChanged(session, end, event);
    trySession(session, event);
}

void Ldp::trySession(int session, EventId cause)
{
    SessionState &state = m_sessions[at(session)];
    const Network::LdpSession &row = m_context.net.ldpSessions[at(session)];
    if (state.up[0] && state.up[1])
        return;
    if (!m_stack.transport.bothWays(row.pair)) {
        m_context.queue.cancel(state.connectSlot);
        return;
    }
    for (int end = 0; end < 2; ++end)
        m_stack.transport.watchHalfOpen(m_stack.transport.channelOfLdp(session), end, m_context.profile.ldpKeepaliveHold / 3, cause);
    const std::uint64_t object = static_cast<std::uint64_t>(m_context.net.nodes[at(row.node[0])].id.value()) * 1000003
        + m_context.net.nodes[at(row.node[1])].id.value() * 2ULL;
    const SimDuration hello = m_context.between(SimDuration(0), m_context.profile.ldpTargetedInterval, Longer::Later, Stream::LdpSession, object + (1ULL << 40), state.draws++);
    const SimTime start = std::max(m_context.now, state.notBefore);
    m_context.after(start - m_context.now + hello + m_context.profile.ldpSessionSetup, Kind::LdpConnect, session, 0, 0, cause, state.connectSlot);
}

void Ldp::onConnect(int session, EventId cause)
{
    SessionState &state = m_sessions[at(session)];
    const Network::LdpSession &row = m_context.net.ldpSessions[at(session)];
    const int channel = m_stack.transport.channelOfLdp(session);
    const Profile &profile = m_context.profile;
    // An end that never noticed starts over too: its neighbour's initialisation ends the old session.
    for (int end = 0; end < 2; ++end) {
        m_stack.transport.tell(channel, end, m_context.now - profile.ldpSessionSetup, true, cause, targetedHello(), profile.ldpTargetedInterval);
        if (state.up[at(end)])
            m_stack.transport.tell(channel, end, m_context.now - profile.ldpSessionSetup, true, cause, ConnectionAborted{});
        reset(session, end, "the neighbour started a new session", cause);
    }
    m_context.queue.cancel(state.connectSlot);
    for (int end = 0; end < 2; ++end)
        state.up[at(end)] = true;
    m_stack.transport.tell(channel, 0, m_context.now, true, cause, SessionOpened{profile.ldpKeepaliveHold, false});
    for (int end = 0; end < 2; ++end) {
        tellSteady(session, end, cause);
        const EventId event = m_context.record(row.node[at(end)], Layer::Ldp, "session-up", row.name, "labels exchanged", Health::Up, cause);
        m_stack.pseudowires.sessionChanged(session, end, event);
    }
}

void Ldp::powerOff(int node, EventId cause)
{
    const Network &net = m_context.net;
    for (const int link : net.nodes[at(node)].links) {
        const int end = net.endOf(net.links[at(link)], node);
        LinkState &state = m_links[at(link)];
        state.holding[at(end)] = false;
        m_context.queue.cancel(state.holdSlot[at(end)]);
        m_context.queue.cancel(state.upSlot);
        if (state.up[at(end)])
            m_context.record(node, Layer::Ldp, "session-down", net.links[at(link)].name, "router off", Health::Down, cause, {.link = link});
        state.up[at(end)] = false;
        tellLinkHellos(link, end, false, cause);
        tellOnLink(link, end, m_context.now, cause, Keepalive{true}, {}, true);
        tellOnLink(link, end, m_context.now, cause, ConnectionAborted{}, {}, true);
    }
    for (std::size_t i = 0; i < m_sessions.size(); ++i) {
        for (std::size_t end = 0; end < 2; ++end) {
            if (net.ldpSessions[i].node[end] != node)
                continue;
            SessionState &state = m_sessions[i];
            state.holding[end] = false;
            m_context.queue.cancel(state.holdSlot[end]);
            m_context.queue.cancel(state.connectSlot);
            if (state.up[end])
                m_context.record(node, Layer::Ldp, "session-down", net.ldpSessions[i].name, "router off", Health::Down, cause);
            state.up[end] = false;
            tellSteady(static_cast<int>(i), static_cast<int>(end), cause);
            m_stack.transport.tell(m_stack.transport.channelOfLdp(static_cast<int>(i)), static_cast<int>(end), m_context.now, false, cause, ConnectionAborted{}, {}, true);
            m_stack.transport.clear(m_stack.transport.channelOfLdp(static_cast<int>(i)));
        }
    }
}

// What is seen on the wire

int Ldp::labelledLink(int node, int to) const
{
    const IgpRoute route = m_stack.igp.route(node, to);
    return route.link >= 0 && linkUp(route.link, m_context.net.endOf(m_context.net.links[at(route.link)], node)) ? route.link : -1;
}

LdpHello Ldp::targetedHello() const
{
    return {true, m_context.profile.ldpTargetedHold};
}

void Ldp::tellOnLink(int link, int fromEnd, SimTime time, EventId cause, MessageContent content, SimDuration every, bool steady) const
{
    if (!m_context.sink)
        return;
    const Network &net = m_context.net;
    const Network::Link &row = net.links[at(link)];
    m_context.sink->sent({time, net.nodes[at(row.node[at(fromEnd)])].id, net.nodes[at(row.node[at(1 - fromEnd)])].id, row.id, {}, row.id, row.delay,
                          m_stack.links.passes(link, fromEnd), cause, std::move(content), every, steady});
}

void Ldp::tellLinkHellos(int link, int fromEnd, bool sends, EventId cause) const
{
    const Profile &profile = m_context.profile;
    tellOnLink(link, fromEnd, m_context.now, cause, LdpHello{false, profile.ldpLinkHold}, sends ? profile.ldpLinkInterval : SimDuration(0), !sends || cause == 0);
}

void Ldp::tellSteady(int session, int fromEnd, EventId cause) const
{
    if (!m_context.sink)
        return;
    const Network::LdpSession &row = m_context.net.ldpSessions[at(session)];
    const Profile &profile = m_context.profile;
    const int channel = m_stack.transport.channelOfLdp(session);
    const bool on = m_stack.links.powered(row.node[at(fromEnd)]);
    const bool speaks = on && m_sessions[at(session)].up[at(fromEnd)] && m_stack.transport.bothWays(row.pair);
    m_stack.transport.tell(channel, fromEnd, m_context.now, true, cause, targetedHello(), on ? profile.ldpTargetedInterval : SimDuration(0), true);
    m_stack.transport.tell(channel, fromEnd, m_context.now, true, cause, Keepalive{}, speaks ? profile.ldpKeepaliveHold / 3 : SimDuration(0), true);
}

void Ldp::tellRestart(int node, bool back, EventId cause) const
{
    const Network &net = m_context.net;
    const SimDuration hold = m_context.profile.ldpKeepaliveHold;
    std::set<int> targeted; // neighbours whose one connection serves links too
    for (int session = 0; session < static_cast<int>(m_sessions.size()); ++session) {
        const Network::LdpSession &row = net.ldpSessions[at(session)];
        if ((row.node[0] != node && row.node[1] != node) || !m_sessions[at(session)].up[0] || !m_sessions[at(session)].up[1])
            continue;
        const int own = row.node[0] == node ? 0 : 1;
        const int channel = m_stack.transport.channelOfLdp(session);
        targeted.insert(row.node[at(1 - own)]);
        m_stack.transport.tell(channel, back ? 1 - own : own, m_context.now, true, cause, ConnectionAborted{}, {}, !back);
        if (!back || !m_stack.transport.bothWays(row.pair))
            continue;
        const SimTime open = m_context.now + kOpeningDelays * m_stack.transport.delay(row.pair);
        m_stack.transport.tell(channel, 0, open, true, cause, SessionOpened{hold, false, net.nodes[at(node)].id});
        for (const int pw : row.pseudowires)
            m_stack.pseudowires.tellStatuses(pw, open, cause);
    }
    for (const int link : net.nodes[at(node)].links) {
        const Network::Link &row = net.links[at(link)];
        const int own = net.endOf(row, node);
        if (!m_links[at(link)].up[0] || !m_links[at(link)].up[1])
            continue;
        tellLinkHellos(link, own, back, cause);
        if (targeted.count(row.node[at(1 - own)]) > 0)
            continue;
        tellOnLink(link, back ? 1 - own : own, m_context.now, cause, ConnectionAborted{}, {}, true);
        if (back)
            tellOnLink(link, 0, m_context.now + kOpeningDelays * row.delay, cause, SessionOpened{hold, true, net.nodes[at(node)].id}, {}, false);
    }
}

void Ldp::tellPaths(int session, EventId cause) const
{
    for (int end = 0; end < 2; ++end)
        tellSteady(session, end, cause);
}

void Ldp::tellLastHeard(int session, int end, LdpSilence silence, EventId cause) const
{
    const Profile &profile = m_context.profile;
    const int channel = m_stack.transport.channelOfLdp(session);
    const SimTime arrived = m_context.now - m_stack.transport.delay(m_context.net.ldpSessions[at(session)].pair);
    if (silence == LdpSilence::Hello)
        m_stack.transport.tell(channel, 1 - end, arrived - profile.ldpTargetedHold, true, cause, targetedHello(), profile.ldpTargetedInterval);
    else
        m_stack.transport.tell(channel, 1 - end, arrived - profile.ldpKeepaliveHold, true, cause, Keepalive{}, profile.ldpKeepaliveHold / 3);
}

void Ldp::tellInitial() const
{
    const int sessions = static_cast<int>(m_sessions.size());
    for (int end = 0; end < 2; ++end) {
        for (int link = 0; link < static_cast<int>(m_links.size()); ++link) {
            tellLinkHellos(link, end, true, 0);
            tellOnLink(link, end, m_context.now, 0, Keepalive{true}, m_context.profile.ldpKeepaliveHold / 3, true);
        }
        for (int session = 0; session < sessions; ++session)
            tellSteady(session, end, 0);
    }
}

void Ldp::appendInitial(std::vector<Event> &list) const
{
    const Network &net = m_context.net;
    for (std::size_t link = 0; link < net.links.size(); ++link) {
        for (std::size_t end = 0; end < 2; ++end)
            list.push_back(m_context.describe(net.links[link].node[end], Layer::Ldp, "session-up", net.links[link].name, {}, Health::Up, {.link = static_cast<int>(link)}));
    }
    for (std::size_t i = 0; i < m_sessions.size(); ++i) {
        for (std::size_t end = 0; end < 2; ++end) {
            const bool up = m_sessions[i].up[end];
            list.push_back(m_context.describe(net.ldpSessions[i].node[end], Layer::Ldp, up ? "session-up" : "session-down", net.ldpSessions[i].name, {},
                                              up ? Health::Up : Health::Down));
        }
    }
}

} // namespace sidestep::engine
