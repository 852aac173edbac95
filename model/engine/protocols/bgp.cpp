// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/bgp.h"

#include "model/engine/stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sidestep::engine {
namespace {

// Error code and subcode: RFC 4271 section 6.5, RFC 4486 section 3, RFC 9384 section 3.
constexpr BgpNotification kHoldTimerExpired{4, 0};
constexpr BgpNotification kAdministrativeReset{6, 4};
constexpr BgpNotification kBfdDown{6, 10};

} // namespace

Bgp::Bgp(Context &context, Stack &stack)
    : m_context(context), m_stack(stack), m_sessions(context.net.sessions.size()), m_nodes(context.net.nodes.size()),
      m_vrf(context.net.members.size()), m_nlrisOf(context.net.prefixes.size()), m_notable(context.net.prefixes.size(), 0),
      m_importsNothing(context.net.members.size(), 0), m_silenced(context.net.localRoutes.size(), 0)
{
    const Network &net = context.net;
    for (SessionState &state : m_sessions) {
        for (std::size_t end = 0; end < 2; ++end) {
            state.holdSlot[end] = context.queue.makeSlot();
            state.firstSlot[end] = context.queue.makeSlot();
            state.advertiseSlot[end] = context.queue.makeSlot();
            state.graceSlot[end] = context.queue.makeSlot();
        }
        state.connectSlot = context.queue.makeSlot();
    }
    for (std::size_t node = 0; node < m_nodes.size(); ++node) {
        if (net.nodes[node].sessions.empty() && net.nodes[node].members.empty())
            continue;
        m_nodes[node].entries.resize(net.nlris.size());
        m_nodes[node].decideSlot = context.queue.makeSlot();
        m_nodes[node].urgentSlot = context.queue.makeSlot();
        m_nodes[node].deferralSlot = context.queue.makeSlot();
        m_nodes[node].swaps = std::any_of(net.nodes[node].sessions.begin(), net.nodes[node].sessions.end(), [&](int session) {
            const Network::Session &row = net.sessions[at(session)];
            return row.external || row.nextHopSelf[row.node[0] == static_cast<int>(node) ? 0 : 1];
        });
    }
    for (std::vector<VpnRoute> &routes : m_vrf)
        routes.resize(net.prefixes.size());
    for (std::size_t nlri = 0; nlri < net.nlris.size(); ++nlri)
        m_nlrisOf[at(net.nlris[nlri].prefix)].push_back(static_cast<int>(nlri));
    for (std::vector<int> &nlris : m_nlrisOf)
        std::ranges::stable_sort(nlris, {}, [&net](int nlri) { return net.nlris[at(nlri)].distinguisher; });
    for (const Network::LocalRoute &route : net.localRoutes) {
        if (route.pw < 0)
            m_notable[at(route.prefix)] = 1;
    }
}

std::string Bgp::nameOf(int vpn, int prefix) const
{
    return m_context.net.vpnNames[at(vpn)] + " " + m_context.net.prefixNames[at(prefix)];
}

std::string Bgp::nameOf(NextHopAddress address) const
{
    const std::string &router = m_context.net.nodes[at(address.node)].name;
    return address.link < 0 ? router : fmt::format("{} on {}", router, m_context.net.links[at(address.link)].name);
}

const BgpPath *Bgp::chosen(int node, int nlri) const
{
    const std::vector<Entry> &entries = m_nodes[at(node)].entries;
    return !entries.empty() && entries[at(nlri)].hasChosen ? &entries[at(nlri)].chosen : nullptr;
}

// Steady state

void Bgp::beginSettling()
{
    const Network &net = m_context.net;
    for (std::size_t i = 0; i < m_sessions.size(); ++i) {
        const bool up = m_stack.transport.bothWays(net.sessions[i].pair);
        m_sessions[i].up = m_sessions[i].told = {up, up};
    }
    for (std::size_t i = 0; i < net.localRoutes.size(); ++i) {
        if (net.localRoutes[i].pw < 0)
            originate(static_cast<int>(i), true, 0, 0);
    }
}

