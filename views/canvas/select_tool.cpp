// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/select_tool.h"

#include "views/canvas/drawing_edits.h"
#include "views/canvas/plan_canvas.h"
#include "views/canvas/plan_scene.h"

#include <QPainter>

#include <cmath>

namespace sidestep::views {

namespace {
constexpr double kDragPixels = 4; // less is a shaky click
} // namespace

void SelectTool::press(const Pointer &pointer)
{
    m_from = m_at = pointer.at;
    m_adding = (pointer.modifiers & (Qt::ShiftModifier | Qt::ControlModifier)) != 0;
    m_before = m_canvas.selection();
    const auto object = m_canvas.network().objectAt(pointer.at, m_canvas.reach());
    m_onObject = object.has_value();
    m_gesture = Gesture::Pressed;
    if (!object)
        return;
    Selection wanted = m_before;
    if (m_adding)
        wanted.toggle(*object);
    else if (!wanted.contains(*object))
        wanted.objects = {*object};
    if (!(wanted == m_before))
        emit m_canvas.selectionRequested(wanted);
}

QPointF SelectTool::snappedOffset(QPointF at) const
{
    // The router under the pointer lands on the grid; the others keep their distance to it.
    const plan::Position *lead = m_moving.empty() ? nullptr : m_canvas.plan().positions().find(m_moving.front());
    if (!lead)
        return {};
    const CanvasPoint point = snapped(lead->x + at.x() - m_from.x(), lead->y + at.y() - m_from.y());
    return {static_cast<double>(point.x - lead->x), static_cast<double>(point.y - lead->y)};
}

void SelectTool::move(const Pointer &pointer)
{
    m_at = pointer.at;
    if (m_gesture == Gesture::None) {
        m_canvas.network().setHover(m_canvas.network().objectAt(pointer.at, m_canvas.reach()));
        return;
    }
    if (m_gesture == Gesture::Pressed) {
        const QPointF way = (m_at - m_from) * m_canvas.zoom();
        if (std::hypot(way.x(), way.y()) < kDragPixels)
            return;
        m_canvas.network().setHover(std::nullopt);
        m_gesture = m_onObject ? Gesture::Move : Gesture::Band;
        if (m_gesture == Gesture::Move) {
            m_moving = m_canvas.selection().of<plan::RouterId>();
            if (const auto lead = m_canvas.network().routerAt(m_from, m_canvas.reach())) {
                std::erase(m_moving, *lead);
                if (m_canvas.selection().contains(plan::ObjectId(*lead)))
                    m_moving.insert(m_moving.begin(), *lead);
            }
        }
    }
    if (m_gesture == Gesture::Move) {
        m_canvas.network().previewMove(m_moving, snappedOffset(m_at));
        return;
    }
    Selection wanted;
    if (m_adding)
        wanted = m_before;
    for (const plan::ObjectId &object : m_canvas.network().objectsIn(QRectF(m_from, m_at).normalized()))
        if (!m_adding || !wanted.contains(object))
            wanted.objects.push_back(object);
    if (!(wanted == m_canvas.selection()))
        emit m_canvas.selectionRequested(wanted);
    m_canvas.network().updatePreview();
}

void SelectTool::release(const Pointer &pointer)
{
    const Gesture gesture = m_gesture;
    m_gesture = Gesture::None;
    if (gesture == Gesture::Move) {
        m_at = pointer.at;
        const QPointF offset = snappedOffset(m_at);
        const auto moving = std::exchange(m_moving, {});
        m_canvas.network().previewMove({}, {});
        const plan::PlanEdit edit = moveEdit(m_canvas.plan(), moving, static_cast<std::int32_t>(std::lround(offset.x())),
                                             static_cast<std::int32_t>(std::lround(offset.y())));
        if (!edit.changes.empty())
            m_canvas.request(edit);
    } else if (gesture == Gesture::Pressed && !m_onObject && !m_adding && !m_canvas.selection().empty()) {
        emit m_canvas.selectionRequested({});
    } else if (gesture == Gesture::Pressed && m_onObject && !m_adding && m_canvas.selection().objects.size() > 1) {
        // A click that did not become a drag picks one out of many.
        if (const auto object = m_canvas.network().objectAt(pointer.at, m_canvas.reach()))
            emit m_canvas.selectionRequested({{*object}});
    }
    m_canvas.network().updatePreview();
}

bool SelectTool::cancel()
{
    const Gesture gesture = std::exchange(m_gesture, Gesture::None);
    if (gesture == Gesture::Move)
        m_canvas.network().previewMove({}, {});
    else if (gesture == Gesture::Band && !(m_before == m_canvas.selection()))
        emit m_canvas.selectionRequested(m_before);
    m_moving.clear();
    m_canvas.network().updatePreview();
    return gesture == Gesture::Move || gesture == Gesture::Band;
}

void SelectTool::paintPreview(QPainter &painter) const
{
    if (m_gesture != Gesture::Band)
        return;
    const Palette &colours = m_canvas.colours();
    QPen pen(colours.accent, 1);
    pen.setCosmetic(true);
    painter.setPen(pen);
    QColor fill = colours.accentSoft;
    fill.setAlphaF(0.5f);
    painter.setBrush(fill);
    painter.drawRect(QRectF(m_from, m_at).normalized());
}

QString SelectTool::hint() const
{
    return tr("Click to select, drag to move, drag on the paper to select several. Shift adds.");
}

} // namespace sidestep::views
