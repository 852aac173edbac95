// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"
#include "model/plan/plan.h"

#include <QWidget>

#include <memory>
#include <optional>

class QLabel;
class QTableWidget;

namespace sidestep::views {

class CompareLanes;
class EmptyState;

/// The same failure with and without route tracking: the difference in a sentence, in numbers, and as lanes on one scale.
class CompareView final : public QWidget
{
    Q_OBJECT

public:
    explicit CompareView(QWidget *parent = nullptr);
    [[nodiscard]] QString verdict() const;
    [[nodiscard]] QTableWidget *table() const { return m_table; }

public slots:
    void setPlan(const sidestep::plan::Plan &plan);
    /// Runs of the same scenario; either nullptr: nothing to compare.
    void setTimelines(std::shared_ptr<const sidestep::engine::Timeline> with, std::shared_ptr<const sidestep::engine::Timeline> without);
    void setCursor(sidestep::SimTime time);

signals:
    void cursorRequested(sidestep::SimTime time);
    void compareRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void rebuild();
    void fillTable();
    [[nodiscard]] QString verdictText() const;

    std::optional<plan::Plan> m_plan;
    std::shared_ptr<const engine::Timeline> m_with;
    std::shared_ptr<const engine::Timeline> m_without;
    EmptyState *m_empty;
    QWidget *m_content;
    QLabel *m_verdict;
    QTableWidget *m_table;
    CompareLanes *m_lanes;
};

} // namespace sidestep::views
