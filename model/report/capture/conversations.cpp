// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/capture/conversations.h"

#include "model/report/capture/labels.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace sidestep::report {
namespace {

using engine::SentMessage;

constexpr std::uint32_t kLdpPort = 646, kBgpPort = 179;
constexpr std::size_t kMostInSegment = 1400; ///< below the maximum segment size that a SYN states
constexpr int kHandshakeSteps = 3;
constexpr int kOpeningSteps = 6; ///< and three turns of the session itself
/// One-way delays from the first step to when each is sent: the two ends take turns, but the opener's ACK and its first
/// message go together. The session is up when the last has arrived.
constexpr std::array<int, kOpeningSteps> kStepAt{0, 1, 2, 2, 3, 4};

template <typename... Ts>
struct Overloaded : Ts...
{
    using Ts::operator()...;
};
template <typename... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

std::size_t at(int direction)
{
    return static_cast<std::size_t>(direction);
}

bool opensOrEnds(const SentMessage &message)
{
    return std::holds_alternative<engine::SessionOpened>(message.content) || std::holds_alternative<engine::ConnectionAborted>(message.content);
}

std::uint32_t seconds(SimDuration value)
{
    return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(value).count());
}

} // namespace

void Conversations::take(const Moment &moment)
{
    const SentMessage &message = *moment.message;
    Turn turn = turnOf(message, *moment.way, moment.time);
    Conversation &both = turn.both;
    turn.repeated = moment.repeated;
    if (moment.repeated)
        turn.cause = 0;
    if (moment.time < both.upAt && !opensOrEnds(message)) {
        hold(moment, both);
        return;
    }
    std::visit(Overloaded{[&](const engine::SessionOpened &) { open(turn); }, [&](const engine::ConnectionAborted &) { abort(turn); },
                          [&](const engine::Keepalive &) { keepAlive(turn); }, [&](const engine::BgpUpdate &update) { send(turn, updateOf(update)); },
                          [&](const engine::EndOfRib &) { send(turn, bgpEndOfRib()); },
                          [&](const engine::BgpNotification &notification) { close(turn, bgpNotification(notification.code, notification.subcode)); },
                          [&](const engine::PwStatus &status) { say(turn, status); },
                          [&](const engine::LdpNotification &notification) {
                              // A link that is lost ends the session only when nothing else needs it.
                              const bool needed = both.targeted || both.adjacencies.size() > 1;
                              if (!notification.onLink || (!needed && both.open[at(turn.direction)]))
                                  close(turn, ldpNotification(ldpSender(both, turn.direction), notification.status));
                          },
                          [&](const engine::Retransmission &retry) { retransmit(turn, retry.all); }, [](const auto &) {}},
               message.content);
}

// Connections

Conversations::Key Conversations::keyOf(const SentMessage &message)
{
    const auto [low, high] = std::minmax(message.from, message.to);
    return message.session ? Key(true, message.session->value(), 0) : Key(false, low.value(), high.value());
}

Ipv4 Conversations::addressOf(plan::RouterId router, std::optional<plan::LinkId> id) const
{
    if (!id)
        return loopback(router);
    const plan::Link &link = *m_plan.find(*id);
    const plan::Port &a = *m_plan.find(link.a);
    const plan::Port &port = a.router == router ? a : *m_plan.find(link.b);
    return port.address ? port.address->address : Ipv4();
}

Conversations::Conversation Conversations::started(const SentMessage &message)
{
    std::array<plan::RouterId, 2> routers{message.from, message.to};
    // LDP: the higher transport address opens (RFC 5036 section 2.5.2). BGP: the session's first end.
    const bool swap = message.session ? m_plan.find(*message.session)->a != message.from : loopback(message.from) < loopback(message.to);
    if (swap)
        std::swap(routers[0], routers[1]);
    const std::uint32_t number = m_opened++;
    const plan::BgpSession *session = message.session ? m_plan.find(*message.session) : nullptr;
    const auto link = session ? session->link : std::nullopt;
    Conversation both{TcpSession({addressOf(routers[0], link), addressOf(routers[1], link)}, message.session ? kBgpPort : kLdpPort, number), number, routers, {}, {}, false, {}, false, {}, {}};
    // A session of LDP that is up when the run begins says so by its keepalives.
    both.open.fill(message.session.has_value());
    return both;
}

Conversations::Conversation &Conversations::conversation(const SentMessage &message)
{
    const auto found = m_conversations.find(keyOf(message));
    return found != m_conversations.end() ? found->second : m_conversations.emplace(keyOf(message), started(message)).first->second;
}

