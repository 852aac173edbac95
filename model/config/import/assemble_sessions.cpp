// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/import/assembly.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace sidestep::config::importing {

using namespace plan;

namespace {

/// The far end of a session, as one end's file names it.
struct FarEnd
{
    std::size_t router;
    std::optional<PortId> port; ///< none: its loopback
};

std::optional<FarEnd> farEndOf(const Assembly &assembly, Ipv4 address)
{
    if (const auto router = assembly.routerAt(address))
        return FarEnd{*router, std::nullopt};
    const auto place = assembly.portAt(address);
    return place ? std::optional(FarEnd{place->router, place->port}) : std::nullopt;
}

/// What the far end's file says of the session from `near`, and the link that it runs over.
struct NearEnd
{
    const PeerRecord *peer;
    std::optional<LinkId> link;
};

/// A peer that a plan can hold: with VPNv6.
std::optional<NearEnd> answerOf(const Assembly &assembly, const FarEnd &far, const ImportedRouter &near)
{
    const ImportedRouter &router = assembly.router(far.router);
    if (!router.record.bgp)
        return std::nullopt;
    for (const PeerRecord &peer : router.record.bgp->peers) {
        if (!peer.vpnv6)
            continue;
        if (!far.port && near.loopback == peer.address)
            return NearEnd{&peer, std::nullopt};
        const auto place = far.port ? assembly.portAt(peer.address) : std::nullopt;
        const auto link = place && &assembly.router(place->router) == &near ? assembly.linkBetween(place->port, *far.port) : std::nullopt;
        if (link)
            return NearEnd{&peer, link};
    }
    return std::nullopt;
}

struct SessionTimers
{
    std::uint16_t keepalive;
    std::uint16_t hold;
    std::optional<BfdTimers> bfd;
    friend bool operator==(const SessionTimers &, const SessionTimers &) = default;
};

SessionTimers timersOf(const BgpRecord &bgp, const PeerRecord &peer)
{
    return {peer.keepaliveSeconds.value_or(bgp.keepaliveSeconds), peer.holdSeconds.value_or(bgp.holdSeconds),
            peer.bfd ? std::optional(peer.bfdTimers) : std::nullopt};
}

void addSession(Assembly &assembly, std::size_t first, std::size_t second, const PeerRecord &a, const NearEnd &answer)
{
    const PeerRecord &b = *answer.peer;
    const SessionTimers timers = timersOf(*assembly.router(first).record.bgp, a);
    if (timers != timersOf(*assembly.router(second).record.bgp, b))
        assembly.contradictory(second, b.line,
                               fmt::format("the session with {} has other timers or BFD here than there; the plan has those of {}",
                                           assembly.router(first).name, assembly.router(first).name));
    BgpSession row{BgpSessionId(0), assembly.router(first).id, assembly.router(second).id, a.reflectClient, b.reflectClient,
                   timers.keepalive, timers.hold, std::nullopt, answer.link, a.nextHopLocal, b.nextHopLocal};
    if (timers.bfd)
        row.bfd = assembly.bfdPolicy(*timers.bfd);
    if (const auto tunnels = assembly.tunnelBfd(first, second); tunnels && !row.link)
        row.tunnelBfd = assembly.bfdPolicy(*tunnels);
    assembly.edit().add(std::move(row));
}

} // namespace

void assembleSessions(Assembly &assembly)
{
    for (std::size_t i = 0; i < assembly.routers().size(); ++i) {
        const ImportedRouter &router = assembly.router(i);
        if (!router.inPlan() || !router.record.bgp || !router.loopback)
            continue;
        for (const PeerRecord &peer : router.record.bgp->peers) {
            const auto far = farEndOf(assembly, peer.address);
            if (!far || far->router == i || !peer.vpnv6)
                continue;
            const ImportedRouter &other = assembly.router(far->router);
            const auto answer = answerOf(assembly, *far, router);
            if (!answer)
                assembly.contradictory(i, peer.line,
                                       fmt::format("the VPNv6 session with {} has this side only; its lines are kept", other.name));
            else if (i > far->router)
                continue; // the other side has had it
            else if (peer.as != other.record.bgp->as || answer->peer->as != router.record.bgp->as)
                assembly.contradictory(i, peer.line,
                                       fmt::format("the VPNv6 session with {} is between AS {} and {}, and its ends name AS {} and {}; its lines are kept", other.name,
                                                   router.record.bgp->as, other.record.bgp->as, answer->peer->as.value_or(0), peer.as.value_or(0)));
            else
                addSession(assembly, i, far->router, peer, *answer);
        }
    }
}

} // namespace sidestep::config::importing
