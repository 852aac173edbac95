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
    void trackedStatusIsSignalledAsChosen_data();
    void trackedStatusIsSignalledAsChosen();
    void advertisementIntervalHoldsBackTheNextUpdate();
    void withdrawalsWaitOnlyWhenTheyShould();
    void everyRouteTakesItsTime();
    void trackedPseudowiresAreWorkedOffOneByOne();
    void shorterWayReordersWhatIsOnTheLongerOne();
};

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
