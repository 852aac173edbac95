// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/report/recorded_run.h"

#include "model/plan/failures.h"
#include "model/plan/templates.h"

#include <QtGlobal>

namespace sidestep::test {

std::string RecordedRun::capture(report::CapturedPackets packets) const
{
    auto bytes = report::captureOf(plan, timeline, log.messages(), packets);
    if (!bytes)
        qFatal("%s", bytes.error().detail.c_str());
    return *std::move(bytes);
}

RecordedRun record(const plan::Plan &plan, const plan::Scenario &scenario, const std::vector<std::string> &settings)
{
    engine::Overrides overrides;
    for (const std::string &text : settings) {
        if (const auto done = overrides.set(text); !done)
            qFatal("%s", done.error().detail.c_str());
    }
    RecordedRun run{plan, {}, {}};
    auto timeline = engine::simulate(plan, scenario, {.overrides = &overrides, .limits = {}, .sink = &run.log});
    if (!timeline)
        qFatal("%s", timeline.error().detail.c_str());
    run.timeline = *std::move(timeline);
    return run;
}

RecordedRun record(const std::vector<std::string> &failures, SimDuration until, const std::vector<std::string> &settings)
{
    const plan::Plan plan = plan::referencePlan();
    plan::Scenario scenario{plan::ScenarioId(77), "test", {}, until, 1};
    for (const std::string &text : failures) {
        const bool restore = text.starts_with("restore ");
        const auto actions = restore ? plan::parseRestores(plan, text.substr(8)) : plan::parseFailures(plan, text);
        if (!actions)
            qFatal("%s", actions.error().detail.c_str());
        scenario.actions.insert(scenario.actions.end(), actions->begin(), actions->end());
    }
    return record(plan, scenario, settings);
}

} // namespace sidestep::test
