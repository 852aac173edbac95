// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/templates.h"

#include <fmt/format.h>

namespace sidestep::plan {
namespace {

Result<Plan> untracked()
{
    const Plan plan = referencePlan();
    EditBuilder edit(plan, "Without tracking");
    for (const TrackedRoute &tracked : plan.trackedRoutes())
        edit.remove<TrackedRoute>(tracked.id);
    Settings settings = plan.settings();
    settings.name = "untracked";
    edit.set(std::move(settings));
    return plan.with(edit.take());
}

/// The trap of `protocols.md` section 3.5: with the access links in the core process AGG1 is never cut off, its route
/// never goes down and traffic hairpins through the CSG.
Result<Plan> oneIgp()
{
    const Plan plan = referencePlan();
    EditBuilder edit(plan, "One IGP");
    IgpDomainId core{0};
    for (const IgpDomain &domain : plan.domains())
        if (domain.kind == DomainKind::Core)
            core = domain.id;
    for (Link link : plan.links())
        if (link.domain != core) {
            link.domain = core;
            edit.set(std::move(link));
        }
    for (const IgpDomain &domain : plan.domains())
        if (domain.id != core)
            edit.remove<IgpDomain>(domain.id);
    Settings settings = plan.settings();
    settings.name = "one-igp";
    edit.set(std::move(settings));
    return plan.with(edit.take());
}

Result<Plan> shaped(BackhaulShape shape, std::string name)
{
    return backhaulPlan(shape).and_then([&](const Plan &plan) {
        EditBuilder edit(plan, "Name");
        Settings settings = plan.settings();
        settings.name = std::move(name);
        edit.set(std::move(settings));
        return plan.with(edit.take());
    });
}

} // namespace

std::vector<ExampleEntry> examples()
{
    return {{"reference", "one site, two AGGs, two RSGs; AGG1 tracks RSG1's route"},
            {"untracked", "the reference without route tracking: traffic dies at AGG1"},
            {"one-igp", "access and core in one IGP process: why tracking then never fires"},
            {"ring", "a ring of six sites between two AGGs"},
            {"dual-homed-20", "twenty sites, each with a link to both AGGs"},
            {"backhaul-200", "two hundred sites in ten rings"}};
}

Result<Plan> examplePlan(std::string_view name)
{
    if (name == "reference")
        return referencePlan();
    if (name == "untracked")
        return untracked();
    if (name == "one-igp")
        return oneIgp();
    if (name == "ring")
        return shaped({.sites = 6, .sitesPerRing = 6}, "ring");
    if (name == "dual-homed-20")
        return shaped({.sites = 20, .access = AccessShape::DualHomed}, "dual-homed-20");
    if (name == "backhaul-200")
        return shaped({.sites = 200}, "backhaul-200");
    std::string names;
    for (const ExampleEntry &entry : examples())
        names += (names.empty() ? "" : ", ") + std::string(entry.name);
    return failure(ErrorCode::NotFound, fmt::format("there is no example {}; choose one of {}", name, names));
}

} // namespace sidestep::plan
