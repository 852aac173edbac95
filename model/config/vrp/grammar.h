// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/vrp/commands.h"
#include "model/config/vrp/parameters.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

/// Typed lines against the command table, as a router takes them: unique keyword prefixes, any case, options in any order.
namespace sidestep::config::vrp {

/// What a router says about a line it does not take (`vrp.md` section 9).
enum class Fault : std::uint8_t { Unrecognized, Incomplete, Ambiguous, WrongParameter, TooMany };

struct Refusal
{
    Fault fault;
    std::size_t column; ///< 0-based byte of the line where `^` stands; for Incomplete the one behind its last word
    /// The command the words before `column` belong to, when there is exactly one.
    std::optional<Cmd> command = std::nullopt;
    friend bool operator==(const Refusal &, const Refusal &) = default;
};

/// "Error: Unrecognized command found at '^' position."
[[nodiscard]] std::string_view errorText(Fault fault) noexcept;

/// A keyword of a line, or the value of a parameter.
struct Piece
{
    std::string_view name; ///< the keyword, or the parameter's name; points into the table
    std::string value;     ///< of a parameter, as saved; empty for a keyword
    bool isParameter = false;
};

/// A line the table knows.
struct Match
{
    Cmd command;
    bool undo = false;
    std::string line;          ///< as a router saves it: whole keywords, options in the table's order
    std::vector<Piece> pieces; ///< in the order of `line`, without `undo`

    /// First value of the parameter; nullopt when the line does not give it.
    [[nodiscard]] std::optional<std::string_view> value(std::string_view parameter) const noexcept;
    [[nodiscard]] bool has(std::string_view keyword) const noexcept;
};

/// The command of the view that the line is. Lines of enclosing views are not looked at. Time is linear in the line and in
/// the view's commands.
[[nodiscard]] tl::expected<Match, Refusal> matchLine(View view, std::string_view line);

/// The view a line opens; nullopt when it opens none, and for an `undo` line.
[[nodiscard]] std::optional<View> viewOpened(const Match &match);
/// As above by the first keywords and, for `interface`, the name as typed: a line that is not quite right still has its block.
[[nodiscard]] std::optional<View> viewOpened(Cmd command, std::string_view interfaceName);

/// The line that takes the match back: `undo` and what the table says. For a match that is itself an `undo` line: that line.
/// Empty: there is none.
[[nodiscard]] std::string undoLine(const Match &match);

/// What the line sets or takes back, as an `undo` line that may lack values: two lines of a view with the same key are values of
/// one setting. Empty: there is no undo form.
[[nodiscard]] std::string settingKey(const Match &match);

/// What may stand at one place of a line.
struct Expected
{
    std::string_view word;                ///< keyword, or the parameter's name
    const Parameter *parameter = nullptr; ///< nullptr: a keyword
    std::string_view help;
};

struct Completion
{
    std::vector<Expected> next; ///< keywords by name, then parameters; each once
    bool complete = false;      ///< the line may end here ("<cr>")
    std::size_t column = 0;     ///< where the word starts that `next` would replace or continue
    /// The commands the line can still become and whose leading keywords it has; none for an `undo` line.
    std::vector<Cmd> commands = {};
};

/// For `?` and Tab: a line that ends in a space asks for the next word, any other for words that begin as its last one does.
/// Refused when the words before that place already are.
[[nodiscard]] tl::expected<Completion, Refusal> complete(View view, std::string_view line);

} // namespace sidestep::config::vrp
