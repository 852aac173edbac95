// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/capture/capture.h"

#include "model/report/capture/headers.h"
#include "model/report/capture/pcapng.h"
#include "model/report/capture/routing_packets.h"
#include "model/report/capture/session_packets.h"
#include "model/report/capture/tcp_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace sidestep::report {
namespace {

using engine::SentMessage;

constexpr std::uint32_t kBfdPort = 3784, kBfdMultihopPort = 4784, kLdpPort = 646, kBgpPort = 179;
constexpr std::uint32_t kFirstDynamicPort = 49152;
constexpr std::uint32_t kFirstLabel = 1024;
constexpr std::uint32_t kLabels = (1U << 20) - kFirstLabel;
constexpr Mac kAllIntermediateSystems{Mac::Bytes{0x09, 0x00, 0x2B, 0x00, 0x00, 0x05}}; ///< ISO 10589 section 8.4.8
constexpr std::uint32_t kVccvBfd = 0x10000007; ///< associated channel of raw BFD (RFC 5885 section 3.2)
constexpr int kHandshakeSteps = 3;
constexpr int kOpeningSteps = 6; ///< and three turns of the session itself

template <typename... Ts>
struct Overloaded : Ts...
{
    using Ts::operator()...;
};
template <typename... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

std::uint32_t seconds(SimDuration value)
{
    return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(value).count());
}

/// One side of a link.
struct Wire
{
    std::uint32_t interface = 0;
    Station own, neighbour;
    std::uint32_t ownCircuit = 1, neighbourCircuit = 1;
};

/// A pseudowire as one end signals it.
using PwEnd = std::tuple<int, plan::AccessServiceId, plan::PwRole>;

/// A session over TCP and what its messages depend on.
struct Conversation
{
    TcpSession tcp;
    std::array<plan::RouterId, 2> routers; ///< the one that opens it first
    std::array<std::optional<plan::LinkId>, 2> links{};
    std::array<std::uint32_t, 2> ldpMessages{};
    bool fresh = false;           ///< opened in this run: every label is yet to be sent
    std::set<PwEnd> labelled;     ///< since then
    std::set<PwEnd> relabel;      ///< whose next word is a mapping
};
using ConversationKey = std::tuple<bool, std::uint32_t, std::uint32_t>;

/// What is to be done at a moment: a message, a step of opening its session, or the arrival of a segment.
struct Task
{
    const SentMessage *message = nullptr;
    int opening = -1;
    int direction = 0;
    std::optional<std::uint32_t> arrived{}; ///< sequence number after the segment
};

class Recording
{
public:
    Recording(const plan::Plan &plan, const engine::Timeline &timeline);
    void take(const std::vector<SentMessage> &messages);
    [[nodiscard]] std::string bytes() const { return m_file.bytes(); }

private:
    void addInterfaces();
    void addInterface(const plan::Link &link, std::string_view name, plan::PortId own, plan::PortId other);
    void run(SimTime time, const Task &task);
    void open(SimTime time, const SentMessage &message, int step);
    void overTcp(SimTime time, const SentMessage &message);
    void sendData(SimTime time, Conversation &conversation, int direction, const Bytes &payload, const SentMessage &message);
    void send(SimTime time, Conversation &conversation, int direction, const TcpSession::Segment &segment, bool arrives, const SentMessage &message);
    void overLink(const SentMessage &message);
    void frame(SimTime time, std::optional<plan::LinkId> link, plan::RouterId from, std::uint32_t type, const Bytes &packet, engine::EventId cause);
    void write(SimTime time, std::uint32_t interface, const Bytes &bytes, engine::EventId cause);

    [[nodiscard]] Bytes bfd(const SentMessage &message, const engine::BfdPacket &packet, const Wire &wire) const;
    [[nodiscard]] Bytes hello(const SentMessage &message, const engine::IsisHello &content, const Wire &wire) const;
    [[nodiscard]] Bytes lsp(const SentMessage &message, const engine::IsisLsp &content, const Wire &wire) const;
    [[nodiscard]] Bytes bgpUpdate(const engine::BgpUpdate &update) const;
    [[nodiscard]] Bytes bgpClosing(engine::EventId cause) const;
    [[nodiscard]] Bytes pwStatus(Conversation &conversation, int direction, const engine::PwStatus &status) const;
    [[nodiscard]] Bytes opening(Conversation &conversation, int direction, int step, const SentMessage &message) const;

