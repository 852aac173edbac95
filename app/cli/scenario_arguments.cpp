// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/scenario_arguments.h"

#include "app/cli/command.h"
#include "app/cli/whole_number.h"
#include "model/plan/failures.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace sidestep::cli {

namespace {

Result<plan::Scenario> named(const plan::Plan &plan, const std::string &name)
{
    if (const plan::Scenario *scenario = plan::scenarioNamed(plan, name))
        return *scenario;
    std::vector<std::string> names;
    for (const plan::Scenario &scenario : plan.scenarios())
        names.push_back(scenario.name);
    std::string advice = "it has none; use --fail";
    if (const std::string near = nearest(name, names); !near.empty())
        advice = fmt::format("did you mean \"{}\"?", near);
    else if (!names.empty())
        advice = fmt::format("it has \"{}\"{}", names.front(),
                             names.size() > 1 ? fmt::format(" and {} more", names.size() - 1) : std::string());
    return failure(ErrorCode::NotFound, fmt::format("--scenario {}: the plan has no such scenario; {}", name, advice));
}

Result<plan::Scenario> made(const plan::Plan &plan, const ScenarioArguments &arguments)
{
    plan::Scenario scenario{plan::ScenarioId(0), {}, {}, 10s, 1};
    const auto add = [&](const char *option, const std::string &text, const Result<std::vector<plan::FailureAction>> &actions) -> Result<void> {
        if (!actions)
            return failure(actions.error().code, fmt::format("{} {}: {}", option, text, actions.error().detail));
        for (const plan::FailureAction &action : *actions)
            scenario.name += (scenario.name.empty() ? "" : " ") + plan::toString(plan, action);
        scenario.actions.insert(scenario.actions.end(), actions->begin(), actions->end());
        return {};
    };
    for (const std::string &text : arguments.failures)
        if (const auto done = add("--fail", text, plan::parseFailures(plan, text)); !done)
            return tl::unexpected<Error>(done.error());
    for (const std::string &text : arguments.restores)
        if (const auto done = add("--restore", text, plan::parseRestores(plan, text)); !done)
            return tl::unexpected<Error>(done.error());
    std::stable_sort(scenario.actions.begin(), scenario.actions.end(),
                     [](const plan::FailureAction &a, const plan::FailureAction &b) { return a.at < b.at; });
    scenario.until = scenario.actions.back().at + (arguments.restores.empty() ? 10s : 120s);
    return scenario;
}

constexpr std::string_view kSeedPhase = "seed:";

Result<std::uint64_t> seedFrom(std::string_view phase)
{
    const std::string number(phase.substr(kSeedPhase.size()));
    if (const std::string problem = wholeNumber<std::uint64_t>(number); !problem.empty())
        return failure(ErrorCode::BadSyntax, fmt::format("--phase {}: {}", phase, problem));
    return std::stoull(number);
}

Result<engine::Phase> phaseFrom(std::string_view word)
{
    if (word.empty() || word.starts_with(kSeedPhase))
        return engine::Phase::Seeded;
    for (const engine::Phase phase : {engine::Phase::Best, engine::Phase::Typical, engine::Phase::Worst}) {
        if (word == engine::wordOf(phase))
            return phase;
    }
    return failure(ErrorCode::BadSyntax, fmt::format("--phase {}: use best, typical, worst or seed:N", word));
}

} // namespace

