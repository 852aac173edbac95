// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/import/import.h"
#include "model/report/change_pack.h"

#include <span>

namespace sidestep::report {

/// The pack that takes the network as it runs to the plan. The files are the whole network as it is: a router of the plan without one
/// is new, one that the plan lacks leaves.
///
/// Commands are the difference between a router's file and what the plan writes. What is simulated is the plan that the files
/// make (`config::importConfigs`), with what no configuration says (traffic, failure scenarios, delays, places) from the plan.
///
/// Nothing of the files is dropped silently. Lines beyond the plan stay on their router, unless the plan keeps lines for that router of its
/// own: then it says what stays. Remarks name them, what contradicts in the files, files left out, and routers without one.
///
/// Errors: as changePack and importConfigs; NotFound when no file is a router's configuration.
[[nodiscard]] Result<ChangePack> changePackFromFiles(std::span<const config::ConfigSource> files, const plan::Plan &to,
                                                     const ChangePackOptions &options = {}, std::stop_token stop = {});

} // namespace sidestep::report
