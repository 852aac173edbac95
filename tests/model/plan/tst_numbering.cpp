// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "model/plan/numbering.h"
#include "model/plan/templates.h"

#include <QTest>

#include <fmt/format.h>
#include <rapidcheck.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

using namespace sidestep;
using namespace sidestep::plan;

namespace {

Plan changed(const Plan &plan, const std::function<void(EditBuilder &)> &change)
{
    EditBuilder edit(plan, "Change");
    change(edit);
    const Result<Plan> after = plan.with(edit.take());
    if (!after)
        qFatal("%s", after.error().detail.c_str());
    return *after;
}

Plan numbered(const Plan &plan)
{
    const Result<PlanEdit> edit = numberBlanks(plan);
    if (!edit)
        qFatal("%s", edit.error().detail.c_str());
    const Result<Plan> after = plan.with(*edit);
    if (!after)
        qFatal("%s", after.error().detail.c_str());
    return *after;
}

/// Routers R1 … Rn of a role, and a domain; nothing has a number.
struct Blank
{
    Plan plan;
    std::vector<RouterId> routers;
    IgpDomainId domain{0};
};

Blank blankRouters(int count, Role role, const Settings &settings = {})
{
    Blank made;
    made.plan = changed(Plan{}, [&](EditBuilder &edit) {
        edit.set(settings);
        made.domain = edit.add(IgpDomain{.id = IgpDomainId(0), .name = "Core", .process = std::nullopt, .bfd = std::nullopt});
        for (int i = 1; i <= count; ++i)
            made.routers.push_back(edit.add(Router{RouterId(0), fmt::format("R{}", i), role, "", Release::V800R022C00, std::nullopt}));
    });
    return made;
}

PortId port(EditBuilder &edit, RouterId router, const std::string &name, const char *address = nullptr)
{
    return edit.add(Port{PortId(0), router, name, "", 1500, address ? std::optional(parseIpv4Interface(address).value()) : std::nullopt});
}

LinkId link(EditBuilder &edit, PortId a, PortId b, IgpDomainId domain)
{
    return edit.add(Link{.id = LinkId(0), .a = a, .b = b, .domain = domain, .cost = std::nullopt, .srlgs = {}});
}

/// Another site of the reference network, with every number blank.
AccessService site(const Plan &plan, const std::string &name)
{
    AccessService row = *plan.services().begin();
    row.name = name;
    row.vlan.reset();
    row.gateway.reset();
    row.gatewayMac.reset();
    for (PseudowireEnd *end : {&row.primary, &*row.secondary}) {
        end->vcId.reset();
        end->veGroup.reset();
        end->veVlan.reset();
    }
    return row;
}

const AccessService &named(const Plan &plan, const std::string &name)
{
    for (const AccessService &service : plan.services())
        if (service.name == name)
            return service;
    qFatal("no service %s", name.c_str());
}

Plan withPools(const Plan &plan, const std::function<void(Settings &)> &change)
{
    return changed(plan, [&](EditBuilder &edit) {
        Settings settings = plan.settings();
        change(settings);
        edit.set(settings);
    });
}

void verifyExhausted(const Plan &plan, const std::vector<std::string> &words)
{
    const Result<PlanEdit> edit = numberBlanks(plan);
    QVERIFY(!edit);
    QCOMPARE(edit.error().code, ErrorCode::PoolExhausted);
    for (const std::string &word : words)
        QVERIFY2(edit.error().detail.find(word) != std::string::npos, (word + " is not in: " + edit.error().detail).c_str());
}

template <typename Row, typename Blanking>
void blankSome(const Table<Row> &rows, EditBuilder &edit, Blanking blanking)
{
    for (Row row : rows)
        if (*rc::gen::inRange(0, 3) == 0) {
            blanking(row);
            edit.set(std::move(row));
        }
}

/// A template with some of its numbers taken away.
Plan withBlanks()
{
    BackhaulShape shape;
    shape.sites = *rc::gen::inRange<std::uint32_t>(1, 30);
    shape.access = *rc::gen::element(AccessShape::Rings, AccessShape::DualHomed);
    const Plan whole = *backhaulPlan(shape);
    return changed(whole, [&](EditBuilder &edit) {
        blankSome(whole.routers(), edit, [](Router &row) { row.loopback.reset(); });
        blankSome(whole.ports(), edit, [](Port &row) { row.address.reset(); });
        blankSome(whole.vpnMembers(), edit, [](VpnMember &row) { row.distinguisher.reset(); });
        blankSome(whole.domains(), edit, [](IgpDomain &row) { row.process.reset(); });
        blankSome(whole.services(), edit, [](AccessService &row) {
            row.vlan.reset();
            row.gateway.reset();
            row.gatewayMac.reset();
            row.primary.vcId.reset();
            row.primary.veVlan.reset();
            if (row.secondary)
                row.secondary->veGroup.reset();
        });
    });
}

} // namespace

