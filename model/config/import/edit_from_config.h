// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/config_tree.h"
#include "model/plan/plan.h"

namespace sidestep::config {

/// What a commit of `candidate` on one router changes in the plan, as one edit; without changes when it changes nothing.
///
/// The router and those around it are imported with the present and with the candidate configuration; what differs is carried
/// over. Ids, names, positions, flows and scenarios stay. What a plan holds once for two routers (cost of a link, timers of a
/// session or of a domain) changes for both. What it does not hold becomes kept lines of the router; so do lines of the others
/// that lose their counterpart here (the far side of a session that is undone).
/// Cost: one pass over the plan and the routers that have a link, a pseudowire or a session with this one.
/// Errors: NotFound; Unsupported (a typed line that the plan would write with another value, or a line that was undone and that
/// the plan writes for every router); whatever `Plan::with` refuses.
[[nodiscard]] Result<plan::PlanEdit> editFromConfig(const plan::Plan &plan, plan::RouterId router, const ConfigTree &candidate);

} // namespace sidestep::config
