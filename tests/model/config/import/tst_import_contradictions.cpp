// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "tests/model/config/import/import_samples.h"

#include "model/config/reader.h"

#include <QtTest>

using namespace sidestep;
using namespace sidestep::config;
using namespace sidestep::config::samples;

/// The reference network with one thing changed in its files: the report names it, and no line is lost.
class TestImportContradictions : public QObject
{
    Q_OBJECT

private slots:
    void oneChangeIsNamed_data();
    void oneChangeIsNamed();
    void aSecondBgpProcessIsNotMixedIntoTheFirst();
    void aSecondAddressOfAnInterfaceIsKept();
    void whatIsUnverifiedIsNamed();
    void aPwWithOneEndStaysBlankOnTheFarSide();
    void differentVcIdsStayAsTheyAre();
    void mtuAndTypeOfEachEndAreInThePlan();
    void aFileThatIsNoConfigurationIsLeftOut();
    void theSecondOfTwoRoutersOfOneNameIsLeftOut();
    void aLinkIsFoundByDescriptions();
    void theReleaseComesFromTheHeader();
    void theFirstOfTwoValuesWins();
    void aStoppedImportSaysSo();
};

namespace {

struct Change
{
    const char *file;
    const char *from; ///< a line as it stands in the file, with its indent
    const char *to;   ///< empty: the line goes
};

std::string &textOf(Files &files, const std::string &name)
{
    for (auto &[router, text] : files.named)
        if (router == name)
            return text;
    qFatal("no file %s", name.c_str());
}

void change(Files &files, const Change &one)
{
    std::string &text = textOf(files, one.file);
    const std::string line = std::string(one.from) + "\n";
    const std::size_t at = ("\n" + text).find("\n" + line);
    if (at == std::string::npos)
        qFatal("%s has no line %s", one.file, one.from);
    text.replace(at, line.size(), *one.to ? std::string(one.to) + "\n" : std::string());
}

Files referenceFiles()
{
    return filesOf(plan::referencePlan());
}

/// Every line of each file stands in what the plan writes, those apart that the report says it would change.
QString lostLine(const Files &files, const ImportResult &result)
{
    for (const auto &[name, text] : files.named) {
        const plan::Router *router = plan::routerNamed(result.plan, name);
        if (!router)
            continue;
        const bool rewritten = std::ranges::any_of(result.rewrites, [&](const RouterRewrite &each) { return each.router == router->id; });
        if (!rewritten && !sameConfiguration(readConfig(text), readConfig(samples::textOf(result.plan, name))))
            return QString::fromStdString(name) + QStringLiteral(" differs, and the report does not say so");
    }
    return {};
}

} // namespace

