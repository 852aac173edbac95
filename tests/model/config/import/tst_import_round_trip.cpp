// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "tests/model/config/import/import_samples.h"

#include "model/plan/numbering.h"

#include <QDir>
#include <QtTest>
#include <rapidcheck.h>

using namespace sidestep;
using namespace sidestep::config;
using namespace sidestep::config::samples;

/// What Sidestep wrote it reads as the plan it was written from.
class TestImportRoundTrip : public QObject
{
    Q_OBJECT

private slots:
    void goldenFilesGiveThePlanTheyWereWrittenFrom_data();
    void goldenFilesGiveThePlanTheyWereWrittenFrom();
    void anyBackhaulComesBack();
    void anyChangedPlanComesBack();
    void orderOfFilesAndThreadsDoNotMatter();
};

namespace {

Files filesIn(const QString &folder)
{
    Files files;
    const QDir dir(QStringLiteral(SIDESTEP_TEST_DATA "/configs/") + folder);
    for (const QString &name : dir.entryList({QStringLiteral("*.cfg")}, QDir::Files, QDir::Name))
        files.named.emplace_back(name.chopped(4).toStdString(), readFile(dir.filePath(name)));
    return files;
}

/// Empty, or what did not come back.
std::string lost(const plan::Plan &original)
{
    const Files files = filesOf(original);
    const ImportResult result = imported(files);
    if (const std::string contradictions = rowsOf(result, ImportKind::Contradictory); !contradictions.empty())
        return contradictions;
    if (!result.rewrites.empty())
        return plan::nameOf(result.plan, plan::ObjectId(result.rewrites.front().router)) + "\n" + toText(result.rewrites.front().changes);
    if (std::string difference = firstDifference(carried(original), carried(result.plan)); !difference.empty())
        return difference;
    const Files again = filesOf(result.plan);
    for (std::size_t i = 0; i < files.named.size(); ++i)
        if (files.named[i] != again.named[i])
            return files.named[i].first + ": other bytes";
    return {};
}

plan::BackhaulShape anyShape()
{
    plan::BackhaulShape shape;
    shape.sites = *rc::gen::inRange<std::uint32_t>(1, 16);
    shape.access = *rc::gen::element(plan::AccessShape::Rings, plan::AccessShape::DualHomed);
    shape.sitesPerRing = *rc::gen::inRange<std::uint32_t>(1, 6);
    shape.ringsPerPair = *rc::gen::inRange<std::uint32_t>(1, 5);
    shape.aggsPerRing = 2 * *rc::gen::inRange<std::uint32_t>(1, 4);
    shape.seed = *rc::gen::arbitrary<std::uint32_t>();
    shape.tracking = *rc::gen::arbitrary<bool>();
    return shape;
}

plan::Plan backhaul()
{
    const auto plan = plan::backhaulPlan(anyShape());
    if (!plan)
        RC_FAIL(plan.error().detail);
    return *rc::gen::arbitrary<bool>() ? withOspf(*plan) : *plan;
}

plan::BfdPolicyId anyPolicy(plan::EditBuilder &edit)
{
    const std::uint16_t ms = *rc::gen::inRange<std::uint16_t>(3, 20001);
    return edit.add(plan::BfdPolicy{plan::BfdPolicyId(0), fmt::format("policy {}", *rc::gen::inRange(0, 1'000'000'000)), ms,
                                    *rc::gen::inRange<std::uint16_t>(3, 20001), *rc::gen::inRange<std::uint8_t>(3, 51)});
}

std::optional<plan::LinkId> linkBetween(const plan::Plan &plan, plan::RouterId a, plan::RouterId b)
{
    for (const plan::Link &link : plan.links())
        if (const auto ends = plan::endsOf(plan, link); ends == std::pair(a, b) || ends == std::pair(b, a))
            return link.id;
    return std::nullopt;
}

/// Values of every kind that a configuration carries, changed here and there.
plan::Plan changedAtRandom(const plan::Plan &full)
{
    plan::EditBuilder edit(full, "change");
    const auto now = [] { return *rc::gen::weightedElement<bool>({{3, false}, {1, true}}); };
    const plan::BfdPolicyId policy = anyPolicy(edit);
    const bool ospf = full.settings().igp == plan::Igp::Ospf;
    for (plan::IgpDomain domain : full.domains()) {
        if (now())
            domain.bfd = now() ? std::nullopt : std::optional(policy);
        domain.ldpSync = !now();
        if (now())
            domain.spfStepMs = *rc::gen::inRange<std::uint16_t>(1, 60001);
        if (now())
            domain.lspMaxSeconds = *rc::gen::inRange<std::uint16_t>(1, 121);
        if (now() && !ospf)
            domain.area = "49.00ab.12cd";
        if (now() && ospf)
            domain.lsaArrivalMs = *rc::gen::inRange<std::uint16_t>(1, 10001);
        edit.set(domain);
    }
    for (plan::Link link : full.links()) {
        if (now())
            link.cost = now() ? std::nullopt : std::optional(*rc::gen::inRange<std::uint32_t>(1, ospf ? 65'536 : 16'777'215));
        edit.set(link);
    }
    for (plan::Port port : full.ports()) {
        if (now())
            port.description = "to \"somewhere\", far";
        if (now())
            port.mtu = *rc::gen::inRange<std::uint16_t>(46, 9601);
        edit.set(port);
    }
    for (plan::BgpSession session : full.sessions()) {
        session.aReflects = now();
        if (now())
            session.keepaliveSeconds = 20, session.holdSeconds = 0;
        if (now())
            session.bfd = policy;
        if (now())
            session.tunnelBfd = policy;
        session.aNextHopSelf = now();
        session.bNextHopSelf = now();
        if (const auto link = linkBetween(full, session.a, session.b); link && now())
            session.link = link;
        if (session.link)
            session.tunnelBfd = std::nullopt; // tunnels lead to loopbacks
        edit.set(session);
    }
    for (plan::Router router : full.routers()) {
        if (now())
            router.asNumber = *rc::gen::inRange<std::uint32_t>(65'001, 65'004);
        edit.set(router);
    }
    for (plan::VpnMember member : full.vpnMembers()) {
        member.frr = !now();
        edit.set(member);
    }
    for (plan::VpnInterface interface : full.vpnInterfaces()) {
        interface.advertised = !now();
        if (now())
            interface.description = "PROBE 1";
        edit.set(interface);
    }
    std::set<plan::AccessServiceId> single;
    for (plan::AccessService service : full.services()) {
        if (now()) {
            service.secondary.reset();
            single.insert(service.id);
            // What no line carries without a secondary keeps its default.
        } else {
            service.redundancy = *rc::gen::element(plan::RedundancyMode::Frr, plan::RedundancyMode::Master);
            service.reroute
                = *rc::gen::element(plan::ReroutePolicy::Delay, plan::ReroutePolicy::Immediately, plan::ReroutePolicy::Never);
            service.rerouteDelaySeconds
                = service.reroute == plan::ReroutePolicy::Delay ? *rc::gen::inRange<std::uint16_t>(10, 10801) : std::uint16_t{30};
            if (service.redundancy == plan::RedundancyMode::Frr && service.reroute != plan::ReroutePolicy::Never)
                service.resumeSeconds = *rc::gen::inRange<std::uint16_t>(0, 601);
            service.dualReceiving = !now();
            service.ndDualSending = !now();
        }
        service.controlWord = !now();
        service.bfd = service.controlWord && !now() ? std::optional(policy) : std::nullopt;
        if (now()) {
            service.bfd = policy;
            service.watch = plan::PwWatch::Management;
        }
        if (now()) {
            service.bfd = policy;
            service.watch = plan::PwWatch::Tunnel;
        }
        service.encapsulation = now() ? plan::Encapsulation::Raw : plan::Encapsulation::Tagged;
        service.mtu = now() ? std::uint16_t{1600} : std::uint16_t{1500};
        for (plan::PseudowireEnd *end : {&service.primary, service.secondary ? &*service.secondary : nullptr})
            if (end) {
                end->encapsulation = service.encapsulation;
                end->mtu = service.mtu;
                end->ignoreStandby = !now();
            }
        if (now())
            service.description = "Rooftop 7 / east";
        edit.set(service);
    }
    for (const plan::TrackedRoute &tracked : full.trackedRoutes())
        if (now() || (tracked.pw == plan::PwRole::Secondary && single.contains(tracked.service)))
            edit.remove<plan::TrackedRoute>(tracked.id);
    auto after = full.with(edit.take());
    if (!after)
        RC_FAIL("the plan refuses: " + after.error().detail);
    return *after->with(*plan::numberBlanks(*after)); // of the management pseudowires
}

} // namespace

void TestImportRoundTrip::goldenFilesGiveThePlanTheyWereWrittenFrom_data()
{
    QTest::addColumn<QString>("folder");
    QTest::newRow("reference network") << QStringLiteral("reference");
    QTest::newRow("ring") << QStringLiteral("ring");
}

void TestImportRoundTrip::goldenFilesGiveThePlanTheyWereWrittenFrom()
{
    QFETCH(QString, folder);
    const plan::Plan original
        = folder == QStringLiteral("reference") ? plan::referencePlan() : *plan::examplePlan("ring");
    const Files files = filesIn(folder);
    QCOMPARE(files.named.size(), original.routers().size());
    const ImportResult result = imported(files);
    QCOMPARE(rowsOf(result, ImportKind::Contradictory), std::string());
    QCOMPARE(rowsOf(result, ImportKind::Kept), std::string());
    QVERIFY(result.leftOut.empty());
    QVERIFY(result.rewrites.empty());
    QCOMPARE(firstDifference(carried(original), carried(result.plan)), std::string());
    for (const auto &[name, text] : files.named)
        QCOMPARE(textOf(result.plan, name), text);
    QCOMPARE(result.plan.positions().size(), result.plan.routers().size());
}

void TestImportRoundTrip::anyBackhaulComesBack()
{
    QVERIFY(rc::check("write, import, write gives the same bytes", [] {
        if (const std::string what = lost(backhaul()); !what.empty())
            RC_FAIL(what);
    }));
}

void TestImportRoundTrip::anyChangedPlanComesBack()
{
    QVERIFY(rc::check("write, import, write gives the same bytes after random changes", [] {
        if (const std::string what = lost(changedAtRandom(backhaul())); !what.empty())
            RC_FAIL(what);
    }));
}

void TestImportRoundTrip::orderOfFilesAndThreadsDoNotMatter()
{
    const plan::Plan original = *plan::backhaulPlan({.sites = 20});
    Files files = filesOf(original);
    const ImportResult one = imported(files, {.threads = 1});
    const ImportResult four = imported(files, {.threads = 4});
    QVERIFY(one.plan == four.plan);
    QVERIFY(one.rows == four.rows);
    std::ranges::reverse(files.named);
    QCOMPARE(firstDifference(carried(original), carried(imported(files).plan)), std::string());
}

QTEST_GUILESS_MAIN(TestImportRoundTrip)
#include "tst_import_round_trip.moc"
