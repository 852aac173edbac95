// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/capture/ospf_frames.h"

#include "model/report/capture/routing_packets.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace sidestep::report {
namespace {

using engine::SentMessage;

constexpr std::uint32_t kProtocolOspf = 89;
constexpr Ipv4 kAllSpfRouters{224, 0, 0, 5};
constexpr Mac kAllSpfRoutersMac{Mac::Bytes{0x01, 0x00, 0x5E, 0x00, 0x00, 0x05}};
enum PacketType : std::uint32_t { kHello = 1, kDescription, kRequest, kUpdate, kAck };

constexpr std::uint32_t kExternalRouting = 0x02; ///< the E bit: of the options, and of a router that imports
constexpr std::uint32_t kRouterLsa = 1;
constexpr std::uint32_t kFirstSequence = 0x80000001;
constexpr std::uint32_t kAge = 1; ///< seconds
constexpr std::size_t kLsaHeader = 20;
constexpr std::size_t kLsaChecksumAt = 16, kLsaLengthAt = 18, kLsaLinksAt = 22;
constexpr std::uint32_t kPointToPoint = 1, kStub = 3;
constexpr std::uint32_t kPriority = 1;

// What fits into a frame beside the headers of IP and OSPF.
constexpr std::size_t kMostBytes = 1400;

std::uint32_t seconds(SimDuration value)
{
    return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(value).count());
}

/// RFC 2328 section A.3.1; the checksum leaves out the authentication, which is null.
Bytes packet(PacketType type, Ipv4 router, const Bytes &body)
{
    constexpr std::size_t kHeader = 24, kChecksumAt = 12;
    Bytes bytes;
    bytes.u8(2).u8(type).u16(static_cast<std::uint32_t>(kHeader + body.size())).add(router).u32(0).u16(0).u16(0).zeros(8).add(body);
    bytes.patch16(kChecksumAt, internetChecksum(bytes.span()));
    return bytes;
}

/// Bodies of as many packets as it takes for whole items.
std::vector<Bytes> packed(const std::vector<Bytes> &items)
{
    std::vector<Bytes> bodies(1);
    for (const Bytes &item : items) {
        if (bodies.back().size() > 0 && bodies.back().size() + item.size() > kMostBytes)
            bodies.emplace_back();
        bodies.back().add(item);
    }
    return bodies;
}

int rankOf(plan::DomainKind kind)
{
    switch (kind) {
    case plan::DomainKind::Aggregation: return 0;
    case plan::DomainKind::Core: return 1;
    case plan::DomainKind::Access: break;
    }
    return 2;
}

} // namespace

OspfFrames::OspfFrames(const plan::Plan &plan) : m_plan(plan)
{
    const auto place = [&plan](plan::IgpDomainId domain) { return std::pair(rankOf(plan.find(domain)->kind), domain); };
    for (const plan::Link &link : plan.links()) {
        const auto [a, b] = plan::endsOf(plan, link);
        for (const plan::RouterId router : {a, b}) {
            const auto [home, fresh] = m_home.try_emplace(router, link.domain);
            if (!fresh && place(link.domain) < place(home->second))
                home->second = link.domain;
        }
    }
}

bool OspfFrames::carries(const SentMessage &message)
{
    const auto &content = message.content;
    return std::holds_alternative<engine::OspfHello>(content) || std::holds_alternative<engine::OspfDescription>(content)
        || std::holds_alternative<engine::OspfRequest>(content) || std::holds_alternative<engine::OspfUpdate>(content) || std::holds_alternative<engine::OspfAck>(content);
}

std::vector<Bytes> OspfFrames::of(const SentMessage &message, const Wire &wire) const
{
    const plan::IgpDomainId domain = m_plan.find(*message.link)->domain;
    std::vector<Bytes> bodies;
    PacketType type = kHello;
    if (const auto *content = std::get_if<engine::OspfHello>(&message.content)) {
        bodies = {hello(message, *content)};
    } else if (const auto *description = std::get_if<engine::OspfDescription>(&message.content)) {
        type = kDescription;
        bodies = descriptions(*description, domain);
    } else if (const auto *request = std::get_if<engine::OspfRequest>(&message.content)) {
        type = kRequest;
        bodies = requests(*request);
    } else if (const auto *update = std::get_if<engine::OspfUpdate>(&message.content)) {
        type = kUpdate;
        bodies = updates(*update, domain);
    } else if (const auto *ack = std::get_if<engine::OspfAck>(&message.content)) {
        type = kAck;
        bodies = acks(*ack, domain);
    }
    // On a point-to-point link everything goes to all routers (RFC 2328 section 8.1).
    for (Bytes &body : bodies)
        body = ethernet(kAllSpfRoutersMac, wire.own.mac, kEtherIpv4, ipv4(wire.own.address, kAllSpfRouters, kProtocolOspf, 1, 0, packet(type, routerId(message.from), body)));
    return bodies;
}

