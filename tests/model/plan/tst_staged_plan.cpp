// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/units.h"

#include "model/plan/aligned_plan.h"
#include "model/plan/plan_diff.h"
#include "model/plan/staged_plan.h"
#include "model/plan/templates.h"
#include "tests/model/plan/small_plan.h"

#include <QTest>

using namespace sidestep;
using namespace sidestep::plan;

namespace {

std::set<RouterId> everyone(const Plan &plan)
{
    std::set<RouterId> all;
    for (const Router &router : plan.routers())
        all.insert(router.id);
    return all;
}

Plan changed(const Plan &plan, PlanEdit edit)
{
    return plan.with(edit).value();
}

/// The same network with every id 100 higher.
Plan renumbered(const Plan &plan)
{
    PlanEdit edit;
    edit.changes.emplace_back(SetSettings{plan.settings()});
    for (Router row : plan.routers()) {
        row.id = RouterId(row.id.value() + 100);
        edit.changes.emplace_back(Add<Router>{row});
    }
    for (Port row : plan.ports()) {
        row.id = PortId(row.id.value() + 100);
        row.router = RouterId(row.router.value() + 100);
        edit.changes.emplace_back(Add<Port>{row});
    }
    for (Link row : plan.links()) {
        row.id = LinkId(row.id.value() + 100);
        row.a = PortId(row.a.value() + 100);
        row.b = PortId(row.b.value() + 100);
        row.domain = IgpDomainId(row.domain.value() + 100);
        edit.changes.emplace_back(Add<Link>{row});
    }
    for (IgpDomain row : plan.domains()) {
        row.id = IgpDomainId(row.id.value() + 100);
        row.name += " by another name";
        row.bfd.reset();
        edit.changes.emplace_back(Add<IgpDomain>{row});
    }
    for (BgpSession row : plan.sessions()) {
        row.id = BgpSessionId(row.id.value() + 100);
        row.a = RouterId(row.a.value() + 100);
        row.b = RouterId(row.b.value() + 100);
        row.bfd.reset();
        edit.changes.emplace_back(Add<BgpSession>{row});
    }
    return Plan().with(edit).value();
}

} // namespace

class TestStagedPlan : public QObject
{
    Q_OBJECT

private slots:
    void nobodyCommittedIsFromAndEverybodyIsTo();
    void aPlanAlignedToItselfIsUnchanged();
    void alignmentFindsTheSameThingsUnderOtherIds();
    void whatIsNewKeepsClearOfTheBase();
    void aTrackedRouteChangesWithItsAgg();
    void aNewSessionNeedsBothEnds();
    void aSessionIsGoneWithItsFirstEnd();
    void aPseudowireWithTwoVcIdsIsNotUp();
    void sharedTimersChangeWithTheLastRouter();
    void aRouterThatGoesTakesItsLinksAlong();
    void twoRoutersWithOneAddressAreRefused();

private:
    samples::SmallPlan m_small;
};

void TestStagedPlan::nobodyCommittedIsFromAndEverybodyIsTo()
{
    const Plan from = referencePlan();
    EditBuilder edit(from, "");
    edit.remove<TrackedRoute>(from.trackedRoutes().begin()->id);
    AccessService service = *from.services().begin();
    service.rerouteDelaySeconds = 120;
    service.primary.veVlan = 101;
    edit.set(service);
    const Plan to = changed(from, edit.take());
    QVERIFY(stagedPlan(from, to, {})->plan == from);
    QVERIFY(stagedPlan(from, to, everyone(to))->plan == to);
    QVERIFY(stagedPlan(from, to, everyone(to))->unsettled.empty());
}

void TestStagedPlan::aPlanAlignedToItselfIsUnchanged()
{
    for (const Plan &plan : {referencePlan(), m_small.plan})
        QVERIFY(difference(plan, alignedTo(plan, plan)).empty());
}

void TestStagedPlan::alignmentFindsTheSameThingsUnderOtherIds()
{
    const Plan plan = m_small.plan;
    const Plan aligned = alignedTo(plan, renumbered(plan));
    for (const Router &router : plan.routers())
        QVERIFY(aligned.find(router.id) && *aligned.find(router.id) == router);
    for (const Port &port : plan.ports())
        QVERIFY(aligned.find(port.id) && *aligned.find(port.id) == port);
    for (const Link &link : plan.links())
        QVERIFY(aligned.find(link.id) && *aligned.find(link.id) == link); // the domain too: found by its links
    QCOMPARE(aligned.sessions().size(), plan.sessions().size());
    for (const BgpSession &session : plan.sessions())
        QVERIFY(aligned.find(session.id) && aligned.find(session.id)->a == session.a);
}

void TestStagedPlan::whatIsNewKeepsClearOfTheBase()
{
    const Plan base = m_small.plan;
    // In the other plan, a router the base does not have holds the id of one it has.
    const Plan other = Plan().with({"", {Add<Router>{{m_small.csg, "NEW", Role::Csg, "", Release::V800R022C00, {}}}}}).value();
    const Plan aligned = alignedTo(base, other);
    QCOMPARE(aligned.routers().size(), std::size_t{1});
    QVERIFY(!base.find(aligned.routers().begin()->id));
}

