// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/vrp/command_table.h"

#include <cstddef>
#include <string_view>

/// Questions about the command table. The writer names commands by `Cmd` and gives values only (`vrp/line.h`); a test reads
/// the sources and fails when a command is spelled outside the table.
namespace sidestep::config::vrp {

namespace detail {
constexpr bool inEnumOrder()
{
    for (std::size_t i = 0; i < kCommands.size(); ++i)
        if (static_cast<std::size_t>(kCommands[i].id) != i)
            return false;
    return true;
}
static_assert(inEnumOrder() && kCommands.size() == static_cast<std::size_t>(Cmd::FilterNoMore) + 1,
              "kCommands has one row for each Cmd, in enumerator order");

/// The keywords before the first value, option or choice.
[[nodiscard]] constexpr std::string_view leading(std::string_view syntax) noexcept
{
    const std::size_t end = syntax.find_first_of("<[{");
    return end == std::string_view::npos ? syntax : syntax.substr(0, end - 1);
}
} // namespace detail

inline constexpr std::string_view kUndoWord = "undo";
/// Options of `Cmd::L2vc` that make it a backup of the primary PW.
inline constexpr std::array<std::string_view, 2> kBackupPwWords{"secondary", "bypass"};
/// Other options that mean something to a plan, of `Cmd::L2vc` and of `Cmd::IpAddress`.
inline constexpr std::string_view kControlWord = "control-word";
inline constexpr std::string_view kRawWord = "raw";
inline constexpr std::string_view kIgnoreStandbyWord = "ignore-standby-state";
inline constexpr std::string_view kSecondaryAddressWord = "sub";

[[nodiscard]] constexpr const Command &command(Cmd id) noexcept
{
    return kCommands[static_cast<std::size_t>(id)];
}

/// The form the writer fills in.
[[nodiscard]] constexpr std::string_view writtenForm(Cmd id) noexcept
{
    const Command &row = command(id);
    return row.traits.written.empty() ? row.syntax : row.traits.written;
}

/// "mpls l2vpn track route". For messages.
[[nodiscard]] constexpr std::string_view leadingWords(Cmd id) noexcept
{
    return detail::leading(command(id).syntax);
}

/// What the writer and a difference put behind the word `undo`, in the vendor's notation; empty when the command has no undo form.
[[nodiscard]] constexpr std::string_view undoSyntax(Cmd id) noexcept
{
    const Command &row = command(id);
    if (row.traits.use != Use::Setting || row.traits.undo == kNoUndo)
        return {};
    return row.traits.undo.empty() ? detail::leading(row.syntax) : row.traits.undo;
}

/// What may be typed behind the word `undo`: `undoSyntax`, or more.
[[nodiscard]] constexpr std::string_view typedUndoSyntax(Cmd id) noexcept
{
    const Command &row = command(id);
    return row.traits.undoTakes.empty() ? undoSyntax(id) : row.traits.undoTakes;
}

/// Its options are values of their own: a line adds them to those that are there, and the undo form names those that go.
[[nodiscard]] constexpr bool hasParts(Cmd id) noexcept
{
    return undoSyntax(id).ends_with("}*");
}

/// What a setting is; see `CommandTraits::key`. Of a command with parts, the words before them.
[[nodiscard]] constexpr std::string_view keySyntax(Cmd id) noexcept
{
    const Command &row = command(id);
    if (hasParts(id))
        return undoSyntax(id).substr(0, undoSyntax(id).find(" {"));
    return row.traits.key.empty() ? undoSyntax(id) : row.traits.key;
}

/// The command whose line a line needs before it. Of the commands that others stand on, a binding to a VPN is the one that they do
/// without.
[[nodiscard]] constexpr std::optional<Cmd> neededBy(Cmd id) noexcept
{
    const CommandTraits &traits = command(id).traits;
    const bool needsWhatItStandsOn = traits.on != Cmd::IpBinding && traits.on != id; // a secondary PW stands on the primary
    return traits.after || !needsWhatItStandsOn ? traits.after : traits.on;
}

/// What of the command nobody has confirmed, where it is typed in the view; empty: nothing that is known of.
[[nodiscard]] constexpr std::string_view unverified(Cmd id, View view) noexcept
{
    const CommandTraits &traits = command(id).traits;
    return traits.unverifiedIn.has(view) ? traits.unverified : std::string_view();
}

/// A top-level line that shares one closing '#' with its neighbours of the same command.
[[nodiscard]] bool isListed(std::string_view line) noexcept;
/// A line inside the block opened by `opener` that has a one-space '#' before it.
[[nodiscard]] bool isSeparated(std::string_view opener, std::string_view line) noexcept;

} // namespace sidestep::config::vrp
