// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/objects.h"
#include "views/canvas/canvas_look.h"

#include <QGraphicsItem>
#include <QPolygonF>

namespace sidestep::views {

enum class TunnelState : quint8 { Planned, Active, Standby, Down };

/// A curve for what runs over links: a pseudowire beside its link, or a BGP session between loopbacks.
class TunnelItem final : public QGraphicsItem
{
public:
    enum class Kind : quint8 { Pseudowire, Session };
    TunnelItem(const CanvasLook &look, Kind kind);

    void setCurve(const QPolygonF &curve);
    void setState(TunnelState state);
    void setSecondary(bool secondary);
    void setSelected(bool selected);
    [[nodiscard]] const QPolygonF &curve() const { return m_curve; }
    [[nodiscard]] TunnelState state() const { return m_state; }
    [[nodiscard]] bool isSecondary() const { return m_secondary; }
    /// Of line and pill.
    [[nodiscard]] QColor colour() const;

    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    const CanvasLook &m_look;
    Kind m_kind;
    QPolygonF m_curve;
    TunnelState m_state = TunnelState::Planned;
    bool m_secondary = false;
    bool m_selected = false;
};

} // namespace sidestep::views