class TestNumbering final : public QObject
{
    Q_OBJECT

private slots:
    void thePartnerOfAHalfNumberedLinkIsLeftBlankWhenAnotherPortHasIt()
    {
        Blank net = blankRouters(3, Role::Rsg);
        PortId blank{0};
        net.plan = changed(net.plan, [&](EditBuilder &edit) {
            blank = port(edit, net.routers[1], "100GE0/1/0");
            link(edit, port(edit, net.routers[0], "100GE0/1/0", "10.0.0.1/30"), blank, net.domain);
            port(edit, net.routers[2], "100GE0/1/0", "10.0.0.2/30");
        });
        QVERIFY(!numbered(net.plan).find(blank)->address);
    }

    void thePartnerOfAHalfNumberedLinkIsItsOtherHost()
    {
        Blank net = blankRouters(2, Role::Rsg);
        PortId blank{0};
        net.plan = changed(net.plan, [&](EditBuilder &edit) {
            blank = port(edit, net.routers[1], "100GE0/1/0");
            link(edit, blank, port(edit, net.routers[0], "100GE0/1/0", "192.168.0.2/30"), net.domain);
        });
        QCOMPARE(toString(*numbered(net.plan).find(blank)->address), std::string("192.168.0.1/30"));
    }

    /// 10.0.0.0/24 is 64 pieces of /30, so the first free one is 10.0.1.0/30.
    void aWideSubnetOfTheUserTakesAllOfItsPieces()
    {
        Blank net = blankRouters(2, Role::Rsg);
        PortId first{0};
        net.plan = changed(net.plan, [&](EditBuilder &edit) {
            port(edit, net.routers[0], "100GE0/1/1", "10.0.0.1/24");
            port(edit, net.routers[0], "100GE0/1/2", "10.255.0.1/24");
            first = port(edit, net.routers[0], "100GE0/1/0");
            link(edit, first, port(edit, net.routers[1], "100GE0/1/0"), net.domain);
        });
        const Plan after = numbered(net.plan);
        QCOMPARE(toString(*after.find(first)->address), std::string("10.0.1.1/30"));
        QCOMPARE(after.find(net.routers[0])->loopback->toString(), std::string("10.255.1.0"));
    }

    /// 2001:db8:100::/56 is 256 pieces of /64; piece 0 of the pool is never given.
    void aWideGatewayTakesAllOfItsPieces()
    {
        const Plan reference = referencePlan();
        const Plan plan = changed(reference, [&](EditBuilder &edit) {
            AccessService wide = *reference.services().begin();
            wide.gateway = parseIpv6Interface("2001:db8:100::1/56").value();
            edit.set(wide);
            edit.add(site(reference, "Site 2"));
        });
        QCOMPARE(toString(*named(numbered(plan), "Site 2").gateway), std::string("2001:db8:100:100::1/64"));
    }

