// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/steady_paths.h"

#include <algorithm>
#include <limits>
#include <queue>
#include <tuple>

namespace sidestep::engine {
namespace {

// The largest metrics that still carry traffic.
constexpr std::uint64_t kIsisLastResort = 16'777'214; // RFC 5305 section 3
constexpr std::uint64_t kOspfLastResort = 65'535;     // RFC 6987 section 2

// What a link costs whose plan says nothing.
constexpr std::uint64_t kIsisDefaultCost = 10; // `vrp.md` section 2, `isis cost`
constexpr std::uint64_t kOspfDefaultCost = 1;  // 100 Mbit/s over the bandwidth, at least 1

} // namespace

SteadyPaths::SteadyPaths(const plan::Plan &plan, const FailedElements &failed)
    : m_plan(plan), m_ospf(plan.settings().igp == plan::Igp::Ospf), m_off(failed.routers.begin(), failed.routers.end()), m_drained(failed.drained.begin(), failed.drained.end())
{
    const std::set<plan::LinkId> broken(failed.links.begin(), failed.links.end());
    for (const plan::Link &link : plan.links()) {
        const auto [a, b] = plan::endsOf(plan, link);
        m_domainsOf[a].insert(link.domain);
        m_domainsOf[b].insert(link.domain);
        if (broken.contains(link.id) || m_off.contains(a) || m_off.contains(b))
            continue;
        m_carrying.insert(link.id);
        const std::uint64_t cost = link.cost ? *link.cost : m_ospf ? kOspfDefaultCost : kIsisDefaultCost;
        m_neighbours[{link.domain, a}].push_back({b, link.id, cost});
        m_neighbours[{link.domain, b}].push_back({a, link.id, cost});
    }
    for (const auto &[router, domains] : m_domainsOf)
        if (std::all_of(domains.begin(), domains.end(), [&](plan::IgpDomainId id) { return plan.find(id)->kind == plan::DomainKind::Access; }))
            m_accessOnly.insert(router);
}

Ipv4 SteadyPaths::systemId(plan::RouterId router) const
{
    return m_plan.find(router)->loopback.value_or(Ipv4());
}

std::uint64_t SteadyPaths::announced(plan::RouterId from, std::uint64_t cost) const
{
    return m_drained.contains(from) ? (m_ospf ? kOspfLastResort : kIsisLastResort) : cost;
}

const SteadyPaths::Distances &SteadyPaths::distancesTo(plan::IgpDomainId domain, plan::RouterId to)
{
    const auto [at, fresh] = m_distances.try_emplace({domain, to});
    Distances &distances = at->second;
    if (!fresh)
        return distances;
    using Visit = std::pair<std::uint64_t, plan::RouterId>;
    std::priority_queue<Visit, std::vector<Visit>, std::greater<>> open;
    open.emplace(0, to);
    while (!open.empty()) {
        const auto [distance, router] = open.top();
        open.pop();
        if (!distances.try_emplace(router, distance).second)
            continue;
        const auto neighbours = m_neighbours.find({domain, router});
        if (neighbours == m_neighbours.end())
            continue;
        for (const Neighbour &neighbour : neighbours->second)
            if (!distances.contains(neighbour.router))
                open.emplace(distance + announced(neighbour.router, neighbour.cost), neighbour.router);
    }
    return distances;
}

std::optional<SteadyPaths::Route> SteadyPaths::route(plan::RouterId from, plan::RouterId to)
{
    std::optional<Route> best;
    const auto mine = m_domainsOf.find(from);
    const auto theirs = m_domainsOf.find(to);
    if (from == to || mine == m_domainsOf.end() || theirs == m_domainsOf.end() || !m_plan.find(to)->loopback)
        return best;
    for (const plan::IgpDomainId domain : mine->second) {
        if (!theirs->second.contains(domain))
            continue;
        const bool access = m_plan.find(domain)->kind == plan::DomainKind::Access;
        if (access && !m_accessOnly.contains(from) && !m_accessOnly.contains(to))
            continue;
        const Distances &distances = distancesTo(domain, to);
        const auto here = distances.find(from);
        if (here == distances.end() || (best && best->cost <= here->second))
            continue;
        std::optional<Neighbour> next;
        for (const Neighbour &neighbour : m_neighbours.at({domain, from})) {
            const auto there = distances.find(neighbour.router);
            if (there == distances.end() || there->second + announced(from, neighbour.cost) != here->second)
                continue;
            const auto rank = [&](const Neighbour &n) { return std::tuple(systemId(n.router), n.router, n.link); };
            if (!next || rank(neighbour) < rank(*next))
                next = neighbour;
        }
        best = Route{here->second, next->router, next->link};
    }
    return best;
}

SteadyWay SteadyPaths::way(plan::RouterId from, plan::RouterId to)
{
    SteadyWay way{false, {from}, {}};
    while (way.routers.back() != to) {
        const auto hop = route(way.routers.back(), to);
        if (!hop || way.links.size() > m_plan.routers().size())
            return way;
        way.routers.push_back(hop->next);
        way.links.push_back(hop->link);
    }
    way.arrives = hasPower(to);
    return way;
}

bool SteadyPaths::reaches(plan::RouterId from, plan::RouterId to)
{
    const auto known = m_reaches.find({from, to});
    if (known != m_reaches.end())
        return known->second;
    return m_reaches[{from, to}] = way(from, to).arrives;
}

std::uint64_t SteadyPaths::cost(plan::RouterId from, plan::RouterId to)
{
    if (from == to)
        return 0;
    const auto hop = route(from, to);
    return hop ? hop->cost : std::numeric_limits<std::uint64_t>::max();
}

} // namespace sidestep::engine
