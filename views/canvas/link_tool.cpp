// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/link_tool.h"

#include "views/canvas/drawing_edits.h"
#include "views/canvas/plan_canvas.h"
#include "views/canvas/plan_scene.h"
#include "views/shared/text.h"

#include <QPainter>

namespace sidestep::views {

void LinkTool::press(const Pointer &pointer)
{
    m_at = pointer.at;
    const auto router = m_canvas.network().routerAt(pointer.at, m_canvas.reach());
    if (m_from && router && *router != *m_from)
        return; // the second click: its release draws
    m_from = router;
    m_armed = false;
    m_canvas.say(m_from ? tr("Drag or click to the other router.") : hint());
    m_canvas.network().updatePreview();
}

void LinkTool::move(const Pointer &pointer)
{
    m_at = pointer.at;
    m_over = m_canvas.network().routerAt(pointer.at, m_canvas.reach());
    m_canvas.network().setHover(m_over ? std::optional(plan::ObjectId(*m_over)) : std::nullopt);
    m_canvas.network().updatePreview();
}

void LinkTool::release(const Pointer &pointer)
{
    m_at = pointer.at;
    const auto router = m_canvas.network().routerAt(pointer.at, m_canvas.reach());
    if (!m_from)
        return;
    if (router && *router != *m_from) {
        finish(*router);
    } else if (router == m_from && !m_armed) {
        m_armed = true; // a click on the first router; the next click ends the link
    } else {
        m_from.reset();
        m_armed = false;
    }
    m_canvas.network().updatePreview();
}

void LinkTool::finish(plan::RouterId to)
{
    const plan::RouterId from = *m_from;
    m_from.reset();
    m_over.reset();
    m_armed = false;
    m_canvas.network().setHover(std::nullopt);
    m_canvas.request(addLinkEdit(m_canvas.plan(), from, to));
}

bool LinkTool::cancel()
{
    const bool active = m_from.has_value();
    m_from.reset();
    m_over.reset();
    m_armed = false;
    m_canvas.network().setHover(std::nullopt);
    m_canvas.network().updatePreview();
    return active;
}

void LinkTool::planChanged()
{
    if (m_from && !m_canvas.plan().find(*m_from))
        cancel();
}

void LinkTool::paintPreview(QPainter &painter) const
{
    if (!m_from)
        return;
    const auto from = m_canvas.network().nodeOf(*m_from);
    if (!from)
        return;
    const Palette &colours = m_canvas.colours();
    const auto over = m_over && *m_over != *m_from ? m_canvas.network().nodeOf(*m_over) : std::nullopt;
    // While it hangs in the air the line ends at the pointer; over a router it shows where it will end, and in which ports.
    const QLineF line = over ? linkLine(*from, *over, 0) : linkLine(*from, Node{m_at, plan::Role::P}, 0);
    const QLineF shown = over ? line : QLineF(line.p1(), m_at);
    painter.setPen(QPen(colours.accent, 2.2, over ? Qt::SolidLine : Qt::DashLine, Qt::RoundCap));
    painter.drawLine(shown);
    if (!over)
        return;
    const auto [portA, portB] = portsForLink(m_canvas.plan(), *m_from, *m_over);
    painter.setFont(canvasFont(11, QFont::Medium));
    for (const auto &[name, part] : {std::pair(portA, 0.22), std::pair(portB, 0.78)}) {
        const QString text = toQt(shortPortName(name));
        const QSizeF size(QFontMetricsF(painter.font()).horizontalAdvance(text) + 14, 18);
        const QPointF centre = line.pointAt(part);
        const QRectF box(centre.x() - size.width() / 2, centre.y() - size.height() / 2, size.width(), size.height());
        painter.setPen(QPen(colours.accent, 1));
        painter.setBrush(colours.canvas);
        painter.drawRoundedRect(box, 9, 9);
        painter.drawText(box, Qt::AlignCenter, text);
    }
    painter.setBrush(Qt::NoBrush);
}

QString LinkTool::hint() const
{
    return tr("Drag from one router to another. Ports are chosen for you. Escape ends.");
}

} // namespace sidestep::views
