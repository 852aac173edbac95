// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/place_tool.h"

#include "model/plan/fields.h"
#include "views/canvas/drawing_edits.h"
#include "views/canvas/plan_canvas.h"
#include "views/canvas/plan_scene.h"
#include "views/shared/glyphs.h"
#include "views/shared/text.h"

#include <QPainter>

namespace sidestep::views {

void PlaceTool::press(const Pointer &pointer)
{
    m_pressed = true;
    move(pointer);
}

void PlaceTool::move(const Pointer &pointer)
{
    const CanvasPoint point = snapped(pointer.at.x(), pointer.at.y());
    m_ghost = QPointF(point.x, point.y);
    m_canvas.network().updatePreview();
}

void PlaceTool::release(const Pointer &pointer)
{
    if (!std::exchange(m_pressed, false))
        return;
    m_ghost.reset();
    m_canvas.request(addRouterEdit(m_canvas.plan(), m_role, snapped(pointer.at.x(), pointer.at.y())));
}

bool PlaceTool::cancel()
{
    m_ghost.reset();
    m_canvas.network().updatePreview();
    return std::exchange(m_pressed, false);
}

void PlaceTool::paintPreview(QPainter &painter) const
{
    if (!m_ghost)
        return;
    const Palette &colours = m_canvas.colours();
    painter.save();
    painter.translate(*m_ghost);
    painter.setOpacity(0.6);
    paintRole(painter, m_role, colours.accent, colours.canvas);
    painter.setOpacity(1);
    painter.setPen(colours.accent);
    painter.setFont(canvasFont(13, QFont::DemiBold));
    painter.drawText(QRectF(-80, 36, 160, 20), Qt::AlignCenter, toQt(freeRouterName(m_canvas.plan(), m_role)));
    painter.restore();
}

QString PlaceTool::hint() const
{
    return tr("Click to place a router of the role %1. Escape ends.").arg(toQt(plan::wordOf(m_role)));
}

} // namespace sidestep::views
