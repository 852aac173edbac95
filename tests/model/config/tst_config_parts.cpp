// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/config/config_samples.h"
#include "tests/model/config/line_grammar.h"

#include <QtTest>

using namespace sidestep;
using namespace sidestep::config;
using namespace sidestep::config::samples;
using plan::AccessService;

/// One deviation from the reference network a test; expected lines are from vrp.md, the section in the test.
class TestConfigParts : public QObject
{
    Q_OBJECT

private slots:
    void trackingOnTheOldReleaseIsAGapNotALine();
    void trackingInAVpnTheRouterLacksIsAGap();
    void frrRedundancyWritesResumeAndNoModeLine();
    void masterRerouteForms_data();
    void masterRerouteForms();
    void independentRedundancyTakesNoReroute();
    void rawPseudowireSaysSoAtBothEnds();
    void pseudowireMtuStandsOnBothCircuits();
    void pseudowireBfdNeedsTheControlWord();
    void managementPwHasItsOwnLoopBackAndTheServicesFollowIt();
    void managementPwWithoutNumbersIsAGap();
    void managementPwInAVpnsLoopBackIsAGap();
    void servicesThatDisagreeOnTheirManagementPwAreAGap();
    void watchedTunnelsAreAListAndAnswered();
    void tunnelsOfARouterHaveOnePace();
    void singlePseudowireHasNoRedundancyLines();
    void portMtuIsWrittenWhereItIsNotTheDefault();
    void unusedPortIsNotConfigured();
    void parallelLinksHaveAnInterfaceEach();
    void routerWithoutLoopbackKeepsItsNameAndSaysWhatToDo();
    void farRouterWithoutLoopbackLosesTheSession();
    void linkWithoutAddressRunsNoProtocol();
    void domainWithoutProcessIsLeftOutWithItsInterfaceLines();
    void domainTimersAndBfdMultiplierAreWritten();
    void ospfStandsInThePlaceOfIsis();
    void ospfValuesAreWritten();
    void reflectorWithoutTheVpnDoesNotFilterTargets();
    void sessionsBetweenAsesAndOverLinks();
    void sessionOverALinkWithoutAddressIsAGap();
    void sessionTimersAreWrittenWhereNotTheDefault();
    void secondServiceInTheSameGroupSharesTheVePair();
    void secondVeGroupUsesTheNextPairOfPorts();
    void secondCellSharesOneListBlock();
    void secondAccessDomainHasAListOfItsOwn();
    void rsgInTwoDomainsImportsItsLoopbackIntoTheOther();
    void transitRouterHasNoPseudowiresAndNoBgp();
};

namespace {

AccessService serviceOf(const plan::Plan &plan)
{
    return *plan.services().begin();
}

plan::Plan withService(const plan::Plan &plan, const std::function<void(AccessService &)> &change)
{
    return changed<AccessService>(plan, plan.services().begin()->id, change);
}

/// A plan without its tracked routes, so that a pseudowire may go.
plan::Plan untracked(const plan::Plan &plan)
{
    plan::EditBuilder edit(plan, "untrack");
    for (const plan::TrackedRoute &tracked : plan.trackedRoutes())
        edit.remove<plan::TrackedRoute>(tracked.id);
    return *plan.with(edit.take());
}

const std::string kAc = "GigabitEthernet0/2/0.100";
const std::string kL2Ve = "Virtual-Ethernet0/2/0.100";

} // namespace

void TestConfigParts::trackingOnTheOldReleaseIsAGapNotALine()
{
    const plan::Plan base = plan::referencePlan();
    const plan::Plan plan
        = changed<plan::Router>(base, routerId(base, "AGG1"), [](plan::Router &router) { router.release = plan::Release::V800R012C10; });
    const DeviceConfig config = configOf(plan, "AGG1");
    // Everything else stays (section 0: only the IPv6 form is missing).
    std::string expected = textOf(base, "AGG1");
    const std::string line = " mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN\n";
    expected.erase(expected.find(line), line.size());
    QCOMPARE(toText(config), expected);
    QCOMPARE(config.gaps.size(), std::size_t(1));
    QVERIFY(config.gaps.front().object == plan::ObjectId(plan.trackedRoutes().begin()->id));
    QVERIFY(config.gaps.front().text.find("V800R012C10") != std::string::npos);
    QVERIFY(config.gaps.front().text.find("2001:db8:ffff::21/128") != std::string::npos);
}

void TestConfigParts::trackingInAVpnTheRouterLacksIsAGap()
{
    const plan::Plan base = plan::referencePlan();
    plan::EditBuilder edit(base, "another VPN");
    const plan::VpnId other
        = edit.add(plan::Vpn{plan::VpnId(0), "OAM", {RouteTarget{65001, 200, false}}, {RouteTarget{65001, 200, false}}});
    plan::TrackedRoute tracked = *base.trackedRoutes().begin();
    tracked.vpn = other;
    edit.set(tracked);
    const auto plan = base.with(edit.take());
    if (!plan)
        QSKIP("the plan refuses it before the configuration is asked");
    const DeviceConfig config = configOf(*plan, "AGG1");
    QVERIFY(toText(config).find("track route") == std::string::npos);
    QVERIFY(gapsOf(config).find("OAM is not on it") != std::string::npos);
}

void TestConfigParts::frrRedundancyWritesResumeAndNoModeLine()
{
    const plan::Plan plan = withService(plan::referencePlan(), [](AccessService &s) { s.redundancy = plan::RedundancyMode::Frr; });
    const std::string block = interfaceBlock(textOf(plan, "CSG"), kAc);
    QVERIFY(block.find("redundancy") == std::string::npos);
    QVERIFY(hasLine(block, " mpls l2vpn reroute delay 60 resume 10"));
    const plan::Plan later = withService(plan, [](AccessService &s) { s.resumeSeconds = 25; });
    QVERIFY(hasLine(interfaceBlock(textOf(later, "CSG"), kAc), " mpls l2vpn reroute delay 60 resume 25"));
}

