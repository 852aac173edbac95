// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/import/assembly.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace sidestep::config::importing {

using namespace plan;

namespace {

/// A peer that a plan can hold: iBGP in the plan's AS, with VPNv6.
const PeerRecord *peerTowards(const ImportedRouter &router, Ipv4 address, std::uint32_t as)
{
    if (!router.record.bgp || router.record.bgp->as != as)
        return nullptr;
    const auto at = std::ranges::find(router.record.bgp->peers, address, &PeerRecord::address);
    return at != router.record.bgp->peers.end() && at->as == as && at->vpnv6 ? &*at : nullptr;
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

void addSession(Assembly &assembly, std::size_t first, std::size_t second, const PeerRecord &a, const PeerRecord &b)
{
    const SessionTimers timers = timersOf(*assembly.router(first).record.bgp, a);
    if (timers != timersOf(*assembly.router(second).record.bgp, b))
        assembly.contradictory(second, b.line,
                               fmt::format("the session with {} has other timers or BFD here than there; the plan has those of {}",
                                           assembly.router(first).name, assembly.router(first).name));
    BgpSession row{BgpSessionId(0), assembly.router(first).id, assembly.router(second).id, a.reflectClient, b.reflectClient,
                   timers.keepalive, timers.hold, std::nullopt};
    if (timers.bfd)
        row.bfd = assembly.bfdPolicy(*timers.bfd);
    assembly.edit().add(std::move(row));
}

/// The plan has one AS: that of the first file with BGP.
void chooseAs(Assembly &assembly)
{
    std::optional<std::size_t> first;
    for (std::size_t i = 0; i < assembly.routers().size(); ++i) {
        const ImportedRouter &router = assembly.router(i);
        if (!router.inPlan() || !router.record.bgp)
            continue;
        if (!first) {
            first = i;
            assembly.settings().asNumber = router.record.bgp->as;
        } else if (router.record.bgp->as != assembly.settings().asNumber) {
            assembly.contradictory(i, router.record.bgp->block,
                                   fmt::format("AS {} is not that of {}, {}; a plan has one AS, so these sessions are not in it",
                                               router.record.bgp->as, assembly.router(*first).name, assembly.settings().asNumber));
        }
    }
}

} // namespace

void assembleSessions(Assembly &assembly)
{
    chooseAs(assembly);
    const std::uint32_t as = assembly.settings().asNumber;
    for (std::size_t i = 0; i < assembly.routers().size(); ++i) {
        const ImportedRouter &router = assembly.router(i);
        if (!router.inPlan() || !router.record.bgp || !router.loopback)
            continue;
        for (const PeerRecord &peer : router.record.bgp->peers) {
            const auto far = assembly.routerAt(peer.address);
            if (!far || *far == i || !peerTowards(router, peer.address, as))
                continue;
            const PeerRecord *back = peerTowards(assembly.router(*far), *router.loopback, as);
            if (!back)
                assembly.contradictory(i, peer.line,
                                       fmt::format("the VPNv6 session with {} has this side only; its lines are kept", assembly.router(*far).name));
            else if (i < *far)
                addSession(assembly, i, *far, peer, *back);
        }
    }
}

} // namespace sidestep::config::importing
