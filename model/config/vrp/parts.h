// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/vrp/grammar.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// Lines that say several things at once, which a router keeps and takes back one by one.
namespace sidestep::config::vrp {

/// The options of a command with parts (`hasParts`) that the line gives.
[[nodiscard]] std::vector<std::string_view> partsOf(const Match &match);
/// The words before the parts, then each part that is wanted with its value; never `undo`.
[[nodiscard]] std::string lineWithParts(const Match &match, const std::function<bool(std::string_view part)> &isWanted);
/// A part with its value: "min-tx-interval 50". Precondition: the line gives it.
[[nodiscard]] std::string partText(const Match &match, std::string_view part);

/// A `vpn-target` line without a direction as a router saves it: export, then import (`vrp.md` section 6). Empty for other lines.
[[nodiscard]] std::vector<std::string> bothDirections(const Match &match);
/// One line for each target and direction of a `vpn-target` line, or of one that takes it back. Empty for a line that is one of
/// them, and for other lines.
[[nodiscard]] std::vector<std::string> targetsApart(const Match &match);

} // namespace sidestep::config::vrp
