// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/plan.h"

#include <fmt/format.h>

#include <set>

namespace sidestep::plan {
namespace {

/// Everything that goes when some objects go. Collects ids first, then writes one edit, so that nothing is named twice.
class Removal
{
public:
    explicit Removal(const Plan &plan) : m_plan(plan) {}

    void add(const ObjectId &object)
    {
        std::visit(
            [this](auto id) {
                if (m_plan.find(id))
                    of(id).insert(id);
            },
            object);
    }

    /// Order of the passes is order of dependence: what an earlier pass takes is known to all later ones.
    void cascade()
    {
        for (const Link &link : m_plan.links()) {
            const auto [a, b] = endsOf(m_plan, link);
            if (has(link.domain) || has(link.a) || has(link.b) || has(a) || has(b))
                m_links.insert(link.id);
        }
        for (const Port &port : m_plan.ports())
            if (has(port.router))
                m_ports.insert(port.id);
        for (const VpnMember &member : m_plan.vpnMembers())
            if (has(member.vpn) || has(member.router))
                m_members.insert(member.id);
        for (const VpnInterface &interface : m_plan.vpnInterfaces())
            if (has(interface.vpn) || has(interface.router) || (interface.port && has(*interface.port)))
                m_interfaces.insert(interface.id);
        for (const AccessService &service : m_plan.services()) {
            if (has(service.csg) || has(service.vpn) || has(service.attachment) || has(service.primary.agg))
                m_services.insert(service.id);
            else if (service.secondary && has(service.secondary->agg))
                m_lostSecondary.insert(service.id);
        }
        portsOfLinks();
        for (const TrackedRoute &tracked : m_plan.trackedRoutes())
            if (has(tracked.service) || has(tracked.vpn) || (tracked.pw == PwRole::Secondary && m_lostSecondary.contains(tracked.service)))
                m_tracked.insert(tracked.id);
        for (const BgpSession &session : m_plan.sessions())
            if (has(session.a) || has(session.b))
                m_sessions.insert(session.id);
        for (const Flow &flow : m_plan.flows())
            if (has(flow.service) || has(flow.remote))
                m_flows.insert(flow.id);
    }

    PlanEdit edit(const std::string &label)
    {
        EditBuilder edit(m_plan, label);
        for (const Scenario &scenario : m_plan.scenarios()) {
            if (has(scenario.id))
                continue;
            Scenario left = scenario;
            std::erase_if(left.actions, [this](const FailureAction &action) { return std::visit([this](auto id) { return has(id); }, action.target); });
            if (left.actions.size() != scenario.actions.size())
                edit.set(std::move(left));
        }
        for (const AccessService &service : m_plan.services()) {
            if (has(service.id))
                continue;
            AccessService left = service;
            if (m_lostSecondary.contains(service.id))
                left.secondary.reset();
            loosen(left.bfd);
            if (!(left == service))
                edit.set(std::move(left));
        }
        loosenAll(edit, m_plan.domains());
        loosenAll(edit, m_plan.sessions());
        for (const Position &position : m_plan.positions())
            if (has(position.id))
                edit.remove<Position>(position.id);
        removeAll<Flow>(edit, m_flows);
        removeAll<TrackedRoute>(edit, m_tracked);
        removeAll<AccessService>(edit, m_services);
        removeAll<BgpSession>(edit, m_sessions);
        removeAll<VpnInterface>(edit, m_interfaces);
        removeAll<VpnMember>(edit, m_members);
        removeAll<Vpn>(edit, m_vpns);
        removeAll<Link>(edit, m_links);
        removeAll<Port>(edit, m_ports);
        removeAll<Router>(edit, m_routers);
        removeAll<IgpDomain>(edit, m_domains);
        removeAll<BfdPolicy>(edit, m_policies);
        removeAll<Scenario>(edit, m_scenarios);
        return edit.take();
    }

