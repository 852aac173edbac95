// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/engine/laboratory.h"

#include <fmt/format.h>

#include <cstdlib>
#include <utility>

namespace sidestep::test {

using namespace sidestep::plan;

Plan laboratory(std::uint16_t bfdMs, const Arrangement &arrangement)
{
    const Plan empty;
    EditBuilder edit(empty, "laboratory");
    Settings settings;
    settings.name = "laboratory";
    settings.asNumber = 65000;
    settings.profile = "frr-8.4";
    edit.set(settings);

    const auto router = [&](const char *name, Role role, std::uint8_t number) {
        return edit.add(Router{RouterId(0), name, role, {}, Release::V800R022C00, Ipv4(10, 255, 0, number)});
    };
    const RouterId csg = router("CSG", Role::Csg, 1);
    const RouterId agg1 = router("AGG1", Role::Agg, 11);
    const RouterId agg2 = router("AGG2", Role::Agg, 12);
    const RouterId rsg1 = router("RSG1", Role::Rsg, 21);
    const RouterId rsg2 = router("RSG2", Role::Rsg, 22);

    const BfdPolicyId fast = edit.add(BfdPolicy{BfdPolicyId(0), "link", bfdMs, bfdMs, 3});
    const auto slowMs = static_cast<std::uint16_t>(arrangement.fastSessions ? bfdMs : bfdMs * 3);
    const BfdPolicyId slow = edit.add(BfdPolicy{BfdPolicyId(0), "bgp", slowMs, slowMs, 3});

    IgpDomain core{IgpDomainId(0), "core", DomainKind::Core, 1, "49.0001", fast, 1, 50, 200, 1, 50, 50, false};
    IgpDomain access = core;
    access.name = "access";
    access.kind = DomainKind::Access;
    access.process = 100;
    if (arrangement.staticAccess)
        access.bfd.reset();
    const IgpDomainId coreId = edit.add(core);
    const IgpDomainId accessId = arrangement.oneIgp ? coreId : edit.add(access);

    std::uint8_t subnet = 0;
    const auto link = [&](RouterId a, RouterId b, IgpDomainId domain) {
        ++subnet;
        const auto port = [&](RouterId owner, std::uint8_t host) {
            return edit.add(Port{PortId(0), owner, fmt::format("GigabitEthernet0/2/{}", subnet), {}, 1500, Ipv4Interface{Ipv4(10, 0, subnet, host), 30}});
        };
        const PortId pa = port(a, 1);
        const PortId pb = port(b, 2);
        Link row{LinkId(0), pa, pb, domain, 10, 1'000'000'000, 50us, {}};
        edit.add(row);
    };
    link(agg1, rsg1, coreId);
    link(agg2, rsg2, coreId);
    link(agg1, agg2, coreId);
    link(rsg1, rsg2, coreId);
    link(csg, agg1, accessId);
    link(csg, agg2, accessId);

    const RouteTarget target{65000, 100, false};
    const VpnId vpn = edit.add(Vpn{VpnId(0), "RAN", {target}, {target}});
    std::uint32_t number = 0;
    for (const RouterId member : {agg1, agg2, rsg1, rsg2})
        edit.add(VpnMember{VpnMemberId(0), vpn, member, RouteDistinguisher{65000, ++number, false}, false});
    const Ipv6 core100 = *Ipv6::parse("2001:db8:100::1");
    const VpnInterfaceId remote = edit.add(VpnInterface{VpnInterfaceId(0), vpn, rsg1, std::nullopt, 1, {}, Ipv6Interface{core100, 64}, true});

    if (arrangement.bothOriginate)
        edit.add(VpnInterface{VpnInterfaceId(0), vpn, rsg2, std::nullopt, 1, {}, Ipv6Interface{*Ipv6::parse("2001:db8:100::2"), 64}, true});

    const auto session = [&](RouterId a, RouterId b) {
        const auto reflects = [&](RouterId end) { return arrangement.reflect && (end == agg2 || end == rsg2); };
        edit.add(BgpSession{BgpSessionId(0), a, b, reflects(a), reflects(b), 3, 9, slow});
    };
    session(agg1, rsg1);
    session(agg2, rsg2);
    session(agg1, agg2);
    session(rsg1, rsg2);

    const PortId attachment = edit.add(Port{PortId(0), csg, "GigabitEthernet0/3/0", {}, 1500, std::nullopt});
    AccessService service{.id = AccessServiceId(0), .name = "site", .csg = csg, .attachment = attachment, .vlan = 100, .description = {}, .vpn = vpn,
                          .primary = {agg1, 100, 1, 100}, .secondary = PseudowireEnd{agg2, 200, 1, 100}, .bfd = {}, .gateway = {}, .gatewayMac = {}};
    const AccessServiceId site = edit.add(service);
    edit.add(TrackedRoute{TrackedRouteId(0), site, PwRole::Primary, vpn, prefixOf(Ipv6Interface{core100, 64})});
    edit.add(Flow{FlowId(0), "site upstream", site, remote, Direction::Upstream, PacketRate{1000}});

    Result<Plan> plan = empty.with(edit.take());
    if (!plan) {
        fmt::print(stderr, "the laboratory was refused: {}\n", plan.error().detail);
        std::abort();
    }
    return *std::move(plan);
}

} // namespace sidestep::test
