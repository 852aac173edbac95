// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/config/config_samples.h"
#include "tests/model/config/line_grammar.h"

#include "model/config/config_builder.h"

#include <QtTest>
#include <rapidcheck.h>

#include <algorithm>
#include <random>
#include <set>

using namespace sidestep;
using namespace sidestep::config;
using namespace sidestep::config::samples;

/// Random plans: every router's configuration obeys the grammar and refers only to what it defines, and the bytes hang on
/// nothing but the plan's content.
class TestConfigRandom : public QObject
{
    Q_OBJECT

private slots:
    void grammarFindsFaults_data();
    void grammarFindsFaults();
    void everyRouterOfAnyBackhaulIsValid();
    void everyRouterOfAThinnedPlanIsValid();
    void insertionOrderAndCopyingDoNotMatter();
};

namespace {

plan::BackhaulShape anyShape()
{
    plan::BackhaulShape shape;
    shape.sites = *rc::gen::inRange<std::uint32_t>(1, 60);
    shape.access = *rc::gen::element(plan::AccessShape::Rings, plan::AccessShape::DualHomed);
    shape.sitesPerRing = *rc::gen::inRange<std::uint32_t>(1, 12);
    shape.ringsPerPair = *rc::gen::inRange<std::uint32_t>(1, 5);
    shape.aggsPerRing = 2 * *rc::gen::inRange<std::uint32_t>(1, 4);
    shape.seed = *rc::gen::arbitrary<std::uint32_t>();
    shape.tracking = *rc::gen::arbitrary<bool>();
    return shape;
}

plan::Plan withSomeIgp(const plan::Plan &plan)
{
    return *rc::gen::arbitrary<bool>() ? withOspf(plan) : plan;
}

/// What the lines refer to must stand in the same file: VPN instances, prefix lists, policies, processes, LDP peers, the
/// main interface of a sub-interface. Returns the first reference without a target.
QString danglingReference(const std::string &text)
{
    const QString all = QString::fromStdString(text);
    const auto captures = [&](const char *pattern) {
        std::set<QString> found;
        const QRegularExpression expression(QString::fromLatin1(pattern), QRegularExpression::MultilineOption);
        for (auto it = expression.globalMatch(all); it.hasNext();)
            found.insert(it.next().captured(1));
        return found;
    };
    const auto check = [&](const char *uses, const char *definitions) -> QString {
        const auto defined = captures(definitions);
        for (const QString &used : captures(uses))
            if (!defined.contains(used))
                return QStringLiteral("%1 (%2)").arg(used, QString::fromLatin1(uses));
        return {};
    };
    for (const auto &[uses, definitions] : std::vector<std::pair<const char *, const char *>>{
             {"^ +(?:ip binding|ipv6-family|mpls l2vpn track route \\S+ \\d+) vpn-instance (\\S+)$", "^ip vpn-instance (\\S+)$"},
             {"route-policy (\\S+)$", "^route-policy (\\S+) "},
             {"^ (?:if-match|filter-policy|mpls bfd-trigger-tunnel) ip-prefix (\\S+)", "^ip ip-prefix (\\S+) "},
             {"^ isis enable (\\d+)$", "^isis (\\d+)$"},
             {"^ ospf enable (\\d+) area", "^ospf (\\d+) router-id"},
             {"^ mpls l2vc (\\d\\S+)", "^ remote-ip (\\S+)$"},
             {"^ mpls l2vc (?:secondary )?track admin-vc interface (\\S+)$", "^interface (\\S+)\\n mpls l2vc \\S+ \\d+ control-word admin$"},
             {"^interface (\\S+)\\.\\d+$", "^interface ([^.\\n]+)$"},
             {"^  peer (\\S+) enable$", "^ peer (\\S+) as-number"}})
        if (const QString fault = check(uses, definitions); !fault.isEmpty())
            return fault;
    if (all.contains(QStringLiteral(" bfd ")) && !all.contains(QStringLiteral("\nbfd\n")))
        return QStringLiteral("BFD without the global command");
    if (all.contains(QStringLiteral("l2vc")) && !all.contains(QStringLiteral("\nmpls l2vpn\n")))
        return QStringLiteral("pseudowires without the global command");
    const QRegularExpression opener(QStringLiteral("^interface (\\S+)$"), QRegularExpression::MultilineOption);
    std::set<QString> seen;
    for (auto it = opener.globalMatch(all); it.hasNext();) {
        const QString name = it.next().captured(1);
        if (!seen.insert(name).second)
            return QStringLiteral("interface %1 twice").arg(name);
        if (const qsizetype dot = name.indexOf(QLatin1Char('.')); dot > 0 && !seen.contains(name.left(dot)))
            return QStringLiteral("%1 before its main interface").arg(name);
    }
    return {};
}

/// Text without a tree is the tree's text, with the same gaps in the same order.
void requireSameText(TextWriter &writer, const DeviceConfig &config, const std::string &text)
{
    const auto direct = writer.write(config.router);
    if (!direct || *direct != text)
        RC_FAIL(config.name + ": written without a tree differs");
    const auto same = [](const ConfigGap &a, const ConfigGap &b) { return a.text == b.text && a.object == b.object; };
    if (!std::ranges::equal(writer.gaps(), config.gaps, same))
        RC_FAIL(config.name + ": gaps differ without a tree");
}

void requireSound(const plan::Plan &plan)
{
    const ConfigBuilder builder(plan);
    TextWriter writer(builder);
    for (const plan::Router &router : plan.routers()) {
        const DeviceConfig config = *builder.build(router.id);
        const std::string text = toText(config);
        requireSameText(writer, config, text);
        const QString fault = grammar::firstFault(text);
        if (!fault.isEmpty())
            RC_FAIL(router.name + ": " + fault.toStdString());
        const QString dangling = danglingReference(text);
        if (!dangling.isEmpty())
            RC_FAIL(router.name + " refers to what it does not define: " + dangling.toStdString());
    }
}

template <typename Row>
void addAll(const plan::Plan &plan, std::vector<plan::PlanChange> &changes)
{
    for (const Row &row : plan.table<Row>())
        changes.emplace_back(plan::Add<Row>{row});
}

/// Blanks values as a user's half-drawn plan has them.
plan::Plan thinned(const plan::Plan &full)
{
    plan::EditBuilder edit(full, "thin out");
    const auto drop = [] { return *rc::gen::weightedElement<bool>({{4, false}, {1, true}}); };
    for (plan::Router router : full.routers())
        if (drop()) {
            router.loopback.reset();
            edit.set(router);
        }
    for (plan::IgpDomain domain : full.domains())
        if (drop()) {
            domain.process.reset();
            edit.set(domain);
        }
    for (plan::VpnMember member : full.vpnMembers())
        if (drop()) {
            member.distinguisher.reset();
            edit.set(member);
        }
    for (plan::VpnInterface interface : full.vpnInterfaces())
        if (drop()) {
            interface.address.reset();
            edit.set(interface);
        }
    for (plan::Port port : full.ports())
        if (drop()) {
            port.address.reset();
            edit.set(port);
        }
    for (plan::AccessService service : full.services()) {
        const auto thinEnd = [&](plan::PseudowireEnd &end) {
            if (drop())
                end.vcId.reset();
            if (drop())
                end.veGroup.reset();
            if (drop())
                end.veVlan.reset();
            if (service.watch == plan::PwWatch::Management && !drop())
                end.adminVcId = 900 + end.vcId.value_or(0);
            if (service.watch == plan::PwWatch::Management && !drop())
                end.adminLoopback = end.aggAdminLoopback = std::uint16_t{7};
        };
        service.watch = drop() ? plan::PwWatch::Management : drop() ? plan::PwWatch::Tunnel : plan::PwWatch::Each;
        thinEnd(service.primary);
        if (service.secondary)
            thinEnd(*service.secondary);
        if (drop())
            service.secondary.reset();
        if (drop())
            service.vlan.reset();
        if (drop())
            service.gateway.reset();
        if (drop())
            service.gatewayMac.reset();
        service.controlWord = !drop();
        service.redundancy = *rc::gen::element(plan::RedundancyMode::Frr, plan::RedundancyMode::Master, plan::RedundancyMode::Independent);
        service.reroute = *rc::gen::element(plan::ReroutePolicy::Delay, plan::ReroutePolicy::Immediately, plan::ReroutePolicy::Never);
        edit.set(service);
    }
    for (const plan::TrackedRoute &tracked : full.trackedRoutes())
        if (!full.find(tracked.service)->secondary || tracked.pw == plan::PwRole::Secondary)
            edit.remove<plan::TrackedRoute>(tracked.id); // its pseudowire may be gone
    auto after = full.with(edit.take());
    if (!after)
        RC_FAIL("the plan refuses: " + after.error().detail);
    return *std::move(after);
}

} // namespace

