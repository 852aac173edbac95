// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/grammar.h"
#include "model/config/vrp/keyword_help.h"

#include <QRegularExpression>
#include <QtTest>

#include <algorithm>
#include <map>
#include <set>

using namespace sidestep::config::vrp;

Q_DECLARE_METATYPE(sidestep::config::vrp::View)
Q_DECLARE_METATYPE(sidestep::config::vrp::Fault)

class TestVrpGrammar : public QObject
{
    Q_OBJECT

private slots:
    void everyParameterOfTheTableIsDefined();
    void whatTheWriterWritesIsInItsSyntax();
    void aTypedLineIsReadAsSaved_data();
    void aTypedLineIsReadAsSaved();
    void aWrongLineGetsTheRoutersError_data();
    void aWrongLineGetsTheRoutersError();
    void undoRepeatsWhatTheTableSays_data();
    void undoRepeatsWhatTheTableSays();
    void aLineOpensItsView_data();
    void aLineOpensItsView();
    void valuesAreFoundByName();
    void helpNamesWhatMayFollow_data();
    void helpNamesWhatMayFollow();
    void helpAfterAWrongWordIsRefused();
    void everyWordOfTheTableIsDescribed();
};

void TestVrpGrammar::everyParameterOfTheTableIsDefined()
{
    const QRegularExpression slot(QStringLiteral("<([a-z][^>]*)>"));
    std::set<QString> names;
    for (const Command &c : kCommands)
        for (const std::string_view text : {c.syntax, c.traits.undo})
            for (auto it = slot.globalMatch(QString::fromUtf8(text.data(), qsizetype(text.size()))); it.hasNext();)
                names.insert(it.next().captured(1));
    QVERIFY(names.size() > 60);
    for (const QString &name : names) {
        const Parameter *parameter = parameterNamed(name.toStdString());
        QVERIFY2(parameter, qPrintable(name));
        QVERIFY(!parameter->help.empty());
        QVERIFY(!rangeText(*parameter).empty());
    }
}

void TestVrpGrammar::whatTheWriterWritesIsInItsSyntax()
{
    const std::map<std::string_view, std::string_view> samples{{"ip", "10.0.0.1"},          {"ipv6", "2001:db8::1"},
                                                               {"mask", "255.255.255.252"}, {"interface", "LoopBack0"},
                                                               {"rt", "65001:100"},         {"len", "64"},
                                                               {"area", "0.0.0.0"}};
    for (const Command &c : kCommands) {
        if (c.traits.written.empty())
            continue;
        std::string line;
        for (std::size_t i = 0; i < c.traits.written.size(); ++i) {
            const char at = c.traits.written[i];
            if (at == '[' || at == ']' || at == '}')
                continue;
            if (at == '{') { // the first of a choice
                const std::size_t bar = c.traits.written.find('|', i);
                line += c.traits.written.substr(i + 1, bar - i - 1);
                i = c.traits.written.find('}', i);
                continue;
            }
            if (at != '<') {
                line += at;
                continue;
            }
            const std::size_t end = c.traits.written.find('>', i);
            const std::string_view name = c.traits.written.substr(i + 1, end - i - 1);
            const auto sample = samples.find(name);
            line += sample != samples.end() ? (c.id == Cmd::Ipv6Address && name == "ip" ? "2001:db8::1" : sample->second) : "10";
            i = end;
        }
        bool found = false;
        for (std::size_t view = 0; view < kViewCount; ++view)
            if (c.views.has(static_cast<View>(view))) {
                const auto match = matchLine(static_cast<View>(view), line);
                QVERIFY2(match && match->command == c.id, line.c_str());
                QCOMPARE(match->line, line);
                found = true;
            }
        QVERIFY(found);
    }
}

