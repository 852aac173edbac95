// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shared/glyph_button.h"

#include "views/shared/palette.h"

#include <QEvent>
#include <QPainter>
#include <QTransform>

namespace sidestep::views {

namespace {

void triangle(QPainterPath &path, double left, double tip, double half)
{
    path.moveTo(left, -half);
    path.lineTo(tip, 0);
    path.lineTo(left, half);
    path.closeSubpath();
}

void bar(QPainterPath &path, double x)
{
    path.addRect(QRectF(x - 0.75, -6, 1.5, 12));
}

} // namespace

QPainterPath glyphPath(Glyph glyph)
{
    QPainterPath path;
    path.setFillRule(Qt::WindingFill);
    switch (glyph) {
    case Glyph::ToFailure:
        triangle(path, 5, -3.5, 6);
        bar(path, -6);
        break;
    case Glyph::ToSettled:
        triangle(path, -5, 3.5, 6);
        bar(path, 6);
        break;
    case Glyph::StepBack: // a dot is an event; the bars at both ends are failure and settled
        triangle(path, 4, -4, 5.5);
        path.addEllipse(QPointF(-6.5, 0), 1.5, 1.5);
        break;
    case Glyph::StepForward:
        triangle(path, -4, 4, 5.5);
        path.addEllipse(QPointF(6.5, 0), 1.5, 1.5);
        break;
    case Glyph::Play:
        triangle(path, -3.5, 6.5, 6);
        break;
    case Glyph::Pause:
        path.addRect(QRectF(-4.5, -5.5, 3, 11));
        path.addRect(QRectF(1.5, -5.5, 3, 11));
        break;
    case Glyph::ZoomIn:
        path.addRect(QRectF(-5, -0.75, 10, 1.5));
        path.addRect(QRectF(-0.75, -5, 1.5, 10));
        break;
    case Glyph::ZoomOut:
        path.addRect(QRectF(-5, -0.75, 10, 1.5));
        break;
    case Glyph::Fit:
        bar(path, -6.5);
        bar(path, 6.5);
        triangle(path, 1, 5, 3);
        triangle(path, -1, -5, 3);
        break;
    }
    return path;
}

GlyphButton::GlyphButton(Glyph glyph, const QString &toolTip, Look look, QWidget *parent)
    : QAbstractButton(parent), m_glyph(glyph), m_look(look)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFocusPolicy(Qt::TabFocus);
    setGlyph(glyph, toolTip);
}

void GlyphButton::setGlyph(Glyph glyph, const QString &toolTip)
{
    m_glyph = glyph;
    setToolTip(toolTip);
    setAccessibleName(toolTip);
    update();
}

QSize GlyphButton::sizeHint() const
{
    return {28, 28};
}

void GlyphButton::paintEvent(QPaintEvent *)
{
    const Palette &palette = Palette::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(1, 1, -1, -1);
    QColor ink = isEnabled() ? palette.text : palette.link;
    if (m_look == Look::Filled) {
        QColor disc = isEnabled() ? palette.accent : palette.grid;
        if (isDown())
            disc = palette.dark ? disc.darker(115) : disc.darker(125);
        painter.setPen(Qt::NoPen);
        painter.setBrush(disc);
        painter.drawEllipse(box);
        if (isEnabled())
            ink = palette.onAccent;
    } else if (isEnabled() && (isDown() || underMouse())) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isDown() ? palette.accentSoft : palette.grid);
        painter.drawRoundedRect(box, 6, 6);
    }
    if (hasFocus()) {
        painter.setPen(QPen(m_look == Look::Filled ? palette.text : palette.accent, 1.5));
        painter.setBrush(Qt::NoBrush);
        const double corner = m_look == Look::Filled ? box.height() / 2 : 6;
        painter.drawRoundedRect(box, corner, corner);
    }
    painter.translate(QRectF(rect()).center());
    painter.setPen(QPen(ink, 0.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(ink);
    painter.drawPath(glyphPath(m_glyph));
}

void GlyphButton::enterEvent(QEnterEvent *event)
{
    update();
    QAbstractButton::enterEvent(event);
}

void GlyphButton::leaveEvent(QEvent *event)
{
    update();
    QAbstractButton::leaveEvent(event);
}

} // namespace sidestep::views
