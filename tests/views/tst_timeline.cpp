// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/panel_samples.h"
#include "views/shared/empty_state.h"
#include "views/shared/phrase_text.h"
#include "views/timeline/time_scale.h"
#include "views/timeline/timeline_view.h"
#include "views/timeline/why_panel.h"

#include <QAbstractItemModelTester>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <algorithm>

using namespace sidestep;
using namespace sidestep::views;
using namespace sidestep::tests;

namespace {

SimTime lastOf(const QSignalSpy &spy)
{
    return spy.isEmpty() ? SimTime::max() : spy.last().at(0).value<SimTime>();
}

} // namespace

class TestTimeline : public QObject
{
    Q_OBJECT

private slots:
    void scaleMapsThereAndBack_data();
    void scaleMapsThereAndBack();
    void whatMattersGivesTheRoomToTheFailure();
    void whatMattersPressesALongWaitTogether();
    void linearScaleIsLinear();
    void ticksAreRoundDistancesFromTheFailure();
    void lanesThatMatterAreThoseOnTheWayToTheLoss();
    void causesStandAboveEffects();
    void aLossSaysWhereHowLongAndHowMuch();
    void theToolTipExplainsTheEvent();
    void clickMovesTheCursorToItsTime();
    void clickCatchesOnAChangeNearby();
    void dragScrubs();
    void wheelZoomsAroundThePointer();
    void dragPansWhenZoomed();
    void keysStepThroughEvents();
    void shiftStepsThroughTheChosenLane();
    void spaceAsksToPlay();
    void anEmptyTimelineOffersToRun();
    void whyHighlightsTheStepAtTheCursor();
    void whyGoesToTheMomentOfAClickedStep();
    void whySumsUpBelowTheStepsWithoutAMoment();
    void phrasesTakeTheirValuesOnce();

private:
    struct Shown
    {
        TimelineView view;
        Shown()
        {
            view.setPlan(plan::referencePlan());
            view.setTimeline(sampleRun(true));
            view.resize(1100, 260);
            view.show();
            QVERIFY(QTest::qWaitForWindowExposed(&view));
        }
        QPoint inLastRow(double x) { return {qRound(x), qRound(view.stripOf(view.rows().size() - 1).center().y())}; }
    };
};

void TestTimeline::scaleMapsThereAndBack_data()
{
    QTest::addColumn<int>("mode");
    QTest::newRow("what matters") << static_cast<int>(TimeScale::Mode::WhatMatters);
    QTest::newRow("linear") << static_cast<int>(TimeScale::Mode::Linear);
}

void TestTimeline::scaleMapsThereAndBack()
{
    QFETCH(int, mode);
    const auto run = sampleRun(true);
    const TimeScale scale = TimeScale::of(decisiveMoments(*run), run->end, static_cast<TimeScale::Mode>(mode));
    double before = -1;
    for (SimTime time = kTimeZero; time <= run->end; time += 7ms) {
        const double fraction = scale.fractionOf(time);
        QVERIFY2(fraction > before, "the scale must rise");
        before = fraction;
        // A millionth of the run is far below a pixel.
        QVERIFY(std::chrono::abs(scale.timeAt(fraction) - time) < 10us);
    }
    QCOMPARE(scale.fractionOf(kTimeZero), 0.0);
    QCOMPARE(scale.fractionOf(run->end), 1.0);
    QCOMPARE(scale.timeAt(0), kTimeZero);
    QCOMPARE(scale.timeAt(1), run->end);
}

void TestTimeline::whatMattersGivesTheRoomToTheFailure()
{
    const auto run = sampleRun(true);
    const TimeScale scale = TimeScale::of(decisiveMoments(*run), run->end, TimeScale::Mode::WhatMatters);
    // 166 ms of 10 s: on a linear scale a sixtieth of the width.
    QVERIFY(scale.fractionOf(at(1166ms)) - scale.fractionOf(at(1s)) > 0.5);
    QVERIFY(scale.stretches().front().compressed);
    QVERIFY(scale.stretches().back().compressed);
}

void TestTimeline::whatMattersPressesALongWaitTogether()
{
    // A failure at 1 s, its repair nine seconds later.
    std::vector<SimTime> moments;
    for (const SimDuration start : {SimDuration(1s), SimDuration(10s)})
        for (const SimDuration step : {0ms, 28ms, 80ms, 130ms, 166ms})
            moments.push_back(at(start + step));
    const TimeScale scale = TimeScale::of(moments, at(20s), TimeScale::Mode::WhatMatters);
    const auto &stretches = scale.stretches();
    QCOMPARE(std::count_if(stretches.begin(), stretches.end(), [](const auto &s) { return s.compressed; }), 3);
    const double first = scale.fractionOf(at(1166ms)) - scale.fractionOf(at(1s));
    const double second = scale.fractionOf(at(10166ms)) - scale.fractionOf(at(10s));
    QVERIFY(first > 0.2);
    QVERIFY(std::abs(first - second) < 1e-9); // one scale for all that is to scale
}

