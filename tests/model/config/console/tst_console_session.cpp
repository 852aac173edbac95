// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/config/console/console_terminal.h"

#include <QtTest>

#include <sstream>

using namespace sidestep;
using namespace sidestep::config;
using namespace sidestep::config::samples;
using namespace std::chrono_literals;

/// Lines, and what the candidate then has that begins with the prefix.
struct Typed
{
    std::vector<std::string> lines;
    std::string prefix;
    std::vector<std::string> expected;
};
Q_DECLARE_METATYPE(Typed)

class TestConsoleSession : public QObject
{
    Q_OBJECT

private slots:
    void promptNamesTheView_data();
    void promptNamesTheView();
    void promptTellsModesAndPendingChanges();
    void aChangeTakenBackIsNotPending();
    void sysnameRenamesThePromptAtCommit();
    void quitGoesUpOneViewAndReturnAllTheWay();
    void errorsPointAtTheWord_data();
    void errorsPointAtTheWord();
    void abbreviationsAreTaken();
    void linesThatOpenAViewAreTakenInsideOthers();
    void settingsOfOuterViewsAreRefused();
    void helpListsWordsRangesAndNames_data();
    void helpListsWordsRangesAndNames();
    void helpPointsAtAWrongWord();
    void tabEndsWords_data();
    void tabEndsWords();
    void tabListsWhatAWordCouldBe();
    void commitHandsTheCandidateOver();
    void aRefusedCommitLeavesTheCandidate();
    void clearDropsTheCandidate();
    void abortDropsNothing();
    void leavingAsksForUncommittedChanges_data();
    void leavingAsksForUncommittedChanges();
    void anUnclearAnswerIsAskedForAgain();
    void aTrialIsRolledBackWhenItsTimeIsOver();
    void aTrialIsConfirmedByCommit();
    void aTrialIsAborted();
    void aTrialEndsWithTheSession();
    void commitListShowsLabelsAndTimes();
    void aLabelIsUsedOnce();
    void commitListKeepsTheLatestEighty();
    void displayThisShowsWhatIsCommitted();
    void displayThisShowsASubView();
    void displayThisShowsDefaults();
    void candidateIsShownAsCommandsChangesAndWhole();
    void otherDisplaysGoToTheOwner();
    void immediateModeCommitsEachLine();
    void undoTakesThePartsItNames_data();
    void undoTakesThePartsItNames();
    void whatIsPendingStaysWhenTheOwnerChangesTheRouter();
};

void TestConsoleSession::promptNamesTheView_data()
{
    QTest::addColumn<QString>("lines"); // with ; between them
    QTest::addColumn<QString>("prompt");
    const auto row = [](const char *prompt, const char *lines) { QTest::newRow(prompt) << lines << prompt; };
    row("[~AGG1]", "");
    row("[~AGG1-GigabitEthernet0/2/1]", "interface GigabitEthernet0/2/1");
    row("[~AGG1-Virtual-Ethernet0/2/0.100]", "interface virtual-ethernet 0/2/0.100");
    row("[~AGG1-LoopBack0]", "interface loopback 0");
    row("[~AGG1-isis-1]", "isis 1");
    row("[~AGG1-mpls]", "mpls");
    row("[~AGG1-mpls-ldp]", "mpls ldp");
    row("[*AGG1-mpls-ldp-remote-CSG9]", "mpls ldp remote-peer CSG9");
    row("[~AGG1-l2vpn]", "mpls l2vpn");
    row("[*AGG1-pw-template-T]", "pw-template T");
    row("[~AGG1-vpn-instance-RAN]", "ip vpn-instance RAN");
    row("[~AGG1-vpn-instance-RAN-af-ipv6]", "ip vpn-instance RAN; ipv6-family");
    row("[~AGG1-bgp]", "bgp 65001");
    row("[~AGG1-bgp-af-vpnv6]", "bgp 65001; ipv6-family vpnv6");
    row("[~AGG1-bgp6-RAN]", "bgp 65001; ipv6-family vpn-instance RAN");
    row("[*AGG1-bfd-session-S]", "bfd S bind peer-ip 10.255.0.21");
    row("[*AGG1-bfd-lsp-session-S]", "bfd S bind ldp-lsp peer-ip 10.255.0.21 nexthop 10.0.4.2");
    row("[*AGG1-bfd-lsp-session-S]", "bfd S bind pw interface Virtual-Ethernet0/2/0.100");
}