void TestConfigParts::masterRerouteForms_data()
{
    QTest::addColumn<int>("policy");
    QTest::addColumn<QString>("line");
    QTest::newRow("delay") << int(plan::ReroutePolicy::Delay) << " mpls l2vpn reroute delay 60";
    QTest::newRow("immediately") << int(plan::ReroutePolicy::Immediately) << " mpls l2vpn reroute immediately";
    QTest::newRow("never") << int(plan::ReroutePolicy::Never) << " mpls l2vpn reroute never";
}

void TestConfigParts::masterRerouteForms()
{
    QFETCH(int, policy);
    QFETCH(QString, line);
    const plan::Plan plan
        = withService(plan::referencePlan(), [&](AccessService &s) { s.reroute = static_cast<plan::ReroutePolicy>(policy); });
    const std::string block = interfaceBlock(textOf(plan, "CSG"), kAc);
    QVERIFY(hasLine(block, " mpls l2vpn redundancy master"));
    QVERIFY(hasLine(block, line.toStdString()));
    QVERIFY(block.find("resume") == std::string::npos); // FRR only (section 4)
}

void TestConfigParts::independentRedundancyTakesNoReroute()
{
    const plan::Plan plan = withService(plan::referencePlan(), [](AccessService &s) { s.redundancy = plan::RedundancyMode::Independent; });
    const DeviceConfig config = configOf(plan, "CSG");
    const std::string block = interfaceBlock(toText(config), kAc);
    QVERIFY(hasLine(block, " mpls l2vpn redundancy independent"));
    QVERIFY(block.find("reroute") == std::string::npos);
    QVERIFY(gapsOf(config).find("takes no reroute policy") != std::string::npos);
    QVERIFY(gapsOf(config).find("E-Trunk") != std::string::npos);
}

void TestConfigParts::rawPseudowireSaysSoAtBothEnds()
{
    const plan::Plan plan = withService(plan::referencePlan(), [](AccessService &s) {
        s.encapsulation = plan::Encapsulation::Raw;
        s.primary.encapsulation = plan::Encapsulation::Raw;
        s.secondary->encapsulation = plan::Encapsulation::Raw;
    });
    // A dot1q sub-interface signals VLAN unless the keyword says otherwise (section 4 rule 2).
    QVERIFY(hasLine(textOf(plan, "CSG"), " mpls l2vc 10.255.0.11 100 control-word raw"));
    QVERIFY(hasLine(textOf(plan, "CSG"), " mpls l2vc 10.255.0.12 200 control-word raw secondary"));
    QVERIFY(hasLine(textOf(plan, "AGG1"), " mpls l2vc 10.255.0.1 100 control-word raw ignore-standby-state"));
}

void TestConfigParts::pseudowireMtuStandsOnBothCircuits()
{
    const plan::Plan plan = withService(plan::referencePlan(), [](AccessService &s) {
        s.mtu = 2000;
        s.primary.mtu = 2000;
        s.secondary->mtu = 2000;
    });
    QVERIFY(hasLine(interfaceBlock(textOf(plan, "CSG"), kAc), " mtu 2000"));
    QVERIFY(hasLine(interfaceBlock(textOf(plan, "AGG1"), kL2Ve), " mtu 2000"));
    QVERIFY(hasLine(interfaceBlock(textOf(plan, "AGG2"), kL2Ve), " mtu 2000"));
}

void TestConfigParts::pseudowireBfdNeedsTheControlWord()
{
    const plan::Plan plan = withService(plan::referencePlan(), [](AccessService &s) { s.controlWord = false; });
    const DeviceConfig config = configOf(plan, "CSG");
    const std::string block = interfaceBlock(toText(config), kAc);
    QVERIFY(hasLine(block, " mpls l2vc 10.255.0.12 200 secondary"));
    QVERIFY(block.find("pw bfd") == std::string::npos); // section 4 rule 5
    QVERIFY(gapsOf(config).find("control word") != std::string::npos);
}

namespace {

void watchByManagementPw(AccessService &service)
{
    service.watch = plan::PwWatch::Management;
    service.controlWord = false; // BFD runs elsewhere
    service.primary.adminVcId = 900;
    service.primary.adminLoopback = std::uint16_t{1};
    service.primary.aggAdminLoopback = std::uint16_t{5};
    service.secondary->adminVcId = 901;
    service.secondary->adminLoopback = std::uint16_t{2};
    service.secondary->aggAdminLoopback = std::uint16_t{6};
}

} // namespace

