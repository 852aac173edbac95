// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "model/config/config_builder.h"
#include "model/plan/aligned_plan.h"
#include "model/plan/completed_plan.h"
#include "model/plan/plan_diff.h"
#include "model/plan/templates.h"
#include "model/report/running_change.h"

#include <QTest>

#include <algorithm>

using namespace sidestep;
using namespace sidestep::report;

namespace {

/// The reference network with what no configuration says set to values that no import would guess.
plan::Plan drawn()
{
    const plan::Plan plan = plan::referencePlan();
    plan::EditBuilder edit(plan, "");
    for (plan::Link link : plan.links()) {
        link.delay = std::chrono::milliseconds(2);
        link.capacityBps = 40'000'000'000;
        link.srlgs = {7};
        std::swap(link.a, link.b);
        edit.set(link);
    }
    for (plan::BgpSession session : plan.sessions()) {
        std::swap(session.a, session.b);
        std::swap(session.aReflects, session.bReflects);
        edit.set(session);
    }
    for (plan::Router router : plan.routers()) {
        router.site = "Hill " + router.name;
        edit.set(router);
    }
    return plan.with(edit.take()).value();
}

/// Names and texts of routers' files.
class Files
{
public:
    explicit Files(const plan::Plan &plan)
    {
        const config::ConfigBuilder builder(plan);
        for (const plan::Router &router : plan.routers())
            m_texts[router.name + ".cfg"] = config::toText(builder.build(router.id).value());
    }
    std::string &operator[](const std::string &name) { return m_texts[name]; }
    void erase(const std::string &name) { m_texts.erase(name); }
    [[nodiscard]] std::vector<config::ConfigSource> sources() const
    {
        std::vector<config::ConfigSource> sources;
        for (const auto &[name, text] : m_texts)
            sources.push_back({name, text});
        return sources;
    }

private:
    std::map<std::string, std::string> m_texts;
};

ChangePackOptions quick()
{
    ChangePackOptions options;
    options.scenarios = false;
    return options;
}

/// Puts a line of its own before `return`.
void append(std::string &text, const std::string &lines)
{
    text.insert(text.rfind("return"), lines + "#\n");
}

std::vector<std::string> commandsOf(const ChangeStep &step)
{
    std::vector<std::string> commands;
    for (const config::ScriptSection &section : step.commands)
        commands.insert(commands.end(), section.commands.begin(), section.commands.end());
    return commands;
}

bool contains(const std::vector<std::string> &texts, std::string_view part)
{
    return std::ranges::any_of(texts, [&](const std::string &text) { return text.find(part) != std::string::npos; });
}

using Names = std::vector<std::string>;

} // namespace

class TestRunningChange : public QObject
{
    Q_OBJECT

private slots:
    void filesOfThePlanNeedNoStep();
    void whatNoConfigurationSaysComesFromThePlan();
    void aMissingLineIsOneStepAsWithTwoPlans();
    void linesBeyondThePlanStayAndAreNamed();
    void aSnippetsValueReplacesTheRunningOne();
    void linesThatThePlanKeepsDecide();
    void aPlannedObjectThatRunsOnIsUndone();
    void routersOfOneSideAreNewOrLeave();
    void filesThatAreNoConfigurationAreRefusedOrNamed();
    void stoppingGivesNoHalfPack();
};

void TestRunningChange::filesOfThePlanNeedNoStep()
{
    const plan::Plan to = drawn();
    const Files files(to);
    const auto pack = changePackFromFiles(files.sources(), to);
    QVERIFY(pack.has_value());
    QCOMPARE(pack->steps.size(), std::size_t{0});
    QCOMPARE(pack->remarks, Names());
}

void TestRunningChange::whatNoConfigurationSaysComesFromThePlan()
{
    const plan::Plan to = drawn();
    const Files files(to);
    const plan::Plan imported = config::importConfigs(files.sources()).value().plan;
    const plan::Plan running = plan::completedFrom(to, plan::alignedTo(to, imported));
    const plan::PlanDiff diff = plan::difference(to, running);
    QVERIFY(diff.of<plan::Router>().empty());
    QVERIFY(diff.of<plan::Port>().empty());
    QVERIFY(diff.of<plan::Link>().empty());
    QVERIFY(diff.of<plan::IgpDomain>().empty());
    QVERIFY(diff.of<plan::BfdPolicy>().empty());
    QVERIFY(diff.of<plan::AccessService>().empty());
    QVERIFY(diff.of<plan::BgpSession>().empty());
    QVERIFY(diff.of<plan::TrackedRoute>().empty());
    QVERIFY(diff.of<plan::Flow>().empty());
    QVERIFY(diff.of<plan::Scenario>().empty());
}

void TestRunningChange::aMissingLineIsOneStepAsWithTwoPlans()
{
    const plan::Plan to = drawn();
    plan::EditBuilder edit(to, "");
    edit.remove<plan::TrackedRoute>(to.trackedRoutes().begin()->id);
    const plan::Plan untracked = to.with(edit.take()).value();
    const Files files(untracked);
    const auto fromFiles = changePackFromFiles(files.sources(), to);
    const auto fromPlan = changePack(untracked, to);
    QVERIFY(fromFiles && fromPlan);
    QCOMPARE(fromFiles->steps.size(), std::size_t{1});
    ChangePack same = *fromFiles;
    same.from = fromPlan->from;
    QCOMPARE(changePackJson(same), changePackJson(*fromPlan));
}

