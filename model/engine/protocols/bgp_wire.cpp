// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/bgp.h"

#include "model/engine/stack.h"

#include <algorithm>

/// What whoever watches the wire is told of BGP. Nothing here changes a run.
namespace sidestep::engine {

void Bgp::tellKeepalives(int session, int fromEnd, EventId cause) const
{
    if (!m_context.sink || m_context.settling)
        return;
    const Network::Session &row = m_context.net.sessions[at(session)];
    const bool speaks = established(session, fromEnd) && m_stack.links.powered(row.node[at(fromEnd)]) && m_stack.transport.bothWays(row.pair);
    m_stack.transport.tell(m_stack.transport.channelOfBgp(session), fromEnd, m_context.now, true, cause, Keepalive{}, speaks ? row.keepalive : SimDuration(0), true);
}

void Bgp::tellPaths(int session, EventId cause) const
{
    for (int end = 0; end < 2; ++end)
        tellKeepalives(session, end, cause);
}

void Bgp::tellInitial() const
{
    for (int session = 0; session < static_cast<int>(m_sessions.size()); ++session)
        tellPaths(session, 0);
}

BgpUpdate Bgp::contentOf(int nlri, int path) const
{
    return contentOf(nlri, path >= 0 ? &m_sent[at(path)] : nullptr);
}

BgpUpdate Bgp::contentOf(int nlri, const BgpPath *path) const
{
    const Network &net = m_context.net;
    BgpUpdate update;
    update.prefix = net.prefixes[at(net.nlris[at(nlri)].prefix)];
    const auto origin = std::find_if(net.localRoutes.begin(), net.localRoutes.end(), [nlri](const Network::LocalRoute &route) { return route.nlri == nlri; });
    if (origin != net.localRoutes.end())
        update.member = net.members[at(origin->member)].id;
    update.withdrawn = !path;
    if (!path)
        return update;
    update.nextHop = net.nodes[at(path->nextHop.node)].id;
    if (path->nextHop.link >= 0)
        update.nextHopLink = net.links[at(path->nextHop.link)].id;
    update.originator = net.nodes[at(path->originator)].id;
    update.med = path->med;
    for (const std::uint32_t cluster : m_clusters.values(path->clusters))
        update.clusters.push_back(net.nodes[cluster].id);
    update.asPath = m_asPaths.values(path->asPath);
    update.external = external(*path);
    return update;
}

/// What comes over a connection that is opened anew, the run sends.
void Bgp::tellRestart(int node, bool back, EventId cause) const
{
    const Network &net = m_context.net;
    for (const int session : net.nodes[at(node)].sessions) {
        const Network::Session &row = net.sessions[at(session)];
        if (!m_sessions[at(session)].up[0] || !m_sessions[at(session)].up[1])
            continue;
        const int own = row.node[0] == node ? 0 : 1;
        const int channel = m_stack.transport.channelOfBgp(session);
        m_stack.transport.tell(channel, back ? 1 - own : own, m_context.now, true, cause, ConnectionAborted{}, {}, !back);
        m_stack.transport.tell(channel, own, m_context.now, true, cause, Keepalive{}, {}, true);
    }
}

} // namespace sidestep::engine
