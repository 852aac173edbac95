// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

namespace sidestep::plan {

/// Checks `after` as far as `edit` may have broken it; `before` is known to be sound. See Plan::with for what is refused.
[[nodiscard]] Result<void> validate(const Plan &before, const Plan &after, const PlanEdit &edit);

} // namespace sidestep::plan
