// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/link.h"

#include "model/engine/stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sidestep::engine {

using plan::FailureMode;

namespace {

constexpr std::int64_t kThousandths = 1000;
constexpr std::int64_t kPenaltyOfFlap = 1000 * kThousandths; // `control-flap`: 1 each time the interface goes down, in its units of 1000

std::int64_t decayed(std::int64_t penalty, SimDuration elapsed, SimDuration halfLife)
{
    return std::llround(static_cast<double>(penalty) * std::exp2(-static_cast<double>(elapsed.count()) / static_cast<double>(halfLife.count())));
}

/// In whole milliseconds, upwards: the last bit of a logarithm must not decide a time.
SimDuration timeToFall(std::int64_t penalty, std::int64_t below, SimDuration halfLife)
{
    const double halves = std::log2(static_cast<double>(penalty) / static_cast<double>(below));
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::floor(halves * static_cast<double>(halfLife.count()) / 1e6)) + 1);
}

} // namespace

Links::Links(Context &context, Stack &stack)
    : m_context(context), m_stack(stack), m_links(context.net.links.size()), m_powered(context.net.nodes.size(), true),
      m_dark(context.net.nodes.size(), false)
{
    for (State &state : m_links)
        state.slot = {context.queue.makeSlot(), context.queue.makeSlot()};
    if (!context.profile.flapControl)
        return;
    m_flaps.resize(m_links.size());
    for (std::array<Flaps, 2> &ends : m_flaps) {
        for (Flaps &flaps : ends)
            flaps.slot = context.queue.makeSlot();
    }
}

bool Links::passes(int link, int end) const
{
    const Network::Link &row = m_context.net.links[at(link)];
    const State &state = m_links[at(link)];
    if (!m_powered[at(row.node[0])] || !m_powered[at(row.node[1])] || state.shut[0] || state.shut[1])
        return false;
    switch (state.mode) {
    case FailureMode::Cut:
    case FailureMode::Silent: return false;
    case FailureMode::OneWayAB: return end != 0;
    case FailureMode::OneWayBA: return end != 1;
    default: return true;
    }
}

bool Links::light(int link) const
{
    const Network::Link &row = m_context.net.links[at(link)];
    const State &state = m_links[at(link)];
    return state.mode != FailureMode::Cut && !state.shut[0] && !state.shut[1] && !m_dark[at(row.node[0])] && !m_dark[at(row.node[1])];
}

const char *Links::reason(int link, int end) const
{
    const Network::Link &row = m_context.net.links[at(link)];
    const State &state = m_links[at(link)];
    const int next = row.node[at(1 - end)];
    if (!m_powered[at(next)])
        return m_dark[at(next)] ? "next router off" : "next router restarting";
    if (state.shut[0] || state.shut[1])
        return "port shut down";
    return state.mode == FailureMode::Cut ? "link cut" : "link silent";
}

void Links::fail(int link, FailureMode mode, std::uint8_t percent)
{
    State &state = m_links[at(link)];
    if (state.mode == mode && state.lossPercent == percent)
        return;
    state.mode = mode;
    state.lossPercent = percent;
    const Network &net = m_context.net;
    const Network::Link &row = net.links[at(link)];
    const std::string &a = net.nodes[at(row.node[0])].name;
    const std::string &b = net.nodes[at(row.node[1])].name;
    const char *what = "link-restored";
    std::string detail = "frames pass again";
    switch (mode) {
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
    case FailureMode::Grey:
        what = "link-grey";
        detail = fmt::format("{} % of the frames are lost, light stays", percent);
        break;
    default: break;
    }
    const Health health = mode == FailureMode::Restore ? Health::Up : mode == FailureMode::Grey ? Health::Working : Health::Down;
    const EventId event = m_context.record(row.node[0], Layer::Link, what, row.name, std::move(detail), health, 0, {.link = link});
    settle(link, event);
}

void Links::shut(int link, int end, bool down)
{
    State &state = m_links[at(link)];
    if (state.shut[at(end)] == down)
        return;
    state.shut[at(end)] = down;
    const Network::Link &row = m_context.net.links[at(link)];
    const EventId event = m_context.record(row.node[at(end)], Layer::Link, down ? "port-down" : "port-up", row.name,
                                           down ? "shut down by an operator" : "no longer shut down", down ? Health::Down : Health::Up, 0, {.link = link});
    settle(link, event);
    // The router needs no light to know what it was told.
    if (down && m_powered[at(row.node[at(end)])]) {
        m_context.queue.cancel(state.slot[at(end)]);
        onCarrier(link, end, event);
    }
}

void Links::power(int node, bool on)
{
    if (m_powered[at(node)] == on && m_dark[at(node)] == !on)
        return;
    const EventId event = m_context.record(node, Layer::Link, on ? "router-on" : "router-off", m_context.net.nodes[at(node)].name,
                                           on ? "power is back" : "power is lost", on ? Health::Up : Health::Down, 0);
    m_dark[at(node)] = !on;
    run(node, on, event);
}

EventId Links::restart(int node, bool begins, std::string detail, EventId cause)
{
    if (m_dark[at(node)] || m_powered[at(node)] == !begins)
        return cause;
    const EventId event = m_context.record(node, Layer::Link, begins ? "router-restart" : "router-on", m_context.net.nodes[at(node)].name, std::move(detail),
                                           begins ? Health::Down : Health::Up, cause);
    run(node, !begins, event);
    return event;
}

