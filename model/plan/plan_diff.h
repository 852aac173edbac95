// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include <tuple>
#include <vector>

namespace sidestep::plan {

template <typename Row>
struct RowDiff
{
    std::vector<decltype(Row::id)> added, changed, removed; ///< each ascending
    [[nodiscard]] bool empty() const { return added.empty() && changed.empty() && removed.empty(); }
};

/// What differs between two plans, by id. Cheap for plans that came from one another (`Table::difference`).
struct PlanDiff
{
    bool settings = false;
    std::tuple<RowDiff<Router>, RowDiff<Position>, RowDiff<Port>, RowDiff<Link>, RowDiff<IgpDomain>, RowDiff<BfdPolicy>, RowDiff<Vpn>,
               RowDiff<VpnMember>, RowDiff<VpnInterface>, RowDiff<AccessService>, RowDiff<TrackedRoute>, RowDiff<BgpSession>, RowDiff<Flow>,
               RowDiff<Scenario>, RowDiff<KeptText>, RowDiff<Snippet>>
        rows;

    template <typename Row>
    [[nodiscard]] const RowDiff<Row> &of() const
    {
        return std::get<RowDiff<Row>>(rows);
    }
    /// Nothing differs but canvas positions: simulation results and configurations are still valid.
    [[nodiscard]] bool onlyLayout() const;
    [[nodiscard]] bool empty() const;
};

[[nodiscard]] PlanDiff difference(const Plan &before, const Plan &after);

/// The edit that turns `before` into `after`.
[[nodiscard]] PlanEdit editBetween(const Plan &before, const Plan &after, std::string label);

} // namespace sidestep::plan
