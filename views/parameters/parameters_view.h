// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QTableView;

namespace sidestep::views {

class ParametersFilter;
class ParametersModel;

/// What a run rests on: the plan's timers and the profile's assumptions, with ranges and sources, to read and to change.
/// F2 or a double click edits a value; Delete takes the profile's again.
class ParametersView final : public QWidget
{
    Q_OBJECT

public:
    explicit ParametersView(QWidget *parent = nullptr);
    [[nodiscard]] ParametersModel *model() const { return m_model; }
    [[nodiscard]] QTableView *table() const { return m_table; }

public slots:
    void setPlan(const sidestep::plan::Plan &plan);

signals:
    /// "KEY=VALUE", to be made an edit of the plan.
    void settingRequested(const QString &assignment);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void menuAt(const QPoint &at);
    void restore(const QModelIndex &index);

    ParametersModel *m_model;
    ParametersFilter *m_filter;
    QTableView *m_table;
    QLineEdit *m_words;
    QLabel *m_profile;
};

} // namespace sidestep::views
