// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shared/plan_relations.h"

#include "views/shared/selection.h"

#include <set>

namespace sidestep::views {

std::vector<plan::RouterId> routersOf(const plan::Plan &plan, const plan::ObjectId &object)
{
    std::set<plan::RouterId> found;
    if (!exists(plan, object))
        return {};
    const auto addService = [&plan, &found](plan::AccessServiceId id) {
        const plan::AccessService &service = *plan.find(id);
        found.insert({service.csg, service.primary.agg});
        if (service.secondary)
            found.insert(service.secondary->agg);
    };
    const auto addLink = [&plan, &found](plan::LinkId id) {
        const auto [a, b] = plan::endsOf(plan, *plan.find(id));
        found.insert({a, b});
    };
    if (const auto *router = std::get_if<plan::RouterId>(&object))
        found.insert(*router);
    else if (const auto *link = std::get_if<plan::LinkId>(&object))
        addLink(*link);
    else if (const auto *port = std::get_if<plan::PortId>(&object))
        found.insert(plan.find(*port)->router);
    else if (const auto *service = std::get_if<plan::AccessServiceId>(&object))
        addService(*service);
    else if (const auto *route = std::get_if<plan::TrackedRouteId>(&object))
        addService(plan.find(*route)->service);
    else if (const auto *interface = std::get_if<plan::VpnInterfaceId>(&object))
        found.insert(plan.find(*interface)->router);
    else if (const auto *member = std::get_if<plan::VpnMemberId>(&object))
        found.insert(plan.find(*member)->router);
    else if (const auto *session = std::get_if<plan::BgpSessionId>(&object))
        found.insert({plan.find(*session)->a, plan.find(*session)->b});
    else if (const auto *vpn = std::get_if<plan::VpnId>(&object)) {
        for (const plan::VpnMember &row : plan.vpnMembers())
            if (row.vpn == *vpn)
                found.insert(row.router);
    } else if (const auto *domain = std::get_if<plan::IgpDomainId>(&object)) {
        for (const plan::Link &row : plan.links())
            if (row.domain == *domain)
                addLink(row.id);
    } else if (const auto *flow = std::get_if<plan::FlowId>(&object)) {
        addService(plan.find(*flow)->service);
        found.insert(plan.find(plan.find(*flow)->remote)->router);
    } else if (const auto *scenario = std::get_if<plan::ScenarioId>(&object)) {
        for (const plan::FailureAction &action : plan.find(*scenario)->actions) {
            if (const auto *target = std::get_if<plan::RouterId>(&action.target))
                found.insert(*target);
            else
                addLink(std::get<plan::LinkId>(action.target));
        }
    }
    return {found.begin(), found.end()};
}

} // namespace sidestep::views
