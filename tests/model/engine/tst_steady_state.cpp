// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/simulate.h"
#include "model/engine/steady_state.h"
#include "model/plan/templates.h"

#include <QTest>

#include <array>
#include <map>
#include <string>

using namespace sidestep;
using engine::FailedElements;
using engine::FlowState;
using engine::SteadyState;

namespace {

/// The letters of `protocols.md`: a AGG1-RSG1, b AGG1-AGG2, c AGG2-RSG2, d RSG1-RSG2, e CSG-AGG1, f CSG-AGG2; anything else
/// is a router's name.
const char *linkOf(char letter)
{
    switch (letter) {
    case 'a': return "AGG1--RSG1";
    case 'b': return "AGG1--AGG2";
    case 'c': return "AGG2--RSG2";
    case 'd': return "RSG1--RSG2";
    case 'e': return "CSG--AGG1";
    default: return "CSG--AGG2";
    }
}

FailedElements failedIn(const plan::Plan &plan, const QString &what)
{
    FailedElements failed;
    for (const QString &word : what.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        if (const plan::Router *router = plan::routerNamed(plan, word.toStdString())) {
            failed.routers.push_back(router->id);
            continue;
        }
        for (const QChar letter : word)
            failed.links.push_back(*plan::linkNamed(plan, linkOf(letter.toLatin1())));
    }
    return failed;
}

/// "CSG AGG1 RSG1", or "CSG AGG1 x no VPN route" where the packet is lost.
std::string told(const plan::Plan &plan, const std::vector<plan::RouterId> &path, FlowState state, const std::string &why)
{
    std::string text;
    for (const plan::RouterId router : path)
        text += (text.empty() ? "" : " ") + plan.find(router)->name;
    return state == FlowState::Lost ? text + " x " + why : text;
}

plan::Plan changed(const plan::Plan &plan, plan::EditBuilder &edit)
{
    const Result<plan::Plan> after = plan.with(edit.take());
    if (!after)
        qFatal("%s", after.error().detail.c_str());
    return *after;
}

} // namespace

class TestSteadyState : public QObject
{
    Q_OBJECT

private slots:
    void tableOfFourLinks_data();
    void tableOfFourLinks();
    void tableOfFourLinksSimulated_data() { tableOfFourLinks_data(); }
    void tableOfFourLinksSimulated();
    void fateOfFlows_data();
    void fateOfFlows();
    void oneIgpKeepsTheRouteThroughTheCellSite();
    void withoutReflectionTheSecondAggHasNoRoute();
    void loopbackSessionLivesAsLongAsAnyPath();
    void equalCostsGoToTheLowestLoopback();
    void neverRevertingIsReportedAsEither();
    void mismatchKeepsPseudowireDown();
    void lastActionOnAnElementCounts();

private:
    const plan::Plan m_plan = plan::referencePlan();
};

void TestSteadyState::tableOfFourLinks_data()
{
    QTest::addColumn<bool>("route1");
    QTest::addColumn<bool>("route2");
    QTest::addColumn<bool>("helps");
    // protocols.md section 3.5, model A: P only at RSG1.
    for (const char *row : {"", "a", "b", "c", "d"})
        QTest::newRow(row) << true << true << false;
    QTest::newRow("ab") << false << true << true;
    QTest::newRow("ac") << false << false << false;
    QTest::newRow("ad") << false << false << false;
    QTest::newRow("bc") << true << false << false;
    QTest::newRow("bd") << true << false << false;
    QTest::newRow("cd") << true << true << false;
    QTest::newRow("abc") << false << false << false;
    QTest::newRow("abd") << false << false << false;
    QTest::newRow("acd") << false << false << false;
    QTest::newRow("bcd") << true << false << false;
    QTest::newRow("abcd") << false << false << false;
}

