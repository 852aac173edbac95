// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "model/engine/overrides.h"
#include "model/engine/simulate.h"
#include "model/plan/templates.h"
#include "tests/model/engine/story.h"

#include <QTest>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using namespace sidestep;
using namespace sidestep::engine;
using test::Story;

namespace {

/// The reference network with OSPF in place of IS-IS, its domains changed.
template <typename Change>
plan::Plan reference(Change change)
{
    const plan::Plan base = plan::referencePlan();
    plan::EditBuilder edit(base, "OSPF");
    plan::Settings settings = base.settings();
    settings.igp = plan::Igp::Ospf;
    edit.set(std::move(settings));
    for (plan::IgpDomain domain : base.domains()) {
        change(domain);
        edit.set(std::move(domain));
    }
    return *base.with(edit.take());
}

plan::Plan reference()
{
    return reference([](plan::IgpDomain &) {});
}

const std::vector<std::string> kBothCut{"AGG1--RSG1@1s", "AGG1--AGG2@1s"};

/// Nanoseconds, which QCOMPARE prints.
std::int64_t after(const Story &story, SimDuration since, std::string_view device, Layer layer, std::string_view what)
{
    const Event *event = story.first(device, layer, what);
    return event ? (event->time - (kTimeZero + since)).count() : -1;
}

std::vector<const Event *> eventsOf(const Story &story, std::string_view device, std::string_view what)
{
    std::vector<const Event *> list;
    for (const Event &event : story.timeline.events) {
        if (story.plan.find(event.device)->name == device && event.what == what)
            list.push_back(&event);
    }
    return list;
}

} // namespace

class TestOspf : public QObject
{
    Q_OBJECT

private slots:
    void withoutFailureNothingHappens();
    void bothLinksCutFollowsTheArithmetic();
    void leastWaitOfZeroIsAsFastAsIsis();
    void adjacencyIsFullAfterTheNextHelloAndTheExchange();
    void lackingDatabasesTakeTwoPacketsMore();
    void smartDiscoverSavesTheHelloInterval();
    void silenceWithoutBfdLastsForTheDeadInterval();
    void tooEarlyLsaWaitsForItsRetransmission();
    void drainedRouterIsTheLastResort();
    void costsAreThoseOfOspf();
    void costAboveTheLargestIsRefused();
    void parametersAreThoseOfTheIgpThatRuns();
    void hostileTimersEndInAStatedOutcome_data();
    void hostileTimersEndInAStatedOutcome();
};

void TestOspf::withoutFailureNothingHappens()
{
    const Story story = test::tell(reference(), {});
    QVERIFY(story.timeline.events.empty());
    QCOMPARE(story.lastPath(story.up()), std::string("CSG AGG1 RSG1"));
    QVERIFY(std::none_of(story.timeline.initial.begin(), story.timeline.initial.end(), [](const Event &event) { return event.layer == Layer::Isis; }));
    QVERIFY(std::any_of(story.timeline.initial.begin(), story.timeline.initial.end(), [](const Event &event) { return event.layer == Layer::Ospf; }));
}