/// Vendor's command reference: `mpls l2vc admin` and `mpls l2vpn pw bfd` in the LoopBack view, `mpls l2vc track admin-vc` (vrp.md section 4).
void TestConfigParts::managementPwHasItsOwnLoopBackAndTheServicesFollowIt()
{
    const plan::Plan plan = withService(plan::referencePlan(), watchByManagementPw);
    const std::string csg = textOf(plan, "CSG"), agg1 = textOf(plan, "AGG1");
    QCOMPARE(interfaceBlock(csg, "LoopBack1"),
             std::string("interface LoopBack1\n"
                         " mpls l2vc 10.255.0.11 900 control-word admin\n"
                         " mpls l2vpn pw bfd detect-multiplier 3 min-rx-interval 100 min-tx-interval 100\n"));
    QVERIFY(hasLine(interfaceBlock(csg, "LoopBack2"), " mpls l2vc 10.255.0.12 901 control-word admin"));
    QCOMPARE(interfaceBlock(agg1, "LoopBack5"),
             std::string("interface LoopBack5\n"
                         " mpls l2vc 10.255.0.1 900 control-word admin\n"
                         " mpls l2vpn pw bfd detect-multiplier 3 min-rx-interval 100 min-tx-interval 100\n"));
    QCOMPARE(interfaceBlock(csg, kAc),
             std::string("interface GigabitEthernet0/2/0.100\n"
                         " vlan-type dot1q 100\n"
                         " description BASE-STATION\n"
                         " mpls l2vc 10.255.0.11 100\n"
                         " mpls l2vc 10.255.0.12 200 secondary\n"
                         " mpls l2vpn redundancy master\n"
                         " mpls l2vpn reroute delay 60\n"
                         " mpls l2vpn stream-dual-receiving\n"
                         " mpls l2vpn nd-dual-sending\n"
                         " mpls l2vc track admin-vc interface LoopBack1\n"
                         " mpls l2vc secondary track admin-vc interface LoopBack2\n"));
    QVERIFY(hasLine(interfaceBlock(agg1, kL2Ve), " mpls l2vc track admin-vc interface LoopBack5"));
    QVERIFY(interfaceBlock(agg1, kL2Ve).find("pw bfd") == std::string::npos);
    QCOMPARE(gapsOf(configOf(plan, "CSG")) + gapsOf(configOf(plan, "AGG1")), std::string());
    for (const char *router : {"CSG", "AGG1", "AGG2"})
        QCOMPARE(grammar::firstFault(textOf(plan, router)), QString());
}

void TestConfigParts::managementPwWithoutNumbersIsAGap()
{
    const plan::Plan plan = withService(plan::referencePlan(), [](AccessService &s) { s.watch = plan::PwWatch::Management; });
    for (const char *router : {"CSG", "AGG1"}) {
        const DeviceConfig config = configOf(plan, router);
        QVERIFY(toText(config).find("admin") == std::string::npos);
        QVERIFY(gapsOf(config).find("management pseudowire") != std::string::npos);
        QVERIFY(gapsOf(config).find("run numbering") != std::string::npos);
    }
}

void TestConfigParts::managementPwInAVpnsLoopBackIsAGap()
{
    const plan::Plan watched = withService(plan::referencePlan(), watchByManagementPw);
    plan::EditBuilder edit(watched, "a VPN's loopback");
    edit.add(plan::VpnInterface{.id = plan::VpnInterfaceId(0), .vpn = (*watched.services().begin()).vpn, .router = routerId(watched, "AGG1"), .port = {},
                                .number = 5, .description = {}, .address = *parseIpv6Interface("2001:db8:5::1/128")});
    const DeviceConfig config = configOf(*watched.with(edit.take()), "AGG1");
    QVERIFY(toText(config).find("admin") == std::string::npos);
    QVERIFY(gapsOf(config).find("LoopBack5 is in a VPN") != std::string::npos);
}

void TestConfigParts::servicesThatDisagreeOnTheirManagementPwAreAGap()
{
    const plan::Plan watched = withService(plan::referencePlan(), watchByManagementPw);
    plan::EditBuilder edit(watched, "another site");
    AccessService other = *watched.services().begin();
    other.name = "Site 2";
    other.vlan = std::uint16_t{101};
    other.primary.vcId = 101;
    other.secondary->vcId = 201;
    other.primary.adminVcId = 950;
    edit.add(other);
    const DeviceConfig config = configOf(*watched.with(edit.take()), "CSG");
    QVERIFY(toText(config).find(" mpls l2vc 10.255.0.11 900 control-word admin\n") != std::string::npos);
    QVERIFY(toText(config).find("950") == std::string::npos);
    QVERIFY(gapsOf(config).find("Site 1 and Site 2 share a management pseudowire on CSG") != std::string::npos);
}

namespace {

plan::Plan withTunnelBfd(const char *peer, const char *policyName)
{
    const plan::Plan reference = plan::referencePlan();
    plan::EditBuilder edit(reference, "tunnels");
    for (plan::BgpSession session : reference.sessions()) {
        if (session.a != routerId(reference, "AGG1") || session.b != routerId(reference, peer))
            continue;
        for (const plan::BfdPolicy &policy : reference.bfdPolicies())
            if (policy.name == policyName)
                session.tunnelBfd = policy.id;
        edit.set(session);
    }
    AccessService service = serviceOf(reference);
    service.watch = plan::PwWatch::Tunnel;
    edit.set(service);
    return *reference.with(edit.take());
}

} // namespace

/// Vendor's command reference: `mpls-passive` (BFD view), `mpls bfd-tunnel` and `mpls bfd-trigger-tunnel` (MPLS view).
void TestConfigParts::watchedTunnelsAreAListAndAnswered()
{
    const plan::Plan plan = withTunnelBfd("RSG1", "Pseudowires");
    const std::string agg1 = textOf(plan, "AGG1");
    QVERIFY(agg1.find("\nbfd\n mpls-passive\n#\n"
                      "ip ip-prefix BFD-TUNNELS index 10 permit 10.255.0.1 32\n"
                      "ip ip-prefix BFD-TUNNELS index 20 permit 10.255.0.21 32\n#\n"
                      "mpls lsr-id 10.255.0.11\n#\n"
                      "mpls\n mpls bfd enable\n mpls bfd-tunnel min-tx-interval 100 min-rx-interval 100\n mpls bfd-trigger-tunnel ip-prefix BFD-TUNNELS\n#\n")
            != std::string::npos);
    const std::string csg = textOf(plan, "CSG");
    QVERIFY(hasLine(csg, "ip ip-prefix BFD-TUNNELS index 10 permit 10.255.0.11 32"));
    QVERIFY(hasLine(csg, "ip ip-prefix BFD-TUNNELS index 20 permit 10.255.0.12 32"));
    QVERIFY(csg.find("pw bfd") == std::string::npos);
    QVERIFY(hasLine(textOf(plan, "RSG1"), " mpls-passive"));
    QVERIFY(textOf(plan, "RSG2").find("mpls-passive") == std::string::npos);
    for (const char *router : {"CSG", "AGG1", "AGG2", "RSG1"}) {
        QCOMPARE(grammar::firstFault(textOf(plan, router)), QString());
        QCOMPARE(gapsOf(configOf(plan, router)), std::string());
    }
}

