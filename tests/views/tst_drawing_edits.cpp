// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/canvas_plans.h"

#include <QTest>

using namespace sidestep;
using namespace sidestep::views;
using plan::Plan;
using plan::Role;
using plan::RouterId;

class TestDrawingEdits final : public QObject
{
    Q_OBJECT

private slots:
    void freeNamesFillGaps();
    void linkTakesTheNextFreePorts();
    void accessLinksOfASiteShareOneProcess();
    void accessLinksOfAnotherSiteGetTheirOwnProcess();
    void coreLinksShareTheCore();
    void reusedPortLosesTheAddressOfItsFormerLink();
    void linkToItselfIsRefused();
    void serviceJoinsAggsToTheVpn();
    void serviceOnAnotherSiteReusesTheVpn();
    void serviceRefusesWrongRoles();
    void sessionIsRefusedTwice();
    void alignAndDistribute();
    void moveTouchesPositionsOnly();
    void snapsToTheGrid();
};

void TestDrawingEdits::freeNamesFillGaps()
{
    Plan plan;
    for (int i = 0; i < 3; ++i)
        plan = tests::apply(plan, addRouterEdit(plan, Role::Agg, {0, 0}));
    plan = tests::apply(plan, plan::removalOf(plan, {plan::ObjectId(RouterId(2))}));
    QCOMPARE(freeRouterName(plan, Role::Agg), std::string("AGG2"));
    QCOMPARE(freeRouterName(plan, Role::Csg), std::string("CSG1"));
}

void TestDrawingEdits::linkTakesTheNextFreePorts()
{
    // Port names of the assembled reference configuration: uplinks of a CSG from GigabitEthernet0/2/1, core links from 100GE0/1/0.
    const Plan plan = tests::drawnLadder();
    std::vector<std::string> names;
    for (const plan::Link &link : plan.links())
        names.push_back(plan.find(link.a)->name + " " + plan.find(link.b)->name);
    QCOMPARE(names[0], std::string("GigabitEthernet0/2/1 GigabitEthernet0/2/1"));
    QCOMPARE(names[1], std::string("GigabitEthernet0/2/2 GigabitEthernet0/2/1"));
    QCOMPARE(names[2], std::string("100GE0/1/0 100GE0/1/0"));
    QCOMPARE(names[3], std::string("100GE0/1/1 100GE0/1/0"));
    QCOMPARE(plan.find(plan.services().begin()->attachment)->name, std::string("GigabitEthernet0/2/0"));
    QCOMPARE(plan.find(plan.links().begin()->a)->description, std::string("TO-AGG1"));
}

void TestDrawingEdits::accessLinksOfASiteShareOneProcess()
{
    const Plan plan = tests::drawnLadder();
    const plan::Link &first = *plan.find(plan::LinkId(1));
    const plan::Link &second = *plan.find(plan::LinkId(2));
    QCOMPARE(first.domain.value(), second.domain.value());
    QCOMPARE(plan.find(first.domain)->kind, plan::DomainKind::Access);
    QVERIFY(plan.find(first.domain)->bfd.has_value());
}

void TestDrawingEdits::accessLinksOfAnotherSiteGetTheirOwnProcess()
{
    Plan plan = tests::drawnLadder();
    plan = tests::apply(plan, addRouterEdit(plan, Role::Csg, {0, 200}));
    plan = tests::apply(plan, addLinkEdit(plan, RouterId(6), RouterId(2)));
    const plan::Link &link = *plan.find(plan::LinkId(7));
    QVERIFY(link.domain != plan.find(plan::LinkId(1))->domain);
    QCOMPARE(plan.find(link.domain)->name, std::string("Access 2"));
}

void TestDrawingEdits::coreLinksShareTheCore()
{
    const Plan plan = tests::drawnLadder();
    QCOMPARE(plan.find(plan::LinkId(3))->domain.value(), plan.find(plan::LinkId(6))->domain.value());
    QCOMPARE(plan.find(plan.find(plan::LinkId(3))->domain)->kind, plan::DomainKind::Core);
}

void TestDrawingEdits::reusedPortLosesTheAddressOfItsFormerLink()
{
    Plan plan = tests::drawnLadder();
    const plan::PortId port = plan.find(plan::LinkId(4))->a;
    plan::EditBuilder edit(plan, "strand a port");
    plan::Port changed = *plan.find(port);
    changed.address = Ipv4Interface{Ipv4(10, 0, 4, 1), 30};
    edit.set(changed);
    edit.remove<plan::Link>(plan::LinkId(4));
    plan = tests::apply(plan, edit.take());
    plan = tests::apply(plan, addLinkEdit(plan, RouterId(2), RouterId(5)));
    const plan::Link &link = *plan.find(plan::LinkId(7));
    QCOMPARE(link.a.value(), port.value());
    QVERIFY(!plan.find(port)->address.has_value());
    QCOMPARE(plan.find(port)->description, std::string("TO-RSG2"));
}

