// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/capture/tcp_session.h"

namespace sidestep::report {
namespace {

constexpr std::uint32_t kFirstDynamicPort = 49152; ///< RFC 6335 section 6
constexpr std::uint32_t kDynamicPorts = 16384;
constexpr std::uint32_t kSequenceStep = 0x00010000; ///< between the first sequence numbers of two connections
constexpr std::uint32_t kTimeToLive = 255;

} // namespace

TcpSession::TcpSession(std::array<Ipv4, 2> addresses, std::uint32_t port, std::uint32_t number)
    : m_addresses(addresses), m_ports{kFirstDynamicPort + number % kDynamicPorts, port}
{
    m_ends[0].next = m_ends[1].expected = (2 * number + 1) * kSequenceStep;
    m_ends[1].next = m_ends[0].expected = (2 * number + 2) * kSequenceStep;
}

Bytes TcpSession::packet(int direction, std::uint32_t sequence, std::uint32_t flags, const Bytes &payload)
{
    const auto from = static_cast<std::size_t>(direction);
    const std::size_t to = 1 - from;
    const std::uint32_t acknowledged = (flags & kTcpAck) != 0 ? m_ends[from].expected : 0;
    const Bytes segment = tcp(m_addresses[from], m_addresses[to], {m_ports[from], m_ports[to], sequence, acknowledged, flags}, payload);
    return ipv4(m_addresses[from], m_addresses[to], kProtocolTcp, kTimeToLive, ++m_ends[from].packets, segment);
}

TcpSession::Segment TcpSession::handshake(int step)
{
    const int direction = step == 1 ? 1 : 0;
    if (step == 2)
        return {packet(0, m_ends[0].next, kTcpAck, {}), m_ends[0].next, m_ends[0].next};
    End &own = m_ends[static_cast<std::size_t>(direction)];
    const std::uint32_t sequence = own.next++;
    Segment segment{packet(direction, sequence, step == 0 ? kTcpSyn : kTcpSyn | kTcpAck, {}), sequence, own.next};
    m_ends[static_cast<std::size_t>(1 - direction)].expected = own.next;
    return segment;
}

std::uint32_t TcpSession::after(const Kept &kept)
{
    return kept.sequence + static_cast<std::uint32_t>(kept.payload.size()) + ((kept.flags & kTcpFin) != 0 ? 1 : 0);
}

TcpSession::Segment TcpSession::data(int direction, const Bytes &payload, bool lost, bool last)
{
    End &own = m_ends[static_cast<std::size_t>(direction)];
    const Kept kept{own.next, kTcpPush | kTcpAck | (last ? kTcpFin : 0U), payload};
    own.next = after(kept);
    if (lost)
        own.lost.push_back(kept);
    return {packet(direction, kept.sequence, kept.flags, payload), kept.sequence, own.next};
}

TcpSession::Segment TcpSession::finish(int direction)
{
    End &own = m_ends[static_cast<std::size_t>(direction)];
    const std::uint32_t sequence = own.next++;
    return {packet(direction, sequence, kTcpFin | kTcpAck, {}), sequence, own.next};
}

Bytes TcpSession::reset(int direction)
{
    return packet(direction, m_ends[static_cast<std::size_t>(direction)].next, kTcpReset | kTcpAck, {});
}

void TcpSession::queue(int direction, const Bytes &payload)
{
    m_ends[static_cast<std::size_t>(direction)].queued.push_back(payload);
}

std::vector<TcpSession::Segment> TcpSession::again(int direction, bool arrive)
{
    End &own = m_ends[static_cast<std::size_t>(direction)];
    std::vector<Segment> segments;
    for (const Kept &kept : own.lost)
        segments.push_back({packet(direction, kept.sequence, kept.flags, kept.payload), kept.sequence, after(kept)});
    if (arrive) {
        own.lost.clear();
        for (const Bytes &payload : own.queued)
            segments.push_back(data(direction, payload, false));
        own.queued.clear();
    } else if (segments.empty() && !own.queued.empty()) {
        segments.push_back(data(direction, own.queued.front(), true));
        own.queued.erase(own.queued.begin());
    } else if (segments.size() > 1) {
        segments.resize(1);
    }
    return segments;
}

bool TcpSession::received(int direction, const Segment &segment)
{
    const auto before = [](std::uint32_t x, std::uint32_t y) { return static_cast<std::int32_t>(x - y) < 0; }; // they wrap (RFC 9293 section 3.4)
    End &receiver = m_ends[static_cast<std::size_t>(1 - direction)];
    if (!before(receiver.expected, segment.next))
        return false;
    if (before(receiver.expected, segment.sequence)) {
        receiver.early[segment.sequence] = segment.next;
        return true;
    }
    receiver.expected = segment.next;
    for (auto next = receiver.early.begin(); next != receiver.early.end() && !before(receiver.expected, next->first); next = receiver.early.erase(next)) {
        if (before(receiver.expected, next->second))
            receiver.expected = next->second;
    }
    return true;
}

Bytes TcpSession::acknowledgement(int direction)
{
    return packet(direction, m_ends[static_cast<std::size_t>(direction)].next, kTcpAck, {});
}

} // namespace sidestep::report
