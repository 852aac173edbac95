// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/router_item.h"

#include "views/shared/glyphs.h"

#include <QPainter>

namespace sidestep::views {

namespace {
constexpr double kTileHalf = 39;
constexpr double kTileCorner = 13;
constexpr double kRing = 36.5;
} // namespace

RouterItem::RouterItem(const CanvasLook &look, plan::Role role) : m_look(look), m_role(role)
{
    setZValue(depthOf(CanvasDepth::Nodes));
    setAcceptedMouseButtons(Qt::NoButton);
}

void RouterItem::setRole(plan::Role role)
{
    if (m_role != role) {
        m_role = role;
        update();
    }
}

void RouterItem::change(bool &flag, bool value)
{
    if (flag != value) {
        flag = value;
        update();
    }
}

QRectF RouterItem::boundingRect() const
{
    return {-kTileHalf - 1, -kTileHalf - 1, 2 * kTileHalf + 2, 2 * kTileHalf + 2};
}

void RouterItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    const Palette &colours = *m_look.palette;
    if (m_selected || m_hovered) {
        QColor tile = m_selected ? colours.accentSoft : colours.grid;
        tile.setAlphaF(m_selected ? 0.9f : 0.6f);
        painter->setPen(Qt::NoPen);
        painter->setBrush(tile);
        painter->drawRoundedRect(QRectF(-kTileHalf, -kTileHalf, 2 * kTileHalf, 2 * kTileHalf), kTileCorner, kTileCorner);
    }
    if (m_inVpn && m_look.layers.testFlag(CanvasLayer::Vpn)) {
        painter->setPen(QPen(colours.downstream, 1.6));
        painter->setBrush(Qt::NoBrush);
        painter->drawEllipse(QPointF(), kRing, kRing);
    }
    const QColor line = m_failed ? colours.loss : colours.nodeLine;
    if (!m_off) {
        paintRole(*painter, m_role, line, colours.canvas);
        return;
    }
    QPen dashed(line, 2.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    dashed.setDashPattern({1.6, 2.6});
    painter->setPen(dashed);
    painter->setBrush(colours.canvas);
    painter->drawPath(roleOutline(m_role));
    painter->setPen(QPen(line, 2.6, Qt::SolidLine, Qt::RoundCap));
    painter->drawLine(QPointF(-9, -9), QPointF(9, 9));
    painter->drawLine(QPointF(-9, 9), QPointF(9, -9));
}

} // namespace sidestep::views
