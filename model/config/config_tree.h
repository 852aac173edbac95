// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/vrp/commands.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sidestep::config {

/// A line of a configuration that was read.
struct ConfigLine
{
    std::string text;                   ///< as a router saves it where the table knows it, else word for word, without indent
    std::uint32_t number = 0;           ///< 1-based line of the source
    std::uint32_t depth = 0;            ///< 0: top level
    std::uint32_t end = 0;              ///< index behind the last line inside the block it opens
    vrp::View view = vrp::View::System; ///< where it stands
    std::optional<vrp::Cmd> command;    ///< nullopt: not known, or wrong; kept as it was
    bool undo = false;
    bool opens = false; ///< a view that the table knows, even where the line itself is wrong
    friend bool operator==(const ConfigLine &, const ConfigLine &) = default;
};

/// What was wrong with a line. Such a line stays in the tree.
struct Diagnostic
{
    std::uint32_t line;   ///< 1-based
    std::uint32_t column; ///< 1-based byte
    std::string text;     ///< the router's own error text where a router would give one
    friend bool operator==(const Diagnostic &, const Diagnostic &) = default;
};

/// A configuration as lines in file order, each block's lines behind its opening line.
struct ConfigTree
{
    std::vector<ConfigLine> lines;
    std::vector<Diagnostic> diagnostics; ///< by line; at most `kMaxDiagnostics`
    std::size_t diagnosticsLeftOut = 0;

    static constexpr std::size_t kMaxDiagnostics = 1000;
};

/// Saved-file form (`vrp.md` section 9): one space a level, `#` after each top-level block, ` #` between BGP families,
/// `return` at the end, LF.
[[nodiscard]] std::string toText(const ConfigTree &tree);

} // namespace sidestep::config
