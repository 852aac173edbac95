// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"
#include "views/canvas/drawing_edits.h"

#include <stdexcept>

/// Plans for canvas tests, drawn with the canvas's own edits so that they need no other template.
namespace sidestep::tests {

inline plan::Plan apply(const plan::Plan &plan, const Result<plan::PlanEdit> &edit)
{
    if (!edit)
        throw std::runtime_error(edit.error().detail);
    auto after = plan.with(*edit);
    if (!after)
        throw std::runtime_error(after.error().detail);
    return *std::move(after);
}

/// CSG1 on the left, AGG1 above AGG2, RSG1 above RSG2, linked as a ladder, with one access service.
inline plan::Plan drawnLadder()
{
    using plan::Role;
    using plan::RouterId;
    plan::Plan plan;
    plan = apply(plan, views::addRouterEdit(plan, Role::Csg, {0, 0}));
    plan = apply(plan, views::addRouterEdit(plan, Role::Agg, {280, -144}));
    plan = apply(plan, views::addRouterEdit(plan, Role::Agg, {280, 144}));
    plan = apply(plan, views::addRouterEdit(plan, Role::Rsg, {608, -144}));
    plan = apply(plan, views::addRouterEdit(plan, Role::Rsg, {608, 144}));
    for (const auto &[a, b] : {std::pair(1U, 2U), std::pair(1U, 3U), std::pair(2U, 3U), std::pair(2U, 4U), std::pair(3U, 5U), std::pair(4U, 5U)})
        plan = apply(plan, views::addLinkEdit(plan, RouterId(a), RouterId(b)));
    return apply(plan, views::addServiceEdit(plan, RouterId(1), RouterId(2), RouterId(3)));
}

} // namespace sidestep::tests
