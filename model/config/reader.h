// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/config_tree.h"

#include <string_view>

namespace sidestep::config {

/// A longer line is kept but not looked at; a router takes far less.
inline constexpr std::size_t kMaxLineBytes = 4096;
/// Lines below this depth are kept at it.
inline constexpr std::uint32_t kMaxDepth = 16;

/// Reads any VRP8 text: saved file, `display current-configuration`, pasted fragment. Takes abbreviated keywords, options in
/// any order, any case, extra indent, one-space top-level lines, `#` variants, CRLF, a BOM, `!` headers, `commit` and `quit`
/// lines and a missing `return`. A fragment without any indent is read as typed: a line belongs to the innermost open view
/// that takes it.
///
/// Never fails: what is not understood is a line without a command and a diagnostic; lines indented below such a line are
/// kept with it and have no diagnostic of their own. Time and memory are linear in the text.
[[nodiscard]] ConfigTree readConfig(std::string_view text);

} // namespace sidestep::config
