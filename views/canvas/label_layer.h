// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"
#include "views/canvas/label_placer.h"

#include <QFont>
#include <QGraphicsItem>
#include <QHash>

#include <optional>
#include <vector>

namespace sidestep::views {

class PlanScene;

/// Every text of the network: names, addresses, ports, pills, tier titles. One item, so that labels can avoid each other.
/// Laid out when first painted after a change, for the region in sight.
class LabelLayer final : public QGraphicsItem
{
public:
    explicit LabelLayer(const PlanScene &scene);

    /// Geometry, text, zoom step or layers changed.
    void invalidate();
    /// The service whose pill is at the point.
    [[nodiscard]] std::optional<plan::ObjectId> pillAt(QPointF point) const;
    /// 0 where nothing lies; see LabelPlacer::cost.
    [[nodiscard]] int crowding(const QRectF &rect) const;
    /// Rectangles of all labels laid out now, for tests and for what keeps clear of them.
    [[nodiscard]] std::vector<QRectF> rectangles() const;

    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    enum class Style : quint8 { Name, Address, Port, Title };
    struct Label
    {
        QRectF rect;
        QString text;
        Style style;
        Qt::Alignment align;
        bool backed = false; ///< lies on a line: painted on a patch of paper
    };
    struct Pill
    {
        QRectF rect;
        QString text;
        QColor colour;
        plan::ObjectId object;
    };

    void ensureLaidOut() const;
    void layOut(const QRectF &region) const;
    void layOutPills() const;
    void layOutNames(const QRectF &region) const;
    void layOutPorts(const QRectF &region) const;
    void layOutMetrics(const QRectF &region) const;
    void layOutTitles() const;
    void addName(plan::RouterId router) const;
    /// How far a direction from the router's centre is from its nearest line, in degrees, 0..180.
    [[nodiscard]] double openness(plan::RouterId router, QPointF direction) const;
    [[nodiscard]] QFont fontOf(Style style) const;
    [[nodiscard]] QSizeF sizeOf(const QString &text, Style style) const;

    const PlanScene &m_scene;
    // The layout follows from the scene; it is made when someone asks.
    mutable bool m_stale = true;
    mutable QRectF m_region;
    mutable LabelPlacer m_placer;
    mutable std::vector<Label> m_labels;
    mutable std::vector<Pill> m_pills;
    mutable QHash<QString, double> m_widths[4];
    mutable double m_scale = 1;
};

} // namespace sidestep::views