void TestTimeline::linearScaleIsLinear()
{
    const auto run = sampleRun(true);
    const TimeScale scale = TimeScale::of(decisiveMoments(*run), run->end, TimeScale::Mode::Linear);
    QCOMPARE(scale.fractionOf(at(2500ms)), 0.25);
}

void TestTimeline::ticksAreRoundDistancesFromTheFailure()
{
    const auto run = sampleRun(true);
    const TimeScale scale = TimeScale::of(decisiveMoments(*run), run->end, TimeScale::Mode::WhatMatters);
    const auto ticks = scale.ticks(at(1s), 0, 1, 1000, 84);
    QVERIFY(ticks.size() >= 4);
    QCOMPARE(std::count_if(ticks.begin(), ticks.end(), [](const auto &tick) { return tick.origin; }), 1);
    for (std::size_t i = 1; i < ticks.size(); ++i)
        QVERIFY((ticks[i].fraction - ticks[i - 1].fraction) * 1000 > 50); // labels have room
    for (const auto &tick : ticks)
        QCOMPARE((tick.time - at(1s)).count() % SimDuration(10ms).count(), 0LL);
}

void TestTimeline::lanesThatMatterAreThoseOnTheWayToTheLoss()
{
    const auto run = sampleRun(true);
    const auto rows = timelineRows(plan::referencePlan(), *run, kUp);
    const auto matters = [&rows](std::string_view subject) {
        const auto at = std::find_if(rows.begin(), rows.end(), [&](const TimelineRow &row) { return row.lane.subject == subject; });
        return at != rows.end() && at->matters;
    };
    QVERIFY(matters("AGG1--RSG1"));
    QVERIFY(matters("RAN 2001:db8:ffff::21/128"));
    QVERIFY(matters("PW1"));
    QVERIFY(matters("AGG1--AGG2")); // not on the way, but made to fail
    QVERIFY(matters("core"));
    QVERIFY(matters("Site 1 upstream"));
    QVERIFY(!matters("Site 1 downstream"));
}

void TestTimeline::causesStandAboveEffects()
{
    const auto run = sampleRun(true);
    auto rows = timelineRows(plan::referencePlan(), *run, kUp);
    rows.erase(std::remove_if(rows.begin(), rows.end(), [](const TimelineRow &row) { return !row.matters; }), rows.end());
    const auto joints = causeJoints(rows, *run, kUp);
    QVERIFY(joints.size() >= 4);
    for (const CauseJoint &joint : joints) {
        QVERIFY(joint.fromRow < joint.toRow);
        QVERIFY(joint.from <= joint.to);
    }
}

void TestTimeline::aLossSaysWhereHowLongAndHowMuch()
{
    const auto run = sampleRun(true);
    const auto rows = timelineRows(plan::referencePlan(), *run, kUp);
    const auto row = std::find_if(rows.begin(), rows.end(), [](const TimelineRow &r) { return r.lane.flow == kUp; });
    QVERIFY(row != rows.end());
    QCOMPARE(row->title, QStringLiteral("Upstream"));
    QCOMPARE(row->where, QStringLiteral("Site 1"));
    const auto texts = barTexts(*row, row->lane.bars.at(1), *run);
    QCOMPARE(texts.front(), QString::fromUtf8("lost at AGG1, nobody told · 166\u00a0ms · 1\u202f660 packets"));
    QVERIFY(texts.back().size() < texts.front().size());
}

void TestTimeline::theToolTipExplainsTheEvent()
{
    const auto run = sampleRun(true);
    const plan::Plan plan = plan::referencePlan();
    const auto rows = timelineRows(plan, *run, kUp);
    const auto row = std::find_if(rows.begin(), rows.end(), [](const TimelineRow &r) { return r.lane.layer == engine::Layer::VpnRoute; });
    QVERIFY(row != rows.end());
    const QString tip = barToolTip(plan, *row, row->lane.bars.back(), *run);
    QVERIFY2(tip.contains(QStringLiteral("AGG1 loses the route RAN 2001:db8:ffff::21/128")), qPrintable(tip));
    QVERIFY(tip.contains(QString::fromUtf8("+138\u00a0ms")));
    QVERIFY(tip.contains(QStringLiteral("next hop 10.255.0.21 unreachable")));
    QVERIFY(tip.contains(QStringLiteral("Because of AGG1 computes its shortest paths")));
}

