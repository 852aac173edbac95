// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/check/finding.h"

#include <vector>

namespace sidestep::report {

inline constexpr std::string_view kUnverifiedRule = "unverified-commands";

/// What is to be said of a plan: `check::checkPlan`, then, as advice, one finding with the commands of its configurations that nobody
/// has confirmed on a device and why. The design rules know no configuration, so this part is added here.
[[nodiscard]] std::vector<check::Finding> findingsOf(const plan::Plan &plan);

} // namespace sidestep::report