    [[nodiscard]] Ipv4 loopback(plan::RouterId router) const { return m_plan.find(router)->loopback.value_or(Ipv4()); }
    [[nodiscard]] const Wire *wireOf(std::optional<plan::LinkId> link, plan::RouterId from) const;
    [[nodiscard]] Bytes areaOf(plan::LinkId link) const;
    [[nodiscard]] LdpSender ldpSender(Conversation &conversation, int direction) const;
    [[nodiscard]] Conversation &conversation(const SentMessage &message);
    [[nodiscard]] Conversation started(const SentMessage &message);
    [[nodiscard]] std::string comment(engine::EventId cause) const;
    [[nodiscard]] const engine::Event *event(engine::EventId id) const;

    const plan::Plan &m_plan;
    const engine::Timeline &m_timeline;
    PcapngWriter m_file;
    std::map<std::pair<plan::LinkId, plan::RouterId>, Wire> m_wires;
    std::map<ConversationKey, Conversation> m_conversations;
    std::multimap<SimTime, Task> m_tasks;
    std::uint32_t m_interfaces = 0;
    std::uint32_t m_opened = 0;
};

Recording::Recording(const plan::Plan &plan, const engine::Timeline &timeline) : m_plan(plan), m_timeline(timeline), m_file("Sidestep, a simulation")
{
    addInterfaces();
}

// Interfaces and frames

void Recording::addInterfaces()
{
    const std::vector<std::string> names = plan::linkNames(m_plan);
    std::size_t index = 0;
    for (const plan::Link &link : m_plan.links()) {
        addInterface(link, names[index], link.a, link.b);
        addInterface(link, names[index], link.b, link.a);
        ++index;
    }
}

void Recording::addInterface(const plan::Link &link, std::string_view name, plan::PortId own, plan::PortId other)
{
    const auto station = [&](plan::PortId id) {
        const plan::Port &port = *m_plan.find(id);
        Bytes mac;
        mac.u16(0x0200).u32(id.value()); // locally administered
        Mac::Bytes bytes{};
        std::copy(mac.span().begin(), mac.span().end(), bytes.begin());
        return Station{Mac(bytes), port.address ? port.address->address : Ipv4()};
    };
    const plan::Port &port = *m_plan.find(own);
    m_file.addInterface(fmt::format("{} {}", m_plan.find(port.router)->name, port.name), name);
    m_wires.emplace(std::pair(link.id, port.router), Wire{m_interfaces++, station(own), station(other), own.value() + 1, other.value() + 1});
}

const Wire *Recording::wireOf(std::optional<plan::LinkId> link, plan::RouterId from) const
{
    if (!link)
        return nullptr;
    const auto found = m_wires.find({*link, from});
    return found == m_wires.end() ? nullptr : &found->second;
}

void Recording::frame(SimTime time, std::optional<plan::LinkId> link, plan::RouterId from, std::uint32_t type, const Bytes &packet, engine::EventId cause)
{
    if (const Wire *wire = wireOf(link, from))
        write(time, wire->interface, ethernet(wire->neighbour.mac, wire->own.mac, type, packet), cause);
}

void Recording::write(SimTime time, std::uint32_t interface, const Bytes &bytes, engine::EventId cause)
{
    m_file.addPacket(interface, std::max(time, kTimeZero), bytes.span(), comment(cause));
}

const engine::Event *Recording::event(engine::EventId id) const
{
    return id == 0 || id > m_timeline.events.size() ? nullptr : &m_timeline.events[id - 1];
}

std::string Recording::comment(engine::EventId cause) const
{
    const engine::Event *own = event(cause);
    if (!own)
        return {};
    const auto told = [&](const engine::Event &e) {
        return fmt::format("event {} at {}: {} {} {}{}{}", e.id, formatDuration(e.time - kTimeZero), m_plan.find(e.device)->name, e.what, e.subject,
                           e.detail.empty() ? "" : ", ", e.detail);
    };
    const engine::Event *first = event(engine::causeChain(m_timeline, cause).front());
    return first == own ? told(*own) : fmt::format("{}; began with {}", told(*own), told(*first));
}

// Messages in the order of time

