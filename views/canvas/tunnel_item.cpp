// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/tunnel_item.h"

#include <QPainter>

namespace sidestep::views {

TunnelItem::TunnelItem(const CanvasLook &look, Kind kind) : m_look(look), m_kind(kind)
{
    setZValue(depthOf(kind == Kind::Pseudowire ? CanvasDepth::Pseudowires : CanvasDepth::Sessions));
    setAcceptedMouseButtons(Qt::NoButton);
}

void TunnelItem::setCurve(const QPolygonF &curve)
{
    prepareGeometryChange();
    m_curve = curve;
}

void TunnelItem::setState(TunnelState state)
{
    if (m_state != state) {
        m_state = state;
        update();
    }
}

void TunnelItem::setSecondary(bool secondary)
{
    if (m_secondary != secondary) {
        m_secondary = secondary;
        update();
    }
}

void TunnelItem::setSelected(bool selected)
{
    if (m_selected != selected) {
        m_selected = selected;
        update();
    }
}

QColor TunnelItem::colour() const
{
    const Palette &colours = *m_look.palette;
    if (m_kind == Kind::Session)
        return m_state == TunnelState::Down ? colours.loss : colours.secondary;
    switch (m_state) {
    case TunnelState::Active:
        return colours.accent;
    case TunnelState::Down:
    case TunnelState::Standby:
        return colours.standby;
    case TunnelState::Planned:
        break;
    }
    return m_secondary ? colours.standby : colours.accent;
}

QRectF TunnelItem::boundingRect() const
{
    return m_curve.boundingRect().adjusted(-8, -8, 8, 8);
}

void TunnelItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    const Palette &colours = *m_look.palette;
    painter->setBrush(Qt::NoBrush);
    if (m_selected) {
        painter->setPen(QPen(colours.accentSoft, 13, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->drawPolyline(m_curve);
    }
    QPen pen(colour(), 2.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    if (m_kind == Kind::Session) {
        pen.setWidthF(1.5);
        pen.setDashPattern(m_state == TunnelState::Down ? QList<qreal>{3.2, 3.6} : QList<qreal>{0.1, 3.2});
    } else if (m_state == TunnelState::Down) {
        pen.setDashPattern({1.5, 2.8});
    } else if (m_state == TunnelState::Standby || (m_state == TunnelState::Planned && m_secondary)) {
        pen.setDashPattern({3.4, 2.6});
    }
    painter->setPen(pen);
    painter->drawPolyline(m_curve);
}

} // namespace sidestep::views
