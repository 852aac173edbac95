// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/flows.h"

#include "model/engine/stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sidestep::engine {

Flows::Flows(Context &context, Stack &stack)
    : m_context(context), m_stack(stack), m_flows(context.net.flows.size()), m_flowsOfService(context.net.services.size()),
      m_flowsOfPrefix(context.net.prefixes.size()), m_ofPrefix(context.net.prefixes.size()),
      m_ofService(context.net.services.size(), 0), m_dirtyService(context.net.services.size(), 0), m_dirtyNode(context.net.nodes.size(), 0),
      m_dirtyLink(context.net.links.size(), 0)
{
    for (int flow = 0; flow < static_cast<int>(m_flows.size()); ++flow) {
        const Network::Flow &row = context.net.flows[at(flow)];
        m_flowsOfService[at(row.service)].push_back(flow);
        for (const int prefix : row.prefixes)
            m_flowsOfPrefix[at(prefix)].push_back(flow);
    }
}

void Flows::schedule()
{
    if (m_scheduled)
        return;
    m_scheduled = true;
    m_context.after(SimDuration(0), Kind::Flows, 0, 0, 0, 0);
}

void Flows::linkChanged(int link, EventId cause)
{
    if (m_context.settling)
        return;
    if (!std::exchange(m_dirtyLink[at(link)], std::uint8_t{1}))
        m_links.push_back(link);
    m_ways.push_back({-1, cause});
    schedule();
}

void Flows::routesChanged(int node, EventId cause)
{
    if (m_context.settling)
        return;
    if (!std::exchange(m_dirtyNode[at(node)], std::uint8_t{1}))
        m_nodes.push_back(node);
    m_ways.push_back({node, cause});
    schedule();
}

void Flows::routeChanged(int prefix, int node, EventId cause)
{
    if (m_context.settling)
        return;
    std::vector<Change> &list = m_ofPrefix[at(prefix)];
    if (list.empty())
        m_prefixes.push_back(prefix);
    list.push_back({node, cause});
    schedule();
}

void Flows::serviceChanged(int service, EventId cause)
{
    if (m_context.settling)
        return;
    if (!std::exchange(m_dirtyService[at(service)], std::uint8_t{1}))
        m_services.push_back(service);
    m_ofService[at(service)] = cause;
    schedule();
}

void Flows::powerChanged(int node, EventId cause)
{
    for (const Network::Flow &flow : m_context.net.flows) {
        const int source = flow.direction == plan::Direction::Upstream ? m_context.net.services[at(flow.service)].csg : flow.remote;
        if (source == node)
            serviceChanged(flow.service, cause);
    }
}

/// Of all that changed at this instant, what moved the flow: its service, then a VPN route, then a link or an IGP route, each
/// at a router the flow passed before or passes now; the last of several.
EventId Flows::causeOf(int index, const Walk &before, const Walk &now) const
{
    const Network &net = m_context.net;
    const Network::Flow &flow = net.flows[at(index)];
    if (m_dirtyService[at(flow.service)])
        return m_ofService[at(flow.service)];
    EventId any = 0;
    const auto on = [&](int node) {
        return node < 0 || std::find(now.nodes.begin(), now.nodes.end(), node) != now.nodes.end()
            || std::find(before.nodes.begin(), before.nodes.end(), node) != before.nodes.end();
    };
    EventId found = 0;
    for (const int prefix : flow.prefixes) {
        for (const Change &change : m_ofPrefix[at(prefix)]) {
            any = change.cause;
            if (on(change.node))
                found = change.cause;
        }
    }
    if (found != 0)
        return found;
    for (const Change &change : m_ways) {
        any = change.cause;
        if (on(change.node))
            found = change.cause;
    }
    return found != 0 ? found : any;
}

