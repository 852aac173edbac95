// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/kinds.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace sidestep::plan {
namespace {

/// Everything that goes when some objects go. Collects ids first, then writes one edit, so that nothing is named twice.
class Removal
{
public:
    explicit Removal(const Plan &plan) : m_plan(plan) {}
    Removal(const Removal &) = delete;
    Removal &operator=(const Removal &) = delete;

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
        for (const Port &port : m_plan.ports())
            if (has(port.router))
                m_ports.insert(port.id);
        for (const Link &link : m_plan.links())
            if (has(link.domain) || has(link.a) || has(link.b))
                m_links.insert(link.id);
        for (const VpnMember &member : m_plan.vpnMembers())
            if (has(member.vpn) || has(member.router))
                m_members.insert(member.id);
        for (const VpnInterface &interface : m_plan.vpnInterfaces())
            if (has(interface.vpn) || has(interface.router) || (interface.port && has(*interface.port)))
                m_interfaces.insert(interface.id);
        for (const AccessService &service : m_plan.services()) {
            if (has(service.csg) || has(service.vpn) || has(service.attachment) || has(service.primary.agg))
                m_services.insert(service.id);
            else if (service.secondary && has(service.secondary->agg) && !has(service.id))
                m_lostSecondary.insert(service.id);
        }
        takePortsOfLinks();
        for (const TrackedRoute &tracked : m_plan.trackedRoutes())
            if (has(tracked.service) || has(tracked.vpn) || (tracked.pw == PwRole::Secondary && m_lostSecondary.contains(tracked.service)))
                m_tracked.insert(tracked.id);
        for (const BgpSession &session : m_plan.sessions())
            if (has(session.a) || has(session.b) || (session.link && has(*session.link)))
                m_sessions.insert(session.id);
        for (const Flow &flow : m_plan.flows())
            if (has(flow.service) || has(flow.remote))
                m_flows.insert(flow.id);
        for (const Snippet &snippet : m_plan.snippets())
            if (snippet.router && has(*snippet.router))
                m_snippets.insert(snippet.id);
    }

    PlanEdit edit(const std::vector<ObjectId> &objects)
    {
        EditBuilder edit(m_plan, {});
        std::size_t actions = 0;
        for (const Scenario &scenario : m_plan.scenarios()) {
            const auto goes = [this](const FailureAction &action) { return std::visit([this](auto id) { return has(id); }, action.target); };
            if (has(scenario.id) || std::none_of(scenario.actions.begin(), scenario.actions.end(), goes))
                continue;
            Scenario left = scenario;
            actions += std::erase_if(left.actions, goes);
            edit.set(std::move(left));
        }
        std::size_t withoutBfd = 0;
        for (const AccessService &service : m_plan.services()) {
            const bool single = m_lostSecondary.contains(service.id);
            if (has(service.id) || !(single || losesBfd(service)))
                continue;
            AccessService left = service;
            if (losesBfd(service)) {
                left.bfd.reset();
                ++withoutBfd;
            }
            if (single)
                left.secondary.reset();
            edit.set(std::move(left));
        }
        withoutBfd += clearBfd(edit, m_plan.domains()) + clearBfd(edit, m_plan.sessions());
        std::size_t keptLines = 0;
        for (const RouterId id : m_routers) {
            if (m_plan.positions().contains(id))
                edit.remove<Position>(id);
            if (const KeptText *kept = m_plan.keptTexts().find(id)) {
                keptLines += 1 + static_cast<std::size_t>(std::count(kept->text.begin(), kept->text.end(), '\n'));
                edit.remove<KeptText>(id);
            }
        }
        removeAll<Snippet>(edit, m_snippets);
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
        PlanEdit result = edit.take();
        result.label = label(objects, {actions, withoutBfd, keptLines});
        return result;
    }

private:
    /// What goes besides whole rows, for the label.
    struct Parts
    {
        std::size_t actions;
        std::size_t withoutBfd;
        std::size_t keptLines;
    };

    /// "Delete AGG1 with 3 links, 2 BGP sessions and 1 access service". Ports, positions and VPN instances go unnamed: they
    /// are part of a router or of a link to the person who reads this.
    std::string label(const std::vector<ObjectId> &objects, const Parts &parts)
    {
        std::vector<ObjectId> asked;
        for (const ObjectId &object : objects)
            if (std::visit([this](auto id) { return has(id); }, object) && std::find(asked.begin(), asked.end(), object) == asked.end())
                asked.push_back(object);
        if (asked.empty())
            return "Delete nothing";

        std::vector<std::string> what;
        if (asked.size() <= 3)
            for (const ObjectId &object : asked)
                what.push_back(nameOf(m_plan, object));
        else
            std::apply([&](const auto &...ids) { (countAsked(asked, ids, what), ...); }, m_ids);

        std::vector<std::string> with;
        countOthers<Link>(asked, m_links, with);
        countOthers<BgpSession>(asked, m_sessions, with);
        countOthers<AccessService>(asked, m_services, with);
        count(m_lostSecondary.size(), "secondary pseudowire", "secondary pseudowires", with);
        countOthers<VpnInterface>(asked, m_interfaces, with);
        countOthers<TrackedRoute>(asked, m_tracked, with);
        countOthers<Flow>(asked, m_flows, with);
        countOthers<Snippet>(asked, m_snippets, with);
        count(parts.keptLines, "kept line", "kept lines", with);
        count(parts.actions, "failure in scenarios", "failures in scenarios", with);
        count(parts.withoutBfd, "use of BFD", "uses of BFD", with);
        return fmt::format("Delete {}{}{}", listed(what), with.empty() ? "" : " with ", listed(with));
    }

