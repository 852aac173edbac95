// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"
#include "model/plan/objects.h"
#include "views/canvas/canvas_look.h"

#include <QGraphicsItem>
#include <QLineF>

namespace sidestep::views {

/// A physical link, from outline to outline, in scene coordinates.
class LinkItem final : public QGraphicsItem
{
public:
    explicit LinkItem(const CanvasLook &look);

    void setLine(const QLineF &line); ///< from end a to end b
    void setKind(plan::DomainKind kind);
    void setCondition(engine::LinkCondition condition);
    void setSelected(bool selected);
    void setHovered(bool hovered);
    [[nodiscard]] const QLineF &line() const { return m_line; }
    [[nodiscard]] bool isMarked() const { return m_selected; }
    [[nodiscard]] engine::LinkCondition condition() const { return m_condition; }

    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    void paintMark(QPainter &painter) const;

    const CanvasLook &m_look;
    QLineF m_line;
    plan::DomainKind m_kind = plan::DomainKind::Core;
    engine::LinkCondition m_condition = engine::LinkCondition::Up;
    bool m_selected = false;
    bool m_hovered = false;
};

} // namespace sidestep::views
