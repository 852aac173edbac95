// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/vrp/command.h"

#include <array>

namespace sidestep::config::vrp {

/// Section 8: what a static BFD session holds.
inline constexpr std::array kBfdCommands{
    Command{Cmd::DiscriminatorLocal, View::BfdSession, "discriminator local <local-discriminator>", "8", {.byDefault = "none"}},
    Command{Cmd::DiscriminatorRemote, View::BfdSession, "discriminator remote <remote-discriminator>", "8", {.byDefault = "none"}},
    Command{Cmd::SessionMinTx, View::BfdSession, "min-tx-interval <bfd-ms>", "8", {.byDefault = "10 ms"}},
    Command{Cmd::SessionMinRx, View::BfdSession, "min-rx-interval <bfd-ms>", "8", {.byDefault = "10 ms"}},
    Command{Cmd::SessionMultiplier, View::BfdSession, "detect-multiplier <multiplier>", "8", {.byDefault = "3"}},
    Command{Cmd::ProcessPst, View::BfdSession, "process-pst", "8", {.byDefault = "off"}},
    Command{Cmd::ProcessInterfaceStatus,
            View::BfdSession,
            "process-interface-status [sub-if] [reboot-no-impact]",
            "8",
            {.byDefault = "off; on for a link bundle"}},
};

} // namespace sidestep::config::vrp