void Recording::take(const std::vector<SentMessage> &messages)
{
    for (const SentMessage &message : messages) {
        if (!std::holds_alternative<engine::SessionOpened>(message.content)) {
            m_tasks.emplace(message.time, Task{&message});
            continue;
        }
        // The session is up when the last of the turns has arrived.
        for (int step = 0; step < kOpeningSteps; ++step)
            m_tasks.emplace(message.time - (kOpeningSteps - 1 - step + (step >= kHandshakeSteps ? 0 : -1)) * message.delay, Task{&message, step});
    }
    while (!m_tasks.empty()) {
        const auto next = m_tasks.begin();
        const auto [time, task] = *next;
        m_tasks.erase(next);
        run(time, task);
    }
}

void Recording::run(SimTime time, const Task &task)
{
    const SentMessage &message = *task.message;
    if (task.arrived) {
        Conversation &both = conversation(message);
        const int back = 1 - task.direction;
        if (both.tcp.received(task.direction, *task.arrived))
            frame(time, both.links[static_cast<std::size_t>(back)], both.routers[static_cast<std::size_t>(back)], kEtherIpv4, both.tcp.acknowledgement(back), message.cause);
        return;
    }
    if (task.opening >= 0)
        return open(time, message, task.opening);
    const bool onLink = std::holds_alternative<engine::BfdPacket>(message.content) || std::holds_alternative<engine::IsisHello>(message.content)
        || std::holds_alternative<engine::IsisLsp>(message.content) || std::holds_alternative<engine::LdpHello>(message.content);
    if (onLink)
        overLink(message);
    else
        overTcp(time, message);
}

// BFD and IS-IS

void Recording::overLink(const SentMessage &message)
{
    const Wire *wire = wireOf(message.link, message.from);
    if (!wire)
        return;
    const Bytes bytes = std::visit(Overloaded{[&](const engine::BfdPacket &packet) { return bfd(message, packet, *wire); },
                                              [&](const engine::IsisHello &content) { return hello(message, content, *wire); },
                                              [&](const engine::IsisLsp &content) { return lsp(message, content, *wire); }, [](const auto &) { return Bytes(); }},
                                   message.content);
    write(message.time, wire->interface, bytes, message.cause);
}

Bytes Recording::bfd(const SentMessage &message, const engine::BfdPacket &packet, const Wire &wire) const
{
    const std::uint32_t first = packet.session * 2 + 1;
    const bool lower = message.from < message.to;
    const Discriminators discriminators{lower ? first : first + 1, packet.state == engine::BfdPacket::State::Down && packet.diagnostic == 0 ? 0 : lower ? first + 1 : first};
    const Bytes control = bfdControl(packet, discriminators, true);
    if (packet.service) {
        const plan::AccessService &service = *m_plan.find(*packet.service);
        const plan::PseudowireEnd &end = packet.pw == plan::PwRole::Primary || !service.secondary ? service.primary : *service.secondary;
        const std::uint32_t label = kFirstLabel + end.vcId.value_or(0) % kLabels;
        return ethernet(wire.neighbour.mac, wire.own.mac, kEtherMpls, mpls(label, 255, Bytes().u32(kVccvBfd).add(control)));
    }
    const Ipv4 from = packet.multihop ? loopback(message.from) : wire.own.address;
    const Ipv4 to = packet.multihop ? loopback(message.to) : wire.neighbour.address;
    const Bytes datagram = udp(from, to, kFirstDynamicPort + packet.session % 16384, packet.multihop ? kBfdMultihopPort : kBfdPort, control);
    return ethernet(wire.neighbour.mac, wire.own.mac, kEtherIpv4, ipv4(from, to, kProtocolUdp, 255, 0, datagram));
}

Bytes Recording::areaOf(plan::LinkId link) const
{
    return areaBytes(m_plan.find(m_plan.find(link)->domain)->area);
}

Bytes Recording::hello(const SentMessage &message, const engine::IsisHello &content, const Wire &wire) const
{
    const HelloFacts facts{systemIdOf(loopback(message.from)), systemIdOf(loopback(message.to)), wire.ownCircuit, wire.neighbourCircuit, wire.own.address, areaOf(*message.link)};
    return ethernetLlc(kAllIntermediateSystems, wire.own.mac, isisHello(content, facts));
}

