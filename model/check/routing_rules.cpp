// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/rule_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace sidestep::check {
namespace {

using namespace plan;

SimDuration detection(const BfdPolicy &policy)
{
    return std::chrono::milliseconds(policy.multiplier * std::max(policy.minTxMs, policy.minRxMs));
}

std::int64_t milliseconds(SimDuration span)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(span).count();
}

BfdPolicyId somePolicy(const PlanView &view, EditBuilder &edit, const char *name, std::uint16_t intervalMs)
{
    for (const BfdPolicy &policy : view.plan.bfdPolicies())
        if (detection(policy) == std::chrono::milliseconds(3 * intervalMs))
            return policy.id;
    std::string free = name;
    const auto taken = [&] {
        return std::any_of(view.plan.bfdPolicies().begin(), view.plan.bfdPolicies().end(), [&](const BfdPolicy &policy) { return policy.name == free; });
    };
    for (int n = 2; taken(); ++n)
        free = fmt::format("{} {}", name, n);
    return edit.add(BfdPolicy{BfdPolicyId(0), free, intervalMs, intervalMs, 3});
}

/// Least time from a failed link to the detour in place: BFD detection, LSP delay, SPF delay.
std::optional<SimDuration> convergence(const PlanView &view, RouterId router)
{
    std::optional<SimDuration> slowest;
    const auto links = view.linksByRouter.find(router);
    if (links == view.linksByRouter.end())
        return std::nullopt;
    for (const Link *link : links->second) {
        const IgpDomain &domain = *view.plan.find(link->domain);
        if (view.isAccess(*link) || !domain.bfd)
            continue;
        const SimDuration time = detection(*view.plan.find(*domain.bfd)) + std::chrono::milliseconds(domain.lspInitMs + domain.spfInitMs);
        slowest = std::max(slowest.value_or(time), time);
    }
    return slowest;
}

void bfdTooFast(const PlanView &view, Report &report)
{
    for (const BgpSession &session : view.plan.sessions()) {
        if (!session.bfd || session.link) // over a link there is no way around to wait for
            continue;
        const BfdPolicy &policy = *view.plan.find(*session.bfd);
        SimDuration needed{};
        for (const RouterId end : {session.a, session.b})
            needed = std::max(needed, convergence(view, end).value_or(SimDuration{}));
        if (needed == SimDuration{} || detection(policy) > needed)
            continue;
        EditBuilder edit(view.plan, fmt::format("Slow down BFD for {}", nameOf(view.plan, ObjectId(session.id))));
        BgpSession slower = session;
        const auto interval = static_cast<std::uint16_t>((milliseconds(needed) * 3 / 2 + 2) / 3);
        slower.bfd = somePolicy(view, edit, "BGP sessions, slower", interval);
        edit.set(std::move(slower));
        report.add(fmt::format("BFD ends BGP session {} after {} ms, but the IGP needs {} ms to go around one failed link: a single failure would reset "
                               "the session for nothing.",
                               nameOf(view.plan, ObjectId(session.id)), milliseconds(detection(policy)), milliseconds(needed)),
                   {session.id}, edit.take());
    }
}

/// Routers whose routes the AGG lives on in the VPN: those that originate what it tracks, or, where it tracks nothing, all.
std::set<RouterId> originsFor(const PlanView &view, RouterId agg, VpnId vpn)
{
    std::set<Ipv6Prefix> tracked;
    const auto ends = view.pwsByAgg.find(agg);
    if (ends != view.pwsByAgg.end())
        for (const PwEnd &end : ends->second)
            for (const TrackedRoute *route : view.tracked(end.service->id, end.role))
                if (route->vpn == vpn)
                    tracked.insert(route->prefix);
    std::set<RouterId> origins;
    for (const VpnInterface &interface : view.plan.vpnInterfaces())
        if (interface.vpn == vpn && interface.advertised && interface.address && interface.router != agg
            && (tracked.empty() || tracked.contains(prefixOf(*interface.address))))
            origins.insert(interface.router);
    return origins;
}

/// The AGG has a route by this session alone.
bool livesOn(const PlanView &view, const BgpSession &session, RouterId agg)
{
    const auto ends = view.pwsByAgg.find(agg);
    if (ends == view.pwsByAgg.end())
        return false;
    std::set<VpnId> vpns;
    for (const PwEnd &end : ends->second)
        vpns.insert(end.service->vpn);
    return std::any_of(vpns.begin(), vpns.end(), [&](VpnId vpn) {
        const std::set<RouterId> origins = originsFor(view, agg, vpn);
        const auto has = [&](std::optional<BgpSessionId> without) {
            return std::any_of(origins.begin(), origins.end(), [&](RouterId origin) { return view.routeReaches(origin, agg, without); });
        };
        return has(std::nullopt) && !has(session.id);
    });
}