    static std::string listed(const std::vector<std::string> &parts)
    {
        std::string text;
        for (std::size_t i = 0; i < parts.size(); ++i)
            text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
        return text;
    }
    static void count(std::size_t n, std::string_view one, std::string_view many, std::vector<std::string> &parts)
    {
        if (n > 0)
            parts.push_back(fmt::format("{} {}", n, n == 1 ? one : many));
    }
    template <typename IdType>
    static std::size_t asked(const std::vector<ObjectId> &objects)
    {
        return static_cast<std::size_t>(
            std::count_if(objects.begin(), objects.end(), [](const ObjectId &object) { return std::holds_alternative<IdType>(object); }));
    }
    template <typename IdType>
    static void countAsked(const std::vector<ObjectId> &objects, const std::set<IdType> &, std::vector<std::string> &parts)
    {
        using Row = RowNamedBy<IdType>;
        count(asked<IdType>(objects), Kind<Row>::one, Kind<Row>::many, parts);
    }
    template <typename Row>
    static void countOthers(const std::vector<ObjectId> &objects, const std::set<decltype(Row::id)> &ids, std::vector<std::string> &parts)
    {
        count(ids.size() - asked<decltype(Row::id)>(objects), Kind<Row>::one, Kind<Row>::many, parts);
    }

    template <typename IdType>
    std::set<IdType> &of(IdType)
    {
        return std::get<std::set<IdType>>(m_ids);
    }
    template <typename IdType>
    bool has(IdType id)
    {
        return of(id).contains(id);
    }

    /// A port was drawn with its link, so it goes with it, unless something else stands on it: then it is a port to
    /// somewhere and stays.
    void takePortsOfLinks()
    {
        std::set<PortId> free;
        for (const LinkId id : m_links)
            for (const PortId port : {m_plan.find(id)->a, m_plan.find(id)->b})
                free.insert(port);
        if (free.empty())
            return;
        for (const AccessService &service : m_plan.services())
            if (!has(service.id))
                free.erase(service.attachment);
        for (const VpnInterface &interface : m_plan.vpnInterfaces())
            if (interface.port && !has(interface.id))
                free.erase(*interface.port);
        m_ports.merge(free);
    }

    /// The row's references to BFD policies.
    template <typename Row>
    static auto policiesOf(Row &row)
    {
        if constexpr (requires { row.tunnelBfd; })
            return std::array{&row.bfd, &row.tunnelBfd};
        else
            return std::array{&row.bfd};
    }
    template <typename Row>
    bool losesBfd(const Row &row)
    {
        return std::ranges::any_of(policiesOf(row), [this](const auto *policy) { return *policy && this->has(**policy); });
    }
    template <typename Row>
    std::size_t clearBfd(EditBuilder &edit, const Table<Row> &rows)
    {
        std::size_t cleared = 0;
        if (m_policies.empty())
            return cleared;
        for (const Row &row : rows)
            if (losesBfd(row) && !has(row.id)) {
                Row left = row;
                for (std::optional<BfdPolicyId> *policy : policiesOf(left))
                    if (*policy && has(**policy))
                        policy->reset();
                edit.set(std::move(left));
                ++cleared;
            }
        return cleared;
    }
    template <typename Row>
    static void removeAll(EditBuilder &edit, const std::set<decltype(Row::id)> &ids)
    {
        for (const auto id : ids)
            edit.remove<Row>(id);
    }

    const Plan &m_plan;
    std::tuple<std::set<RouterId>, std::set<LinkId>, std::set<IgpDomainId>, std::set<BfdPolicyId>, std::set<VpnId>, std::set<VpnMemberId>,
               std::set<VpnInterfaceId>, std::set<AccessServiceId>, std::set<TrackedRouteId>, std::set<BgpSessionId>, std::set<FlowId>,
               std::set<ScenarioId>, std::set<PortId>, std::set<SnippetId>>
        m_ids;
    std::set<RouterId> &m_routers = std::get<std::set<RouterId>>(m_ids);
    std::set<LinkId> &m_links = std::get<std::set<LinkId>>(m_ids);
    std::set<IgpDomainId> &m_domains = std::get<std::set<IgpDomainId>>(m_ids);
    std::set<BfdPolicyId> &m_policies = std::get<std::set<BfdPolicyId>>(m_ids);
    std::set<VpnId> &m_vpns = std::get<std::set<VpnId>>(m_ids);
    std::set<VpnMemberId> &m_members = std::get<std::set<VpnMemberId>>(m_ids);
    std::set<VpnInterfaceId> &m_interfaces = std::get<std::set<VpnInterfaceId>>(m_ids);
    std::set<AccessServiceId> &m_services = std::get<std::set<AccessServiceId>>(m_ids);
    std::set<TrackedRouteId> &m_tracked = std::get<std::set<TrackedRouteId>>(m_ids);
    std::set<BgpSessionId> &m_sessions = std::get<std::set<BgpSessionId>>(m_ids);
    std::set<FlowId> &m_flows = std::get<std::set<FlowId>>(m_ids);
    std::set<ScenarioId> &m_scenarios = std::get<std::set<ScenarioId>>(m_ids);
    std::set<PortId> &m_ports = std::get<std::set<PortId>>(m_ids);
    std::set<SnippetId> &m_snippets = std::get<std::set<SnippetId>>(m_ids);
    std::set<AccessServiceId> m_lostSecondary; ///< keep their primary pseudowire
};

} // namespace

PlanEdit removalOf(const Plan &plan, const std::vector<ObjectId> &objects)
{
    Removal removal(plan);
    for (const ObjectId &object : objects)
        removal.add(object);
    removal.cascade();
    return removal.edit(objects);
}

} // namespace sidestep::plan
