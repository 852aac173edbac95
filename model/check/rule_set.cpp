// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/rule_set.h"

#include <algorithm>
#include <deque>
#include <set>
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
    for (const auto *group : {&trackingRules(), &serviceRules(), &routingRules(), &addressingRules()})
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
    for (const TrackedRoute &row : plan.trackedRoutes())
        m_tracked.emplace(pwKey(row.service, row.pw), &row);
}

bool PlanView::isAccess(const Link &link) const
{
    const auto [a, b] = endsOf(plan, link);
    return plan.find(a)->role == Role::Csg || plan.find(b)->role == Role::Csg;
}

const TrackedRoute *PlanView::tracked(AccessServiceId service, PwRole role) const
{
    const auto at = m_tracked.find(pwKey(service, role));
    return at == m_tracked.end() ? nullptr : at->second;
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

bool PlanView::coreReaches(RouterId from, RouterId to, std::optional<RouterId> without) const
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
            if (isAccess(*link))
                continue;
            const auto [a, b] = endsOf(plan, *link);
            const RouterId next = a == at ? b : a;
            if (next != without && seen.insert(next).second)
                open.push_back(next);
        }
    }
    return false;
}

bool PlanView::routeReaches(RouterId origin, RouterId router) const
{
    if (origin == router)
        return true;
    // A speaker passes a route on by whom it has it from: a reflector from anyone to its clients, from a client to anyone.
    using Step = std::pair<RouterId, std::optional<RouterId>>;
    std::set<Step> seen{{origin, std::nullopt}};
    std::deque<Step> open{{origin, std::nullopt}};
    const auto isClient = [](const BgpSession &session, RouterId of) { return session.a == of ? session.aReflects : session.bReflects; };
    while (!open.empty()) {
        const auto [at, from] = open.front();
        open.pop_front();
        const auto list = sessions.find(at);
        if (list == sessions.end())
            continue;
        const BgpSession *source = nullptr;
        for (const BgpSession *session : list->second)
            if (from && (session->a == *from || session->b == *from))
                source = session;
        for (const BgpSession *session : list->second) {
            const RouterId peer = session->a == at ? session->b : session->a;
            if (peer == from || peer == origin)
                continue;
            if (source && !isClient(*session, at) && !isClient(*source, at))
                continue;
            if (peer == router)
                return true;
            if (seen.insert({peer, at}).second)
                open.push_back({peer, at});
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