Bytes Recording::lsp(const SentMessage &message, const engine::IsisLsp &content, const Wire &wire) const
{
    const Ipv4 address = loopback(content.origin);
    LspFacts facts{systemIdOf(address), content.sequence, m_plan.find(content.origin)->name, address, areaOf(*message.link), {}, {{Ipv4Prefix(address, 32), 0}}};
    for (const engine::IsisLsp::Neighbour &neighbour : content.neighbours) {
        facts.neighbours.push_back({systemIdOf(loopback(neighbour.router)), neighbour.metric});
        const plan::Link &link = *m_plan.find(neighbour.link);
        if (const auto &subnet = m_plan.find(link.a)->address)
            facts.reach.push_back({prefixOf(*subnet), neighbour.metric});
    }
    return ethernetLlc(kAllIntermediateSystems, wire.own.mac, isisLsp(facts));
}

// Sessions over TCP

Conversation Recording::started(const SentMessage &message)
{
    std::array<plan::RouterId, 2> routers{message.from, message.to};
    // LDP: the higher transport address opens (RFC 5036 section 2.5.2). BGP: the session's first end.
    const bool swap = message.session ? m_plan.find(*message.session)->a != message.from : loopback(message.from) < loopback(message.to);
    if (swap)
        std::swap(routers[0], routers[1]);
    return {TcpSession({loopback(routers[0]), loopback(routers[1])}, message.session ? kBgpPort : kLdpPort, m_opened++), routers, {}, {}, false, {}, {}};
}

Conversation &Recording::conversation(const SentMessage &message)
{
    const auto [low, high] = std::minmax(message.from, message.to);
    const ConversationKey key = message.session ? ConversationKey(true, message.session->value(), 0) : ConversationKey(false, low.value(), high.value());
    auto found = m_conversations.find(key);
    if (found == m_conversations.end())
        found = m_conversations.emplace(key, started(message)).first;
    const std::size_t from = found->second.routers[0] == message.from ? 0 : 1;
    found->second.links[from] = message.link;
    found->second.links[1 - from] = message.returnLink;
    return found->second;
}

void Recording::send(SimTime time, Conversation &both, int direction, const TcpSession::Segment &segment, bool arrives, const SentMessage &message)
{
    const auto from = static_cast<std::size_t>(direction);
    frame(time, both.links[from], both.routers[from], kEtherIpv4, segment.packet, message.cause);
    if (arrives)
        m_tasks.emplace(time + message.delay, Task{&message, -1, direction, segment.next});
}

void Recording::sendData(SimTime time, Conversation &both, int direction, const Bytes &payload, const SentMessage &message)
{
    send(time, both, direction, both.tcp.data(direction, payload, !message.arrives), message.arrives, message);
}

void Recording::open(SimTime time, const SentMessage &message, int step)
{
    Conversation &both = conversation(message);
    if (step == 0) {
        const auto links = both.links;
        both = started(message);
        both.links = links;
        both.fresh = true;
    }
    if (step < kHandshakeSteps) {
        const auto from = static_cast<std::size_t>(step % 2);
        frame(time, both.links[from], both.routers[from], kEtherIpv4, both.tcp.handshake(step).packet, message.cause);
        return;
    }
    const int direction = (step - kHandshakeSteps) % 2;
    sendData(time, both, direction, opening(both, direction, step - kHandshakeSteps, message), message);
}

Bytes Recording::opening(Conversation &both, int direction, int step, const SentMessage &message) const
{
    const auto from = static_cast<std::size_t>(direction);
    const std::uint32_t hold = seconds(std::get<engine::SessionOpened>(message.content).hold);
    Bytes bytes;
    if (message.session) {
        if (step < 2)
            bytes.add(bgpOpen(m_plan.settings().asNumber, hold, loopback(both.routers[from])));
        if (step > 0)
            bytes.add(bgpKeepalive());
        return bytes;
    }
    if (step < 2)
        bytes.add(ldpInitialization(ldpSender(both, direction), loopback(both.routers[1 - from]), hold));
    if (step > 0)
        bytes.add(ldpKeepalive(ldpSender(both, direction)));
    return bytes;
}

