// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/scenario_arguments.h"
#include "model/engine/simulate.h"
#include "model/report/explanation_report.h"
#include "model/store/plan_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace sidestep::cli {

namespace {

struct ExplainArguments : ScenarioArguments
{
    bool withoutTracking = false;
    std::string flow;
    std::size_t interval = 0; ///< from 1; 0: all
};

/// Losses explained at once; each costs a dozen runs.
constexpr std::size_t kMostLosses = 16;

Result<std::vector<report::LossInterval>> chosen(const engine::Timeline &timeline, const ExplainArguments &arguments)
{
    std::vector<report::LossInterval> intervals = report::lossIntervals(timeline);
    if (!arguments.flow.empty()) {
        std::vector<std::string> names;
        for (const engine::FlowResult &flow : timeline.flows)
            names.push_back(flow.name);
        if (std::find(names.begin(), names.end(), arguments.flow) == names.end()) {
            const std::string near = nearest(arguments.flow, names);
            return failure(ErrorCode::NotFound, fmt::format("--flow {}: the plan has no such flow{}", arguments.flow,
                                                            near.empty() ? std::string("; see the plan's flows") : fmt::format("; did you mean \"{}\"?", near)));
        }
        std::erase_if(intervals, [&](const report::LossInterval &interval) { return timeline.flows[interval.flowIndex].name != arguments.flow; });
    }
    if (arguments.interval == 0)
        return intervals;
    if (arguments.interval > intervals.size())
        return failure(ErrorCode::NotFound, fmt::format("--interval {}: there are {} losses; give 1 to that, or leave it out", arguments.interval, intervals.size()));
    return std::vector{intervals[arguments.interval - 1]};
}

int explain(const Session &session, const ExplainArguments &arguments)
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
    options->tracking = !arguments.withoutTracking;
    const auto timeline = engine::simulate(*plan, *scenario, *options);
    if (!timeline)
        return session.usage(placed(timeline.error(), arguments));
    const auto intervals = chosen(*timeline, arguments);
    if (!intervals)
        return session.usage(intervals.error());
    std::vector<report::Explanation> explanations;
    const report::Inquiry inquiry{*plan, *scenario, *options, *timeline};
    for (std::size_t i = 0; i < std::min(intervals->size(), kMostLosses); ++i) {
        auto explanation = report::explain(inquiry, (*intervals)[i]);
        if (!explanation)
            return session.usage(explanation.error());
        explanations.push_back(*std::move(explanation));
    }
    if (session.json()) {
        session.out << report::explanationJson(*plan, explanations, *timeline);
    } else {
        session.out << (explanations.empty() ? std::string("Nothing is lost.\n") : report::explanationText(explanations, *timeline));
        if (intervals->size() > kMostLosses)
            session.out << fmt::format("\n{} more losses; give --flow or --interval to explain one of them.\n", intervals->size() - kMostLosses);
    }
    if (timeline->outcome == engine::Outcome::EventLimit)
        return session.fail(kFindings, fmt::format("{}: the run did not settle within {} events; shorten it with --until", scenario->name, options->limits.events));
    return kClean;
}

} // namespace

void addExplain(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<ExplainArguments>();
    CLI::App *command = addCommand(app, session, "explain", "why traffic was lost, what decided how long, and what would change it",
                                   "sidestep-cli explain ref.sidestep --fail AGG1--RSG1@1s --fail AGG1--AGG2@1s --without-tracking");
    addScenarioArguments(*command, *arguments);
    command->add_flag("--without-tracking", arguments->withoutTracking, "as if no route were tracked");
    command->add_option("--flow", arguments->flow, "losses of this flow alone")->type_name("NAME");
    command->add_option("--interval", arguments->interval, "this loss alone, counted from 1 (with --flow: of the flow)")
        ->type_name("N")
        ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}));
    command->callback([=, &session] { session.action = [=, &session] { return explain(session, *arguments); }; });
}

} // namespace sidestep::cli
