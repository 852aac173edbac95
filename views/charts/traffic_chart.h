// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"
#include "model/plan/plan.h"
#include "views/charts/traffic_steps.h"

#include <QWidget>

#include <memory>
#include <optional>

class QCheckBox;
class QComboBox;
class QChart;

namespace sidestep::views {

class EmptyState;
class TrafficPlot;

/// Delivered and lost packets per second over time, one area a path, with the packets lost so far on the right.
/// The cursor is the timeline's; a click or drag moves it.
class TrafficChart final : public QWidget
{
    Q_OBJECT

public:
    explicit TrafficChart(QWidget *parent = nullptr);
    ~TrafficChart() override;
    [[nodiscard]] QChart *chartOf(plan::Direction direction) const;
    [[nodiscard]] TrafficPlot *plotOf(plan::Direction direction) const;

public slots:
    void setPlan(const sidestep::plan::Plan &plan);
    void setTimeline(std::shared_ptr<const sidestep::engine::Timeline> timeline);
    void setCursor(sidestep::SimTime time);
    void setWholeRun(bool whole);
    void setDirectionShown(sidestep::plan::Direction direction, bool shown);

signals:
    void cursorRequested(sidestep::SimTime time);
    void runRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void rebuild();

    std::optional<plan::Plan> m_plan;
    std::shared_ptr<const engine::Timeline> m_timeline;
    QWidget *m_content;
    EmptyState *m_empty;
    TrafficPlot *m_upstream;
    TrafficPlot *m_downstream;
    QCheckBox *m_showUpstream;
    QCheckBox *m_showDownstream;
    QComboBox *m_range;
    SimTime m_cursor{};
};

} // namespace sidestep::views