void TestSteadyState::tableOfFourLinks()
{
    QFETCH(bool, route1);
    QFETCH(bool, route2);
    QFETCH(bool, helps);
    const FailedElements failed = failedIn(m_plan, QString::fromLatin1(QTest::currentDataTag()));
    const plan::VpnId vpn = m_plan.vpns().begin()->id;
    const Ipv6Prefix tracked = *Ipv6Prefix::parse("2001:db8:ffff::21/128");
    const plan::RouterId agg1 = plan::routerNamed(m_plan, "AGG1")->id;
    const plan::RouterId agg2 = plan::routerNamed(m_plan, "AGG2")->id;

    const SteadyState without = engine::steadyState(m_plan, failed, false);
    const SteadyState with = engine::steadyState(m_plan, failed, true);
    for (const SteadyState *state : {&without, &with}) {
        QVERIFY(state->settles);
        QCOMPARE(state->hasRoute(agg1, vpn, tracked), route1);
        QCOMPARE(state->hasRoute(agg2, vpn, tracked), route2);
    }
    const bool before = without.flows.front().state == FlowState::Delivered;
    const bool after = with.flows.front().state == FlowState::Delivered;
    QCOMPARE(after && !before, helps);
    QVERIFY(after || !before);
}

void TestSteadyState::tableOfFourLinksSimulated()
{
    QFETCH(bool, route1);
    QFETCH(bool, route2);
    QFETCH(bool, helps);
    plan::Scenario scenario{plan::ScenarioId(1), "row", {}, 600s, 1};
    for (const plan::LinkId link : failedIn(m_plan, QString::fromLatin1(QTest::currentDataTag())).links)
        scenario.actions.push_back({link, plan::FailureMode::Cut, 1s});

    std::array<bool, 2> delivered{};
    for (const bool tracking : {false, true}) {
        const auto timeline = engine::simulate(m_plan, scenario, {tracking, {}, {}});
        QVERIFY2(timeline.has_value(), timeline ? "" : timeline.error().detail.c_str());
        delivered[tracking] = timeline->flows.front().segments.back().state == FlowState::Delivered;
        // The last word on the route at each AGG; up in the untouched network.
        std::map<std::string, bool> route{{"AGG1", true}, {"AGG2", true}};
        for (const engine::Event &event : timeline->events)
            if (event.layer == engine::Layer::VpnRoute && event.subject == "RAN 2001:db8:ffff::21/128")
                route[m_plan.find(event.device)->name] = event.health == engine::Health::Up;
        QCOMPARE(route["AGG1"], route1);
        QCOMPARE(route["AGG2"], route2);
    }
    QCOMPARE(delivered[true] && !delivered[false], helps);
}

void TestSteadyState::fateOfFlows_data()
{
    QTest::addColumn<QString>("failed");
    QTest::addColumn<bool>("tracking");
    QTest::addColumn<QString>("upstream");
    QTest::addColumn<QString>("downstream");
    const auto row = [](const char *name, const char *failed, bool tracking, const char *up, const char *down) {
        QTest::newRow(name) << QString::fromLatin1(failed) << tracking << QString::fromLatin1(up) << QString::fromLatin1(down);
    };
    row("untouched", "", true, "CSG AGG1 RSG1", "RSG1 AGG1 CSG");
    row("a: around by b, c and d", "a", true, "CSG AGG1 AGG2 RSG2 RSG1", "RSG1 RSG2 AGG2 AGG1 CSG");
    row("ab, nobody tells the CSG", "ab", false, "CSG AGG1 x no VPN route", "RSG1 RSG2 AGG2 CSG");
    row("ab, tracked", "ab", true, "CSG AGG2 RSG2 RSG1", "RSG1 RSG2 AGG2 CSG");
    row("e: the CSG sees it by itself", "e", false, "CSG AGG2 RSG2 RSG1", "RSG1 RSG2 AGG2 CSG");
    row("f: only the spare way", "f", true, "CSG AGG1 RSG1", "RSG1 AGG1 CSG");
    row("ef: cut off", "ef", true, "CSG x no active pseudowire", "RSG1 x no VPN route");
    // protocols.md section 7: more failures, less outage.
    row("abe without tracking works", "abe", false, "CSG AGG2 RSG2 RSG1", "RSG1 RSG2 AGG2 CSG");
    row("ac, tracked: only the place moves", "ac", true, "CSG AGG2 x no VPN route", "RSG1 x no VPN route");
    row("ac, untracked", "ac", false, "CSG AGG1 x no VPN route", "RSG1 x no VPN route");
    row("cd: AGG2 would go b-a", "cde", true, "CSG AGG2 AGG1 RSG1", "RSG1 AGG1 AGG2 CSG");
    row("AGG1 off", "AGG1", false, "CSG AGG2 RSG2 RSG1", "RSG1 RSG2 AGG2 CSG");
    row("AGG2 off", "AGG2", false, "CSG AGG1 RSG1", "RSG1 AGG1 CSG");
    // The price of tracking the address of one RSG (vrp.md section 11, expected behaviour 5).
    row("RSG1 off, tracked", "RSG1", true, "CSG AGG2 x no VPN route", "RSG1 x router off");
    row("RSG1 off, untracked", "RSG1", false, "CSG AGG1 x no VPN route", "RSG1 x router off");
    row("RSG2 off", "RSG2", true, "CSG AGG1 RSG1", "RSG1 AGG1 CSG");
    row("CSG off", "CSG", true, "CSG x router off", "RSG1 x no VPN route");
}

