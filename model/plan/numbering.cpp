// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/numbering.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace sidestep::plan {
namespace {

struct Range
{
    std::uint64_t first;
    std::uint64_t last;
};

/// The part of `used` that lies within `pool`, counted from the pool's start in pieces of 2^`shift`. nullopt: none does.
std::optional<Range> piecesOf(const Range &used, const Range &pool, int shift)
{
    if (used.last < pool.first || used.first > pool.last)
        return std::nullopt;
    return Range{(std::max(used.first, pool.first) - pool.first) >> shift, (std::min(used.last, pool.last) - pool.first) >> shift};
}

Range rangeOf(const Ipv4Prefix &prefix)
{
    const std::uint64_t size = std::uint64_t{1} << (32 - prefix.length());
    return {prefix.address().bits(), prefix.address().bits() + size - 1};
}

std::uint64_t half(const Ipv6 &address, std::size_t from)
{
    std::uint64_t bits = 0;
    for (std::size_t i = from; i < from + 8; ++i)
        bits = bits << 8 | address.bytes()[i];
    return bits;
}

/// The values that `length` fixed bits leave open in a half of an address; every one from 0 up when none is fixed.
Range rangeOfHalf(std::uint64_t start, int length)
{
    const int fixed = std::clamp(length, 0, 64);
    return {start, fixed == 0 ? ~std::uint64_t{0} : start + ((std::uint64_t{1} << (64 - fixed)) - 1)};
}

/// The networks of 64 bits that the prefix covers or lies in.
Range networksOf(const Ipv6Prefix &prefix)
{
    return rangeOfHalf(half(prefix.address(), 0), prefix.length());
}

/// The hosts of the prefix within its network of 64 bits.
Range hostsOf(const Ipv6Prefix &prefix)
{
    return rangeOfHalf(half(prefix.address(), 8), prefix.length() - 64);
}

/// The lowest numbers of a range that nobody has, in order. Everything that is taken is said before the first is given.
class FreeNumbers
{
public:
    FreeNumbers(std::uint64_t first, std::uint64_t last) : m_next(first), m_last(std::min(last, kMost)) {}
    void take(const std::optional<Range> &used)
    {
        if (used)
            m_taken.push_back(*used);
    }
    std::optional<std::uint64_t> give()
    {
        if (!m_sorted)
            std::sort(m_taken.begin(), m_taken.end(), [](const Range &a, const Range &b) { return a.first < b.first; });
        m_sorted = true;
        for (; m_at < m_taken.size() && m_taken[m_at].first <= m_next; ++m_at)
            m_next = std::max(m_next, std::min(m_taken[m_at].last, kMost) + 1);
        if (m_next > m_last)
            return std::nullopt;
        return m_next++;
    }

private:
    static constexpr std::uint64_t kMost = std::uint64_t{1} << 62; ///< more than any plan needs, and one more still is a number

    std::vector<Range> m_taken;
    std::size_t m_at = 0;
    bool m_sorted = false;
    std::uint64_t m_next;
    std::uint64_t m_last;
};

template <typename Taken>
std::optional<std::uint64_t> lowestFree(const Taken &taken, std::uint64_t first, std::uint64_t last)
{
    for (std::uint64_t value = first; value <= last; ++value)
        if (!taken.contains(value))
            return value;
    return std::nullopt;
}

constexpr std::uint64_t kLastVlan = 4094;
constexpr std::uint64_t kLastVeGroup = 8192;
constexpr std::uint64_t kLastVcId = 0xffffffff;
constexpr std::uint64_t kLastLoopback = 1023;
constexpr std::uint64_t kLastProcess = 0xffffffff;

constexpr const char *kWidenPool = "Widen the pool in the plan's settings";

class Numbering
{
public:
    explicit Numbering(const Plan &plan) : m_plan(plan), m_pools(plan.settings().pools), m_edit(plan, "Number what is blank") {}