bool Bgp::settle()
{
    m_moved = false;
    // Well-formed networks need a few rounds; the bound stops a design that oscillates, at the state it is then in.
    const auto speakers = static_cast<std::size_t>(std::count_if(m_nodes.begin(), m_nodes.end(), [](const NodeState &state) { return !state.entries.empty(); }));
    const std::size_t bound = 1000 + 64 * speakers * (m_context.net.nlris.size() + 1);
    for (std::size_t next = 0; next < m_work.size() && next < bound; ++next) {
        const auto [node, nlri] = m_work[next];
        m_nodes[at(node)].entries[at(nlri)].dirty = false;
        decide(node, nlri, 0);
    }
    m_work.clear();
    return m_moved;
}

// Sessions

void Bgp::pairChanged(int session, EventId cause)
{
    SessionState &state = m_sessions[at(session)];
    const Network::Session &row = m_context.net.sessions[at(session)];
    for (int end = 0; end < 2; ++end) {
        const bool receiving = m_stack.transport.reaches(row.pair, 1 - end);
        if (receiving && state.holding[at(end)]) {
            state.holding[at(end)] = false;
            m_context.queue.cancel(state.holdSlot[at(end)]);
        } else if (!receiving && established(session, end) && !state.holding[at(end)] && row.hold > SimDuration(0)) {
            state.holding[at(end)] = true;
            const std::uint64_t object = std::uint64_t{row.id.value()} * 2 + static_cast<std::uint64_t>(end);
            const SimDuration elapsed = m_context.between(SimDuration(0), row.keepalive, Longer::Sooner, Stream::BgpHold, object, state.draws++);
            m_context.after(row.hold - elapsed, Kind::BgpHold, session, end, 0, cause, state.holdSlot[at(end)]);
        }
    }
    scheduleConnect(session, true, cause);
    for (int end = 0; end < 2; ++end) {
        missAfterRestart(session, end, cause);
        lookAtDeferral(row.node[at(end)], cause);
    }
}

void Bgp::onHold(int session, int end, EventId cause)
{
    const Network::Session &row = m_context.net.sessions[at(session)];
    m_sessions[at(session)].holding[at(end)] = false;
    // The last one that was heard.
    m_stack.transport.tell(m_stack.transport.channelOfBgp(session), 1 - end, m_context.now - row.hold - m_stack.transport.delay(row.pair), true, cause, Keepalive{}, row.keepalive);
    sessionDown(session, end, fmt::format("hold time of {} expired", formatDuration(row.hold)), cause, kHoldTimerExpired);
}

void Bgp::bfdDown(int session, int end, EventId cause)
{
    sessionDown(session, end, "BFD session down", cause, kBfdDown);
}

void Bgp::interfaceChanged(int link, int end, bool up, EventId cause)
{
    const Network::Link &row = m_context.net.links[at(link)];
    const Network::Session &session = m_context.net.sessions[at(row.session)];
    const int node = row.node[at(end)];
    if (!up && session.external && m_context.profile.bgpInterfaceSensitive)
        sessionDown(row.session, session.node[0] == node ? 0 : 1, "interface down", cause, {});
    nextHopsChanged(node, cause);
}

void Bgp::onNotification(int session, int end, EventId cause)
{
    sessionDown(session, end, "closed by the neighbour", cause, {});
}

void Bgp::refused(int session, int end, EventId cause)
{
    sessionDown(session, end, "the neighbour holds no such connection", cause, {});
}

