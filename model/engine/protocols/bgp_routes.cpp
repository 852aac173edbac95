// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/bgp.h"

#include "model/engine/stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace sidestep::engine {

// Of BGP, what turns paths into routes: next hops, the choice of a path, and the tables of VPN instances.

Bgp::NextHop Bgp::look(int node, NextHopAddress address)
{
    const Network &net = m_context.net;
    if (address.link >= 0) {
        const Network::Link &link = net.links[at(address.link)];
        const int end = net.endOf(link, node);
        return {address, link.node[at(end)] == node && m_stack.links.seen(address.link, end), 0};
    }
    const IgpRoute route = m_stack.igp.route(node, address.node);
    bool usable = route.reachable();
    if (usable && route.link >= 0 && m_context.profile.nextHopNeedsLsp) {
        // An interface that is down takes its labels with it, but the other neighbours' are at hand (liberal retention,
        // RFC 5036 section 2.6.2.2): whether the next hop is lost is for the IGP to say, or a single link would lose it.
        const int end = net.endOf(net.links[at(route.link)], node);
        usable = m_stack.ldp.linkUp(route.link, end) || !m_stack.links.seen(route.link, end);
    }
    return {address, usable && m_stack.bfd.tunnelUp(node, address.node), route.cost};
}

Bgp::NextHop &Bgp::nextHop(int node, NextHopAddress wanted)
{
    std::vector<NextHop> &list = m_nodes[at(node)].nextHops;
    const auto place = std::lower_bound(list.begin(), list.end(), wanted, [](const NextHop &hop, NextHopAddress value) { return hop.address < value; });
    if (place != list.end() && place->address == wanted)
        return *place;
    return *list.insert(place, look(node, wanted));
}

void Bgp::nextHopsChanged(int node, EventId cause)
{
    NodeState &state = m_nodes[at(node)];
    const bool tracksPeers = m_context.profile.bgpPeerTracking && !m_context.net.nodes[at(node)].sessions.empty();
    if ((state.nextHops.empty() && !tracksPeers) || state.nextHopsPending || m_context.settling)
        return;
    state.nextHopsPending = true;
    m_context.after(m_context.profile.nextHopTracking, Kind::BgpNextHops, node, 0, 0, cause);
}

void Bgp::trackPeers(int node, EventId cause)
{
    const Network &net = m_context.net;
    for (const int session : net.nodes[at(node)].sessions) {
        const Network::Session &row = net.sessions[at(session)];
        const int end = row.node[0] == node ? 0 : 1;
        const bool routed = row.link < 0 ? m_stack.igp.route(node, row.node[at(1 - end)]).reachable()
                                         : m_stack.links.seen(row.link, net.endOf(net.links[at(row.link)], node));
        if (!routed)
            sessionDown(session, end, "no route to the peer", cause, {});
    }
}

bool Bgp::hasStandby(int node, int nlri)
{
    for (const int other : m_nlrisOf[at(m_context.net.nlris[at(nlri)].prefix)]) {
        for (const BgpPath &path : m_nodes[at(node)].entries[at(other)].paths) {
            if (usable(node, path))
                return true;
        }
    }
    return false;
}

void Bgp::onNextHops(int node, EventId cause)
{
    NodeState &state = m_nodes[at(node)];
    state.nextHopsPending = false;
    if (m_context.profile.bgpPeerTracking)
        trackPeers(node, cause);
    const bool frr = std::any_of(m_context.net.nodes[at(node)].members.begin(), m_context.net.nodes[at(node)].members.end(),
                                 [this](int member) { return m_context.net.members[at(member)].frr; });
    std::vector<std::pair<NextHopAddress, EventId>> changed;
    EventId event = cause;
    for (NextHop &hop : state.nextHops) {
        const NextHop now = look(node, hop.address);
        if (now.usable == hop.usable && (now.cost == hop.cost || !now.usable))
            continue;
        const bool lost = hop.usable && !now.usable;
        const std::string name = nameOf(hop.address);
        if (lost)
            event = m_context.record(node, Layer::Bgp, "next-hop-lost", "next hop " + name, hop.address.link < 0 && !m_stack.bfd.tunnelUp(node, hop.address.node) ? "BFD of the tunnel to it is down" : "no usable path to it", Health::Down, cause);
        else if (!hop.usable)
            event = m_context.record(node, Layer::Bgp, "next-hop-found", "next hop " + name, fmt::format("cost {}", now.cost), Health::Up, cause);
        else
            event = m_context.record(node, Layer::Bgp, "next-hop-changed", "next hop " + name, fmt::format("cost {}, was {}", now.cost, hop.cost), Health::Up, cause);
        hop = now;
        changed.emplace_back(hop.address, event);
    }
    if (changed.empty())
        return;
    bool urgent = false;
    bool patient = false;
    for (std::size_t nlri = 0; nlri < state.entries.size(); ++nlri) {
        const auto touched = std::find_if(changed.begin(), changed.end(), [&paths = state.entries[nlri].paths](const auto &hop) {
            return std::any_of(paths.begin(), paths.end(), [&hop](const BgpPath &path) { return !path.local() && path.nextHop == hop.first; });
        });
        if (touched == changed.end())
            continue;
        markDirty(node, static_cast<int>(nlri), touched->second);
        const bool standby = frr && hasStandby(node, static_cast<int>(nlri));
        state.entries[nlri].urgent = standby;
        (standby ? urgent : patient) = true;
    }
    // VPN FRR has the other path programmed; what has none waits for the batch.
    if (urgent)
        m_context.after(m_context.profile.vpnFrrSwitch, Kind::BgpDecide, node, 1, 0, event, state.urgentSlot);
    if (patient)
        scheduleDecision(node, m_context.profile.routeBatch, event);
}