    Result<PlanEdit> run()
    {
        if (const auto done = loopbacks().and_then([this] { return links(); }).and_then([this] { return vpnLoopbacks(); })
                                  .and_then([this] { return processes(); }).and_then([this] { return services(); })
                                  .and_then([this] { return distinguishers(); });
            !done)
            return tl::unexpected<Error>(done.error());
        return m_edit.take();
    }

private:
    static tl::unexpected<Error> exhausted(std::string_view pool, std::string_view which, std::uint64_t size, const std::string &first,
                                           std::string_view advice)
    {
        return failure(ErrorCode::PoolExhausted, fmt::format("the {} pool {} has {} values and all are taken; {} is left without one. {}", pool, which,
                                                             size, first, advice));
    }

    /// Host addresses of the pool but its first, which is the network's own.
    Result<void> loopbacks()
    {
        const Range pool = rangeOf(m_pools.loopbacks);
        const std::uint64_t last = pool.last - pool.first;
        FreeNumbers free(1, last);
        for (const Router &router : m_plan.routers())
            if (router.loopback)
                free.take(piecesOf({router.loopback->bits(), router.loopback->bits()}, pool, 0));
        for (const Port &port : m_plan.ports())
            if (port.address)
                free.take(piecesOf(rangeOf(prefixOf(*port.address)), pool, 0));
        for (Router router : m_plan.routers()) {
            if (!router.loopback) {
                const auto value = free.give();
                if (!value)
                    return exhausted("loopback", m_pools.loopbacks.toString(), last, router.name, kWidenPool);
                router.loopback = Ipv4(static_cast<std::uint32_t>(pool.first + *value));
                m_edit.set(router);
            }
            m_loopbacks.push_back(*router.loopback);
        }
        return {};
    }

    /// A /30 a link: its first address to end a, its second to end b. An end that has an address decides the subnet.
    Result<void> links()
    {
        const Range pool = rangeOf(m_pools.linkSubnets);
        const std::uint64_t size = (pool.last - pool.first + 1) >> 2;
        FreeNumbers free = freeLinkSubnets(pool, size);
        std::unordered_set<Ipv4> used(m_loopbacks.begin(), m_loopbacks.end());
        for (const Port &port : m_plan.ports())
            if (port.address)
                used.insert(port.address->address);
        for (const Link &link : m_plan.links()) {
            Port a = *m_plan.find(link.a);
            Port b = *m_plan.find(link.b);
            if (a.address && b.address)
                continue;
            if (a.address || b.address) {
                Port &blank = a.address ? b : a;
                const auto partner = partnerOf(a.address ? *a.address : *b.address);
                if (!partner || !used.insert(partner->address).second) // another port has it: only the user knows which is wrong
                    continue;
                blank.address = partner;
                m_edit.set(std::move(blank));
                continue;
            }
            const auto value = free.give();
            if (!value)
                return exhausted("link subnet", m_pools.linkSubnets.toString(), size, nameOf(m_plan, link), kWidenPool);
            const auto base = static_cast<std::uint32_t>(pool.first + (*value << 2));
            a.address = Ipv4Interface{Ipv4(base + 1), 30};
            b.address = Ipv4Interface{Ipv4(base + 2), 30};
            m_edit.set(std::move(a));
            m_edit.set(std::move(b));
        }
        return {};
    }