    void aGatewayKeepsClearOfTheNetworksOfTheMobileCore()
    {
        const Plan reference = referencePlan();
        const Plan plan = changed(reference, [&](EditBuilder &edit) {
            VpnInterface lan = *reference.find(reference.flows().begin()->remote);
            lan.address = parseIpv6Interface("2001:db8:100:2::1/64").value();
            edit.set(lan);
            edit.add(site(reference, "Site 2"));
        });
        QCOMPARE(toString(*named(numbered(plan), "Site 2").gateway), std::string("2001:db8:100:3::1/64"));
    }

    /// One MAC a VE main interface: the group on the secondary AGG decides when the one on the primary has none.
    void aGatewayMacFollowsTheGroupsOfBothAggs()
    {
        const Plan reference = referencePlan();
        const Mac mac(Mac::Bytes{2, 0, 0x5e, 0, 9, 9});
        const Plan plan = changed(reference, [&](EditBuilder &edit) {
            AccessService first = *reference.services().begin();
            first.gatewayMac = mac;
            edit.set(first);
            AccessService second = site(reference, "Site 2");
            second.primary.veGroup = 7;
            second.secondary->veGroup = 1;
            edit.add(second);
            AccessService third = site(reference, "Site 3"); // meets Site 2, and only through it Site 1
            third.primary.veGroup = 7;
            third.secondary->veGroup = 8;
            edit.add(third);
        });
        const Plan after = numbered(plan);
        QVERIFY(named(after, "Site 2").gatewayMac == mac);
        QVERIFY(named(after, "Site 3").gatewayMac == mac);
    }

    void aFullVeGroupIsFollowedByTheNext()
    {
        const Plan reference = withPools(referencePlan(), [](Settings &settings) { settings.pools.firstVlan = 4093; });
        const Plan plan = changed(reference, [&](EditBuilder &edit) {
            const PortId other = port(edit, reference.services().begin()->csg, "GigabitEthernet0/2/9");
            for (int i = 2; i <= 4; ++i) {
                AccessService row = site(reference, fmt::format("Site {}", i));
                row.attachment = other;
                row.vlan = static_cast<std::uint16_t>(i);
                edit.add(row);
            }
        });
        const Plan after = numbered(plan);
        QCOMPARE(*named(after, "Site 3").primary.veGroup, std::uint16_t{1});
        QCOMPARE(*named(after, "Site 3").primary.veVlan, std::uint16_t{4094});
        QCOMPARE(*named(after, "Site 4").primary.veGroup, std::uint16_t{2});
        QCOMPARE(*named(after, "Site 4").primary.veVlan, std::uint16_t{4093});
    }

    void exhaustedVlansOfACsgAreAnError()
    {
        const Plan reference = withPools(referencePlan(), [](Settings &settings) { settings.pools.firstVlan = 4094; });
        verifyExhausted(changed(reference,
                                [&](EditBuilder &edit) {
                                    edit.add(site(reference, "Site 2"));
                                    edit.add(site(reference, "Site 3"));
                                }),
                        {"VLAN", "CSG", "4094", "Site 3", "first VLAN"});
    }

    void exhaustedVlansOfAChosenVeGroupAreAnError()
    {
        const Plan reference = withPools(referencePlan(), [](Settings &settings) { settings.pools.firstVlan = 4094; });
        verifyExhausted(changed(reference,
                                [&](EditBuilder &edit) {
                                    for (std::uint16_t i = 2; i <= 3; ++i) {
                                        AccessService row = site(reference, fmt::format("Site {}", i));
                                        row.vlan = i;
                                        row.primary.veGroup = 5;
                                        edit.add(row);
                                    }
                                }),
                        {"VLAN", "VE group 5", "AGG1", "Site 3"});
    }

