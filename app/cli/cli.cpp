// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/cli.h"

#include "app/cli/command.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <span>

namespace sidestep::cli {

namespace {

std::string oneLine(std::string_view text)
{
    std::string line(text);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    while (!line.empty() && line.back() == ' ')
        line.pop_back();
    return line;
}

struct FormatWord
{
    std::string_view word;
    Format format;
};
constexpr std::array kFormats{FormatWord{"text", Format::Text}, FormatWord{"json", Format::Json}, FormatWord{"pcapng", Format::Pcapng}};
constexpr std::size_t kCommonFormats = 2;

void addFormat(CLI::App &app, Session &session, std::span<const FormatWord> formats, const std::string &names, const std::string &help)
{
    const std::string spelled = formats.size() == kCommonFormats ? "text or json" : "text, json or pcapng";
    const auto find = [formats](const std::string &word) { return std::find_if(formats.begin(), formats.end(), [&](const FormatWord &each) { return each.word == word; }); };
    app.add_option_function<std::string>("--format", [&session, find](const std::string &word) { session.format = find(word)->format; }, help)
        ->check([formats, find, spelled](const std::string &word) { return find(word) != formats.end() ? std::string() : fmt::format("{} is no format; use {}", word, spelled); })
        ->type_name(names);
}

void addFormat(CLI::App &app, Session &session)
{
    addFormat(app, session, std::span(kFormats).first(kCommonFormats), "text|json", "text for people (default) or json for programs");
}

std::string selected(const CLI::App &app)
{
    const auto chosen = app.get_subcommands();
    return chosen.empty() ? "sidestep-cli" : "sidestep-cli " + chosen.front()->get_name();
}

} // namespace

int Session::fail(ExitCode code, std::string_view detail) const
{
    err << "sidestep-cli: " << oneLine(detail) << '\n';
    return code;
}

CLI::App *addCommand(CLI::App &app, Session &session, const std::string &name, const std::string &summary, const std::string &example)
{
    CLI::App *command = app.add_subcommand(name, summary);
    command->footer("Example:\n  " + example + "\n");
    addFormat(*command, session);
    return command;
}

void addCaptureFormat(CLI::App &command, Session &session)
{
    command.remove_option(command.get_option("--format"));
    addFormat(command, session, kFormats, "text|json|pcapng", "text for people (default), json for programs, or pcapng: what the routers send, for Wireshark, with -o");
}

int run(int argc, const char *const *argv, std::ostream &out, std::ostream &err)
{
    Session session{out, err, Format::Text, {}};
    CLI::App app("Plans mobile-backhaul networks and shows when and why their traffic reroutes.", "sidestep-cli");
    app.set_version_flag("--version", "sidestep-cli " SIDESTEP_VERSION);
    app.require_subcommand(1);
    app.footer("PLAN is a .sidestep file (SQLite) or a .sidestep.json file (text). Exit code: 0 clean, 1 findings, 2 bad usage,\n"
               "3 unreadable or refused input. `sidestep-cli COMMAND --help` shows an example of each command.\n\n"
               "Example:\n  sidestep-cli new --sites 1 -o ref.sidestep\n"
               "  sidestep-cli simulate ref.sidestep --fail AGG1--RSG1@1s --fail AGG1--AGG2@1s\n");
    addFormat(app, session);
    addNew(app, session);
    addExample(app, session);
    addCheck(app, session);
    addConfig(app, session);
    addSimulate(app, session);
    addExplain(app, session);
    addCompare(app, session);
    addParameters(app, session);
    addDisplay(app, session);
    addDiff(app, session);
    addChange(app, session);
    addImport(app, session);
    addConsole(app, session);
    addDump(app, session);
    addLoad(app, session);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success &wish) { // --help, --version
        return app.exit(wish, out, err);
    } catch (const CLI::ParseError &problem) {
        if (const auto rest = app.remaining(); app.get_subcommands().empty() && !rest.empty() && !rest.front().starts_with('-'))
            return session.fail(kUsage, fmt::format("{}: no such command; see sidestep-cli --help", rest.front()));
        return session.fail(kUsage, fmt::format("{}; see {} --help", oneLine(problem.what()), selected(app)));
    }
    int code = kClean;
    try {
        code = session.action();
    } catch (const std::exception &problem) { // memory, or a library's refusal that its wrapper let through
        return session.fail(kRefused, fmt::format("{}: {}; please report this with the command line", selected(app), problem.what()));
    }
    if (!out.flush())
        return session.fail(kRefused, "standard output: cannot be written; free some space or give -o");
    return code;
}

} // namespace sidestep::cli
