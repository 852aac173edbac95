// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/units.h"

#include "model/engine/outage_range.h"
#include "model/engine/simulate.h"
#include "model/plan/templates.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace sidestep;
using namespace sidestep::engine;

namespace {

/// AGG1's core link goes silent at 1 s: BFD with 3 x 50 ms is what notices.
plan::Scenario silentLink(const plan::Plan &plan)
{
    return {plan::ScenarioId(1), "silent", {{*plan::linkNamed(plan, "AGG1--RSG1"), plan::FailureMode::Silent, 1s}}, 5s, 1};
}

/// From the failure to AGG1's BFD session going down.
SimDuration detection(const SimulationOptions &options, std::uint64_t seed = 1)
{
    const plan::Plan plan = plan::referencePlan();
    plan::Scenario scenario = silentLink(plan);
    scenario.seed = seed;
    const auto timeline = simulate(plan, scenario, options);
    const auto down = std::find_if(timeline->events.begin(), timeline->events.end(), [&](const Event &event) {
        return event.layer == Layer::Bfd && event.what == "session-down" && plan.find(event.device)->name == "AGG1" && event.subject == "AGG1--RSG1";
    });
    return down == timeline->events.end() ? SimDuration(-1) : down->time - kTimeZero - 1s;
}

Overrides with(std::initializer_list<const char *> assignments)
{
    Overrides overrides;
    for (const char *assignment : assignments) {
        if (!overrides.set(assignment))
            qFatal("%s was refused", assignment);
    }
    return overrides;
}

} // namespace

class TestParameters : public QObject
{
    Q_OBJECT

private slots:
    void everyProfileStatesEveryAssumptionInsideItsRangeWithASource();
    void fastProfileIsNeverSlower();
    void planTimersAreListedWithTheirSpread();
    void aPlanWithoutATimerDoesNotListIt();
    void phasesMoveBfdDetection_data();
    void phasesMoveBfdDetection();
    void theTypicalRunIsNearTheMedianOfManySeeds();
    void everySeedLiesBetweenBestAndWorst();
    void overridesChangeOneRun_data();
    void overridesChangeOneRun();
    void aLaterValueReplacesTheEarlier();
    void theTimelineSaysWhatWasSet();
    void badAssignmentsAreRefused_data();
    void badAssignmentsAreRefused();
    void outageRangeHoldsTheRunThatWasSeen();
    void thePlansOwnAssumptionsStand();
    void aSettingForGoodIsOneEdit();
    void aPlanThatAssumesTheUnknownIsRefused();
};

void TestParameters::thePlansOwnAssumptionsStand()
{
    const plan::Plan plan = plan::referencePlan();
    const plan::Plan changed = *plan.with(*settingEdit(plan, "bfd.to-client=7ms"));
    QCOMPARE(changed.settings().assumptions, std::vector<std::string>{"bfd.to-client=7 ms"});
    QCOMPARE(profileFor(changed)->bfdToClient, SimDuration(7ms));
    QCOMPARE(profileFor(changed, "vrp8-fast")->bfdToClient, SimDuration(1ms)); // another profile is asked for as it is
    const std::vector<Parameter> list = parameters(changed);
    const auto row = std::find_if(list.begin(), list.end(), [](const Parameter &one) { return one.key == "bfd.to-client"; });
    QVERIFY(row->changed);
    QCOMPARE(SimDuration(row->value), SimDuration(7ms));
    QCOMPARE(SimDuration(row->standard), SimDuration(1ms));
}

void TestParameters::aSettingForGoodIsOneEdit()
{
    const plan::Plan plan = plan::referencePlan();
    const plan::Plan timer = *plan.with(*settingEdit(plan, "bfd.min-tx=30ms"));
    for (const plan::BfdPolicy &policy : timer.bfdPolicies())
        QCOMPARE(policy.minTxMs, std::uint16_t{30});
    QVERIFY(timer.settings().assumptions.empty());
    const plan::Plan there = *plan.with(*settingEdit(plan, "pw.switch=8ms"));
    const plan::Plan back = *there.with(*settingEdit(there, "pw.switch=5ms"));
    QVERIFY(back == plan); // the profile's own value is nothing to note
    QCOMPARE(settingEdit(plan, "pw.switch=forever").error().code, ErrorCode::BadSyntax);
    QCOMPARE(settingEdit(plan, "no.such=1ms").error().code, ErrorCode::NotFound);
}

