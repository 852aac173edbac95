// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/failure_edits.h"
#include "app/desktop/files.h"
#include "app/desktop/main_window.h"
#include "model/store/plan_file.h"
#include "views/canvas/plan_canvas.h"
#include "views/configuration/configuration_view.h"
#include "views/shared/playback_clock.h"
#include "views/timeline/timeline_view.h"

#include <QAction>
#include <QLabel>
#include <QSettings>
#include <QStandardPaths>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace sidestep;

/// The whole job through the real window, by mouse and menu: draw, number, read a configuration, fail, scrub, undo, save, reopen.
class TestMainJob final : public QObject
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

    void theReferenceNetworkIsDrawnByMouse()
    {
        m_window = std::make_unique<app::MainWindow>((m_folder.path() + QStringLiteral("/journals")).toStdString());
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));

        place(m_window->actions().toolCsg, {-280, 0});
        place(m_window->actions().toolAgg, {0, -140});
        place(m_window->actions().toolAgg, {0, 140});
        place(m_window->actions().toolRsg, {320, -140});
        place(m_window->actions().toolRsg, {320, 140});
        QCOMPARE(plan().routers().size(), std::size_t{5});

        for (const auto &[a, b] : {std::pair{"CSG1", "AGG1"}, std::pair{"CSG1", "AGG2"}, std::pair{"AGG1", "AGG2"}, std::pair{"AGG1", "RSG1"},
                                   std::pair{"AGG2", "RSG2"}, std::pair{"RSG1", "RSG2"}})
            link(a, b);
        QCOMPARE(plan().links().size(), std::size_t{6});

        m_window->actions().toolService->trigger();
        for (const char *name : {"CSG1", "AGG1", "AGG2"})
            click(name);
        QTest::keyClick(m_window->canvas().viewport(), Qt::Key_Escape);
        QCOMPARE(plan().services().size(), std::size_t{1});
        QVERIFY(plan().services().begin()->secondary);

        for (const auto &[a, b] : {std::pair{"AGG1", "AGG2"}, std::pair{"AGG1", "RSG1"}, std::pair{"AGG2", "RSG2"}, std::pair{"RSG1", "RSG2"}}) {
            m_window->select({{router(a), router(b)}});
            m_window->actions().addSession->trigger();
        }
        QCOMPARE(plan().sessions().size(), std::size_t{4});
        m_window->select({{router("RSG1"), router("RSG2")}});
        m_window->actions().addProbe->trigger();
        QCOMPARE(plan().vpnInterfaces().size(), std::size_t{2});
        m_window->actions().addFlows->trigger();
        QCOMPARE(plan().flows().size(), std::size_t{2});
    }

    void numberingFillsWhatIsBlank()
    {
        m_window->actions().number->trigger();
        for (const plan::Router &each : plan().routers())
            QVERIFY2(each.loopback, each.name.c_str());
        for (const plan::Link &each : plan().links())
            QVERIFY(plan().find(each.a)->address && plan().find(each.b)->address);
        QVERIFY(plan().services().begin()->primary.vcId);
    }

    void theCheckAsksForTrackingAndRepairsIt()
    {
        m_window->actions().check->trigger();
        QTRY_VERIFY(!m_window->findChild<QLabel *>(QStringLiteral("badge"))->text().isEmpty());
        m_window->actions().addTracking->trigger();
        QVERIFY(!plan().trackedRoutes().empty());
    }

    void theConfigurationOfAgg1TracksTheRoute()
    {
        m_window->select({{router("AGG1")}});
        m_window->actions().showConfiguration->trigger();
        const QString text = m_window->findChild<views::ConfigurationView *>()->text();
        QVERIFY2(text.contains(QStringLiteral("sysname AGG1")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral(" mpls l2vpn track route ")), qPrintable(text));
        QVERIFY(text.contains(QStringLiteral("vpn-instance RAN")));
    }

    void failingBothLinksMovesTheTraffic()
    {
        m_window->select({{*plan::linkNamed(plan(), "AGG1--RSG1"), *plan::linkNamed(plan(), "AGG1--AGG2")}});
        m_window->actions().failCut->trigger();
        QTRY_VERIFY(m_window->timeline() && m_window->timeline()->flows.size() == 2);
        QTRY_COMPARE(whatIf()->actions.size(), std::size_t{2});
        QTRY_VERIFY(lastPath().size() == 4);
        const auto &upstream = m_window->timeline()->flows.front();
        QCOMPARE(upstream.segments.back().state, engine::FlowState::Delivered);
        const std::vector<plan::RouterId> expected{router("CSG1"), router("AGG2"), router("RSG2"), router("RSG1")};
        QCOMPARE(lastPath(), expected);
        QVERIFY(upstream.outage > SimDuration(0));

        m_window->actions().tracking->setChecked(false);
        QTRY_VERIFY(!m_window->timeline()->tracking);
        const auto &lost = m_window->timeline()->flows.front().segments.back();
        QCOMPARE(lost.state, engine::FlowState::Lost);
        QVERIFY(lost.at == router("AGG1"));
        QCOMPARE(lost.why, std::string("no VPN route"));
        QVERIFY(lost.silent);
        m_window->actions().tracking->setChecked(true);
        QTRY_VERIFY(m_window->timeline()->tracking);
    }

    void scrubbingMovesTheOneCursor()
    {
        auto *lanes = m_window->findChild<views::TimelineView *>();
        m_window->findChild<QTabBar *>(QStringLiteral("bottomTabs"))->setCurrentIndex(0);
        QVERIFY(!lanes->rows().empty());
        m_window->clock().goHome();
        QCOMPARE(m_window->clock().cursor(), kTimeZero + 1s);
        const SimTime target = kTimeZero + 1100ms;
        const QPoint at(static_cast<int>(lanes->xOf(target)), 10);
        QTest::mouseClick(lanes->viewport(), Qt::LeftButton, Qt::AltModifier, at);
        const auto away = m_window->clock().cursor() - target;
        QVERIFY2(away < 20ms && away > -20ms, qPrintable(QString::number(away.count())));
        QVERIFY2(lanes->cursor() == m_window->clock().cursor(), qPrintable(QString::number((lanes->cursor() - m_window->clock().cursor()).count())));
        m_window->clock().stepEvent(1);
        QVERIFY(m_window->clock().cursor() > target - 20ms);
    }

    void undoTakesEverythingBackAndRedoBringsIt()
    {
        const plan::Plan drawn = plan();
        QUndoStack &stack = m_window->document().undoStack();
        while (stack.canUndo())
            stack.undo();
        QVERIFY(plan().routers().empty());
        QVERIFY(m_window->selection().empty());
        while (stack.canRedo())
            stack.redo();
        QVERIFY(plan() == drawn);
    }

    void savedAndReopenedItIsTheSamePlan()
    {
        const plan::Plan drawn = plan();
        const std::filesystem::path file = (m_folder.path() + QStringLiteral("/drawn.sidestep")).toStdString();
        QVERIFY(m_window->isWindowModified());
        m_window->document().aboutToSave();
        QVERIFY(store::savePlan(drawn, file));
        m_window->document().saved(file);
        QVERIFY(!m_window->isWindowModified());

        m_window->files().openExample(QStringLiteral("reference"));
        QVERIFY(!(plan() == drawn));
        m_window->files().open(file);
        QVERIFY(plan() == drawn);
        QVERIFY(m_window->windowTitle().contains(QStringLiteral("drawn.sidestep")));
        QVERIFY(app::Files::recent().contains(QString::fromStdString(file.string())));
    }

