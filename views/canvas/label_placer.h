// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineF>
#include <QPolygonF>
#include <QRectF>

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace sidestep::views {

/// Finds room for labels between nodes, lines and other labels. Obstacles lie in a grid of cells, so that asking costs what
/// is near, not what is in the plan. Deterministic: the first of equally free candidates wins.
class LabelPlacer
{
public:
    void addNode(const QRectF &rect) { addRect(rect, kNodeWeight); }
    void addLabel(const QRectF &rect) { addRect(rect, kLabelWeight); }
    void addLine(const QLineF &line);
    void addLine(const QPolygonF &line);

    /// 0: free. A node or a label under the rectangle weighs more than any number of lines through it.
    [[nodiscard]] int cost(const QRectF &rect) const;

    /// The freest of the candidates; earlier ones are preferred. Does not reserve it.
    /// nullopt: even the freest costs more than `most`.
    [[nodiscard]] std::optional<std::size_t> freest(std::span<const QRectF> candidates, int most) const;

    static constexpr int kLineWeight = 10;
    static constexpr int kLabelWeight = 1000;
    static constexpr int kNodeWeight = 1000;

private:
    struct Obstacle
    {
        QRectF rect;
        QLineF line;
        int weight;
        [[nodiscard]] bool hits(const QRectF &other) const;
    };
    void addRect(const QRectF &rect, int weight);
    template <typename Visit>
    static void forCells(const QRectF &rect, Visit &&visit);

    std::vector<Obstacle> m_obstacles;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> m_cells;
    mutable std::vector<std::uint32_t> m_seen; // obstacle -> number of the last question that met it
    mutable std::uint32_t m_question = 0;
};

/// The eight places around a node, best first: below, above, right, left, then the diagonals.
[[nodiscard]] std::vector<QRectF> placesAround(const QRectF &node, const QSizeF &label, double gap);
/// Places beside a line that starts at `from` in the direction of `to`: both sides, then further along.
[[nodiscard]] std::vector<QRectF> placesAlong(const QLineF &line, const QSizeF &label, double gap);

} // namespace sidestep::views
