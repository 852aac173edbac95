// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress.h"

#include <fmt/format.h>

#include <iostream>

#include <unistd.h>

namespace sidestep::cli {

using namespace std::chrono_literals;

namespace {

constexpr auto kBlink = 300ms;
constexpr auto kInterval = 100ms;
constexpr std::string_view kClearLine = "\r\x1b[K";

} // namespace

Progress::Progress(std::ostream &err, std::string_view what, std::size_t total)
    : m_err(err), m_what(what), m_total(total), m_next(Clock::now() + kBlink),
      m_terminal(&err == &std::cerr && ::isatty(STDERR_FILENO) == 1)
{
}

Progress::~Progress()
{
    if (m_shown)
        m_err << kClearLine << std::flush;
}

void Progress::show(std::size_t done)
{
    if (!m_terminal || Clock::now() < m_next)
        return;
    m_err << kClearLine << fmt::format("{} of {} {}", done, m_total, m_what) << std::flush;
    m_next = Clock::now() + kInterval;
    m_shown = true;
}

} // namespace sidestep::cli
