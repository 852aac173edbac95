// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/difference.h"

#include "tests/model/config/config_samples.h"

#include "model/config/config_builder.h"
#include "model/config/reader.h"

#include <QtTest>
#include <rapidcheck.h>

using namespace sidestep;
using namespace sidestep::config;
using namespace sidestep::config::samples;

class TestConfigDifference : public QObject
{
    Q_OBJECT

private slots:
    void undoOfThePrimaryLeavesTheSecondary();
    void partsAreTakenBackAlone_data();
    void partsAreTakenBackAlone();
    void oddConfigurationsTurnIntoEachOther_data();
    void oddConfigurationsTurnIntoEachOther();
    void undoOfWhatHasNoUndoFormIsLeftAlone();
    void undoOfAnUnknownLineNeverMeansAnotherCommand();
    void scriptsAreWhatAnEngineerTypes_data();
    void scriptsAreWhatAnEngineerTypes();
    void sameConfigurationsHaveNone_data();
    void sameConfigurationsHaveNone();
    void aScriptTurnsOneRandomRouterIntoAnother();
    void aScriptTurnsAnEditedRouterIntoTheOther();
};

namespace {

/// Both directions; and nothing is left to do afterwards.
bool turnsInto(const ConfigTree &a, const ConfigTree &b)
{
    const Difference change = difference(a, b);
    const ConfigTree forward = applied(a, change.forward);
    return sameConfiguration(forward, b) && sameConfiguration(applied(forward, change.rollback), a)
        && sameConfiguration(applied(b, change.rollback), a) && difference(forward, b).empty() && difference(a, a).empty();
}

plan::Plan randomPlan()
{
    plan::BackhaulShape shape;
    shape.sites = *rc::gen::inRange<std::uint32_t>(1, 12);
    shape.access = *rc::gen::element(plan::AccessShape::Rings, plan::AccessShape::DualHomed);
    shape.sitesPerRing = *rc::gen::inRange<std::uint32_t>(1, 6);
    shape.aggsPerRing = 2 * *rc::gen::inRange<std::uint32_t>(1, 3);
    shape.seed = *rc::gen::arbitrary<std::uint32_t>();
    shape.tracking = *rc::gen::arbitrary<bool>();
    const auto plan = plan::backhaulPlan(shape);
    if (!plan)
        RC_FAIL(plan.error().detail);
    return *plan;
}

ConfigTree randomRouter(const plan::Plan &plan)
{
    const auto at = *rc::gen::inRange<std::size_t>(0, plan.routers().size());
    const auto router = std::next(plan.routers().begin(), static_cast<std::ptrdiff_t>(at));
    return readConfig(toText(*buildConfig(plan, router->id)));
}

/// Lines a router may hold beyond plans, by the line of the view they stand in.
const std::vector<std::pair<std::string, std::vector<std::string>>> kExtra{
    {"mpls ldp", {" graceful-restart timer recovery 60"}},
    {"interface LoopBack0", {" description A", " description B", " isis cost 5", " frobnicate 7"}},
    {"interface GigabitEthernet0/2/1",
     {" isis bfd min-tx-interval 10 min-rx-interval 20", " isis cost 7 level-2", " mtu 1400", " shutdown"}},
    {"bfd 1 bind peer-ip 10.0.0.9 interface GigabitEthernet0/2/1", {" discriminator local 4", " min-tx-interval 20", " process-pst"}},
    {"bfd 1 bind peer-ip 10.0.0.8", {" discriminator local 5"}},
    {"aaa", {" local-user x", " undo domain y"}},
    {"route-policy P permit node 10", {" apply cost + 5"}},
    {"route-policy P deny node 10", {" apply cost - 5"}},
    {"interface Eth-Trunk3", {" mtu 1600", " undo shutdown"}},
    {"interface Eth-Trunk3.5", {" vlan-type dot1q 5", " ip binding vpn-instance A", " ip address 10.5.5.5 24", " ipv6 enable"}},
    {"interface Eth-Trunk3.6",
     {" vlan-type dot1q 6", " mpls l2vc 10.9.9.9 7 raw", " mpls l2vc 10.9.9.8 8 secondary", " mpls l2vpn redundancy master",
      " mpls l2vpn pw bfd", " mpls l2vpn pw bfd secondary"}},
    {"interface Eth-Trunk3.6",
     {" mpls l2vc 10.9.9.9 9 tagged", " mpls l2vpn reroute never", " mpls l2vpn redundancy independent",
      " mpls l2vc 10.9.9.8 11 secondary"}},
};

/// Some of the extra blocks, with some of their lines, in any order.
std::string extraText()
{
    std::string text;
    for (const auto &[opener, lines] : kExtra) {
        if (*rc::gen::arbitrary<bool>())
            continue;
        text += opener + "\n";
        for (const std::string &line : lines)
            if (*rc::gen::arbitrary<bool>())
                text += line + "\n";
        text += "#\n";
    }
    return text;
}

} // namespace

