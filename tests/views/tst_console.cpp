// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/console/console_view.h"

#include "model/plan/templates.h"
#include "model/report/router_state_at.h"
#include "views/console/console_terminal.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

#include <vector>

using namespace sidestep;
using namespace sidestep::views;

namespace {

/// Stands for the program: keeps plans as an undo stack would, and answers from the steady state.
class Program
{
public:
    explicit Program(plan::Plan plan) : plans{std::move(plan)}
    {
        view.setHost({[this](const plan::PlanEdit &edit) { return apply(edit); },
                      [this](plan::RouterId router, ConsoleHost::StateReady ready) {
                          ++asked;
                          if (answers)
                              QMetaObject::invokeMethod(&view, [=, this] { ready(report::steadyRouterState(plans.back(), router)); }, Qt::QueuedConnection);
                      },
                      [this](plan::RouterId) { ++forgotten; }});
        view.setPlan(plans.back());
        view.resize(700, 500);
        view.show();
    }

    Result<void> apply(const plan::PlanEdit &edit)
    {
        auto after = plans.back().with(edit);
        if (!after)
            return tl::unexpected(after.error());
        labels.push_back(edit.label);
        plans.push_back(*std::move(after));
        view.setPlan(plans.back());
        return {};
    }
    void undo()
    {
        plans.pop_back();
        view.setPlan(plans.back());
    }
    void show(const char *router) { view.showRouter(plan::routerNamed(plans.back(), router)->id); }
    ConsoleTerminal &terminal() { return view.console()->terminal(); }
    void type(const QStringList &lines)
    {
        for (const QString &line : lines) {
            QTest::keyClicks(&terminal(), line);
            QTest::keyClick(&terminal(), Qt::Key_Return);
        }
    }
    QString screen() { return terminal().toPlainText(); }
    QString prompt() { return screen().section(QLatin1Char('\n'), -1); }
    void paste(const QString &text)
    {
        QGuiApplication::clipboard()->setText(text);
        terminal().paste();
    }

    std::vector<plan::Plan> plans;
    std::vector<std::string> labels;
    int asked = 0;
    int forgotten = 0;
    bool answers = true;
    ConsoleView view;
};

plan::Plan withoutTracking()
{
    const plan::Plan plan = plan::referencePlan();
    plan::EditBuilder edit(plan, "none");
    for (const plan::TrackedRoute &route : plan.trackedRoutes())
        edit.remove<plan::TrackedRoute>(route.id);
    return *plan.with(edit.take());
}

const QStringList kProcedure{QStringLiteral("system-view"), QStringLiteral("interface virtual-ethernet 0/2/0.100"),
                             QStringLiteral("mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN"), QStringLiteral("commit")};

} // namespace

class TestConsole : public QObject
{
    Q_OBJECT

private slots:
    void theProcedureOfTheAggIsOneEdit();
    void undoBringsTheSessionBackInStep();
    void aRefusedLineIsPointedAtInTheRightColumn();
    void questionMarkListsWhatMayFollowAndKeepsTheLine();
    void tabEndsTheWordOrListsChoices();
    void upAndDownWalkThroughHistory();
    void everyPastedLineIsRun();
    void aPastedWordJoinsTheLine();
    void pastedControlCharactersAreDropped();
    void controlZReturnsAndControlCDropsTheLine();
    void controlCWithASelectionCopies();
    void leavingUncommittedLinesAsks();
    void onlyTheTypedLineCanBeEdited();
    void eachRouterKeepsItsTextAndItsLine();
    void displayWaitsForTheStateAndNotesOnce();
    void linesAfterADisplayWaitForIt();
    void controlCEndsTheWait();
    void theHeaderChoosesARouter();
    void aRemovedRoutersConsoleIsGone();
    void aRefusedCommitKeepsTheCandidate();
};

void TestConsole::theProcedureOfTheAggIsOneEdit()
{
    Program program(withoutTracking());
    program.show("AGG1");
    QCOMPARE(program.prompt(), QStringLiteral("<AGG1>"));
    program.type(kProcedure);
    QCOMPARE(program.labels, std::vector<std::string>{"Commit on AGG1"});
    QCOMPARE(program.plans.back().trackedRoutes().size(), std::size_t{1});
    QCOMPARE((*program.plans.back().trackedRoutes().begin()).prefix.toString(), std::string("2001:db8:ffff::21/128"));
    QCOMPARE(program.prompt(), QStringLiteral("[~AGG1-Virtual-Ethernet0/2/0.100]"));
    QVERIFY(program.view.pending().isEmpty());
}

