// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/rule_set.h"

#include "model/plan/numbering.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace sidestep::check {
namespace {

using namespace plan;

void unnumbered(const PlanView &view, Report &report)
{
    std::vector<ObjectId> objects;
    for (const Router &router : view.plan.routers())
        if (!router.loopback)
            objects.emplace_back(router.id);
    for (const Link &link : view.plan.links())
        if (!view.plan.find(link.a)->address || !view.plan.find(link.b)->address)
            objects.emplace_back(link.id);
    for (const AccessService &service : view.plan.services()) {
        const bool managed = service.watch == PwWatch::Management;
        const auto blank = [managed](const PseudowireEnd &end) {
            return !end.vcId || !end.veGroup || !end.veVlan || (managed && (!end.adminVcId || !end.adminLoopback || !end.aggAdminLoopback));
        };
        if (!service.vlan || !service.gateway || !service.gatewayMac || blank(service.primary) || (service.secondary && blank(*service.secondary)))
            objects.emplace_back(service.id);
    }
    for (const VpnMember &member : view.plan.vpnMembers())
        if (!member.distinguisher)
            objects.emplace_back(member.router);
    for (const IgpDomain &domain : view.plan.domains())
        if (!domain.process)
            objects.emplace_back(domain.id);
    for (const VpnInterface &interface : view.plan.vpnInterfaces())
        if (!interface.address && !interface.port) // a network outside the plan decides the others
            objects.emplace_back(interface.id);
    if (objects.empty())
        return;
    const std::string first = nameOf(view.plan, objects.front());
    std::optional<PlanEdit> repair;
    if (auto numbers = numberBlanks(view.plan); numbers && !numbers->changes.empty())
        repair = *std::move(numbers);
    const std::size_t others = objects.size() - 1;
    report.add(others == 0 ? fmt::format("{} has values that are still blank; its configuration is incomplete.", first)
                           : fmt::format("{} and {} more have values that are still blank; their configurations are incomplete.", first, others),
               std::move(objects), std::move(repair));
}

void addressMissing(const PlanView &view, Report &report)
{
    for (const VpnInterface &interface : view.plan.vpnInterfaces())
        if (!interface.address && interface.port)
            report.add(fmt::format("{} has no address; choose one, because a network outside the plan decides it.", nameOf(view.plan, ObjectId(interface.id))),
                       {interface.id});
}

/// A link whose ends cannot talk: the second end takes the partner of the first end's address.
void subnetMismatch(const PlanView &view, Report &report)
{
    for (const Link &link : view.plan.links()) {
        const Port &a = *view.plan.find(link.a);
        const Port &b = *view.plan.find(link.b);
        if (!a.address || !b.address || (prefixOf(*a.address) == prefixOf(*b.address) && a.address->address != b.address->address))
            continue;
        std::optional<PlanEdit> repair;
        const std::uint32_t host = a.address->address.bits() & 3u;
        if (a.address->length == 30 && (host == 1 || host == 2)) {
            Port row = b;
            row.address = Ipv4Interface{Ipv4(a.address->address.bits() ^ 3u), 30};
            EditBuilder edit(view.plan, fmt::format("Use {} on {}", toString(*row.address), nameOf(view.plan, ObjectId(b.id))));
            edit.set(std::move(row));
            PlanEdit candidate = edit.take();
            if (view.plan.with(candidate))
                repair = std::move(candidate);
        }
        report.add(fmt::format("The ends of {} are in different subnets: {} and {}.", nameOf(view.plan, link), toString(*a.address), toString(*b.address)),
                   {link.id}, std::move(repair));
    }
}

void overlapping(const PlanView &view, Report &report)
{
    struct Used
    {
        Ipv4Prefix prefix;
        ObjectId object;
    };
    std::vector<Used> used;
    std::set<PortId> linked;
    for (const Link &link : view.plan.links()) {
        const auto &a = view.plan.find(link.a)->address, &b = view.plan.find(link.b)->address;
        linked.insert({link.a, link.b});
        if (a)
            used.push_back({prefixOf(*a), link.id});
        if (b && (!a || prefixOf(*b) != prefixOf(*a)))
            used.push_back({prefixOf(*b), link.id});
    }
    for (const Port &port : view.plan.ports())
        if (port.address && !linked.contains(port.id))
            used.push_back({prefixOf(*port.address), port.id});
    for (const Router &router : view.plan.routers())
        if (router.loopback)
            used.push_back({Ipv4Prefix(*router.loopback, 32), router.id});
    // Shorter prefixes first at one address, so that whatever overlaps stands behind what covers it.
    std::stable_sort(used.begin(), used.end(), [](const Used &a, const Used &b) { return a.prefix < b.prefix; });
    const Used *cover = nullptr;
    for (const Used &now : used) {
        if (cover && cover->prefix.contains(now.prefix))
            report.add(fmt::format("{} of {} overlaps {} of {}.", now.prefix.toString(), nameOf(view.plan, now.object), cover->prefix.toString(),
                                   nameOf(view.plan, cover->object)),
                       {now.object, cover->object});
        else
            cover = &now;
    }
}

/// Base stations behind two gateways of one network would not find each other, and which AGG answers would be chance. The same network
/// on several routers' own interfaces is anycast, and meant.
void overlappingGateways(const PlanView &view, Report &report)
{
    struct Used
    {
        VpnId vpn;
        Ipv6Prefix prefix;
        ObjectId object;
        bool gateway;
    };
    std::vector<Used> used;
    for (const AccessService &service : view.plan.services())
        if (service.gateway)
            used.push_back({service.vpn, prefixOf(*service.gateway), service.id, true});
    for (const VpnInterface &interface : view.plan.vpnInterfaces())
        if (interface.address)
            used.push_back({interface.vpn, prefixOf(*interface.address), interface.id, false});
    std::stable_sort(used.begin(), used.end(), [](const Used &a, const Used &b) { return std::tie(a.vpn, a.prefix) < std::tie(b.vpn, b.prefix); });
    const Used *cover = nullptr;
    for (const Used &now : used) {
        if (!cover || cover->vpn != now.vpn || !cover->prefix.contains(now.prefix))
            cover = &now;
        else if (cover->gateway || now.gateway)
            report.add(fmt::format("{} of {} overlaps {} of {}.", now.prefix.toString(), nameOf(view.plan, now.object), cover->prefix.toString(),
                                   nameOf(view.plan, cover->object)),
                       {now.object, cover->object});
    }
}

void portMtu(const PlanView &view, Report &report)
{
    for (const Link &link : view.plan.links()) {
        const Port &a = *view.plan.find(link.a);
        const Port &b = *view.plan.find(link.b);
        if (a.mtu == b.mtu)
            continue;
        const std::uint16_t smaller = std::min(a.mtu, b.mtu);
        Port row = a.mtu == smaller ? b : a;
        row.mtu = smaller;
        EditBuilder edit(view.plan, fmt::format("Use MTU {} on both ends", smaller));
        edit.set(std::move(row));
        report.add(fmt::format("The ends of {} have MTU {} and {}: the IGP may not come up, and large packets are lost.", nameOf(view.plan, link), a.mtu, b.mtu),
                   {link.id}, edit.take());
    }
}

void isolatedRouter(const PlanView &view, Report &report)
{
    for (const Router &router : view.plan.routers())
        if (!view.linksByRouter.contains(router.id))
            report.add(fmt::format("{} has no link.", router.name), {router.id});
}

void processClash(const PlanView &view, Report &report)
{
    std::map<std::pair<RouterId, std::uint32_t>, IgpDomainId> seen;
    std::map<std::pair<IgpDomainId, IgpDomainId>, RouterId> told;
    for (const Link &link : view.plan.links()) {
        const IgpDomain &domain = *view.plan.find(link.domain);
        if (!domain.process)
            continue;
        const auto [a, b] = endsOf(view.plan, link);
        for (const RouterId router : {a, b}) {
            const auto [at, fresh] = seen.try_emplace({router, *domain.process}, domain.id);
            if (!fresh && at->second != domain.id && told.try_emplace(std::minmax(at->second, domain.id), router).second)
                report.add(fmt::format("{} is in {} and {}, which both use IGP process {}: they would be one.", view.plan.find(router)->name,
                                       view.plan.find(at->second)->name, domain.name, *domain.process),
                           {domain.id, at->second, router});
        }
    }
}

} // namespace

const std::vector<RuleEntry> &addressingRules()
{
    static const std::vector<RuleEntry> rules{
        {{"unnumbered", Severity::Error, "Everything a configuration needs has a value", "vrp.md section 11"}, unnumbered},
        {{"address-missing", Severity::Error, "An interface towards the mobile core has an address", "vrp.md section 11"}, addressMissing},
        {{"subnet-mismatch", Severity::Error, "Both ends of a link are in one subnet", "vrp.md section 11"}, subnetMismatch},
        {{"address-overlap", Severity::Error, "Subnets of ports and loopbacks do not overlap", "vrp.md section 1"}, overlapping},
        {{"gateway-overlap", Severity::Error, "Every site has a gateway network of its own", "vrp.md section 11"}, overlappingGateways},
        {{"port-mtu", Severity::Warning, "Both ends of a link have one MTU", "vrp.md section 1"}, portMtu},
        {{"no-link", Severity::Warning, "Every router has a link", "protocols.md section 4"}, isolatedRouter},
        {{"process-clash", Severity::Error, "A router's IGP domains have processes of their own", "protocols.md 3.5 trap 2"}, processClash},
    };
    return rules;
}

} // namespace sidestep::check
