// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "model/engine/overrides.h"
#include "model/report/parameters_report.h"
#include "model/store/plan_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sidestep::cli {

namespace {

struct ParametersArguments
{
    std::string plan;
    std::string profile;
    std::vector<std::string> settings;
    std::string output;
};

/// Sets parameters for good and saves the plan.
int settle(const Session &session, const ParametersArguments &arguments, plan::Plan plan)
{
    if (arguments.output.empty())
        return session.fail(kUsage, "--set changes the plan; say with -o PLAN where to save it");
    for (const std::string &setting : arguments.settings) {
        const auto edit = engine::settingEdit(plan, setting);
        if (!edit)
            return session.fail(kUsage, fmt::format("--set {}: {}", setting, edit.error().detail));
        auto changed = plan.with(*edit);
        if (!changed)
            return session.fail(kUsage, fmt::format("--set {}: {}", setting, changed.error().detail));
        plan = *std::move(changed);
    }
    return saveAndReport(session, plan, arguments.output);
}

int parameters(const Session &session, const ParametersArguments &arguments)
{
    plan::Plan plan;
    if (!arguments.plan.empty()) {
        auto loaded = store::loadPlan(arguments.plan);
        if (!loaded)
            return session.refused(loaded.error());
        plan = std::move(*loaded);
    }
    if (!arguments.settings.empty())
        return settle(session, arguments, std::move(plan));
    const std::string_view profile = arguments.profile.empty() ? std::string_view(plan.settings().profile) : arguments.profile;
    const auto list = engine::parameters(plan, profile);
    if (list.empty())
        return session.fail(kUsage, fmt::format("--profile {}: no such profile; there are {}", profile, fmt::join(engine::profileNames(), ", ")));
    session.out << (session.json() ? report::parametersJson(profile, list) : report::parametersText(profile, list));
    return kClean;
}

} // namespace

void addParameters(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<ParametersArguments>();
    CLI::App *command = addCommand(app, session, "parameters", "every timer and assumption a run rests on, with range, value and source",
                                   "sidestep-cli parameters ref.sidestep --profile vrp8-fast");
    command->add_option("plan", arguments->plan, "lists its timers too (default: the profile's assumptions alone)")->type_name("PLAN");
    command->add_option("--profile", arguments->profile, "timer profile: vrp8, vrp8-fast or frr-8.4 (default: the plan's, or vrp8)")->type_name("NAME");
    command->add_option("--set", arguments->settings, "set one for good: a timer on every object that has it, or what the plan assumes;\nmay be repeated")
        ->type_name("PARAMETER=VALUE")
        ->allow_extra_args(false);
    command->add_option("-o,--output", arguments->output, "where to save the plan with --set")->type_name("PLAN");
    command->callback([=, &session] { session.action = [=, &session] { return parameters(session, *arguments); }; });
}

} // namespace sidestep::cli
