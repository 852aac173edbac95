// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/router_snapshot.h"

#include "model/engine/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace sidestep::engine {

std::string managementPwSubject(std::string_view csg, std::string_view agg)
{
    return fmt::format("management PW {}–{}", csg, agg);
}

// The part of a snapshot that each protocol fills in stands here, beside the others, and not in the protocol's own file: it reads
// state and takes no part in a run.

void Bfd::appendTo(RouterSnapshot &snapshot, int node) const
{
    const Network &net = m_context.net;
    for (const Session &session : m_sessions) {
        for (std::size_t end = 0; end < 2; ++end) {
            if (session.node[end] != node)
                continue;
            RouterSnapshot::BfdSession row;
            row.up = session.up[end];
            switch (session.client) {
            case Client::Igp: row.link = net.links[at(session.object)].id; break;
            case Client::Bgp: row.session = net.sessions[at(session.object)].id; break;
            case Client::Tunnel:
                row.tunnelTo = net.nodes[at(session.node[1])].id;
                row.tunnelFrom = net.nodes[at(session.node[0])].id;
                break;
            case Client::Pseudowire:
                row.service = net.services[at(net.pseudowires[at(session.object)].service)].id;
                row.pw = net.pseudowires[at(session.object)].role;
                row.management = session.management;
                break;
            }
            snapshot.bfd.push_back(row);
        }
    }
}

void Bgp::appendTo(RouterSnapshot &snapshot, int node)
{
    const Network &net = m_context.net;
    const std::vector<Entry> &entries = m_nodes[at(node)].entries;
    for (const int session : net.nodes[at(node)].sessions) {
        RouterSnapshot::Peer peer{net.sessions[at(session)].id, established(session, net.sessions[at(session)].node[0] == node ? 0 : 1), 0};
        for (const Entry &entry : entries) {
            peer.received += static_cast<std::size_t>(
                std::count_if(entry.paths.begin(), entry.paths.end(), [session](const BgpPath &path) { return path.from == session; }));
        }
        snapshot.peers.push_back(peer);
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const Network::Nlri &nlri = net.nlris[i];
        for (const BgpPath &path : entries[i].paths) {
            RouterSnapshot::Path row{net.vpnIds[at(nlri.vpn)], net.nodes[at(originOf(static_cast<int>(i), path))].id, net.prefixes[at(nlri.prefix)],
                                     net.nodes[at(path.nextHop.node)].id, {}, path.med};
            row.usable = usable(node, path);
            if (path.nextHop.link >= 0)
                row.nextHopLink = net.links[at(path.nextHop.link)].id;
            row.asPath = m_asPaths.values(path.asPath);
            row.external = external(path);
            row.best = entries[i].hasChosen && entries[i].chosen == path;
            if (!path.local())
                row.from = net.sessions[at(path.from)].id;
            snapshot.paths.push_back(row);
        }
    }
    for (const int member : net.nodes[at(node)].members) {
        for (std::size_t prefix = 0; prefix < net.prefixes.size(); ++prefix) {
            const VpnRoute &route = m_vrf[at(member)][prefix];
            if (route.present)
                snapshot.routes.push_back({net.vpnIds[at(net.members[at(member)].vpn)], net.prefixes[prefix], net.nodes[at(route.path.nextHop.node)].id, route.path.local(),
                                           backupOf(node, member, static_cast<int>(prefix)),
                                           route.path.nextHop.link >= 0 ? std::optional(net.links[at(route.path.nextHop.link)].id) : std::nullopt});
        }
    }
}

/// A router whose own route it is, or was: its distinguisher is the route's.
int Bgp::originOf(int nlri, const BgpPath &path) const
{
    int origin = path.originator;
    for (const Network::LocalRoute &route : m_context.net.localRoutes) {
        if (route.nlri != nlri)
            continue;
        origin = route.node;
        if (origin == path.originator)
            break;
    }
    return origin;
}

