// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/isis.h"

#include "model/engine/stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace sidestep::engine {
namespace {

// FRRouting spreads IS-IS hellos over 90..100 % of the interval (isisd/isis_constants.h, IIH jitter of 10 %).
constexpr int kHelloJitterPercent = 10;

} // namespace

Isis::Isis(Context &context, Stack &stack) : m_context(context), m_stack(stack), m_ends(context.net.links.size())
{
    const Network &net = context.net;
    for (std::size_t d = 0; d < net.domains.size(); ++d) {
        const Network::Domain &domain = net.domains[d];
        m_firstArea.push_back(static_cast<int>(m_areas.size()));
        m_firstLsp.push_back(static_cast<int>(m_lsps.size()));
        for (std::size_t local = 0; local < domain.nodes.size(); ++local) {
            Area area;
            area.node = domain.nodes[local];
            area.domain = static_cast<int>(d);
            area.local = static_cast<int>(local);
            area.lspSlot = context.queue.makeSlot();
            area.spfSlot = context.queue.makeSlot();
            area.installSlot = context.queue.makeSlot();
            m_areas.push_back(std::move(area));
        }
        for (std::size_t local = 0; local < domain.nodes.size(); ++local) {
            const Area &area = m_areas[at(m_firstArea[d]) + local];
            Lsp lsp{area.local, {}, 1};
            for (const int link : domain.linksOf[local]) {
                const Network::Link &row = net.links[at(link)];
                lsp.entries.push_back({row.local[at(1 - net.endOf(row, area.node))], row.cost, link});
            }
            std::sort(lsp.entries.begin(), lsp.entries.end());
            m_lsps.push_back(std::move(lsp));
        }
    }
    for (std::size_t link = 0; link < m_ends.size(); ++link) {
        for (std::size_t end = 0; end < 2; ++end) {
            End &state = m_ends[link][end];
            state.helloSlot = context.queue.makeSlot();
            state.holdSlot = context.queue.makeSlot();
            const std::uint64_t object = std::uint64_t{net.links[link].id.value()} * 2 + end;
            state.lastHello = kTimeZero - context.between(SimDuration(0), context.profile.isisHelloInterval, Longer::Sooner, Stream::HelloPhase, object, 0);
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

int Isis::areaOf(int link, int end) const
{
    const Network::Link &row = m_context.net.links[at(link)];
    return m_firstArea[at(row.domain)] + row.local[at(end)];
}

// Adjacencies

void Isis::setState(int link, int end, Adjacency state, std::string detail, EventId cause, Trigger trigger)
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
    EventId event = cause;
    if (wasUp || state == Adjacency::Up) {
        event = m_context.record(row.node[at(end)], Layer::Isis, wasUp ? "adjacency-down" : "adjacency-up", row.name, std::move(detail),
                                 wasUp ? Health::Down : Health::Up, cause, {.link = link});
        topologyChanged(areaOf(link, end), trigger, event);
        if (wasUp && m_context.profile.loadBalancing)
            m_context.after(m_context.profile.equalCostSwitch, Kind::EqualCost, link, end, 0, event);
        if (wasUp)
            m_stack.bfd.disable(link, end, event);
        else
            m_stack.bfd.enable(link, end, event);
        if (state == Adjacency::Up && endAt(link, 1 - end).state == Adjacency::Up)
            exchangeDatabases(link, event);
        watchLosses(link, end, event);
    }
    if (m_stack.links.seen(link, end)) {
        own.lastHello = m_context.now + m_context.profile.isisTriggeredHello;
        m_context.after(m_context.profile.isisTriggeredHello, Kind::Hello, link, end, 0, event, own.helloSlot);
    }
    wake(link, event);
}

/// Lets the hellos of a link run while they can change something.
void Isis::wake(int link, EventId cause)
{
    if (endAt(link, 0).state == Adjacency::Up && endAt(link, 1).state == Adjacency::Up)
        return;
    if (!m_stack.links.passes(link, 0) || !m_stack.links.passes(link, 1))
        return;
    const SimDuration interval = m_context.profile.isisHelloInterval;
    for (int end = 0; end < 2; ++end) {
        End &own = endAt(link, end);
        if (!m_stack.links.seen(link, end) || own.lastHello > m_context.now)
            continue;
        // Catch up with the hellos that went unheard, or were not worth an event.
        const std::uint64_t object = std::uint64_t{m_context.net.links[at(link)].id.value()} * 2 + static_cast<std::uint64_t>(end);
        SimTime next = own.lastHello;
        // Seeds let the hellos run on; the other phases say how long the next one takes.
        if (m_context.phase != Phase::Seeded && next < m_context.now)
            next = m_context.now + m_context.between(SimDuration(1), interval, Longer::Later, Stream::HelloGap, object, 0);
        while (next <= m_context.now)
            next += m_context.between(interval * (100 - kHelloJitterPercent) / 100, interval, Longer::Later, Stream::HelloGap, object, own.hellos++);
        own.lastHello = next;
        m_context.after(next - m_context.now, Kind::Hello, link, end, 0, cause, own.helloSlot);
    }
}

void Isis::onHello(int link, int end, EventId cause)
{
    const Network::Link &row = m_context.net.links[at(link)];
    if (!m_stack.links.seen(link, end))
        return;
    endAt(link, end).lastHello = m_context.now;
    const bool arrives = m_stack.links.passes(link, end) && m_context.arrives(m_stack.links.survivalPpm(link), helloKey(link, end) + 1, endAt(link, end).losses.packets++);
    if (m_context.sink)
        tell(link, end, m_context.now, arrives, cause, helloContent(endAt(link, end).state));
    if (arrives)
        m_context.after(row.delay, Kind::HelloArrive, link, 1 - end, static_cast<int>(endAt(link, end).state), cause);
    wake(link, cause);
}

void Isis::onHelloArrive(int link, int end, int sentState, EventId cause)
{
    // The neighbour's interface may be up before ours is.
    if (!m_stack.links.seen(link, end))
        return;
    const auto sent = static_cast<Adjacency>(sentState);
    const Adjacency own = endAt(link, end).state;
    // Three-way handshake, RFC 5303 section 3.2.
    if (own == Adjacency::Down) {
        if (sent == Adjacency::Down)
            setState(link, end, Adjacency::Initializing, {}, cause, Trigger::Hello);
        else if (sent == Adjacency::Initializing)
            setState(link, end, Adjacency::Up, "three-way handshake done", cause, Trigger::Hello);
    } else if (own == Adjacency::Initializing) {
        if (sent != Adjacency::Down)
            setState(link, end, Adjacency::Up, "three-way handshake done", cause, Trigger::Hello);
    } else if (sent == Adjacency::Down) {
        setState(link, end, Adjacency::Initializing, "the neighbour no longer lists this router", cause, Trigger::Hello);
    }
}

void Isis::onHold(int link, int end, bool expired, EventId cause)
{
    if (!expired) {
        watchLosses(link, end, cause);
        return;
    }
    endAt(link, end).holding = false;
    if (m_context.sink)
        tell(link, 1 - end, m_context.now - m_context.profile.isisHoldTime - m_context.net.links[at(link)].delay, true, cause, helloContent(Adjacency::Up));
    setState(link, end, Adjacency::Down, fmt::format("no hello for {}", formatDuration(m_context.profile.isisHoldTime)), cause, Trigger::Hello);
}

void Isis::circuit(int link, int end, bool up, EventId cause)
{
    if (!up) {
        m_context.queue.cancel(endAt(link, end).helloSlot);
        setState(link, end, Adjacency::Down, "interface down", cause, Trigger::Carrier);
        tellSteady(link, end, false, cause);
        return;
    }
    endAt(link, end).lastHello = m_context.now + SimDuration(1);
    m_context.after(SimDuration(0), Kind::Hello, link, end, 0, cause, endAt(link, end).helloSlot);
    if (m_context.profile.lspOnCircuitUp)
        topologyChanged(areaOf(link, end), Trigger::Carrier, cause);
}

void Isis::linkChanged(int link, EventId cause)
{
    const Profile &profile = m_context.profile;
    for (int end = 0; end < 2; ++end) {
        End &own = endAt(link, end);
        const bool receiving = m_stack.links.passes(link, 1 - end);
        if (receiving && own.holding) {
            own.holding = false;
            m_context.queue.cancel(own.holdSlot);
        } else if (!receiving && !own.holding && own.state == Adjacency::Up && m_stack.links.powered(m_context.net.links[at(link)].node[at(end)])) {
            own.holding = true;
            const std::uint64_t object = std::uint64_t{m_context.net.links[at(link)].id.value()} * 2 + static_cast<std::uint64_t>(end);
            const SimDuration elapsed = m_context.between(SimDuration(0), profile.isisHelloInterval, Longer::Sooner, Stream::AdjacencyHold, object, own.holds++);
            m_context.after(profile.isisHoldTime - elapsed, Kind::AdjacencyHold, link, end, 1, cause, own.holdSlot);
        }
        if (receiving)
            watchLosses(link, end, cause);
    }
    wake(link, cause);
}

std::uint64_t Isis::helloKey(int link, int end) const
{
    return (std::uint64_t{m_context.net.links[at(link)].id.value()} * 2 + static_cast<std::uint64_t>(end)) * 2 + (1ULL << 49);
}

/// The hold timer runs out where as many hellos are lost in a row.
void Isis::watchLosses(int link, int end, EventId cause)
{
    End &own = endAt(link, end);
    if (own.state != Adjacency::Up || own.holding)
        return;
    m_context.queue.cancel(own.holdSlot);
    if (m_stack.links.survivalPpm(link) == kEvery)
        return;
    const Profile &profile = m_context.profile;
    const Beat beat{profile.isisHelloInterval * (100 - kHelloJitterPercent) / 100, profile.isisHelloInterval, profile.isisHoldTime};
    const auto [wait, expired] = m_context.watch(own.losses, m_stack.links.survivalPpm(link), beat, Stream::HelloGap, helloKey(link, end));
    m_context.after(wait, Kind::AdjacencyHold, link, end, expired ? 1 : 0, cause, own.holdSlot);
}

void Isis::bfdDown(int link, int end, EventId cause)
{
    if (m_stack.links.powered(m_context.net.links[at(link)].node[at(end)]))
        setState(link, end, Adjacency::Down, "BFD session down", cause, Trigger::Bfd);
}

void Isis::powerOff(int node, EventId cause)
{
    const Network &net = m_context.net;
    for (const int link : net.nodes[at(node)].links) {
        End &own = endAt(link, net.endOf(net.links[at(link)], node));
        if (own.state == Adjacency::Up)
            m_context.record(node, Layer::Isis, "adjacency-down", net.links[at(link)].name, "router off", Health::Down, cause, {.link = link});
        own.state = Adjacency::Down;
        own.holding = false;
        m_context.queue.cancel(own.holdSlot);
        m_context.queue.cancel(own.helloSlot);
        tellSteady(link, net.endOf(net.links[at(link)], node), false, cause);
    }
    for (const Network::Membership &member : net.nodes[at(node)].domains) {
        Area &area = m_areas[at(m_firstArea[at(member.domain)] + member.local)];
        area.computed = true;
        area.database.assign(net.domains[at(member.domain)].nodes.size(), -1);
        area.routes.assign(area.database.size(), {});
        area.routes[at(area.local)] = {0, -1};
        area.lspThrottle = {};
        area.spfThrottle = {};
        area.lspPending = area.spfPending = area.lspEver = false;
        m_context.queue.cancel(area.lspSlot);
        m_context.queue.cancel(area.spfSlot);
        m_context.queue.cancel(area.installSlot);
    }
}

void Isis::metricChanged(int link, int end, EventId cause)
{
    if (m_context.net.domains[at(m_context.net.links[at(link)].domain)].ldpSync && endAt(link, end).state == Adjacency::Up)
        topologyChanged(areaOf(link, end), Trigger::Hello, cause);
}

void Isis::overloadChanged(int node, EventId cause)
{
    for (const Network::Membership &member : m_context.net.nodes[at(node)].domains)
        topologyChanged(m_firstArea[at(member.domain)] + member.local, Trigger::Hello, cause);
}

// Link state packets

void Isis::topologyChanged(int index, Trigger trigger, EventId cause)
{
    Area &area = m_areas[at(index)];
    const Network::Domain &domain = m_context.net.domains[at(area.domain)];
    const Profile &profile = m_context.profile;
    SimTime when;
    if (profile.lspStabilityWait) {
        // FRRouting: a change of carrier comes with several events and waits until they are over; an event by itself is
        // told at once, but no sooner than one LSP interval after the last LSP, unless BFD signalled it.
        when = m_context.now + (trigger == Trigger::Carrier ? profile.lspWait : SimDuration(0));
        if (trigger != Trigger::Bfd && area.lspEver)
            when = std::max(when, area.lastLsp + domain.lspMax);
        if (area.lspPending && (trigger != Trigger::Bfd || area.lspAt <= when))
            return;
    } else {
        if (area.lspPending)
            return;
        when = m_context.now + area.lspThrottle.next(m_context.now, domain.lspInit, domain.lspStep, domain.lspMax);
    }
    area.lspPending = true;
    area.lspAt = when;
    m_context.after(when - m_context.now, Kind::LspGenerate, index, 0, 0, cause, area.lspSlot);
}

std::vector<Isis::Entry> Isis::ownEntries(const Area &area)
{
    const Network &net = m_context.net;
    const Network::Domain &domain = net.domains[at(area.domain)];
    std::vector<Entry> entries;
    for (const int link : domain.linksOf[at(area.local)]) {
        const Network::Link &row = net.links[at(link)];
        const int end = net.endOf(row, area.node);
        if (endAt(link, end).state != Adjacency::Up)
            continue;
        const bool last = m_stack.faults.drained(area.node) || (domain.ldpSync && !m_stack.ldp.linkUp(link, end));
        entries.push_back({row.local[at(1 - end)], last ? kMaxMetric : row.cost, link});
    }
    std::sort(entries.begin(), entries.end());
    return entries;
}

int Isis::lspOf(const Area &area, int origin) const
{
    return area.database.empty() ? m_firstLsp[at(area.domain)] + origin : area.database[at(origin)];
}

void Isis::touch(Area &area)
{
    routesOf(area);
    if (!area.database.empty())
        return;
    const std::size_t size = m_context.net.domains[at(area.domain)].nodes.size();
    area.database.resize(size);
    for (std::size_t origin = 0; origin < size; ++origin)
        area.database[origin] = m_firstLsp[at(area.domain)] + static_cast<int>(origin);
}

void Isis::onLspGenerate(int index, EventId cause)
{
    Area &area = m_areas[at(index)];
    area.lspPending = false;
    std::vector<Entry> entries = ownEntries(area);
    const int current = lspOf(area, area.local);
    if (current >= 0 && m_lsps[at(current)].entries == entries)
        return;
    touch(area);
    area.lspEver = true;
    area.lastLsp = m_context.now;
    std::string detail = fmt::format("{} neighbour{}", entries.size(), entries.size() == 1 ? "" : "s");
    const int lsp = static_cast<int>(m_lsps.size());
    m_lsps.push_back({area.local, std::move(entries), ++area.sequence});
    area.database[at(area.local)] = lsp;
    const EventId event = m_context.record(area.node, Layer::Isis, "lsp-originated", m_context.net.domains[at(area.domain)].name, std::move(detail), Health::Working, cause);
    flood(index, lsp, -1, event);
    scheduleSpf(index, event);
}

void Isis::flood(int index, int lsp, int exceptLink, EventId cause)
{
    const Area &area = m_areas[at(index)];
    const Network &net = m_context.net;
    for (const int link : net.domains[at(area.domain)].linksOf[at(area.local)]) {
        const int end = net.endOf(net.links[at(link)], area.node);
        if (link != exceptLink && endAt(link, end).state == Adjacency::Up)
            send(link, end, lsp, cause);
    }
}

void Isis::send(int link, int fromEnd, int lsp, EventId cause)
{
    const SimDuration transfer = m_context.net.links[at(link)].delay + m_context.profile.lspProcessing;
    // Unacknowledged, it is sent again; by then the adjacency is usually gone.
    const bool passes = m_stack.links.passes(link, fromEnd)
        && m_context.arrives(m_stack.links.survivalPpm(link), helloKey(link, fromEnd) + 1, endAt(link, fromEnd).losses.packets++);
    const SimDuration wait = pacing(endAt(link, fromEnd));
    if (m_context.sink)
        tell(link, fromEnd, m_context.now + wait, passes, cause, contentOf(m_context.net.links[at(link)].domain, lsp));
    m_context.after(wait + (passes ? transfer : m_context.profile.lspRetransmit + transfer), Kind::LspArrive, link, 1 - fromEnd, passes ? lsp : -1 - lsp, cause);
}

/// What an LSP waits for its turn: an interface sends a batch, and the next one no sooner than `isis.lsp-pacing` after it.
SimDuration Isis::pacing(End &own) const
{
    const Profile &profile = m_context.profile;
    if (profile.lspPacing == SimDuration(0))
        return {};
    if (own.inBatch == 0 || m_context.now >= own.batchAt + profile.lspPacing) {
        own.batchAt = m_context.now;
        own.inBatch = 0;
    } else if (own.inBatch >= profile.lspBurst) {
        own.batchAt += profile.lspPacing;
        own.inBatch = 0;
    }
    ++own.inBatch;
    return std::max(own.batchAt - m_context.now, SimDuration(0));
}

void Isis::tell(int link, int fromEnd, SimTime time, bool arrives, EventId cause, MessageContent content) const
{
    const Network &net = m_context.net;
    const Network::Link &row = net.links[at(link)];
    const SimDuration every = std::holds_alternative<IsisHello>(content) ? m_context.profile.isisHelloInterval : SimDuration(0);
    m_context.sink->sent({time, net.nodes[at(row.node[at(fromEnd)])].id, net.nodes[at(row.node[at(1 - fromEnd)])].id, row.id, {}, {}, row.delay, arrives, cause, std::move(content), every});
}

void Isis::tellSteady(int link, int fromEnd, bool sends, EventId cause) const
{
    if (!m_context.sink)
        return;
    const Network &net = m_context.net;
    const Network::Link &row = net.links[at(link)];
    m_context.sink->sent({m_context.now, net.nodes[at(row.node[at(fromEnd)])].id, net.nodes[at(row.node[at(1 - fromEnd)])].id, row.id, {}, {}, row.delay, true, cause,
                          helloContent(m_ends[at(link)][at(fromEnd)].state), sends ? m_context.profile.isisHelloInterval : SimDuration(0), true});
}

void Isis::tellInitial() const
{
    for (int link = 0; link < static_cast<int>(m_ends.size()); ++link) {
        for (int end = 0; end < 2; ++end)
            tellSteady(link, end, true, 0);
    }
}

void Isis::tellRestart(int node, bool back, EventId cause) const
{
    const Network &net = m_context.net;
    for (const int link : net.nodes[at(node)].links) {
        const int end = net.endOf(net.links[at(link)], node);
        tellSteady(link, end, back && m_stack.links.seen(link, end), cause);
    }
}

void Isis::tellReceipt(int link, int end, int lsp, bool again, EventId cause) const
{
    const Network::Link &row = m_context.net.links[at(link)];
    const bool arrived = m_stack.links.passes(link, 1 - end);
    const IsisLsp content = contentOf(row.domain, lsp);
    if (again)
        tell(link, 1 - end, m_context.now - m_context.profile.lspProcessing - row.delay, arrived, cause, content);
    if (arrived)
        tell(link, end, m_context.now, m_stack.links.passes(link, end), cause, IsisSequenceNumbers{false, {content}});
}

void Isis::tellDatabase(int link, int fromEnd, EventId cause) const
{
    if (!m_context.sink)
        return;
    const Area &area = m_areas[at(areaOf(link, fromEnd))];
    IsisSequenceNumbers all{true, {}};
    for (int origin = 0; origin < static_cast<int>(m_context.net.domains[at(area.domain)].nodes.size()); ++origin) {
        if (const int lsp = lspOf(area, origin); lsp >= 0)
            all.lsps.push_back(contentOf(area.domain, lsp));
    }
    tell(link, fromEnd, m_context.now, m_stack.links.passes(link, fromEnd), cause, std::move(all));
}

IsisHello Isis::helloContent(Adjacency state) const
{
    const auto sent = state == Adjacency::Up ? IsisHello::ThreeWay::Up
        : state == Adjacency::Initializing ? IsisHello::ThreeWay::Initializing : IsisHello::ThreeWay::Down;
    return {sent, m_context.profile.isisHoldTime};
}

IsisLsp Isis::contentOf(int domain, int lsp) const
{
    const Network &net = m_context.net;
    const Network::Domain &row = net.domains[at(domain)];
    IsisLsp content{net.nodes[at(row.nodes[at(m_lsps[at(lsp)].origin)])].id, m_lsps[at(lsp)].sequence, {}};
    for (const Entry &entry : m_lsps[at(lsp)].entries)
        content.neighbours.push_back({net.nodes[at(row.nodes[at(entry.neighbour)])].id, entry.metric, net.links[at(entry.link)].id});
    return content;
}

std::optional<plan::LinkId> Isis::firstLink(int node, int destination)
{
    const int link = route(node, destination).link;
    return link < 0 ? std::nullopt : std::optional(m_context.net.links[at(link)].id);
}

void Isis::onLspArrive(int link, int end, int lsp, bool again, EventId cause)
{
    if (endAt(link, end).state != Adjacency::Up || endAt(link, 1 - end).state != Adjacency::Up)
        return;
    const int index = areaOf(link, end);
    Area &area = m_areas[at(index)];
    const int origin = m_lsps[at(lsp)].origin;
    if (m_context.sink)
        tellReceipt(link, end, lsp, again, cause);
    if (origin == area.local || lspOf(area, origin) >= lsp)
        return;
    if (!m_stack.links.passes(link, 1 - end)) {
        send(link, 1 - end, lsp, cause);
        return;
    }
    touch(area);
    area.database[at(origin)] = lsp;
    const Network &net = m_context.net;
    const Network::Domain &domain = net.domains[at(area.domain)];
    const EventId event = m_context.record(area.node, Layer::Isis, "lsp-received", domain.name,
                                           fmt::format("from {}, over {}", net.nodes[at(domain.nodes[at(origin)])].name, net.links[at(link)].name), Health::Working, cause);
    flood(index, lsp, link, event);
    scheduleSpf(index, event);
}

void Isis::exchangeDatabases(int link, EventId cause)
{
    // CSNPs tell each end what the other lacks.
    const Area &a = m_areas[at(areaOf(link, 0))];
    const Area &b = m_areas[at(areaOf(link, 1))];
    for (int end = 0; end < 2; ++end)
        tellDatabase(link, end, cause);
    const int size = static_cast<int>(m_context.net.domains[at(a.domain)].nodes.size());
    for (int origin = 0; origin < size; ++origin) {
        const int ours = lspOf(a, origin);
        const int theirs = lspOf(b, origin);
        if (ours > theirs)
            send(link, 0, ours, cause);
        else if (theirs > ours)
            send(link, 1, theirs, cause);
    }
}

// Routes

void Isis::scheduleSpf(int index, EventId cause)
{
    Area &area = m_areas[at(index)];
    const Network::Domain &domain = m_context.net.domains[at(area.domain)];
    const Profile &profile = m_context.profile;
    if (profile.spfRfc8405) {
        // Every event moves the machine's state, whether or not a run is already waiting.
        const SimDuration delay = area.spfThrottle.nextRfc8405(m_context.now, domain.spfInit, domain.spfStep, domain.spfMax, profile.spfLearn, profile.spfHoldDown);
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

void Isis::onSpf(int index, EventId cause)
{
    Area &area = m_areas[at(index)];
    area.spfPending = false;
    touch(area);
    area.pending = shortestPaths(area);
    const bool same = area.pending == area.routes;
    const EventId event = m_context.record(area.node, Layer::Isis, "spf-run", m_context.net.domains[at(area.domain)].name,
                                           same ? "no route changes" : "routes change", same ? Health::Up : Health::Working, cause);
    if (same)
        m_context.queue.cancel(area.installSlot);
    else
        m_context.after(m_context.profile.spfCompute + installTime(area), Kind::FibInstall, index, 0, 0, event, area.installSlot);
}

SimDuration Isis::installTime(const Area &area) const
{
    std::int64_t changed = 0;
    for (std::size_t i = 0; i < area.pending.size(); ++i)
        changed += area.pending[i] == area.routes[i] ? 0 : 1;
    return m_context.profile.fibInstall + m_context.profile.fibInstallEach * changed;
}

void Isis::onInstall(int index, EventId cause)
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
    const EventId event = m_context.record(area.node, Layer::Isis, "route-changed", net.domains[at(area.domain)].name, std::move(detail), Health::Up, cause);
    for (std::size_t i = 0; i < peers.size(); ++i) {
        const IgpRoute after = route(area.node, peers[i]);
        if (after.reachable() == before[i].reachable())
            continue;
        m_context.record(area.node, Layer::Isis, after.reachable() ? "route-up" : "route-down", "route to " + net.nodes[at(peers[i])].name,
                         after.reachable() ? fmt::format("cost {}", after.cost) : std::string("no path in any domain"),
                         after.reachable() ? Health::Up : Health::Down, event);
    }
    m_stack.transport.domainChanged(area.domain, event);
    m_stack.bgp.nextHopsChanged(area.node, event);
    m_stack.pseudowires.pathsChanged(area.node, event);
    m_stack.flows.routesChanged(area.node, event);
}

std::string Isis::describeChange(const Area &area, const Routes &before, const Routes &after) const
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

const Isis::Routes &Isis::routesOf(Area &area)
{
    if (!area.computed) {
        area.computed = true;
        area.routes = shortestPaths(area);
    }
    return area.routes;
}

Isis::Routes Isis::shortestPaths(const Area &area)
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
        const int lsp = lspOf(area, visit.node);
        if (lsp < 0)
            continue;
        for (const Entry &entry : m_lsps[at(lsp)].entries) {
            if (m_done[at(entry.neighbour)])
                continue;
            // Two-way check: the neighbour lists us as well (ISO 10589 section 7.2.8.2).
            const int back = lspOf(area, entry.neighbour);
            if (back < 0)
                continue;
            const std::vector<Entry> &list = m_lsps[at(back)].entries;
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
void Isis::addFirstLinks(IgpRoute &route, const IgpRoute &other, int node)
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
    if (!m_context.profile.loadBalancing) {
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
IgpRoute Isis::inUse(IgpRoute route, int node)
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

void Isis::onEqualCost(int link, int end, EventId cause)
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
    const EventId event = m_context.record(area.node, Layer::Isis, "equal-cost-switch", m_context.net.links[at(link)].name,
                                           fmt::format("{} route{} over {} at once", moved, moved == 1 ? "" : "s", m_context.net.links[at(last)].name), Health::Up, cause,
                                           {.link = link});
    m_stack.transport.domainChanged(area.domain, event);
    m_stack.bgp.nextHopsChanged(area.node, event);
    m_stack.pseudowires.pathsChanged(area.node, event);
    m_stack.flows.routesChanged(area.node, event);
}

IgpRoute Isis::route(int node, int destination)
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

void Isis::appendInitial(std::vector<Event> &list)
{
    const Network &net = m_context.net;
    for (std::size_t link = 0; link < net.links.size(); ++link) {
        for (std::size_t end = 0; end < 2; ++end)
            list.push_back(m_context.describe(net.links[link].node[end], Layer::Isis, "adjacency-up", net.links[link].name, {}, Health::Up, {.link = static_cast<int>(link)}));
    }
    for (std::size_t node = 0; node < net.nodes.size(); ++node) {
        for (const int peer : m_peersOf[node]) {
            const bool reachable = route(static_cast<int>(node), peer).reachable();
            list.push_back(m_context.describe(static_cast<int>(node), Layer::Isis, reachable ? "route-up" : "route-down", "route to " + net.nodes[at(peer)].name, {},
                                              reachable ? Health::Up : Health::Down));
        }
    }
    for (const Area &area : m_areas)
        list.push_back(m_context.describe(area.node, Layer::Isis, "route-changed", net.domains[at(area.domain)].name, {}, Health::Up));
}

// Delays

SimDuration Throttle::next(SimTime now, SimDuration first, SimDuration step, SimDuration longest)
{
    if (m_quiet || now - m_lastEvent > longest) {
        m_quiet = false;
        m_runs = 0;
    }
    m_lastEvent = now;
    const int run = m_runs++;
    if (run == 0)
        return std::min(first, longest);
    SimDuration delay = step;
    for (int doubled = 1; doubled < run && delay < longest; ++doubled)
        delay *= 2;
    return std::min(delay, longest);
}

SimDuration Throttle::nextRfc8405(SimTime now, SimDuration first, SimDuration step, SimDuration longest, SimDuration learn, SimDuration holdDown)
{
    if (m_quiet || now - m_lastEvent > holdDown) {
        m_quiet = false;
        m_firstEvent = m_lastEvent = now;
        m_runs = 1;
        return first;
    }
    m_lastEvent = now;
    return now - m_firstEvent < learn ? step : longest;
}

} // namespace sidestep::engine