void TestDrawingEdits::linkToItselfIsRefused()
{
    const Plan plan = tests::drawnLadder();
    const auto edit = addLinkEdit(plan, RouterId(1), RouterId(1));
    QVERIFY(!edit);
    QCOMPARE(edit.error().code, ErrorCode::Loop);
}

void TestDrawingEdits::serviceJoinsAggsToTheVpn()
{
    const Plan plan = tests::drawnLadder();
    QCOMPARE(plan.services().size(), std::size_t{1});
    const plan::AccessService &service = *plan.services().begin();
    QCOMPARE(service.name, std::string("Site 1"));
    QCOMPARE(service.primary.agg.value(), 2U);
    QCOMPARE(service.secondary->agg.value(), 3U);
    QCOMPARE(plan.find(service.vpn)->name, std::string("RAN"));
    std::vector<std::uint32_t> members;
    for (const plan::VpnMember &member : plan.vpnMembers())
        members.push_back(member.router.value());
    QCOMPARE(members, (std::vector<std::uint32_t>{2, 3}));
}

void TestDrawingEdits::serviceOnAnotherSiteReusesTheVpn()
{
    Plan plan = tests::drawnLadder();
    plan = tests::apply(plan, addRouterEdit(plan, Role::Csg, {0, 200}));
    plan = tests::apply(plan, addServiceEdit(plan, RouterId(6), RouterId(3), std::nullopt));
    QCOMPARE(plan.vpns().size(), std::size_t{1});
    QCOMPARE(plan.vpnMembers().size(), std::size_t{2});
    QVERIFY(!plan.find(plan::AccessServiceId(2))->secondary.has_value());
}

void TestDrawingEdits::serviceRefusesWrongRoles()
{
    const Plan plan = tests::drawnLadder();
    QCOMPARE(addServiceEdit(plan, RouterId(2), RouterId(3), std::nullopt).error().code, ErrorCode::Conflict);
    QCOMPARE(addServiceEdit(plan, RouterId(1), RouterId(4), std::nullopt).error().code, ErrorCode::Conflict);
    QCOMPARE(addServiceEdit(plan, RouterId(1), RouterId(2), RouterId(2)).error().code, ErrorCode::Conflict);
    QCOMPARE(addServiceEdit(plan, RouterId(99), RouterId(2), RouterId(3)).error().code, ErrorCode::NotFound);
}

void TestDrawingEdits::sessionIsRefusedTwice()
{
    Plan plan = tests::drawnLadder();
    plan = tests::apply(plan, addSessionEdit(plan, RouterId(2), RouterId(4)));
    const plan::BgpSession &session = *plan.sessions().begin();
    QVERIFY(!session.aReflects);
    QVERIFY(session.bReflects); // the RSG reflects to the AGG
    QCOMPARE(addSessionEdit(plan, RouterId(4), RouterId(2)).error().code, ErrorCode::Conflict);
}

void TestDrawingEdits::alignAndDistribute()
{
    Plan plan;
    for (const auto &[x, y] : {std::pair(0, 0), std::pair(100, 40), std::pair(400, 20)})
        plan = tests::apply(plan, addRouterEdit(plan, Role::Agg, {x, y}));
    const std::vector<RouterId> all{RouterId(1), RouterId(2), RouterId(3)};
    const auto at = [](const Plan &where, unsigned id) { return *where.positions().find(RouterId(id)); };
    const Plan top = tests::apply(plan, alignEdit(plan, all, Align::Top));
    QCOMPARE(at(top, 2).y, 0);
    QCOMPARE(at(top, 2).x, 100);
    const Plan middle = tests::apply(plan, alignEdit(plan, all, Align::Middle));
    QCOMPARE(at(middle, 1).y, 20);
    const Plan spread = tests::apply(plan, distributeEdit(plan, all, Axis::Horizontal));
    QCOMPARE(at(spread, 2).x, 200);
    QCOMPARE(at(spread, 2).y, 40);
    QVERIFY(distributeEdit(spread, all, Axis::Horizontal).changes.empty());
    QVERIFY(alignEdit(plan, {RouterId(1)}, Align::Left).changes.empty());
}

void TestDrawingEdits::moveTouchesPositionsOnly()
{
    const Plan plan = tests::drawnLadder();
    const plan::PlanEdit edit = moveEdit(plan, {RouterId(1), RouterId(2)}, 8, -4);
    QCOMPARE(edit.changes.size(), std::size_t{2});
    for (const plan::PlanChange &change : edit.changes)
        QVERIFY(std::holds_alternative<plan::Set<plan::Position>>(change));
    QVERIFY(moveEdit(plan, {RouterId(1)}, 0, 0).changes.empty());
}

void TestDrawingEdits::snapsToTheGrid()
{
    QCOMPARE(snapped(5.9, -6.1).x, 4);
    QCOMPARE(snapped(6.1, -6.1).x, 8);
    QCOMPARE(snapped(0, -6.1).y, -8);
}

QTEST_GUILESS_MAIN(TestDrawingEdits)
#include "tst_drawing_edits.moc"
