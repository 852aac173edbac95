// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/explanation_report.h"
#include "model/plan/failures.h"
#include "model/plan/templates.h"
#include "tests/model/engine/random_network.h"

#include <QTest>

#include <rapidcheck.h>

#include <algorithm>
#include <memory>
#include <sstream>

using namespace sidestep;
using report::Deciding;
using report::Explanation;
using report::LossInterval;
using report::Stage;

namespace {

constexpr const char *kTrackLine = "mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN";

/// One run of failures on a plan, and the explanation of each loss.
struct Told
{
    plan::Plan plan;
    plan::Scenario scenario{plan::ScenarioId(0), "told", {}, 10s, 1};
    engine::Overrides overrides;
    engine::SimulationOptions options;
    engine::Timeline timeline;
    std::vector<Explanation> losses;

    const Explanation &of(plan::Direction direction) const
    {
        const auto found = std::find_if(losses.begin(), losses.end(), [&](const Explanation &one) { return timeline.flows[one.interval.flowIndex].direction == direction; });
        if (found == losses.end())
            qFatal("no such loss");
        return *found;
    }
    const Explanation &up() const { return of(plan::Direction::Upstream); }
};

std::vector<Explanation> explained(const report::Inquiry &inquiry)
{
    std::vector<Explanation> list;
    for (const LossInterval &interval : report::lossIntervals(inquiry.timeline)) {
        auto explanation = report::explain(inquiry, interval);
        if (!explanation)
            qFatal("%s", explanation.error().detail.c_str());
        list.push_back(*std::move(explanation));
    }
    return list;
}

std::unique_ptr<Told> tell(plan::Plan plan, const std::vector<std::string> &failures, SimDuration until = 10s, bool tracking = true,
                           const std::vector<std::string> &settings = {}, engine::Phase phase = engine::Phase::Seeded)
{
    auto told = std::make_unique<Told>();
    told->plan = std::move(plan);
    told->scenario.until = until;
    for (const std::string &text : failures) {
        const auto actions = plan::parseFailures(told->plan, text);
        if (!actions)
            qFatal("%s", actions.error().detail.c_str());
        told->scenario.actions.insert(told->scenario.actions.end(), actions->begin(), actions->end());
    }
    for (const std::string &setting : settings)
        if (!told->overrides.set(setting))
            qFatal("%s", setting.c_str());
    told->options.tracking = tracking;
    told->options.phase = phase;
    told->options.overrides = &told->overrides;
    auto timeline = engine::simulate(told->plan, told->scenario, told->options);
    if (!timeline)
        qFatal("%s", timeline.error().detail.c_str());
    told->timeline = *std::move(timeline);
    told->losses = explained({told->plan, told->scenario, told->options, told->timeline});
    return told;
}

const std::vector<std::string> kCutOff{"AGG1--RSG1@1s", "AGG1--AGG2@1s"};

/// The reference network without BFD anywhere.
plan::Plan withoutBfd()
{
    plan::Plan plan = plan::referencePlan();
    plan::EditBuilder edit(plan, "No BFD");
    for (plan::IgpDomain row : plan.domains()) {
        row.bfd.reset();
        edit.set(std::move(row));
    }
    for (plan::BgpSession row : plan.sessions()) {
        row.bfd.reset();
        edit.set(std::move(row));
    }
    for (plan::AccessService row : plan.services()) {
        row.bfd.reset();
        edit.set(std::move(row));
    }
    return *plan.with(edit.take());
}

SimDuration sumOf(const std::vector<report::BudgetPart> &parts)
{
    SimDuration sum{};
    for (const Stage stage : report::kStages)
        sum += report::total(parts, stage);
    return sum;
}

bool precedes(const engine::Timeline &timeline, engine::EventId event, std::optional<engine::EventId> last)
{
    if (!last || *last == 0)
        return false;
    const auto chain = engine::causeChain(timeline, *last);
    return std::find(chain.begin(), chain.end(), event) != chain.end();
}

/// What has to hold of every explanation.
void judge(const report::Inquiry &inquiry, const Explanation &one)
{
    const LossInterval &interval = one.interval;
    RC_ASSERT(sumOf(one.budget) == interval.length());
    SimTime reached = interval.from;
    for (const report::BudgetPart &part : one.budget) {
        RC_ASSERT(part.from == reached);
        RC_ASSERT(part.to > part.from);
        reached = part.to;
    }
    RC_ASSERT(reached == interval.to);
    RC_ASSERT(one.steps.size() >= std::size_t(3));
    RC_ASSERT(one.steps.size() <= std::size_t(7));
    SimDuration shares{};
    for (std::size_t i = 0; i < one.steps.size(); ++i) {
        const report::ExplainedStep &step = one.steps[i];
        shares += step.share;
        RC_ASSERT(step.share >= SimDuration(0));
        RC_ASSERT(i == 0 || one.steps[i - 1].time <= step.time);
        RC_ASSERT(!step.event || precedes(inquiry.timeline, *step.event, interval.begun) || precedes(inquiry.timeline, *step.event, interval.ending));
    }
    RC_ASSERT(shares == interval.length());
    for (const report::WhatIf &whatIf : one.whatIfs) {
        const report::Change &change = whatIf.candidate.change;
        plan::Plan plan = inquiry.plan;
        if (change.edit)
            plan = *plan.with(*change.edit);
        plan::Scenario scenario = inquiry.scenario;
        for (const plan::FailureAction &repair : change.repairs)
            scenario.actions.push_back(repair);
        engine::Overrides overrides;
        for (const std::string &setting : change.settings)
            RC_ASSERT(overrides.set(setting).has_value());
        engine::SimulationOptions options = inquiry.options;
        options.overrides = &overrides;
        options.tracking = options.tracking || change.withTracking;
        const auto run = engine::simulate(plan, scenario, options);
        RC_ASSERT(run.has_value());
        RC_ASSERT(run->flows[interval.flowIndex].outage == whatIf.outage);
    }
}

} // namespace

