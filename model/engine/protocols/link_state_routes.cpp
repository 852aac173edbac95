// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/link_state.h"

#include "model/engine/stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace sidestep::engine {

void LinkState::scheduleSpf(int index, EventId cause)
{
    Area &area = m_areas[at(index)];
    const Network::Domain &domain = m_context.net.domains[at(area.domain)];
    if (m_rules.spfRfc8405) {
        // Every event moves the machine's state, whether or not a run is already waiting.
        const SimDuration delay = area.spfThrottle.nextRfc8405(m_context.now, domain.spfInit, domain.spfStep, domain.spfMax, m_rules.spfLearn, m_rules.spfHoldDown);
        if (area.spfPending)
            return;
        m_context.after(delay, Kind::SpfRun, index, 0, 0, cause, area.spfSlot);
    } else {
        if (area.spfPending)
            return;
        m_context.after(area.spfThrottle.next(m_context.now, domain.spfInit, domain.spfStep, domain.spfMax), Kind::SpfRun, index, 0, 0, cause, area.spfSlot);
    }
    area.spfPending = true;
}

void LinkState::onSpf(int index, EventId cause)
{
    Area &area = m_areas[at(index)];
    area.spfPending = false;
    touch(area);
    area.pending = shortestPaths(area);
    const bool same = area.pending == area.routes;
    const EventId event = m_context.record(area.node, m_rules.layer, "spf-run", m_context.net.domains[at(area.domain)].name,
                                           same ? "no route changes" : "routes change", same ? Health::Up : Health::Working, cause);
    if (same)
        m_context.queue.cancel(area.installSlot);
    else
        m_context.after(m_rules.spfCompute + installTime(area), Kind::FibInstall, index, 0, 0, event, area.installSlot);
}

SimDuration LinkState::installTime(const Area &area) const
{
    std::int64_t changed = 0;
    for (std::size_t i = 0; i < area.pending.size(); ++i)
        changed += area.pending[i] == area.routes[i] ? 0 : 1;
    return m_rules.install + m_rules.installEach * changed;
}

void LinkState::onInstall(int index, EventId cause)
{
    Area &area = m_areas[at(index)];
    const Network &net = m_context.net;
    const std::vector<int> &peers = m_peersOf[at(area.node)];
    std::vector<IgpRoute> before;
    before.reserve(peers.size());
    for (const int peer : peers)
        before.push_back(route(area.node, peer));
    std::string detail = describeChange(area, area.routes, area.pending);
    area.routes.swap(area.pending);
    const EventId event = m_context.record(area.node, m_rules.layer, "route-changed", net.domains[at(area.domain)].name, std::move(detail), Health::Up, cause);
    for (std::size_t i = 0; i < peers.size(); ++i) {
        const IgpRoute after = route(area.node, peers[i]);
        if (after.reachable() == before[i].reachable())
            continue;
        m_context.record(area.node, m_rules.layer, after.reachable() ? "route-up" : "route-down", "route to " + net.nodes[at(peers[i])].name,
                         after.reachable() ? fmt::format("cost {}", after.cost) : std::string("no path in any domain"),
                         after.reachable() ? Health::Up : Health::Down, event);
    }
    m_stack.transport.domainChanged(area.domain, event);
    m_stack.pathsChanged(area.node, event);
}

std::string LinkState::describeChange(const Area &area, const Routes &before, const Routes &after) const
{
    const Network &net = m_context.net;
    const Network::Domain &domain = net.domains[at(area.domain)];
    int lost = 0;
    int moved = 0;
    int first = -1;
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (after[i] == before[i])
            continue;
        if (first < 0)
            first = static_cast<int>(i);
        ++(after[i].reachable() ? moved : lost);
    }
    if (first < 0)
        return "no change";
    const IgpRoute &route = after[at(first)];
    std::string text = net.nodes[at(domain.nodes[at(first)])].name;
    text += route.reachable() && route.link >= 0 ? fmt::format(" over {}, cost {}", net.links[at(route.link)].name, route.cost) : std::string(" unreachable");
    if (lost + moved > 1)
        text += fmt::format(" and {} more", lost + moved - 1);
    return text;
}

const LinkState::Routes &LinkState::routesOf(Area &area)
{
    if (!area.computed) {
        area.computed = true;
        area.routes = shortestPaths(area);
    }
    return area.routes;
}

