// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/objects.h"
#include "views/canvas/canvas_look.h"

#include <QGraphicsItem>

namespace sidestep::views {

/// A router's shape, at its centre. Its labels belong to the label layer.
class RouterItem final : public QGraphicsItem
{
public:
    RouterItem(const CanvasLook &look, plan::Role role);

    void setRole(plan::Role role);
    void setSelected(bool selected) { change(m_selected, selected); }
    void setHovered(bool hovered) { change(m_hovered, hovered); }
    void setFailed(bool failed) { change(m_failed, failed); }
    void setOff(bool off) { change(m_off, off); }
    void setInVpn(bool member) { change(m_inVpn, member); }
    [[nodiscard]] plan::Role role() const { return m_role; }
    [[nodiscard]] bool isMarked() const { return m_selected; }

    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    void change(bool &flag, bool value);

    const CanvasLook &m_look;
    plan::Role m_role;
    bool m_selected = false;
    bool m_hovered = false;
    bool m_failed = false;
    bool m_off = false;
    bool m_inVpn = false;
};

} // namespace sidestep::views
