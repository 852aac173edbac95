// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

/// `sidestep-cli console` with a script on standard input.
class TestCliConsole : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void aTranscriptReadsLikeATerminal();
    void aCommitIsSavedToThePlan();
    void aCommitIsSavedElsewhereWithOutput();
    void theProcedureIsTypedOnBothRouters_data();
    void theProcedureIsTypedOnBothRouters();
    void aRefusedLineGivesExitCodeOne();
    void whatIsNotCommittedIsLostAndSaid();
    void aTrialThatNobodyConfirmsIsRolledBack();
    void questionMarkShowsHelp();
    void jsonHoldsEachStep();
    void aWrongDeviceIsOneLine();
    void hostileScriptsAreAnswered_data();
    void hostileScriptsAreAnswered();

private:
    struct Run
    {
        int code = -1;
        QByteArray out;
        QByteArray err;
    };
    Run run(const QString &arguments, const QByteArray &script = {});
    QByteArray configOf(const QString &device);

    QTemporaryDir m_folder;
};

TestCliConsole::Run TestCliConsole::run(const QString &arguments, const QByteArray &script)
{
    QProcess process;
    process.setWorkingDirectory(m_folder.path());
    process.start(QStringLiteral(SIDESTEP_CLI), QProcess::splitCommand(arguments));
    process.write(script);
    process.closeWriteChannel();
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit)
        return {-1, {}, "did not finish"};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QByteArray TestCliConsole::configOf(const QString &device)
{
    return run(QStringLiteral("config ref.sidestep --device ") + device).out;
}

void TestCliConsole::initTestCase()
{
    QVERIFY(m_folder.isValid());
}

void TestCliConsole::init()
{
    QCOMPARE(run(QStringLiteral("new --sites 1 -o ref.sidestep")).code, 0);
}

void TestCliConsole::aTranscriptReadsLikeATerminal()
{
    const Run done
        = run(QStringLiteral("console ref.sidestep --device AGG1"), "system-view\ninterface loopback 0\ndisplay this\nmtu x\nquit\n");
    QCOMPARE(done.out,
             QByteArray("<AGG1>system-view\n"
                        "Enter system view, return user view with return command.\n"
                        "[~AGG1]interface loopback 0\n"
                        "[~AGG1-LoopBack0]display this\n"
                        "#\ninterface LoopBack0\n ip address 10.255.0.11 255.255.255.255\n isis enable 1\n#\nreturn\n"
                        "[~AGG1-LoopBack0]mtu x\n"
                        "                     ^\n"
                        "Error: Wrong parameter found at '^' position.\n"
                        "[~AGG1-LoopBack0]quit\n"
                        "[~AGG1]\n"));
    QCOMPARE(done.err, QByteArray());
    QCOMPARE(done.code, 1);
}

void TestCliConsole::aCommitIsSavedToThePlan()
{
    const Run done
        = run(QStringLiteral("console ref.sidestep --device AGG1"), "sys\nint gi 0/2/1\nisis cost 77\ncommit label first\ndisplay this\n");
    QVERIFY2(done.code == 0, done.out.constData());
    QVERIFY(done.out.contains("[*AGG1-GigabitEthernet0/2/1]commit label first\nInfo: The plan is saved in ref.sidestep.\n[~AGG1"));
    QVERIFY(configOf(QStringLiteral("AGG1")).contains(" isis cost 77\n"));
    QVERIFY(QFile::exists(m_folder.filePath(QStringLiteral("ref.sidestep~"))));
}

void TestCliConsole::aCommitIsSavedElsewhereWithOutput()
{
    const QByteArray before = configOf(QStringLiteral("AGG1"));
    const Run done
        = run(QStringLiteral("console ref.sidestep --device AGG1 -o other.sidestep"), "sys\nint gi 0/2/1\nisis cost 78\ncommit\n");
    QVERIFY2(done.code == 0, done.out.constData());
    QCOMPARE(configOf(QStringLiteral("AGG1")), before);
    QVERIFY(run(QStringLiteral("config other.sidestep --device AGG1")).out.contains(" isis cost 78\n"));
}

void TestCliConsole::theProcedureIsTypedOnBothRouters_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::newRow("address and length") << QByteArray("ipv6 address 2001:db8:ffff::99 128");
    QTest::newRow("address/length") << QByteArray("ipv6 address 2001:db8:ffff::99/128");
}

