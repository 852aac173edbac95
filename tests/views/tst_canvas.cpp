// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/simulate.h"
#include "model/plan/templates.h"
#include "tests/views/canvas_plans.h"
#include "views/canvas/label_layer.h"
#include "views/canvas/link_item.h"
#include "views/canvas/plan_canvas.h"
#include "views/canvas/plan_scene.h"
#include "views/canvas/router_item.h"
#include "views/canvas/tunnel_item.h"
#include "views/shared/glyphs.h"
#include "views/shared/plan_relations.h"

#include <QElapsedTimer>
#include <QImage>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <ctime>
#include <memory>

using namespace sidestep;
using namespace sidestep::views;
using plan::ObjectId;
using plan::Plan;
using plan::Role;
using plan::RouterId;

namespace {

/// The canvas with the least of an application around it: applies edits, follows selections, keeps old plans for undo.
struct Desk
{
    PlanCanvas canvas;
    Plan plan;
    std::vector<Plan> before;
    std::vector<plan::PlanEdit> edits;

    explicit Desk(const Plan &start = {}) : plan(start)
    {
        QObject::connect(&canvas, &PlanCanvas::editRequested, &canvas, [this](const plan::PlanEdit &edit) {
            edits.push_back(edit);
            auto after = plan.with(edit);
            QVERIFY2(after.has_value(), after ? "" : after.error().detail.c_str());
            before.push_back(plan);
            plan = *after;
            canvas.setPlan(plan);
        });
        QObject::connect(&canvas, &PlanCanvas::selectionRequested, &canvas, [this](const Selection &selection) { canvas.setSelection(selection); });
        canvas.resize(1000, 600);
        canvas.setPlan(plan);
        canvas.show();
        QVERIFY(QTest::qWaitForWindowExposed(&canvas));
        canvas.zoomReset();
        settle();
    }
    static void settle() { QTest::qWait(260); } // longer than a glide of the view
    [[nodiscard]] QPoint at(QPointF scene) const { return canvas.mapFromScene(scene); }
    [[nodiscard]] QPoint at(RouterId router) { return at(canvas.network().nodeOf(router)->centre); }
    void click(QPoint point, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(canvas.viewport(), Qt::LeftButton, modifiers, point);
    }
    void drag(QPoint from, QPoint to, bool drop = true)
    {
        QTest::mousePress(canvas.viewport(), Qt::LeftButton, {}, from);
        for (int step = 1; step <= 4; ++step)
            QTest::mouseMove(canvas.viewport(), from + (to - from) * step / 4);
        if (drop)
            QTest::mouseRelease(canvas.viewport(), Qt::LeftButton, {}, to);
    }
    void undo()
    {
        plan = before.back();
        before.pop_back();
        canvas.setPlan(plan);
    }
};

/// Rows of routers with links along each row.
Plan largePlan(std::uint32_t routers)
{
    Plan plan;
    plan::EditBuilder edit(plan, "large");
    const auto domain = edit.add(plan::IgpDomain{.id = plan::IgpDomainId(0), .name = "Core", .process = {}, .bfd = {}});
    std::optional<plan::PortId> last;
    for (std::uint32_t i = 0; i < routers; ++i) {
        const Role role = i % 20 == 0 ? Role::Agg : Role::Csg;
        const RouterId id = edit.add(plan::Router{.id = RouterId(0), .name = "R" + std::to_string(i), .role = role, .site = {}, .loopback = {}});
        edit.add(plan::Position{.id = id, .x = static_cast<std::int32_t>(i % 50) * 140, .y = static_cast<std::int32_t>(i / 50) * 140});
        const auto port = [&](std::string name) {
            return edit.add(plan::Port{.id = plan::PortId(0), .router = id, .name = std::move(name), .description = {}, .address = {}});
        };
        if (last)
            edit.add(plan::Link{.id = plan::LinkId(0), .a = *last, .b = port("100GE0/1/0"), .domain = domain, .cost = {}, .srlgs = {}});
        last = port("100GE0/1/1");
    }
    return tests::apply(plan, edit.take());
}

} // namespace

