// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/plan.h"

#include "model/plan/plan_diff.h"
#include "tests/model/plan/small_plan.h"

#include <QtTest>

using namespace sidestep;
using namespace sidestep::plan;
using samples::SmallPlan;

class TestRemoval final : public QObject
{
    Q_OBJECT

private slots:
    void routerTakesWhatHangsOnIt();
    void routerTakesItsKeptLinesAndItsSnippets();
    void secondaryAggLeavesTheServiceItsPrimary();
    void linkTakesItsPortsUnlessTheyCarrySomethingElse();
    void serviceLeavesItsAttachmentPort();
    void policyIsLetGoOf();
    void domainTakesItsLinks();
    void vpnTakesMembersInterfacesServicesAndTracking();
    void secondPortOfALinkGoesWithTheFirst();
    void memberGoesAlone();
    void severalObjectsGoInOneEdit();
    void unknownObjectsArePassedOver();
};

namespace {

/// Applies the removal and compares the label; the plan after it.
Plan after(const SmallPlan &s, const std::vector<ObjectId> &objects, const char *label)
{
    const PlanEdit edit = removalOf(s.plan, objects);
    if (edit.label != label)
        QTest::qFail(edit.label.c_str(), __FILE__, __LINE__);
    const Result<Plan> plan = s.plan.with(edit);
    if (!plan)
        QTest::qFail(plan.error().detail.c_str(), __FILE__, __LINE__);
    return plan ? *plan : s.plan;
}

} // namespace

void TestRemoval::routerTakesWhatHangsOnIt()
{
    const SmallPlan s;
    // AGG1: links to CSG, twice to AGG2, to RSG1; sessions to RSG1 and AGG2; the service's primary AGG, so the service with
    // both tracked routes and flows; in scenarios two links and the router itself.
    const Plan plan = after(s, {s.agg1},
                            "Delete AGG1 with 4 links, 2 BGP sessions, 1 access service, 2 tracked routes, 2 flows and 3 failures in scenarios");
    QVERIFY(!plan.find(s.agg1));
    QVERIFY(!plan.positions().contains(s.agg1));
    QCOMPARE(plan.links().size(), std::size_t{1});
    QVERIFY(plan.find(s.access2));
    // Left: the attachment, both ends of access2, and the port towards the mobile core. Ports at the far ends of AGG1's
    // links go with the links.
    QCOMPARE(plan.ports().size(), std::size_t{4});
    QVERIFY(plan.sessions().empty());
    QVERIFY(plan.services().empty());
    QVERIFY(plan.trackedRoutes().empty());
    QVERIFY(plan.flows().empty());
    QCOMPARE(plan.vpnMembers().size(), std::size_t{2});
    QCOMPARE(plan.scenarios().size(), std::size_t{2});
    QCOMPARE(plan.find(s.cut)->actions.size(), std::size_t{1});
    QVERIFY(plan.find(s.power)->actions.empty());
}

void TestRemoval::routerTakesItsKeptLinesAndItsSnippets()
{
    SmallPlan s;
    s.plan = s.withLines();
    // The snippet for all routers stays; a plan of AGG1 alone would keep nothing else of it.
    const Plan plan = after(s, {s.agg1},
                            "Delete AGG1 with 4 links, 2 BGP sessions, 1 access service, 2 tracked routes, 2 flows, 1 snippet, 2 kept lines and "
                            "3 failures in scenarios");
    QVERIFY(plan.keptTexts().empty());
    QVERIFY(plan.find(s.clock));
    QVERIFY(!plan.find(s.banner));
    const Plan other = after(s, {s.rsg1}, "Delete RSG1 with 1 link, 1 BGP session, 2 VPN interfaces, 2 flows and 1 failure in scenarios");
    QCOMPARE(other.keptTexts().size(), std::size_t{1});
    const Plan snippet = after(s, {s.clock}, "Delete Clock");
    QVERIFY(!snippet.find(s.clock));
}

void TestRemoval::secondaryAggLeavesTheServiceItsPrimary()
{
    const SmallPlan s;
    const Plan plan = after(s, {s.agg2},
                            "Delete AGG2 with 3 links, 1 BGP session, 1 secondary pseudowire, 1 tracked route and 2 failures in scenarios");
    const AccessService *service = plan.find(s.service);
    QVERIFY(service);
    QVERIFY(!service->secondary);
    QCOMPARE(service->primary.agg, s.agg1);
    QVERIFY(plan.find(s.trackPrimary));
    QVERIFY(!plan.find(s.trackSecondary));
    QCOMPARE(plan.flows().size(), std::size_t{2});
}

void TestRemoval::linkTakesItsPortsUnlessTheyCarrySomethingElse()
{
    SmallPlan s;
    EditBuilder edit(s.plan, "VPN sub-interface on the port of a link");
    VpnInterface onPort = samples::vpnLoopback(s.ran, s.rsg1, 800);
    onPort.port = s.rsgToAgg1;
    edit.add(onPort);
    s.plan = s.plan.with(edit.take()).value();
    const Plan plan = after(s, {s.up}, "Delete AGG1--RSG1 with 1 failure in scenarios");
    QVERIFY(!plan.find(s.up));
    QVERIFY(!plan.find(s.agg1ToRsg));
    QVERIFY(plan.find(s.rsgToAgg1));
    QCOMPARE(plan.find(s.cut)->actions.size(), std::size_t{2});
}

