// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"
#include "model/plan/plan.h"
#include "model/report/explanation_report.h"
#include "model/report/narration.h"

#include <QAbstractListModel>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QLabel;
class QListView;
class QToolButton;

namespace sidestep::views {

/// The steps of a story: headline as display role, the rest as roles of its own.
class WhyModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { DetailRole = Qt::UserRole, OffsetRole, CurrentRole };

    using QAbstractListModel::QAbstractListModel;
    void setSteps(std::vector<report::NarrationStep> steps, SimTime failure);
    void setCurrent(int row);
    [[nodiscard]] int current() const { return m_current; }
    [[nodiscard]] const std::vector<report::NarrationStep> &steps() const { return m_steps; }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    std::vector<report::NarrationStep> m_steps;
    SimTime m_failure{};
    int m_current = -1;
};

/// What happened and why, in words; the step at the cursor stands out, a click goes to its moment.
class WhyPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit WhyPanel(QWidget *parent = nullptr);
    [[nodiscard]] WhyModel *model() const { return m_model; }
    [[nodiscard]] QListView *list() const { return m_list; }
    /// Told at first: the failure, what it led to, and each end of a loss. The rest on request.
    [[nodiscard]] QToolButton *more() const { return m_more; }
    [[nodiscard]] QSize sizeHint() const override { return {280, 220}; }

public slots:
    void setPlan(const sidestep::plan::Plan &plan);
    void setTimeline(std::shared_ptr<const sidestep::engine::Timeline> timeline);
    /// What decided the run's losses and what would change them, behind the steps; until the next timeline.
    void setExplanations(const std::vector<sidestep::report::Explanation> &explanations);
    void setCursor(sidestep::SimTime time);

signals:
    void cursorRequested(sidestep::SimTime time);
    /// Where the step happened, for the canvas.
    void routerRequested(sidestep::plan::RouterId router);

private:
    void rebuild();
    void chooseAt(SimTime time);

    std::optional<plan::Plan> m_plan;
    std::shared_ptr<const engine::Timeline> m_timeline;
    std::vector<report::Explanation> m_explanations;
    WhyModel *m_model;
    QListView *m_list;
    QLabel *m_nothing;
    QToolButton *m_more;
    SimTime m_cursor{};
};

} // namespace sidestep::views
