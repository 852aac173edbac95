// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/panel_samples.h"
#include "views/charts/compare_view.h"
#include "views/charts/loss_budget_model.h"
#include "views/charts/loss_budget_view.h"
#include "views/charts/recovery_stages.h"
#include "views/charts/stage_bars.h"
#include "views/charts/traffic_chart.h"
#include "views/charts/traffic_plot.h"
#include "views/charts/traffic_steps.h"
#include "views/shared/empty_state.h"

#include <QAbstractItemModelTester>
#include <QAreaSeries>
#include <QChart>
#include <QLineSeries>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>

using namespace sidestep;
using namespace sidestep::views;
using namespace sidestep::tests;

class TestTraffic : public QObject
{
    Q_OBJECT

private slots:
    void stepsFollowTheSegmentsExactly();
    void whatIsLostAddsUpToRateTimesOutage();
    void flowsOnOnePathAddUp();
    void pathsBeyondTheLargestBecomeOne();
    void chartAreasEndWhereSegmentsDo();
    void chartClickAsksForItsTime();
    void directionsCanBeHidden();
    void withoutARunTheChartOffersOne();
    void budgetNamesOutageLossPlaceAndReason();
    void budgetJudgesTheObjective();
    void budgetOfALossThatLastsSaysSo();
    void stagesTakeTheOutageApart();
    void aLossThatLastsHasNoStages();
    void comparisonNamesTheSilentLoss();
    void comparisonOfEqualRunsSaysThatNothingDiffers();
};

