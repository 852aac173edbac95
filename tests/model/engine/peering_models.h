// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

namespace sidestep::test {

/// The ways in which AGGs and RSGs may peer, of the table in `protocols.md` section 3.5, each on the reference network. There is
/// no reflection but where it is said.
enum class Peering {
    A,          ///< loopback iBGP, everyone reflects as in the reference network
    B,          ///< AGGs and RSGs in an AS each, eBGP over links a and c; iBGP between loopbacks inside the AS
    BApart,     ///< B, where each AS has an IGP of its own and the links between them are in neither
    C,          ///< iBGP over links a, b, c and d
    DReflect,   ///< loopback iBGP, RSG2 and AGG2 reflect
    DNextHop,   ///< C, where RSG2 and AGG2 reflect and are the next hop of what they reflect
    EBetweenAs, ///< B
    EReflect,   ///< DReflect
};

/// The prefix that RSG1 originates in each, and in E RSG2 too.
[[nodiscard]] Ipv6Prefix peeringPrefix();
[[nodiscard]] plan::Plan peeringPlan(Peering model);

} // namespace sidestep::test
