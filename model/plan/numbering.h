// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

namespace sidestep::plan {

/// Fills what is blank: loopbacks, link subnets, VPN loopbacks, route distinguishers, VC ids, VLANs, VE groups, gateways,
/// gateway MACs, IGP processes. Deterministic; what has a value keeps it, so adding a router never renumbers another.
/// Values are the lowest free ones of `Settings::pools`, taken in id order. An edit without changes: nothing was blank.
/// A subnet or gateway of the user takes every piece it covers. Left blank: the end of a link whose partner address another
/// port has, or whose other end is in a subnet that is no /30 or /31.
/// Errors: PoolExhausted, naming the pool, its size, the first object left without a value and what to change.
[[nodiscard]] Result<PlanEdit> numberBlanks(const Plan &plan);

} // namespace sidestep::plan
