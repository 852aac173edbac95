// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/state_arguments.h"
#include "model/config/console/output_filter.h"
#include "model/config/display/display.h"
#include "model/store/plan_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace sidestep::cli {

namespace {

using Json = nlohmann::ordered_json;

struct DisplayArguments : StateArguments
{
    std::string device;
    std::vector<std::string> words;
};

std::string joinedWords(const std::vector<std::string> &words)
{
    // "display", however short.
    std::string line = std::string_view("display").starts_with(words.front()) ? std::string() : std::string("display");
    for (const std::string &word : words)
        line += (line.empty() ? "" : " ") + word;
    return line;
}

/// The note goes beside the text: scripts compare the router's words.
void printText(const Session &session, std::string_view text, std::string_view unverified)
{
    session.out << text;
    if (!unverified.empty())
        session.err << "note: unverified: " << unverified << '\n';
}

int display(const Session &session, const DisplayArguments &arguments)
{
    const auto plan = store::loadPlan(arguments.plan);
    if (!plan)
        return session.refused(plan.error());
    const auto router = plan::routerIdNamed(*plan, arguments.device);
    if (!router)
        return session.fail(kUsage, fmt::format("--device {}: {}", arguments.device, router.error().detail));
    const std::string line = joinedWords(arguments.words);
    const std::size_t bar = std::min(line.find('|'), line.size());
    const auto match = config::vrp::matchLine(config::vrp::View::User, line.substr(0, bar));
    if (!match)
        return session.fail(kUsage, fmt::format("{}: {}", line, config::vrp::errorText(match.error().fault)));
    const auto filter = bar < line.size() ? config::console::OutputFilter::read(line, bar) : config::console::OutputFilter();
    if (!filter)
        return session.fail(kUsage, fmt::format("{}: {}", line, config::vrp::errorText(filter.error().fault)));
    const auto state = stateFor(*plan, arguments, *router);
    if (!state)
        return session.usage(state.error());
    const auto whole = config::displayText(*state, *match);
    if (!whole)
        return session.fail(kUsage, fmt::format("{}: is no display command of a router's state; configurations are shown by sidestep-cli config", line));
    const auto text = filter->applied(*whole);
    if (!text)
        return session.fail(kUsage, fmt::format("{}: {}", line, text.error().detail));
    if (session.json())
        session.out << Json{{"device", state->name}, {"command", match->line}, {"text", *text}, {"unverified", config::unverifiedIn(match->command)}}.dump(
            -1, ' ', false, Json::error_handler_t::replace)
                    << '\n';
    else
        printText(session, *text, config::unverifiedIn(match->command));
    return kClean;
}

} // namespace

void addDisplay(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<DisplayArguments>();
    CLI::App *command = addCommand(app, session, "display", "what a router's display command shows, in the steady state or at a moment of a failure.\n"
                                   "Filters of the router work in quotes: '| include up'",
                                   "sidestep-cli display ref.sidestep --device AGG1 --fail AGG1--RSG1@1s --fail AGG1--AGG2@1s mpls l2vpn track route");
    addStateArguments(*command, *arguments);
    command->add_option("command", arguments->words, "the display command, with or without the word display")->required()->type_name("WORD...");
    command->add_option("--device", arguments->device, "the router")->required()->type_name("NAME");
    command->callback([=, &session] { session.action = [=, &session] { return display(session, *arguments); }; });
}

} // namespace sidestep::cli