void sessionOnOneLink(const PlanView &view, Report &report)
{
    for (const BgpSession &session : view.plan.sessions()) {
        if (!session.link || isExternal(view.plan, session) || !view.coreReaches(session.a, session.b, std::nullopt, session.link))
            continue;
        for (const RouterId agg : {session.a, session.b}) {
            if (!livesOn(view, session, agg))
                continue;
            EditBuilder edit(view.plan, fmt::format("Put {} between the loopbacks", nameOf(view.plan, ObjectId(session.id))));
            BgpSession row = session;
            row.link.reset();
            edit.set(std::move(row));
            report.add(fmt::format("iBGP session {} uses the addresses of link {}: that single link takes the route from {}, though the IGP knows another way "
                                   "and a session between the loopbacks would take it.",
                                   nameOf(view.plan, ObjectId(session.id)), nameOf(view.plan, ObjectId(*session.link)), view.plan.find(agg)->name),
                       {session.id, *session.link}, edit.take());
            break;
        }
    }
}

void noRouteAtSecondary(const PlanView &view, Report &report)
{
    std::set<std::pair<RouterId, VpnId>> asked;
    for (const AccessService &service : view.plan.services()) {
        if (!service.secondary || !asked.emplace(service.secondary->agg, service.vpn).second)
            continue;
        const RouterId agg = service.secondary->agg;
        const auto origins = view.originators(service.vpn);
        if (origins.empty() || std::any_of(origins.begin(), origins.end(), [&](RouterId origin) { return view.routeReaches(origin, agg); }))
            continue;
        // Reflection by everyone with more than one session: enough for any tree of sessions.
        EditBuilder edit(view.plan, "Reflect routes to the AGGs");
        for (const BgpSession &session : view.plan.sessions()) {
            BgpSession row = session;
            const Role a = view.plan.find(row.a)->role;
            const Role b = view.plan.find(row.b)->role;
            row.aReflects |= a == b || (a == Role::Rsg && b == Role::Agg);
            row.bReflects |= a == b || (b == Role::Rsg && a == Role::Agg);
            if (!(row == session))
                edit.set(std::move(row));
        }
        std::optional<PlanEdit> repair;
        const PlanEdit candidate = edit.take();
        if (const auto mended = view.plan.with(candidate)) {
            const PlanView after(*mended);
            if (std::any_of(origins.begin(), origins.end(), [&](RouterId origin) { return after.routeReaches(origin, agg); }))
                repair = candidate;
        }
        report.add(fmt::format("No VPN route gets to {}: iBGP does not pass on what it learned by iBGP, and nobody reflects. A switch to it would move "
                               "the traffic into a dead end.",
                               view.plan.find(agg)->name),
                   {agg, service.id}, std::move(repair));
    }
}

void igpWithoutBfd(const PlanView &view, Report &report)
{
    std::set<IgpDomainId> used;
    for (const Link &link : view.plan.links())
        used.insert(link.domain);
    for (const IgpDomain &domain : view.plan.domains()) {
        if (domain.bfd || !used.contains(domain.id))
            continue;
        EditBuilder edit(view.plan, fmt::format("Run BFD in {}", domain.name));
        IgpDomain row = domain;
        row.bfd = somePolicy(view, edit, "IGP links", 50);
        edit.set(std::move(row));
        report.add(fmt::format("IGP domain {} has no BFD: a link that fails without loss of light is noticed after 30 s of missing hellos.", domain.name),
                   {domain.id}, edit.take());
    }
}

void sessionWithoutBfd(const PlanView &view, Report &report)
{
    for (const BgpSession &session : view.plan.sessions()) {
        if (session.bfd)
            continue;
        SimDuration needed{};
        for (const RouterId end : {session.a, session.b})
            needed = std::max(needed, convergence(view, end).value_or(SimDuration{}));
        EditBuilder edit(view.plan, fmt::format("Run BFD for {}", nameOf(view.plan, ObjectId(session.id))));
        BgpSession row = session;
        row.bfd = somePolicy(view, edit, "BGP sessions", std::max<std::uint16_t>(100, static_cast<std::uint16_t>(milliseconds(needed) / 2)));
        edit.set(std::move(row));
        report.add(fmt::format("BGP session {} has no BFD: when a router dies it lasts until the hold time of {} s.", nameOf(view.plan, ObjectId(session.id)),
                               session.holdSeconds),
                   {session.id}, edit.take());
    }
}

