// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/numbering.h"
#include "model/plan/templates.h"
#include "model/plan/tier_layout.h"

#include <QTest>

#include <chrono>
#include <map>
#include <set>

using namespace sidestep;
using namespace sidestep::plan;

namespace {

/// FNV-1a 64, with the basis of the published check values, over little-endian u32 a, b, metric, length of every link, in order; nodes counted from 0.
std::uint64_t networkHash(const Plan &plan, std::uint64_t &metrics)
{
    std::map<RouterId, std::uint32_t> index;
    for (const Router &router : plan.routers())
        index.emplace(router.id, static_cast<std::uint32_t>(index.size()));
    std::uint64_t hash = 1469598103934665603u; // the offset basis that the published check values were made with
    metrics = 0;
    for (const Link &link : plan.links()) {
        const auto [a, b] = endsOf(plan, link);
        metrics += *link.cost;
        const auto metres = static_cast<std::uint32_t>(link.delay.count() / 5); // 5 ns/m
        for (const std::uint32_t word : {index.at(a), index.at(b), *link.cost, metres})
            for (int shift = 0; shift < 32; shift += 8)
                hash = (hash ^ (word >> shift & 0xff)) * 0x100000001b3u;
    }
    return hash;
}

} // namespace

class TestTemplates final : public QObject
{
    Q_OBJECT

private slots:
    void theReferenceHasTheAddressesOfTheDocument()
    {
        const Plan plan = referencePlan();
        const std::map<std::string, std::string> loopbacks{
            {"CSG", "10.255.0.1"}, {"AGG1", "10.255.0.11"}, {"AGG2", "10.255.0.12"}, {"RSG1", "10.255.0.21"}, {"RSG2", "10.255.0.22"}};
        QCOMPARE(plan.routers().size(), loopbacks.size());
        for (const auto &[name, address] : loopbacks)
            QCOMPARE(routerNamed(plan, name)->loopback->toString(), address);
        const std::map<std::string, std::pair<std::string, std::string>> links{
            {"CSG--AGG1", {"10.0.1.1/30", "10.0.1.2/30"}},  {"CSG--AGG2", {"10.0.2.1/30", "10.0.2.2/30"}},
            {"AGG1--AGG2", {"10.0.3.1/30", "10.0.3.2/30"}}, {"AGG1--RSG1", {"10.0.4.1/30", "10.0.4.2/30"}},
            {"AGG2--RSG2", {"10.0.5.1/30", "10.0.5.2/30"}}, {"RSG1--RSG2", {"10.0.6.1/30", "10.0.6.2/30"}}};
        QCOMPARE(plan.links().size(), links.size());
        for (const auto &[name, addresses] : links) {
            const Link &link = *plan.find(*linkNamed(plan, name));
            QCOMPARE(toString(*plan.find(link.a)->address), addresses.first);
            QCOMPARE(toString(*plan.find(link.b)->address), addresses.second);
        }
        const AccessService &site = *plan.services().begin();
        QCOMPARE(*site.primary.vcId, 100u);
        QCOMPARE(*site.secondary->vcId, 200u);
        QCOMPARE(toString(*site.gateway), std::string("2001:db8:100:1::1/64"));
        QCOMPARE(plan.trackedRoutes().size(), std::size_t{1});
        QCOMPARE(plan.trackedRoutes().begin()->prefix.toString(), std::string("2001:db8:ffff::21/128"));
    }

