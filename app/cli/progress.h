// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <ostream>
#include <string_view>

namespace sidestep::cli {

/// "34 000 of 100 000 configurations" in one line of the terminal that is written over and gone at the end. Shows nothing
/// where standard error is no terminal, or when all is done within a blink.
class Progress
{
public:
    /// `err` is the program's error stream; `what` names what is counted.
    Progress(std::ostream &err, std::string_view what, std::size_t total);
    Progress(const Progress &) = delete;
    Progress &operator=(const Progress &) = delete;
    ~Progress();

    void show(std::size_t done);

private:
    using Clock = std::chrono::steady_clock;

    std::ostream &m_err;
    std::string_view m_what;
    std::size_t m_total;
    Clock::time_point m_next; ///< when to write again
    bool m_terminal;
    bool m_shown = false;
};

} // namespace sidestep::cli