void TestConsoleSession::promptNamesTheView()
{
    QFETCH(QString, lines);
    QFETCH(QString, prompt);
    Terminal t;
    t.type({"system-view"});
    for (const QString &line : lines.split(QLatin1Char(';'), Qt::SkipEmptyParts))
        QCOMPARE(t.type({line.trimmed().toStdString()}), std::string());
    QCOMPARE(t.console.prompt(), prompt.toStdString());
}

void TestConsoleSession::promptTellsModesAndPendingChanges()
{
    Terminal t;
    QCOMPARE(t.console.prompt(), std::string("<AGG1>"));
    t.type({"system-view"});
    QCOMPARE(t.console.prompt(), std::string("[~AGG1]"));
    t.type({"interface LoopBack7"});
    QCOMPARE(t.console.prompt(), std::string("[*AGG1-LoopBack7]"));
    t.type({"commit"});
    QCOMPARE(t.console.prompt(), std::string("[~AGG1-LoopBack7]"));
    t.type({"return"});
    QCOMPARE(t.console.prompt(), std::string("<AGG1>"));
    t.type({"system-view immediately"});
    QCOMPARE(t.console.prompt(), std::string("[AGG1]"));
}

void TestConsoleSession::aChangeTakenBackIsNotPending()
{
    Terminal t;
    t.type({"system-view", "interface GigabitEthernet0/2/1", "mtu 2000"});
    QVERIFY(t.console.isPending());
    t.type({"undo mtu"});
    QVERIFY(!t.console.isPending());
    t.type({"shutdown"});
    QVERIFY(t.console.isPending());
    t.type({"undo shutdown"});
    QVERIFY(!t.console.isPending());
    t.type({"description TO-CSG", "interface GigabitEthernet0/9/9"}); // as it is, and a port without a line
    QVERIFY(!t.console.isPending());
}

void TestConsoleSession::sysnameRenamesThePromptAtCommit()
{
    Terminal t;
    t.type({"system-view", "sysname WEST"});
    QCOMPARE(t.console.prompt(), std::string("[*AGG1]"));
    t.type({"commit"});
    QCOMPARE(t.console.prompt(), std::string("[~WEST]"));
}

void TestConsoleSession::quitGoesUpOneViewAndReturnAllTheWay()
{
    Terminal t;
    t.type({"system-view", "bgp 65001", "ipv6-family vpnv6", "quit"});
    QCOMPARE(t.console.prompt(), std::string("[~AGG1-bgp]"));
    t.type({"quit"});
    QCOMPARE(t.console.prompt(), std::string("[~AGG1]"));
    t.type({"bgp 65001", "ipv6-family vpnv6", "return"});
    QCOMPARE(t.console.prompt(), std::string("<AGG1>"));
    t.type({"system-view", "isis 1", "\x1a"});
    QCOMPARE(t.console.prompt(), std::string("<AGG1>"));
    QVERIFY(!t.console.isClosed());
    t.type({"quit"});
    QVERIFY(t.console.isClosed());
}