    void theBackhaulIsTheScaleNetwork_data()
    {
        QTest::addColumn<std::uint32_t>("sites");
        QTest::addColumn<std::size_t>("nodes");
        QTest::addColumn<std::size_t>("links");
        QTest::addColumn<std::uint64_t>("metrics");
        QTest::addColumn<std::uint64_t>("hash");
        // The table of check values that comes with the definition of the scale network.
        QTest::newRow("1000") << 1000u << std::size_t{1012} << std::size_t{1062} << std::uint64_t{1106497} << std::uint64_t{0x0f63a37ecd45cdca};
        QTest::newRow("10000") << 10000u << std::size_t{10114} << std::size_t{10621} << std::uint64_t{11098496} << std::uint64_t{0xe55fef58c2cc28f0};
        QTest::newRow("100000") << 100000u << std::size_t{101126} << std::size_t{106189} << std::uint64_t{110994889}
                                << std::uint64_t{0xb361e88ba8d9ea25};
    }
    void theBackhaulIsTheScaleNetwork()
    {
        QFETCH(std::uint32_t, sites);
        QFETCH(std::size_t, nodes);
        QFETCH(std::size_t, links);
        QFETCH(std::uint64_t, metrics);
        QFETCH(std::uint64_t, hash);
        const auto start = std::chrono::steady_clock::now();
        const Result<Plan> plan = backhaulPlan({.sites = sites});
        QVERIFY2(plan, plan ? "" : plan.error().detail.c_str());
        qInfo("%u sites built in %lld ms", sites,
              static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count()));
        QCOMPARE(plan->routers().size(), nodes);
        QCOMPARE(plan->links().size(), links);
        std::uint64_t sum = 0;
        QCOMPARE(networkHash(*plan, sum), hash);
        QCOMPARE(sum, metrics);
        const auto blanks = numberBlanks(*plan);
        QVERIFY(blanks && blanks->changes.empty());
    }

    void everyExampleOpens()
    {
        for (const ExampleEntry &entry : examples()) {
            const auto plan = examplePlan(entry.name);
            QVERIFY2(plan, plan ? "" : plan.error().detail.c_str());
        }
        QCOMPARE(examplePlan("nothing").error().code, ErrorCode::NotFound);
    }

    void shapesOutOfRangeAreRefused()
    {
        QVERIFY(!backhaulPlan({.sites = 0}));
        QVERIFY(!backhaulPlan({.sites = 1'000'001}));
        QVERIFY(!backhaulPlan({.sitesPerRing = 0}));
        QVERIFY(!backhaulPlan({.aggsPerRing = 3}));
    }

    void arrangedRoutersDoNotOverlap()
    {
        for (const BackhaulShape &shape : {BackhaulShape{.sites = 20, .access = AccessShape::DualHomed}, BackhaulShape{.sites = 2000}}) {
            const auto positions = arrangedPositions(*backhaulPlan(shape));
            std::set<std::pair<std::int32_t, std::int32_t>> cells; // glyphs are at most 66 wide and high
            for (const Position &position : positions) {
                const bool alone = cells.emplace(position.x / 66, position.y / 66).second;
                QVERIFY(alone);
            }
        }
    }

    void addingARouterRenumbersNothing()
    {
        const Plan before = referencePlan();
        EditBuilder edit(before, "Add");
        edit.add(Router{RouterId(0), "AGG3", Role::Agg, "", Release::V800R022C00, std::nullopt});
        const Plan added = *before.with(edit.take());
        const auto numbers = numberBlanks(added);
        QVERIFY(numbers);
        QCOMPARE(numbers->changes.size(), std::size_t{1});
        const Plan after = *added.with(*numbers);
        // 10.255.0.1 is the CSG's, so the lowest free loopback is the next one.
        QCOMPARE(routerNamed(after, "AGG3")->loopback->toString(), std::string("10.255.0.2"));
        for (const Router &router : before.routers())
            QVERIFY(*after.find(router.id) == router);
    }

    void anExhaustedPoolNamesWhatIsLeftOut()
    {
        Plan plan;
        EditBuilder edit(plan, "Small pool");
        Settings settings;
        settings.pools.loopbacks = Ipv4Prefix(Ipv4(10, 255, 0, 0), 30);
        edit.set(settings);
        for (const char *name : {"R1", "R2", "R3", "R4"})
            edit.add(Router{RouterId(0), name, Role::Csg, "", Release::V800R022C00, std::nullopt});
        plan = *plan.with(edit.take());
        const auto numbers = numberBlanks(plan);
        QVERIFY(!numbers);
        QCOMPARE(numbers.error().code, ErrorCode::PoolExhausted);
        QVERIFY(numbers.error().detail.find("10.255.0.0/30") != std::string::npos);
        QVERIFY(numbers.error().detail.find("R4") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestTemplates)
#include "tst_templates.moc"