class TestCanvas final : public QObject
{
    Q_OBJECT

private slots:
    void clickPlacesRoutersUntilEscape();
    void dragDrawsALink();
    void linkDroppedOnPaperDrawsNothing();
    void threeClicksDrawAService();
    void clickSelectsAndShiftAdds();
    void clickOnALinkSelectsIt();
    void rubberBandSelects();
    void dragMovesInOneEdit();
    void escapeDiscardsAMove();
    void deleteTakesWhatHangsOnARouter();
    void undoCutsTheSelectionDown();
    void alignsTheSelection();
    void tabWalksAndEnterOpens();
    void arrowsNudge();
    void zoomToBringsObjectsIntoSight();
    void menuFailsALink();
    void labelsKeepClearOfRoutersAndEachOther();
    void parallelLinksLieApart();
    void pseudowiresBulgeApart();
    void stateFollowsTheCursor();
    void emptyCanvasOffersTheReference();
    void chipsSwitchLayers();
    void largePlansPaint_data();
    void largePlansPaint();
    void exportIsLightAndLeavesTheViewAlone();
};

void TestCanvas::clickPlacesRoutersUntilEscape()
{
    Desk desk;
    QSignalSpy tools(&desk.canvas, &PlanCanvas::toolChanged);
    desk.canvas.setTool(PlanCanvas::Tool::PlaceAgg);
    desk.click({301, 202});
    desk.click({301, 402});
    QCOMPARE(desk.plan.routers().size(), std::size_t{2});
    QVERIFY(plan::routerNamed(desk.plan, "AGG2"));
    for (const plan::Position &position : desk.plan.positions()) {
        QCOMPARE(position.x % kSnap, 0);
        QCOMPARE(position.y % kSnap, 0);
    }
    QTest::keyClick(&desk.canvas, Qt::Key_Escape);
    QCOMPARE(desk.canvas.tool(), PlanCanvas::Tool::Select);
    QCOMPARE(tools.size(), 2);
    desk.click({600, 300});
    QCOMPARE(desk.plan.routers().size(), std::size_t{2});
}

void TestCanvas::dragDrawsALink()
{
    Desk desk;
    desk.canvas.setTool(PlanCanvas::Tool::PlaceCsg);
    desk.click({200, 300});
    desk.canvas.setTool(PlanCanvas::Tool::PlaceAgg);
    desk.click({500, 300});
    desk.canvas.setTool(PlanCanvas::Tool::Link);
    desk.drag(desk.at(RouterId(1)), desk.at(RouterId(2)));
    QCOMPARE(desk.plan.links().size(), std::size_t{1});
    QCOMPARE(plan::nameOf(desk.plan, *desk.plan.links().begin()), std::string("CSG1--AGG1"));
    QCOMPARE(desk.edits.size(), std::size_t{3});
    QVERIFY(desk.canvas.network().linkItem(plan::LinkId(1)));
}

void TestCanvas::linkDroppedOnPaperDrawsNothing()
{
    Desk desk(tests::drawnLadder());
    desk.canvas.setTool(PlanCanvas::Tool::Link);
    desk.drag(desk.at(RouterId(1)), desk.at(QPointF(120, 160)));
    QVERIFY(desk.edits.empty());
}

void TestCanvas::threeClicksDrawAService()
{
    Desk desk(tests::drawnLadder());
    desk.canvas.setTool(PlanCanvas::Tool::Service);
    QSignalSpy hints(&desk.canvas, &PlanCanvas::hintChanged);
    desk.click(desk.at(RouterId(4))); // an RSG is not where a service starts
    QCOMPARE(hints.size(), 1);
    desk.click(desk.at(RouterId(1)));
    desk.click(desk.at(RouterId(3)));
    desk.click(desk.at(RouterId(2)));
    QCOMPARE(desk.plan.services().size(), std::size_t{2});
    const plan::AccessService &service = *desk.plan.find(plan::AccessServiceId(2));
    QCOMPARE(service.primary.agg.value(), 3U);
    QCOMPARE(service.secondary->agg.value(), 2U);
}

