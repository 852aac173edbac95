// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/bfd.h"
#include "model/engine/simulate.h"
#include "model/plan/numbering.h"
#include "model/plan/templates.h"
#include "tests/model/engine/laboratory.h"
#include "tests/model/engine/story.h"

#include <QTest>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

using namespace sidestep;
using namespace sidestep::engine;
using sidestep::test::Story;

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
    void untilItsPollEndsAnEndBearsSlowSilence_data();
    void untilItsPollEndsAnEndBearsSlowSilence();
    void anEndThatHearsNoFinalTellsTheOther();
    void anUnansweredPollGoesOnWhenFramesPassAgain();
    void theFinalsAreSentWhenThePollsArrive();
    void oneManagementPwMovesAllThatFollowIt();
    void bfdOfATunnelTakesItsNextHopAndNotTheSession();
    void aTunnelIsUsableAgainOnceItsLspGoesElsewhere();
    void bfdOfTunnelsTakesThePseudowiresDown();
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

namespace {

constexpr SimDuration kDelay = 50us; ///< of the link, one way

/// AGG1-RSG1 is cut at 1 s, repaired at 10 s, and what follows happens counted from the moment at which the first end is up.
struct Recovery
{
    plan::Plan plan = test::laboratory(100);
    plan::LinkId link = *plan::linkNamed(plan, "AGG1--RSG1");
    SimTime up{}; ///< of the first end; the other's is a delay later
    std::string first, second;
    bool firstIsA = true;

    Recovery()
    {
        const auto timeline = run({});
        for (const std::string device : {"AGG1", "RSG1"}) {
            const Event *event = firstBfd(plan, *timeline, device, "session-up", 10s);
            if (up == SimTime{} || event->time < up) {
                up = event->time;
                first = device;
            }
        }
        firstIsA = first == "AGG1";
        second = firstIsA ? "RSG1" : "AGG1";
    }
    struct Step
    {
        plan::FailureMode mode;
        SimDuration after;
    };
    [[nodiscard]] Result<Timeline> run(const std::vector<Step> &steps, MessageSink *sink = nullptr) const
    {
        plan::Scenario scenario{plan::ScenarioId(1), "bfd", {{link, plan::FailureMode::Cut, 1s}, {link, plan::FailureMode::Restore, 10s}}, 25s, 1};
        for (const Step &step : steps)
            scenario.actions.push_back({link, step.mode, up - kTimeZero + step.after});
        SimulationOptions options;
        options.profile = "vrp8"; // whose hellos, of 30 s, do not come first
        options.sink = sink;
        return simulate(plan, scenario, options);
    }
    /// When the end gives up after it was up, counted as the steps are; nothing: it does not.
    [[nodiscard]] std::optional<SimDuration> downAfter(const Timeline &timeline, const std::string &device) const
    {
        const Event *event = firstBfd(plan, timeline, device, "session-down", up - kTimeZero);
        return event ? std::optional(event->time - up) : std::nullopt;
    }
};

struct BfdPackets final : MessageSink
{
    std::vector<SentMessage> packets;
    void sent(SentMessage message) override
    {
        if (std::holds_alternative<BfdPacket>(message.content) && !message.steady)
            packets.push_back(std::move(message));
    }
};

} // namespace

void TestBfd::untilItsPollEndsAnEndBearsSlowSilence_data()
{
    QTest::addColumn<int>("microseconds");
    QTest::addColumn<bool>("firstIsSlow");
    QTest::addColumn<bool>("secondIsSlow");
    // Up at 0 and at 50 us. The first one's Poll arrives at 50 us, its Final at 100 us; the second one's at 100 us and 150 us
    // (RFC 5880 section 6.5).
    QTest::newRow("no Final has come") << 60 << true << true;
    QTest::newRow("the first one's has come") << 120 << false << true;
    QTest::newRow("both have come") << 151 << false << false;
}

