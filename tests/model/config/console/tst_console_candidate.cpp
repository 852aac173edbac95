// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/console/candidate.h"

#include "tests/model/config/config_samples.h"

#include "model/config/difference.h"
#include "model/config/reader.h"

#include <QtTest>

#include <random>

using namespace sidestep::config;
using namespace sidestep::config::console;
using namespace sidestep::config::samples;
using sidestep::config::vrp::View;

/// What is pending is kept up to date line by line; comparing both configurations whole is the oracle.
class TestConsoleCandidate : public QObject
{
    Q_OBJECT

private slots:
    void pendingIsWhatTheWholeComparisonSays_data();
    void pendingIsWhatTheWholeComparisonSays();
    void rebaseKeepsWhatIsPending();
    void reachEndsAtAViewThatHasGone();
};

void TestConsoleCandidate::pendingIsWhatTheWholeComparisonSays_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 12; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestConsoleCandidate::pendingIsWhatTheWholeComparisonSays()
{
    QFETCH(unsigned, seed);
    struct Typed
    {
        const char *opener;
        View view;
        const char *line;
    };
    constexpr std::array kLines{
        Typed{"interface GigabitEthernet0/2/1", View::Port, "mtu 2000"},
        Typed{"interface GigabitEthernet0/2/1", View::Port, "undo mtu"},
        Typed{"interface GigabitEthernet0/2/1", View::Port, "shutdown"},
        Typed{"interface GigabitEthernet0/2/1", View::Port, "undo shutdown"},
        Typed{"interface GigabitEthernet0/2/1", View::Port, "ip binding vpn-instance RAN"},
        Typed{"interface GigabitEthernet0/2/1", View::Port, "undo ip binding vpn-instance"},
        Typed{"interface GigabitEthernet0/2/1", View::Port, "ip address 10.0.1.2 30"},
        Typed{"interface GigabitEthernet0/2/1", View::Port, "isis enable 100"},
        Typed{"interface GigabitEthernet0/9/9", View::Port, "shutdown"},
        Typed{"interface GigabitEthernet0/9/9", View::Port, "mtu 3000"},
        Typed{"interface GigabitEthernet0/9/9", View::Port, "undo mtu"},
        Typed{"bgp 65001", View::Bgp, "undo peer 10.255.0.12"},
        Typed{"bgp 65001", View::Bgp, "peer 10.255.0.12 as-number 65001"},
        Typed{"", View::System, "undo interface LoopBack7"},
        Typed{"", View::System, "sysname AGG1"},
        Typed{"", View::System, "sysname X"},
        Typed{"interface LoopBack7", View::LoopBack, "description X"},
    };
    const ConfigTree running = readConfig(textOf(sidestep::plan::referencePlan(), "AGG1"));
    Candidate candidate(running);
    std::mt19937 random(seed);
    for (int i = 0; i < 40; ++i) {
        const Typed &typed = kLines[random() % kLines.size()];
        ViewPath path;
        if (*typed.opener)
            path.push_back(candidate.type({}, View::System, typed.opener));
        (void)candidate.type(path, typed.view, typed.line);
        QCOMPARE(candidate.isPending(), !sameConfiguration(candidate.runningTree(), candidate.candidateTree()));
        QCOMPARE(changesText(candidate.running(), candidate.candidate()).empty(), !candidate.isPending());
    }
    candidate.discard();
    QVERIFY(!candidate.isPending());
}

void TestConsoleCandidate::rebaseKeepsWhatIsPending()
{
    Candidate candidate(readConfig("sysname A\n"));
    (void)candidate.type({}, View::System, "bfd");
    candidate.rebase(readConfig("sysname B\n"));
    QVERIFY(sameConfiguration(candidate.candidateTree(), readConfig("sysname B\n#\nbfd\n")));
    QVERIFY(candidate.isPending());
    candidate.rebase(readConfig("sysname B\n#\nbfd\n"));
    QVERIFY(!candidate.isPending());
}

void TestConsoleCandidate::reachEndsAtAViewThatHasGone()
{
    Candidate candidate(readConfig("sysname A\n"));
    const std::string bgp = candidate.type({}, View::System, "bgp 65001");
    const std::string family = candidate.type({bgp}, View::Bgp, "ipv6-family vpnv6");
    QCOMPARE(candidate.reach({bgp, family}), std::size_t{2});
    (void)candidate.type({bgp}, View::Bgp, "undo ipv6-family vpnv6");
    QCOMPARE(candidate.reach({bgp, family}), std::size_t{1});
    QCOMPARE(candidate.type({bgp, family}, View::BgpVpnv6, "policy vpn-target"), std::string());
    candidate.discard();
    QCOMPARE(candidate.reach({bgp, family}), std::size_t{0});
}

QTEST_GUILESS_MAIN(TestConsoleCandidate)
#include "tst_console_candidate.moc"
