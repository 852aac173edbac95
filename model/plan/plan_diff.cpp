// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/plan_diff.h"

namespace sidestep::plan {
namespace {

template <typename Row>
void compare(const Plan &before, const Plan &after, RowDiff<Row> &diff)
{
    Table<Row>::difference(before.table<Row>(), after.table<Row>(), [&diff](const Row *old, const Row *now) {
        if (!old)
            diff.added.push_back(now->id);
        else if (!now)
            diff.removed.push_back(old->id);
        else
            diff.changed.push_back(now->id);
    });
}

template <typename Row>
void describe(const Plan &after, const RowDiff<Row> &diff, PlanEdit &edit)
{
    for (const auto id : diff.removed)
        edit.changes.emplace_back(Remove<Row>{id});
    for (const auto id : diff.changed)
        edit.changes.emplace_back(Set<Row>{*after.table<Row>().find(id)});
    for (const auto id : diff.added)
        edit.changes.emplace_back(Add<Row>{*after.table<Row>().find(id)});
}

} // namespace

bool PlanDiff::onlyLayout() const
{
    if (settings || of<Position>().empty())
        return false;
    return std::apply(
        [](const auto &...diff) { return ((std::is_same_v<decltype(diff), const RowDiff<Position> &> || diff.empty()) && ...); }, rows);
}

bool PlanDiff::empty() const
{
    return !settings && std::apply([](const auto &...diff) { return (diff.empty() && ...); }, rows);
}

PlanDiff difference(const Plan &before, const Plan &after)
{
    PlanDiff diff;
    diff.settings = !(before.settings() == after.settings());
    std::apply([&](auto &...row) { (compare(before, after, row), ...); }, diff.rows);
    return diff;
}

PlanEdit editBetween(const Plan &before, const Plan &after, std::string label)
{
    const PlanDiff diff = difference(before, after);
    PlanEdit edit{std::move(label), {}};
    if (diff.settings)
        edit.changes.emplace_back(SetSettings{after.settings()});
    std::apply([&](const auto &...row) { (describe(after, row, edit), ...); }, diff.rows);
    return edit;
}

} // namespace sidestep::plan
