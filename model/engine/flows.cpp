// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/flows.h"

#include "model/engine/stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sidestep::engine {

Flows::Flows(Context &context, Stack &stack)
    : m_context(context), m_stack(stack), m_flows(context.net.flows.size()), m_ofPrefix(context.net.prefixes.size()),
      m_ofService(context.net.services.size(), 0), m_dirtyService(context.net.services.size(), 0)
{
}

void Flows::schedule()
{
    if (m_scheduled)
        return;
    m_scheduled = true;
    m_context.after(SimDuration(0), Kind::Flows, 0, 0, 0, 0);
}

void Flows::domainChanged(int domain, EventId cause, int node)
{
    if (m_context.settling)
        return;
    m_domains.add(domain);
    m_ofDomains.push_back({domain, {node, cause}});
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
EventId Flows::causeOf(int index, const std::vector<plan::RouterId> &before) const
{
    const Network &net = m_context.net;
    const Network::Flow &flow = net.flows[at(index)];
    if (m_dirtyService[at(flow.service)])
        return m_ofService[at(flow.service)];
    EventId any = 0;
    const auto on = [&](int node) {
        return node < 0 || std::find(m_walk.nodes.begin(), m_walk.nodes.end(), node) != m_walk.nodes.end()
            || std::find(before.begin(), before.end(), net.nodes[at(node)].id) != before.end();
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
    for (const auto &[domain, change] : m_ofDomains) {
        any = change.cause;
        if (on(change.node))
            found = change.cause;
    }
    return found != 0 ? found : any;
}

FlowSegment Flows::segmentOf(const Network::Flow &flow, const Walk &walk) const
{
    const Network &net = m_context.net;
    FlowSegment segment;
    segment.from = m_context.now;
    segment.state = walk.delivered ? FlowState::Delivered : FlowState::Lost;
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
    // The sender's router has not been told while it would send the next packet the same way in good faith: the CSG
    // holds its pseudowire usable, the RSG its VPN route and the path to the next hop.
    if (flow.direction == plan::Direction::Upstream) {
        const int pw = m_stack.pseudowires.active(flow.service);
        segment.silent = pw >= 0 && m_stack.pseudowires.usable(pw, 0) && m_stack.pseudowires.attached(flow.service);
    } else {
        segment.silent = !walk.links.empty();
    }
    return segment;
}

void Flows::look(int index)
{
    const Network::Flow &row = m_context.net.flows[at(index)];
    State &state = m_flows[at(index)];
    m_stack.forwarding.follow(index, m_walk);
    state.footprint = m_walk.footprint;
    FlowSegment now = segmentOf(row, m_walk);
    FlowSegment &open = state.segment;
    if (now.state == open.state && now.path == open.path && now.links == open.links && now.pw == open.pw && now.why == open.why && now.silent == open.silent && now.lossPpm == open.lossPpm)
        return;
    const EventId cause = causeOf(index, open.path);
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

void Flows::onLook()
{
    m_scheduled = false;
    for (int flow = 0; flow < static_cast<int>(m_flows.size()); ++flow) {
        const Network::Flow &row = m_context.net.flows[at(flow)];
        const bool dirty = m_dirtyService[at(row.service)] != 0 || m_flows[at(flow)].footprint.meets(m_domains)
            || std::any_of(row.prefixes.begin(), row.prefixes.end(), [this](int prefix) { return !m_ofPrefix[at(prefix)].empty(); });
        if (dirty)
            look(flow);
    }
    for (const int prefix : m_prefixes)
        m_ofPrefix[at(prefix)].clear();
    for (const int service : m_services)
        m_dirtyService[at(service)] = 0;
    m_prefixes.clear();
    m_services.clear();
    m_ofDomains.clear();
    m_domains.clear();
}

void Flows::begin()
{
    for (int flow = 0; flow < static_cast<int>(m_flows.size()); ++flow) {
        m_stack.forwarding.follow(flow, m_walk);
        m_flows[at(flow)].footprint = m_walk.footprint;
        m_flows[at(flow)].segment = segmentOf(m_context.net.flows[at(flow)], m_walk);
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
        for (const FlowSegment &segment : result.segments) {
            if (segment.state == FlowState::Delivered)
                result.lostPackets += packetsLostIn(row.rate, segment, segment.to);
        }
        results.push_back(std::move(result));
    }
    return results;
}

} // namespace sidestep::engine