void TestConfigRandom::grammarFindsFaults_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("sound");
    QTest::newRow("smallest file") << "sysname A\n#\nreturn\n" << true;
    QTest::newRow("no return") << "sysname A\n#\n" << false;
    QTest::newRow("open block") << "sysname A\nbfd\n#\nreturn\n" << false;
    QTest::newRow("trailing space") << "bfd \n#\nreturn\n" << false;
    QTest::newRow("line of another view") << "isis 1\n mpls ldp\n#\nreturn\n" << false;
    QTest::newRow("half a line") << "interface LoopBack0\n ip address 10.0.0.1\n#\nreturn\n" << false;
    QTest::newRow("VLAN 4095") << "interface 100GE0/1/0.100\n vlan-type dot1q 4095\n#\nreturn\n" << false;
    QTest::newRow("length 129") << "bgp 1\n #\n ipv6-family vpn-instance R\n  network 2001:db8:: 129\n#\nreturn\n" << false;
    QTest::newRow("family without separator") << "bgp 1\n ipv4-family unicast\n#\nreturn\n" << false;
    QTest::newRow("prefix lists in one block")
        << "ip ip-prefix A index 10 permit 1.1.1.1 32\nip ip-prefix B index 10 permit 1.1.1.1 32\n#\nreturn\n"
        << true;
    QTest::newRow("second line smuggled in") << "interface 100GE0/1/0\n description X\n undo mpls\n#\nreturn\n" << false;
}

