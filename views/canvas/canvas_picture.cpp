// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/canvas_picture.h"

#include "views/canvas/plan_scene.h"

#include <QList>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace sidestep::views {
namespace {

constexpr double kGrid = 24;
constexpr double kClosestDots = 16; // pixels
constexpr int kMostPixels = 8000;
constexpr QRectF kEmptyPlan(0, 0, 800, 600);

QRectF areaOf(const PlanScene &network)
{
    return network.contents().isNull() ? kEmptyPlan : network.contents();
}

} // namespace

void paintPaper(QPainter &painter, const QRectF &area, double zoom, const Palette &colours)
{
    painter.fillRect(area, colours.canvas);
    double step = kGrid;
    while (step * zoom < kClosestDots)
        step *= 2;
    QList<QPointF> dots;
    for (double x = std::floor(area.left() / step) * step; x <= area.right(); x += step)
        for (double y = std::floor(area.top() / step) * step; y <= area.bottom(); y += step)
            dots.push_back(QPointF(x, y));
    QPen pen(colours.grid, 1.8, Qt::SolidLine, Qt::RoundCap);
    pen.setCosmetic(true);
    painter.setPen(pen);
    painter.drawPoints(dots.data(), static_cast<int>(dots.size()));
}

QSize pictureSize(const PlanScene &network)
{
    const QRectF area = areaOf(network);
    const double shrink = std::min({1.0, kMostPixels / area.width(), kMostPixels / area.height()});
    return (area.size() * shrink).toSize();
}

void paintPicture(PlanScene &network, QPainter &painter, const QRectF &target)
{
    const QRectF area = areaOf(network);
    const Palette &colours = *network.look().palette;
    const double zoom = network.look().zoom;
    const Selection chosen = network.selection();
    const QRectF seen = network.visibleRegion();
    network.setSelection({});
    network.setPalette(Palette::light());
    network.setVisibleRegion(area);
    network.setZoom(std::min(target.width() / area.width(), target.height() / area.height()));
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.fillRect(target, Palette::light().canvas);
    network.render(&painter, target, area);
    network.setPalette(colours);
    network.setVisibleRegion(seen);
    network.setZoom(zoom);
    network.setSelection(chosen);
}

} // namespace sidestep::views