void addScenarioArguments(CLI::App &command, ScenarioArguments &arguments)
{
    command.add_option("plan", arguments.plan, "the plan")->required()->type_name("PLAN");
    command.add_option("--scenario", arguments.scenario, "a scenario of the plan")->type_name("NAME");
    command
        .add_option("--fail", arguments.failures,
                    "what fails, @TIME (50ms, 1.5s; default 0) and how; may be repeated:\n"
                    "A--B           cut (default), silent, one-way:A>B, grey[:PERCENT], down[:A], bfd-down,\n"
                    "               flap:PERIODxCOUNT\n"
                    "ROUTER         power (default), restart, graceful-restart, drain\n"
                    "bgp:A--B       reset (default), bfd-down\n"
                    "service:NAME   force-switch; ac:NAME attachment-down\n"
                    "pw1:NAME, pw2:NAME  label-withdraw (default), mtu-mismatch, bfd-down, reset\n"
                    "vpn:ROUTER:VPN no-import; prefix:PREFIX withdraw\n"
                    "srlg:NUMBER, card:ROUTER:SLOT/CARD  every link of the group or card, as a link")
        ->type_name("TARGET[@TIME[,MODE]]")
        ->allow_extra_args(false);
    command.add_option("--restore", arguments.restores, "what is repaired, with --fail; may be repeated")
        ->type_name("TARGET@TIME")
        ->allow_extra_args(false);
    command
        .add_option("--until", arguments.until,
                    "end of the run (default: the scenario's; 10 s after the last\n--fail, 2 min after the last action with --restore)")
        ->type_name("TIME");
    command.add_option("--seed", arguments.seed, "of the phases of periodic messages (default: the scenario's, or 1)")
        ->type_name("S")
        ->check(wholeNumber<std::uint64_t>);
    command.add_option("--profile", arguments.profile, "timer profile: vrp8, vrp8-fast or frr-8.4 (default: the plan's)")->type_name("NAME");
    command
        .add_option("--set", arguments.settings,
                    "a timer or assumption for this run alone, see `sidestep-cli parameters`;\nmay be repeated")
        ->type_name("PARAMETER=VALUE")
        ->allow_extra_args(false);
    command
        .add_option("--phase", arguments.phase,
                    "where periodic messages and timers stand when something fails: best,\ntypical, worst or seed:N (default: the scenario's seed)")
        ->type_name("PHASE");
}

Result<plan::Scenario> scenarioFrom(const plan::Plan &plan, const ScenarioArguments &arguments)
{
    if (arguments.scenario.empty() == arguments.failures.empty())
        return failure(ErrorCode::BadSyntax,
                       arguments.scenario.empty() ? "nothing fails: give --scenario NAME or --fail TARGET@TIME"
                                                  : "--scenario and --fail exclude each other; give one");
    if (!arguments.scenario.empty() && !arguments.restores.empty())
        return failure(ErrorCode::BadSyntax, "--restore goes with --fail, not with --scenario; leave one out");
    auto scenario = arguments.scenario.empty() ? made(plan, arguments) : named(plan, arguments.scenario);
    if (!scenario)
        return scenario;
    if (!arguments.until.empty()) {
        const auto until = parseDuration(arguments.until);
        if (!until)
            return failure(until.error().code, fmt::format("--until {}: {}", arguments.until, until.error().detail));
        scenario->until = *until;
    }
    if (arguments.seed)
        scenario->seed = *arguments.seed;
    if (arguments.phase.starts_with(kSeedPhase)) {
        const auto seed = seedFrom(arguments.phase);
        if (!seed)
            return tl::unexpected(seed.error());
        scenario->seed = *seed;
    }
    return scenario;
}

Result<engine::SimulationOptions> optionsFrom(const ScenarioArguments &arguments, engine::Overrides &overrides)
{
    const auto phase = phaseFrom(arguments.phase);
    if (!phase)
        return tl::unexpected(phase.error());
    for (const std::string &setting : arguments.settings) {
        if (const auto done = overrides.set(setting); !done)
            return failure(done.error().code, fmt::format("--set {}: {}", setting, done.error().detail));
    }
    return engine::SimulationOptions{.profile = arguments.profile, .phase = *phase, .overrides = &overrides, .limits = {}};
}

Error placed(Error error, const ScenarioArguments &arguments)
{
    // Failed objects were found by name before the run, so what the engine does not find is the profile.
    if (error.code == ErrorCode::NotFound && !arguments.profile.empty())
        error.detail = fmt::format("--profile {}: {}", arguments.profile, error.detail);
    return error;
}

} // namespace sidestep::cli