class TestExplanation : public QObject
{
    Q_OBJECT

private slots:
    void trackedFailoverIsTakenApart();
    void withoutTrackingTheMissingLineIsNamed();
    void isolationDuringAGracefulRestartIsDecidedByTheDeferral();
    void untrackedPlanIsToldWhatToTrack();
    void silentLinkIsDecidedByBfd();
    void silentLinkWithoutBfdIsDecidedByAHoldTime();
    void mistakesNameTheLineTheyTook_data();
    void mistakesNameTheLineTheyTook();
    void repairThatEndsALossIsCalledSo();
    void everyFailureKindIsExplained_data();
    void everyFailureKindIsExplained();
    void explanationsOfRandomFailuresHold();
};

void TestExplanation::trackedFailoverIsTakenApart()
{
    const auto told = tell(plan::referencePlan(), kCutOff);
    const Explanation &up = told->up();
    // Light 5 ms; LSP 50 ms; SPF 50 ms, 1 ms run and 10 ms installation; next hop 1 ms; batch 10 ms; tracking 1 ms; status over
    // one 50 us link, 2 ms in the CSG; switch 5 ms.
    QCOMPARE(up.interval.length(), SimDuration(5ms + 50ms + 50ms + 11ms + 1ms + 10ms + 1ms + 2050us + 5ms));
    QCOMPARE(report::total(up.budget, Stage::Detection), SimDuration(5ms));
    QCOMPARE(report::total(up.budget, Stage::Signalling), SimDuration(50ms + 2050us));
    // An SPF is in the record where it begins, so that its run counts with the installation.
    QCOMPARE(report::total(up.budget, Stage::Computation), SimDuration(50ms + 1ms + 10ms + 1ms));
    QCOMPARE(report::total(up.budget, Stage::Programming), SimDuration(11ms + 5ms));
    QCOMPARE(up.budget.size() > 3, true);
    QCOMPARE(up.steps.front().text.english().find("is cut") != std::string::npos, true);
    QCOMPARE(up.steps.back().text.english(), std::string("Packets of Site 1 upstream arrive again"));
    // The two waits of 50 ms are the longest; the first of them in the chain is named, with its line.
    QCOMPARE(up.deciding.kind, Deciding::Kind::Timer);
    QCOMPARE(up.deciding.candidate.key, std::string("isis.lsp-initial"));
    QCOMPARE(up.deciding.candidate.value, std::string("50 ms"));
    QVERIFY(up.deciding.candidate.line.has_value());
    QCOMPARE(up.deciding.candidate.line->line, std::string("timer lsp-generation 1 50 50"));
    QCOMPARE(up.whatIfs.front().outage, SimDuration(135050us - 25ms));
}

void TestExplanation::withoutTrackingTheMissingLineIsNamed()
{
    const auto told = tell(plan::referencePlan(), kCutOff, 10s, false);
    const Explanation &up = told->up();
    QVERIFY(!up.interval.ended);
    QCOMPARE(report::total(up.budget, Stage::Unended), SimDuration(9s));
    QCOMPARE(up.deciding.kind, Deciding::Kind::Line);
    QCOMPARE(up.deciding.candidate.line->router, std::string("AGG1"));
    QCOMPARE(up.deciding.candidate.line->view, std::string("interface Virtual-Ethernet0/2/0.100"));
    QCOMPARE(up.deciding.candidate.line->line, std::string(kTrackLine));
    QCOMPARE(up.whatIfs.front().outage, SimDuration(135050us));
    QVERIFY(up.whatIfs.front().over);
    QVERIFY(up.steps.back().detail.english().starts_with("CSG still sends into PW1; nothing told it"));
}

