// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

namespace sidestep::plan {

/// `running`, a plan that was made of configurations alone, with what no configuration says taken from `base`: names, roles, sites,
/// releases, capacity, delay and risk groups of links, which end of a link or session comes first,
/// which of several equal BFD policies is meant, flows and scenarios. So both can
/// be simulated side by side, and only what routers are configured to do differs.
///
/// Precondition: equal ids are the same thing in both (`alignedTo(base, …)`). What `running` alone has stays as it is.
[[nodiscard]] Plan completedFrom(const Plan &base, const Plan &running);

} // namespace sidestep::plan
