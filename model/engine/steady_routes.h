// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/steady_paths.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
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
    /// From one router that looks at the VPN label to the next.
    struct Stretch
    {
        plan::RouterId to;
        std::optional<plan::LinkId> over; ///< none: by the IGP
    };
    plan::RouterId nextHop;                       ///< the router itself: local
    plan::VpnId remoteVpn;                        ///< instance the egress looks the packet up in
    std::optional<plan::AccessServiceId> service; ///< of a local gateway
    std::vector<Stretch> way{};                   ///< to the egress; empty: local
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
        plan::RouterId nextHop;
        std::optional<plan::LinkId> over{}; ///< of a next hop that is an address on a link
        plan::RouterId entry;               ///< the router that brought it into this AS; over eBGP the peer
        std::vector<std::uint32_t> asPath{};
        std::vector<plan::RouterId> clusters{};
        std::uint32_t med = 0;
        friend bool operator==(const Path &, const Path &) = default;
    };
    using Best = std::map<plan::RouterId, Path>;
    using Speakers = std::vector<plan::RouterId>;
    /// Whether a speaker knows of what those before it chose in the same round.
    enum class Turns { InOrder, AllAtOnce };

    [[nodiscard]] std::uint32_t asOf(plan::RouterId router) const;
    [[nodiscard]] bool external(const plan::BgpSession &session) const { return asOf(session.a) != asOf(session.b); }
    [[nodiscard]] bool usable(const Path &path, plan::RouterId at);
    [[nodiscard]] std::optional<Path> chosen(std::vector<Path> paths, plan::RouterId at);
    [[nodiscard]] std::optional<Path> advertised(const Best &best, plan::RouterId by, const plan::BgpSession &over, plan::RouterId to) const;
    [[nodiscard]] std::optional<Best> spread(const std::vector<const SteadyOrigin *> &sameRoute, const Speakers &speakers, Turns turns);
    void import(const std::vector<Best> &routes);
    [[nodiscard]] static SteadyVpnRoute routeOver(const Best &best, const Path &path);

    const plan::Plan &m_plan;
    SteadyPaths &m_paths;
    const std::set<plan::VpnMemberId> &m_importNothing;
    std::map<plan::RouterId, std::vector<const plan::BgpSession *>> m_sessionsOf;
    std::map<std::pair<plan::RouterId, plan::VpnId>, Table> m_tables;
    bool m_settles = true;
};

} // namespace sidestep::engine
