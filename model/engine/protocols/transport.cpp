// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/transport.h"

#include "model/engine/stack.h"

#include <algorithm>
#include <utility>

namespace sidestep::engine {

Transport::Transport(Context &context, Stack &stack) : m_context(context), m_stack(stack), m_pairs(context.net.pairs.size())
{
    const Network &net = context.net;
    for (std::size_t i = 0; i < net.sessions.size(); ++i) {
        m_pairs[at(net.sessions[i].pair)].bgp = static_cast<int>(i);
        Channel channel;
        channel.pair = net.sessions[i].pair;
        channel.processing = context.profile.bgpProcessing;
        channel.key = (std::uint64_t{net.sessions[i].id.value()} << 1) + (1ULL << 50);
        m_channels.push_back(std::move(channel));
    }
    for (std::size_t i = 0; i < net.ldpSessions.size(); ++i) {
        m_pairs[at(net.ldpSessions[i].pair)].ldp = static_cast<int>(i);
        Channel channel;
        channel.pair = net.ldpSessions[i].pair;
        channel.processing = context.profile.ldpProcessing;
        const auto idOf = [&](std::size_t end) { return std::uint64_t{net.nodes[at(net.ldpSessions[i].node[end])].id.value()}; };
        channel.key = ((idOf(0) << 24 ^ idOf(1)) << 1) + (1ULL << 51);
        m_channels.push_back(std::move(channel));
    }
    for (Channel &channel : m_channels) {
        for (Direction &direction : channel.direction) {
            direction.slot = context.queue.makeSlot();
            direction.refusedSlot = context.queue.makeSlot();
        }
    }
}

int Transport::channelOfLdp(int session) const
{
    return static_cast<int>(m_context.net.sessions.size()) + session;
}

void Transport::domainChanged(int domain, EventId cause)
{
    if (m_context.settling)
        return;
    m_dirty.add(domain);
    m_cause = cause;
    if (!m_scheduled) {
        m_scheduled = true;
        m_context.after(SimDuration(0), Kind::Reachability, 0, 0, 0, cause);
    }
}

void Transport::settle()
{
    for (std::size_t pair = 0; pair < m_pairs.size(); ++pair)
        static_cast<void>(look(static_cast<int>(pair)));
}

bool Transport::look(int index)
{
    PairState &pair = m_pairs[at(index)];
    const Network &net = m_context.net;
    const Network::Pair &row = net.pairs[at(index)];
    bool changed = false;
    pair.footprint.clear();
    for (int end = 0; end < 2; ++end) {
        const std::size_t from = at(end);
        const int to = row.node[1 - from];
        const bool ok = crosses(index, end) && m_stack.links.powered(to);
        const std::uint32_t survival = ok ? m_walk.survivalPpm : kEvery;
        changed = changed || ok != pair.ok[from] || survival != pair.survivalPpm[from];
        pair.ok[from] = ok;
        pair.survivalPpm[from] = survival;
        if (ok)
            pair.delay = m_walk.delay;
        // A router that is off depends on them too, or nobody would look when it is back. The last one needs no route.
        for (const int node : m_walk.nodes) {
            if (node != to)
                pair.footprint.addCommon(net.nodes[at(node)], net.nodes[at(to)]);
        }
    }
    return changed;
}

/// Walks from the end to the other one.
bool Transport::crosses(int index, int fromEnd)
{
    const Network::Pair &row = m_context.net.pairs[at(index)];
    const int from = row.node[at(fromEnd)];
    const int to = row.node[at(1 - fromEnd)];
    m_walk.clear();
    m_walk.nodes.push_back(from);
    if (!m_stack.links.powered(from))
        return false;
    if (row.link < 0)
        return m_stack.forwarding.toRouter(m_walk, to, row.labelled[at(fromEnd)]);
    // An interface that is down has no address to send from or to be reached at.
    return m_stack.links.seen(row.link, 0) && m_stack.links.seen(row.link, 1) && m_stack.forwarding.overLink(m_walk, row.link);
}

void Transport::onLook(EventId)
{
    m_scheduled = false;
    const EventId cause = m_cause;
    Footprint dirty;
    std::swap(dirty, m_dirty);
    // First all, then the sessions: a session acts on the whole picture of the instant.
    std::vector<int> changed;
    std::vector<int> looked;
    for (int pair = 0; pair < static_cast<int>(m_pairs.size()); ++pair) {
        if (!m_pairs[at(pair)].footprint.meets(dirty))
            continue;
        if (m_context.sink)
            looked.push_back(pair);
        if (look(pair))
            changed.push_back(pair);
    }
    for (const int index : changed) {
        const PairState &pair = m_pairs[at(index)];
        m_stack.bfd.pairChanged(index, cause);
        if (pair.ldp >= 0)
            m_stack.ldp.pairChanged(pair.ldp, cause);
        if (pair.bgp >= 0)
            m_stack.bgp.pairChanged(pair.bgp, cause);
    }
    for (const int index : looked)
        tellPaths(index, cause);
}

/// For whoever watches the wire: what the pair repeats may take other links now.
void Transport::tellPaths(int index, EventId cause) const
{
    const PairState &pair = m_pairs[at(index)];
    m_stack.bfd.tellPaths(index, cause);
    if (pair.ldp >= 0)
        m_stack.ldp.tellPaths(pair.ldp, cause);
    if (pair.bgp >= 0)
        m_stack.bgp.tellPaths(pair.bgp, cause);
}

int Transport::store(const Message &message, std::uint32_t epoch)
{
    if (m_free.empty()) {
        m_messages.push_back({message, epoch});
        return static_cast<int>(m_messages.size() - 1);
    }
    const int place = m_free.back();
    m_free.pop_back();
    m_messages[at(place)] = {message, epoch};
    return place;
}

void Transport::send(int index, int fromEnd, Message message)
{
    Channel &channel = m_channels[at(index)];
    Direction &direction = channel.direction[at(fromEnd)];
    const int place = store(message, channel.epoch);
    const bool arrives = direction.waiting.empty() && getsThrough(index, fromEnd);
    if (m_context.sink)
        tell(index, fromEnd, m_context.now, arrives && !isHalfOpen(index, fromEnd), message.cause, contentOf(message));
    if (arrives) {
        deliver(index, fromEnd, place);
        return;
    }
    direction.waiting.push_back(place);
    if (direction.waiting.size() == 1) {
        direction.attempts = 0;
        m_context.after(m_context.profile.tcpRto, Kind::TcpRetry, index, fromEnd, 0, message.cause, direction.slot);
    }
}

bool Transport::getsThrough(int index, int fromEnd)
{
    Channel &channel = m_channels[at(index)];
    if (!reaches(channel.pair, fromEnd))
        return false;
    const std::uint32_t survival = survivalPpm(channel.pair, fromEnd);
    return survival == kEvery || m_context.arrives(survival, channel.key + static_cast<std::uint64_t>(fromEnd), channel.direction[at(fromEnd)].segments++);
}

void Transport::deliver(int index, int fromEnd, int place)
{
    Channel &channel = m_channels[at(index)];
    Direction &direction = channel.direction[at(fromEnd)];
    if (isHalfOpen(index, fromEnd)) {
        refuse(index, fromEnd, SimDuration(0), HalfOpen::Message, m_messages[at(place)].message.cause);
        m_free.push_back(place);
        return;
    }
    const SimTime when = std::max(m_context.now + delay(channel.pair) + channel.processing, direction.lastDelivery);
    direction.lastDelivery = when;
    m_context.after(when - m_context.now, Kind::TcpDeliver, index, fromEnd, place, m_messages[at(place)].message.cause);
}

void Transport::onRetry(int index, int fromEnd)
{
    Channel &channel = m_channels[at(index)];
    Direction &direction = channel.direction[at(fromEnd)];
    if (direction.waiting.empty())
        return;
    const bool arrives = getsThrough(index, fromEnd);
    if (m_context.sink) {
        const bool acknowledged = arrives && !isHalfOpen(index, fromEnd);
        tell(index, fromEnd, m_context.now, acknowledged, m_messages[at(direction.waiting.front())].message.cause, Retransmission{acknowledged});
    }
    if (arrives) {
        for (const int place : direction.waiting)
            deliver(index, fromEnd, place);
        direction.waiting.clear();
        return;
    }
    SimDuration wait = m_context.profile.tcpRto;
    for (int doubled = 0; doubled <= direction.attempts && wait < m_context.profile.tcpRtoMax; ++doubled)
        wait *= 2;
    ++direction.attempts;
    m_context.after(std::min(wait, m_context.profile.tcpRtoMax), Kind::TcpRetry, index, fromEnd, 0,
                    m_messages[at(direction.waiting.front())].message.cause, direction.slot);
}

void Transport::tell(int index, int fromEnd, SimTime time, bool arrives, EventId cause, MessageContent content, SimDuration every, bool steady) const
{
    if (!m_context.sink)
        return;
    const Network &net = m_context.net;
    const int pair = m_channels[at(index)].pair;
    const int from = net.pairs[at(pair)].node[at(fromEnd)];
    const int to = net.pairs[at(pair)].node[at(1 - fromEnd)];
    const int link = net.pairs[at(pair)].link;
    const auto firstLink = [&](int node, int other) { return link >= 0 ? std::optional(net.links[at(link)].id) : m_stack.igp.firstLink(node, other); };
    SentMessage message{time, net.nodes[at(from)].id, net.nodes[at(to)].id, firstLink(from, to), {}, firstLink(to, from), delay(pair), arrives, cause, std::move(content), every, steady, time < m_context.now};
    if (at(index) < net.sessions.size())
        message.session = net.sessions[at(index)].id;
    m_context.sink->sent(std::move(message));
}

MessageContent Transport::contentOf(const Message &message) const
{
    switch (message.type) {
    case Message::Type::BgpUpdate: return m_stack.bgp.contentOf(message.a, message.b);
    case Message::Type::BgpEndOfRib: return EndOfRib{};
    case Message::Type::BgpNotification: return BgpNotification{static_cast<std::uint8_t>(message.a), static_cast<std::uint8_t>(message.b)};
    case Message::Type::LdpNotification: return LdpNotification{static_cast<std::uint32_t>(message.a), false};
    case Message::Type::LdpStatus: break;
    }
    return statusContent(message.a, message.b);
}

PwStatus Transport::statusContent(int pw, int status) const
{
    const Network::Pseudowire &row = m_context.net.pseudowires[at(pw)];
    return {m_context.net.services[at(row.service)].id, row.role, static_cast<std::uint32_t>(status & 0xFF), (status & Pseudowires::kWithdrawn) != 0,
            (status & Pseudowires::kMtuDiffers) != 0, m_context.profile.pwStatusTlv};
}

void Transport::clear(int index)
{
    Channel &channel = m_channels[at(index)];
    ++channel.epoch;
    for (Direction &direction : channel.direction) {
        m_free.insert(m_free.end(), direction.waiting.begin(), direction.waiting.end());
        direction.waiting.clear();
        m_context.queue.cancel(direction.slot);
        m_context.queue.cancel(direction.refusedSlot);
        direction.refusal = false;
    }
}

bool Transport::hasSession(int index, int end) const
{
    const int sessions = static_cast<int>(m_context.net.sessions.size());
    return index < sessions ? m_stack.bgp.established(index, end) : m_stack.ldp.sessionUp(index - sessions, end);
}

bool Transport::isHalfOpen(int index, int end) const
{
    return hasSession(index, end) && !hasSession(index, 1 - end) && bothWays(m_channels[at(index)].pair);
}

void Transport::watchHalfOpen(int index, int end, SimDuration keepalive, EventId cause)
{
    Direction &direction = m_channels[at(index)].direction[at(end)];
    if (direction.refusal || keepalive == SimDuration(0) || !isHalfOpen(index, end))
        return;
    const std::uint64_t object = m_channels[at(index)].key + static_cast<std::uint64_t>(end);
    refuse(index, end, m_context.between(SimDuration(0), keepalive, Longer::Later, Stream::Refusal, object, direction.refusals++), HalfOpen::Keepalive, cause);
}

/// `wait`: until the end sends what finds no connection.
void Transport::refuse(int index, int end, SimDuration wait, HalfOpen by, EventId cause)
{
    Direction &direction = m_channels[at(index)].direction[at(end)];
    direction.refusal = true;
    m_context.after(wait + 2 * delay(m_channels[at(index)].pair), Kind::TcpRefused, index, end, static_cast<int>(by), cause, direction.refusedSlot);
}

void Transport::onRefused(int index, int end, HalfOpen by, EventId cause)
{
    m_channels[at(index)].direction[at(end)].refusal = false;
    if (!isHalfOpen(index, end))
        return;
    const SimDuration crossing = delay(m_channels[at(index)].pair);
    if (by == HalfOpen::Keepalive)
        tell(index, end, m_context.now - 2 * crossing, true, cause, Keepalive{});
    tell(index, 1 - end, m_context.now - crossing, true, cause, ConnectionAborted{true});
    const int sessions = static_cast<int>(m_context.net.sessions.size());
    if (index < sessions)
        m_stack.bgp.refused(index, end, cause);
    else
        m_stack.ldp.reset(index - sessions, end, "the neighbour holds no such connection", cause);
}

void Transport::onDeliver(int index, int fromEnd, int place)
{
    const Stored stored = m_messages[at(place)];
    m_free.push_back(place);
    const Channel &channel = m_channels[at(index)];
    const int end = 1 - fromEnd;
    const Message &message = stored.message;
    const int sessions = static_cast<int>(m_context.net.sessions.size());
    const bool notification = message.type == Message::Type::BgpNotification || message.type == Message::Type::LdpNotification;
    // What belonged to an earlier connection is refused, except the word that it has ended.
    if ((stored.epoch != channel.epoch && !notification) || !m_stack.links.powered(m_context.net.pairs[at(channel.pair)].node[at(end)]))
        return;
    if (!notification && !hasSession(index, end)) {
        // It knows no such connection, and its answer does not get through either, or `deliver` would have seen to it: TCP sends again.
        refuse(index, fromEnd, m_context.profile.tcpRto, HalfOpen::Message, message.cause);
        return;
    }
    switch (message.type) {
    case Message::Type::BgpUpdate: m_stack.bgp.onUpdate(index, end, message.a, message.b, message.cause); break;
    case Message::Type::BgpEndOfRib: m_stack.bgp.onEndOfRib(index, end, message.cause); break;
    case Message::Type::BgpNotification: m_stack.bgp.onNotification(index, end, message.cause); break;
    case Message::Type::LdpStatus: m_stack.pseudowires.onStatus(message.a, end, message.b, message.cause); break;
    case Message::Type::LdpNotification: m_stack.ldp.reset(index - sessions, end, "closed by the neighbour", message.cause); break;
    }
}

} // namespace sidestep::engine
