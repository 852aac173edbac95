// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/link_state.h"

#include "model/engine/stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace sidestep::engine {

LinkState::LinkState(Context &context, Stack &stack)
    : m_context(context), m_stack(stack), m_rules(rulesOf(context.profile, context.net.igp)), m_ends(context.net.links.size())
{
    const Network &net = context.net;
    for (std::size_t d = 0; d < net.domains.size(); ++d) {
        const Network::Domain &domain = net.domains[d];
        m_firstArea.push_back(static_cast<int>(m_areas.size()));
        m_firstLsa.push_back(static_cast<int>(m_lsas.size()));
        for (std::size_t local = 0; local < domain.nodes.size(); ++local) {
            Area area;
            area.node = domain.nodes[local];
            area.domain = static_cast<int>(d);
            area.local = static_cast<int>(local);
            area.lsaSlot = context.queue.makeSlot();
            area.spfSlot = context.queue.makeSlot();
            area.installSlot = context.queue.makeSlot();
            m_areas.push_back(std::move(area));
        }
        for (std::size_t local = 0; local < domain.nodes.size(); ++local) {
            const Area &area = m_areas[at(m_firstArea[d]) + local];
            Lsa lsa{area.local, {}, 1};
            for (const int link : domain.linksOf[local]) {
                const Network::Link &row = net.links[at(link)];
                lsa.entries.push_back({row.local[at(1 - net.endOf(row, area.node))], row.cost, link});
            }
            std::sort(lsa.entries.begin(), lsa.entries.end());
            m_lsas.push_back(std::move(lsa));
        }
    }
    for (std::size_t link = 0; link < m_ends.size(); ++link) {
        for (std::size_t end = 0; end < 2; ++end) {
            End &state = m_ends[link][end];
            state.helloSlot = context.queue.makeSlot();
            state.holdSlot = context.queue.makeSlot();
            state.exchangeSlot = m_rules.exchanges ? context.queue.makeSlot() : EventQueue::kNoSlot;
            const std::uint64_t object = std::uint64_t{net.links[link].id.value()} * 2 + end;
            state.lastHello = kTimeZero - context.between(SimDuration(0), m_rules.helloInterval, Longer::Sooner, Stream::HelloPhase, object, 0);
        }
    }
    m_peersOf.resize(net.nodes.size());
    for (const Network::Pair &pair : net.pairs) {
        m_peersOf[at(pair.node[0])].push_back(pair.node[1]);
        m_peersOf[at(pair.node[1])].push_back(pair.node[0]);
    }
    for (std::vector<int> &peers : m_peersOf) {
        std::sort(peers.begin(), peers.end());
        peers.erase(std::unique(peers.begin(), peers.end()), peers.end());
    }
}

int LinkState::areaOf(int link, int end) const
{
    const Network::Link &row = m_context.net.links[at(link)];
    return m_firstArea[at(row.domain)] + row.local[at(end)];
}

// Adjacencies

void LinkState::setState(int link, int end, Adjacency state, std::string detail, EventId cause, Trigger trigger)
{
    End &own = endAt(link, end);
    if (own.state == state)
        return;
    const Network::Link &row = m_context.net.links[at(link)];
    const bool wasUp = own.state == Adjacency::Up;
    // What is installed stays until SPF has run, also where nobody has asked for it yet.
    routesOf(m_areas[at(areaOf(link, end))]);
    own.state = state;
    own.holding = false;
    own.pruned = false;
    m_context.queue.cancel(own.holdSlot);
    if (m_rules.exchanges)
        m_context.queue.cancel(own.exchangeSlot);
    EventId event = cause;
    if (wasUp || state == Adjacency::Up) {
        event = m_context.record(row.node[at(end)], m_rules.layer, wasUp ? "adjacency-down" : "adjacency-up", row.name, std::move(detail),
                                 wasUp ? Health::Down : Health::Up, cause, {.link = link});
        topologyChanged(areaOf(link, end), trigger, event);
        if (wasUp && m_rules.loadBalancing)
            m_context.after(m_rules.equalCostSwitch, Kind::EqualCost, link, end, 0, event);
        if (wasUp)
            m_stack.bfd.disable(link, end, event);
        else
            m_stack.bfd.enable(link, end, event);
        if (state == Adjacency::Up && endAt(link, 1 - end).state == Adjacency::Up)
            exchangeDatabases(link, event);
    }
    watchSilence(link, end, event);
    if (wasUp || state >= Adjacency::Exchange)
        watchLosses(link, end, event);
    tellChange(link, end, event);
    wake(link, event);
}

/// The neighbour learns of the new state from a hello.
void LinkState::tellChange(int link, int end, EventId cause)
{
    End &own = endAt(link, end);
    if (!m_stack.links.seen(link, end))
        return;
    if (m_rules.triggeredHello)
        helloAt(link, end, m_context.now + *m_rules.triggeredHello, cause);
    else if (!own.helloDue)
        helloAt(link, end, nextHello(link, end), cause);
}

