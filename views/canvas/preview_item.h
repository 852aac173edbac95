// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/canvas/canvas_look.h"

#include <QGraphicsItem>
#include <QGraphicsScene>
#include <QPainter>

#include <functional>
#include <utility>

namespace sidestep::views {

/// Paints what a tool shows while a gesture is under way, above the network.
class PreviewItem final : public QGraphicsItem
{
public:
    PreviewItem()
    {
        setZValue(depthOf(CanvasDepth::Preview));
        setAcceptedMouseButtons(Qt::NoButton);
    }
    void setPainter(std::function<void(QPainter &)> painter)
    {
        m_painter = std::move(painter);
        update();
    }
    void sceneRectChanged() { prepareGeometryChange(); }

    [[nodiscard]] QRectF boundingRect() const override { return scene() ? scene()->sceneRect() : QRectF(); }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *) override
    {
        if (m_painter)
            m_painter(*painter);
    }

private:
    std::function<void(QPainter &)> m_painter;
};

} // namespace sidestep::views