void TestConfigDifference::scriptsAreWhatAnEngineerTypes_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("script");
    const auto row = [](const char *name, const char *from, const char *to, const char *script) {
        QTest::newRow(name) << QString::fromLatin1(from) << QString::fromLatin1(to) << QString::fromLatin1(script);
    };
    // Order and undo forms: vrp.md sections 1, 4, 7.
    row("a value is overwritten", "interface 100GE0/1/0\n isis cost 10\n#\n", "interface 100GE0/1/0\n isis cost 20\n#\n",
        "interface 100GE0/1/0\n isis cost 20\n#\n");
    row("a line goes", "interface 100GE0/1/0\n description A\n isis cost 10\n#\n", "interface 100GE0/1/0\n isis cost 10\n#\n",
        "interface 100GE0/1/0\n undo description\n#\n");
    row("secondary PW before primary",
        "interface 100GE0/1/0.5\n vlan-type dot1q 5\n mpls l2vc 1.1.1.1 7\n mpls l2vc 2.2.2.2 8 secondary\n"
        " mpls l2vpn redundancy master\n#\n",
        "interface 100GE0/1/0.5\n vlan-type dot1q 5\n#\n",
        "interface 100GE0/1/0.5\n undo mpls l2vpn redundancy master\n undo mpls l2vc secondary\n undo mpls l2vc\n#\n");
    row("a new VC id: delete and make again, with all that is on it",
        "interface 100GE0/1/0.5\n mpls l2vc 1.1.1.1 7\n mpls l2vc 2.2.2.2 8 secondary\n mpls l2vpn redundancy master\n#\n",
        "interface 100GE0/1/0.5\n mpls l2vc 1.1.1.1 9\n mpls l2vc 2.2.2.2 8 secondary\n mpls l2vpn redundancy master\n#\n",
        "interface 100GE0/1/0.5\n undo mpls l2vpn redundancy master\n undo mpls l2vc secondary\n undo mpls l2vc\n"
        " mpls l2vc 1.1.1.1 9\n mpls l2vc 2.2.2.2 8 secondary\n mpls l2vpn redundancy master\n#\n");
    row("binding erases addresses: they are entered again", "interface LoopBack1\n ip address 10.0.0.1 32\n#\n",
        "interface LoopBack1\n ip binding vpn-instance RAN\n ip address 10.0.0.1 32\n#\n",
        "interface LoopBack1\n ip binding vpn-instance RAN\n ip address 10.0.0.1 255.255.255.255\n#\n");
    row("another VPN", "interface LoopBack1\n ip binding vpn-instance A\n ipv6 enable\n ipv6 address 2001:db8::1/128\n#\n",
        "interface LoopBack1\n ip binding vpn-instance B\n ipv6 enable\n ipv6 address 2001:db8::1/128\n#\n",
        "interface LoopBack1\n undo ip binding vpn-instance A\n ip binding vpn-instance B\n ipv6 enable\n ipv6 address "
        "2001:db8::1/128\n#\n");
    row("peer before family", "bgp 65001\n router-id 1.1.1.1\n#\n",
        "bgp 65001\n router-id 1.1.1.1\n ipv6-family vpnv6\n  peer 2.2.2.2 enable\n #\n peer 2.2.2.2 as-number 65001\n#\n",
        "bgp 65001\n peer 2.2.2.2 as-number 65001\n#\nbgp 65001\n ipv6-family vpnv6\n  peer 2.2.2.2 enable\n#\n");
    row("a peer goes with all its lines",
        "bgp 1\n peer 2.2.2.2 as-number 1\n peer 2.2.2.2 bfd enable\n #\n ipv6-family vpnv6\n  peer 2.2.2.2 enable\n#\n",
        "bgp 1\n ipv6-family vpnv6\n#\n", "bgp 1\n undo peer 2.2.2.2\n#\n");
    row("a peer's new AS brings its lines back",
        "bgp 1\n peer 2.2.2.2 as-number 1\n peer 2.2.2.2 bfd enable\n #\n ipv6-family vpnv6\n  peer 2.2.2.2 enable\n#\n",
        "bgp 1\n peer 2.2.2.2 as-number 2\n peer 2.2.2.2 bfd enable\n #\n ipv6-family vpnv6\n  peer 2.2.2.2 enable\n#\n",
        "bgp 1\n undo peer 2.2.2.2\n peer 2.2.2.2 as-number 2\n peer 2.2.2.2 bfd enable\n#\n"
        "bgp 1\n ipv6-family vpnv6\n  peer 2.2.2.2 enable\n#\n");
    row("a block goes at once", "isis 1\n is-level level-2\n cost-style wide\n#\n", "", "undo isis 1\n#\n");
    row("a sub-interface before its main interface", "interface Eth-Trunk1\n mtu 1400\n#\ninterface Eth-Trunk1.5\n vlan-type dot1q 5\n#\n",
        "", "undo interface Eth-Trunk1.5\nundo interface Eth-Trunk1\n#\n");
    row("a physical port stays, closed", "interface 100GE0/1/0\n undo shutdown\n mpls\n#\n", "",
        "interface 100GE0/1/0\n undo mpls\n shutdown\n#\n");
    row("what uses a VPN goes before it",
        "ip vpn-instance A\n ipv6-family\n#\ninterface LoopBack1\n ip binding vpn-instance A\n#\nbgp 1\n ipv6-family vpn-instance A\n  "
        "auto-frr\n#\n",
        "interface LoopBack1\n#\nbgp 1\n#\n",
        "bgp 1\n undo ipv6-family vpn-instance A\n#\ninterface LoopBack1\n undo ip binding vpn-instance A\n#\nundo ip vpn-instance A\n#\n");
    row("unknown lines go word for word", "frob 1 nicate\n#\n", "", "undo frob 1 nicate\n#\n");
    row("tracking is added", "interface Virtual-Ethernet0/2/0.100\n mpls l2vc 1.1.1.1 100\n#\n",
        "interface Virtual-Ethernet0/2/0.100\n mpls l2vc 1.1.1.1 100\n mpls l2vpn track route 2001:db8::1 128 vpn-instance RAN\n#\n",
        "interface Virtual-Ethernet0/2/0.100\n mpls l2vpn track route 2001:db8::1 128 vpn-instance RAN\n#\n");
}