void LinkState::helloAt(int link, int end, SimTime time, EventId cause)
{
    End &own = endAt(link, end);
    own.helloDue = true;
    own.lastHello = time;
    m_context.after(time - m_context.now, Kind::Hello, link, end, 0, cause, own.helloSlot);
}

void LinkState::stopHellos(int link, int end)
{
    End &own = endAt(link, end);
    own.helloDue = false;
    m_context.queue.cancel(own.helloSlot);
}

/// When the end sends its next periodic hello, past those that were not worth an event.
SimTime LinkState::nextHello(int link, int end)
{
    End &own = endAt(link, end);
    const SimDuration interval = m_rules.helloInterval;
    const std::uint64_t object = std::uint64_t{m_context.net.links[at(link)].id.value()} * 2 + static_cast<std::uint64_t>(end);
    SimTime next = own.lastHello;
    // Seeds let the hellos run on; the other phases say how long the next one takes.
    if (m_context.phase != Phase::Seeded && next < m_context.now)
        next = m_context.now + m_context.between(SimDuration(1), interval, Longer::Later, Stream::HelloGap, object, 0);
    while (next <= m_context.now)
        next += m_context.between(interval * (100 - m_rules.helloJitterPercent) / 100, interval, Longer::Later, Stream::HelloGap, object, own.hellos++);
    return next;
}

/// Lets the hellos of a link run while they can change something.
void LinkState::wake(int link, EventId cause)
{
    if (endAt(link, 0).state == Adjacency::Up && endAt(link, 1).state == Adjacency::Up)
        return;
    if (!m_stack.links.passes(link, 0) || !m_stack.links.passes(link, 1))
        return;
    for (int end = 0; end < 2; ++end) {
        if (m_stack.links.seen(link, end) && !endAt(link, end).helloDue)
            helloAt(link, end, nextHello(link, end), cause);
    }
}

void LinkState::onHello(int link, int end, EventId cause)
{
    const Network::Link &row = m_context.net.links[at(link)];
    endAt(link, end).helloDue = false;
    if (!m_stack.links.seen(link, end))
        return;
    endAt(link, end).lastHello = m_context.now;
    const bool arrives = packetPasses(link, end);
    if (m_context.sink)
        tell(link, end, m_context.now, arrives, cause, helloContent(endAt(link, end).state));
    if (arrives)
        m_context.after(row.delay, Kind::HelloArrive, link, 1 - end, static_cast<int>(endAt(link, end).state), cause);
    wake(link, cause);
}

void LinkState::onHelloArrive(int link, int end, int sentState, EventId cause)
{
    // The neighbour's interface may be up before ours is.
    if (!m_stack.links.seen(link, end))
        return;
    const auto sent = static_cast<Adjacency>(sentState);
    const Adjacency own = endAt(link, end).state;
    const bool listed = sent != Adjacency::Down; // the neighbour has heard this end
    if (!listed) {
        const bool wasTwoWay = own >= Adjacency::Exchange;
        setState(link, end, Adjacency::Initializing, wasTwoWay ? "the neighbour no longer lists this router" : std::string(), cause, Trigger::Hello);
    } else if (m_rules.exchanges) {
        if (own < Adjacency::Exchange)
            beginExchange(link, end, cause);
    } else if (own == Adjacency::Initializing || (own == Adjacency::Down && sent == Adjacency::Initializing)) {
        // Three-way handshake, RFC 5303 section 3.2.
        setState(link, end, Adjacency::Up, "three-way handshake done", cause, Trigger::Hello);
    }
}

void LinkState::onHold(int link, int end, bool expired, EventId cause)
{
    if (!expired) {
        watchLosses(link, end, cause);
        return;
    }
    endAt(link, end).holding = false;
    if (m_context.sink)
        tell(link, 1 - end, m_context.now - m_rules.hold - m_context.net.links[at(link)].delay, true, cause, helloContent(Adjacency::Up));
    setState(link, end, Adjacency::Down, fmt::format("no hello for {}", formatDuration(m_rules.hold)), cause, Trigger::Hello);
}

void LinkState::circuit(int link, int end, bool up, EventId cause)
{
    if (!up) {
        stopHellos(link, end);
        setState(link, end, Adjacency::Down, "interface down", cause, Trigger::Carrier);
        tellSteady(link, end, false, cause);
        return;
    }
    helloAt(link, end, m_context.now, cause);
    if (m_rules.originatesOnCarrier)
        topologyChanged(areaOf(link, end), Trigger::Carrier, cause);
}

void LinkState::linkChanged(int link, EventId cause)
{
    for (int end = 0; end < 2; ++end) {
        End &own = endAt(link, end);
        const bool receiving = m_stack.links.passes(link, 1 - end);
        if (receiving && own.holding) {
            own.holding = false;
            m_context.queue.cancel(own.holdSlot);
        }
        watchSilence(link, end, cause);
        if (receiving)
            watchLosses(link, end, cause);
    }
    wake(link, cause);
}