void TestRemoval::serviceLeavesItsAttachmentPort()
{
    const SmallPlan s;
    const Plan plan = after(s, {s.service}, "Delete Site 1 with 2 tracked routes and 2 flows");
    QVERIFY(plan.services().empty());
    QVERIFY(plan.find(s.attachment));
}

void TestRemoval::policyIsLetGoOf()
{
    const SmallPlan s;
    const Plan fast = after(s, {s.fast}, "Delete fast with 2 uses of BFD");
    QVERIFY(!fast.find(s.core)->bfd);
    QVERIFY(!fast.find(s.access)->bfd);
    QCOMPARE(fast.links().size(), std::size_t{5});
    const Plan slow = after(s, {s.slow}, "Delete slow with 2 uses of BFD");
    QVERIFY(!slow.find(s.service)->bfd);
    QVERIFY(!slow.find(s.session1)->bfd);
    QCOMPARE(slow.find(s.core)->bfd, std::optional(s.fast));

    // A session has two: each goes with its own policy.
    SmallPlan both = s;
    EditBuilder edit(both.plan, "tunnels");
    BgpSession session = *both.plan.find(s.session1);
    session.tunnelBfd = s.fast;
    edit.set(session);
    both.plan = *both.plan.with(edit.take());
    const Plan left = *both.plan.with(removalOf(both.plan, {s.fast}));
    QVERIFY(!left.find(s.session1)->tunnelBfd);
    QCOMPARE(left.find(s.session1)->bfd, s.plan.find(s.session1)->bfd);
}

void TestRemoval::domainTakesItsLinks()
{
    const SmallPlan s;
    const Plan plan = after(s, {s.access}, "Delete Access 1 with 2 links");
    QCOMPARE(plan.links().size(), std::size_t{3});
    QVERIFY(!plan.find(s.csgTo1));
    QVERIFY(plan.find(s.attachment));
}

void TestRemoval::vpnTakesMembersInterfacesServicesAndTracking()
{
    const SmallPlan s;
    const Plan plan = after(s, {s.ran}, "Delete RAN with 1 access service, 2 VPN interfaces, 2 tracked routes and 2 flows");
    QVERIFY(plan.vpnMembers().empty());
    QVERIFY(plan.vpnInterfaces().empty());
    QVERIFY(plan.services().empty());
    QVERIFY(plan.trackedRoutes().empty());
    QVERIFY(plan.find(s.rsgToCoreNet));
    QCOMPARE(plan.links().size(), std::size_t{5});
}

void TestRemoval::secondPortOfALinkGoesWithTheFirst()
{
    const SmallPlan s;
    const Plan plan = after(s, {s.agg1ToRsg}, "Delete AGG1 100GE0/1/0 with 1 link and 1 failure in scenarios");
    QVERIFY(!plan.find(s.up));
    QVERIFY(!plan.find(s.rsgToAgg1));
    const Plan less = after(s, {s.attachment}, "Delete CSG GigabitEthernet0/2/0 with 1 access service, 2 tracked routes and 2 flows");
    QVERIFY(less.services().empty());
}

void TestRemoval::memberGoesAlone()
{
    const SmallPlan s;
    const Plan plan = after(s, {s.ranOnAgg1}, "Delete AGG1 in RAN");
    const PlanDiff diff = difference(s.plan, plan);
    QCOMPARE(diff.of<VpnMember>().removed.size(), std::size_t{1});
    QCOMPARE(removalOf(s.plan, {s.ranOnAgg1}).changes.size(), std::size_t{1});
}

void TestRemoval::severalObjectsGoInOneEdit()
{
    const SmallPlan s;
    after(s, {s.between, s.betweenToo}, "Delete AGG1--AGG2 and AGG2--AGG1#2 with 1 failure in scenarios");
    after(s, {s.upstream, s.upstream}, "Delete Site 1 up");
    const Plan plan = after(s, {s.csg, s.agg1, s.agg2, s.rsg1, s.session1},
                            "Delete 4 routers and 1 BGP session with 5 links, 1 BGP session, 1 access service, 2 VPN interfaces, 2 tracked routes, "
                            "2 flows and 4 failures in scenarios");
    QVERIFY(plan.routers().empty());
    QVERIFY(plan.ports().empty());
    QVERIFY(plan.positions().empty());
    QCOMPARE(plan.domains().size(), std::size_t{2});
}

void TestRemoval::unknownObjectsArePassedOver()
{
    const SmallPlan s;
    const PlanEdit edit = removalOf(s.plan, {RouterId(99), LinkId(99)});
    QVERIFY(edit.changes.empty());
    QCOMPARE(edit.label, std::string("Delete nothing"));
    QCOMPARE(removalOf(s.plan, {FlowId(1), FlowId(99)}).label, std::string("Delete Site 1 up"));
}

QTEST_GUILESS_MAIN(TestRemoval)
#include "tst_removal.moc"