void TestExplanation::isolationDuringAGracefulRestartIsDecidedByTheDeferral()
{
    const auto told = tell(plan::referencePlan(), {"AGG1@1s,graceful-restart", "AGG1--RSG1@5s", "AGG1--AGG2@5s"}, 700s);
    const Explanation &up = told->up();
    // From 5 s to 61 s the restart, then 600 s the deferral; 18.05 ms as in tst_failures.
    QCOMPARE(report::total(up.budget, Stage::Waiting), SimDuration(656s));
    QCOMPARE(report::total(up.budget, Stage::Unattributed), SimDuration(0));
    QCOMPARE(up.deciding.candidate.key, std::string("bgp.selection-deferral"));
    const auto tells = [&](std::string_view text) {
        return std::any_of(up.steps.begin(), up.steps.end(), [&](const report::ExplainedStep &step) { return step.text.english() == text; });
    };
    QVERIFY(tells("AGG1 chooses paths again"));
    QVERIFY(tells("Tracking on AGG1 sets PW1 not forwarding"));
    QVERIFY(tells("CSG moves traffic to PW2"));
    QCOMPARE(up.whatIfs.front().outage, SimDuration(356'018'050us)); // half the deferral
}

void TestExplanation::untrackedPlanIsToldWhatToTrack()
{
    plan::Plan plan = plan::referencePlan();
    plan::EditBuilder edit(plan, "Untracked");
    for (const plan::TrackedRoute &tracked : plan.trackedRoutes())
        edit.remove<plan::TrackedRoute>(tracked.id);
    const auto told = tell(*plan.with(edit.take()), kCutOff);
    QCOMPARE(told->up().deciding.kind, Deciding::Kind::Line);
    QCOMPARE(told->up().deciding.candidate.line->line, std::string(kTrackLine));
    QCOMPARE(told->up().whatIfs.front().outage, SimDuration(135050us));
}

void TestExplanation::silentLinkIsDecidedByBfd()
{
    // The link to the CSG: 3 x 10 ms in the worst phase is 30 ms of detection. Pseudowires' and sessions' BFD have 10 ms too.
    const auto told = tell(plan::referencePlan(), {"CSG--AGG1@1s,silent"}, 10s, true, {"bfd.min-tx=10ms", "bfd.min-rx=10ms"}, engine::Phase::Worst);
    const Explanation &up = told->up();
    QCOMPARE(up.deciding.kind, Deciding::Kind::Timer);
    QCOMPARE(up.deciding.candidate.key, std::string("bfd.min-tx"));
    QCOMPARE(up.deciding.candidate.value, std::string("10 ms"));
    QVERIFY(up.deciding.candidate.origin.starts_with("set for this run"));
    QVERIFY(up.deciding.candidate.about.find("3 x 10 ms") != std::string::npos);
    QVERIFY(report::total(up.budget, Stage::Detection) >= SimDuration(30ms));
    QVERIFY(up.whatIfs.front().outage <= up.outage - SimDuration(15ms));
    // Of several sessions of a router, the line is that of the one that ended.
    const auto core = tell(plan::referencePlan(), {"AGG1--RSG1@1s,silent"}, 10s, true);
    QCOMPARE(core->up().deciding.candidate.line.value().line, std::string("peer 10.255.0.21 bfd min-tx-interval 100 min-rx-interval 100"));
}

void TestExplanation::silentLinkWithoutBfdIsDecidedByAHoldTime()
{
    const auto told = tell(withoutBfd(), {"CSG--AGG1@1s,silent"}, 200s, true, {}, engine::Phase::Worst);
    const Explanation &up = told->up();
    QVERIFY(up.interval.ended);
    QCOMPARE(up.deciding.kind, Deciding::Kind::Timer);
    const std::string &key = up.deciding.candidate.key;
    QVERIFY2(key == "isis.hold" || key == "ldp.link-hold", key.c_str());
    QVERIFY(report::total(up.budget, Stage::Detection) > SimDuration(10s));
    // BFD would end it before a second: the best of what was tried is a line.
    QVERIFY(up.whatIfs.front().candidate.change.edit.has_value());
    QVERIFY(up.whatIfs.front().candidate.line.has_value());
    QVERIFY(up.whatIfs.front().outage < SimDuration(1s));
}

