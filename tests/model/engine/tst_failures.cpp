// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/engine/story.h"

#include "model/engine/router_snapshot.h"
#include "model/plan/templates.h"

#include <QTest>

#include <string>
#include <vector>

using namespace sidestep;
using namespace sidestep::engine;
using test::Story;
using test::tell;

namespace {

constexpr const char *kHome = "CSG AGG1 RSG1";
constexpr const char *kOther = "CSG AGG2 RSG2 RSG1";

} // namespace

/// The failure kinds of `protocols.md` section 7, with the arithmetic of the vrp8 profile: carrier 5 ms, BFD to client 1 ms, LSP 50 ms,
/// SPF 50 + 1 ms, installation 10 ms, flooding 2 ms and 50 us a hop, route batch 10 ms, LDP and BGP message 2 ms and 50 us a hop,
/// tracking 1 ms, pseudowire switch 5 ms.
class TestFailures : public QObject
{
    Q_OBJECT

private slots:
    void shutPortIsKnownAtOnceAtItsEnd();
    void flapCutsAsOftenAsItSays();
    void greyLinkLosesAShareUntilBfdGivesUp();
    void greyLinkOfAFewPerCentIsNotNoticed();
    void falseAlarmMovesTrafficOffASoundLink();
    void restartIsFoundByBfdAndHeals();
    void gracefulRestartLosesNothing();
    void gracefulRestartDoesNotSeeASecondFailure();
    void gracefulRestartDefersTheChoiceOfPaths();
    void isolationDuringAGracefulRestartIsSeenAfterTheDeferral();
    void whatWasWithdrawnDuringAGracefulRestartGoesWithTheNewTable();
    void stalePathsLoseAgainstFreshOnes();
    void neighboursGiveUpOnALongGracefulRestart();
    void connectionThatTheNeighbourForgotIsRefusedOnRetransmission();
    void connectionThatTheNeighbourForgotIsRefusedOnAKeepalive();
    void drainLosesNothing();
    void sessionsThatAreResetComeBack();
    void withdrawnLabelMovesThePseudowire();
    void mtuMismatchKeepsThePseudowireDown();
    void attachmentDownIsNobodysBlackHole();
    void forcedSwitchHoldsUntilItEnds();
    void routeTargetMistakeFiresTracking();
    void withdrawnPrefixFiresTrackingThoughTrafficFlows();
    void cardTakesAllItsLinks();
    void objectivesAreJudged();
};

void TestFailures::shutPortIsKnownAtOnceAtItsEnd()
{
    const Story story = tell({"AGG1--RSG1@1s,down:AGG1"});
    QCOMPARE(story.first("AGG1", Layer::Link, "link-down")->time, kTimeZero + 1s);
    QCOMPARE(story.first("RSG1", Layer::Link, "link-down")->time, kTimeZero + 1005ms);
    QCOMPARE(story.up().outage, SimDuration(111ms)); // 50 + 50 + 1 + 10
    QCOMPARE(story.up().segments[1].why, std::string("port shut down"));
    const Story healed = tell({"AGG1--RSG1@1s,down:AGG1", "AGG1--RSG1@3s,up"}, 60s);
    QCOMPARE(healed.lastPath(healed.up()), std::string(kHome));
}

void TestFailures::flapCutsAsOftenAsItSays()
{
    const Story story = tell({"AGG1--RSG1@1s,flap:2sx3"}, 120s);
    QCOMPARE(story.count("link-cut"), 3);
    QCOMPARE(story.count("link-restored"), 3);
    QCOMPARE(story.timesOf("link-cut"), (std::vector<SimTime>{kTimeZero + 1s, kTimeZero + 3s, kTimeZero + 5s}));
    QCOMPARE(story.lastPath(story.up()), std::string(kHome));
}