    [[nodiscard]] FreeNumbers freeLinkSubnets(const Range &pool, std::uint64_t size) const
    {
        FreeNumbers free(0, size - 1);
        for (const Port &port : m_plan.ports())
            if (port.address)
                free.take(piecesOf(rangeOf(prefixOf(*port.address)), pool, 2));
        for (const Ipv4 loopback : m_loopbacks)
            free.take(piecesOf({loopback.bits(), loopback.bits()}, pool, 2));
        if (m_pools.linkSubnets.contains(m_pools.loopbacks.address())) // the pools overlap: keep clear of loopbacks to come
            free.take(piecesOf(rangeOf(m_pools.loopbacks), pool, 2));
        return free;
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

    /// Hosts 1 and up of the pool's first network of 64 bits.
    Result<void> vpnLoopbacks()
    {
        const std::uint64_t network = half(m_pools.probes.address(), 0);
        const Range pool = hostsOf(m_pools.probes);
        const std::uint64_t last = pool.last - pool.first;
        FreeNumbers free(1, last);
        const auto take = [&](const Ipv6Prefix &used) {
            if (piecesOf(networksOf(used), {network, network}, 0))
                free.take(piecesOf(hostsOf(used), pool, 0));
        };
        for (const VpnInterface &interface : m_plan.vpnInterfaces())
            if (interface.address)
                take(prefixOf(*interface.address));
        for (const AccessService &service : m_plan.services())
            if (service.gateway)
                take(prefixOf(*service.gateway));
        for (VpnInterface interface : m_plan.vpnInterfaces()) {
            if (interface.address || interface.port) // a network towards the mobile core is not ours to invent
                continue;
            const auto value = free.give();
            if (!value)
                return exhausted("probe loopback", m_pools.probes.toString(), last, nameOf(m_plan, ObjectId(interface.id)), kWidenPool);
            interface.address = Ipv6Interface{m_pools.probes.address().plus(*value), 128};
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
            for (const RouterId router : {plan::endsOf(m_plan, link).first, plan::endsOf(m_plan, link).second}) {
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
            std::set<std::uint64_t> taken;
            for (const RouterId router : members[domain.id])
                for (const IgpDomainId other : domainsOf[router])
                    if (const auto at = given.find(other); at != given.end())
                        taken.insert(at->second);
            const auto process = lowestFree(taken, domain.kind == DomainKind::Access ? m_pools.firstAccessProcess : 1, kLastProcess);
            if (!process)
                return exhausted("IGP process", "up to 4294967295", taken.size(), domain.name, "Lower the first access process in the plan's settings");
            domain.process = static_cast<std::uint32_t>(*process);
            given.emplace(domain.id, *domain.process);
            m_edit.set(std::move(domain));
        }
        return {};
    }

    /// A VE group of an AGG.
    static std::uint64_t groupOf(const PseudowireEnd &end) { return std::uint64_t{end.agg.value()} << 16 | end.veGroup.value(); }

    static std::vector<PseudowireEnd *> endsOf(AccessService &service)
    {
        std::vector<PseudowireEnd *> ends{&service.primary};
        if (service.secondary)
            ends.push_back(&*service.secondary);
        return ends;
    }

    Result<void> services()
    {
        m_services.assign(m_plan.services().begin(), m_plan.services().end());
        if (const auto done = attachmentVlans().and_then([this] { return vcIds(); }).and_then([this] { return managementPws(); })
                                  .and_then([this] { return veVlans(); })
                                  .and_then([this] { return gateways(); });
            !done)
            return done;
        gatewayMacs();
        for (AccessService &service : m_services)
            if (!(service == *m_plan.find(service.id)))
                m_edit.set(std::move(service));
        return {};
    }

    Result<void> attachmentVlans()
    {
        std::unordered_map<RouterId, std::unordered_set<std::uint64_t>> used;
        for (const AccessService &service : m_services)
            if (service.vlan)
                used[service.csg].insert(*service.vlan);
        for (AccessService &service : m_services) {
            if (service.vlan)
                continue;
            const auto vlan = lowestFree(used[service.csg], m_pools.firstVlan, kLastVlan);
            if (!vlan)
                return exhausted("VLAN", "of " + m_plan.find(service.csg)->name, kLastVlan - m_pools.firstVlan + 1, service.name,
                                 fmt::format("VLANs end at {}: lower the first VLAN in the plan's settings, or put the site on another CSG", kLastVlan));
            used[service.csg].insert(*vlan);
            service.vlan = static_cast<std::uint16_t>(*vlan);
        }
        return {};
    }

    /// A VC id stands once on the CSG and once on the AGG.
    Result<void> vcIds()
    {
        std::unordered_map<RouterId, std::unordered_set<std::uint64_t>> used;
        for (AccessService &service : m_services)
            for (const PseudowireEnd *end : endsOf(service))
                if (end->vcId)
                    for (const RouterId router : {service.csg, end->agg})
                        used[router].insert(*end->vcId);
        std::unordered_map<RouterId, std::uint64_t> from; // ids are only ever taken, so the search on an AGG goes on where it stopped
        for (AccessService &service : m_services)
            for (PseudowireEnd *end : endsOf(service)) {
                if (end->vcId)
                    continue;
                std::uint64_t &next = from.try_emplace(end->agg, m_pools.firstVcId).first->second;
                next = lowestFree(used[end->agg], next, kLastVcId).value_or(kLastVcId + 1);
                auto vc = std::optional<std::uint64_t>(next);
                while (vc && used[service.csg].contains(*vc))
                    vc = lowestFree(used[end->agg], *vc + 1, kLastVcId);
                if (!vc || *vc > kLastVcId)
                    return exhausted("VC id", fmt::format("from {}", m_pools.firstVcId), kLastVcId - m_pools.firstVcId + 1, service.name,
                                     "Lower the first VC id in the plan's settings");
                for (const RouterId router : {service.csg, end->agg})
                    used[router].insert(*vc);
                end->vcId = static_cast<std::uint32_t>(*vc);
            }
        return {};
    }

    using Taken = std::unordered_map<RouterId, std::unordered_set<std::uint64_t>>;
    struct ManagementPw
    {
        std::optional<std::uint32_t> vcId;
        std::optional<std::uint16_t> loopback, aggLoopback;
    };

    /// One management pseudowire for each CSG and AGG that a service has watched by one; what a service states of it is kept.
    Result<void> managementPws()
    {
        Taken vcs, loopbacks;
        for (const VpnInterface &interface : m_plan.vpnInterfaces())
            if (!interface.port)
                loopbacks[interface.router].insert(interface.number);
        std::map<std::pair<RouterId, RouterId>, ManagementPw> made;
        for (AccessService &service : m_services)
            for (const PseudowireEnd *end : endsOf(service)) {
                for (const RouterId router : {service.csg, end->agg})
                    for (const auto &vc : {end->vcId, end->adminVcId})
                        vcs[router].insert(vc.value_or(0));
                loopbacks[service.csg].insert(end->adminLoopback.value_or(0));
                loopbacks[end->agg].insert(end->aggAdminLoopback.value_or(0));
                if (service.watch != PwWatch::Management)
                    continue;
                ManagementPw &pw = made[{service.csg, end->agg}];
                pw.vcId = pw.vcId ? pw.vcId : end->adminVcId;
                pw.loopback = pw.loopback ? pw.loopback : end->adminLoopback;
                pw.aggLoopback = pw.aggLoopback ? pw.aggLoopback : end->aggAdminLoopback;
            }
        for (AccessService &service : m_services)
            for (PseudowireEnd *end : endsOf(service)) {
                if (service.watch != PwWatch::Management)
                    continue;
                ManagementPw &pw = made[{service.csg, end->agg}];
                if (!complete(pw, service.csg, end->agg, vcs, loopbacks))
                    return exhausted("management pseudowire", fmt::format("LoopBack1 to LoopBack{}", kLastLoopback), kLastLoopback, service.name,
                                     "Watch each of its pseudowires by itself");
                end->adminVcId = end->adminVcId ? end->adminVcId : pw.vcId;
                end->adminLoopback = end->adminLoopback ? end->adminLoopback : pw.loopback;
                end->aggAdminLoopback = end->aggAdminLoopback ? end->aggAdminLoopback : pw.aggLoopback;
            }
        return {};
    }

    /// False: a router has no number left.
    [[nodiscard]] bool complete(ManagementPw &pw, RouterId csg, RouterId agg, Taken &vcs, Taken &loopbacks) const
    {
        if (!pw.vcId) {
            auto vc = lowestFree(vcs[agg], m_pools.firstVcId, kLastVcId);
            while (vc && vcs[csg].contains(*vc))
                vc = lowestFree(vcs[agg], *vc + 1, kLastVcId);
            if (!vc)
                return false;
            vcs[csg].insert(*vc);
            vcs[agg].insert(*vc);
            pw.vcId = static_cast<std::uint32_t>(*vc);
        }
        const auto give = [&loopbacks](std::optional<std::uint16_t> &number, RouterId router) {
            if (number)
                return true;
            const auto free = lowestFree(loopbacks[router], 1, kLastLoopback);
            if (!free)
                return false;
            loopbacks[router].insert(*free);
            number = static_cast<std::uint16_t>(*free);
            return true;
        };
        return give(pw.loopback, csg) && give(pw.aggLoopback, agg);
    }

    /// VE group and VLAN of every pseudowire on its AGG. What has half of the two comes first, so that the rest keeps clear of it.
    Result<void> veVlans()
    {
        std::unordered_map<std::uint64_t, std::unordered_set<std::uint64_t>> used;
        for (AccessService &service : m_services)
            for (const PseudowireEnd *end : endsOf(service))
                if (end->veGroup && end->veVlan)
                    used[groupOf(*end)].insert(*end->veVlan);
        for (AccessService &service : m_services)
            for (PseudowireEnd *end : endsOf(service))
                if (!end->veGroup && end->veVlan) {
                    for (end->veGroup = std::uint16_t{1}; *end->veGroup < kLastVeGroup && used[groupOf(*end)].contains(*end->veVlan);)
                        ++*end->veGroup;
                    if (!used[groupOf(*end)].insert(*end->veVlan).second)
                        return groupsExhausted(*end, service.name);
                }
        std::unordered_map<std::uint64_t, std::uint64_t> from;
        const auto freeVlan = [&](const PseudowireEnd &end) {
            std::uint64_t &next = from.try_emplace(groupOf(end), m_pools.firstVlan).first->second;
            const auto vlan = lowestFree(used[groupOf(end)], next, kLastVlan);
            next = vlan.value_or(kLastVlan + 1);
            return vlan;
        };
        std::unordered_map<RouterId, std::uint16_t> open; // the AGG's lowest VE group with a free VLAN
        for (AccessService &service : m_services)
            for (PseudowireEnd *end : endsOf(service)) {
                if (end->veVlan)
                    continue;
                if (!end->veGroup) {
                    std::uint16_t &group = open.try_emplace(end->agg, std::uint16_t{1}).first->second;
                    for (end->veGroup = group; *end->veGroup < kLastVeGroup && !freeVlan(*end);)
                        ++*end->veGroup;
                    group = *end->veGroup;
                    if (!freeVlan(*end))
                        return groupsExhausted(*end, service.name);
                }
                const auto vlan = freeVlan(*end);
                if (!vlan)
                    return exhausted("VLAN", fmt::format("of VE group {} on {}", *end->veGroup, m_plan.find(end->agg)->name),
                                     kLastVlan - m_pools.firstVlan + 1, service.name,
                                     "Give its pseudowire another VE group, or lower the first VLAN in the plan's settings");
                used[groupOf(*end)].insert(*vlan);
                end->veVlan = static_cast<std::uint16_t>(*vlan);
            }
        return {};
    }

    [[nodiscard]] tl::unexpected<Error> groupsExhausted(const PseudowireEnd &end, const std::string &service) const
    {
        return exhausted("VE group", "of " + m_plan.find(end.agg)->name, kLastVeGroup, service, "Move sites to another AGG");
    }

    /// A /64 a site. Piece 0 looks like the pool itself and is never given.
    Result<void> gateways()
    {
        const Range pool = networksOf(m_pools.gateways);
        const std::uint64_t last = pool.last - pool.first;
        FreeNumbers free(1, last);
        for (const AccessService &service : m_services)
            if (service.gateway)
                free.take(piecesOf(networksOf(prefixOf(*service.gateway)), pool, 0));
        for (const VpnInterface &interface : m_plan.vpnInterfaces())
            if (interface.address)
                free.take(piecesOf(networksOf(prefixOf(*interface.address)), pool, 0));
        for (AccessService &service : m_services) {
            if (service.gateway)
                continue;
            const auto value = free.give();
            if (!value)
                return exhausted("gateway network", m_pools.gateways.toString(), last, service.name, kWidenPool);
            Ipv6::Bytes bytes{};
            const std::uint64_t network = pool.first + *value;
            for (std::size_t i = 0; i < 8; ++i)
                bytes[i] = static_cast<std::uint8_t>(network >> (56 - 8 * i) & 0xff);
            service.gateway = Ipv6Interface{Ipv6(bytes).plus(1), 64};
        }
        return {};
    }

    /// One MAC a VE main interface. A site is in a group on each of its AGGs with one MAC, so a MAC spreads from a group that
    /// has one over the sites without one, nearest first; groups that none gets to share the first of the pool.
    void gatewayMacs()
    {
        std::unordered_map<std::uint64_t, Mac> macs;
        std::unordered_map<std::uint64_t, std::vector<AccessService *>> blank;
        std::deque<std::uint64_t> reached;
        for (AccessService &service : m_services)
            for (const PseudowireEnd *end : endsOf(service)) {
                if (!service.gatewayMac)
                    blank[groupOf(*end)].push_back(&service);
                else if (macs.try_emplace(groupOf(*end), *service.gatewayMac).second)
                    reached.push_back(groupOf(*end));
            }
        for (; !reached.empty(); reached.pop_front()) {
            const Mac mac = macs.at(reached.front());
            for (AccessService *service : blank[reached.front()]) {
                if (service->gatewayMac)
                    continue;
                service->gatewayMac = mac;
                for (const PseudowireEnd *end : endsOf(*service))
                    if (macs.try_emplace(groupOf(*end), mac).second)
                        reached.push_back(groupOf(*end));
            }
        }
        for (AccessService &service : m_services)
            if (!service.gatewayMac)
                service.gatewayMac = m_pools.firstGatewayMac;
    }

    /// AS:n with a number of its own for every router and VPN, so that a reflector keeps every path apart (`vrp.md` section 6).
    Result<void> distinguishers()
    {
        const std::uint32_t as = m_plan.settings().asNumber;
        const std::uint64_t last = as > 65535 ? 65535 : 0xffffffff; // two bytes are left behind an AS of four (RFC 4364 section 4.2)
        FreeNumbers free(1, last);
        for (const VpnMember &member : m_plan.vpnMembers())
            if (member.distinguisher && !member.distinguisher->ipv4 && member.distinguisher->administrator == as)
                free.take(Range{member.distinguisher->number, member.distinguisher->number});
        for (VpnMember member : m_plan.vpnMembers()) {
            if (member.distinguisher)
                continue;
            const auto number = free.give();
            if (!number)
                return exhausted("route distinguisher", fmt::format("of AS {}", as), last,
                                 fmt::format("VPN {} on {}", m_plan.find(member.vpn)->name, m_plan.find(member.router)->name),
                                 "Take an AS number up to 65535 in the plan's settings, or give distinguishers of the form ADDRESS:NUMBER yourself");
            member.distinguisher = RouteDistinguisher{as, static_cast<std::uint32_t>(*number), false};
            m_edit.set(std::move(member));
        }
        return {};
    }

    const Plan &m_plan;
    const Pools &m_pools;
    EditBuilder m_edit;
    std::vector<Ipv4> m_loopbacks; ///< of every router, those just given included
    std::vector<AccessService> m_services;
};

} // namespace

Result<PlanEdit> numberBlanks(const Plan &plan)
{
    return Numbering(plan).run();
}

} // namespace sidestep::plan