void TestImportContradictions::oneChangeIsNamed_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const char *file, const char *from, const char *to, const char *says) {
        QTest::newRow(name) << QString::fromUtf8(file) << QString::fromUtf8(from) << QString::fromUtf8(to) << QString::fromUtf8(says);
    };
    row("PW with one end, seen from the CSG", "AGG2", " mpls l2vc 10.255.0.1 200 control-word ignore-standby-state", "",
        "CSG.cfg:36: PW 200 of GigabitEthernet0/2/0.100 has one end: AGG2 has none with this VC id");
    row("PW with one end, seen from the AGG", "CSG", " mpls l2vc 10.255.0.12 200 control-word secondary", "",
        "PW 200 of Virtual-Ethernet0/2/0.100 has one end");
    row("PW to a router that no file is of", "CSG", " mpls l2vc 10.255.0.12 200 control-word secondary",
        " mpls l2vc 10.255.0.99 200 control-word secondary", "no other file has LSR id 10.255.0.99");
    row("VC ids that do not match", "AGG2", " mpls l2vc 10.255.0.1 200 control-word ignore-standby-state",
        " mpls l2vc 10.255.0.1 201 control-word ignore-standby-state",
        "VC id 200 of GigabitEthernet0/2/0.100 does not match: AGG2 has VC id 201 towards this router");
    row("PW types that do not match", "AGG1", " mpls l2vc 10.255.0.1 100 control-word ignore-standby-state",
        " mpls l2vc 10.255.0.1 100 control-word raw ignore-standby-state", "PW 100 is raw here and tagged on CSG; it stays down");
    row("control word on one end", "AGG1", " mpls l2vc 10.255.0.1 100 control-word ignore-standby-state",
        " mpls l2vc 10.255.0.1 100 ignore-standby-state", "PW 100 has the control word off here and on on CSG");
    row("subnets of two ports that name each other", "RSG2", " ip address 10.0.5.2 255.255.255.252",
        " ip address 10.0.55.2 255.255.255.252", "AGG2 100GE0/1/0 and RSG2 100GE0/1/0 name each other and are not in one subnet: no link");
    row("subnet without a partner", "RSG2", " description TO-AGG2\n undo shutdown\n ip address 10.0.5.2 255.255.255.252",
        " description UPLINK\n undo shutdown\n ip address 10.0.55.2 255.255.255.252",
        "100GE0/1/0 runs IS-IS in 10.0.55.0/30, where no other file has an interface: no link");
    row("IS-IS on one end of a subnet", "RSG2", " isis enable 1", "", "runs IS-IS in 10.0.5.0/30 and its neighbour does not");
    row("LSR id twice", "RSG2", "mpls lsr-id 10.255.0.22", "mpls lsr-id 10.255.0.21", "LSR id 10.255.0.21 is also that of RSG1");
    row("session with one side", "RSG1", "  policy vpn-target\n  peer 10.255.0.11 enable\n  peer 10.255.0.11 reflect-client",
        "  policy vpn-target", "the VPNv6 session with RSG1 has this side only");
    row("session timers that differ", "RSG1", " peer 10.255.0.11 bfd min-tx-interval 100 min-rx-interval 100",
        " peer 10.255.0.11 bfd min-tx-interval 200 min-rx-interval 200", "the session with AGG1 has other timers or BFD here than there");
    row("cost of one direction", "AGG2", " isis cost 20", " isis cost 21", "cost of AGG1 100GE0/1/1 is 20, of AGG2 100GE0/1/1 21");
    row("process numbers of a link that differ", "AGG2", " isis enable 100", " isis enable 101",
        "CSG GigabitEthernet0/2/2 is in IS-IS 100, AGG2 GigabitEthernet0/2/1 in IS-IS 101");
    row("timers of a domain that differ", "RSG2", " timer spf 1 50 50", " timer spf 3 50 50",
        "IS-IS 1 differs from that of AGG1 in: SPF timers");
    row("route targets that differ", "RSG2", "  vpn-target 65001:100 import-extcommunity", "  vpn-target 65001:101 import-extcommunity",
        "VPN RAN has other targets than on AGG1");
    row("gateways that differ", "AGG2", " ipv6 address 2001:db8:100:1::1/64", " ipv6 address 2001:db8:100:1::2/64",
        "the gateway of PW 200 is 2001:db8:100:1::2/64 here and 2001:db8:100:1::1/64 on the other AGG");
    row("gateway MACs that differ", "AGG2", " mac-address 0200-5e00-0101", " mac-address 0200-5e00-0102",
        "the gateway of PW 200 has MAC 0200-5e00-0102 here and 0200-5e00-0101 on the other AGG");
    row("another AS", "RSG2", "bgp 65001", "bgp 65002",
        "the VPNv6 session with RSG2 is between AS 65001 and 65002, and its ends name AS 65001 and 65001");
    row("address twice", "RSG2", " ip address 10.0.6.2 255.255.255.252", " ip address 10.0.6.1 255.255.255.252",
        "100GE0/1/1 has 10.0.6.1, which another interface has");
    row("VPN address twice", "RSG2", " ipv6 address 2001:db8:ffff::22/128", " ipv6 address 2001:db8:ffff::21/128",
        "LoopBack1 has 2001:db8:ffff::21, which another interface has in VPN RAN");
    row("LSR id and loopback differ", "RSG2", " ip address 10.255.0.22 255.255.255.255", " ip address 10.255.0.23 255.255.255.255",
        "LoopBack0 is 10.255.0.23, the LSR id 10.255.0.22");
}

void TestImportContradictions::oneChangeIsNamed()
{
    QFETCH(QString, file);
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, says);
    Files files = referenceFiles();
    change(files, {file.toUtf8().constData(), from.toUtf8().constData(), to.toUtf8().constData()});
    const ImportResult result = imported(files);
    const QString contradictions = QString::fromStdString(rowsOf(result, ImportKind::Contradictory));
    QVERIFY2(contradictions.contains(says), qPrintable(contradictions));
    QVERIFY2(contradictions.count(QLatin1Char('\n')) <= 3, qPrintable(contradictions));
    QCOMPARE(lostLine(files, result), QString());
}

