// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/rule_set.h"

#include "model/plan/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace sidestep::check {
namespace {

using namespace plan;

const PseudowireEnd &otherEnd(const PwEnd &pw)
{
    return pw.role == PwRole::Primary ? *pw.service->secondary : pw.service->primary;
}

/// An AGG can be cut off when losing its own core links leaves the other AGG with the route: then, and only then, a switch
/// saves the traffic (`protocols.md` section 3.5).
bool switchWouldHelp(const PlanView &view, const PwEnd &pw, RouterId origin)
{
    const RouterId own = pw.end().agg;
    const RouterId other = otherEnd(pw).agg;
    if (own == other || own == origin || !view.coreReaches(own, origin, std::nullopt))
        return false;
    return view.coreReaches(other, origin, own) && view.routeReaches(origin, other);
}

void untracked(const PlanView &view, Report &report, PwRole role)
{
    for (const RouterId agg : view.aggs) {
        std::map<VpnId, std::vector<const PwEnd *>> missing;
        std::map<std::pair<VpnId, RouterId>, bool> helps; // by VPN and the other AGG: the same for all sites of a pair
        for (const PwEnd &pw : view.pwsByAgg.at(agg)) {
            if (pw.role != role || !pw.service->secondary || !view.tracked(pw.service->id, role).empty())
                continue;
            const VpnInterface *probe = view.probeFor(pw.service->vpn, agg);
            if (!probe)
                continue;
            const auto [at, fresh] = helps.try_emplace({pw.service->vpn, otherEnd(pw).agg}, false);
            if (fresh)
                at->second = switchWouldHelp(view, pw, probe->router);
            if (at->second)
                missing[pw.service->vpn].push_back(&pw);
        }
        for (const auto &[vpn, pws] : missing) {
            const VpnInterface &probe = *view.probeFor(vpn, agg);
            const Ipv6Prefix prefix = prefixOf(*probe.address);
            const std::string name = view.plan.find(agg)->name;
            EditBuilder edit(view.plan, fmt::format("Track {} on {}", prefix.toString(), name));
            std::vector<ObjectId> objects{agg};
            for (const PwEnd *pw : pws) {
                edit.add(TrackedRoute{TrackedRouteId(0), pw->service->id, role, vpn, prefix});
                objects.emplace_back(pw->service->id);
            }
            const std::string sites = pws.size() == 1 ? pws.front()->service->name : fmt::format("{} sites", pws.size());
            report.add(role == PwRole::Primary
                           ? fmt::format("{} does not track a route for {}: when it loses its core links, nothing tells the CSG to leave it, and traffic "
                                         "is lost without a sign.",
                                         name, sites)
                           : fmt::format("{} does not track a route for its secondary pseudowire of {}: after a switch to it, losing its core links "
                                         "would go unnoticed.",
                                         name, sites),
                       std::move(objects), view.plan.find(agg)->release == Release::V800R012C10 ? std::nullopt : std::optional(edit.take()));
        }
    }
}

void trackingMissing(const PlanView &view, Report &report)
{
    untracked(view, report, PwRole::Primary);
}

void secondaryUntracked(const PlanView &view, Report &report)
{
    untracked(view, report, PwRole::Secondary);
}

void notOriginated(const PlanView &view, Report &report)
{
    std::map<std::pair<VpnId, Ipv6Prefix>, bool> known;
    for (const VpnInterface &interface : view.plan.vpnInterfaces())
        if (interface.advertised && interface.address)
            known[{interface.vpn, prefixOf(*interface.address)}] = true;
    for (const TrackedRoute &tracked : view.plan.trackedRoutes()) {
        if (known.contains({tracked.vpn, tracked.prefix}))
            continue;
        const AccessService &service = *view.plan.find(tracked.service);
        const RouterId agg = tracked.pw == PwRole::Primary ? service.primary.agg : service.secondary->agg;
        std::optional<PlanEdit> repair;
        if (const VpnInterface *probe = view.probeFor(tracked.vpn, agg)) {
            TrackedRoute mended = tracked;
            mended.prefix = prefixOf(*probe->address);
            EditBuilder edit(view.plan, fmt::format("Track {} instead", mended.prefix.toString()));
            edit.set(std::move(mended));
            repair = edit.take();
        }
        report.add(fmt::format("{} tracks {}, which no router advertises in VPN {}: the {} pseudowire would be down for good.", service.name,
                               tracked.prefix.toString(), view.plan.find(tracked.vpn)->name, tracked.pw == PwRole::Primary ? "primary" : "secondary"),
                   {tracked.id, tracked.service}, std::move(repair));
    }
}

void wrongVpn(const PlanView &view, Report &report)
{
    for (const TrackedRoute &tracked : view.plan.trackedRoutes()) {
        const AccessService &service = *view.plan.find(tracked.service);
        if (service.vpn == tracked.vpn)
            continue;
        TrackedRoute mended = tracked;
        mended.vpn = service.vpn;
        EditBuilder edit(view.plan, fmt::format("Track in VPN {}", view.plan.find(service.vpn)->name));
        edit.set(std::move(mended));
        report.add(fmt::format("{} tracks a route of VPN {}, but its traffic is in VPN {}.", service.name, view.plan.find(tracked.vpn)->name,
                               view.plan.find(service.vpn)->name),
                   {tracked.id, tracked.service}, edit.take());
    }
}

void tracksAggregate(const PlanView &view, Report &report)
{
    for (const TrackedRoute &tracked : view.plan.trackedRoutes()) {
        if (tracked.prefix.length() == 128)
            continue;
        const bool covers = std::any_of(view.plan.vpnInterfaces().begin(), view.plan.vpnInterfaces().end(), [&](const VpnInterface &interface) {
            return interface.vpn == tracked.vpn && interface.address && prefixOf(*interface.address) != tracked.prefix
                && tracked.prefix.contains(prefixOf(*interface.address));
        });
        if (tracked.prefix.length() == 0 || covers)
            report.add(fmt::format("{} tracks {}, which covers more specific routes: it can stay up while they are gone. Track a loopback /128.",
                                   view.plan.find(tracked.service)->name, tracked.prefix.toString()),
                       {tracked.id, tracked.service});
    }
}

void tracksSeveral(const PlanView &view, Report &report)
{
    std::map<std::pair<AccessServiceId, PwRole>, std::vector<const TrackedRoute *>> routes;
    for (const TrackedRoute &tracked : view.plan.trackedRoutes())
        routes[{tracked.service, tracked.pw}].push_back(&tracked);
    for (const auto &[pw, tracked] : routes) {
        if (tracked.size() < 2)
            continue;
        std::vector<ObjectId> objects{pw.first};
        for (const TrackedRoute *route : tracked)
            objects.emplace_back(route->id);
        report.add(fmt::format("The {} pseudowire of {} tracks {} routes. The vendor's undo line names no route, so a router may keep only one: the "
                               "configuration has {}, the simulation looks at all. Ask the vendor, or keep one.",
                               wordOf(pw.second), view.plan.find(pw.first)->name, tracked.size(), tracked.front()->prefix.toString()),
                   std::move(objects));
    }
}

void releaseCannotTrack(const PlanView &view, Report &report)
{
    for (const RouterId agg : view.aggs) {
        const Router &router = *view.plan.find(agg);
        if (router.release != Release::V800R012C10)
            continue;
        const auto &pws = view.pwsByAgg.at(agg);
        if (std::none_of(pws.begin(), pws.end(), [&](const PwEnd &pw) { return !view.tracked(pw.service->id, pw.role).empty(); }))
            continue;
        Router newer = router;
        newer.release = Release::V800R022C00;
        EditBuilder edit(view.plan, fmt::format("Plan a newer release for {}", router.name));
        edit.set(std::move(newer));
        report.add(fmt::format("{} is to track an IPv6 route, and the command reference of its release V800R012C10 only has the IPv4 form: the line is "
                               "left out.",
                               router.name),
                   {agg}, edit.take());
    }
}

void oneDomain(const PlanView &view, Report &report)
{
    std::map<IgpDomainId, std::vector<const Link *>> accessLinks;
    std::set<IgpDomainId> withCore;
    for (const Link &link : view.plan.links()) {
        if (view.isAccess(link))
            accessLinks[link.domain].push_back(&link);
        else
            withCore.insert(link.domain);
    }
    for (const auto &[domainId, access] : accessLinks) {
        if (!withCore.contains(domainId))
            continue;
        const IgpDomain &domain = *view.plan.find(domainId);
        EditBuilder edit(view.plan, fmt::format("Give the access links of {} a domain of their own", domain.name));
        IgpDomain own = domain;
        own.kind = DomainKind::Access;
        own.process.reset();
        own.area = "49.0100";
        const auto taken = [&](const std::string &name) {
            return std::any_of(view.plan.domains().begin(), view.plan.domains().end(), [&](const IgpDomain &other) { return other.name == name; });
        };
        for (int n = 1; taken(own.name); ++n)
            own.name = fmt::format("Access {}", n);
        std::uint32_t process = view.plan.settings().pools.firstAccessProcess;
        while (std::any_of(view.plan.domains().begin(), view.plan.domains().end(), [&](const IgpDomain &other) { return other.process == process; }))
            ++process;
        own.process = process;
        const IgpDomainId id = edit.add(std::move(own));
        for (const Link *link : access) {
            Link moved = *link;
            moved.domain = id;
            edit.set(std::move(moved));
        }
        report.add(fmt::format("Access and core links share IGP domain {}: an AGG that loses its core links still reaches the RSG through a CSG, so its "
                               "route never goes down, tracking never fires and traffic hairpins over the access links.",
                               domain.name),
                   {domain.id}, edit.take());
    }
}

} // namespace

