// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/display/router_state.h"
#include "model/config/vrp/grammar.h"

#include <optional>
#include <string>

namespace sidestep::config {

/// What the router prints for a `display` command of its state, in the layout of `vrp.md` section 10; lines end in LF. nullopt: the
/// command shows no state (`display this` is the console's), or is none. Where the reference leaves the wording open, see
/// `unverifiedIn`.
[[nodiscard]] std::optional<std::string> displayText(const RouterState &state, const vrp::Match &command);

/// What nobody has verified about the answer: a sentence for the user, empty when its layout is from a vendor's document.
[[nodiscard]] std::string_view unverifiedIn(vrp::Cmd command) noexcept;

} // namespace sidestep::config