void TestImportContradictions::aSecondBgpProcessIsNotMixedIntoTheFirst()
{
    const Files before = referenceFiles();
    Files files = referenceFiles();
    change(files,
           {"RSG2", "return", "bgp 65002\n peer 10.255.0.11 as-number 65001\n peer 10.255.0.11 connect-interface LoopBack0\n#\nreturn"});
    const ImportResult result = imported(files);
    const QString contradictions = QString::fromStdString(rowsOf(result, ImportKind::Contradictory));
    QVERIFY2(contradictions.contains(
                 QStringLiteral("a second BGP process, of AS 65002: the plan takes the first, of AS 65001, and the block is kept")),
             qPrintable(contradictions));
    QVERIFY(QString::fromStdString(rowsOf(result, ImportKind::Kept)).contains(QStringLiteral("bgp 65002 and 2 lines below")));
    QCOMPARE(result.plan.sessions().size(), imported(before).plan.sessions().size());
    QCOMPARE(lostLine(files, result), QString());
    QVERIFY(samples::textOf(result.plan, "RSG2").find("bgp 65002\n peer 10.255.0.11 as-number 65001\n") != std::string::npos);
}

void TestImportContradictions::aSecondAddressOfAnInterfaceIsKept()
{
    Files files = referenceFiles();
    change(files,
           {"RSG2", " ipv6 address 2001:db8:ffff::22/128", " ipv6 address 2001:db8:ffff::22/128\n ipv6 address 2001:db8:ffff::99/128"});
    change(files, {"AGG2", " ipv6 address 2001:db8:100:1::1/64", " ipv6 address 2001:db8:100:1::1/64\n ipv6 address 2001:db8:100:9::1/64"});
    change(
        files,
        {"AGG2", " ip address 10.0.2.2 255.255.255.252", " ip address 10.0.2.2 255.255.255.252\n ip address 10.9.2.2 255.255.255.252 sub"});
    const ImportResult result = imported(files);
    const QString kept = QString::fromStdString(rowsOf(result, ImportKind::Kept));
    for (const char *line :
         {"ipv6 address 2001:db8:ffff::99/128", "ipv6 address 2001:db8:100:9::1/64", "ip address 10.9.2.2 255.255.255.252 sub"})
        QVERIFY2(kept.contains(QLatin1String(line)), qPrintable(kept));
    QCOMPARE(lostLine(files, result), QString());
}

void TestImportContradictions::whatIsUnverifiedIsNamed()
{
    const QString understood = QString::fromStdString(rowsOf(imported(referenceFiles()), ImportKind::Understood));
    QCOMPARE(understood.count(QStringLiteral("unverified in ")), 1); // of the five files, AGG1 alone tracks a route
    QVERIFY2(understood.contains(QStringLiteral("unverified in mpls l2vpn track route: the IPv6 form")), qPrintable(understood));
    QVERIFY(understood.contains(QStringLiteral("(1 line)")));
}

void TestImportContradictions::aPwWithOneEndStaysBlankOnTheFarSide()
{
    Files files = referenceFiles();
    change(files, {"AGG2", " mpls l2vc 10.255.0.1 200 control-word ignore-standby-state", ""});
    const ImportResult result = imported(files);
    const plan::AccessService &service = *result.plan.services().begin();
    QVERIFY(service.secondary.has_value());
    QCOMPARE(service.secondary->vcId, std::optional<std::uint32_t>(200));
    QVERIFY(!service.secondary->veGroup);
    QVERIFY(result.rewrites.empty());
}

void TestImportContradictions::differentVcIdsStayAsTheyAre()
{
    Files files = referenceFiles();
    change(files,
           {"AGG2", " mpls l2vc 10.255.0.1 200 control-word ignore-standby-state",
            " mpls l2vc 10.255.0.1 201 control-word ignore-standby-state"});
    const ImportResult result = imported(files);
    QVERIFY(hasLine(samples::textOf(result.plan, "CSG"), " mpls l2vc 10.255.0.12 200 control-word secondary"));
    QVERIFY(hasLine(samples::textOf(result.plan, "AGG2"), " mpls l2vc 10.255.0.1 201 control-word ignore-standby-state"));
}