const std::vector<RuleEntry> &trackingRules()
{
    static const std::vector<RuleEntry> rules{
        {{"tracking-missing", Severity::Warning, "A primary AGG that can be cut off while the secondary still has the route must track it",
          "vendor-procedure.md; protocols.md 3.5"},
         trackingMissing},
        {{"secondary-untracked", Severity::Advice, "A secondary AGG that can be cut off should track the route too", "protocols.md 3.5, rows bc and bd; 9.7"},
         secondaryUntracked},
        {{"tracked-prefix-unknown", Severity::Error, "A tracked prefix must be advertised by a router of the VPN", "vendor-procedure.md"}, notOriginated},
        {{"tracked-vpn", Severity::Error, "A tracked route must be in the VPN of its service", "vendor-procedure.md"}, wrongVpn},
        {{"tracked-aggregate", Severity::Warning, "A tracked prefix must not cover others", "protocols.md 3.5 trap 4"}, tracksAggregate},
        {{"tracked-several", Severity::Warning, "A pseudowire should track one route", "vrp.md section 0: unverified"}, tracksSeveral},
        {{"release-track", Severity::Error, "The IPv6 form of track route needs a release that has it", "vrp.md section 0"}, releaseCannotTrack},
        {{"one-igp-domain", Severity::Warning, "Access and core must be IGP domains of their own", "protocols.md 3.5 trap 2; vrp.md section 2"}, oneDomain},
    };
    return rules;
}

} // namespace sidestep::check