void Bgp::sessionDown(int session, int end, std::string detail, EventId cause, std::optional<BgpNotification> notification)
{
    SessionState &state = m_sessions[at(session)];
    const Network::Session &row = m_context.net.sessions[at(session)];
    if (!state.up[at(end)] || state.restarting[at(end)])
        return;
    state.up[at(end)] = state.told[at(end)] = state.holding[at(end)] = false;
    m_context.queue.cancel(state.holdSlot[at(end)]);
    m_context.queue.cancel(state.firstSlot[at(end)]);
    m_context.queue.cancel(state.graceSlot[at(end)]);
    forgetAdvertisements(session, end);
    const int node = row.node[at(end)];
    const EventId event = m_context.record(node, Layer::Bgp, "session-down", row.name, std::move(detail), Health::Down, cause, {.session = session});
    m_stack.transport.clear(m_stack.transport.channelOfBgp(session));
    tellKeepalives(session, end, event);
    if (notification && state.up[at(1 - end)] && !state.restarting[at(1 - end)])
        notify(session, end, *notification, event);
    std::vector<Entry> &entries = m_nodes[at(node)].entries;
    for (std::size_t nlri = 0; nlri < entries.size(); ++nlri) {
        if (std::erase_if(entries[nlri].paths, [session](const BgpPath &path) { return path.from == session; }) > 0)
            markDirty(node, static_cast<int>(nlri), event);
    }
    if (!m_nodes[at(node)].dirty.empty())
        scheduleDecision(node, m_context.profile.routeBatch, event);
    scheduleConnect(session, false, event);
    lookAtDeferral(node, event);
}

void Bgp::notify(int session, int end, BgpNotification notification, EventId event)
{
    const int channel = m_stack.transport.channelOfBgp(session);
    if (m_stack.transport.reaches(m_context.net.sessions[at(session)].pair, end))
        m_stack.transport.send(channel, end, {Message::Type::BgpNotification, notification.code, notification.subcode, event});
    else
        m_stack.transport.tell(channel, end, m_context.now, false, event, notification);
}

void Bgp::scheduleConnect(int session, bool pathCameBack, EventId cause)
{
    SessionState &state = m_sessions[at(session)];
    const Network::Session &row = m_context.net.sessions[at(session)];
    const Profile &profile = m_context.profile;
    const bool stands = state.up[0] && state.up[1] && !restarts(session);
    if (stands || !m_stack.transport.bothWays(row.pair) || frozen(row.node[0]) || frozen(row.node[1])) {
        state.connecting = false;
        m_context.queue.cancel(state.connectSlot);
        return;
    }
    for (int end = 0; end < 2; ++end)
        m_stack.transport.watchHalfOpen(m_stack.transport.channelOfBgp(session), end, row.keepalive, cause);
    if (state.connecting)
        return;
    state.connecting = true;
    SimDuration wait = profile.bgpConnectRetry;
    if (restarts(session)) // who restarted begins with it (RFC 4271 section 8.2.2, AutomaticStart)
        wait = SimDuration(0);
    else if (!profile.connectOnNextHop)
        wait = m_context.between(SimDuration(0), wait, Longer::Later, Stream::BgpRetry, row.id.value(), state.draws++);
    else if (pathCameBack)
        wait = SimDuration(0);
    // Three crossings for TCP and the OPENs, each OPEN and KEEPALIVE processed once.
    wait += 3 * m_stack.transport.delay(row.pair) + 2 * profile.bgpProcessing;
    m_context.after(wait, Kind::BgpConnect, session, 0, 0, cause, state.connectSlot);
}

void Bgp::onConnect(int session, EventId cause)
{
    SessionState &state = m_sessions[at(session)];
    const Network::Session &row = m_context.net.sessions[at(session)];
    state.connecting = false;
    if (!m_stack.transport.bothWays(row.pair) || frozen(row.node[0]) || frozen(row.node[1]))
        return;
    const int channel = m_stack.transport.channelOfBgp(session);
    std::optional<plan::RouterId> restarted;
    for (int end = 0; end < 2; ++end) {
        if (state.restarting[at(end)])
            restarted = m_context.net.nodes[at(row.node[at(end)])].id;
    }
    for (int end = 0; end < 2 && !restarted; ++end) {
        if (state.up[at(end)])
            m_stack.transport.tell(channel, end, m_context.now - 5 * m_stack.transport.delay(row.pair), true, cause, ConnectionAborted{});
        sessionDown(session, end, "the neighbour opened a new connection", cause, {});
    }
    state.connecting = false;
    m_context.queue.cancel(state.connectSlot);
    m_stack.transport.clear(channel);
    establish(session, restarted, cause);
}

