// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/writer/writer.h"

#include <algorithm>
#include <map>

namespace sidestep::config::vrp {

using namespace plan;

namespace {

constexpr std::uint16_t kDefaultKeepalive = 60;
constexpr std::uint16_t kDefaultHold = 180;
constexpr std::uint16_t kMaxKeepalive = 21845;
constexpr std::uint8_t kDefaultMultiplier = 3;
constexpr std::uint8_t kMostHops = 255; // what the router takes where no number is typed

/// Sessions to peers that can be named, by peer address: the order in which a router lists them.
std::vector<const SessionPart *> usablePeers(Writer &out)
{
    std::vector<const SessionPart *> peers;
    peers.reserve(out.facts().sessions.size());
    const auto address = [](const SessionPart *part) { return *part->peerAddress(); };
    for (const SessionPart &part : out.facts().sessions) {
        if (!part.peerAddress()) {
            out.gap(part.session->id,
                    fmt::format("BGP peer {} of {} has no {}, so the session is left out: run numbering", part.peer->name, out.name(),
                                part.peerPort ? "address on " + part.peerPort->name : "loopback address"));
            continue;
        }
        const auto place = std::ranges::lower_bound(peers, *part.peerAddress(), {}, address);
        if (place == peers.end() || address(*place) != *part.peerAddress())
            peers.insert(place, &part);
        else
            out.gap(part.session->id, fmt::format("{} has two BGP sessions to {}: remove one", out.name(), part.peer->name));
    }
    return peers;
}

bool isExternal(const Writer &out, const SessionPart &part)
{
    return asNumberOf(out.plan(), *part.peer) != asNumberOf(out.plan(), out.router());
}

void writePeer(Writer &out, const SessionPart &part)
{
    const BgpSession &session = *part.session;
    const Ipv4 peer = *part.peerAddress();
    out.put<Cmd::PeerAs>({session.id}, peer, asNumberOf(out.plan(), *part.peer));
    if (!part.peerPort) {
        out.put<Cmd::PeerConnectInterface>({session.id}, peer, loopBack(0));
        // An eBGP neighbour is one hop away unless the router is told otherwise, and a loopback is not.
        if (isExternal(out, part))
            out.put<Cmd::PeerEbgpMaxHop>({session.id}, peer, kMostHops);
    }
    if (session.keepaliveSeconds > kMaxKeepalive || session.holdSeconds == 1 || session.holdSeconds == 2)
        out.gap(session.id,
                fmt::format("keepalive {} s and hold {} s of the session to {} are outside 0..21845 and 0, 3..65535: correct them",
                            session.keepaliveSeconds, session.holdSeconds, part.peer->name));
    else if (session.keepaliveSeconds != kDefaultKeepalive || session.holdSeconds != kDefaultHold)
        out.put<Cmd::PeerTimer>({session.id}, peer, session.keepaliveSeconds, session.holdSeconds);
    if (!session.bfd)
        return;
    const BfdPolicy &bfd = *out.plan().find(*session.bfd);
    out.put<Cmd::PeerBfdTimers>({session.id, bfd.id}, peer, bfd.minTxMs, bfd.minRxMs,
                                bfd.multiplier == kDefaultMultiplier ? std::optional<std::uint8_t>() : std::optional(bfd.multiplier));
    out.put<Cmd::PeerBfdEnable>({session.id, bfd.id}, peer);
}

/// A router drops routes no instance of its own imports; a reflector, or one between two ASes, that must pass others on may not
/// filter (`vrp.md` section 7; vendor command reference, policy vpn-target).
bool passesOnForeignVpns(const Writer &out, const std::vector<const SessionPart *> &peers)
{
    if (std::ranges::none_of(peers, [&](const SessionPart *part) { return part->reflects || isExternal(out, *part); }))
        return false;
    std::vector<RouteTarget> imported;
    for (const VpnMember *member : out.facts().members)
        if (member->distinguisher)
            std::ranges::copy(out.plan().find(member->vpn)->importTargets, std::back_inserter(imported));
    for (const Vpn &vpn : out.plan().vpns())
        if (!vpn.exportTargets.empty() && std::ranges::none_of(vpn.exportTargets, [&](const RouteTarget &rt) {
                return std::ranges::find(imported, rt) != imported.end();
            }))
            return true;
    return false;
}

void writeFamilies(Writer &out, const std::vector<const SessionPart *> &peers)
{
    const RouterId self = out.router().id;
    {
        const Block family = out.open<Cmd::BgpIpv4Family>({self});
        out.putUndo<Cmd::Synchronization>({self});
        for (const SessionPart *part : peers)
            out.put<Cmd::PeerEnable>({part->session->id}, *part->peerAddress());
    }
    {
        const Block family = out.open<Cmd::BgpVpnv6Family>({self});
        if (passesOnForeignVpns(out, peers))
            out.putUndo<Cmd::PolicyVpnTarget>({self});
        else
            out.put<Cmd::PolicyVpnTarget>({self});
        for (const SessionPart *part : peers) {
            out.put<Cmd::PeerEnable>({part->session->id}, *part->peerAddress());
            if (part->reflects)
                out.put<Cmd::PeerReflectClient>({part->session->id}, *part->peerAddress());
            if (part->nextHopSelf)
                out.put<Cmd::PeerNextHopLocal>({part->session->id}, *part->peerAddress());
        }
    }
}

void writeVpnFamily(Writer &out, const VpnMember &member)
{
    const Vpn &vpn = *out.plan().find(member.vpn);
    const Block family = out.open<Cmd::BgpVpnFamily>({member.id, vpn.id}, Word{vpn.name});
    if (!family)
        return;
    const auto isGateway = [&](const PseudowirePart &part) { return part.service->vpn == vpn.id; };
    const bool importsDirect = std::ranges::any_of(out.facts().pseudowires, isGateway);
    if (importsDirect) {
        out.put<Cmd::ImportDirect>({member.id});
        for (const PseudowirePart &part : out.facts().pseudowires)
            if (isGateway(part))
                out.alsoFrom(part.service->id);
    }
    std::map<Ipv6Prefix, std::vector<VpnInterfaceId>> networks;
    for (const VpnInterface *interface : out.facts().vpnInterfaces) {
        if (interface->vpn != vpn.id || !interface->address)
            continue;
        if (interface->advertised)
            networks[prefixOf(*interface->address)].push_back(interface->id);
        else if (importsDirect)
            out.gap(interface->id,
                    fmt::format("{} is not to be advertised, but {} imports all direct routes of VPN {} for its gateways: move the "
                                "interface to another router",
                                toString(*interface->address), out.name(), vpn.name));
    }
    for (const auto &[prefix, interfaces] : networks) {
        out.put<Cmd::Network>({}, prefix.address(), static_cast<std::uint32_t>(prefix.length()));
        for (const VpnInterfaceId interface : interfaces)
            out.alsoFrom(interface);
    }
    if (member.frr)
        out.put<Cmd::AutoFrr>({member.id});
}

} // namespace

void writeBgp(Writer &out)
{
    const RouterFacts &facts = out.facts();
    const bool routes = std::ranges::any_of(facts.members, [&](const VpnMember *member) { return out.routesIn(member->vpn); });
    if (!out.hasLoopback() || (facts.sessions.empty() && !routes))
        return;
    const RouterId self = out.router().id;
    const std::vector<const SessionPart *> peers = usablePeers(out);
    const Block bgp = out.open<Cmd::Bgp>({self}, asNumberOf(out.plan(), out.router()));
    out.put<Cmd::BgpRouterId>({self}, *out.router().loopback);
    out.put<Cmd::GracefulRestart>({self});
    for (const SessionPart *part : peers)
        writePeer(out, *part);
    if (!peers.empty())
        writeFamilies(out, peers);
    for (const VpnMember *member : facts.members)
        if (out.routesIn(member->vpn))
            writeVpnFamily(out, *member);
}

} // namespace sidestep::config::vrp
