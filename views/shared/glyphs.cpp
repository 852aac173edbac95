// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shared/glyphs.h"

#include <QPainter>
#include <QPixmap>
#include <QPolygonF>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace sidestep::views {

namespace {

constexpr double kSquareHalf = 28.0;
constexpr double kSquareCorner = 12.0;
constexpr double kCircleRadius = 31.0;
constexpr double kHexagonRadius = 34.0;
constexpr double kPlainRadius = 28.0;
constexpr double kStroke = 2.2;

QPainterPath outlineOf(plan::Role role)
{
    QPainterPath path;
    switch (role) {
    case plan::Role::Csg:
        path.addRoundedRect(QRectF(-kSquareHalf, -kSquareHalf, 2 * kSquareHalf, 2 * kSquareHalf), kSquareCorner, kSquareCorner);
        break;
    case plan::Role::Agg:
        path.addEllipse(QPointF(), kCircleRadius, kCircleRadius);
        break;
    case plan::Role::Rsg: {
        QPolygonF hexagon;
        for (int corner = 0; corner < 6; ++corner) {
            const double angle = corner * std::numbers::pi / 3;
            hexagon << QPointF(kHexagonRadius * std::cos(angle), kHexagonRadius * std::sin(angle));
        }
        path.addPolygon(hexagon);
        path.closeSubpath();
        break;
    }
    case plan::Role::P:
        path.addEllipse(QPointF(), kPlainRadius, kPlainRadius);
        break;
    }
    return path;
}

QPainterPath markOf(plan::Role role)
{
    QPainterPath path;
    switch (role) {
    case plan::Role::Csg:
        path.moveTo(0, 12);
        path.lineTo(0, -6);
        path.arcMoveTo(QRectF(-14, -18, 24, 24), 138);
        path.arcTo(QRectF(-14, -18, 24, 24), 138, 84);
        path.arcMoveTo(QRectF(-10, -18, 24, 24), 42);
        path.arcTo(QRectF(-10, -18, 24, 24), 42, -84);
        break;
    case plan::Role::Agg:
        path.moveTo(-16, -6);
        path.lineTo(15, -6);
        path.moveTo(8, -12);
        path.lineTo(15, -6);
        path.lineTo(8, 0);
        path.moveTo(16, 8);
        path.lineTo(-15, 8);
        path.moveTo(-8, 2);
        path.lineTo(-15, 8);
        path.lineTo(-8, 14);
        path.translate(0, -1);
        break;
    case plan::Role::Rsg:
        for (const double x : {-15.0, -5.0, 5.0, 15.0}) {
            path.moveTo(x, 10);
            path.lineTo(x, -10);
        }
        break;
    case plan::Role::P:
        break;
    }
    return path;
}

const std::array<QPainterPath, 4> &paths(bool marks)
{
    using enum plan::Role;
    static const std::array<QPainterPath, 4> outlines{outlineOf(Csg), outlineOf(Agg), outlineOf(Rsg), outlineOf(P)};
    static const std::array<QPainterPath, 4> insides{markOf(Csg), markOf(Agg), markOf(Rsg), markOf(P)};
    return marks ? insides : outlines;
}

} // namespace

const QPainterPath &roleOutline(plan::Role role)
{
    return paths(false).at(static_cast<std::size_t>(role));
}

const QPainterPath &roleMark(plan::Role role)
{
    return paths(true).at(static_cast<std::size_t>(role));
}

double roleRadius(plan::Role role, double dx, double dy)
{
    const double length = std::hypot(dx, dy);
    if (length <= 0)
        return kCircleRadius;
    const double ux = std::abs(dx) / length;
    const double uy = std::abs(dy) / length;
    switch (role) {
    case plan::Role::Csg:
        // A rounded corner is nearer than the square's own corner; the cap keeps diagonal lines touching it.
        return std::min(kSquareHalf / std::max(ux, uy), kSquareHalf * std::numbers::sqrt2 - kSquareCorner * (std::numbers::sqrt2 - 1));
    case plan::Role::Agg:
        return kCircleRadius;
    case plan::Role::Rsg: {
        // Distance to the nearest side: sides face 30, 90 and 150 degrees at the inner radius.
        const double inner = kHexagonRadius * std::numbers::sqrt3 / 2;
        const double slanted = ux * std::numbers::sqrt3 / 2 + uy / 2;
        return inner / std::max(slanted, uy);
    }
    case plan::Role::P:
        return kPlainRadius;
    }
    return kCircleRadius;
}

void paintRole(QPainter &painter, plan::Role role, const QColor &line, const QColor &fill)
{
    painter.setPen(QPen(line, kStroke, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(fill);
    painter.drawPath(roleOutline(role));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(line, 2.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(roleMark(role));
}

QIcon roleIcon(plan::Role role, const Palette &palette, int size)
{
    QIcon icon;
    for (const int ratio : {1, 2, 3}) {
        QPixmap pixmap(size * ratio, size * ratio);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        const double scale = size * ratio / 18.0;
        painter.translate(size * ratio / 2.0, size * ratio / 2.0);
        painter.scale(scale, scale);
        // At 16 pixels the inner mark would be mud; the outline alone tells the role.
        painter.setPen(QPen(palette.nodeLine, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(palette.canvas);
        const QRectF bounds = roleOutline(role).boundingRect();
        const double fit = 14.0 / std::max(bounds.width(), bounds.height());
        painter.drawPath(QTransform::fromScale(fit, fit).map(roleOutline(role)));
        painter.end();
        pixmap.setDevicePixelRatio(ratio);
        icon.addPixmap(pixmap);
    }
    return icon;
}

} // namespace sidestep::views