void Bgp::establish(int session, std::optional<plan::RouterId> restarted, EventId cause)
{
    SessionState &state = m_sessions[at(session)];
    const Network::Session &row = m_context.net.sessions[at(session)];
    state.up = {true, true};
    state.restarting = {};
    m_stack.transport.tell(m_stack.transport.channelOfBgp(session), 0, m_context.now, true, cause, SessionOpened{row.hold, false, restarted});
    for (int end = 0; end < 2; ++end) {
        tellKeepalives(session, end, cause);
        const int node = row.node[at(end)];
        const EventId event
            = m_context.record(node, Layer::Bgp, "session-up", row.name, restarted ? "established again, after a restart" : "established", Health::Up, cause, {.session = session});
        m_context.queue.cancel(state.graceSlot[at(end)]);
        if (restarted && m_context.profile.bgpStaleTime > SimDuration(0))
            m_context.after(m_context.profile.bgpStaleTime, Kind::BgpGrace, session, end, 0, event, state.graceSlot[at(end)]);
        if (!m_nodes[at(node)].deferring) // else what it has goes out with its choice
            scheduleFirstUpdate(session, end, event);
    }
}

void Bgp::scheduleFirstUpdate(int session, int end, EventId cause)
{
    const Profile &profile = m_context.profile;
    const int node = m_context.net.sessions[at(session)].node[at(end)];
    SimDuration wait = profile.updateCoalesce + profile.updateCoalescePerPeer * static_cast<std::int64_t>(m_context.net.nodes[at(node)].sessions.size());
    if (wait > SimDuration(0))
        wait += profile.routeBatch;
    m_context.after(wait, Kind::BgpFirstUpdate, session, end, 0, cause, m_sessions[at(session)].firstSlot[at(end)]);
}

void Bgp::onFirstUpdate(int session, int end, EventId cause)
{
    SessionState &state = m_sessions[at(session)];
    if (!state.up[at(end)])
        return;
    state.told[at(end)] = true;
    const int node = m_context.net.sessions[at(session)].node[at(end)];
    const std::vector<Entry> &entries = m_nodes[at(node)].entries;
    for (std::size_t nlri = 0; nlri < entries.size(); ++nlri) {
        if (entries[nlri].hasChosen && passesTo(node, entries[nlri].chosen, session))
            advertise(node, static_cast<int>(nlri), session, &entries[nlri].chosen, cause);
    }
    m_stack.transport.send(m_stack.transport.channelOfBgp(session), end, {Message::Type::BgpEndOfRib, 0, 0, cause});
}

// Updates

bool Bgp::passesTo(int node, const BgpPath &path, int session) const
{
    const Network::Session &to = m_context.net.sessions[at(session)];
    const int end = to.node[0] == node ? 0 : 1;
    if (!path.advertised || path.from == session)
        return false;
    if (to.external)
        return true;
    if (to.node[at(1 - end)] == path.originator)
        return false;
    if (path.local() || external(path))
        return true;
    // RFC 4456 section 6: to everyone from a client, to clients from everyone.
    const Network::Session &from = m_context.net.sessions[at(path.from)];
    return to.reflects[at(end)] || from.reflects[from.node[0] == node ? 0 : 1];
}

BgpPath Bgp::told(int node, const BgpPath &path, int session)
{
    const Network::Session &to = m_context.net.sessions[at(session)];
    const bool reflected = !to.external && !path.local() && !external(path);
    BgpPath sent = path;
    sent.from = session;
    if (!reflected || to.nextHopSelf[to.node[0] == node ? 0 : 1]) {
        sent.nextHop = {node, to.link};
        sent.swapped = !path.local();
    }
    if (reflected) {
        sent.clusters = m_clusters.with(static_cast<std::uint32_t>(node), path.clusters);
        return sent;
    }
    sent.originator = node;
    sent.clusters = SharedLists::kEmpty;
    if (to.external) {
        sent.asPath = m_asPaths.with(m_context.net.nodes[at(node)].asNumber, path.asPath);
        sent.med = path.local() ? path.med : 0;
    }
    return sent;
}