void TestConsole::undoBringsTheSessionBackInStep()
{
    Program program(withoutTracking());
    program.show("AGG1");
    program.type(kProcedure);
    program.type({QStringLiteral("display this")});
    QVERIFY(program.screen().contains(QStringLiteral("\n mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN\n")));
    program.undo();
    const qsizetype before = program.screen().size();
    program.type({QStringLiteral("display this")});
    QVERIFY(program.screen().mid(before).contains(QStringLiteral(" mpls l2vc ")));
    QVERIFY(!program.screen().mid(before).contains(QStringLiteral("track route")));
    QVERIFY2(program.prompt().startsWith(QStringLiteral("[~")), qPrintable(program.prompt()));
}

void TestConsole::aRefusedLineIsPointedAtInTheRightColumn()
{
    Program program(plan::referencePlan());
    program.show("AGG1");
    program.type({QStringLiteral("display frobnicate")});
    // "<AGG1>" has 6 columns and "display " 8 more.
    QVERIFY2(program.screen().contains(QStringLiteral("<AGG1>display frobnicate\n              ^\nError: Unrecognized command found at '^' position.\n<AGG1>")),
             qPrintable(program.screen()));
}

void TestConsole::questionMarkListsWhatMayFollowAndKeepsTheLine()
{
    Program program(plan::referencePlan());
    program.show("AGG1");
    program.type({QStringLiteral("system-view")});
    QTest::keyClicks(&program.terminal(), QStringLiteral("interface Lo"));
    QTest::keyClick(&program.terminal(), '?');
    QVERIFY2(program.screen().contains(QStringLiteral("[~AGG1]interface Lo?\n")), qPrintable(program.screen()));
    QVERIFY2(program.screen().contains(QStringLiteral("Interface type and number")), qPrintable(program.screen()));
    QCOMPARE(program.prompt(), QStringLiteral("[~AGG1]interface Lo"));
}

void TestConsole::tabEndsTheWordOrListsChoices()
{
    Program program(plan::referencePlan());
    program.show("AGG1");
    QTest::keyClicks(&program.terminal(), QStringLiteral("sys"));
    QTest::keyClick(&program.terminal(), Qt::Key_Tab);
    QCOMPARE(program.terminal().typed(), QStringLiteral("system-view "));
    QTest::keyClick(&program.terminal(), Qt::Key_Return);
    QTest::keyClicks(&program.terminal(), QStringLiteral("i"));
    QTest::keyClick(&program.terminal(), Qt::Key_Tab);
    QCOMPARE(program.terminal().typed(), QStringLiteral("i"));
    QVERIFY2(program.screen().contains(QStringLiteral("interface")) && program.screen().contains(QStringLiteral("isis")), qPrintable(program.screen()));
}

void TestConsole::upAndDownWalkThroughHistory()
{
    Program program(plan::referencePlan());
    program.show("AGG1");
    program.type({QStringLiteral("system-view"), QStringLiteral("quit")});
    QTest::keyClicks(&program.terminal(), QStringLiteral("disp"));
    QTest::keyClick(&program.terminal(), Qt::Key_Up);
    QCOMPARE(program.terminal().typed(), QStringLiteral("quit"));
    QTest::keyClick(&program.terminal(), Qt::Key_Up);
    QTest::keyClick(&program.terminal(), Qt::Key_Up);
    QCOMPARE(program.terminal().typed(), QStringLiteral("system-view"));
    QTest::keyClick(&program.terminal(), Qt::Key_Down);
    QTest::keyClick(&program.terminal(), Qt::Key_Down);
    QCOMPARE(program.terminal().typed(), QStringLiteral("disp"));
}

void TestConsole::everyPastedLineIsRun()
{
    Program program(withoutTracking());
    program.show("AGG1");
    program.paste(kProcedure.join(QStringLiteral("\r\n")));
    QTRY_COMPARE(program.labels.size(), std::size_t{1});
    QCOMPARE(program.plans.back().trackedRoutes().size(), std::size_t{1});
    QTest::keyClick(&program.terminal(), Qt::Key_Up);
    QCOMPARE(program.terminal().typed(), QStringLiteral("commit"));
}

