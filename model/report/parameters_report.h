// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/parameters.h"

#include <span>
#include <string>
#include <string_view>

namespace sidestep::report {

/// {"profile": …, "parameters": [{"key", "name", "unit" (ns, count, choice), "value", "up_to", "low", "high", "choices", "of", "source"}]},
/// one parameter a line. `up_to` only where a plan's objects differ, `choices` only for a choice, whose values are words.
[[nodiscard]] std::string parametersJson(std::string_view profile, std::span<const engine::Parameter> list);
/// A table for a terminal.
[[nodiscard]] std::string parametersText(std::string_view profile, std::span<const engine::Parameter> list);

} // namespace sidestep::report