Conversations::Turn Conversations::turnOf(const SentMessage &message, const SentMessage &way, SimTime time)
{
    Conversation &both = conversation(message);
    Turn turn{message, both, both.routers[0] == message.from ? 0 : 1, {way.link, way.returnLink}, time, message.cause};
    if (turn.direction == 1)
        std::swap(turn.links[0], turn.links[1]);
    return turn;
}

void Conversations::open(const Turn &turn)
{
    Conversation &both = turn.both;
    const auto *opened = std::get_if<engine::SessionOpened>(&turn.message.content);
    const bool stands = !turn.message.session && both.open[0] && both.open[1];
    const bool targeted = both.targeted || (!turn.message.session && !opened->onLink);
    std::set<plan::LinkId> adjacencies = both.adjacencies;
    if (opened->onLink && turn.message.link)
        adjacencies.insert(*turn.message.link);
    if (!stands) {
        both = started(turn.message);
        both.open.fill(true);
        both.fresh = true;
        both.upAt = turn.time + engine::kOpeningDelays * turn.message.delay;
        for (int step = 0; step < kOpeningSteps; ++step)
            whileOpen(turn, turn.time + kStepAt[at(step)] * turn.message.delay, [this, step](const Turn &later) { openStep(later, step); });
        if (!turn.message.session) {
            for (const int direction : {0, 1})
                whileOpen(turn, both.upAt, [this, direction](const Turn &later) { greet(later, direction); });
        }
    }
    both.targeted = targeted;
    both.adjacencies = std::move(adjacencies);
}

template <typename Action>
void Conversations::whileOpen(const Turn &turn, SimTime time, Action action)
{
    m_agenda.at(time, [this, &message = turn.message, number = turn.both.number, action = std::move(action)](SimTime now) {
        const Turn later = turnOf(message, message, now);
        if (later.both.number == number && later.both.open[0] && later.both.open[1])
            action(later);
    });
}

/// What an end says while the connection is being opened goes behind what a session begins with.
void Conversations::hold(const Moment &moment, const Conversation &both)
{
    m_agenda.at(both.upAt + SimDuration(1), [this, later = moment, number = both.number](SimTime now) mutable {
        later.time = now;
        if (conversation(*later.message).number == number)
            take(later);
    });
}

void Conversations::openStep(Turn turn, int step)
{
    turn.direction = (step < kHandshakeSteps ? step : step - kHandshakeSteps) % 2;
    if (step < kHandshakeSteps)
        put(turn, turn.both.tcp.handshake(step).packet);
    else
        sendAll(turn, openingOf(turn, step - kHandshakeSteps));
}

std::vector<Bytes> Conversations::openingOf(const Turn &turn, int step)
{
    const auto &opened = std::get<engine::SessionOpened>(turn.message.content);
    const std::uint32_t hold = seconds(opened.hold);
    const plan::RouterId from = turn.both.routers[at(turn.direction)];
    const plan::RouterId to = turn.both.routers[at(1 - turn.direction)];
    const bool bgp = turn.message.session.has_value();
    const bool restarted = opened.restarted == from;
    std::vector<Bytes> messages;
    if (step < 2)
        messages.push_back(bgp ? bgpOpen(plan::asNumberOf(m_plan, *m_plan.find(from)), hold, loopback(from), restarted) : ldpInitialization(ldpSender(turn.both, turn.direction), loopback(to), hold, restarted));
    if (step > 0)
        messages.push_back(bgp ? bgpKeepalive() : ldpKeepalive(ldpSender(turn.both, turn.direction)));
    return messages;
}

/// A new session of LDP: the router's addresses, and a label for every router that it has routes to, itself among them.
void Conversations::greet(Turn turn, int direction)
{
    turn.direction = direction;
    Conversation &both = turn.both;
    const plan::RouterId own = both.routers[at(direction)];
    std::vector<Bytes> messages{ldpAddress(ldpSender(both, direction), addressesOf(own))};
    for (const plan::RouterId router : routersKnownTo(own))
        messages.push_back(ldpPrefixMapping(ldpSender(both, direction), loopback(router), router == own ? kImplicitNull : labelOf(router)));
    sendAll(turn, messages);
}

