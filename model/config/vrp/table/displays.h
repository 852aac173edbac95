// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/vrp/command.h"

#include <array>

namespace sidestep::config::vrp {

/// Section 10: what a router shows, and the filters behind it as the vendor's configuration guide has them.
inline constexpr std::array kDisplayCommands{
    Command{Cmd::DisplayTrackRoute,
            kAnyView,
            "display mpls l2vpn track route [<ipv6> <length6> vpn-instance <vpn>]",
            "10",
            {.use = Use::Display}},
    Command{Cmd::DisplayTrackRouteIpv4,
            kAnyView,
            "display mpls l2vpn track route <ip> {<mask>|<length>} vpn-instance <vpn>",
            "10",
            {.use = Use::Display}},
    Command{Cmd::DisplayL2vc, kAnyView, "display mpls l2vc [<vc-id>|state {up|down}|interface <interface>]", "10", {.use = Use::Display}},
    Command{Cmd::DisplayL2vcBrief, kAnyView, "display mpls l2vc brief", "10", {.use = Use::Display}},
    Command{Cmd::DisplayL2vcRemote, kAnyView, "display mpls l2vc remote-info", "10", {.use = Use::Display}},
    Command{Cmd::DisplayLdpSession, kAnyView, "display mpls ldp session", "10", {.use = Use::Display}},
    Command{Cmd::DisplayBgpPeer, kAnyView, "display bgp vpnv6 all peer", "10", {.use = Use::Display}},
    Command{Cmd::DisplayBgpRoutes, kAnyView, "display bgp vpnv6 all routing-table", "10", {.use = Use::Display}},
    Command{Cmd::DisplayIpv6Routes, kAnyView, "display ipv6 routing-table vpn-instance <vpn> [verbose]", "10", {.use = Use::Display}},
    Command{Cmd::DisplayBfdSessions, kAnyView, "display bfd session all", "10", {.use = Use::Display}},
    Command{Cmd::DisplayIsisPeer, kAnyView, "display isis peer", "10", {.use = Use::Display}},
    Command{Cmd::DisplayOspfPeer, kAnyView, "display ospf [<pid>] peer brief", "10", {.use = Use::Display}},
    Command{Cmd::DisplayInterfaceBrief, kAnyView, "display interface brief", "10", {.use = Use::Display}},
    Command{Cmd::DisplayVeGroup, kAnyView, "display virtual-ethernet ve-group [<ve-group>|slot <slot>]", "10", {.use = Use::Display}},
    Command{Cmd::DisplayVpnInstance, kAnyView, "display ip vpn-instance [<vpn>|verbose|interface]", "10", {.use = Use::Display}},

    // Filters of displays, as the vendor's configuration guide has them
    Command{Cmd::FilterBegin, View::OutputFilter, "begin <regex>", "9", {.use = Use::Filter}},
    Command{Cmd::FilterInclude, View::OutputFilter, "include <regex>", "9", {.use = Use::Filter}},
    Command{Cmd::FilterExclude, View::OutputFilter, "exclude <regex>", "9", {.use = Use::Filter}},
    Command{Cmd::FilterIgnoreCase,
            View::OutputFilter,
            "ignore-case [section] {begin|include|exclude} <regex>",
            "9",
            {.use = Use::Filter, .unverified = "the order of ignore-case and section"}},
    Command{Cmd::FilterSection,
            View::OutputFilter,
            "section [ignore-case] {begin|include|exclude} <regex>",
            "9",
            {.use = Use::Filter, .unverified = "where a section ends; here it is a line and those indented below it"}},
    Command{Cmd::FilterCount, View::OutputFilter, "count", "9", {.use = Use::Filter, .unverified = "the layout of the answer"}},
    Command{Cmd::FilterNoMore, View::OutputFilter, "no-more", "9", {.use = Use::Filter}},
};

} // namespace sidestep::config::vrp