/// The vendor's thirteen steps, word for word.
void TestCliConsole::theProcedureIsTypedOnBothRouters()
{
    QFETCH(QByteArray, address);
    const Run rsg = run(QStringLiteral("console ref.sidestep --device RSG1"),
                        "system-view\ninterface loopback 2\nip binding vpn-instance RAN\n" + address
                            + "\nquit\nbgp 65001\nipv6-family vpn-instance RAN\nnetwork 2001:db8:ffff::99 128\ncommit\n");
    QVERIFY2(rsg.code == 0, rsg.out.constData());
    const QByteArray rsgConfig = configOf(QStringLiteral("RSG1"));
    QVERIFY2(rsgConfig.contains(" ipv6 address 2001:db8:ffff::99/128\n"), rsgConfig.constData());
    QVERIFY2(rsgConfig.contains("  network 2001:db8:ffff::99 128\n"), rsgConfig.constData());

    const Run agg = run(QStringLiteral("console ref.sidestep --device AGG1"),
                        "system-view\ninterface virtual-ethernet 0/2/0.100\n"
                        "mpls l2vpn track route 2001:db8:ffff::99 128 vpn-instance RAN\ncommit\n");
    QVERIFY2(agg.code == 0, agg.out.constData());
    QVERIFY(configOf(QStringLiteral("AGG1")).contains(" mpls l2vpn track route 2001:db8:ffff::99 128 vpn-instance RAN\n"));

    const Run reachable = run(QStringLiteral("console ref.sidestep --device AGG1"), "display mpls l2vpn track route\n");
    QVERIFY2(reachable.out.contains("2001:DB8:FFFF::99") && reachable.out.contains("unreachable:0\n"), reachable.out.constData());
    const Run cutOff = run(QStringLiteral("console ref.sidestep --device AGG1 --fail AGG1--RSG1@1s --fail AGG1--AGG2@1s --at 9s"),
                           "display mpls l2vpn track route\n");
    QVERIFY2(cutOff.out.contains("unreachable:1\n"), cutOff.out.constData());
    const Run before = run(QStringLiteral("console ref.sidestep --device AGG1 --fail AGG1--RSG1@1s --fail AGG1--AGG2@1s --at 500ms"),
                           "display mpls l2vpn track route\n");
    QCOMPARE(before.out, reachable.out);
}

void TestCliConsole::aRefusedLineGivesExitCodeOne()
{
    QCOMPARE(run(QStringLiteral("console ref.sidestep --device AGG1"), "frobnicate\n").code, 1);
    QCOMPARE(run(QStringLiteral("console ref.sidestep --device AGG1"), "display this\n").code, 0);
    QCOMPARE(run(QStringLiteral("console ref.sidestep --device AGG1"), "").code, 0);
}

void TestCliConsole::whatIsNotCommittedIsLostAndSaid()
{
    const QByteArray before = configOf(QStringLiteral("AGG1"));
    const Run done = run(QStringLiteral("console ref.sidestep --device AGG1"), "sys\nint gi 0/2/1\nisis cost 79\n");
    QVERIFY(done.out.contains("Warning: The session has ended; what was pending is dropped.\n"));
    QCOMPARE(done.code, 1);
    QCOMPARE(configOf(QStringLiteral("AGG1")), before);
}

void TestCliConsole::aTrialThatNobodyConfirmsIsRolledBack()
{
    const QByteArray before = configOf(QStringLiteral("AGG1"));
    const Run done = run(QStringLiteral("console ref.sidestep --device AGG1"), "sys\nint gi 0/2/1\nisis cost 80\ncommit trial 60\n");
    QVERIFY(done.out.contains("not confirmed in 60 seconds.\n"));
    QVERIFY2(done.out.contains("Info: The trial configuration rollback succeeded.\n"), done.out.constData());
    QCOMPARE(configOf(QStringLiteral("AGG1")), before);
}

void TestCliConsole::questionMarkShowsHelp()
{
    const Run done = run(QStringLiteral("console ref.sidestep --device AGG1"), "sys\nint gi 0/2/1\nmtu ?\n");
    QVERIFY(done.out.contains("[~AGG1-GigabitEthernet0/2/1]mtu ?\n  INTEGER<46-9600>  <mtu> MTU in bytes\n"));
    QCOMPARE(done.code, 0);
}

void TestCliConsole::jsonHoldsEachStep()
{
    const Run done = run(QStringLiteral("console ref.sidestep --device AGG1 --format json"), "sys\nfrobnicate\n");
    const QJsonArray steps = QJsonDocument::fromJson(done.out).array();
    QCOMPARE(steps.size(), 3);
    QCOMPARE(steps[0].toObject()[QStringLiteral("prompt")].toString(), QStringLiteral("<AGG1>"));
    QCOMPARE(steps[1].toObject()[QStringLiteral("line")].toString(), QStringLiteral("frobnicate"));
    QVERIFY(steps[1].toObject()[QStringLiteral("refused")].toBool());
}

void TestCliConsole::aWrongDeviceIsOneLine()
{
    const Run done = run(QStringLiteral("console ref.sidestep --device AGG9"));
    QCOMPARE(done.code, 2);
    QVERIFY(done.err.startsWith("sidestep-cli: --device AGG9: there is no router AGG9; did you mean AGG"));
    QCOMPARE(done.err.count('\n'), 1);
}

void TestCliConsole::hostileScriptsAreAnswered_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::newRow("10 MB line") << QByteArray(10 << 20, 'x') + "\nquit\n";
    QTest::newRow("NUL bytes") << QByteArray(1000, '\0') + "\nquit\n";
    QTest::newRow("Latin-1") << QByteArray("sys\nsysname K\xe4se\nquit\n");
    QTest::newRow("terminal escapes") << QByteArray("\x1b]0;title\x07\nquit\n");
}

void TestCliConsole::hostileScriptsAreAnswered()
{
    QFETCH(QByteArray, script);
    const Run done = run(QStringLiteral("console ref.sidestep --device AGG1"), script);
    QCOMPARE(done.code, 1);
    QVERIFY(done.out.contains("Error: "));
    QVERIFY(done.out.size() < 8192);
    QVERIFY(!done.out.contains('\0') && !done.out.contains('\x1b') && !done.out.contains('\xe4'));
}

QTEST_GUILESS_MAIN(TestCliConsole)
#include "tst_cli_console.moc"