void TestParameters::aPlanThatAssumesTheUnknownIsRefused()
{
    for (const char *assumption : {"no.such=1ms", "bfd.min-tx=30ms", "pw.switch=1h"}) {
        plan::EditBuilder edit(plan::referencePlan(), "assume");
        plan::Settings settings = plan::referencePlan().settings();
        settings.assumptions = {assumption};
        edit.set(settings);
        const plan::Plan plan = *plan::referencePlan().with(edit.take());
        const auto timeline = simulate(plan, silentLink(plan));
        QVERIFY(!timeline);
        QVERIFY2(timeline.error().detail.find(assumption) != std::string::npos, timeline.error().detail.c_str());
    }
}

void TestParameters::everyProfileStatesEveryAssumptionInsideItsRangeWithASource()
{
    for (const std::string_view profile : profileNames()) {
        const std::vector<Parameter> list = parameters(profile);
        QVERIFY(list.size() > 40);
        std::set<std::string_view> keys;
        for (const Parameter &parameter : list) {
            QVERIFY2(keys.insert(parameter.key).second, std::string(parameter.key).c_str());
            QVERIFY2(parameter.value >= parameter.low && parameter.value <= parameter.high, std::string(parameter.key).c_str());
            QVERIFY(!parameter.name.empty() && !parameter.source.empty());
            // What is shown can be given back.
            const std::string text = valueText(parameter, parameter.value);
            std::string typed = text;
            std::erase(typed, ' ');
            const auto read = parseValue(parameter, typed);
            QVERIFY2(read && *read == parameter.value, text.c_str());
            Profile changed = *profileNamed(profile);
            assign(changed, parameter.key, parameter.high);
        }
    }
    QVERIFY(parameters("abacus").empty());
}

void TestParameters::fastProfileIsNeverSlower()
{
    const std::vector<Parameter> usual = parameters("vrp8"), fast = parameters("vrp8-fast");
    QCOMPARE(usual.size(), fast.size());
    bool faster = false;
    for (std::size_t i = 0; i < usual.size(); ++i) {
        QVERIFY2(fast[i].value <= usual[i].value, std::string(usual[i].key).c_str());
        faster = faster || fast[i].value < usual[i].value;
    }
    QVERIFY(faster);
}

void TestParameters::planTimersAreListedWithTheirSpread()
{
    // The reference network: 50 ms on the links, 100 ms for BGP and pseudowires; three times each.
    const std::vector<Parameter> list = parameters(plan::referencePlan());
    const auto find = [&](std::string_view key) {
        const auto found = std::find_if(list.begin(), list.end(), [key](const Parameter &parameter) { return parameter.key == key; });
        return found == list.end() ? Parameter{} : *found;
    };
    QCOMPARE(find("bfd.min-tx").value, SimDuration(50ms).count());
    QVERIFY(find("bfd.min-tx").upTo.has_value());
    QCOMPARE(*find("bfd.min-tx").upTo, SimDuration(100ms).count());
    QCOMPARE(find("bfd.multiplier").value, std::int64_t{3});
    QVERIFY(!find("bfd.multiplier").upTo.has_value());
    QCOMPARE(find("pw.reroute-delay").value, SimDuration(60s).count());
    QCOMPARE(find("bgp.hold").value, SimDuration(180s).count());
    QVERIFY(find("bgp.hold").ofPlan);
    QVERIFY(!find("bgp.connect-retry").ofPlan);
    const auto place = [&](std::string_view key) {
        return std::find_if(list.begin(), list.end(), [key](const Parameter &parameter) { return parameter.key == key; }) - list.begin();
    };
    QVERIFY(place("carrier.down-latest") < place("bfd.min-tx"));
    QVERIFY(place("bfd.min-tx") < place("isis.hold"));
    QVERIFY(place("isis.spf-initial") < place("bgp.hold"));
}

void TestParameters::aPlanWithoutATimerDoesNotListIt()
{
    for (const Parameter &parameter : parameters(plan::Plan()))
        QVERIFY2(!parameter.ofPlan, std::string(parameter.key).c_str());
}