void TestOspf::bothLinksCutFollowsTheArithmetic()
{
    // Profile vrp8 and the domain's timers, in ms after the cut at 1 s:
    //     5     loss of light seen                              (carrier 5)
    //   105     AGG1 builds its router-LSA                      (lsa-originate 50, but at least 100)
    //   155     AGG1 runs SPF                                   (spf-schedule-interval, first 50)
    //   166     routes gone                                     (run 1 + install 10)
    //   167     BGP knows                                       (next-hop tracking 1)
    //   177     VPN route down: no other path stands ready      (batch 10)
    //   178     PW1 set down                                    (tracking 1)
    //   180.05  CSG hears of it                                 (fibre 0.05 + LDP 2)
    //   185.05  CSG forwards on PW2                             (hardware 5)
    // Downstream RSG1 has AGG2's path ready: 167 + VPN FRR 5 = 172.
    const Story story = test::tell(reference(), kBothCut);
    const auto at = [&](const char *device, Layer layer, const char *what) { return after(story, 1s, device, layer, what); };
    QCOMPARE(at("AGG1", Layer::Ospf, "adjacency-down"), SimDuration(5ms).count());
    QCOMPARE(at("AGG1", Layer::Ospf, "lsa-originated"), SimDuration(105ms).count());
    QCOMPARE(at("AGG1", Layer::Ospf, "spf-run"), SimDuration(155ms).count());
    QCOMPARE(at("AGG1", Layer::Ospf, "route-down"), SimDuration(166ms).count());
    QCOMPARE(at("AGG1", Layer::Bgp, "next-hop-lost"), SimDuration(167ms).count());
    QCOMPARE(at("AGG1", Layer::VpnRoute, "route-down"), SimDuration(177ms).count());
    QCOMPARE(at("AGG1", Layer::Track, "track-down"), SimDuration(178ms).count());
    QCOMPARE(at("CSG", Layer::Pw, "pw-down"), SimDuration(180'050us).count());
    QCOMPARE(at("CSG", Layer::Redundancy, "switchover"), SimDuration(185'050us).count());
    QCOMPARE(story.up().outage, SimDuration(185'050us));
    QCOMPARE(story.down().outage, SimDuration(172ms));
    QCOMPARE(story.lastPath(story.up()), std::string("CSG AGG2 RSG2 RSG1"));

    std::vector<std::string> words;
    for (const EventId id : causeChain(story.timeline, story.first("CSG", Layer::Redundancy, "switchover")->id))
        words.push_back(story.timeline.events[id - 1].what);
    const std::vector<std::string> expected{"link-cut",      "link-down",  "adjacency-down", "lsa-originated", "spf-run", "route-changed",
                                            "next-hop-lost", "route-down", "track-down",     "status-sent",    "status-received", "pw-down", "switchover"};
    QCOMPARE(words, expected);
}

void TestOspf::leastWaitOfZeroIsAsFastAsIsis()
{
    const Story story = test::tell(reference(), kBothCut, 10s, {"ospf.lsa-least-wait=0ms"});
    QCOMPARE(story.up().outage, test::tell(kBothCut).up().outage);
}

void TestOspf::adjacencyIsFullAfterTheNextHelloAndTheExchange()
{
    // The link is cut at 1 s and whole at 20 s, 0.05 ms long; a packet of the exchange takes 2 ms: 2.05 ms a trip.
    //   20.005     both see light and send a hello; neither lists the other yet   (carrier 5)
    //   30.005     the next hellos list it                                        (hello interval 10 s)
    //   30.00505   both begin the exchange
    //   30.0071    each has the other's first packet                              (a trip)
    //   30.0112    the headers are complete, nothing is lacking: Full             (two trips)
    // Both ends told the ring of the cut the other way round, so their databases are equal.
    const Story story = test::tell(reference(), {"AGG1--RSG1@1s", "AGG1--RSG1@20s,restore"}, 60s);
    QCOMPARE(after(story, 0s, "AGG1", Layer::Ospf, "adjacency-up"), SimDuration(30'011'200us).count());
    QCOMPARE(after(story, 0s, "RSG1", Layer::Ospf, "adjacency-up"), SimDuration(30'011'200us).count());
    QCOMPARE(story.lastPath(story.up()), std::string("CSG AGG1 RSG1"));
}

void TestOspf::lackingDatabasesTakeTwoPacketsMore()
{
    // As above, but AGG1 was cut off, so neither end has the other's new LSA: two trips of 2.05 ms more.
    const Story story = test::tell(reference(), {"AGG1--RSG1@1s", "AGG1--AGG2@1s", "AGG1--RSG1@20s,restore"}, 60s);
    QCOMPARE(after(story, 0s, "AGG1", Layer::Ospf, "adjacency-up"), SimDuration(30'015'300us).count());
    QCOMPARE(after(story, 0s, "RSG1", Layer::Ospf, "adjacency-up"), SimDuration(30'015'300us).count());
    // What was fetched is there as the adjacency is.
    bool fetched = false;
    for (const Event *event : eventsOf(story, "AGG1", "lsa-received"))
        fetched = fetched || (event->time == kTimeZero + 30'015'300us && event->detail.starts_with("from RSG1"));
    QVERIFY(fetched);
}

void TestOspf::smartDiscoverSavesTheHelloInterval()
{
    // Each hears the other's first hello at 20.00505 and answers at once: 20.0051, then 3 trips of 2.05 ms.
    const Story story = test::tell(reference(), {"AGG1--RSG1@1s", "AGG1--RSG1@20s,restore"}, 60s, {"ospf.smart-discover=yes"});
    QCOMPARE(after(story, 0s, "AGG1", Layer::Ospf, "adjacency-up"), SimDuration(20'011'250us).count());
}

void TestOspf::silenceWithoutBfdLastsForTheDeadInterval()
{
    // The last hello came up to a hello interval before the silence: 40 s less 0 to 10 s.
    const Story story = test::tell(reference([](plan::IgpDomain &domain) { domain.bfd.reset(); }), {"AGG1--RSG1@1s,silent"}, 100s);
    for (const char *device : {"AGG1", "RSG1"}) {
        const std::int64_t down = after(story, 1s, device, Layer::Ospf, "adjacency-down");
        QVERIFY(down > SimDuration(30s).count() && down <= SimDuration(40s).count());
        QCOMPARE(story.first(device, Layer::Ospf, "adjacency-down")->detail, std::string("no hello for 40 s"));
    }
    QCOMPARE(story.lastPath(story.up()), std::string("CSG AGG1 AGG2 RSG2 RSG1"));
}

void TestOspf::tooEarlyLsaWaitsForItsRetransmission()
{
    // AGG2 is drained at 1 s and loses its link to RSG2 at 1.2 s. Its LSAs leave at 1.1 s (least wait 100 ms) and at 1.305 s (carrier
    // 5 ms, 100 ms), and reach AGG1 2.05 ms later (fibre 0.05, processing 2). The second comes 205 ms after the first.
    const std::vector<std::string> failures{"AGG2@1s,drain", "AGG2--RSG2@1200ms"};
    const auto fromAgg2 = [](const Story &story, const char *what) {
        std::vector<SimTime> times;
        for (const Event *event : eventsOf(story, "AGG1", what)) {
            if (event->subject == "Core" && event->detail.starts_with("from AGG2"))
                times.push_back(event->time);
        }
        return times;
    };
    const Story open = test::tell(reference(), failures);
    QCOMPARE(fromAgg2(open, "lsa-received"), (std::vector{kTimeZero + 1'102'050us, kTimeZero + 1'307'050us}));

    // Not taken before 600 ms have passed, it is not acknowledged and comes again after 5 s.
    const Story limited = test::tell(reference([](plan::IgpDomain &domain) { domain.lsaArrivalMs = 600; }), failures);
    QCOMPARE(fromAgg2(limited, "lsa-discarded"), std::vector{kTimeZero + 1'307'050us});
    QCOMPARE(fromAgg2(limited, "lsa-received"), (std::vector{kTimeZero + 1'102'050us, kTimeZero + 6'307'050us}));
}

void TestOspf::drainedRouterIsTheLastResort()
{
    // AGG2 is a stub router: 65535 on each of its links. AGG1 without its link to RSG1 has no other way.
    const Story story = test::tell(reference(), {"AGG2@1s,drain", "AGG1--RSG1@3s"});
    QCOMPARE(story.lastPath(story.up()), std::string("CSG AGG1 AGG2 RSG2 RSG1"));
}

void TestOspf::costsAreThoseOfOspf()
{
    plan::Plan plan = reference();
    const plan::Link link = *plan.find(*plan::linkNamed(plan, "AGG1--RSG1"));
    QCOMPARE(plan::igpCostOf(plan, {.id = link.id, .a = link.a, .b = link.b, .domain = link.domain, .cost = std::nullopt, .srlgs = {}}), 1u);
    QCOMPARE(plan::igpCostOf(plan::referencePlan(), {.id = link.id, .a = link.a, .b = link.b, .domain = link.domain, .cost = std::nullopt, .srlgs = {}}), 10u);
}

void TestOspf::costAboveTheLargestIsRefused()
{
    const plan::Plan isis = plan::referencePlan();
    plan::Link link = *isis.find(*plan::linkNamed(isis, "AGG1--RSG1"));
    link.cost = 65'536;
    plan::EditBuilder edit(isis, "cost");
    edit.set(link);
    const plan::Plan expensive = *isis.with(edit.take());

    plan::Settings settings = expensive.settings();
    settings.igp = plan::Igp::Ospf;
    plan::EditBuilder change(expensive, "OSPF");
    change.set(settings);
    const auto refused = expensive.with(change.take());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::OutOfRange);
    QVERIFY2(refused.error().detail.find("65535") != std::string::npos, refused.error().detail.c_str());
}

void TestOspf::parametersAreThoseOfTheIgpThatRuns()
{
    const auto groups = [](const plan::Plan &plan) {
        std::pair<int, int> count;
        for (const Parameter &parameter : parameters(plan)) {
            count.first += parameter.key.starts_with("isis.") ? 1 : 0;
            count.second += parameter.key.starts_with("ospf.") ? 1 : 0;
        }
        return count;
    };
    QCOMPARE(groups(reference()).first, 0);
    QVERIFY(groups(reference()).second > 15);
    QCOMPARE(groups(plan::referencePlan()).second, 0);

    Overrides overrides;
    QVERIFY(overrides.set("ospf.lsa-arrival=200ms"));
    const auto changed = overrides.appliedTo(reference());
    QVERIFY(changed);
    QCOMPARE(changed->domains().begin()->lsaArrivalMs, std::optional<std::uint16_t>(200));
    QVERIFY(!overrides.appliedTo(plan::referencePlan()));
    QVERIFY(!settingEdit(reference(), "isis.hold=9s"));
}

void TestOspf::hostileTimersEndInAStatedOutcome_data()
{
    QTest::addColumn<QString>("setting");
    for (const char *setting : {"ospf.dead-interval=1s", "ospf.hello-interval=65535s", "ospf.lsa-retransmit=1s", "ospf.exchange-packet=1s", "ospf.lsa-arrival=10s",
                                "ospf.lsa-pacing=100s", "ospf.lsa-least-wait=5s"})
        QTest::newRow(setting) << QString::fromLatin1(setting);
}

void TestOspf::hostileTimersEndInAStatedOutcome()
{
    QFETCH(const QString, setting);
    // A hello interval above the dead interval, exchanges slower than retransmissions, LSAs refused for longer than they are sent.
    const Story story = test::tell(reference(), {"AGG1--RSG1@1s,flap:300msx20", "AGG1--AGG2@2s,silent", "AGG1--AGG2@60s,restore", "RSG1@30s,restart"}, 600s,
                                   {setting.toStdString(), "ospf.lsa-burst=1"});
    QVERIFY(story.timeline.outcome == Outcome::Settled || story.timeline.outcome == Outcome::ReachedEnd);
    QVERIFY(story.timeline.events.size() < 100'000);
}

QTEST_GUILESS_MAIN(TestOspf)
#include "tst_ospf.moc"