void TestCanvas::clickSelectsAndShiftAdds()
{
    Desk desk(tests::drawnLadder());
    desk.click(desk.at(RouterId(1)));
    QCOMPARE(desk.canvas.selection().of<RouterId>(), std::vector{RouterId(1)});
    desk.click(desk.at(RouterId(2)), Qt::ShiftModifier);
    QCOMPARE(desk.canvas.selection().objects.size(), std::size_t{2});
    QVERIFY(desk.canvas.network().routerItem(RouterId(2))->isMarked());
    desk.click(desk.at(RouterId(1)), Qt::ShiftModifier);
    QCOMPARE(desk.canvas.selection().of<RouterId>(), std::vector{RouterId(2)});
    desk.click(desk.at(QPointF(120, 200)));
    QVERIFY(desk.canvas.selection().empty());
}

void TestCanvas::clickOnALinkSelectsIt()
{
    Desk desk(tests::drawnLadder());
    desk.click(desk.at(QPointF(440, 144))); // between AGG2 and RSG2
    QCOMPARE(desk.canvas.selection().of<plan::LinkId>(), std::vector{plan::LinkId(5)});
}

void TestCanvas::rubberBandSelects()
{
    Desk desk(tests::drawnLadder());
    desk.drag(desk.at(QPointF(200, -240)), desk.at(QPointF(680, -80)));
    QCOMPARE(desk.canvas.selection().of<RouterId>(), (std::vector{RouterId(2), RouterId(4)}));
    QCOMPARE(desk.canvas.selection().of<plan::LinkId>(), std::vector{plan::LinkId(4)});
    QVERIFY(desk.edits.empty());
}

void TestCanvas::dragMovesInOneEdit()
{
    Desk desk(tests::drawnLadder());
    desk.click(desk.at(RouterId(2)));
    desk.click(desk.at(RouterId(4)), Qt::ShiftModifier);
    const QPoint from = desk.at(RouterId(2));
    desk.drag(from, from + QPoint(39, 25));
    QCOMPARE(desk.edits.size(), std::size_t{1});
    QCOMPARE(desk.edits[0].changes.size(), std::size_t{2});
    QCOMPARE(desk.plan.positions().find(RouterId(2))->x, 320);
    QCOMPARE(desk.plan.positions().find(RouterId(2))->y, -120);
    QCOMPARE(desk.plan.positions().find(RouterId(4))->x, 648);
    QCOMPARE(desk.canvas.network().nodeOf(RouterId(2))->centre, QPointF(320, -120));
}

void TestCanvas::escapeDiscardsAMove()
{
    Desk desk(tests::drawnLadder());
    const QPoint from = desk.at(RouterId(2));
    desk.drag(from, from + QPoint(60, 60), false);
    QVERIFY(desk.canvas.network().nodeOf(RouterId(2))->centre != QPointF(280, -144));
    QTest::keyClick(&desk.canvas, Qt::Key_Escape);
    QCOMPARE(desk.canvas.network().nodeOf(RouterId(2))->centre, QPointF(280, -144));
    QTest::mouseRelease(desk.canvas.viewport(), Qt::LeftButton, {}, from + QPoint(60, 60));
    QVERIFY(desk.edits.empty());
}