void Recording::overTcp(SimTime time, const SentMessage &message)
{
    Conversation &both = conversation(message);
    const int direction = both.routers[0] == message.from ? 0 : 1;
    const auto put = [&](const Bytes &payload) { sendData(time, both, direction, payload, message); };
    std::visit(Overloaded{[&](const engine::BgpUpdate &update) { put(bgpUpdate(update)); }, [&](const engine::BgpNotification &) { put(bgpClosing(message.cause)); },
                          [&](const engine::PwStatus &status) { put(pwStatus(both, direction, status)); },
                          [&](const engine::LdpNotification &) { put(ldpShutdown(ldpSender(both, direction))); },
                          [&](const engine::Retransmission &retry) {
                              for (const TcpSession::Segment &segment : both.tcp.again(direction, retry.all))
                                  send(time, both, direction, segment, message.arrives, message);
                          },
                          [](const auto &) {}},
               message.content);
}

Bytes Recording::bgpUpdate(const engine::BgpUpdate &update) const
{
    const plan::VpnMember *member = update.member ? m_plan.find(*update.member) : nullptr;
    VpnPrefix prefix{{}, update.prefix, kFirstLabel};
    VpnPath path;
    if (member) {
        prefix.distinguisher = member->distinguisher.value_or(RouteDistinguisher{});
        prefix.label = kFirstLabel + member->id.value() % kLabels;
        path.targets = m_plan.find(member->vpn)->exportTargets;
    }
    if (update.withdrawn)
        return bgpUnreach(prefix);
    path.nextHop = loopback(update.nextHop);
    path.med = update.med;
    for (const plan::RouterId cluster : update.clusters)
        path.clusters.push_back(loopback(cluster));
    if (!path.clusters.empty())
        path.originator = loopback(update.originator);
    return bgpReach(prefix, path);
}

Bytes Recording::bgpClosing(engine::EventId cause) const
{
    constexpr std::uint32_t kHoldTimerExpired = 4, kCease = 6, kAdministrativeReset = 4, kBfdDown = 10; // RFC 4486, RFC 9384
    const engine::Event *down = event(cause);
    const engine::Event *why = down && down->cause ? event(*down->cause) : nullptr;
    if (why && why->layer == engine::Layer::Bfd)
        return bgpNotification(kCease, kBfdDown);
    if (why && why->what == "session-reset")
        return bgpNotification(kCease, kAdministrativeReset);
    return bgpNotification(kHoldTimerExpired, 0);
}

LdpSender Recording::ldpSender(Conversation &both, int direction) const
{
    const auto from = static_cast<std::size_t>(direction);
    return {loopback(both.routers[from]), ++both.ldpMessages[from]};
}

Bytes Recording::pwStatus(Conversation &both, int direction, const engine::PwStatus &status) const
{
    const plan::AccessService &service = *m_plan.find(status.service);
    const plan::PseudowireEnd &end = status.pw == plan::PwRole::Primary || !service.secondary ? service.primary : *service.secondary;
    const bool fromCsg = both.routers[static_cast<std::size_t>(direction)] == service.csg;
    const bool tagged = (fromCsg ? service.encapsulation : end.encapsulation) == plan::Encapsulation::Tagged;
    PwFec fec{end.vcId.value_or(0), tagged ? 4U : 5U, service.controlWord, fromCsg ? service.mtu : end.mtu};
    const std::uint32_t label = kFirstLabel + fec.vcId % kLabels;
    const PwEnd key{direction, status.service, status.pw};
    if (status.withdrawn) {
        both.relabel.insert(key);
        return ldpPwWithdraw(ldpSender(both, direction), fec, label);
    }
    const bool unlabelled = both.fresh && both.labelled.insert(key).second;
    const bool relabel = both.relabel.erase(key) > 0;
    if (status.mtuDiffers) {
        // Which MTU is wrong does not matter to the run: any other keeps the pseudowire down.
        fec.mtu = fec.mtu > 1500 ? 1500 : fec.mtu - 4;
        both.relabel.insert(key);
    }
    if (unlabelled || relabel || status.mtuDiffers)
        return ldpPwMapping(ldpSender(both, direction), fec, label, status.status);
    return ldpPwStatus(ldpSender(both, direction), fec, status.status);
}

} // namespace

std::string captureOf(const plan::Plan &plan, const engine::Timeline &timeline, const std::vector<SentMessage> &messages)
{
    Recording recording(plan, timeline);
    recording.take(messages);
    return recording.bytes();
}

} // namespace sidestep::report
