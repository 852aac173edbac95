// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/bfd.h"

#include "model/engine/router_snapshot.h"
#include "model/engine/stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sidestep::engine {
namespace {

// Diagnostic codes, RFC 5880 section 4.1.
constexpr std::uint8_t kTimeExpired = 1;
constexpr std::uint8_t kNeighbourDown = 3;

/// Of the random choices of a session between two routers, which no object of the plan stands for. The low bits tell kinds apart.
std::uint64_t keyOf(const Network &net, std::array<int, 2> node, std::uint64_t kind)
{
    return (std::uint64_t{net.nodes[at(node[0])].id.value()} << 22) + (std::uint64_t{net.nodes[at(node[1])].id.value()} << 3) + kind;
}

std::uint64_t keyOf(const Network &net, const Network::Pseudowire &pw)
{
    if (pw.managed)
        return keyOf(net, {pw.csg, pw.agg}, 3);
    return (std::uint64_t{net.services[at(pw.service)].id.value()} << 3) + (pw.role == plan::PwRole::Primary ? 2 : 6);
}

} // namespace

Bfd::Bfd(Context &context, Stack &stack) : m_context(context), m_stack(stack)
{
    const Network &net = context.net;
    m_ofLink.assign(net.links.size(), -1);
    m_ofPw.assign(net.pseudowires.size(), -1);
    m_ofPair.resize(net.pairs.size());
    for (std::size_t i = 0; i < net.links.size(); ++i) {
        const Network::Link &link = net.links[i];
        if (const auto &policy = net.domains[at(link.domain)].bfd) {
            m_ofLink[i] = add(Client::Igp, static_cast<int>(i), -1, link.node, *policy, link.name, std::uint64_t{link.id.value()} << 2);
            m_sessions.back().delay = link.delay;
        }
    }
    for (std::size_t i = 0; i < net.sessions.size(); ++i) {
        const Network::Session &row = net.sessions[i];
        if (row.bfd)
            m_ofPair[at(row.pair)].push_back(
                add(Client::Bgp, static_cast<int>(i), row.pair, row.node, *row.bfd, "BGP " + row.name, (std::uint64_t{row.id.value()} << 2) + 1));
    }
    addPseudowires();
    addTunnels();
}

int Bfd::add(Client client, int object, int pair, std::array<int, 2> node, const plan::BfdPolicy &policy, std::string name, std::uint64_t key)
{
    Session session;
    session.client = client;
    session.object = object;
    session.pair = pair;
    session.node = node;
    session.name = std::move(name);
    session.key = key;
    session.interval = std::chrono::milliseconds(std::max(policy.minTxMs, policy.minRxMs));
    session.multiplier = policy.multiplier;
    for (std::size_t end = 0; end < 2; ++end) {
        session.detectSlot[end] = m_context.queue.makeSlot();
        session.lossSlot[end] = m_context.queue.makeSlot();
        session.reportSlot[end] = m_context.queue.makeSlot();
        session.upSlot[end] = m_context.queue.makeSlot();
        session.pollSlot[end] = m_context.queue.makeSlot();
    }
    m_sessions.push_back(std::move(session));
    return static_cast<int>(m_sessions.size() - 1);
}

void Bfd::addPseudowires()
{
    const Network &net = m_context.net;
    for (std::size_t i = 0; i < net.pseudowires.size(); ++i) {
        const Network::Pseudowire &pw = net.pseudowires[i];
        if (!pw.bfdPolicy)
            continue;
        std::vector<int> &ofPair = m_ofPair[at(pw.bfd)]; // not empty: the management pseudowire is there
        if (ofPair.empty()) {
            const std::string name = pw.managed ? managementPwSubject(net.nodes[at(pw.csg)].name, net.nodes[at(pw.agg)].name) : std::string();
            ofPair.push_back(add(Client::Pseudowire, static_cast<int>(i), pw.bfd, {pw.csg, pw.agg}, *pw.bfdPolicy, name, keyOf(net, pw)));
            m_sessions.back().management = pw.managed;
        }
        m_ofPw[i] = ofPair.front();
        m_sessions[at(m_ofPw[i])].bound.push_back(static_cast<int>(i));
    }
}

