// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "tests/model/config/import/import_samples.h"

#include "model/config/import/edit_from_config.h"
#include "model/config/reader.h"
#include "model/plan/plan_diff.h"

#include <QtTest>

using namespace sidestep;
using namespace sidestep::config;
using namespace sidestep::config::samples;

/// A commit on one router as an edit of the plan.
class TestEditFromConfig : public QObject
{
    Q_OBJECT

private slots:
    void nothingTypedChangesNothing();
    void theProcedureOfTheRsgAddsAnAdvertisedProbe();
    void theProcedureOfTheAggTracksTheRoute();
    void undoingATrackedRouteRemovesIt();
    void costOfALinkChangesForBothEnds();
    void linesBeyondThePlanAreKept();
    void aSessionNeedsBothSides();
    void aSessionMovesToItsLink();
    void nextHopLocalIsOfTheEndThatHasIt();
    void undoingASessionKeepsTheFarSide();
    void aChangedSubnetTakesTheLinkAway();
    void anotherVcIdLeavesTheFarEndAsItWas();
    void newTimersOfOneSessionLeaveTheOthers();
    void theNameMayChange();
    void whatAPlanCannotHoldIsRefused_data();
    void whatAPlanCannotHoldIsRefused();
    void flowsAndPositionsStay();
    void everyRouterOfARingCommitsItsOwnLines();
};

namespace {

/// The plan after typing the script on the router.
Result<plan::Plan> committed(const plan::Plan &plan, const char *router, const Script &script)
{
    const plan::RouterId id = routerId(plan, router);
    const ConfigTree candidate = applied(readConfig(textOf(plan, router)), script);
    return editFromConfig(plan, id, candidate).and_then([&](const plan::PlanEdit &edit) { return plan.with(edit); });
}

plan::Plan after(const plan::Plan &plan, const char *router, const Script &script)
{
    auto changed = committed(plan, router, script);
    if (!changed)
        qFatal("refused: %s", changed.error().detail.c_str());
    return *std::move(changed);
}

/// A configuration as a router would hold it.
bool holdsTheSame(const plan::Plan &a, const plan::Plan &b, const char *router)
{
    return sameConfiguration(readConfig(textOf(a, router)), readConfig(textOf(b, router)));
}

const plan::Router &named(const plan::Plan &plan, const char *name)
{
    return *plan.find(routerId(plan, name));
}

} // namespace

void TestEditFromConfig::nothingTypedChangesNothing()
{
    const plan::Plan plan = plan::referencePlan();
    for (const plan::Router &router : plan.routers()) {
        const auto edit = editFromConfig(plan, router.id, readConfig(textOf(plan, router.name)));
        QVERIFY2(edit.has_value(), edit ? "" : edit.error().detail.c_str());
        QVERIFY2(edit->changes.empty(), router.name.c_str());
    }
}

void TestEditFromConfig::theProcedureOfTheRsgAddsAnAdvertisedProbe()
{
    const plan::Plan plan = plan::referencePlan();
    const plan::Plan changed = after(plan, "RSG1",
                                     {{{"interface LoopBack7"}, {"ip binding vpn-instance RAN", "ipv6 enable", "ipv6 address 2001:db8:ffff::77/128"}},
                                      {{"bgp 65001", "ipv6-family vpn-instance RAN"}, {"network 2001:db8:ffff::77 128"}}});
    QCOMPARE(changed.vpnInterfaces().size(), plan.vpnInterfaces().size() + 1);
    const plan::VpnInterface probe = *std::ranges::find(changed.vpnInterfaces(), 7, &plan::VpnInterface::number);
    QCOMPARE(probe.router, routerId(plan, "RSG1"));
    QVERIFY(!probe.port);
    QVERIFY(probe.advertised);
    QCOMPARE(toString(*probe.address), std::string("2001:db8:ffff::77/128"));
    QVERIFY(changed.keptTexts().empty());
}