void TestConfigParts::tunnelsOfARouterHaveOnePace()
{
    const plan::Plan plan = withTunnelBfd("RSG1", "IGP links"); // 50 ms; the service's policy has 100 ms
    const DeviceConfig config = configOf(plan, "AGG1");
    QVERIFY(hasLine(toText(config), " mpls bfd-tunnel min-tx-interval 100 min-rx-interval 100"));
    QVERIFY(gapsOf(config).find("BFD of the tunnel from AGG1 to 10.255.0.21 has another pace") != std::string::npos);
}

void TestConfigParts::singlePseudowireHasNoRedundancyLines()
{
    const plan::Plan plan = withService(untracked(plan::referencePlan()), [](AccessService &s) { s.secondary.reset(); });
    const std::string text = textOf(plan, "CSG");
    QCOMPARE(interfaceBlock(text, kAc),
             std::string("interface GigabitEthernet0/2/0.100\n"
                         " vlan-type dot1q 100\n"
                         " description BASE-STATION\n"
                         " mpls l2vc 10.255.0.11 100 control-word\n"
                         " mpls l2vpn pw bfd detect-multiplier 3 min-rx-interval 100 min-tx-interval 100\n"));
    QVERIFY(text.find("remote-peer 10.255.0.12") == std::string::npos);
    QVERIFY(textOf(plan, "AGG2").find("Virtual-Ethernet") == std::string::npos);
    QVERIFY(textOf(plan, "AGG2").find("import-route direct\n") == std::string::npos);
}

void TestConfigParts::portMtuIsWrittenWhereItIsNotTheDefault()
{
    const plan::Plan base = plan::referencePlan();
    const plan::Link link = *base.find(*plan::linkNamed(base, "AGG1--RSG1"));
    const plan::Plan plan = changed<plan::Port>(base, link.a, [](plan::Port &port) { port.mtu = 9600; });
    QCOMPARE(textOf(base, "AGG1").find("mtu"), std::string::npos);
    QVERIFY(hasLine(interfaceBlock(textOf(plan, "AGG1"), "100GE0/1/0"), " mtu 9600"));
}

void TestConfigParts::unusedPortIsNotConfigured()
{
    const plan::Plan base = plan::referencePlan();
    plan::EditBuilder edit(base, "spare ports");
    edit.add(plan::Port{plan::PortId(0), routerId(base, "AGG1"), "100GE0/1/7", "", 1500, std::nullopt});
    edit.add(plan::Port{plan::PortId(0), routerId(base, "AGG1"), "100GE0/1/8", "SPARE", 1500, std::nullopt});
    const plan::Plan plan = *base.with(edit.take());
    const std::string text = textOf(plan, "AGG1");
    QVERIFY(interfaceBlock(text, "100GE0/1/7").empty());
    QCOMPARE(interfaceBlock(text, "100GE0/1/8"), std::string("interface 100GE0/1/8\n description SPARE\n"));
}

