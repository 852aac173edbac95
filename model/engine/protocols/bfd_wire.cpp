// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/bfd.h"

#include "model/engine/stack.h"

#include <algorithm>
#include <utility>

/// What whoever watches the wire is told of BFD. Nothing here changes a run.
namespace sidestep::engine {

SentMessage Bfd::message(int index, int fromEnd, SimTime time, BfdPacket packet, EventId cause) const
{
    const Session &session = m_sessions[at(index)];
    const Network &net = m_context.net;
    const int from = session.node[at(fromEnd)];
    const int to = session.node[at(1 - fromEnd)];
    // While a session is not up, at least one second is advertised (RFC 5880 section 6.8.3).
    const bool up = packet.state == BfdPacket::State::Up;
    packet.interval = up ? session.interval : std::max(session.interval, m_context.profile.bfdSlowInterval);
    packet.diagnostic = up ? std::uint8_t{0} : session.diagnostic[at(fromEnd)];
    packet.multiplier = static_cast<std::uint8_t>(session.multiplier);
    packet.independent = m_context.profile.bfdControlPlaneIndependent;
    packet.session = static_cast<std::uint32_t>(index);
    const int ownLink = session.client == Client::Igp ? session.object : net.pairs[at(session.pair)].link;
    packet.tunnel = session.client == Client::Tunnel && fromEnd == 0;
    packet.multihop = (session.client == Client::Bgp && ownLink < 0) || (session.client == Client::Tunnel && fromEnd == 1);
    if (session.client == Client::Pseudowire) {
        packet.service = net.services[at(net.pseudowires[at(session.object)].service)].id;
        packet.pw = net.pseudowires[at(session.object)].role;
        packet.management = session.management;
    }
    // Jitter takes up to a quarter of each gap (RFC 5880 section 6.8.7).
    const auto link = ownLink >= 0 ? std::optional(net.links[at(ownLink)].id) : m_stack.igp.firstLink(from, to);
    const SimDuration every = (up ? intervalAt(session, fromEnd) : packet.interval) * 7 / 8;
    return {time, net.nodes[at(from)].id, net.nodes[at(to)].id, link, {}, {}, session.delay, session.receiving[at(1 - fromEnd)], cause, packet, every, false, time < m_context.now};
}

void Bfd::tell(int index, int fromEnd, SimTime time, BfdPacket packet, EventId cause) const
{
    if (m_context.sink)
        m_context.sink->sent(message(index, fromEnd, time, packet, cause));
}

void Bfd::tellSteady(int index, int fromEnd, bool sends, EventId cause) const
{
    if (!m_context.sink || m_context.settling)
        return;
    const Session &session = m_sessions[at(index)];
    SentMessage steady = message(index, fromEnd, m_context.now, {.state = session.up[at(fromEnd)] ? BfdPacket::State::Up : BfdPacket::State::Down}, cause);
    steady.steady = true;
    if (!sends || !session.enabled[at(fromEnd)] || session.paused[at(fromEnd)] || !m_stack.links.powered(session.node[at(fromEnd)]))
        steady.every = {};
    m_context.sink->sent(std::move(steady));
}

void Bfd::tellLastHeard(int index, int end, EventId cause) const
{
    const Session &session = m_sessions[at(index)];
    if (!m_context.sink || !session.fullRate[at(end)]) // the packet that took it up, told then
        return;
    const SimDuration detection = detectionAt(session, end);
    SentMessage last = message(index, 1 - end, m_context.now - detection - session.delay, {}, cause);
    last.arrives = true;
    m_context.sink->sent(std::move(last));
}

/// RFC 5880 sections 6.2 and 6.5: the first end to come up was told Init by the other, in answer to its own Down; and as each
/// comes up it polls, unless the slow interval is its own.
void Bfd::tellUp(int index, int end, SimTime firstPacket, EventId cause, EventId event) const
{
    const Session &session = m_sessions[at(index)];
    const SimTime now = m_context.now;
    if (!session.up[at(1 - end)]) {
        tell(index, end, std::min(firstPacket, now - 2 * session.delay), {.state = BfdPacket::State::Down}, cause);
        tell(index, 1 - end, now - session.delay, {.state = BfdPacket::State::Init}, cause);
    }
    tell(index, end, now, {.poll = !session.fullRate[at(end)]}, event);
}

void Bfd::tellPaths(int pair, EventId cause) const
{
    for (const int index : m_ofPair[at(pair)]) {
        for (int end = 0; end < 2; ++end)
            tellSteady(index, end, true, cause);
    }
}

void Bfd::tellInitial() const
{
    for (int index = 0; index < static_cast<int>(m_sessions.size()); ++index) {
        for (int end = 0; end < 2; ++end)
            tellSteady(index, end, true, 0);
    }
}

} // namespace sidestep::engine
