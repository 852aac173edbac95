// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/link_state.h"

#include "model/engine/stack.h"

#include <algorithm>
#include <chrono>
#include <utility>

/// What whoever watches the wire is told. Nothing here changes a run.
namespace sidestep::engine {

void LinkState::tell(int link, int fromEnd, SimTime time, bool arrives, EventId cause, MessageContent content) const
{
    const Network &net = m_context.net;
    const Network::Link &row = net.links[at(link)];
    const bool repeats = std::holds_alternative<IsisHello>(content) || std::holds_alternative<OspfHello>(content);
    const SimDuration every = repeats ? m_rules.helloInterval : SimDuration(0);
    m_context.sink->sent({time, net.nodes[at(row.node[at(fromEnd)])].id, net.nodes[at(row.node[at(1 - fromEnd)])].id, row.id, {}, {}, row.delay, arrives, cause, std::move(content), every});
}

void LinkState::tellSteady(int link, int fromEnd, bool sends, EventId cause) const
{
    if (!m_context.sink)
        return;
    const Network &net = m_context.net;
    const Network::Link &row = net.links[at(link)];
    m_context.sink->sent({m_context.now, net.nodes[at(row.node[at(fromEnd)])].id, net.nodes[at(row.node[at(1 - fromEnd)])].id, row.id, {}, {}, row.delay, true, cause,
                          helloContent(m_ends[at(link)][at(fromEnd)].state), sends ? m_rules.helloInterval : SimDuration(0), true});
}

void LinkState::tellInitial() const
{
    for (int link = 0; link < static_cast<int>(m_ends.size()); ++link) {
        for (int end = 0; end < 2; ++end)
            tellSteady(link, end, true, 0);
    }
}

void LinkState::tellRestart(int node, bool back, EventId cause) const
{
    const Network &net = m_context.net;
    for (const int link : net.nodes[at(node)].links) {
        const int end = net.endOf(net.links[at(link)], node);
        tellSteady(link, end, back && m_stack.links.seen(link, end), cause);
    }
}

MessageContent LinkState::helloContent(Adjacency state) const
{
    if (m_rules.exchanges)
        return OspfHello{state != Adjacency::Down, m_rules.helloInterval, m_rules.hold};
    const auto sent = state == Adjacency::Up ? IsisHello::ThreeWay::Up
        : state == Adjacency::Initializing ? IsisHello::ThreeWay::Initializing : IsisHello::ThreeWay::Down;
    return IsisHello{sent, m_rules.hold};
}

RouterLinks LinkState::contentOf(int domain, int lsa) const
{
    const Network &net = m_context.net;
    const Network::Domain &row = net.domains[at(domain)];
    RouterLinks content{net.nodes[at(row.nodes[at(m_lsas[at(lsa)].origin)])].id, m_lsas[at(lsa)].sequence, {}};
    for (const Entry &entry : m_lsas[at(lsa)].entries)
        content.neighbours.push_back({net.nodes[at(row.nodes[at(entry.neighbour)])].id, entry.metric, net.links[at(entry.link)].id});
    return content;
}

MessageContent LinkState::lsaContent(int link, int lsa) const
{
    RouterLinks content = contentOf(m_context.net.links[at(link)].domain, lsa);
    if (m_rules.exchanges)
        return OspfUpdate{{std::move(content)}};
    return IsisLsp{std::move(content)};
}

std::vector<RouterLinks> LinkState::databaseOf(const Area &area) const
{
    std::vector<RouterLinks> all;
    for (int origin = 0; origin < static_cast<int>(m_context.net.domains[at(area.domain)].nodes.size()); ++origin) {
        if (const int lsa = lsaOf(area, origin); lsa >= 0)
            all.push_back(contentOf(area.domain, lsa));
    }
    return all;
}

void LinkState::tellReceipt(int link, int end, int lsa, bool again, bool taken, EventId cause) const
{
    const Network::Link &row = m_context.net.links[at(link)];
    const bool arrived = m_stack.links.passes(link, 1 - end);
    if (again)
        tell(link, 1 - end, m_context.now - m_rules.flooding - row.delay, arrived, cause, lsaContent(link, lsa));
    if (!arrived || !taken)
        return;
    RouterLinks content = contentOf(row.domain, lsa);
    const bool passes = m_stack.links.passes(link, end);
    if (m_rules.exchanges)
        tell(link, end, m_context.now, passes, cause, OspfAck{{std::move(content)}});
    else
        tell(link, end, m_context.now, passes, cause, IsisSequenceNumbers{false, {std::move(content)}});
}

void LinkState::tellDatabase(int link, int fromEnd, EventId cause) const
{
    if (m_context.sink)
        tell(link, fromEnd, m_context.now, m_stack.links.passes(link, fromEnd), cause, IsisSequenceNumbers{true, databaseOf(m_areas[at(areaOf(link, fromEnd))])});
}

void LinkState::tellFirstDescription(int link, int end, bool arrives, EventId cause)
{
    if (!m_context.sink)
        return;
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(m_context.now - kTimeZero);
    endAt(link, end).description = static_cast<std::uint32_t>(now.count());
    tell(link, end, m_context.now, arrives, cause, OspfDescription{true, true, endAt(link, end).description, {}});
}

/// The rest of an exchange, as its slave begins it: the slave answers with its headers, the master lists its own, the slave confirms.
void LinkState::tellHeaders(int link, int end, EventId cause) const
{
    const Network &net = m_context.net;
    const Network::Link &row = net.links[at(link)];
    const auto id = [&](int which) { return net.nodes[at(row.node[at(which)])].systemId; };
    if (!m_context.sink || id(end) > id(1 - end)) // the higher router id is master
        return;
    const std::uint32_t number = m_ends[at(link)][at(1 - end)].description;
    const SimDuration trip = exchangeTrip(link);
    const bool passes = m_stack.links.passes(link, end);
    tell(link, end, m_context.now, passes, cause, OspfDescription{false, false, number, databaseOf(m_areas[at(areaOf(link, end))])});
    tell(link, 1 - end, m_context.now + trip, passes, cause, OspfDescription{false, true, number + 1, databaseOf(m_areas[at(areaOf(link, 1 - end))])});
    tell(link, end, m_context.now + 2 * trip, passes, cause, OspfDescription{false, false, number + 1, {}});
}

void LinkState::tellFetching(int link, int end, EventId cause) const
{
    if (!m_context.sink)
        return;
    const Area &own = m_areas[at(areaOf(link, end))];
    const Area &other = m_areas[at(areaOf(link, 1 - end))];
    std::vector<RouterLinks> missing;
    for (const int lsa : missingLsas(own, other))
        missing.push_back(contentOf(own.domain, lsa));
    const SimDuration trip = exchangeTrip(link);
    tell(link, end, m_context.now, true, cause, OspfRequest{missing});
    tell(link, 1 - end, m_context.now + trip, true, cause, OspfUpdate{missing});
    tell(link, end, m_context.now + 2 * trip, true, cause, OspfAck{std::move(missing)});
}

} // namespace sidestep::engine