void Bfd::addTunnels()
{
    const Network &net = m_context.net;
    m_brokenOver.assign(net.tunnels.size(), -1);
    const int first = static_cast<int>(m_sessions.size());
    for (std::size_t i = 0; i < net.tunnels.size(); ++i) {
        const Network::Tunnel &tunnel = net.tunnels[i];
        m_ofPair[at(tunnel.pair)].push_back(
            add(Client::Tunnel, static_cast<int>(i), tunnel.pair, tunnel.node, tunnel.bfd, tunnel.name, keyOf(net, tunnel.node, 7)));
    }
    for (std::size_t i = 0; i < net.pseudowires.size(); ++i) {
        const Network::Pseudowire &pw = net.pseudowires[i];
        for (const int tunnel : {net.tunnelBetween(pw.csg, pw.agg), net.tunnelBetween(pw.agg, pw.csg)}) {
            if (tunnel >= 0)
                m_sessions[at(first + tunnel)].bound.push_back(static_cast<int>(i));
        }
    }
}

About Bfd::about(const Session &session) const
{
    switch (session.client) {
    case Client::Igp: return {.link = session.object};
    case Client::Bgp: return {.session = session.object};
    case Client::Tunnel: return {};
    case Client::Pseudowire: break;
    }
    return session.management ? About{} : About{.pw = session.object};
}

const std::string &Bfd::nameAt(const Session &session, int end) const
{
    return session.client == Client::Pseudowire && !session.management ? m_context.net.pseudowires[at(session.object)].subject[at(end)] : session.name;
}

void Bfd::linkChanged(int link, EventId cause)
{
    if (m_ofLink[at(link)] >= 0)
        refresh(m_ofLink[at(link)], cause);
}

void Bfd::pairChanged(int pair, EventId cause)
{
    for (const int session : m_ofPair[at(pair)])
        refresh(session, cause);
}

void Bfd::refresh(int index, EventId cause)
{
    Session &session = m_sessions[at(index)];
    for (int end = 0; end < 2; ++end) {
        const int sender = 1 - end;
        const bool receiving = session.client == Client::Igp ? m_stack.links.passes(session.object, sender) : m_stack.transport.reaches(session.pair, sender);
        const bool resumes = receiving && !session.receiving[at(end)];
        if (m_context.settling) {
            session.receiving[at(end)] = receiving;
            if (!receiving)
                session.up = session.reported = {false, false};
        } else if (receiving != session.receiving[at(end)]) {
            setReceiving(index, end, receiving, cause);
        }
        if (const std::uint32_t survival = survivalTo(session, end); survival != session.survivalPpm[at(end)] || resumes) {
            session.survivalPpm[at(end)] = survival;
            watchLosses(index, end, cause);
        }
    }
    if (session.client != Client::Igp)
        session.delay = m_stack.transport.delay(session.pair);
    if (!m_context.settling)
        tryBringUp(index, cause);
}

std::uint32_t Bfd::survivalTo(const Session &session, int end) const
{
    if (session.client == Client::Igp)
        return m_stack.links.passes(session.object, 1 - end) ? m_stack.links.survivalPpm(session.object) : kEvery;
    return m_stack.transport.survivalPpm(session.pair, 1 - end);
}

void Bfd::watchLosses(int index, int end, EventId cause)
{
    Session &session = m_sessions[at(index)];
    m_context.queue.cancel(session.lossSlot[at(end)]);
    if (session.survivalPpm[at(end)] == kEvery || !session.up[at(end)] || !session.receiving[at(end)])
        return;
    const SimDuration interval = intervalAt(session, end);
    const Beat beat{interval * 3 / 4, interval, detectionAt(session, end)};
    const std::uint64_t object = session.key + static_cast<std::uint64_t>(end) * (1ULL << 40);
    const auto [wait, expired] = m_context.watch(session.losses[at(end)], session.survivalPpm[at(end)], beat, Stream::BfdGap, object);
    m_context.after(wait, Kind::BfdDetect, index, end, static_cast<int>(expired ? BfdEvidence::Losses : BfdEvidence::Looking), cause, session.lossSlot[at(end)]);
}

