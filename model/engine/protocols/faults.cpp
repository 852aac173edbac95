// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/faults.h"

#include "model/engine/stack.h"
#include "model/plan/failures.h"

#include <fmt/format.h>

#include <algorithm>

namespace sidestep::engine {

using plan::FailureMode;

Faults::Faults(Context &context, Stack &stack)
    : m_context(context), m_stack(stack), m_frozenUntil(context.net.nodes.size()), m_drained(context.net.nodes.size(), 0),
      m_restarting(context.net.nodes.size(), 0), m_backAt(context.net.nodes.size()), m_slots(context.net.nodes.size())
{
    for (EventQueue::Slot &slot : m_slots)
        slot = context.queue.makeSlot();
}

void Faults::onFault(const plan::FailureAction &action, int index, int step)
{
    switch (plan::targetKind(action.target, action.pw.has_value())) {
    case plan::TargetKind::Link: failLink(action, index, step); break;
    case plan::TargetKind::Router: failRouter(action); break;
    case plan::TargetKind::Session: failSession(action); break;
    case plan::TargetKind::Service:
    case plan::TargetKind::Pseudowire: failService(action); break;
    case plan::TargetKind::VpnInstance: failVpnInstance(action); break;
    case plan::TargetKind::VpnInterface: failVpnInterface(action); break;
    }
}

void Faults::failLink(const plan::FailureAction &action, int index, int step)
{
    const int link = m_context.net.linkOf(std::get<plan::LinkId>(action.target));
    switch (action.mode) {
    case FailureMode::DownA: m_stack.links.shut(link, 0, true); return;
    case FailureMode::DownB: m_stack.links.shut(link, 1, true); return;
    case FailureMode::BfdDown: m_stack.bfd.falseAlarmOfLink(link); return;
    case FailureMode::Flap: {
        const bool cut = step % 2 == 0;
        m_stack.links.fail(link, cut ? FailureMode::Cut : FailureMode::Restore, 0);
        if (step + 1 < 2 * *action.cycles)
            m_context.after(cut ? *action.period / 2 : *action.period - *action.period / 2, Kind::Fault, index, step + 1, 0, 0);
        return;
    }
    case FailureMode::Restore:
        for (int end = 0; end < 2; ++end)
            m_stack.links.shut(link, end, false);
        break;
    default: break;
    }
    m_stack.links.fail(link, action.mode, action.percent.value_or(0));
}

// Routers

void Faults::failRouter(const plan::FailureAction &action)
{
    const int node = m_context.net.nodeOf(std::get<plan::RouterId>(action.target));
    switch (action.mode) {
    case FailureMode::Power:
        forgetRestart(node);
        m_stack.links.power(node, false);
        return;
    case FailureMode::Restart: restart(node, false); return;
    case FailureMode::GracefulRestart: restart(node, true); return;
    case FailureMode::Drain: drain(node, true); return;
    default: break;
    }
    forgetRestart(node);
    drain(node, false);
    m_stack.links.power(node, true);
}

void Faults::forgetRestart(int node)
{
    m_restarting[at(node)] = 0;
    m_frozenUntil[at(node)] = {};
    m_context.queue.cancel(m_slots[at(node)]);
}

void Faults::restart(int node, bool graceful)
{
    const Profile &profile = m_context.profile;
    if (!m_stack.links.powered(node) || m_restarting[at(node)] || m_frozenUntil[at(node)] > m_context.now)
        return;
    m_backAt[at(node)] = m_context.now + profile.restartTime;
    if (!graceful) {
        m_restarting[at(node)] = 1;
        const EventId event = m_stack.links.restart(node, true, "the control plane restarts, forwarding stops", 0);
        m_context.after(profile.restartTime, Kind::Restarted, node, 1, 0, event, m_slots[at(node)]);
        return;
    }
    const SimDuration patience = std::min(profile.restartTime, profile.gracefulHelperTime);
    m_frozenUntil[at(node)] = m_context.now + patience;
    const std::string &name = m_context.net.nodes[at(node)].name;
    const EventId event = m_context.record(node, Layer::Link, "control-plane-restart", name, fmt::format("forwarding goes on, back in {}", formatDuration(profile.restartTime)),
                                           Health::Working, 0);
    if (!profile.bfdControlPlaneIndependent)
        m_stack.bfd.controlPlaneRestarts(node, event);
    tellRestart(node, false, event);
    m_stack.bgp.restartBegins(node, event);
    m_context.after(patience, Kind::Restarted, node, profile.restartTime <= profile.gracefulHelperTime ? 1 : 0, 0, event, m_slots[at(node)]);
}

void Faults::onRestart(int node, bool back, EventId cause)
{
    const std::string &name = m_context.net.nodes[at(node)].name;
    if (m_restarting[at(node)]) {
        m_restarting[at(node)] = 0;
        m_stack.links.restart(node, false, "the control plane is back", cause);
        return;
    }
    m_frozenUntil[at(node)] = {};
    if (!m_stack.links.powered(node))
        return;
    if (back) {
        const EventId event = m_context.record(node, Layer::Link, "control-plane-back", name, "the neighbours kept its routes", Health::Up, cause);
        m_stack.bfd.controlPlaneBack(node, event);
        tellRestart(node, true, event);
        m_stack.bgp.restartEnds(node, event);
        return;
    }
    // The helpers' timers end (RFC 4724 section 4.2, RFC 3478 section 3.3): now it is a router without control plane.
    m_restarting[at(node)] = 1;
    const EventId event = m_stack.links.restart(node, true, fmt::format("the neighbours waited {} and give up", formatDuration(m_context.profile.gracefulHelperTime)), cause);
    m_context.after(m_backAt[at(node)] - m_context.now, Kind::Restarted, node, 1, 0, event, m_slots[at(node)]);
}

/// For whoever watches the wire: its connections end with the control plane, and are opened again where it is back in time.
void Faults::tellRestart(int node, bool back, EventId cause) const
{
    if (!m_context.sink)
        return;
    m_stack.igp.tellRestart(node, back, cause);
    m_stack.ldp.tellRestart(node, back, cause);
    m_stack.bgp.tellRestart(node, back, cause);
}

void Faults::drain(int node, bool on)
{
    if (drained(node) == on)
        return;
    m_drained[at(node)] = on ? 1 : 0;
    const std::string &name = m_context.net.nodes[at(node)].name;
    const EventId event = on ? m_context.record(node, Layer::Link, "drain", name, "an operator moves the traffic away", Health::Working, 0)
                             : m_context.record(node, Layer::Link, "drain-ends", name, "an operator lets the traffic back", Health::Up, 0);
    m_stack.igp.overloadChanged(node, event);
    m_stack.pseudowires.preferenceChanged(node, event);
}

// Sessions, services, VPNs

void Faults::failSession(const plan::FailureAction &action)
{
    const Network &net = m_context.net;
    const auto id = std::get<plan::BgpSessionId>(action.target);
    for (int session = 0; session < static_cast<int>(net.sessions.size()); ++session) {
        if (net.sessions[at(session)].id != id)
            continue;
        if (action.mode == FailureMode::Reset)
            m_stack.bgp.reset(session);
        else if (action.mode == FailureMode::BfdDown)
            m_stack.bfd.falseAlarmOfSession(session);
    }
}

void Faults::failService(const plan::FailureAction &action)
{
    const Network &net = m_context.net;
    const auto id = std::get<plan::AccessServiceId>(action.target);
    for (int service = 0; service < static_cast<int>(net.services.size()); ++service) {
        if (net.services[at(service)].id != id)
            continue;
        const bool restore = action.mode == FailureMode::Restore;
        if (!action.pw) {
            if (action.mode == FailureMode::AttachmentDown || restore)
                m_stack.pseudowires.attachment(service, restore);
            if (action.mode == FailureMode::ForceSwitch || restore)
                m_stack.pseudowires.force(service, !restore);
            return;
        }
        const int pw = net.services[at(service)].pw[*action.pw == plan::PwRole::Primary ? 0 : 1];
        if (pw < 0)
            return;
        switch (action.mode) {
        case FailureMode::LabelWithdraw: m_stack.pseudowires.misconfigure(pw, Pseudowires::kWithdrawn); break;
        case FailureMode::MtuMismatch: m_stack.pseudowires.misconfigure(pw, Pseudowires::kMtuDiffers); break;
        case FailureMode::BfdDown: m_stack.bfd.falseAlarmOfPseudowire(pw); break;
        case FailureMode::Reset: m_stack.ldp.resetByOperator(net.pseudowires[at(pw)].ldp); break;
        default: m_stack.pseudowires.misconfigure(pw, 0); break;
        }
        return;
    }
}

void Faults::failVpnInstance(const plan::FailureAction &action)
{
    const auto id = std::get<plan::VpnMemberId>(action.target);
    for (int member = 0; member < static_cast<int>(m_context.net.members.size()); ++member) {
        if (m_context.net.members[at(member)].id == id)
            m_stack.bgp.importing(member, action.mode == FailureMode::Restore);
    }
}

void Faults::failVpnInterface(const plan::FailureAction &action)
{
    const auto id = std::get<plan::VpnInterfaceId>(action.target);
    for (int route = 0; route < static_cast<int>(m_context.net.localRoutes.size()); ++route) {
        if (m_context.net.localRoutes[at(route)].interface == id)
            m_stack.bgp.announcing(route, action.mode == FailureMode::Restore);
    }
}

} // namespace sidestep::engine