void TestConsole::aPastedWordJoinsTheLine()
{
    Program program(plan::referencePlan());
    program.show("AGG1");
    QTest::keyClicks(&program.terminal(), QStringLiteral("system"));
    program.paste(QStringLiteral("-view"));
    QCOMPARE(program.terminal().typed(), QStringLiteral("system-view"));
    QCOMPARE(program.prompt(), QStringLiteral("<AGG1>system-view"));
}

void TestConsole::pastedControlCharactersAreDropped()
{
    Program program(plan::referencePlan());
    program.show("AGG1");
    program.paste(QStringLiteral("sys\x1b\x07tem\t-view\u2028"));
    QCOMPARE(program.terminal().typed(), QStringLiteral("system -view"));
}

void TestConsole::controlZReturnsAndControlCDropsTheLine()
{
    Program program(plan::referencePlan());
    program.show("AGG1");
    program.type({QStringLiteral("system-view"), QStringLiteral("interface loopback 0")});
    QCOMPARE(program.prompt(), QStringLiteral("[~AGG1-LoopBack0]"));
    QTest::keyClicks(&program.terminal(), QStringLiteral("shut"));
    QTest::keyClick(&program.terminal(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(program.terminal().typed(), QString());
    QTest::keyClick(&program.terminal(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(program.prompt(), QStringLiteral("<AGG1>"));
}

void TestConsole::controlCWithASelectionCopies()
{
    Program program(plan::referencePlan());
    program.show("AGG1");
    program.type({QStringLiteral("system-view")});
    QTest::keyClicks(&program.terminal(), QStringLiteral("shut"));
    program.terminal().selectAll();
    QTest::keyClick(&program.terminal(), Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("<AGG1>system-view\n")));
    QCOMPARE(program.terminal().typed(), QStringLiteral("shut"));
}

void TestConsole::leavingUncommittedLinesAsks()
{
    Program program(plan::referencePlan());
    program.show("AGG1");
    program.type({QStringLiteral("system-view"), QStringLiteral("interface loopback 0"), QStringLiteral("description Router id")});
    QCOMPARE(program.view.pending(), QStringList{QStringLiteral("AGG1")});
    QTest::keyClick(&program.terminal(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY2(program.prompt().startsWith(QStringLiteral("Warning: Uncommitted configurations found.")), qPrintable(program.prompt()));
    program.type({QStringLiteral("n")});
    QCOMPARE(program.prompt(), QStringLiteral("<AGG1>"));
    QVERIFY(program.labels.empty());
    QVERIFY(program.view.pending().isEmpty());
}

void TestConsole::onlyTheTypedLineCanBeEdited()
{
    Program program(plan::referencePlan());
    program.show("AGG1");
    program.type({QStringLiteral("system-view")});
    const QString written = program.terminal().written();
    QTextCursor start = program.terminal().textCursor();
    start.setPosition(0);
    program.terminal().setTextCursor(start);
    QTest::keyClick(&program.terminal(), Qt::Key_Delete);
    QTest::keyClicks(&program.terminal(), QStringLiteral("ab"));
    for (int i = 0; i < 5; ++i)
        QTest::keyClick(&program.terminal(), Qt::Key_Backspace);
    QTest::keyClick(&program.terminal(), Qt::Key_Backspace, Qt::ControlModifier);
    QTest::keyClicks(&program.terminal(), QStringLiteral("xyz"));
    QTest::keyClick(&program.terminal(), Qt::Key_Home);
    QTest::keyClick(&program.terminal(), Qt::Key_Left);
    QTest::keyClicks(&program.terminal(), QStringLiteral("w"));
    program.terminal().selectAll();
    QTest::keyClick(&program.terminal(), Qt::Key_X, Qt::ControlModifier);
    QCOMPARE(program.terminal().written(), written);
    QCOMPARE(program.prompt(), QStringLiteral("[~AGG1]wxyz"));
}

void TestConsole::eachRouterKeepsItsTextAndItsLine()
{
    Program program(plan::referencePlan());
    program.show("AGG1");
    program.type({QStringLiteral("system-view")});
    QTest::keyClicks(&program.terminal(), QStringLiteral("interface"));
    const QString screen = program.screen();
    program.show("RSG1");
    QCOMPARE(program.screen(), QStringLiteral("<RSG1>"));
    program.show("AGG1");
    QCOMPARE(program.screen(), screen);
    QTest::keyClicks(&program.terminal(), QStringLiteral(" loopback 0"));
    QTest::keyClick(&program.terminal(), Qt::Key_Return);
    QCOMPARE(program.prompt(), QStringLiteral("[~AGG1-LoopBack0]"));
}

void TestConsole::displayWaitsForTheStateAndNotesOnce()
{
    Program program(plan::referencePlan());
    program.show("AGG1");
    program.type({QStringLiteral("display mpls l2vpn track route")});
    QCOMPARE(program.asked, 1);
    QVERIFY(!program.screen().contains(QStringLiteral("unreachable:0")));
    QTRY_VERIFY2(program.screen().contains(QStringLiteral("unreachable:0")), qPrintable(program.screen()));
    QCOMPARE(program.prompt(), QStringLiteral("<AGG1>"));
    QCOMPARE(program.screen().count(QStringLiteral("unverified")), 1);
    program.type({QStringLiteral("display mpls l2vpn track route")});
    QTRY_COMPARE(program.screen().count(QStringLiteral("unreachable:0")), 2);
    QCOMPARE(program.screen().count(QStringLiteral("unverified")), 1);
}

void TestConsole::linesAfterADisplayWaitForIt()
{
    Program program(plan::referencePlan());
    program.show("AGG1");
    program.paste(QStringLiteral("display mpls l2vpn track route\nsystem-view\n"));
    QVERIFY(!program.screen().contains(QStringLiteral("Enter system view")));
    QTRY_COMPARE(program.prompt(), QStringLiteral("[~AGG1]"));
    QVERIFY(program.screen().indexOf(QStringLiteral("unreachable:0")) < program.screen().indexOf(QStringLiteral("<AGG1>system-view")));
}

void TestConsole::controlCEndsTheWait()
{
    Program program(plan::referencePlan());
    program.answers = false;
    program.show("AGG1");
    program.paste(QStringLiteral("display mpls l2vpn track route\nsystem-view\n"));
    QTest::keyClick(&program.terminal(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(program.forgotten, 1);
    QCOMPARE(program.prompt(), QStringLiteral("<AGG1>"));
    program.type({QStringLiteral("system-view")});
    QCOMPARE(program.prompt(), QStringLiteral("[~AGG1]"));
}

void TestConsole::theHeaderChoosesARouter()
{
    Program program(plan::referencePlan());
    QSignalSpy chosen(&program.view, &ConsoleView::routerChosen);
    auto *chooser = program.view.findChild<QComboBox *>(QStringLiteral("consoleRouter"));
    chooser->setCurrentIndex(chooser->findText(QStringLiteral("RSG2")));
    emit chooser->activated(chooser->currentIndex());
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(program.prompt(), QStringLiteral("<RSG2>"));
}

void TestConsole::aRemovedRoutersConsoleIsGone()
{
    Program program(plan::referencePlan());
    program.show("AGG2");
    program.type({QStringLiteral("system-view")});
    const plan::Plan &plan = program.plans.back();
    QVERIFY(program.apply(plan::removalOf(plan, {plan::routerNamed(plan, "AGG2")->id})));
    QVERIFY(program.view.console());
    QCOMPARE(program.view.console()->router(), (*program.plans.back().routers().begin()).id);
    program.view.setPlan(plan::Plan());
    QVERIFY(!program.view.console());
}

void TestConsole::aRefusedCommitKeepsTheCandidate()
{
    Program program(plan::referencePlan());
    program.show("AGG1");
    // A second router of that name is refused by the plan.
    program.type({QStringLiteral("system-view"), QStringLiteral("sysname AGG2"), QStringLiteral("commit")});
    QVERIFY2(program.screen().contains(QStringLiteral("Error: ")), qPrintable(program.screen()));
    QVERIFY(program.labels.empty());
    QCOMPARE(program.prompt(), QStringLiteral("[*AGG1]"));
}

QTEST_MAIN(TestConsole)
#include "tst_console.moc"