void Bgp::advertise(int node, int nlri, int session, const BgpPath *path, EventId cause)
{
    const Network::Session &row = m_context.net.sessions[at(session)];
    const int end = row.node[0] == node ? 0 : 1;
    const BgpPath sent = path ? told(node, *path, session) : BgpPath{};
    if (m_context.settling) {
        receive(session, 1 - end, nlri, path ? &sent : nullptr, cause);
        return;
    }
    if (mustWait(nlri, session, end, !path, cause))
        return;
    int place = -1;
    if (path) {
        place = static_cast<int>(m_sent.size());
        m_sent.push_back(sent);
    }
    m_stack.transport.send(m_stack.transport.channelOfBgp(session), end, {Message::Type::BgpUpdate, nlri, place, cause});
}

SimDuration Bgp::leastInterval(int session) const
{
    return m_context.net.sessions[at(session)].external ? m_context.profile.bgpMraiExternal : m_context.profile.bgpMrai;
}

/// The advertisement interval holds back an update about a prefix that the neighbour was told of too recently.
bool Bgp::mustWait(int nlri, int session, int end, bool withdrawal, EventId cause)
{
    const SimDuration interval = leastInterval(session);
    if (interval == SimDuration(0))
        return false;
    SessionState &state = m_sessions[at(session)];
    std::map<int, EventId> &waiting = state.waiting[at(end)];
    SimTime &notBefore = state.notBefore[at(end)][nlri];
    if (m_context.now >= notBefore || (withdrawal && !m_context.profile.bgpMraiWithdrawals)) {
        waiting.erase(nlri);
        notBefore = m_context.now + interval;
        return false;
    }
    waiting[nlri] = cause;
    SimTime first = notBefore;
    for (const auto &[other, event] : waiting)
        first = std::min(first, state.notBefore[at(end)][other]);
    m_context.after(first - m_context.now, Kind::BgpAdvertise, session, end, 0, cause, state.advertiseSlot[at(end)]);
    return true;
}

void Bgp::onAdvertise(int session, int end)
{
    const std::map<int, EventId> waiting = m_sessions[at(session)].waiting[at(end)];
    const int node = m_context.net.sessions[at(session)].node[at(end)];
    for (const auto &[nlri, cause] : waiting) {
        const Entry &entry = m_nodes[at(node)].entries[at(nlri)];
        const bool sends = entry.hasChosen && passesTo(node, entry.chosen, session);
        advertise(node, nlri, session, sends ? &entry.chosen : nullptr, cause);
    }
}

void Bgp::forgetAdvertisements(int session, int end)
{
    SessionState &state = m_sessions[at(session)];
    m_context.queue.cancel(state.advertiseSlot[at(end)]);
    state.notBefore[at(end)].clear();
    state.waiting[at(end)].clear();
}

void Bgp::onUpdate(int session, int end, int nlri, int path, EventId cause)
{
    if (m_sessions[at(session)].up[at(end)])
        receive(session, end, nlri, path >= 0 ? &m_sent[at(path)] : nullptr, cause);
}

void Bgp::receive(int session, int end, int nlri, const BgpPath *path, EventId cause)
{
    const int node = m_context.net.sessions[at(session)].node[at(end)];
    Entry &entry = m_nodes[at(node)].entries[at(nlri)];
    // Its own route, or one that came through here or through this AS already (RFC 4456 section 8, RFC 4271 section 9.1.2).
    const bool accepted = path && path->originator != node && !m_clusters.holds(path->clusters, static_cast<std::uint32_t>(node))
        && !m_asPaths.holds(path->asPath, m_context.net.nodes[at(node)].asNumber);
    const auto known = std::find_if(entry.paths.begin(), entry.paths.end(), [session](const BgpPath &other) { return other.from == session; });
    if (!accepted) {
        if (known == entry.paths.end())
            return;
        entry.paths.erase(known);
    } else if (known == entry.paths.end()) {
        entry.paths.push_back(*path);
    } else if (*known == *path) {
        // One that was stale may win now, if there is another to win against.
        if (!std::exchange(known->stale.is, false) || entry.paths.size() < 2)
            return;
    } else {
        *known = *path;
    }
    const EventId event = heard(session, end, cause);
    markDirty(node, nlri, event);
    scheduleDecision(node, m_context.profile.routeBatch, event);
}

