// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/parameters.h"
#include "model/engine/simulate.h"
#include "model/plan/templates.h"

#include <QTest>

#include <algorithm>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

using namespace sidestep;
using namespace sidestep::engine;
using plan::FailureMode;

namespace {

plan::FailureAction link(const plan::Plan &plan, std::string_view name, FailureMode mode, SimDuration at)
{
    return {*plan::linkNamed(plan, name), mode, at};
}

plan::FailureAction router(const plan::Plan &plan, std::string_view name, FailureMode mode, SimDuration at)
{
    return {plan::routerNamed(plan, name)->id, mode, at};
}

plan::Scenario scenario(std::vector<plan::FailureAction> actions, SimDuration until = 10s, std::uint64_t seed = 1)
{
    return {plan::ScenarioId(77), "test", std::move(actions), until, seed};
}

plan::Scenario bothCut(const plan::Plan &plan, SimDuration until = 10s)
{
    return scenario({link(plan, "AGG1--RSG1", FailureMode::Cut, 1s), link(plan, "AGG1--AGG2", FailureMode::Cut, 1s)}, until);
}

const Event *first(const plan::Plan &plan, const Timeline &timeline, std::string_view device, Layer layer, std::string_view what, std::string_view subject = {})
{
    const auto found = std::find_if(timeline.events.begin(), timeline.events.end(), [&](const Event &event) {
        return plan.find(event.device)->name == device && event.layer == layer && event.what == what && event.subject.find(subject) != std::string::npos;
    });
    return found == timeline.events.end() ? nullptr : &*found;
}

bool happens(const Timeline &timeline, std::string_view what)
{
    return std::any_of(timeline.events.begin(), timeline.events.end(), [&](const Event &event) { return event.what == what; });
}

const FlowResult &flow(const Timeline &timeline, plan::Direction direction)
{
    return *std::find_if(timeline.flows.begin(), timeline.flows.end(), [&](const FlowResult &result) { return result.direction == direction; });
}

std::string pathOf(const plan::Plan &plan, const FlowSegment &segment)
{
    std::string text;
    for (const plan::RouterId id : segment.path)
        text += (text.empty() ? "" : " ") + plan.find(id)->name;
    return text;
}

/// The same network, every object added in the opposite order of its table, ids kept.
plan::Plan reinserted(const plan::Plan &plan)
{
    plan::PlanEdit edit;
    edit.changes.emplace_back(plan::SetSettings{plan.settings()});
    const auto addAll = [&edit](const auto &table) {
        using Row = std::decay_t<decltype(*table.begin())>;
        std::vector<Row> rows(table.begin(), table.end());
        for (auto row = rows.rbegin(); row != rows.rend(); ++row)
            edit.changes.emplace_back(plan::Add<Row>{*row});
    };
    addAll(plan.routers());
    addAll(plan.positions());
    addAll(plan.ports());
    addAll(plan.bfdPolicies());
    addAll(plan.domains());
    addAll(plan.links());
    addAll(plan.vpns());
    addAll(plan.vpnMembers());
    addAll(plan.vpnInterfaces());
    addAll(plan.services());
    addAll(plan.trackedRoutes());
    addAll(plan.sessions());
    addAll(plan.flows());
    addAll(plan.scenarios());
    return *plan::Plan().with(edit);
}

} // namespace

class TestFailover : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void withoutFailureNothingHappens();
    void bothLinksCutFollowsTheArithmetic();
    void trackedLossEndsOnTheOtherSide();
    void causeChainLeadsFromTheLinkToTheSwitchover();
    void untrackedLossLastsToTheEndAndIsSilent();
    void oneLinkIsReroutedWithoutSwitchover();
    void silentLinkIsFoundByBfd();
    void oneWayLossStopsBothDirectionsOfTheLink();
    void poweredOffAggIsLeftAtOnce();
    void ringSurvivesAnyOneAgg();
    void repairRevertsAfterTheRerouteDelay();
    void neverPolicyStaysOnTheSecondary();
    void standbyIsRefusedWithoutDualReceiving();
    void segmentsFollowEachOtherAndLossIsRateTimesTime();
    void everyEventHasAnEarlierCause();
    void sameInputGivesTheSameTimeline();
    void insertionOrderDoesNotMatter();
    void eventLimitIsReported();
    void requestedStopIsAnError();
    void refusesWhatItDoesNotKnow_data();
    void refusesWhatItDoesNotKnow();

