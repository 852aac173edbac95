// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "model/plan/failures.h"
#include "model/report/loss_budget.h"
#include "tests/model/engine/peering_models.h"
#include "tests/model/engine/random_network.h"
#include "tests/model/engine/story.h"

#include <QTest>

#include <rapidcheck.h>

#include <string>
#include <vector>

using namespace sidestep;
using report::Stage;
using test::Peering;
using test::Story;
using test::tell;

namespace {

std::vector<report::BudgetPart> budgetOfFirst(const Story &story, plan::Direction direction)
{
    for (const report::LossInterval &interval : report::lossIntervals(story.timeline))
        if (story.timeline.flows[interval.flowIndex].direction == direction)
            return report::budgetOf(story.timeline, interval);
    return {};
}

/// The first loss with time that belongs to no stage; empty: there is none.
std::string unattributed(const engine::Timeline &timeline)
{
    for (const report::LossInterval &interval : report::lossIntervals(timeline)) {
        if (report::total(report::budgetOf(timeline, interval), Stage::Unattributed) == SimDuration(0))
            continue;
        std::string text = timeline.flows[interval.flowIndex].name + ":";
        for (const engine::EventId id : engine::causeChain(timeline, interval.ending.value_or(0)))
            text += " " + report::eventWith(timeline, id)->what + "@" + std::to_string(id);
        return text;
    }
    return {};
}
std::string unattributed(const Story &story)
{
    return unattributed(story.timeline);
}

const char *linkOf(char letter)
{
    switch (letter) {
    case 'a': return "AGG1--RSG1";
    case 'b': return "AGG1--AGG2";
    case 'c': return "AGG2--RSG2";
    default: return "RSG1--RSG2";
    }
}

} // namespace

class TestLossBudget : public QObject
{
    Q_OBJECT

private slots:
    void everyMomentBelongsToAStage_data();
    void everyMomentBelongsToAStage();
    void everyMomentBelongsToAStageInEveryPeeringModel_data();
    void everyMomentBelongsToAStageInEveryPeeringModel();
    void everyMomentBelongsToAStageInRandomNetworks();
    void updateThatIsPassedOnIsTakenApart();
    void holdOffIsWaitingAndNotProgramming();
};

void TestLossBudget::everyMomentBelongsToAStage_data()
{
    QTest::addColumn<QString>("failure");
    for (const char *text : {"AGG1--RSG1@1s", "CSG--AGG1@1s,silent", "AGG1--RSG1@1s,silent", "AGG1--RSG1@1s,grey:60", "AGG1--RSG1@1s,one-way:AGG1>RSG1", "AGG1@1s",
                             "RSG1@1s", "CSG@1s", "AGG1@1s,restart", "AGG1@1s,graceful-restart", "AGG1@1s,drain", "bgp:AGG1--RSG1@1s", "pw1:Site 1@1s",
                             "pw1:Site 1@1s,mtu-mismatch", "pw1:Site 1@1s,bfd-down", "pw1:Site 1@1s,reset", "ac:Site 1@1s", "vpn:AGG1:RAN@1s", "vpn:RSG1:RAN@1s",
                             "prefix:2001:db8:200:1::/64@1s", "AGG1--RSG1@1s,bfd-down", "AGG1--RSG1@1s,flap:500msx3", "AGG1--RSG1@1s,down:AGG1",
                             "service:Site 1@1s", "card:AGG1:0/1@1s"})
        QTest::newRow(text) << text;
}

void TestLossBudget::everyMomentBelongsToAStage()
{
    QFETCH(QString, failure);
    const std::string text = failure.toStdString();
    const Story alone = tell({text}, 200s);
    QVERIFY2(unattributed(alone).empty(), unattributed(alone).c_str());
    const Story isolated = tell({text, "AGG1--AGG2@1s", "AGG1--RSG1@1200ms"}, 200s);
    QVERIFY2(unattributed(isolated).empty(), unattributed(isolated).c_str());
}

