// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "model/plan/templates.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace sidestep::cli {

namespace {

struct ExampleArguments
{
    std::string name;
    std::string output;
    bool list = false;
};

int list(const Session &session)
{
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const plan::ExampleEntry &entry : plan::examples()) {
        if (session.json())
            json.push_back({{"name", entry.name}, {"summary", entry.summary}});
        else
            session.out << fmt::format("{:<24} {}\n", entry.name, entry.summary);
    }
    if (session.json())
        session.out << nlohmann::ordered_json{{"examples", std::move(json)}}.dump(1) << '\n';
    return kClean;
}

int write(const Session &session, const ExampleArguments &arguments)
{
    if (arguments.name.empty() || arguments.output.empty())
        return session.fail(kUsage, "example needs a NAME and -o PLAN, or --list; see sidestep-cli example --help");
    const auto plan = plan::examplePlan(arguments.name);
    return plan ? saveAndReport(session, *plan, arguments.output) : session.usage(plan.error());
}

} // namespace

void addExample(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<ExampleArguments>();
    CLI::App *command = addCommand(app, session, "example", "write a bundled plan", "sidestep-cli example reference -o ref.sidestep");
    command->add_option("name", arguments->name, "name of the example")->type_name("NAME");
    command->add_option("-o,--output", arguments->output, "the plan to write; a file that is there is kept as NAME~")->type_name("PLAN");
    command->add_flag("--list", arguments->list, "list the examples");
    command->callback(
        [=, &session] { session.action = [=, &session] { return arguments->list ? list(session) : write(session, *arguments); }; });
}

} // namespace sidestep::cli
