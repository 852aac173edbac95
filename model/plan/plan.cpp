// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/plan.h"

#include "model/plan/kinds.h"
#include "model/plan/validation.h"

#include <fmt/format.h>

#include <limits>

namespace sidestep::plan {

/// Applies changes to the tables of a plan that nobody else sees yet.
class PlanWriter
{
public:
    explicit PlanWriter(Plan &plan) : m_plan(plan) {}

    Result<void> operator()(const SetSettings &change)
    {
        m_plan.m_settings = std::make_shared<const Settings>(change.settings);
        return {};
    }
    template <typename Row>
    Result<void> operator()(const Add<Row> &change)
    {
        auto &rows = std::get<Table<Row>>(m_plan.m_tables);
        // The largest number stays free, so that there is always a next id.
        const std::uint32_t id = change.row.id.value();
        if (id == 0 || id == std::numeric_limits<std::uint32_t>::max())
            return failure(ErrorCode::OutOfRange, fmt::format("{} id {} is not within 1 to 4294967294", Kind<Row>::one, id));
        if (rows.contains(change.row.id))
            return failure(ErrorCode::IdInUse, fmt::format("there is already a {} with id {}; take the next free id", Kind<Row>::one, id));
        rows.put(change.row);
        return {};
    }
    template <typename Row>
    Result<void> operator()(const Set<Row> &change)
    {
        auto &rows = std::get<Table<Row>>(m_plan.m_tables);
        const Row *before = rows.find(change.row.id);
        if (!before)
            return failure(ErrorCode::NotFound, fmt::format("there is no {} with id {} to change", Kind<Row>::one, change.row.id.value()));
        if (!(*before == change.row)) // an equal row keeps its chunk shared
            rows.put(change.row);
        return {};
    }
    template <typename Row>
    Result<void> operator()(const Remove<Row> &change)
    {
        if (!std::get<Table<Row>>(m_plan.m_tables).remove(change.id))
            return failure(ErrorCode::NotFound, fmt::format("there is no {} with id {} to remove", Kind<Row>::one, change.id.value()));
        return {};
    }

private:
    Plan &m_plan;
};

Plan::Plan() : m_settings(std::make_shared<const Settings>()) {}

Result<Plan> Plan::with(const PlanEdit &edit) const
{
    Plan after = *this;
    PlanWriter writer(after);
    for (const PlanChange &change : edit.changes)
        if (const Result<void> done = std::visit(writer, change); !done)
            return tl::unexpected<Error>(done.error());
    if (const Result<void> sound = validate(*this, after, edit); !sound)
        return tl::unexpected<Error>(sound.error());
    return after;
}

bool operator==(const Plan &a, const Plan &b)
{
    return (a.m_settings == b.m_settings || *a.m_settings == *b.m_settings) && a.m_tables == b.m_tables;
}

EditBuilder::EditBuilder(const Plan &plan, std::string label) : m_plan(plan), m_edit{std::move(label), {}} {}

} // namespace sidestep::plan
