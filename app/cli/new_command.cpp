// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/whole_number.h"
#include "model/plan/fields.h"
#include "model/plan/templates.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

namespace sidestep::cli {

namespace {

struct NewArguments
{
    std::string output;
    plan::BackhaulShape shape;
    bool rings = false;
    bool dualHomed = false;
    bool noTracking = false;
    std::string igp = "isis";
};

Result<plan::Plan> untracked(const plan::Plan &plan)
{
    plan::EditBuilder edit(plan, "Remove route tracking");
    for (const plan::TrackedRoute &route : plan.trackedRoutes())
        edit.remove<plan::TrackedRoute>(route.id);
    return plan.with(edit.take());
}

Result<plan::Plan> running(const plan::Plan &plan, const std::string &word)
{
    plan::Settings settings = plan.settings();
    settings.igp = *plan::fromWord<plan::Igp>(word);
    plan::EditBuilder edit(plan, "Choose the IGP");
    edit.set(std::move(settings));
    return plan.with(edit.take());
}

Result<plan::Plan> build(const NewArguments &arguments, bool shaped)
{
    if (arguments.shape.sites != 1 || shaped)
        return plan::backhaulPlan(arguments.shape);
    return arguments.noTracking ? untracked(plan::referencePlan()) : plan::referencePlan();
}

} // namespace

void addNew(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<NewArguments>();
    arguments->shape.sites = 1;
    CLI::App *command = addCommand(app, session, "new", "make a plan from a template",
                                   "sidestep-cli new --sites 200 --rings --sites-per-ring 10 -o metro.sidestep");
    command->add_option("-o,--output", arguments->output, "the plan to write; a file that is there is kept as NAME~")
        ->required()
        ->type_name("PLAN");
    command->add_option("--sites", arguments->shape.sites, "cell sites; 1 (default) is the reference network: CSG, AGG1, AGG2, RSG1, RSG2")
        ->type_name("N")
        ->check(wholeNumber<std::uint32_t>);
    CLI::Option *rings
        = command->add_flag("--rings", arguments->rings, "access rings of cell sites between the two AGGs of a pair (default)");
    CLI::Option *dual
        = command->add_flag("--dual-homed", arguments->dualHomed, "a link from every cell site to both AGGs of its pair")->excludes(rings);
    CLI::Option *perRing
        = command->add_option("--sites-per-ring", arguments->shape.sitesPerRing, "cell sites in an access ring, 1 to 100 (default 20)")
              ->type_name("N")
              ->check(wholeNumber<std::uint32_t>);
    CLI::Option *perPair
        = command->add_option("--rings-per-pair", arguments->shape.ringsPerPair, "access rings on a pair of AGGs, 1 to 200 (default 10)")
              ->type_name("N")
              ->check(wholeNumber<std::uint32_t>);
    CLI::Option *aggs
        = command->add_option("--aggs-per-ring", arguments->shape.aggsPerRing, "AGGs in an aggregation ring, even, 2 to 64 (default 16)")
              ->type_name("N")
              ->check(wholeNumber<std::uint32_t>);
    command->add_option("--seed", arguments->shape.seed, "of the fibre lengths (default 1)")
        ->type_name("S")
        ->check(wholeNumber<std::uint64_t>);
    command->add_option("--igp", arguments->igp, "interior gateway protocol: isis (default) or ospf")
        ->type_name("IGP")
        ->check(CLI::IsMember(std::vector<std::string>(plan::EnumWords<plan::Igp>::words.begin(), plan::EnumWords<plan::Igp>::words.end())));
    command->add_flag("--no-tracking", arguments->noTracking, "leave out route tracking");
    command->callback([=, &session] {
        session.action = [=, &session] {
            arguments->shape.access = arguments->dualHomed ? plan::AccessShape::DualHomed : plan::AccessShape::Rings;
            arguments->shape.tracking = !arguments->noTracking;
            const bool shaped = rings->count() + dual->count() + perRing->count() + perPair->count() + aggs->count() > 0;
            const auto plan = build(*arguments, shaped).and_then([&](const plan::Plan &made) { return running(made, arguments->igp); });
            return plan ? saveAndReport(session, *plan, arguments->output) : session.usage(plan.error());
        };
    });
}

} // namespace sidestep::cli
