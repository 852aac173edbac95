// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"
#include "model/plan/plan.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sidestep::engine {

/// What is broken and stays broken.
///
/// A link of which only one direction fails is as dead as one that is cut: BFD, or the three-way handshake of IS-IS without
/// it (RFC 5303), takes the adjacency down at both ends. So the end state knows no direction, light or order.
struct FailedElements
{
    std::vector<plan::LinkId> links;
    std::vector<plan::RouterId> routers; ///< without power
    std::vector<plan::RouterId> drained{};
    std::vector<plan::AccessServiceId> unattached{}; ///< the base station's circuit is down
    std::vector<plan::AccessServiceId> forced{};     ///< to the secondary pseudowire, by an operator
    std::vector<std::pair<plan::AccessServiceId, plan::PwRole>> misconfigured{}; ///< no label, or another MTU, from the AGG
    std::vector<plan::VpnMemberId> importNothing{};
    std::vector<plan::VpnInterfaceId> silenced{};    ///< a policy keeps their prefix from the neighbours
};

/// What a scenario leaves broken, when it has run long enough: the last action on each target counts, equal times in the order
/// given. Restarts, resets, flaps and false alarms are over. A grey link is none of these: it has no end state.
[[nodiscard]] FailedElements failedAtEndOf(const plan::Scenario &scenario);

/// Where the network ends up when nothing changes any more and every timer has run out. Vectors are in id order.
struct SteadyState
{
    struct Session
    {
        plan::BgpSessionId session;
        bool up = false;
        friend bool operator==(const Session &, const Session &) = default;
    };
    struct Pseudowire
    {
        plan::AccessServiceId service;
        plan::PwRole role = plan::PwRole::Primary;
        bool usable = false; ///< as the CSG holds it; the AGG holds the same
        bool active = false;
        friend bool operator==(const Pseudowire &, const Pseudowire &) = default;
    };
    /// A route in the table of a VPN instance.
    struct Route
    {
        plan::RouterId router;
        plan::VpnId vpn;
        Ipv6Prefix prefix;
        plan::RouterId nextHop; ///< the router itself: an interface of its own
        friend bool operator==(const Route &, const Route &) = default;
    };
    /// The fate of a flow, in the words of FlowSegment.
    struct Flow
    {
        plan::FlowId flow;
        FlowState state = FlowState::Delivered;
        std::vector<plan::RouterId> path;
        std::vector<plan::LinkId> links;
        std::optional<plan::PwRole> pw;
        std::optional<plan::RouterId> at;
        std::string why;
        bool silent = false;
        friend bool operator==(const Flow &, const Flow &) = default;
    };

    std::vector<Session> sessions;
    std::vector<Pseudowire> pseudowires; ///< by service, primary first
    std::vector<Route> routes;           ///< by router, VPN, prefix
    std::vector<Flow> flows;
    /// Services with ReroutePolicy::Never and both pseudowires usable: which one is active depends on what failed before.
    std::vector<plan::AccessServiceId> either;
    bool settles = true; ///< false: routing has no stable state, or none was found; the rest then holds one of several states

    [[nodiscard]] bool hasRoute(plan::RouterId router, plan::VpnId vpn, const Ipv6Prefix &prefix) const;
    [[nodiscard]] const Flow *find(plan::FlowId flow) const; ///< nullptr: no such flow
};

/// Computes the end state from definitions, without time or messages, so that it can be held against a simulation.
///
/// - A link serves IS-IS when both its routers have power and neither direction has failed. Each domain has shortest paths
///   of its own; of equal ones the neighbour with the lowest loopback is used, then the link with the lowest id. A router's
///   loopback is known in every domain the router has a link in. A router that is also in another kind of domain takes from
///   an access domain only the loopbacks of routers that are in access domains alone (`vrp.md` section 2, access isolation).
///   Of several domains the cheapest route counts, then the lowest domain id. Labelled paths follow these routes.
///   A drained router announces its links at 16777214 and is passed through only as a last resort.
/// - A BGP session is up when each end's packets reach the other's loopback, or pass the link whose addresses it uses.
///   Reflection is that of RFC 4456, the cluster id is the router id. Best path: local, shortest AS path, lowest MED of a
///   neighbouring AS, eBGP over iBGP, lowest IGP cost to the next hop, lowest originator, shortest cluster list, lowest peer,
///   then, in a VPN instance, the lowest distinguisher (`protocols.md` section 3.3; no policy sets local preference). A path counts only while the next hop is reached: by the
///   IGP, or over its link, and then only by the router at the other end. A router is the next hop of all that it tells
///   another AS, of what it brings into its own, and where `next-hop-local` says so. Sessions with hold time 0 are taken
///   down like the others.
/// - A pseudowire is usable when both ends reach each other, MTU and encapsulation agree and a tracked prefix is in the VPN
///   table of the AGG, exactly and from any source (`protocols.md` sections 2.4, 2.7). The primary is active when usable
///   (section 2.6), unless an operator has forced the secondary or drained the primary's AGG, and the secondary is usable.
/// - The gateway's prefix is originated while the pseudowire is usable (`follows_pw_usable`, section 6.4), with MED 30 where
///   the CSG has told the AGG that the pseudowire stands by (`vrp.md` section 5, `direct-route ipv6 track pw-state`).
///
/// @param onSecondary  services with ReroutePolicy::Never that an earlier failure has moved; the others never left.
[[nodiscard]] SteadyState steadyState(const plan::Plan &plan, const FailedElements &failed, bool tracking = true,
                                      const std::vector<plan::AccessServiceId> &onSecondary = {});

} // namespace sidestep::engine
