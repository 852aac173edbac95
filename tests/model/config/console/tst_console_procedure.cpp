// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/config/console/console_terminal.h"

#include <QtTest>

using namespace sidestep;
using namespace sidestep::config;
using namespace sidestep::config::samples;

/// The vendor's procedure that ties PW status to the VPNv6 route, typed word for word: nine steps on the RSG, four on AGG1.
class TestConsoleProcedure : public QObject
{
    Q_OBJECT

private slots:
    void rsgAdvertisesTheRoute_data();
    void rsgAdvertisesTheRoute();
    void aggTracksTheRoute_data();
    void aggTracksTheRoute();
};

void TestConsoleProcedure::rsgAdvertisesTheRoute_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("saved");
    QTest::newRow("address and length") << "ipv6 address 2001:db8:ffff::99 128"
                                        << " ipv6 address 2001:db8:ffff::99/128";
    QTest::newRow("address/length") << "ipv6 address 2001:db8:ffff::99/128"
                                    << " ipv6 address 2001:db8:ffff::99/128";
    QTest::newRow("long form, capitals") << "ipv6 address 2001:0DB8:FFFF:0:0:0:0:99 128"
                                         << " ipv6 address 2001:db8:ffff::99/128";
    QTest::newRow("link-local") << "ipv6 address fe80::99 link-local"
                                << " ipv6 address fe80::99 link-local";
    QTest::newRow("automatic link-local") << "ipv6 address auto link-local"
                                          << " ipv6 address auto link-local";
}

void TestConsoleProcedure::rsgAdvertisesTheRoute()
{
    QFETCH(QString, address);
    QFETCH(QString, saved);
    Terminal t("RSG1");
    const std::vector<std::pair<std::string, std::string>> steps{
        {"system-view", "[~RSG1]"},
        {"interface loopback 9", "[*RSG1-LoopBack9]"},
        {"ip binding vpn-instance RAN", "[*RSG1-LoopBack9]"},
        {address.toStdString(), "[*RSG1-LoopBack9]"},
        {"quit", "[*RSG1]"},
        {"bgp 65001", "[*RSG1-bgp]"},
        {"ipv6-family vpn-instance RAN", "[*RSG1-bgp6-RAN]"},
        {"network 2001:db8:ffff::99 128", "[*RSG1-bgp6-RAN]"},
        {"commit", "[~RSG1-bgp6-RAN]"},
    };
    for (const auto &[line, prompt] : steps) {
        t.type({line});
        QCOMPARE(t.console.prompt(), prompt);
    }
    QCOMPARE(t.refused, 0);
    QCOMPARE(t.commits.size(), std::size_t{1});
    QCOMPARE(interfaceBlock(t.commits[0], "LoopBack9"), "interface LoopBack9\n ip binding vpn-instance RAN\n" + saved.toStdString() + "\n");
    QVERIFY(hasLine(t.commits[0], "  network 2001:db8:ffff::99 128"));
    QVERIFY(hasLine(t.commits[0], "  network 2001:db8:ffff::21 128")); // what was there stays
}

void TestConsoleProcedure::aggTracksTheRoute_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("saved");
    QTest::newRow("IPv6, length") << "mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN"
                                  << " mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN";
    QTest::newRow("IPv4, mask") << "mpls l2vpn track route 10.1.2.3 255.255.255.255 vpn-instance RAN"
                                << " mpls l2vpn track route 10.1.2.3 255.255.255.255 vpn-instance RAN";
    QTest::newRow("IPv4, length") << "mpls l2vpn track route 10.1.2.3 32 vpn-instance RAN"
                                  << " mpls l2vpn track route 10.1.2.3 32 vpn-instance RAN";
}

void TestConsoleProcedure::aggTracksTheRoute()
{
    QFETCH(QString, line);
    QFETCH(QString, saved);
    std::string untracked = textOf(plan::referencePlan(), "AGG1");
    const std::string tracked = " mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN\n";
    untracked.erase(untracked.find(tracked), tracked.size());
    Terminal t("AGG1", readConfig(untracked));
    t.type({"system-view", "interface virtual-ethernet 0/2/0.100", line.toStdString(), "commit"});
    QCOMPARE(t.refused, 0);
    QCOMPARE(t.console.prompt(), std::string("[~AGG1-Virtual-Ethernet0/2/0.100]"));
    QCOMPARE(t.commits.size(), std::size_t{1});
    QVERIFY(interfaceBlock(t.commits[0], "Virtual-Ethernet0/2/0.100").ends_with(saved.toStdString() + "\n"));

    QCOMPARE(t.type({"display mpls l2vpn track route"}), std::string("asked\n"));
    QCOMPARE(t.asked, std::vector{vrp::Cmd::DisplayTrackRoute});
}

QTEST_GUILESS_MAIN(TestConsoleProcedure)
#include "tst_console_procedure.moc"