void Bfd::setReceiving(int index, int end, bool receiving, EventId cause)
{
    Session &session = m_sessions[at(index)];
    session.receiving[at(end)] = receiving;
    m_context.queue.cancel(session.lossSlot[at(end)]);
    if (receiving) {
        m_context.queue.cancel(session.detectSlot[at(end)]);
        pollAgain(index, cause);
        // The other end timed out while we heard nothing: its packets say Down.
        if (session.up[at(end)] && !session.up[at(1 - end)])
            m_context.after(session.delay, Kind::BfdDetect, index, end, static_cast<int>(BfdEvidence::Signalled), cause, session.detectSlot[at(end)]);
        return;
    }
    m_context.queue.cancel(session.upSlot[0]);
    m_context.queue.cancel(session.upSlot[1]);
    session.firstPacket = {};
    // A Poll that has not got here, and the Final for this end's own.
    const int peer = 1 - end;
    if (session.up[at(peer)] && m_context.now < session.heard[at(peer)] + session.delay)
        m_context.queue.cancel(session.pollSlot[at(peer)]);
    if (!session.up[at(end)])
        return;
    m_context.queue.cancel(session.pollSlot[at(end)]);
    if (!session.fullRate[at(end)]) {
        const SimTime expires = session.heard[at(end)] + detectionAt(session, end);
        m_context.after(std::max(expires - m_context.now, SimDuration(0)), Kind::BfdDetect, index, end, static_cast<int>(BfdEvidence::Silence), cause,
                        session.detectSlot[at(end)]);
        return;
    }
    // The timer runs from the last packet received. Gaps are 75..100 % of the interval (RFC 5880 section 6.8.7), and the
    // failure falls anywhere in one.
    const std::uint64_t draw = session.draws++;
    const SimDuration gap = m_context.between(session.interval * 3 / 4, session.interval, Longer::Sooner, Stream::BfdGap, session.key + static_cast<std::uint64_t>(end) * (1ULL << 40), draw);
    const SimDuration elapsed = m_context.between(SimDuration(0), gap, Longer::Sooner, Stream::BfdPhase, session.key + static_cast<std::uint64_t>(end) * (1ULL << 40), draw);
    const SimDuration detection = bfdDetectionTime(session.multiplier, session.interval, session.interval);
    m_context.after(detection - elapsed, Kind::BfdDetect, index, end, 0, cause, session.detectSlot[at(end)]);
}

void Bfd::onDetect(int index, int end, BfdEvidence evidence, EventId cause)
{
    Session &session = m_sessions[at(index)];
    if (!session.up[at(end)])
        return;
    switch (evidence) {
    case BfdEvidence::Silence:
        tellLastHeard(index, end, cause);
        goDown(index, end,
               fmt::format("nothing received for {} x {}{}", session.multiplier, formatDuration(intervalAt(session, end)),
                           session.fullRate[at(end)] ? "" : ", still the slow rate: no Final had answered its Poll"),
               kTimeExpired, cause);
        break;
    case BfdEvidence::Signalled: goDown(index, end, "the neighbour signalled Down", kNeighbourDown, cause); break;
    case BfdEvidence::Losses:
        tellLastHeard(index, end, cause);
        goDown(index, end, fmt::format("nothing received for {} x {}, packets were lost", session.multiplier, formatDuration(intervalAt(session, end))), kTimeExpired, cause);
        break;
    case BfdEvidence::Looking: watchLosses(index, end, cause); return;
    case BfdEvidence::PollEnds: onPollEnds(index, end, cause); return;
    }
    if (session.receiving[at(end)])
        tryBringUp(index, cause);
}

// Poll and Final

SimDuration Bfd::intervalAt(const Session &session, int end) const
{
    return session.fullRate[at(end)] ? session.interval : std::max(session.interval, m_context.profile.bfdSlowInterval);
}

SimDuration Bfd::detectionAt(const Session &session, int end) const
{
    const SimDuration interval = intervalAt(session, end);
    return bfdDetectionTime(session.multiplier, interval, interval);
}

void Bfd::poll(int index, int end, SimDuration wait, EventId cause)
{
    Session &session = m_sessions[at(index)];
    session.fullRate[at(end)] = session.interval >= m_context.profile.bfdSlowInterval;
    session.heard[at(end)] = m_context.now;
    if (session.fullRate[at(end)])
        return;
    const auto arrivesAt = [&](int receiver) {
        const std::uint64_t object = session.key + static_cast<std::uint64_t>(receiver) * (1ULL << 40);
        return m_context.arrives(session.survivalPpm[at(receiver)], object, session.losses[at(receiver)].packets++);
    };
    while (!arrivesAt(1 - end) || !arrivesAt(end))
        wait += m_context.profile.bfdSlowInterval;
    m_context.after(wait + 2 * session.delay, Kind::BfdDetect, index, end, static_cast<int>(BfdEvidence::PollEnds), cause, session.pollSlot[at(end)]);
}

