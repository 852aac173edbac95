// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/cli.h"
#include "model/base/result.h"
#include "model/plan/plan.h"

#include <filesystem>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace sidestep::cli {

enum class Format { Text, Json, Pcapng };

/// What every command shares: where it writes, and how.
struct Session
{
    std::ostream &out;
    std::ostream &err;
    Format format = Format::Text;
    std::function<int()> action; ///< set by the subcommand that was named

    [[nodiscard]] bool json() const { return format == Format::Json; }
    /// Writes the one line of an error and returns the code.
    [[nodiscard]] int fail(ExitCode code, std::string_view detail) const;
    /// The command line named something that is not there, or in a form that is not ours.
    [[nodiscard]] int usage(const Error &error) const { return fail(kUsage, error.detail); }
    /// A file was unreadable, refused or unwritable.
    [[nodiscard]] int refused(const Error &error) const { return fail(kRefused, error.detail); }
};

/// One for each subcommand; each declares its arguments and sets `session.action` when it is the one called.
void addNew(CLI::App &app, Session &session);
void addExample(CLI::App &app, Session &session);
void addCheck(CLI::App &app, Session &session);
void addConfig(CLI::App &app, Session &session);
void addSimulate(CLI::App &app, Session &session);
void addExplain(CLI::App &app, Session &session);
void addCompare(CLI::App &app, Session &session);
void addParameters(CLI::App &app, Session &session);
void addDisplay(CLI::App &app, Session &session);
void addChange(CLI::App &app, Session &session);
void addDiff(CLI::App &app, Session &session);
void addImport(CLI::App &app, Session &session);
void addConsole(CLI::App &app, Session &session);
void addDump(CLI::App &app, Session &session);
void addLoad(CLI::App &app, Session &session);

/// A subcommand with the arguments that all have. `example` is a whole command line, shown by --help.
[[nodiscard]] CLI::App *addCommand(CLI::App &app, Session &session, const std::string &name, const std::string &summary,
                                   const std::string &example);
/// Lets the command's --format be pcapng too.
void addCaptureFormat(CLI::App &command, Session &session);

/// Saves a plan and says what was written, what it holds and where the old file went.
[[nodiscard]] int saveAndReport(const Session &session, const plan::Plan &plan, const std::filesystem::path &path);

/// The name most like `name`, or empty when none is near (more than a third of its letters differ).
[[nodiscard]] std::string nearest(std::string_view name, const std::vector<std::string> &names);

} // namespace sidestep::cli
