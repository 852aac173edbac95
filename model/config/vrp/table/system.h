// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/vrp/command.h"

#include <array>

namespace sidestep::config::vrp {

/// Sections 1 and 9: what the system view has. Rows of static BFD sessions (section 8) open their view here.
inline constexpr std::array kSystemCommands{
    Command{Cmd::Sysname, View::System, "sysname <sysname>", "1", {.byDefault = "HUAWEI"}},
    Command{Cmd::VpnInstance, View::System, "ip vpn-instance <vpn>", "6", {.undo = "ip vpn-instance <vpn>", .opens = View::VpnInstance}},
    Command{Cmd::Bfd, View::System, "bfd", "8", {.opens = View::Bfd, .byDefault = "off"}},
    Command{Cmd::MplsLsrId, View::System, "mpls lsr-id <ip>", "3", {.byDefault = "none"}},
    Command{Cmd::Mpls, View::System, "mpls", "3", {.opens = View::Mpls, .byDefault = "off", .after = Cmd::MplsLsrId}},
    Command{Cmd::L2vpn, View::System, "mpls l2vpn", "4", {.opens = View::L2vpn, .byDefault = "off", .after = Cmd::Mpls}},
    Command{Cmd::PwTemplate,
            View::System,
            "pw-template <template>",
            "4",
            {.undo = "pw-template <template>", .opens = View::PwTemplate, .byDefault = "none", .after = Cmd::L2vpn}},
    Command{Cmd::MplsLdp, View::System, "mpls ldp", "3", {.opens = View::MplsLdp, .byDefault = "off", .after = Cmd::Mpls}},
    Command{Cmd::LdpRemotePeer,
            View::System,
            "mpls ldp remote-peer <peer-name>",
            "3",
            {.undo = "mpls ldp remote-peer <peer-name>", .opens = View::LdpRemotePeer, .byDefault = "none", .after = Cmd::MplsLdp}},
    Command{Cmd::IpPrefix,
            View::System,
            "ip ip-prefix <list> [index <index>] {permit|deny} <ip> <length> [greater-equal <ge-length>] [less-equal <le-length>]",
            "7",
            {.undo = "ip ip-prefix <list> [index <index>]",
             .written = "ip ip-prefix <list> index <index> permit <ip> <length>",
             .layout = Layout::Listed}},
    Command{Cmd::Ipv6Prefix,
            View::System,
            "ip ipv6-prefix <list> [index <index>] {permit|deny} <ipv6> <length6> [greater-equal <ge-length6>] [less-equal <le-length6>]",
            "7",
            {.undo = "ip ipv6-prefix <list> [index <index>]", .layout = Layout::Listed}},
    Command{
        Cmd::RoutePolicy,
        View::System,
        "route-policy <policy> {permit|deny} node <node>",
        "7",
        {.undo = "route-policy <policy> node <node>", .written = "route-policy <policy> permit node <node>", .opens = View::RoutePolicy}},
    Command{
        Cmd::Isis,
        View::System,
        "isis [<pid>] [vpn-instance <vpn>]",
        "2",
        {.undo = "isis [<pid>]", .written = "isis <pid>", .opens = View::Isis, .byDefault = "none; process 1 where no number is given"}},
    Command{Cmd::Ospf,
            View::System,
            "ospf [<pid>] [router-id <ip>] [vpn-instance <vpn>]",
            "2",
            {.undo = "ospf [<pid>]", .written = "ospf <pid> router-id <ip>", .opens = View::Ospf, .byDefault = "none; process 1 where no number is given"}},
    Command{Cmd::Slot, View::System, "slot <slot>", "5", {.undo = kNoUndo, .opens = View::Slot}},
    Command{Cmd::Interface, View::System, "interface <interface>", "1", {.undo = "interface <interface>", .opens = View::Port}},
    Command{Cmd::Bgp, View::System, "bgp <as>", "7", {.undo = "bgp [<as>]", .opens = View::Bgp, .byDefault = "off"}},
    Command{Cmd::BfdPeerIp,
            View::System,
            "bfd <session> bind peer-ip <ip> [vpn-instance <vpn>] [interface <interface>] [source-ip <source-ip>] [auto]",
            "8",
            {.undo = "bfd <session>", .opens = View::BfdSession, .after = Cmd::Bfd}},
    Command{Cmd::BfdPeerIpv6,
            View::System,
            "bfd <session> bind peer-ipv6 <ipv6> [vpn-instance <vpn>] [interface <interface>] [source-ipv6 <source-ipv6>]",
            "8",
            {.undo = "bfd <session>", .opens = View::BfdSession, .after = Cmd::Bfd, .unverified = "the options behind the address"}},
    Command{Cmd::BfdLdpLsp,
            View::System,
            "bfd <session> bind ldp-lsp peer-ip <ip> nexthop <nexthop> [interface <interface>]",
            "8",
            {.undo = "bfd <session>", .opens = View::BfdSession, .after = Cmd::Bfd}},
    Command{Cmd::BfdPw,
            View::System,
            "bfd <session> bind pw interface <interface> [remote-peer <ip> pw-ttl {auto-calculate|<ttl>}] [track-interface [interface "
            "<track-interface>]] [select-board <slot>] [secondary] [group]",
            "8",
            {.undo = "bfd <session>", .opens = View::BfdSession, .after = Cmd::Bfd}},
};

} // namespace sidestep::config::vrp