void Conversations::keepAlive(const Turn &turn)
{
    const SentMessage &message = turn.message;
    Conversation &both = turn.both;
    if (!message.session) {
        const bool onLink = std::get<engine::Keepalive>(message.content).onLink;
        if (message.steady && message.every > SimDuration(0) && !both.fresh && message.time == kTimeZero) {
            both.open.fill(true);
            both.targeted = both.targeted || !onLink;
        }
        if (onLink && message.link && message.steady && message.every > SimDuration(0))
            both.adjacencies.insert(*message.link);
        if (onLink && message.link && message.every == SimDuration(0)) {
            both.adjacencies.erase(*message.link);
            if (both.adjacencies.empty() && !both.targeted)
                both.open.fill(false);
        }
        // Links and pseudowires share the session: its keepalives are sent for one of them.
        if (onLink && (both.targeted || (!both.adjacencies.empty() && both.adjacencies.begin()->value() != message.link->value())))
            return;
    }
    if ((turn.repeated || !message.steady) && both.open[at(turn.direction)])
        send(turn, message.session ? bgpKeepalive() : ldpKeepalive(ldpSender(both, turn.direction)));
}

void Conversations::abort(const Turn &turn)
{
    bool &open = turn.both.open[at(turn.direction)];
    const bool refused = std::get<engine::ConnectionAborted>(turn.message.content).refused;
    if ((open && !turn.message.steady) || refused)
        put(turn, turn.both.tcp.reset(turn.direction));
    open = false;
    if (refused)
        turn.both.open.fill(false);
    turn.both.targeted = false;
}

void Conversations::close(const Turn &turn, const Bytes &payload)
{
    Conversation &both = turn.both;
    both.open[at(turn.direction)] = false;
    both.targeted = false;
    if (!wireOf(turn))
        return;
    const TcpSession::Segment segment = both.tcp.data(turn.direction, payload, !turn.message.arrives, true);
    put(turn, segment.packet, !turn.message.arrives);
    if (!turn.message.arrives)
        return;
    whenArrived(turn, [this, segment](const Turn &back) {
        static_cast<void>(back.both.tcp.received(1 - back.direction, segment));
        back.both.targeted = false;
        back.both.open[at(back.direction)] = false;
        const TcpSession::Segment answer = back.both.tcp.finish(back.direction);
        put(back, answer.packet);
        whenArrived(back, [this, answer](const Turn &again) {
            if (again.both.tcp.received(1 - again.direction, answer))
                put(again, again.both.tcp.acknowledgement(again.direction));
        });
    });
}

// Messages

Bytes Conversations::updateOf(const engine::BgpUpdate &update) const
{
    const plan::VpnMember *member = update.member ? m_plan.find(*update.member) : nullptr;
    VpnPrefix prefix{{}, update.prefix, kFirstVpnLabel};
    VpnPath path;
    if (member) {
        prefix.distinguisher = member->distinguisher.value_or(RouteDistinguisher{});
        prefix.label = labelOf(member->id);
        path.targets = m_plan.find(member->vpn)->exportTargets;
    }
    if (update.withdrawn)
        return bgpUnreach(prefix);
    path.nextHop = addressOf(update.nextHop, update.nextHopLink);
    path.med = update.med;
    path.asPath = update.asPath;
    path.external = update.external;
    if (member && update.nextHop != member->router)
        prefix.label = swappedLabelOf(member->id, update.nextHop);
    for (const plan::RouterId cluster : update.clusters)
        path.clusters.push_back(loopback(cluster));
    if (!path.clusters.empty())
        path.originator = loopback(update.originator);
    return bgpReach(prefix, path);
}

PwFec Conversations::fecOf(const engine::PwStatus &status, plan::RouterId sender) const
{
    const plan::AccessService &service = *m_plan.find(status.service);
    const plan::PseudowireEnd &end = endOf(service, status.pw);
    const bool csg = sender == service.csg;
    const bool tagged = (csg ? service.encapsulation : end.encapsulation) == plan::Encapsulation::Tagged;
    return {end.vcId.value_or(0), tagged ? 4U : 5U, service.controlWord, service.bfd.has_value(), csg ? service.mtu : end.mtu};
}