void TestBfd::untilItsPollEndsAnEndBearsSlowSilence()
{
    QFETCH(int, microseconds);
    QFETCH(bool, firstIsSlow);
    QFETCH(bool, secondIsSlow);
    const Recovery recovery;
    const SimDuration fault = std::chrono::microseconds(microseconds);
    const auto timeline = recovery.run({{plan::FailureMode::Silent, fault}});
    const auto check = [&](const std::string &device, bool slow, SimDuration lastHeard) {
        const auto down = recovery.downAfter(*timeline, device);
        QVERIFY(down);
        if (slow)
            QCOMPARE(*down, lastHeard + 3 * 1s); // RFC 5880 section 6.8.3: the old interval holds until the Poll has ended
        else
            QVERIFY(*down > fault + 200ms && *down <= fault + 300ms);
    };
    check(recovery.first, firstIsSlow, SimDuration(0));
    check(recovery.second, secondIsSlow, kDelay);
    if (firstIsSlow) {
        const Event *down = firstBfd(recovery.plan, *timeline, recovery.first, "session-down", recovery.up - kTimeZero);
        QVERIFY(down->detail.find("still the slow rate") != std::string::npos);
        const auto cause = std::find_if(timeline->events.begin(), timeline->events.end(), [&](const Event &event) { return down->cause == event.id; });
        QVERIFY(cause != timeline->events.end() && cause->time == recovery.up + fault); // the fault itself
    }
}

void TestBfd::anEndThatHearsNoFinalTellsTheOther()
{
    // Only the frames to the first end are lost, before its Final: it gives up 3 s after the last packet, and the other hears that.
    const Recovery recovery;
    const auto timeline = recovery.run({{recovery.firstIsA ? plan::FailureMode::OneWayBA : plan::FailureMode::OneWayAB, 60us}});
    QCOMPARE(recovery.downAfter(*timeline, recovery.first), std::optional<SimDuration>(3s));
    QCOMPARE(recovery.downAfter(*timeline, recovery.second), std::optional<SimDuration>(3s + kDelay));
}

void TestBfd::anUnansweredPollGoesOnWhenFramesPassAgain()
{
    // Silent for a second, less than 3 x 1 s: nobody gives up. The Poll goes with one of the next slow packets, so 4 s later the
    // full rate holds and a fault is noticed as fast as ever.
    const Recovery recovery;
    const auto timeline = recovery.run({{plan::FailureMode::Silent, 60us}, {plan::FailureMode::Restore, 1s}, {plan::FailureMode::Silent, 5s}});
    for (const std::string &device : {recovery.first, recovery.second}) {
        const auto down = recovery.downAfter(*timeline, device);
        QVERIFY(down && *down > 5200ms && *down <= 5300ms);
    }
}

void TestBfd::theFinalsAreSentWhenThePollsArrive()
{
    const Recovery recovery;
    BfdPackets sink;
    const auto timeline = recovery.run({}, &sink);
    std::vector<std::string> told;
    for (const SentMessage &message : sink.packets) {
        const auto &packet = std::get<BfdPacket>(message.content);
        if (message.link != recovery.link || !(packet.poll || packet.final) || packet.multihop || packet.service)
            continue;
        QCOMPARE(packet.interval, SimDuration(100ms));
        told.push_back(fmt::format("{} {} at {} us, every {} ms", recovery.plan.find(message.from)->name == recovery.first ? "first" : "second",
                                   packet.poll ? "polls" : "answers", (message.time - recovery.up) / 1us, message.every / 1ms));
    }
    std::sort(told.begin(), told.end());
    // Jitter takes an eighth of the gaps on average. The second one's rate is the slow one until 150 us.
    QCOMPARE(told, (std::vector<std::string>{"first answers at 100 us, every 87 ms", "first polls at 0 us, every 875 ms", "second answers at 50 us, every 875 ms",
                                             "second polls at 50 us, every 875 ms"}));
}

namespace {

/// The reference network with a second site on the CSG and no BFD on the access links; both sites' BFD as said.
plan::Plan twoSites(plan::PwWatch watch)
{
    const plan::Plan reference = plan::referencePlan();
    plan::EditBuilder edit(reference, "two sites");
    plan::AccessService site = *reference.services().begin();
    site.watch = watch;
    edit.set(site);
    site.name = "Site 2";
    site.vlan = std::nullopt;
    site.gateway = std::nullopt;
    for (plan::PseudowireEnd *end : {&site.primary, &*site.secondary}) {
        end->vcId = std::nullopt;
        end->veVlan = std::nullopt;
    }
    edit.add(site);
    for (plan::IgpDomain domain : reference.domains())
        if (domain.kind == plan::DomainKind::Access) {
            domain.bfd = std::nullopt;
            edit.set(domain);
        }
    const plan::Plan both = *reference.with(edit.take());
    return *both.with(*plan::numberBlanks(both));
}

/// What the CSG's BFD inside pseudowires loses when frames of CSG-AGG1 silently stop at 1 s.
std::vector<Event> lostOnTheCsg(const plan::Plan &plan, const Timeline &timeline)
{
    std::vector<Event> lost;
    std::copy_if(timeline.events.begin(), timeline.events.end(), std::back_inserter(lost), [&](const Event &event) {
        return event.layer == Layer::Bfd && event.what == "session-down" && plan.find(event.device)->name == "CSG";
    });
    return lost;
}

} // namespace

