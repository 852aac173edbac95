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

/// Sessions to peers that can be named, by peer address: the order in which a router lists them.
std::vector<const SessionPart *> usablePeers(Writer &out)
{
    std::map<Ipv4, const SessionPart *> peers;
    for (const SessionPart &part : out.facts().sessions) {
        if (!part.peer->loopback)
            out.gap(part.session->id,
                    fmt::format("BGP peer {} of {} has no loopback address, so the session is left out: run numbering", part.peer->name,
                                out.name()));
        else if (!peers.emplace(*part.peer->loopback, &part).second)
            out.gap(part.session->id, fmt::format("{} has two BGP sessions to {}: remove one", out.name(), part.peer->name));
    }
    std::vector<const SessionPart *> sorted;
    sorted.reserve(peers.size());
    for (const auto &[address, part] : peers)
        sorted.push_back(part);
    return sorted;
}

void writePeer(Writer &out, Nodes &lines, const SessionPart &part, const std::string &source)
{
    const BgpSession &session = *part.session;
    const Ipv4 peer = *part.peer->loopback;
    out.put<Cmd::PeerAs>(lines, {session.id}, peer, out.plan().settings().asNumber);
    out.put<Cmd::PeerConnectInterface>(lines, {session.id}, peer, Word{source});
    if (session.keepaliveSeconds > kMaxKeepalive || session.holdSeconds == 1 || session.holdSeconds == 2)
        out.gap(session.id,
                fmt::format("keepalive {} s and hold {} s of the session to {} are outside 0..21845 and 0, 3..65535: correct them",
                            session.keepaliveSeconds, session.holdSeconds, part.peer->name));
    else if (session.keepaliveSeconds != kDefaultKeepalive || session.holdSeconds != kDefaultHold)
        out.put<Cmd::PeerTimer>(lines, {session.id}, peer, session.keepaliveSeconds, session.holdSeconds);
    if (!session.bfd)
        return;
    const BfdPolicy &bfd = *out.plan().find(*session.bfd);
    out.put<Cmd::PeerBfdTimers>(lines, {session.id, bfd.id}, peer, bfd.minTxMs, bfd.minRxMs,
                                bfd.multiplier == kDefaultMultiplier ? std::optional<std::uint8_t>() : std::optional(bfd.multiplier));
    out.put<Cmd::PeerBfdEnable>(lines, {session.id, bfd.id}, peer);
}

/// A reflector drops routes no instance of its own imports; one that must pass others on may not filter (`vrp.md` section 7).
bool reflectsForeignVpns(const Writer &out, const std::vector<const SessionPart *> &peers)
{
    if (std::ranges::none_of(peers, &SessionPart::reflects))
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

void writeFamilies(Writer &out, Nodes &lines, const std::vector<const SessionPart *> &peers)
{
    const RouterId self = out.router().id;
    if (ConfigNode *family = out.put<Cmd::BgpIpv4Family>(lines, {self})) {
        out.putUndo<Cmd::Synchronization>(family->children, {self});
        for (const SessionPart *part : peers)
            out.put<Cmd::PeerEnable>(family->children, {part->session->id}, *part->peer->loopback);
    }
    if (ConfigNode *family = out.put<Cmd::BgpVpnv6Family>(lines, {self})) {
        if (reflectsForeignVpns(out, peers))
            out.putUndo<Cmd::PolicyVpnTarget>(family->children, {self});
        else
            out.put<Cmd::PolicyVpnTarget>(family->children, {self});
        for (const SessionPart *part : peers) {
            out.put<Cmd::PeerEnable>(family->children, {part->session->id}, *part->peer->loopback);
            if (part->reflects)
                out.put<Cmd::PeerReflectClient>(family->children, {part->session->id}, *part->peer->loopback);
        }
    }
}

void writeVpnFamily(Writer &out, Nodes &lines, const VpnMember &member)
{
    const Vpn &vpn = *out.plan().find(member.vpn);
    ConfigNode *family = out.put<Cmd::BgpVpnFamily>(lines, {member.id, vpn.id}, Word{vpn.name});
    if (!family)
        return;
    std::vector<ObjectId> gateways;
    for (const PseudowirePart &part : out.facts().pseudowires)
        if (part.service->vpn == vpn.id && (gateways.empty() || gateways.back() != ObjectId(part.service->id)))
            gateways.emplace_back(part.service->id);
    const bool importsDirect = !gateways.empty();
    if (importsDirect) {
        ConfigNode *import = out.put<Cmd::ImportDirect>(family->children, {member.id});
        import->origin.insert(import->origin.end(), gateways.begin(), gateways.end());
    }
    std::map<Ipv6Prefix, std::vector<ObjectId>> networks;
    for (const VpnInterface *interface : out.facts().vpnInterfaces) {
        if (interface->vpn != vpn.id || !interface->address)
            continue;
        if (interface->advertised)
            networks[prefixOf(*interface->address)].emplace_back(interface->id);
        else if (importsDirect)
            out.gap(interface->id,
                    fmt::format("{} is not to be advertised, but {} imports all direct routes of VPN {} for its gateways: move the "
                                "interface to another router",
                                toString(*interface->address), out.name(), vpn.name));
    }
    for (auto &[prefix, interfaces] : networks) {
        ConfigNode *network = out.put<Cmd::Network>(family->children, {}, prefix.address(), static_cast<std::uint32_t>(prefix.length()));
        network->origin = std::move(interfaces);
    }
    if (member.frr)
        out.put<Cmd::AutoFrr>(family->children, {member.id});
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
    ConfigNode *bgp = out.put<Cmd::Bgp>(out.blocks(), {self}, out.plan().settings().asNumber);
    Nodes &lines = bgp->children;
    lines.reserve(4 + 5 * peers.size() + facts.members.size());
    out.put<Cmd::BgpRouterId>(lines, {self}, *out.router().loopback);
    out.put<Cmd::GracefulRestart>(lines, {self});
    const std::string source = toString(loopBack(0));
    for (const SessionPart *part : peers)
        writePeer(out, lines, *part, source);
    if (!peers.empty())
        writeFamilies(out, lines, peers);
    for (const VpnMember *member : facts.members)
        if (out.routesIn(member->vpn))
            writeVpnFamily(out, lines, *member);
}

} // namespace sidestep::config::vrp