void TestFailures::greyLinkLosesAShareUntilBfdGivesUp()
{
    // With 90 % lost, three in a row come at once: 0.9^3 = 0.73. The adjacency
    // is back after its hellos, before BFD, so the run ends before that.
    const Story story = tell({"AGG1--RSG1@1s,grey:90"}, 1300ms);
    const FlowSegment &grey = story.up().segments.at(1);
    QVERIFY(grey.state == FlowState::Delivered);
    QCOMPARE(grey.lossPpm, 900'000U);
    const Event *bfd = story.first("AGG1", Layer::Bfd, "session-down");
    QVERIFY(bfd);
    QVERIFY(bfd->time >= kTimeZero + 1100ms && bfd->time < kTimeZero + 1200ms);
    QVERIFY(!story.first("AGG1", Layer::Link, "link-down"));
    // 10 000 packets a second, nine tenths of the time until traffic is moved.
    const SimDuration share = grey.to - grey.from;
    QCOMPARE(story.up().outage, SimDuration(0));
    QCOMPARE(story.up().lostPackets, share.count() / 100'000 * 9 / 10);
}

void TestFailures::greyLinkOfAFewPerCentIsNotNoticed()
{
    // A run of three losses comes about every (0.02^-3 - 1)/0.98 = 127 550 packets: about 93 minutes at 44 ms each.
    const Story story = tell({"AGG1--RSG1@1s,grey:2"}, 11s);
    QCOMPARE(story.count("session-down"), 0);
    QCOMPARE(story.up().outage, SimDuration(0));
    QCOMPARE(story.up().lostPackets, std::int64_t{2'000}); // 2 % of 10 s
    QCOMPARE(story.lastPath(story.up()), std::string(kHome));
}

void TestFailures::falseAlarmMovesTrafficOffASoundLink()
{
    const Story story = tell({"AGG1--RSG1@1s,bfd-down"}, 60s);
    QVERIFY(story.first("AGG1", Layer::Bfd, "false-alarm"));
    QVERIFY(!story.first("AGG1", Layer::Bfd, "false-alarm")->cause);
    QCOMPARE(story.first("AGG1", Layer::Isis, "adjacency-down")->time, kTimeZero + 1001ms);
    QCOMPARE(story.up().outage, SimDuration(0));
    // RSG1 turns to RSG2 2.05 ms before RSG2, which hears of it by flooding, stops to turn to RSG1.
    QCOMPARE(story.down().outage, SimDuration(2050us));
    QCOMPARE(story.down().segments[1].why, std::string("routing loop"));
    QVERIFY(story.first("AGG1", Layer::Bfd, "session-up"));
    QCOMPARE(story.lastPath(story.up()), std::string(kHome));
}

void TestFailures::restartIsFoundByBfdAndHeals()
{
    const Story story = tell({"AGG1@1s,restart"}, 300s);
    QVERIFY(!story.first("CSG", Layer::Link, "link-down"));
    // BFD of the pseudowire, 3 x 100 ms, and of the link, 3 x 50 ms with 111 ms of IS-IS behind it; then the switch.
    QVERIFY(story.up().outage > SimDuration(200ms));
    QVERIFY(story.up().outage <= SimDuration(306ms));
    QCOMPARE(story.up().segments[1].why, std::string("next router restarting"));
    QCOMPARE(story.first("AGG1", Layer::Link, "router-on")->time, kTimeZero + 61s);
    QCOMPARE(story.lastPath(story.up()), std::string(kHome));
    QCOMPARE(story.count("revert"), 1);
}

void TestFailures::gracefulRestartLosesNothing()
{
    const Story story = tell({"AGG1@1s,graceful-restart"}, 120s);
    QCOMPARE(story.up().outage + story.down().outage, SimDuration(0));
    QCOMPARE(story.count("session-down") + story.count("adjacency-down") + story.count("switchover"), 0);
    QCOMPARE(story.first("AGG1", Layer::Link, "control-plane-back")->time, kTimeZero + 61s);
}

void TestFailures::gracefulRestartDoesNotSeeASecondFailure()
{
    // AGG1 forwards into the cut link until its control plane is back at 61 s. RSG1's LSP waits there: SPF 50 and 1 ms,
    // installation 10 ms. Its paths it chooses later, and the same.
    const Story story = tell({"AGG1@1s,graceful-restart", "AGG1--RSG1@5s"}, 120s);
    QCOMPARE(story.up().segments[1].why, std::string("link cut"));
    QVERIFY(story.up().segments[1].silent);
    QCOMPARE(story.up().outage, SimDuration(56'061ms));
    QCOMPARE(story.lastPath(story.up()), std::string("CSG AGG1 AGG2 RSG2 RSG1"));
}

void TestFailures::gracefulRestartDefersTheChoiceOfPaths()
{
    // Back at 61 s: three crossings of 50 us for TCP and the OPENs, two messages of 2 ms processed; then 2.05 ms until all is sent.
    const Story story = tell({"AGG1@1s,graceful-restart"}, 120s);
    QCOMPARE(story.first("AGG1", Layer::Bgp, "selection-deferred")->time, kTimeZero + 61s);
    QCOMPARE(story.first("AGG1", Layer::Bgp, "session-up")->time, kTimeZero + 61'004'150us);
    QCOMPARE(story.first("AGG1", Layer::Bgp, "selection-begins")->time, kTimeZero + 61'006'200us);
    QCOMPARE(story.count("neighbour-restarts"), 2); // RSG1 and AGG2
    QCOMPARE(story.count("route-down") + story.count("stale-removed"), 0);
}

void TestFailures::isolationDuringAGracefulRestartIsSeenAfterTheDeferral()
{
    // Both neighbours are gone, so the choice waits 600 s from 61 s; then batch 10 ms, tracking 1 ms, message 2.05 ms, switch 5 ms.
    const std::vector<std::string> isolated{"AGG1@1s,graceful-restart", "AGG1--RSG1@5s", "AGG1--AGG2@5s"};
    const Story story = tell(isolated, 900s);
    QCOMPARE(story.first("AGG1", Layer::VpnRoute, "route-down")->time, kTimeZero + 661'010ms);
    QCOMPARE(story.up().outage, SimDuration(656'018'050us));
    QCOMPARE(tell(isolated, 900s, {"bgp.selection-deferral=100s"}).up().outage, SimDuration(156'018'050us));
    QCOMPARE(tell(isolated, 900s, {"bgp.deferral-for-lost=no"}).up().outage, SimDuration(56'018'050us));
    // Neighbours that come back within the time are waited for no longer. Labels follow later (LDP 200 ms), so the choice finds no way, and
    // the CSG leaves AGG1 for a while.
    std::vector<std::string> repaired = isolated;
    repaired.insert(repaired.end(), {"AGG1--RSG1@100s,restore", "AGG1--AGG2@100s,restore"});
    const Story back = tell(repaired, 900s);
    QVERIFY(back.first("AGG1", Layer::Bgp, "selection-begins")->time < kTimeZero + 101s);
    QVERIFY(back.up().outage < 96s);
    QCOMPARE(back.lastPath(back.up()), std::string(kHome));
    QCOMPARE(back.count("switchover"), 1);
}

void TestFailures::whatWasWithdrawnDuringAGracefulRestartGoesWithTheNewTable()
{
    // RSG1 stops announcing its prefix while AGG1 cannot hear it; AGG1 learns it with the end of RSG1's new table, and chooses.
    const Story story = tell({"AGG1@1s,graceful-restart", "prefix:2001:db8:ffff::21/128@5s"}, 120s);
    const Event *down = story.first("AGG1", Layer::VpnRoute, "route-down");
    QVERIFY(down);
    QCOMPARE(down->time, kTimeZero + 61'016'200us); // the tables at 61.0062 s, and the batch of 10 ms
}

void TestFailures::stalePathsLoseAgainstFreshOnes()
{
    // AGG2 has RSG1's prefix from AGG1 and from RSG2, alike but for the neighbour's router id: 10.255.0.11 is lower.
    const plan::Plan plan = plan::referencePlan();
    plan::Scenario scenario{plan::ScenarioId(1), "restart", {}};
    scenario.until = 120s;
    scenario.actions.push_back({plan::routerNamed(plan, "AGG1")->id, plan::FailureMode::GracefulRestart, 1s});
    const auto bestFrom = [&](SimDuration at) -> std::string {
        const auto snapshot = routerSnapshot(plan, scenario, {}, plan::routerNamed(plan, "AGG2")->id, kTimeZero + at);
        for (const RouterSnapshot::Path &path : snapshot->paths) {
            if (path.best && path.from && path.prefix == *Ipv6Prefix::parse("2001:db8:ffff::21/128"))
                return plan.find(plan.find(*path.from)->a)->name + "-" + plan.find(plan.find(*path.from)->b)->name;
        }
        return "none";
    };
    QCOMPARE(bestFrom(500ms), std::string("AGG1-AGG2"));
    QCOMPARE(bestFrom(2s), std::string("AGG2-RSG2"));
    QCOMPARE(bestFrom(100s), std::string("AGG1-AGG2"));
}

void TestFailures::neighboursGiveUpOnALongGracefulRestart()
{
    const Story story = tell({"AGG1@1s,graceful-restart"}, 300s, {"restart.helper-time=10s"});
    QCOMPARE(story.first("AGG1", Layer::Link, "router-restart")->time, kTimeZero + 11s);
    QVERIFY(story.up().outage > SimDuration(200ms));
    QCOMPARE(story.first("RSG1", Layer::Bgp, "session-down")->time, kTimeZero + 11s);
    QCOMPARE(story.first("RSG1", Layer::Bgp, "session-down")->detail, std::string("not back within 10 s"));
    QCOMPARE(story.first("AGG1", Layer::Link, "router-on")->time, kTimeZero + 61s);
    QCOMPARE(story.lastPath(story.up()), std::string(kHome));
}

namespace {

const Event *closedAsUnknown(const Story &story, std::string_view device)
{
    for (const Event &event : story.timeline.events) {
        if (event.what == "session-down" && event.detail == "the neighbour holds no such connection" && story.plan.find(event.device)->name == device)
            return &event;
    }
    return nullptr;
}

} // namespace

void TestFailures::connectionThatTheNeighbourForgotIsRefusedOnRetransmission()
{
    // The CSG outlasts AGG1's restart of 60 s, and does not know of it. Its status goes 262 ms after the failure (BFD 150, to IS-IS 1, LSP 50, SPF 50,
    // installation 11) into nothing; TCP tries again after 0.2, 0.4, 0.8 ... s, the ninth time 102.2 s later. A crossing each way is 50 us.
    const Story story = tell({"AGG1@1s,restart"}, 300s,
                             {"ldp.targeted-hold=300s", "ldp.targeted-hello=100s", "ldp.keepalive-hold=240s", "restart.time=60s"}, Phase::Worst);
    const Event *closed = closedAsUnknown(story, "CSG");
    QVERIFY(closed);
    QCOMPARE(closed->time, kTimeZero + 1s + 102'462'100us);
    QCOMPARE(story.lastPath(story.up()), std::string(kHome));
}

void TestFailures::connectionThatTheNeighbourForgotIsRefusedOnAKeepalive()
{
    // Without BFD, RSG2 notices nothing of AGG2's restart and has nothing to tell it. AGG2 would connect 300 s after it is back.
    const plan::Plan reference = plan::referencePlan();
    plan::EditBuilder edit(reference, "no BFD");
    for (plan::BgpSession session : reference.sessions()) {
        session.bfd.reset();
        edit.set(session);
    }
    const Story story = tell(*reference.with(edit.take()), {"AGG2@1s,restart"}, 400s, {"restart.time=60s", "bgp.connect-retry=300s"}, Phase::Worst);
    const Event *closed = closedAsUnknown(story, "RSG2");
    QVERIFY(closed);
    SimTime whole{};
    for (const Event &event : story.timeline.events) {
        const std::string &device = story.plan.find(event.device)->name;
        if (event.what == "route-up" && ((device == "RSG2" && event.subject == "route to AGG2") || (device == "AGG2" && event.subject == "route to RSG2")))
            whole = std::max(whole, event.time);
    }
    QVERIFY(whole > kTimeZero + 61s);
    QCOMPARE(closed->time, whole + 60s + 100us); // the keepalives' interval, at worst
}

void TestFailures::drainLosesNothing()
{
    const Story story = tell({"AGG1@1s,drain"});
    QCOMPARE(story.up().outage + story.down().outage, SimDuration(0));
    QCOMPARE(story.lastPath(story.up()), std::string(kOther));
    QCOMPARE(story.lastPath(story.down()), std::string("RSG1 RSG2 AGG2 CSG"));
    const Story back = tell({"AGG1@1s,drain", "AGG1@5s,restore"}, 200s);
    QCOMPARE(back.up().outage + back.down().outage, SimDuration(0));
    QCOMPARE(back.lastPath(back.up()), std::string(kHome));
    QCOMPARE(back.first("CSG", Layer::Redundancy, "revert")->time, kTimeZero + 65s + 5ms); // reroute delay 60 s
}

void TestFailures::sessionsThatAreResetComeBack()
{
    const Story bgp = tell({"bgp:AGG1--RSG1@1s"}, 120s);
    QCOMPARE(bgp.first("AGG1", Layer::Bgp, "session-down")->time, kTimeZero + 1s);
    QCOMPARE(bgp.first("RSG1", Layer::Bgp, "session-down")->time, kTimeZero + 1s + 2050us);
    QVERIFY(bgp.first("AGG1", Layer::Bgp, "session-up"));
    QCOMPARE(bgp.lastPath(bgp.up()), std::string(kHome));
    const Story ldp = tell({"pw1:Site 1@1s,reset"}, 200s);
    QCOMPARE(ldp.first("AGG1", Layer::Ldp, "session-reset")->time, kTimeZero + 1s);
    QVERIFY(ldp.first("CSG", Layer::Redundancy, "switchover"));
    QCOMPARE(ldp.lastPath(ldp.up()), std::string(kHome));

    // A second reset while the session is on its way back changes nothing.
    const Story twice = tell({"pw1:Site 1@1s,reset", "pw1:Site 1@1003ms,reset"}, 200s);
    QCOMPARE(twice.first("AGG1", Layer::Ldp, "session-up")->time, ldp.first("AGG1", Layer::Ldp, "session-up")->time);
}

void TestFailures::withdrawnLabelMovesThePseudowire()
{
    const Story story = tell({"pw1:Site 1@1s"});
    QCOMPARE(story.first("CSG", Layer::Redundancy, "switchover")->time, kTimeZero + 1s + 7050us); // 2 + 0.05 + 5
    QCOMPARE(story.first("CSG", Layer::Pw, "pw-down")->detail, std::string("AGG1 sent label withdrawn"));
    QCOMPARE(story.up().outage, SimDuration(0)); // the AGG takes frames until the label is released
    QCOMPARE(story.down().outage, SimDuration(10ms)); // AGG1 turns to AGG2 after its batch, and RSG1 follows
    QCOMPARE(story.lastPath(story.up()), std::string(kOther));
    const Story back = tell({"pw1:Site 1@1s", "pw1:Site 1@5s,restore"}, 120s);
    QCOMPARE(back.lastPath(back.up()), std::string(kHome));
}

void TestFailures::mtuMismatchKeepsThePseudowireDown()
{
    const Story story = tell({"pw1:Site 1@1s,mtu-mismatch"}, 200s);
    QCOMPARE(story.first("AGG1", Layer::Pw, "pw-down")->detail, std::string("MTU or encapsulation differs"));
    QCOMPARE(story.lastPath(story.up()), std::string(kOther));
    QCOMPARE(story.count("revert"), 0);
    QVERIFY(!story.first("CSG", Layer::Isis, "adjacency-down")); // no alarm on the IGP side
}

void TestFailures::attachmentDownIsNobodysBlackHole()
{
    const Story story = tell({"ac:Site 1@1s"});
    QCOMPARE(story.up().outage, SimDuration(9s));
    QCOMPARE(story.up().segments[1].why, std::string("attachment circuit down"));
    QVERIFY(!story.up().segments[1].silent);
    QCOMPARE(story.count("switchover"), 0);
    // Both AGGs are told (0x06) and withdraw the gateway's prefix: the RSG knows.
    QCOMPARE(story.first("AGG1", Layer::Ldp, "status-received")->detail, std::string("0x06, not forwarding"));
    QCOMPARE(story.down().segments.back().why, std::string("no VPN route"));
    QVERIFY(!story.down().segments.back().silent);
    const Story back = tell({"ac:Site 1@1s", "ac:Site 1@3s,restore"});
    QCOMPARE(back.lastPath(back.up()), std::string(kHome));
    QCOMPARE(back.up().outage, SimDuration(2s));
}

void TestFailures::forcedSwitchHoldsUntilItEnds()
{
    const Story story = tell({"service:Site 1@1s", "service:Site 1@10s,restore"}, 120s);
    QCOMPARE(story.first("CSG", Layer::Redundancy, "switchover")->time, kTimeZero + 1s + 5ms);
    QCOMPARE(story.first("CSG", Layer::Redundancy, "revert")->time, kTimeZero + 70s + 5ms);
    QCOMPARE(story.up().outage + story.down().outage, SimDuration(0));
}

void TestFailures::routeTargetMistakeFiresTracking()
{
    const Story story = tell({"vpn:AGG1:RAN@1s"});
    QCOMPARE(story.up().segments[1].why, std::string("no VPN route"));
    QCOMPARE(story.up().segments[1].from, kTimeZero + 1010ms); // batch
    QCOMPARE(story.up().outage, SimDuration(8'050us));         // 1 + 2.05 + 5
    QCOMPARE(story.count("session-down"), 0);
    QCOMPARE(story.lastPath(story.up()), std::string(kOther));
}

void TestFailures::withdrawnPrefixFiresTrackingThoughTrafficFlows()
{
    // The probe's prefix alone is withdrawn: a configuration error becomes a switch of every site that tracks it.
    const Story story = tell({"prefix:2001:db8:ffff::21/128@1s"});
    QCOMPARE(story.first("AGG1", Layer::VpnRoute, "route-down")->time, kTimeZero + 1s + 22'050us); // batch 10, message 2.05, batch 10
    QVERIFY(story.first("AGG1", Layer::Track, "track-down"));
    QCOMPARE(story.up().outage, SimDuration(0));
    QCOMPARE(story.lastPath(story.up()), std::string(kOther));
}

void TestFailures::cardTakesAllItsLinks()
{
    const Story story = tell({"card:AGG1:0/1@1s"});
    QCOMPARE(story.count("link-cut"), 2); // AGG1--AGG2 and AGG1--RSG1: the case the tool was made for
    QVERIFY(story.first("AGG1", Layer::Track, "track-down"));
    QCOMPARE(story.lastPath(story.up()), std::string(kOther));
}

void TestFailures::objectivesAreJudged()
{
    const plan::Plan plan = plan::referencePlan();
    plan::EditBuilder edit(plan, "objective");
    for (const plan::Flow &row : plan.flows()) {
        plan::Flow judged = row;
        judged.objective = row.direction == plan::Direction::Upstream ? 116ms : 50ms;
        edit.set(judged);
    }
    const plan::Plan changed = *plan.with(edit.take());
    const Story story = tell(changed, {"AGG1--RSG1@1s"});
    QCOMPARE(story.up().outage, SimDuration(116ms));
    QVERIFY(story.up().meetsObjective());
    QVERIFY(!story.down().meetsObjective());
}

QTEST_GUILESS_MAIN(TestFailures)
#include "tst_failures.moc"
