// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include <QAbstractItemModel>
#include <QString>

#include <array>
#include <optional>
#include <vector>

namespace sidestep::views {

/// Two levels: kinds of objects with their counts, and the objects that match the filter. Names are made when a row is shown.
class PlanTreeModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Group { Routers, Links, Services, Vpns, Sessions, Domains, BfdPolicies, Flows, Scenarios, Snippets, GroupCount };
    static constexpr int kCountRole = Qt::UserRole + 1; ///< objects of a group in the whole plan

    explicit PlanTreeModel(QObject *parent = nullptr);

    void setPlan(const plan::Plan &plan);
    /// Keeps objects whose name, site or address contains the text, upper and lower case alike.
    void setFilter(const QString &text);

    [[nodiscard]] std::optional<plan::ObjectId> objectAt(const QModelIndex &index) const; ///< none: a group
    [[nodiscard]] QModelIndex indexOf(const plan::ObjectId &object) const;                ///< invalid: filtered out or not there

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    void refill();

    plan::Plan m_plan;
    QString m_filter;
    std::array<std::vector<plan::ObjectId>, GroupCount> m_objects; ///< each ascending by id
    std::array<std::size_t, GroupCount> m_counts{};
};

} // namespace sidestep::views
