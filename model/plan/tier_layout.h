// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include <vector>

namespace sidestep::plan {

/// Positions for every router, in tiers from left (CSG) over AGG to right (RSG and P), by router id. Deterministic. Pairs stand one
/// above the other; CSGs stand beside the AGGs they hang on, a ring as a column of its own. No two routers overlap.
/// Cost: O(n log n).
[[nodiscard]] std::vector<Position> arrangedPositions(const Plan &plan);

} // namespace sidestep::plan
