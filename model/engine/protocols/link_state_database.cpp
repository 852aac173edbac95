// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/link_state.h"

#include "model/engine/stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace sidestep::engine {

void LinkState::topologyChanged(int index, Trigger trigger, EventId cause)
{
    Area &area = m_areas[at(index)];
    const Network::Domain &domain = m_context.net.domains[at(area.domain)];
    SimTime when;
    if (m_rules.stabilityWait) {
        // FRRouting: a change of carrier comes with several events and waits until they are over; an event by itself is
        // told at once, but no sooner than one LSP interval after the last LSP, unless BFD signalled it.
        when = m_context.now + (trigger == Trigger::Carrier ? m_rules.stability : SimDuration(0));
        if (trigger != Trigger::Bfd && area.lsaEver)
            when = std::max(when, area.lastLsa + domain.lspMax);
        if (area.lsaPending && (trigger != Trigger::Bfd || area.lsaAt <= when))
            return;
    } else {
        if (area.lsaPending)
            return;
        when = m_context.now + std::max(area.lsaThrottle.next(m_context.now, domain.lspInit, domain.lspStep, domain.lspMax), m_rules.leastWait);
    }
    area.lsaPending = true;
    area.lsaAt = when;
    m_context.after(when - m_context.now, Kind::LsaOriginate, index, 0, 0, cause, area.lsaSlot);
}

std::vector<LinkState::Entry> LinkState::ownEntries(const Area &area)
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
        entries.push_back({row.local[at(1 - end)], last ? m_rules.lastResort : row.cost, link});
    }
    std::sort(entries.begin(), entries.end());
    return entries;
}

int LinkState::lsaOf(const Area &area, int origin) const
{
    return area.database.empty() ? m_firstLsa[at(area.domain)] + origin : area.database[at(origin)];
}

void LinkState::touch(Area &area)
{
    routesOf(area);
    if (!area.database.empty())
        return;
    const std::size_t size = m_context.net.domains[at(area.domain)].nodes.size();
    area.database.resize(size);
    for (std::size_t origin = 0; origin < size; ++origin)
        area.database[origin] = m_firstLsa[at(area.domain)] + static_cast<int>(origin);
}

void LinkState::onOriginate(int index, EventId cause)
{
    Area &area = m_areas[at(index)];
    area.lsaPending = false;
    std::vector<Entry> entries = ownEntries(area);
    const int current = lsaOf(area, area.local);
    if (current >= 0 && m_lsas[at(current)].entries == entries)
        return;
    touch(area);
    area.lsaEver = true;
    area.lastLsa = m_context.now;
    std::string detail = fmt::format("{} neighbour{}", entries.size(), entries.size() == 1 ? "" : "s");
    const int lsa = static_cast<int>(m_lsas.size());
    m_lsas.push_back({area.local, std::move(entries), ++area.sequence});
    area.database[at(area.local)] = lsa;
    const EventId event = m_context.record(area.node, m_rules.layer, m_rules.originated, m_context.net.domains[at(area.domain)].name, std::move(detail), Health::Working, cause);
    flood(index, lsa, -1, event);
    scheduleSpf(index, event);
}

void LinkState::flood(int index, int lsa, int exceptLink, EventId cause)
{
    const Area &area = m_areas[at(index)];
    const Network &net = m_context.net;
    for (const int link : net.domains[at(area.domain)].linksOf[at(area.local)]) {
        const int end = net.endOf(net.links[at(link)], area.node);
        if (link != exceptLink && endAt(link, end).state == Adjacency::Up)
            send(link, end, lsa, cause);
    }
}

void LinkState::send(int link, int fromEnd, int lsa, EventId cause)
{
    const SimDuration transfer = m_context.net.links[at(link)].delay + m_rules.flooding;
    // Unacknowledged, it is sent again; by then the adjacency is usually gone.
    const bool passes = packetPasses(link, fromEnd);
    const SimDuration wait = pacing(endAt(link, fromEnd));
    if (m_context.sink)
        tell(link, fromEnd, m_context.now + wait, passes, cause, lsaContent(link, lsa));
    m_context.after(wait + (passes ? transfer : m_rules.retransmit + transfer), Kind::LsaArrive, link, 1 - fromEnd, passes ? lsa : -1 - lsa, cause);
}

