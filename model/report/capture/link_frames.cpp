// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/capture/link_frames.h"

#include "model/report/capture/labels.h"
#include "model/report/capture/session_packets.h"

#include <chrono>

namespace sidestep::report {
namespace {

using engine::SentMessage;

constexpr std::uint32_t kBfdPort = 3784, kBfdMultihopPort = 4784, kLdpPort = 646;
constexpr std::uint32_t kFirstDynamicPort = 49152, kDynamicPorts = 16384; ///< RFC 5881 section 4
constexpr Mac kAllIntermediateSystems{Mac::Bytes{0x09, 0x00, 0x2B, 0x00, 0x00, 0x05}}; ///< ISO 10589 section 8.4.8
constexpr Mac kAllRoutersMac{Mac::Bytes{0x01, 0x00, 0x5E, 0x00, 0x00, 0x02}};
constexpr Ipv4 kAllRouters{224, 0, 0, 2};
constexpr std::uint32_t kVccvBfd = 0x10000007; ///< associated channel of raw BFD (RFC 5885 section 3.2)
constexpr std::uint32_t kFarTimeToLive = 255;

} // namespace

bool LinkFrames::carries(const SentMessage &message)
{
    const auto &content = message.content;
    return std::holds_alternative<engine::BfdPacket>(content) || std::holds_alternative<engine::IsisHello>(content) || std::holds_alternative<engine::IsisLsp>(content)
        || std::holds_alternative<engine::IsisSequenceNumbers>(content) || std::holds_alternative<engine::LdpHello>(content) || OspfFrames::carries(message);
}

std::vector<Bytes> LinkFrames::of(const SentMessage &message, const Wire &wire)
{
    const auto toAllSystems = [&wire](std::vector<Bytes> pdus) {
        for (Bytes &pdu : pdus)
            pdu = ethernetLlc(kAllIntermediateSystems, wire.own.mac, pdu);
        return pdus;
    };
    if (const auto *packet = std::get_if<engine::BfdPacket>(&message.content))
        return {bfd(message, *packet, wire)};
    if (const auto *content = std::get_if<engine::IsisHello>(&message.content))
        return toAllSystems({hello(message, *content, wire)});
    if (const auto *content = std::get_if<engine::IsisLsp>(&message.content))
        return toAllSystems(lspFragments(message, content->links));
    if (const auto *content = std::get_if<engine::IsisSequenceNumbers>(&message.content))
        return toAllSystems(sequenceNumbers(message, *content));
    if (OspfFrames::carries(message))
        return m_ospf.of(message, wire);
    if (const auto *content = std::get_if<engine::LdpHello>(&message.content))
        return {ldpHello(message, *content, wire)};
    return {};
}

Bytes LinkFrames::bfd(const SentMessage &message, const engine::BfdPacket &packet, const Wire &wire) const
{
    const std::uint32_t first = packet.session * 2 + 1;
    const bool lower = message.from < message.to;
    // An end that has not heard the other does not know its discriminator (RFC 5880 section 6.8.1).
    constexpr std::uint8_t kNeighbourDown = 3;
    const bool knows = packet.state != engine::BfdPacket::State::Down || packet.diagnostic == kNeighbourDown;
    const Discriminators discriminators{lower ? first : first + 1, !knows ? 0 : lower ? first + 1 : first};
    const Bytes control = bfdControl(packet, discriminators);
    if (packet.service) {
        const plan::PseudowireEnd &end = endOf(*m_plan.find(*packet.service), packet.pw);
        Bytes labelled = mpls({packet.management ? managementLabelOf(end) : labelOf(end), kFarTimeToLive, true}, Bytes().u32(kVccvBfd).add(control));
        // The last but one router takes the outer label off (RFC 3031 section 3.16).
        if (wire.neighbourRouter != message.to)
            labelled = mpls({labelOf(message.to), kFarTimeToLive, false}, labelled);
        return ethernet(wire.neighbour.mac, wire.own.mac, kEtherMpls, labelled);
    }
    if (packet.tunnel) {
        // There under labels, to an address that no router passes on (RFC 5884 section 7); back as any packet over several hops.
        constexpr Ipv4 kThisHost(127, 0, 0, 1);
        const Ipv4 from = loopback(message.from);
        const Bytes datagram = udp(from, kThisHost, kFirstDynamicPort + packet.session % kDynamicPorts, kBfdPort, control);
        const Bytes inner = ipv4(from, kThisHost, kProtocolUdp, 1, 0, datagram);
        if (wire.neighbourRouter == message.to) // penultimate hop: no label is left
            return ethernet(wire.neighbour.mac, wire.own.mac, kEtherIpv4, inner);
        return ethernet(wire.neighbour.mac, wire.own.mac, kEtherMpls, mpls({labelOf(message.to), kFarTimeToLive, true}, inner));
    }
    const Ipv4 from = packet.multihop ? loopback(message.from) : wire.own.address;
    const Ipv4 to = packet.multihop ? loopback(message.to) : wire.neighbour.address;
    const Bytes datagram = udp(from, to, kFirstDynamicPort + packet.session % kDynamicPorts, packet.multihop ? kBfdMultihopPort : kBfdPort, control);
    return ethernet(wire.neighbour.mac, wire.own.mac, kEtherIpv4, ipv4(from, to, kProtocolUdp, kFarTimeToLive, 0, datagram));
}

Bytes LinkFrames::ldpHello(const SentMessage &message, const engine::LdpHello &content, const Wire &wire)
{
    const auto hold = static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(content.hold).count());
    const Bytes hello = report::ldpHello({loopback(message.from), ++m_hellos[message.from]}, hold, content.targeted);
    const Ipv4 from = content.targeted ? loopback(message.from) : wire.own.address;
    const Ipv4 to = content.targeted ? loopback(message.to) : kAllRouters;
    const Bytes packet = ipv4(from, to, kProtocolUdp, content.targeted ? kFarTimeToLive : 1, 0, udp(from, to, kLdpPort, kLdpPort, hello));
    return ethernet(content.targeted ? wire.neighbour.mac : kAllRoutersMac, wire.own.mac, kEtherIpv4, packet);
}

