// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/templates.h"

#include <cassert>
#include <map>

namespace sidestep::plan {
namespace {

constexpr std::uint16_t kIgpBfdMs = 50;
constexpr std::uint16_t kServiceBfdMs = 100;

Ipv4 loopback(std::uint8_t last)
{
    return {10, 255, 0, last};
}

Ipv6 documentation(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t last)
{
    return Ipv6(Ipv6::Bytes{0x20, 0x01, 0x0d, 0xb8, a, b, 0, c, 0, 0, 0, 0, 0, 0, 0, last});
}

/// The network of `vrp.md` section 11, written down object by object.
class Reference
{
public:
    Reference() : m_edit(m_empty, "Reference network") {}

    Plan build()
    {
        Settings settings;
        settings.name = "reference";
        m_edit.set(settings);

        const RouterId csg = router("CSG", Role::Csg, 1, 330, 325);
        const RouterId agg1 = router("AGG1", Role::Agg, 11, 610, 180);
        const RouterId agg2 = router("AGG2", Role::Agg, 12, 610, 470);
        const RouterId rsg1 = router("RSG1", Role::Rsg, 21, 940, 180);
        const RouterId rsg2 = router("RSG2", Role::Rsg, 22, 940, 470);

        const BfdPolicyId igpBfd = m_edit.add(BfdPolicy{BfdPolicyId(0), "IGP links", kIgpBfdMs, kIgpBfdMs, 3});
        const BfdPolicyId bgpBfd = m_edit.add(BfdPolicy{BfdPolicyId(0), "BGP sessions", kServiceBfdMs, kServiceBfdMs, 3});
        const BfdPolicyId pwBfd = m_edit.add(BfdPolicy{BfdPolicyId(0), "Pseudowires", kServiceBfdMs, kServiceBfdMs, 3});
        const IgpDomainId core = domain("Core", DomainKind::Core, 1, "49.0001", igpBfd);
        const IgpDomainId access = domain("Access 1", DomainKind::Access, 100, "49.0100", igpBfd);

        const PortId attachment = m_edit.add(Port{PortId(0), csg, "GigabitEthernet0/2/0", "", 1500, std::nullopt});
        link(csg, "GigabitEthernet0/2/1", agg1, "GigabitEthernet0/2/1", 1, access);
        link(csg, "GigabitEthernet0/2/2", agg2, "GigabitEthernet0/2/1", 2, access);
        const LinkId aggs = link(agg1, "100GE0/1/1", agg2, "100GE0/1/1", 3, core, 20);
        const LinkId up1 = link(agg1, "100GE0/1/0", rsg1, "100GE0/1/0", 4, core);
        link(agg2, "100GE0/1/0", rsg2, "100GE0/1/0", 5, core);
        link(rsg1, "100GE0/1/1", rsg2, "100GE0/1/1", 6, core);

        const RouteTarget target{65001, 100, false};
        const VpnId ran = m_edit.add(Vpn{VpnId(0), "RAN", {target}, {target}});
        for (const auto &[member, number] : {std::pair{agg1, 11u}, std::pair{agg2, 12u}, std::pair{rsg1, 21u}, std::pair{rsg2, 22u}})
            m_edit.add(VpnMember{VpnMemberId(0), ran, member, RouteDistinguisher{65001, number, false}, true});
        probe(ran, rsg1, 0x21);
        probe(ran, rsg2, 0x22);
        const VpnInterfaceId mobileCore = coreLan(ran, rsg1, 1);
        coreLan(ran, rsg2, 2);

        m_edit.add(BgpSession{BgpSessionId(0), agg1, agg2, true, true, 60, 180, bgpBfd});
        m_edit.add(BgpSession{BgpSessionId(0), agg1, rsg1, false, true, 60, 180, bgpBfd});
        m_edit.add(BgpSession{BgpSessionId(0), agg2, rsg2, false, true, 60, 180, bgpBfd});
        m_edit.add(BgpSession{BgpSessionId(0), rsg1, rsg2, false, false, 60, 180, std::nullopt});

        PseudowireEnd primary{agg1, 100, 1, 100};
        PseudowireEnd secondary{agg2, 200, 1, 100};
        AccessService site{.id = AccessServiceId(0), .name = "Site 1", .csg = csg, .attachment = attachment, .vlan = 100,
                           .description = "BASE-STATION", .vpn = ran, .primary = primary, .secondary = secondary, .bfd = pwBfd,
                           .gateway = Ipv6Interface{documentation(0x01, 0x00, 1, 1), 64},
                           .gatewayMac = Mac(Mac::Bytes{0x02, 0x00, 0x5e, 0x00, 0x01, 0x01})};
        const AccessServiceId service = m_edit.add(site);
        m_edit.add(TrackedRoute{TrackedRouteId(0), service, PwRole::Primary, ran, Ipv6Prefix(documentation(0xff, 0xff, 0, 0x21), 128)});

        m_edit.add(Flow{FlowId(0), "Site 1 upstream", service, mobileCore, Direction::Upstream, PacketRate{10'000}});
        m_edit.add(Flow{FlowId(0), "Site 1 downstream", service, mobileCore, Direction::Downstream, PacketRate{10'000}});

        const std::vector<FailureAction> cutOff{{up1, FailureMode::Cut, 1s}, {aggs, FailureMode::Cut, 1s}};
        m_edit.add(Scenario{ScenarioId(0), "AGG1 cut off from the core", cutOff, 10s, 1});
        m_edit.add(Scenario{ScenarioId(0), "AGG1 power", {{agg1, FailureMode::Power, 1s}}, 10s, 1});
        std::vector<FailureAction> repaired = cutOff;
        repaired.push_back({up1, FailureMode::Restore, 20s});
        repaired.push_back({aggs, FailureMode::Restore, 25s});
        m_edit.add(Scenario{ScenarioId(0), "Repair in order", std::move(repaired), 120s, 1});

        const Result<Plan> plan = m_empty.with(m_edit.take());
        assert(plan); // a constant of the program; the tests read every value back
        return plan ? *plan : m_empty;
    }

private:
    RouterId router(const char *name, Role role, std::uint8_t number, std::int32_t x, std::int32_t y)
    {
        const RouterId id = m_edit.add(Router{RouterId(0), name, role, role == Role::Csg ? "Site 1" : "", Release::V800R022C00, loopback(number)});
        m_edit.add(Position{id, x, y});
        m_names.emplace(id, name);
        return id;
    }

    IgpDomainId domain(const char *name, DomainKind kind, std::uint32_t process, const char *area, BfdPolicyId bfd)
    {
        IgpDomain row{IgpDomainId(0), name, kind, process, area, bfd};
        return m_edit.add(row);
    }

    /// Subnet 10.0.N.0/30; `a` has the first address.
    LinkId link(RouterId a, const char *portA, RouterId b, const char *portB, std::uint8_t subnet, IgpDomainId domain,
                std::optional<std::uint32_t> cost = std::nullopt)
    {
        const auto end = [&](RouterId router, const char *name, RouterId peer, std::uint8_t host) {
            return m_edit.add(Port{PortId(0), router, name, "TO-" + m_names.at(peer), 1500, Ipv4Interface{Ipv4(10, 0, subnet, host), 30}});
        };
        const PortId from = end(a, portA, b, 1);
        const PortId to = end(b, portB, a, 2);
        Link row{.id = LinkId(0), .a = from, .b = to, .domain = domain, .cost = cost, .srlgs = {}};
        row.capacityBps = std::string_view(portA).starts_with("100GE") ? 100'000'000'000 : 10'000'000'000;
        return m_edit.add(row);
    }

    void probe(VpnId vpn, RouterId router, std::uint8_t last)
    {
        m_edit.add(VpnInterface{VpnInterfaceId(0), vpn, router, std::nullopt, 1, "", Ipv6Interface{documentation(0xff, 0xff, 0, last), 128}, true});
    }

    VpnInterfaceId coreLan(VpnId vpn, RouterId router, std::uint8_t number)
    {
        const PortId port = m_edit.add(Port{PortId(0), router, "GigabitEthernet0/2/0", "", 1500, std::nullopt});
        return m_edit.add(VpnInterface{VpnInterfaceId(0), vpn, router, port, 100, "TO-CORE",
                                       Ipv6Interface{documentation(0x02, 0x00, number, 1), 64}, true});
    }

    const Plan m_empty;
    EditBuilder m_edit;
    std::map<RouterId, std::string> m_names;
};

} // namespace

Plan referencePlan()
{
    return Reference().build();
}

} // namespace sidestep::plan
