// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/main_window.h"

#include "app/desktop/files.h"
#include "model/plan/templates.h"
#include "views/canvas/plan_canvas.h"
#include "views/console/console_terminal.h"
#include "views/console/console_view.h"
#include "views/shared/playback_clock.h"

#include <QAbstractButton>
#include <QAction>
#include <QMessageBox>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace sidestep;

/// The console in the real window: commits on the undo stack, displays from the run at the cursor.
class TestConsoles final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("sidestep-test"));
        QSettings().clear();
        QVERIFY(m_folder.isValid());
    }
    void init()
    {
        m_window = std::make_unique<app::MainWindow>((m_folder.path() + QStringLiteral("/journals")).toStdString());
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_window->document().reset(plan::referencePlan(), {});
    }
    void cleanup()
    {
        m_window->document().forgetEdits();
        m_window.reset();
    }

    void aCommitIsOneUndoStepAndUndoChangesTheRouter()
    {
        openConsole("AGG1");
        type({QStringLiteral("system-view"), QStringLiteral("interface gi 0/2/1"), QStringLiteral("isis cost 77"), QStringLiteral("description To CSG1"),
              QStringLiteral("commit")});
        QCOMPARE(m_window->document().undoStack().count(), 1);
        QCOMPARE(m_window->document().undoStack().undoText(), QStringLiteral("Commit on AGG1"));
        m_window->actions().undo->trigger();
        QVERIFY(m_window->document().plan() == plan::referencePlan());
        type({QStringLiteral("display this")});
        QVERIFY2(!lastAnswer().contains(QStringLiteral("isis cost 77")), qPrintable(lastAnswer()));
        m_window->actions().redo->trigger();
        type({QStringLiteral("display this")});
        QVERIFY2(lastAnswer().contains(QStringLiteral("isis cost 77")), qPrintable(lastAnswer()));
    }

    void displaysFollowTheCursor()
    {
        const QString command = QStringLiteral("display mpls l2vpn track route");
        openConsole("AGG1");
        type({command});
        QTRY_VERIFY2(lastAnswer().contains(QStringLiteral("unreachable:0\n")), qPrintable(lastAnswer()));
        m_window->runScenario();
        QTRY_VERIFY(m_window->timeline());
        QCOMPARE(m_window->timeline()->scenario, std::string("AGG1 cut off from the core"));

        m_window->clock().setCursor(kTimeZero);
        type({command});
        QTRY_VERIFY2(lastAnswer().contains(QStringLiteral("unreachable:0\n")), qPrintable(lastAnswer()));
        m_window->clock().goEnd();
        type({command});
        QTRY_VERIFY2(lastAnswer().contains(QStringLiteral("unreachable:1\n")), qPrintable(lastAnswer()));
    }

    void theCanvasMenuOpensAConsole()
    {
        emit m_window->canvas().consoleRequested(router("RSG2"));
        QVERIFY(console().isVisible());
        QCOMPARE(console().console()->router(), router("RSG2"));
        QVERIFY(terminal().hasFocus() || !m_window->isActiveWindow());
    }

    void leavingUncommittedLinesIsAsked()
    {
        openConsole("AGG1");
        type({QStringLiteral("system-view"), QStringLiteral("interface loopback 0"), QStringLiteral("description Router id")});
        bool asked = false;
        QTimer::singleShot(0, this, [&asked] {
            auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
            asked = box && box->objectName() == QLatin1String("consoleQuestion");
            if (box)
                box->button(QMessageBox::Cancel)->click();
        });
        m_window->files().newPlan();
        QVERIFY(asked);
        QVERIFY(m_window->document().plan() == plan::referencePlan());
        type({QStringLiteral("clear configuration candidate")});
        m_window->files().newPlan();
        QVERIFY(m_window->document().plan().routers().empty());
    }

    void anotherPlanBeginsWithNewConsoles()
    {
        openConsole("AGG1");
        type({QStringLiteral("system-view")});
        m_window->files().openExample(QStringLiteral("reference"));
        openConsole("AGG1");
        QCOMPARE(terminal().toPlainText(), QStringLiteral("<AGG1>"));
    }

private:
    plan::RouterId router(const char *name) { return plan::routerNamed(m_window->document().plan(), name)->id; }
    views::ConsoleView &console() { return *m_window->findChild<views::ConsoleView *>(); }
    views::ConsoleTerminal &terminal() { return console().console()->terminal(); }
    void openConsole(const char *name)
    {
        m_window->select({{router(name)}});
        m_window->actions().showConsole->trigger();
    }
    void type(const QStringList &lines)
    {
        for (const QString &line : lines) {
            QTest::keyClicks(&terminal(), line);
            m_before = terminal().written().size();
            QTest::keyClick(&terminal(), Qt::Key_Return);
        }
    }
    QString lastAnswer() { return terminal().written().mid(m_before); }

    QTemporaryDir m_folder;
    std::unique_ptr<app::MainWindow> m_window;
    qsizetype m_before = 0;
};

QTEST_MAIN(TestConsoles)
#include "tst_consoles.moc"
