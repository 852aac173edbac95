// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/import/line_values.h"

#include <algorithm>

namespace sidestep::config::importing {

namespace {

PeerRecord &peerOf(BgpRecord &bgp, const LineValues &line)
{
    const Ipv4 address = line.parsed<Ipv4>("ip").value_or(Ipv4());
    const auto at = std::ranges::find(bgp.peers, address, &PeerRecord::address);
    if (at != bgp.peers.end())
        return *at;
    PeerRecord &peer = bgp.peers.emplace_back();
    peer.address = address;
    peer.line = line.source();
    return peer;
}

void readPeerLine(const LineValues &line, BgpRecord &bgp)
{
    switch (line.command()) {
    case Cmd::PeerAs:
        peerOf(bgp, line).as = line.number<std::uint32_t>("as");
        break;
    case Cmd::PeerTimer: {
        PeerRecord &peer = peerOf(bgp, line);
        peer.keepaliveSeconds = line.number<std::uint16_t>("keepalive-s");
        peer.holdSeconds = line.number<std::uint16_t>("hold-s");
        break;
    }
    case Cmd::PeerBfdEnable:
        peerOf(bgp, line).bfd = true;
        break;
    case Cmd::PeerBfdTimers:
        readBfdTimers(line, peerOf(bgp, line).bfdTimers);
        break;
    case Cmd::PeerEnable:
        peerOf(bgp, line).vpnv6 = true;
        break;
    case Cmd::PeerReflectClient:
        peerOf(bgp, line).reflectClient = true;
        break;
    case Cmd::PeerNextHopLocal:
        peerOf(bgp, line).nextHopLocal = true;
        break;
    default:
        break;
    }
}

void readVpnFamily(const ConfigTree &tree, LineIndex opener, const std::string &vpn, BgpRecord &bgp)
{
    eachLineIn(tree, opener, [&](const LineValues &line) {
        const auto address = line.parsed<Ipv6>("ipv6");
        const auto length = line.number<std::uint8_t>("length6");
        // A route with a policy is more than a plan says of it.
        if (line.command() == Cmd::Network && address && length && line.text("policy").empty())
            bgp.networks.push_back({vpn, Ipv6Prefix(*address, *length)});
    });
}

} // namespace

void readBgp(const ConfigTree &tree, LineIndex opener, BgpRecord &bgp)
{
    eachLineIn(tree, opener, [&](const LineValues &line) {
        switch (line.command()) {
        case Cmd::BgpTimer:
            line.read("keepalive-s", bgp.keepaliveSeconds);
            line.read("hold-s", bgp.holdSeconds);
            break;
        case Cmd::BgpVpnv6Family:
            eachLineIn(tree, line.index(), [&](const LineValues &inner) { readPeerLine(inner, bgp); });
            break;
        case Cmd::BgpVpnFamily:
            readVpnFamily(tree, line.index(), line.text("vpn"), bgp);
            break;
        default:
            readPeerLine(line, bgp);
            break;
        }
    });
}

} // namespace sidestep::config::importing
