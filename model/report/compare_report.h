// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"
#include "model/plan/plan.h"

#include <string>

namespace sidestep::report {

/// The same failure with and without route tracking, flow by flow. Precondition: both are runs of the same scenario and plan.
[[nodiscard]] std::string compareJson(const plan::Plan &plan, const engine::Timeline &with, const engine::Timeline &without);
[[nodiscard]] std::string compareText(const plan::Plan &plan, const engine::Timeline &with, const engine::Timeline &without);

} // namespace sidestep::report
