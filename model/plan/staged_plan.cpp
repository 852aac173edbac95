// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/staged_plan.h"

#include "model/plan/kinds.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace sidestep::plan {
namespace {

template <typename IdType>
using Users = std::map<IdType, std::set<RouterId>>;

class Staging
{
public:
    Staging(const Plan &from, const Plan &to, const std::set<RouterId> &committed) : m_from(from), m_to(to), m_committed(committed)
    {
        for (const Plan *plan : {&from, &to})
            collectUsers(*plan);
    }

    [[nodiscard]] Result<StagedPlan> staged()
    {
        addOwned<Router>([](const Router &router) { return router.id; });
        addOwned<Port>([](const Port &port) { return port.router; });
        addShared(m_domainUsers);
        addShared(m_policyUsers);
        addShared(m_vpnUsers);
        addOwned<VpnMember>([](const VpnMember &member) { return member.router; });
        addOwned<VpnInterface>([](const VpnInterface &interface) { return interface.router; });
        addPositions();
        addOwned<KeptText>([](const KeptText &kept) { return kept.id; });
        forEither<Link>([this](const Link *before, const Link *after) { addLink(before, after); });
        forEither<BgpSession>([this](const BgpSession *before, const BgpSession *after) { addSession(before, after); });
        forEither<AccessService>([this](const AccessService *before, const AccessService *after) { addService(before, after); });
        forEither<TrackedRoute>([this](const TrackedRoute *before, const TrackedRoute *after) { addTrackedRoute(before, after); });
        addFlowsAndScenarios();
        addSnippets();
        addSettings();
        auto plan = Plan().with(m_edit);
        if (!plan)
            return tl::unexpected(plan.error());
        return StagedPlan{std::move(*plan), std::move(m_unsettled)};
    }

private:
    [[nodiscard]] bool committed(RouterId router) const { return m_committed.contains(router); }
    [[nodiscard]] const Plan &planOf(RouterId router) const { return committed(router) ? m_to : m_from; }

    template <typename Row>
    void add(const Row &row)
    {
        std::get<std::set<decltype(Row::id)>>(m_present).insert(row.id);
        m_edit.changes.emplace_back(Add<Row>{row});
    }
    template <typename IdType>
    [[nodiscard]] bool present(IdType id) const
    {
        return std::get<std::set<IdType>>(m_present).contains(id);
    }

    /// Every row of either plan, by id; nullptr where a plan has none.
    template <typename Row, typename Visit>
    void forEither(Visit &&visit)
    {
        for (const Row &row : m_from.table<Row>())
            visit(&row, m_to.table<Row>().find(row.id));
        for (const Row &row : m_to.table<Row>()) {
            if (!m_from.table<Row>().find(row.id))
                visit(nullptr, &row);
        }
    }

    void collectUsers(const Plan &plan)
    {
        const auto bfd = [this](const std::optional<BfdPolicyId> &policy, std::initializer_list<RouterId> routers) {
            if (policy)
                m_policyUsers[*policy].insert(routers);
        };
        for (const Link &link : plan.links()) {
            const auto [a, b] = endsOf(plan, link);
            m_domainUsers[link.domain].insert({a, b});
            bfd(plan.find(link.domain)->bfd, {a, b});
        }
        for (const VpnMember &member : plan.vpnMembers())
            m_vpnUsers[member.vpn].insert(member.router);
        for (const BgpSession &session : plan.sessions())
            for (const auto &policy : {session.bfd, session.tunnelBfd})
                bfd(policy, {session.a, session.b});
        for (const AccessService &service : plan.services()) {
            bfd(service.bfd, {service.csg, service.primary.agg});
            if (service.secondary)
                bfd(service.bfd, {service.secondary->agg});
        }
    }

    template <typename Row, typename Owner>
    void addOwned(Owner &&owner)
    {
        forEither<Row>([&](const Row *before, const Row *after) {
            const Row *row = committed(owner(after ? *after : *before)) ? after : before;
            if (row)
                add(*row);
        });
    }

    /// A row that is new waits for whoever uses it; one that went stays until nobody does. Only a change of value matters.
    template <typename IdType>
    void addShared(const Users<IdType> &users)
    {
        using Row = RowNamedBy<IdType>;
        forEither<Row>([&](const Row *before, const Row *after) {
            if (!before || !after) {
                add(before ? *before : *after);
                return;
            }
            const auto found = users.find(before->id);
            const bool everyone = found == users.end()
                || std::all_of(found->second.begin(), found->second.end(), [this](RouterId router) { return committed(router); });
            add(everyone ? *after : *before);
            const bool someone = found != users.end()
                && std::any_of(found->second.begin(), found->second.end(), [this](RouterId router) { return committed(router); });
            if (*before != *after && someone && !everyone)
                m_unsettled.push_back(
                    fmt::format("{} {} changes with the last of {} routers; what they disagree on until then is not simulated", Kind<Row>::one,
                                after->name, found->second.size()));
        });
    }

    void addPositions()
    {
        for (const Plan *plan : {&m_to, &m_from}) {
            for (const Position &position : plan->positions()) {
                if (present(position.id) && m_placed.insert(position.id).second)
                    m_edit.changes.emplace_back(Add<Position>{position});
            }
        }
    }

    void addLink(const Link *before, const Link *after)
    {
        const auto [a, b] = endsOf(after ? m_to : m_from, after ? *after : *before);
        const bool both = committed(a) && committed(b);
        const bool neither = !committed(a) && !committed(b);
        const Link *link = both ? after : before;
        if (!both && !neither) {
            if (!before || !after || before->a != after->a || before->b != after->b)
                return;
            if (*before != *after)
                m_unsettled.push_back(fmt::format("link {} changes with the second of its ends", nameOf(m_to, *after)));
        }
        if (link && present(link->a) && present(link->b))
            add(*link);
    }