    void vcIdsDoNotWrap()
    {
        const Plan reference = withPools(referencePlan(), [](Settings &settings) { settings.pools.firstVcId = 0xfffffffe; });
        const Plan two = changed(reference, [&](EditBuilder &edit) { edit.add(site(reference, "Site 2")); });
        const Plan after = numbered(two);
        QCOMPARE(*named(after, "Site 2").primary.vcId, 0xfffffffeu);
        QCOMPARE(*named(after, "Site 2").secondary->vcId, 0xffffffffu);
        verifyExhausted(changed(after, [&](EditBuilder &edit) { edit.add(site(reference, "Site 3")); }), {"VC id", "4294967294", "Site 3", "first VC id"});
    }

    /// One management pseudowire for each CSG and AGG, on a LoopBack that neither has for its VPNs, with a VC id that neither has.
    void aManagementPwIsNumberedOnceForItsTwoRouters()
    {
        const Plan reference = changed(referencePlan(), [](EditBuilder &edit) {
            const Plan plan = referencePlan();
            AccessService row = *plan.services().begin();
            row.watch = PwWatch::Management;
            edit.set(row);
            const RouterId agg1 = routerNamed(plan, "AGG1")->id;
            edit.add(VpnInterface{VpnInterfaceId(0), row.vpn, agg1, std::nullopt, 1, "", parseIpv6Interface("2001:db8:ffff::11/128").value(), true});
        });
        const Plan after = numbered(changed(reference, [&](EditBuilder &edit) {
            AccessService second = site(reference, "Site 2");
            second.watch = PwWatch::Management;
            edit.add(second);
            AccessService third = site(reference, "Site 3");
            third.watch = PwWatch::Each;
            edit.add(third);
        }));
        const AccessService &first = named(after, "Site 1"), &second = named(after, "Site 2"), &third = named(after, "Site 3");
        // The services have 100, 200 and, in the order of their pseudowires, the lowest free ones above 100.
        const std::set<std::uint32_t> services{*first.primary.vcId,  *first.secondary->vcId,  *second.primary.vcId,
                                               *second.secondary->vcId, *third.primary.vcId, *third.secondary->vcId};
        QCOMPARE(services.size(), std::size_t{6});
        QVERIFY(!services.contains(*first.primary.adminVcId) && !services.contains(*first.secondary->adminVcId));
        QVERIFY(first.primary.adminVcId != first.secondary->adminVcId); // both stand on the CSG
        QCOMPARE(second.primary.adminVcId, first.primary.adminVcId);
        QCOMPARE(second.secondary->adminVcId, first.secondary->adminVcId);
        QCOMPARE(first.primary.adminLoopback, std::optional<std::uint16_t>(1));
        QCOMPARE(first.primary.aggAdminLoopback, std::optional<std::uint16_t>(2)); // LoopBack1 of AGG1 is in the VPN
        QCOMPARE(first.secondary->adminLoopback, std::optional<std::uint16_t>(2));
        QCOMPARE(first.secondary->aggAdminLoopback, std::optional<std::uint16_t>(1));
        QVERIFY(!third.primary.adminVcId && !third.primary.adminLoopback && !third.primary.aggAdminLoopback);
    }

    /// `route-distinguisher <as4>:<0-65535>`, vrp.md section 6 and RFC 4364 section 4.2 (type 2).
    void distinguishersOfAFourByteAsEndAt65535()
    {
        Settings settings;
        settings.asNumber = 4'200'000'000;
        Blank net = blankRouters(257, Role::Rsg, settings);
        net.plan = changed(net.plan, [&](EditBuilder &edit) {
            std::uint32_t number = 0;
            for (int i = 0; i < 256; ++i) {
                const VpnId vpn = edit.add(Vpn{VpnId(0), fmt::format("V{}", i), {}, {}});
                for (int k = 0; k < (i == 255 ? 257 : 256); ++k) {
                    const std::uint32_t given = ++number;
                    edit.add(VpnMember{VpnMemberId(0), vpn, net.routers[static_cast<std::size_t>(k)],
                                       given <= 65535 ? std::optional(RouteDistinguisher{settings.asNumber, given, false}) : std::nullopt, true});
                }
            }
        });
        verifyExhausted(net.plan, {"route distinguisher", "4200000000", "65535", "R256", "AS number"});
    }