void TestBfd::oneManagementPwMovesAllThatFollowIt()
{
    for (const plan::PwWatch watch : {plan::PwWatch::Each, plan::PwWatch::Management}) {
        const plan::Plan plan = twoSites(watch);
        const plan::Scenario scenario{plan::ScenarioId(1), "silent", {{*plan::linkNamed(plan, "CSG--AGG1"), plan::FailureMode::Silent, 1s}}, 3s, 1};
        const auto timeline = simulate(plan, scenario);
        QVERIFY(timeline);
        const std::vector<Event> lost = lostOnTheCsg(plan, *timeline);
        const bool managed = watch == plan::PwWatch::Management;
        QCOMPARE(lost.size(), managed ? std::size_t{1} : std::size_t{2});
        // 3 x 100 ms less one gap of 75..100 ms (protocols.md section 1.4).
        for (const Event &event : lost)
            QVERIFY(event.time > kTimeZero + 1200ms && event.time <= kTimeZero + 1300ms);
        if (managed)
            QCOMPARE(lost.front().subject, std::string("management PW CSG–AGG1"));
        else
            QVERIFY(lost.front().time != lost.back().time); // each has a phase of its own

        const auto moved = std::count_if(timeline->events.begin(), timeline->events.end(), [](const Event &event) { return event.what == "switchover"; });
        QCOMPARE(moved, std::ptrdiff_t{2});
        std::set<std::optional<plan::AccessServiceId>> sites;
        for (const Event &event : timeline->events) {
            if (event.what != "switchover")
                continue;
            sites.insert(event.service);
            const Event *cause = &event;
            while (cause->cause && cause->layer != Layer::Bfd)
                cause = &*std::find_if(timeline->events.begin(), timeline->events.end(), [&](const Event &one) { return one.id == cause->cause; });
            QVERIFY(cause->layer == Layer::Bfd);
            if (managed)
                QCOMPARE(cause->id, lost.front().id);
        }
        QCOMPARE(sites.size(), std::size_t{2});
    }
}

namespace {

/// AGG1-RSG1 falls silent at 1 s where neither the core's IGP nor the BGP session has BFD, but, if wanted, the tunnels between the two.
Story silentCore(bool watched, SimDuration until)
{
    const plan::Plan reference = plan::referencePlan();
    plan::EditBuilder edit(reference, "tunnels");
    std::optional<plan::BfdPolicyId> policy;
    for (plan::BgpSession session : reference.sessions()) {
        policy = policy ? policy : session.bfd;
        session.bfd = std::nullopt;
        if (watched && session.a == plan::routerNamed(reference, "AGG1")->id && session.b == plan::routerNamed(reference, "RSG1")->id)
            session.tunnelBfd = policy; // 3 x 100 ms
        edit.set(session);
    }
    for (plan::IgpDomain domain : reference.domains())
        if (domain.kind == plan::DomainKind::Core) {
            domain.bfd = std::nullopt;
            edit.set(domain);
        }
    return test::tell(*reference.with(edit.take()), {"AGG1--RSG1@1s,silent"}, until);
}

const Event *firstOf(const Story &story, std::string_view device, std::string_view what, std::string_view subject)
{
    const auto found = std::find_if(story.timeline.events.begin(), story.timeline.events.end(), [&](const Event &event) {
        return story.plan.find(event.device)->name == device && event.what == what && event.subject == subject;
    });
    return found == story.timeline.events.end() ? nullptr : &*found;
}

} // namespace