void TestEditFromConfig::theProcedureOfTheAggTracksTheRoute()
{
    const plan::Plan plan = plan::referencePlan();
    const plan::Plan changed
        = after(plan, "AGG2", {{{"interface Virtual-Ethernet0/2/0.100"}, {"mpls l2vpn track route 2001:db8:ffff::22 128 vpn-instance RAN"}}});
    QCOMPARE(changed.trackedRoutes().size(), std::size_t{2});
    const plan::TrackedRoute tracked = *std::next(changed.trackedRoutes().begin());
    QCOMPARE(tracked.pw, plan::PwRole::Secondary);
    QCOMPARE(tracked.prefix.toString(), std::string("2001:db8:ffff::22/128"));
    QVERIFY(changed.keptTexts().empty());
}

void TestEditFromConfig::undoingATrackedRouteRemovesIt()
{
    const plan::Plan changed
        = after(plan::referencePlan(), "AGG1", {{{"interface Virtual-Ethernet0/2/0.100"}, {"undo mpls l2vpn track route"}}});
    QVERIFY(changed.trackedRoutes().empty());
    QCOMPARE(changed.services().size(), std::size_t{1});
}

void TestEditFromConfig::costOfALinkChangesForBothEnds()
{
    const plan::Plan plan = plan::referencePlan();
    const plan::Plan changed = after(plan, "AGG2", {{{"interface 100GE0/1/0"}, {"isis cost 77"}}});
    QVERIFY(hasLine(interfaceBlock(textOf(changed, "RSG2"), "100GE0/1/0"), " isis cost 77"));
    QVERIFY(changed.keptTexts().empty());
    QCOMPARE(plan::difference(plan, changed).of<plan::Link>().changed.size(), std::size_t{1});
}

void TestEditFromConfig::linesBeyondThePlanAreKept()
{
    const plan::Plan plan = plan::referencePlan();
    const plan::Plan changed = after(plan, "AGG1", {{{"interface 100GE0/1/0"}, {"isis timer hello 3"}}, {{}, {"ntp-service enable"}}});
    QCOMPARE(changed.keptTexts().size(), std::size_t{1});
    QCOMPARE(changed.keptTexts().begin()->text, std::string("interface 100GE0/1/0\n isis timer hello 3\nntp-service enable"));
    const plan::Plan back = after(changed, "AGG1", {{{"interface 100GE0/1/0"}, {"undo isis timer hello"}}, {{}, {"undo ntp-service enable"}}});
    QVERIFY(back == plan);
}

void TestEditFromConfig::aSessionNeedsBothSides()
{
    const plan::Plan plan = plan::referencePlan();
    const Script here{{{"bgp 65001"}, {"peer 10.255.0.22 as-number 65001", "peer 10.255.0.22 connect-interface LoopBack0"}},
                      {{"bgp 65001", "ipv4-family unicast"}, {"peer 10.255.0.22 enable"}},
                      {{"bgp 65001", "ipv6-family vpnv6"}, {"peer 10.255.0.22 enable"}}};
    const Script there{{{"bgp 65001"}, {"peer 10.255.0.11 as-number 65001", "peer 10.255.0.11 connect-interface LoopBack0"}},
                       {{"bgp 65001", "ipv4-family unicast"}, {"peer 10.255.0.11 enable"}},
                       {{"bgp 65001", "ipv6-family vpnv6"}, {"peer 10.255.0.11 enable"}}};
    const plan::Plan half = after(plan, "AGG1", here);
    QCOMPARE(half.sessions().size(), plan.sessions().size());
    QVERIFY(half.keptTexts().contains(routerId(plan, "AGG1")));
    QVERIFY(hasLine(textOf(half, "AGG1"), " peer 10.255.0.22 as-number 65001"));
    QVERIFY(holdsTheSame(half, plan, "RSG2"));
    const plan::Plan whole = after(half, "RSG2", there);
    QCOMPARE(whole.sessions().size(), plan.sessions().size() + 1);
    QVERIFY(whole.keptTexts().empty());
}

