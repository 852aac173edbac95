// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/writer/writer.h"

#include <algorithm>

namespace sidestep::config::vrp {

using namespace plan;

namespace {

/// A router at the far end of a pseudowire, and a service that needs a session to it.
struct TargetedPeer
{
    Ipv4 address;
    AccessServiceId service;
    friend auto operator<=>(const TargetedPeer &, const TargetedPeer &) = default;
};

/// LDP signals a pseudowire over a targeted session (`vrp.md` section 3). By LSR id, then service.
std::vector<TargetedPeer> targetedPeers(const Writer &out)
{
    std::vector<TargetedPeer> peers;
    peers.reserve(2 * out.facts().services.size() + out.facts().pseudowires.size());
    const auto add = [&](const Router *far, const AccessService &service) {
        if (far && far->loopback)
            peers.push_back({*far->loopback, service.id});
    };
    for (const ServicePart &part : out.facts().services) {
        add(part.primaryAgg, *part.service);
        add(part.secondaryAgg, *part.service);
    }
    for (const PseudowirePart &part : out.facts().pseudowires)
        add(part.csg, *part.service);
    std::ranges::sort(peers);
    return peers;
}

void writeTargetedPeers(Writer &out)
{
    const std::vector<TargetedPeer> peers = targetedPeers(out);
    for (auto first = peers.begin(); first != peers.end();) {
        const Ipv4 address = first->address;
        const auto last = std::find_if(first, peers.end(), [&](const TargetedPeer &peer) { return peer.address != address; });
        const auto fromServices = [&] { std::for_each(first, last, [&](const TargetedPeer &peer) { out.alsoFrom(peer.service); }); };
        const Block block = out.open<Cmd::LdpRemotePeer>({}, address);
        fromServices();
        out.put<Cmd::RemoteIp>({}, address);
        fromServices();
        first = last;
    }
}

} // namespace

void writeMpls(Writer &out)
{
    if (!out.hasLoopback())
        return;
    const RouterId self = out.router().id;
    out.put<Cmd::MplsLsrId>({self}, *out.router().loopback);
    out.put<Cmd::Mpls>({self});
    if (!out.facts().services.empty() || !out.facts().pseudowires.empty())
        out.put<Cmd::L2vpn>({self});
    {
        const Block ldp = out.open<Cmd::MplsLdp>({self});
        out.put<Cmd::GracefulRestart>({self});
    }
    writeTargetedPeers(out);
}

} // namespace sidestep::config::vrp