std::uint32_t Bgp::costTo(int node, const BgpPath &path)
{
    return path.local() ? 0 : nextHop(node, path.nextHop).cost;
}

bool Bgp::closer(int node, const BgpPath &x, const BgpPath &y)
{
    if (external(x) != external(y))
        return external(x);
    if (const std::uint32_t a = costTo(node, x), b = costTo(node, y); a != b)
        return a < b;
    const Network &net = m_context.net;
    if (x.originator != y.originator) {
        const std::uint32_t a = net.nodes[at(x.originator)].systemId;
        const std::uint32_t b = net.nodes[at(y.originator)].systemId;
        return a != b ? a < b : x.originator < y.originator;
    }
    const int lengthX = m_clusters.length(x.clusters);
    const int lengthY = m_clusters.length(y.clusters);
    if (lengthX != lengthY)
        return lengthX < lengthY;
    if (x.stale.is != y.stale.is)
        return y.stale.is;
    if (x.local())
        return x.from > y.from;
    const auto peer = [&](int session) {
        const Network::Session &row = net.sessions[at(session)];
        return net.nodes[at(row.node[row.node[0] == node ? 1 : 0])].systemId;
    };
    return peer(x.from) != peer(y.from) ? peer(x.from) < peer(y.from) : x.from < y.from;
}

const BgpPath *Bgp::best(int node, std::vector<const BgpPath *> &candidates)
{
    if (candidates.size() > 1) {
        const auto rank = [this](const BgpPath *path) { return std::pair(!path->local(), m_asPaths.length(path->asPath)); };
        auto least = rank(candidates.front());
        for (const BgpPath *path : candidates)
            least = std::min(least, rank(path));
        std::erase_if(candidates, [&](const BgpPath *path) { return rank(path) != least; });
        m_left.clear();
        std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(m_left), [&](const BgpPath *path) {
            return std::none_of(candidates.begin(), candidates.end(),
                                [&](const BgpPath *other) { return other->med < path->med && neighbourAs(*other) == neighbourAs(*path); });
        });
        candidates.swap(m_left);
    }
    const auto first = std::min_element(candidates.begin(), candidates.end(), [&](const BgpPath *x, const BgpPath *y) { return closer(node, *x, *y); });
    return first == candidates.end() ? nullptr : *first;
}

const BgpPath *Bgp::choose(int node, const Entry &entry)
{
    m_candidates.clear();
    for (const BgpPath &path : entry.paths) {
        if (usable(node, path))
            m_candidates.push_back(&path);
    }
    return best(node, m_candidates);
}

void Bgp::markDirty(int node, int nlri, EventId cause)
{
    Entry &entry = m_nodes[at(node)].entries[at(nlri)];
    entry.cause = cause;
    if (entry.dirty)
        return;
    entry.dirty = true;
    if (m_context.settling)
        m_work.emplace_back(node, nlri);
    else
        m_nodes[at(node)].dirty.push_back(nlri);
}

void Bgp::scheduleDecision(int node, SimDuration delay, EventId cause)
{
    if (m_context.settling)
        return;
    NodeState &state = m_nodes[at(node)];
    const SimTime when = m_context.now + delay;
    if (state.decidePending && state.decideAt <= when)
        return;
    state.decidePending = true;
    state.decideAt = when;
    m_context.after(delay, Kind::BgpDecide, node, 0, 0, cause, state.decideSlot);
}

void Bgp::onDecide(int node, bool urgentOnly, EventId cause)
{
    NodeState &state = m_nodes[at(node)];
    if (!urgentOnly)
        state.decidePending = false;
    if (!urgentOnly && state.deferring) // VPN FRR is the forwarding plane's, and does not wait
        return;
    std::vector<int> dirty;
    dirty.swap(state.dirty);
    std::sort(dirty.begin(), dirty.end());
    for (const int nlri : dirty) {
        Entry &entry = state.entries[at(nlri)];
        if (urgentOnly && !entry.urgent) {
            state.dirty.push_back(nlri);
            continue;
        }
        entry.dirty = entry.urgent = false;
        decide(node, nlri, entry.cause);
    }
    if (!urgentOnly && state.owesTables)
        sendTables(node, cause);
}