/// The hold timer starts when nothing comes any more; how much of it had passed since the last hello is drawn.
void LinkState::watchSilence(int link, int end, EventId cause)
{
    End &own = endAt(link, end);
    const Network::Link &row = m_context.net.links[at(link)];
    if (own.holding || own.state == Adjacency::Down || m_stack.links.passes(link, 1 - end) || !m_stack.links.powered(row.node[at(end)]))
        return;
    own.holding = true;
    const std::uint64_t object = std::uint64_t{row.id.value()} * 2 + static_cast<std::uint64_t>(end);
    const SimDuration elapsed = m_context.between(SimDuration(0), m_rules.helloInterval, Longer::Sooner, Stream::AdjacencyHold, object, own.holds++);
    m_context.after(m_rules.hold - elapsed, Kind::AdjacencyHold, link, end, 1, cause, own.holdSlot);
}

std::uint64_t LinkState::helloKey(int link, int end) const
{
    return (std::uint64_t{m_context.net.links[at(link)].id.value()} * 2 + static_cast<std::uint64_t>(end)) * 2 + (1ULL << 49);
}

/// The hold timer runs out where as many hellos are lost in a row.
void LinkState::watchLosses(int link, int end, EventId cause)
{
    End &own = endAt(link, end);
    if (own.state < Adjacency::Exchange || own.holding)
        return;
    m_context.queue.cancel(own.holdSlot);
    if (m_stack.links.survivalPpm(link) == kEvery)
        return;
    const Beat beat{m_rules.helloInterval * (100 - m_rules.helloJitterPercent) / 100, m_rules.helloInterval, m_rules.hold};
    const auto [wait, expired] = m_context.watch(own.losses, m_stack.links.survivalPpm(link), beat, Stream::HelloGap, helloKey(link, end));
    m_context.after(wait, Kind::AdjacencyHold, link, end, expired ? 1 : 0, cause, own.holdSlot);
}

void LinkState::bfdDown(int link, int end, EventId cause)
{
    if (m_stack.links.powered(m_context.net.links[at(link)].node[at(end)]))
        setState(link, end, Adjacency::Down, "BFD session down", cause, Trigger::Bfd);
}

void LinkState::powerOff(int node, EventId cause)
{
    const Network &net = m_context.net;
    for (const int link : net.nodes[at(node)].links) {
        End &own = endAt(link, net.endOf(net.links[at(link)], node));
        if (own.state == Adjacency::Up)
            m_context.record(node, m_rules.layer, "adjacency-down", net.links[at(link)].name, "router off", Health::Down, cause, {.link = link});
        own.state = Adjacency::Down;
        own.holding = false;
        m_context.queue.cancel(own.holdSlot);
        stopHellos(link, net.endOf(net.links[at(link)], node));
        if (m_rules.exchanges)
            m_context.queue.cancel(own.exchangeSlot);
        tellSteady(link, net.endOf(net.links[at(link)], node), false, cause);
    }
    for (const Network::Membership &member : net.nodes[at(node)].domains) {
        Area &area = m_areas[at(m_firstArea[at(member.domain)] + member.local)];
        area.computed = true;
        area.database.assign(net.domains[at(member.domain)].nodes.size(), -1);
        area.routes.assign(area.database.size(), {});
        area.routes[at(area.local)] = {0, -1};
        area.floodedAt.clear();
        area.lsaThrottle = {};
        area.spfThrottle = {};
        area.lsaPending = area.spfPending = area.lsaEver = false;
        m_context.queue.cancel(area.lsaSlot);
        m_context.queue.cancel(area.spfSlot);
        m_context.queue.cancel(area.installSlot);
    }
}

void LinkState::metricChanged(int link, int end, EventId cause)
{
    if (m_context.net.domains[at(m_context.net.links[at(link)].domain)].ldpSync && endAt(link, end).state == Adjacency::Up)
        topologyChanged(areaOf(link, end), Trigger::Hello, cause);
}

void LinkState::overloadChanged(int node, EventId cause)
{
    for (const Network::Membership &member : m_context.net.nodes[at(node)].domains)
        topologyChanged(m_firstArea[at(member.domain)] + member.local, Trigger::Hello, cause);
}

void LinkState::appendInitial(std::vector<Event> &list)
{
    const Network &net = m_context.net;
    for (std::size_t link = 0; link < net.links.size(); ++link) {
        for (std::size_t end = 0; end < 2; ++end)
            list.push_back(m_context.describe(net.links[link].node[end], m_rules.layer, "adjacency-up", net.links[link].name, {}, Health::Up, {.link = static_cast<int>(link)}));
    }
    for (std::size_t node = 0; node < net.nodes.size(); ++node) {
        for (const int peer : m_peersOf[node]) {
            const bool reachable = route(static_cast<int>(node), peer).reachable();
            list.push_back(m_context.describe(static_cast<int>(node), m_rules.layer, reachable ? "route-up" : "route-down", "route to " + net.nodes[at(peer)].name, {},
                                              reachable ? Health::Up : Health::Down));
        }
    }
    for (const Area &area : m_areas)
        list.push_back(m_context.describe(area.node, m_rules.layer, "route-changed", net.domains[at(area.domain)].name, {}, Health::Up));
}

} // namespace sidestep::engine
