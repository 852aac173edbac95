// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"
#include "model/plan/plan.h"
#include "views/timeline/time_scale.h"

#include <QWidget>

#include <memory>

namespace sidestep::views {

/// Flows of two runs, two lanes a flow, on one scale. Shows the flows that lost something in either run.
class CompareLanes final : public QWidget
{
    Q_OBJECT

public:
    explicit CompareLanes(QWidget *parent = nullptr);
    void setRuns(std::shared_ptr<const engine::Timeline> with, std::shared_ptr<const engine::Timeline> without);
    void setCursor(SimTime time);
    [[nodiscard]] double xOf(SimTime time) const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void cursorRequested(sidestep::SimTime time);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    struct Row
    {
        QString flow;  ///< empty in the second lane of a flow
        QString which; ///< "tracked", "not tracked"
        engine::FlowResult result;
    };
    void requestAt(double x);

    std::vector<Row> m_rows;
    TimeScale m_scale;
    SimTime m_failure{};
    SimTime m_cursor{};
};

} // namespace sidestep::views
