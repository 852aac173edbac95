// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/rule_set.h"

#include <algorithm>
#include <deque>
#include <set>
#include <tuple>
#include <unordered_set>

namespace sidestep::check {
namespace {

using namespace plan;

std::uint64_t pwKey(AccessServiceId service, PwRole role)
{
    return std::uint64_t{service.value()} << 1 | static_cast<std::uint64_t>(role);
}

std::vector<RuleEntry> collected()
{
    std::vector<RuleEntry> all;
    for (const auto *group : {&trackingRules(), &serviceRules(), &sharedBfdRules(), &routingRules(), &addressingRules()})
        all.insert(all.end(), group->begin(), group->end());
    return all;
}

const std::vector<RuleEntry> &entries()
{
    static const std::vector<RuleEntry> all = collected();
    return all;
}

} // namespace

PlanView::PlanView(const Plan &thePlan) : plan(thePlan)
{
    for (const AccessService &service : plan.services()) {
        pwsByAgg[service.primary.agg].push_back({&service, PwRole::Primary});
        if (service.secondary)
            pwsByAgg[service.secondary->agg].push_back({&service, PwRole::Secondary});
    }
    for (const auto &[agg, pws] : pwsByAgg)
        aggs.push_back(agg);
    std::sort(aggs.begin(), aggs.end());
    for (const Link &link : plan.links()) {
        const auto [a, b] = endsOf(plan, link);
        linksByRouter[a].push_back(&link);
        linksByRouter[b].push_back(&link);
    }
    for (const BgpSession &session : plan.sessions()) {
        sessions[session.a].push_back(&session);
        sessions[session.b].push_back(&session);
    }
    for (const Router &router : plan.routers())
        if (router.asNumber)
            m_ownAs.emplace(router.id, *router.asNumber);
    for (const TrackedRoute &row : plan.trackedRoutes())
        m_tracked.emplace(pwKey(row.service, row.pw), &row);
}

bool PlanView::isAccess(const Link &link) const
{
    const auto [a, b] = endsOf(plan, link);
    return plan.find(a)->role == Role::Csg || plan.find(b)->role == Role::Csg;
}

std::vector<const TrackedRoute *> PlanView::tracked(AccessServiceId service, PwRole role) const
{
    std::vector<const TrackedRoute *> routes;
    for (auto [at, end] = m_tracked.equal_range(pwKey(service, role)); at != end; ++at)
        routes.push_back(at->second);
    return routes;
}

std::vector<RouterId> PlanView::originators(VpnId vpn) const
{
    std::set<RouterId> routers;
    for (const VpnInterface &interface : plan.vpnInterfaces())
        if (interface.vpn == vpn && interface.advertised)
            routers.insert(interface.router);
    return {routers.begin(), routers.end()};
}

const VpnInterface *PlanView::probeFor(VpnId vpn, RouterId agg) const
{
    const VpnInterface *best = nullptr;
    int bestScore = -1;
    const auto peers = sessions.find(agg);
    for (const VpnInterface &interface : plan.vpnInterfaces()) {
        if (interface.vpn != vpn || !interface.advertised || !interface.address || interface.router == agg)
            continue;
        const bool peer = peers != sessions.end() && std::any_of(peers->second.begin(), peers->second.end(), [&](const BgpSession *session) {
            return session->a == interface.router || session->b == interface.router;
        });
        const int score = (interface.port ? 0 : 2) + (peer ? 1 : 0);
        if (score > bestScore) {
            best = &interface;
            bestScore = score;
        }
    }
    return best;
}

bool PlanView::coreReaches(RouterId from, RouterId to, std::optional<RouterId> without, std::optional<LinkId> withoutLink) const
{
    if (from == without || to == without)
        return false;
    std::unordered_set<RouterId> seen{from};
    std::deque<RouterId> open{from};
    while (!open.empty()) {
        const RouterId at = open.front();
        open.pop_front();
        if (at == to)
            return true;
        const auto links = linksByRouter.find(at);
        if (links == linksByRouter.end())
            continue;
        for (const Link *link : links->second) {
            if (isAccess(*link) || link->id == withoutLink)
                continue;
            const auto [a, b] = endsOf(plan, *link);
            const RouterId next = a == at ? b : a;
            if (next != without && seen.insert(next).second)
                open.push_back(next);
        }
    }
    return false;
}

std::uint32_t PlanView::asOf(RouterId router) const
{
    const auto own = m_ownAs.find(router);
    return own == m_ownAs.end() ? plan.settings().asNumber : own->second;
}

bool PlanView::routeReaches(RouterId origin, RouterId router, std::optional<BgpSessionId> without) const
{
    if (origin == router)
        return true;
    // A speaker passes a route on by whom it has it from: a reflector from anyone to its clients, from a client to anyone; what
    // comes from another AS, or goes there, needs no reflection.
    using Step = std::tuple<RouterId, const BgpSession *, std::vector<std::uint32_t>>; // where, whence, AS path
    std::set<Step> seen{{origin, nullptr, {}}};
    std::deque<Step> open(seen.begin(), seen.end());
    const auto isClient = [](const BgpSession &session, RouterId of) { return session.a == of ? session.aReflects : session.bReflects; };
    while (!open.empty()) {
        const auto [at, source, path] = open.front();
        open.pop_front();
        const auto list = sessions.find(at);
        if (list == sessions.end())
            continue;
        for (const BgpSession *session : list->second) {
            const RouterId peer = session->a == at ? session->b : session->a;
            if (session == source || session->id == without || peer == origin)
                continue;
            const bool reflected = source && !external(*source) && !external(*session);
            if (reflected && !isClient(*session, at) && !isClient(*source, at))
                continue;
            std::vector<std::uint32_t> through = path;
            if (external(*session))
                through.push_back(asOf(at));
            if (std::find(through.begin(), through.end(), asOf(peer)) != through.end())
                continue;
            if (peer == router)
                return true;
            if (Step next{peer, session, std::move(through)}; seen.insert(next).second)
                open.push_back(std::move(next));
        }
    }
    return false;
}

const std::vector<Rule> &rules()
{
    static const std::vector<Rule> all = [] {
        std::vector<Rule> list;
        for (const RuleEntry &entry : entries())
            list.push_back(entry.rule);
        return list;
    }();
    return all;
}

std::vector<Finding> checkPlan(const Plan &plan)
{
    const PlanView view(plan);
    std::vector<Finding> findings;
    for (const RuleEntry &entry : entries()) {
        Report report(entry.rule, findings);
        entry.run(view, report);
    }
    return findings;
}

FreeDistinguishers::FreeDistinguishers(const plan::Plan &plan) : m_asNumber(plan.settings().asNumber)
{
    for (const plan::VpnMember &member : plan.vpnMembers())
        if (member.distinguisher)
            m_used.insert(member.distinguisher->number);
}

std::optional<RouteDistinguisher> FreeDistinguishers::take()
{
    const std::uint64_t last = m_asNumber > 0xFFFF ? 0xFFFF : 0xFFFFFFFF;
    while (m_next <= last && m_used.contains(static_cast<std::uint32_t>(m_next)))
        ++m_next;
    if (m_next > last)
        return std::nullopt;
    return RouteDistinguisher{m_asNumber, static_cast<std::uint32_t>(m_next++), false};
}

} // namespace sidestep::check
