// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/forwarding.h"

#include "model/engine/stack.h"

#include <utility>

namespace sidestep::engine {

void Footprint::add(int domain)
{
    const std::size_t word = at(domain) / 64;
    if (word >= m_words.size())
        m_words.resize(word + 1, 0);
    m_words[word] |= std::uint64_t{1} << (at(domain) % 64);
}

void Footprint::add(const Footprint &other)
{
    if (m_words.size() < other.m_words.size())
        m_words.resize(other.m_words.size(), 0);
    for (std::size_t i = 0; i < other.m_words.size(); ++i)
        m_words[i] |= other.m_words[i];
}

void Footprint::addCommon(const Network::Node &node, const Network::Node &destination)
{
    auto x = node.domains.begin();
    auto y = destination.domains.begin();
    while (x != node.domains.end() && y != destination.domains.end()) {
        if (x->domain == y->domain)
            add(x->domain);
        const bool stepX = x->domain <= y->domain;
        const bool stepY = y->domain <= x->domain;
        x += stepX ? 1 : 0;
        y += stepY ? 1 : 0;
    }
}

bool Footprint::meets(const Footprint &other) const
{
    const std::size_t size = m_words.size() < other.m_words.size() ? m_words.size() : other.m_words.size();
    for (std::size_t i = 0; i < size; ++i) {
        if ((m_words[i] & other.m_words[i]) != 0)
            return true;
    }
    return false;
}

void Walk::clear()
{
    delivered = false;
    nodes.clear();
    links.clear();
    delay = {};
    survivalPpm = kEvery;
    pw = -1;
    why.clear();
}

Forwarding::Forwarding(Context &context, Stack &stack) : m_context(context), m_stack(stack), m_metBy(context.net.nodes.size(), 0) {}

bool Forwarding::lost(Walk &walk, std::string why)
{
    walk.why = std::move(why);
    walk.survivalPpm = 0;
    return false;
}

bool Forwarding::toRouter(Walk &walk, int to, bool labelled)
{
    const Network &net = m_context.net;
    ++m_stretch;
    m_metBy[at(walk.nodes.back())] = m_stretch;
    while (walk.nodes.back() != to) {
        const int node = walk.nodes.back();
        const IgpRoute route = m_stack.igp.route(node, to);
        if (route.link < 0)
            return lost(walk, "no path to " + net.nodes[at(to)].name);
        const Network::Link &link = net.links[at(route.link)];
        const int end = net.endOf(link, node);
        if (labelled && !m_stack.ldp.linkUp(route.link, end) && m_stack.links.passes(route.link, end))
            return lost(walk, "no label to " + net.nodes[at(to)].name);
        if (!overLink(walk, route.link))
            return false;
        // The next step depends on the router alone, so a router met twice is a loop without waiting for the hop limit.
        if (std::exchange(m_metBy[at(walk.nodes.back())], m_stretch) == m_stretch)
            return lost(walk, "routing loop");
    }
    return true;
}

bool Forwarding::overLink(Walk &walk, int index)
{
    const Network::Link &link = m_context.net.links[at(index)];
    const int end = m_context.net.endOf(link, walk.nodes.back());
    walk.links.push_back(index);
    if (!m_stack.links.passes(index, end))
        return lost(walk, m_stack.links.reason(index, end));
    walk.delay += link.delay;
    walk.survivalPpm = static_cast<std::uint32_t>(std::uint64_t{walk.survivalPpm} * m_stack.links.survivalPpm(index) / kEvery);
    walk.nodes.push_back(link.node[at(1 - end)]);
    return walk.nodes.size() <= static_cast<std::size_t>(kHopLimit) || lost(walk, "routing loop");
}

/// To the router that has the route itself. A next hop that put itself into the path swaps the label for that of the path it
/// uses itself (RFC 4364 section 10 b).
bool Forwarding::toEgress(Walk &walk, const VpnRoute &route)
{
    for (const BgpPath *path = &route.path; !path->local(); path = m_stack.bgp.chosen(walk.nodes.back(), route.nlri)) {
        const bool arrives = path->nextHop.link >= 0 ? overLink(walk, path->nextHop.link) : toRouter(walk, path->nextHop.node, true);
        if (!arrives || !path->swapped)
            return arrives;
        if (!m_stack.bgp.chosen(walk.nodes.back(), route.nlri))
            return lost(walk, "no VPN route");
    }
    return true;
}

bool Forwarding::overPseudowire(Walk &walk, int pw, int from, int to)
{
    const Network::Pseudowire &row = m_context.net.pseudowires[at(pw)];
    walk.pw = pw;
    if (!toRouter(walk, to, true))
        return false;
    const int end = to == row.csg ? 0 : 1;
    if (!row.matches || !m_stack.ldp.sessionUp(row.ldp, end))
        return lost(walk, "no pseudowire to " + m_context.net.nodes[at(from)].name);
    return true;
}

bool Forwarding::throughVpn(Walk &walk, const Network::Flow &flow)
{
    const Network &net = m_context.net;
    while (true) {
        const int node = walk.nodes.back();
        const int member = net.memberOf(node, flow.vpn);
        const VpnRoute *route = nullptr;
        for (std::size_t i = 0; member >= 0 && i < flow.prefixes.size() && !route; ++i) {
            const VpnRoute &candidate = m_stack.bgp.route(member, flow.prefixes[i]);
            if (candidate.present)
                route = &candidate;
        }
        if (!route)
            return lost(walk, "no VPN route");
        if (!route->path.local()) {
            // The label stands for the VPN instance (`apply-label per-instance`): the egress looks up again.
            if (!toEgress(walk, *route))
                return false;
            continue;
        }
        const Network::LocalRoute &local = net.localRoutes[at(-1 - route->path.from)];
        if (flow.direction == plan::Direction::Upstream)
            return local.pw < 0 || lost(walk, "not a core route");
        const int pw = local.pw;
        if (pw < 0)
            return lost(walk, "no pseudowire");
        const Network::Pseudowire &row = net.pseudowires[at(pw)];
        if (row.service != flow.service)
            return lost(walk, "another site's gateway");
        if (!m_stack.pseudowires.usable(pw, 1) || (!row.ignoreStandby && m_stack.pseudowires.standbyAtAgg(pw)))
            return lost(walk, "pseudowire down");
        if (!overPseudowire(walk, pw, node, row.csg))
            return false;
        const Network::Service &service = net.services[at(row.service)];
        if (m_stack.pseudowires.active(row.service) != pw && !service.dualReceiving)
            return lost(walk, "not accepted from standby");
        return true;
    }
}

void Forwarding::follow(int index, Walk &walk)
{
    const Network &net = m_context.net;
    const Network::Flow &flow = net.flows[at(index)];
    const Network::Service &service = net.services[at(flow.service)];
    walk.clear();
    const bool upstream = flow.direction == plan::Direction::Upstream;
    const int source = upstream ? service.csg : flow.remote;
    walk.nodes.push_back(source);
    if (!m_stack.links.powered(source)) {
        lost(walk, "router off");
    } else if (upstream && !m_stack.pseudowires.attached(flow.service)) {
        lost(walk, "attachment circuit down");
    } else if (!upstream) {
        walk.delivered = throughVpn(walk, flow) && (m_stack.pseudowires.attached(flow.service) || lost(walk, "attachment circuit down"));
    } else if (const int pw = m_stack.pseudowires.active(flow.service); pw < 0) {
        lost(walk, "no active pseudowire");
    } else {
        walk.delivered = overPseudowire(walk, pw, source, net.pseudowires[at(pw)].agg) && throughVpn(walk, flow);
    }
}

} // namespace sidestep::engine
