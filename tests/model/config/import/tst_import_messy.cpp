// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "tests/model/config/import/import_samples.h"

#include "model/config/reader.h"

#include <QtTest>

using namespace sidestep;
using namespace sidestep::config;
using namespace sidestep::config::samples;

/// Two files as people keep them: abbreviations, any case, odd indent, CR LF, a header, no `return`, a PW template, other
/// names of VE interfaces and LDP peers, sub-interface numbers that are not the VLAN, lines that nobody knows.
class TestImportMessy : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void thePlanIsThere();
    void theReportIsAsExpected();
    void linesBeyondThePlanStayInTheirBlocks();
    void whatThePlanWritesDifferentlyIsSaid();
    void hostileTextGivesAReport_data();
    void hostileTextGivesAReport();

private:
    Files m_files;
};

void TestImportMessy::init()
{
    m_files.named.clear();
    for (const char *name : {"north", "south"}) {
        m_files.named.emplace_back(
            name, readFile(QStringLiteral(SIDESTEP_TEST_DATA "/configs/messy/") + QString::fromUtf8(name) + QStringLiteral(".cfg")));
        QVERIFY(!m_files.named.back().second.empty());
    }
}

void TestImportMessy::thePlanIsThere()
{
    const plan::Plan plan = imported(m_files).plan;
    std::multiset<std::string> lines = carried(plan);
    std::erase_if(lines, [](const std::string &line) { return line.starts_with("kept "); });
    const std::multiset<std::string> expected{
        "router North CSG loopback 192.0.2.1",
        "router South AGG loopback 192.0.2.2",
        "port North GigabitEthernet0/2/0 \"\" mtu 1500 address none",
        "port North GigabitEthernet0/2/1 \"to South (ring)\" mtu 1500 address 198.51.100.1/30",
        "port South GigabitEthernet0/2/1 \"to North\" mtu 1500 address 198.51.100.2/30",
        "link North GigabitEthernet0/2/1 -- South GigabitEthernet0/2/1 cost none process 77 true area 49.0077 bfd none spf 1 50 50 lsp 1 50 50 arrival none "
        "sync true of isis",
        "vpn RAN export 65010:1, import 65010:1,",
        "member RAN South rd 65010:2 frr false",
        "service North GigabitEthernet0/2/0 vlan 107 \"Mast 7\" vpn RAN tagged mtu 1500 cw true [South vc 1007 group 5 vlan 107 tagged mtu 1500 "
        "ignore false admin vc none none none] [none] master delay 60 10 dual true nd true bfd none of each gateway 2001:db8:7::1/64 mac 0200-0000-0001",
    };
    QCOMPARE(firstDifference(expected, lines), std::string());
    QCOMPARE(plan.settings().asNumber, 65010U);
    QCOMPARE(plan.find(routerId(plan, "North"))->release, plan::Release::V800R012C10);
}

void TestImportMessy::theReportIsAsExpected()
{
    const ImportResult result = imported(m_files);
    QCOMPARE(rowsOf(result, ImportKind::Contradictory), std::string());
    QCOMPARE(rowsOf(result, ImportKind::Kept),
             std::string("north.cfg:6: aaa and 3 lines below (column 1: Error: Unrecognized command found at '^' position.)\n"
                         "north.cfg:11: bfd\n"
                         "north.cfg:19: pw-template TO-SOUTH and 2 lines below\n"
                         "north.cfg:35: frobnicate now (column 2: Error: Unrecognized command found at '^' position.)\n"
                         "north.cfg:44: statistic enable\n"
                         "north.cfg:55: trust upstream default (column 5: Error: Unrecognized command found at '^' position.)\n"
                         "north.cfg:61: ntp-service unicast-server 203.0.113.5 (column 1: Error: Unrecognized command found at '^' position.)\n"
                         "south.cfg:44: description L2 side\n"
                         "south.cfg:50: mpls l2vpn pw-ttl 3\n"));
    QCOMPARE(rowsOf(result, ImportKind::Inferred),
             std::string("north.cfg:0: role CSG: a pseudowire starts on one of its ports\n"
                         "north.cfg:0: access domain 77 with 2 routers: it has CSGs and the AGGs above them\n"
                         "north.cfg:46: link North GigabitEthernet0/2/1 to South GigabitEthernet0/2/1: subnet 198.51.100.0/30, a description, LDP on "
                         "both ends\n"
                         "south.cfg:0: role AGG: a VE group ends pseudowires there\n"
                         "south.cfg:0: a release later than V800R012C10: the file names none\n"));
}

