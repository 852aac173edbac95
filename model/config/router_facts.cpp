// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/router_facts.h"

#include <algorithm>
#include <tuple>

namespace sidestep::config {

using namespace plan;

PlanIndex::PlanIndex(const Plan &plan, std::optional<RouterId> only)
    : m_plan(plan), m_only(only), m_routers(m_plan.routers()), m_domainRows(m_plan.domains()), m_cells(m_domainRows.size()),
      m_ports(only ? 1 : m_routers.size()), m_links(m_ports.owners()), m_domains(m_ports.owners()), m_services(m_ports.owners()),
      m_pseudowires(m_ports.owners()), m_members(m_ports.owners()), m_vpnInterfaces(m_ports.owners()), m_sessions(m_ports.owners())
{
    const RowList<Port> ports(m_plan.ports());
    for (const Port &port : m_plan.ports())
        if (wanted(port.router))
            m_ports.add(groupOf(port.router), &port);
    m_ports.group();
    gatherLinks(ports);
    gatherCells(ports);
    gatherDomains();
    gatherServices(ports);
    gatherVpns();
    gatherSessions(ports);
}

void PlanIndex::gatherLinks(const RowList<Port> &ports)
{
    for (const Link &link : m_plan.links())
        for (const PortId end : {link.a, link.b}) {
            const Port *port = ports.find(end);
            if (wanted(port->router))
                m_links.add(groupOf(port->router), {&link, port, m_domainRows.find(link.domain)});
        }
    m_links.group();
}

void PlanIndex::gatherCells(const RowList<Port> &ports)
{
    std::vector<bool> asked(m_domainRows.size(), !m_only);
    if (m_only)
        for (const LinkEnd &end : m_links.of(0))
            asked[m_domainRows.placeOf(end.domain->id)] = true;

    using Cell = std::tuple<std::size_t, std::optional<Ipv4>, RouterId, const Router *>; // in the order of the result
    std::vector<Cell> cells;
    for (const Link &link : m_plan.links()) {
        const std::size_t domain = m_domainRows.placeOf(link.domain);
        if (!asked[domain] || m_domainRows.find(link.domain)->kind != DomainKind::Access)
            continue;
        for (const PortId end : {link.a, link.b}) {
            const Router *router = m_routers.find(ports.find(end)->router);
            if (router->role == Role::Csg)
                cells.emplace_back(domain, router->loopback, router->id, router);
        }
    }
    std::ranges::sort(cells);
    cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
    for (const auto &[domain, loopback, id, router] : cells)
        m_cells.add(domain, router);
    m_cells.group();
}

void PlanIndex::gatherDomains()
{
    // The loopback lives on the side that carries its sessions: aggregation before core before access.
    const auto rank = [](const DomainPart &part) {
        const int side = part.domain->kind == DomainKind::Aggregation ? 0 : part.domain->kind == DomainKind::Core ? 1 : 2;
        return std::pair(side, part.domain->id);
    };
    std::vector<DomainPart> parts;
    for (std::size_t group = 0; group < m_links.owners(); ++group) {
        parts.clear();
        for (const LinkEnd &end : m_links.of(group))
            if (std::ranges::find(parts, end.domain, &DomainPart::domain) == parts.end())
                parts.push_back({end.domain, false, std::as_const(m_cells).of(m_domainRows.placeOf(end.domain->id))});
        std::ranges::sort(parts, {}, [](const DomainPart &part) { return std::tuple(part.domain->process, part.domain->id); });
        if (const auto home = std::ranges::min_element(parts, {}, rank); home != parts.end())
            home->home = true;
        for (const DomainPart &part : parts)
            m_domains.add(group, part);
    }
    m_domains.group();
}

void PlanIndex::gatherServices(const RowList<Port> &ports)
{
    for (const TrackedRoute &tracked : m_plan.trackedRoutes())
        m_tracked.push_back(&tracked);
    const auto pseudowireOf = [](const TrackedRoute *tracked) { return std::tuple(tracked->service, tracked->pw); };
    std::ranges::sort(m_tracked, {}, [&](const TrackedRoute *tracked) { return std::tuple(pseudowireOf(tracked), tracked->id); });
    const auto trackedBy = [&](AccessServiceId service, PwRole role) -> std::span<const TrackedRoute *const> {
        const auto first = std::ranges::lower_bound(m_tracked, std::tuple(service, role), {}, pseudowireOf);
        return {first, std::ranges::upper_bound(first, m_tracked.end(), std::tuple(service, role), {}, pseudowireOf)};
    };
    const auto terminate = [&](const AccessService &service, PwRole role, const PseudowireEnd &end) {
        if (wanted(end.agg))
            m_pseudowires.add(groupOf(end.agg), {&service, role, &end, m_routers.find(service.csg), trackedBy(service.id, role)});
    };

    for (const AccessService &service : m_plan.services()) {
        if (wanted(service.csg))
            m_services.add(groupOf(service.csg), {&service, ports.find(service.attachment), m_routers.find(service.primary.agg),
                                                  service.secondary ? m_routers.find(service.secondary->agg) : nullptr});
        terminate(service, PwRole::Primary, service.primary);
        if (service.secondary)
            terminate(service, PwRole::Secondary, *service.secondary);
    }
    m_services.group();
    m_pseudowires.group();
}

void PlanIndex::gatherVpns()
{
    for (const VpnMember &member : m_plan.vpnMembers())
        if (wanted(member.router))
            m_members.add(groupOf(member.router), &member);
    m_members.group();
    const auto byName = [&](const VpnMember *a, const VpnMember *b) {
        const int order = m_plan.find(a->vpn)->name.compare(m_plan.find(b->vpn)->name);
        return order != 0 ? order < 0 : a->id < b->id;
    };
    for (std::size_t group = 0; group < m_members.owners(); ++group)
        std::ranges::sort(m_members.of(group), byName);

    for (const VpnInterface &interface : m_plan.vpnInterfaces())
        if (wanted(interface.router))
            m_vpnInterfaces.add(groupOf(interface.router), &interface);
    m_vpnInterfaces.group();
}

void PlanIndex::gatherSessions(const RowList<Port> &ports)
{
    const auto portOn = [&](const BgpSession &session, RouterId router) -> const Port * {
        if (!session.link)
            return nullptr;
        const Link &link = *m_plan.find(*session.link);
        const Port *a = ports.find(link.a);
        return a->router == router ? a : ports.find(link.b);
    };
    for (const BgpSession &session : m_plan.sessions()) {
        if (wanted(session.a))
            m_sessions.add(groupOf(session.a), {&session, m_routers.find(session.b), session.aReflects, session.aNextHopSelf, portOn(session, session.b)});
        if (wanted(session.b))
            m_sessions.add(groupOf(session.b), {&session, m_routers.find(session.a), session.bReflects, session.bNextHopSelf, portOn(session, session.a)});
    }
    m_sessions.group();
}

RouterFacts PlanIndex::factsOf(const Router &router) const
{
    const std::size_t group = groupOf(router.id);
    return {&m_plan,
            &router,
            m_ports.of(group),
            m_links.of(group),
            m_domains.of(group),
            m_services.of(group),
            m_pseudowires.of(group),
            m_members.of(group),
            m_vpnInterfaces.of(group),
            m_sessions.of(group)};
}

} // namespace sidestep::config
