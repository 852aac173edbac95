// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/router_changes.h"
#include "views/configuration/line_alignment.h"

#include <QWidget>

#include <vector>

class QAction;
class QLabel;
class QListWidget;
class QPushButton;
class QScrollBar;
class QStackedLayout;
class QTabBar;
class QToolButton;

namespace sidestep::views {

class EmptyState;
class VrpEditor;

/// Two sets of configurations side by side: the routers that differ, the lines that differ, and the commands that lead from
/// one to the other and back. Keys: Alt+Down and Alt+Up go from change to change.
class DifferenceView final : public QWidget
{
    Q_OBJECT

public:
    enum class Against { SavedPlan, OtherPlan, RouterFile };
    enum class Page { Lines, Commands, Rollback };

    explicit DifferenceView(QWidget *parent = nullptr);

    [[nodiscard]] QListWidget *routers() const { return m_routers; }
    [[nodiscard]] QTabBar *pages() const { return m_pageTabs; }
    [[nodiscard]] VrpEditor *first() const { return m_first; }
    [[nodiscard]] VrpEditor *second() const { return m_second; }
    /// Of the page that is shown: both sides have none, the scripts have theirs.
    [[nodiscard]] QString script() const;
    [[nodiscard]] EmptyState *emptyState() const { return m_empty; }
    [[nodiscard]] const std::vector<AlignedRow> &rows() const { return m_rows; }

public slots:
    /// What is compared, as a heading: "reference.sidestep as saved". Keeps the router that is shown where it still differs.
    void setChanges(const QString &first, const QString &second, const std::vector<sidestep::config::RouterChange> &changes);
    void showWorking(const QString &what);
    void showProblem(const QString &what);
    /// Now where it is in the list, else as soon as it is.
    void chooseRouter(const QString &name);

    void nextChange();
    void previousChange();

signals:
    void compareRequested(sidestep::views::DifferenceView::Against against);
    void routerActivated(const QString &name);
    void exportRequested(const QString &suggestedName, const QString &text);
    void stopRequested();

private:
    QWidget *makeLeft();
    QWidget *makeRight();
    void addAgainst(const QString &text, Against against);
    void showRouter(int row);
    void showLines(const config::RouterChange &change);
    void showPage();
    void showMessage(const QString &headline, const QString &detail, const QString &button);
    void step(bool forward);
    [[nodiscard]] const config::RouterChange *current() const;

    std::vector<config::RouterChange> m_changes;
    std::vector<AlignedRow> m_rows;
    QString m_wanted; ///< router to show as soon as there are changes
    bool m_working = false;

    QStackedLayout *m_stack;
    EmptyState *m_empty;
    QWidget *m_content;
    QLabel *m_title;
    QLabel *m_firstTitle;
    QLabel *m_secondTitle;
    QToolButton *m_against;
    QListWidget *m_routers;
    QTabBar *m_pageTabs;
    QWidget *m_sides;
    QWidget *m_scriptPaper;
    VrpEditor *m_first;
    VrpEditor *m_second;
    VrpEditor *m_script;
    QToolButton *m_previous;
    QToolButton *m_next;
    QPushButton *m_copy;
    QPushButton *m_export;
};

} // namespace sidestep::views
