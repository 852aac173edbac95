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

} // namespace

const std::vector<RuleEntry> &managementPwRules()
{
    static const std::vector<RuleEntry> rules{
        {{"management-pw-shared", Severity::Error, "Services of one CSG and one AGG share one management pseudowire", "command reference, mpls l2vc track admin-vc"},
         disagreement},
        {{"management-pw-clash", Severity::Error, "VC id and LoopBack of a management pseudowire are its own", "command reference, mpls l2vc admin"}, clash},
    };
    return rules;
}

} // namespace sidestep::check