void TestConsoleSession::errorsPointAtTheWord_data()
{
    QTest::addColumn<QString>("view");
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("column"); // prompt and line, counted by hand
    QTest::addColumn<QString>("text");
    const char *const unrecognized = "Error: Unrecognized command found at '^' position.";
    QTest::newRow("unrecognized") << ""
                                  << "frobnicate" << 7 << unrecognized;
    QTest::newRow("unrecognized, second word") << ""
                                               << "mpls lsr-jd 1.1.1.1" << 12 << unrecognized;
    QTest::newRow("unrecognized, indented") << ""
                                            << "  frobnicate" << 9 << unrecognized;
    QTest::newRow("behind letters of two bytes") << ""
                                                 << "ip vpn-instance Käse x" << 28 << "Error: Too many parameters found at '^' position.";
    QTest::newRow("incomplete") << ""
                                << "interface" << 16 << "Error: Incomplete command found at '^' position.";
    QTest::newRow("incomplete, with a blank behind") << ""
                                                     << "interface " << 16 << "Error: Incomplete command found at '^' position.";
    QTest::newRow("ambiguous") << ""
                               << "i 1" << 7 << "Error: Ambiguous command found at '^' position.";
    QTest::newRow("wrong parameter") << ""
                                     << "bgp x" << 11 << "Error: Wrong parameter found at '^' position.";
    QTest::newRow("out of range") << "interface GigabitEthernet0/2/1"
                                  << "mtu 9601" << 28 + 4 << "Error: Wrong parameter found at '^' position.";
    QTest::newRow("too many") << ""
                              << "bgp 65001 7" << 17 << "Error: Too many parameters found at '^' position.";
    QTest::newRow("inside a view") << "bgp 65001"
                                   << "peer 10.0.0.1 as-numbr 1" << 11 + 14 << unrecognized;
    QTest::newRow("incomplete in the system view, typed inside")
        << "bgp 65001"
        << "interface" << 11 + 9 << "Error: Incomplete command found at '^' position.";
}

void TestConsoleSession::errorsPointAtTheWord()
{
    QFETCH(QString, view);
    QFETCH(QString, line);
    QFETCH(int, column);
    QFETCH(QString, text);
    Terminal t;
    t.type({"system-view", view.toStdString()});
    const std::string marker(static_cast<std::size_t>(column), ' ');
    QCOMPARE(t.type({line.toStdString()}), marker + "^\n" + text.toStdString() + "\n");
    QCOMPARE(t.refused, 1);
    QVERIFY(!t.console.isPending());
}

void TestConsoleSession::abbreviationsAreTaken()
{
    Terminal t;
    t.type({"sys", "int gi0/2/1", "desc NEW", "q", "bg 65001"});
    QCOMPARE(t.console.prompt(), std::string("[*AGG1-bgp]"));
    t.type({"com"});
    QCOMPARE(t.refused, 0);
    QVERIFY(hasLine(t.commits.at(0), " description NEW"));
}

void TestConsoleSession::linesThatOpenAViewAreTakenInsideOthers()
{
    Terminal t;
    t.type({"system-view", "interface GigabitEthernet0/2/1", "interface LoopBack0"});
    QCOMPARE(t.console.prompt(), std::string("[~AGG1-LoopBack0]"));
    t.type({"bgp 65001", "ipv6-family vpn-instance RAN", "ipv6-family vpnv6"});
    QCOMPARE(t.console.prompt(), std::string("[~AGG1-bgp-af-vpnv6]"));
    t.type({"isis 1"});
    QCOMPARE(t.console.prompt(), std::string("[~AGG1-isis-1]"));
    t.type({"quit"});
    QCOMPARE(t.console.prompt(), std::string("[~AGG1]"));
    QCOMPARE(t.refused, 0);
}

void TestConsoleSession::settingsOfOuterViewsAreRefused()
{
    Terminal t;
    t.type({"system-view", "interface GigabitEthernet0/2/1"});
    QCOMPARE(t.type({"sysname X"}), std::string(28, ' ') + "^\nError: Unrecognized command found at '^' position.\n");
    t.type({"undo interface LoopBack0"});
    QCOMPARE(t.refused, 2);
    QVERIFY(!t.console.isPending());
}

