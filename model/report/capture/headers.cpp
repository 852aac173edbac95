// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/capture/headers.h"

namespace sidestep::report {
namespace {

constexpr std::uint32_t kClassSelector6 = 0xC0;
constexpr std::uint32_t kDontFragment = 0x4000;
constexpr std::uint32_t kWindow = 65535;
constexpr std::uint32_t kMaximumSegment = 1460;

/// Sum of the pseudo-header (RFC 9293 section 3.1, RFC 768).
std::uint32_t pseudoHeader(Ipv4 from, Ipv4 to, std::uint32_t protocol, std::size_t length)
{
    const auto halves = [](Ipv4 address) { return (address.bits() >> 16) + (address.bits() & 0xFFFF); };
    return halves(from) + halves(to) + protocol + static_cast<std::uint32_t>(length);
}

} // namespace

Bytes ethernet(const Mac &to, const Mac &from, std::uint32_t type, const Bytes &payload)
{
    Bytes frame;
    frame.add(to.bytes()).add(from.bytes()).u16(type).add(payload);
    return frame;
}

Bytes ethernetLlc(const Mac &to, const Mac &from, const Bytes &payload)
{
    Bytes body;
    body.u8(0xFE).u8(0xFE).u8(0x03).add(payload);
    return ethernet(to, from, static_cast<std::uint32_t>(body.size()), body);
}

Bytes ipv4(Ipv4 from, Ipv4 to, std::uint32_t protocol, std::uint32_t timeToLive, std::uint32_t identification, const Bytes &payload)
{
    Bytes packet;
    packet.u8(0x45).u8(kClassSelector6).u16(static_cast<std::uint32_t>(20 + payload.size())).u16(identification).u16(kDontFragment);
    packet.u8(timeToLive).u8(protocol).u16(0).add(from).add(to);
    packet.patch16(10, internetChecksum(packet.span()));
    return packet.add(payload);
}

Bytes udp(Ipv4 from, Ipv4 to, std::uint32_t fromPort, std::uint32_t toPort, const Bytes &payload)
{
    Bytes datagram;
    datagram.u16(fromPort).u16(toPort).u16(static_cast<std::uint32_t>(8 + payload.size())).u16(0).add(payload);
    const std::uint16_t sum = internetChecksum(datagram.span(), pseudoHeader(from, to, kProtocolUdp, datagram.size()));
    datagram.patch16(6, sum == 0 ? 0xFFFF : sum); // zero would say that there is none
    return datagram;
}

Bytes tcp(Ipv4 from, Ipv4 to, const TcpHeader &header, const Bytes &payload)
{
    const bool opens = (header.flags & kTcpSyn) != 0;
    Bytes segment;
    segment.u16(header.fromPort).u16(header.toPort).u32(header.sequence).u32(header.acknowledged);
    segment.u8(opens ? 0x60 : 0x50).u8(header.flags).u16(kWindow).u16(0).u16(0);
    if (opens)
        segment.u8(2).u8(4).u16(kMaximumSegment);
    segment.add(payload);
    segment.patch16(16, internetChecksum(segment.span(), pseudoHeader(from, to, kProtocolTcp, segment.size())));
    return segment;
}

Bytes mpls(const LabelEntry &entry, const Bytes &payload)
{
    Bytes packet;
    packet.u32(entry.label << 12 | 6U << 9 | (entry.bottom ? 1U << 8 : 0U) | entry.timeToLive).add(payload);
    return packet;
}

} // namespace sidestep::report
