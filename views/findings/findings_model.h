// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/check/finding.h"
#include "model/plan/plan.h"

#include <QAbstractListModel>
#include <QSortFilterProxyModel>

#include <array>
#include <optional>
#include <vector>

namespace sidestep::views {

/// Findings in the order of the rules; the text is the display role.
class FindingsModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        SeverityRole = Qt::UserRole, ///< check::Severity as int
        ObjectsRole,                 ///< names, as the plan's user reads them
        RepairRole,                  ///< what the repair does, empty when there is none
        RuleRole,
    };

    using QAbstractListModel::QAbstractListModel;
    void setFindings(std::optional<plan::Plan> plan, std::vector<check::Finding> findings);
    [[nodiscard]] const check::Finding &finding(int row) const { return m_findings[static_cast<std::size_t>(row)]; }
    [[nodiscard]] int count(check::Severity severity) const;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    std::optional<plan::Plan> m_plan;
    std::vector<check::Finding> m_findings;
};

/// Findings whose severity is asked for and whose text or objects hold the words looked for.
class FindingsFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setShown(check::Severity severity, bool shown);
    void setWords(const QString &words);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    std::array<bool, 3> m_shown{true, true, true};
    QString m_words;
};

[[nodiscard]] QString severityText(check::Severity severity);
/// "2 errors".
[[nodiscard]] QString severityCountText(check::Severity severity, int count);

} // namespace sidestep::views