void TestVrpGrammar::aTypedLineIsReadAsSaved_data()
{
    QTest::addColumn<View>("view");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("saved");
    const auto row = [](View view, const char *typed, const char *saved) {
        QTest::newRow(typed) << view << QString::fromLatin1(typed) << QString::fromLatin1(saved);
    };
    const View sub = View::SubInterface;
    const View veSub = View::VirtualEthernetSub;
    row(View::System, "sysname  AGG 1 ", "sysname AGG 1");
    row(View::System, "int lo 0", "interface LoopBack0");
    row(View::System, "interface GIGABITETHERNET 0/2/1.100", "interface GigabitEthernet0/2/1.100");
    row(View::System, "interface virtual-ethernet0/2/0.100", "interface Virtual-Ethernet0/2/0.100");
    row(View::System, "interface 100ge0/1/0", "interface 100GE0/1/0");
    row(View::System, "interface global-ve 1", "interface Global-VE1");
    row(View::System, "MPLS LSR 10.255.0.1", "mpls lsr-id 10.255.0.1");
    row(View::System, "ip ip-p CSG-LO i 10 p 10.255.0.1 32", "ip ip-prefix CSG-LO index 10 permit 10.255.0.1 32");
    row(View::System, "bfd s1 bind pw interface GigabitEthernet0/2/0.100 secondary remote-peer 10.255.0.11 pw-ttl auto-calculate",
        "bfd s1 bind pw interface GigabitEthernet0/2/0.100 remote-peer 10.255.0.11 pw-ttl auto-calculate secondary");
    row(View::System, "bfd s1 bind pw interface gigabitethernet 0/2/0.100 track-interface interface gigabitethernet 0/2/1",
        "bfd s1 bind pw interface GigabitEthernet0/2/0.100 track-interface interface GigabitEthernet0/2/1");
    row(View::Port, "ip add 10.0.1.1 30", "ip address 10.0.1.1 255.255.255.252");
    row(View::Port, "un sh", "undo shutdown");
    row(View::Port, "description  to AGG1 and on", "description to AGG1 and on");
    row(sub, "vlan dot 0100", "vlan-type dot1q 100");
    row(sub, "mpls l2vc 10.255.0.12 200 secondary control-word", "mpls l2vc 10.255.0.12 200 control-word secondary");
    row(sub, "mpls l2vc pw-template T1 10.255.0.12 200", "mpls l2vc 10.255.0.12 pw-template T1 200");
    row(sub, "Mpls L2vpn PW bfd min-tx 100 min-rx 100 det 3 sec",
        "mpls l2vpn pw bfd detect-multiplier 3 min-rx-interval 100 min-tx-interval 100 secondary");
    row(sub, "mpls l2vpn reroute delay 60", "mpls l2vpn reroute delay 60");
    row(veSub, "mpls l2vpn track route 2001:DB8:FFFF::21 128 vpn RAN", "mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN");
    row(veSub, "mpls l2vpn track route 10.1.0.0 16 vpn-instance RAN", "mpls l2vpn track route 10.1.0.0 16 vpn-instance RAN");
    row(veSub, "ipv6 address 2001:DB8:100:1::1 64", "ipv6 address 2001:db8:100:1::1/64");
    row(veSub, "ipv6 address auto link", "ipv6 address auto link-local");
    row(View::VirtualEthernet, "mac-address 0200-5E00-0101", "mac-address 0200-5e00-0101");
    row(View::Isis, "bfd all min-rx 50 min-tx 60", "bfd all-interfaces min-tx-interval 60 min-rx-interval 50");
    row(View::Isis, "timer spf 1", "timer spf 1");
    row(View::Isis, "network-entity 49.0001.0102.5500.00AB.00", "network-entity 49.0001.0102.5500.00ab.00");
    row(View::Isis, "cost-style compatible relax", "cost-style compatible relax-spf-limit");
    row(View::VpnInstanceIpv6, "vpn-target 1:1 2:2 3:3 exp", "vpn-target 1:1 2:2 3:3 export-extcommunity");
    row(View::Bgp, "peer 10.255.0.12 connect-interface loopback 0", "peer 10.255.0.12 connect-interface LoopBack0");
    row(View::Bgp, "timer keepalive 20 hold 0", "timer keepalive 20 hold 0");
    row(View::BgpVpn, "import-route isis 1 route-policy P med 5", "import-route isis 1 med 5 route-policy P");
    row(View::BgpVpn, "net 2001:db8:: 64", "network 2001:db8:: 64");
    row(View::OspfArea, "network 10.0.0.0 0.0.0.255", "network 10.0.0.0 0.0.0.255");
    row(View::Ospf, "area 0", "area 0.0.0.0");
    row(View::BfdSession, "discriminator local 12", "discriminator local 12");
    row(View::User, "sys", "system-view");
    row(View::Port, "commit description night work 3", "commit description night work 3");
    row(View::System, "dis th", "display this");
}