void TestTimeline::clickMovesTheCursorToItsTime()
{
    Shown shown;
    QSignalSpy asked(&shown.view, &TimelineView::cursorRequested);
    const double x = std::round(shown.view.xOf(at(1060ms))); // nothing happens within 5 pixels
    QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, {}, shown.inLastRow(x));
    QCOMPARE(asked.count(), 1);
    QVERIFY(std::chrono::abs(lastOf(asked) - at(1060ms)) < 1ms); // half a pixel is less
    QCOMPARE(shown.view.cursor(), lastOf(asked));
}

void TestTimeline::clickCatchesOnAChangeNearby()
{
    Shown shown;
    QSignalSpy asked(&shown.view, &TimelineView::cursorRequested);
    QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, {}, shown.inLastRow(shown.view.xOf(at(1166ms)) + 3));
    QCOMPARE(lastOf(asked), at(1166ms));
    QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, Qt::AltModifier, shown.inLastRow(shown.view.xOf(at(1166ms)) + 12));
    QVERIFY(lastOf(asked) > at(1166ms));
}

void TestTimeline::dragScrubs()
{
    Shown shown;
    QSignalSpy asked(&shown.view, &TimelineView::cursorRequested);
    QTest::mousePress(shown.view.viewport(), Qt::LeftButton, {}, shown.inLastRow(shown.view.xOf(at(1050ms))));
    for (const SimDuration to : {1060ms, 1070ms, 1100ms})
        QTest::mouseMove(shown.view.viewport(), shown.inLastRow(shown.view.xOf(at(to))));
    QTest::mouseRelease(shown.view.viewport(), Qt::LeftButton, {}, shown.inLastRow(shown.view.xOf(at(1100ms))));
    QVERIFY(asked.count() >= 3);
    QVERIFY(std::chrono::abs(lastOf(asked) - at(1100ms)) < 1ms);
}

