// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/vrp/table/actions.h"
#include "model/config/vrp/table/bfd.h"
#include "model/config/vrp/table/bgp.h"
#include "model/config/vrp/table/displays.h"
#include "model/config/vrp/table/igp.h"
#include "model/config/vrp/table/interfaces.h"
#include "model/config/vrp/table/mpls.h"
#include "model/config/vrp/table/policies.h"
#include "model/config/vrp/table/system.h"
#include "model/config/vrp/table/vpn.h"

#include <algorithm>
#include <array>

/// Every VRP8 command Sidestep knows, spelled once (`vrp.md`, sections 0 to 10). Rows of a view stand in the order in which
/// their lines can be entered: what a line needs comes before it. A difference removes in the reverse order.
namespace sidestep::config::vrp {

namespace detail {
template <std::size_t... counts>
constexpr auto joined(const std::array<Command, counts> &...parts)
{
    std::array<Command, (counts + ...)> all{};
    auto at = all.begin();
    ((at = std::copy(parts.begin(), parts.end(), at)), ...);
    return all;
}
} // namespace detail

inline constexpr auto kCommands = detail::joined(kSystemCommands, kVpnCommands, kMplsCommands, kPolicyCommands, kIgpCommands, kInterfaceCommands, kBgpCommands, kBfdCommands, kActionCommands, kDisplayCommands);

} // namespace sidestep::config::vrp
