// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/engine/story.h"

#include "model/plan/failures.h"
#include "model/plan/templates.h"

#include <QtGlobal>

#include <algorithm>

namespace sidestep::test {

using engine::Event;
using engine::FlowResult;

const FlowResult &Story::flow(plan::Direction direction) const
{
    return *std::find_if(timeline.flows.begin(), timeline.flows.end(), [=](const FlowResult &one) { return one.direction == direction; });
}

const Event *Story::first(std::string_view device, engine::Layer layer, std::string_view what) const
{
    const auto found = std::find_if(timeline.events.begin(), timeline.events.end(),
                                    [&](const Event &event) { return plan.find(event.device)->name == device && event.layer == layer && event.what == what; });
    return found == timeline.events.end() ? nullptr : &*found;
}

std::vector<SimTime> Story::timesOf(std::string_view what) const
{
    std::vector<SimTime> times;
    for (const Event &event : timeline.events) {
        if (event.what == what)
            times.push_back(event.time);
    }
    return times;
}

std::ptrdiff_t Story::count(std::string_view what) const
{
    return static_cast<std::ptrdiff_t>(timesOf(what).size());
}

std::string Story::lastPath(const FlowResult &result) const
{
    std::string text;
    for (const plan::RouterId id : result.segments.back().path)
        text += (text.empty() ? "" : " ") + plan.find(id)->name;
    return text;
}

Story tell(const plan::Plan &plan, const std::vector<std::string> &failures, SimDuration until, const std::vector<std::string> &settings, engine::Phase phase)
{
    plan::Scenario scenario{plan::ScenarioId(77), "test", {}, until, 1};
    for (const std::string &text : failures) {
        const auto actions = plan::parseFailures(plan, text);
        if (!actions)
            qFatal("%s", actions.error().detail.c_str());
        scenario.actions.insert(scenario.actions.end(), actions->begin(), actions->end());
    }
    engine::Overrides overrides;
    for (const std::string &text : settings) {
        if (const auto done = overrides.set(text); !done)
            qFatal("%s", done.error().detail.c_str());
    }
    auto timeline = engine::simulate(plan, scenario, {.phase = phase, .overrides = &overrides, .limits = {}});
    if (!timeline)
        qFatal("%s", timeline.error().detail.c_str());
    return {plan, *std::move(timeline)};
}

Story tell(const std::vector<std::string> &failures, SimDuration until, const std::vector<std::string> &settings, engine::Phase phase)
{
    return tell(plan::referencePlan(), failures, until, settings, phase);
}

} // namespace sidestep::test
