// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

namespace sidestep::plan {

/// `other` with the ids of `base` wherever both describe the same thing, so that `difference` and `stagedPlan` compare what an
/// engineer would: routers by name; ports by router and name; links by their ports; VPNs by name; VPN instances and interfaces by
/// router and VPN; services by CSG, attachment and VLAN; sessions by their routers; domains by the links in them, then by name; BFD
/// policies by name, then by timers; flows and scenarios by name. What has no counterpart gets an id that `base` does not use.
/// Two things of `other` that would match one of `base`: the first in id order does. Cost: linear in both plans, but for hashing.
[[nodiscard]] Plan alignedTo(const Plan &base, const Plan &other);

} // namespace sidestep::plan
