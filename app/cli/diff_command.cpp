// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "model/config/config_builder.h"
#include "model/config/difference.h"
#include "model/config/reader.h"
#include "model/config/vrp/grammar.h"
#include "model/store/atomic_file.h"
#include "model/store/configuration_files.h"
#include "model/store/plan_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <memory>

namespace sidestep::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kRemarksShown = 20; ///< of one file

struct Paths
{
    std::string first;
    std::string second;
};

/// Routers by name.
struct Side
{
    std::map<std::string, config::ConfigTree> routers;
    std::vector<std::string> remarks; ///< FILE:LINE:COLUMN: what was not understood
};

/// A router is known by its own name, or by the file's when the configuration has none.
std::string routerName(const config::ConfigTree &tree, const std::filesystem::path &path)
{
    for (const config::ConfigLine &line : tree.lines)
        if (line.command == config::vrp::Cmd::Sysname && !line.undo && line.depth == 0)
            if (const auto match = config::vrp::matchLine(line.view, line.text))
                return std::string(match->value("sysname").value_or(std::string_view()));
    return path.stem().string();
}

void addRemarks(Side &side, const std::filesystem::path &path, const config::ConfigTree &tree)
{
    const std::size_t shown = std::min(kRemarksShown, tree.diagnostics.size());
    for (std::size_t i = 0; i < shown; ++i) {
        const config::Diagnostic &d = tree.diagnostics[i];
        side.remarks.push_back(fmt::format("{}:{}:{}: {}", path.string(), d.line, d.column, d.text));
    }
    if (const std::size_t rest = tree.diagnostics.size() - shown + tree.diagnosticsLeftOut; rest > 0)
        side.remarks.push_back(fmt::format("{}: {} more lines were not understood; they are compared word for word", path.string(), rest));
}

Result<void> addFile(Side &side, const std::filesystem::path &path)
{
    const auto text = store::readFile(path, store::kMostConfigurationBytes);
    if (!text)
        return tl::unexpected(text.error());
    config::ConfigTree tree = config::readConfig(*text);
    addRemarks(side, path, tree);
    std::string name = routerName(tree, path);
    if (!side.routers.emplace(name, std::move(tree)).second)
        return failure(ErrorCode::DuplicateName, fmt::format("{}: another file has a router {}, too; remove one", path.string(), name));
    return {};
}

Result<void> addFolder(Side &side, const std::filesystem::path &folder)
{
    const auto files = store::configurationsIn(folder);
    if (!files)
        return tl::unexpected(files.error());
    for (const std::filesystem::path &file : *files)
        if (auto added = addFile(side, file); !added)
            return added;
    return {};
}

Result<void> addPlan(Side &side, const std::string &path)
{
    const auto plan = store::loadPlan(path);
    if (!plan)
        return tl::unexpected(plan.error());
    const config::ConfigBuilder builder(*plan);
    for (const plan::Router &router : plan->routers()) {
        const auto built = builder.build(router.id);
        if (!built)
            return tl::unexpected(built.error());
        for (const config::ConfigGap &gap : built->gaps)
            side.remarks.push_back(fmt::format("{}: {}: {}", path, router.name, gap.text));
        side.routers.emplace(router.name, config::readConfig(config::toText(*built)));
    }
    return {};
}

Result<Side> sideFrom(const std::string &path)
{
    Side side;
    std::error_code ignored;
    const bool folder = std::filesystem::is_directory(path, ignored);
    const auto added = folder ? addFolder(side, path) : store::isPlanName(path) ? addPlan(side, path) : addFile(side, path);
    if (!added)
        return tl::unexpected(added.error());
    return side;
}

struct RouterChange
{
    std::string name;
    std::string_view state;
    config::Difference difference;
};

std::vector<RouterChange> compared(const Side &first, const Side &second)
{
    // Two routers given by one file each are meant for each other, whatever they are called.
    if (first.routers.size() == 1 && second.routers.size() == 1) {
        const auto &[name, tree] = *first.routers.begin();
        auto change = config::difference(tree, second.routers.begin()->second);
        return change.empty() ? std::vector<RouterChange>() : std::vector<RouterChange>{{name, "changed", std::move(change)}};
    }
    std::vector<RouterChange> changes;
    for (const auto &[name, tree] : first.routers) {
        const auto other = second.routers.find(name);
        if (other == second.routers.end())
            changes.push_back({name, "only in the first", {}});
        else if (auto change = config::difference(tree, other->second); !change.empty())
            changes.push_back({name, "changed", std::move(change)});
    }
    for (const auto &[name, tree] : second.routers)
        if (!first.routers.contains(name))
            changes.push_back({name, "only in the second", {}});
    std::ranges::sort(changes, {}, &RouterChange::name);
    return changes;
}

std::string toText(const std::vector<RouterChange> &changes)
{
    std::string out;
    for (const RouterChange &change : changes) {
        if (change.difference.empty()) {
            out += fmt::format("=== {}: {}\n", change.name, change.state);
            continue;
        }
        out += fmt::format("=== {}: from the first to the second\n{}", change.name, config::toText(change.difference.forward));
        out += fmt::format("=== {}: rollback\n{}", change.name, config::toText(change.difference.rollback));
        for (const std::string &line : change.difference.leftAlone)
            out += fmt::format("=== {}: see to this line by hand, its undo form means another command: {}\n", change.name, line);
    }
    return out;
}

Json scriptJson(const config::Script &script)
{
    Json sections = Json::array();
    for (const config::ScriptSection &section : script)
        sections.push_back({{"view", section.path}, {"commands", section.commands}});
    return sections;
}

std::string toJson(const Paths &paths, const std::vector<RouterChange> &changes, const std::vector<std::string> &remarks)
{
    Json devices = Json::array();
    for (const RouterChange &change : changes)
        devices.push_back({{"device", change.name},
                           {"state", change.state},
                           {"forward", scriptJson(change.difference.forward)},
                           {"rollback", scriptJson(change.difference.rollback)},
                           {"left_alone", change.difference.leftAlone}});
    const Json all{{"first", paths.first}, {"second", paths.second}, {"devices", std::move(devices)}, {"remarks", remarks}};
    return all.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

int diff(const Session &session, const Paths &paths)
{
    auto first = sideFrom(paths.first);
    if (!first)
        return session.refused(first.error());
    auto second = sideFrom(paths.second);
    if (!second)
        return session.refused(second.error());
    const std::vector<RouterChange> changes = compared(*first, *second);
    std::vector<std::string> remarks = std::move(first->remarks);
    remarks.insert(remarks.end(), second->remarks.begin(), second->remarks.end());
    if (session.json()) {
        session.out << toJson(paths, changes, remarks);
    } else {
        for (const std::string &remark : remarks)
            session.err << fmt::format("sidestep-cli: {}\n", remark);
        session.out << toText(changes);
    }
    return changes.empty() ? kClean : kFindings;
}

} // namespace

void addDiff(CLI::App &app, Session &session)
{
    auto paths = std::make_shared<Paths>();
    CLI::App *command = addCommand(app, session, "diff",
                                   "the commands that turn the first configuration into the second, and back; exit code 1 when they differ",
                                   "sidestep-cli diff running/ ref.sidestep");
    command->add_option("first", paths->first, "what is: a plan, a router's configuration file, or a folder of them")
        ->required()
        ->type_name("A");
    command->add_option("second", paths->second, "what shall be: likewise")->required()->type_name("B");
    command->callback([=, &session] { session.action = [=, &session] { return diff(session, *paths); }; });
}

} // namespace sidestep::cli