void TestConsoleSession::helpListsWordsRangesAndNames_data()
{
    QTest::addColumn<QString>("view");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("text");
    QTest::newRow("value") << "interface GigabitEthernet0/2/1"
                           << "mtu "
                           << "  INTEGER<46-9600>  <mtu> MTU in bytes\n  Default: 1500; 0 in a PW template.\n";
    QTest::newRow("tracked route")
        << "interface Virtual-Ethernet0/2/0.100"
        << "mpls l2vpn track route 2001:db8::1 "
        << "  INTEGER<0-128>  <length6> Prefix length\n"
           "  After: mpls l2vc. Release: later than V800R012C10. Unverified: the IPv6 form, its default and its undo "
           "form; one document of a later release has it and names no first one.\n";
    QTest::newRow("both forms of an address")
        << "interface LoopBack0"
        << "ipv6 address 2001:db8::1 "
        << "  link-local      A link-local address\n  INTEGER<1-128>  <slash-length> Prefix length\n"
           "  ipv6 address {<ipv6-prefix>|<ipv6> <slash-length>}: Default: none. After: ipv6 enable.\n"
           "  ipv6 address {<ipv6>|auto} link-local: Default: none. After: ipv6 enable.\n";
    QTest::newRow("words that begin so") << "bgp 65001"
                                         << "ro"
                                         << "  router-id  Router id\n";
    QTest::newRow("a whole line") << "isis 1"
                                  << "cost-style wide "
                                  << "  <cr>\n  Default: narrow.\n";
    QTest::newRow("a command of the system view") << "bgp 65001"
                                                  << "interface "
                                                  << "  type and number  <interface> Interface type and number\n";
}

void TestConsoleSession::helpListsWordsRangesAndNames()
{
    QFETCH(QString, view);
    QFETCH(QString, line);
    QFETCH(QString, text);
    Terminal t;
    t.type({"system-view", view.toStdString()});
    const ConsoleReply reply = t.console.help(line.toStdString());
    QVERIFY(!reply.refused);
    QCOMPARE(QString::fromStdString(reply.text), text);
}

void TestConsoleSession::helpPointsAtAWrongWord()
{
    Terminal t;
    t.type({"system-view"});
    const ConsoleReply reply = t.console.help("mpls lsr-jd ");
    QVERIFY(reply.refused);
    QCOMPARE(reply.text, std::string(12, ' ') + "^\nError: Unrecognized command found at '^' position.\n");
}

void TestConsoleSession::tabEndsWords_data()
{
    QTest::addColumn<QString>("view");
    QTest::addColumn<QString>("typed"); // | is the cursor
    QTest::addColumn<QString>("after");
    QTest::newRow("only one word") << ""
                                   << "sysn|"
                                   << "sysname |";
    QTest::newRow("any case") << ""
                              << "SYSN|"
                              << "sysname |";
    QTest::newRow("second word") << ""
                                 << "ip vpn|"
                                 << "ip vpn-instance |";
    QTest::newRow("in the middle") << ""
                                   << "ip vpn| RAN"
                                   << "ip vpn-instance| RAN";
    QTest::newRow("common beginning") << "bgp 65001"
                                      << "ipv|"
                                      << "ipv|";
    QTest::newRow("as far as all agree") << ""
                                         << "mpls l|"
                                         << "mpls l|";
    QTest::newRow("name the router has") << ""
                                         << "ip vpn-instance R|"
                                         << "ip vpn-instance RAN |";
    QTest::newRow("interface the router has") << ""
                                              << "interface gig|"
                                              << "interface GigabitEthernet0/2/1 |";
    QTest::newRow("of the system view") << "bgp 65001"
                                        << "interf|"
                                        << "interface |";
    QTest::newRow("nothing begins so") << ""
                                       << "xyz|"
                                       << "xyz|";
    QTest::newRow("cursor at the start") << "bgp 65001"
                                         << "| x"
                                         << "| x";
}

