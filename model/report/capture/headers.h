// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/capture/bytes.h"

namespace sidestep::report {

struct Station
{
    Mac mac;
    Ipv4 address;
};

/// Numbers of IANA and IEEE that the packets carry.
inline constexpr std::uint32_t kEtherIpv4 = 0x0800;
inline constexpr std::uint32_t kEtherMpls = 0x8847;
inline constexpr std::uint32_t kProtocolTcp = 6;
inline constexpr std::uint32_t kProtocolUdp = 17;

/// An Ethernet II frame (RFC 894).
[[nodiscard]] Bytes ethernet(const Mac &to, const Mac &from, std::uint32_t type, const Bytes &payload);
/// An IEEE 802.3 frame with the LLC header of ISO protocols, 0xFE 0xFE 0x03 (RFC 1195 with ISO 10589).
[[nodiscard]] Bytes ethernetLlc(const Mac &to, const Mac &from, const Bytes &payload);
/// RFC 791, with DSCP CS6 as network control (RFC 4594 section 3.1) and Don't Fragment.
[[nodiscard]] Bytes ipv4(Ipv4 from, Ipv4 to, std::uint32_t protocol, std::uint32_t timeToLive, std::uint32_t identification, const Bytes &payload);
/// RFC 768, with its checksum over the pseudo-header.
[[nodiscard]] Bytes udp(Ipv4 from, Ipv4 to, std::uint32_t fromPort, std::uint32_t toPort, const Bytes &payload);

enum TcpFlag : std::uint32_t { kTcpFin = 0x01, kTcpSyn = 0x02, kTcpReset = 0x04, kTcpPush = 0x08, kTcpAck = 0x10 };
struct TcpHeader
{
    std::uint32_t fromPort = 0, toPort = 0;
    std::uint32_t sequence = 0, acknowledged = 0;
    std::uint32_t flags = kTcpAck;
};
/// RFC 9293 section 3.1; a SYN states a maximum segment size of 1460.
[[nodiscard]] Bytes tcp(Ipv4 from, Ipv4 to, const TcpHeader &header, const Bytes &payload);
struct LabelEntry
{
    std::uint32_t label = 0;
    std::uint32_t timeToLive = 255;
    bool bottom = true; ///< of the stack
};
/// RFC 3032 section 2.1, with traffic class 6.
[[nodiscard]] Bytes mpls(const LabelEntry &entry, const Bytes &payload);

} // namespace sidestep::report
