// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/vrp/command.h"

#include <array>

namespace sidestep::config::vrp {

/// Section 7: route policies.
inline constexpr std::array kPolicyCommands{
    Command{Cmd::IfMatchIpPrefix, View::RoutePolicy, "if-match ip-prefix <list>", "7", {.after = Cmd::IpPrefix}},
    Command{Cmd::IfMatchIpv6Prefix, View::RoutePolicy, "if-match ipv6 address prefix-list <list>", "7", {.after = Cmd::Ipv6Prefix}},
    Command{
        Cmd::ApplyLocalPreference, View::RoutePolicy, "apply local-preference [+|-] <preference>", "7", {.undo = "apply local-preference"}},
    Command{Cmd::ApplyCost, View::RoutePolicy, "apply cost [+|-] <metric>", "7", {.undo = "apply cost"}},
};

} // namespace sidestep::config::vrp