void TestImportContradictions::mtuAndTypeOfEachEndAreInThePlan()
{
    Files files = referenceFiles();
    std::string &agg = textOf(files, "AGG1");
    const std::string heading = "interface Virtual-Ethernet0/2/0.100\n vlan-type dot1q 100\n";
    agg.replace(agg.find(heading), heading.size(), heading + " mtu 1600\n");
    const ImportResult result = imported(files);
    QVERIFY(rowsOf(result, ImportKind::Contradictory).find("PW 100 has MTU 1600 here and 1500 on CSG; it stays down") != std::string::npos);
    QCOMPARE(result.plan.services().begin()->mtu, std::uint16_t{1500});
    QCOMPARE(result.plan.services().begin()->primary.mtu, std::uint16_t{1600});
    QVERIFY(result.rewrites.empty());
}

void TestImportContradictions::aFileThatIsNoConfigurationIsLeftOut()
{
    Files files = referenceFiles();
    files.named.emplace_back("letter", "Dear colleague,\nthe router is in the cellar.\n");
    const ImportResult result = imported(files);
    QCOMPARE(result.leftOut, std::vector<std::string>{"letter.cfg"});
    QCOMPARE(result.plan.routers().size(), std::size_t{5});
    QVERIFY(rowsOf(result, ImportKind::Contradictory).find("letter.cfg:0: the file is no router's configuration") != std::string::npos);
}

void TestImportContradictions::theSecondOfTwoRoutersOfOneNameIsLeftOut()
{
    Files files = referenceFiles();
    files.named.emplace_back("copy", "sysname csg\n#\nmpls lsr-id 10.255.0.77\n#\nreturn\n");
    const ImportResult result = imported(files);
    QCOMPARE(result.leftOut, std::vector<std::string>{"copy.cfg"});
    QVERIFY(rowsOf(result, ImportKind::Contradictory).find("another file has a router csg; this file is left out") != std::string::npos);
}

void TestImportContradictions::aLinkIsFoundByDescriptions()
{
    Files files = referenceFiles();
    change(files, {"RSG2", " ip address 10.0.5.2 255.255.255.252", ""});
    const ImportResult result = imported(files);
    QCOMPARE(result.plan.links().size(), std::size_t{6});
    QVERIFY(plan::linkNamed(result.plan, "AGG2--RSG2").has_value());
    QVERIFY(rowsOf(result, ImportKind::Inferred).find("link AGG2 100GE0/1/0 to RSG2 100GE0/1/0: the descriptions name each other")
            != std::string::npos);
}

void TestImportContradictions::theReleaseComesFromTheHeader()
{
    Files files = referenceFiles();
    textOf(files, "CSG").insert(0, "!Software Version V800R012C10SPC300\n");
    textOf(files, "RSG1").insert(0, "!Software Version V800R023C00\n");
    const ImportResult result = imported(files);
    QCOMPARE(result.plan.find(routerId(result.plan, "CSG"))->release, plan::Release::V800R012C10);
    QCOMPARE(result.plan.find(routerId(result.plan, "RSG1"))->release, plan::Release::V800R022C00);
    QVERIFY(rowsOf(result, ImportKind::Inferred).find("AGG2.cfg:0: a release later than V800R012C10: the file names none")
            != std::string::npos);
    // A baseline release and a tracked IPv6 route exclude each other.
    textOf(files, "AGG1").insert(0, "!Software Version V800R012C10\n");
    const ImportResult contradicting = imported(files);
    QVERIFY(rowsOf(contradicting, ImportKind::Contradictory).find("which tracks no IPv6 route") != std::string::npos);
    QVERIFY(contradicting.rewrites.empty());
}

void TestImportContradictions::theFirstOfTwoValuesWins()
{
    Files files = referenceFiles();
    change(files, {"AGG2", " isis cost 20", " isis cost 21"});
    const auto costOf = [](const ImportResult &result) { return result.plan.find(*plan::linkNamed(result.plan, "AGG1--AGG2"))->cost; };
    const ImportResult result = imported(files);
    QCOMPARE(costOf(result), std::optional<std::uint32_t>(20));
    QCOMPARE(result.rewrites.size(), std::size_t{1});
    QCOMPARE(result.rewrites.front().router, routerId(result.plan, "AGG2"));
    QCOMPARE(toText(result.rewrites.front().changes), std::string("interface 100GE0/1/1\n isis cost 20\n#\n"));
    std::ranges::reverse(files.named);
    QCOMPARE(costOf(imported(files)), std::optional<std::uint32_t>(21));
}

void TestImportContradictions::aStoppedImportSaysSo()
{
    const Files files = referenceFiles();
    std::stop_source stop;
    stop.request_stop();
    const auto result = importConfigs(files.sources(), {.stop = stop.get_token()});
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().code, ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestImportContradictions)
#include "tst_import_contradictions.moc"