void TestVrpGrammar::aTypedLineIsReadAsSaved()
{
    QFETCH(View, view);
    QFETCH(QString, typed);
    QFETCH(QString, saved);
    const auto match = matchLine(view, typed.toStdString());
    QVERIFY2(match.has_value(), match ? "" : errorText(match.error().fault).data());
    QCOMPARE(match->line, saved.toStdString());
    const auto again = matchLine(view, match->line);
    QVERIFY(again && again->line == match->line && again->command == match->command);
}

void TestVrpGrammar::aWrongLineGetsTheRoutersError_data()
{
    QTest::addColumn<View>("view");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("error"); // "^" in `marker` is the column; texts from vrp.md section 9
    QTest::addColumn<QString>("marker");
    const auto row = [](View view, const char *typed, const char *marker, const char *error) {
        QTest::newRow(typed) << view << QString::fromLatin1(typed) << QString::fromLatin1(error) << QString::fromLatin1(marker);
    };
    const char *unrecognized = "Error: Unrecognized command found at '^' position.";
    const char *incomplete = "Error: Incomplete command found at '^' position.";
    const char *ambiguous = "Error: Ambiguous command found at '^' position.";
    const char *wrong = "Error: Wrong parameter found at '^' position.";
    const char *tooMany = "Error: Too many parameters found at '^' position.";
    // clang-format off
    row(View::Port,         "isis enablef",
                            "     ^", unrecognized);
    row(View::System,       "frobnicate",
                            "^", unrecognized);
    row(View::Port,         "vlan-type dot1q 5",
                            "^", unrecognized);
    row(View::SubInterface, "vlan-type dot1q",
                            "               ^", incomplete);
    row(View::System,       "undo",
                            "    ^", incomplete);
    row(View::SubInterface, "mpls l2v 10.255.0.1 100",
                            "     ^", ambiguous);
    row(View::SubInterface, "vlan-type dot1q 4095",
                            "                ^", wrong);
    row(View::SubInterface, "vlan-type dot1q 0",
                            "                ^", wrong);
    row(View::Port,         "ip address 10.0.0.256 30",
                            "           ^", wrong);
    row(View::Port,         "ip address 10.0.0.1 33",
                            "                    ^", wrong);
    row(View::System,       "interface Loobpack2",
                            "          ^", wrong);
    row(View::VpnInstanceIpv6, "route-distinguisher 11",
                            "                    ^", wrong);
    row(View::Bgp,          "timer keepalive 20 hold 2",
                            "                        ^", wrong);
    row(View::Port,         "ipv6 enable now",
                            "            ^", tooMany);
    row(View::VirtualEthernetSub, "undo mpls l2vpn track route 2001:db8::1",
                            "                            ^", tooMany);
    row(View::SubInterface, "mpls l2vc 10.255.0.1 100 raw tagged",
                            "                             ^", unrecognized);
    row(View::Isis,         "bfd all-interfaces",
                            "                  ^", incomplete);
    // clang-format on
}

void TestVrpGrammar::aWrongLineGetsTheRoutersError()
{
    QFETCH(View, view);
    QFETCH(QString, typed);
    QFETCH(QString, error);
    QFETCH(QString, marker);
    const auto match = matchLine(view, typed.toStdString());
    QVERIFY2(!match, match ? match->line.c_str() : "");
    QCOMPARE(QString::fromUtf8(errorText(match.error().fault).data()), error);
    QCOMPARE(qsizetype(match.error().column), marker.indexOf(QLatin1Char('^')));
}