void TestLossBudget::everyMomentBelongsToAStageInEveryPeeringModel_data()
{
    QTest::addColumn<int>("model");
    QTest::newRow("A") << static_cast<int>(Peering::A);
    QTest::newRow("B") << static_cast<int>(Peering::B);
    QTest::newRow("B, no common IGP") << static_cast<int>(Peering::BApart);
    QTest::newRow("C") << static_cast<int>(Peering::C);
    QTest::newRow("D, reflection") << static_cast<int>(Peering::DReflect);
    QTest::newRow("D, next hop") << static_cast<int>(Peering::DNextHop);
    QTest::newRow("E, as B") << static_cast<int>(Peering::EBetweenAs);
    QTest::newRow("E, as D") << static_cast<int>(Peering::EReflect);
}

void TestLossBudget::everyMomentBelongsToAStageInEveryPeeringModel()
{
    QFETCH(int, model);
    const plan::Plan plan = test::peeringPlan(static_cast<Peering>(model));
    for (const std::string letters : {"a", "b", "c", "d", "ab", "ac", "ad", "cd"}) {
        for (const char *mode : {"", ",silent", ",flap:20sx1"}) {
            std::vector<std::string> failures;
            for (const char letter : letters)
                failures.push_back(std::string(linkOf(letter)) + "@1s" + mode);
            const Story story = tell(plan, failures, 300s);
            const std::string found = unattributed(story);
            QVERIFY2(found.empty(), (letters + mode + ": " + found).c_str());
        }
    }
}

void TestLossBudget::everyMomentBelongsToAStageInRandomNetworks()
{
    QVERIFY(rc::check("the parts of a loss add up to it, and each has a stage", [] {
        const test::Sketch sketch = test::randomSketch();
        const test::Drawn drawn = test::draw(sketch);
        const Result<engine::Timeline> timeline = engine::simulate(drawn.plan, drawn.scenario);
        RC_ASSERT(timeline.has_value());
        for (const report::LossInterval &interval : report::lossIntervals(*timeline)) {
            SimDuration sum{};
            for (const report::BudgetPart &part : report::budgetOf(*timeline, interval))
                sum += part.to - part.from;
            RC_ASSERT(sum == interval.length());
        }
        if (const std::string found = unattributed(*timeline); !found.empty())
            RC_FAIL(found + "\n" + test::describe(sketch));
    }));
}

void TestLossBudget::updateThatIsPassedOnIsTakenApart()
{
    // A policy on RSG1 keeps the prefix in and lets it out again 3 s later. Both ways: RSG1 batches 10 ms, the update takes 2 ms of
    // processing and the link's delay, AGG1 batches 10 ms. So the loss, which begins with the first, lasts 3 s.
    Story story = tell({"prefix:2001:db8:200:1::/64@1s"});
    plan::Scenario scenario{plan::ScenarioId(0), "told", {}, 10s, 1};
    scenario.actions = *plan::parseFailures(story.plan, "prefix:2001:db8:200:1::/64@1s");
    scenario.actions.push_back(*plan::parseRestore(story.plan, "prefix:2001:db8:200:1::/64@4s"));
    story.timeline = *engine::simulate(story.plan, scenario, {});
    const SimDuration link = story.plan.find(*plan::linkNamed(story.plan, "AGG1--RSG1"))->delay;
    const auto budget = budgetOfFirst(story, plan::Direction::Upstream);
    QCOMPARE(report::total(budget, Stage::Computation), SimDuration(10ms + 10ms));
    QCOMPARE(report::total(budget, Stage::Signalling), SimDuration(2ms) + link);
    QCOMPARE(report::total(budget, Stage::Repair), SimDuration(3s - 22ms) - link);
    QCOMPARE(report::total(budget, Stage::Unattributed), SimDuration(0));
}

void TestLossBudget::holdOffIsWaitingAndNotProgramming()
{
    const std::vector<std::string> both{"AGG1--RSG1@1s", "AGG1--AGG2@1s"};
    const auto without = budgetOfFirst(tell(both), plan::Direction::Upstream);
    const auto with = budgetOfFirst(tell(both, 10s, {"pw.holdoff=100ms"}), plan::Direction::Upstream);
    QCOMPARE(report::total(with, Stage::Waiting), SimDuration(100ms));
    for (const Stage stage : {Stage::Detection, Stage::Signalling, Stage::Computation, Stage::Programming})
        QCOMPARE(report::total(with, stage), report::total(without, stage));
}

QTEST_GUILESS_MAIN(TestLossBudget)
#include "tst_loss_budget.moc"