private:
    std::optional<plan::Plan> m_plan;
    const plan::Plan &plan() const { return *m_plan; }
    Timeline run(const plan::Scenario &what, const SimulationOptions &options = {}) const { return *simulate(plan(), what, options); }
};

void TestFailover::initTestCase()
{
    m_plan = plan::referencePlan();
}

void TestFailover::withoutFailureNothingHappens()
{
    const Timeline timeline = run(scenario({}));
    QVERIFY(timeline.events.empty());
    QCOMPARE(timeline.outcome, Outcome::Settled);
    QCOMPARE(timeline.settled, kTimeZero);
    QCOMPARE(timeline.flows.size(), std::size_t{2});
    for (const FlowResult &result : timeline.flows) {
        QCOMPARE(result.segments.size(), std::size_t{1});
        QCOMPARE(result.segments[0].state, FlowState::Delivered);
        QCOMPARE(result.segments[0].from, kTimeZero);
        QCOMPARE(result.segments[0].to, kTimeZero + 10s);
        QCOMPARE(result.outage, SimDuration(0));
    }
    QCOMPARE(pathOf(plan(), flow(timeline, plan::Direction::Upstream).segments[0]), std::string("CSG AGG1 RSG1"));
    QCOMPARE(pathOf(plan(), flow(timeline, plan::Direction::Downstream).segments[0]), std::string("RSG1 AGG1 CSG"));
}