void TestConfigDifference::scriptsAreWhatAnEngineerTypes()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, script);
    const ConfigTree a = readConfig(from.toStdString());
    const ConfigTree b = readConfig(to.toStdString());
    const QStringList typed = QString::fromStdString(toText(difference(a, b).forward)).split(QLatin1Char('\n'));
    QCOMPARE(typed, script.split(QLatin1Char('\n')));
    QVERIFY(turnsInto(a, b));
}

void TestConfigDifference::sameConfigurationsHaveNone_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::newRow("order") << "mpls lsr-id 1.1.1.1\n#\nbfd\n#\n"
                           << "bfd\n#\nmpls lsr-id 1.1.1.1\n#\n";
    QTest::newRow("default spelled out") << "bgp 1\n ipv6-family vpnv6\n  policy vpn-target\n#\n"
                                         << "bgp 1\n ipv6-family vpnv6\n#\n";
    QTest::newRow("abbreviations") << "interface loopback 0\n ip add 1.1.1.1 32\n#\n"
                                   << "interface LoopBack0\n ip address 1.1.1.1 255.255.255.255\n#\n";
    QTest::newRow("port without lines") << "interface 100GE0/1/0\n#\n"
                                        << "";
    QTest::newRow("a line taken back at once") << "interface LoopBack0\n description A\n undo description\n#\n"
                                               << "interface LoopBack0\n#\n";
}

