// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/simulate.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sidestep::engine {

/// Subject of what happens to the management pseudowire of two routers.
[[nodiscard]] std::string managementPwSubject(std::string_view csg, std::string_view agg);

/// What one router holds at a moment of a run: what its `display` commands would answer from. Vectors are in id order unless
/// said otherwise.
struct RouterSnapshot
{
    struct LinkEnd
    {
        plan::LinkId link;
        bool light = true;    ///< its interface is up
        bool adjacent = true; ///< IS-IS adjacency
        bool labels = true;   ///< LDP session with the neighbour on the link
    };
    /// About a link, a BGP session, a pseudowire or an LDP tunnel: one of the four.
    struct BfdSession
    {
        std::optional<plan::LinkId> link;
        std::optional<plan::BgpSessionId> session;
        std::optional<plan::AccessServiceId> service;
        plan::PwRole pw = plan::PwRole::Primary;
        bool up = true;
        bool management = false; ///< inside the management pseudowire of that one
        std::optional<plan::RouterId> tunnelFrom, tunnelTo; ///< of an LDP tunnel
    };
    struct TargetedLdp
    {
        plan::RouterId peer;
        bool up = true;
    };
    struct Peer
    {
        plan::BgpSessionId session;
        bool up = true;
        std::size_t received = 0; ///< paths held from it
    };
    /// A path in the BGP table, under the distinguisher that its originator has in `vpn`.
    struct Path
    {
        plan::VpnId vpn;
        plan::RouterId originator;
        Ipv6Prefix prefix;
        plan::RouterId nextHop;
        std::optional<plan::BgpSessionId> from; ///< none: its own
        std::uint32_t med = 0;
        bool usable = true;
        bool best = false;
        std::optional<plan::LinkId> nextHopLink{}; ///< the next hop is the router's address on it; none: its loopback
        std::vector<std::uint32_t> asPath{};
        bool external = false; ///< from an eBGP peer
    };
    /// A route in the table of a VPN instance.
    struct Route
    {
        plan::VpnId vpn;
        Ipv6Prefix prefix;
        plan::RouterId nextHop;
        bool local = false;
        std::optional<plan::RouterId> backup; ///< next hop of the best other path, where there is one
        std::optional<plan::LinkId> nextHopLink{}; ///< as of a path
    };
    struct Pseudowire
    {
        plan::AccessServiceId service;
        plan::PwRole role = plan::PwRole::Primary;
        bool usable = true;        ///< as this router sees it
        bool active = false;       ///< the CSG sends on it
        bool sessionUp = true;     ///< targeted LDP
        bool labelledPath = true;  ///< a labelled path to the other end
        bool trackedDown = false;  ///< set down by the tracked route
        int sent = 0, received = 0; ///< PW status bits (RFC 8077 section 6.3)
    };

    bool powered = true;
    std::vector<LinkEnd> links;
    std::vector<BfdSession> bfd; ///< links, then BGP, then pseudowires
    std::vector<TargetedLdp> targeted;
    std::vector<Peer> peers;
    std::vector<Path> paths;     ///< by VPN, prefix, originator; best first
    std::vector<Route> routes;   ///< by VPN, prefix
    std::vector<Pseudowire> pseudowires;
    std::vector<Event> events;   ///< of this router up to the moment
};

/// Runs the scenario up to and with the instant `at` and looks at the router. Errors: as simulate, NotFound (no such router).
[[nodiscard]] Result<RouterSnapshot> routerSnapshot(const plan::Plan &plan, const plan::Scenario &scenario, const SimulationOptions &options, plan::RouterId router,
                                                    SimTime at, std::stop_token stop = {});

} // namespace sidestep::engine
