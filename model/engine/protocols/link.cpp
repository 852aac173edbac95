// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/link.h"

#include "model/engine/stack.h"

#include <fmt/format.h>

namespace sidestep::engine {

using plan::FailureMode;

Links::Links(Context &context, Stack &stack)
    : m_context(context), m_stack(stack), m_links(context.net.links.size()), m_powered(context.net.nodes.size(), true)
{
    for (State &state : m_links)
        state.slot = {context.queue.makeSlot(), context.queue.makeSlot()};
}

bool Links::passes(int link, int end) const
{
    const Network::Link &row = m_context.net.links[at(link)];
    if (!m_powered[at(row.node[0])] || !m_powered[at(row.node[1])])
        return false;
    switch (m_links[at(link)].mode) {
    case FailureMode::Cut:
    case FailureMode::Silent: return false;
    case FailureMode::OneWayAB: return end != 0;
    case FailureMode::OneWayBA: return end != 1;
    default: return true;
    }
}

bool Links::light(int link, int end) const
{
    const Network::Link &row = m_context.net.links[at(link)];
    return m_links[at(link)].mode != FailureMode::Cut && m_powered[at(row.node[0])] && m_powered[at(row.node[1])] && end >= 0;
}

const char *Links::reason(int link, int end) const
{
    const Network::Link &row = m_context.net.links[at(link)];
    if (!m_powered[at(row.node[at(1 - end)])])
        return "next router off";
    return m_links[at(link)].mode == FailureMode::Cut ? "link cut" : "link silent";
}

void Links::onFault(const plan::FailureAction &action)
{
    const Network &net = m_context.net;
    if (const auto *router = std::get_if<plan::RouterId>(&action.target)) {
        const int node = net.nodeOf(*router);
        const bool on = action.mode == FailureMode::Restore;
        if (m_powered[at(node)] == on)
            return;
        const EventId event = m_context.record(node, Layer::Link, on ? "router-on" : "router-off", net.nodes[at(node)].name,
                                               on ? "power is back" : "power is lost", on ? Health::Up : Health::Down, 0);
        power(node, on, event);
        return;
    }
    const int link = net.linkOf(std::get<plan::LinkId>(action.target));
    if (m_links[at(link)].mode == action.mode)
        return;
    m_links[at(link)].mode = action.mode;
    const Network::Link &row = net.links[at(link)];
    const std::string &a = net.nodes[at(row.node[0])].name;
    const std::string &b = net.nodes[at(row.node[1])].name;
    const char *what = "link-restored";
    std::string detail = "frames pass again";
    switch (action.mode) {
    case FailureMode::Cut:
        what = "link-cut";
        detail = "both ends lose light";
        break;
    case FailureMode::Silent:
        what = "link-silent";
        detail = "all frames are lost, light stays";
        break;
    case FailureMode::OneWayAB:
        what = "one-way-ab";
        detail = fmt::format("frames from {} to {} are lost, light stays", a, b);
        break;
    case FailureMode::OneWayBA:
        what = "one-way-ba";
        detail = fmt::format("frames from {} to {} are lost, light stays", b, a);
        break;
    default: break;
    }
    const Health health = action.mode == FailureMode::Restore ? Health::Up : Health::Down;
    const EventId event = m_context.record(row.node[0], Layer::Link, what, row.name, std::move(detail), health, 0, {.link = link});
    settle(link, event);
}

void Links::power(int node, bool on, EventId cause)
{
    m_powered[at(node)] = on;
    if (!on) {
        m_stack.bfd.powerOff(node, cause);
        m_stack.isis.powerOff(node, cause);
        m_stack.ldp.powerOff(node, cause);
        m_stack.bgp.powerOff(node, cause);
        m_stack.pseudowires.powerOff(node, cause);
    }
    for (const int link : m_context.net.nodes[at(node)].links) {
        if (!on)
            m_links[at(link)].seen[at(m_context.net.endOf(m_context.net.links[at(link)], node))] = false;
        settle(link, cause);
    }
    m_stack.flows.powerChanged(node, cause);
    if (on) {
        m_stack.bgp.powerOn(node, cause);
        m_stack.pseudowires.powerOn(node, cause);
    }
}

void Links::settle(int link, EventId cause)
{
    State &state = m_links[at(link)];
    const Profile &profile = m_context.profile;
    for (int end = 0; end < 2; ++end) {
        const bool now = light(link, end);
        if (now == state.seen[at(end)] || !m_powered[at(m_context.net.links[at(link)].node[at(end)])]) {
            m_context.queue.cancel(state.slot[at(end)]);
            continue;
        }
        const std::uint64_t object = std::uint64_t{m_context.net.links[at(link)].id.value()} * 2 + static_cast<std::uint64_t>(end);
        const SimDuration delay = now ? m_context.between(profile.carrierUpLow, profile.carrierUpHigh, Longer::Later, Stream::CarrierUp, object, state.changes[at(end)]++)
                                      : m_context.between(profile.carrierDownLow, profile.carrierDownHigh, Longer::Later, Stream::CarrierDown, object, state.changes[at(end)]++);
        m_context.after(delay, Kind::Carrier, link, end, 0, cause, state.slot[at(end)]);
    }
    m_stack.bfd.linkChanged(link, cause);
    m_stack.isis.linkChanged(link, cause);
    m_stack.ldp.linkChanged(link, cause);
    m_stack.transport.domainChanged(m_context.net.links[at(link)].domain, cause);
    m_stack.flows.domainChanged(m_context.net.links[at(link)].domain, cause);
}

void Links::onCarrier(int link, int end, EventId cause)
{
    State &state = m_links[at(link)];
    const Network::Link &row = m_context.net.links[at(link)];
    const bool now = light(link, end);
    if (state.seen[at(end)] == now)
        return;
    state.seen[at(end)] = now;
    const EventId event = m_context.record(row.node[at(end)], Layer::Link, now ? "link-up" : "link-down", row.name,
                                           now ? "light is back" : "loss of light", now ? Health::Up : Health::Down, cause, {.link = link});
    if (!now)
        m_stack.bfd.interfaceDown(link, end, event);
    m_stack.isis.circuit(link, end, now, event);
    m_stack.ldp.circuit(link, end, now, event);
}

} // namespace sidestep::engine