void TestVrpGrammar::undoRepeatsWhatTheTableSays_data()
{
    QTest::addColumn<View>("view");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("undo");
    const auto row = [](View view, const char *line, const char *undo) {
        QTest::newRow(line) << view << QString::fromLatin1(line) << QString::fromLatin1(undo);
    };
    row(View::SubInterface, "mpls l2vc 10.255.0.12 200 control-word secondary", "undo mpls l2vc secondary");
    row(View::SubInterface, "mpls l2vc 10.255.0.11 100 control-word", "undo mpls l2vc");
    row(View::SubInterface, "mpls l2vpn redundancy master", "undo mpls l2vpn redundancy master");
    row(View::VirtualEthernetSub, "mpls l2vpn track route 2001:db8::1 128 vpn-instance RAN", "undo mpls l2vpn track route");
    row(View::VirtualEthernetSub, "ipv6 address 2001:db8::1 64", "undo ipv6 address 2001:db8::1/64");
    row(View::Port, "ip address 10.0.0.1 30", "undo ip address 10.0.0.1 255.255.255.252");
    row(View::Port, "description TO-AGG1", "undo description");
    row(View::Port, "undo shutdown", "undo shutdown");
    row(View::Isis, "bfd all-interfaces min-tx-interval 50 min-rx-interval 50", "undo bfd all-interfaces min-tx-interval min-rx-interval");
    row(View::VpnInstanceIpv6, "vpn-target 1:1 2:2 export-extcommunity", "undo vpn-target 1:1 2:2 export-extcommunity");
    row(View::Bgp, "peer 10.0.0.1 as-number 65001", "undo peer 10.0.0.1");
    row(View::BgpVpn, "import-route isis 7 med 5", "undo import-route isis 7");
    row(View::System, "route-policy OWN-LO permit node 10", "undo route-policy OWN-LO node 10");
}

void TestVrpGrammar::undoRepeatsWhatTheTableSays()
{
    QFETCH(View, view);
    QFETCH(QString, line);
    QFETCH(QString, undo);
    const auto match = matchLine(view, line.toStdString());
    QVERIFY(match.has_value());
    QCOMPARE(undoLine(*match), undo.toStdString());
    const auto back = matchLine(view, undo.toStdString());
    QVERIFY(back && back->undo && back->line == undo.toStdString());
}

void TestVrpGrammar::aLineOpensItsView_data()
{
    QTest::addColumn<View>("view");
    QTest::addColumn<QString>("line");
    QTest::addColumn<View>("opens");
    QTest::newRow("port") << View::System << "interface 100GE0/1/0" << View::Port;
    QTest::newRow("trunk") << View::System << "interface Eth-Trunk7" << View::Port;
    QTest::newRow("sub-interface") << View::System << "interface Eth-Trunk7.101" << View::SubInterface;
    QTest::newRow("loopback") << View::System << "interface LoopBack1" << View::LoopBack;
    QTest::newRow("VE") << View::System << "interface Virtual-Ethernet0/2/0" << View::VirtualEthernet;
    QTest::newRow("VE sub-interface") << View::System << "interface Virtual-Ethernet0/2/0.100" << View::VirtualEthernetSub;
    QTest::newRow("Global VE") << View::System << "interface Global-VE1" << View::VirtualEthernet;
    QTest::newRow("virtual template") << View::System << "interface Virtual-Template1" << View::Port;
    QTest::newRow("family in BGP") << View::Bgp << "ipv6-family vpn-instance RAN" << View::BgpVpn;
    QTest::newRow("family in a VPN instance") << View::VpnInstance << "ipv6-family" << View::VpnInstanceIpv6;
    QTest::newRow("BFD session") << View::System << "bfd 1 bind peer-ip 10.0.0.1" << View::BfdSession;
}

void TestVrpGrammar::aLineOpensItsView()
{
    QFETCH(View, view);
    QFETCH(QString, line);
    QFETCH(View, opens);
    const auto match = matchLine(view, line.toStdString());
    QVERIFY(match.has_value());
    QVERIFY(viewOpened(*match) == opens);
}

void TestVrpGrammar::valuesAreFoundByName()
{
    const auto match = matchLine(View::SubInterface, "mpls l2vc 10.255.0.12 200 secondary control-word");
    QVERIFY(match.has_value());
    QVERIFY(match->command == Cmd::L2vc);
    QVERIFY(match->value("ip") == std::string_view("10.255.0.12"));
    QVERIFY(match->value("vc-id") == std::string_view("200"));
    QVERIFY(!match->value("template"));
    QVERIFY(match->has("secondary") && !match->has("bypass"));
}

