// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/vrp/command.h"

#include <array>

namespace sidestep::config::vrp {

/// Section 6: VPN instances.
inline constexpr std::array kVpnCommands{
    Command{Cmd::VpnIpv4Family,
            View::VpnInstance,
            "ipv4-family [unicast]",
            "6",
            {.written = "ipv4-family", .opens = View::VpnInstanceIpv4, .byDefault = "off"}},
    Command{Cmd::VpnIpv6Family,
            View::VpnInstance,
            "ipv6-family [unicast]",
            "6",
            {.written = "ipv6-family", .opens = View::VpnInstanceIpv6, .byDefault = "off"}},
    Command{Cmd::RouteDistinguisher,
            kVpnFamilies,
            "route-distinguisher <rd>",
            "6",
            {.undo = "route-distinguisher <rd>", .key = "route-distinguisher", .byDefault = "none", .recreate = true, .erases = true}},
    Command{Cmd::ApplyLabel,
            kVpnFamilies,
            "apply-label {per-instance|per-nexthop|per-route}",
            "6",
            {.written = "apply-label per-instance", .byDefault = "per-instance", .on = Cmd::RouteDistinguisher}},
    Command{Cmd::VpnFrr, kVpnFamilies, "vpn frr", "6", {.byDefault = "off", .on = Cmd::RouteDistinguisher}},
    Command{Cmd::VpnTarget,
            kVpnFamilies,
            "vpn-target <rt>&<1-8> [both|export-extcommunity|import-extcommunity]",
            "6",
            {.undo = "vpn-target <rt>&<1-8> [both|export-extcommunity|import-extcommunity]",
             .undoTakes = "vpn-target {all|<rt>&<1-8> [both|export-extcommunity|import-extcommunity]}",
             .written = "vpn-target <rt> {export-extcommunity|import-extcommunity}",
             .byDefault = "none; both directions where no keyword is given",
             .on = Cmd::RouteDistinguisher}},
    Command{Cmd::TunnelPolicy,
            kVpnFamilies | View::PwTemplate,
            "tnl-policy <tunnel-policy>",
            "6",
            {.byDefault = "LSP, CR-LSP, Local_IfNet in this order, without balancing"}},
};

} // namespace sidestep::config::vrp