void TestParameters::phasesMoveBfdDetection_data()
{
    QTest::addColumn<int>("phase");
    QTest::addColumn<qint64>("microseconds");
    // The last packet came up to one interval before the failure, and gaps are 75..100 % of 50 ms (RFC 5880 section 6.8.7):
    // 3 x 50 - 50; 3 x 50 - 0.
    QTest::newRow("best") << static_cast<int>(Phase::Best) << qint64{100'000};
    QTest::newRow("worst") << static_cast<int>(Phase::Worst) << qint64{150'000};
}

void TestParameters::phasesMoveBfdDetection()
{
    QFETCH(int, phase);
    QFETCH(qint64, microseconds);
    QCOMPARE(detection({.phase = static_cast<Phase>(phase)}).count(), microseconds * 1000);
}

void TestParameters::theTypicalRunIsNearTheMedianOfManySeeds()
{
    const plan::Plan plan = plan::referencePlan();
    plan::Scenario scenario = silentLink(plan);
    scenario.actions.push_back({*plan::linkNamed(plan, "AGG1--AGG2"), plan::FailureMode::Silent, 1s});
    std::vector<SimDuration> outages;
    for (scenario.seed = 1; scenario.seed <= 201; ++scenario.seed)
        outages.push_back(simulate(plan, scenario)->flows.front().outage);
    std::sort(outages.begin(), outages.end());
    QVERIFY(outages.front() < outages.back());
    const auto typical = simulate(plan, scenario, {.phase = Phase::Typical});
    QVERIFY(typical->flows.front().outage >= outages[50]); // the quartiles
    QVERIFY(typical->flows.front().outage <= outages[150]);
    // Its seed draws the same again.
    scenario.seed = typical->seed;
    const auto again = simulate(plan, scenario);
    QVERIFY(again->events == typical->events);
    QVERIFY(again->flows == typical->flows);
}

void TestParameters::everySeedLiesBetweenBestAndWorst()
{
    std::set<std::int64_t> different;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const SimDuration time = detection({}, seed);
        QVERIFY(time >= 100ms);
        QVERIFY(time <= 150ms);
        different.insert(time.count());
    }
    QVERIFY(different.size() > 30);
}

void TestParameters::overridesChangeOneRun_data()
{
    QTest::addColumn<QStringList>("assignments");
    QTest::addColumn<qint64>("milliseconds");
    QTest::newRow("multiplier") << QStringList{QStringLiteral("bfd.multiplier=5")} << qint64{250};
    QTest::newRow("both intervals") << QStringList{QStringLiteral("bfd.min-tx=10ms"), QStringLiteral("bfd.min-rx=10ms")} << qint64{30};
    // The slower of what one end sends and the other takes (RFC 5880 section 6.8.4).
    QTest::newRow("one interval") << QStringList{QStringLiteral("bfd.min-tx=80ms")} << qint64{240};
}

void TestParameters::overridesChangeOneRun()
{
    QFETCH(QStringList, assignments);
    QFETCH(qint64, milliseconds);
    Overrides overrides;
    for (const QString &assignment : assignments)
        QVERIFY(overrides.set(assignment.toStdString()).has_value());
    QCOMPARE(detection({.phase = Phase::Worst, .overrides = &overrides}).count(), milliseconds * 1'000'000);
    QCOMPARE(detection({.phase = Phase::Worst}).count(), SimDuration(150ms).count());
}

void TestParameters::aLaterValueReplacesTheEarlier()
{
    const Overrides overrides = with({"bfd.multiplier=5", "bfd.multiplier=4"});
    QCOMPARE(detection({.phase = Phase::Worst, .overrides = &overrides}).count(), SimDuration(200ms).count());
    QCOMPARE(overrides.texts().size(), std::size_t{1});
}

void TestParameters::theTimelineSaysWhatWasSet()
{
    const plan::Plan plan = plan::referencePlan();
    const Overrides overrides = with({"pw.switch=7ms", "bgp.next-hop-needs-lsp=no", "bfd.multiplier=4"});
    const auto timeline = simulate(plan, silentLink(plan), {.profile = "vrp8-fast", .phase = Phase::Worst, .overrides = &overrides});
    QVERIFY(timeline.has_value());
    QCOMPARE(timeline->profile, std::string("vrp8-fast"));
    QVERIFY(timeline->phase == Phase::Worst);
    const std::vector<std::string> expected{"pw.switch=7 ms", "bgp.next-hop-needs-lsp=no", "bfd.multiplier=4"};
    QCOMPARE(timeline->overrides, expected);
}

void TestParameters::badAssignmentsAreRefused_data()
{
    QTest::addColumn<QString>("assignment");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("says");
    QTest::newRow("no value") << "bfd.min-tx" << static_cast<int>(ErrorCode::BadSyntax) << "PARAMETER=VALUE";
    QTest::newRow("unknown key") << "bfd.speed=3ms" << static_cast<int>(ErrorCode::NotFound) << "bfd.min-tx";
    QTest::newRow("unknown group") << "warp=9" << static_cast<int>(ErrorCode::NotFound) << "carrier";
    QTest::newRow("no unit") << "bfd.min-tx=10" << static_cast<int>(ErrorCode::BadSyntax) << "bfd.min-tx";
    QTest::newRow("too fast") << "bfd.min-tx=1ms" << static_cast<int>(ErrorCode::OutOfRange) << "3 ms";
    QTest::newRow("no whole number of ticks") << "bfd.min-tx=3.5ms" << static_cast<int>(ErrorCode::OutOfRange) << "1 ms";
    QTest::newRow("too many") << "bfd.multiplier=51" << static_cast<int>(ErrorCode::OutOfRange) << "50";
    QTest::newRow("not a number") << "bfd.multiplier=three" << static_cast<int>(ErrorCode::BadSyntax) << "whole number";
    QTest::newRow("negative") << "bfd.multiplier=-3" << static_cast<int>(ErrorCode::OutOfRange) << "3";
    QTest::newRow("not a choice") << "gateway.coupling=perhaps" << static_cast<int>(ErrorCode::BadSyntax) << "pw-usable";
    QTest::newRow("not a switch") << "isis.spf-rfc8405=1" << static_cast<int>(ErrorCode::BadSyntax) << "yes";
    QTest::newRow("hold below three seconds") << "bgp.hold=2s" << -1 << "";
}

void TestParameters::badAssignmentsAreRefused()
{
    QFETCH(QString, assignment);
    QFETCH(int, code);
    QFETCH(QString, says);
    Overrides overrides;
    const auto done = overrides.set(assignment.toStdString());
    if (code < 0) { // well-formed, but no plan may hold it
        QVERIFY(done.has_value());
        const plan::Plan plan = plan::referencePlan();
        QVERIFY(!simulate(plan, silentLink(plan), {.overrides = &overrides}));
        return;
    }
    QVERIFY(!done);
    QCOMPARE(static_cast<int>(done.error().code), code);
    QVERIFY2(QString::fromStdString(done.error().detail).contains(says), done.error().detail.c_str());
    QVERIFY(overrides.empty());
}

void TestParameters::outageRangeHoldsTheRunThatWasSeen()
{
    const plan::Plan plan = plan::referencePlan();
    plan::Scenario scenario = silentLink(plan);
    scenario.actions.push_back({*plan::linkNamed(plan, "AGG1--AGG2"), plan::FailureMode::Silent, 1s});
    const auto seen = simulate(plan, scenario);
    QVERIFY(seen.has_value());
    const auto ranges = outageRanges(plan, scenario, {}, *seen);
    QVERIFY(ranges.has_value());
    QCOMPARE(ranges->size(), seen->flows.size());
    for (std::size_t i = 0; i < ranges->size(); ++i) {
        const OutageRange &range = (*ranges)[i];
        QVERIFY(range.flow == seen->flows[i].flow);
        QVERIFY(range.best <= seen->flows[i].outage);
        QVERIFY(range.worst >= seen->flows[i].outage);
        QVERIFY(range.best <= range.typical);
        QVERIFY(range.typical <= range.worst);
        QVERIFY(range.best < range.worst);
    }
}

QTEST_GUILESS_MAIN(TestParameters)
#include "tst_parameters.moc"
