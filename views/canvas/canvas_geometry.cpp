// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/canvas_geometry.h"

#include "views/shared/glyphs.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sidestep::views {

namespace {

constexpr double kCurveTurn = 30.0 * std::numbers::pi / 180; // a curve leaves its node this far off the straight line
constexpr double kCurveReach = 0.36;                         // control points, as a part of the distance
constexpr int kCurvePieces = 32;
constexpr double kArcRise = 0.14;

QPointF turned(QPointF unit, double angle)
{
    return {unit.x() * std::cos(angle) - unit.y() * std::sin(angle), unit.x() * std::sin(angle) + unit.y() * std::cos(angle)};
}

QPointF unitOf(QPointF vector)
{
    const double length = std::hypot(vector.x(), vector.y());
    return length > 0 ? vector / length : QPointF(1, 0);
}

QPointF atOutline(const Node &node, QPointF direction, double gap)
{
    return node.centre + direction * (roleRadius(node.role, direction.x(), direction.y()) + gap);
}

} // namespace

QLineF linkLine(const Node &a, const Node &b, double offset, double gap)
{
    const QPointF along = unitOf(b.centre - a.centre);
    const QPointF aside = QPointF(-along.y(), along.x()) * offset;
    const double length = std::hypot(b.centre.x() - a.centre.x(), b.centre.y() - a.centre.y());
    const double start = roleRadius(a.role, along.x(), along.y()) + gap;
    const double end = roleRadius(b.role, along.x(), along.y()) + gap;
    if (start + end >= length)
        return {a.centre + aside, a.centre + aside};
    return {a.centre + along * start + aside, b.centre - along * end + aside};
}

QPolygonF pseudowireCurve(const Node &from, const Node &to, int side)
{
    const QPointF along = unitOf(to.centre - from.centre);
    const double angle = side * kCurveTurn;
    const QPointF leave = turned(along, angle);
    const QPointF arrive = turned(-along, -angle);
    const QPointF p0 = atOutline(from, leave, 4);
    const QPointF p3 = atOutline(to, arrive, 4);
    const double reach = std::hypot(p3.x() - p0.x(), p3.y() - p0.y()) * kCurveReach;
    const QPointF p1 = p0 + leave * reach;
    const QPointF p2 = p3 + arrive * reach;
    QPolygonF curve;
    curve.reserve(kCurvePieces + 1);
    for (int i = 0; i <= kCurvePieces; ++i) {
        const double t = static_cast<double>(i) / kCurvePieces;
        const double s = 1 - t;
        curve << p0 * (s * s * s) + p1 * (3 * s * s * t) + p2 * (3 * s * t * t) + p3 * (t * t * t);
    }
    return curve;
}

int sideAwayFrom(QPointF a, QPointF b, QPointF other)
{
    const QPointF along = b - a;
    const QPointF towards = other - a;
    return along.x() * towards.y() - along.y() * towards.x() > 0 ? -1 : 1;
}

QPolygonF sessionArc(const Node &a, const Node &b)
{
    const QPointF middle = (a.centre + b.centre) / 2;
    const QPointF along = b.centre - a.centre;
    const QPointF control = middle + QPointF(-along.y(), along.x()) * (2 * kArcRise);
    const QPointF p0 = atOutline(a, unitOf(control - a.centre), 3);
    const QPointF p2 = atOutline(b, unitOf(control - b.centre), 3);
    QPolygonF arc;
    arc.reserve(kCurvePieces + 1);
    for (int i = 0; i <= kCurvePieces; ++i) {
        const double t = static_cast<double>(i) / kCurvePieces;
        const double s = 1 - t;
        arc << p0 * (s * s) + control * (2 * s * t) + p2 * (t * t);
    }
    return arc;
}

double lengthOf(const QPolygonF &line)
{
    double length = 0;
    for (qsizetype i = 1; i < line.size(); ++i)
        length += QLineF(line[i - 1], line[i]).length();
    return length;
}

QPointF pointAlong(const QPolygonF &line, double distance)
{
    if (line.isEmpty())
        return {};
    double left = std::max(0.0, distance);
    for (qsizetype i = 1; i < line.size(); ++i) {
        const QLineF piece(line[i - 1], line[i]);
        const double length = piece.length();
        if (left <= length && length > 0)
            return piece.pointAt(left / length);
        left -= length;
    }
    return line.last();
}

QPolygonF shifted(const QPolygonF &line, double offset)
{
    QPolygonF moved;
    moved.reserve(line.size());
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QPointF before = line[std::max<qsizetype>(i - 1, 0)];
        const QPointF after = line[std::min(i + 1, line.size() - 1)];
        const QPointF along = unitOf(after - before);
        moved << line[i] + QPointF(-along.y(), along.x()) * offset;
    }
    return moved;
}

QPolygonF firstPart(const QPolygonF &line, double fraction)
{
    QPolygonF part;
    double left = lengthOf(line) * fraction;
    for (qsizetype i = 0; i < line.size(); ++i) {
        if (i > 0) {
            const QLineF piece(line[i - 1], line[i]);
            if (piece.length() >= left) {
                part << (piece.length() > 0 ? piece.pointAt(left / piece.length()) : line[i]);
                return part;
            }
            left -= piece.length();
        }
        part << line[i];
    }
    return part;
}

QPolygonF reversed(QPolygonF line)
{
    std::reverse(line.begin(), line.end());
    return line;
}

double distanceTo(const QLineF &line, QPointF point)
{
    const QPointF along = line.p2() - line.p1();
    const double square = QPointF::dotProduct(along, along);
    const double t = square > 0 ? std::clamp(QPointF::dotProduct(point - line.p1(), along) / square, 0.0, 1.0) : 0.0;
    const QPointF gap = point - (line.p1() + along * t);
    return std::hypot(gap.x(), gap.y());
}

double distanceTo(const QPolygonF &line, QPointF point)
{
    double nearest = std::numeric_limits<double>::infinity();
    for (qsizetype i = 1; i < line.size(); ++i)
        nearest = std::min(nearest, distanceTo(QLineF(line[i - 1], line[i]), point));
    return nearest;
}

bool crosses(const QRectF &rect, const QLineF &line)
{
    // Liang and Barsky: narrow the part of the line that lies between each pair of sides.
    double enter = 0;
    double leave = 1;
    const auto narrow = [&enter, &leave](double direction, double gap) {
        if (direction == 0)
            return gap >= 0;
        const double t = gap / direction;
        if (direction < 0)
            enter = std::max(enter, t);
        else
            leave = std::min(leave, t);
        return enter <= leave;
    };
    return narrow(-line.dx(), line.x1() - rect.left()) && narrow(line.dx(), rect.right() - line.x1())
        && narrow(-line.dy(), line.y1() - rect.top()) && narrow(line.dy(), rect.bottom() - line.y1());
}

void appendDots(const QPolygonF &line, double spacing, double phase, std::vector<QPointF> &dots)
{
    double next = phase;
    double walked = 0;
    for (qsizetype i = 1; i < line.size(); ++i) {
        const QLineF piece(line[i - 1], line[i]);
        const double length = piece.length();
        for (; next <= walked + length; next += spacing)
            if (length > 0)
                dots.push_back(piece.pointAt((next - walked) / length));
        walked += length;
    }
}

} // namespace sidestep::views