void TestEditFromConfig::aSessionMovesToItsLink()
{
    const plan::Plan plan = plan::referencePlan();
    const auto move = [](const char *from, const char *to) {
        return Script{{{"bgp 65001"}, {std::string("undo peer ") + from, std::string("peer ") + to + " as-number 65001"}},
                      {{"bgp 65001", "ipv4-family unicast"}, {std::string("peer ") + to + " enable"}},
                      {{"bgp 65001", "ipv6-family vpnv6"}, {std::string("peer ") + to + " enable", std::string("peer ") + to + " next-hop-local"}}};
    };
    const plan::Plan half = after(plan, "AGG1", move("10.255.0.21", "10.0.4.2"));
    QCOMPARE(half.sessions().size(), plan.sessions().size() - 1);
    const plan::Plan whole = after(half, "RSG1", move("10.255.0.11", "10.0.4.1"));
    QCOMPARE(whole.sessions().size(), plan.sessions().size());
    QVERIFY(whole.keptTexts().empty());
    const auto moved = std::ranges::find_if(whole.sessions(), [](const plan::BgpSession &session) { return session.link.has_value(); });
    QVERIFY(moved != whole.sessions().end());
    QCOMPARE(moved->link, std::optional(*plan::linkNamed(plan, "AGG1--RSG1")));
    QVERIFY(moved->aNextHopSelf && moved->bNextHopSelf);
}

void TestEditFromConfig::nextHopLocalIsOfTheEndThatHasIt()
{
    const plan::Plan plan = plan::referencePlan();
    const plan::Plan changed = after(plan, "AGG2", {{{"bgp 65001", "ipv6-family vpnv6"}, {"peer 10.255.0.11 next-hop-local"}}});
    QVERIFY(changed.keptTexts().empty());
    const auto id = plan.sessions().begin()->id; // AGG1 and AGG2, in this order
    QVERIFY(!changed.find(id)->aNextHopSelf && changed.find(id)->bNextHopSelf);
    const plan::Plan back = after(changed, "AGG2", {{{"bgp 65001", "ipv6-family vpnv6"}, {"undo peer 10.255.0.11 next-hop-local"}}});
    QVERIFY(back == plan);
}

void TestEditFromConfig::undoingASessionKeepsTheFarSide()
{
    const plan::Plan plan = plan::referencePlan();
    const plan::Plan changed = after(plan, "AGG1", {{{"bgp 65001"}, {"undo peer 10.255.0.21"}}});
    QCOMPARE(changed.sessions().size(), plan.sessions().size() - 1);
    QVERIFY(holdsTheSame(changed, plan, "RSG1"));
    QVERIFY(!hasLine(textOf(changed, "AGG1"), " peer 10.255.0.21 as-number 65001"));
}

void TestEditFromConfig::aChangedSubnetTakesTheLinkAway()
{
    const plan::Plan plan = plan::referencePlan();
    const plan::Plan changed = after(plan, "AGG1", {{{"interface 100GE0/1/0"}, {"undo ip address 10.0.4.1 255.255.255.252", "ip address 10.0.99.1 255.255.255.252"}}});
    QCOMPARE(changed.links().size(), plan.links().size() - 1);
    QVERIFY(holdsTheSame(changed, plan, "RSG1"));
    const plan::Plan back = after(changed, "AGG1", {{{"interface 100GE0/1/0"}, {"undo ip address 10.0.99.1 255.255.255.252", "ip address 10.0.4.1 255.255.255.252"}}});
    QCOMPARE(back.links().size(), plan.links().size());
    QCOMPARE(back.domains().size(), plan.domains().size());
    QVERIFY(back.keptTexts().empty());
    for (const plan::Router &router : plan.routers())
        QCOMPARE(textOf(back, router.name), textOf(plan, router.name));
}

