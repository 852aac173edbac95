// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"
#include "model/plan/plan.h"
#include "views/timeline/time_scale.h"
#include "views/timeline/timeline_rows.h"

#include <QAbstractScrollArea>

#include <memory>
#include <optional>
#include <vector>

namespace sidestep::views {

class EmptyState;

/// A finished run as lanes of bars: a failure reads as a staircase from top left to bottom right, joined by cause lines.
///
/// Mouse: a click or drag moves the cursor and catches on nearby changes (not with Alt); the wheel zooms time around the pointer;
/// when zoomed, dragging the lanes pans, as the middle button always does; a click on a flow's name tells that flow's story. Keys: Left and Right step through what happens, with
/// Shift through the changes of the chosen lane, Up and Down choose a lane, Home goes to the failure, End to when all has
/// settled, Space plays.
class TimelineView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    static constexpr double kRulerHeight = 26; ///< labels above, the cursor's handle below them
    static constexpr double kMargin = 14; ///< left of the names and right of the bars

    explicit TimelineView(QWidget *parent = nullptr);
    ~TimelineView() override;

    [[nodiscard]] SimTime cursor() const { return m_cursor; }
    [[nodiscard]] TimeScale::Mode scaleMode() const { return m_mode; }
    [[nodiscard]] bool showsAllLanes() const { return m_allLanes; }
    /// Rows on show, top first.
    [[nodiscard]] const std::vector<TimelineRow> &rows() const { return m_rows; }
    /// Horizontal place of a moment in the viewport; may be outside of it.
    [[nodiscard]] double xOf(SimTime time) const;
    /// The moment at a place in the viewport, clamped to the run.
    [[nodiscard]] SimTime timeAt(double x) const;
    /// The bar strip of a row in the viewport.
    [[nodiscard]] QRectF stripOf(std::size_t row) const;
    [[nodiscard]] double zoom() const { return m_zoom; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

public slots:
    void setPlan(const sidestep::plan::Plan &plan);
    /// nullptr: no run, shows what to do next.
    void setTimeline(std::shared_ptr<const sidestep::engine::Timeline> timeline);
    /// The plan has changed since the run: bars are drawn pale, a note says so.
    void setStale(bool stale);
    void setCursor(sidestep::SimTime time);
    void setScaleMode(sidestep::views::TimeScale::Mode mode);
    void setAllLanes(bool all);
    /// Tells the story of this flow; a click on a flow's name does it too. nullopt: of the flow that is out longest.
    void setFocus(std::optional<sidestep::plan::FlowId> flow);
    void zoomToFit();

signals:
    void cursorRequested(sidestep::SimTime time);
    void playToggleRequested();
    void runRequested();
    void scaleModeChanged(sidestep::views::TimeScale::Mode mode);
    void allLanesChanged(bool all);
    /// A lane's name was double-clicked: show its router.
    void routerActivated(sidestep::plan::RouterId router);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    enum class Gesture { None, Scrub, Pan, PanOrClick };

    void rebuild();
    void chooseRows();
    void makeScale();
    void layoutRows();
    void setZoom(double zoom, double aroundX);
    void updateBars();
    void updateDescription();
    void request(SimTime time);
    void step(int direction);
    void stepLane(int direction);
    void chooseLane(int row);
    [[nodiscard]] std::optional<std::size_t> rowAt(double y) const;
    [[nodiscard]] SimTime caught(double x) const;
    [[nodiscard]] double barsLeft() const { return m_left; }
    [[nodiscard]] double barsWidth() const;
    void paintRuler(QPainter &painter) const;
    void paintRow(QPainter &painter, std::size_t row) const;
    void paintJoints(QPainter &painter) const;
    void paintCursor(QPainter &painter) const;

    std::optional<plan::Plan> m_plan;
    std::shared_ptr<const engine::Timeline> m_timeline;
    std::vector<TimelineRow> m_allRows;
    std::vector<TimelineRow> m_rows;
    std::vector<CauseJoint> m_joints;
    std::vector<SimTime> m_moments;
    TimeScale m_scale;
    TimeScale::Mode m_mode = TimeScale::Mode::WhatMatters;
    EmptyState *m_empty;
    std::optional<plan::FlowId> m_focus; ///< nullopt: the worst
    SimTime m_cursor{};
    bool m_allLanes = false;
    bool m_stale = false;
    int m_lane = -1;         ///< chosen row, -1 for none
    double m_left = 150;     ///< where the bars begin
    double m_nameWidth = 70; ///< of the first column
    double m_pitch = 29;
    double m_zoom = 1;
    Gesture m_gesture = Gesture::None;
    QPointF m_pressed;
    int m_panFrom = 0;
};

} // namespace sidestep::views
