// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/phases.h"
#include "model/engine/run.h"

namespace sidestep::engine {

Result<Timeline> simulate(const plan::Plan &plan, const plan::Scenario &scenario, const SimulationOptions &options, std::stop_token stop)
{
    const auto draw = drawOf(plan, scenario, options, stop);
    if (!draw)
        return tl::unexpected(draw.error());
    return runDraw(plan, scenario, options, *draw, std::move(stop));
}

Result<Timeline> runDraw(const plan::Plan &plan, const plan::Scenario &scenario, const SimulationOptions &options, const PhaseDraw &draw, std::stop_token stop)
{
    const auto input = runInput(plan, options);
    if (!input)
        return tl::unexpected(input.error());
    Run run(*input, scenario, options, draw);
    if (const auto started = run.start(); !started)
        return tl::unexpected(started.error());
    const SimTime end = kTimeZero + scenario.until;
    const auto outcome = run.advance(end, options.limits, std::move(stop));
    if (!outcome)
        return tl::unexpected(outcome.error());

    Timeline timeline;
    timeline.plan = plan.settings().name;
    timeline.scenario = scenario.name;
    timeline.seed = draw.seed;
    timeline.phase = options.phase;
    timeline.tracking = options.tracking;
    timeline.profile = input->profile.name;
    if (options.overrides)
        timeline.overrides = options.overrides->texts();
    timeline.outcome = *outcome;
    timeline.initial = std::move(run.initial());
    const Context &context = run.context();
    timeline.settled = context.events.empty() ? kTimeZero : context.events.back().time;
    timeline.end = *outcome == Outcome::EventLimit ? context.now : end;
    timeline.flows = run.stack().flows.finish(timeline.end);
    timeline.events = std::move(run.context().events);
    return timeline;
}

} // namespace sidestep::engine
