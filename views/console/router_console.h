// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/config/console/session.h"
#include "model/config/display/router_state.h"
#include "model/plan/plan.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>

namespace sidestep::views {

class ConsoleTerminal;

/// What consoles need of the program.
struct ConsoleHost
{
    /// Makes a commit one undoable edit of the plan.
    std::function<Result<void>(const plan::PlanEdit &edit)> apply;
    using StateReady = std::function<void(const Result<config::RouterState> &state)>;
    /// Works out what the router would show at the moment on the screen, off this thread; `ready` is called later on this one.
    std::function<void(plan::RouterId router, StateReady ready)> askState;
    /// Nobody waits for the router's state any more.
    std::function<void(plan::RouterId router)> forgetState;
};

/// A terminal at the console of one router of the plan: its session, its text, the line being typed and its history.
class RouterConsole final : public QObject
{
    Q_OBJECT

public:
    /// `plan` is the one on the screen, as it is at each moment.
    RouterConsole(plan::RouterId router, const plan::Plan &plan, const ConsoleHost &host, QObject *parent);
    ~RouterConsole() override;
    RouterConsole(const RouterConsole &) = delete;
    RouterConsole &operator=(const RouterConsole &) = delete;

    [[nodiscard]] plan::RouterId router() const { return m_router; }
    [[nodiscard]] ConsoleTerminal &terminal() const { return *m_terminal; }
    /// Something was entered here.
    [[nodiscard]] bool isUsed() const { return m_used; }
    /// Lines were entered that no commit has made the router's.
    [[nodiscard]] bool isPending() const { return m_session->isPending(); }

    /// The plan has changed.
    void planChanged() { m_stale = true; }
    /// Lets the router run what the plan says now. Costs the writing of its configuration, when the plan has changed.
    void refresh();

private:
    void open();
    void enter(const QString &line);
    void work();
    void take(const QString &line);
    void run(const std::function<config::ConsoleReply()> &step);
    void show(const config::ConsoleReply &reply);
    void help(const QString &beforeCursor);
    void complete(const QString &line, qsizetype cursor);
    void interrupt();
    void elapse();
    void showPrompt();
    void answer(const config::vrp::Match &command, const Result<config::RouterState> &state);
    [[nodiscard]] config::ConfigTree running() const;
    [[nodiscard]] Result<void> commit(const config::ConfigTree &candidate);

    const plan::RouterId m_router;
    const plan::Plan &m_plan;
    const ConsoleHost &m_host;
    std::unique_ptr<ConsoleTerminal> m_terminal;
    std::unique_ptr<config::ConsoleSession> m_session;
    std::deque<QString> m_lines;               ///< entered and not taken yet
    std::optional<config::vrp::Match> m_asked; ///< a display command that waits for the state
    std::uint64_t m_question = 0;              ///< which one it is
    std::set<config::vrp::Cmd> m_noted;        ///< commands whose note was shown
    QTimer m_trial;
    bool m_stale = false; ///< the session has not seen the plan of now
    bool m_busy = false;  ///< the session is at work
    bool m_used = false;
};

} // namespace sidestep::views
