// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include <optional>

namespace sidestep::app {

/// The edit behind "New snippet": one without lines under the next free name "Snippet N", for the router, or for all.
[[nodiscard]] plan::PlanEdit newSnippet(const plan::Plan &plan, std::optional<plan::RouterId> router);

} // namespace sidestep::app
