// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/counted_memory.h"

#include "model/engine/parameters.h"
#include "model/engine/simulate.h"
#include "model/plan/templates.h"

#include <QTest>

#include <algorithm>
#include <string_view>
#include <vector>

using namespace sidestep;
using namespace sidestep::engine;
using plan::FailureAction;
using plan::FailureMode;

namespace {

/// What a run may hold beside its record: the network, the protocols and the timers of a small plan.
constexpr std::size_t kWorkingBytes = 16U << 20;
/// What one entry of the record may cost: the event, its texts, and the doubling of the list it stands in.
constexpr std::size_t kBytesPerEvent = 900;
/// What one action of the scenario may cost while it waits.
constexpr std::size_t kBytesPerAction = 600;

struct Finished
{
    Timeline timeline;
    std::size_t peak = 0;
};

Finished run(const plan::Plan &plan, const plan::Scenario &scenario, const SimulationOptions &options = {})
{
    const std::size_t before = support::beginPeak();
    Result<Timeline> timeline = simulate(plan, scenario, options);
    const std::size_t peak = support::countedMemory().peak - before;
    if (!timeline)
        qFatal("%s", timeline.error().detail.c_str());
    return {std::move(*timeline), peak};
}

std::size_t allowedBytes(const plan::Scenario &scenario, const Timeline &timeline)
{
    return kWorkingBytes + kBytesPerEvent * (timeline.events.size() + timeline.initial.size()) + kBytesPerAction * scenario.actions.size();
}

bool endsByItself(const Timeline &timeline)
{
    return timeline.outcome == Outcome::Settled || timeline.outcome == Outcome::ReachedEnd;
}

plan::Scenario scenario(std::vector<FailureAction> actions, SimDuration until)
{
    return {plan::ScenarioId(1), "hostile", std::move(actions), until, 1};
}

plan::LinkId linkOf(const plan::Plan &plan, std::string_view name)
{
    return *plan::linkNamed(plan, name);
}

plan::Scenario cutAndRepaired(const plan::Plan &plan)
{
    const plan::LinkId core = linkOf(plan, "AGG1--RSG1");
    const plan::LinkId between = linkOf(plan, "AGG1--AGG2");
    return scenario({{core, FailureMode::Cut, 1s}, {between, FailureMode::Cut, 1s}, {core, FailureMode::Restore, 5s}, {between, FailureMode::Restore, 5s}}, 60s);
}

plan::Plan withoutDelays(const plan::Plan &plan)
{
    plan::EditBuilder edit(plan, "no delays");
    for (plan::Link link : plan.links()) {
        link.delay = SimDuration(0);
        edit.set(link);
    }
    return *plan.with(edit.take());
}

template <typename Change>
plan::Plan withSessions(const plan::Plan &plan, Change change)
{
    plan::EditBuilder edit(plan, "sessions");
    for (plan::BgpSession session : plan.sessions()) {
        change(session);
        edit.set(session);
    }
    return *plan.with(edit.take());
}

std::ptrdiff_t count(const Timeline &timeline, std::string_view what)
{
    return std::count_if(timeline.events.begin(), timeline.events.end(), [&](const Event &event) { return event.what == what; });
}

/// Site A's primary follows B's gateway, and B's only pseudowire follows A's gateway as AGG2 alone has it: in a VPN that imports
/// nothing, so only while A is on AGG2. A on AGG1 takes B down, which takes A off AGG1, which brings B back, and A with it.
plan::Plan chasingItsTail()
{
    const plan::Plan before = plan::referencePlan();
    const plan::AccessService model = *before.services().begin();
    const plan::RouterId agg1 = plan::routerNamed(before, "AGG1")->id;
    const plan::RouterId agg2 = plan::routerNamed(before, "AGG2")->id;
    plan::EditBuilder edit(before, "a circle");
    const plan::VpnId closed = edit.add(plan::Vpn{plan::VpnId(0), "CLOSED", {RouteTarget{65001, 900, false}}, {}});
    edit.add(plan::VpnMember{plan::VpnMemberId(0), closed, agg1, RouteDistinguisher{65001, 911, false}, true});
    edit.add(plan::VpnMember{plan::VpnMemberId(0), closed, agg2, RouteDistinguisher{65001, 912, false}, true});
    const auto site = [&](const char *name, plan::VpnId vpn, const char *port, std::uint8_t net, const char *gateway) {
        plan::AccessService service = model;
        service.name = name;
        service.vpn = vpn;
        service.attachment = edit.add(plan::Port{plan::PortId(0), model.csg, port, "", 1500, std::nullopt});
        service.gateway = *parseIpv6Interface(gateway);
        service.gatewayMac.reset();
        service.primary = plan::PseudowireEnd{agg1, net * 10U, std::nullopt, std::nullopt};
        service.secondary = plan::PseudowireEnd{agg2, net * 10U + 1U, std::nullopt, std::nullopt};
        service.reroute = plan::ReroutePolicy::Immediately;
        return service;
    };
    const plan::AccessService a = site("A", closed, "GigabitEthernet0/3/0", 50, "2001:db8:a::1/64");
    plan::AccessService b = site("B", model.vpn, "GigabitEthernet0/3/1", 60, "2001:db8:b::1/64");
    b.primary = *b.secondary;
    b.secondary.reset();
    const plan::AccessServiceId idA = edit.add(a);
    const plan::AccessServiceId idB = edit.add(b);
    edit.add(plan::TrackedRoute{plan::TrackedRouteId(0), idA, plan::PwRole::Primary, model.vpn, prefixOf(*b.gateway)});
    edit.add(plan::TrackedRoute{plan::TrackedRouteId(0), idB, plan::PwRole::Primary, closed, prefixOf(*a.gateway)});
    return *before.with(edit.take());
}

} // namespace

