// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/objects.h"

#include <QGraphicsItem>
#include <QPolygonF>

#include <vector>

namespace sidestep::views {

class PlanScene;

/// All moving traffic and every loss, painted from the scene's state at the cursor. Streams are kept for each line and
/// direction, not for each flow, so that thousands of flows over one link cost one stroke.
class TrafficItem final : public QGraphicsItem
{
public:
    explicit TrafficItem(const PlanScene &scene);

    /// Segments of flows, the plan's geometry or the layers changed.
    void rebuild();
    /// Only the time moved.
    void advance();

    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    struct Stream
    {
        QPolygonF line; ///< in the direction of travel, moved to its own side
        QRectF bounds;
        plan::Direction direction;
    };
    struct Fall
    {
        QPointF from; ///< where the dots leave the line
        QRectF pill;
        QString text;
    };

    void buildStreams();
    void buildFalls();
    void paintStreams(QPainter &painter, const QRectF &seen) const;
    void paintFalls(QPainter &painter) const;
    [[nodiscard]] double phase() const;

    const PlanScene &m_scene;
    std::vector<Stream> m_streams;
    std::vector<Fall> m_falls;
};

} // namespace sidestep::views
