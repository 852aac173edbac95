// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/link_state.h"

#include "model/engine/stack.h"

/// The exchange of databases before an adjacency of OSPF is full (RFC 2328 section 10.6). Each end describes its database and
/// waits for the other's description; two packets more, one each way, complete the lists of headers, and two fetch what is
/// lacking. Which end is master makes no difference here. What does not get through is sent again after the retransmit interval.
namespace sidestep::engine {

void LinkState::beginExchange(int link, int end, EventId cause)
{
    setState(link, end, Adjacency::Exchange, "the neighbour exchanges its database anew", cause, Trigger::Hello);
    describe(link, end, cause);
}

void LinkState::describe(int link, int end, EventId cause)
{
    const bool arrives = packetPasses(link, end);
    tellFirstDescription(link, end, arrives, cause);
    if (arrives)
        m_context.after(exchangeTrip(link), Kind::Description, link, 1 - end, 0, cause);
    await(link, end, ExchangeStep::Answer, m_rules.retransmit, cause);
}

void LinkState::await(int link, int end, ExchangeStep step, SimDuration wait, EventId cause)
{
    End &own = endAt(link, end);
    own.step = step;
    m_context.after(wait, Kind::Exchange, link, end, static_cast<int>(step), cause, own.exchangeSlot);
}

void LinkState::onDescription(int link, int end, EventId cause)
{
    if (!m_stack.links.seen(link, end) || endAt(link, end).state == Adjacency::Down)
        return;
    // It shows that the neighbour has heard this end; and one that was full has lost what it had been told.
    if (endAt(link, end).state != Adjacency::Exchange)
        beginExchange(link, end, cause);
    if (endAt(link, end).step != ExchangeStep::Answer)
        return;
    tellHeaders(link, end, cause);
    await(link, end, ExchangeStep::Headers, 2 * exchangeTrip(link), cause);
}

void LinkState::onExchange(int link, int end, ExchangeStep step, EventId cause)
{
    if (step == ExchangeStep::Answer) {
        describe(link, end, cause);
        return;
    }
    const bool through = endAt(link, 1 - end).state >= Adjacency::Exchange && packetPasses(link, end) && packetPasses(link, 1 - end);
    if (!through) {
        await(link, end, step, m_rules.retransmit, cause);
    } else if (step == ExchangeStep::Headers && lacks(link, end)) {
        tellFetching(link, end, cause);
        await(link, end, ExchangeStep::Contents, 2 * exchangeTrip(link), cause);
    } else {
        takeMissing(link, end, cause);
        setState(link, end, Adjacency::Up, "databases exchanged", cause, Trigger::Hello);
    }
}

/// Whether a packet that the end sends now arrives.
bool LinkState::packetPasses(int link, int end)
{
    return m_stack.links.passes(link, end) && m_context.arrives(m_stack.links.survivalPpm(link), helloKey(link, end) + 1, endAt(link, end).losses.packets++);
}

/// What the other database has and this one lacks, but for the router's own.
std::vector<int> LinkState::missingLsas(const Area &own, const Area &other) const
{
    std::vector<int> missing;
    const int size = static_cast<int>(m_context.net.domains[at(own.domain)].nodes.size());
    for (int origin = 0; origin < size; ++origin) {
        const int theirs = lsaOf(other, origin);
        if (origin != own.local && lsaOf(own, origin) < theirs)
            missing.push_back(theirs);
    }
    return missing;
}

bool LinkState::lacks(int link, int end) const
{
    return !missingLsas(m_areas[at(areaOf(link, end))], m_areas[at(areaOf(link, 1 - end))]).empty();
}

void LinkState::takeMissing(int link, int end, EventId cause)
{
    const int index = areaOf(link, end);
    for (const int lsa : missingLsas(m_areas[at(index)], m_areas[at(areaOf(link, 1 - end))])) {
        const EventId event = store(index, lsa, link, cause);
        flood(index, lsa, link, event);
        scheduleSpf(index, event);
    }
}

} // namespace sidestep::engine
