// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/ids.h"
#include "model/base/net.h"
#include "model/base/units.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

/// The rows of a plan. Each is a plain value with an id; `std::nullopt` means "not decided yet", which
/// `numbering` fills and `check` reports. Ranges are those of `vrp.md`; `Plan::with` refuses what is outside.
namespace sidestep::plan {

using RouterId = Id<struct RouterTag>;
using PortId = Id<struct PortTag>;
using LinkId = Id<struct LinkTag>;
using IgpDomainId = Id<struct IgpDomainTag>;
using VpnId = Id<struct VpnTag>;
using VpnMemberId = Id<struct VpnMemberTag>;
using VpnInterfaceId = Id<struct VpnInterfaceTag>;
using AccessServiceId = Id<struct AccessServiceTag>;
using TrackedRouteId = Id<struct TrackedRouteTag>;
using BgpSessionId = Id<struct BgpSessionTag>;
using BfdPolicyId = Id<struct BfdPolicyTag>;
using FlowId = Id<struct FlowTag>;
using ScenarioId = Id<struct ScenarioTag>;
using SnippetId = Id<struct SnippetTag>;

enum class Role : std::uint8_t { Csg, Agg, Rsg, P };

/// Target software. The IPv6 form of `track route` is not in the V800R012C10 command reference (`vrp.md` section 0).
enum class Release : std::uint8_t { V800R012C10, V800R022C00 };

struct Router
{
    RouterId id;
    std::string name; ///< sysname, 1..246 characters, unique
    Role role = Role::Csg;
    std::string site; ///< free text, may be empty
    Release release = Release::V800R022C00;
    std::optional<Ipv4> loopback; ///< LoopBack0 /32: LSR id, BGP router id, IS-IS system id
    std::optional<std::uint32_t> asNumber{}; ///< 1..4294967295; none: the plan's
    friend bool operator==(const Router &, const Router &) = default;
};

/// Canvas position of a router's centre. One unit is one pixel at 100 %; y grows downwards. Kept apart from the
/// router so that moving things never touches the network tables.
struct Position
{
    RouterId id;
    std::int32_t x = 0;
    std::int32_t y = 0;
    friend bool operator==(const Position &, const Position &) = default;
};

struct Port
{
    PortId id;
    RouterId router;
    std::string name; ///< as the router saves it: "100GE0/1/0", "GigabitEthernet0/2/1"
    std::string description;
    std::uint16_t mtu = 1500; ///< bytes, 46..9600
    std::optional<Ipv4Interface> address;
    friend bool operator==(const Port &, const Port &) = default;
};

struct Link
{
    LinkId id;
    PortId a;
    PortId b; ///< another router's port; a port carries at most one link
    IgpDomainId domain;
    std::optional<std::uint32_t> cost;           ///< of the IGP, both directions, 1..16777214, of OSPF to 65535; none: see `igpCostOf`
    std::uint64_t capacityBps = 10'000'000'000;  ///< bits per second
    SimDuration delay = 50us;                    ///< one way, 0..10 s
    std::vector<std::uint32_t> srlgs;            ///< shared-risk groups (ducts, cards), ascending, no duplicates
    friend bool operator==(const Link &, const Link &) = default;
};

enum class DomainKind : std::uint8_t { Access, Aggregation, Core };

/// The interior gateway protocol that every domain runs.
enum class Igp : std::uint8_t { Isis, Ospf };

/// An IGP process of its own, of IS-IS level 2 or of OSPF with area 0.0.0.0: an adjacency forms only between routers of one
/// domain, and no route leaks between domains but the routers' own loopbacks (`protocols.md` section 3.5 trap 2, `vrp.md` section 2).
struct IgpDomain
{
    IgpDomainId id;
    std::string name;
    DomainKind kind = DomainKind::Core;
    std::optional<std::uint32_t> process;  ///< 1..4294967295, the same on every member
    std::string area = "49.0001";          ///< first part of the NET of IS-IS
    std::optional<BfdPolicyId> bfd;        ///< BFD on every link of the domain; none: hellos alone
    std::uint16_t spfMaxSeconds = 1;       ///< `timer spf`, of OSPF `spf-schedule-interval`: 1..120
    std::uint16_t spfInitMs = 50;          ///< 1..60000
    std::uint16_t spfStepMs = 50;          ///< 1..60000
    std::uint16_t lspMaxSeconds = 1;       ///< `timer lsp-generation`, of OSPF `lsa-originate-interval`: 1..120
    std::uint16_t lspInitMs = 50;
    std::uint16_t lspStepMs = 50;
    bool ldpSync = true;
    std::optional<std::uint16_t> lsaArrivalMs{}; ///< OSPF's `lsa-arrival-interval`, 1..10000; none: 0, no LSA comes too soon
    friend bool operator==(const IgpDomain &, const IgpDomain &) = default;
};

/// Timers of an asynchronous BFD session (RFC 5880 section 6.8).
struct BfdPolicy
{
    BfdPolicyId id;
    std::string name;
    std::uint16_t minTxMs = 10;       ///< 3..20000
    std::uint16_t minRxMs = 10;       ///< 3..20000
    std::uint8_t multiplier = 3;      ///< 3..50
    friend bool operator==(const BfdPolicy &, const BfdPolicy &) = default;
};

struct Vpn
{
    VpnId id;
    std::string name; ///< 1..31 characters, case-sensitive, not "_public_"
    std::vector<RouteTarget> exportTargets;
    std::vector<RouteTarget> importTargets;
    friend bool operator==(const Vpn &, const Vpn &) = default;
};

/// A VPN instance configured on a router.
struct VpnMember
{
    VpnMemberId id;
    VpnId vpn;
    RouterId router;
    std::optional<RouteDistinguisher> distinguisher;
    bool frr = true; ///< `vpn frr` and `auto-frr`
    friend bool operator==(const VpnMember &, const VpnMember &) = default;
};

/// An interface of a router inside a VPN: a probe loopback, or a sub-interface towards the mobile core.
struct VpnInterface
{
    VpnInterfaceId id;
    VpnId vpn;
    RouterId router;
    std::optional<PortId> port;   ///< none: a loopback
    std::uint16_t number = 1;     ///< loopback number 1..1023, or dot1q VLAN and sub-interface number 1..4094
    std::string description;
    std::optional<Ipv6Interface> address;
    bool advertised = true;       ///< a BGP `network` statement originates its prefix
    friend bool operator==(const VpnInterface &, const VpnInterface &) = default;
};

enum class Encapsulation : std::uint8_t { Tagged, Raw };
enum class RedundancyMode : std::uint8_t { Frr, Master, Independent };
enum class ReroutePolicy : std::uint8_t { Delay, Immediately, Never };
enum class PwRole : std::uint8_t { Primary, Secondary };

/// What the BFD of a service's pseudowires runs on: on each of them (RFC 5885), on one management pseudowire (mPW) for all that the
/// CSG and the AGG have between them (vendor's command reference, `mpls l2vc track admin-vc`), or on the LDP tunnels that carry
/// them (RFC 5884; vendor's command reference, `mpls bfd-trigger-tunnel`).
enum class PwWatch : std::uint8_t { Each, Management, Tunnel };

/// One pseudowire of an access service and the VE group that terminates it on the AGG.
struct PseudowireEnd
{
    RouterId agg;
    std::optional<std::uint32_t> vcId;      ///< 1..4294967295, unique on the CSG and on the AGG
    std::optional<std::uint16_t> veGroup;   ///< 1..8192, local to the AGG
    std::optional<std::uint16_t> veVlan;    ///< dot1q of the L2VE and L3VE sub-interfaces, 1..4094, unique in the VE group
    Encapsulation encapsulation = Encapsulation::Tagged; ///< as the AGG signals it; must equal the CSG's
    std::uint16_t mtu = 1500;                            ///< as the AGG signals it; must equal the CSG's
    bool ignoreStandby = true;                           ///< `ignore-standby-state` on the AGG
    // Of the management pseudowire to the same AGG, for PwWatch::Management: the same in all services that it watches.
    std::optional<std::uint32_t> adminVcId{};         ///< as vcId
    std::optional<std::uint16_t> adminLoopback{};     ///< LoopBack of the CSG that carries it, 1..1023
    std::optional<std::uint16_t> aggAdminLoopback{};  ///< LoopBack of the AGG
    friend bool operator==(const PseudowireEnd &, const PseudowireEnd &) = default;
};

/// A base station's way in: the attachment circuit on the CSG, one or two pseudowires, and the gateway on each AGG.
struct AccessService
{
    AccessServiceId id;
    std::string name; ///< unique
    RouterId csg;
    PortId attachment;                      ///< port of the CSG that faces the base station
    std::optional<std::uint16_t> vlan;      ///< dot1q of the attachment circuit, 1..4094
    std::string description;
    VpnId vpn;
    Encapsulation encapsulation = Encapsulation::Tagged;
    std::uint16_t mtu = 1500;
    bool controlWord = true;
    PseudowireEnd primary;
    std::optional<PseudowireEnd> secondary;
    RedundancyMode redundancy = RedundancyMode::Master;
    ReroutePolicy reroute = ReroutePolicy::Delay;
    std::uint16_t rerouteDelaySeconds = 60; ///< 10..10800, for ReroutePolicy::Delay
    bool dualReceiving = true;              ///< `stream-dual-receiving`
    bool ndDualSending = true;              ///< `nd-dual-sending`
    std::optional<BfdPolicyId> bfd;         ///< BFD for both pseudowires; see `watch`
    std::optional<Ipv6Interface> gateway;   ///< the base station's gateway, the same on both AGGs
    std::optional<Mac> gatewayMac;          ///< the same on both AGGs; one MAC a VE main interface
    PwWatch watch = PwWatch::Each;          ///< what `bfd` runs on
    std::uint16_t resumeSeconds = 10;       ///< 0..600, for RedundancyMode::Frr: from the return to PW1 until PW2's far end is told
    friend bool operator==(const AccessService &, const AccessService &) = default;
};

/// `mpls l2vpn track route` on the L2VE sub-interface of one pseudowire (`vendor-procedure.md`), which may have several.
struct TrackedRoute
{
    TrackedRouteId id;
    AccessServiceId service;
    PwRole pw = PwRole::Primary;
    VpnId vpn;
    Ipv6Prefix prefix;
    friend bool operator==(const TrackedRoute &, const TrackedRoute &) = default;
};

/// A VPNv6 session between two routers: between their loopbacks, or between their addresses on a link. It is eBGP where their
/// AS numbers differ (`asNumberOf`).
struct BgpSession
{
    BgpSessionId id;
    RouterId a;
    RouterId b;
    bool aReflects = false;            ///< a has `reflect-client` for b (RFC 4456)
    bool bReflects = false;
    std::uint16_t keepaliveSeconds = 60;
    std::uint16_t holdSeconds = 180;   ///< 0 (never) or 3..65535
    std::optional<BfdPolicyId> bfd;    ///< BFD for the session
    std::optional<LinkId> link{};      ///< a link between the two, whose addresses they use; none: the loopbacks
    bool aNextHopSelf = false;         ///< a has `next-hop-local` for b: it is the next hop of all it tells b
    bool bNextHopSelf = false;
    std::optional<BfdPolicyId> tunnelBfd{}; ///< BFD for the LDP tunnels between the two (RFC 5884)
    friend bool operator==(const BgpSession &, const BgpSession &) = default;
};

enum class Direction : std::uint8_t { Upstream, Downstream };

/// Steady traffic between a base station and a VPN interface of an RSG.
struct Flow
{
    FlowId id;
    std::string name; ///< unique
    AccessServiceId service;
    VpnInterfaceId remote;
    Direction direction = Direction::Upstream;
    PacketRate rate{10'000};
    std::optional<SimDuration> objective{}; ///< longest outage that is acceptable, 0..1 h; none: not judged
    friend bool operator==(const Flow &, const Flow &) = default;
};

/// What can go wrong (`protocols.md` section 7). Which mode suits which target stands in `failureKinds`.
enum class FailureMode : std::uint8_t {
    Cut,             ///< both ends see loss of light
    Silent,          ///< all frames lost, light stays
    OneWayAB,        ///< frames from a to b are lost, light stays
    OneWayBA,
    Power,           ///< power off; the neighbours see loss of light
    Restore,         ///< whatever was wrong with the target is repaired or undone
    Grey,            ///< a share of the frames is lost both ways, light stays
    Flap,            ///< cut and whole again, several times
    DownA,           ///< a's port is shut down by an operator
    DownB,
    BfdDown,         ///< a false alarm of the target's BFD session, at its first end
    Restart,         ///< the control plane starts anew and forwarding with it; light stays
    GracefulRestart, ///< the control plane starts anew, forwarding goes on and the neighbours wait
    Drain,           ///< maintenance: overload, and its pseudowires handed to the other AGG
    Reset,           ///< the session is closed by an operator and comes back
    LabelWithdraw,   ///< the AGG takes the pseudowire's label back
    MtuMismatch,     ///< the AGG's MTU of the pseudowire changes
    AttachmentDown,  ///< the base station's circuit goes down
    ForceSwitch,     ///< an operator moves the service to its secondary pseudowire
    NoImport,        ///< a wrong route target: the VPN instance imports nothing
    Withdraw,        ///< a wrong policy: the interface's prefix is no longer announced
};

/// What fails. Of an access service: its circuit, its choice, or one of its pseudowires.
using FailureTarget = std::variant<LinkId, RouterId, BgpSessionId, AccessServiceId, VpnMemberId, VpnInterfaceId>;

struct FailureAction
{
    FailureTarget target;
    FailureMode mode = FailureMode::Cut;
    SimDuration at{};                      ///< from the start of the run, >= 0
    std::optional<std::uint8_t> percent{}; ///< of Grey: frames lost, 1..99
    std::optional<SimDuration> period{};   ///< of Flap: from one cut to the next, 1 ms..1 h; whole again half-way
    std::optional<std::uint16_t> cycles{}; ///< of Flap: cuts, 1..10000
    std::optional<PwRole> pw{};            ///< of a service: the pseudowire meant; none: the service itself
    friend bool operator==(const FailureAction &, const FailureAction &) = default;
};

struct Scenario
{
    ScenarioId id;
    std::string name; ///< unique
    std::vector<FailureAction> actions; ///< in the order given; equal times keep that order
    SimDuration until = 10s;            ///< end of the run
    std::uint64_t seed = 1;
    friend bool operator==(const Scenario &, const Scenario &) = default;
};

/// A router takes no longer line (`vrp.md` section 1), and so none is kept or typed.
inline constexpr std::size_t kMostLineBytes = 4096;
/// Of the lines kept for one router, and of one snippet.
inline constexpr std::size_t kMostLinesBytes = 256 * 1024;

/// Lines of a router that the plan has no object for, in saved-file form without `#` and `return`: the headings of their
/// blocks, one space a level, joined by line feeds. Written out again in the block they name.
struct KeptText
{
    RouterId id;      ///< its router: at most one text each
    std::string text; ///< never empty; see `unsafeConfigurationLine` for what a line may hold
    friend bool operator==(const KeptText &, const KeptText &) = default;
};

/// What stands for `{{name}}` in a snippet.
struct SnippetVariable
{
    std::string name;    ///< A..Z, 0..9 and _, 1..64 characters, the first a letter; none of `kBuiltInVariables`
    std::string value;   ///< part of one line; of a secret always empty
    bool secret = false; ///< asked for when files are written, never stored
    friend bool operator==(const SnippetVariable &, const SnippetVariable &) = default;
};

/// Variables that every snippet has, taken from the router it is written for.
inline constexpr std::array<std::string_view, 4> kBuiltInVariables{"SYSNAME", "ROLE", "SITE", "LOOPBACK"};

/// A user's own lines, for every router, the routers of a role, or one router. Indent names the view as in a saved file.
struct Snippet
{
    SnippetId id;
    std::string name; ///< unique
    std::optional<Role> role;       ///< at most one of role and router
    std::optional<RouterId> router;
    std::string text; ///< lines joined by line feeds; `{{NAME}}` stands for a variable
    std::vector<SnippetVariable> variables; ///< at most 64, each name once
    friend bool operator==(const Snippet &, const Snippet &) = default;
};

/// A row that exists for a router and goes by its id.
template <typename Row>
inline constexpr bool kKeyedByRouter = std::is_same_v<Row, Position> || std::is_same_v<Row, KeptText>;

/// Where numbering takes values from. Prefixes are cut into pieces from their start; numbers count upwards.
struct Pools
{
    Ipv4Prefix loopbacks{Ipv4(10, 255, 0, 0), 16};
    Ipv4Prefix linkSubnets{Ipv4(10, 0, 0, 0), 12};   ///< cut into /30
    Ipv6Prefix gateways{Ipv6({0x20, 0x01, 0x0d, 0xb8, 0x01}), 40}; ///< cut into /64
    Ipv6Prefix probes{Ipv6({0x20, 0x01, 0x0d, 0xb8, 0xff, 0xff}), 64}; ///< /128 of the RSG loopbacks
    std::uint32_t firstVcId = 100;
    std::uint16_t firstVlan = 100;
    std::uint16_t firstAccessProcess = 100;
    Mac firstGatewayMac{Mac::Bytes{0x02, 0x00, 0x5e, 0x00, 0x01, 0x01}};
    friend bool operator==(const Pools &, const Pools &) = default;
};

/// Timer profiles of the engine that a plan may name.
inline constexpr std::array<std::string_view, 3> kTimerProfiles{"vrp8", "vrp8-fast", "frr-8.4"};

struct Settings
{
    std::string name = "untitled"; ///< of the plan
    std::uint32_t asNumber = 65001; ///< 1..4294967295
    std::string profile = "vrp8";   ///< one of `kTimerProfiles`
    std::vector<std::string> assumptions{}; ///< what this plan assumes otherwise than the profile: "KEY=VALUE", each key once, at most 200
    Pools pools;
    Igp igp = Igp::Isis;
    friend bool operator==(const Settings &, const Settings &) = default;
};

} // namespace sidestep::plan
