// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/config_folder.h"
#include "app/cli/progress.h"
#include "app/cli/secret_arguments.h"
#include "model/config/config_builder.h"
#include "model/config/reader.h"
#include "model/config/verification.h"
#include "model/store/plan_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace sidestep::cli {

namespace {

using Json = nlohmann::ordered_json;

struct ConfigArguments
{
    std::string plan;
    std::vector<std::string> devices;
    std::string folder;
    SecretArguments secrets;
};

Result<std::vector<plan::RouterId>> chosen(const plan::Plan &plan, const std::vector<std::string> &names)
{
    std::vector<plan::RouterId> routers;
    if (names.empty()) {
        for (const plan::Router &router : plan.routers())
            routers.push_back(router.id);
        return routers;
    }
    for (const std::string &name : names) {
        const plan::Router *router = plan::routerNamed(plan, name);
        if (!router) {
            std::vector<std::string> known;
            for (const plan::Router &each : plan.routers())
                known.push_back(each.name);
            const std::string near = nearest(name, known);
            return failure(ErrorCode::NotFound,
                           fmt::format("--device {}: the plan has no such router; {}", name,
                                       near.empty() ? std::string("name one of its routers") : fmt::format("did you mean {}?", near)));
        }
        routers.push_back(router->id);
    }
    return routers;
}

/// A file with a placeholder looks finished and is not: without a word from the user none is written.
Result<void> checkSecrets(const plan::Plan &plan, const std::vector<plan::RouterId> &routers, const config::Secrets &known,
                          const ConfigArguments &arguments)
{
    if (arguments.folder.empty() || arguments.secrets.placeholders)
        return {};
    const std::vector<std::string> missing = config::missingSecrets(plan, routers, known);
    if (missing.empty())
        return {};
    return failure(ErrorCode::NotFound,
                   fmt::format("{}: {} {} no value; give --secret NAME=VALUE or --secrets FILE, or --placeholders to write <secret:NAME>",
                               arguments.plan, fmt::join(missing, ", "), missing.size() == 1 ? "has" : "have"));
}

Json unverifiedOf(std::string_view text)
{
    Json lines = Json::array();
    for (const config::UnverifiedLine &line : config::unverifiedLines(config::readConfig(text)))
        lines.push_back({{"line", line.number}, {"command", line.command}, {"what", line.what}, {"source", fmt::format("vrp.md section {}", line.section)}});
    return lines;
}

/// Says what the configurations lack, for people; the JSON form has it beside its router.
void reportGaps(const Session &session, const std::string &router, const std::vector<config::ConfigGap> &gaps)
{
    if (session.json())
        return;
    for (const config::ConfigGap &gap : gaps)
        session.err << fmt::format("sidestep-cli: {}: {}\n", router, gap.text);
}

Json textsOf(const std::vector<config::ConfigGap> &gaps)
{
    Json texts = Json::array();
    for (const config::ConfigGap &gap : gaps)
        texts.push_back(gap.text);
    return texts;
}

void writeJson(const Session &session, const plan::Plan &plan, Json devices)
{
    session.out << Json{{"plan", plan.settings().name}, {"devices", std::move(devices)}}.dump(1, ' ', false, Json::error_handler_t::replace)
                << '\n';
}

int showTexts(const Session &session, const plan::Plan &plan, const config::ConfigBuilder &builder,
              const std::vector<plan::RouterId> &routers)
{
    config::TextWriter writer(builder);
    Json devices = Json::array();
    bool whole = true;
    for (const plan::RouterId id : routers) {
        const auto text = writer.write(id);
        if (!text)
            return session.refused(text.error());
        const std::string &name = plan.find(id)->name;
        reportGaps(session, name, writer.gaps());
        whole = whole && writer.gaps().empty();
        if (session.json())
            devices.push_back({{"device", name}, {"text", *text}, {"gaps", textsOf(writer.gaps())}, {"unverified", unverifiedOf(*text)}});
        else
            session.out << *text;
    }
    if (session.json())
        writeJson(session, plan, std::move(devices));
    return whole ? kClean : kFindings;
}

int writeFolder(const Session &session, const plan::Plan &plan, const config::ConfigBuilder &builder,
                const std::vector<plan::RouterId> &routers, const std::filesystem::path &folder)
{
    auto files = [&] {
        Progress progress(session.err, "configurations", routers.size());
        return writeConfigFiles(plan, builder, routers, folder, progress);
    }();
    if (!files)
        return session.refused(files.error());
    config::TextWriter writer(builder);
    Json devices = Json::array();
    bool whole = true;
    for (std::size_t i = 0; i < routers.size(); ++i) {
        const ConfigFile &file = (*files)[i];
        const std::string &name = plan.find(routers[i])->name;
        reportGaps(session, name, file.gaps);
        whole = whole && file.gaps.empty();
        if (session.json())
            devices.push_back({{"device", name}, {"file", file.path.string()}, {"gaps", textsOf(file.gaps)},
                               {"unverified", unverifiedOf(*writer.write(routers[i]))}});
    }
    if (session.json())
        writeJson(session, plan, std::move(devices));
    else
        session.out << fmt::format("{}: {} configuration{}\n", folder.string(), routers.size(), routers.size() == 1 ? "" : "s");
    return whole ? kClean : kFindings;
}

int config(const Session &session, const ConfigArguments &arguments)
{
    const auto plan = store::loadPlan(arguments.plan);
    if (!plan)
        return session.refused(plan.error());
    const auto routers = chosen(*plan, arguments.devices);
    if (!routers)
        return session.usage(routers.error());
    if (arguments.folder.empty() && !session.json() && routers->size() != 1)
        return session.fail(kUsage,
                            fmt::format("{}: has {} routers; choose one with --device NAME, or a folder for all with -o DIR",
                                        arguments.plan, routers->size()));

    const auto secrets = readSecrets(session, arguments.secrets, *plan);
    if (!secrets)
        return secrets.error();
    if (const auto complete = checkSecrets(*plan, *routers, *secrets, arguments); !complete)
        return session.usage(complete.error());

    const config::ConfigBuilder builder(*plan, *secrets);
    return arguments.folder.empty() ? showTexts(session, *plan, builder, *routers)
                                    : writeFolder(session, *plan, builder, *routers, arguments.folder);
}

} // namespace

void addConfig(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<ConfigArguments>();
    CLI::App *command = addCommand(app, session, "config", "write router configurations; exit code 1 when one has a gap",
                                   "sidestep-cli config ref.sidestep -o out");
    command->add_option("plan", arguments->plan, "the plan")->required()->type_name("PLAN");
    command->add_option("--device", arguments->devices, "this router only; may be repeated; without -o it goes to standard output")
        ->type_name("NAME")
        ->allow_extra_args(false);
    command->add_option("-o,--output", arguments->folder, "folder for one NAME.cfg a router; made when it is missing")->type_name("DIR");
    addSecretOptions(*command, arguments->secrets);
    command->callback([=, &session] { session.action = [=, &session] { return config(session, *arguments); }; });
}

} // namespace sidestep::cli