void TestCanvas::deleteTakesWhatHangsOnARouter()
{
    Desk desk(tests::drawnLadder());
    desk.click(desk.at(RouterId(3)));
    QTest::keyClick(&desk.canvas, Qt::Key_Delete);
    QCOMPARE(desk.edits.size(), std::size_t{1});
    QVERIFY(!desk.plan.find(RouterId(3)));
    QCOMPARE(desk.plan.links().size(), std::size_t{3});
    QVERIFY(!desk.canvas.network().routerItem(RouterId(3)));
    QVERIFY(!desk.canvas.network().linkItem(plan::LinkId(2)));
    QVERIFY(desk.canvas.selection().empty());
}

void TestCanvas::undoCutsTheSelectionDown()
{
    Desk desk(tests::drawnLadder());
    desk.canvas.setTool(PlanCanvas::Tool::PlaceP);
    desk.click(desk.at(QPointF(440, 0)));
    desk.canvas.setSelection({{ObjectId(RouterId(6)), ObjectId(RouterId(1))}});
    desk.undo();
    QCOMPARE(desk.canvas.selection().of<RouterId>(), std::vector{RouterId(1)});
    desk.canvas.grab();
}

void TestCanvas::alignsTheSelection()
{
    Desk desk(tests::drawnLadder());
    desk.canvas.setSelection({{ObjectId(RouterId(1)), ObjectId(RouterId(2))}});
    emit desk.canvas.editRequested(desk.canvas.alignSelection(Align::Left));
    QCOMPARE(desk.plan.positions().find(RouterId(2))->x, 0);
}

void TestCanvas::tabWalksAndEnterOpens()
{
    Desk desk(tests::drawnLadder());
    desk.canvas.setFocus();
    QTest::keyClick(&desk.canvas, Qt::Key_Tab);
    QTest::keyClick(&desk.canvas, Qt::Key_Tab);
    QCOMPARE(desk.canvas.selection().of<RouterId>(), std::vector{RouterId(2)});
    int opened = 0;
    connect(&desk.canvas, &PlanCanvas::openRequested, &desk.canvas, [&opened] { ++opened; });
    QTest::keyClick(&desk.canvas, Qt::Key_Return);
    QCOMPARE(opened, 1);
    QVERIFY(desk.canvas.accessibleDescription().contains(QLatin1String("AGG1")));
}

void TestCanvas::arrowsNudge()
{
    Desk desk(tests::drawnLadder());
    desk.canvas.setSelection({{ObjectId(RouterId(1))}});
    QTest::keyClick(&desk.canvas, Qt::Key_Right);
    QTest::keyClick(&desk.canvas, Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(desk.plan.positions().find(RouterId(1))->x, 4);
    QCOMPARE(desk.plan.positions().find(RouterId(1))->y, 24);
}

void TestCanvas::zoomToBringsObjectsIntoSight()
{
    Desk desk(largePlan(200));
    desk.canvas.fitAll();
    Desk::settle();
    desk.canvas.zoomTo({ObjectId(plan::LinkId(120))});
    Desk::settle();
    const auto ends = routersOf(desk.canvas.plan(), ObjectId(plan::LinkId(120)));
    QCOMPARE(ends.size(), std::size_t{2});
    for (const RouterId end : ends)
        QVERIFY(desk.canvas.viewport()->rect().contains(desk.at(end)));
    QVERIFY(desk.canvas.zoom() >= 0.5);
}

void TestCanvas::menuFailsALink()
{
    Desk desk(tests::drawnLadder());
    std::vector<std::pair<ObjectId, plan::FailureMode>> failed; // an object id has no "none", so QSignalSpy cannot hold it
    connect(&desk.canvas, &PlanCanvas::failRequested, &desk.canvas,
            [&failed](const ObjectId &target, plan::FailureMode mode) { failed.emplace_back(target, mode); });
    const QPoint on = desk.at(QPointF(440, 144));
    QContextMenuEvent open(QContextMenuEvent::Mouse, on, desk.canvas.viewport()->mapToGlobal(on));
    QApplication::sendEvent(desk.canvas.viewport(), &open);
    auto *silent = desk.canvas.findChild<QAction *>(QStringLiteral("failSilent"));
    QVERIFY(silent);
    silent->trigger();
    QCOMPARE(failed.size(), std::size_t{1});
    QVERIFY(failed[0].first == ObjectId(plan::LinkId(5)));
    QVERIFY(failed[0].second == plan::FailureMode::Silent);
}

void TestCanvas::labelsKeepClearOfRoutersAndEachOther()
{
    Desk desk(tests::drawnLadder());
    const std::vector<QRectF> labels = desk.canvas.network().labels().rectangles();
    // Five names, two pills, three tier titles and at least the ports of the straight links.
    QVERIFY(labels.size() >= 16);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        for (std::size_t j = i + 1; j < labels.size(); ++j)
            QVERIFY(!labels[i].intersects(labels[j]));
        for (const plan::Router &router : desk.plan.routers()) {
            const auto node = desk.canvas.network().nodeOf(router.id);
            QVERIFY(!labels[i].intersects(roleOutline(node->role).boundingRect().translated(node->centre).adjusted(2, 2, -2, -2)));
        }
    }
}