Bytes LinkFrames::areaOf(plan::LinkId link) const
{
    return areaBytes(m_plan.find(m_plan.find(link)->domain)->area);
}

Bytes LinkFrames::hello(const SentMessage &message, const engine::IsisHello &content, const Wire &wire) const
{
    const HelloFacts facts{systemIdOf(loopback(message.from)), systemIdOf(loopback(message.to)), wire.ownCircuit, wire.neighbourCircuit, wire.own.address, areaOf(*message.link)};
    return isisHello(content, facts);
}

std::vector<Bytes> LinkFrames::lspFragments(const SentMessage &message, const engine::RouterLinks &content) const
{
    const Ipv4 address = loopback(content.origin);
    LspFacts facts{systemIdOf(address), content.sequence, m_plan.find(content.origin)->name, address, areaOf(*message.link), {}, {{Ipv4Prefix(address, 32), 0}}};
    for (const engine::RouterLinks::Neighbour &neighbour : content.neighbours) {
        facts.neighbours.push_back({systemIdOf(loopback(neighbour.router)), neighbour.metric});
        const plan::Link &link = *m_plan.find(neighbour.link);
        if (const auto &subnet = m_plan.find(link.a)->address)
            facts.reach.push_back({prefixOf(*subnet), neighbour.metric});
    }
    return isisLsp(facts);
}

std::vector<Bytes> LinkFrames::sequenceNumbers(const SentMessage &message, const engine::IsisSequenceNumbers &content) const
{
    std::vector<LspEntry> entries;
    for (const engine::RouterLinks &lsp : content.lsps) {
        for (const Bytes &fragment : lspFragments(message, lsp))
            entries.push_back(entryOf(fragment));
    }
    return isisSequenceNumbers(systemIdOf(loopback(message.from)), content.complete, std::move(entries));
}

} // namespace sidestep::report