void TestConfigDifference::sameConfigurationsHaveNone()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    const ConfigTree a = readConfig(from.toStdString());
    const ConfigTree b = readConfig(to.toStdString());
    QCOMPARE(toText(difference(a, b).forward), std::string());
    QVERIFY(difference(a, b).empty());
    QVERIFY(sameConfiguration(a, b));
}

void TestConfigDifference::aScriptTurnsOneRandomRouterIntoAnother()
{
    QVERIFY(rc::check("the script gives the second router, the rollback the first", [] {
        const ConfigTree a = randomRouter(randomPlan());
        const ConfigTree b = randomRouter(randomPlan());
        RC_ASSERT(turnsInto(a, b));
    }));
}

void TestConfigDifference::aScriptTurnsAnEditedRouterIntoTheOther()
{
    const std::string base = textOf(plan::referencePlan(), "CSG");
    QVERIFY(rc::check("with lines that no plan writes", [&base] {
        const ConfigTree a = readConfig(base + "#\n" + extraText());
        const ConfigTree b = readConfig(base + "#\n" + extraText());
        const Difference change = difference(a, b);
        RC_LOG() << toText(a) << "---\n" << toText(b) << "---\n" << toText(change.forward) << "---\n" << toText(applied(a, change.forward));
        RC_ASSERT(turnsInto(a, b));
    }));
}

/// What no router holds and a file may say.
void TestConfigDifference::oddConfigurationsTurnIntoEachOther_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    const auto row = [](const char *name, const char *first, const char *second) {
        QTest::newRow(name) << QString::fromLatin1(first) << QString::fromLatin1(second);
    };
    row("a line that its view lacks and a view inside has", "bgp 1\n policy vpn-target\n ipv6-family vpnv6\n  auto-frr\n#\n",
        "bgp 1\n ipv6-family vpnv6\n  auto-frr\n#\n");
    row("a line that its view lacks behind an opener that is wrong", "bgp 1\n ipv6-family vpnv6 all\n #\n policy vpn-target\n#\n",
        "bgp 1\n ipv6-family vpnv6 all\n#\n");
}

void TestConfigDifference::oddConfigurationsTurnIntoEachOther()
{
    QFETCH(QString, first);
    QFETCH(QString, second);
    QVERIFY(turnsInto(readConfig(first.toStdString()), readConfig(second.toStdString())));
    QVERIFY(turnsInto(readConfig(second.toStdString()), readConfig(first.toStdString())));
}

// `slot` has no undo form, so the line is not known, and what would take it back opens the slot.
void TestConfigDifference::undoOfWhatHasNoUndoFormIsLeftAlone()
{
    const ConfigTree slot = readConfig("slot 3\n set l2ve-mac 00e0-fc12-3456\n#\n");
    const ConfigTree both = readConfig("slot 3\n#\nundo slot 3\n#\n");
    const Difference change = difference(slot, both);
    QVERIFY(sameConfiguration(applied(slot, change.forward), both));
    QCOMPARE(change.leftAlone, std::vector<std::string>{"undo slot 3"});
}

// Found by the fuzzer: "undo s" is `undo sysname` to a router.
void TestConfigDifference::undoOfAnUnknownLineNeverMeansAnotherCommand()
{
    const Difference change = difference(readConfig("sysname CSG\n#\ns\n#\n"), readConfig("sysname CSG\n#\n"));
    QVERIFY(change.forward.empty());
    QCOMPARE(change.leftAlone, std::vector<std::string>{"s"});
    QVERIFY(!change.empty());
}

// Found by the fuzzer.
void TestConfigDifference::undoOfThePrimaryLeavesTheSecondary()
{
    const std::string head = "interface GigabitEthernet0/2/0.100\n mpls l2vc 10.255.0.11 100 control-word\n mpls l2vc 10.255.0.12 200 control-word secondary\n";
    const std::string secondary = " mpls l2vpn pw bfd detect-multiplier 3 min-rx-interval 100 min-tx-interval 100 secondary\n#\n";
    const ConfigTree both = readConfig(head + " mpls l2vpn pw bfd detect-multiplier 3 min-rx-interval 100 min-tx-interval 100\n" + secondary);
    const ConfigTree one = readConfig(head + secondary);
    const Difference change = difference(both, one);
    QVERIFY(sameConfiguration(applied(both, change.forward), one));
    QVERIFY(sameConfiguration(applied(one, change.rollback), both));
}

