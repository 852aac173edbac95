// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace sidestep::cli {

/// The next line of a script without its end; nullopt at the end of the input. Of a line longer than a router takes only as much
/// is kept as shows that it is too long, so memory does not depend on the input.
[[nodiscard]] std::optional<std::string> nextScriptLine(std::istream &in);

/// A typed line as a transcript shows it: what could act on a terminal is "?" there, and a line too long for a router is cut.
[[nodiscard]] std::string shownLine(std::string_view line);

} // namespace sidestep::cli
