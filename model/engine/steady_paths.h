// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/steady_state.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace sidestep::engine {

/// Way of a packet through the network, the start included.
struct SteadyWay
{
    bool arrives = false;
    std::vector<plan::RouterId> routers;
    std::vector<plan::LinkId> links;
};

/// Shortest paths of every IS-IS domain over the links that are left. Distances are computed when first asked for.
class SteadyPaths
{
public:
    SteadyPaths(const plan::Plan &plan, const FailedElements &failed);

    struct Route
    {
        std::uint64_t cost = 0;
        plan::RouterId next;
        plan::LinkId link;
    };

    [[nodiscard]] bool hasPower(plan::RouterId router) const { return !m_off.contains(router); }
    /// Frames pass it, and the ports at both its ends are up.
    [[nodiscard]] bool carries(plan::LinkId link) const { return m_carrying.contains(link); }
    /// The route a router has installed to another one's loopback.
    [[nodiscard]] std::optional<Route> route(plan::RouterId from, plan::RouterId to);
    /// Follows the routes of each router passed.
    [[nodiscard]] SteadyWay way(plan::RouterId from, plan::RouterId to);
    [[nodiscard]] bool reaches(plan::RouterId from, plan::RouterId to);
    [[nodiscard]] bool talk(plan::RouterId a, plan::RouterId b) { return reaches(a, b) && reaches(b, a); }
    /// 0 to itself; the largest number when there is no route.
    [[nodiscard]] std::uint64_t cost(plan::RouterId from, plan::RouterId to);
    /// What decides between equals: the loopback.
    [[nodiscard]] Ipv4 systemId(plan::RouterId router) const;

private:
    struct Neighbour
    {
        plan::RouterId router;
        plan::LinkId link;
        std::uint64_t cost;
    };
    using Distances = std::map<plan::RouterId, std::uint64_t>;

    /// What `from` announces for its link to the neighbour.
    [[nodiscard]] std::uint64_t announced(plan::RouterId from, std::uint64_t cost) const;
    const Distances &distancesTo(plan::IgpDomainId domain, plan::RouterId to);

    const plan::Plan &m_plan;
    const bool m_ospf;
    std::set<plan::RouterId> m_off;
    std::set<plan::RouterId> m_drained;
    std::set<plan::LinkId> m_carrying;
    std::map<plan::RouterId, std::set<plan::IgpDomainId>> m_domainsOf; ///< by the plan's links, failed or not
    std::set<plan::RouterId> m_accessOnly;
    std::map<std::pair<plan::IgpDomainId, plan::RouterId>, std::vector<Neighbour>> m_neighbours; ///< over usable links
    std::map<std::pair<plan::IgpDomainId, plan::RouterId>, Distances> m_distances;
    std::map<std::pair<plan::RouterId, plan::RouterId>, bool> m_reaches;
};

} // namespace sidestep::engine