/// Lost, and the sender's router has not been told: it would send the next packet the same way in good faith. The CSG holds its
/// pseudowire usable, the RSG its VPN route and the path to the next hop.
bool Flows::silent(const Network::Flow &flow, const Walk &walk) const
{
    if (walk.delivered)
        return false;
    if (flow.direction == plan::Direction::Downstream)
        return !walk.links.empty();
    const int pw = m_stack.pseudowires.active(flow.service);
    return pw >= 0 && m_stack.pseudowires.usable(pw, 0) && m_stack.pseudowires.attached(flow.service);
}

FlowSegment Flows::segmentOf(const Network::Flow &flow, const Walk &walk) const
{
    const Network &net = m_context.net;
    FlowSegment segment;
    segment.from = m_context.now;
    segment.state = walk.delivered ? FlowState::Delivered : FlowState::Lost;
    segment.delay = walk.delay;
    for (const int node : walk.nodes)
        segment.path.push_back(net.nodes[at(node)].id);
    for (const int link : walk.links)
        segment.links.push_back(net.links[at(link)].id);
    if (walk.pw >= 0)
        segment.pw = net.pseudowires[at(walk.pw)].role;
    if (walk.delivered) {
        segment.lossPpm = kEvery - walk.survivalPpm;
        return segment;
    }
    segment.at = segment.path.back();
    segment.why = walk.why;
    segment.silent = silent(flow, walk);
    return segment;
}

void Flows::look(int index)
{
    const Network::Flow &row = m_context.net.flows[at(index)];
    State &state = m_flows[at(index)];
    m_stack.forwarding.follow(index, m_walk);
    FlowSegment &open = state.segment;
    if (m_walk == state.walk && silent(row, m_walk) == open.silent)
        return;
    const EventId cause = causeOf(index, state.walk, m_walk);
    FlowSegment now = segmentOf(row, m_walk);
    state.walk = m_walk;
    const bool wasLost = open.state == FlowState::Lost;
    const bool isLost = now.state == FlowState::Lost;
    now.cause = cause;
    const int last = m_walk.nodes.back();
    if (isLost && !wasLost)
        m_context.record(last, Layer::Forwarding, "loss-begins", row.name, fmt::format("{}{}", now.why, now.silent ? ", the sender is not told" : ""), Health::Down, cause,
                         {.service = row.service});
    else if (!isLost && wasLost)
        m_context.record(m_walk.nodes.front(), Layer::Forwarding, "loss-ends", row.name, "delivered again", Health::Up, cause, {.service = row.service});
    else if (now.lossPpm != open.lossPpm)
        m_context.record(m_walk.nodes.front(), Layer::Forwarding, "loss-share", row.name,
                         now.lossPpm == 0 ? std::string("no packet is lost any more") : fmt::format("{} % of the packets are lost", now.lossPpm / 1e4),
                         now.lossPpm == 0 ? Health::Up : Health::Working, cause, {.service = row.service});
    else if (now.path != open.path || now.why != open.why)
        m_context.record(isLost ? last : m_walk.nodes.front(), Layer::Forwarding, "path-changed", row.name, isLost ? "still lost: " + now.why : std::string("delivered another way"),
                         isLost ? Health::Down : Health::Up, cause, {.service = row.service});
    if (open.from < m_context.now) {
        open.to = m_context.now;
        state.closed.push_back(std::move(open));
    }
    open = std::move(now);
}