void TestConfigParts::parallelLinksHaveAnInterfaceEach()
{
    const plan::Plan base = plan::referencePlan();
    const plan::Link first = *base.find(*plan::linkNamed(base, "AGG1--RSG1"));
    plan::EditBuilder edit(base, "second link");
    const auto address = [](std::uint8_t host) { return Ipv4Interface{Ipv4(10, 0, 9, host), 30}; };
    const plan::PortId a = edit.add(plan::Port{plan::PortId(0), routerId(base, "AGG1"), "100GE0/1/9", "TO-RSG1", 1500, address(1)});
    const plan::PortId b = edit.add(plan::Port{plan::PortId(0), routerId(base, "RSG1"), "100GE0/1/9", "TO-AGG1", 1500, address(2)});
    edit.add(plan::Link{plan::LinkId(0), a, b, first.domain, 50, 10'000'000'000, std::chrono::microseconds(50), {}});
    const plan::Plan plan = *base.with(edit.take());
    QCOMPARE(interfaceBlock(textOf(plan, "AGG1"), "100GE0/1/9"),
             std::string("interface 100GE0/1/9\n"
                         " description TO-RSG1\n"
                         " undo shutdown\n"
                         " ip address 10.0.9.1 255.255.255.252\n"
                         " isis enable 1\n"
                         " isis circuit-type p2p\n"
                         " isis cost 50\n"
                         " isis ldp-sync\n"
                         " mpls\n"
                         " mpls ldp\n"));
    QVERIFY(!interfaceBlock(textOf(plan, "RSG1"), "100GE0/1/9").empty());
}

void TestConfigParts::routerWithoutLoopbackKeepsItsNameAndSaysWhatToDo()
{
    const plan::Plan base = plan::referencePlan();
    const plan::Plan plan = changed<plan::Router>(base, routerId(base, "CSG"), [](plan::Router &router) { router.loopback.reset(); });
    const DeviceConfig config = configOf(plan, "CSG");
    const std::string text = toText(config);
    QVERIFY(text.starts_with("sysname CSG\n#\n"));
    for (const char *word : {"mpls", "isis", "l2vc", "LoopBack", "bfd"})
        QVERIFY2(text.find(word) == std::string::npos, word);
    QVERIFY(hasLine(text, " ip address 10.0.1.1 255.255.255.252"));
    QCOMPARE(config.gaps.size(), std::size_t(1));
    QVERIFY(config.gaps.front().text.find("run numbering") != std::string::npos);

    // Its AGG keeps the rest: no pseudowire to it, no LDP session, no filter that would let everything through.
    const DeviceConfig agg = configOf(plan, "AGG1");
    const std::string aggText = toText(agg);
    for (const char *word : {"l2vc", "remote-peer", "CSG-LO", "filter-policy"})
        QVERIFY2(aggText.find(word) == std::string::npos, word);
    QVERIFY(gapsOf(agg).find("loopback of CSG") != std::string::npos);
    QCOMPARE(grammar::firstFault(aggText), QString());
}

void TestConfigParts::farRouterWithoutLoopbackLosesTheSession()
{
    const plan::Plan base = plan::referencePlan();
    const plan::Plan plan = changed<plan::Router>(base, routerId(base, "RSG1"), [](plan::Router &router) { router.loopback.reset(); });
    const DeviceConfig config = configOf(plan, "AGG1");
    QVERIFY(toText(config).find("peer 10.255.0.21") == std::string::npos);
    QVERIFY(toText(config).find("peer 10.255.0.12 enable") != std::string::npos);
    QVERIFY(gapsOf(config).find("BGP peer RSG1") != std::string::npos);
}

void TestConfigParts::linkWithoutAddressRunsNoProtocol()
{
    const plan::Plan base = plan::referencePlan();
    const plan::Link link = *base.find(*plan::linkNamed(base, "AGG1--RSG1"));
    const plan::Plan plan = changed<plan::Port>(base, link.a, [](plan::Port &port) { port.address.reset(); });
    const DeviceConfig config = configOf(plan, "AGG1");
    QCOMPARE(interfaceBlock(toText(config), "100GE0/1/0"), std::string("interface 100GE0/1/0\n description TO-RSG1\n undo shutdown\n"));
    QVERIFY(gapsOf(config).find("AGG1--RSG1") != std::string::npos);
}

void TestConfigParts::domainWithoutProcessIsLeftOutWithItsInterfaceLines()
{
    const plan::Plan base = plan::referencePlan();
    const plan::IgpDomainId access = base.find(*plan::linkNamed(base, "CSG--AGG1"))->domain;
    const plan::Plan plan = changed<plan::IgpDomain>(base, access, [](plan::IgpDomain &domain) { domain.process.reset(); });
    const DeviceConfig config = configOf(plan, "AGG1");
    const std::string text = toText(config);
    QVERIFY(text.find("isis 100") == std::string::npos);
    QVERIFY(text.find("isis enable 100") == std::string::npos);
    QVERIFY(text.find("CSG-LO") == std::string::npos);
    QVERIFY(text.find("OWN-LO") == std::string::npos);
    QVERIFY(hasLine(interfaceBlock(text, "GigabitEthernet0/2/1"), " mpls ldp"));
    QVERIFY(gapsOf(config).find("no process number") != std::string::npos);
    QCOMPARE(grammar::firstFault(text), QString());
}

void TestConfigParts::domainTimersAndBfdMultiplierAreWritten()
{
    const plan::Plan base = plan::referencePlan();
    const plan::IgpDomain core = *base.find(base.find(*plan::linkNamed(base, "AGG1--RSG1"))->domain);
    const plan::Plan slow = changed<plan::IgpDomain>(base, core.id, [](plan::IgpDomain &domain) {
        domain.spfMaxSeconds = 5;
        domain.spfInitMs = 100;
        domain.spfStepMs = 200;
        domain.lspMaxSeconds = 2;
        domain.ldpSync = false;
    });
    const plan::Plan plan = changed<plan::BfdPolicy>(slow, *core.bfd, [](plan::BfdPolicy &bfd) { bfd.multiplier = 4; });
    const std::string text = textOf(plan, "RSG1");
    QVERIFY(hasLine(text, " timer spf 5 100 200"));
    QVERIFY(hasLine(text, " timer lsp-generation 2 50 50"));
    QVERIFY(hasLine(text, " bfd all-interfaces min-tx-interval 50 min-rx-interval 50 detect-multiplier 4"));
    QVERIFY(text.find("ldp-sync") == std::string::npos);
    const plan::Plan without = changed<plan::IgpDomain>(base, core.id, [](plan::IgpDomain &domain) { domain.bfd.reset(); });
    QVERIFY(textOf(without, "RSG1").find("all-interfaces") == std::string::npos);
}

/// Lines of the vendor's command reference for OSPF; the design is that of IS-IS (vrp.md section 2).
void TestConfigParts::ospfStandsInThePlaceOfIsis()
{
    const plan::Plan plan = withOspf(plan::referencePlan());
    const std::string text = textOf(plan, "AGG1");
    QVERIFY(text.find("isis") == std::string::npos);
    const std::string core = "ospf 1 router-id 10.255.0.11\n"
                             " bfd all-interfaces enable\n"
                             " bfd all-interfaces min-tx-interval 50 min-rx-interval 50\n"
                             " spf-schedule-interval intelligent-timer 1000 50 50\n"
                             " lsa-originate-interval intelligent-timer 1000 50 50\n"
                             " lsa-arrival-interval 0\n"
                             " area 0.0.0.0\n"
                             "#\n";
    QVERIFY2(text.find(core) != std::string::npos, text.c_str());
    const std::string access = "ospf 100 router-id 10.255.0.11\n"
                               " filter-policy ip-prefix CSG-LO import\n"
                               " bfd all-interfaces enable\n"
                               " bfd all-interfaces min-tx-interval 50 min-rx-interval 50\n"
                               " spf-schedule-interval intelligent-timer 1000 50 50\n"
                               " lsa-originate-interval intelligent-timer 1000 50 50\n"
                               " lsa-arrival-interval 0\n"
                               " import-route direct route-policy OWN-LO\n"
                               " area 0.0.0.0\n"
                               "#\n";
    QVERIFY2(text.find(access) != std::string::npos, text.c_str());
    QVERIFY(hasLine(interfaceBlock(text, "LoopBack0"), " ospf enable 1 area 0.0.0.0"));
    QCOMPARE(interfaceBlock(text, "100GE0/1/0"), std::string("interface 100GE0/1/0\n"
                                                             " description TO-RSG1\n"
                                                             " undo shutdown\n"
                                                             " ip address 10.0.4.1 255.255.255.252\n"
                                                             " ospf enable 1 area 0.0.0.0\n"
                                                             " ospf network-type p2p\n"
                                                             " ospf ldp-sync\n"
                                                             " mpls\n"
                                                             " mpls ldp\n"));
    QCOMPARE(grammar::firstFault(text), QString());
}

void TestConfigParts::ospfValuesAreWritten()
{
    const plan::Plan base = withOspf(plan::referencePlan());
    plan::Link link = *base.find(*plan::linkNamed(base, "AGG1--RSG1"));
    plan::IgpDomain domain = *base.find(link.domain);
    link.cost = 65'535;
    domain.lspMaxSeconds = 120;
    domain.spfStepMs = 60'000;
    domain.lsaArrivalMs = 250;
    domain.ldpSync = false;
    domain.area = "49.0001"; // of IS-IS: says nothing here
    plan::EditBuilder edit(base, "values");
    edit.set(link);
    edit.set(domain);
    const plan::Plan plan = *base.with(edit.take());
    const std::string text = textOf(plan, "AGG1");
    QVERIFY(hasLine(text, " lsa-originate-interval intelligent-timer 120000 50 50"));
    QVERIFY(hasLine(text, " spf-schedule-interval intelligent-timer 1000 50 60000"));
    QVERIFY(hasLine(text, " lsa-arrival-interval 250"));
    QVERIFY(hasLine(interfaceBlock(text, "100GE0/1/0"), " ospf cost 65535"));
    QVERIFY(!hasLine(interfaceBlock(text, "100GE0/1/0"), " ospf ldp-sync"));
}

void TestConfigParts::reflectorWithoutTheVpnDoesNotFilterTargets()
{
    const plan::Plan base = plan::referencePlan();
    plan::EditBuilder edit(base, "reflector in transit");
    const auto loop = [](std::uint8_t last) { return Ipv4(10, 255, 0, last); };
    const plan::RouterId rr = edit.add(plan::Router{plan::RouterId(0), "RR1", plan::Role::P, "", plan::Release::V800R022C00, loop(31)});
    edit.add(plan::BgpSession{plan::BgpSessionId(0), rr, routerId(base, "RSG1"), true, false, 60, 180, std::nullopt});
    const plan::Plan plan = *base.with(edit.take());
    const std::string text = textOf(plan, "RR1");
    QVERIFY(hasLine(text, "  undo policy vpn-target")); // section 7
    QVERIFY(hasLine(text, "  peer 10.255.0.21 reflect-client"));
    QVERIFY(hasLine(textOf(plan, "RSG1"), "  policy vpn-target"));
}

void TestConfigParts::sessionsBetweenAsesAndOverLinks()
{
    const plan::Plan base = plan::referencePlan();
    plan::EditBuilder edit(base, "two ASes");
    for (const char *name : {"RSG1", "RSG2"}) {
        plan::Router router = *plan::routerNamed(base, name);
        router.asNumber = 65002;
        edit.set(router);
    }
    for (plan::BgpSession session : base.sessions()) {
        if (session.a == routerId(base, "AGG1") && session.b == routerId(base, "RSG1"))
            session.link = *plan::linkNamed(base, "AGG1--RSG1");
        session.bNextHopSelf = session.b == routerId(base, "AGG2");
        session.bfd.reset();
        edit.set(session);
    }
    for (const plan::VpnMember &member : base.vpnMembers())
        if (member.router == routerId(base, "RSG2"))
            edit.remove<plan::VpnMember>(member.id);
    const plan::Plan plan = *base.with(edit.take());

    // Section 7; `next-hop-local`, `ebgp-max-hop`: the vendor's command reference.
    const std::string agg1 = textOf(plan, "AGG1");
    QVERIFY(agg1.find("bgp 65001\n router-id 10.255.0.11\n graceful-restart\n"
                      " peer 10.0.4.2 as-number 65002\n"
                      " peer 10.255.0.12 as-number 65001\n"
                      " peer 10.255.0.12 connect-interface LoopBack0\n")
            != std::string::npos);
    QVERIFY(agg1.find("  policy vpn-target\n"
                      "  peer 10.0.4.2 enable\n"
                      "  peer 10.255.0.12 enable\n"
                      "  peer 10.255.0.12 reflect-client\n")
            != std::string::npos);
    const std::string agg2 = textOf(plan, "AGG2");
    QVERIFY(hasLine(agg2, "  peer 10.255.0.11 next-hop-local"));
    QVERIFY(agg2.find(" peer 10.255.0.22 as-number 65002\n"
                      " peer 10.255.0.22 connect-interface LoopBack0\n"
                      " peer 10.255.0.22 ebgp-max-hop 255\n")
            != std::string::npos);
    const std::string rsg1 = textOf(plan, "RSG1");
    QVERIFY(hasLine(rsg1, "bgp 65002"));
    QVERIFY(hasLine(rsg1, " peer 10.0.4.1 as-number 65001"));
    QVERIFY(hasLine(rsg1, " peer 10.255.0.22 as-number 65002"));
    QVERIFY(!hasLine(rsg1, " peer 10.255.0.22 ebgp-max-hop 255"));
    // RSG2 has no instance: between the ASes it must keep what it does not import.
    QVERIFY(hasLine(textOf(plan, "RSG2"), "  undo policy vpn-target"));
}

void TestConfigParts::sessionOverALinkWithoutAddressIsAGap()
{
    const plan::Plan base = plan::referencePlan();
    plan::EditBuilder edit(base, "no address");
    const plan::LinkId link = *plan::linkNamed(base, "AGG1--RSG1");
    for (plan::BgpSession session : base.sessions())
        if (session.a == routerId(base, "AGG1") && session.b == routerId(base, "RSG1")) {
            session.link = link;
            edit.set(session);
        }
    plan::Port port = *base.find(base.find(link)->b);
    port.address.reset();
    edit.set(port);
    const plan::Plan plan = *base.with(edit.take());
    const DeviceConfig config = configOf(plan, "AGG1");
    QVERIFY(std::ranges::any_of(config.gaps, [](const ConfigGap &gap) { return gap.text.find("BGP peer RSG1 of AGG1 has no address on 100GE0/1/0") != std::string::npos; }));
    QVERIFY(!hasLine(toText(config), " peer 10.255.0.21 as-number 65001"));
}

void TestConfigParts::sessionTimersAreWrittenWhereNotTheDefault()
{
    const plan::Plan base = plan::referencePlan();
    plan::EditBuilder edit(base, "timers");
    for (plan::BgpSession session : base.sessions()) {
        session.keepaliveSeconds = 10;
        session.holdSeconds = 30;
        edit.set(session);
    }
    const plan::Plan plan = *base.with(edit.take());
    QVERIFY(hasLine(textOf(plan, "AGG1"), " peer 10.255.0.21 timer keepalive 10 hold 30"));
}

namespace {

/// A second CSG with a service of its own, homed as the first; `domain` of its links, `group` and VLAN on both AGGs.
plan::Plan withSecondCell(const plan::Plan &base, std::uint32_t process, std::uint16_t group)
{
    plan::EditBuilder edit(base, "second cell");
    plan::IgpDomain access = *base.find(base.find(*plan::linkNamed(base, "CSG--AGG1"))->domain);
    plan::IgpDomainId domain = access.id;
    if (*access.process != process) {
        access.name = "access 2";
        access.process = process;
        domain = edit.add(access);
    }
    const plan::RouterId csg
        = edit.add(plan::Router{plan::RouterId(0), "CSG2", plan::Role::Csg, "", plan::Release::V800R022C00, Ipv4(10, 255, 0, 2)});
    const plan::PortId attachment = edit.add(plan::Port{plan::PortId(0), csg, "GigabitEthernet0/2/0", "", 1500, std::nullopt});
    const auto link = [&](const char *agg, std::uint8_t net, const char *csgPort) {
        const plan::PortId a = edit.add(plan::Port{plan::PortId(0), csg, csgPort, "", 1500, Ipv4Interface{Ipv4(10, 0, net, 1), 30}});
        const plan::PortId b = edit.add(
            plan::Port{plan::PortId(0), routerId(base, agg), "GigabitEthernet0/2/2", "", 1500, Ipv4Interface{Ipv4(10, 0, net, 2), 30}});
        edit.add(plan::Link{plan::LinkId(0), a, b, domain, std::nullopt, 1'000'000'000, std::chrono::microseconds(50), {}});
    };
    link("AGG1", 7, "GigabitEthernet0/2/1");
    link("AGG2", 8, "GigabitEthernet0/2/2");
    AccessService service = serviceOf(base);
    service.name = "cell 2";
    service.csg = csg;
    service.attachment = attachment;
    service.primary.vcId = 101;
    service.secondary->vcId = 201;
    for (plan::PseudowireEnd *end : {&service.primary, &*service.secondary}) {
        end->veGroup = group;
        end->veVlan = 101;
    }
    service.gateway = *parseIpv6Interface("2001:db8:100:2::1/64");
    edit.add(service);
    auto plan = base.with(edit.take());
    if (!plan)
        qFatal("the plan refuses the second cell: %s", plan.error().detail.c_str());
    return *std::move(plan);
}

} // namespace

void TestConfigParts::secondServiceInTheSameGroupSharesTheVePair()
{
    const std::string text = textOf(withSecondCell(plan::referencePlan(), 100, 1), "AGG1");
    QCOMPARE(interfaceBlock(text, "Virtual-Ethernet0/2/0"), std::string("interface Virtual-Ethernet0/2/0\n ve-group 1 l2-terminate\n"));
    QVERIFY(hasLine(interfaceBlock(text, "Virtual-Ethernet0/2/0.101"), " mpls l2vc 10.255.0.2 101 control-word ignore-standby-state"));
    QVERIFY(hasLine(interfaceBlock(text, "Virtual-Ethernet0/2/1.101"), " ipv6 address 2001:db8:100:2::1/64"));
    QVERIFY(text.find("Virtual-Ethernet0/2/2") == std::string::npos);
    QVERIFY(hasLine(text, "mpls ldp remote-peer 10.255.0.2"));
    QCOMPARE(grammar::firstFault(text), QString());
}

void TestConfigParts::secondVeGroupUsesTheNextPairOfPorts()
{
    const std::string text = textOf(withSecondCell(plan::referencePlan(), 100, 2), "AGG2");
    QCOMPARE(interfaceBlock(text, "Virtual-Ethernet0/2/2"), std::string("interface Virtual-Ethernet0/2/2\n ve-group 2 l2-terminate\n"));
    QCOMPARE(interfaceBlock(text, "Virtual-Ethernet0/2/3"),
             std::string("interface Virtual-Ethernet0/2/3\n mac-address 0200-5e00-0101\n ve-group 2 l3-access\n"));
    QVERIFY(hasLine(interfaceBlock(text, "Virtual-Ethernet0/2/2.101"), " mpls l2vc 10.255.0.2 201 control-word ignore-standby-state"));
}

void TestConfigParts::secondCellSharesOneListBlock()
{
    const std::string text = textOf(withSecondCell(plan::referencePlan(), 100, 1), "AGG1");
    QVERIFY(text.find("#\nip ip-prefix CSG-LO index 10 permit 10.255.0.1 32\n"
                      "ip ip-prefix CSG-LO index 20 permit 10.255.0.2 32\n"
                      "ip ip-prefix OWN-LO index 10 permit 10.255.0.11 32\n#\n")
            != std::string::npos);
}

void TestConfigParts::secondAccessDomainHasAListOfItsOwn()
{
    const std::string text = textOf(withSecondCell(plan::referencePlan(), 101, 1), "AGG1");
    QVERIFY(text.find("#\nip ip-prefix CSG-LO-100 index 10 permit 10.255.0.1 32\n"
                      "ip ip-prefix CSG-LO-101 index 10 permit 10.255.0.2 32\n"
                      "ip ip-prefix OWN-LO index 10 permit 10.255.0.11 32\n#\n")
            != std::string::npos);
    const auto first = text.find("\nisis 100\n");
    const auto second = text.find("\nisis 101\n");
    QVERIFY(first != std::string::npos && second != std::string::npos && first < second);
    QVERIFY(text.substr(first, second - first).find(" filter-policy ip-prefix CSG-LO-100 import\n") != std::string::npos);
    QVERIFY(text.substr(second).find(" filter-policy ip-prefix CSG-LO-101 import\n") != std::string::npos);
    QCOMPARE(grammar::firstFault(text), QString());
}

void TestConfigParts::rsgInTwoDomainsImportsItsLoopbackIntoTheOther()
{
    const plan::Plan base = plan::referencePlan();
    plan::EditBuilder edit(base, "the RSG pair in a core of its own");
    plan::Link between = *base.find(*plan::linkNamed(base, "RSG1--RSG2"));
    plan::IgpDomain ring = *base.find(between.domain);
    plan::IgpDomain core = ring;
    core.name = "national core";
    core.process = 2;
    core.kind = plan::DomainKind::Core;
    between.domain = edit.add(core);
    edit.set(between);
    ring.kind = plan::DomainKind::Aggregation;
    edit.set(ring);
    const plan::Plan plan = *base.with(edit.take());
    const std::string text = textOf(plan, "RSG1");
    const std::string two = text.substr(text.find("\nisis 2\n"), 400);
    QVERIFY(two.find(" import-route direct route-policy OWN-LO\n") != std::string::npos);
    QVERIFY(text.find("filter-policy") == std::string::npos); // only the access side is filtered
    QVERIFY(hasLine(text, "ip ip-prefix OWN-LO index 10 permit 10.255.0.21 32"));
    QVERIFY(hasLine(interfaceBlock(text, "LoopBack0"), " isis enable 1"));
    QVERIFY(hasLine(interfaceBlock(text, "100GE0/1/1"), " isis enable 2"));
    QCOMPARE(grammar::firstFault(text), QString());
}

void TestConfigParts::transitRouterHasNoPseudowiresAndNoBgp()
{
    const plan::Plan base = plan::referencePlan();
    const plan::IgpDomainId core = base.find(*plan::linkNamed(base, "AGG1--RSG1"))->domain;
    plan::EditBuilder edit(base, "transit");
    const plan::RouterId p
        = edit.add(plan::Router{plan::RouterId(0), "P1", plan::Role::P, "", plan::Release::V800R022C00, Ipv4(10, 255, 0, 41)});
    const plan::PortId a = edit.add(plan::Port{plan::PortId(0), p, "100GE0/1/0", "TO-AGG1", 1500, Ipv4Interface{Ipv4(10, 0, 9, 1), 30}});
    const plan::PortId b
        = edit.add(plan::Port{plan::PortId(0), routerId(base, "AGG1"), "100GE0/1/5", "TO-P1", 1500, Ipv4Interface{Ipv4(10, 0, 9, 2), 30}});
    edit.add(plan::Link{plan::LinkId(0), a, b, core, std::nullopt, 100'000'000'000, std::chrono::microseconds(50), {}});
    const plan::Plan plan = *base.with(edit.take());
    QCOMPARE(textOf(plan, "P1"), std::string(R"(sysname P1
#
bfd
#
mpls lsr-id 10.255.0.41
#
mpls
#
mpls ldp
 graceful-restart
#
isis 1
 is-level level-2
 cost-style wide
 network-entity 49.0001.0102.5500.0041.00
 timer lsp-generation 1 50 50
 timer spf 1 50 50
 bfd all-interfaces enable
 bfd all-interfaces min-tx-interval 50 min-rx-interval 50
#
interface 100GE0/1/0
 description TO-AGG1
 undo shutdown
 ip address 10.0.9.1 255.255.255.252
 isis enable 1
 isis circuit-type p2p
 isis ldp-sync
 mpls
 mpls ldp
#
interface LoopBack0
 ip address 10.255.0.41 255.255.255.255
 isis enable 1
#
return
)"));
}

QTEST_GUILESS_MAIN(TestConfigParts)
#include "tst_config_parts.moc"
