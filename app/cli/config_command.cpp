// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/secret_arguments.h"
#include "model/config/config_builder.h"
#include "model/config/reader.h"
#include "model/config/verification.h"
#include "model/store/atomic_file.h"
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

/// A router's name may hold what a file name may not; whatever could leave the folder or hide the file is written %XX.
std::string fileNameOf(std::string_view router)
{
    std::string name;
    for (const char c : router) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '+'
            || (c == '.' && !name.empty()) || static_cast<unsigned char>(c) >= 0x80;
        name += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return name + ".cfg";
}

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
        lines.push_back({{"line", line.number}, {"command", line.command}, {"source", fmt::format("vrp.md section {}", line.section)}});
    return lines;
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

    const std::filesystem::path folder = arguments.folder;
    if (!folder.empty()) {
        std::error_code problem;
        std::filesystem::create_directories(folder, problem);
        if (problem)
            return session.fail(kRefused,
                                fmt::format("{}: cannot be created: {}; choose another folder", folder.string(), problem.message()));
    }

    Json devices = Json::array();
    std::size_t gaps = 0;
    const config::ConfigBuilder builder(*plan, *secrets);
    for (const plan::RouterId id : *routers) {
        const auto built = builder.build(id);
        if (!built)
            return session.refused(built.error());
        const std::string text = config::toText(*built);
        Json gapTexts = Json::array();
        for (const config::ConfigGap &gap : built->gaps) {
            if (session.json())
                gapTexts.push_back(gap.text);
            else
                session.err << fmt::format("sidestep-cli: {}: {}\n", built->name, gap.text);
            ++gaps;
        }
        Json device{{"device", built->name}};
        if (!folder.empty()) {
            const std::filesystem::path file = folder / fileNameOf(built->name);
            if (const auto written = store::writeFile(file, text); !written)
                return session.refused(written.error());
            device["file"] = file.string();
        } else if (session.json()) {
            device["text"] = text;
        } else {
            session.out << text;
        }
        device["gaps"] = std::move(gapTexts);
        if (session.json()) {
            device["unverified"] = unverifiedOf(text);
            devices.push_back(std::move(device));
        }
    }
    if (session.json())
        session.out << Json{{"plan", plan->settings().name}, {"devices", std::move(devices)}}.dump(1, ' ', false,
                                                                                                   Json::error_handler_t::replace)
                    << '\n';
    else if (!folder.empty())
        session.out << fmt::format("{}: {} configuration{}\n", folder.string(), routers->size(), routers->size() == 1 ? "" : "s");
    return gaps > 0 ? kFindings : kClean;
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
