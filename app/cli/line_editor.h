// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/console/session.h"

#include <functional>
#include <optional>
#include <ostream>
#include <string>

namespace sidestep::cli {

/// Lines from a terminal, through GNU Readline: history, `?` for help, Tab, Ctrl+Z for `return`. One at a time: the library has one state.
class LineEditor
{
public:
    /// `idle` is called about ten times a second while the user types; what it returns is shown above the line.
    LineEditor(const config::ConsoleSession &session, std::function<std::string()> idle, std::ostream &out);
    ~LineEditor();
    LineEditor(const LineEditor &) = delete;
    LineEditor &operator=(const LineEditor &) = delete;

    /// nullopt: the terminal is closed, or Ctrl+D.
    [[nodiscard]] std::optional<std::string> read();

private:
    static int onHelp(int, int);
    static int onTab(int, int);
    static int onReturn(int, int);
    static int onIdle();
    void show(const std::string &text) const;

    const config::ConsoleSession &m_session;
    std::function<std::string()> m_idle;
    std::ostream &m_out;
    bool m_returned = false; ///< Ctrl+Z ended the line
};

} // namespace sidestep::cli
