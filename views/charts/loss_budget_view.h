// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"
#include "model/plan/plan.h"

#include <QWidget>

#include <memory>
#include <optional>

class QLabel;
class QTableView;

namespace sidestep::views {

class EmptyState;
class LossBudgetModel;
class StageBars;

/// What each flow lost and where the time of the recovery went.
class LossBudgetView final : public QWidget
{
    Q_OBJECT

public:
    explicit LossBudgetView(QWidget *parent = nullptr);
    [[nodiscard]] LossBudgetModel *model() const { return m_model; }
    [[nodiscard]] StageBars *stages() const { return m_stages; }

public slots:
    void setPlan(const sidestep::plan::Plan &plan);
    void setTimeline(std::shared_ptr<const sidestep::engine::Timeline> timeline);
    void setCursor(sidestep::SimTime) {} ///< The budget is that of the whole run.

signals:
    void cursorRequested(sidestep::SimTime time);
    void runRequested();

private:
    void rebuild();

    std::optional<plan::Plan> m_plan;
    std::shared_ptr<const engine::Timeline> m_timeline;
    LossBudgetModel *m_model;
    QTableView *m_table;
    StageBars *m_stages;
    QLabel *m_stagesTitle;
    EmptyState *m_empty;
    QWidget *m_content;
};

} // namespace sidestep::views
