// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/check/finding.h"
#include "model/plan/plan.h"

#include <QWidget>

#include <array>
#include <optional>
#include <vector>

class QLineEdit;
class QListView;
class QToolButton;

namespace sidestep::views {

class EmptyState;
class FindingsFilter;
class FindingsModel;

/// What the design rules have to say about the plan, with the way to each place and the repair where there is one.
/// Keys: Enter shows, Ctrl+Enter repairs.
class FindingsView final : public QWidget
{
    Q_OBJECT

public:
    explicit FindingsView(QWidget *parent = nullptr);
    [[nodiscard]] FindingsModel *model() const { return m_model; }
    [[nodiscard]] QListView *list() const { return m_list; }
    [[nodiscard]] EmptyState *emptyState() const { return m_empty; }

public slots:
    void setFindings(const sidestep::plan::Plan &plan, const std::vector<sidestep::check::Finding> &findings);

signals:
    void zoomRequested(const std::vector<sidestep::plan::ObjectId> &objects);
    void editRequested(const sidestep::plan::PlanEdit &edit);
    void openReferenceRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void reveal(const QModelIndex &index);
    void repair(const QModelIndex &index);
    void showCounts();
    void menuAt(const QPoint &at);

    FindingsModel *m_model;
    FindingsFilter *m_filter;
    QWidget *m_content;
    EmptyState *m_empty;
    QListView *m_list;
    QLineEdit *m_words;
    std::array<QToolButton *, 3> m_severities;
};

} // namespace sidestep::views