/// The flows that something of this instant can have moved, by index. Those of a service or a prefix are known; a way is
/// searched for what changed on it.
void Flows::collectConcerned()
{
    m_concerned.clear();
    for (const int service : m_services)
        m_concerned.insert(m_concerned.end(), m_flowsOfService[at(service)].begin(), m_flowsOfService[at(service)].end());
    const auto meets = [this](int flow, int node) {
        const std::vector<int> &nodes = m_flows[at(flow)].walk.nodes;
        return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
    };
    for (const int prefix : m_prefixes) {
        const std::vector<Change> &changes = m_ofPrefix[at(prefix)];
        for (const int flow : m_flowsOfPrefix[at(prefix)]) {
            if (std::any_of(changes.begin(), changes.end(), [&](const Change &change) { return meets(flow, change.node); }))
                m_concerned.push_back(flow);
        }
    }
    const auto dirtyNode = [this](int node) { return m_dirtyNode[at(node)] != 0; };
    const auto dirtyLink = [this](int link) { return m_dirtyLink[at(link)] != 0; };
    for (std::size_t flow = 0; !m_ways.empty() && flow < m_flows.size(); ++flow) {
        const Walk &walk = m_flows[flow].walk;
        if (std::any_of(walk.nodes.begin(), walk.nodes.end(), dirtyNode) || std::any_of(walk.links.begin(), walk.links.end(), dirtyLink))
            m_concerned.push_back(static_cast<int>(flow));
    }
    std::sort(m_concerned.begin(), m_concerned.end());
    m_concerned.erase(std::unique(m_concerned.begin(), m_concerned.end()), m_concerned.end());
}

void Flows::onLook()
{
    m_scheduled = false;
    collectConcerned();
    for (const int flow : m_concerned)
        look(flow);
    for (const int prefix : m_prefixes)
        m_ofPrefix[at(prefix)].clear();
    for (const int service : m_services)
        m_dirtyService[at(service)] = 0;
    for (const int node : m_nodes)
        m_dirtyNode[at(node)] = 0;
    for (const int link : m_links)
        m_dirtyLink[at(link)] = 0;
    m_prefixes.clear();
    m_services.clear();
    m_nodes.clear();
    m_links.clear();
    m_ways.clear();
}

void Flows::begin()
{
    for (int flow = 0; flow < static_cast<int>(m_flows.size()); ++flow) {
        m_stack.forwarding.follow(flow, m_walk);
        State &state = m_flows[at(flow)];
        state.walk = m_walk;
        state.segment = segmentOf(m_context.net.flows[at(flow)], m_walk);
    }
}

std::vector<FlowResult> Flows::finish(SimTime end)
{
    std::vector<FlowResult> results;
    results.reserve(m_flows.size());
    for (std::size_t flow = 0; flow < m_flows.size(); ++flow) {
        const Network::Flow &row = m_context.net.flows[flow];
        State &state = m_flows[flow];
        if (state.segment.from < end || state.closed.empty()) {
            state.segment.to = end;
            state.closed.push_back(std::move(state.segment));
        }
        FlowResult result;
        result.flow = row.id;
        result.name = row.name;
        result.direction = row.direction;
        result.rate = row.rate;
        result.objective = row.objective;
        for (FlowSegment &segment : state.closed) {
            // A change and its undoing at one instant leave equal neighbours.
            if (!result.segments.empty()) {
                FlowSegment &before = result.segments.back();
                FlowSegment same = segment;
                same.from = before.from;
                same.to = before.to;
                same.cause = before.cause;
                if (same == before) {
                    before.to = segment.to;
                    continue;
                }
            }
            result.segments.push_back(std::move(segment));
        }
        for (const FlowSegment &segment : result.segments) {
            if (segment.state == FlowState::Lost)
                result.outage += segment.to - segment.from;
        }
        result.lostPackets = packetsIn(row.rate, result.outage);
        for (std::size_t i = 1; i < result.segments.size(); ++i) {
            const FlowSegment &before = result.segments[i - 1];
            const FlowSegment &now = result.segments[i];
            if (before.state == FlowState::Delivered && now.state == FlowState::Delivered && now.delay < before.delay)
                result.reorderedPackets += packetsIn(row.rate, std::min(before.delay - now.delay, before.to - before.from));
        }
        for (const FlowSegment &segment : result.segments) {
            if (segment.state == FlowState::Delivered)
                result.lostPackets += packetsLostIn(row.rate, segment, segment.to);
        }
        results.push_back(std::move(result));
    }
    return results;
}

} // namespace sidestep::engine
