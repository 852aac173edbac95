// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/link_item.h"

#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace sidestep::views {

using engine::LinkCondition;

namespace {
constexpr double kMarkRadius = 11;
constexpr double kWidth = 2.2;
} // namespace

LinkItem::LinkItem(const CanvasLook &look) : m_look(look)
{
    setZValue(depthOf(CanvasDepth::Links));
    setAcceptedMouseButtons(Qt::NoButton);
}

void LinkItem::setLine(const QLineF &line)
{
    if (m_line == line)
        return;
    prepareGeometryChange();
    m_line = line;
}

void LinkItem::setKind(plan::DomainKind kind)
{
    if (m_kind != kind) {
        m_kind = kind;
        update();
    }
}

void LinkItem::setCondition(LinkCondition condition)
{
    if (m_condition != condition) {
        m_condition = condition;
        update();
    }
}

void LinkItem::setSelected(bool selected)
{
    if (m_selected != selected) {
        m_selected = selected;
        update();
    }
}

void LinkItem::setHovered(bool hovered)
{
    if (m_hovered != hovered) {
        m_hovered = hovered;
        update();
    }
}

QRectF LinkItem::boundingRect() const
{
    constexpr double kMargin = kMarkRadius + 3;
    return QRectF(m_line.p1(), m_line.p2()).normalized().adjusted(-kMargin, -kMargin, kMargin, kMargin);
}

void LinkItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    if (m_line.isNull())
        return;
    const Palette &colours = *m_look.palette;
    const bool physical = m_look.layers.testFlag(CanvasLayer::Physical);
    const bool isis = m_look.layers.testFlag(CanvasLayer::Isis);
    if (isis) {
        QColor band = m_kind == plan::DomainKind::Access ? colours.standby : colours.accent;
        band.setAlphaF(0.16f);
        painter->setPen(QPen(band, 11, Qt::SolidLine, Qt::FlatCap));
        painter->drawLine(m_line);
    }
    if (m_selected || m_hovered) {
        painter->setPen(QPen(m_selected ? colours.accentSoft : colours.grid, 14, Qt::SolidLine, Qt::RoundCap));
        painter->drawLine(m_line);
    }
    if (!physical && m_condition == LinkCondition::Up && !isis && !m_selected)
        return;
    const QColor colour = m_condition == LinkCondition::Up ? (m_selected ? colours.accent : colours.link) : colours.loss;
    QPen pen(colour, kWidth, Qt::SolidLine, Qt::RoundCap);
    if (m_condition == LinkCondition::Cut)
        pen.setDashPattern({1.6, 3.0});
    else if (m_condition == LinkCondition::Silent)
        pen.setDashPattern({0.1, 2.6});
    else if (m_condition == LinkCondition::Grey)
        pen.setDashPattern({4.0, 2.4, 0.1, 2.4});
    else if (m_condition == LinkCondition::Shut)
        pen.setDashPattern({1.6, 3.0});
    painter->setPen(pen);
    painter->drawLine(m_line);
    if (m_condition != LinkCondition::Up)
        paintMark(*painter);
}

void LinkItem::paintMark(QPainter &painter) const
{
    const Palette &colours = *m_look.palette;
    const QPointF middle = m_line.center();
    painter.setPen(QPen(colours.loss, 2));
    painter.setBrush(colours.canvas);
    painter.drawEllipse(middle, kMarkRadius, kMarkRadius);
    painter.setPen(QPen(colours.loss, 2.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    switch (m_condition) {
    case LinkCondition::Cut:
        painter.drawLine(middle + QPointF(-4, -4), middle + QPointF(4, 4));
        painter.drawLine(middle + QPointF(-4, 4), middle + QPointF(4, -4));
        break;
    case LinkCondition::Silent:
        painter.setFont(canvasFont(14, QFont::DemiBold));
        painter.drawText(QRectF(middle.x() - kMarkRadius, middle.y() - kMarkRadius, 2 * kMarkRadius, 2 * kMarkRadius), Qt::AlignCenter,
                         QStringLiteral("?"));
        break;
    case LinkCondition::OneWayAB:
    case LinkCondition::OneWayBA: {
        // The arrow points the way that is dead.
        const double sign = m_condition == LinkCondition::OneWayAB ? 1 : -1;
        const double length = m_line.length();
        const QPointF along(m_line.dx() / length * sign, m_line.dy() / length * sign);
        const QPointF aside(-along.y(), along.x());
        painter.drawLine(middle - along * 5, middle + along * 5);
        painter.drawLine(middle + along * 5, middle + along * 0.5 + aside * 4);
        painter.drawLine(middle + along * 5, middle + along * 0.5 - aside * 4);
        break;
    }
    case LinkCondition::Grey: {
        QPainterPath drop(middle + QPointF(0, -6));
        drop.cubicTo(middle + QPointF(6, 1), middle + QPointF(4, 5.5), middle + QPointF(0, 5.5));
        drop.cubicTo(middle + QPointF(-4, 5.5), middle + QPointF(-6, 1), middle + QPointF(0, -6));
        painter.drawPath(drop);
        break;
    }
    case LinkCondition::Shut:
        painter.drawLine(middle + QPointF(-4.5, 0), middle + QPointF(4.5, 0));
        break;
    case LinkCondition::Up:
        break;
    }
}

} // namespace sidestep::views
