// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/vrp/command.h"

#include <array>

namespace sidestep::config::vrp {

/// Sections 4 and 9: what is done, not saved.
inline constexpr std::array kActionCommands{
    Command{Cmd::Switchover, kCircuits, "mpls l2vpn switchover", "4", {.use = Use::Action, .unverified = "what may follow the name"}},
    Command{Cmd::SystemView, View::User, "system-view [immediately]", "9", {.use = Use::Action}},
    Command{Cmd::Quit, kAnyView, "quit", "9", {.use = Use::Action}},
    Command{Cmd::Return, kAnyView, "return", "9", {.use = Use::Action}},
    Command{Cmd::Commit, kConfigViews, "commit [trial [<trial-s>]] [label <label>] [description <text>]", "9", {.use = Use::Action}},
    Command{Cmd::ClearCandidate, kConfigViews, "clear configuration candidate", "9", {.use = Use::Action}},
    Command{Cmd::Abort, kConfigViews, "abort [trial]", "9", {.use = Use::Action}},
    Command{Cmd::Save, View::User, "save", "9", {.use = Use::Action}},
    Command{Cmd::DisplayCandidate, kConfigViews, "display configuration candidate [merge|changes]", "9", {.use = Use::Display}},
    Command{Cmd::DisplayThis, kAnyView, "display this [include-default]", "9", {.use = Use::Display}},
    Command{Cmd::DisplayCommitList, kAnyView, "display configuration commit list [verbose]", "9", {.use = Use::Display}},
    Command{Cmd::DisplayCurrent,
            kAnyView,
            "display current-configuration [configuration [<section> [<instance>]]|interface [<interface>]]",
            "9",
            {.use = Use::Display, .unverified = "the names of the sections; here they are those of the views"}},
};

} // namespace sidestep::config::vrp
