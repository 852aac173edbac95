// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/display/router_state.h"
#include "model/config/vrp/grammar.h"

#include <string>

/// One function a `display` command; what several layouts share.
namespace sidestep::config::display {

[[nodiscard]] std::string trackRoutes(const RouterState &state, const vrp::Match &command);
[[nodiscard]] std::string pseudowires(const RouterState &state, const vrp::Match &command);
[[nodiscard]] std::string pseudowiresBrief(const RouterState &state, const vrp::Match &command);
[[nodiscard]] std::string pseudowiresRemote(const RouterState &state, const vrp::Match &command);
[[nodiscard]] std::string ldpSessions(const RouterState &state, const vrp::Match &command);
[[nodiscard]] std::string bgpPeers(const RouterState &state, const vrp::Match &command);
[[nodiscard]] std::string bgpRoutes(const RouterState &state, const vrp::Match &command);
[[nodiscard]] std::string ipv6Routes(const RouterState &state, const vrp::Match &command);
[[nodiscard]] std::string bfdSessions(const RouterState &state, const vrp::Match &command);
[[nodiscard]] std::string ospfPeers(const RouterState &state, const vrp::Match &command);
[[nodiscard]] std::string isisPeers(const RouterState &state, const vrp::Match &command);
[[nodiscard]] std::string interfaces(const RouterState &state, const vrp::Match &command);
[[nodiscard]] std::string veGroups(const RouterState &state, const vrp::Match &command);
[[nodiscard]] std::string vpnInstances(const RouterState &state, const vrp::Match &command);

/// What is not simulated.
inline constexpr std::string_view kUnknown = "-";

[[nodiscard]] inline std::string_view upOrDown(bool up)
{
    return up ? "up" : "down";
}
/// "2001:DB8:FFFF::21": routers print IPv6 addresses in capitals.
[[nodiscard]] std::string capitals(std::string text);
/// "::FFFF:10.255.0.21": how the next hop of an IPv4 peer is printed.
[[nodiscard]] std::string mapped(Ipv4 address);
[[nodiscard]] std::string ruler(std::size_t width);

} // namespace sidestep::config::display
