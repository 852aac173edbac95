// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/bfd.h"
#include "model/engine/simulate.h"
#include "tests/model/engine/laboratory.h"

#include <QTest>

#include <algorithm>

using namespace sidestep;
using namespace sidestep::engine;

class TestBfd : public QObject
{
    Q_OBJECT

private slots:
    void detectionTime_data();
    void detectionTime();
    void latencyRunsFromTheLastPacketReceived();
    void oneWayFailureIsToldToTheSender();
    void recoveryTakesTheSlowStart();
    void differentSeedsGiveDifferentPhases();
};

void TestBfd::detectionTime_data()
{
    QTest::addColumn<int>("multiplier");
    QTest::addColumn<int>("remoteTxMs");
    QTest::addColumn<int>("localRxMs");
    QTest::addColumn<int>("expectedMs");
    // The slower of the two intervals sets the pace (RFC 5880 section 6.8.4).
    QTest::newRow("both 10 ms: 3 x 10") << 3 << 10 << 10 << 30;
    QTest::newRow("we are slower: 3 x 50") << 3 << 10 << 50 << 150;
    QTest::newRow("neighbour is slower: 3 x 100") << 3 << 100 << 50 << 300;
    QTest::newRow("the neighbour's multiplier counts: 5 x 20") << 5 << 20 << 20 << 100;
    QTest::newRow("multiplier 1: one interval") << 1 << 1000 << 300 << 1000;
}

void TestBfd::detectionTime()
{
    QFETCH(int, multiplier);
    QFETCH(int, remoteTxMs);
    QFETCH(int, localRxMs);
    QFETCH(int, expectedMs);
    QCOMPARE(bfdDetectionTime(multiplier, std::chrono::milliseconds(remoteTxMs), std::chrono::milliseconds(localRxMs)),
             SimDuration(std::chrono::milliseconds(expectedMs)));
}

namespace {

/// AGG1-RSG1 fails at 1 s and, where wanted, is repaired.
Result<Timeline> runWith(plan::FailureMode mode, std::uint64_t seed, SimDuration repair = {})
{
    const plan::Plan plan = test::laboratory(100);
    const plan::LinkId link = *plan::linkNamed(plan, "AGG1--RSG1");
    plan::Scenario scenario{plan::ScenarioId(1), "bfd", {{link, mode, 1s}}, 20s, seed};
    if (repair > SimDuration(0))
        scenario.actions.push_back({link, plan::FailureMode::Restore, repair});
    return simulate(plan, scenario);
}

const Event *firstBfd(const plan::Plan &plan, const Timeline &timeline, std::string_view device, std::string_view what, SimDuration from = {})
{
    const auto found = std::find_if(timeline.events.begin(), timeline.events.end(), [&](const Event &event) {
        return event.layer == Layer::Bfd && event.subject == "AGG1--RSG1" && event.what == what && plan.find(event.device)->name == device
            && event.time >= kTimeZero + from;
    });
    return found == timeline.events.end() ? nullptr : &*found;
}

} // namespace

void TestBfd::latencyRunsFromTheLastPacketReceived()
{
    // 3 x 100 ms, last gap 75..100 ms: 300 less at most 100, so in (200, 300] ms (protocols.md section 1.4).
    const plan::Plan plan = test::laboratory(100);
    SimDuration least = 1s;
    SimDuration most{};
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const auto timeline = runWith(plan::FailureMode::Silent, seed);
        const Event *down = firstBfd(plan, *timeline, "AGG1", "session-down");
        QVERIFY(down);
        const SimDuration latency = down->time - (kTimeZero + 1s);
        QVERIFY(latency > 200ms && latency <= 300ms);
        least = std::min(least, latency);
        most = std::max(most, latency);
    }
    QVERIFY(least < 220ms);
    QVERIFY(most > 285ms);
}

void TestBfd::oneWayFailureIsToldToTheSender()
{
    // Frames from AGG1 (end a) are lost: RSG1 times out, and its Down crosses 50 us of fibre to AGG1.
    const plan::Plan plan = test::laboratory(100);
    const auto timeline = runWith(plan::FailureMode::OneWayAB, 3);
    const Event *receiver = firstBfd(plan, *timeline, "RSG1", "session-down");
    const Event *sender = firstBfd(plan, *timeline, "AGG1", "session-down");
    QVERIFY(receiver && sender);
    QCOMPARE(sender->time - receiver->time, SimDuration(50us));
    QCOMPARE(sender->cause, std::optional<EventId>(receiver->id));
}

void TestBfd::recoveryTakesTheSlowStart()
{
    // Down sessions send every second (RFC 5880 section 6.8.3): milliseconds to detect, seconds to recover.
    const plan::Plan plan = test::laboratory(100);
    const auto timeline = runWith(plan::FailureMode::Cut, 1, 10s);
    const Event *up = firstBfd(plan, *timeline, "AGG1", "session-up", 10s);
    QVERIFY(up);
    QVERIFY(up->time >= kTimeZero + 11s);
    QVERIFY(up->time <= kTimeZero + 12s);
}

void TestBfd::differentSeedsGiveDifferentPhases()
{
    const plan::Plan plan = test::laboratory(100);
    const auto one = runWith(plan::FailureMode::Silent, 1);
    const auto again = runWith(plan::FailureMode::Silent, 1);
    const auto two = runWith(plan::FailureMode::Silent, 2);
    QCOMPARE(*one, *again);
    QVERIFY(firstBfd(plan, *one, "AGG1", "session-down")->time != firstBfd(plan, *two, "AGG1", "session-down")->time);
}

QTEST_GUILESS_MAIN(TestBfd)
#include "tst_bfd.moc"