std::optional<plan::RouterId> Bgp::backupOf(int node, int member, int prefix)
{
    const Network &net = m_context.net;
    const VpnRoute &route = m_vrf[at(member)][at(prefix)];
    m_candidates.clear();
    for (const int nlri : m_nlrisOf[at(prefix)]) {
        if (!net.vpnImports[at(net.members[at(member)].vpn)][at(net.nlris[at(nlri)].vpn)])
            continue;
        for (const BgpPath &path : m_nodes[at(node)].entries[at(nlri)].paths) {
            if (!path.local() && path.nextHop != route.path.nextHop && usable(node, path))
                m_candidates.push_back(&path);
        }
    }
    const BgpPath *backup = best(node, m_candidates);
    return backup ? std::optional(net.nodes[at(backup->nextHop.node)].id) : std::nullopt;
}

void Pseudowires::appendTo(RouterSnapshot &snapshot, int node) const
{
    const Network &net = m_context.net;
    for (const int pw : net.nodes[at(node)].pseudowires) {
        const Network::Pseudowire &row = net.pseudowires[at(pw)];
        const int end = row.csg == node ? 0 : 1;
        RouterSnapshot::Pseudowire state{net.services[at(row.service)].id, row.role};
        state.usable = usable(pw, end);
        state.active = end == 0 ? active(row.service) == pw : !standbyAtAgg(pw);
        state.sessionUp = m_stack.ldp.sessionUp(row.ldp, end);
        state.labelledPath = m_stack.ldp.labelledLink(node, end == 0 ? row.agg : row.csg) >= 0;
        state.trackedDown = end == 1 && m_stack.tracking.down(pw);
        state.sent = m_pws[at(pw)].sent[at(end)];
        state.received = m_pws[at(pw)].received[at(end)];
        snapshot.pseudowires.push_back(state);
    }
}

namespace {

void sort(RouterSnapshot &snapshot)
{
    std::sort(snapshot.paths.begin(), snapshot.paths.end(), [](const RouterSnapshot::Path &a, const RouterSnapshot::Path &b) {
        return std::tuple(a.vpn, a.prefix, a.originator, !a.best, a.from) < std::tuple(b.vpn, b.prefix, b.originator, !b.best, b.from);
    });
    std::sort(snapshot.routes.begin(), snapshot.routes.end(),
              [](const RouterSnapshot::Route &a, const RouterSnapshot::Route &b) { return std::tuple(a.vpn, a.prefix) < std::tuple(b.vpn, b.prefix); });
}

} // namespace

Result<RouterSnapshot> routerSnapshot(const plan::Plan &plan, const plan::Scenario &scenario, const SimulationOptions &options, plan::RouterId router, SimTime moment,
                                      std::stop_token stop)
{
    const auto input = runInput(plan, options);
    if (!input)
        return tl::unexpected(input.error());
    const auto draw = drawOf(plan, scenario, options, stop);
    if (!draw)
        return tl::unexpected(draw.error());
    Run run(*input, scenario, options, *draw);
    const Network &net = run.network();
    const int node = net.nodeOf(router);
    if (node < 0)
        return failure(ErrorCode::NotFound, "the router is not in the plan");
    if (const auto started = run.start(); !started)
        return tl::unexpected(started.error());
    if (const auto outcome = run.advance(moment, options.limits, std::move(stop)); !outcome)
        return tl::unexpected(outcome.error());

    RouterSnapshot snapshot;
    Stack &stack = run.stack();
    snapshot.powered = stack.links.powered(node);
    for (const int link : net.nodes[at(node)].links) {
        const int end = net.endOf(net.links[at(link)], node);
        snapshot.links.push_back({net.links[at(link)].id, stack.links.seen(link, end), stack.igp.adjacent(link, end), stack.ldp.linkUp(link, end)});
    }
    for (std::size_t i = 0; i < net.ldpSessions.size(); ++i) {
        for (std::size_t end = 0; end < 2; ++end) {
            if (net.ldpSessions[i].node[end] == node)
                snapshot.targeted.push_back({net.nodes[at(net.ldpSessions[i].node[1 - end])].id, stack.ldp.sessionUp(static_cast<int>(i), static_cast<int>(end))});
        }
    }
    stack.bfd.appendTo(snapshot, node);
    stack.bgp.appendTo(snapshot, node);
    stack.pseudowires.appendTo(snapshot, node);
    sort(snapshot);
    for (Event &event : run.context().events) {
        if (event.device == router)
            snapshot.events.push_back(std::move(event));
    }
    return snapshot;
}

} // namespace sidestep::engine
