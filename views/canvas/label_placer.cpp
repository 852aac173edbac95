// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/label_placer.h"

#include "views/canvas/canvas_geometry.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sidestep::views {

namespace {

constexpr double kCell = 128;

std::uint64_t cellKey(std::int32_t column, std::int32_t row)
{
    return (std::uint64_t{static_cast<std::uint32_t>(column)} << 32) | static_cast<std::uint32_t>(row);
}

std::int32_t cellOf(double value)
{
    return static_cast<std::int32_t>(std::floor(value / kCell));
}

} // namespace

bool LabelPlacer::Obstacle::hits(const QRectF &other) const
{
    return weight == kLineWeight ? crosses(other, line) : rect.intersects(other);
}

template <typename Visit>
void LabelPlacer::forCells(const QRectF &rect, Visit &&visit)
{
    for (std::int32_t column = cellOf(rect.left()); column <= cellOf(rect.right()); ++column)
        for (std::int32_t row = cellOf(rect.top()); row <= cellOf(rect.bottom()); ++row)
            visit(cellKey(column, row));
}

void LabelPlacer::addRect(const QRectF &rect, int weight)
{
    const auto index = static_cast<std::uint32_t>(m_obstacles.size());
    m_obstacles.push_back({rect, {}, weight});
    forCells(rect, [this, index](std::uint64_t key) { m_cells[key].push_back(index); });
}

void LabelPlacer::addLine(const QLineF &line)
{
    const auto index = static_cast<std::uint32_t>(m_obstacles.size());
    m_obstacles.push_back({{}, line, kLineWeight});
    // Only the cells the line passes, in pieces: the bounding box of a long diagonal would fill the grid.
    const int pieces = std::max(1, static_cast<int>(std::ceil(line.length() / kCell)));
    for (int i = 0; i < pieces; ++i) {
        const QRectF box = QRectF(line.pointAt(static_cast<double>(i) / pieces), line.pointAt(static_cast<double>(i + 1) / pieces)).normalized();
        forCells(box, [this, index](std::uint64_t key) {
            std::vector<std::uint32_t> &cell = m_cells[key];
            if (cell.empty() || cell.back() != index)
                cell.push_back(index);
        });
    }
}

void LabelPlacer::addLine(const QPolygonF &line)
{
    for (qsizetype i = 1; i < line.size(); ++i)
        addLine(QLineF(line[i - 1], line[i]));
}

int LabelPlacer::cost(const QRectF &rect) const
{
    m_seen.resize(m_obstacles.size());
    const std::uint32_t question = ++m_question;
    int sum = 0;
    forCells(rect, [&](std::uint64_t key) {
        const auto cell = m_cells.find(key);
        if (cell == m_cells.end())
            return;
        for (const std::uint32_t index : cell->second) {
            if (m_seen[index] == question)
                continue;
            m_seen[index] = question;
            if (m_obstacles[index].hits(rect))
                sum += m_obstacles[index].weight;
        }
    });
    return sum;
}

std::optional<std::size_t> LabelPlacer::freest(std::span<const QRectF> candidates, int most) const
{
    int least = std::numeric_limits<int>::max();
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < candidates.size() && least > 0; ++i) {
        const int here = cost(candidates[i]);
        if (here < least) {
            least = here;
            best = i;
        }
    }
    return least <= most ? best : std::nullopt;
}

std::vector<QRectF> placesAround(const QRectF &node, const QSizeF &label, double gap)
{
    const QPointF centre = node.center();
    const double w = label.width();
    const double h = label.height();
    const double left = node.left() - gap - w;
    const double right = node.right() + gap;
    const double above = node.top() - gap - h;
    const double below = node.bottom() + gap;
    // Diagonal places tuck into the corner that a round node leaves free.
    const double tuck = node.width() * 0.18;
    std::vector<QRectF> places;
    places.reserve(8);
    for (const QPointF corner :
         {QPointF(centre.x() - w / 2, below), QPointF(centre.x() - w / 2, above), QPointF(right, centre.y() - h / 2), QPointF(left, centre.y() - h / 2),
          QPointF(right - tuck, below - tuck), QPointF(left + tuck, below - tuck), QPointF(right - tuck, above + tuck),
          QPointF(left + tuck, above + tuck)})
        places.emplace_back(corner, label);
    return places;
}

std::vector<QRectF> placesAlong(const QLineF &line, const QSizeF &label, double gap)
{
    const double length = line.length();
    if (length <= 0)
        return {};
    const QPointF along(line.dx() / length, line.dy() / length);
    const QPointF aside(along.y(), -along.x());
    // Half the label's extent along and across the line: at this distance its corners just clear it.
    const double reach = label.width() / 2 * std::abs(along.x()) + label.height() / 2 * std::abs(along.y());
    const double clear = label.width() / 2 * std::abs(aside.x()) + label.height() / 2 * std::abs(aside.y()) + gap;
    // Upper or right-hand side first, whichever way the line was drawn.
    const double first = aside.y() < -1e-9 || (std::abs(aside.y()) <= 1e-9 && aside.x() > 0) ? 1 : -1;
    std::vector<QRectF> places;
    constexpr double kStart = 11; // clear of the tile behind a selected router
    for (double step = kStart; reach + step < length * 0.45 || step == kStart; step += 12) {
        for (const double side : {first, -first}) {
            const QPointF centre = line.p1() + along * (reach + step) + aside * (side * clear);
            places.emplace_back(centre.x() - label.width() / 2, centre.y() - label.height() / 2, label.width(), label.height());
        }
        if (places.size() >= 12)
            break;
    }
    return places;
}

} // namespace sidestep::views
