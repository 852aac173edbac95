// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

namespace sidestep::plan::samples {

inline Router router(std::string name)
{
    return {RouterId(0), std::move(name), Role::P, "", Release::V800R022C00, std::nullopt};
}
inline Port port(RouterId on, std::string name)
{
    return {PortId(0), on, std::move(name), "", 1500, std::nullopt};
}
inline Link link(PortId a, PortId b, IgpDomainId domain)
{
    return {LinkId(0), a, b, domain, std::nullopt, 10'000'000'000, 50us, {}};
}
inline BgpSession session(RouterId a, RouterId b)
{
    return {BgpSessionId(0), a, b, false, false, 60, 180, std::nullopt};
}
inline VpnInterface vpnLoopback(VpnId vpn, RouterId on, std::uint16_t number, std::optional<Ipv6Interface> address = std::nullopt)
{
    return {VpnInterfaceId(0), vpn, on, std::nullopt, number, "", address, true};
}
inline PseudowireEnd pseudowireTo(RouterId agg, std::uint32_t vcId)
{
    return {agg, vcId, std::nullopt, std::nullopt, Encapsulation::Tagged, 1500, true};
}
inline AccessService service(std::string name, RouterId csg, PortId attachment, VpnId vpn, const PseudowireEnd &primary)
{
    return {AccessServiceId(0), std::move(name), csg, attachment, 100, "", vpn, Encapsulation::Tagged, 1500, true, primary, std::nullopt,
            RedundancyMode::Master, ReroutePolicy::Delay, 60, true, true, std::nullopt, std::nullopt, std::nullopt};
}

/// One of everything but kept lines and snippets, which `withLines` adds: CSG on AGG1 and AGG2, RSG1 behind AGG1, a service with both pseudowires and a tracked route on each.
///
///     CSG ─┬─ AGG1 ── RSG1
///          └─ AGG2 ══ AGG1      (two parallel links)
struct SmallPlan
{
    RouterId csg{1}, agg1{2}, agg2{3}, rsg1{4};
    PortId attachment{1}, csgTo1{2}, agg1ToCsg{3}, csgTo2{4}, agg2ToCsg{5}, agg1To2{6}, agg2To1{7}, agg1To2b{8}, agg2To1b{9}, agg1ToRsg{10},
        rsgToAgg1{11}, rsgToCoreNet{12};
    LinkId access1{1}, access2{2}, between{3}, betweenToo{4}, up{5};
    IgpDomainId access{1}, core{2};
    BfdPolicyId fast{1}, slow{2};
    VpnId ran{1};
    VpnMemberId ranOnAgg1{1};
    VpnInterfaceId probe{1}, coreNet{2};
    AccessServiceId service{1};
    TrackedRouteId trackPrimary{1}, trackSecondary{2};
    BgpSessionId session1{1}, session2{2};
    FlowId upstream{1}, downstream{2};
    ScenarioId cut{1}, power{2};
    SnippetId clock{1}, banner{2};

    Plan plan = make();

    /// The plan with two lines kept for AGG1, a snippet for all routers and one for AGG1.
    [[nodiscard]] Plan withLines() const
    {
        EditBuilder edit(plan, "Lines");
        edit.add(KeptText{agg1, "aaa\n local-user admin service-type ssh"});
        edit.add(Snippet{clock, "Clock", std::nullopt, std::nullopt, "ntp-service unicast-server {{SERVER}}", {{"SERVER", "192.0.2.1"}}});
        edit.add(Snippet{banner, "Banner", std::nullopt, agg1, "header login information {{SYSNAME}}", {}});
        return plan.with(edit.take()).value();
    }

private:
    [[nodiscard]] Plan make() const
    {
        EditBuilder edit(Plan{}, "Small plan");
        const auto place = [&](RouterId id, const char *name, Role role, std::uint8_t last) {
            edit.add(Router{id, name, role, "", Release::V800R022C00, Ipv4(10, 255, 0, last)});
            edit.add(Position{id, static_cast<std::int32_t>(100 * id.value()), 0});
        };
        place(csg, "CSG", Role::Csg, 1);
        place(agg1, "AGG1", Role::Agg, 11);
        place(agg2, "AGG2", Role::Agg, 12);
        place(rsg1, "RSG1", Role::Rsg, 21);

        edit.add(IgpDomain{access, "Access 1", DomainKind::Access, 100, "49.0100", fast});
        edit.add(IgpDomain{core, "Core", DomainKind::Core, 1, "49.0001", fast});
        edit.add(BfdPolicy{fast, "fast", 10, 10, 3});
        edit.add(BfdPolicy{slow, "slow", 100, 100, 3});

        const auto equip = [&](PortId id, RouterId on, const char *name, std::optional<Ipv4Interface> address) {
            edit.add(Port{id, on, name, "", 1500, address});
        };
        const auto subnet = [](std::uint8_t third, std::uint8_t last) { return Ipv4Interface{Ipv4(10, 0, third, last), 30}; };
        equip(attachment, csg, "GigabitEthernet0/2/0", std::nullopt);
        equip(csgTo1, csg, "GigabitEthernet0/2/1", subnet(1, 1));
        equip(agg1ToCsg, agg1, "GigabitEthernet0/2/1", subnet(1, 2));
        equip(csgTo2, csg, "GigabitEthernet0/2/2", subnet(2, 1));
        equip(agg2ToCsg, agg2, "GigabitEthernet0/2/1", subnet(2, 2));
        equip(agg1To2, agg1, "100GE0/1/1", subnet(3, 1));
        equip(agg2To1, agg2, "100GE0/1/1", subnet(3, 2));
        equip(agg1To2b, agg1, "100GE0/1/2", subnet(4, 1));
        equip(agg2To1b, agg2, "100GE0/1/2", subnet(4, 2));
        equip(agg1ToRsg, agg1, "100GE0/1/0", subnet(5, 1));
        equip(rsgToAgg1, rsg1, "100GE0/1/0", subnet(5, 2));
        equip(rsgToCoreNet, rsg1, "100GE0/1/5", std::nullopt);

        edit.add(samples::link(csgTo1, agg1ToCsg, access));
        edit.add(samples::link(csgTo2, agg2ToCsg, access));
        edit.add(samples::link(agg1To2, agg2To1, core));
        edit.add(samples::link(agg2To1b, agg1To2b, core)); // drawn the other way round
        edit.add(samples::link(agg1ToRsg, rsgToAgg1, core));

        const RouteTarget target{65001, 100, false};
        edit.add(Vpn{ran, "RAN", {target}, {target}});
        edit.add(VpnMember{ranOnAgg1, ran, agg1, RouteDistinguisher{65001, 11, false}});
        edit.add(VpnMember{VpnMemberId(2), ran, agg2, RouteDistinguisher{65001, 12, false}});
        edit.add(VpnMember{VpnMemberId(3), ran, rsg1, RouteDistinguisher{65001, 21, false}});
        edit.add(vpnLoopback(ran, rsg1, 1, parseIpv6Interface("2001:db8:ffff::21/128").value()));
        edit.add(VpnInterface{coreNet, ran, rsg1, rsgToCoreNet, 700, "", parseIpv6Interface("2001:db8:7::1/64").value()});

        AccessService site = samples::service("Site 1", csg, attachment, ran, pseudowireTo(agg1, 100));
        site.secondary = pseudowireTo(agg2, 200);
        site.bfd = slow;
        edit.add(site);
        const auto prefix = Ipv6Prefix::parse("2001:db8:ffff::21/128").value();
        edit.add(TrackedRoute{trackPrimary, service, PwRole::Primary, ran, prefix});
        edit.add(TrackedRoute{trackSecondary, service, PwRole::Secondary, ran, prefix});
        edit.add(BgpSession{session1, agg1, rsg1, false, true, 60, 180, slow});
        edit.add(samples::session(agg1, agg2));
        edit.add(Flow{upstream, "Site 1 up", service, probe, Direction::Upstream});
        edit.add(Flow{downstream, "Site 1 down", service, probe, Direction::Downstream});
        edit.add(Scenario{cut, "AGG1 cut off", {{up, FailureMode::Cut, 1s}, {between, FailureMode::Silent, 1s}, {agg2, FailureMode::Power, 2s}}});
        edit.add(Scenario{power, "AGG1 power", {{agg1, FailureMode::Power, 1s}}});
        return Plan{}.with(edit.take()).value();
    }
};

} // namespace sidestep::plan::samples
