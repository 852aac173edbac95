// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/scenario_arguments.h"
#include "model/engine/simulate.h"
#include "model/report/compare_report.h"
#include "model/store/plan_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace sidestep::cli {

namespace {

int compare(const Session &session, const ScenarioArguments &arguments)
{
    const auto plan = store::loadPlan(arguments.plan);
    if (!plan)
        return session.refused(plan.error());
    const auto scenario = scenarioFrom(*plan, arguments);
    if (!scenario)
        return session.usage(scenario.error());
    engine::Overrides overrides;
    auto options = optionsFrom(arguments, overrides);
    if (!options)
        return session.usage(options.error());
    const auto with = engine::simulate(*plan, *scenario, *options);
    if (!with)
        return session.usage(placed(with.error(), arguments));
    options->tracking = false;
    const auto without = engine::simulate(*plan, *scenario, *options);
    if (!without)
        return session.usage(placed(without.error(), arguments));
    session.out << (session.json() ? report::compareJson(*plan, *with, *without) : report::compareText(*plan, *with, *without));
    if (with->outcome == engine::Outcome::EventLimit || without->outcome == engine::Outcome::EventLimit)
        return session.fail(kFindings,
                            fmt::format("{}: a run did not settle within its event limit; shorten it with --until", scenario->name));
    return kClean;
}

} // namespace

void addCompare(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<ScenarioArguments>();
    CLI::App *command = addCommand(app, session, "compare", "the same failure with and without route tracking",
                                   "sidestep-cli compare ref.sidestep --scenario \"AGG1 cut off from the core\"");
    addScenarioArguments(*command, *arguments);
    command->callback([=, &session] { session.action = [=, &session] { return compare(session, *arguments); }; });
}

} // namespace sidestep::cli
