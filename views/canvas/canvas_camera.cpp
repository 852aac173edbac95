// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/canvas_camera.h"

#include "views/canvas/canvas_look.h"

#include <QEasingCurve>
#include <QGraphicsView>
#include <QScrollBar>
#include <QStyle>
#include <QVariantAnimation>

#include <algorithm>
#include <cmath>

namespace sidestep::views {
namespace {

constexpr int kGlideMs = 200;

} // namespace

CanvasCamera::CanvasCamera(QGraphicsView &view) : QObject(&view), m_view(view), m_glide(new QVariantAnimation(this))
{
    m_glide->setDuration(kGlideMs);
    m_glide->setEasingCurve(QEasingCurve::OutCubic);
}

double CanvasCamera::zoom() const
{
    return m_view.transform().m11();
}

QRectF CanvasCamera::seen() const
{
    return m_view.mapToScene(m_view.viewport()->rect()).boundingRect();
}

QRectF CanvasCamera::room() const
{
    return QRectF(m_view.viewport()->rect()).marginsRemoved(m_insets);
}

double CanvasCamera::fittingZoom(const QRectF &area, double mostZoom) const
{
    const QRectF free = room();
    return std::clamp(std::min({free.width() / area.width(), free.height() / area.height(), mostZoom}), kMinZoom, kMaxZoom);
}

QPointF CanvasCamera::centreFor(const QRectF &area, double zoom) const
{
    return area.center() + (QRectF(m_view.viewport()->rect()).center() - room().center()) / zoom;
}

void CanvasCamera::show(const QRectF &area, double mostZoom)
{
    const QRectF free = room();
    if (area.isEmpty() || free.width() < 1 || free.height() < 1)
        return;
    m_keepFitted = false;
    const double target = fittingZoom(area, mostZoom);
    glideTo(centreFor(area, target), target);
}

void CanvasCamera::fit(const QRectF &contents)
{
    if (contents.isNull())
        glideTo(QPointF(0, 0), 1.0);
    else
        show(contents, 1.0);
    m_keepFitted = true;
}

void CanvasCamera::refit(const QRectF &contents)
{
    if (!m_keepFitted || contents.isNull())
        return;
    m_glide->stop();
    const double target = fittingZoom(contents, 1.0);
    jumpTo(centreFor(contents, target), target);
}

bool CanvasCamera::animates() const
{
    return m_view.isVisible() && m_view.style()->styleHint(QStyle::SH_Widget_Animate, nullptr, &m_view) != 0
        && m_view.style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, &m_view) > 0;
}

void CanvasCamera::jumpTo(QPointF centre, double zoom)
{
    m_view.setTransform(QTransform::fromScale(zoom, zoom));
    m_view.centerOn(centre);
    emit moved();
}

void CanvasCamera::glideTo(QPointF centre, double target)
{
    m_glide->stop();
    m_glide->disconnect(this);
    if (!animates()) {
        jumpTo(centre, target);
        return;
    }
    const QPointF from = seen().center();
    const double scale = zoom();
    m_glide->setStartValue(0.0);
    m_glide->setEndValue(1.0);
    connect(m_glide, &QVariantAnimation::valueChanged, this, [=, this](const QVariant &value) {
        const double part = value.toDouble();
        // Zoom by equal factors, and move by what is left on screen, so that the target grows straight towards its place.
        const double now = scale * std::pow(target / scale, part);
        const double travelled = std::abs(target - scale) < 1e-9 ? part : (1 / scale - 1 / now) / (1 / scale - 1 / target);
        jumpTo(from + (centre - from) * travelled, now);
    });
    m_glide->start();
}

void CanvasCamera::zoomBy(double factor, QPointF viewportAnchor)
{
    m_keepFitted = false;
    m_glide->stop();
    const double target = std::clamp(zoom() * factor, kMinZoom, kMaxZoom);
    const QPointF fixed = m_view.mapToScene(viewportAnchor.toPoint());
    m_view.setTransform(QTransform::fromScale(target, target));
    const QPointF drift = QPointF(m_view.mapFromScene(fixed)) - viewportAnchor;
    pan(QPoint(-qRound(drift.x()), -qRound(drift.y())));
    emit moved();
}

void CanvasCamera::centreOn(QPointF centre)
{
    m_keepFitted = false;
    m_view.centerOn(centre);
    emit moved();
}

void CanvasCamera::pan(QPoint way)
{
    m_keepFitted = false;
    m_view.horizontalScrollBar()->setValue(m_view.horizontalScrollBar()->value() - way.x());
    m_view.verticalScrollBar()->setValue(m_view.verticalScrollBar()->value() - way.y());
}

} // namespace sidestep::views