void TestVrpGrammar::helpNamesWhatMayFollow_data()
{
    QTest::addColumn<View>("view");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("next"); // keywords, then <parameters>, then <cr>
    const auto row = [](View view, const char *typed, const char *next) {
        QTest::newRow(typed) << view << QString::fromLatin1(typed) << QString::fromLatin1(next);
    };
    row(View::SubInterface, "mpls l2v", "l2vc l2vpn");
    row(View::SubInterface, "mpls l2vpn red", "redundancy");
    row(View::SubInterface, "mpls l2vpn redundancy ", "independent master");
    row(View::SubInterface, "vlan-type dot1q ", "<vid>");
    row(View::SubInterface, "mpls l2vpn reroute delay 60 ", "resume <cr>");
    row(View::SubInterface, "mpls l2vc 10.0.0.1 100 raw ",
        "bypass control-word ignore-standby-state no-control-word secondary tunnel-policy <cr>");
    row(View::Bgp, "peer 10.0.0.1 connect-interface ", "<interface> <source-ip>");
    row(View::VirtualEthernetSub, "undo mpls l2vpn tr", "track");
    row(View::LoopBack, "ipv6 ", "address enable nd");
}

void TestVrpGrammar::helpNamesWhatMayFollow()
{
    QFETCH(View, view);
    QFETCH(QString, typed);
    QFETCH(QString, next);
    const auto completion = complete(view, typed.toStdString());
    QVERIFY(completion.has_value());
    QStringList words;
    for (const Expected &expected : completion->next) {
        const QString word = QString::fromUtf8(expected.word.data(), qsizetype(expected.word.size()));
        words.append(expected.parameter ? QLatin1Char('<') + word + QLatin1Char('>') : word);
    }
    if (completion->complete)
        words.append(QStringLiteral("<cr>"));
    QCOMPARE(words.join(QLatin1Char(' ')), next);
}

void TestVrpGrammar::helpAfterAWrongWordIsRefused()
{
    const auto completion = complete(View::SubInterface, "mpls nothing ");
    QVERIFY(!completion);
    QVERIFY(completion.error().fault == Fault::Unrecognized);
    QCOMPARE(completion.error().column, std::size_t(5));
}

/// What `?` can show in any view, for commands and their undo forms; parameters with their type or range.
void TestVrpGrammar::everyWordOfTheTableIsDescribed()
{
    const QRegularExpression slots_(QStringLiteral("<([a-z0-9][^>]*)>(?:&<1-8>)?"));
    const QRegularExpression split(QStringLiteral("[\\s\\[\\]{}|*]+"));
    std::set<QString> words{QStringLiteral("undo")};
    std::set<QString> parameters;
    for (const Command &c : kCommands)
        for (const std::string_view text : {c.syntax, typedUndoSyntax(c.id), undoSyntax(c.id), keySyntax(c.id)}) {
            QString syntax = QString::fromUtf8(text.data(), qsizetype(text.size()));
            for (auto it = slots_.globalMatch(syntax); it.hasNext();)
                parameters.insert(it.next().captured(1));
            for (const QString &word : syntax.remove(slots_).split(split, Qt::SkipEmptyParts))
                words.insert(word);
        }
    QVERIFY(words.size() > 200 && parameters.size() > 60);
    QStringList bare;
    for (const QString &word : words)
        if (keywordHelp(word.toStdString()).empty())
            bare.append(word);
    for (const QString &name : parameters) {
        const Parameter *parameter = parameterNamed(name.toStdString());
        if (!parameter || parameter->help.empty() || rangeText(*parameter).empty())
            bare.append(QLatin1Char('<') + name + QLatin1Char('>'));
    }
    if (!bare.isEmpty())
        qInfo().noquote() << "without a description:" << bare.join(QLatin1Char(' '));
    QVERIFY(bare.isEmpty());
}

QTEST_GUILESS_MAIN(TestVrpGrammar)
#include "tst_vrp_grammar.moc"
