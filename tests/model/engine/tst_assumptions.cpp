// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/engine/story.h"

#include "model/plan/failures.h"
#include "model/plan/templates.h"

#include <QTest>

#include <string>
#include <vector>

using namespace sidestep;
using namespace sidestep::engine;
using test::Story;
using test::tell;

namespace {

const std::vector<std::string> kIsolated{"AGG1--RSG1@1s", "AGG1--AGG2@1s"};
constexpr SimDuration kIsolatedOutage = 135'050us; // `tst_failover`, bothLinksCutFollowsTheArithmetic

} // namespace

/// What each assumption of a profile does to a run of the reference network.
class TestAssumptions : public QObject
{
    Q_OBJECT

private slots:
    void holdOffDelaysTheSwitch();
    void recoveryWithinTheHoldOffSwitchesNothing();
    void waitToRestoreDelaysBfdUp();
    void severalTrackedRoutesCountAsChosen_data();
    void severalTrackedRoutesCountAsChosen();
    void trackedStatusIsSignalledAsChosen_data();
    void trackedStatusIsSignalledAsChosen();
    void returnToPw1CallsPw2FaultyForAWhile();
    void returnToPw1CallsPw2FaultyAsChosen_data();
    void returnToPw1CallsPw2FaultyAsChosen();
    void secondFailureEndsTheCallAtOnce();
    void advertisementIntervalHoldsBackTheNextUpdate();
    void withdrawalsWaitOnlyWhenTheyShould();
    void everyRouteTakesItsTime();
    void trackedPseudowiresAreWorkedOffOneByOne();
    void shorterWayReordersWhatIsOnTheLongerOne();
    void equalCostLinksCarryOnWithoutSpf();
    void lspsLeaveAnInterfaceInBatches();
    void portThatFlapsIsHeldDown();
    void sessionMayEndWithTheRouteToItsPeer();
};

namespace {

/// The reference network with AGG1's own link to RSG1 as dear as the way over AGG2 and RSG2.
plan::Plan equalCosts()
{
    plan::Plan plan = plan::referencePlan();
    plan::EditBuilder edit(plan, "equal costs");
    plan::Link link = *plan.find(*plan::linkNamed(plan, "AGG1--RSG1"));
    link.cost = 40; // 20 + 10 + 10
    edit.set(link);
    return *plan.with(edit.take());
}

} // namespace

void TestAssumptions::equalCostLinksCarryOnWithoutSpf()
{
    // AGG2 has the lower system id, so the flow is on that way: carrier 5 ms, and the other entry takes over 5 ms later.
    const Story story = tell(equalCosts(), {"AGG1--AGG2@1s"});
    QCOMPARE(story.lastPath(story.up()), std::string("CSG AGG1 RSG1"));
    QCOMPARE(story.up().outage, SimDuration(10ms));
    const Event *event = story.first("AGG1", Layer::Isis, "equal-cost-switch");
    QVERIFY(event);
    QCOMPARE(event->time, kTimeZero + 1010ms);
    // A single path waits for the LSP 50 ms, SPF 50 + 1 ms and the installation 10 ms.
    QCOMPARE(tell(equalCosts(), {"AGG1--AGG2@1s"}, 10s, {"isis.load-balancing=no"}).up().outage, SimDuration(116ms));
    QCOMPARE(tell(equalCosts(), {"AGG1--AGG2@1s"}, 10s, {"isis.equal-cost-switch=2s"}).up().outage, SimDuration(116ms));
}