void TestExplanation::mistakesNameTheLineTheyTook_data()
{
    QTest::addColumn<QString>("failure");
    QTest::addColumn<QString>("line");
    QTest::newRow("prefix") << "prefix:2001:db8:200:1::/64@1s" << "network 2001:db8:200:1:: 64";
}

void TestExplanation::mistakesNameTheLineTheyTook()
{
    QFETCH(QString, failure);
    QFETCH(QString, line);
    const auto told = tell(plan::referencePlan(), {failure.toStdString()});
    QCOMPARE(told->up().deciding.kind, Deciding::Kind::Failure);
    QVERIFY(told->up().deciding.line.has_value());
    QCOMPARE(told->up().deciding.line->line, line.toStdString());
    QCOMPARE(told->up().deciding.line->router, std::string("RSG1"));
}

void TestExplanation::repairThatEndsALossIsCalledSo()
{
    auto plan = plan::referencePlan();
    const auto told = [&] {
        auto one = tell(plan, {"ac:Site 1@1s"});
        one->scenario.actions.push_back(*plan::parseRestore(plan, "ac:Site 1@4s"));
        one->timeline = *engine::simulate(one->plan, one->scenario, one->options);
        one->losses = explained({one->plan, one->scenario, one->options, one->timeline});
        return one;
    }();
    QCOMPARE(told->up().interval.length(), SimDuration(3s));
    QCOMPARE(report::total(told->up().budget, Stage::Repair), SimDuration(3s));
    QCOMPARE(told->up().deciding.kind, Deciding::Kind::Failure);
}

void TestExplanation::everyFailureKindIsExplained_data()
{
    QTest::addColumn<QString>("failure");
    for (const char *text : {"AGG1--RSG1@1s", "CSG--AGG1@1s,silent", "AGG1--RSG1@1s,silent", "AGG1--RSG1@1s,grey:60", "AGG1--RSG1@1s,one-way:AGG1>RSG1", "AGG1@1s",
                             "RSG1@1s", "CSG@1s", "AGG1@1s,restart", "AGG1@1s,graceful-restart", "AGG1@1s,drain", "bgp:AGG1--RSG1@1s", "pw1:Site 1@1s",
                             "pw1:Site 1@1s,mtu-mismatch", "pw1:Site 1@1s,bfd-down", "pw1:Site 1@1s,reset", "ac:Site 1@1s", "vpn:AGG1:RAN@1s", "vpn:RSG1:RAN@1s",
                             "prefix:2001:db8:200:1::/64@1s", "AGG1--RSG1@1s,bfd-down", "AGG1--RSG1@1s,flap:500msx3", "AGG1--RSG1@1s,down:AGG1",
                             "service:Site 1@1s", "card:AGG1:0/1@1s"})
        QTest::newRow(text) << text;
}

void TestExplanation::everyFailureKindIsExplained()
{
    QFETCH(QString, failure);
    for (const bool tracking : {true, false}) {
        const auto told = tell(plan::referencePlan(), {failure.toStdString()}, 200s, tracking);
        const std::string text = report::explanationText(told->losses, told->timeline);
        for (const Explanation &one : told->losses) {
            QCOMPARE(sumOf(one.budget), one.interval.length());
            QVERIFY2(one.steps.size() >= 3 && one.steps.size() <= 7, text.c_str());
            QVERIFY2(text.find("changes at") == std::string::npos, text.c_str()); // a word without a sentence
        }
    }
}

void TestExplanation::explanationsOfRandomFailuresHold()
{
    rc::detail::TestParams params = rc::detail::configuration().testParams;
    if (!qEnvironmentVariableIsSet("RC_PARAMS")) {
        params.maxSuccess = 60;
        params.seed = 20;
    }
    rc::detail::TestMetadata metadata;
    metadata.id = metadata.description = "explanations";
    const auto result = rc::detail::checkTestable(
        [] {
            const test::Drawn drawn = test::draw(test::randomSketch());
            const bool tracking = *rc::gen::arbitrary<bool>();
            const engine::SimulationOptions options{tracking, {}, {}};
            const auto timeline = engine::simulate(drawn.plan, drawn.scenario, options);
            RC_ASSERT(timeline.has_value());
            const report::Inquiry inquiry{drawn.plan, drawn.scenario, options, *timeline};
            for (const LossInterval &interval : report::lossIntervals(*timeline)) {
                const auto one = report::explain(inquiry, interval);
                RC_ASSERT(one.has_value());
                judge(inquiry, *one);
            }
        },
        metadata, params);
    if (!result.template is<rc::detail::SuccessResult>()) {
        std::ostringstream text;
        rc::detail::printResultMessage(result, text);
        QFAIL(text.str().c_str());
    }
}

QTEST_GUILESS_MAIN(TestExplanation)
#include "tst_explanation.moc"
