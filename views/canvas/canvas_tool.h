// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QString>
#include <Qt>

class QPainter;

namespace sidestep::views {

class PlanCanvas;

/// Where the mouse is, in scene units, and what is held down.
struct Pointer
{
    QPointF at;
    Qt::KeyboardModifiers modifiers;
};

/// What the left button does. A gesture runs from press to release, previews in the scene and asks for at most one edit.
class CanvasTool
{
public:
    explicit CanvasTool(PlanCanvas &canvas) : m_canvas(canvas) {}
    virtual ~CanvasTool() = default;
    CanvasTool(const CanvasTool &) = delete;
    CanvasTool &operator=(const CanvasTool &) = delete;

    virtual void press(const Pointer &pointer) = 0;
    /// Also called without a button, for hovering.
    virtual void move(const Pointer &pointer) = 0;
    virtual void release(const Pointer &pointer) = 0;
    /// Gives up the gesture under way; returns whether there was one.
    virtual bool cancel() = 0;
    virtual void paintPreview(QPainter &painter) const = 0;
    [[nodiscard]] virtual Qt::CursorShape cursor() const = 0;
    /// What to do next, for the status line.
    [[nodiscard]] virtual QString hint() const = 0;
    /// The plan changed under the tool: forget ids that are gone.
    virtual void planChanged() {}

protected:
    PlanCanvas &m_canvas;
};

} // namespace sidestep::views
