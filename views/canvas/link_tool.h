// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"
#include "views/canvas/canvas_tool.h"

#include <QCoreApplication>

#include <optional>

namespace sidestep::views {

/// Drags a link from router to router, port to port. Two clicks do as well.
class LinkTool final : public CanvasTool
{
    Q_DECLARE_TR_FUNCTIONS(sidestep::views::LinkTool)

public:
    using CanvasTool::CanvasTool;
    void press(const Pointer &pointer) override;
    void move(const Pointer &pointer) override;
    void release(const Pointer &pointer) override;
    bool cancel() override;
    void paintPreview(QPainter &painter) const override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::CrossCursor; }
    [[nodiscard]] QString hint() const override;
    void planChanged() override;

private:
    void finish(plan::RouterId to);

    std::optional<plan::RouterId> m_from;
    std::optional<plan::RouterId> m_over;
    QPointF m_at;
    bool m_armed = false; ///< the start was chosen by an earlier click
};

} // namespace sidestep::views
