// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"
#include "views/console/router_console.h"
#include "views/shared/selection.h"

#include <QStringList>
#include <QWidget>

#include <map>
#include <memory>
#include <optional>
#include <utility>

class QComboBox;
class QLabel;
class QStackedWidget;

namespace sidestep::views {

class EmptyState;

/// The consoles of the plan's routers, one shown at a time. A console begins when it is shown first, and its text, typed line and
/// history stay when another router is shown.
class ConsoleView final : public QWidget
{
    Q_OBJECT

public:
    explicit ConsoleView(QWidget *parent = nullptr);
    ~ConsoleView() override;

    /// Before the first plan.
    void setHost(ConsoleHost host) { m_host = std::move(host); }
    void setPlan(const plan::Plan &plan);
    /// Another plan is open: what was typed for the one before is gone.
    void startAfresh();
    /// Shows the first selected router's console.
    void setSelection(const Selection &selection);
    /// What display commands answer from: "while nothing fails", "1.166 s into the run".
    void setMoment(const QString &moment);
    void showRouter(plan::RouterId router);

    /// The shown console; nullptr while there is no router or the view was never visible.
    [[nodiscard]] RouterConsole *console() const { return m_shown; }
    /// Names of the routers with lines that were entered and not committed, in the plan's order.
    [[nodiscard]] QStringList pending() const;

signals:
    void routerChosen(sidestep::plan::RouterId router);
    void addRouterRequested();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void fillChooser();
    void showConsole();

    plan::Plan m_plan;
    ConsoleHost m_host;
    std::map<plan::RouterId, std::unique_ptr<RouterConsole>> m_consoles;
    std::optional<plan::RouterId> m_router;
    RouterConsole *m_shown = nullptr;
    EmptyState *m_empty;
    QWidget *m_content;
    QComboBox *m_chooser;
    QLabel *m_moment;
    QStackedWidget *m_terminals;
};

} // namespace sidestep::views