void TestTimeline::wheelZoomsAroundThePointer()
{
    Shown shown;
    const double x = shown.view.xOf(at(1085ms));
    const QPointF place(x, 60);
    const SimTime before = shown.view.timeAt(x);
    for (int i = 0; i < 8; ++i) {
        QWheelEvent wheel(place, shown.view.viewport()->mapToGlobal(place), {}, QPoint(0, 120), Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(shown.view.viewport(), &wheel);
    }
    QVERIFY(shown.view.zoom() > 4);
    QVERIFY(std::chrono::abs(shown.view.timeAt(x) - before) < 1ms);
    shown.view.zoomToFit();
    QCOMPARE(shown.view.zoom(), 1.0);
}

void TestTimeline::dragPansWhenZoomed()
{
    Shown shown;
    const QPointF place(shown.view.xOf(at(1085ms)), 60);
    for (int i = 0; i < 8; ++i) {
        QWheelEvent wheel(place, shown.view.viewport()->mapToGlobal(place), {}, QPoint(0, 120), Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(shown.view.viewport(), &wheel);
    }
    QSignalSpy asked(&shown.view, &TimelineView::cursorRequested);
    const int scrolled = shown.view.horizontalScrollBar()->value();
    const double y = shown.view.stripOf(2).center().y();
    QTest::mousePress(shown.view.viewport(), Qt::LeftButton, {}, QPoint(600, qRound(y)));
    QTest::mouseMove(shown.view.viewport(), QPoint(540, qRound(y)));
    QTest::mouseRelease(shown.view.viewport(), Qt::LeftButton, {}, QPoint(540, qRound(y)));
    QCOMPARE(shown.view.horizontalScrollBar()->value(), scrolled + 60);
    QCOMPARE(asked.count(), 0);
}

void TestTimeline::keysStepThroughEvents()
{
    Shown shown;
    QSignalSpy asked(&shown.view, &TimelineView::cursorRequested);
    QTest::keyClick(&shown.view, Qt::Key_End);
    QCOMPARE(lastOf(asked), at(1166ms));
    QTest::keyClick(&shown.view, Qt::Key_Left);
    QCOMPARE(lastOf(asked), at(1140ms));
    QTest::keyClick(&shown.view, Qt::Key_Home);
    QCOMPARE(lastOf(asked), at(1s));
    QTest::keyClick(&shown.view, Qt::Key_Right);
    QCOMPARE(lastOf(asked), at(1028ms));
}

void TestTimeline::shiftStepsThroughTheChosenLane()
{
    Shown shown;
    QSignalSpy asked(&shown.view, &TimelineView::cursorRequested);
    // Down to the IS-IS lane: working from 1029 ms, up again from 1085 ms.
    const auto &rows = shown.view.rows();
    const auto isis = std::find_if(rows.begin(), rows.end(), [](const TimelineRow &row) { return row.lane.layer == engine::Layer::Isis; });
    for (auto row = rows.begin(); row <= isis; ++row)
        QTest::keyClick(&shown.view, Qt::Key_Down);
    QTest::keyClick(&shown.view, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(lastOf(asked), at(1029ms));
    QTest::keyClick(&shown.view, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(lastOf(asked), at(1085ms));
    QTest::keyClick(&shown.view, Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(lastOf(asked), at(1029ms));
}

void TestTimeline::spaceAsksToPlay()
{
    Shown shown;
    QSignalSpy asked(&shown.view, &TimelineView::playToggleRequested);
    QTest::keyClick(&shown.view, Qt::Key_Space);
    QCOMPARE(asked.count(), 1);
}

void TestTimeline::anEmptyTimelineOffersToRun()
{
    TimelineView view;
    view.resize(800, 240);
    view.show();
    auto *empty = view.findChild<EmptyState *>();
    QVERIFY(empty && empty->isVisible());
    QSignalSpy asked(&view, &TimelineView::runRequested);
    QTest::mouseClick(empty->button(), Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
    view.setPlan(plan::referencePlan());
    view.setTimeline(sampleRun(true));
    QVERIFY(!empty->isVisible());
    view.setTimeline(nullptr);
    QVERIFY(empty->isVisible());
}

void TestTimeline::whyHighlightsTheStepAtTheCursor()
{
    WhyModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    using report::NarrationStep;
    model.setSteps({NarrationStep{at(1s), kAgg1, {"{0} lost its last way to the core", {"AGG1"}}, {"", {}}, 1},
                    NarrationStep{at(1166ms), kCsg, {"{0} moves traffic to {1}", {"CSG", "PW2"}}, {"", {}}, 8}},
                   at(1s));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(1).data().toString(), QStringLiteral("CSG moves traffic to PW2"));
    QCOMPARE(model.index(1).data(WhyModel::OffsetRole).toString(), QString::fromUtf8("+166\u00a0ms"));
    model.setCurrent(1);
    QVERIFY(model.index(1).data(WhyModel::CurrentRole).toBool());
    QVERIFY(!model.index(0).data(WhyModel::CurrentRole).toBool());
}

void TestTimeline::whyGoesToTheMomentOfAClickedStep()
{
    WhyPanel panel;
    panel.setPlan(plan::referencePlan());
    panel.setTimeline(sampleRun(true));
    panel.resize(280, 300);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    QVERIFY(panel.model()->rowCount() > 0);
    panel.setCursor(at(9s));
    QCOMPARE(panel.model()->current(), panel.model()->rowCount() - 1);
    panel.setCursor(at(1s) - SimDuration(1));
    QCOMPARE(panel.model()->current(), -1);
    QSignalSpy asked(&panel, &WhyPanel::cursorRequested);
    const QModelIndex first = panel.model()->index(0);
    QTest::mouseClick(panel.list()->viewport(), Qt::LeftButton, {}, panel.list()->visualRect(first).center());
    QCOMPARE(lastOf(asked), at(1s));
}

void TestTimeline::whySumsUpBelowTheStepsWithoutAMoment()
{
    WhyPanel panel;
    panel.setPlan(plan::referencePlan());
    panel.setTimeline(sampleRun(true));
    const int steps = panel.model()->rowCount();
    report::Explanation explanation;
    explanation.flow = "Site 1 upstream";
    explanation.interval.to = at(9s);
    panel.setExplanations({explanation});
    QCOMPARE(panel.model()->rowCount(), steps + 1);
    QVERIFY(panel.model()->index(steps).data().toString().startsWith(QStringLiteral("Site 1 upstream: ")));
    QCOMPARE(panel.model()->index(steps).data(WhyModel::OffsetRole).toString(), QString());
    panel.setCursor(at(10s));
    QCOMPARE(panel.model()->current(), steps - 1);
}

void TestTimeline::phrasesTakeTheirValuesOnce()
{
    // A name that looks like a placeholder is only a name.
    QCOMPARE(phraseText({"{0} and {1}", {"{1}", "B"}}), QStringLiteral("{1} and B"));
    QCOMPARE(phraseText({"{1} before {0}", {"A", "B"}}), QStringLiteral("B before A"));
    QCOMPARE(phraseText({"no values {2}", {}}), QStringLiteral("no values {2}"));
}

QTEST_MAIN(TestTimeline)
#include "tst_timeline.moc"
