// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/vrp/commands.h"
#include "model/plan/objects.h"

namespace sidestep::config::vrp {

/// The command reference of the release has the command, as far as the table knows (`vrp.md` section 0).
[[nodiscard]] constexpr bool isIn(plan::Release release, Cmd id) noexcept
{
    return release != plan::Release::V800R012C10 || command(id).traits.since == kBaseline;
}

} // namespace sidestep::config::vrp
