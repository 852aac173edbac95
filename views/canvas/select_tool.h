// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"
#include "views/canvas/canvas_tool.h"
#include "views/shared/selection.h"

#include <QCoreApplication>
#include <QRectF>

#include <vector>

namespace sidestep::views {

/// Click selects, Shift or Ctrl adds, a drag on a router moves the selection, a drag on paper is a rubber band.
class SelectTool final : public CanvasTool
{
    Q_DECLARE_TR_FUNCTIONS(sidestep::views::SelectTool)

public:
    using CanvasTool::CanvasTool;
    void press(const Pointer &pointer) override;
    void move(const Pointer &pointer) override;
    void release(const Pointer &pointer) override;
    bool cancel() override;
    void paintPreview(QPainter &painter) const override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::ArrowCursor; }
    [[nodiscard]] QString hint() const override;
    void planChanged() override { cancel(); }

private:
    enum class Gesture : quint8 { None, Pressed, Band, Move };
    [[nodiscard]] QPointF snappedOffset(QPointF at) const;

    Gesture m_gesture = Gesture::None;
    QPointF m_from;
    QPointF m_at;
    bool m_adding = false;
    bool m_onObject = false;
    Selection m_before;                    ///< selection when the band began
    std::vector<plan::RouterId> m_moving;
};

} // namespace sidestep::views
