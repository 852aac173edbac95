// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/plan/objects.h"
#include "model/plan/plan_edit.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>

/// Rows and edits ↔ JSON, by walking `plan::fields`. Ids are numbers, durations whole nanoseconds, enumerations and
/// addresses text, absent optionals left out, nested rows objects.
namespace sidestep::store {

using Json = nlohmann::ordered_json;

/// Names of a row kind in files: the table, and one row of it.
template <typename Row>
struct RowKind;
#define SIDESTEP_ROW_KIND(ROW, TABLE, ONE)                                                                                                 \
    template <>                                                                                                                            \
    struct RowKind<plan::ROW>                                                                                                              \
    {                                                                                                                                      \
        static constexpr std::string_view table = TABLE;                                                                                   \
        static constexpr std::string_view one = ONE;                                                                                       \
    };
SIDESTEP_ROW_KIND(Router, "routers", "router")
SIDESTEP_ROW_KIND(Port, "ports", "port")
SIDESTEP_ROW_KIND(Link, "links", "link")
SIDESTEP_ROW_KIND(IgpDomain, "domains", "domain")
SIDESTEP_ROW_KIND(BfdPolicy, "bfd_policies", "bfd_policy")
SIDESTEP_ROW_KIND(Vpn, "vpns", "vpn")
SIDESTEP_ROW_KIND(VpnMember, "vpn_members", "vpn_member")
SIDESTEP_ROW_KIND(VpnInterface, "vpn_interfaces", "vpn_interface")
SIDESTEP_ROW_KIND(AccessService, "services", "service")
SIDESTEP_ROW_KIND(TrackedRoute, "tracked_routes", "tracked_route")
SIDESTEP_ROW_KIND(BgpSession, "bgp_sessions", "bgp_session")
SIDESTEP_ROW_KIND(Flow, "flows", "flow")
SIDESTEP_ROW_KIND(Scenario, "scenarios", "scenario")
SIDESTEP_ROW_KIND(KeptText, "kept_texts", "kept_text")
SIDESTEP_ROW_KIND(Snippet, "snippets", "snippet")
SIDESTEP_ROW_KIND(Position, "positions", "position")
#undef SIDESTEP_ROW_KIND

/// The file version that brought the row kind. Files of an earlier version have no such table.
template <typename Row>
inline constexpr std::int32_t kSinceVersion = std::is_same_v<Row, plan::KeptText> || std::is_same_v<Row, plan::Snippet> ? 2 : 1;

/// Calls `visit.operator()<Row>()` for every row kind in file order: the network first, the layout last.
template <typename Visit>
void forEachRowKind(Visit &&visit)
{
    visit.template operator()<plan::Router>();
    visit.template operator()<plan::Port>();
    visit.template operator()<plan::Link>();
    visit.template operator()<plan::IgpDomain>();
    visit.template operator()<plan::BfdPolicy>();
    visit.template operator()<plan::Vpn>();
    visit.template operator()<plan::VpnMember>();
    visit.template operator()<plan::VpnInterface>();
    visit.template operator()<plan::AccessService>();
    visit.template operator()<plan::TrackedRoute>();
    visit.template operator()<plan::BgpSession>();
    visit.template operator()<plan::Flow>();
    visit.template operator()<plan::Scenario>();
    visit.template operator()<plan::KeptText>();
    visit.template operator()<plan::Snippet>();
    visit.template operator()<plan::Position>();
}

/// A row of one of the kinds above, or `plan::Settings`.
template <typename Row>
[[nodiscard]] Json rowToJson(const Row &row);
/// Strict inverse: an unknown, missing or repeated key, a wrong type and a number outside the field's type are refused
/// with the place inside the row. Ranges that the plan sets are left to `Plan::with`. Errors: BadSyntax, OutOfRange.
template <typename Row>
[[nodiscard]] Result<Row> rowFromJson(const Json &json);

/// {"label": …, "changes": [{"add": "router", "row": {…}}, {"set": …}, {"remove": "link", "id": 3}, {"settings": {…}}]}
[[nodiscard]] Json editToJson(const plan::PlanEdit &edit);
/// Strict inverse. Errors: BadSyntax, OutOfRange.
[[nodiscard]] Result<plan::PlanEdit> editFromJson(const Json &json);

} // namespace sidestep::store
