// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/plan_findings.h"

#include "model/config/verification.h"

#include <fmt/format.h>

#include <set>

namespace sidestep::report {

namespace {

std::string sentenceOn(const plan::Plan &plan, const config::UnverifiedCommand &command)
{
    const std::string where = command.routers.size() == 1 ? plan::nameOf(plan, command.routers.front())
                                                          : fmt::format("{} routers", command.routers.size());
    return fmt::format("`{}` on {} ({})", command.command, where, command.what);
}

} // namespace

std::vector<check::Finding> findingsOf(const plan::Plan &plan)
{
    std::vector<check::Finding> findings = check::checkPlan(plan);
    const auto commands = config::unverifiedCommands(plan);
    if (commands.empty())
        return findings;
    std::string list;
    std::set<plan::RouterId> routers;
    for (const config::UnverifiedCommand &command : commands) {
        list.append(list.empty() ? "" : "; ").append(sentenceOn(plan, command));
        routers.insert(command.routers.begin(), command.routers.end());
    }
    findings.push_back({kUnverifiedRule, check::Severity::Advice,
                        fmt::format("The configurations use what nobody has confirmed on a device; try it on one before it is rolled out: {}.", list),
                        {routers.begin(), routers.end()}, std::nullopt});
    return findings;
}

} // namespace sidestep::report
