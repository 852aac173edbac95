// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMarginsF>
#include <QObject>
#include <QPointF>
#include <QRectF>

class QGraphicsView;
class QVariantAnimation;

namespace sidestep::views {

/// Which part of the paper a view shows, and how large: zooming, panning, gliding to a place, staying fitted while the view is
/// resized. Glides where the platform animates, else jumps.
class CanvasCamera final : public QObject
{
    Q_OBJECT

public:
    explicit CanvasCamera(QGraphicsView &view);

    [[nodiscard]] double zoom() const;
    [[nodiscard]] QRectF seen() const; ///< in scene units

    /// Edges of the view that other things cover.
    void setInsets(const QMarginsF &insets) { m_insets = insets; }

    /// Brings the area into the free part of the view, no larger than `mostZoom`.
    void show(const QRectF &area, double mostZoom);
    /// Shows all of the area, at 100 % or smaller, and keeps it fitted until the user zooms or pans.
    void fit(const QRectF &contents);
    /// After a resize: fits again where it was fitted.
    void refit(const QRectF &contents);
    /// From here on a resize fits.
    void keepFitted() { m_keepFitted = true; }

    void glideTo(QPointF centre, double zoom);
    void zoomBy(double factor, QPointF viewportAnchor);
    void centreOn(QPointF centre);
    void pan(QPoint way); ///< in pixels

signals:
    void moved();

private:
    [[nodiscard]] bool animates() const;
    [[nodiscard]] QRectF room() const;
    [[nodiscard]] double fittingZoom(const QRectF &area, double mostZoom) const;
    /// Centre of the view when the area is to stand in the middle of the free part.
    [[nodiscard]] QPointF centreFor(const QRectF &area, double zoom) const;
    void jumpTo(QPointF centre, double zoom);

    QGraphicsView &m_view;
    QVariantAnimation *m_glide;
    QMarginsF m_insets;
    bool m_keepFitted = true;
};

} // namespace sidestep::views