void TestBfd::bfdOfATunnelTakesItsNextHopAndNotTheSession()
{
    const Story story = silentCore(true, 10s);
    const Event *down = firstOf(story, "AGG1", "session-down", "tunnel AGG1→RSG1");
    QVERIFY(down);
    // 3 x 100 ms less one gap of 75..100 ms (protocols.md section 1.4). RSG1's word for it is lost on the way.
    QVERIFY(down->time > kTimeZero + 1200ms && down->time <= kTimeZero + 1300ms);
    const Event *lost = firstOf(story, "AGG1", "next-hop-lost", "next hop RSG1");
    QVERIFY(lost);
    QCOMPARE(lost->cause, std::optional<EventId>(down->id));
    const Profile profile = *profileNamed("vrp8");
    QCOMPARE(lost->time - down->time, profile.bfdToClient + profile.nextHopTracking);
    QCOMPARE(lost->detail, std::string("BFD of the tunnel to it is down"));
    QVERIFY(!story.first("AGG1", Layer::Bgp, "session-down"));
    // The tracked route goes with its next hop, and the CSG leaves AGG1, all within the second.
    const Event *moved = firstOf(story, "CSG", "switchover", "Site 1");
    QVERIFY(moved && moved->time < kTimeZero + 2s);

    // Without it nobody knows until hellos are missed: LDP's after 10 s at the least.
    const Story blind = silentCore(false, 10s);
    QVERIFY(!firstOf(blind, "AGG1", "next-hop-lost", "next hop RSG1"));
    QCOMPARE(blind.lastPath(blind.up()), std::string("CSG AGG1"));
}

void TestBfd::aTunnelIsUsableAgainOnceItsLspGoesElsewhere()
{
    const Story story = silentCore(true, 60s);
    const Event *found = firstOf(story, "AGG1", "next-hop-found", "next hop RSG1");
    QVERIFY(found);
    // LDP's hellos are missed first, 10 to 15 s after the failure; the link's cost rises until its labels are back (RFC 5443), and the
    // way around is AGG2.
    const Event *labels = firstOf(story, "AGG1", "session-down", "AGG1--RSG1");
    QVERIFY(labels && labels->time > kTimeZero + 11s && labels->time <= kTimeZero + 16s);
    QVERIFY(found->time > labels->time && found->time < labels->time + 1s);
    const auto event = [&](EventId id) {
        return *std::find_if(story.timeline.events.begin(), story.timeline.events.end(), [id](const Event &one) { return one.id == id; });
    };
    QCOMPARE(event(*found->cause).what, std::string("route-changed"));
    const Event *up = firstOf(story, "AGG1", "session-up", "tunnel AGG1→RSG1");
    QVERIFY(up && up->time > found->time); // BFD itself takes its slow start
}

void TestBfd::bfdOfTunnelsTakesThePseudowiresDown()
{
    const plan::Plan plan = twoSites(plan::PwWatch::Tunnel);
    const plan::Scenario scenario{plan::ScenarioId(1), "silent", {{*plan::linkNamed(plan, "CSG--AGG1"), plan::FailureMode::Silent, 1s}}, 3s, 1};
    const auto timeline = simulate(plan, scenario);
    QVERIFY(timeline);
    const std::vector<Event> lost = lostOnTheCsg(plan, *timeline);
    // The CSG is an end of two sessions to AGG1: as ingress of its own tunnel and as egress of AGG1's. Both sites share them.
    QCOMPARE(lost.size(), std::size_t{2});
    const auto own = std::find_if(lost.begin(), lost.end(), [](const Event &event) { return event.subject == "tunnel CSG→AGG1"; });
    QVERIFY(own != lost.end());
    QVERIFY(own->time > kTimeZero + 1200ms && own->time <= kTimeZero + 1300ms);
    for (const Event &event : timeline->events) {
        if (event.what != "pw-down" || plan.find(event.device)->name != "CSG")
            continue;
        QCOMPARE(event.cause, std::optional<EventId>(own->id));
        QCOMPARE(event.detail, std::string("BFD of the tunnel to AGG1 is down"));
    }
    QCOMPARE(std::count_if(timeline->events.begin(), timeline->events.end(), [](const Event &event) { return event.what == "switchover"; }), std::ptrdiff_t{2});
}

QTEST_GUILESS_MAIN(TestBfd)
#include "tst_bfd.moc"
