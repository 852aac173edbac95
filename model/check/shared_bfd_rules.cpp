// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/rule_set.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace sidestep::check {
namespace {

using namespace plan;

using Pair = std::pair<RouterId, RouterId>; ///< CSG, AGG

/// What one end of a service says of the management pseudowire that watches it.
struct Watched
{
    const AccessService *service;
    PwRole role;
    const PseudowireEnd *end;
    [[nodiscard]] Pair pair() const { return {service->csg, end->agg}; }
    [[nodiscard]] auto says() const { return std::tie(service->bfd, end->adminVcId, end->adminLoopback, end->aggAdminLoopback); }
};

std::vector<Watched> watchedBy(const PlanView &view)
{
    std::vector<Watched> all;
    for (const AccessService &service : view.plan.services()) {
        if (service.watch != PwWatch::Management || !service.bfd)
            continue;
        all.push_back({&service, PwRole::Primary, &service.primary});
        if (service.secondary)
            all.push_back({&service, PwRole::Secondary, &*service.secondary});
    }
    return all;
}

/// Makes the end say of its management pseudowire what the other says.
PlanEdit agreed(const PlanView &view, const Watched &own, const Watched &other)
{
    AccessService row = *own.service;
    PseudowireEnd &end = own.role == PwRole::Primary ? row.primary : *row.secondary;
    row.bfd = other.service->bfd;
    end.adminVcId = other.end->adminVcId;
    end.adminLoopback = other.end->adminLoopback;
    end.aggAdminLoopback = other.end->aggAdminLoopback;
    EditBuilder edit(view.plan, fmt::format("Let {} share the management pseudowire of {}", row.name, other.service->name));
    edit.set(std::move(row));
    return edit.take();
}

void disagreement(const PlanView &view, Report &report)
{
    std::map<Pair, Watched> first;
    for (const Watched &watched : watchedBy(view)) {
        const auto [at, fresh] = first.try_emplace(watched.pair(), watched);
        if (fresh || watched.says() == at->second.says())
            continue;
        report.add(fmt::format("{} and {} share the management pseudowire from {} to {}, but say different things of it: BFD policy, VC id or LoopBack.",
                               at->second.service->name, watched.service->name, view.plan.find(watched.service->csg)->name,
                               view.plan.find(watched.end->agg)->name),
                   {watched.service->id, at->second.service->id}, agreed(view, watched, at->second));
    }
}

/// What of a router a management pseudowire takes for itself.
class TakenNumbers
{
public:
    explicit TakenNumbers(const Plan &plan)
    {
        for (const VpnInterface &interface : plan.vpnInterfaces())
            if (!interface.port)
                m_loopbacks.insert({interface.router, interface.number});
        for (const AccessService &service : plan.services()) {
            takeVc(service.csg, service.primary);
            if (service.secondary)
                takeVc(service.csg, *service.secondary);
        }
    }
    [[nodiscard]] bool takesLoopback(RouterId router, std::optional<std::uint16_t> number)
    {
        return !number || m_loopbacks.insert({router, *number}).second;
    }
    [[nodiscard]] bool takesVc(RouterId router, std::optional<std::uint32_t> id) { return !id || m_vcs.insert({router, *id}).second; }

private:
    void takeVc(RouterId csg, const PseudowireEnd &end)
    {
        if (!end.vcId)
            return;
        m_vcs.insert({csg, *end.vcId});
        m_vcs.insert({end.agg, *end.vcId});
    }