void TestConfigRandom::grammarFindsFaults()
{
    QFETCH(QString, text);
    QFETCH(bool, sound);
    const QString fault = grammar::firstFault(text.toStdString());
    QVERIFY2(fault.isEmpty() == sound, qPrintable(fault));
}

void TestConfigRandom::everyRouterOfAnyBackhaulIsValid()
{
    for (const plan::Plan &plan : {plan::referencePlan(), withOspf(plan::referencePlan())})
        for (const plan::Router &router : plan.routers())
            QCOMPARE(grammar::firstFault(textOf(plan, router.name)), QString());
    QVERIFY(rc::check("every router of any backhaul is valid", [] {
        const plan::BackhaulShape shape = anyShape();
        const auto plan = plan::backhaulPlan(shape);
        if (!plan)
            RC_FAIL(plan.error().detail);
        requireSound(withSomeIgp(*plan));
    }));
}

void TestConfigRandom::everyRouterOfAThinnedPlanIsValid()
{
    QVERIFY(rc::check("a half-decided plan gives whole lines only", [] {
        plan::BackhaulShape shape = anyShape();
        shape.sites = 1 + shape.sites % 20;
        const auto plan = plan::backhaulPlan(shape);
        if (!plan)
            RC_FAIL(plan.error().detail);
        requireSound(thinned(withSomeIgp(*plan)));
    }));
}

void TestConfigRandom::insertionOrderAndCopyingDoNotMatter()
{
    const auto made = plan::backhaulPlan({.sites = 40});
    QVERIFY(made.has_value());
    for (const plan::Plan &original : {plan::referencePlan(), *made}) {
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            plan::PlanEdit edit{"shuffled", {plan::SetSettings{original.settings()}}};
            auto &changes = edit.changes;
            addAll<plan::Router>(original, changes);
            addAll<plan::Position>(original, changes);
            addAll<plan::Port>(original, changes);
            addAll<plan::Link>(original, changes);
            addAll<plan::IgpDomain>(original, changes);
            addAll<plan::BfdPolicy>(original, changes);
            addAll<plan::Vpn>(original, changes);
            addAll<plan::VpnMember>(original, changes);
            addAll<plan::VpnInterface>(original, changes);
            addAll<plan::AccessService>(original, changes);
            addAll<plan::TrackedRoute>(original, changes);
            addAll<plan::BgpSession>(original, changes);
            std::mt19937_64 random(seed);
            std::ranges::shuffle(changes, random);
            const auto shuffled = plan::Plan().with(edit);
            QVERIFY2(shuffled.has_value(), shuffled ? "" : shuffled.error().detail.c_str());
            const plan::Plan copy = *shuffled;
            for (const plan::Router &router : original.routers())
                QCOMPARE(textOf(copy, router.name), textOf(original, router.name));
        }
    }
}

QTEST_GUILESS_MAIN(TestConfigRandom)
#include "tst_config_random.moc"
