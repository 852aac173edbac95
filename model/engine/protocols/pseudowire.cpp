// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/pseudowire.h"

#include "model/engine/stack.h"

#include <fmt/format.h>

#include <utility>

namespace sidestep::engine {

namespace {

std::string textOf(int status)
{
    if (status & Pseudowires::kWithdrawn)
        return "label withdrawn";
    if (status & Pseudowires::kMtuDiffers)
        return "a label with another MTU";
    const char *word = (status & ~Pseudowires::kStandby) ? "not forwarding" : (status & Pseudowires::kStandby) ? "standby" : "forwarding";
    return fmt::format("0x{:02x}, {}", status, word);
}

int statusOf(FaultSignal signal)
{
    switch (signal) {
    case FaultSignal::NotForwarding: break;
    case FaultSignal::AttachmentFault: return Pseudowires::kAttachmentFault;
    case FaultSignal::LabelWithdraw: return Pseudowires::kWithdrawn;
    }
    return Pseudowires::kNotForwarding;
}

} // namespace

Pseudowires::Pseudowires(Context &context, Stack &stack)
    : m_context(context), m_stack(stack), m_pws(context.net.pseudowires.size()), m_services(context.net.services.size())
{
    for (ServiceState &state : m_services) {
        state.switchSlot = context.queue.makeSlot();
        state.restoreSlot = context.queue.makeSlot();
        state.resumeSlot = context.queue.makeSlot();
    }
}

int Pseudowires::active(int service) const
{
    const int role = m_services[at(service)].active;
    return role < 0 ? -1 : m_context.net.services[at(service)].pw[at(role)];
}

bool Pseudowires::computeUsable(int pw, int end, std::string *why) const
{
    const Network &net = m_context.net;
    const Network::Pseudowire &row = net.pseudowires[at(pw)];
    const int node = end == 0 ? row.csg : row.agg;
    const int peer = end == 0 ? row.agg : row.csg;
    const auto no = [why](std::string reason) {
        if (why)
            *why = std::move(reason);
        return false;
    };
    if (!m_stack.links.powered(node))
        return no("router off");
    if (!row.matches)
        return no("MTU or encapsulation differs");
    if (end == 1 && m_pws[at(pw)].misconfigured == kWithdrawn)
        return no("no label is offered");
    if (end == 1 && m_pws[at(pw)].misconfigured == kMtuDiffers)
        return no("MTU or encapsulation differs");
    if (!m_stack.ldp.sessionUp(row.ldp, end))
        return no("LDP session down");
    if (!m_stack.bfd.pseudowireUp(pw, end))
        return no("BFD session down");
    if (m_stack.ldp.labelledLink(node, peer) < 0)
        return no("no labelled path to " + net.nodes[at(peer)].name);
    if (!m_stack.bfd.tunnelUp(node, peer))
        return no("BFD of the tunnel to " + net.nodes[at(peer)].name + " is down");
    if (end == 1 && m_stack.tracking.down(pw))
        return no("tracked route down");
    // Standby is not a fault (`protocols.md` section 9, trap 3).
    if (const int received = m_pws[at(pw)].received[at(end)]; (received & ~kStandby) != 0) {
        const char *form = received & (kWithdrawn | kMtuDiffers) ? "{} sent {}" : "{} reports status {}";
        return no(fmt::format(fmt::runtime(form), net.nodes[at(peer)].name, received & (kWithdrawn | kMtuDiffers) ? textOf(received) : fmt::format("0x{:02x}", received)));
    }
    return true;
}

int Pseudowires::ownStatus(int pw, int end) const
{
    const Network &net = m_context.net;
    const Network::Pseudowire &row = net.pseudowires[at(pw)];
    const int node = end == 0 ? row.csg : row.agg;
    int status = 0;
    if (end == 1 && m_stack.tracking.down(pw))
        status |= statusOf(m_context.profile.trackedStatus);
    if (!m_stack.bfd.pseudowireUp(pw, end))
        status |= kPsnIngressFault;
    const int peer = end == 0 ? row.agg : row.csg;
    if (m_stack.igp.route(node, peer).link < 0 || !m_stack.bfd.tunnelUp(node, peer))
        status |= kPsnEgressFault;
    if (end == 1)
        status |= m_pws[at(pw)].misconfigured;
    if (end == 0 && !attached(row.service))
        status |= kAttachmentFault;
    const Network::Service &service = net.services[at(row.service)];
    if (end == 0 && pw == service.pw[1] && m_services[at(row.service)].calledFaulty)
        status |= statusOf(m_context.profile.revertStatus);
    if (end == 0 && service.mode != plan::RedundancyMode::Frr && service.pw[1] >= 0 && active(row.service) != pw)
        status |= kStandby;
    // Without the status TLV a label is there or it is not (RFC 8077 section 5.4.1).
    if (m_context.profile.pwStatusTlv)
        return status;
    return (status & ~kStandby) != 0 ? kWithdrawn : 0;
}

void Pseudowires::announce(int pw, int end, EventId cause, bool always)
{
    const Network::Pseudowire &row = m_context.net.pseudowires[at(pw)];
    PwState &state = m_pws[at(pw)];
    const int status = ownStatus(pw, end);
    if (m_context.settling) {
        state.sent[at(end)] = state.received[at(1 - end)] = status;
        return;
    }
    if ((!always && status == state.sent[at(end)]) || !m_stack.ldp.sessionUp(row.ldp, end))
        return;
    state.sent[at(end)] = status;
    const int node = end == 0 ? row.csg : row.agg;
    const int bad = status & ~kStandby;
    const EventId event = m_context.record(node, Layer::Ldp, "status-sent", m_context.net.subjectOf(row, node),
                                           fmt::format("{}, to {}", textOf(status), m_context.net.nodes[at(end == 0 ? row.agg : row.csg)].name),
                                           end == 0 ? Health::None : bad ? Health::Down : Health::Up, cause, {.pw = pw});
    m_stack.transport.send(m_stack.transport.channelOfLdp(row.ldp), end, {Message::Type::LdpStatus, pw, status, event});
}

void Pseudowires::onStatus(int pw, int end, int status, EventId cause)
{
    const Network::Pseudowire &row = m_context.net.pseudowires[at(pw)];
    const int node = end == 0 ? row.csg : row.agg;
    const int bad = status & ~kStandby;
    m_pws[at(pw)].received[at(end)] = status;
    const EventId event = m_context.record(node, Layer::Ldp, "status-received", m_context.net.subjectOf(row, node),
                                           textOf(status),
                                           end == 1 ? Health::None : bad ? Health::Down : Health::Up, cause, {.pw = pw});
    changed(pw, end, event);
    if (end == 1) {
        updateGateway(pw, event);
        m_stack.flows.serviceChanged(row.service, event);
    }
}

void Pseudowires::changed(int pw, int end, EventId cause)
{
    const Network::Pseudowire &row = m_context.net.pseudowires[at(pw)];
    const int node = end == 0 ? row.csg : row.agg;
    if (!m_stack.links.powered(node))
        return;
    announce(pw, end, cause, false);
    std::string why;
    const bool now = computeUsable(pw, end, &why);
    bool &usable = m_pws[at(pw)].usable[at(end)];
    if (now == usable)
        return;
    usable = now;
    const EventId event = m_context.record(node, Layer::Pw, now ? "pw-up" : "pw-down", m_context.net.subjectOf(row, node), now ? "usable" : std::move(why),
                                           now ? Health::Up : Health::Down, cause, {.pw = pw});
    m_stack.flows.serviceChanged(row.service, event);
    if (end == 0)
        choose(row.service, event);
    else
        updateGateway(pw, event);
}

void Pseudowires::sessionChanged(int ldpSession, int end, EventId cause)
{
    for (const int pw : m_context.net.ldpSessions[at(ldpSession)].pseudowires) {
        if (m_stack.ldp.sessionUp(ldpSession, end)) {
            // The label mapping carries the status, so both learn it anew.
            m_pws[at(pw)].received[at(end)] = 0;
            announce(pw, end, cause, true);
        }
        changed(pw, end, cause);
        m_stack.flows.serviceChanged(m_context.net.pseudowires[at(pw)].service, cause);
    }
}

void Pseudowires::pathsChanged(int node, EventId cause)
{
    if (m_context.settling)
        return;
    for (const int pw : m_context.net.nodes[at(node)].pseudowires)
        changed(pw, m_context.net.pseudowires[at(pw)].csg == node ? 0 : 1, cause);
}

void Pseudowires::updateGateway(int pw, EventId cause)
{
    const Network::Pseudowire &row = m_context.net.pseudowires[at(pw)];
    if (row.gatewayRoute < 0 || !m_stack.links.powered(row.agg))
        return;
    const bool standby = standbyAtAgg(pw);
    bool up = true;
    switch (m_context.profile.coupling) {
    case GatewayCoupling::AlwaysUp: break;
    case GatewayCoupling::FollowsPwUsable: up = usable(pw, 1); break;
    case GatewayCoupling::FollowsPwActive: up = usable(pw, 1) && !standby; break;
    }
    m_stack.bgp.originate(row.gatewayRoute, up, standby ? kDegradeCost : 0, cause);
}

// The choice at the CSG

/// An operator has asked for the other one: by a manual switch, or by draining its AGG.
bool Pseudowires::unwanted(int service, int role) const
{
    const int pw = m_context.net.services[at(service)].pw[at(role)];
    return (role == 0 && m_services[at(service)].forced) || (pw >= 0 && m_stack.faults.drained(m_context.net.pseudowires[at(pw)].agg));
}

/// The usable pseudowire that is wanted, else any usable one, the primary before the secondary; -1: none.
int Pseudowires::wantedRole(int service) const
{
    const std::array<int, 2> &pw = m_context.net.services[at(service)].pw;
    int found = -1;
    for (const int role : {1, 0}) {
        const bool better = found < 0 || !unwanted(service, role) || unwanted(service, found);
        if (pw[at(role)] >= 0 && usable(pw[at(role)], 0) && better)
            found = role;
    }
    return found;
}

void Pseudowires::choose(int service, EventId cause)
{
    const Network::Service &row = m_context.net.services[at(service)];
    ServiceState &state = m_services[at(service)];
    if (!m_stack.links.powered(row.csg))
        return;
    const int wanted = wantedRole(service);
    // It came back before anything was switched.
    if (state.active != state.target && state.active >= 0 && wanted == state.active) {
        m_context.queue.cancel(state.switchSlot);
        state.target = state.active;
    }
    const bool holds = state.target >= 0 && row.pw[at(state.target)] >= 0 && usable(row.pw[at(state.target)], 0);
    if (!holds) {
        stopRestoring(service, "the pseudowire in use failed", cause);
        if (wanted >= 0) {
            switchTo(service, wanted, cause, m_context.profile.pwHoldOff);
            return;
        }
        if (state.target < 0)
            return;
        m_context.queue.cancel(state.switchSlot);
        state.active = state.target = -1;
        const EventId event = m_context.record(row.csg, Layer::Redundancy, "no-pw", row.name, "no pseudowire is usable", Health::Down, cause, {.service = service});
        m_stack.flows.serviceChanged(service, event);
        return;
    }
    if (wanted == state.target) {
        stopRestoring(service, unwanted(service, 0) ? "an operator wants PW2" : "PW1 failed again", cause);
        return;
    }
    if (unwanted(service, state.target)) {
        switchTo(service, wanted, cause);
        return;
    }
    switch (row.reroute) {
    case plan::ReroutePolicy::Never: return;
    case plan::ReroutePolicy::Immediately: switchTo(service, wanted, cause); return;
    case plan::ReroutePolicy::Delay: break;
    }
    if (state.restoring)
        return;
    state.restoring = true;
    const EventId event = m_context.record(row.csg, Layer::Redundancy, "wtr-started", row.name, fmt::format("back to PW1 in {}", formatDuration(row.rerouteDelay)),
                                           Health::Working, cause, {.pw = row.pw[1]});
    m_context.after(row.rerouteDelay, Kind::WaitToRestore, service, 0, 0, event, state.restoreSlot);
}

void Pseudowires::stopRestoring(int service, const char *why, EventId cause)
{
    ServiceState &state = m_services[at(service)];
    if (!state.restoring)
        return;
    state.restoring = false;
    m_context.queue.cancel(state.restoreSlot);
    const Network::Service &row = m_context.net.services[at(service)];
    m_context.record(row.csg, Layer::Redundancy, "wtr-cancelled", row.name, why, Health::Up, cause, {.pw = row.pw[1]});
}

void Pseudowires::onWaitToRestore(int service, EventId cause)
{
    m_services[at(service)].restoring = false;
    if (const int wanted = wantedRole(service); wanted >= 0 && wanted != m_services[at(service)].target)
        switchTo(service, wanted, cause);
}

void Pseudowires::switchTo(int service, int role, EventId cause, SimDuration holdOff)
{
    ServiceState &state = m_services[at(service)];
    state.target = role;
    const bool held = holdOff > SimDuration(0);
    m_context.after(held ? holdOff : m_context.profile.pwSwitch, Kind::PwSwitch, service, held ? 1 : 0, 0, cause, state.switchSlot);
}

void Pseudowires::onSwitch(int service, bool held, EventId cause)
{
    ServiceState &state = m_services[at(service)];
    const Network::Service &row = m_context.net.services[at(service)];
    if (state.active == state.target)
        return;
    if (held) {
        const EventId over = m_context.record(row.csg, Layer::Redundancy, "holdoff-over", row.name,
                                              fmt::format("no pseudowire came back within {}", formatDuration(m_context.profile.pwHoldOff)), Health::Working, cause,
                                              {.service = service});
        switchTo(service, state.target, over);
        return;
    }
    const bool back = state.active == 1 && state.target == 0;
    state.active = state.target;
    const int now = active(service);
    const EventId event = m_context.record(row.csg, Layer::Redundancy, back ? "revert" : "switchover", row.name,
                                           fmt::format("now on PW{} to {}", state.active + 1, m_context.net.nodes[at(m_context.net.pseudowires[at(now)].agg)].name), Health::Up,
                                           cause, {.pw = now});
    m_stack.flows.serviceChanged(service, event);
    if (back && row.mode == plan::RedundancyMode::Frr)
        callSecondaryFaulty(service, event);
    else if (state.active == 1)
        stopCallingFaulty(service);
    for (const int pw : row.pw) {
        if (pw >= 0)
            announce(pw, 0, event, false);
    }
    choose(service, event);
}

/// In FRR mode the far end of PW2 hears of a fault at the return to PW1, and `resume` later that it is over (vendor VLL guide, revertive
/// switchover policy). What the CSG itself holds of PW2 does not change.
void Pseudowires::callSecondaryFaulty(int service, EventId cause)
{
    const Network::Service &row = m_context.net.services[at(service)];
    m_services[at(service)].calledFaulty = true;
    const EventId event = m_context.record(row.csg, Layer::Redundancy, "resume-started", row.name,
                                           fmt::format("PW2 is well again for its far end in {}", formatDuration(row.resume)), Health::Working, cause, {.pw = row.pw[1]});
    m_context.after(row.resume, Kind::PwResume, service, 0, 0, event, m_services[at(service)].resumeSlot);
}

void Pseudowires::stopCallingFaulty(int service)
{
    m_services[at(service)].calledFaulty = false;
    m_context.queue.cancel(m_services[at(service)].resumeSlot);
}

void Pseudowires::onResume(int service, EventId cause)
{
    const Network::Service &row = m_context.net.services[at(service)];
    m_services[at(service)].calledFaulty = false;
    const EventId event = m_context.record(row.csg, Layer::Redundancy, "resume-over", row.name, "PW2 is well again for its far end", Health::Up, cause, {.pw = row.pw[1]});
    announce(row.pw[1], 0, event, false);
}

// What operators and base stations do

void Pseudowires::attachment(int service, bool up)
{
    ServiceState &state = m_services[at(service)];
    if (state.attached == up)
        return;
    state.attached = up;
    const Network::Service &row = m_context.net.services[at(service)];
    const EventId event = m_context.record(row.csg, Layer::Link, up ? "attachment-up" : "attachment-down", row.name,
                                           up ? "the base station's circuit is back" : "the base station's circuit is down", up ? Health::Up : Health::Down, 0,
                                           {.service = service});
    if (m_stack.links.powered(row.csg)) {
        for (const int pw : row.pw) {
            if (pw >= 0)
                announce(pw, 0, event, false);
        }
    }
    m_stack.flows.serviceChanged(service, event);
}

void Pseudowires::force(int service, bool toSecondary)
{
    ServiceState &state = m_services[at(service)];
    const Network::Service &row = m_context.net.services[at(service)];
    if (state.forced == toSecondary || row.pw[1] < 0)
        return;
    state.forced = toSecondary;
    const EventId event = m_context.record(row.csg, Layer::Redundancy, toSecondary ? "manual-switch" : "manual-switch-ends", row.name,
                                           toSecondary ? "an operator asks for PW2" : "an operator no longer asks for PW2", Health::Working, 0, {.pw = row.pw[1]});
    choose(service, event);
}

void Pseudowires::misconfigure(int pw, int what)
{
    PwState &state = m_pws[at(pw)];
    if (state.misconfigured == what)
        return;
    const int before = std::exchange(state.misconfigured, what);
    const Network::Pseudowire &row = m_context.net.pseudowires[at(pw)];
    const int now = what != 0 ? what : before;
    const char *name = now == kWithdrawn ? (what ? "label-removed" : "label-offered") : (what ? "mtu-changed" : "mtu-restored");
    const EventId event = m_context.record(row.agg, Layer::Ldp, name, m_context.net.subjectOf(row, row.agg), what ? "by a change on the AGG" : "as planned again",
                                           Health::Working, 0, {.pw = pw});
    changed(pw, 1, event);
}

void Pseudowires::preferenceChanged(int agg, EventId cause)
{
    for (const int pw : m_context.net.nodes[at(agg)].pseudowires) {
        if (m_context.net.pseudowires[at(pw)].agg == agg)
            choose(m_context.net.pseudowires[at(pw)].service, cause);
    }
}

// Power and the steady state

void Pseudowires::powerOff(int node, EventId cause)
{
    const Network &net = m_context.net;
    for (const int pw : net.nodes[at(node)].pseudowires) {
        const Network::Pseudowire &row = net.pseudowires[at(pw)];
        const int end = row.csg == node ? 0 : 1;
        PwState &state = m_pws[at(pw)];
        if (state.usable[at(end)])
            m_context.record(node, Layer::Pw, "pw-down", net.subjectOf(row, node), "router off", Health::Down, cause, {.pw = pw});
        state.usable[at(end)] = false;
        state.received[at(end)] = 0;
        if (end == 0) {
            ServiceState &service = m_services[at(row.service)];
            m_context.queue.cancel(service.switchSlot);
            m_context.queue.cancel(service.restoreSlot);
            service.restoring = false;
            stopCallingFaulty(row.service);
            if (service.active >= 0)
                m_context.record(node, Layer::Redundancy, "no-pw", net.services[at(row.service)].name, "router off", Health::Down, cause, {.service = row.service});
            service.active = service.target = -1;
        }
        m_stack.flows.serviceChanged(row.service, cause);
    }
}

void Pseudowires::powerOn(int node, EventId cause)
{
    for (const int pw : m_context.net.nodes[at(node)].pseudowires) {
        if (m_context.net.pseudowires[at(pw)].agg == node) {
            m_stack.tracking.onTrack(pw, cause);
            updateGateway(pw, cause);
        }
    }
}

bool Pseudowires::settle()
{
    bool moved = false;
    const Network &net = m_context.net;
    for (int pw = 0; pw < static_cast<int>(m_pws.size()); ++pw) {
        for (int end = 0; end < 2; ++end)
            announce(pw, end, 0, true);
    }
    for (int pw = 0; pw < static_cast<int>(m_pws.size()); ++pw) {
        for (int end = 0; end < 2; ++end) {
            const bool now = computeUsable(pw, end, nullptr);
            moved = moved || now != m_pws[at(pw)].usable[at(end)];
            m_pws[at(pw)].usable[at(end)] = now;
        }
    }
    for (std::size_t i = 0; i < m_services.size(); ++i) {
        const std::array<int, 2> &pw = net.services[i].pw;
        const int role = pw[0] >= 0 && usable(pw[0], 0) ? 0 : pw[1] >= 0 && usable(pw[1], 0) ? 1 : -1;
        moved = moved || role != m_services[i].active;
        m_services[i].active = m_services[i].target = role;
    }
    for (int pw = 0; pw < static_cast<int>(m_pws.size()); ++pw)
        updateGateway(pw, 0);
    return moved;
}

void Pseudowires::resume()
{
    for (int pw = 0; pw < static_cast<int>(m_pws.size()); ++pw) {
        for (int end = 0; end < 2; ++end)
            changed(pw, end, 0);
    }
}

void Pseudowires::tellStatuses(int pw, SimTime time, EventId cause) const
{
    const int channel = m_stack.transport.channelOfLdp(m_context.net.pseudowires[at(pw)].ldp);
    for (int end = 0; end < 2; ++end)
        m_stack.transport.tell(channel, end, time, true, cause, m_stack.transport.statusContent(pw, m_pws[at(pw)].sent[at(end)]));
}

void Pseudowires::appendInitial(std::vector<Event> &list) const
{
    const Network &net = m_context.net;
    for (int pw = 0; pw < static_cast<int>(m_pws.size()); ++pw) {
        const Network::Pseudowire &row = net.pseudowires[at(pw)];
        for (int end = 0; end < 2; ++end) {
            const int node = end == 0 ? row.csg : row.agg;
            // A lane shows the AGG's word: where it was sent, and where it arrived.
            const int status = end == 0 ? m_pws[at(pw)].received[0] : m_pws[at(pw)].sent[1];
            const bool up = usable(pw, end);
            list.push_back(m_context.describe(node, Layer::Ldp, end == 0 ? "status-received" : "status-sent", net.subjectOf(row, node), {}, (status & ~kStandby) ? Health::Down : Health::Up, {.pw = pw}));
            list.push_back(m_context.describe(node, Layer::Pw, up ? "pw-up" : "pw-down", net.subjectOf(row, node), {}, up ? Health::Up : Health::Down, {.pw = pw}));
        }
    }
    for (int service = 0; service < static_cast<int>(m_services.size()); ++service) {
        const int pw = active(service);
        const Network::Service &row = net.services[at(service)];
        About about{.pw = pw};
        about.service = service;
        list.push_back(m_context.describe(row.csg, Layer::Redundancy, pw >= 0 ? "switchover" : "no-pw", row.name,
                                          pw >= 0 ? fmt::format("on PW{}", m_services[at(service)].active + 1) : std::string(), pw >= 0 ? Health::Up : Health::Down, about));
    }
}

} // namespace sidestep::engine
