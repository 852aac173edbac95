// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/bgp.h"

#include "model/engine/stack.h"

#include <fmt/format.h>

#include <algorithm>

namespace sidestep::engine {

// Of BGP, the graceful restart (RFC 4724): of the router that restarts, and of its neighbours.

bool Bgp::established(int session, int end) const
{
    return m_sessions[at(session)].up[at(end)] && !restarts(session);
}

bool Bgp::frozen(int node) const
{
    return m_stack.faults.frozenUntil(node) > m_context.now;
}

void Bgp::restartBegins(int node, EventId cause)
{
    const Network &net = m_context.net;
    for (const int session : net.nodes[at(node)].sessions) {
        SessionState &state = m_sessions[at(session)];
        const Network::Session &row = net.sessions[at(session)];
        const int own = row.node[0] == node ? 0 : 1;
        const int other = 1 - own;
        m_context.queue.cancel(state.connectSlot);
        state.connecting = false;
        if (!state.up[0] || !state.up[1])
            continue;
        state.restarting[at(own)] = true;
        state.told = state.holding = state.awaited = {};
        m_stack.transport.clear(m_stack.transport.channelOfBgp(session));
        for (int end = 0; end < 2; ++end) {
            forgetAdvertisements(session, end);
            m_context.queue.cancel(state.holdSlot[at(end)]);
            m_context.queue.cancel(state.firstSlot[at(end)]);
            m_context.queue.cancel(state.graceSlot[at(end)]);
        }
        if (state.restarting[at(other)])
            continue;
        const SimDuration patience = m_context.profile.gracefulHelperTime;
        const int peer = row.node[at(other)];
        const EventId event = m_context.record(peer, Layer::Bgp, "neighbour-restarts", row.name, fmt::format("its paths are kept, for {} at most", formatDuration(patience)),
                                               Health::Working, cause, {.session = session});
        m_context.after(patience, Kind::BgpGrace, session, other, 0, event, state.graceSlot[at(other)]);
        std::vector<Entry> &entries = m_nodes[at(peer)].entries;
        for (std::size_t nlri = 0; nlri < entries.size(); ++nlri) {
            for (BgpPath &path : entries[nlri].paths) {
                if (path.from != session)
                    continue;
                path.stale.is = true;
                if (entries[nlri].paths.size() > 1)
                    markDirty(peer, static_cast<int>(nlri), event);
            }
        }
        if (!m_nodes[at(peer)].dirty.empty())
            scheduleDecision(peer, m_context.profile.routeBatch, event);
    }
}

void Bgp::restartEnds(int node, EventId cause)
{
    const Network &net = m_context.net;
    NodeState &own = m_nodes[at(node)];
    for (Entry &entry : own.entries) {
        for (BgpPath &path : entry.paths)
            path.stale.is = !path.local();
    }
    for (const int session : net.nodes[at(node)].sessions) {
        const int end = net.sessions[at(session)].node[0] == node ? 0 : 1;
        m_sessions[at(session)].awaited[at(end)] = m_sessions[at(session)].restarting[at(end)];
        own.deferring = own.deferring || m_sessions[at(session)].awaited[at(end)];
    }
    EventId event = cause;
    if (own.deferring) {
        const SimDuration patience = m_context.profile.selectionDeferral;
        event = m_context.record(node, Layer::Bgp, "selection-deferred", "VPN paths", fmt::format("until its neighbours have sent theirs, for {} at most", formatDuration(patience)),
                                 Health::Working, cause);
        m_context.after(patience, Kind::BgpDeferral, node, 0, 0, event, own.deferralSlot);
    }
    for (const int session : net.nodes[at(node)].sessions) {
        missAfterRestart(session, net.sessions[at(session)].node[0] == node ? 0 : 1, event);
        scheduleConnect(session, true, event);
    }
    lookAtDeferral(node, event);
}

/// The end is back from its restart and cannot reach the other: there is no session to speak of.
void Bgp::missAfterRestart(int session, int end, EventId cause)
{
    SessionState &state = m_sessions[at(session)];
    const Network::Session &row = m_context.net.sessions[at(session)];
    const int node = row.node[at(end)];
    if (!state.restarting[at(end)] || !state.up[at(end)] || frozen(node) || m_stack.transport.bothWays(row.pair))
        return;
    state.up[at(end)] = false;
    m_context.record(node, Layer::Bgp, "session-down", row.name, "out of reach after the restart", Health::Down, cause, {.session = session});
}

void Bgp::onGrace(int session, int end, EventId cause)
{
    const Network::Session &row = m_context.net.sessions[at(session)];
    if (m_sessions[at(session)].restarting[at(1 - end)]) {
        sessionDown(session, end, fmt::format("not back within {}", formatDuration(m_context.profile.gracefulHelperTime)), cause, {});
        return;
    }
    const EventId event = m_context.record(row.node[at(end)], Layer::Bgp, "stale-removed", row.name,
                                           fmt::format("not sent again within {}", formatDuration(m_context.profile.bgpStaleTime)), Health::None, cause, {.session = session});
    removeStale(session, end, event);
}

void Bgp::onEndOfRib(int session, int end, EventId cause)
{
    SessionState &state = m_sessions[at(session)];
    if (!established(session, end))
        return;
    m_context.queue.cancel(state.graceSlot[at(end)]);
    removeStale(session, end, cause);
    state.awaited[at(end)] = false;
    lookAtDeferral(m_context.net.sessions[at(session)].node[at(end)], cause);
}

void Bgp::removeStale(int session, int end, EventId cause)
{
    const int node = m_context.net.sessions[at(session)].node[at(end)];
    std::vector<Entry> &entries = m_nodes[at(node)].entries;
    bool found = false;
    for (std::size_t nlri = 0; nlri < entries.size(); ++nlri) {
        if (std::erase_if(entries[nlri].paths, [session](const BgpPath &path) { return path.from == session && path.stale.is; }) == 0)
            continue;
        markDirty(node, static_cast<int>(nlri), cause);
        found = true;
    }
    if (found)
        scheduleDecision(node, m_context.profile.routeBatch, cause);
}

void Bgp::onDeferral(int node, EventId cause)
{
    endDeferral(node, "it has waited long enough for its neighbours", cause);
}

/// RFC 4724 section 4.1: it waits for all its neighbours but those that restart themselves.
void Bgp::lookAtDeferral(int node, EventId cause)
{
    if (!m_nodes[at(node)].deferring)
        return;
    const Network &net = m_context.net;
    const bool waits = std::any_of(net.nodes[at(node)].sessions.begin(), net.nodes[at(node)].sessions.end(), [&](int session) {
        const Network::Session &row = net.sessions[at(session)];
        const int end = row.node[0] == node ? 0 : 1;
        const int peer = row.node[at(1 - end)];
        return m_sessions[at(session)].awaited[at(end)] && !m_nodes[at(peer)].deferring
            && (m_context.profile.deferralWaitsForLost || m_stack.transport.bothWays(row.pair));
    });
    if (!waits)
        endDeferral(node, "its neighbours have sent theirs", cause);
}

void Bgp::endDeferral(int node, const char *why, EventId cause)
{
    const Network &net = m_context.net;
    NodeState &state = m_nodes[at(node)];
    state.deferring = false;
    state.owesTables = true;
    m_context.queue.cancel(state.deferralSlot);
    const EventId event = m_context.record(node, Layer::Bgp, "selection-begins", "VPN paths", why, Health::Up, cause);
    for (const int session : net.nodes[at(node)].sessions) {
        const int end = net.sessions[at(session)].node[0] == node ? 0 : 1;
        m_sessions[at(session)].awaited[at(end)] = false;
        removeStale(session, end, event);
    }
    for (const int nlri : state.dirty)
        state.entries[at(nlri)].cause = event;
    scheduleDecision(node, m_context.profile.routeBatch, event);
    // Who waits for this router as it waited for others need not any longer.
    for (const int session : net.nodes[at(node)].sessions) {
        const Network::Session &row = net.sessions[at(session)];
        lookAtDeferral(row.node[row.node[0] == node ? 1 : 0], event);
    }
}

void Bgp::sendTables(int node, EventId cause)
{
    m_nodes[at(node)].owesTables = false;
    for (const int session : m_context.net.nodes[at(node)].sessions) {
        const int end = m_context.net.sessions[at(session)].node[0] == node ? 0 : 1;
        if (established(session, end) && !m_sessions[at(session)].told[at(end)])
            onFirstUpdate(session, end, cause);
    }
}

} // namespace sidestep::engine