void TestImportMessy::linesBeyondThePlanStayInTheirBlocks()
{
    const plan::Plan plan = imported(m_files).plan;
    QCOMPARE(plan.keptTexts().find(routerId(plan, "North"))->text,
             std::string("aaa\n authentication-scheme default\n domain default_admin\n  authentication-scheme default\nbfd\n"
                         "pw-template TO-SOUTH\n peer-address 192.0.2.2\n control-word\n"
                         "isis 77\n frobnicate now\n"
                         "interface GigabitEthernet0/2/0.107\n statistic enable\n"
                         "interface GigabitEthernet0/2/1\n trust upstream default\n"
                         "ntp-service unicast-server 203.0.113.5"));
    // VE group 5 is on other interfaces in what Sidestep writes; the lines move along.
    QCOMPARE(plan.keptTexts().find(routerId(plan, "South"))->text,
             std::string("interface Virtual-Ethernet0/2/8\n description L2 side\n"
                         "interface Virtual-Ethernet0/2/8.107\n mpls l2vpn pw-ttl 3"));
    QVERIFY(hasLine(interfaceBlock(textOf(plan, "South"), "Virtual-Ethernet0/2/8.107"), " mpls l2vpn pw-ttl 3"));
    QVERIFY(hasLine(textOf(plan, "North"), "ntp-service unicast-server 203.0.113.5"));
}

void TestImportMessy::whatThePlanWritesDifferentlyIsSaid()
{
    const ImportResult result = imported(m_files);
    QCOMPARE(result.rewrites.size(), std::size_t{2});
    const std::string north = toText(result.rewrites[0].changes);
    QVERIFY(hasLine(north, "undo interface GigabitEthernet0/2/0.7"));
    QVERIFY(hasLine(north, "undo mpls ldp remote-peer SOUTH"));
    QVERIFY(hasLine(north, " mpls l2vc 192.0.2.2 1007 control-word"));
    // Typed on the routers, the changes give what the plan writes.
    for (const RouterRewrite &rewrite : result.rewrites) {
        const std::string &name = result.plan.find(rewrite.router)->name;
        const std::string &file = m_files.named[name == "North" ? 0 : 1].second;
        QVERIFY(sameConfiguration(applied(readConfig(file), rewrite.changes), readConfig(textOf(result.plan, name))));
    }
}

void TestImportMessy::hostileTextGivesAReport_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("NUL bytes") << QByteArray("sysname A\n\0\0\0\ninterface LoopBack0\n", 34);
    QTest::newRow("a name that leaves the folder") << QByteArray("sysname ../../etc\n");
    QTest::newRow("a name of marks") << QByteArray("sysname \"!@#[]'<>\"\n");
    QTest::newRow("host addresses that are none")
        << QByteArray("sysname A\nmpls lsr-id 0.0.0.0\ninterface GigabitEthernet0/1/0\n ip address 127.0.0.1 24\n isis enable 1\n");
    QTest::newRow("a VPN named _public_") << QByteArray("sysname A\nip vpn-instance _public_\n ipv6-family\n  route-distinguisher 1:1\n");
    QTest::newRow("a multicast MAC") << QByteArray("sysname A\ninterface Virtual-Ethernet0/1/0\n mac-address ffff-ffff-ffff\n ve-group 1 l3-access\n");
    QTest::newRow("the same interface twice") << QByteArray("sysname A\ninterface LoopBack1\n#\ninterface loop1\n ipv6 enable\n");
    QTest::newRow("a PW to itself")
        << QByteArray("sysname A\nmpls lsr-id 10.0.0.1\ninterface GigabitEthernet0/1/0.5\n vlan-type dot1q 5\n mpls l2vc 10.0.0.1 5\n");
    QTest::newRow("deep nesting") << QByteArray("sysname A\n") + [] {
        QByteArray deep;
        for (int i = 0; i < 200; ++i)
            deep += QByteArray(i, ' ') + "x\n";
        return deep;
    }();
}

void TestImportMessy::hostileTextGivesAReport()
{
    QFETCH(QByteArray, text);
    m_files.named.emplace_back("hostile", text.toStdString());
    const ImportResult result = imported(m_files);
    QCOMPARE(result.plan.services().size(), std::size_t{1});
    const bool leftOut = !result.leftOut.empty();
    QCOMPARE(result.plan.routers().size(), std::size_t(leftOut ? 2 : 3));
}

QTEST_GUILESS_MAIN(TestImportMessy)
#include "tst_import_messy.moc"
