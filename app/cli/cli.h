// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>

namespace sidestep::cli {

/// What the program returns (`app/cli/README.md`).
enum ExitCode : int {
    kClean = 0,
    kFindings = 1, ///< the answer is bad news: findings, configuration gaps, a run that did not settle
    kUsage = 2,    ///< the command line must be changed
    kRefused = 3,  ///< a file must be changed: unreadable, refused, unwritable
};

/// Runs one command line. Results go to `out`; an error is one line on `err`: what, where, what to do.
[[nodiscard]] int run(int argc, const char *const *argv, std::ostream &out, std::ostream &err);

} // namespace sidestep::cli
