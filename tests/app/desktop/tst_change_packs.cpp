// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "app/desktop/change_packs.h"
#include "app/desktop/plan_document.h"
#include "model/config/config_builder.h"
#include "model/plan/templates.h"
#include "model/store/atomic_file.h"
#include "model/store/plan_file.h"

#include <QMessageBox>
#include <QProgressDialog>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWidget>

#include <memory>

using namespace sidestep;
using namespace sidestep::app;

class TestChangePacks final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(m_folder.isValid()); }
    void init();
    void cleanup();

    void theSavedPlanLeadsToTheOpenOne();
    void runningFilesLeadToTheOpenPlan();
    void anUnsavedPlanHasNothingToStartFrom();
    void whatCannotBeReadWritesNothing();
    void stoppingWritesNothing();
    void whatWasWrittenCanBeOpened();

private:
    [[nodiscard]] std::filesystem::path path(const char *name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }
    [[nodiscard]] std::string read(const char *name) const { return store::readFile(path(name), 1 << 24).value_or(std::string()); }

    QTemporaryDir m_folder;
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<PlanDocument> m_document;
    ChangePacks *m_packs = nullptr;
};

namespace {

plan::Plan untracked()
{
    const plan::Plan plan = plan::referencePlan();
    plan::EditBuilder edit(plan, "");
    edit.remove<plan::TrackedRoute>(plan.trackedRoutes().begin()->id);
    return plan.with(edit.take()).value();
}

} // namespace

void TestChangePacks::init()
{
    m_window = std::make_unique<QWidget>();
    m_document = std::make_unique<PlanDocument>(path("journals"));
    m_packs = new ChangePacks(*m_document, *m_window);
    m_document->reset(plan::referencePlan(), {});
    m_window->show();
}

void TestChangePacks::cleanup()
{
    m_window.reset();
    m_document.reset();
}

void TestChangePacks::theSavedPlanLeadsToTheOpenOne()
{
    QVERIFY(store::savePlan(untracked(), path("saved.sidestep")));
    QSignalSpy written(m_packs, &ChangePacks::written);
    m_packs->write(path("saved.sidestep"), path("pack.html"));
    QTRY_COMPARE_WITH_TIMEOUT(written.count(), 1, 60'000);
    QCOMPARE(written[0][1].value<std::size_t>(), std::size_t{1});
    QCOMPARE(written[0][2].value<std::size_t>(), std::size_t{0});
    QVERIFY(read("pack.html").starts_with("<!DOCTYPE html>"));
    QVERIFY(read("pack.html").find("mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN") != std::string::npos);
}

void TestChangePacks::runningFilesLeadToTheOpenPlan()
{
    const plan::Plan running = untracked();
    std::filesystem::create_directories(path("running"));
    for (const plan::Router &router : running.routers()) {
        std::string text = config::toText(*config::buildConfig(running, router.id));
        if (router.name == "RSG2")
            text.insert(text.rfind("return"), "ntp-service enable\n#\n");
        QVERIFY(store::writeFile(path("running") / (router.name + ".cfg"), text));
    }
    QSignalSpy written(m_packs, &ChangePacks::written);
    m_packs->write(path("running"), path("pack.md"));
    QTRY_COMPARE_WITH_TIMEOUT(written.count(), 1, 60'000);
    QCOMPARE(written[0][1].value<std::size_t>(), std::size_t{1});
    QCOMPARE(written[0][2].value<std::size_t>(), std::size_t{1});
    QVERIFY(read("pack.md").starts_with("# Change from the running network to reference\n"));
    QVERIFY(read("pack.md").find("RSG2.cfg:") != std::string::npos);
}

void TestChangePacks::anUnsavedPlanHasNothingToStartFrom()
{
    QSignalSpy refused(m_packs, &ChangePacks::refused);
    m_packs->fromSaved();
    QCOMPARE(refused.count(), 1);
    QVERIFY(!m_packs->isRunning());
}

void TestChangePacks::whatCannotBeReadWritesNothing()
{
    QVERIFY(store::writeFile(path("letter.txt"), "Dear colleague,\n"));
    QSignalSpy refused(m_packs, &ChangePacks::refused);
    m_packs->write(path("letter.txt"), path("none.html"));
    QTRY_COMPARE(refused.count(), 1);
    QVERIFY(refused[0][0].toString().contains(QStringLiteral("letter.txt")));
    m_packs->write(path("missing.sidestep"), path("none.html"));
    QTRY_COMPARE(refused.count(), 2);
    QVERIFY(!std::filesystem::exists(path("none.html")));
}

void TestChangePacks::stoppingWritesNothing()
{
    QVERIFY(store::savePlan(untracked(), path("saved.sidestep")));
    QSignalSpy cancelled(m_packs, &ChangePacks::cancelled);
    QSignalSpy written(m_packs, &ChangePacks::written);
    m_packs->write(path("saved.sidestep"), path("stopped.html"));
    auto *progress = m_window->findChild<QProgressDialog *>();
    QVERIFY(progress);
    progress->cancel();
    QTRY_COMPARE_WITH_TIMEOUT(cancelled.count() + written.count(), 1, 60'000);
    // The work may have been done just before.
    QCOMPARE(std::filesystem::exists(path("stopped.html")), written.count() == 1);
}

void TestChangePacks::whatWasWrittenCanBeOpened()
{
    m_packs->offer(path("pack.html"), 3, 2);
    auto *box = m_window->findChild<QMessageBox *>(QStringLiteral("changePackWritten"));
    QVERIFY(box && box->isVisible());
    QVERIFY(box->text().contains(QLatin1Char('3')));
    QVERIFY(box->informativeText().contains(QStringLiteral("pack.html")));
    QCOMPARE(box->buttons().size(), 2);
    box->close();
}

QTEST_MAIN(TestChangePacks)
#include "tst_change_packs.moc"