void Links::run(int node, bool on, EventId cause)
{
    const bool was = m_powered[at(node)];
    m_powered[at(node)] = on;
    if (was && !on) {
        m_stack.bfd.powerOff(node, cause);
        m_stack.igp.powerOff(node, cause);
        m_stack.ldp.powerOff(node, cause);
        m_stack.bgp.powerOff(node, cause);
        m_stack.pseudowires.powerOff(node, cause);
    }
    for (const int link : m_context.net.nodes[at(node)].links) {
        if (!on)
            forget(link, m_context.net.endOf(m_context.net.links[at(link)], node));
        settle(link, cause);
    }
    m_stack.flows.powerChanged(node, cause);
    if (!was && on) {
        m_stack.bgp.powerOn(node, cause);
        m_stack.pseudowires.powerOn(node, cause);
    }
}

void Links::settle(int link, EventId cause)
{
    State &state = m_links[at(link)];
    const Profile &profile = m_context.profile;
    for (int end = 0; end < 2; ++end) {
        const bool now = light(link);
        if (now == state.sensed[at(end)] || !m_powered[at(m_context.net.links[at(link)].node[at(end)])]) {
            m_context.queue.cancel(state.slot[at(end)]);
            continue;
        }
        const std::uint64_t object = std::uint64_t{m_context.net.links[at(link)].id.value()} * 2 + static_cast<std::uint64_t>(end);
        const SimDuration delay = now ? m_context.between(profile.carrierUpLow, profile.carrierUpHigh, Longer::Later, Stream::CarrierUp, object, state.changes[at(end)]++)
                                      : m_context.between(profile.carrierDownLow, profile.carrierDownHigh, Longer::Later, Stream::CarrierDown, object, state.changes[at(end)]++);
        m_context.after(delay, Kind::Carrier, link, end, 0, cause, state.slot[at(end)]);
    }
    m_stack.bfd.linkChanged(link, cause);
    m_stack.igp.linkChanged(link, cause);
    m_stack.ldp.linkChanged(link, cause);
    m_stack.transport.domainChanged(m_context.net.links[at(link)].domain, cause);
    m_stack.flows.linkChanged(link, cause);
}

void Links::onCarrier(int link, int end, EventId cause)
{
    State &state = m_links[at(link)];
    const bool now = light(link);
    if (state.sensed[at(end)] == now)
        return;
    state.sensed[at(end)] = now;
    if (!now && !m_flaps.empty())
        countFlap(link, end, cause);
    if (now && !m_flaps.empty() && flapsOf(link, end).held)
        return;
    setInterface(link, end, now, cause);
}

void Links::setInterface(int link, int end, bool up, EventId cause)
{
    State &state = m_links[at(link)];
    if (state.seen[at(end)] == up)
        return;
    state.seen[at(end)] = up;
    const Network::Link &row = m_context.net.links[at(link)];
    const EventId event = m_context.record(row.node[at(end)], Layer::Link, up ? "link-up" : "link-down", row.name,
                                           up ? "light is back" : "loss of light", up ? Health::Up : Health::Down, cause, {.link = link});
    if (!up)
        m_stack.bfd.interfaceDown(link, end, event);
    m_stack.igp.circuit(link, end, up, event);
    m_stack.ldp.circuit(link, end, up, event);
    if (row.session >= 0) {
        m_stack.transport.domainChanged(row.domain, event);
        m_stack.bgp.interfaceChanged(link, end, up, event);
    }
}

void Links::countFlap(int link, int end, EventId cause)
{
    const Profile &profile = m_context.profile;
    Flaps &flaps = flapsOf(link, end);
    const std::int64_t ceiling = std::max(profile.flapCeiling, profile.flapSuppress) * kThousandths;
    flaps.penalty = std::min(ceiling, decayed(flaps.penalty, m_context.now - flaps.at, profile.flapHalfLife) + kPenaltyOfFlap);
    flaps.at = m_context.now;
    const std::int64_t reuse = std::min(profile.flapReuse, profile.flapSuppress) * kThousandths;
    if (!flaps.held && flaps.penalty <= profile.flapSuppress * kThousandths)
        return;
    const SimDuration wait = timeToFall(flaps.penalty, reuse, profile.flapHalfLife);
    const Network::Link &row = m_context.net.links[at(link)];
    if (!flaps.held)
        cause = m_context.record(row.node[at(end)], Layer::Link, "flap-held", row.name, fmt::format("penalty {}, held down for {} without another flap", flaps.penalty / kThousandths, formatDuration(wait)),
                                 Health::Down, cause, {.link = link});
    flaps.held = true;
    m_context.after(wait, Kind::FlapReuse, link, end, 0, cause, flaps.slot);
}

void Links::onFlapReuse(int link, int end, EventId cause)
{
    flapsOf(link, end).held = false;
    if (!m_links[at(link)].sensed[at(end)])
        return;
    const Network::Link &row = m_context.net.links[at(link)];
    const EventId event = m_context.record(row.node[at(end)], Layer::Link, "flap-released", row.name, fmt::format("penalty below {}", m_context.profile.flapReuse), Health::Working,
                                           cause, {.link = link});
    setInterface(link, end, true, event);
}

/// A router that is off knows nothing of its ports, nor of how often they flapped.
void Links::forget(int link, int end)
{
    m_links[at(link)].sensed[at(end)] = false;
    m_links[at(link)].seen[at(end)] = false;
    if (m_flaps.empty())
        return;
    Flaps &flaps = flapsOf(link, end);
    m_context.queue.cancel(flaps.slot);
    flaps = {.slot = flaps.slot};
}

} // namespace sidestep::engine
