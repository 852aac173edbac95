// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "model/engine/router_snapshot.h"
#include "model/engine/steady_state.h"
#include "tests/model/engine/peering_models.h"
#include "tests/model/engine/story.h"

#include <QTest>

#include <array>
#include <map>
#include <string>
#include <vector>

using namespace sidestep;
using engine::Event;
using engine::Layer;
using test::Peering;
using test::Story;
using test::tell;

/// The peering models of `protocols.md` section 3.5. Letters are its links: a AGG1-RSG1, b AGG1-AGG2, c AGG2-RSG2, d RSG1-RSG2.
class TestPeering : public QObject
{
    Q_OBJECT

private slots:
    void tableOfModels_data();
    void tableOfModels();
    void tableOfModelsSimulated_data() { tableOfModels_data(); }
    void tableOfModelsSimulated();
    void oneLinkTakesTheRouteOfModelC();
    void silentLinkTakesItWithTheHoldTime();
    void externalSessionEndsWithItsInterface();
    void externalSessionThatIsNotSensitiveLeavesTheNextHopToTell();
    void detourBetweenAsesSwapsLabels();
    void reflectorThatIsTheNextHopSwapsLabels();
    void asPathGrowsAndLoopsAreRefused();
    void advertisementIntervalIsOfTheKindOfSession();
};

namespace {

struct Rows
{
    const char *name;
    Peering model;
    std::vector<const char *> rows; ///< the route at AGG1 and AGG2 for each of kFailed: + it is there
};

constexpr std::array kFailed{"", "a", "b", "c", "d", "ab", "ac", "ad", "bc", "bd", "cd", "abc", "abd", "acd", "bcd", "abcd"};

// Worked out from the rules of each model; a letter in a formula stands for a link that works.
const std::vector<Rows> &tables()
{
    static const std::vector<Rows> all{
        // Both AGGs have P where the IGP reaches RSG1 (the enumeration of protocols.md).
        {"A", Peering::A, {"++", "++", "++", "++", "++", "-+", "--", "--", "+-", "+-", "++", "--", "--", "--", "+-", "--"}},
        // AGG1: a, or b c d. AGG2: c d, or a b. What one AGG has by eBGP the other has from it by iBGP.
        {"B", Peering::B, {"++", "++", "++", "++", "++", "-+", "--", "--", "+-", "+-", "++", "--", "--", "--", "+-", "--"}},
        {"B, no common IGP", Peering::BApart, {"++", "++", "++", "++", "++", "-+", "--", "--", "+-", "+-", "++", "--", "--", "--", "+-", "--"}},
        // AGG1: a. AGG2: never, for RSG2 does not pass on what it has from RSG1.
        {"C", Peering::C, {"+-", "--", "+-", "+-", "+-", "--", "--", "--", "+-", "+-", "+-", "--", "--", "--", "+-", "--"}},
        // AGG1: whenever it reaches RSG1, as in A. AGG2: whenever RSG2 and RSG1 are with it, for AGG1 does not pass P on.
        {"D, reflection", Peering::DReflect, {"++", "++", "++", "++", "++", "-+", "--", "--", "+-", "+-", "+-", "--", "--", "--", "+-", "--"}},
        // AGG1: a, or b c d. AGG2: c d.
        {"D, next hop", Peering::DNextHop, {"++", "++", "++", "+-", "+-", "-+", "--", "--", "+-", "+-", "+-", "--", "--", "--", "+-", "--"}},
        // AGG1: a, or b c. AGG2: c, or a b.
        {"E, as B", Peering::EBetweenAs, {"++", "++", "++", "++", "++", "-+", "--", "++", "+-", "++", "++", "--", "-+", "--", "+-", "--"}},
        // AGG1: a, or b c. AGG2: c, or a b d, for it has P from RSG2 alone.
        {"E, as D", Peering::EReflect, {"++", "++", "++", "++", "++", "-+", "--", "++", "+-", "++", "+-", "--", "-+", "--", "+-", "--"}},
    };
    return all;
}

const char *linkOf(char letter)
{
    switch (letter) {
    case 'a': return "AGG1--RSG1";
    case 'b': return "AGG1--AGG2";
    case 'c': return "AGG2--RSG2";
    default: return "RSG1--RSG2";
    }
}

std::vector<plan::LinkId> linksOf(const plan::Plan &plan, const std::string &letters)
{
    std::vector<plan::LinkId> links;
    for (const char letter : letters)
        links.push_back(*plan::linkNamed(plan, linkOf(letter)));
    return links;
}

constexpr std::array kAggs{"AGG1", "AGG2"};

std::string nextHopOf(const Story &story, const char *router, const Event &event)
{
    return story.plan.find(event.device)->name == router ? event.detail : std::string();
}

/// The first event about the prefix of the models.
const Event *firstOfPrefix(const Story &story, const char *router, std::string_view what)
{
    for (const Event &event : story.timeline.events)
        if (event.layer == Layer::VpnRoute && event.what == what && story.plan.find(event.device)->name == router
            && event.subject.ends_with(test::peeringPrefix().toString()))
            return &event;
    return nullptr;
}

} // namespace

