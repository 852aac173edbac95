// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/objects.h"

#include <QGraphicsItem>
#include <QLineF>
#include <QList>

#include <array>
#include <vector>

namespace sidestep::views {

class PlanScene;

/// The whole network from afar, in a handful of batched strokes: links as hairlines, routers as dots in the shape of their
/// role, and from very far the sites of a ring as a count.
class FarItem final : public QGraphicsItem
{
public:
    explicit FarItem(const PlanScene &scene);

    void invalidate(); ///< geometry, state or selection changed

    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    void collect();
    void paintTexts(QPainter &painter, const QRectF &seen, double unit, bool counts) const;

    struct Ring
    {
        QRectF extent;
        int sites = 0;
    };
    const PlanScene &m_scene;
    bool m_stale = true;
    QList<QLineF> m_lines;
    QList<QLineF> m_failedLines;
    QList<QLineF> m_selectedLines;
    std::array<std::vector<QPointF>, 4> m_points; ///< by role
    std::vector<QPointF> m_failedPoints;
    std::vector<QPointF> m_selectedPoints;
    std::vector<Ring> m_rings;
};

} // namespace sidestep::views