/// Nothing a plan or a scenario says may keep a run from ending: each ends in a stated outcome and within stated memory.
class TestHostile : public QObject
{
    Q_OBJECT

private slots:
    void planWithoutRoutersSettlesAtOnce();
    void tenThousandFlapsEnd_data();
    void tenThousandFlapsEnd();
    void aHundredThousandActionsAtOneTimeEnd();
    void shortestTimersEnd_data();
    void shortestTimersEnd();
    void linksWithoutDelayEnd();
    void contradictorySessionsEnd_data();
    void contradictorySessionsEnd();
    void circleOfTrackingNeverSettlesAndEnds();
    void pseudowireThatTracksItsOwnGatewayStaysDown();
    void sessionOfTwoRoutersThatWereBothOffComesBack();
};

void TestHostile::planWithoutRoutersSettlesAtOnce()
{
    const Timeline timeline = run(plan::Plan(), scenario({}, 10s)).timeline;
    QCOMPARE(timeline.outcome, Outcome::Settled);
    QVERIFY(timeline.events.empty());
    QVERIFY(timeline.flows.empty());
    const auto missing = simulate(plan::Plan(), scenario({{plan::RouterId(1), FailureMode::Power, 1s}}, 10s));
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
}

void TestHostile::tenThousandFlapsEnd_data()
{
    QTest::addColumn<int>("periodMs");
    QTest::addColumn<int>("cut");
    QTest::newRow("faster than the light is noticed") << 1 << static_cast<int>(FailureMode::Cut);
    QTest::newRow("slower than BFD detects") << 100 << static_cast<int>(FailureMode::Cut);
    QTest::newRow("silent, at the edge of detection") << 50 << static_cast<int>(FailureMode::Silent);
    QTest::newRow("slow enough to converge in between") << 6'000 << static_cast<int>(FailureMode::Cut);
}