void Bfd::onPollEnds(int index, int end, EventId cause)
{
    Session &session = m_sessions[at(index)];
    session.fullRate[at(end)] = true;
    tell(index, 1 - end, m_context.now - session.delay, {.final = true}, cause);
    for (int each = 0; each < 2; ++each)
        tellSteady(index, each, true, cause);
    session.losses[at(end)].silence = {};
    watchLosses(index, end, cause);
}

void Bfd::pollAgain(int index, EventId cause)
{
    Session &session = m_sessions[at(index)];
    if (!session.receiving[0] || !session.receiving[1])
        return;
    for (int end = 0; end < 2; ++end) {
        if (!session.up[at(end)] || session.fullRate[at(end)])
            continue;
        const std::uint64_t object = session.key + static_cast<std::uint64_t>(end) * (1ULL << 40);
        poll(index, end, m_context.between(SimDuration(0), m_context.profile.bfdSlowInterval, Longer::Later, Stream::BfdSlow, object, session.draws++), cause);
    }
}

// False alarms and restarts

void Bfd::falseAlarm(int index)
{
    Session &session = m_sessions[at(index)];
    if (!session.up[0])
        return;
    const EventId event = m_context.record(session.node[0], Layer::Bfd, "false-alarm", nameAt(session, 0), "packets were late, though the way is whole", Health::Working, 0,
                                           about(session));
    goDown(index, 0, fmt::format("nothing handled for {} x {}", session.multiplier, formatDuration(session.interval)), kTimeExpired, event);
    tryBringUp(index, event);
}

void Bfd::falseAlarmOfLink(int link)
{
    if (m_ofLink[at(link)] >= 0)
        falseAlarm(m_ofLink[at(link)]);
}

void Bfd::falseAlarmOfSession(int session)
{
    for (std::size_t i = 0; i < m_sessions.size(); ++i) {
        if (m_sessions[i].client == Client::Bgp && m_sessions[i].object == session)
            falseAlarm(static_cast<int>(i));
    }
}

void Bfd::falseAlarmOfPseudowire(int pw)
{
    if (m_ofPw[at(pw)] >= 0)
        falseAlarm(m_ofPw[at(pw)]);
}

void Bfd::controlPlaneRestarts(int node, EventId cause)
{
    for (int index = 0; index < static_cast<int>(m_sessions.size()); ++index) {
        Session &session = m_sessions[at(index)];
        for (int end = 0; end < 2; ++end) {
            if (session.node[at(end)] != node)
                continue;
            session.paused[at(end)] = true;
            session.firstPacket = {};
            for (int each = 0; each < 2; ++each) {
                m_context.queue.cancel(session.detectSlot[at(each)]);
                m_context.queue.cancel(session.upSlot[at(each)]);
                if (!std::exchange(session.up[at(each)], false))
                    continue;
                const EventId event = m_context.record(session.node[at(each)], Layer::Bfd, "session-down", nameAt(session, each),
                                                       "the control plane that carries it restarts; nobody minds", Health::Down, cause, about(session));
                session.diagnostic[at(each)] = kTimeExpired;
                if (each != end)
                    tell(index, each, m_context.now, {.state = BfdPacket::State::Down}, event);
            }
            tellSteady(index, end, false, cause);
        }
    }
}

void Bfd::controlPlaneBack(int node, EventId cause)
{
    for (int index = 0; index < static_cast<int>(m_sessions.size()); ++index) {
        Session &session = m_sessions[at(index)];
        for (int end = 0; end < 2; ++end) {
            if (session.node[at(end)] == node && std::exchange(session.paused[at(end)], false))
                tryBringUp(index, cause);
        }
    }
}

void Bfd::goDown(int index, int end, std::string detail, std::uint8_t diagnostic, EventId cause)
{
    Session &session = m_sessions[at(index)];
    session.up[at(end)] = false;
    session.firstPacket = {};
    m_context.queue.cancel(session.detectSlot[at(end)]);
    const EventId event = m_context.record(session.node[at(end)], Layer::Bfd, "session-down", nameAt(session, end), std::move(detail), Health::Down, cause, about(session));
    session.diagnostic[at(end)] = diagnostic;
    tell(index, end, m_context.now, {.state = BfdPacket::State::Down}, event);
    m_context.after(m_context.profile.bfdToClient, Kind::BfdReport, index, end, 0, event, session.reportSlot[at(end)]);
    // A state change is sent at once (RFC 5880 section 6.8.7): the other end follows, if it can still hear.
    const int peer = 1 - end;
    if (session.up[at(peer)] && session.receiving[at(peer)])
        m_context.after(session.delay, Kind::BfdDetect, index, peer, static_cast<int>(BfdEvidence::Signalled), event, session.detectSlot[at(peer)]);
}

