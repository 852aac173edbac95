// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "model/report/findings_report.h"
#include "model/report/plan_findings.h"
#include "model/store/plan_file.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace sidestep::cli {

namespace {

int check(const Session &session, const std::string &path)
{
    const auto plan = store::loadPlan(path);
    if (!plan)
        return session.refused(plan.error());
    const auto findings = report::findingsOf(*plan);
    session.out << (session.json() ? report::findingsJson(*plan, findings) : report::findingsText(*plan, findings));
    // Advice is a matter of taste, and a script must be able to pass with it.
    const bool bad = std::any_of(findings.begin(), findings.end(),
                                 [](const check::Finding &finding) { return finding.severity != check::Severity::Advice; });
    return bad ? kFindings : kClean;
}

} // namespace

void addCheck(CLI::App &app, Session &session)
{
    auto path = std::make_shared<std::string>();
    CLI::App *command = addCommand(app, session, "check", "apply the design rules; exit code 1 when there is an error or a warning",
                                   "sidestep-cli check ref.sidestep --format json");
    command->add_option("plan", *path, "the plan to check")->required()->type_name("PLAN");
    command->callback([=, &session] { session.action = [=, &session] { return check(session, *path); }; });
}

} // namespace sidestep::cli
