// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/rule_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

namespace sidestep::check {
namespace {

using namespace plan;

std::string roleWord(PwRole role)
{
    return role == PwRole::Primary ? "primary" : "secondary";
}

template <typename Change>
std::optional<PlanEdit> mended(const PlanView &view, const AccessService &service, const std::string &label, Change change)
{
    AccessService row = service;
    change(row);
    EditBuilder edit(view.plan, label);
    edit.set(std::move(row));
    return edit.take();
}

PseudowireEnd &endOf(AccessService &service, PwRole role)
{
    return role == PwRole::Primary ? service.primary : *service.secondary;
}

template <typename Visit>
void forEachPw(const PlanView &view, Visit visit)
{
    for (const AccessService &service : view.plan.services()) {
        visit(service, PwRole::Primary, service.primary);
        if (service.secondary)
            visit(service, PwRole::Secondary, *service.secondary);
    }
}

void singleHomed(const PlanView &view, Report &report)
{
    for (const AccessService &service : view.plan.services())
        if (!service.secondary)
            report.add(fmt::format("{} has one pseudowire: when {} or the way to it fails, the site is down.", service.name,
                                   view.plan.find(service.primary.agg)->name),
                       {service.id, service.csg});
}

void sameAgg(const PlanView &view, Report &report)
{
    for (const AccessService &service : view.plan.services())
        if (service.secondary && service.secondary->agg == service.primary.agg)
            report.add(fmt::format("Both pseudowires of {} end on {}: one router's failure takes both.", service.name,
                                   view.plan.find(service.primary.agg)->name),
                       {service.id});
}

void vcIdClash(const PlanView &view, Report &report)
{
    std::map<std::pair<RouterId, std::uint32_t>, AccessServiceId> first;
    std::map<RouterId, std::uint32_t> largest;
    forEachPw(view, [&](const AccessService &service, PwRole, const PseudowireEnd &end) {
        if (end.vcId)
            for (const RouterId router : {service.csg, end.agg})
                largest[router] = std::max(largest[router], *end.vcId);
    });
    forEachPw(view, [&](const AccessService &service, PwRole role, const PseudowireEnd &end) {
        if (!end.vcId)
            return;
        for (const RouterId router : {service.csg, end.agg}) {
            const auto [at, fresh] = first.try_emplace({router, *end.vcId}, service.id);
            if (fresh)
                continue;
            const std::uint32_t most = std::max(largest[service.csg], largest[end.agg]);
            std::optional<PlanEdit> repair;
            if (most < std::numeric_limits<std::uint32_t>::max()) {
                const std::uint32_t next = most + 1;
                largest[service.csg] = largest[end.agg] = next;
                repair = mended(view, service, fmt::format("Give the {} pseudowire of {} VC id {}", roleWord(role), service.name, next),
                                [&](AccessService &row) { endOf(row, role).vcId = next; });
            }
            report.add(fmt::format("VC id {} stands twice on {}: for {} and for {}. The router takes it once.", *end.vcId, view.plan.find(router)->name,
                                   view.plan.find(at->second)->name, service.name),
                       {service.id, at->second}, std::move(repair));
            return;
        }
    });
}

void pwMtu(const PlanView &view, Report &report)
{
    forEachPw(view, [&](const AccessService &service, PwRole role, const PseudowireEnd &end) {
        if (end.mtu != service.mtu)
            report.add(fmt::format("The {} pseudowire of {} has MTU {} on the CSG and {} on {}: it stays down.", roleWord(role), service.name, service.mtu,
                                   end.mtu, view.plan.find(end.agg)->name),
                       {service.id, end.agg},
                       mended(view, service, fmt::format("Use MTU {} at both ends", service.mtu), [&](AccessService &row) { endOf(row, role).mtu = row.mtu; }));
    });
}

void pwType(const PlanView &view, Report &report)
{
    forEachPw(view, [&](const AccessService &service, PwRole role, const PseudowireEnd &end) {
        if (end.encapsulation != service.encapsulation)
            report.add(fmt::format("The {} pseudowire of {} is tagged at one end and raw at the other: it stays down.", roleWord(role), service.name),
                       {service.id, end.agg},
                       mended(view, service, "Use one encapsulation", [&](AccessService &row) { endOf(row, role).encapsulation = row.encapsulation; }));
    });
}

void bfdWithoutControlWord(const PlanView &view, Report &report)
{
    for (const AccessService &service : view.plan.services())
        if (service.bfd && service.watch == PwWatch::Each && !service.controlWord)
            report.add(fmt::format("{} has BFD for its pseudowires but no control word, which that needs.", service.name), {service.id},
                       mended(view, service, "Turn the control word on", [](AccessService &row) { row.controlWord = true; }));
}

void pwWithoutBfd(const PlanView &view, Report &report)
{
    std::vector<const AccessService *> bare;
    for (const AccessService &service : view.plan.services())
        if (!service.bfd && service.secondary)
            bare.push_back(&service);
    if (bare.empty())
        return;
    EditBuilder edit(view.plan, "Watch the pseudowires with BFD");
    BfdPolicyId policy{0};
    if (view.plan.bfdPolicies().empty())
        policy = edit.add(BfdPolicy{BfdPolicyId(0), "Pseudowires", 100, 100, 3});
    else
        for (const BfdPolicy &row : view.plan.bfdPolicies())
            policy = row.id; // the last one drawn up
    std::vector<ObjectId> objects;
    for (const AccessService *service : bare) {
        AccessService row = *service;
        row.bfd = policy;
        row.controlWord = true;
        edit.set(std::move(row));
        objects.emplace_back(service->id);
    }
    report.add(bare.size() == 1 ? fmt::format("{} has no BFD for its pseudowires: a dead way to the AGG is noticed by LDP alone, after 45 s.", bare.front()->name)
                                : fmt::format("{} services have no BFD for their pseudowires: a dead way to the AGG is noticed by LDP alone, after 45 s.", bare.size()),
               std::move(objects), edit.take());
}

void independentReroute(const PlanView &view, Report &report)
{
    for (const AccessService &service : view.plan.services())
        if (service.redundancy == RedundancyMode::Independent && service.reroute != ReroutePolicy::Immediately)
            report.add(fmt::format("{} is in independent mode, which only returns to the primary at once; the delay cannot be configured.", service.name),
                       {service.id}, mended(view, service, "Return at once", [](AccessService &row) { row.reroute = ReroutePolicy::Immediately; }));
}

void vlanClash(const PlanView &view, Report &report)
{
    std::map<std::tuple<RouterId, std::uint16_t, std::uint16_t>, AccessServiceId> onAgg;
    std::map<std::pair<PortId, std::uint16_t>, AccessServiceId> onCsg;
    forEachPw(view, [&](const AccessService &service, PwRole, const PseudowireEnd &end) {
        if (!end.veVlan || !end.veGroup)
            return;
        const auto [at, fresh] = onAgg.try_emplace({end.agg, *end.veGroup, *end.veVlan}, service.id);
        if (!fresh)
            report.add(fmt::format("VLAN {} of VE group {} on {} is used by {} and {}.", *end.veVlan, *end.veGroup, view.plan.find(end.agg)->name,
                                   view.plan.find(at->second)->name, service.name),
                       {service.id, at->second});
    });
    for (const AccessService &service : view.plan.services()) {
        if (!service.vlan)
            continue;
        const auto [at, fresh] = onCsg.try_emplace({service.attachment, *service.vlan}, service.id);
        if (!fresh)
            report.add(fmt::format("VLAN {} of {} is used by {} and {}.", *service.vlan, nameOf(view.plan, ObjectId(service.attachment)),
                                   view.plan.find(at->second)->name, service.name),
                       {service.id, at->second});
    }
}

using VeGroupOf = std::pair<RouterId, std::uint16_t>;
using GatewayMacs = std::map<VeGroupOf, std::vector<std::pair<AccessServiceId, Mac>>>;

/// Whether the service fits with the MAC into every VE group it ends in.
bool fits(const GatewayMacs &macs, const AccessService &service, Mac mac)
{
    return std::all_of(macs.begin(), macs.end(), [&](const auto &group) {
        const auto &[where, sites] = group;
        const auto mine = [&](const auto &site) { return site.first == service.id; };
        return std::none_of(sites.begin(), sites.end(), mine)
            || std::all_of(sites.begin(), sites.end(), [&](const auto &site) { return mine(site) || site.second == mac; });
    });
}

void gatewayMac(const PlanView &view, Report &report)
{
    GatewayMacs macs;
    forEachPw(view, [&](const AccessService &service, PwRole, const PseudowireEnd &end) {
        if (service.gatewayMac && end.veGroup)
            macs[{end.agg, *end.veGroup}].emplace_back(service.id, *service.gatewayMac);
    });
    for (const auto &[where, sites] : macs) {
        const auto &[firstSite, firstMac] = sites.front();
        for (const auto &[site, mac] : sites) {
            if (mac == firstMac)
                continue;
            const AccessService &service = *view.plan.find(site);
            // One MAC serves both AGGs, so what mends this group may break the other.
            std::optional<PlanEdit> repair;
            if (fits(macs, service, firstMac))
                repair = mended(view, service, "Use the same gateway MAC", [mac = firstMac](AccessService &row) { row.gatewayMac = mac; });
            report.add(fmt::format("VE group {} on {} has one MAC, but {} and {} ask for different ones.", where.second, view.plan.find(where.first)->name,
                                   view.plan.find(firstSite)->name, service.name),
                       {service.id, firstSite}, std::move(repair));
        }
    }
}

void aggOutsideVpn(const PlanView &view, Report &report)
{
    std::map<std::pair<RouterId, VpnId>, AccessServiceId> missing;
    std::map<std::pair<RouterId, VpnId>, bool> member;
    FreeDistinguishers free(view.plan);
    for (const VpnMember &row : view.plan.vpnMembers())
        member[{row.router, row.vpn}] = true;
    forEachPw(view, [&](const AccessService &service, PwRole, const PseudowireEnd &end) {
        if (!member.contains({end.agg, service.vpn}))
            missing.try_emplace({end.agg, service.vpn}, service.id);
    });
    for (const auto &[where, service] : missing) {
        EditBuilder edit(view.plan, fmt::format("Add {} to VPN {}", view.plan.find(where.first)->name, view.plan.find(where.second)->name));
        edit.add(VpnMember{VpnMemberId(0), where.second, where.first, free.take(), true}); // none left: numbering says so
        report.add(fmt::format("{} ends a pseudowire of {} but is not in its VPN {}.", view.plan.find(where.first)->name, view.plan.find(service)->name,
                               view.plan.find(where.second)->name),
                   {where.first, service}, edit.take());
    }
}

} // namespace

const std::vector<RuleEntry> &serviceRules()
{
    static const std::vector<RuleEntry> rules{
        {{"single-homed", Severity::Warning, "A site should have a secondary pseudowire", "protocols.md section 2.5"}, singleHomed},
        {{"same-agg-twice", Severity::Error, "The two pseudowires of a site must end on different AGGs", "protocols.md section 2.5"}, sameAgg},
        {{"vc-id-clash", Severity::Error, "A VC id stands once on a router", "vrp.md section 4 rule 1"}, vcIdClash},
        {{"pw-mtu", Severity::Error, "Both ends of a pseudowire have one MTU", "vrp.md section 4 rule 3; RFC 4447"}, pwMtu},
        {{"pw-type", Severity::Error, "Both ends of a pseudowire have one encapsulation", "vrp.md section 4 rule 2"}, pwType},
        {{"bfd-control-word", Severity::Error, "BFD for a pseudowire needs the control word", "vrp.md section 4 rule 5"}, bfdWithoutControlWord},
        {{"pw-bfd", Severity::Advice, "Redundant pseudowires should be watched by BFD", "protocols.md section 2.1"}, pwWithoutBfd},
        {{"independent-reroute", Severity::Error, "Independent mode only returns at once", "vrp.md section 4"}, independentReroute},
        {{"vlan-clash", Severity::Error, "A VLAN stands once in a VE group and on an attachment port", "vrp.md section 5"}, vlanClash},
        {{"gateway-mac", Severity::Error, "Sites of one VE group share its MAC", "vrp.md section 5"}, gatewayMac},
        {{"agg-outside-vpn", Severity::Error, "An AGG that ends a pseudowire is in its VPN", "vendor-procedure.md"}, aggOutsideVpn},
    };
    return rules;
}

} // namespace sidestep::check
