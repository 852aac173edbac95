// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/capture/bytes.h"

#include <optional>
#include <vector>

/// What LDP and BGP say over TCP, and LDP's hellos over UDP.
namespace sidestep::report {

/// A PDU holds one message; `id` counts the sender's messages.
struct LdpSender
{
    Ipv4 lsr;
    std::uint32_t id = 1;
};
/// RFC 5036 section 3.5.2; a targeted hello asks for one in return.
[[nodiscard]] Bytes ldpHello(LdpSender from, std::uint32_t holdSeconds, bool targeted);
/// Section 3.5.3, with graceful restart (RFC 3478 section 2). `kept`: it has restarted and kept its forwarding.
[[nodiscard]] Bytes ldpInitialization(LdpSender from, Ipv4 to, std::uint32_t keepaliveSeconds, bool kept = false);
[[nodiscard]] Bytes ldpKeepalive(LdpSender from);                                                ///< section 3.5.4
[[nodiscard]] Bytes ldpAddress(LdpSender from, const std::vector<Ipv4> &addresses);              ///< section 3.5.5
[[nodiscard]] Bytes ldpNotification(LdpSender from, std::uint32_t status);                       ///< section 3.5.1
[[nodiscard]] Bytes ldpPrefixMapping(LdpSender from, Ipv4 host, std::uint32_t label);            ///< section 3.5.7

/// A pseudowire as FEC 128 names it (RFC 8077 section 5.2).
struct PwFec
{
    std::uint32_t vcId = 0;
    std::uint32_t type = 4;    ///< 4 tagged, 5 raw
    bool controlWord = true;
    bool bfd = false;          ///< stated as what VCCV can verify with (RFC 5085, RFC 5885)
    std::uint32_t mtu = 1500;
};
/// `status`: none where an end has no status TLV.
[[nodiscard]] Bytes ldpPwMapping(LdpSender from, const PwFec &fec, std::uint32_t label, std::optional<std::uint32_t> status);
[[nodiscard]] Bytes ldpPwWithdraw(LdpSender from, const PwFec &fec, std::uint32_t label);        ///< RFC 5036 section 3.5.10
[[nodiscard]] Bytes ldpPwRelease(LdpSender from, const PwFec &fec, std::uint32_t label);         ///< section 3.5.11
[[nodiscard]] Bytes ldpPwStatus(LdpSender from, const PwFec &fec, std::uint32_t status);         ///< RFC 8077 section 5.4.2

/// RFC 4271 section 4.2, with VPN-IPv6 unicast (RFC 4760, AFI 2 and SAFI 128), route refresh, four-octet AS numbers, and
/// graceful restart as one who keeps a neighbour's routes (RFC 4724).
[[nodiscard]] Bytes bgpOpen(std::uint32_t asNumber, std::uint32_t holdSeconds, Ipv4 routerId, bool restarted = false);
[[nodiscard]] Bytes bgpKeepalive();
[[nodiscard]] Bytes bgpNotification(std::uint32_t code, std::uint32_t subcode);

/// A VPN-IPv6 prefix (RFC 4659 section 3.2).
struct VpnPrefix
{
    RouteDistinguisher distinguisher;
    Ipv6Prefix prefix;
    std::uint32_t label = 0;
};
struct VpnPath
{
    Ipv4 nextHop;
    std::uint32_t med = 0;
    std::vector<RouteTarget> targets;
    std::optional<Ipv4> originator; ///< of a reflected path (RFC 4456 section 8)
    std::vector<Ipv4> clusters;
    std::vector<std::uint32_t> asPath{};
    bool external = false; ///< over eBGP: without local preference
};
[[nodiscard]] Bytes bgpReach(const VpnPrefix &prefix, const VpnPath &path);
[[nodiscard]] Bytes bgpUnreach(const VpnPrefix &prefix);
[[nodiscard]] Bytes bgpEndOfRib(); ///< RFC 4724 section 2

} // namespace sidestep::report