void TestConsoleSession::tabEndsWords()
{
    QFETCH(QString, view);
    QFETCH(QString, typed);
    QFETCH(QString, after);
    Terminal t;
    t.type({"system-view", view.toStdString()});
    const auto at = static_cast<std::size_t>(typed.indexOf(QLatin1Char('|')));
    const ConsoleCompletion done = t.console.complete(typed.remove(QLatin1Char('|')).toStdString(), at);
    QString shown = QString::fromStdString(done.line);
    shown.insert(static_cast<int>(done.cursor), QLatin1Char('|'));
    QCOMPARE(shown, after);
}

void TestConsoleSession::tabListsWhatAWordCouldBe()
{
    Terminal t;
    t.type({"system-view"});
    const ConsoleCompletion done = t.console.complete("interface 100", 13);
    QCOMPARE(done.line, std::string("interface 100GE0/1/"));
    QCOMPARE(done.choices, (std::vector<std::string>{"100GE0/1/0", "100GE0/1/1"}));
}

void TestConsoleSession::commitHandsTheCandidateOver()
{
    Terminal t;
    t.type({"system-view", "interface GigabitEthernet0/2/1", "mtu 2000", "commit"});
    QCOMPARE(t.commits.size(), std::size_t{1});
    QVERIFY(hasLine(t.commits[0], " mtu 2000"));
    QVERIFY(hasLine(t.commits[0], "sysname AGG1"));
    QVERIFY(t.type({"commit"}).starts_with("Info:"));
    QCOMPARE(t.commits.size(), std::size_t{1}); // nothing was pending
}

void TestConsoleSession::aRefusedCommitLeavesTheCandidate()
{
    Terminal t;
    t.refusal = "10.0.1.2 is in use on CSG; choose another address";
    QVERIFY(t.type({"system-view", "sysname X", "commit"}).ends_with("\nError: " + t.refusal + "\n"));
    QCOMPARE(t.refused, 1);
    QCOMPARE(t.console.prompt(), std::string("[*AGG1]"));
    t.refusal.clear();
    t.type({"commit"});
    QCOMPARE(t.console.prompt(), std::string("[~X]"));
}

void TestConsoleSession::clearDropsTheCandidate()
{
    Terminal t;
    t.type({"system-view", "interface LoopBack7", "description X", "clear configuration candidate"});
    QCOMPARE(t.console.prompt(), std::string("[~AGG1]"));
    QVERIFY(t.commits.empty());
}

void TestConsoleSession::abortDropsNothing()
{
    Terminal t;
    t.type({"system-view", "sysname X"});
    QVERIFY(t.type({"abort"}).starts_with("       ^\nError: Unrecognized command found at '^' position.\n"));
    QVERIFY(t.console.isPending());
}

void TestConsoleSession::leavingAsksForUncommittedChanges_data()
{
    QTest::addColumn<QString>("leave");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("prompt");
    QTest::addColumn<int>("commits");
    for (const char *leave : {"return", "\x1a"}) {
        QTest::addRow("%s, yes", leave) << leave << "Y"
                                        << "<AGG1>" << 1;
        QTest::addRow("%s, no", leave) << leave << "no"
                                       << "<AGG1>" << 0;
        QTest::addRow("%s, cancel", leave) << leave << "c"
                                           << "[*AGG1-LoopBack7]" << 0;
    }
    QTest::addRow("quit twice") << "quit"
                                << "yes"
                                << "<AGG1>" << 1;
}

void TestConsoleSession::leavingAsksForUncommittedChanges()
{
    QFETCH(QString, leave);
    QFETCH(QString, answer);
    QFETCH(QString, prompt);
    QFETCH(int, commits);
    Terminal t;
    t.type({"system-view", "interface LoopBack7", leave.toStdString()});
    if (leave == QLatin1String("quit"))
        t.type({"quit"});
    QCOMPARE(t.console.prompt(),
             std::string("Warning: Uncommitted configurations found. Are you sure to commit them before exiting? "
                         "[Y(yes)/N(no)/C(cancel)]:"));
    t.type({answer.toStdString()});
    QCOMPARE(t.console.prompt(), prompt.toStdString());
    QCOMPARE(static_cast<int>(t.commits.size()), commits);
}

