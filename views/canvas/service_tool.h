// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"
#include "views/canvas/canvas_tool.h"

#include <QCoreApplication>

#include <vector>

namespace sidestep::views {

/// Three clicks: the CSG, the AGG of the primary pseudowire, the AGG of the secondary. Enter or a double click leaves the
/// secondary out.
class ServiceTool final : public CanvasTool
{
    Q_DECLARE_TR_FUNCTIONS(sidestep::views::ServiceTool)

public:
    using CanvasTool::CanvasTool;
    void press(const Pointer &pointer) override;
    void move(const Pointer &pointer) override;
    void release(const Pointer &) override {}
    bool cancel() override;
    void paintPreview(QPainter &painter) const override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::CrossCursor; }
    [[nodiscard]] QString hint() const override;
    void planChanged() override;
    /// Draws the service with the primary alone; does nothing before the second click.
    void finishWithoutSecondary();

private:
    void finish();

    std::vector<plan::RouterId> m_chosen; ///< CSG, primary AGG
    QPointF m_at;
};

} // namespace sidestep::views
