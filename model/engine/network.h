// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/units.h"
#include "model/plan/plan.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sidestep::engine {

/// A plan as dense vectors: every reference is an index, -1 means none. Indices follow id order, so what depends on an
/// index order depends on ids only. Built once for a run and not changed by it.
struct Network
{
    struct Membership
    {
        int domain = -1;
        int local = -1; ///< the node's position in Domain::nodes
    };
    struct Node
    {
        plan::RouterId id{0};
        std::string name;
        std::uint32_t systemId = 0;         ///< loopback bits; ties are decided by the lower one
        std::vector<Membership> domains;    ///< by domain index
        bool border = false;                ///< also in a domain that is not an access domain
        std::vector<int> sessions;          ///< BGP sessions
        std::vector<int> members;           ///< VPN instances
        std::vector<int> pseudowires;       ///< that end here
        std::vector<int> tunnels;           ///< that begin here
        std::vector<int> links;
        std::uint32_t asNumber = 0;
    };
    struct Link
    {
        plan::LinkId id{0};
        std::string name;
        std::array<int, 2> node{};          ///< a, b
        std::array<int, 2> local{};         ///< their positions in the domain
        int domain = -1;
        std::uint32_t cost = 10;
        SimDuration delay{};
        int session = -1; ///< the BGP session between its two addresses
    };
    struct Domain
    {
        std::string name;
        bool access = false;
        std::vector<int> nodes;
        std::vector<std::vector<int>> linksOf; ///< by local node
        std::optional<plan::BfdPolicy> bfd;
        SimDuration spfInit{}, spfStep{}, spfMax{};
        SimDuration lspInit{}, lspStep{}, lspMax{};
        SimDuration lsaArrival{}; ///< OSPF: how soon after an LSA came its next one is taken
        bool ldpSync = true;
    };
    /// Two routers that talk over their loopbacks, or over a link between them.
    struct Pair
    {
        std::array<int, 2> node{};
        std::array<bool, 2> labelled{}; ///< what the end sends needs a labelled path (BFD inside a pseudowire or a tunnel)
        int link = -1;         ///< below 0: loopbacks
    };
    struct Session
    {
        plan::BgpSessionId id{0};
        std::string name; ///< "AGG1–RSG1"
        std::array<int, 2> node{};
        std::array<bool, 2> reflects{}; ///< the end treats the other as its client
        std::array<bool, 2> nextHopSelf{}; ///< the end is the next hop of all it tells the other
        bool external = false;             ///< eBGP
        int link = -1;                     ///< whose addresses it uses; below 0: loopbacks
        SimDuration keepalive{}, hold{};
        std::optional<plan::BfdPolicy> bfd;
        int pair = -1;
    };
    /// A targeted LDP session, shared by all pseudowires between the two.
    struct LdpSession
    {
        std::array<int, 2> node{}; ///< CSG, AGG
        std::string name;
        int pair = -1;
        std::vector<int> pseudowires;
    };
    /// The LDP tunnel from one router to another's loopback, where BFD watches it (RFC 5884): there under labels, back by IP.
    struct Tunnel
    {
        std::array<int, 2> node{}; ///< ingress, egress
        std::string name;          ///< "tunnel CSG→AGG1"
        int pair = -1;
        plan::BfdPolicy bfd;
    };
    struct TrackedRoute
    {
        int member = -1; ///< VPN instance on the AGG; -1: the AGG has none, and so never the route
        int prefix = -1;
    };
    struct Pseudowire
    {
        int service = -1;
        plan::PwRole role = plan::PwRole::Primary;
        int csg = -1, agg = -1;
        int ldp = -1;
        bool matches = true;      ///< MTU and encapsulation agree at both ends
        bool ignoreStandby = true;
        int bfd = -1;             ///< index of its pair in `pairs`, or -1
        bool managed = false;     ///< its BFD runs on the management pseudowire, of the same pair for all that it watches
        std::optional<plan::BfdPolicy> bfdPolicy;
        std::vector<TrackedRoute> tracked; ///< none: it does not depend on routes
        int gatewayRoute = -1;    ///< local route it feeds
        std::array<std::string, 2> subject; ///< as the CSG and as the AGG call it
    };
    struct Service
    {
        plan::AccessServiceId id{0};
        std::string name;
        int csg = -1;
        std::array<int, 2> pw{-1, -1}; ///< primary, secondary
        int vpn = -1;
        plan::RedundancyMode mode = plan::RedundancyMode::Master;
        plan::ReroutePolicy reroute = plan::ReroutePolicy::Delay;
        SimDuration rerouteDelay{};
        SimDuration resume{}; ///< in FRR mode: from the return to PW1 until PW2's far end hears that PW2 is well
        bool dualReceiving = true;
    };
    struct Member
    {
        plan::VpnMemberId id{0};
        int vpn = -1;
        int node = -1;
        bool frr = true;
    };
    /// What BGP carries: a prefix under one route distinguisher.
    struct Nlri
    {
        int prefix = -1;
        int vpn = -1; ///< whose export targets it carries
        std::optional<RouteDistinguisher> distinguisher{}; ///< none: numbering will give one
    };
    /// A route a router has by itself: an interface in the VPN, or the gateway of a service.
    struct LocalRoute
    {
        int member = -1;
        int node = -1;
        int nlri = -1;
        int prefix = -1;
        int pw = -1;            ///< gateway: the pseudowire behind it
        bool advertised = true;
        std::optional<plan::VpnInterfaceId> interface{}; ///< none: a gateway
    };
    struct Flow
    {
        plan::FlowId id{0};
        std::string name;
        plan::Direction direction = plan::Direction::Upstream;
        PacketRate rate;
        std::optional<SimDuration> objective{};
        int service = -1;
        int remote = -1;             ///< router of the VPN interface
        int vpn = -1;
        std::vector<int> prefixes;   ///< that cover the destination, longest first
    };

