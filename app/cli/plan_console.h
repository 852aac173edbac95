// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/state_arguments.h"
#include "model/config/console/session.h"
#include "model/plan/plan.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace sidestep::cli {

/// A console whose commits change a plan, each as one edit, and are saved at once.
class PlanConsole
{
public:
    /// `file`: where commits are saved. `moment`: what display commands answer from.
    PlanConsole(plan::Plan plan, plan::RouterId router, std::filesystem::path file, StateArguments moment);
    PlanConsole(const PlanConsole &) = delete;
    PlanConsole &operator=(const PlanConsole &) = delete;

    /// Enters a line, or shows the help for one that ends in `?`.
    config::ConsoleReply take(std::string_view line);
    /// What happened by itself since the last line.
    config::ConsoleReply wait();
    config::ConsoleReply close();

    [[nodiscard]] const config::ConsoleSession &session() const { return m_session; }

private:
    Result<void> commit(const config::ConfigTree &candidate);
    [[nodiscard]] std::optional<std::string> display(const config::vrp::Match &command);
    /// Says that the plan was saved, and lets the console see what the plan makes of the commit.
    config::ConsoleReply withNews(config::ConsoleReply reply);

    plan::Plan m_plan;
    plan::RouterId m_router;
    std::filesystem::path m_file;
    StateArguments m_moment;
    std::optional<config::RouterState> m_state; ///< of the plan as it is; filled when it is asked for
    bool m_saved = false;                       ///< since the last line
    config::ConsoleSession m_session;
};

} // namespace sidestep::cli