    void exhaustedLinkSubnetsAreAnError()
    {
        Settings settings;
        settings.pools.linkSubnets = Ipv4Prefix(Ipv4(10, 0, 0, 0), 30);
        Blank net = blankRouters(2, Role::Rsg, settings);
        net.plan = changed(net.plan, [&](EditBuilder &edit) {
            for (const char *name : {"100GE0/1/0", "100GE0/1/1"})
                link(edit, port(edit, net.routers[0], name), port(edit, net.routers[1], name), net.domain);
        });
        verifyExhausted(net.plan, {"link subnet", "10.0.0.0/30", "R1--R2#2", "settings"});
    }

    void exhaustedGatewaysAreAnError()
    {
        const Plan reference = withPools(referencePlan(), [](Settings &settings) { settings.pools.gateways = Ipv6Prefix::parse("2001:db8:100::/63").value(); });
        verifyExhausted(changed(reference, [&](EditBuilder &edit) { edit.add(site(reference, "Site 2")); }),
                        {"gateway", "2001:db8:100::/63", "Site 2", "settings"});
    }

    void exhaustedProbesAreAnError()
    {
        const Plan reference = withPools(referencePlan(), [](Settings &settings) { settings.pools.probes = Ipv6Prefix::parse("2001:db8:ffff::20/127").value(); });
        const Plan plan = changed(reference, [&](EditBuilder &edit) {
            edit.add(VpnInterface{VpnInterfaceId(0), reference.vpns().begin()->id, routerNamed(reference, "RSG1")->id, std::nullopt, 9, "", std::nullopt, true});
        });
        verifyExhausted(plan, {"probe loopback", "2001:db8:ffff::20/127", "RSG1", "settings"});
    }

    void numberingIsDeterministicSoundAndStable()
    {
        const bool holds = rc::check("numbering is accepted, leaves nothing to do and never changes what was assigned", [] {
            const Plan plan = withBlanks();
            const auto one = numberBlanks(plan);
            const auto two = numberBlanks(plan);
            RC_ASSERT(one.has_value());
            RC_ASSERT(*one == *two);
            const auto with = plan.with(*one);
            RC_ASSERT(with.has_value());
            const Plan after = *with;

            EditBuilder more(after, "More");
            const RouterId added = more.add(Router{RouterId(0), "Added", Role::Agg, "", Release::V800R022C00, std::nullopt});
            const std::vector<Router> routers(after.routers().begin(), after.routers().end());
            const PortId far = more.add(Port{PortId(0), (*rc::gen::elementOf(routers)).id, "100GE9/9/9", "", 1500, std::nullopt});
            more.add(Link{.id = LinkId(0), .a = more.add(Port{PortId(0), added, "100GE0/1/0", "", 1500, std::nullopt}), .b = far,
                          .domain = after.domains().begin()->id, .cost = std::nullopt, .srlgs = {}});
            more.add(site(after, "Added site"));
            const Plan grown = *after.with(more.take());
            const auto numbers = numberBlanks(grown);
            RC_ASSERT(numbers.has_value());
            const auto final = grown.with(*numbers);
            RC_ASSERT(final.has_value());
            for (const Router &row : after.routers())
                RC_ASSERT(!row.loopback || *final->find(row.id) == row);
            for (const Port &row : after.ports())
                RC_ASSERT(!row.address || *final->find(row.id) == row);
            for (const AccessService &row : after.services())
                RC_ASSERT(*final->find(row.id) == row);
            for (const VpnMember &row : after.vpnMembers())
                RC_ASSERT(*final->find(row.id) == row);
            const auto rest = numberBlanks(*final);
            RC_ASSERT(rest.has_value() && rest->changes.empty());
        });
        QVERIFY(holds);
    }
};

QTEST_GUILESS_MAIN(TestNumbering)
#include "tst_numbering.moc"
