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
        return {packet(0, m_ends[0].next, kTcpAck, {}), m_ends[0].next};
    End &own = m_ends[static_cast<std::size_t>(direction)];
    const std::uint32_t sequence = own.next++;
    Segment segment{packet(direction, sequence, step == 0 ? kTcpSyn : kTcpSyn | kTcpAck, {}), own.next};
    m_ends[static_cast<std::size_t>(1 - direction)].expected = own.next;
    return segment;
}

TcpSession::Segment TcpSession::data(int direction, const Bytes &payload, bool lost)
{
    End &own = m_ends[static_cast<std::size_t>(direction)];
    const std::uint32_t sequence = own.next;
    own.next += static_cast<std::uint32_t>(payload.size());
    if (lost)
        own.lost.push_back({sequence, payload});
    return {packet(direction, sequence, kTcpPush | kTcpAck, payload), own.next};
}

std::vector<TcpSession::Segment> TcpSession::again(int direction, bool arrive)
{
    std::vector<Segment> segments;
    End &own = m_ends[static_cast<std::size_t>(direction)];
    for (const Kept &kept : own.lost) {
        segments.push_back({packet(direction, kept.sequence, kTcpPush | kTcpAck, kept.payload), kept.sequence + static_cast<std::uint32_t>(kept.payload.size())});
        if (!arrive)
            break;
    }
    if (arrive)
        own.lost.clear();
    return segments;
}

bool TcpSession::received(int direction, std::uint32_t next)
{
    std::uint32_t &expected = m_ends[static_cast<std::size_t>(1 - direction)].expected;
    const bool news = static_cast<std::int32_t>(next - expected) > 0; // sequence numbers wrap (RFC 9293 section 3.4)
    if (news)
        expected = next;
    return news;
}

Bytes TcpSession::acknowledgement(int direction)
{
    return packet(direction, m_ends[static_cast<std::size_t>(direction)].next, kTcpAck, {});
}

} // namespace sidestep::report