    /// "Delete AGG1 with 3 links, 2 BGP sessions and 1 access service".
    std::string label(const std::vector<ObjectId> &objects)
    {
        std::vector<ObjectId> asked;
        for (const ObjectId &object : objects)
            if (std::visit([this](auto id) { return has(id); }, object))
                asked.push_back(object);
        if (asked.empty())
            return "Delete nothing";
        std::string text = asked.size() == 1 ? "Delete " + nameOf(m_plan, asked.front()) : fmt::format("Delete {} objects", asked.size());
        std::vector<std::string> parts;
        const auto count = [&]<typename IdType>(const std::set<IdType> &ids, const char *one, const char *many) {
            std::size_t n = ids.size();
            for (const ObjectId &object : asked)
                if (const auto *id = std::get_if<IdType>(&object); id && ids.contains(*id))
                    --n;
            if (n > 0)
                parts.push_back(fmt::format("{} {}", n, n == 1 ? one : many));
        };
        count(m_links, "link", "links");
        count(m_sessions, "BGP session", "BGP sessions");
        count(m_services, "access service", "access services");
        count(m_lostSecondary, "secondary pseudowire", "secondary pseudowires");
        count(m_interfaces, "VPN interface", "VPN interfaces");
        count(m_tracked, "tracked route", "tracked routes");
        count(m_flows, "flow", "flows");
        for (std::size_t i = 0; i < parts.size(); ++i)
            text += (i == 0 ? " with " : i + 1 == parts.size() ? " and " : ", ") + parts[i];
        return text;
    }

private:
    std::set<RouterId> &of(RouterId) { return m_routers; }
    std::set<PortId> &of(PortId) { return m_ports; }
    std::set<LinkId> &of(LinkId) { return m_links; }
    std::set<IgpDomainId> &of(IgpDomainId) { return m_domains; }
    std::set<BfdPolicyId> &of(BfdPolicyId) { return m_policies; }
    std::set<VpnId> &of(VpnId) { return m_vpns; }
    std::set<VpnMemberId> &of(VpnMemberId) { return m_members; }
    std::set<VpnInterfaceId> &of(VpnInterfaceId) { return m_interfaces; }
    std::set<AccessServiceId> &of(AccessServiceId) { return m_services; }
    std::set<TrackedRouteId> &of(TrackedRouteId) { return m_tracked; }
    std::set<BgpSessionId> &of(BgpSessionId) { return m_sessions; }
    std::set<FlowId> &of(FlowId) { return m_flows; }
    std::set<ScenarioId> &of(ScenarioId) { return m_scenarios; }
    template <typename IdType>
    bool has(IdType id)
    {
        return of(id).contains(id);
    }

    /// A port was made for its link, so it goes with it, unless it carries something else.
    void portsOfLinks()
    {
        if (m_links.empty())
            return;
        std::set<PortId> used;
        for (const AccessService &service : m_plan.services())
            if (!has(service.id))
                used.insert(service.attachment);
        for (const VpnInterface &interface : m_plan.vpnInterfaces())
            if (interface.port && !has(interface.id))
                used.insert(*interface.port);
        for (const LinkId id : m_links)
            for (const PortId port : {m_plan.find(id)->a, m_plan.find(id)->b})
                if (!used.contains(port))
                    m_ports.insert(port);
    }

    void loosen(std::optional<BfdPolicyId> &policy)
    {
        if (policy && has(*policy))
            policy.reset();
    }
    template <typename Row>
    void loosenAll(EditBuilder &edit, const Table<Row> &rows)
    {
        for (const Row &row : rows) {
            Row left = row;
            loosen(left.bfd);
            if (!has(row.id) && !(left == row))
                edit.set(std::move(left));
        }
    }
    template <typename Row, typename Ids>
    static void removeAll(EditBuilder &edit, const Ids &ids)
    {
        for (const auto id : ids)
            edit.remove<Row>(id);
    }

    const Plan &m_plan;
    std::set<RouterId> m_routers;
    std::set<PortId> m_ports;
    std::set<LinkId> m_links;
    std::set<IgpDomainId> m_domains;
    std::set<BfdPolicyId> m_policies;
    std::set<VpnId> m_vpns;
    std::set<VpnMemberId> m_members;
    std::set<VpnInterfaceId> m_interfaces;
    std::set<AccessServiceId> m_services;
    std::set<AccessServiceId> m_lostSecondary;
    std::set<TrackedRouteId> m_tracked;
    std::set<BgpSessionId> m_sessions;
    std::set<FlowId> m_flows;
    std::set<ScenarioId> m_scenarios;
};

} // namespace

PlanEdit removalOf(const Plan &plan, const std::vector<ObjectId> &objects)
{
    Removal removal(plan);
    for (const ObjectId &object : objects)
        removal.add(object);
    removal.cascade();
    return removal.edit(removal.label(objects));
}

} // namespace sidestep::plan
