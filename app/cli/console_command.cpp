// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/console_lines.h"
#include "app/cli/line_editor.h"
#include "app/cli/plan_console.h"
#include "model/store/plan_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

#include <unistd.h>

namespace sidestep::cli {

namespace {

using Json = nlohmann::ordered_json;

struct ConsoleArguments : StateArguments
{
    std::string device;
    std::string file;
};

/// Somebody types. Refused lines are on the screen; the exit code says nothing about them.
int converse(const Session &session, PlanConsole &console)
{
    LineEditor editor(
        console.session(), [&] { return console.wait().text; }, session.out);
    while (!console.session().isClosed()) {
        const auto line = editor.read();
        if (!line)
            break;
        session.out << console.take(*line).text;
    }
    session.out << console.close().text;
    return kClean;
}

/// Prompts and lines are echoed, so that the output reads like a terminal's.
int runScript(const Session &session, PlanConsole &console)
{
    bool refused = false;
    Json steps = Json::array();
    const auto put = [&](const std::string &prompt, const std::string &line, const config::ConsoleReply &reply) {
        refused = refused || reply.refused;
        if (session.json())
            steps.push_back({{"prompt", prompt}, {"line", line}, {"text", reply.text}, {"refused", reply.refused}});
        else
            session.out << prompt << line << '\n' << reply.text;
    };
    while (!console.session().isClosed()) {
        const auto line = nextScriptLine(std::cin);
        if (!line)
            break;
        const std::string prompt = console.session().prompt();
        put(prompt, shownLine(*line), console.take(*line));
    }
    if (!console.session().isClosed()) {
        const std::string prompt = console.session().prompt();
        put(prompt, {}, console.close());
    }
    if (session.json())
        session.out << steps.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
    return refused ? kFindings : kClean;
}

int console(const Session &session, const ConsoleArguments &arguments)
{
    const auto plan = store::loadPlan(arguments.plan);
    if (!plan)
        return session.refused(plan.error());
    const auto router = plan::routerIdNamed(*plan, arguments.device);
    if (!router)
        return session.fail(kUsage, fmt::format("--device {}: {}", arguments.device, router.error().detail));
    if (const auto state = stateFor(*plan, arguments, *router); !state)
        return session.usage(state.error());
    PlanConsole at(*plan, *router, arguments.file.empty() ? arguments.plan : arguments.file, arguments);
    const bool typed = isatty(STDIN_FILENO) == 1 && !session.json();
    return typed ? converse(session, at) : runScript(session, at);
}

} // namespace

void addConsole(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<ConsoleArguments>();
    CLI::App *command = addCommand(app, session, "console",
                                   "type on a router, or run a script from standard input; each commit is saved to the plan.\n"
                                   "Display commands answer from the steady state, or from a moment of a failure.\n"
                                   "Exit code 1 when a line of a script was refused",
                                   "sidestep-cli console ref.sidestep --device AGG1 < script.txt");
    addStateArguments(*command, *arguments);
    command->add_option("--device", arguments->device, "the router")->required()->type_name("NAME");
    command->add_option("-o,--output", arguments->file, "save commits there instead of to PLAN")->type_name("PLAN");
    command->callback([=, &session] { session.action = [=, &session] { return console(session, *arguments); }; });
}

} // namespace sidestep::cli