void TestCanvas::parallelLinksLieApart()
{
    Plan plan = tests::drawnLadder();
    plan = tests::apply(plan, addLinkEdit(plan, RouterId(5), RouterId(3)));
    Desk desk(plan);
    const QLineF first = desk.canvas.network().linkItem(plan::LinkId(5))->line();
    const QLineF second = desk.canvas.network().linkItem(plan::LinkId(7))->line();
    QVERIFY(std::abs(first.center().y() - second.center().y()) > 10);
}

void TestCanvas::pseudowiresBulgeApart()
{
    Desk desk(tests::drawnLadder());
    const auto service = desk.plan.services().begin()->id;
    const TunnelItem *first = desk.canvas.network().pseudowireItem(service, plan::PwRole::Primary);
    const TunnelItem *second = desk.canvas.network().pseudowireItem(service, plan::PwRole::Secondary);
    QVERIFY(first && second);
    // AGG1 is above the straight line's middle at y = -72, AGG2 below at 72: curves lie outside of both.
    QVERIFY(first->curve()[first->curve().size() / 2].y() < -80);
    QVERIFY(second->curve()[second->curve().size() / 2].y() > 80);
}

void TestCanvas::stateFollowsTheCursor()
{
    const Plan plan = plan::referencePlan();
    const auto run = engine::simulate(plan, *plan::scenarioNamed(plan, "AGG1 cut off from the core"));
    QVERIFY(run.has_value());
    Desk desk(plan);
    desk.canvas.setTimeline(std::make_shared<const engine::Timeline>(*run));
    const auto service = plan.services().begin()->id;
    const PlanScene &scene = desk.canvas.network();
    const RouterId agg1 = plan::routerNamed(plan, "AGG1")->id;
    QVERIFY(!run->events.empty());
    const SimTime failure = run->events.front().time;

    desk.canvas.setCursor(failure - 1ns);
    QVERIFY(scene.state().links.empty());
    QCOMPARE(scene.pseudowireItem(service, plan::PwRole::Primary)->state(), TunnelState::Active);
    QCOMPARE(scene.pseudowireItem(service, plan::PwRole::Secondary)->state(), TunnelState::Standby);

    // Both of AGG1's ways to the core are cut at once, so 1 ms later light has gone and packets of 10 000 a second are missing.
    desk.canvas.setCursor(failure + 1ms);
    QCOMPARE(scene.state().links.size(), std::size_t{2});
    QVERIFY(scene.state().failed.contains(agg1));
    QVERIFY(std::any_of(scene.state().losses.begin(), scene.state().losses.end(), [](const LossPlace &loss) { return loss.now && loss.packets >= 10; }));

    desk.canvas.setCursor(run->end);
    QCOMPARE(scene.pseudowireItem(service, plan::PwRole::Secondary)->state(), TunnelState::Active);
    QVERIFY(std::none_of(scene.state().losses.begin(), scene.state().losses.end(), [](const LossPlace &loss) { return loss.now; }));
    desk.canvas.grab();

    desk.canvas.setTimeline(nullptr);
    QVERIFY(scene.state().links.empty());
    QCOMPARE(scene.pseudowireItem(service, plan::PwRole::Secondary)->state(), TunnelState::Planned);
}