void TestPeering::tableOfModels_data()
{
    QTest::addColumn<int>("model");
    QTest::addColumn<QString>("failed");
    QTest::addColumn<QString>("routes");
    for (const Rows &table : tables()) {
        QCOMPARE(table.rows.size(), kFailed.size());
        for (std::size_t i = 0; i < kFailed.size(); ++i)
            QTest::addRow("%s: %s", table.name, kFailed[i]) << static_cast<int>(table.model) << QString::fromLatin1(kFailed[i]) << QString::fromLatin1(table.rows[i]);
    }
}

void TestPeering::tableOfModels()
{
    QFETCH(int, model);
    QFETCH(QString, failed);
    QFETCH(QString, routes);
    const plan::Plan plan = test::peeringPlan(static_cast<Peering>(model));
    const engine::SteadyState state = engine::steadyState(plan, {linksOf(plan, failed.toStdString()), {}});
    QVERIFY(state.settles);
    QString found;
    for (const char *agg : kAggs)
        found += state.hasRoute(plan::routerNamed(plan, agg)->id, plan.vpns().begin()->id, test::peeringPrefix()) ? QLatin1Char('+') : QLatin1Char('-');
    QCOMPARE(found, routes);
}

void TestPeering::tableOfModelsSimulated()
{
    QFETCH(int, model);
    QFETCH(QString, failed);
    QFETCH(QString, routes);
    const plan::Plan plan = test::peeringPlan(static_cast<Peering>(model));
    plan::Scenario scenario{plan::ScenarioId(1), "row", {}, 600s, 1};
    for (const plan::LinkId link : linksOf(plan, failed.toStdString()))
        scenario.actions.push_back({link, plan::FailureMode::Cut, 1s});
    QString found;
    for (const char *agg : kAggs) {
        const auto snapshot = engine::routerSnapshot(plan, scenario, {}, plan::routerNamed(plan, agg)->id, kTimeZero + scenario.until);
        QVERIFY(snapshot.has_value());
        const bool has = std::any_of(snapshot->routes.begin(), snapshot->routes.end(), [](const auto &route) { return route.prefix == test::peeringPrefix(); });
        found += has ? QLatin1Char('+') : QLatin1Char('-');
    }
    QCOMPARE(found, routes);
}

void TestPeering::oneLinkTakesTheRouteOfModelC()
{
    const Story story = tell(test::peeringPlan(Peering::C), {"AGG1--RSG1@1s"}, 300s);
    // Loss of light 5 ms, next-hop tracking 1 ms, batch 10 ms: nobody waits for the session.
    const Event *down = firstOfPrefix(story, "AGG1", "route-down");
    QVERIFY(down);
    QCOMPARE(down->time, kTimeZero + 1s + 16ms);
    // iBGP does not look at the interface: the session lasts for 120 to 180 s after the cut (protocols.md 3.4).
    const Event *session = story.first("AGG1", Layer::Bgp, "session-down");
    QVERIFY(session);
    QVERIFY(session->time > kTimeZero + 121s && session->time <= kTimeZero + 181s);
    QCOMPARE(session->detail, std::string("hold time of 180 s expired"));
}

void TestPeering::silentLinkTakesItWithTheHoldTime()
{
    const Story story = tell(test::peeringPlan(Peering::C), {"AGG1--RSG1@1s,silent"}, 300s);
    const Event *session = story.first("AGG1", Layer::Bgp, "session-down");
    const Event *down = firstOfPrefix(story, "AGG1", "route-down");
    QVERIFY(session && down);
    QVERIFY(session->time > kTimeZero + 121s && session->time <= kTimeZero + 181s);
    QCOMPARE(down->time, session->time + 10ms); // the port is up all the time, so the next hop is too
}

