// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/router_facts.h"

#include <algorithm>
#include <tuple>

namespace sidestep::config {

using namespace plan;

PlanIndex::PlanIndex(const Plan &plan, std::optional<RouterId> only) : m_plan(plan)
{
    const auto wanted = [&](RouterId id) { return !only || *only == id; };
    for (const Port &port : m_plan.ports())
        if (wanted(port.router))
            m_ports.add(port.router, port);
    m_ports.sort();
    indexLinks(only);

    for (const AccessService &service : m_plan.services()) {
        if (wanted(service.csg))
            m_services.add(service.csg, service);
        if (wanted(service.primary.agg))
            m_terminated.add(service.primary.agg, service);
        if (service.secondary && wanted(service.secondary->agg) && service.secondary->agg != service.primary.agg)
            m_terminated.add(service.secondary->agg, service);
    }
    m_services.sort();
    m_terminated.sort();
    for (const TrackedRoute &tracked : m_plan.trackedRoutes())
        m_tracked.add(tracked.service, tracked);
    m_tracked.sort();
    for (const VpnMember &member : m_plan.vpnMembers())
        if (wanted(member.router))
            m_members.add(member.router, member);
    m_members.sort();
    for (const VpnInterface &interface : m_plan.vpnInterfaces())
        if (wanted(interface.router))
            m_vpnInterfaces.add(interface.router, interface);
    m_vpnInterfaces.sort();
    for (const BgpSession &session : m_plan.sessions())
        for (const RouterId end : {session.a, session.b})
            if (wanted(end))
                m_sessions.add(end, session);
    m_sessions.sort();
}

void PlanIndex::indexLinks(std::optional<RouterId> only)
{
    std::vector<IgpDomainId> domains;
    std::vector<PortId> own;
    if (only) {
        for (const auto &[router, port] : m_ports.of(*only))
            own.push_back(port->id);
        for (const Link &link : m_plan.links())
            for (const PortId port : {link.a, link.b})
                if (std::ranges::binary_search(own, port)) {
                    m_links.add(port, link);
                    domains.push_back(link.domain);
                }
        std::ranges::sort(domains);
    } else {
        for (const Link &link : m_plan.links()) {
            m_links.add(link.a, link);
            m_links.add(link.b, link);
        }
    }
    m_links.sort();

    for (const Link &link : m_plan.links()) {
        if (only && !std::ranges::binary_search(domains, link.domain))
            continue;
        if (m_plan.find(link.domain)->kind != DomainKind::Access)
            continue;
        for (const PortId port : {link.a, link.b}) {
            const RouterId router = m_plan.find(port)->router;
            if (m_plan.find(router)->role == Role::Csg)
                m_domainCells.emplace_back(link.domain, router);
        }
    }
    std::ranges::sort(m_domainCells);
    m_domainCells.erase(std::unique(m_domainCells.begin(), m_domainCells.end()), m_domainCells.end());
}

std::vector<DomainPart> PlanIndex::domainsOf(std::span<const LinkEnd> links) const
{
    std::vector<DomainPart> parts;
    for (const LinkEnd &end : links)
        if (std::ranges::find(parts, end.domain, &DomainPart::domain) == parts.end())
            parts.push_back({end.domain, false, {}});
    std::ranges::sort(parts, {}, [](const DomainPart &part) { return std::tuple(part.domain->process, part.domain->id); });

    // The loopback lives on the side that carries its sessions: aggregation before core before access.
    const auto rank = [](const DomainPart &part) {
        const int side = part.domain->kind == DomainKind::Aggregation ? 0 : part.domain->kind == DomainKind::Core ? 1 : 2;
        return std::pair(side, part.domain->id);
    };
    if (const auto home = std::ranges::min_element(parts, {}, rank); home != parts.end())
        home->home = true;

    for (DomainPart &part : parts) {
        for (const auto &[domain, router] : entriesOf(m_domainCells, part.domain->id))
            part.cells.push_back(m_plan.find(router));
        std::ranges::stable_sort(part.cells, {}, [](const Router *cell) { return cell->loopback; });
    }
    return parts;
}

RouterFacts PlanIndex::factsOf(const Router &router) const
{
    RouterFacts facts{&m_plan, &router, {}, {}, {}, {}, {}, {}, {}, {}};
    for (const auto &[key, port] : m_ports.of(router.id)) {
        facts.ports.push_back(port);
        for (const auto &[end, link] : m_links.of(port->id))
            facts.links.push_back({link, port, m_plan.find(link->domain)});
    }
    facts.domains = domainsOf(facts.links);
    for (const auto &[key, service] : m_services.of(router.id))
        facts.services.push_back(service);
    const auto terminate = [&](const AccessService &service, PwRole role, const PseudowireEnd &end) {
        if (end.agg != router.id)
            return;
        PseudowirePart part{&service, role, &end, m_plan.find(service.csg), {}};
        for (const auto &[id, tracked] : m_tracked.of(service.id))
            if (tracked->pw == role)
                part.tracked.push_back(tracked);
        facts.pseudowires.push_back(std::move(part));
    };
    for (const auto &[key, service] : m_terminated.of(router.id)) {
        terminate(*service, PwRole::Primary, service->primary);
        if (service->secondary)
            terminate(*service, PwRole::Secondary, *service->secondary);
    }
    for (const auto &[key, member] : m_members.of(router.id))
        facts.members.push_back(member);
    std::ranges::stable_sort(facts.members, {},
                             [&](const VpnMember *member) -> const std::string & { return m_plan.find(member->vpn)->name; });
    for (const auto &[key, interface] : m_vpnInterfaces.of(router.id))
        facts.vpnInterfaces.push_back(interface);
    for (const auto &[key, session] : m_sessions.of(router.id)) {
        const bool first = session->a == router.id;
        facts.sessions.push_back({session, m_plan.find(first ? session->b : session->a), first ? session->aReflects : session->bReflects});
    }
    return facts;
}

} // namespace sidestep::config