void TestCanvas::emptyCanvasOffersTheReference()
{
    Desk desk;
    QSignalSpy wanted(&desk.canvas, &PlanCanvas::openReferenceRequested);
    auto *button = desk.canvas.findChild<QPushButton *>(QStringLiteral("openReference"));
    QVERIFY(button && button->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(wanted.size(), 1);
    desk.canvas.setPlan(tests::drawnLadder());
    QVERIFY(!button->isVisible());
}

void TestCanvas::chipsSwitchLayers()
{
    Desk desk(tests::drawnLadder());
    auto *chip = desk.canvas.findChild<QToolButton *>(QStringLiteral("layerPw"));
    QVERIFY(chip && chip->isChecked());
    QTest::mouseClick(chip, Qt::LeftButton);
    QVERIFY(!desk.canvas.layers().testFlag(CanvasLayer::Pw));
    QVERIFY(!desk.canvas.network().pseudowireItem(desk.plan.services().begin()->id, plan::PwRole::Primary));
}

void TestCanvas::largePlansPaint_data()
{
    QTest::addColumn<int>("routers");
    QTest::newRow("2 000 routers") << 2000;
    QTest::newRow("10 000 routers") << 10000;
}

void TestCanvas::largePlansPaint()
{
    QFETCH(int, routers);
    QElapsedTimer watch;
    watch.start();
    Desk desk(largePlan(static_cast<std::uint32_t>(routers)));
    const qint64 shown = watch.elapsed();
    desk.canvas.fitAll();
    Desk::settle();
    QImage image(desk.canvas.viewport()->size(), QImage::Format_ARGB32_Premultiplied);
    const auto frame = [&] {
        // Processor time: what the frame costs, whatever else the machine does.
        const std::clock_t from = std::clock();
        constexpr int kFrames = 10;
        for (int i = 0; i < kFrames; ++i)
            desk.canvas.viewport()->render(&image);
        return static_cast<double>(std::clock() - from) * 1000 / CLOCKS_PER_SEC / kFrames;
    };
    const double whole = frame();
    desk.canvas.zoomTo({ObjectId(RouterId(1200))});
    Desk::settle();
    const double close = frame();
    qInfo("%d routers: shown after %lld ms, a frame %.1f ms from afar, %.1f ms close by", routers, static_cast<long long>(shown), whole, close);
    QVERIFY(image.pixelColor(5, 5).isValid());
    // Moving one router must not cost what loading did.
    watch.restart();
    emit desk.canvas.editRequested(moveEdit(desk.plan, {RouterId(1200)}, 8, 8));
    QVERIFY(watch.elapsed() < std::max<qint64>(50, shown));
}

void TestCanvas::exportIsLightAndLeavesTheViewAlone()
{
    Desk desk(tests::drawnLadder());
    desk.canvas.setSelection({{ObjectId(RouterId(1))}});
    const double zoom = desk.canvas.zoom();
    const QSize size = desk.canvas.exportSize();
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    QPainter painter(&image);
    desk.canvas.renderTo(painter, QRectF(QPointF(), QSizeF(size)));
    painter.end();
    QCOMPARE(image.pixelColor(2, 2), Palette::light().canvas);
    QCOMPARE(desk.canvas.zoom(), zoom);
    QCOMPARE(desk.canvas.selection().of<RouterId>(), std::vector{RouterId(1)});
}

QTEST_MAIN(TestCanvas)
#include "tst_canvas.moc"