private:
    const plan::Plan &plan() { return m_window->document().plan(); }
    plan::RouterId router(const char *name) { return plan::routerNamed(plan(), name)->id; }
    const plan::Scenario *whatIf() { return plan::scenarioNamed(plan(), app::kWhatIf); }
    std::vector<plan::RouterId> lastPath() { return m_window->timeline()->flows.front().segments.back().path; }

    QPoint pixel(QPointF scene) { return m_window->canvas().mapFromScene(scene); }
    QPoint pixel(const char *name)
    {
        const plan::Position position = *plan().positions().find(router(name));
        return pixel(QPointF(position.x, position.y));
    }
    void place(QAction *tool, QPointF scene)
    {
        tool->trigger();
        m_window->canvas().centerOn(0, 0);
        QTest::mouseClick(m_window->canvas().viewport(), Qt::LeftButton, {}, pixel(scene));
        QTest::keyClick(m_window->canvas().viewport(), Qt::Key_Escape);
    }
    void click(const char *name) { QTest::mouseClick(m_window->canvas().viewport(), Qt::LeftButton, {}, pixel(name)); }
    void link(const char *a, const char *b)
    {
        m_window->actions().toolLink->trigger();
        QWidget *canvas = m_window->canvas().viewport();
        QTest::mousePress(canvas, Qt::LeftButton, {}, pixel(a));
        QTest::mouseMove(canvas, (pixel(a) + pixel(b)) / 2);
        QTest::mouseMove(canvas, pixel(b));
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, pixel(b));
        QTest::keyClick(canvas, Qt::Key_Escape);
    }

    QTemporaryDir m_folder;
    std::unique_ptr<app::MainWindow> m_window;
};

QTEST_MAIN(TestMainJob)
#include "tst_main_job.moc"