void TestConsoleSession::anUnclearAnswerIsAskedForAgain()
{
    Terminal t;
    t.type({"system-view", "sysname X", "return"});
    QVERIFY(t.type({"display this"}).starts_with("Error: Please choose"));
    t.refusal = "no";
    t.type({"y"}); // the owner refuses: nothing is left
    QCOMPARE(t.console.prompt(), std::string("[*AGG1]"));
}

void TestConsoleSession::aTrialIsRolledBackWhenItsTimeIsOver()
{
    Terminal t;
    const std::string said = t.type({"system-view", "sysname X", "commit trial 120"});
    QVERIFY(said.ends_with("Info: The system enters the trial configuration mode.\nThe system will revert to previous configuration if "
                           "the trial configuration is not confirmed in 120 seconds.\n"));
    QCOMPARE(t.console.prompt(), std::string("[~X]"));
    QCOMPARE(*t.console.trialEnds(), kNoon + 120s);
    t.now = kNoon + 119s;
    QCOMPARE(t.console.elapse(t.now).text, std::string());
    t.now = kNoon + 120s;
    QCOMPARE(t.type({""}), std::string("Info: The trial configuration rollback succeeded.\n"));
    QCOMPARE(t.console.prompt(), std::string("[~AGG1]"));
    QCOMPARE(t.commits.size(), std::size_t{2});
    QVERIFY(hasLine(t.commits[1], "sysname AGG1"));
    QVERIFY(!t.console.trialEnds());
}

void TestConsoleSession::aTrialIsConfirmedByCommit()
{
    Terminal t;
    t.type({"system-view", "sysname X", "commit trial"});
    QCOMPARE(*t.console.trialEnds(), kNoon + 600s); // vrp.md section 9: the default
    t.type({"commit"});
    t.now = kNoon + 3600s;
    QCOMPARE(t.type({""}), std::string());
    QCOMPARE(t.console.prompt(), std::string("[~X]"));
}

void TestConsoleSession::aTrialIsAborted()
{
    Terminal t;
    t.type({"system-view", "abort trial"});
    QCOMPARE(t.refused, 1); // there is none
    t.type({"interface LoopBack7", "commit trial 60", "abort trial"});
    QCOMPARE(t.console.prompt(), std::string("Warning: The trial configuration will be rolled back. Continue? [Y/N]:"));
    QCOMPARE(t.type({"y"}), std::string("Info: The trial configuration rollback succeeded.\n"));
    QCOMPARE(t.console.prompt(), std::string("[~AGG1]")); // the interface has gone
}

void TestConsoleSession::aTrialEndsWithTheSession()
{
    Terminal t;
    t.type({"system-view", "sysname X", "commit trial", "sysname Y"});
    const ConsoleReply reply = t.console.close(kNoon);
    QVERIFY(reply.text.find("rollback succeeded") != std::string::npos);
    QVERIFY(hasLine(t.commits.back(), "sysname AGG1"));
    QVERIFY(t.console.isClosed());
}

void TestConsoleSession::commitListShowsLabelsAndTimes()
{
    Terminal t;
    t.type({"system-view", "sysname X", "commit label first"});
    t.now = kNoon + 61s;
    t.type({"sysname Y", "commit description This is a new name"});
    const std::string list = t.type({"display configuration commit list"});
    QVERIFY(list.find("1    1000000002    -                    sidestep        2026-11-23 12:01:01+00:00\n"
                      "2    1000000001    first                sidestep        2026-11-23 12:00:00+00:00\n")
            != std::string::npos);
    QVERIFY(
        t.type({"display configuration commit list verbose"})
            .starts_with("1) CommitId: 1000000002\n        Label: -\n        User: sidestep\n        User-Intf: CON 0\n        Type: CLI\n"
                         "        TimeStamp: 2026-11-23 12:01:01+00:00\n        Description: This is a new name\n"));
}

