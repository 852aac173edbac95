// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"
#include "views/canvas/canvas_tool.h"

#include <QCoreApplication>

#include <optional>

namespace sidestep::views {

/// Each click places a router of one role, named with the next free name, until Escape.
class PlaceTool final : public CanvasTool
{
    Q_DECLARE_TR_FUNCTIONS(sidestep::views::PlaceTool)

public:
    PlaceTool(PlanCanvas &canvas, plan::Role role) : CanvasTool(canvas), m_role(role) {}
    void press(const Pointer &pointer) override;
    void move(const Pointer &pointer) override;
    void release(const Pointer &pointer) override;
    bool cancel() override;
    void paintPreview(QPainter &painter) const override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::CrossCursor; }
    [[nodiscard]] QString hint() const override;

private:
    plan::Role m_role;
    std::optional<QPointF> m_ghost;
    bool m_pressed = false;
};

} // namespace sidestep::views
