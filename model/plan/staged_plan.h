// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include <set>
#include <string>
#include <vector>

namespace sidestep::plan {

/// A network in the middle of a change.
struct StagedPlan
{
    Plan plan;
    std::vector<std::string> unsettled; ///< what the routers do not agree on yet and a plan cannot say; each a sentence
};

/// The network while the routers in `committed` have what `to` says and all others still have what `from` says.
///
/// A router has its own rows. What two routers must both have is there once both have it, and gone as soon as one has let it go: a
/// link, a BGP session, a pseudowire. Of a service the CSG has its side and each AGG its own; with different VC ids the pseudowire does
/// not come up and is left out. What several routers share by value (a domain's timers, a VPN's route targets, a BFD policy) changes with the
/// last of them, and `unsettled` says so until then.
///
/// Precondition: equal ids are the same thing in both (`alignedTo`). Errors: what `Plan::with` refuses, where the half-done
/// change is no network at all (two routers with one address).
[[nodiscard]] Result<StagedPlan> stagedPlan(const Plan &from, const Plan &to, const std::set<RouterId> &committed);

} // namespace sidestep::plan
