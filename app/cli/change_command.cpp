// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "model/plan/aligned_plan.h"
#include "model/report/change_pack.h"
#include "model/report/running_change.h"
#include "model/store/atomic_file.h"
#include "model/store/configuration_files.h"
#include "model/store/plan_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <initializer_list>
#include <memory>

namespace sidestep::cli {

namespace {

struct ChangeArguments
{
    std::vector<std::string> networks; ///< the last is what shall be, the others are what is
    std::string output;
    std::vector<std::string> first;
    bool withoutScenarios = false;
};

/// `plans`: those whose routers may be named.
Result<report::ChangePackOptions> optionsFrom(std::initializer_list<const plan::Plan *> plans, const ChangeArguments &arguments)
{
    report::ChangePackOptions options;
    options.scenarios = !arguments.withoutScenarios;
    for (const std::string &name : arguments.first) {
        const plan::Router *router = nullptr;
        for (const plan::Plan *plan : plans)
            router = router ? router : plan::routerNamed(*plan, name);
        if (!router)
            return failure(ErrorCode::NotFound, fmt::format("--first {}: no plan here has such a router", name));
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

int write(const Session &session, const ChangeArguments &arguments, const Result<report::ChangePack> &pack)
{
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

int changeOfPlan(const Session &session, const ChangeArguments &arguments, const plan::Plan &loaded)
{
    const auto from = store::loadPlan(arguments.networks.front());
    if (!from)
        return session.refused(from.error());
    const plan::Plan to = plan::alignedTo(*from, loaded);
    const auto options = optionsFrom({&to, &*from}, arguments);
    if (!options)
        return session.usage(options.error());
    return write(session, arguments, report::changePack(*from, to, *options));
}

int changeOfFiles(const Session &session, const ChangeArguments &arguments, const plan::Plan &to)
{
    const auto options = optionsFrom({&to}, arguments);
    if (!options)
        return session.usage(options.error());
    const auto files = store::readConfigurations({arguments.networks.begin(), arguments.networks.end() - 1});
    if (!files)
        return session.refused(files.error());
    std::vector<config::ConfigSource> sources;
    sources.reserve(files->size());
    for (const store::ConfigurationFile &file : *files)
        sources.push_back({file.path.string(), file.text});
    return write(session, arguments, report::changePackFromFiles(sources, to, *options));
}

int change(const Session &session, const ChangeArguments &arguments)
{
    const auto to = store::loadPlan(arguments.networks.back());
    if (!to)
        return session.refused(to.error());
    const bool isPlan = arguments.networks.size() == 2 && store::isPlanName(arguments.networks.front());
    return isPlan ? changeOfPlan(session, arguments, *to) : changeOfFiles(session, arguments, *to);
}

} // namespace

void addChange(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<ChangeArguments>();
    CLI::App *command = addCommand(app, session, "change",
                                   "a change pack: ordered steps with checks, commands, simulated traffic and rollback;\nexit code 1 when the new plan has gaps\nor the running files hold what the plan does not",
                                   "sidestep-cli change running/ tomorrow.sidestep -o change.html");
    command->add_option("networks", arguments->networks,
                        "the network as it is (a plan, or the routers' configurations: files, or folders of them), then the plan of what shall be")
        ->required()
        ->expected(2, -1)
        ->type_name("PLAN-OR-FOLDER-OR-FILES PLAN");
    command->add_option("-o,--output", arguments->output, "file; HTML when its name ends in .html, else Markdown (default: Markdown to standard output)")
        ->type_name("FILE");
    command->add_option("--first", arguments->first, "a router to change before all others; may be repeated (default order: RSG, P, AGG, CSG)")
        ->type_name("NAME")
        ->allow_extra_args(false);
    command->add_flag("--without-scenarios", arguments->withoutScenarios, "do not run the plan's failure scenarios after each commit");
    command->callback([=, &session] { session.action = [=, &session] { return change(session, *arguments); }; });
}

} // namespace sidestep::cli