    void addSession(const BgpSession *before, const BgpSession *after)
    {
        const BgpSession &any = after ? *after : *before;
        const bool both = committed(any.a) && committed(any.b);
        const bool neither = !committed(any.a) && !committed(any.b);
        if (!both && !neither && (!before || !after))
            return; // one end alone
        const BgpSession *session = both ? after : before;
        if (!session || !present(session->a) || !present(session->b) || (session->link && !present(*session->link)))
            return;
        if (!both && !neither && *before != *after)
            m_unsettled.push_back(fmt::format("BGP session {} changes with the second of its ends", nameOf(m_to, ObjectId(after->id))));
        add(*session);
    }

    /// The AGG's side of a pseudowire; nullopt while it has none, or one that cannot come up with the CSG's.
    [[nodiscard]] std::optional<PseudowireEnd> joined(AccessServiceId service, const PseudowireEnd &csgSide) const
    {
        const AccessService *aggs = planOf(csgSide.agg).find(service);
        if (!aggs || !present(csgSide.agg))
            return std::nullopt;
        for (const PseudowireEnd *end : {&aggs->primary, aggs->secondary ? &*aggs->secondary : nullptr}) {
            if (end && end->agg == csgSide.agg)
                return end->vcId == csgSide.vcId ? std::optional(*end) : std::nullopt;
        }
        return std::nullopt;
    }

    void addService(const AccessService *before, const AccessService *after)
    {
        const AccessService *csgSide = committed((after ? after : before)->csg) ? after : before;
        if (!csgSide)
            return;
        AccessService service = *csgSide;
        const auto primary = joined(service.id, service.primary);
        if (service.secondary)
            service.secondary = joined(service.id, *service.secondary);
        if (!primary) {
            m_unsettled.push_back(service.secondary
                                      ? fmt::format("service {}: PW1 is not up; PW2 alone cannot be shown", service.name)
                                      : fmt::format("service {}: no pseudowire is configured at both its ends", service.name));
            return;
        }
        service.primary = *primary;
        const AccessService &gateway = *planOf(service.primary.agg).find(service.id);
        service.vpn = gateway.vpn;
        service.gateway = gateway.gateway;
        service.gatewayMac = gateway.gatewayMac;
        add(service);
        m_services.emplace(service.id, service);
    }

    void addTrackedRoute(const TrackedRoute *before, const TrackedRoute *after)
    {
        const TrackedRoute &any = after ? *after : *before;
        const auto service = m_services.find(any.service);
        if (service == m_services.end())
            return;
        const bool onPrimary = any.pw == PwRole::Primary;
        if (!onPrimary && !service->second.secondary)
            return;
        const RouterId agg = onPrimary ? service->second.primary.agg : service->second.secondary->agg;
        if (const TrackedRoute *tracked = committed(agg) ? after : before)
            add(*tracked);
    }

    void addFlowsAndScenarios()
    {
        forEither<Flow>([this](const Flow *before, const Flow *after) {
            const Flow &flow = after ? *after : *before;
            if (present(flow.service) && present(flow.remote))
                add(flow);
        });
        forEither<Scenario>([this](const Scenario *before, const Scenario *after) {
            Scenario scenario = after ? *after : *before;
            std::erase_if(scenario.actions, [this](const FailureAction &action) {
                return !std::visit([this](auto id) { return present(id); }, action.target);
            });
            if (!scenario.actions.empty())
                add(scenario);
        });
    }

    /// Nothing that is simulated rests on a snippet.
    void addSnippets()
    {
        forEither<Snippet>([this](const Snippet *before, const Snippet *after) {
            const Snippet &snippet = after ? *after : *before;
            if (!snippet.router || present(*snippet.router))
                add(snippet);
        });
    }

    void addSettings()
    {
        const bool everyone = std::all_of(m_to.routers().begin(), m_to.routers().end(), [this](const Router &router) { return committed(router.id); });
        Settings settings = m_to.settings();
        if (!everyone) {
            settings.asNumber = m_from.settings().asNumber;
            if (settings.asNumber != m_to.settings().asNumber)
                m_unsettled.push_back("the AS number changes with the last router; BGP sessions between old and new are down until then");
            settings.igp = m_from.settings().igp;
            if (settings.igp != m_to.settings().igp)
                m_unsettled.push_back("the IGP changes with the last router; old and new have no adjacency until then");
        }
        m_edit.changes.emplace_back(SetSettings{std::move(settings)});
    }

    const Plan &m_from;
    const Plan &m_to;
    const std::set<RouterId> &m_committed;
    PlanEdit m_edit;
    std::vector<std::string> m_unsettled;
    std::tuple<std::set<RouterId>, std::set<PortId>, std::set<LinkId>, std::set<IgpDomainId>, std::set<BfdPolicyId>, std::set<VpnId>, std::set<VpnMemberId>,
               std::set<VpnInterfaceId>, std::set<AccessServiceId>, std::set<TrackedRouteId>, std::set<BgpSessionId>, std::set<FlowId>, std::set<ScenarioId>,
               std::set<SnippetId>>
        m_present;
    std::set<RouterId> m_placed;
    std::map<AccessServiceId, AccessService> m_services;
    Users<IgpDomainId> m_domainUsers;
    Users<BfdPolicyId> m_policyUsers;
    Users<VpnId> m_vpnUsers;
};

} // namespace

Result<StagedPlan> stagedPlan(const Plan &from, const Plan &to, const std::set<RouterId> &committed)
{
    return Staging(from, to, committed).staged();
}

} // namespace sidestep::plan
