// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include <string_view>
#include <tuple>
#include <utility>

/// What the implementation of the plan says about kinds of rows; nothing outside this room needs it.
namespace sidestep::plan {

template <typename Row>
struct Kind;

#define SIDESTEP_KIND(ROW, ONE, MANY)                                                                                                      \
    template <>                                                                                                                            \
    struct Kind<ROW>                                                                                                                       \
    {                                                                                                                                      \
        static constexpr std::string_view one = ONE;                                                                                       \
        static constexpr std::string_view many = MANY;                                                                                     \
    }
SIDESTEP_KIND(Router, "router", "routers");
SIDESTEP_KIND(Position, "position", "positions");
SIDESTEP_KIND(Port, "port", "ports");
SIDESTEP_KIND(Link, "link", "links");
SIDESTEP_KIND(IgpDomain, "IGP domain", "IGP domains");
SIDESTEP_KIND(BfdPolicy, "BFD policy", "BFD policies");
SIDESTEP_KIND(Vpn, "VPN", "VPNs");
SIDESTEP_KIND(VpnMember, "VPN instance", "VPN instances");
SIDESTEP_KIND(VpnInterface, "VPN interface", "VPN interfaces");
SIDESTEP_KIND(AccessService, "access service", "access services");
SIDESTEP_KIND(TrackedRoute, "tracked route", "tracked routes");
SIDESTEP_KIND(BgpSession, "BGP session", "BGP sessions");
SIDESTEP_KIND(Flow, "flow", "flows");
SIDESTEP_KIND(Scenario, "scenario", "scenarios");
SIDESTEP_KIND(KeptText, "text of kept lines", "texts of kept lines");
SIDESTEP_KIND(Snippet, "snippet", "snippets");
#undef SIDESTEP_KIND

/// The row an id names. `RouterId` names the router, although a position and kept lines have one too.
template <typename IdType>
using RowNamedBy = std::remove_cvref_t<decltype(*std::declval<const Plan &>().find(std::declval<IdType>()))>;

/// A row an edit changed: what stood there (nullptr: nothing) and what stands there now (nullptr: removed).
template <typename Row>
struct Change
{
    const Row *before;
    const Row *now;
};
template <typename Row>
using Changes = std::vector<Change<Row>>; ///< in id order, each row once

template <typename Tables>
struct ChangesOf;
template <typename... Rows>
struct ChangesOf<std::tuple<Table<Rows>...>>
{
    using Type = std::tuple<Changes<Rows>...>;
};

/// What an edit came to, table by table; points into the two plans.
using AllChanges = ChangesOf<Plan::Tables>::Type;

} // namespace sidestep::plan