void TestPeering::externalSessionEndsWithItsInterface()
{
    const Story one = tell(test::peeringPlan(Peering::B), {"AGG1--RSG1@1s"}, 60s);
    const Event *session = one.first("AGG1", Layer::Bgp, "session-down");
    QVERIFY(session);
    QCOMPARE(session->time, kTimeZero + 1s + 5ms); // loss of light
    QCOMPARE(session->detail, std::string("interface down"));
    QVERIFY(!firstOfPrefix(one, "AGG1", "route-down"));
    const Event *changed = firstOfPrefix(one, "AGG1", "route-changed");
    QVERIFY(changed);
    QCOMPARE(changed->time, session->time + 10ms); // batch; AGG2's path is there already
    QVERIFY(nextHopOf(one, "AGG1", *changed).starts_with("next hop AGG2"));

    // With b gone too AGG2 is lost when IS-IS says so: 5 + LSP 50 + SPF 50 + 1 + installation 10, then tracking 1 and batch 10.
    const Story both = tell(test::peeringPlan(Peering::B), {"AGG1--RSG1@1s", "AGG1--AGG2@1s"}, 60s);
    const Event *down = firstOfPrefix(both, "AGG1", "route-down");
    QVERIFY(down);
    QCOMPARE(down->time, kTimeZero + 1s + 127ms);
}

void TestPeering::externalSessionThatIsNotSensitiveLeavesTheNextHopToTell()
{
    const Story story = tell(test::peeringPlan(Peering::B), {"AGG1--RSG1@1s"}, 300s, {"bgp.interface-sensitive=no"});
    const Event *changed = firstOfPrefix(story, "AGG1", "route-changed");
    QVERIFY(changed);
    QCOMPARE(changed->time, kTimeZero + 1s + 11ms); // loss of light 5, tracking 1, VPN FRR 5
    QVERIFY(story.first("AGG1", Layer::Bgp, "session-down")->time > kTimeZero + 121s);
}

void TestPeering::detourBetweenAsesSwapsLabels()
{
    const Story story = tell(test::peeringPlan(Peering::BApart), {"AGG1--RSG1@1s"}, 60s);
    // AGG2 is the next hop at AGG1, RSG2 at AGG2, RSG1 at RSG2; no IGP knows more than one of these stretches.
    QCOMPARE(story.lastPath(story.up()), std::string("CSG AGG1 AGG2 RSG2 RSG1"));
    QCOMPARE(story.up().segments.back().state, engine::FlowState::Delivered);
    QCOMPARE(story.lastPath(story.down()), std::string("RSG1 RSG2 AGG2 AGG1 CSG"));
    QCOMPARE(story.up().outage, SimDuration(15ms)); // loss of light 5, batch 10
}

void TestPeering::reflectorThatIsTheNextHopSwapsLabels()
{
    const Story story = tell(test::peeringPlan(Peering::DNextHop), {"AGG1--RSG1@1s"}, 60s);
    QCOMPARE(story.lastPath(story.up()), std::string("CSG AGG1 AGG2 RSG2 RSG1"));
    QCOMPARE(story.up().outage, SimDuration(11ms)); // loss of light 5, tracking 1, VPN FRR 5
}

void TestPeering::asPathGrowsAndLoopsAreRefused()
{
    const plan::Plan plan = test::peeringPlan(Peering::B);
    const plan::Scenario still{plan::ScenarioId(1), "still", {}, 1s, 1};
    const auto agg1 = engine::routerSnapshot(plan, still, {}, plan::routerNamed(plan, "AGG1")->id, kTimeZero);
    QVERIFY(agg1.has_value());
    std::size_t paths = 0;
    for (const auto &path : agg1->paths) {
        if (path.prefix != test::peeringPrefix())
            continue;
        ++paths;
        QCOMPARE(path.asPath, std::vector<std::uint32_t>{65002});
        QCOMPARE(path.best, path.external); // eBGP over iBGP
    }
    QCOMPARE(paths, std::size_t{2});
    // The AGGs tell RSG2 of P too; it has been in this AS.
    const auto rsg2 = engine::routerSnapshot(plan, still, {}, plan::routerNamed(plan, "RSG2")->id, kTimeZero);
    QVERIFY(rsg2.has_value());
    for (const auto &path : rsg2->paths)
        if (path.prefix == test::peeringPrefix())
            QVERIFY(path.asPath.empty());
}

void TestPeering::advertisementIntervalIsOfTheKindOfSession()
{
    // The withdrawal leaves RSG1 at 1.01 s, so over eBGP P may be announced again at 16.01 s; message 2.05 ms, batch 10 ms.
    const std::vector<std::string> flap{"prefix:2001:db8:ffff::21/128@1s", "prefix:2001:db8:ffff::21/128@2s,restore"};
    const plan::Plan plan = test::peeringPlan(Peering::B);
    const auto backAt = [&](const char *setting) {
        const Story story = tell(plan, flap, 60s, {setting});
        const Event *up = story.first("AGG1", Layer::VpnRoute, "route-up");
        return up ? up->time : kTimeZero;
    };
    QCOMPARE(backAt("bgp.mrai-ebgp=15s"), kTimeZero + 16s + 22'050us);
    QCOMPARE(backAt("bgp.mrai=15s"), kTimeZero + 2s + 22'050us);
}

QTEST_GUILESS_MAIN(TestPeering)
#include "tst_peering.moc"
