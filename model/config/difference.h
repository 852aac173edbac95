// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/config_tree.h"

#include <span>
#include <string>
#include <vector>

namespace sidestep::config {

/// Commands typed in one view.
struct ScriptSection
{
    std::vector<std::string> path; ///< the lines that lead to the view, from the system view; empty: the system view itself
    std::vector<std::string> commands;
    friend bool operator==(const ScriptSection &, const ScriptSection &) = default;
};
using Script = std::vector<ScriptSection>;

struct Difference
{
    Script forward;  ///< turns the first configuration into the second
    Script rollback; ///< and back
    /// Lines that the table does not know and neither script takes back, because `undo` and the line would mean another
    /// command: a user has to see to them.
    std::vector<std::string> leftAlone = {};
    [[nodiscard]] bool empty() const noexcept { return forward.empty() && rollback.empty() && leftAlone.empty(); }
};

/// First what goes, then what comes, each in an order a router takes: a secondary PW goes before its primary, a peer comes
/// before its families, and what a router drops by itself (addresses when `ip binding vpn-instance` changes, a peer's lines when its AS
/// does) is entered again. Lines that the table does not know are taken back with `undo` and the line.
///
/// Not a difference: the order of lines, and a line that only repeats a default. The block of a physical port cannot
/// be removed; its lines are, and a port that was open is closed.
[[nodiscard]] Difference difference(const ConfigTree &from, const ConfigTree &to);

/// What a router holds after the script is typed on it. Diagnostics are those of reading the result.
[[nodiscard]] ConfigTree applied(const ConfigTree &tree, std::span<const ScriptSection> script);

/// Whether a router would behave the same with both: see `difference` for what does not count.
[[nodiscard]] bool sameConfiguration(const ConfigTree &a, const ConfigTree &b);

/// Lines to paste in the system view: a section's path and commands, one space a level, `#` behind it.
[[nodiscard]] std::string toText(std::span<const ScriptSection> script);

} // namespace sidestep::config
