// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"
#include "model/plan/plan.h"

#include <QAbstractTableModel>

#include <memory>
#include <optional>

namespace sidestep::views {

/// A row a flow: how long it was out, what it lost, where, why, and whether the sender was told.
class LossBudgetModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { FlowColumn, DirectionColumn, OutageColumn, ObjectiveColumn, LostColumn, WhereColumn, WhyColumn, ToldColumn, ColumnCount };
    static constexpr int LossRole = Qt::UserRole;       ///< bool: the flow lost something
    static constexpr int SortRole = Qt::UserRole + 1;   ///< numbers as numbers
    static constexpr int MissedRole = Qt::UserRole + 2; ///< bool: the flow was out for longer than its objective

    using QAbstractTableModel::QAbstractTableModel;
    void setRun(std::optional<plan::Plan> plan, std::shared_ptr<const engine::Timeline> timeline);
    [[nodiscard]] bool hasObjectives() const;
    /// When the flow's loss begins; nullopt when it has none.
    [[nodiscard]] std::optional<SimTime> lossBegins(int row) const;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QString textOf(const engine::FlowResult &flow, int column) const;
    [[nodiscard]] QString lossesText(const engine::FlowResult &flow) const;

    std::optional<plan::Plan> m_plan;
    std::shared_ptr<const engine::Timeline> m_timeline;
};

} // namespace sidestep::views