void Bfd::interfaceDown(int link, int end, EventId cause)
{
    const int index = m_ofLink[at(link)];
    if (index < 0)
        return;
    Session &session = m_sessions[at(index)];
    session.enabled[at(end)] = false;
    if (!session.up[at(end)])
        return;
    session.up[at(end)] = false;
    session.firstPacket = {};
    m_context.queue.cancel(session.detectSlot[at(end)]);
    m_context.record(session.node[at(end)], Layer::Bfd, "session-down", nameAt(session, end), "interface down", Health::Down, cause, about(session));
    tellSteady(index, end, false, cause);
}

void Bfd::onReport(int index, int end, bool up, EventId cause)
{
    Session &session = m_sessions[at(index)];
    session.reported[at(end)] = up;
    switch (session.client) {
    case Client::Igp:
        if (!up)
            m_stack.igp.bfdDown(session.object, end, cause);
        break;
    case Client::Bgp:
        if (!up)
            m_stack.bgp.bfdDown(session.object, end, cause);
        break;
    case Client::Pseudowire:
        for (const int pw : session.bound)
            m_stack.pseudowires.changed(pw, end, cause);
        break;
    case Client::Tunnel:
        if (end == 0)
            onTunnelReport(session, up, cause);
        break;
    }
}

// Tunnels

void Bfd::onTunnelReport(const Session &session, bool up, EventId cause)
{
    const Network &net = m_context.net;
    const int ingress = session.node[0];
    m_brokenOver[at(session.object)] = up ? -1 : m_stack.ldp.labelledLink(ingress, session.node[1]);
    m_stack.bgp.nextHopsChanged(ingress, cause);
    for (const int pw : session.bound)
        m_stack.pseudowires.changed(pw, net.pseudowires[at(pw)].csg == ingress ? 0 : 1, cause);
}

void Bfd::tunnelsChanged(int node)
{
    for (const int tunnel : m_context.net.nodes[at(node)].tunnels) {
        int &broken = m_brokenOver[at(tunnel)];
        if (broken >= 0 && broken != m_stack.ldp.labelledLink(node, m_context.net.tunnels[at(tunnel)].node[1]))
            broken = -1;
    }
}

bool Bfd::tunnelUp(int ingress, int egress) const
{
    const int tunnel = m_context.net.tunnelBetween(ingress, egress);
    return tunnel < 0 || m_brokenOver[at(tunnel)] < 0;
}

void Bfd::enable(int link, int end, EventId cause)
{
    const int index = m_ofLink[at(link)];
    if (index < 0 || m_sessions[at(index)].enabled[at(end)])
        return;
    m_sessions[at(index)].enabled[at(end)] = true;
    tryBringUp(index, cause);
}

void Bfd::disable(int link, int end, EventId cause)
{
    const int index = m_ofLink[at(link)];
    if (index < 0)
        return;
    Session &session = m_sessions[at(index)];
    session.enabled[at(end)] = false;
    session.firstPacket = {};
    m_context.queue.cancel(session.detectSlot[at(end)]);
    m_context.queue.cancel(session.upSlot[0]);
    m_context.queue.cancel(session.upSlot[1]);
    if (session.up[at(end)]) {
        session.up[at(end)] = false;
        const EventId event
            = m_context.record(session.node[at(end)], Layer::Bfd, "session-down", nameAt(session, end), "removed with the adjacency", Health::Down, cause, about(session));
        // FRRouting says Down, not AdminDown, and so the neighbour acts on it at once.
        session.diagnostic[at(end)] = kNeighbourDown;
        tell(index, end, m_context.now, {.state = BfdPacket::State::Down}, event);
        const int peer = 1 - end;
        if (session.up[at(peer)] && session.receiving[at(peer)])
            m_context.after(session.delay, Kind::BfdDetect, index, peer, static_cast<int>(BfdEvidence::Signalled), cause, session.detectSlot[at(peer)]);
    }
    session.diagnostic[at(end)] = 0; // of a new session
    tellSteady(index, end, false, cause);
}