void TestConsoleSession::aLabelIsUsedOnce()
{
    Terminal t;
    t.type({"system-view", "sysname X", "commit trial 60 label L description with words", "commit", "sysname Y", "commit label L"});
    QCOMPARE(t.refused, 1);
    QCOMPARE(t.commits.size(), std::size_t{1});
}

void TestConsoleSession::commitListKeepsTheLatestEighty()
{
    Terminal t;
    t.type({"system-view"});
    for (int i = 0; i < 81; ++i)
        t.type({"sysname X" + std::to_string(i), "commit"});
    const std::string list = t.type({"display configuration commit list"});
    QVERIFY(list.find("80   1000000002") != std::string::npos);
    QVERIFY(list.find("1000000001") == std::string::npos);
}

void TestConsoleSession::displayThisShowsWhatIsCommitted()
{
    Terminal t;
    const std::string said = t.type({"system-view", "interface GigabitEthernet0/2/1", "mtu 2000", "display this"});
    QVERIFY(said.ends_with("#\ninterface GigabitEthernet0/2/1\n description TO-CSG\n undo shutdown\n ip address 10.0.1.2 255.255.255.252\n"
                           " isis enable 100\n isis circuit-type p2p\n isis ldp-sync\n mpls\n mpls ldp\n#\nreturn\n"));
    QCOMPARE(t.type({"interface LoopBack7", "display this"}), std::string("#\n#\nreturn\n")); // not there yet
}

void TestConsoleSession::displayThisShowsASubView()
{
    Terminal t;
    const std::string said = t.type({"system-view", "bgp 65001", "ipv6-family vpn-instance RAN", "display this"});
    QVERIFY(said.ends_with("#\n ipv6-family vpn-instance RAN\n  import-route direct\n  auto-frr\n#\nreturn\n"));
    const std::string system = t.type({"quit", "quit", "display this"});
    QVERIFY(hasLine(system, "sysname AGG1"));
    QVERIFY(!hasLine(system, "bgp 65001"));
}

void TestConsoleSession::displayThisShowsDefaults()
{
    Terminal t;
    const std::string said = t.type({"system-view", "interface LoopBack0", "display this include-default"});
    QVERIFY(hasLine(said, " ipv6 nd ra halt"));
    QVERIFY(!hasLine(t.type({"display this"}), " ipv6 nd ra halt"));
}

void TestConsoleSession::candidateIsShownAsCommandsChangesAndWhole()
{
    Terminal t;
    t.type({"system-view", "interface GigabitEthernet0/2/1", "description NEW", "undo isis ldp-sync", "interface LoopBack7",
            "description OWN"});
    // first what goes, then what comes (difference.h)
    QCOMPARE(QString::fromStdString(t.type({"display configuration candidate"})),
             QStringLiteral("#\ninterface GigabitEthernet0/2/1\n undo isis ldp-sync\n#\ninterface LoopBack7\n description OWN\n#\n"
                            "interface GigabitEthernet0/2/1\n description NEW\n#\n"));
    // "-" and "+" as users' recordings show them
    QCOMPARE(t.type({"display configuration candidate changes"}),
             std::string("Building configuration\n  #\n  interface GigabitEthernet0/2/1\n-  description TO-CSG\n+  description NEW\n"
                         "-  isis ldp-sync\n  #\n+ interface LoopBack7\n+  description OWN\n  #\n"));
    const std::string whole = t.type({"display configuration candidate merge"});
    QVERIFY(hasLine(whole, " description OWN"));
    QVERIFY(hasLine(whole, "sysname AGG1"));
    QVERIFY(!hasLine(t.type({"display current-configuration"}), " description OWN"));
}

