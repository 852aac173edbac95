// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "model/config/import/import.h"
#include "model/store/configuration_files.h"
#include "model/store/plan_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <memory>

namespace sidestep::cli {

namespace {

using Json = nlohmann::ordered_json;

struct ImportArguments
{
    std::vector<std::string> inputs;
    std::string output;
};

std::string_view wordOf(config::ImportKind kind)
{
    constexpr std::array<std::string_view, 4> kWords{"understood", "inferred", "kept", "contradictory"};
    return kWords.at(static_cast<std::size_t>(kind));
}

Result<config::ImportResult> imported(const std::vector<store::ConfigurationFile> &files, const std::filesystem::path &output)
{
    std::vector<config::ConfigSource> sources;
    sources.reserve(files.size());
    for (const store::ConfigurationFile &file : files)
        sources.push_back({file.path.string(), file.text});
    config::ImportOptions options;
    if (const std::string name = output.stem().stem().string(); !name.empty() && !plan::unsafeInConfiguration(name, false))
        options.planName = name;
    return config::importConfigs(sources, options);
}

std::string textOf(const config::ImportResult &result)
{
    std::string out;
    for (const config::ImportRow &row : result.rows) {
        const std::string where = row.line > 0 ? fmt::format("{}:{}", row.file, row.line) : row.file;
        out += fmt::format("{}: {}{}{}\n", wordOf(row.kind), where, where.empty() ? "" : ": ", row.text);
    }
    for (const config::RouterRewrite &rewrite : result.rewrites)
        out += fmt::format("=== {}: what the plan's configuration changes\n{}", result.plan.find(rewrite.router)->name,
                           config::toText(rewrite.changes));
    return out;
}

Json jsonOf(const config::ImportResult &result, const std::string &output)
{
    Json rows = Json::array();
    for (const config::ImportRow &row : result.rows)
        rows.push_back({{"kind", wordOf(row.kind)}, {"device", row.router}, {"file", row.file}, {"line", row.line}, {"text", row.text}});
    Json changes = Json::array();
    for (const config::RouterRewrite &rewrite : result.rewrites) {
        Json sections = Json::array();
        for (const config::ScriptSection &section : rewrite.changes)
            sections.push_back({{"view", section.path}, {"commands", section.commands}});
        changes.push_back({{"device", result.plan.find(rewrite.router)->name}, {"commands", std::move(sections)}});
    }
    return {{"file", output},
            {"plan", result.plan.settings().name},
            {"routers", result.plan.routers().size()},
            {"links", result.plan.links().size()},
            {"services", result.plan.services().size()},
            {"left_out", result.leftOut},
            {"rows", std::move(rows)},
            {"changes", std::move(changes)}};
}

int write(const Session &session, const config::ImportResult &result, const std::string &output)
{
    if (!session.json()) {
        if (const int code = saveAndReport(session, result.plan, output); code != kClean)
            return code;
        session.out << textOf(result);
        return kClean;
    }
    if (const auto saved = store::savePlan(result.plan, output); !saved)
        return session.refused(saved.error());
    session.out << jsonOf(result, output).dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
    return kClean;
}

int importFiles(const Session &session, const ImportArguments &arguments)
{
    const auto files = store::readConfigurations({arguments.inputs.begin(), arguments.inputs.end()});
    if (!files)
        return session.refused(files.error());
    const auto result = imported(*files, arguments.output);
    if (!result)
        return session.refused(result.error());
    if (result->plan.routers().empty())
        return session.fail(kRefused,
                            fmt::format("{}: no router's configuration is among the files; name saved VRP8 configurations", files->front().path.string()));
    if (const int code = write(session, *result, arguments.output); code != kClean)
        return code;
    for (const std::string &file : result->leftOut) {
        const auto why = std::ranges::find(result->rows, file, &config::ImportRow::file);
        (void)session.fail(kFindings, fmt::format("{}: {}", file, why == result->rows.end() ? "is left out" : why->text));
    }
    const bool contradictory = std::ranges::any_of(
        result->rows, [](const config::ImportRow &row) { return row.kind == config::ImportKind::Contradictory; });
    return contradictory || !result->rewrites.empty() ? kFindings : kClean;
}

} // namespace

void addImport(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<ImportArguments>();
    CLI::App *command = addCommand(app, session, "import",
                                   "make a plan from routers' configurations, with a report of what was understood, inferred, kept and "
                                   "contradictory; exit code 1 when something contradicts or the plan would change a router",
                                   "sidestep-cli import running/ -o network.sidestep");
    command->add_option("files", arguments->inputs, "configurations, or folders of them")->required()->type_name("FOLDER-OR-FILES");
    command->add_option("-o,--output", arguments->output, "the plan to write; a file that is there is kept as NAME~")
        ->required()
        ->type_name("PLAN");
    command->callback([=, &session] { session.action = [=, &session] { return importFiles(session, *arguments); }; });
}

} // namespace sidestep::cli