void TestStagedPlan::aTrackedRouteChangesWithItsAgg()
{
    EditBuilder edit(m_small.plan, "");
    edit.remove<TrackedRoute>(m_small.trackPrimary);
    edit.remove<TrackedRoute>(m_small.trackSecondary);
    const Plan without = changed(m_small.plan, edit.take());
    const auto staged = stagedPlan(without, m_small.plan, {m_small.agg1});
    QVERIFY(staged->plan.find(m_small.trackPrimary));
    QVERIFY(!staged->plan.find(m_small.trackSecondary));
    QVERIFY(!stagedPlan(without, m_small.plan, {m_small.csg})->plan.find(m_small.trackPrimary));
}

void TestStagedPlan::aNewSessionNeedsBothEnds()
{
    EditBuilder edit(m_small.plan, "");
    edit.remove<BgpSession>(m_small.session1);
    const Plan without = changed(m_small.plan, edit.take());
    QVERIFY(!stagedPlan(without, m_small.plan, {m_small.agg1})->plan.find(m_small.session1));
    QVERIFY(!stagedPlan(without, m_small.plan, {m_small.rsg1})->plan.find(m_small.session1));
    QVERIFY(stagedPlan(without, m_small.plan, {m_small.agg1, m_small.rsg1})->plan.find(m_small.session1));
}

void TestStagedPlan::aSessionIsGoneWithItsFirstEnd()
{
    EditBuilder edit(m_small.plan, "");
    edit.remove<BgpSession>(m_small.session1);
    const Plan without = changed(m_small.plan, edit.take());
    QVERIFY(stagedPlan(m_small.plan, without, {})->plan.find(m_small.session1));
    QVERIFY(!stagedPlan(m_small.plan, without, {m_small.rsg1})->plan.find(m_small.session1));
}

void TestStagedPlan::aPseudowireWithTwoVcIdsIsNotUp()
{
    AccessService service = *m_small.plan.find(m_small.service);
    service.secondary->vcId = 999;
    EditBuilder edit(m_small.plan, "");
    edit.set(service);
    const Plan to = changed(m_small.plan, edit.take());
    const auto csgFirst = stagedPlan(m_small.plan, to, {m_small.csg});
    QVERIFY(!csgFirst->plan.find(m_small.service)->secondary);
    const auto both = stagedPlan(m_small.plan, to, {m_small.csg, m_small.agg2});
    QCOMPARE(*both->plan.find(m_small.service)->secondary->vcId, 999u);
    // The tracked route of a pseudowire that is not there is not there either.
    QVERIFY(!csgFirst->plan.find(m_small.trackSecondary));
}

void TestStagedPlan::sharedTimersChangeWithTheLastRouter()
{
    IgpDomain core = *m_small.plan.find(m_small.core);
    core.spfInitMs = 20;
    EditBuilder edit(m_small.plan, "");
    edit.set(core);
    const Plan to = changed(m_small.plan, edit.take());
    const auto first = stagedPlan(m_small.plan, to, {m_small.agg1});
    QCOMPARE(first->plan.find(m_small.core)->spfInitMs, std::uint16_t{50});
    QCOMPARE(first->unsettled.size(), std::size_t{1});
    QVERIFY(first->unsettled.front().starts_with("IGP domain Core changes with the last of 3 routers"));
    const auto last = stagedPlan(m_small.plan, to, {m_small.agg1, m_small.agg2, m_small.rsg1});
    QCOMPARE(last->plan.find(m_small.core)->spfInitMs, std::uint16_t{20});
    QVERIFY(last->unsettled.empty());
}

void TestStagedPlan::aRouterThatGoesTakesItsLinksAlong()
{
    const Plan to = changed(m_small.plan, removalOf(m_small.plan, {m_small.rsg1}));
    const auto staged = stagedPlan(m_small.plan, to, {m_small.rsg1});
    QVERIFY(!staged->plan.find(m_small.rsg1));
    QVERIFY(!staged->plan.find(m_small.up));
    QVERIFY(staged->plan.find(m_small.between));
    QVERIFY(!staged->plan.find(m_small.upstream)); // its far end is gone
}

void TestStagedPlan::twoRoutersWithOneAddressAreRefused()
{
    Router agg1 = *m_small.plan.find(m_small.agg1), agg2 = *m_small.plan.find(m_small.agg2);
    std::swap(agg1.loopback, agg2.loopback);
    EditBuilder edit(m_small.plan, "");
    edit.set(agg1);
    edit.set(agg2);
    const Plan to = changed(m_small.plan, edit.take());
    const auto staged = stagedPlan(m_small.plan, to, {m_small.agg1});
    QVERIFY(!staged);
    QCOMPARE(static_cast<int>(staged.error().code), static_cast<int>(ErrorCode::AddressClash));
}

QTEST_GUILESS_MAIN(TestStagedPlan)
#include "tst_staged_plan.moc"
