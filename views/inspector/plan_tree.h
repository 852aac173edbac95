// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"
#include "views/shared/selection.h"

#include <QWidget>

class QLineEdit;
class QTreeView;

namespace sidestep::views {

class PlanTreeModel;

/// Find field and tree of everything in the plan; shows and sets the one selection.
class PlanTree final : public QWidget
{
    Q_OBJECT

public:
    explicit PlanTree(QWidget *parent = nullptr);

    void setPlan(const plan::Plan &plan);
    void setSelection(const Selection &selection);
    void focusFind();

signals:
    void selectionRequested(const sidestep::views::Selection &selection);
    void zoomRequested(const std::vector<plan::ObjectId> &objects); ///< double click
    void removeRequested(const sidestep::views::Selection &selection);
    void consoleRequested(sidestep::plan::RouterId router);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] Selection selected() const;
    void openMenu(QPoint at);

    QLineEdit *m_find;
    QTreeView *m_view;
    PlanTreeModel *m_model;
    bool m_following = false; ///< the tree is being set from outside
};

} // namespace sidestep::views