Bytes OspfFrames::hello(const SentMessage &message, const engine::OspfHello &content) const
{
    const plan::Link &link = *m_plan.find(*message.link);
    const plan::Port &port = *m_plan.find(plan::endsOf(m_plan, link).first == message.from ? link.a : link.b);
    const std::uint32_t mask = port.address && port.address->length > 0 ? 0xFFFFFFFFU << (32 - port.address->length) : 0;
    Bytes body;
    body.u32(mask).u16(seconds(content.interval)).u8(kExternalRouting).u8(kPriority).u32(seconds(content.dead)).u32(0).u32(0);
    if (content.listed)
        body.add(routerId(message.to));
    return body;
}

std::vector<Bytes> OspfFrames::descriptions(const engine::OspfDescription &content, plan::IgpDomainId domain) const
{
    constexpr std::uint32_t kInitial = 0x04, kMore = 0x02, kMaster = 0x01;
    std::vector<Bytes> bodies;
    const std::vector<Bytes> headers = packed(headersOf(content.lsas, domain));
    for (std::size_t i = 0; i < headers.size(); ++i) {
        const bool more = content.initial || i + 1 < headers.size();
        Bytes body;
        body.u16(0).u8(kExternalRouting).u8((content.initial ? kInitial : 0) | (more ? kMore : 0) | (content.master ? kMaster : 0));
        bodies.push_back(body.u32(content.number + static_cast<std::uint32_t>(i)).add(headers[i]));
    }
    return bodies;
}

std::vector<Bytes> OspfFrames::requests(const engine::OspfRequest &content) const
{
    std::vector<Bytes> items;
    for (const engine::RouterLinks &lsa : content.lsas)
        items.push_back(Bytes().u32(kRouterLsa).add(routerId(lsa.origin)).add(routerId(lsa.origin)));
    return packed(items);
}

std::vector<Bytes> OspfFrames::updates(const engine::OspfUpdate &content, plan::IgpDomainId domain) const
{
    std::vector<Bytes> bodies;
    std::uint32_t count = 0;
    Bytes lsas;
    const auto close = [&] {
        bodies.push_back(Bytes().u32(count).add(lsas));
        lsas = Bytes();
        count = 0;
    };
    for (const engine::RouterLinks &links : content.lsas) {
        const Bytes lsa = routerLsa(links, domain);
        if (count > 0 && lsas.size() + lsa.size() > kMostBytes)
            close();
        lsas.add(lsa);
        ++count;
    }
    close();
    return bodies;
}

std::vector<Bytes> OspfFrames::acks(const engine::OspfAck &content, plan::IgpDomainId domain) const
{
    return packed(headersOf(content.lsas, domain));
}

std::vector<Bytes> OspfFrames::headersOf(const std::vector<engine::RouterLinks> &lsas, plan::IgpDomainId domain) const
{
    std::vector<Bytes> headers;
    for (const engine::RouterLinks &links : lsas)
        headers.push_back(Bytes().add(routerLsa(links, domain).span().first(kLsaHeader)));
    return headers;
}

/// RFC 2328 sections A.4.1, A.4.2 and 12.4.1.1: a numbered link is a point-to-point link and a stub network.
Bytes OspfFrames::routerLsa(const engine::RouterLinks &links, plan::IgpDomainId domain) const
{
    const Ipv4 origin = routerId(links.origin);
    const auto home = m_home.find(links.origin);
    const bool atHome = home == m_home.end() || home->second == domain;
    Bytes lsa;
    lsa.u16(kAge).u8(kExternalRouting).u8(kRouterLsa).add(origin).add(origin).u32(kFirstSequence + links.sequence - 1).u16(0).u16(0);
    lsa.u8(atHome ? 0 : kExternalRouting).u8(0).u16(0);
    std::uint32_t count = 0;
    const auto add = [&](Ipv4 id, Ipv4 data, std::uint32_t type, std::uint32_t metric) {
        lsa.add(id).add(data).u8(type).u8(0).u16(metric);
        ++count;
    };
    for (const engine::RouterLinks::Neighbour &neighbour : links.neighbours) {
        const plan::Link &link = *m_plan.find(neighbour.link);
        const plan::Port &port = *m_plan.find(plan::endsOf(m_plan, link).first == links.origin ? link.a : link.b);
        add(routerId(neighbour.router), port.address ? port.address->address : Ipv4(), kPointToPoint, neighbour.metric);
        if (port.address)
            add(prefixOf(*port.address).address(), Ipv4(0xFFFFFFFFU << (32 - std::max<std::uint32_t>(port.address->length, 1))), kStub, plan::igpCostOf(m_plan, link));
    }
    if (atHome)
        add(origin, Ipv4(0xFFFFFFFFU), kStub, 0);
    lsa.patch16(kLsaLinksAt, count);
    lsa.patch16(kLsaLengthAt, static_cast<std::uint32_t>(lsa.size()));
    constexpr std::size_t kAgeBytes = 2; // the checksum leaves out the age, which changes on the way
    lsa.patch16(kLsaChecksumAt, fletcherChecksum(lsa.span().subspan(kAgeBytes), kLsaChecksumAt - kAgeBytes));
    return lsa;
}

} // namespace sidestep::report
