// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/vrp/grammar.h"

#include <string>
#include <string_view>

namespace sidestep::config::vrp {

/// What the prompt says behind the router's name once `opener` has opened `view`: "-bgp-af-vpnv6" (`vrp.md` section 9).
/// `outer`: the same of the view in which the line was typed.
[[nodiscard]] std::string promptSuffix(View view, const Match &opener, std::string_view outer);

/// The view as its prompt calls it, without a number or name: "bgp", "isis", "vpn-instance"; "interface" for interfaces. Empty for the
/// user and the system view and for families and areas.
[[nodiscard]] std::string_view viewName(View view) noexcept;

} // namespace sidestep::config::vrp