void Bfd::tryBringUp(int index, EventId cause)
{
    Session &session = m_sessions[at(index)];
    if (session.up[0] || session.up[1])
        return;
    const Profile &profile = m_context.profile;
    // An end starts sending when it is told to, or, a session that was never removed, goes on at the slow rate.
    for (int end = 0; end < 2; ++end) {
        if (!session.enabled[at(end)] || !session.receiving[at(1 - end)] || session.firstPacket[at(end)] != SimTime{})
            continue;
        const std::uint64_t object = session.key + static_cast<std::uint64_t>(end) * (1ULL << 40);
        const std::uint64_t draw = session.draws++;
        SimDuration wait = profile.bfdSlowInterval;
        if (session.client != Client::Igp)
            wait = m_context.between(SimDuration(0), wait, Longer::Later, Stream::BfdSlow, object, draw);
        else if (profile.bfdFirstPacketJitter)
            wait = m_context.between(wait * 3 / 4, wait, Longer::Later, Stream::BfdSlow, object, draw);
        session.firstPacket[at(end)] = m_context.now + wait;
    }
    if (!session.enabled[0] || !session.enabled[1] || !session.receiving[0] || !session.receiving[1] || session.paused[0] || session.paused[1])
        return;
    // The earlier packet takes the other end to Init, the later one, which then says Init, takes the first end to Up, and
    // its answer does the same for the other.
    const int later = session.firstPacket[1] > session.firstPacket[0] ? 1 : 0;
    SimDuration wait = std::max(session.firstPacket[at(later)], m_context.now) - m_context.now + session.delay;
    for (int end = 0; end < 2; ++end) {
        const std::uint64_t object = session.key + static_cast<std::uint64_t>(end) * (1ULL << 40);
        while (!m_context.arrives(session.survivalPpm[at(end)], object, session.losses[at(end)].packets++))
            wait += profile.bfdSlowInterval;
    }
    m_context.after(wait, Kind::BfdUp, index, 1 - later, 0, cause, session.upSlot[at(1 - later)]);
    m_context.after(wait + session.delay, Kind::BfdUp, index, later, 0, cause, session.upSlot[at(later)]);
}

void Bfd::onUp(int index, int end, EventId cause)
{
    Session &session = m_sessions[at(index)];
    if (session.up[at(end)] || !session.receiving[at(end)])
        return;
    session.up[at(end)] = true;
    const SimTime firstPacket = std::exchange(session.firstPacket[at(end)], SimTime{});
    const EventId event = m_context.record(session.node[at(end)], Layer::Bfd, "session-up", nameAt(session, end),
                                           fmt::format("started at the slow rate of {}", formatDuration(m_context.profile.bfdSlowInterval)), Health::Up, cause,
                                           about(session));
    poll(index, end, SimDuration(0), event);
    tellUp(index, end, firstPacket, cause, event);
    session.diagnostic[at(end)] = 0;
    m_context.after(m_context.profile.bfdToClient + m_context.profile.bfdWtr, Kind::BfdReport, index, end, 1, event, session.reportSlot[at(end)]);
    session.losses[at(end)].silence = {};
    watchLosses(index, end, event);
}

void Bfd::powerOff(int node, EventId cause)
{
    for (int index = 0; index < static_cast<int>(m_sessions.size()); ++index) {
        Session &session = m_sessions[at(index)];
        for (int end = 0; end < 2; ++end) {
            if (session.node[at(end)] != node)
                continue;
            if (session.up[at(end)])
                m_context.record(node, Layer::Bfd, "session-down", nameAt(session, end), "router off", Health::Down, cause, about(session));
            session.up[at(end)] = session.reported[at(end)] = false;
            session.diagnostic[at(end)] = 0;
            tellSteady(index, end, false, cause);
            m_context.queue.cancel(session.reportSlot[at(end)]);
            session.enabled[at(end)] = session.client != Client::Igp;
            session.paused[at(end)] = false;
            session.firstPacket = {};
            m_context.queue.cancel(session.detectSlot[at(end)]);
            m_context.queue.cancel(session.upSlot[0]);
            m_context.queue.cancel(session.upSlot[1]);
        }
    }
}

bool Bfd::pseudowireUp(int pw, int end) const
{
    const int index = m_ofPw[at(pw)];
    return index < 0 || m_sessions[at(index)].reported[at(end)];
}

void Bfd::appendInitial(std::vector<Event> &list) const
{
    for (const Session &session : m_sessions) {
        for (int end = 0; end < 2; ++end) {
            const bool up = session.up[at(end)];
            list.push_back(m_context.describe(session.node[at(end)], Layer::Bfd, up ? "session-up" : "session-down", nameAt(session, end), {},
                                              up ? Health::Up : Health::Down, about(session)));
        }
    }
}

} // namespace sidestep::engine
