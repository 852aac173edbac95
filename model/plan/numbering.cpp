// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/numbering.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace sidestep::plan {
namespace {

/// The lowest numbers of a range that nobody has, in order.
class FreeNumbers
{
public:
    explicit FreeNumbers(std::uint64_t first) : m_next(first) {}
    void take(std::uint64_t value) { m_used.insert(value); }
    std::uint64_t give()
    {
        while (m_used.contains(m_next))
            ++m_next;
        return m_next++;
    }

private:
    std::unordered_set<std::uint64_t> m_used;
    std::uint64_t m_next;
};

class Numbering
{
public:
    explicit Numbering(const Plan &plan) : m_plan(plan), m_pools(plan.settings().pools), m_edit(plan, "Number what is blank") {}

    Result<PlanEdit> run()
    {
        if (const auto done = loopbacks().and_then([this] { return links(); }).and_then([this] { return vpnLoopbacks(); })
                                  .and_then([this] { return processes(); }).and_then([this] { return services(); });
            !done)
            return tl::unexpected<Error>(done.error());
        distinguishers();
        return m_edit.take();
    }

private:
    static tl::unexpected<Error> exhausted(const char *pool, const std::string &prefix, std::uint64_t size, const std::string &first)
    {
        return failure(ErrorCode::PoolExhausted,
                       fmt::format("the {} pool {} has {} values and all are taken; {} is left without one. Widen the pool in the plan's settings", pool,
                                   prefix, size, first));
    }

    /// Host addresses of the pool but its first, which is the network's own.
    Result<void> loopbacks()
    {
        const Ipv4Prefix pool = m_pools.loopbacks;
        const std::uint64_t size = std::uint64_t{1} << (32 - pool.length());
        FreeNumbers free(1);
        for (const Router &router : m_plan.routers())
            if (router.loopback && pool.contains(*router.loopback))
                free.take(router.loopback->bits() - pool.address().bits());
        for (const Port &port : m_plan.ports())
            if (port.address && pool.contains(port.address->address))
                free.take(port.address->address.bits() - pool.address().bits());
        for (Router router : m_plan.routers()) {
            if (router.loopback)
                continue;
            const std::uint64_t value = free.give();
            if (value >= size)
                return exhausted("loopback", pool.toString(), size - 1, router.name);
            router.loopback = Ipv4(pool.address().bits() + static_cast<std::uint32_t>(value));
            m_edit.set(std::move(router));
        }
        return {};
    }

    /// A /30 a link: its first address to end a, its second to end b. An end that has an address decides the subnet.
    Result<void> links()
    {
        const Ipv4Prefix pool = m_pools.linkSubnets;
        if (pool.length() > 30)
            return exhausted("link subnet", pool.toString(), 0, "every link");
        const std::uint64_t size = std::uint64_t{1} << (30 - pool.length());
        FreeNumbers free(0);
        const auto subnet = [&](Ipv4 address) { return (address.bits() - pool.address().bits()) >> 2; };
        for (const Port &port : m_plan.ports())
            if (port.address && pool.contains(port.address->address))
                free.take(subnet(port.address->address));
        for (const Router &router : m_plan.routers())
            if (router.loopback && pool.contains(*router.loopback))
                free.take(subnet(*router.loopback));
        if (pool.contains(m_pools.loopbacks.address())) // the pools overlap: keep clear of loopbacks to come
            for (std::uint64_t i = 0; i < (std::uint64_t{1} << std::max(0, 30 - m_pools.loopbacks.length())) && i < size; ++i)
                free.take(subnet(m_pools.loopbacks.address()) + i);
        for (const Link &link : m_plan.links()) {
            Port a = *m_plan.find(link.a);
            Port b = *m_plan.find(link.b);
            if (a.address && b.address)
                continue;
            if (!a.address && !b.address) {
                const std::uint64_t value = free.give();
                if (value >= size)
                    return exhausted("link subnet", pool.toString(), size, nameOf(m_plan, link));
                const std::uint32_t base = pool.address().bits() + static_cast<std::uint32_t>(value << 2);
                a.address = Ipv4Interface{Ipv4(base + 1), 30};
                b.address = Ipv4Interface{Ipv4(base + 2), 30};
                m_edit.set(std::move(a));
                m_edit.set(std::move(b));
            } else {
                Port &blank = a.address ? b : a;
                const Ipv4Interface known = a.address ? *a.address : *b.address;
                if (const auto partner = partnerOf(known)) {
                    blank.address = partner;
                    m_edit.set(std::move(blank));
                }
            }
        }
        return {};
    }