void Conversations::say(const Turn &turn, const engine::PwStatus &status)
{
    Conversation &both = turn.both;
    PwFec fec = fecOf(status, turn.message.from);
    const std::uint32_t label = labelOf(endOf(*m_plan.find(status.service), status.pw));
    const PwEnd key{turn.direction, status.service, status.pw};
    const auto sender = [&] { return ldpSender(both, turn.direction); };
    Offer &offer = both.offers.try_emplace(key, both.fresh ? Offer::Nothing : Offer::AsPlanned).first->second;
    const Offer before = std::exchange(offer, status.withdrawn ? Offer::Nothing : status.mtuDiffers ? Offer::OtherMtu : Offer::AsPlanned);
    std::vector<Bytes> messages;
    // What a mapping said of the interface cannot be changed but by a new one.
    const bool takesBack = before != Offer::Nothing && before != offer;
    if (takesBack)
        messages.push_back(ldpPwWithdraw(sender(), fec, label));
    constexpr std::uint32_t kUsual = 1500;
    if (offer == Offer::OtherMtu) // which one does not matter to the run: any other keeps the pseudowire down
        fec.mtu = fec.mtu > kUsual ? kUsual : fec.mtu - 4;
    if (offer != Offer::Nothing && offer != before)
        messages.push_back(ldpPwMapping(sender(), fec, label, status.statusTlv ? std::optional(status.status) : std::nullopt));
    else if (offer != Offer::Nothing && status.statusTlv)
        messages.push_back(ldpPwStatus(sender(), fec, status.status));
    if (messages.empty())
        return;
    sendAll(turn, messages);
    if (takesBack && turn.message.arrives) {
        whenArrived(turn, [this, fec, label](const Turn &back) {
            if (back.both.open[at(back.direction)])
                send(back, ldpPwRelease(ldpSender(back.both, back.direction), fec, label));
        });
    }
}

void Conversations::retransmit(const Turn &turn, bool all)
{
    if (!wireOf(turn))
        return;
    for (const TcpSession::Segment &segment : turn.both.tcp.again(turn.direction, all))
        transmit(turn, segment, turn.message.arrives);
}

LdpSender Conversations::ldpSender(Conversation &both, int direction) const
{
    return {loopback(both.routers[at(direction)]), ++both.ldpMessages[at(direction)]};
}

std::vector<Ipv4> Conversations::addressesOf(plan::RouterId router) const
{
    std::vector<Ipv4> addresses{loopback(router)};
    for (const plan::Port &port : m_plan.ports()) {
        if (port.router == router && port.address)
            addresses.push_back(port.address->address);
    }
    return addresses;
}

std::vector<plan::RouterId> Conversations::routersKnownTo(plan::RouterId router) const
{
    std::set<plan::IgpDomainId> domains;
    const auto routersOf = [this](const plan::Link &link) { return std::array{m_plan.find(link.a)->router, m_plan.find(link.b)->router}; };
    for (const plan::Link &link : m_plan.links()) {
        const auto ends = routersOf(link);
        if (ends[0] == router || ends[1] == router)
            domains.insert(link.domain);
    }
    std::set<plan::RouterId> known{router};
    for (const plan::Link &link : m_plan.links()) {
        if (domains.count(link.domain) == 0)
            continue;
        const auto ends = routersOf(link);
        known.insert(ends.begin(), ends.end());
    }
    return {known.begin(), known.end()};
}

// Segments

void Conversations::sendAll(const Turn &turn, const std::vector<Bytes> &pdus)
{
    Bytes payload;
    for (const Bytes &pdu : pdus) {
        if (payload.size() > 0 && payload.size() + pdu.size() > kMostInSegment) {
            send(turn, payload);
            payload = Bytes();
        }
        payload.add(pdu);
    }
    send(turn, payload);
}

void Conversations::send(const Turn &turn, const Bytes &payload)
{
    if (wireOf(turn))
        transmit(turn, turn.both.tcp.data(turn.direction, payload, !turn.message.arrives), turn.message.arrives);
    else
        turn.both.tcp.queue(turn.direction, payload);
}

void Conversations::put(const Turn &turn, const Bytes &packet, bool lost)
{
    if (const Wire *wire = wireOf(turn))
        m_out.put(turn.time, *wire, ethernet(wire->neighbour.mac, wire->own.mac, kEtherIpv4, packet), {turn.cause, lost});
}

template <typename Action>
void Conversations::whenArrived(const Turn &turn, Action action)
{
    m_agenda.at(turn.time + turn.message.delay, [turn, number = turn.both.number, action = std::move(action)](SimTime time) {
        if (turn.both.number != number)
            return;
        Turn back = turn;
        back.direction = 1 - turn.direction;
        back.time = time;
        action(back);
    });
}

void Conversations::transmit(const Turn &turn, const TcpSession::Segment &segment, bool arrives)
{
    put(turn, segment.packet, !arrives);
    if (!arrives)
        return;
    whenArrived(turn, [this, segment](const Turn &back) {
        if (back.both.open[at(back.direction)] && back.both.tcp.received(1 - back.direction, segment))
            put(back, back.both.tcp.acknowledgement(back.direction));
    });
}

} // namespace sidestep::report