void TestConfigDifference::partsAreTakenBackAlone_data()
{
    QTest::addColumn<QString>("opener");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<QStringList>("commands");
    const auto row = [](const char *name, const char *opener, const char *first, const char *second, const QStringList &commands) {
        QTest::newRow(name) << QString::fromLatin1(opener) << QString::fromLatin1(first) << QString::fromLatin1(second) << commands;
    };
    const char *const port = "interface GigabitEthernet0/2/1";
    row("one of two goes", port, "isis bfd min-tx-interval 10 min-rx-interval 20", "isis bfd min-tx-interval 10",
        {QStringLiteral("undo isis bfd min-rx-interval")});
    row("one goes, the other changes", port, "isis bfd min-tx-interval 10 min-rx-interval 20", "isis bfd min-tx-interval 30",
        {QStringLiteral("undo isis bfd min-rx-interval"), QStringLiteral("isis bfd min-tx-interval 30")});
    row("one comes", port, "isis bfd min-tx-interval 10", "isis bfd min-tx-interval 10 detect-multiplier 4",
        {QStringLiteral("isis bfd min-tx-interval 10 detect-multiplier 4")});
    row("one goes, another comes", port, "isis bfd min-tx-interval 10", "isis bfd min-rx-interval 10",
        {QStringLiteral("undo isis bfd min-tx-interval"), QStringLiteral("isis bfd min-rx-interval 10")});
    row("all go", "isis 1", "bfd all-interfaces min-tx-interval 50 frr-binding", "is-name A",
        {QStringLiteral("undo bfd all-interfaces min-tx-interval frr-binding"), QStringLiteral("is-name A")});
    row("of a peer", "bgp 1", "peer 10.0.0.1 bfd min-tx-interval 50 detect-multiplier 4", "peer 10.0.0.1 bfd detect-multiplier 4",
        {QStringLiteral("undo peer 10.0.0.1 bfd min-tx-interval")});
    row("two lines add up", port, "isis bfd min-tx-interval 10\n isis bfd min-rx-interval 20",
        "isis bfd min-rx-interval 20 min-tx-interval 10", {});
    row("one of two targets goes", "ip vpn-instance A\n ipv6-family", "vpn-target 1:1 2:2 export-extcommunity",
        "vpn-target 2:2 export-extcommunity", {QStringLiteral("undo vpn-target 1:1 export-extcommunity")});
    // vrp.md section 0: whether a second tracked route is added or replaces the first is unverified.
    row("another tracked route", "interface Virtual-Ethernet0/2/0.100\n mpls l2vc 10.0.0.1 100", "mpls l2vpn track route 2001:db8::1 128 vpn-instance A",
        "mpls l2vpn track route 2001:db8::2 128 vpn-instance A",
        {QStringLiteral("undo mpls l2vpn track route"), QStringLiteral("mpls l2vpn track route 2001:db8::2 128 vpn-instance A")});
    row("targets in one line and in several", "ip vpn-instance A\n ipv6-family", "vpn-target 1:1 2:2",
        "vpn-target 2:2 1:1 export-extcommunity\n vpn-target 1:1 import-extcommunity\n vpn-target 2:2 import-extcommunity", {});
}

void TestConfigDifference::partsAreTakenBackAlone()
{
    QFETCH(QString, opener);
    QFETCH(QString, first);
    QFETCH(QString, second);
    QFETCH(QStringList, commands);
    const auto with = [&](const QString &lines) { return readConfig((opener + QStringLiteral("\n  ") + lines + QStringLiteral("\n#\n")).toStdString()); };
    QStringList forward;
    for (const ScriptSection &section : difference(with(first), with(second)).forward)
        for (const std::string &command : section.commands)
            forward.append(QString::fromStdString(command));
    QCOMPARE(forward, commands);
    QVERIFY(turnsInto(with(first), with(second)));
    QVERIFY(turnsInto(with(second), with(first)));
}

QTEST_GUILESS_MAIN(TestConfigDifference)
#include "tst_config_difference.moc"
