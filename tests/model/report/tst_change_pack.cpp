// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/units.h"

#include "model/plan/aligned_plan.h"
#include "model/plan/templates.h"
#include "model/report/change_pack.h"

#include <QTest>

#include <algorithm>

using namespace sidestep;
using namespace sidestep::report;

namespace {

plan::Plan untracked()
{
    const plan::Plan plan = plan::referencePlan();
    plan::EditBuilder edit(plan, "");
    edit.remove<plan::TrackedRoute>(plan.trackedRoutes().begin()->id);
    return plan.with(edit.take()).value();
}

std::vector<std::string> namesOf(const ChangePack &pack)
{
    std::vector<std::string> names;
    for (const ChangeStep &step : pack.steps)
        names.push_back(step.name);
    return names;
}

using Names = std::vector<std::string>;

} // namespace

class TestChangePack : public QObject
{
    Q_OBJECT

private slots:
    void trackingIsOneCommandOnAgg1ThatOnlyAFailureShows();
    void equalPlansNeedNoStep();
    void csgsGoLastAndWishesFirst();
    void aMovedVlanLosesTrafficUntilBothEndsHaveIt();
    void aNewRouterIsConfiguredWhole();
    void aRouterThatLeavesIsNotTypedOn();
    void stoppingGivesNoHalfPack();
    void theDocumentHoldsEveryCommandAndItsRollback();
    void userTextAddsNoMarkup();
    void sameInputGivesTheSameBytes();
};

void TestChangePack::trackingIsOneCommandOnAgg1ThatOnlyAFailureShows()
{
    const auto pack = changePack(untracked(), plan::referencePlan());
    QVERIFY(pack.has_value());
    QCOMPARE(pack->steps.size(), std::size_t{1});
    const ChangeStep &step = pack->steps.front();
    QCOMPARE(step.name, std::string("AGG1"));
    // vendor-procedure.md, steps on AGG1
    QCOMPARE(step.commands.size(), std::size_t{1});
    QCOMPARE(step.commands[0].path, Names{"interface Virtual-Ethernet0/2/0.100"});
    QCOMPARE(step.commands[0].commands, Names{"mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN"});
    QCOMPARE(step.rollback[0].commands, Names{"undo mpls l2vpn track route"});
    QVERIFY(std::any_of(step.after.begin(), step.after.end(), [](const StateCheck &check) { return check.command == "display mpls l2vpn track route"; }));
    QVERIFY(step.traffic.empty());
    QVERIFY(step.unsettled.empty());
    const auto cutOff = std::find_if(step.failures.begin(), step.failures.end(), [](const Effect &effect) { return effect.subject == "AGG1 cut off from the core"; });
    QVERIFY(cutOff != step.failures.end());
    QCOMPARE(cutOff->before, std::string("Site 1 upstream is lost to the end, silently"));
    QVERIFY2(cutOff->after.starts_with("Site 1 upstream out for "), cutOff->after.c_str());
}

void TestChangePack::equalPlansNeedNoStep()
{
    const auto pack = changePack(plan::referencePlan(), plan::referencePlan());
    QVERIFY(pack && pack->steps.empty() && pack->remarks.empty());
    QVERIFY(toMarkdown(documentOf(*pack)).find("Nothing changes") != std::string::npos);
}

void TestChangePack::csgsGoLastAndWishesFirst()
{
    const plan::Plan from = plan::referencePlan();
    plan::EditBuilder edit(from, "");
    for (plan::IgpDomain domain : from.domains()) {
        domain.spfInitMs = 20;
        edit.set(domain);
    }
    const plan::Plan to = from.with(edit.take()).value();
    const auto pack = changePack(from, to, {.first = {}, .scenarios = false});
    QCOMPARE(namesOf(*pack), (Names{"RSG1", "RSG2", "AGG2", "AGG1", "CSG"}));
    const auto wished = changePack(from, to, {.first = {plan::routerNamed(to, "CSG")->id}, .scenarios = false});
    QCOMPARE(namesOf(*wished), (Names{"CSG", "RSG1", "RSG2", "AGG2", "AGG1"}));
    // The domain's timers are one value in a plan: until the last router has them, that is said.
    QVERIFY(!pack->steps.front().unsettled.empty());
    QVERIFY(pack->steps.back().unsettled.empty());
}

