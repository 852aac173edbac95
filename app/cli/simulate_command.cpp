// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/scenario_arguments.h"
#include "model/engine/simulate.h"
#include "model/report/capture/capture.h"
#include "model/report/timeline_report.h"
#include "model/store/atomic_file.h"
#include "model/store/plan_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace sidestep::cli {

namespace {

struct SimulateArguments : ScenarioArguments
{
    bool withoutTracking = false;
    bool range = false;
    std::string output; ///< of a capture
    std::string packets;
};

int simulate(const Session &session, const SimulateArguments &arguments)
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
    const bool capture = session.format == Format::Pcapng;
    if (capture == arguments.output.empty())
        return session.fail(kUsage, capture ? "--format pcapng: a capture needs a file; give -o FILE" : "-o: only a capture is written to a file; give --format pcapng");
    if (!capture && !arguments.packets.empty())
        return session.fail(kUsage, "--packets is about a capture; give --format pcapng -o FILE");
    report::MessageLog log;
    if (capture)
        options->sink = &log;
    const auto timeline = engine::simulate(*plan, *scenario, *options);
    if (!timeline)
        return session.usage(placed(timeline.error(), arguments));
    options->sink = nullptr; // the runs of a range are others
    Result<std::vector<engine::OutageRange>> ranges;
    if (arguments.range)
        ranges = engine::outageRanges(*plan, *scenario, *options, *timeline);
    if (!ranges)
        return session.usage(placed(ranges.error(), arguments));
    if (capture) {
        const auto bytes = report::captureOf(*plan, *timeline, log.messages(), arguments.packets == "all" ? report::CapturedPackets::All : report::CapturedPackets::Deciding);
        if (!bytes)
            return session.usage(bytes.error());
        if (const auto written = store::writeFile(arguments.output, *bytes); !written)
            return session.refused(written.error());
    }
    session.out << (session.json() ? report::timelineJson(*plan, *timeline, *ranges) : report::timelineText(*plan, *timeline, *ranges));
    if (timeline->outcome == engine::Outcome::EventLimit)
        return session.fail(
            kFindings,
            fmt::format("{}: the run did not settle within {} events; shorten it with --until", scenario->name, options->limits.events));
    return kClean;
}

} // namespace

void addSimulate(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<SimulateArguments>();
    CLI::App *command = addCommand(app, session, "simulate", "fail links or routers and show what happens, when and why",
                                   "sidestep-cli simulate ref.sidestep --fail AGG1--RSG1@1s --fail AGG1--AGG2@1s --format json");
    addScenarioArguments(*command, *arguments);
    command->add_flag("--without-tracking", arguments->withoutTracking, "as if no route were tracked");
    addCaptureFormat(*command, session);
    command->add_option("-o", arguments->output, "write the capture to this file; the timeline is shown all the same")->type_name("FILE");
    command->add_option("--packets", arguments->packets, "of a capture: deciding (default), without hellos, keepalives and BFD that only repeat; or all")
        ->check(CLI::IsMember({"deciding", "all"}))
        ->type_name("deciding|all");
    command->add_flag("--range", arguments->range, "the best, typical and worst outage over all timer phases too");
    command->callback([=, &session] { session.action = [=, &session] { return simulate(session, *arguments); }; });
}

} // namespace sidestep::cli
