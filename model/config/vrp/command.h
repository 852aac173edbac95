// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/vrp/command_id.h"
#include "model/config/vrp/views.h"

#include <optional>
#include <string_view>

namespace sidestep::config::vrp {

/// How a command stands beside its neighbours in a saved file (`vrp.md` section 9).
enum class Layout : std::uint8_t {
    Plain,
    Listed,    ///< a system-view line; consecutive ones form one block with one closing '#'
    Separated, ///< a one-space '#' stands before it
};

/// What typing the command does.
enum class Use : std::uint8_t {
    Setting,
    Action,
    Display,
    Filter, ///< stands behind a `|` and acts on what a display shows
};

/// For a switch that a configuration may also hold as `undo …`: which of the two a router has without a line.
enum class Normal : std::uint8_t {
    NotASwitch,
    On,  ///< the plain line only repeats the default
    Off, ///< the `undo` line only repeats the default
};

inline constexpr std::string_view kNoUndo = "-";
inline constexpr std::string_view kBaseline = "V800R012C10";
/// Found in one document about a later release, which does not name the first one that has it.
inline constexpr std::string_view kAfterBaseline = "later than V800R012C10";

/// What most commands leave as it is.
struct CommandTraits
{
    /// What follows `undo`: the leading words of the syntax when empty.
    std::string_view undo = {};
    /// What else may follow it when typed, in a form that takes `undo`, too.
    std::string_view undoTakes = {};
    /// What the setting is: two lines of a view that fill this in alike are two values of one setting, the later replaces the
    /// earlier. As `undo` when empty.
    std::string_view key = {};
    /// The form in which the writer writes it, when that is narrower than the syntax.
    std::string_view written = {};
    std::optional<View> opens = std::nullopt; ///< `interface` opens the view of its kind, see `viewOpened`
    Layout layout = Layout::Plain;
    Use use = Use::Setting;
    Normal normal = Normal::NotASwitch;
    /// What a router does without the line, for people: "off", "1500".
    std::string_view byDefault = {};
    /// The command whose line has to be there first, in the same view or in the configuration around it; `on` says so, too.
    std::optional<Cmd> after = std::nullopt;
    /// The router drops this line when the line of that command changes in the same view (for a BGP peer: in its families,
    /// too), so it is entered again after it.
    std::optional<Cmd> on = std::nullopt;
    bool recreate = false; ///< cannot be edited: `undo` first, then the new line
    bool erases = false;   ///< the router itself drops the lines that are `on` it; others have to be undone by hand
    std::string_view since = kBaseline;
    std::string_view unverified = {}; ///< what of the command nobody has confirmed, for people; empty: nothing that is known of
    ViewSet unverifiedIn = kAnyView;  ///< the views in which that is so
};

struct Command
{
    Cmd id;
    ViewSet views;
    /// The vendor's notation: `<x>` parameter (`vrp/parameters.h`), `[x]` optional, `{a|b}` choose one, `*` after a group: any
    /// of its members once each, in any order, `&<1-8>` after a parameter: up to eight of them. Options that stand beside each other are
    /// taken in any order; they are written in this one.
    std::string_view syntax;
    std::string_view source; ///< section of `vrp.md`
    CommandTraits traits = {};
};

} // namespace sidestep::config::vrp