/// The prefixes of one cause that arrive together are one event: they share an UPDATE (RFC 4271 section 4.3).
EventId Bgp::heard(int session, int end, EventId cause)
{
    if (m_context.settling)
        return cause;
    Shared &last = m_sessions[at(session)].heard[at(end)];
    if (last.event == 0 || last.at != m_context.now || last.cause != cause) {
        const Network::Session &row = m_context.net.sessions[at(session)];
        last = {m_context.now, cause,
                m_context.record(row.node[at(end)], Layer::Bgp, "update-received", row.name, {}, Health::None, cause, {.session = session})};
    }
    return last.event;
}

void Bgp::originate(int localRoute, bool up, std::uint32_t med, EventId cause)
{
    const Network::LocalRoute &row = m_context.net.localRoutes[at(localRoute)];
    Entry &entry = m_nodes[at(row.node)].entries[at(row.nlri)];
    const int from = -1 - localRoute;
    const auto known = std::find_if(entry.paths.begin(), entry.paths.end(), [from](const BgpPath &path) { return path.from == from; });
    if (!up) {
        if (known == entry.paths.end())
            return;
        entry.paths.erase(known);
    } else if (known == entry.paths.end()) {
        entry.paths.push_back({from, {row.node}, row.node, med, SharedLists::kEmpty, row.advertised && !m_silenced[at(localRoute)]});
    } else if (known->med == med) {
        return;
    } else {
        known->med = med;
    }
    markDirty(row.node, row.nlri, cause);
    scheduleDecision(row.node, m_context.profile.routeBatch, cause);
}

// An operator's doings

void Bgp::reset(int session)
{
    const Network::Session &row = m_context.net.sessions[at(session)];
    const EventId event = m_context.record(row.node[0], Layer::Bgp, "session-reset", row.name, "by an operator", Health::Working, 0, {.session = session});
    sessionDown(session, 0, "reset by an operator", event, kAdministrativeReset);
}

void Bgp::importing(int member, bool does)
{
    if ((m_importsNothing[at(member)] != 0) == !does)
        return;
    m_importsNothing[at(member)] = does ? 0 : 1;
    const Network::Member &row = m_context.net.members[at(member)];
    const EventId event = m_context.record(row.node, Layer::Bgp, does ? "import-restored" : "import-removed", m_context.net.vpnNames[at(row.vpn)],
                                           does ? "the import route targets are back" : "its import route targets are wrong", does ? Health::Up : Health::Down, 0);
    for (std::size_t nlri = 0; nlri < m_nodes[at(row.node)].entries.size(); ++nlri)
        markDirty(row.node, static_cast<int>(nlri), event);
    scheduleDecision(row.node, m_context.profile.routeBatch, event);
}

void Bgp::announcing(int localRoute, bool does)
{
    const Network::LocalRoute &row = m_context.net.localRoutes[at(localRoute)];
    if ((m_silenced[at(localRoute)] != 0) == !does)
        return;
    m_silenced[at(localRoute)] = does ? 0 : 1;
    const EventId event = m_context.record(row.node, Layer::Bgp, does ? "prefix-announced" : "prefix-withdrawn", nameOf(m_context.net.members[at(row.member)].vpn, row.prefix),
                                           does ? "its policy lets it out again" : "a policy keeps it from the neighbours", does ? Health::Up : Health::Down, 0);
    const int from = -1 - localRoute;
    for (BgpPath &path : m_nodes[at(row.node)].entries[at(row.nlri)].paths) {
        if (path.from == from)
            path.advertised = row.advertised && does;
    }
    markDirty(row.node, row.nlri, event);
    scheduleDecision(row.node, m_context.profile.routeBatch, event);
}

