// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/capture/session_packets.h"

namespace sidestep::report {
namespace {

constexpr std::uint32_t kOpen = 1, kUpdate = 2, kNotification = 3, kKeepalive = 4;
constexpr std::uint32_t kAfiIpv6 = 2, kSafiVpn = 128;
constexpr std::uint32_t kAsTrans = 23456; ///< RFC 6793 section 4.2.2
constexpr std::uint32_t kLocalPreference = 100;

// Attribute flags, RFC 4271 section 4.3.
constexpr std::uint32_t kOptional = 0x80, kTransitive = 0x40, kExtendedLength = 0x10;

Bytes message(std::uint32_t type, const Bytes &body)
{
    Bytes bytes;
    for (int i = 0; i < 16; ++i)
        bytes.u8(0xFF);
    return bytes.u16(static_cast<std::uint32_t>(19 + body.size())).u8(type).add(body);
}

void addAttribute(Bytes &attributes, std::uint32_t flags, std::uint32_t type, const Bytes &value)
{
    attributes.u8(flags | kExtendedLength).u8(type).u16(static_cast<std::uint32_t>(value.size())).add(value);
}

Bytes update(const Bytes &attributes)
{
    return message(kUpdate, Bytes().u16(0).u16(static_cast<std::uint32_t>(attributes.size())).add(attributes));
}

/// RFC 4364 section 4.2: type 0 is an AS and 32 bits, 1 an address and 16 bits, 2 a four-octet AS and 16 bits.
std::uint32_t typeOf(const RouteDistinguisher &value)
{
    return value.ipv4 ? 1 : value.administrator > 0xFFFF ? 2 : 0;
}

void addValue(Bytes &bytes, const RouteDistinguisher &value)
{
    if (typeOf(value) == 0)
        bytes.u16(value.administrator).u32(value.number);
    else
        bytes.u32(value.administrator).u16(value.number);
}

/// RFC 8277 section 2 and RFC 4659 section 3.2.
Bytes nlri(const VpnPrefix &prefix, std::uint32_t labelField)
{
    const int length = prefix.prefix.length();
    Bytes bytes;
    bytes.u8(static_cast<std::uint32_t>(24 + 64 + length)).u24(labelField).u16(typeOf(prefix.distinguisher));
    addValue(bytes, prefix.distinguisher);
    return bytes.add(std::span(prefix.prefix.address().bytes()).first(static_cast<std::size_t>((length + 7) / 8)));
}

/// One AS_SEQUENCE of four-octet numbers, which both ends can do (RFC 6793); empty for a path of the AS itself.
Bytes asPath(const std::vector<std::uint32_t> &numbers)
{
    constexpr std::uint32_t kSequence = 2;
    Bytes bytes;
    if (numbers.empty())
        return bytes;
    bytes.u8(kSequence).u8(static_cast<std::uint32_t>(numbers.size()));
    for (const std::uint32_t number : numbers)
        bytes.u32(number);
    return bytes;
}

} // namespace

Bytes bgpOpen(std::uint32_t asNumber, std::uint32_t holdSeconds, Ipv4 routerId, bool restarted)
{
    constexpr std::uint32_t kMultiprotocol = 1, kRouteRefresh = 2, kGracefulRestart = 64, kFourOctetAs = 65;
    constexpr std::uint32_t kRestartSeconds = 120, kRestarted = 0x8000;
    constexpr std::uint32_t kForwardingKept = 0x80;
    Bytes capabilities;
    capabilities.shortTlv(kMultiprotocol, Bytes().u16(kAfiIpv6).u8(0).u8(kSafiVpn)).shortTlv(kRouteRefresh, {});
    capabilities.shortTlv(kGracefulRestart, Bytes().u16(kRestartSeconds | (restarted ? kRestarted : 0)).u16(kAfiIpv6).u8(kSafiVpn).u8(kForwardingKept));
    capabilities.shortTlv(kFourOctetAs, Bytes().u32(asNumber));
    Bytes parameters;
    parameters.shortTlv(2, capabilities); // RFC 5492 section 4
    Bytes body;
    body.u8(4).u16(asNumber > 0xFFFF ? kAsTrans : asNumber).u16(holdSeconds).add(routerId).u8(static_cast<std::uint32_t>(parameters.size())).add(parameters);
    return message(kOpen, body);
}

Bytes bgpKeepalive()
{
    return message(kKeepalive, {});
}

Bytes bgpNotification(std::uint32_t code, std::uint32_t subcode)
{
    return message(kNotification, Bytes().u8(code).u8(subcode));
}

Bytes bgpReach(const VpnPrefix &prefix, const VpnPath &path)
{
    Bytes reach;
    // The next hop of an IPv4 core is an IPv4-mapped address under distinguisher 0 (RFC 4659 section 3.2.1.2).
    reach.u16(kAfiIpv6).u8(kSafiVpn).u8(24).zeros(8).zeros(10).u16(0xFFFF).add(path.nextHop).u8(0);
    reach.add(nlri(prefix, prefix.label << 4 | 1));
    Bytes attributes;
    addAttribute(attributes, kOptional, 14, reach); // first, so that it can be read whatever follows (RFC 7606 section 5.1)
    addAttribute(attributes, kTransitive, 1, Bytes().u8(0)); // ORIGIN: IGP
    addAttribute(attributes, kTransitive, 2, asPath(path.asPath));
    addAttribute(attributes, kOptional, 4, Bytes().u32(path.med));
    if (!path.external)
        addAttribute(attributes, kTransitive, 5, Bytes().u32(kLocalPreference));
    if (path.originator)
        addAttribute(attributes, kOptional, 9, Bytes().add(*path.originator));
    if (!path.clusters.empty()) {
        Bytes list;
        for (const Ipv4 cluster : path.clusters)
            list.add(cluster);
        addAttribute(attributes, kOptional, 10, list);
    }
    Bytes communities;
    for (const RouteTarget &target : path.targets) {
        communities.u8(typeOf(target)).u8(0x02); // route target, RFC 4360 section 4
        addValue(communities, target);
    }
    if (!path.targets.empty())
        addAttribute(attributes, kOptional | kTransitive, 16, communities);
    return update(attributes);
}

Bytes bgpUnreach(const VpnPrefix &prefix)
{
    constexpr std::uint32_t kWithdrawnLabel = 0x800000; // RFC 8277 section 2.4
    Bytes attributes;
    addAttribute(attributes, kOptional, 15, Bytes().u16(kAfiIpv6).u8(kSafiVpn).add(nlri(prefix, kWithdrawnLabel)));
    return update(attributes);
}

Bytes bgpEndOfRib()
{
    Bytes attributes;
    addAttribute(attributes, kOptional, 15, Bytes().u16(kAfiIpv6).u8(kSafiVpn));
    return update(attributes);
}

} // namespace sidestep::report