void TestEditFromConfig::anotherVcIdLeavesTheFarEndAsItWas()
{
    const plan::Plan plan = plan::referencePlan();
    const plan::Plan changed = after(plan, "AGG2",
                                     {{{"interface Virtual-Ethernet0/2/0.100"},
                                       {"undo mpls l2vc", "mpls l2vc 10.255.0.1 201 control-word ignore-standby-state",
                                        "mpls l2vpn pw bfd detect-multiplier 3 min-rx-interval 100 min-tx-interval 100"}}});
    QVERIFY(holdsTheSame(changed, plan, "CSG"));
    QVERIFY(hasLine(textOf(changed, "AGG2"), " mpls l2vc 10.255.0.1 201 control-word ignore-standby-state"));
    QVERIFY(!changed.services().begin()->secondary->veGroup);
}

void TestEditFromConfig::newTimersOfOneSessionLeaveTheOthers()
{
    const plan::Plan plan = plan::referencePlan();
    const plan::Plan changed = after(plan, "AGG1", {{{"bgp 65001"}, {"peer 10.255.0.12 bfd min-tx-interval 250 min-rx-interval 250"}}});
    QVERIFY(hasLine(textOf(changed, "AGG2"), " peer 10.255.0.11 bfd min-tx-interval 250 min-rx-interval 250"));
    QVERIFY(hasLine(textOf(changed, "AGG1"), " peer 10.255.0.21 bfd min-tx-interval 100 min-rx-interval 100"));
    QCOMPARE(changed.bfdPolicies().size(), plan.bfdPolicies().size() + 1);
    QVERIFY(holdsTheSame(changed, plan, "CSG"));
}

void TestEditFromConfig::theNameMayChange()
{
    const plan::Plan plan = plan::referencePlan();
    const plan::Plan changed = after(plan, "AGG1", {{{}, {"sysname AGG-EAST"}}});
    QCOMPARE(changed.find(routerId(plan, "AGG1"))->name, std::string("AGG-EAST"));
    QCOMPARE(changed.links().size(), plan.links().size());
}

void TestEditFromConfig::whatAPlanCannotHoldIsRefused_data()
{
    QTest::addColumn<QString>("view");
    QTest::addColumn<QString>("line");
    QTest::newRow("a port that carries a link is open") << QStringLiteral("interface 100GE0/1/0") << QStringLiteral("shutdown");
    QTest::newRow("every process is level 2") << QStringLiteral("isis 1") << QStringLiteral("is-level level-1");
    QTest::newRow("links are point-to-point") << QStringLiteral("interface 100GE0/1/0") << QStringLiteral("undo isis circuit-type");
}

void TestEditFromConfig::whatAPlanCannotHoldIsRefused()
{
    QFETCH(QString, view);
    QFETCH(QString, line);
    const auto changed = committed(plan::referencePlan(), "AGG1", {{{view.toStdString()}, {line.toStdString()}}});
    QVERIFY(!changed.has_value());
    QCOMPARE(changed.error().code, ErrorCode::Unsupported);
}

void TestEditFromConfig::flowsAndPositionsStay()
{
    const plan::Plan plan = plan::referencePlan();
    const plan::Plan changed = after(plan, "CSG", {{{"interface GigabitEthernet0/2/0.100"}, {"description ROOF"}}});
    QVERIFY(std::ranges::equal(changed.flows(), plan.flows()));
    QVERIFY(std::ranges::equal(changed.positions(), plan.positions()));
    QVERIFY(std::ranges::equal(changed.scenarios(), plan.scenarios()));
    QCOMPARE(changed.services().begin()->name, plan.services().begin()->name);
    QCOMPARE(changed.services().begin()->description, std::string("ROOF"));
}

void TestEditFromConfig::everyRouterOfARingCommitsItsOwnLines()
{
    const plan::Plan plan = *plan::backhaulPlan({.sites = 8, .sitesPerRing = 4});
    for (const plan::Router &router : plan.routers()) {
        const auto edit = editFromConfig(plan, router.id, readConfig(textOf(plan, router.name)));
        QVERIFY2(edit.has_value(), edit ? "" : (router.name + edit.error().detail).c_str());
        QVERIFY2(edit->changes.empty(), router.name.c_str());
    }
    QCOMPARE(named(plan, "CSG-000000").role, plan::Role::Csg);
}

QTEST_GUILESS_MAIN(TestEditFromConfig)
#include "tst_edit_from_config.moc"
