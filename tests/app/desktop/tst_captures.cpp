// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "app/desktop/captures.h"
#include "model/plan/failures.h"
#include "model/plan/templates.h"
#include "model/store/atomic_file.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWidget>

using namespace sidestep;
using namespace sidestep::app;

/// The capture of a scenario, written by the window.
class TestCaptures final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void theFileHoldsWhatTheRoutersSend();
    void repeatedPacketsMakeItLarger();
    void whatCannotBeWrittenIsSaid();

private:
    [[nodiscard]] std::filesystem::path path(const char *name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }
    [[nodiscard]] plan::Scenario cut(SimDuration until) const { return {plan::ScenarioId(9), "cut", *plan::parseFailures(m_plan, "AGG1--RSG1@1s"), until, 1}; }

    QTemporaryDir m_folder;
    plan::Plan m_plan = plan::referencePlan();
    std::unique_ptr<QWidget> m_window;
    Captures *m_captures = nullptr;
};

void TestCaptures::init()
{
    m_window = std::make_unique<QWidget>();
    m_captures = new Captures(*m_window);
    m_window->show();
}

void TestCaptures::theFileHoldsWhatTheRoutersSend()
{
    QSignalSpy said(m_captures, &Captures::said);
    m_captures->write(m_plan, cut(10s), true, report::CapturedPackets::Deciding, path("cut.pcapng"));
    QTRY_COMPARE_WITH_TIMEOUT(said.count(), 1, 60'000);
    QVERIFY(said[0][0].toString().contains(QStringLiteral("cut.pcapng")));
    const auto bytes = store::readFile(path("cut.pcapng"), 1 << 24);
    QVERIFY(bytes.has_value());
    QVERIFY(bytes->starts_with("\x0A\x0D\x0D\x0A"));
    QVERIFY(bytes->find("AGG1 100GE0/1/0") != std::string::npos);
    QVERIFY(bytes->find("link-cut AGG1--RSG1") != std::string::npos);
}

void TestCaptures::repeatedPacketsMakeItLarger()
{
    QSignalSpy said(m_captures, &Captures::said);
    m_captures->write(m_plan, cut(10s), true, report::CapturedPackets::Deciding, path("few.pcapng"));
    QTRY_COMPARE_WITH_TIMEOUT(said.count(), 1, 60'000);
    m_captures->write(m_plan, cut(10s), true, report::CapturedPackets::All, path("all.pcapng"));
    QTRY_COMPARE_WITH_TIMEOUT(said.count(), 2, 60'000);
    QVERIFY(std::filesystem::file_size(path("all.pcapng")) > 10 * std::filesystem::file_size(path("few.pcapng")));
}

void TestCaptures::whatCannotBeWrittenIsSaid()
{
    QSignalSpy refused(m_captures, &Captures::refused);
    m_captures->write(m_plan, cut(10s), true, report::CapturedPackets::Deciding, path("missing") / "cut.pcapng");
    QTRY_COMPARE_WITH_TIMEOUT(refused.count(), 1, 60'000);
    m_captures->write(m_plan, cut(48h), true, report::CapturedPackets::All, path("days.pcapng"));
    QTRY_COMPARE_WITH_TIMEOUT(refused.count(), 2, 60'000);
    QVERIFY(refused[1][0].toString().contains(QStringLiteral("2000000")));
    QVERIFY(!std::filesystem::exists(path("days.pcapng")));
}

QTEST_MAIN(TestCaptures)
#include "tst_captures.moc"
