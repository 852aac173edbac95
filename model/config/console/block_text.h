// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/config_block.h"

#include <functional>
#include <string>
#include <vector>

namespace sidestep::config::console {

/// Keys of the settings that lead from the system view to another view; empty: the system view.
using ViewPath = KeyPath;

/// What `display configuration candidate changes` shows: lines only in `from` behind "-", lines only in `to` behind "+", and
/// the lines that lead to their views. Empty when both mean the same.
[[nodiscard]] std::string changesText(const Block &from, const Block &to);

/// What `display this` shows of a view: its opening line and the lines inside, at their indent; for the system view the lines
/// that open no other. `all`: the switches without a line, too, as they are by default.
[[nodiscard]] std::string viewText(const Block &configuration, const ViewPath &path, vrp::View view, bool all);

/// The blocks of the system view that are wanted, each behind a "#"; what is asked opens a view.
[[nodiscard]] std::string blocksText(const Block &configuration, const std::function<bool(const Setting &opener)> &isWanted);

} // namespace sidestep::config::console