void TestChangePack::aMovedVlanLosesTrafficUntilBothEndsHaveIt()
{
    const plan::Plan from = plan::referencePlan();
    plan::AccessService service = *from.services().begin();
    service.primary.vcId = 4711;
    service.secondary.reset();
    plan::EditBuilder edit(from, "");
    edit.set(service);
    for (const plan::TrackedRoute &tracked : from.trackedRoutes()) {
        if (tracked.pw == plan::PwRole::Secondary)
            edit.remove<plan::TrackedRoute>(tracked.id);
    }
    const plan::Plan to = from.with(edit.take()).value();
    const auto pack = changePack(from, to, {.first = {}, .scenarios = false});
    QCOMPARE(namesOf(*pack), (Names{"AGG2", "AGG1", "CSG"}));
    // AGG2 lets PW2 go: nothing moves. AGG1 has the new VC id, the CSG the old one: PW1 is down and PW2 is gone.
    QVERIFY(pack->steps[0].traffic.empty());
    QVERIFY(!pack->steps[1].unsettled.empty());
    QVERIFY(!pack->steps[1].traffic.empty());
    QVERIFY(!pack->steps[2].traffic.empty());
    QVERIFY2(pack->steps[2].traffic.front().after.find("AGG1") != std::string::npos, pack->steps[2].traffic.front().after.c_str());
}

void TestChangePack::aNewRouterIsConfiguredWhole()
{
    const plan::Plan from = plan::referencePlan();
    plan::EditBuilder edit(from, "");
    edit.add(plan::Router{plan::RouterId(0), "P1", plan::Role::P, "", plan::Release::V800R022C00, Ipv4(10, 255, 0, 99)});
    const plan::Plan to = from.with(edit.take()).value();
    const auto pack = changePack(from, to, {.first = {}, .scenarios = false});
    QCOMPARE(namesOf(*pack), Names{"P1"});
    QVERIFY(pack->steps.front().isNew);
    const auto &commands = pack->steps.front().commands.front();
    QVERIFY(commands.path.empty());
    QVERIFY(std::find(commands.commands.begin(), commands.commands.end(), "sysname P1") != commands.commands.end());
}

void TestChangePack::aRouterThatLeavesIsNotTypedOn()
{
    const plan::Plan from = plan::referencePlan();
    const plan::RouterId rsg2 = plan::routerNamed(from, "RSG2")->id;
    const plan::Plan to = from.with(plan::removalOf(from, {rsg2})).value();
    const auto pack = changePack(from, to, {.first = {}, .scenarios = false});
    QCOMPARE(namesOf(*pack), (Names{"RSG1", "RSG2", "AGG2"}));
    QVERIFY(pack->steps[1].isRemoved);
    QVERIFY(pack->steps[1].commands.empty());
}

void TestChangePack::stoppingGivesNoHalfPack()
{
    std::stop_source source;
    source.request_stop();
    const auto pack = changePack(untracked(), plan::referencePlan(), {}, source.get_token());
    QVERIFY(!pack);
    QCOMPARE(static_cast<int>(pack.error().code), static_cast<int>(ErrorCode::Cancelled));
}

void TestChangePack::theDocumentHoldsEveryCommandAndItsRollback()
{
    const auto pack = changePack(untracked(), plan::referencePlan());
    const Document document = documentOf(*pack);
    const std::string commands = "system-view\ninterface Virtual-Ethernet0/2/0.100\n mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN\n#\ncommit\nreturn\n";
    const std::string rollback = "system-view\ninterface Virtual-Ethernet0/2/0.100\n undo mpls l2vpn track route\n#\ncommit\nreturn\n";
    const std::string markdown = toMarkdown(document);
    QVERIFY(markdown.find("```\n" + commands + "```\n") != std::string::npos);
    QVERIFY(markdown.find("```\n" + rollback + "```\n") != std::string::npos);
    QVERIFY(markdown.find(commands) < markdown.find(rollback));
    QVERIFY(markdown.find("## Sign-off\n\n| step | router | done by | time | checked by | result |\n| --- |") != std::string::npos);
    const std::string html = toHtml(document);
    QVERIFY(html.find("<pre>" + commands + "</pre>") != std::string::npos);
    QVERIFY(html.ends_with("</body>\n</html>\n"));
}

void TestChangePack::userTextAddsNoMarkup()
{
    Document document;
    document.title = "<script>alert(1)</script> & *bold*";
    document.add(Document::Table{{"a|b"}, {{"x | y\nz"}}});
    document.add(Document::Code{"```\nnot the end\n"});
    document.add(Document::List{{"- [link](javascript:x)"}});
    const std::string markdown = toMarkdown(document);
    QVERIFY(markdown.starts_with("# \\<script\\>alert(1)\\</script\\> \\& \\*bold\\*\n"));
    QVERIFY(markdown.find("| x \\| y z |\n") != std::string::npos);
    QVERIFY(markdown.find("````\n```\nnot the end\n````\n") != std::string::npos);
    QVERIFY(markdown.find("- \\- \\[link\\](javascript:x)\n") != std::string::npos);
    const std::string html = toHtml(document);
    QVERIFY(html.find("<script>") == std::string::npos);
    QVERIFY(html.find("&lt;script&gt;alert(1)&lt;/script&gt; &amp; *bold*") != std::string::npos);
}

void TestChangePack::sameInputGivesTheSameBytes()
{
    const auto text = [] { return changePackJson(*changePack(untracked(), plan::referencePlan())); };
    QCOMPARE(text(), text());
}

QTEST_GUILESS_MAIN(TestChangePack)
#include "tst_change_pack.moc"