void TestAssumptions::lspsLeaveAnInterfaceInBatches()
{
    // While AGG1 is alone, RSG1 and AGG2 originate LSPs that it lacks when RSG1's link to it is back: RSG1 sends both.
    const auto gap = [](const std::vector<std::string> &settings) {
        const Story story = tell({"AGG1--RSG1@1s", "AGG1--AGG2@1s", "AGG1--RSG1@5s,restore"}, 30s, settings);
        std::vector<SimTime> heard;
        for (const Event &event : story.timeline.events) {
            if (event.what == "lsp-received" && story.plan.find(event.device)->name == "AGG1" && event.time > kTimeZero + 5s)
                heard.push_back(event.time);
        }
        return heard.at(1) - heard.at(0);
    };
    QVERIFY(gap({}) < 50ms);
    QCOMPARE(gap({"isis.lsp-burst=1", "isis.lsp-pacing=4s"}), SimDuration(4s));
}

void TestAssumptions::portThatFlapsIsHeldDown()
{
    // 1000 at 1.005 s; 1000 x 2^(-2/54) + 1000 = 1974.7 at 3.005 s; 1974.7 x 2^(-2/54) + 1000 = 2924.6 at 5.005 s, above
    // 2000. It falls to 750 in 54 s x log2(2924.6/750) = 106.0171 s.
    const std::vector<std::string> flapping{"AGG1--RSG1@1s,flap:2sx3"};
    const Story story = tell(flapping, 200s, {"carrier.flap-control=yes"});
    QCOMPARE(story.timesOf("flap-held"), (std::vector<SimTime>{kTimeZero + 5005ms, kTimeZero + 5005ms}));
    QCOMPARE(story.timesOf("flap-released"), (std::vector<SimTime>{kTimeZero + 111'023ms, kTimeZero + 111'023ms}));
    QCOMPARE(story.timesOf("link-up").back(), kTimeZero + 111'023ms);
    QCOMPARE(story.lastPath(story.up()), std::string("CSG AGG1 RSG1"));
    QCOMPARE(tell(flapping, 200s).count("flap-held"), 0);
    // Two flaps stay below the threshold, and a long time between them halves the penalty.
    QCOMPARE(tell({"AGG1--RSG1@1s,flap:2sx2"}, 60s, {"carrier.flap-control=yes"}).count("flap-held"), 0);
    QCOMPARE(tell({"AGG1--RSG1@1s,flap:200sx4"}, 900s, {"carrier.flap-control=yes"}).count("flap-held"), 0);
}

void TestAssumptions::sessionMayEndWithTheRouteToItsPeer()
{
    // Light 5 + LSP 50 + SPF 50 and 1 + installation 10: no route to anyone; tracking 1.
    const Story tracked = tell(kIsolated, 10s, {"bgp.peer-tracking=yes"});
    const Event *down = tracked.first("AGG1", Layer::Bgp, "session-down");
    QVERIFY(down);
    QCOMPARE(down->time, kTimeZero + 1s + 117ms);
    QCOMPARE(down->detail, std::string("no route to the peer"));
    // Otherwise BFD of 3 x 100 ms ends it: 200 to 300 ms after the failure.
    const Event *by = tell(kIsolated).first("AGG1", Layer::Bgp, "session-down");
    QVERIFY(by);
    QVERIFY(by->time >= kTimeZero + 1s + 200ms);
    QVERIFY(by->time <= kTimeZero + 1s + 300ms);
    // A link that leaves another way ends no session.
    QCOMPARE(tell({"AGG1--RSG1@1s"}, 10s, {"bgp.peer-tracking=yes"}).count("session-down"), tell({"AGG1--RSG1@1s"}).count("session-down"));
}

void TestAssumptions::holdOffDelaysTheSwitch()
{
    QCOMPARE(tell(kIsolated).up().outage, kIsolatedOutage);
    QCOMPARE(tell(kIsolated, 10s, {"pw.holdoff=200ms"}).up().outage, kIsolatedOutage + 200ms);
}

void TestAssumptions::recoveryWithinTheHoldOffSwitchesNothing()
{
    const std::vector<std::string> mistake{"vpn:AGG1:RAN@1s", "vpn:AGG1:RAN@1100ms,restore"};
    QCOMPARE(tell(mistake).count("switchover"), 1);
    QCOMPARE(tell(mistake, 100s, {"pw.holdoff=500ms"}).count("switchover"), 0);
}

void TestAssumptions::waitToRestoreDelaysBfdUp()
{
    const Story story = tell({"pw1:Site 1@1s,bfd-down"}, 30s, {"bfd.wtr=5s"});
    const Event *bfd = story.first("CSG", Layer::Bfd, "session-up");
    const Event *pw = story.first("CSG", Layer::Pw, "pw-up");
    QVERIFY(bfd && pw);
    // 5 s and 1 ms to the client, and the AGG's status 2.05 ms behind its own end.
    QVERIFY(pw->time - bfd->time >= 5001ms);
    QVERIFY(pw->time - bfd->time <= 5004ms);
}

void TestAssumptions::severalTrackedRoutesCountAsChosen_data()
{
    QTest::addColumn<QByteArray>("setting");
    QTest::addColumn<QByteArray>("lost");
    QTest::addColumn<bool>("down");
    QTest::newRow("any, one is left") << QByteArray("track.several=any") << QByteArray("21") << false;
    QTest::newRow("any, the other is left") << QByteArray("track.several=any") << QByteArray("22") << false;
    QTest::newRow("any, none is left") << QByteArray("track.several=any") << QByteArray("21 22") << true;
    QTest::newRow("all, one is left") << QByteArray("track.several=all") << QByteArray("21") << true;
}

void TestAssumptions::severalTrackedRoutesCountAsChosen()
{
    QFETCH(QByteArray, setting);
    QFETCH(QByteArray, lost);
    QFETCH(bool, down);
    const plan::Plan reference = plan::referencePlan();
    plan::TrackedRoute also = *reference.trackedRoutes().begin();
    also.prefix = Ipv6Prefix::parse("2001:db8:ffff::22/128").value();
    plan::EditBuilder edit(reference, "Track RSG2 too");
    also.id = plan::TrackedRouteId(0);
    edit.add(also);
    std::vector<std::string> failures;
    for (const QByteArray &address : lost.split(' '))
        failures.push_back("prefix:2001:db8:ffff::" + address.toStdString() + "/128@1s");
    const Story story = tell(reference.with(edit.take()).value(), failures, 10s, {setting.toStdString()});
    const Event *track = story.first("AGG1", Layer::Track, "track-down");
    QCOMPARE(track != nullptr, down);
    if (!down)
        return;
    QCOMPARE(track->detail, std::string("no route 2001:db8:ffff::21/128, 2001:db8:ffff::22/128"));
    QCOMPARE(story.count("switchover"), std::ptrdiff_t{1});
}

void TestAssumptions::trackedStatusIsSignalledAsChosen_data()
{
    QTest::addColumn<QByteArray>("setting");
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("default") << QByteArray("track.status=not-forwarding") << QByteArray("0x01, not forwarding, to CSG");
    QTest::newRow("attachment") << QByteArray("track.status=attachment-fault") << QByteArray("0x06, not forwarding, to CSG");
    QTest::newRow("label") << QByteArray("track.status=label-withdraw") << QByteArray("label withdrawn, to CSG");
    QTest::newRow("no status TLV") << QByteArray("pw.status-tlv=no") << QByteArray("label withdrawn, to CSG");
}

void TestAssumptions::trackedStatusIsSignalledAsChosen()
{
    QFETCH(QByteArray, setting);
    QFETCH(QByteArray, sent);
    const Story story = tell(kIsolated, 10s, {setting.toStdString()});
    QCOMPARE(story.first("AGG1", Layer::Ldp, "status-sent")->detail, sent.toStdString());
    QCOMPARE(story.up().outage, kIsolatedOutage);
}

namespace {

plan::Plan inFrrMode()
{
    plan::EditBuilder edit(plan::referencePlan(), "FRR mode");
    plan::AccessService service = *plan::referencePlan().services().begin();
    service.redundancy = plan::RedundancyMode::Frr;
    edit.set(service);
    return *plan::referencePlan().with(edit.take());
}

const std::vector<std::string> kMistake{"vpn:AGG1:RAN@1s", "vpn:AGG1:RAN@2s,restore"};

/// What the CSG tells AGG2 over LDP, and when.
std::vector<std::pair<SimTime, std::string>> toldToAgg2(const Story &story)
{
    std::vector<std::pair<SimTime, std::string>> told;
    for (const Event &event : story.timeline.events) {
        if (event.what == "status-sent" && story.plan.find(event.device)->name == "CSG" && event.detail.ends_with("to AGG2"))
            told.emplace_back(event.time, event.detail);
    }
    return told;
}

} // namespace

void TestAssumptions::returnToPw1CallsPw2FaultyForAWhile()
{
    const Story story = tell(inFrrMode(), kMistake, 100s);
    const Event *revert = story.first("CSG", Layer::Redundancy, "revert");
    QVERIFY(revert);
    const std::vector<std::pair<SimTime, std::string>> expected{{revert->time, "0x01, not forwarding, to AGG2"}, {revert->time + 10s, "0x00, forwarding, to AGG2"}};
    QCOMPARE(toldToAgg2(story), expected);
    // The way 50 us, LDP 2 ms.
    const Event *down = story.first("AGG2", Layer::Pw, "pw-down");
    const Event *up = story.first("AGG2", Layer::Pw, "pw-up");
    QVERIFY(down && up);
    QCOMPARE(down->time, revert->time + 2'050us);
    QCOMPARE(up->time, revert->time + 10s + 2'050us);
    QVERIFY(!story.first("CSG", Layer::Pw, "pw-down") || story.first("CSG", Layer::Pw, "pw-down")->subject.find("PW2") == std::string::npos);

    QCOMPARE(toldToAgg2(tell(inFrrMode(), kMistake, 100s, {"pw.resume=25s"})).back().first, revert->time + 25s);
    // Only FRR mode does so, and only on a return.
    QCOMPARE(tell(kMistake, 100s).count("resume-started"), 0);
    QCOMPARE(tell(inFrrMode(), {"vpn:AGG1:RAN@1s"}, 100s).count("resume-started"), 0);
}

void TestAssumptions::returnToPw1CallsPw2FaultyAsChosen_data()
{
    QTest::addColumn<QByteArray>("setting");
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("attachment") << QByteArray("pw.revert-status=attachment-fault") << QByteArray("0x06, not forwarding, to AGG2");
    QTest::newRow("label") << QByteArray("pw.revert-status=label-withdraw") << QByteArray("label withdrawn, to AGG2");
    QTest::newRow("no status TLV") << QByteArray("pw.status-tlv=no") << QByteArray("label withdrawn, to AGG2");
}

void TestAssumptions::returnToPw1CallsPw2FaultyAsChosen()
{
    QFETCH(QByteArray, setting);
    QFETCH(QByteArray, sent);
    const auto told = toldToAgg2(tell(inFrrMode(), kMistake, 100s, {setting.toStdString()}));
    QCOMPARE(told.size(), std::size_t{2});
    QCOMPARE(told.front().second, sent.toStdString());
}

void TestAssumptions::secondFailureEndsTheCallAtOnce()
{
    // Back on PW1 about 62 s; PW1 fails again within the 10 s, and AGG2 hears at the switch that PW2 is well.
    std::vector<std::string> twice = kMistake;
    twice.push_back("vpn:AGG1:RAN@65s");
    const Story story = tell(inFrrMode(), twice, 100s);
    QCOMPARE(story.count("resume-started"), 1);
    QCOMPARE(story.count("resume-over"), 0);
    const std::vector<SimTime> switches = story.timesOf("switchover");
    QCOMPARE(switches.size(), std::size_t{2});
    QCOMPARE(toldToAgg2(story).back(), (std::pair<SimTime, std::string>(switches.back(), "0x00, forwarding, to AGG2")));
    QCOMPARE(story.lastPath(story.up()), std::string("CSG AGG2 RSG2 RSG1"));
}

void TestAssumptions::advertisementIntervalHoldsBackTheNextUpdate()
{
    const std::vector<std::string> flap{"prefix:2001:db8:ffff::21/128@1s", "prefix:2001:db8:ffff::21/128@2s,restore"};
    // Batch 10 ms, message 2.05 ms, batch 10 ms.
    QCOMPARE(tell(flap, 60s).first("AGG1", Layer::VpnRoute, "route-up")->time, kTimeZero + 2s + 22'050us);
    // The withdrawal left at 1.01 s, so the prefix may be announced again at 16.01 s.
    QCOMPARE(tell(flap, 60s, {"bgp.mrai=15s"}).first("AGG1", Layer::VpnRoute, "route-up")->time, kTimeZero + 16s + 22'050us);
}

void TestAssumptions::withdrawalsWaitOnlyWhenTheyShould()
{
    const std::vector<std::string> again{"prefix:2001:db8:ffff::21/128@1s", "prefix:2001:db8:ffff::21/128@2s,restore", "prefix:2001:db8:ffff::21/128@17s"};
    const auto secondLoss = [&](const char *setting) {
        const Story story = tell(again, 60s, {"bgp.mrai=15s", setting});
        std::vector<SimTime> losses;
        for (const Event &event : story.timeline.events) {
            if (event.layer == Layer::VpnRoute && event.what == "route-down" && story.plan.find(event.device)->name == "AGG1")
                losses.push_back(event.time);
        }
        return losses.at(1);
    };
    QCOMPARE(secondLoss("bgp.mrai-withdrawals=no"), kTimeZero + 17s + 22'050us);
    QCOMPARE(secondLoss("bgp.mrai-withdrawals=yes"), kTimeZero + 31s + 22'050us); // announced at 16.01 s, 15 s later
}

void TestAssumptions::everyRouteTakesItsTime()
{
    // 5 + 50 + 50 + 1 + 10 ms; AGG1 changes its routes to RSG1 and RSG2.
    QCOMPARE(tell({"AGG1--RSG1@1s"}).up().outage, SimDuration(116ms));
    QCOMPARE(tell({"AGG1--RSG1@1s"}, 10s, {"isis.route-install-each=1ms"}).up().outage, SimDuration(118ms));
}

void TestAssumptions::trackedPseudowiresAreWorkedOffOneByOne()
{
    const auto plan = plan::backhaulPlan({.sites = 10, .sitesPerRing = 10});
    QVERIFY(plan);
    const plan::TrackedRoute &tracked = *plan->trackedRoutes().begin();
    const plan::RouterId agg = plan->find(tracked.service)->primary.agg;
    const std::string &name = plan->find(agg)->name;
    const Story story = tell(*plan, {"vpn:" + name + ":" + plan->find(tracked.vpn)->name + "@1s"}, 5s, {"track.each=20us"});
    const std::vector<SimTime> times = story.timesOf("track-down");
    QVERIFY(times.size() > 1);
    for (std::size_t i = 0; i < times.size(); ++i)
        QCOMPARE(times[i], kTimeZero + 1011ms + static_cast<std::int64_t>(i) * SimDuration(20us)); // batch 10, tracking 1
}

void TestAssumptions::shorterWayReordersWhatIsOnTheLongerOne()
{
    // Back from four links to two: 100 us shorter, one packet at 10 000 a second.
    const Story story = tell({"AGG1--RSG1@1s", "AGG1--RSG1@20s,restore"}, 60s);
    QCOMPARE(story.up().segments.back().delay, SimDuration(100us));
    QCOMPARE(story.up().reorderedPackets, std::int64_t{1});
}

QTEST_GUILESS_MAIN(TestAssumptions)
#include "tst_assumptions.moc"