void TestHostile::tenThousandFlapsEnd()
{
    QFETCH(int, periodMs);
    QFETCH(int, cut);
    const plan::Plan plan = plan::referencePlan();
    const plan::LinkId link = linkOf(plan, "AGG1--RSG1");
    const SimDuration period = std::chrono::milliseconds(periodMs);
    std::vector<FailureAction> actions;
    for (int i = 0; i < 10'000; ++i) {
        actions.push_back({link, static_cast<FailureMode>(cut), 1s + i * period});
        actions.push_back({link, FailureMode::Restore, 1s + i * period + period / 2});
    }
    const plan::Scenario what = scenario(std::move(actions), 10s + 10'000 * period);
    const auto [timeline, peak] = run(plan, what);
    QVERIFY(endsByItself(timeline));
    QVERIFY(count(timeline, "link-restored") == 10'000);
    QVERIFY2(peak <= allowedBytes(what, timeline), qPrintable(QStringLiteral("%1 bytes for %2 events").arg(peak).arg(timeline.events.size())));
}

void TestHostile::aHundredThousandActionsAtOneTimeEnd()
{
    const plan::Plan plan = plan::referencePlan();
    std::vector<FailureAction> actions;
    while (actions.size() < 100'000) {
        for (const plan::Link &link : plan.links()) {
            for (const FailureMode mode : {FailureMode::Cut, FailureMode::Silent, FailureMode::OneWayAB, FailureMode::Restore})
                actions.push_back({link.id, mode, 1s});
        }
        for (const plan::Router &router : plan.routers()) {
            actions.push_back({router.id, FailureMode::Power, 1s});
            actions.push_back({router.id, FailureMode::Restore, 1s});
        }
    }
    const plan::Scenario what = scenario(std::move(actions), 300s);
    const auto [timeline, peak] = run(plan, what);
    QVERIFY(endsByItself(timeline));
    QVERIFY2(peak <= allowedBytes(what, timeline), qPrintable(QStringLiteral("%1 bytes for %2 events").arg(peak).arg(timeline.events.size())));
    // All is whole at the end, so all flows are back.
    for (const FlowResult &flow : timeline.flows)
        QCOMPARE(flow.segments.back().state, FlowState::Delivered);
}

void TestHostile::shortestTimersEnd_data()
{
    QTest::addColumn<QString>("key");
    QTest::newRow("all of them") << QString();
    for (const Parameter &parameter : parameters(plan::referencePlan()))
        QTest::newRow(std::string(parameter.key).c_str()) << QString::fromUtf8(parameter.key.data(), static_cast<qsizetype>(parameter.key.size()));
}

void TestHostile::shortestTimersEnd()
{
    QFETCH(QString, key);
    const plan::Plan plan = withoutDelays(plan::referencePlan());
    Overrides overrides;
    for (const Parameter &parameter : parameters(plan)) {
        if (!key.isEmpty() && parameter.key != key.toStdString())
            continue;
        const std::string assignment = std::string(parameter.key) + "=" + valueText(parameter, parameter.low);
        QVERIFY2(overrides.set(assignment), assignment.c_str());
    }
    SimulationOptions options;
    options.overrides = &overrides;
    if (const auto planned = overrides.appliedTo(plan); !planned)
        QSKIP(planned.error().detail.c_str());
    const plan::Scenario what = cutAndRepaired(plan);
    const auto [timeline, peak] = run(plan, what, options);
    QVERIFY(endsByItself(timeline));
    QVERIFY2(timeline.events.size() < 20'000, qPrintable(QString::number(timeline.events.size())));
    QVERIFY(peak <= allowedBytes(what, timeline));
}

void TestHostile::linksWithoutDelayEnd()
{
    const plan::Plan plan = withoutDelays(plan::referencePlan());
    SimulationOptions options;
    options.profile = "vrp8-fast";
    const plan::Scenario what = cutAndRepaired(plan);
    const auto [timeline, peak] = run(plan, what, options);
    QVERIFY(endsByItself(timeline));
    QVERIFY(timeline.events.size() < 1'000);
    QVERIFY(peak <= allowedBytes(what, timeline));
}

void TestHostile::contradictorySessionsEnd_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("hold shorter than keepalive") << 0;
    QTest::newRow("never held, never kept alive") << 1;
    QTest::newRow("two sessions between the same routers") << 2;
    QTest::newRow("each reflects to each, in a full mesh") << 3;
}

void TestHostile::contradictorySessionsEnd()
{
    QFETCH(int, kind);
    plan::Plan plan = plan::referencePlan();
    if (kind == 0) {
        plan = withSessions(plan, [](plan::BgpSession &session) {
            session.keepaliveSeconds = 21'845;
            session.holdSeconds = 3;
        });
    } else if (kind == 1) {
        plan = withSessions(plan, [](plan::BgpSession &session) {
            session.keepaliveSeconds = session.holdSeconds = 0;
            session.bfd.reset();
        });
    } else {
        plan::EditBuilder edit(plan, "more sessions");
        std::vector<plan::RouterId> speakers;
        for (const plan::VpnMember &member : plan.vpnMembers())
            speakers.push_back(member.router);
        for (const plan::RouterId a : speakers) {
            for (const plan::RouterId b : speakers) {
                if (a < b)
                    edit.add(plan::BgpSession{plan::BgpSessionId(0), a, b, kind == 3, kind == 3, 60, 180, std::nullopt});
            }
        }
        const auto changed = plan.with(edit.take());
        if (!changed) {
            QCOMPARE(changed.error().code, ErrorCode::Conflict);
            return;
        }
        plan = *changed;
    }
    const plan::Scenario what = cutAndRepaired(plan);
    const auto [timeline, peak] = run(plan, what);
    QVERIFY(endsByItself(timeline));
    QVERIFY(timeline.events.size() < 2'000);
    QVERIFY(peak <= allowedBytes(what, timeline));
    for (const FlowResult &flow : timeline.flows)
        QCOMPARE(flow.segments.back().state, FlowState::Delivered);
}

void TestHostile::circleOfTrackingNeverSettlesAndEnds()
{
    const plan::Plan plan = chasingItsTail();
    Overrides overrides;
    QVERIFY(overrides.set("gateway.coupling=pw-active"));
    SimulationOptions options;
    options.overrides = &overrides;
    const plan::Scenario what = scenario({}, 30s);
    const auto [timeline, peak] = run(plan, what, options);
    QCOMPARE(timeline.outcome, Outcome::ReachedEnd);
    QVERIFY2(count(timeline, "switchover") > 20, qPrintable(QString::number(count(timeline, "switchover"))));
    QVERIFY(timeline.events.size() < 100'000);
    QVERIFY(peak <= allowedBytes(what, timeline));
}

void TestHostile::pseudowireThatTracksItsOwnGatewayStaysDown()
{
    plan::Plan plan = plan::referencePlan();
    const plan::AccessService service = *plan.services().begin();
    plan::Vpn vpn = *plan.vpns().begin();
    vpn.importTargets.clear(); // so that AGG2's gateway does not stand in
    plan::TrackedRoute track = *plan.trackedRoutes().begin();
    track.prefix = prefixOf(*service.gateway);
    plan = *plan.with({"itself", {plan::Set<plan::Vpn>{vpn}, plan::Set<plan::TrackedRoute>{track}}});
    Overrides overrides;
    QVERIFY(overrides.set("gateway.coupling=pw-usable"));
    SimulationOptions options;
    options.overrides = &overrides;
    const plan::Scenario what = cutAndRepaired(plan);
    const auto [timeline, peak] = run(plan, what, options);
    // Without the pseudowire no gateway, without the gateway no pseudowire: it never comes up, and nothing else breaks.
    QCOMPARE(count(timeline, "track-up"), std::ptrdiff_t{0});
    QCOMPARE(count(timeline, "switchover"), std::ptrdiff_t{0});
    QVERIFY(endsByItself(timeline));
    const FlowResult &upstream = timeline.flows.front();
    QCOMPARE(upstream.direction, plan::Direction::Upstream);
    QVERIFY(std::all_of(upstream.segments.begin(), upstream.segments.end(), [](const FlowSegment &segment) { return segment.pw == plan::PwRole::Secondary; }));
    QVERIFY(peak <= allowedBytes(what, timeline));
}

void TestHostile::sessionOfTwoRoutersThatWereBothOffComesBack()
{
    const plan::Plan plan = plan::referencePlan();
    const plan::RouterId csg = plan::routerNamed(plan, "CSG")->id;
    const plan::RouterId agg2 = plan::routerNamed(plan, "AGG2")->id;
    const Timeline timeline = run(plan, scenario({{csg, FailureMode::Power, 1s}, {agg2, FailureMode::Power, 2s}, {csg, FailureMode::Restore, 10s},
                                                  {agg2, FailureMode::Restore, 12s}}, 300s)).timeline;
    const auto up = std::count_if(timeline.events.begin(), timeline.events.end(), [&](const Event &event) {
        return event.layer == Layer::Bfd && event.what == "session-up" && event.pw == plan::PwRole::Secondary;
    });
    QCOMPARE(up, std::ptrdiff_t{2}); // at either end
}

QTEST_GUILESS_MAIN(TestHostile)
#include "tst_hostile.moc"
