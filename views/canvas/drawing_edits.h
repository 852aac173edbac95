// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What a gesture or a menu entry means, as edits with the defaults an engineer would choose. Pure: no scene, no widget.
/// Numbers (addresses, VC ids, VLANs …) stay blank for `plan::numberBlanks`.
namespace sidestep::views {

/// A point of the canvas, in the unit of `plan::Position`.
struct CanvasPoint
{
    std::int32_t x = 0;
    std::int32_t y = 0;
    friend bool operator==(const CanvasPoint &, const CanvasPoint &) = default;
};

/// Edge of the snap grid, in canvas units.
inline constexpr std::int32_t kSnap = 4;
[[nodiscard]] CanvasPoint snapped(double x, double y);

/// "CSG1", "AGG2" …: the role's word with the lowest number from 1 that no router has.
[[nodiscard]] std::string freeRouterName(const plan::Plan &plan, plan::Role role);

[[nodiscard]] plan::PlanEdit addRouterEdit(const plan::Plan &plan, plan::Role role, CanvasPoint at);

/// The ports a link between the two would use: what is free first, else the next name of the family.
/// Access links (a CSG at one end) use GigabitEthernet0/2/1 and up, others 100GE0/1/0 and up.
[[nodiscard]] std::pair<std::string, std::string> portsForLink(const plan::Plan &plan, plan::RouterId a, plan::RouterId b);

/// Draws a link with its ports. An access link joins the access domain of its CSG (a new one when it has none), others the
/// aggregation domain both ends are in, or the core. Errors: Loop, NotFound.
[[nodiscard]] Result<plan::PlanEdit> addLinkEdit(const plan::Plan &plan, plan::RouterId a, plan::RouterId b);

/// Draws an access service: attachment port on the CSG, one or two pseudowires, the VPN (RAN when there is none) and its
/// members on the AGGs. Errors: NotFound, Conflict (wrong role, or the same AGG twice).
[[nodiscard]] Result<plan::PlanEdit> addServiceEdit(const plan::Plan &plan, plan::RouterId csg, plan::RouterId primary,
                                                    std::optional<plan::RouterId> secondary);

/// An iBGP VPNv6 session. Routers of one role reflect to each other, so that what one learns from its own side of the
/// network reaches the other side (RFC 4456). Errors: Loop, NotFound, Conflict (there is one already).
[[nodiscard]] Result<plan::PlanEdit> addSessionEdit(const plan::Plan &plan, plan::RouterId a, plan::RouterId b);

/// Makes the router a member of the VPN with a probe loopback that BGP advertises, unless it has both: the far end of flows and
/// what `track route` watches. Errors: NotFound, Conflict (there is no VPN, or nothing to add).
[[nodiscard]] Result<plan::PlanEdit> addProbeEdit(const plan::Plan &plan, plan::RouterId router);

/// An upstream and a downstream flow between the service and the VPN interface. Errors: NotFound, Conflict (there already).
[[nodiscard]] Result<plan::PlanEdit> addFlowsEdit(const plan::Plan &plan, plan::AccessServiceId service, plan::VpnInterfaceId remote);

/// Moves routers by a distance. Routers without a position are passed over.
[[nodiscard]] plan::PlanEdit moveEdit(const plan::Plan &plan, const std::vector<plan::RouterId> &routers, std::int32_t dx, std::int32_t dy);
/// Puts routers at the points given.
[[nodiscard]] plan::PlanEdit placeEdit(const plan::Plan &plan, const std::vector<std::pair<plan::RouterId, CanvasPoint>> &places,
                                       std::string label);

enum class Align : std::uint8_t { Left, Centre, Right, Top, Middle, Bottom };
enum class Axis : std::uint8_t { Horizontal, Vertical };
/// Lines up router centres: Left on the leftmost, Centre on the middle between the outermost, and so on.
[[nodiscard]] plan::PlanEdit alignEdit(const plan::Plan &plan, const std::vector<plan::RouterId> &routers, Align align);
/// Spaces router centres evenly between the outermost two.
[[nodiscard]] plan::PlanEdit distributeEdit(const plan::Plan &plan, const std::vector<plan::RouterId> &routers, Axis axis);

/// "GE0/2/1" for "GigabitEthernet0/2/1"; other names unchanged. For labels only.
[[nodiscard]] std::string shortPortName(std::string_view name);

} // namespace sidestep::views
