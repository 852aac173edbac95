// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"
#include "views/charts/traffic_steps.h"

#include <QChartView>

#include <QStringList>

namespace sidestep::views {

/// The chart of one direction.
class TrafficPlot final : public QChartView
{
    Q_OBJECT

public:
    explicit TrafficPlot(plan::Direction direction, QWidget *parent = nullptr);

    /// `names` are those of `traffic.delivered`. Times on the axis count from the failure.
    void show(const DirectionTraffic &traffic, const QStringList &names, SimTime failure, SimTime from, SimTime to);
    void setCursorTime(SimTime time);
    [[nodiscard]] double xOf(SimTime time) const; ///< in the viewport
    [[nodiscard]] SimTime timeAt(double x) const; ///< clamped to the range on show

signals:
    void cursorRequested(sidestep::SimTime time);

protected:
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    /// Seconds since the failure: what the axis counts in.
    [[nodiscard]] double axisValue(SimTime time) const;

    plan::Direction m_direction;
    SimTime m_failure{};
    SimTime m_from{};
    SimTime m_to{};
    SimTime m_cursor{};
};

} // namespace sidestep::views