void shortHold(const PlanView &view, Report &report)
{
    for (const BgpSession &session : view.plan.sessions()) {
        if (session.holdSeconds == 0 || session.holdSeconds >= 20)
            continue;
        EditBuilder edit(view.plan, "Use keepalive 60 s and hold 180 s");
        BgpSession row = session;
        row.keepaliveSeconds = 60;
        row.holdSeconds = 180;
        edit.set(std::move(row));
        report.add(fmt::format("BGP session {} has a hold time of {} s; below 20 s sessions may flap. Use BFD to be quick.",
                               nameOf(view.plan, ObjectId(session.id)), session.holdSeconds),
                   {session.id}, edit.take());
    }
}

void duplicateDistinguisher(const PlanView &view, Report &report)
{
    std::map<RouteDistinguisher, const VpnMember *> seen;
    FreeDistinguishers free(view.plan);
    for (const VpnMember &member : view.plan.vpnMembers()) {
        if (!member.distinguisher)
            continue;
        const auto [at, fresh] = seen.try_emplace(*member.distinguisher, &member);
        if (fresh)
            continue;
        std::optional<PlanEdit> repair;
        if (const auto next = free.take()) {
            EditBuilder edit(view.plan, fmt::format("Use route distinguisher {}", next->toString()));
            VpnMember row = member;
            row.distinguisher = *next;
            edit.set(std::move(row));
            repair = edit.take();
        }
        report.add(fmt::format("{} and {} have the same route distinguisher {}: a reflector passes on only one of their routes.",
                               view.plan.find(at->second->router)->name, view.plan.find(member.router)->name, member.distinguisher->toString()),
                   {member.router, at->second->router}, std::move(repair));
    }
}

void targetGap(const PlanView &view, Report &report)
{
    for (const Vpn &vpn : view.plan.vpns()) {
        const bool meets = std::any_of(vpn.exportTargets.begin(), vpn.exportTargets.end(), [&](const RouteTarget &target) {
            return std::find(vpn.importTargets.begin(), vpn.importTargets.end(), target) != vpn.importTargets.end();
        });
        if (meets)
            continue;
        Vpn row = vpn;
        const RouteTarget target = !vpn.exportTargets.empty() ? vpn.exportTargets.front()
            : !vpn.importTargets.empty()                      ? vpn.importTargets.front()
                                                              : RouteTarget{view.plan.settings().asNumber, 100, false};
        for (auto *list : {&row.exportTargets, &row.importTargets})
            if (std::find(list->begin(), list->end(), target) == list->end() && list->size() < 8)
                list->push_back(target);
        EditBuilder edit(view.plan, fmt::format("Export and import {}", target.toString()));
        edit.set(std::move(row));
        report.add(fmt::format("VPN {} imports no route target that it exports: no router takes another's routes.", vpn.name), {vpn.id}, edit.take());
    }
}

} // namespace

const std::vector<RuleEntry> &routingRules()
{
    static const std::vector<RuleEntry> rules{
        {{"bgp-bfd-too-fast", Severity::Warning, "BFD of a BGP session must be slower than the IGP's way around a failed link", "protocols.md 3.5 trap 1; frr-timeline.md"},
         bfdTooFast},
        {{"bgp-over-link", Severity::Error, "An iBGP session that an AGG lives on is between loopbacks", "protocols.md 3.5, model C"}, sessionOnOneLink},
        {{"no-route-at-secondary", Severity::Error, "VPN routes must get to the secondary AGG", "protocols.md 3.5; RFC 4456 section 6"}, noRouteAtSecondary},
        {{"igp-bfd", Severity::Warning, "An IGP domain should run BFD", "protocols.md section 4"}, igpWithoutBfd},
        {{"bgp-bfd", Severity::Advice, "A BGP session should run BFD", "protocols.md section 3.4"}, sessionWithoutBfd},
        {{"bgp-hold", Severity::Advice, "Hold times below 20 s may flap", "protocols.md section 3.2"}, shortHold},
        {{"rd-duplicate", Severity::Warning, "Route distinguishers differ from router to router", "vrp.md section 6"}, duplicateDistinguisher},
        {{"rt-gap", Severity::Error, "A VPN imports what it exports", "RFC 4364 section 4.3.1"}, targetGap},
    };
    return rules;
}

} // namespace sidestep::check
