// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/vrp/grammar.h"

#include <string>
#include <string_view>

namespace sidestep::config::vrp {

/// What the prompt says behind the router's name once `opener` has opened `view`: "-bgp-af-vpnv6" (`vrp.md` section 9).
/// `outer`: the same of the view in which the line was typed.
[[nodiscard]] std::string promptSuffix(View view, const Match &opener, std::string_view outer);

} // namespace sidestep::config::vrp