void TestTraffic::stepsFollowTheSegmentsExactly()
{
    const DirectionTraffic traffic = trafficOf(*sampleRun(true), plan::Direction::Upstream);
    QCOMPARE(traffic.delivered.size(), std::size_t(2));
    QCOMPARE(traffic.delivered[0].path, (std::vector{kCsg, kAgg1, kRsg1}));
    QCOMPARE(traffic.delivered[0].steps, (std::vector<RateStep>{{at(0s), at(1s), 10'000}, {at(1s), at(10s), 0}}));
    QCOMPARE(traffic.delivered[1].path, (std::vector{kCsg, kAgg2, kRsg2, kRsg1}));
    QCOMPARE(traffic.delivered[1].steps, (std::vector<RateStep>{{at(0s), at(1166ms), 0}, {at(1166ms), at(10s), 10'000}}));
    QCOMPARE(traffic.lost, (std::vector<RateStep>{{at(0s), at(1s), 0}, {at(1s), at(1166ms), 10'000}, {at(1166ms), at(10s), 0}}));
}

void TestTraffic::whatIsLostAddsUpToRateTimesOutage()
{
    // 10 000 packets/s x 0.166 s, and x 9 s to the end of the run.
    QCOMPARE(trafficOf(*sampleRun(true), plan::Direction::Upstream).cumulativeLost.back(), std::pair(at(10s), std::int64_t{1660}));
    QCOMPARE(trafficOf(*sampleRun(false), plan::Direction::Upstream).cumulativeLost.back(), std::pair(at(10s), std::int64_t{90'000}));
    QCOMPARE(trafficOf(*sampleRun(true), plan::Direction::Downstream).cumulativeLost.back().second, std::int64_t{0});
}

void TestTraffic::flowsOnOnePathAddUp()
{
    engine::Timeline run = *sampleRun(true);
    run.flows.push_back(run.flows.front());
    run.flows.back().flow = plan::FlowId(9);
    run.flows.back().rate = PacketRate{500};
    const DirectionTraffic traffic = trafficOf(run, plan::Direction::Upstream);
    QCOMPARE(traffic.delivered.size(), std::size_t(2));
    QCOMPARE(traffic.delivered[0].steps.front().rate, std::int64_t{10'500});
    QCOMPARE(traffic.lost[1].rate, std::int64_t{10'500});
}

void TestTraffic::pathsBeyondTheLargestBecomeOne()
{
    engine::Timeline run = *sampleRun(true);
    const engine::FlowResult model = run.flows.back();
    run.flows.clear();
    for (std::uint32_t i = 0; i < 8; ++i) {
        run.flows.push_back(model);
        run.flows.back().flow = plan::FlowId(i + 1);
        run.flows.back().rate = PacketRate{100 * (i + 1)};
        run.flows.back().segments.front().path = {kRsg1, plan::RouterId(100 + i), kCsg};
    }
    const DirectionTraffic traffic = trafficOf(run, plan::Direction::Downstream);
    QCOMPARE(traffic.delivered.size(), kMostPaths + 1);
    QVERIFY(traffic.delivered.back().path.empty());
    QCOMPARE(traffic.delivered.back().steps.front().rate, std::int64_t{100 + 200 + 300}); // the three smallest
}

void TestTraffic::chartAreasEndWhereSegmentsDo()
{
    TrafficChart chart;
    chart.setPlan(plan::referencePlan());
    chart.setTimeline(sampleRun(true));
    QStringList names;
    for (QAbstractSeries *series : chart.chartOf(plan::Direction::Upstream)->series()) {
        const auto *area = qobject_cast<QAreaSeries *>(series);
        if (!area)
            continue;
        names << area->name();
        // The axis counts seconds from the failure at 1 s; two points a step, at its very ends.
        const QList<QPointF> upper = area->upperSeries()->points();
        QCOMPARE(upper.size(), 2);
        QCOMPARE(upper.front().y(), 10'000.0);
        const bool lost = area->name() == QStringLiteral("lost");
        const bool detour = area->name().contains(QStringLiteral("AGG2"));
        QCOMPARE(upper.front().x(), lost ? 0.0 : detour ? 0.166 : -1.0);
        QCOMPARE(upper.back().x(), lost ? 0.166 : detour ? 9.0 : 0.0);
    }
    QCOMPARE(names, (QStringList{QString::fromUtf8("CSG → AGG1 → RSG1"), QString::fromUtf8("CSG → AGG2 → RSG2 → RSG1"), QStringLiteral("lost")}));
}

void TestTraffic::chartClickAsksForItsTime()
{
    TrafficChart chart;
    chart.setPlan(plan::referencePlan());
    chart.setTimeline(sampleRun(true));
    chart.resize(1100, 280);
    chart.show();
    QVERIFY(QTest::qWaitForWindowExposed(&chart));
    TrafficPlot *plot = chart.plotOf(plan::Direction::Upstream);
    QSignalSpy asked(&chart, &TrafficChart::cursorRequested);
    const QPoint place(qRound(plot->xOf(at(1100ms))), plot->viewport()->height() / 2);
    QTest::mouseClick(plot->viewport(), Qt::LeftButton, {}, place);
    QCOMPARE(asked.count(), 1);
    QVERIFY(std::chrono::abs(asked.last().at(0).value<SimTime>() - at(1100ms)) < 2ms); // a pixel
}

void TestTraffic::directionsCanBeHidden()
{
    TrafficChart chart;
    chart.setPlan(plan::referencePlan());
    chart.setTimeline(sampleRun(true));
    chart.show();
    chart.setDirectionShown(plan::Direction::Downstream, false);
    QVERIFY(!chart.plotOf(plan::Direction::Downstream)->isVisible());
    QVERIFY(chart.plotOf(plan::Direction::Upstream)->isVisible());
}

void TestTraffic::withoutARunTheChartOffersOne()
{
    TrafficChart chart;
    chart.show();
    QSignalSpy asked(&chart, &TrafficChart::runRequested);
    auto *empty = chart.findChild<EmptyState *>();
    QVERIFY(empty && empty->isVisible());
    QTest::mouseClick(empty->button(), Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
}

void TestTraffic::budgetNamesOutageLossPlaceAndReason()
{
    LossBudgetModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRun(plan::referencePlan(), sampleRun(true));
    QCOMPARE(model.rowCount(), 2);
    const auto cell = [&model](int row, int column) { return model.index(row, column).data().toString(); };
    QCOMPARE(cell(0, LossBudgetModel::FlowColumn), QStringLiteral("Site 1 upstream"));
    QCOMPARE(cell(0, LossBudgetModel::OutageColumn), QString::fromUtf8("166\u00a0ms"));
    QCOMPARE(cell(0, LossBudgetModel::LostColumn), QString::fromUtf8("1\u202f660"));
    QCOMPARE(cell(0, LossBudgetModel::WhereColumn), QStringLiteral("AGG1"));
    QCOMPARE(cell(0, LossBudgetModel::WhyColumn), QStringLiteral("no VPN route"));
    QCOMPARE(cell(0, LossBudgetModel::ToldColumn), QStringLiteral("not told"));
    QCOMPARE(cell(1, LossBudgetModel::OutageColumn), QStringLiteral("none"));
    QCOMPARE(cell(1, LossBudgetModel::WhereColumn), QString());
    QCOMPARE(model.lossBegins(0), std::optional(at(1s)));
    QCOMPARE(model.lossBegins(1), std::optional<SimTime>());
}

void TestTraffic::budgetJudgesTheObjective()
{
    engine::Timeline judged = *sampleRun(true);
    LossBudgetModel model;
    model.setRun(plan::referencePlan(), std::make_shared<const engine::Timeline>(judged));
    QVERIFY(!model.hasObjectives());
    judged.flows[0].objective = 50ms; // it was out for 166 ms
    judged.flows[1].objective = 200ms;
    model.setRun(plan::referencePlan(), std::make_shared<const engine::Timeline>(judged));
    QVERIFY(model.hasObjectives());
    const auto cell = [&model](int row) { return model.index(row, LossBudgetModel::ObjectiveColumn); };
    QCOMPARE(cell(0).data().toString(), QString::fromUtf8("50\u00a0ms, missed"));
    QVERIFY(cell(0).data(LossBudgetModel::MissedRole).toBool());
    QCOMPARE(cell(1).data().toString(), QString::fromUtf8("200\u00a0ms, met"));
    QVERIFY(!cell(1).data(LossBudgetModel::MissedRole).toBool());
}

void TestTraffic::budgetOfALossThatLastsSaysSo()
{
    LossBudgetModel model;
    model.setRun(plan::referencePlan(), sampleRun(false));
    QCOMPARE(model.index(0, LossBudgetModel::OutageColumn).data().toString(), QString::fromUtf8("9\u00a0s, not over"));
}

void TestTraffic::stagesTakeTheOutageApart()
{
    const auto recoveries = recoveriesOf(*sampleRun(true));
    QCOMPARE(recoveries.size(), std::size_t(1));
    const Recovery &recovery = recoveries.front();
    // link 1 s, BFD 1.028, LSP 1.029, SPF 1.085, route 1.138, status 1.140, switchover 1.166 s
    QCOMPARE(report::total(recovery.parts, report::Stage::Detection), SimDuration(28ms));
    QCOMPARE(report::total(recovery.parts, report::Stage::Signalling), SimDuration(1ms + 2ms));
    QCOMPARE(report::total(recovery.parts, report::Stage::Computation), SimDuration(56ms + 53ms));
    QCOMPARE(report::total(recovery.parts, report::Stage::Programming), SimDuration(26ms));
    QCOMPARE(recovery.parts.front().from, at(1s));
    QCOMPARE(recovery.parts.back().to, at(1166ms));
    for (std::size_t i = 1; i < recovery.parts.size(); ++i)
        QCOMPARE(recovery.parts[i].from, recovery.parts[i - 1].to);
}

void TestTraffic::aLossThatLastsHasNoStages()
{
    QVERIFY(recoveriesOf(*sampleRun(false)).empty());
    LossBudgetView view;
    view.setPlan(plan::referencePlan());
    view.setTimeline(sampleRun(false));
    QVERIFY(view.stages()->recoveries().empty());
}

void TestTraffic::comparisonNamesTheSilentLoss()
{
    CompareView view;
    view.setPlan(plan::referencePlan());
    view.setTimelines(sampleRun(true), sampleRun(false));
    const QString verdict = view.verdict();
    QVERIFY2(verdict.contains(QString::fromUtf8("166\u00a0ms (1\u202f660 packets)")), qPrintable(verdict));
    QVERIFY2(verdict.contains(QStringLiteral("CSG keeps sending to AGG1")), qPrintable(verdict));
    QVERIFY2(verdict.contains(QString::fromUtf8("90\u202f000 packets in 9\u00a0s")), qPrintable(verdict));
    QCOMPARE(view.table()->rowCount(), 2);
    QCOMPARE(view.table()->item(0, 4)->text(), QString::fromUtf8("90\u202f000"));
}

void TestTraffic::comparisonOfEqualRunsSaysThatNothingDiffers()
{
    CompareView view;
    view.setPlan(plan::referencePlan());
    view.setTimelines(sampleRun(true), sampleRun(true));
    QVERIFY(view.verdict().contains(QStringLiteral("no difference")));
}

QTEST_MAIN(TestTraffic)
#include "tst_traffic.moc"