void TestConsoleSession::otherDisplaysGoToTheOwner()
{
    Terminal t;
    QCOMPARE(t.type({"display mpls l2vpn track route"}), std::string("asked\n"));
    QVERIFY(t.type({"display bfd session all"}).starts_with("Error:"));
    QCOMPARE(t.asked, (std::vector{vrp::Cmd::DisplayTrackRoute, vrp::Cmd::DisplayBfdSessions}));
}

void TestConsoleSession::immediateModeCommitsEachLine()
{
    Terminal t;
    t.type({"system-view immediately", "sysname X"});
    QCOMPARE(t.console.prompt(), std::string("[X]"));
    QCOMPARE(t.commits.size(), std::size_t{1});
    t.refusal = "no";
    t.type({"interface LoopBack7"});
    QCOMPARE(t.console.prompt(), std::string("[X]"));
    QCOMPARE(t.refused, 1);
}

void TestConsoleSession::whatIsPendingStaysWhenTheOwnerChangesTheRouter()
{
    Terminal t;
    t.type({"system-view", "interface LoopBack7", "description OWN"});
    std::string other = textOf(plan::referencePlan(), "AGG1");
    other.replace(other.find("sysname AGG1"), 12, "sysname EAST");
    t.console.setRunning(readConfig(other));
    QCOMPARE(t.console.prompt(), std::string("[*EAST-LoopBack7]"));
    t.type({"commit"});
    QVERIFY(hasLine(t.commits.at(0), " description OWN"));
    QVERIFY(hasLine(t.commits.at(0), "sysname EAST"));
}

void TestConsoleSession::undoTakesThePartsItNames_data()
{
    QTest::addColumn<Typed>("typed");
    const auto row = [](const char *name, Typed typed) { QTest::newRow(name) << std::move(typed); };
    // AGG1 has `peer 10.255.0.21 bfd min-tx-interval 100 min-rx-interval 100`.
    const std::string bgp = "bgp 65001";
    const std::string peer = "peer 10.255.0.21 bfd ";
    row("one timer", {{bgp, "undo " + peer + "min-tx-interval"}, peer, {peer + "min-rx-interval 100", peer + "enable"}});
    row("both timers", {{bgp, "undo " + peer + "min-rx-interval min-tx-interval"}, peer, {peer + "enable"}});
    row("a timer that is not there",
        {{bgp, "undo " + peer + "detect-multiplier"}, peer, {peer + "min-tx-interval 100 min-rx-interval 100", peer + "enable"}});
    row("a timer more",
        {{bgp, peer + "detect-multiplier 5"},
         peer,
         {peer + "min-tx-interval 100 min-rx-interval 100 detect-multiplier 5", peer + "enable"}});
    row("another value",
        {{bgp, peer + "min-rx-interval 50"}, peer, {peer + "min-tx-interval 100 min-rx-interval 50", peer + "enable"}});
    const std::string target = "vpn-target 1:";
    row("one target of two, in both directions",
        {{"ip vpn-instance RAN", "ipv6-family", "vpn-target 1:1 1:2", "undo vpn-target 1:1"},
         target,
         {"vpn-target 1:2 export-extcommunity", "vpn-target 1:2 import-extcommunity"}});
    row("one direction of a target",
        {{"ip vpn-instance RAN", "ipv6-family", "vpn-target 1:1", "undo vpn-target 1:1 import-extcommunity"},
         target,
         {"vpn-target 1:1 export-extcommunity"}});
}

void TestConsoleSession::undoTakesThePartsItNames()
{
    QFETCH(Typed, typed);
    Terminal t;
    t.type({"system-view"});
    t.type(typed.lines);
    QCOMPARE(t.refused, 0);
    std::vector<std::string> found;
    std::istringstream shown(t.type({"display configuration candidate merge"}));
    for (std::string line; std::getline(shown >> std::ws, line);)
        if (line.starts_with(typed.prefix))
            found.push_back(line);
    QCOMPARE(found, typed.expected);
}

QTEST_GUILESS_MAIN(TestConsoleSession)
#include "tst_console_session.moc"