    std::set<std::pair<RouterId, std::uint64_t>> m_loopbacks, m_vcs;
};

void clash(const PlanView &view, Report &report)
{
    TakenNumbers taken(view.plan);
    std::set<Pair> seen;
    for (const Watched &watched : watchedBy(view)) {
        const RouterId csg = watched.service->csg, agg = watched.end->agg;
        if (!seen.insert(watched.pair()).second)
            continue;
        const auto say = [&](RouterId router, std::string_view what, std::uint64_t number) {
            report.add(fmt::format("{} {} of {} stands twice: the management pseudowire from {} to {} cannot have it, too. Clear it and run numbering.", what,
                                   number, view.plan.find(router)->name, view.plan.find(csg)->name, view.plan.find(agg)->name),
                       {watched.service->id, router});
        };
        for (const RouterId router : {csg, agg})
            if (!taken.takesVc(router, watched.end->adminVcId))
                say(router, "VC id", *watched.end->adminVcId);
        if (!taken.takesLoopback(csg, watched.end->adminLoopback))
            say(csg, "LoopBack", *watched.end->adminLoopback);
        if (!taken.takesLoopback(agg, watched.end->aggAdminLoopback))
            say(agg, "LoopBack", *watched.end->aggAdminLoopback);
    }
}

using Pace = std::tuple<std::uint16_t, std::uint16_t, std::uint8_t>;

/// `mpls bfd-tunnel` holds for all tunnels of a router.
class TunnelPaces
{
public:
    TunnelPaces(const PlanView &view, Report &report) : m_view(view), m_report(report) { }

    void add(RouterId router, ObjectId from, BfdPolicyId policy)
    {
        const BfdPolicy &own = *m_view.plan.find(policy);
        const auto [at, fresh] = m_first.try_emplace(router, Asked{from, policy});
        const BfdPolicy &first = *m_view.plan.find(at->second.policy);
        if (fresh || paceOf(own) == paceOf(first))
            return;
        m_report.add(fmt::format("{} runs BFD on its LDP tunnels at one pace: {} x {} ms for {}, {} x {} ms for {}. Use one policy.", m_view.plan.find(router)->name,
                                 first.multiplier, first.minTxMs, nameOf(m_view.plan, at->second.from), own.multiplier, own.minTxMs, nameOf(m_view.plan, from)),
                     {from, router});
    }

private:
    struct Asked
    {
        ObjectId from;
        BfdPolicyId policy;
    };
    static Pace paceOf(const BfdPolicy &policy) { return {policy.minTxMs, policy.minRxMs, policy.multiplier}; }

    const PlanView &m_view;
    Report &m_report;
    std::map<RouterId, Asked> m_first;
};

void tunnelPace(const PlanView &view, Report &report)
{
    TunnelPaces paces(view, report);
    for (const BgpSession &session : view.plan.sessions())
        if (session.tunnelBfd && !session.link)
            for (const RouterId router : {session.a, session.b})
                paces.add(router, session.id, *session.tunnelBfd);
    for (const AccessService &service : view.plan.services()) {
        if (service.watch != PwWatch::Tunnel || !service.bfd)
            continue;
        for (const RouterId router : {service.csg, service.primary.agg})
            paces.add(router, service.id, *service.bfd);
        if (service.secondary)
            paces.add(service.secondary->agg, service.id, *service.bfd);
    }
}

void tunnelOverLink(const PlanView &view, Report &report)
{
    for (const BgpSession &session : view.plan.sessions())
        if (session.tunnelBfd && session.link)
            report.add(fmt::format("{} runs over a link, and LDP tunnels lead to loopbacks: BFD of its tunnels watches nothing of it.", nameOf(view.plan, ObjectId(session.id))),
                       {session.id});
}

} // namespace

const std::vector<RuleEntry> &sharedBfdRules()
{
    static const std::vector<RuleEntry> rules{
        {{"management-pw-shared", Severity::Error, "Services of one CSG and one AGG share one management pseudowire", "command reference, mpls l2vc track admin-vc"},
         disagreement},
        {{"management-pw-clash", Severity::Error, "VC id and LoopBack of a management pseudowire are its own", "command reference, mpls l2vc admin"}, clash},
        {{"tunnel-bfd-pace", Severity::Error, "BFD of a router's LDP tunnels has one pace", "command reference, mpls bfd-tunnel"}, tunnelPace},
        {{"tunnel-bfd-link", Severity::Warning, "BFD of LDP tunnels is for sessions between loopbacks", "RFC 5884 section 3"}, tunnelOverLink},
    };
    return rules;
}

} // namespace sidestep::check
