// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/vrp/command.h"

#include <array>

namespace sidestep::config::vrp {

/// Sections 3 and 4: MPLS, LDP and PW templates.
inline constexpr std::array kMplsCommands{
    Command{Cmd::MplsPassive, View::Bfd, "mpls-passive", "8", {.byDefault = "off"}},
    Command{Cmd::MplsBfd, View::Mpls, "mpls bfd enable", "3", {.byDefault = "off", .after = Cmd::Bfd}},
    Command{Cmd::MplsBfdTunnel,
            View::Mpls,
            "mpls bfd-tunnel {min-tx-interval <bfd-ms>|min-rx-interval <bfd-ms>|detect-multiplier <multiplier>}*",
            "3",
            {.undo = "mpls bfd-tunnel {min-tx-interval|min-rx-interval|detect-multiplier}*",
             .undoTakes = "mpls bfd-tunnel {min-tx-interval [<bfd-ms>]|min-rx-interval [<bfd-ms>]|detect-multiplier [<multiplier>]}*",
             .written = "mpls bfd-tunnel min-tx-interval <bfd-ms> min-rx-interval <bfd-ms> [detect-multiplier <multiplier>]",
             .byDefault = "10 ms, 10 ms, 3"}},
    Command{Cmd::MplsBfdTrigger,
            View::Mpls,
            "mpls bfd-trigger-tunnel {host|ip-prefix <list>|fec-list <fec-list>}",
            "3",
            {.undo = "mpls bfd-trigger-tunnel", .written = "mpls bfd-trigger-tunnel ip-prefix <list>", .byDefault = "none", .after = Cmd::MplsBfd}},
    Command{Cmd::GracefulRestart, View::MplsLdp | View::Bgp, "graceful-restart", "3", {.byDefault = "off"}},
    Command{Cmd::GracefulRestartTimer,
            View::MplsLdp,
            "graceful-restart timer {reconnect|recovery|neighbor-liveness} <restart-s>",
            "3",
            {.undo = "graceful-restart timer {reconnect|recovery|neighbor-liveness}",
             .after = Cmd::GracefulRestart,
             .unverified = "the ranges, which differ between releases"}},
    Command{Cmd::RemoteIp, View::LdpRemotePeer, "remote-ip <ip>", "3", {.byDefault = "none"}},
    Command{Cmd::AutoCreateSession, View::L2vpn, "mpls l2vpn auto-create-session", "3", {.byDefault = "off"}},
    Command{Cmd::VccvNegotiation,
            View::L2vpn,
            "mpls l2vpn vccv bfd-cv-negotiation {fault-detection-only|ach-fault-detection-only}",
            "4",
            {.byDefault = "CV 0x08"}},
    Command{Cmd::TemplatePeer, View::PwTemplate, "peer-address <ip>", "4", {.byDefault = "none"}},
    Command{Cmd::TemplateControlWord, View::PwTemplate, "control-word", "4", {.byDefault = "off"}},
    Command{Cmd::TemplateBfd,
            View::PwTemplate,
            "bfd-detect [detect-multiplier <multiplier>] [min-rx-interval <bfd-ms>] [min-tx-interval <bfd-ms>]",
            "4",
            {.byDefault = "off; 3, 10 ms, 10 ms where no value is given", .after = Cmd::Bfd}},
};

} // namespace sidestep::config::vrp