void TestSteadyState::fateOfFlows()
{
    QFETCH(QString, failed);
    QFETCH(bool, tracking);
    QFETCH(QString, upstream);
    QFETCH(QString, downstream);
    const FailedElements broken = failedIn(m_plan, failed);
    const SteadyState state = engine::steadyState(m_plan, broken, tracking);
    const auto text = [&](const auto &flow) { return QString::fromStdString(told(m_plan, flow.path, flow.state, flow.why)); };
    QCOMPARE(text(state.flows[0]), upstream);
    QCOMPARE(text(state.flows[1]), downstream);
    for (const SteadyState::Flow &flow : state.flows) {
        QCOMPARE(flow.links.size() + 1, flow.path.size());
        QCOMPARE(flow.silent, flow.state == FlowState::Lost && flow.path.size() > 1);
    }

    plan::Scenario scenario{plan::ScenarioId(1), "row", {}, 600s, 1};
    for (const plan::LinkId link : broken.links)
        scenario.actions.push_back({link, plan::FailureMode::Cut, 1s});
    for (const plan::RouterId router : broken.routers)
        scenario.actions.push_back({router, plan::FailureMode::Power, 1s});
    const auto timeline = engine::simulate(m_plan, scenario, {tracking, {}, {}});
    QVERIFY(timeline.has_value());
    QCOMPARE(text(timeline->flows[0].segments.back()), upstream);
    QCOMPARE(text(timeline->flows[1].segments.back()), downstream);
}

void TestSteadyState::oneIgpKeepsTheRouteThroughTheCellSite()
{
    // protocols.md section 3.5, trap 2.
    plan::EditBuilder edit(m_plan, "one IGP");
    const plan::IgpDomainId core = m_plan.find(*plan::linkNamed(m_plan, "AGG1--RSG1"))->domain;
    for (const char *name : {"CSG--AGG1", "CSG--AGG2"}) {
        plan::Link link = *m_plan.find(*plan::linkNamed(m_plan, name));
        link.domain = core;
        edit.set(link);
    }
    const plan::Plan flat = changed(m_plan, edit);
    const SteadyState state = engine::steadyState(flat, failedIn(flat, QStringLiteral("ab")), true);
    QVERIFY(state.hasRoute(plan::routerNamed(flat, "AGG1")->id, flat.vpns().begin()->id, *Ipv6Prefix::parse("2001:db8:ffff::21/128")));
    QCOMPARE(told(flat, state.flows[0].path, state.flows[0].state, state.flows[0].why), std::string("CSG AGG1 CSG AGG2 RSG2 RSG1"));
}

void TestSteadyState::withoutReflectionTheSecondAggHasNoRoute()
{
    // protocols.md section 3.5: an iBGP path is not passed on to another iBGP peer without reflection (RFC 4456).
    plan::EditBuilder edit(m_plan, "no reflection");
    for (plan::BgpSession session : m_plan.sessions()) {
        session.aReflects = session.bReflects = false;
        edit.set(session);
    }
    const plan::Plan bare = changed(m_plan, edit);
    const plan::VpnId vpn = bare.vpns().begin()->id;
    const Ipv6Prefix tracked = *Ipv6Prefix::parse("2001:db8:ffff::21/128");
    const SteadyState whole = engine::steadyState(bare, {}, true);
    QVERIFY(whole.hasRoute(plan::routerNamed(bare, "AGG1")->id, vpn, tracked));
    QVERIFY(!whole.hasRoute(plan::routerNamed(bare, "AGG2")->id, vpn, tracked));
    const SteadyState state = engine::steadyState(bare, failedIn(bare, QStringLiteral("e")), true);
    QCOMPARE(told(bare, state.flows[0].path, state.flows[0].state, state.flows[0].why), std::string("CSG AGG2 x no VPN route"));
    QVERIFY(state.flows[0].silent);
}