void Bgp::decide(int node, int nlri, EventId cause)
{
    Entry &entry = m_nodes[at(node)].entries[at(nlri)];
    const Network::Nlri &row = m_context.net.nlris[at(nlri)];
    if (entry.hadPaths && entry.paths.empty() && m_notable[at(row.prefix)])
        m_context.record(node, Layer::Bgp, "paths-removed", nameOf(row.vpn, row.prefix), "no path is left in the VPN table", Health::Down, cause);
    entry.hadPaths = !entry.paths.empty();
    const BgpPath *choice = choose(node, entry);
    const BgpPath before = entry.chosen;
    const bool had = entry.hasChosen;
    entry.hasChosen = choice != nullptr;
    entry.chosen = choice ? *choice : BgpPath{};
    const bool changed = had != entry.hasChosen || !(before == entry.chosen);
    const Imported imported = import(node, nlri, cause);
    if (!changed)
        return;
    EventId event = passOn(node, nlri, had ? &before : nullptr, imported.event, cause);
    if (imported.changed || !m_nodes[at(node)].swaps || m_context.settling)
        return;
    if (event == 0)
        event = chose(node, cause);
    m_stack.flows.routeChanged(row.prefix, node, event);
}

EventId Bgp::passOn(int node, int nlri, const BgpPath *before, EventId event, EventId cause)
{
    const Entry &entry = m_nodes[at(node)].entries[at(nlri)];
    const BgpPath now = entry.chosen;
    const bool has = entry.hasChosen;
    for (const int session : m_context.net.nodes[at(node)].sessions) {
        const int end = m_context.net.sessions[at(session)].node[0] == node ? 0 : 1;
        if (!m_sessions[at(session)].up[at(end)] || !m_sessions[at(session)].told[at(end)])
            continue;
        const bool sends = has && passesTo(node, now, session);
        if (!sends && !(before && passesTo(node, *before, session)))
            continue;
        if (event == 0)
            event = chose(node, cause);
        advertise(node, nlri, session, sends ? &now : nullptr, event);
    }
    return event;
}

EventId Bgp::chose(int node, EventId cause)
{
    if (m_context.settling)
        return cause;
    Shared &last = m_nodes[at(node)].chose;
    if (last.event == 0 || last.at != m_context.now || last.cause != cause)
        last = {m_context.now, cause, m_context.record(node, Layer::Bgp, "path-chosen", "VPN paths", {}, Health::None, cause)};
    return last.event;
}

VpnRoute Bgp::routeFor(int member, int prefix)
{
    const Network &net = m_context.net;
    const Network::Member &row = net.members[at(member)];
    const std::vector<Entry> &entries = m_nodes[at(row.node)].entries;
    m_candidates.clear();
    for (const int nlri : m_nlrisOf[at(prefix)]) {
        const Entry &entry = entries[at(nlri)];
        const bool own = entry.hasChosen && entry.chosen.local() && net.localRoutes[at(-1 - entry.chosen.from)].member == member;
        const bool imports = !m_importsNothing[at(member)] && net.vpnImports[at(row.vpn)][at(net.nlris[at(nlri)].vpn)];
        if (entry.hasChosen && (own || imports))
            m_candidates.push_back(&entry.chosen);
    }
    const BgpPath *path = best(row.node, m_candidates);
    if (!path)
        return {};
    const auto source = std::find_if(m_nlrisOf[at(prefix)].begin(), m_nlrisOf[at(prefix)].end(), [&](int nlri) { return &entries[at(nlri)].chosen == path; });
    return {true, *path, costTo(row.node, *path), *source};
}

Bgp::Imported Bgp::import(int node, int nlri, EventId cause)
{
    const Network &net = m_context.net;
    const int prefix = net.nlris[at(nlri)].prefix;
    Imported imported;
    for (const int member : net.nodes[at(node)].members) {
        const int vpn = net.members[at(member)].vpn;
        const VpnRoute now = routeFor(member, prefix);
        VpnRoute &route = m_vrf[at(member)][at(prefix)];
        if (now == route)
            continue;
        const VpnRoute before = route;
        route = now;
        m_moved = imported.changed = true;
        if (m_context.settling)
            continue;
        EventId event = 0;
        const std::string &hop = net.nodes[at((now.present ? now : before).path.nextHop.node)].name;
        if (!now.present)
            event = m_context.record(node, Layer::VpnRoute, "route-down", nameOf(vpn, prefix),
                                     before.path.local() ? "withdrawn" : fmt::format("next hop {} is not usable, or withdrew it", hop), Health::Down, cause);
        else if (!before.present)
            event = m_context.record(node, Layer::VpnRoute, "route-up", nameOf(vpn, prefix), "next hop " + hop, Health::Up, cause);
        else if (now.path.nextHop != before.path.nextHop || m_notable[at(prefix)])
            event = m_context.record(node, Layer::VpnRoute, "route-changed", nameOf(vpn, prefix), fmt::format("next hop {}, cost {}", hop, now.cost), Health::Up, cause);
        else
            event = chose(node, cause);
        imported.event = event;
        if (now.present != before.present)
            m_stack.tracking.routeChanged(member, prefix, event);
        m_stack.flows.routeChanged(prefix, node, event);
    }
    return imported;
}

} // namespace sidestep::engine