/// What an LSA waits for its turn: an interface sends a batch, and the next one no sooner than `isis.lsa-pacing` after it.
SimDuration LinkState::pacing(End &own) const
{
    if (m_rules.pacing == SimDuration(0))
        return {};
    if (own.inBatch == 0 || m_context.now >= own.batchAt + m_rules.pacing) {
        own.batchAt = m_context.now;
        own.inBatch = 0;
    } else if (own.inBatch >= m_rules.burst) {
        own.batchAt += m_rules.pacing;
        own.inBatch = 0;
    }
    ++own.inBatch;
    return std::max(own.batchAt - m_context.now, SimDuration(0));
}

void LinkState::onArrive(int link, int end, int lsa, bool again, EventId cause)
{
    if (endAt(link, end).state != Adjacency::Up || endAt(link, 1 - end).state != Adjacency::Up)
        return;
    const int index = areaOf(link, end);
    Area &area = m_areas[at(index)];
    const int origin = m_lsas[at(lsa)].origin;
    const bool known = origin == area.local || lsaOf(area, origin) >= lsa;
    const bool refused = !known && tooSoon(area, origin);
    if (m_context.sink)
        tellReceipt(link, end, lsa, again, !refused, cause);
    if (known)
        return;
    if (!m_stack.links.passes(link, 1 - end)) {
        send(link, 1 - end, lsa, cause);
        return;
    }
    if (refused) {
        discard(link, end, lsa, cause);
        return;
    }
    const EventId event = store(index, lsa, link, cause);
    if (m_context.net.domains[at(area.domain)].lsaArrival > SimDuration(0)) {
        area.floodedAt.resize(area.database.size(), SimTime::min());
        area.floodedAt[at(origin)] = m_context.now;
    }
    flood(index, lsa, link, event);
    scheduleSpf(index, event);
}

/// Whether the LSA that stands there came by flooding so short a time ago that this one is not taken (RFC 2328 section 13, step 5a).
bool LinkState::tooSoon(const Area &area, int origin) const
{
    const SimDuration least = m_context.net.domains[at(area.domain)].lsaArrival;
    return !area.floodedAt.empty() && area.floodedAt[at(origin)] > m_context.now - least;
}

/// Not taken and not acknowledged, so it comes again.
void LinkState::discard(int link, int end, int lsa, EventId cause)
{
    const Network &net = m_context.net;
    const Area &area = m_areas[at(areaOf(link, end))];
    const Network::Domain &domain = net.domains[at(area.domain)];
    const std::string &origin = net.nodes[at(domain.nodes[at(m_lsas[at(lsa)].origin)])].name;
    const EventId event = m_context.record(area.node, m_rules.layer, "lsa-discarded", domain.name,
                                           fmt::format("from {}, less than {} after the one before", origin, formatDuration(domain.lsaArrival)), Health::Working, cause);
    m_context.after(m_rules.retransmit, Kind::LsaArrive, link, end, -1 - lsa, event);
}

/// Puts an LSA into the router's database. Returns the event of its arrival.
EventId LinkState::store(int index, int lsa, int link, EventId cause)
{
    Area &area = m_areas[at(index)];
    const int origin = m_lsas[at(lsa)].origin;
    touch(area);
    area.database[at(origin)] = lsa;
    const Network &net = m_context.net;
    const Network::Domain &domain = net.domains[at(area.domain)];
    return m_context.record(area.node, m_rules.layer, m_rules.received, domain.name,
                            fmt::format("from {}, over {}", net.nodes[at(domain.nodes[at(origin)])].name, net.links[at(link)].name), Health::Working, cause);
}

void LinkState::exchangeDatabases(int link, EventId cause)
{
    const Area &a = m_areas[at(areaOf(link, 0))];
    const Area &b = m_areas[at(areaOf(link, 1))];
    for (int end = 0; end < 2 && !m_rules.exchanges; ++end)
        tellDatabase(link, end, cause); // CSNPs tell each end what the other lacks
    const int size = static_cast<int>(m_context.net.domains[at(a.domain)].nodes.size());
    for (int origin = 0; origin < size; ++origin) {
        const int ours = lsaOf(a, origin);
        const int theirs = lsaOf(b, origin);
        if (ours > theirs)
            send(link, 0, ours, cause);
        else if (theirs > ours)
            send(link, 1, theirs, cause);
    }
}

} // namespace sidestep::engine
