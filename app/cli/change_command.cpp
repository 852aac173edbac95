// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "model/plan/aligned_plan.h"
#include "model/report/change_pack.h"
#include "model/store/atomic_file.h"
#include "model/store/plan_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace sidestep::cli {

namespace {

struct ChangeArguments
{
    std::string from;
    std::string to;
    std::string output;
    std::vector<std::string> first;
    bool withoutScenarios = false;
};

Result<report::ChangePackOptions> optionsFrom(const plan::Plan &from, const plan::Plan &to, const ChangeArguments &arguments)
{
    report::ChangePackOptions options;
    options.scenarios = !arguments.withoutScenarios;
    for (const std::string &name : arguments.first) {
        const plan::Router *router = plan::routerNamed(to, name) ? plan::routerNamed(to, name) : plan::routerNamed(from, name);
        if (!router)
            return failure(ErrorCode::NotFound, fmt::format("--first {}: neither plan has such a router", name));
        options.first.push_back(router->id);
    }
    return options;
}

std::string textOf(const Session &session, const ChangeArguments &arguments, const report::ChangePack &pack)
{
    if (session.json())
        return report::changePackJson(pack);
    const report::Document document = report::documentOf(pack);
    return arguments.output.ends_with(".html") ? report::toHtml(document) : report::toMarkdown(document);
}

int change(const Session &session, const ChangeArguments &arguments)
{
    const auto from = store::loadPlan(arguments.from);
    if (!from)
        return session.refused(from.error());
    const auto loaded = store::loadPlan(arguments.to);
    if (!loaded)
        return session.refused(loaded.error());
    const plan::Plan to = plan::alignedTo(*from, *loaded);
    const auto options = optionsFrom(*from, to, arguments);
    if (!options)
        return session.usage(options.error());
    const auto pack = report::changePack(*from, to, *options);
    if (!pack)
        return session.refused(pack.error());
    const std::string text = textOf(session, arguments, *pack);
    if (arguments.output.empty()) {
        session.out << text;
    } else {
        if (const auto written = store::writeFile(arguments.output, text); !written)
            return session.refused(written.error());
        session.out << fmt::format("{}: {} step{}\n", arguments.output, pack->steps.size(), pack->steps.size() == 1 ? "" : "s");
    }
    return pack->remarks.empty() ? kClean : kFindings;
}

} // namespace

void addChange(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<ChangeArguments>();
    CLI::App *command = addCommand(app, session, "change",
                                   "a change pack: ordered steps with checks, commands, simulated traffic and rollback;\nexit code 1 when the new plan has gaps",
                                   "sidestep-cli change today.sidestep tomorrow.sidestep -o change.html");
    command->add_option("from", arguments->from, "the network as it is")->required()->type_name("PLAN");
    command->add_option("to", arguments->to, "the network as it shall be")->required()->type_name("PLAN");
    command->add_option("-o,--output", arguments->output, "file; HTML when its name ends in .html, else Markdown (default: Markdown to standard output)")
        ->type_name("FILE");
    command->add_option("--first", arguments->first, "a router to change before all others; may be repeated (default order: RSG, P, AGG, CSG)")
        ->type_name("NAME")
        ->allow_extra_args(false);
    command->add_flag("--without-scenarios", arguments->withoutScenarios, "do not run the plan's failure scenarios after each commit");
    command->callback([=, &session] { session.action = [=, &session] { return change(session, *arguments); }; });
}

} // namespace sidestep::cli
