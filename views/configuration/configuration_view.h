// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/device_config.h"
#include "model/plan/plan.h"
#include "views/configuration/line_notes.h"
#include "views/shared/selection.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace sidestep::views {

class EmptyState;
class VrpEditor;

/// A router's configuration to read: numbered, coloured, with the lines of the selected object marked.
///
/// It follows the selection: a router shows its own file; anything else that is selected keeps the router when it has lines for it,
/// and otherwise goes to the first router that does. With nothing selected a list chooses the router.
class ConfigurationView final : public QWidget
{
    Q_OBJECT

public:
    explicit ConfigurationView(QWidget *parent = nullptr);
    [[nodiscard]] std::optional<plan::RouterId> router() const { return m_router; }
    [[nodiscard]] QString text() const;
    /// 0-based, ascending.
    [[nodiscard]] std::vector<int> markedLines() const;
    [[nodiscard]] VrpEditor *editor() const { return m_editor; }

public slots:
    void setPlan(const sidestep::plan::Plan &plan);
    void setSelection(const sidestep::views::Selection &selection);
    void setRouter(sidestep::plan::RouterId router);
    /// Opens the find field (Ctrl+F).
    void find();

signals:
    void exportRequested(sidestep::plan::RouterId router, const QString &text);
    /// The list chose another router.
    /// The router's file before and after the last saved plan.
    void differenceRequested(sidestep::plan::RouterId router);
    void routerChosen(sidestep::plan::RouterId router);
    /// A line was double-clicked: what in the plan it comes from.
    void objectActivated(const sidestep::plan::ObjectId &object);
    /// A gap's "Show" was pressed.
    void zoomRequested(const std::vector<sidestep::plan::ObjectId> &objects);
    void addRouterRequested();

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void rebuild();
    void dress();
    void mark();
    void showHeader();
    void findNext(bool forward);
    [[nodiscard]] std::optional<plan::RouterId> routerFor(const plan::ObjectId &object) const;

    std::optional<plan::Plan> m_plan;
    Selection m_selection;
    std::optional<plan::RouterId> m_router;
    config::DeviceConfig m_config;
    LineNotes m_notes;
    QWidget *m_content;
    EmptyState *m_empty;
    QLabel *m_name;
    QLabel *m_about;
    QComboBox *m_chooser;
    QLabel *m_gaps;
    VrpEditor *m_editor;
    QWidget *m_findBar;
    QLineEdit *m_findField;
    QLabel *m_findResult;
    QLabel *m_marks;
    QPushButton *m_copy;
    QPushButton *m_export;
    QPushButton *m_difference;
};

} // namespace sidestep::views
