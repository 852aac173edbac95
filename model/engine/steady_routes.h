// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/steady_paths.h"

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace sidestep::engine {

/// A prefix a router has by itself in a VPN instance.
struct SteadyOrigin
{
    plan::RouterId router;
    plan::VpnId vpn;
    Ipv6Prefix prefix;
    std::uint32_t med = 0;
    bool advertised = true;
    std::optional<plan::AccessServiceId> service; ///< a base station's gateway
};

/// The route a VPN instance uses.
struct SteadyVpnRoute
{
    plan::RouterId nextHop;                       ///< the router itself: local
    plan::VpnId remoteVpn;                        ///< instance the next hop looks the packet up in
    std::optional<plan::AccessServiceId> service; ///< of a local gateway
};

/// VPNv6 routes where BGP comes to rest, for given sessions and origins.
class SteadyRoutes
{
public:
    using Table = std::map<Ipv6Prefix, SteadyVpnRoute>;

    SteadyRoutes(const plan::Plan &plan, SteadyPaths &paths, const std::vector<const plan::BgpSession *> &up, const std::vector<SteadyOrigin> &origins,
                 const std::set<plan::VpnMemberId> &importNothing);

    [[nodiscard]] bool settles() const { return m_settles; }
    [[nodiscard]] const std::map<std::pair<plan::RouterId, plan::VpnId>, Table> &tables() const { return m_tables; }
    [[nodiscard]] bool has(plan::RouterId router, plan::VpnId vpn, const Ipv6Prefix &prefix) const;
    /// Longest match; nullptr: no route.
    [[nodiscard]] const SteadyVpnRoute *lookUp(plan::RouterId router, plan::VpnId vpn, const Ipv6 &address) const;

private:
    struct Path
    {
        const SteadyOrigin *origin = nullptr;
        const plan::BgpSession *from = nullptr; ///< nullptr: originated here
        std::vector<plan::RouterId> clusters;
        friend bool operator==(const Path &, const Path &) = default;
    };
    /// Lower is better.
    struct Rank
    {
        bool learned;
        std::uint32_t med;
        std::uint64_t igpCost;
        Ipv4 originator;
        std::size_t clusters;
        Ipv4 peer;
        friend auto operator<=>(const Rank &, const Rank &) = default;
    };
    using Best = std::map<plan::RouterId, Path>;

    [[nodiscard]] Rank rankOf(const Path &path, plan::RouterId at);
    [[nodiscard]] std::optional<Path> advertised(const Best &best, plan::RouterId by, const plan::BgpSession &over, plan::RouterId to);
    void spread(const std::vector<const SteadyOrigin *> &sameRoute);
    void import(const Best &best);

    const plan::Plan &m_plan;
    SteadyPaths &m_paths;
    const std::set<plan::VpnMemberId> &m_importNothing;
    std::map<plan::RouterId, std::vector<const plan::BgpSession *>> m_sessionsOf;
    std::map<std::pair<plan::RouterId, plan::VpnId>, Table> m_tables;
    std::map<std::tuple<plan::RouterId, plan::VpnId, Ipv6Prefix>, Rank> m_ranks; ///< of what stands in the tables
    bool m_settles = true;
};

} // namespace sidestep::engine
