// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/scenario_arguments.h"
#include "model/config/display/display.h"
#include "model/report/router_state_at.h"
#include "model/store/plan_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace sidestep::cli {

namespace {

using Json = nlohmann::ordered_json;

struct DisplayArguments : ScenarioArguments
{
    std::string device;
    std::vector<std::string> words;
    std::string at;
    bool withoutTracking = false;
};

/// The state at --at of the scenario, at the end of it, or, without one, while nothing fails.
Result<config::RouterState> stateFor(const plan::Plan &plan, const DisplayArguments &arguments, plan::RouterId router)
{
    if (arguments.scenario.empty() && arguments.failures.empty())
        return report::steadyRouterState(plan, router);
    const auto scenario = scenarioFrom(plan, arguments);
    if (!scenario)
        return tl::unexpected(scenario.error());
    engine::Overrides overrides;
    auto options = optionsFrom(arguments, overrides);
    if (!options)
        return tl::unexpected(options.error());
    options->tracking = !arguments.withoutTracking;
    SimTime at = kTimeZero + scenario->until;
    if (!arguments.at.empty()) {
        const auto time = parseDuration(arguments.at);
        if (!time)
            return failure(time.error().code, fmt::format("--at {}: {}", arguments.at, time.error().detail));
        at = kTimeZero + *time;
    }
    return report::routerStateAt(plan, *scenario, *options, router, at);
}

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
    const auto match = config::vrp::matchLine(config::vrp::View::User, line);
    if (!match)
        return session.fail(kUsage, fmt::format("{}: {}", line, config::vrp::errorText(match.error().fault)));
    const auto state = stateFor(*plan, arguments, *router);
    if (!state)
        return session.usage(placed(state.error(), arguments));
    const auto text = config::displayText(*state, *match);
    if (!text)
        return session.fail(kUsage, fmt::format("{}: is no display command of a router's state; configurations are shown by sidestep-cli config", line));
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
    CLI::App *command = addCommand(app, session, "display", "what a router's display command shows, in the steady state or at a moment of a failure",
                                   "sidestep-cli display ref.sidestep --device AGG1 --fail AGG1--RSG1@1s --fail AGG1--AGG2@1s mpls l2vpn track route");
    addScenarioArguments(*command, *arguments);
    command->add_option("command", arguments->words, "the display command, with or without the word display")->required()->type_name("WORD...");
    command->add_option("--device", arguments->device, "the router")->required()->type_name("NAME");
    command->add_option("--at", arguments->at, "moment of the run (default: its end)")->type_name("TIME");
    command->add_flag("--without-tracking", arguments->withoutTracking, "as if no route were tracked");
    command->callback([=, &session] { session.action = [=, &session] { return display(session, *arguments); }; });
}

} // namespace sidestep::cli