    /// The other host of a /30 or /31; other subnets have no one partner, so the blank stays for the user.
    static std::optional<Ipv4Interface> partnerOf(const Ipv4Interface &known)
    {
        const std::uint32_t bits = known.address.bits();
        if (known.length == 31)
            return Ipv4Interface{Ipv4(bits ^ 1u), 31};
        if (known.length != 30 || (bits & 3u) == 0 || (bits & 3u) == 3)
            return std::nullopt;
        return Ipv4Interface{Ipv4(bits ^ 3u), 30};
    }

    Result<void> vpnLoopbacks()
    {
        const Ipv6Prefix pool = m_pools.probes;
        const std::uint64_t size = pool.length() >= 128 ? 1 : pool.length() > 64 ? std::uint64_t{1} << (128 - pool.length()) : ~std::uint64_t{0};
        std::set<Ipv6> used;
        for (const VpnInterface &interface : m_plan.vpnInterfaces())
            if (interface.address)
                used.insert(interface.address->address);
        std::uint64_t next = 1;
        for (VpnInterface interface : m_plan.vpnInterfaces()) {
            if (interface.address || interface.port) // a network towards the mobile core is not ours to invent
                continue;
            while (next < size && used.contains(pool.address().plus(next)))
                ++next;
            if (next >= size)
                return exhausted("probe loopback", pool.toString(), size, nameOf(m_plan, ObjectId(interface.id)));
            interface.address = Ipv6Interface{pool.address().plus(next++), 128};
            m_edit.set(std::move(interface));
        }
        return {};
    }

    /// A router takes part in each of its domains under another process number.
    Result<void> processes()
    {
        std::map<IgpDomainId, std::set<RouterId>> members;
        std::map<RouterId, std::set<IgpDomainId>> domainsOf;
        for (const Link &link : m_plan.links())
            for (const RouterId router : {endsOf(m_plan, link).first, endsOf(m_plan, link).second}) {
                members[link.domain].insert(router);
                domainsOf[router].insert(link.domain);
            }
        std::map<IgpDomainId, std::uint32_t> given;
        for (const IgpDomain &domain : m_plan.domains())
            if (domain.process)
                given.emplace(domain.id, *domain.process);
        for (IgpDomain domain : m_plan.domains()) {
            if (domain.process)
                continue;
            std::set<std::uint32_t> taken;
            for (const RouterId router : members[domain.id])
                for (const IgpDomainId other : domainsOf[router])
                    if (const auto at = given.find(other); at != given.end())
                        taken.insert(at->second);
            std::uint32_t process = domain.kind == DomainKind::Access ? m_pools.firstAccessProcess : 1;
            while (taken.contains(process))
                ++process;
            domain.process = process;
            given.emplace(domain.id, process);
            m_edit.set(std::move(domain));
        }
        return {};
    }