LinkState::Routes LinkState::shortestPaths(const Area &area)
{
    const Network &net = m_context.net;
    const Network::Domain &domain = net.domains[at(area.domain)];
    const std::size_t size = domain.nodes.size();
    Routes routes(size);
    m_done.assign(size, 0);
    m_heap.clear();
    const auto later = [](const Visit &x, const Visit &y) { return x.cost != y.cost ? x.cost > y.cost : x.node > y.node; };
    routes[at(area.local)] = {0, -1};
    m_heap.push_back({0, area.local});
    while (!m_heap.empty()) {
        std::pop_heap(m_heap.begin(), m_heap.end(), later);
        const Visit visit = m_heap.back();
        m_heap.pop_back();
        if (m_done[at(visit.node)])
            continue;
        m_done[at(visit.node)] = 1;
        const int lsa = lsaOf(area, visit.node);
        if (lsa < 0)
            continue;
        for (const Entry &entry : m_lsas[at(lsa)].entries) {
            if (m_done[at(entry.neighbour)])
                continue;
            // Two-way check: the neighbour lists us as well (ISO 10589 section 7.2.8.2, RFC 2328 section 16.1).
            const int back = lsaOf(area, entry.neighbour);
            if (back < 0)
                continue;
            const std::vector<Entry> &list = m_lsas[at(back)].entries;
            const auto listed = std::lower_bound(list.begin(), list.end(), visit.node, [](const Entry &e, int wanted) { return e.neighbour < wanted; });
            if (listed == list.end() || listed->neighbour != visit.node)
                continue;
            IgpRoute first = routes[at(visit.node)];
            if (visit.node == area.local) {
                const int end = net.endOf(net.links[at(entry.link)], area.node);
                if (endAt(entry.link, end).state != Adjacency::Up)
                    continue;
                first.link = entry.link;
            }
            const std::uint32_t cost = visit.cost + entry.metric;
            IgpRoute &known = routes[at(entry.neighbour)];
            if (cost < known.cost) {
                known = {cost, first.link, first.more};
                m_heap.push_back({cost, entry.neighbour});
                std::push_heap(m_heap.begin(), m_heap.end(), later);
            } else if (cost == known.cost) {
                addFirstLinks(known, first, area.node);
            }
        }
    }
    return routes;
}

/// An equally cheap way to the same router: its first links are used too.
void LinkState::addFirstLinks(IgpRoute &route, const IgpRoute &other, int node)
{
    if (route.link == other.link && route.more == other.more)
        return;
    const Network &net = m_context.net;
    const auto before = [&](int x, int y) {
        const auto neighbour = [&](int link) {
            const Network::Link &row = net.links[at(link)];
            return net.nodes[at(row.node[at(1 - net.endOf(row, node))])].systemId;
        };
        return neighbour(x) != neighbour(y) ? neighbour(x) < neighbour(y) : x < y;
    };
    if (!m_rules.loadBalancing) {
        if (before(other.link, route.link))
            route.link = other.link;
        return;
    }
    const auto linksOf = [this](const IgpRoute &one) { return one.more < 0 ? std::vector<int>{one.link} : m_firstLinks[at(one.more)]; };
    const std::vector<int> x = linksOf(route);
    const std::vector<int> y = linksOf(other);
    std::vector<int> links;
    std::set_union(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(links), before);
    route.link = links.front();
    if (links.size() == 1)
        return;
    const auto [place, fresh] = m_firstLinksAt.try_emplace(std::move(links), static_cast<int>(m_firstLinks.size()));
    if (fresh)
        m_firstLinks.push_back(place->first);
    route.more = place->second;
}

/// The first of its links that has not gone since SPF ran.
IgpRoute LinkState::inUse(IgpRoute route, int node)
{
    if (route.more < 0)
        return route;
    const Network &net = m_context.net;
    const std::vector<int> &links = m_firstLinks[at(route.more)];
    const auto sound = std::find_if(links.begin(), links.end(), [&](int link) { return !endAt(link, net.endOf(net.links[at(link)], node)).pruned; });
    if (sound != links.end())
        route.link = *sound;
    return route;
}

void LinkState::onEqualCost(int link, int end, EventId cause)
{
    if (endAt(link, end).state == Adjacency::Up)
        return;
    const Area &area = m_areas[at(areaOf(link, end))];
    std::vector<IgpRoute> before;
    before.reserve(area.routes.size());
    for (const IgpRoute &route : area.routes)
        before.push_back(inUse(route, area.node));
    endAt(link, end).pruned = true;
    int moved = 0;
    int last = -1;
    for (std::size_t i = 0; i < before.size(); ++i) {
        const int now = inUse(area.routes[i], area.node).link;
        if (now == before[i].link)
            continue;
        last = now;
        ++moved;
    }
    if (moved == 0)
        return;
    const EventId event = m_context.record(area.node, m_rules.layer, "equal-cost-switch", m_context.net.links[at(link)].name,
                                           fmt::format("{} route{} over {} at once", moved, moved == 1 ? "" : "s", m_context.net.links[at(last)].name), Health::Up, cause,
                                           {.link = link});
    m_stack.transport.domainChanged(area.domain, event);
    m_stack.pathsChanged(area.node, event);
}

IgpRoute LinkState::route(int node, int destination)
{
    if (node == destination)
        return {0, -1};
    const Network &net = m_context.net;
    const Network::Node &from = net.nodes[at(node)];
    const Network::Node &to = net.nodes[at(destination)];
    IgpRoute best;
    auto x = from.domains.begin();
    auto y = to.domains.begin();
    while (x != from.domains.end() && y != to.domains.end()) {
        if (x->domain < y->domain) {
            ++x;
        } else if (y->domain < x->domain) {
            ++y;
        } else {
            // Border routers take no routes to each other from an access process (`vrp.md` section 2, filter-policy).
            if (!(net.domains[at(x->domain)].access && from.border && to.border)) {
                const IgpRoute &candidate = routesOf(m_areas[at(m_firstArea[at(x->domain)] + x->local)])[at(y->local)];
                if (candidate.cost < best.cost)
                    best = inUse(candidate, node);
            }
            ++x;
            ++y;
        }
    }
    return best;
}

std::optional<plan::LinkId> LinkState::firstLink(int node, int destination)
{
    const int link = route(node, destination).link;
    return link < 0 ? std::nullopt : std::optional(m_context.net.links[at(link)].id);
}

} // namespace sidestep::engine
