// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/display/router_state.h"
#include "model/engine/simulate.h"

#include <stop_token>

namespace sidestep::report {

/// What a router would show at a moment of a run. Costs a run up to that moment.
/// Errors: as `engine::simulate`; NotFound (no such router).
[[nodiscard]] Result<config::RouterState> routerStateAt(const plan::Plan &plan, const plan::Scenario &scenario, const engine::SimulationOptions &options,
                                                        plan::RouterId router, SimTime at, std::stop_token stop = {});

/// The same while nothing fails. Errors: NotFound.
[[nodiscard]] Result<config::RouterState> steadyRouterState(const plan::Plan &plan, plan::RouterId router);

} // namespace sidestep::report