void TestSteadyState::loopbackSessionLivesAsLongAsAnyPath()
{
    // Model A: the session AGG1-RSG1 moves to b-c-d when a fails; only losing two ways ends it.
    const auto up = [&](const char *failed, std::size_t session) {
        return engine::steadyState(m_plan, failedIn(m_plan, QString::fromLatin1(failed))).sessions[session].up;
    };
    QVERIFY(up("a", 1));
    QVERIFY(!up("ab", 1));
    QVERIFY(!up("ab", 0));
    QVERIFY(up("ab", 2));
    QVERIFY(up("abef", 3));
    QVERIFY(!up("RSG1", 1));
}

void TestSteadyState::equalCostsGoToTheLowestLoopback()
{
    // AGG2 to RSG1: over RSG2 10 + 10; over AGG1 10 + 10 once b costs 10. AGG1 has the lower loopback.
    plan::EditBuilder edit(m_plan, "equal costs");
    plan::Link link = *m_plan.find(*plan::linkNamed(m_plan, "AGG1--AGG2"));
    link.cost = 10;
    edit.set(link);
    const plan::Plan equal = changed(m_plan, edit);
    const SteadyState state = engine::steadyState(equal, failedIn(equal, QStringLiteral("e")), true);
    QCOMPARE(told(equal, state.flows[0].path, state.flows[0].state, state.flows[0].why), std::string("CSG AGG2 AGG1 RSG1"));
}

void TestSteadyState::neverRevertingIsReportedAsEither()
{
    plan::EditBuilder edit(m_plan, "never");
    plan::AccessService service = *m_plan.services().begin();
    service.reroute = plan::ReroutePolicy::Never;
    edit.set(service);
    const plan::Plan never = changed(m_plan, edit);
    const SteadyState home = engine::steadyState(never, {});
    QCOMPARE(home.either.size(), std::size_t(1));
    QVERIFY(home.pseudowires[0].active);
    const SteadyState away = engine::steadyState(never, {}, true, {service.id});
    QVERIFY(away.pseudowires[0].usable && !away.pseudowires[0].active && away.pseudowires[1].active);
    QCOMPARE(told(never, away.flows[0].path, away.flows[0].state, away.flows[0].why), std::string("CSG AGG2 RSG2 RSG1"));
    // The secondary is gone, so history cannot hold the CSG there.
    const SteadyState back = engine::steadyState(never, failedIn(never, QStringLiteral("f")), true, {service.id});
    QVERIFY(back.either.empty());
    QVERIFY(back.pseudowires[0].active);
}

void TestSteadyState::mismatchKeepsPseudowireDown()
{
    // protocols.md section 2.4: MTU must be equal.
    plan::EditBuilder edit(m_plan, "mtu");
    plan::AccessService service = *m_plan.services().begin();
    service.primary.mtu = 1600;
    edit.set(service);
    const SteadyState state = engine::steadyState(changed(m_plan, edit), {});
    QVERIFY(!state.pseudowires[0].usable);
    QVERIFY(state.pseudowires[1].active);
}

void TestSteadyState::lastActionOnAnElementCounts()
{
    using plan::FailureMode;
    const plan::LinkId one(1);
    const plan::LinkId two(2);
    const plan::RouterId router(1);
    const plan::Scenario scenario{plan::ScenarioId(1), "s",
                                  {{one, FailureMode::Restore, 5s}, {one, FailureMode::Cut, 2s}, {two, FailureMode::OneWayAB, 1s},
                                   {router, FailureMode::Power, 3s}, {router, FailureMode::Restore, 3s}},
                                  10s, 1};
    const FailedElements failed = engine::failedAtEndOf(scenario);
    QCOMPARE(failed.links, std::vector<plan::LinkId>{two});
    QVERIFY(failed.routers.empty());
}

QTEST_GUILESS_MAIN(TestSteadyState)
#include "tst_steady_state.moc"
