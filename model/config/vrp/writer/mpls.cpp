// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/writer/igp.h"
#include "model/config/vrp/writer/writer.h"

#include <algorithm>
#include <tuple>

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

/// The loopback at the far end of an LDP tunnel that BFD watches, and the service or session that asks for it.
struct WatchedTunnel
{
    Ipv4 egress;
    ObjectId from;
    BfdPolicyId policy;
};

/// Tunnels to and from the router are watched in pairs, so what begins here ends here, too. By loopback, each once.
std::vector<WatchedTunnel> watchedTunnels(const Writer &out)
{
    std::vector<WatchedTunnel> tunnels;
    const auto add = [&](const Router *far, ObjectId from, const std::optional<BfdPolicyId> &policy) {
        if (far && far->loopback && policy)
            tunnels.push_back({*far->loopback, from, *policy});
    };
    const auto follow = [](const AccessService &service) { return service.watch == PwWatch::Tunnel ? service.bfd : std::nullopt; };
    for (const SessionPart &part : out.facts().sessions)
        if (!part.session->link)
            add(part.peer, part.session->id, part.session->tunnelBfd);
    for (const ServicePart &part : out.facts().services) {
        add(part.primaryAgg, part.service->id, follow(*part.service));
        add(part.secondaryAgg, part.service->id, follow(*part.service));
    }
    for (const PseudowirePart &part : out.facts().pseudowires)
        add(part.csg, part.service->id, follow(*part.service));
    std::ranges::stable_sort(tunnels, {}, &WatchedTunnel::egress);
    tunnels.erase(std::unique(tunnels.begin(), tunnels.end(), [](const WatchedTunnel &a, const WatchedTunnel &b) { return a.egress == b.egress; }),
                  tunnels.end());
    return tunnels;
}

constexpr std::string_view kWatchedTunnels = "BFD-TUNNELS";

void writeTunnelList(Writer &out, const std::vector<WatchedTunnel> &tunnels)
{
    constexpr std::uint32_t kStep = 10;
    constexpr std::uint8_t kHostLength = 32;
    std::uint32_t index = 0;
    for (const WatchedTunnel &tunnel : tunnels) {
        index += kStep;
        out.put<Cmd::IpPrefix>({tunnel.from}, Word{kWatchedTunnels}, index, tunnel.egress, kHostLength);
    }
}

/// Dynamic BFD for LDP tunnels (vendor's command reference: `mpls bfd enable`, `mpls bfd-tunnel`, `mpls bfd-trigger-tunnel`). A router
/// has one pace for all of them: that of the first.
void writeTunnelBfd(Writer &out, const std::vector<WatchedTunnel> &tunnels)
{
    if (tunnels.empty())
        return;
    const WatchedTunnel &first = tunnels.front();
    const BfdPolicy &bfd = *out.plan().find(first.policy);
    const auto pace = [&](const WatchedTunnel &tunnel) {
        const BfdPolicy &policy = *out.plan().find(tunnel.policy);
        return std::tuple(policy.minTxMs, policy.minRxMs, policy.multiplier);
    };
    for (const WatchedTunnel &tunnel : tunnels)
        if (pace(tunnel) != pace(first))
            out.gap(tunnel.from, fmt::format("BFD of the tunnel from {} to {} has another pace than that of the others, and a router has one: it runs at {} x {} ms; "
                                             "use one BFD policy",
                                             out.name(), tunnel.egress.toString(), bfd.multiplier, bfd.minTxMs));
    out.put<Cmd::MplsBfd>({first.from});
    out.put<Cmd::MplsBfdTunnel>({first.from, bfd.id}, bfd.minTxMs, bfd.minRxMs, unlessDefault(bfd.multiplier));
    out.put<Cmd::MplsBfdTrigger>({first.from}, Word{kWatchedTunnels});
}

} // namespace

bool watchesTunnels(const Writer &out)
{
    return !watchedTunnels(out).empty();
}

void writeMpls(Writer &out)
{
    if (!out.hasLoopback())
        return;
    const RouterId self = out.router().id;
    const std::vector<WatchedTunnel> tunnels = watchedTunnels(out);
    writeTunnelList(out, tunnels);
    out.put<Cmd::MplsLsrId>({self}, *out.router().loopback);
    {
        const Block mpls = out.open<Cmd::Mpls>({self});
        writeTunnelBfd(out, tunnels);
    }
    if (!out.facts().services.empty() || !out.facts().pseudowires.empty())
        out.put<Cmd::L2vpn>({self});
    {
        const Block ldp = out.open<Cmd::MplsLdp>({self});
        out.put<Cmd::GracefulRestart>({self});
    }
    writeTargetedPeers(out);
}

} // namespace sidestep::config::vrp
