// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include "model/engine/overrides.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include <vector>

namespace sidestep::views {

/// Every timer of the plan and every assumption of its profile, as `engine::parameters` lists them. A value that is edited is
/// not written here: `settingRequested` asks for the edit of the plan, and the next `setPlan` shows what came of it.
class ParametersModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Value, Range, Source, ColumnCount };
    enum Role {
        ChangedRole = Qt::UserRole, ///< the plan assumes it otherwise than its profile
        ChoicesRole,                ///< what a choice may be, as a string list; empty: any text
        KeyRole,
    };

    using QAbstractTableModel::QAbstractTableModel;
    void setPlan(const plan::Plan &plan);
    /// "KEY=VALUE" of the profile, which takes the plan's own assumption away; empty for a timer of the plan.
    [[nodiscard]] QString standard(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

signals:
    void settingRequested(const QString &assignment);

private:
    [[nodiscard]] QString text(const engine::Parameter &parameter, int column) const;

    std::vector<engine::Parameter> m_list;
};

/// Rows that hold the words looked for, and only those that differ from the profile when asked.
class ParametersFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setWords(const QString &words);
    void setChangedOnly(bool only);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_words;
    bool m_changedOnly = false;
};

} // namespace sidestep::views