// Power

void Bgp::powerOff(int node, EventId cause)
{
    const Network &net = m_context.net;
    for (const int session : net.nodes[at(node)].sessions) {
        const int end = net.sessions[at(session)].node[0] == node ? 0 : 1;
        SessionState &state = m_sessions[at(session)];
        m_context.queue.cancel(state.holdSlot[at(end)]);
        m_context.queue.cancel(state.firstSlot[at(end)]);
        m_context.queue.cancel(state.graceSlot[at(end)]);
        forgetAdvertisements(session, end);
        state.awaited[at(end)] = false;
        m_context.queue.cancel(state.connectSlot);
        state.connecting = false;
        if (established(session, end))
            m_context.record(node, Layer::Bgp, "session-down", net.sessions[at(session)].name, "router off", Health::Down, cause, {.session = session});
        state.up[at(end)] = state.told[at(end)] = state.holding[at(end)] = false;
        tellKeepalives(session, end, cause);
        m_stack.transport.clear(m_stack.transport.channelOfBgp(session));
    }
    for (const int member : net.nodes[at(node)].members) {
        for (std::size_t prefix = 0; prefix < net.prefixes.size(); ++prefix) {
            VpnRoute &route = m_vrf[at(member)][prefix];
            if (!route.present)
                continue;
            const EventId event = m_context.record(node, Layer::VpnRoute, "route-down", nameOf(net.members[at(member)].vpn, static_cast<int>(prefix)), "router off", Health::Down, cause);
            route = {};
            m_stack.flows.routeChanged(static_cast<int>(prefix), node, event);
        }
    }
    NodeState &state = m_nodes[at(node)];
    state.entries.assign(state.entries.size(), {});
    state.nextHops.clear();
    state.dirty.clear();
    state.decidePending = state.deferring = state.owesTables = false;
    m_context.queue.cancel(state.deferralSlot);
    m_context.queue.cancel(state.decideSlot);
    m_context.queue.cancel(state.urgentSlot);
}

void Bgp::powerOn(int node, EventId cause)
{
    const Network &net = m_context.net;
    for (std::size_t i = 0; i < net.localRoutes.size(); ++i) {
        if (net.localRoutes[i].node == node && net.localRoutes[i].pw < 0)
            originate(static_cast<int>(i), true, 0, cause);
    }
}

void Bgp::appendInitial(std::vector<Event> &list) const
{
    const Network &net = m_context.net;
    for (std::size_t i = 0; i < m_sessions.size(); ++i) {
        for (std::size_t end = 0; end < 2; ++end) {
            const bool up = m_sessions[i].up[end];
            list.push_back(m_context.describe(net.sessions[i].node[end], Layer::Bgp, up ? "session-up" : "session-down", net.sessions[i].name, {},
                                              up ? Health::Up : Health::Down, {.session = static_cast<int>(i)}));
        }
    }
    for (std::size_t node = 0; node < m_nodes.size(); ++node) {
        for (const NextHop &hop : m_nodes[node].nextHops)
            list.push_back(m_context.describe(static_cast<int>(node), Layer::Bgp, hop.usable ? "next-hop-found" : "next-hop-lost",
                                              "next hop " + nameOf(hop.address), {}, hop.usable ? Health::Up : Health::Down));
    }
    for (std::size_t member = 0; member < m_vrf.size(); ++member) {
        for (std::size_t prefix = 0; prefix < m_vrf[member].size(); ++prefix) {
            const VpnRoute &route = m_vrf[member][prefix];
            if (route.present)
                list.push_back(m_context.describe(net.members[member].node, Layer::VpnRoute, "route-up", nameOf(net.members[member].vpn, static_cast<int>(prefix)),
                                                  "next hop " + net.nodes[at(route.path.nextHop.node)].name, Health::Up));
        }
    }
}

} // namespace sidestep::engine
