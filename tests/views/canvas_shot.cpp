// SPDX-License-Identifier: GPL-3.0-or-later
// Paints the canvas into PNG files, so that a person can look at it: canvas_shot FOLDER
#include "model/engine/simulate.h"
#include "model/plan/templates.h"
#include "views/canvas/plan_canvas.h"
#include "views/canvas/plan_scene.h"
#include "views/shared/palette.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFont>
#include <QImage>
#include <QPainter>
#include <QTest>

#include <cstdio>
#include <memory>

using namespace sidestep;

namespace {

void shoot(views::PlanCanvas &canvas, const QString &file, double ratio)
{
    QTest::qWait(260);
    QImage image(canvas.size() * ratio, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio);
    QPainter painter(&image);
    QElapsedTimer watch;
    watch.start();
    canvas.QWidget::render(&painter); // with the widgets that lie on the canvas
    painter.end();
    image.save(file);
    std::printf("%s: %.1f ms\n", qPrintable(file), static_cast<double>(watch.nsecsElapsed()) / 1e6);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "usage: canvas_shot FOLDER\n");
        return 2;
    }
    const QDir folder(QString::fromLocal8Bit(argv[1]));
    QFont font(QStringLiteral("Inter"));
    font.setPixelSize(13);
    QApplication::setFont(font);
    QApplication::setStyle(QStringLiteral("fusion"));

    const plan::Plan reference = plan::referencePlan();
    const plan::Scenario &scenario = *plan::scenarioNamed(reference, "AGG1 cut off from the core");
    const auto run = engine::simulate(reference, scenario);
    const auto timeline = run ? std::make_shared<const engine::Timeline>(*run) : nullptr;
    const auto agg1 = plan::routerNamed(reference, "AGG1")->id;
    const SimTime failure = timeline && !timeline->events.empty() ? timeline->events.front().time : kTimeZero;
    for (const bool dark : {false, true}) {
        QApplication::setPalette((dark ? views::Palette::darkSet() : views::Palette::light()).toQPalette());
        const QString suffix = dark ? QStringLiteral("-dark") : QStringLiteral("-light");
        views::PlanCanvas canvas;
        canvas.resize(912, 554);
        canvas.show();
        canvas.setFocus();
        shoot(canvas, folder.filePath(QStringLiteral("empty") + suffix + QStringLiteral(".png")), 1);
        canvas.setPlan(reference);
        canvas.fitAll();
        shoot(canvas, folder.filePath(QStringLiteral("steady") + suffix + QStringLiteral(".png")), 1);
        canvas.setTimeline(timeline);
        canvas.setCursor(failure + 20ms);
        canvas.setSelection({{plan::ObjectId(agg1)}});
        canvas.setNarration(QStringLiteral("AGG1 lost its last way to the core"), QStringLiteral("Both links cut; nothing has told CSG"), agg1, views::Tone::Bad);
        canvas.setCaption(QStringLiteral("+20 ms   Packets of CSG are lost at AGG1"));
        shoot(canvas, folder.filePath(QStringLiteral("loss") + suffix + QStringLiteral(".png")), dark ? 1 : 2);
        if (timeline)
            canvas.setCursor(timeline->end);
        canvas.setNarration(QStringLiteral("Route to ::21 down"), QStringLiteral("PW1 status: not forwarding"), agg1);
        canvas.setCaption(QStringLiteral("+166 ms   CSG moves traffic to PW2: AGG2 → RSG2 → RSG1"));
        shoot(canvas, folder.filePath(QStringLiteral("moved") + suffix + QStringLiteral(".png")), dark ? 2 : 1);
        canvas.setNarration({}, {}, std::nullopt);
        canvas.setCaption({});
        canvas.setTimeline(nullptr);
        canvas.setSelection({});
        using enum views::CanvasLayer;
        canvas.setLayers(views::CanvasLayers(Physical) | Isis | Bgp | Vpn);
        shoot(canvas, folder.filePath(QStringLiteral("layers") + suffix + QStringLiteral(".png")), 1);
        canvas.setLayers(views::CanvasLayers(Physical) | Pw | Traffic);
        canvas.resize(560, 400);
        shoot(canvas, folder.filePath(QStringLiteral("small") + suffix + QStringLiteral(".png")), 1);
        canvas.resize(912, 554);
        for (const std::uint32_t sites : {40U, 2000U, 10000U}) {
            const auto backhaul = plan::backhaulPlan(plan::BackhaulShape{.sites = sites});
            if (!backhaul)
                continue;
            QElapsedTimer watch;
            watch.start();
            canvas.setPlan(*backhaul);
            std::printf("%u sites: shown in %lld ms\n", sites, static_cast<long long>(watch.elapsed()));
            canvas.fitAll();
            shoot(canvas, folder.filePath(QStringLiteral("backhaul-%1-all").arg(sites) + suffix + QStringLiteral(".png")), 1);
            const auto first = backhaul->routers().begin()->id;
            canvas.zoomTo({plan::ObjectId(first)});
            canvas.setSelection({{plan::ObjectId(first)}});
            shoot(canvas, folder.filePath(QStringLiteral("backhaul-%1-near").arg(sites) + suffix + QStringLiteral(".png")), 1);
            for (int i = 0; i < 3; ++i)
                canvas.zoomOut();
            shoot(canvas, folder.filePath(QStringLiteral("backhaul-%1-mid").arg(sites) + suffix + QStringLiteral(".png")), 1);
            if (dark)
                break;
        }
    }
    return 0;
}