void TestRunningChange::linesBeyondThePlanStayAndAreNamed()
{
    const plan::Plan to = drawn();
    Files files(to);
    append(files["AGG1.cfg"], "ntp-service enable\n");
    const auto pack = changePackFromFiles(files.sources(), to, quick());
    QVERIFY(pack.has_value());
    QCOMPARE(pack->steps.size(), std::size_t{0});
    QCOMPARE(pack->remarks.size(), std::size_t{1});
    QVERIFY2(pack->remarks.front().starts_with("AGG1.cfg:"), pack->remarks.front().c_str());
    QVERIFY(contains(pack->remarks, "ntp-service enable"));
    QVERIFY(toMarkdown(documentOf(*pack)).find("ntp-service enable") != std::string::npos);
}

void TestRunningChange::aSnippetsValueReplacesTheRunningOne()
{
    const plan::Plan drawnPlan = drawn();
    Files files(drawnPlan);
    std::string &agg1 = files["AGG1.cfg"];
    const std::size_t heading = agg1.find("interface LoopBack0\n");
    QVERIFY(heading != std::string::npos);
    agg1.insert(agg1.find('\n', heading) + 1, " description as it was\n");
    plan::EditBuilder edit(drawnPlan, "");
    edit.add(plan::Snippet{plan::SnippetId(0), "Loopback", plan::Role::Agg, std::nullopt, "interface LoopBack0\n description as planned", {}});
    const plan::Plan to = drawnPlan.with(edit.take()).value();
    const auto pack = changePackFromFiles(files.sources(), to, quick());
    QVERIFY(pack.has_value());
    const auto step = std::ranges::find(pack->steps, "AGG1", &ChangeStep::name);
    QVERIFY(step != pack->steps.end());
    QCOMPARE(commandsOf(*step), Names{"description as planned"});
}

void TestRunningChange::linesThatThePlanKeepsDecide()
{
    const plan::Plan drawnPlan = drawn();
    Files files(drawnPlan);
    append(files["AGG1.cfg"], "ntp-service enable\n");
    const plan::RouterId agg1 = plan::routerNamed(drawnPlan, "AGG1")->id;
    plan::EditBuilder edit(drawnPlan, "");
    edit.add(plan::KeptText{agg1, "info-center enable"});
    const plan::Plan to = drawnPlan.with(edit.take()).value();
    const auto pack = changePackFromFiles(files.sources(), to, quick());
    QVERIFY(pack.has_value());
    QCOMPARE(pack->steps.size(), std::size_t{1});
    QVERIFY(contains(commandsOf(pack->steps.front()), "info-center enable"));
    QVERIFY(contains(commandsOf(pack->steps.front()), "undo ntp-service enable") || contains(pack->remarks, "ntp-service enable"));
}

void TestRunningChange::aPlannedObjectThatRunsOnIsUndone()
{
    const plan::Plan running = drawn();
    const Files files(running);
    plan::EditBuilder edit(running, "");
    edit.remove<plan::TrackedRoute>(running.trackedRoutes().begin()->id);
    const plan::Plan to = running.with(edit.take()).value();
    const auto pack = changePackFromFiles(files.sources(), to, quick());
    QVERIFY(pack.has_value());
    QCOMPARE(pack->steps.size(), std::size_t{1});
    QCOMPARE(commandsOf(pack->steps.front()), Names{"undo mpls l2vpn track route"});
    QCOMPARE(pack->remarks, Names());
}

void TestRunningChange::routersOfOneSideAreNewOrLeave()
{
    const plan::Plan to = drawn();
    Files files(to);
    files["RSG9.cfg"] = files["RSG2.cfg"];
    files["RSG9.cfg"].replace(files["RSG9.cfg"].find("sysname RSG2"), 12, "sysname RSG9");
    files.erase("RSG2.cfg");
    const auto pack = changePackFromFiles(files.sources(), to, quick());
    QVERIFY2(pack.has_value(), pack ? "" : pack.error().detail.c_str());
    const auto named = [&](std::string_view name) { return std::ranges::find(pack->steps, name, &ChangeStep::name); };
    QVERIFY(named("RSG2") != pack->steps.end() && named("RSG2")->isNew);
    QVERIFY(named("RSG9") != pack->steps.end() && named("RSG9")->isRemoved);
    QVERIFY(contains(pack->remarks, "RSG2: none of the files is this router's, so it is taken as new"));
}

void TestRunningChange::filesThatAreNoConfigurationAreRefusedOrNamed()
{
    const plan::Plan to = drawn();
    Files files(to);
    files["letter.txt"] = "Dear colleague,\n";
    const auto pack = changePackFromFiles(files.sources(), to, quick());
    QVERIFY(pack && pack->steps.empty());
    QVERIFY(contains(pack->remarks, "letter.txt: "));
    const std::vector<config::ConfigSource> letter{{"letter.txt", "Dear colleague,\n"}};
    const auto refused = changePackFromFiles(letter, to);
    QVERIFY(!refused && refused.error().code == ErrorCode::NotFound);
    QVERIFY(refused.error().detail.starts_with("letter.txt: "));
    QVERIFY(!changePackFromFiles({}, to).has_value());
}

void TestRunningChange::stoppingGivesNoHalfPack()
{
    const plan::Plan to = drawn();
    const Files files(to);
    std::stop_source stop;
    stop.request_stop();
    const auto pack = changePackFromFiles(files.sources(), to, {}, stop.get_token());
    QVERIFY(!pack && pack.error().code == ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestRunningChange)
#include "tst_running_change.moc"