    std::vector<Node> nodes;
    std::vector<Link> links;
    std::vector<Domain> domains;
    std::vector<Pair> pairs;
    std::vector<Session> sessions;
    std::vector<LdpSession> ldpSessions;
    std::vector<Tunnel> tunnels;
    std::vector<Pseudowire> pseudowires;
    std::vector<Service> services;
    std::vector<Member> members;
    std::vector<Ipv6Prefix> prefixes;
    std::vector<std::string> prefixNames; ///< "2001:db8::/64"
    std::vector<plan::VpnId> vpnIds;
    std::vector<std::string> vpnNames;
    std::vector<Nlri> nlris;
    std::vector<LocalRoute> localRoutes;
    std::vector<std::vector<std::uint8_t>> vpnImports; ///< [importing VPN][exporting VPN]
    std::vector<Flow> flows;

    Network(const plan::Plan &plan, bool tracking);

    plan::Igp igp = plan::Igp::Isis;

    /// -1: BFD watches none.
    [[nodiscard]] int tunnelBetween(int ingress, int egress) const;
    /// -1: not in the plan.
    [[nodiscard]] int nodeOf(plan::RouterId id) const;
    [[nodiscard]] int linkOf(plan::LinkId id) const;
    /// The node's VPN instance, -1: none.
    [[nodiscard]] int memberOf(int node, int vpn) const;
    [[nodiscard]] int endOf(const Link &link, int node) const { return link.node[0] == node ? 0 : 1; }
    /// A pseudowire's name at one of its ends.
    [[nodiscard]] const std::string &subjectOf(const Pseudowire &pw, int node) const { return pw.subject[node == pw.csg ? 0 : 1]; }

private:
    std::map<Ipv6Prefix, int> m_prefixAt;

    void addRouters(const plan::Plan &plan);
    void addDomainsAndLinks(const plan::Plan &plan);
    void addVpns(const plan::Plan &plan);
    void addSessions(const plan::Plan &plan);
    void watchTunnels(std::array<int, 2> ends, const plan::BfdPolicy &policy); ///< both, each once, with the policy that comes first
    [[nodiscard]] std::vector<int>::const_iterator placeOfTunnel(const std::vector<int> &own, int egress) const;
    void addServices(const plan::Plan &plan, bool tracking);
    void addFlows(const plan::Plan &plan);
};

} // namespace sidestep::engine