    Result<void> services()
    {
        std::unordered_map<RouterId, std::unordered_set<std::uint32_t>> vcIds;
        std::unordered_map<RouterId, std::unordered_set<std::uint32_t>> acVlans;
        std::unordered_map<std::uint64_t, std::unordered_set<std::uint16_t>> veVlans;
        std::set<Ipv6> gateways;
        const auto group = [](RouterId agg, std::uint16_t veGroup) { return std::uint64_t{agg.value()} << 16 | veGroup; };
        const auto note = [&](const AccessService &service, const PseudowireEnd &end) {
            if (end.vcId) {
                vcIds[service.csg].insert(*end.vcId);
                vcIds[end.agg].insert(*end.vcId);
            }
            if (end.veVlan)
                veVlans[group(end.agg, end.veGroup.value_or(1))].insert(*end.veVlan);
        };
        std::unordered_map<std::uint64_t, Mac> macs;
        for (const AccessService &service : m_plan.services()) {
            note(service, service.primary);
            if (service.secondary)
                note(service, *service.secondary);
            if (service.vlan)
                acVlans[service.csg].insert(*service.vlan);
            if (service.gateway)
                gateways.insert(prefixOf(*service.gateway).address());
            if (service.gatewayMac)
                macs.try_emplace(group(service.primary.agg, service.primary.veGroup.value_or(1)), *service.gatewayMac);
        }

        std::unordered_map<RouterId, std::uint32_t> nextVc;
        std::unordered_map<std::uint64_t, std::uint16_t> nextVlan;
        for (AccessService service : m_plan.services()) {
            const AccessService before = service;
            if (!service.vlan) {
                std::uint16_t vlan = m_pools.firstVlan;
                while (acVlans[service.csg].contains(vlan))
                    ++vlan;
                if (vlan > 4094)
                    return exhausted("VLAN", "of " + m_plan.find(service.csg)->name, 4094u - m_pools.firstVlan + 1u, service.name);
                acVlans[service.csg].insert(vlan);
                service.vlan = vlan;
            }
            const auto fill = [&](PseudowireEnd &end) -> Result<void> {
                if (!end.vcId) {
                    // Ids are only ever taken, so the search on an AGG goes on where it stopped.
                    std::uint32_t &next = nextVc.try_emplace(end.agg, m_pools.firstVcId).first->second;
                    std::uint32_t vc = next;
                    while (vcIds[end.agg].contains(vc) || vcIds[service.csg].contains(vc)) {
                        if (vc == 0xffffffff)
                            return exhausted("VC id", fmt::format("from {}", m_pools.firstVcId), 0xffffffffu - m_pools.firstVcId, service.name);
                        ++vc;
                    }
                    while (vcIds[end.agg].contains(next))
                        ++next;
                    vcIds[end.agg].insert(vc);
                    vcIds[service.csg].insert(vc);
                    end.vcId = vc;
                }
                if (!end.veGroup)
                    end.veGroup = 1;
                if (!end.veVlan) {
                    const std::uint64_t key = group(end.agg, *end.veGroup);
                    std::uint16_t &next = nextVlan.try_emplace(key, m_pools.firstVlan).first->second;
                    while (veVlans[key].contains(next))
                        ++next;
                    if (next > 4094)
                        return exhausted("VLAN", fmt::format("of VE group {} on {}", *end.veGroup, m_plan.find(end.agg)->name),
                                         4094u - m_pools.firstVlan + 1u, service.name);
                    veVlans[key].insert(next);
                    end.veVlan = next;
                }
                return {};
            };
            if (const auto done = fill(service.primary); !done)
                return done;
            if (service.secondary)
                if (const auto done = fill(*service.secondary); !done)
                    return done;
            if (!service.gateway) {
                const auto network = freeGateway(gateways);
                if (!network)
                    return exhausted("gateway network", m_pools.gateways.toString(), m_gatewayCount, service.name);
                gateways.insert(*network);
                service.gateway = Ipv6Interface{network->plus(1), 64};
            }
            if (!service.gatewayMac) // one MAC a VE main interface, so the neighbours in the VE group decide
                service.gatewayMac = macs.try_emplace(group(service.primary.agg, *service.primary.veGroup), m_pools.firstGatewayMac).first->second;
            if (!(service == before))
                m_edit.set(std::move(service));
        }
        return {};
    }

    std::optional<Ipv6> freeGateway(const std::set<Ipv6> &used)
    {
        const Ipv6Prefix pool = m_pools.gateways;
        if (pool.length() > 64)
            return std::nullopt;
        m_gatewayCount = pool.length() <= 1 ? ~std::uint64_t{0} : std::uint64_t{1} << (64 - pool.length());
        for (; m_nextGateway < m_gatewayCount; ++m_nextGateway) {
            Ipv6::Bytes bytes = pool.address().bytes();
            std::uint64_t high = 0;
            for (std::size_t i = 0; i < 8; ++i)
                high = high << 8 | bytes[i];
            high |= m_nextGateway;
            for (std::size_t i = 8; i-- > 0; high >>= 8)
                bytes[i] = static_cast<std::uint8_t>(high & 0xff);
            if (const Ipv6 network(bytes); !used.contains(network)) {
                ++m_nextGateway;
                return network;
            }
        }
        return std::nullopt;
    }

    /// AS:n with a number of its own for every router and VPN, so that a reflector keeps every path apart (`vrp.md` section 6).
    void distinguishers()
    {
        const std::uint32_t as = m_plan.settings().asNumber;
        std::set<RouteDistinguisher> used;
        for (const VpnMember &member : m_plan.vpnMembers())
            if (member.distinguisher)
                used.insert(*member.distinguisher);
        std::uint32_t next = 1;
        for (VpnMember member : m_plan.vpnMembers()) {
            if (member.distinguisher)
                continue;
            while (used.contains({as, next, false}))
                ++next;
            member.distinguisher = RouteDistinguisher{as, next++, false};
            m_edit.set(std::move(member));
        }
    }

    const Plan &m_plan;
    const Pools &m_pools;
    EditBuilder m_edit;
    std::uint64_t m_nextGateway = 1; ///< piece 0 looks like the pool itself
    std::uint64_t m_gatewayCount = 0;
};

} // namespace

Result<PlanEdit> numberBlanks(const Plan &plan)
{
    return Numbering(plan).run();
}

} // namespace sidestep::plan
