// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/objects.h"

#include <QLineF>
#include <QPointF>
#include <QPolygonF>
#include <QRectF>

#include <vector>

/// Where things lie on the canvas: pure functions of points, in scene units.
namespace sidestep::views {

/// A router as geometry sees it.
struct Node
{
    QPointF centre;
    plan::Role role = plan::Role::Csg;
};

/// The line between two centres, moved aside by `offset` (right of a→b), from outline to outline plus `gap` at each end.
/// Empty (zero length) when the outlines touch.
[[nodiscard]] QLineF linkLine(const Node &a, const Node &b, double offset, double gap = 0.0);

/// A curve that leaves `from` and reaches `to` on the side given: -1 left, 1 right of the straight line.
[[nodiscard]] QPolygonF pseudowireCurve(const Node &from, const Node &to, int side);
/// The side of a→b on which `other` does not lie, so that two pseudowires of a site bulge apart.
[[nodiscard]] int sideAwayFrom(QPointF a, QPointF b, QPointF other);

/// A shallow arc between two nodes for what runs between loopbacks.
[[nodiscard]] QPolygonF sessionArc(const Node &a, const Node &b);

[[nodiscard]] double lengthOf(const QPolygonF &line);
/// The point `distance` along the line, clamped to its ends.
[[nodiscard]] QPointF pointAlong(const QPolygonF &line, double distance);
/// The line moved to the right of its direction by `offset`.
[[nodiscard]] QPolygonF shifted(const QPolygonF &line, double offset);
/// The first `fraction` of the line, 0..1.
[[nodiscard]] QPolygonF firstPart(const QPolygonF &line, double fraction);
[[nodiscard]] QPolygonF reversed(QPolygonF line);
[[nodiscard]] double distanceTo(const QLineF &line, QPointF point);
[[nodiscard]] double distanceTo(const QPolygonF &line, QPointF point);
[[nodiscard]] bool crosses(const QRectF &rect, const QLineF &line);

/// Points every `spacing` along the line, the first at `phase` (0..spacing) from its start.
void appendDots(const QPolygonF &line, double spacing, double phase, std::vector<QPointF> &dots);

} // namespace sidestep::views