void TestFailover::bothLinksCutFollowsTheArithmetic()
{
    // Profile vrp8 and the domain's timers (`vrp.md` section 11), in ms after the cut at 1 s:
    //     5     loss of light seen                              (carrier 5)
    //    55     AGG1 builds its LSP                              (lsp-generation, first 50)
    //   105     AGG1 runs SPF                                    (spf, first 50)
    //   116     routes gone                                      (run 1 + install 10)
    //   117     BGP knows                                        (next-hop tracking 1)
    //   127     VPN route down: no other path stands ready       (batch 10)
    //   128     PW1 set down                                     (tracking 1)
    //   130.05  CSG hears of it                                  (fibre 0.05 + LDP 2)
    //   135.05  CSG forwards on PW2                              (hardware 5)
    // Downstream RSG1 has AGG2's path ready: 117 + VPN FRR 5 = 122, and the CSG takes frames from both pseudowires.
    const Timeline timeline = run(bothCut(plan()));
    const auto after = [&](const char *device, Layer layer, const char *what, const char *subject = "") {
        const Event *event = first(plan(), timeline, device, layer, what, subject);
        return event ? event->time - (kTimeZero + 1s) : SimDuration(-1);
    };
    QCOMPARE(after("AGG1", Layer::Link, "link-cut"), SimDuration(0));
    QCOMPARE(after("AGG1", Layer::Link, "link-down", "AGG1--RSG1"), SimDuration(5ms));
    QCOMPARE(after("AGG1", Layer::Isis, "adjacency-down", "AGG1--RSG1"), SimDuration(5ms));
    QCOMPARE(after("AGG1", Layer::Isis, "lsp-originated"), SimDuration(55ms));
    QCOMPARE(after("AGG1", Layer::Isis, "spf-run"), SimDuration(105ms));
    QCOMPARE(after("AGG1", Layer::Isis, "route-down", "route to RSG1"), SimDuration(116ms));
    QCOMPARE(after("AGG1", Layer::Bgp, "next-hop-lost", "RSG1"), SimDuration(117ms));
    QCOMPARE(after("AGG1", Layer::VpnRoute, "route-down", "2001:db8:ffff::21/128"), SimDuration(127ms));
    QCOMPARE(after("AGG1", Layer::Track, "track-down"), SimDuration(128ms));
    QCOMPARE(after("AGG1", Layer::Ldp, "status-sent", "PW1"), SimDuration(128ms));
    QCOMPARE(after("CSG", Layer::Ldp, "status-received", "PW1"), SimDuration(130'050us));
    QCOMPARE(after("CSG", Layer::Pw, "pw-down", "PW1"), SimDuration(130'050us));
    QCOMPARE(after("CSG", Layer::Redundancy, "switchover"), SimDuration(135'050us));
    QCOMPARE(flow(timeline, plan::Direction::Upstream).outage, SimDuration(135'050us));
    QCOMPARE(flow(timeline, plan::Direction::Downstream).outage, SimDuration(122ms));
}

void TestFailover::trackedLossEndsOnTheOtherSide()
{
    const Timeline timeline = run(bothCut(plan()));
    const FlowResult &up = flow(timeline, plan::Direction::Upstream);
    QCOMPARE(up.segments.back().state, FlowState::Delivered);
    QCOMPARE(pathOf(plan(), up.segments.back()), std::string("CSG AGG2 RSG2 RSG1"));
    QCOMPARE(up.segments.back().pw, std::optional(plan::PwRole::Secondary));
    QCOMPARE(up.segments[1].why, std::string("link cut"));
    QCOMPARE(plan().find(*up.segments[1].at)->name, std::string("AGG1"));
    const FlowResult &down = flow(timeline, plan::Direction::Downstream);
    QCOMPARE(pathOf(plan(), down.segments.back()), std::string("RSG1 RSG2 AGG2 CSG"));
}

void TestFailover::causeChainLeadsFromTheLinkToTheSwitchover()
{
    const Timeline timeline = run(bothCut(plan()));
    const Event *switchover = first(plan(), timeline, "CSG", Layer::Redundancy, "switchover");
    QVERIFY(switchover);
    std::vector<std::string> words;
    for (const EventId id : causeChain(timeline, switchover->id))
        words.push_back(timeline.events[id - 1].what);
    const std::vector<std::string> expected{"link-cut",      "link-down",  "adjacency-down", "lsp-originated", "spf-run", "route-changed",
                                            "next-hop-lost", "route-down", "track-down",     "status-sent",    "status-received", "pw-down", "switchover"};
    QCOMPARE(words, expected);
}

void TestFailover::untrackedLossLastsToTheEndAndIsSilent()
{
    SimulationOptions options;
    options.tracking = false;
    const Timeline timeline = run(bothCut(plan()), options);
    const FlowResult &up = flow(timeline, plan::Direction::Upstream);
    const FlowSegment &last = up.segments.back();
    QCOMPARE(last.state, FlowState::Lost);
    QCOMPARE(plan().find(*last.at)->name, std::string("AGG1"));
    QCOMPARE(last.why, std::string("no VPN route"));
    QVERIFY(last.silent);
    QCOMPARE(last.to, kTimeZero + 10s);
    QCOMPARE(up.outage, SimDuration(9s));
    QCOMPARE(up.lostPackets, std::int64_t{90'000}); // 10 000 packets/s for 9 s
    QVERIFY(!happens(timeline, "switchover"));
    QVERIFY(!happens(timeline, "status-sent"));
}

void TestFailover::oneLinkIsReroutedWithoutSwitchover()
{
    const Timeline timeline = run(scenario({link(plan(), "AGG1--RSG1", FailureMode::Cut, 1s)}));
    QVERIFY(!happens(timeline, "switchover"));
    QVERIFY(!happens(timeline, "track-down"));
    QVERIFY(!first(plan(), timeline, "AGG1", Layer::VpnRoute, "route-down"));
    const FlowResult &up = flow(timeline, plan::Direction::Upstream);
    QCOMPARE(up.outage, SimDuration(116ms)); // 5 + 50 + 50 + 1 + 10, as in the double failure
    QCOMPARE(pathOf(plan(), up.segments.back()), std::string("CSG AGG1 AGG2 RSG2 RSG1"));
}

void TestFailover::silentLinkIsFoundByBfd()
{
    // 3 x 50 ms on the links: nothing is known before 100 ms, everything by 150 ms.
    const Timeline timeline = run(scenario({link(plan(), "AGG1--RSG1", FailureMode::Silent, 1s), link(plan(), "AGG1--AGG2", FailureMode::Silent, 1s)}));
    const Event *bfd = first(plan(), timeline, "AGG1", Layer::Bfd, "session-down");
    QVERIFY(bfd);
    QVERIFY(bfd->time > kTimeZero + 1100ms && bfd->time <= kTimeZero + 1150ms);
    QVERIFY(!first(plan(), timeline, "AGG1", Layer::Link, "link-down"));
    const FlowResult &up = flow(timeline, plan::Direction::Upstream);
    QCOMPARE(up.segments[1].why, std::string("link silent"));
    QVERIFY(up.segments[1].silent);
    QCOMPARE(pathOf(plan(), up.segments.back()), std::string("CSG AGG2 RSG2 RSG1"));
}

void TestFailover::oneWayLossStopsBothDirectionsOfTheLink()
{
    const Timeline timeline = run(scenario({link(plan(), "AGG1--RSG1", FailureMode::OneWayAB, 1s)}));
    const Event *receiver = first(plan(), timeline, "RSG1", Layer::Isis, "adjacency-down");
    const Event *sender = first(plan(), timeline, "AGG1", Layer::Isis, "adjacency-down");
    QVERIFY(receiver && sender);
    QVERIFY(receiver->time < sender->time);
    QCOMPARE(flow(timeline, plan::Direction::Downstream).segments[0].to, flow(timeline, plan::Direction::Downstream).segments[1].from);
    QVERIFY(flow(timeline, plan::Direction::Downstream).segments[0].to > kTimeZero + 1s); // RSG1 to AGG1 still passes
    QCOMPARE(pathOf(plan(), flow(timeline, plan::Direction::Upstream).segments.back()), std::string("CSG AGG1 AGG2 RSG2 RSG1"));
}

void TestFailover::poweredOffAggIsLeftAtOnce()
{
    // The CSG sees the light go (5 ms) and switches (5 ms): milder than losing AGG1's two core links (`protocols.md` section 7).
    const Timeline timeline = run(scenario({router(plan(), "AGG1", FailureMode::Power, 1s)}));
    const FlowResult &up = flow(timeline, plan::Direction::Upstream);
    QCOMPARE(up.outage, SimDuration(10ms));
    QCOMPARE(up.segments[1].why, std::string("next router off"));
    QCOMPARE(pathOf(plan(), up.segments.back()), std::string("CSG AGG2 RSG2 RSG1"));
    QCOMPARE(pathOf(plan(), flow(timeline, plan::Direction::Downstream).segments.back()), std::string("RSG1 RSG2 AGG2 CSG"));
}

/// A ring without one router still joins all others, so every site is served again (4 AGGs and an RSG pair on the ring).
void TestFailover::ringSurvivesAnyOneAgg()
{
    const auto ring = plan::backhaulPlan({.sites = 40, .sitesPerRing = 10, .ringsPerPair = 2, .aggsPerRing = 4});
    QVERIFY(ring);
    for (const plan::Router &agg : ring->routers()) {
        if (agg.role != plan::Role::Agg)
            continue;
        const auto timeline = simulate(*ring, scenario({{agg.id, FailureMode::Power, 1s}}));
        QVERIFY(timeline);
        for (const FlowResult &flow : timeline->flows)
            QVERIFY2(flow.segments.back().state == FlowState::Delivered, (agg.name + ": " + flow.name + " " + flow.segments.back().why).c_str());
    }
}

void TestFailover::repairRevertsAfterTheRerouteDelay()
{
    plan::Scenario repaired = bothCut(plan(), 200s);
    repaired.actions.push_back(link(plan(), "AGG1--RSG1", FailureMode::Restore, 20s));
    repaired.actions.push_back(link(plan(), "AGG1--AGG2", FailureMode::Restore, 25s));
    const Timeline timeline = run(repaired);
    const Event *started = first(plan(), timeline, "CSG", Layer::Redundancy, "wtr-started");
    const Event *revert = first(plan(), timeline, "CSG", Layer::Redundancy, "revert");
    QVERIFY(started && revert);
    QVERIFY(started->time > kTimeZero + 20s);
    QCOMPARE(revert->time - started->time, SimDuration(60s + 5ms)); // `reroute delay 60`, then the hardware
    for (const FlowResult &result : timeline.flows)
        QCOMPARE(result.segments.back().state, FlowState::Delivered);
    QCOMPARE(pathOf(plan(), flow(timeline, plan::Direction::Upstream).segments.back()), std::string("CSG AGG1 RSG1"));
    QCOMPARE(timeline.outcome, Outcome::Settled);
}

void TestFailover::neverPolicyStaysOnTheSecondary()
{
    plan::AccessService service = *plan().services().begin();
    service.reroute = plan::ReroutePolicy::Never;
    plan::EditBuilder edit(plan(), "never");
    edit.set(service);
    const plan::Plan changed = *plan().with(edit.take());
    plan::Scenario repaired = bothCut(changed, 200s);
    repaired.actions.push_back(link(changed, "AGG1--RSG1", FailureMode::Restore, 20s));
    const Timeline timeline = *simulate(changed, repaired);
    QVERIFY(happens(timeline, "track-up"));
    QVERIFY(!happens(timeline, "revert"));
    QCOMPARE(pathOf(changed, flow(timeline, plan::Direction::Upstream).segments.back()), std::string("CSG AGG2 RSG2 RSG1"));
}

void TestFailover::standbyIsRefusedWithoutDualReceiving()
{
    // Downstream reaches the CSG over PW2 before the CSG uses PW2: accepted only with `stream-dual-receiving`.
    plan::AccessService service = *plan().services().begin();
    service.dualReceiving = false;
    plan::EditBuilder edit(plan(), "single receiving");
    edit.set(service);
    const plan::Plan changed = *plan().with(edit.take());
    const Timeline timeline = *simulate(changed, bothCut(changed));
    const FlowResult &down = flow(timeline, plan::Direction::Downstream);
    QVERIFY(std::any_of(down.segments.begin(), down.segments.end(), [](const FlowSegment &segment) { return segment.why == "not accepted from standby"; }));
    QCOMPARE(down.segments.back().state, FlowState::Delivered);
    QVERIFY(down.outage > flow(run(bothCut(plan())), plan::Direction::Downstream).outage);
}

void TestFailover::segmentsFollowEachOtherAndLossIsRateTimesTime()
{
    plan::Scenario repaired = bothCut(plan(), 120s);
    repaired.actions.push_back(link(plan(), "AGG1--RSG1", FailureMode::Restore, 20s));
    repaired.actions.push_back(router(plan(), "AGG2", FailureMode::Power, 40s));
    const Timeline timeline = run(repaired);
    for (const FlowResult &result : timeline.flows) {
        SimTime at = kTimeZero;
        SimDuration lost{};
        for (const FlowSegment &segment : result.segments) {
            QCOMPARE(segment.from, at);
            QVERIFY(segment.to > segment.from);
            QCOMPARE(segment.state == FlowState::Lost, segment.at.has_value());
            QCOMPARE(segment.state == FlowState::Lost, !segment.why.empty());
            QVERIFY(segment.links.size() == segment.path.size() || segment.links.size() + 1 == segment.path.size());
            lost += segment.state == FlowState::Lost ? segment.to - segment.from : SimDuration(0);
            at = segment.to;
        }
        QCOMPARE(at, timeline.end);
        QCOMPARE(result.outage, lost);
        QCOMPARE(result.lostPackets, packetsIn(result.rate, lost));
    }
}

void TestFailover::everyEventHasAnEarlierCause()
{
    plan::Scenario repaired = bothCut(plan(), 200s);
    repaired.actions.push_back(link(plan(), "AGG1--RSG1", FailureMode::Restore, 20s));
    repaired.actions.push_back(router(plan(), "AGG1", FailureMode::Power, 30s));
    repaired.actions.push_back(router(plan(), "AGG1", FailureMode::Restore, 50s));
    const Timeline timeline = run(repaired);
    EventId id = 0;
    SimTime time = kTimeZero;
    for (const Event &event : timeline.events) {
        QCOMPARE(event.id, ++id);
        QVERIFY(event.time >= time);
        time = event.time;
        const bool injected = event.what == "link-cut" || event.what == "link-restored" || event.what == "router-off" || event.what == "router-on";
        QCOMPARE(event.cause.has_value(), !injected);
        if (event.cause)
            QVERIFY2(*event.cause < event.id, event.what.c_str());
    }
    QCOMPARE(timeline.settled, time);
}

void TestFailover::sameInputGivesTheSameTimeline()
{
    const plan::Scenario silent = scenario({link(plan(), "AGG1--RSG1", FailureMode::Silent, 1s), link(plan(), "AGG1--AGG2", FailureMode::Silent, 1s)}, 60s);
    QCOMPARE(run(silent), run(silent));
}

void TestFailover::insertionOrderDoesNotMatter()
{
    const plan::Plan other = reinserted(plan());
    QVERIFY(other == plan());
    const plan::Scenario silent = scenario({link(plan(), "AGG1--RSG1", FailureMode::Silent, 1s), router(plan(), "AGG2", FailureMode::Power, 2s)}, 60s);
    QCOMPARE(*simulate(other, silent), run(silent));
}

void TestFailover::eventLimitIsReported()
{
    SimulationOptions options;
    options.limits.events = 10;
    const Timeline timeline = run(bothCut(plan()), options);
    QCOMPARE(timeline.outcome, Outcome::EventLimit);
    QVERIFY(timeline.end < kTimeZero + 10s);
    for (const FlowResult &result : timeline.flows)
        QCOMPARE(result.segments.back().to, timeline.end);
}

void TestFailover::requestedStopIsAnError()
{
    std::stop_source source;
    source.request_stop();
    const auto timeline = simulate(plan(), bothCut(plan()), {}, source.get_token());
    QVERIFY(!timeline);
    QCOMPARE(timeline.error().code, ErrorCode::Cancelled);
}

void TestFailover::refusesWhatItDoesNotKnow_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<int>("code");
    QTest::newRow("unknown profile") << 0 << static_cast<int>(ErrorCode::NotFound);
    QTest::newRow("link not in the plan") << 1 << static_cast<int>(ErrorCode::NotFound);
    QTest::newRow("router not in the plan") << 2 << static_cast<int>(ErrorCode::NotFound);
    QTest::newRow("power of a link") << 3 << static_cast<int>(ErrorCode::Unsupported);
    QTest::newRow("cut of a router") << 4 << static_cast<int>(ErrorCode::Unsupported);
    QTest::newRow("failure before the start") << 5 << static_cast<int>(ErrorCode::OutOfRange);
}

void TestFailover::refusesWhatItDoesNotKnow()
{
    QFETCH(int, which);
    QFETCH(int, code);
    SimulationOptions options;
    plan::Scenario what = bothCut(plan());
    switch (which) {
    case 0: options.profile = "abacus"; break;
    case 1: what.actions[0].target = plan::LinkId(4711); break;
    case 2: what.actions[0].target = plan::RouterId(4711); break;
    case 3: what.actions[0].mode = FailureMode::Power; break;
    case 4: what.actions[0].target = plan::routerNamed(plan(), "AGG1")->id; break;
    default: what.actions[0].at = -1ms; break;
    }
    const auto timeline = simulate(plan(), what, options);
    QVERIFY(!timeline);
    QCOMPARE(static_cast<int>(timeline.error().code), code);
    QVERIFY(!timeline.error().detail.empty());
}

QTEST_GUILESS_MAIN(TestFailover)
#include "tst_failover.moc"
