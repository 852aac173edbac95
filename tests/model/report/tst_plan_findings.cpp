// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "model/config/config_builder.h"
#include "model/config/reader.h"
#include "model/config/verification.h"
#include "model/plan/templates.h"
#include "model/report/plan_findings.h"
#include "tests/model/config/config_samples.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <set>

Q_DECLARE_METATYPE(sidestep::plan::Plan)

using namespace sidestep;

/// Oracle: the configurations read again, each line asked for by itself.
class TestPlanFindings : public QObject
{
    Q_OBJECT

private slots:
    void theReferenceTracksARouteInAFormNobodyHasSeen();
    void withoutSuchLinesNothingIsSaid();
    void everyUnverifiedLineIsCounted_data();
    void everyUnverifiedLineIsCounted();
};

namespace {

using Uses = std::map<std::string, std::set<plan::RouterId>>;

Uses usesIn(const plan::Plan &plan)
{
    Uses uses;
    for (const plan::Router &router : plan.routers())
        for (const config::UnverifiedLine &line :
             config::unverifiedLines(config::readConfig(toText(*config::buildConfig(plan, router.id)))))
            uses[std::string(line.command)].insert(router.id);
    return uses;
}

const check::Finding *findingOf(const std::vector<check::Finding> &findings)
{
    const auto found = std::ranges::find(findings, report::kUnverifiedRule, &check::Finding::rule);
    return found == findings.end() ? nullptr : &*found;
}

plan::Plan withSnippet(const plan::Plan &plan, std::string text)
{
    plan::EditBuilder edit(plan, "");
    edit.add(plan::Snippet{plan::SnippetId(0), "OWN", std::nullopt, std::nullopt, std::move(text), {}});
    return *plan.with(edit.take());
}

} // namespace

void TestPlanFindings::theReferenceTracksARouteInAFormNobodyHasSeen()
{
    const plan::Plan plan = plan::referencePlan();
    const auto findings = report::findingsOf(plan);
    const check::Finding *finding = findingOf(findings);
    QVERIFY(finding);
    QCOMPARE(finding->severity, check::Severity::Advice);
    QCOMPARE(finding->objects.size(), std::size_t{1});
    QCOMPARE(plan::nameOf(plan, finding->objects.front()), std::string("AGG1"));
    const QString text = QString::fromStdString(finding->text);
    QVERIFY(text.contains(QStringLiteral("`mpls l2vpn track route` on AGG1 (the IPv6 form")));
    QCOMPARE(findings.size(), check::checkPlan(plan).size() + 1);
}

void TestPlanFindings::withoutSuchLinesNothingIsSaid()
{
    const plan::Plan tracking = plan::referencePlan();
    plan::EditBuilder edit(tracking, "");
    for (const plan::TrackedRoute &route : tracking.trackedRoutes())
        edit.remove<plan::TrackedRoute>(route.id);
    const plan::Plan plan = *tracking.with(edit.take());
    QVERIFY(usesIn(plan).empty());
    QVERIFY(!findingOf(report::findingsOf(plan)));
}

void TestPlanFindings::everyUnverifiedLineIsCounted_data()
{
    QTest::addColumn<plan::Plan>("plan");
    QTest::newRow("reference") << plan::referencePlan();
    QTest::newRow("OSPF") << config::samples::withOspf(plan::referencePlan());
    QTest::newRow("a snippet with such a line") << withSnippet(plan::referencePlan(), "mpls ldp\n graceful-restart timer reconnect 300");
}

void TestPlanFindings::everyUnverifiedLineIsCounted()
{
    QFETCH(plan::Plan, plan);
    Uses found;
    for (const config::UnverifiedCommand &command : config::unverifiedCommands(plan))
        found[std::string(command.command)] = {command.routers.begin(), command.routers.end()};
    QVERIFY(!found.empty());
    QCOMPARE(found, usesIn(plan));
}

QTEST_GUILESS_MAIN(TestPlanFindings)
#include "tst_plan_findings.moc"
