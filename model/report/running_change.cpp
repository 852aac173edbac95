// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/running_change.h"

#include "model/config/config_builder.h"
#include "model/config/import/kept_lines.h"
#include "model/config/reader.h"
#include "model/plan/aligned_plan.h"
#include "model/plan/completed_plan.h"

#include <fmt/format.h>

#include <set>
#include <string>
#include <unordered_map>
#include <utility>

namespace sidestep::report {

namespace {

using config::ImportKind;

/// Ids in `aligned` of the routers that were read, with their texts.
std::map<plan::RouterId, std::string_view> textsOf(std::span<const config::ConfigSource> files, const config::ImportResult &imported, const plan::Plan &aligned)
{
    std::unordered_map<std::string, plan::RouterId> ids;
    for (const plan::Router &router : aligned.routers())
        ids.emplace(router.name, router.id);
    std::map<plan::RouterId, std::string_view> texts;
    for (const config::RouterSource &read : imported.routers)
        texts.emplace(ids.at(imported.plan.find(read.router)->name), files[read.source].text);
    return texts;
}

/// `to` with the lines that routers run beyond it, where it says nothing itself: neither that line, nor another value of the setting,
/// nor lines that stay.
Result<plan::Plan> withRunningLines(const plan::Plan &running, const plan::Plan &to)
{
    const config::ConfigBuilder builder(to);
    plan::EditBuilder edit(to, "");
    for (const plan::KeptText &kept : running.keptTexts()) {
        if (!to.find(kept.id) || to.keptTexts().contains(kept.id))
            continue;
        const auto written = builder.build(kept.id);
        if (!written)
            continue; // changePack refuses it, too, and says why
        std::string rest = config::importing::remainderOf(config::readConfig(kept.text), *written, {}).text;
        if (!rest.empty())
            edit.add(plan::KeptText{kept.id, std::move(rest)});
    }
    return to.with(edit.take());
}

std::string placeOf(const config::ImportRow &row)
{
    if (row.file.empty())
        return {};
    return row.line > 0 ? fmt::format("{}:{}: ", row.file, row.line) : row.file + ": ";
}

std::vector<std::string> remarksOn(const config::ImportResult &imported, const plan::Plan &running, const plan::Plan &to)
{
    std::vector<std::string> remarks;
    for (const plan::Router &router : to.routers())
        if (!running.find(router.id))
            remarks.push_back(fmt::format("{}: none of the files is this router's, so it is taken as new", router.name));
    std::set<std::string, std::less<>> decided; // whose plan says itself which other lines stay
    for (const plan::KeptText &kept : to.keptTexts())
        decided.insert(to.find(kept.id)->name);
    for (const config::ImportRow &row : imported.rows) {
        if (row.kind == ImportKind::Contradictory)
            remarks.push_back(fmt::format("{}the running files contradict themselves: {}", placeOf(row), row.text));
        else if (row.kind == ImportKind::Kept && !decided.contains(row.router))
            remarks.push_back(fmt::format("{}beyond the plan, stays as it is unless a command below changes it: {}", placeOf(row), row.text));
    }
    return remarks;
}

} // namespace

Result<ChangePack> changePackFromFiles(std::span<const config::ConfigSource> files, const plan::Plan &to, const ChangePackOptions &options,
                                       std::stop_token stop)
{
    const auto imported = config::importConfigs(files, {.planName = "the running network", .compare = false, .threads = 0, .stop = stop});
    if (!imported)
        return tl::unexpected(imported.error());
    if (imported->plan.routers().empty())
        return failure(ErrorCode::NotFound, fmt::format("{}: no router's configuration is among the files; name saved VRP8 configurations",
                                                        files.empty() ? std::string("no file") : files.front().file));
    const plan::Plan aligned = plan::alignedTo(to, imported->plan);
    const plan::Plan running = plan::completedFrom(to, aligned);
    const auto target = withRunningLines(running, to);
    if (!target)
        return tl::unexpected(target.error());
    ChangePackOptions fromFiles = options;
    fromFiles.running = textsOf(files, *imported, aligned);
    auto pack = changePack(running, *target, fromFiles, std::move(stop));
    if (!pack)
        return pack;
    pack->from = imported->plan.settings().name;
    std::vector<std::string> remarks = remarksOn(*imported, running, to);
    pack->remarks.insert(pack->remarks.begin(), std::make_move_iterator(remarks.begin()), std::make_move_iterator(remarks.end()));
    return pack;
}

} // namespace sidestep::report
