// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/config_tree.h"
#include "model/plan/objects.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What one router's file says of the things a plan holds, before other routers are looked at.
namespace sidestep::config::importing {

using LineNumber = std::uint32_t; ///< 1-based line of the source

struct BfdTimers
{
    std::uint16_t minTxMs = 10; ///< defaults: `vrp.md` section 8
    std::uint16_t minRxMs = 10;
    std::uint8_t multiplier = 3;
    friend auto operator<=>(const BfdTimers &, const BfdTimers &) = default;
};

/// One `mpls l2vc` line, template resolved.
struct PwRecord
{
    LineNumber line = 0;
    std::optional<Ipv4> peer;
    std::string pwTemplate; ///< empty: none
    std::uint32_t vcId = 0;
    bool controlWord = false;
    bool raw = false;
    bool secondary = false;
    bool ignoreStandby = false;
};

struct TrackRecord
{
    LineNumber line = 0;
    Ipv6Prefix prefix;
    std::string vpn;
};

/// An interface in a process of an IGP.
struct IgpPort
{
    std::optional<std::uint32_t> process;
    std::optional<std::uint32_t> cost;
    bool ldpSync = false;
    std::string area; ///< of OSPF
};

struct InterfaceRecord
{
    LineNumber block = 0;
    vrp::View view = vrp::View::Port;
    std::string main;      ///< "GigabitEthernet0/2/0", "LoopBack1"
    std::uint32_t sub = 0; ///< 0: the main interface
    std::string description;
    std::optional<std::uint16_t> mtu;
    std::optional<std::uint16_t> vlan;
    std::string vpn; ///< empty: public
    std::optional<Ipv4Interface> address;
    std::optional<Ipv6Interface> address6;
    std::optional<Mac> mac;

    IgpPort isis, ospf; ///< what the file says of each
    IgpPort igp;        ///< of the one that the plan runs
    bool ldp = false;

    std::optional<std::uint16_t> veGroup;
    bool layer3 = false; ///< side of the VE group
    std::vector<PwRecord> pws;
    std::vector<TrackRecord> tracked;
    plan::RedundancyMode redundancy = plan::RedundancyMode::Frr;
    plan::ReroutePolicy reroute = plan::ReroutePolicy::Delay;
    std::uint16_t rerouteDelaySeconds = 30; ///< default: `vrp.md` section 4
    std::uint16_t resumeSeconds = 10;       ///< default: as above
    bool dualReceiving = false;
    bool ndDualSending = false;
    std::optional<BfdTimers> pwBfd;
    std::optional<PwRecord> managementPw;                 ///< of a LoopBack: `mpls l2vc .. admin`
    std::array<std::string, 2> managedBy;                 ///< interface with the management pseudowire of the primary, the secondary; empty: none
};

/// "GigabitEthernet0/2/0.100".
[[nodiscard]] std::string nameOf(const InterfaceRecord &interface);

struct IgpRecord
{
    plan::Igp igp = plan::Igp::Isis;
    LineNumber block = 0;
    std::uint32_t process = 1;
    std::string area; ///< of the NET; empty: no NET
    std::uint16_t spfMaxSeconds = 5; ///< defaults: `vrp.md` section 2
    std::uint16_t spfInitMs = 50;
    std::uint16_t spfStepMs = 200;
    std::uint16_t lspMaxSeconds = 2;
    std::uint16_t lspInitMs = 50;
    std::uint16_t lspStepMs = 50;
    bool bfd = false;
    BfdTimers bfdTimers;
    std::uint16_t lsaArrivalMs = 0; ///< of OSPF
    std::string importFilter; ///< prefix list that cuts down what is learnt here; empty: none
};

/// `network` of an OSPF area: the interfaces whose addresses are in it are in the process.
struct OspfNetworkRecord
{
    std::uint32_t process = 1;
    std::string area;
    Ipv4 address;
    Ipv4 wildcard;
};

struct VpnRecord
{
    LineNumber block = 0;
    std::string name;
    bool ipv6 = false;
    std::optional<RouteDistinguisher> distinguisher;
    bool frr = false;
    std::vector<RouteTarget> exportTargets;
    std::vector<RouteTarget> importTargets;
};

struct PeerRecord
{
    Ipv4 address;
    LineNumber line = 0; ///< the first that names the peer
    std::optional<std::uint32_t> as;
    std::optional<std::uint16_t> keepaliveSeconds;
    std::optional<std::uint16_t> holdSeconds;
    bool bfd = false;
    BfdTimers bfdTimers;
    bool vpnv6 = false;
    bool reflectClient = false;
    bool nextHopLocal = false;
};

struct NetworkRecord
{
    std::string vpn;
    Ipv6Prefix prefix;
};

struct BgpRecord
{
    LineNumber block = 0;
    std::uint32_t as = 0;
    std::uint16_t keepaliveSeconds = 60; ///< defaults: `vrp.md` section 7
    std::uint16_t holdSeconds = 180;
    std::vector<PeerRecord> peers; ///< in file order
    std::vector<NetworkRecord> networks;
};

struct RemotePeerRecord
{
    LineNumber block = 0;
    std::string name;
    std::optional<Ipv4> address;
};

struct PrefixRecord
{
    std::string list;
    Ipv4 address;
};

struct TemplateRecord
{
    std::string name;
    std::optional<Ipv4> peer;
    bool controlWord = false;
};

/// Vectors are in file order.
struct RouterRecord
{
    std::string sysname; ///< empty: none
    LineNumber sysnameLine = 0;
    std::size_t lines = 0;
    std::size_t knownLines = 0;
    std::optional<Ipv4> lsrId;
    std::vector<InterfaceRecord> interfaces; ///< each name once
    std::vector<IgpRecord> processes; ///< of the IGP that the plan runs, once it is chosen
    std::vector<OspfNetworkRecord> ospfNetworks;
    std::vector<VpnRecord> vpns;
    std::optional<BgpRecord> bgp;
    std::vector<std::pair<LineNumber, std::uint32_t>> otherAs; ///< `bgp` blocks of another AS than the first; nothing of them is taken
    std::vector<RemotePeerRecord> remotePeers;
    std::vector<PrefixRecord> hostPrefixes; ///< /32 that prefix lists permit
    std::vector<TemplateRecord> templates;
    std::string watchedTunnels;             ///< prefix list of the tunnels that BFD watches; empty: none
    bool tunnelBfd = false;                 ///< BFD for MPLS is on
    bool answersTunnelBfd = false;          ///< `mpls-passive`
    BfdTimers tunnelTimers;

    /// BFD watches the LDP tunnel to the loopback.
    [[nodiscard]] bool watchesTunnelTo(Ipv4 loopback) const;

    /// Blocks that stand under another heading in what Sidestep writes: line of the heading, its new text. Filled while
    /// the plan is put together.
    std::vector<std::pair<LineNumber, std::string>> moved;

    [[nodiscard]] const InterfaceRecord *loopBack0() const;
    [[nodiscard]] const IgpRecord *process(std::uint32_t number) const;
    [[nodiscard]] const VpnRecord *vpn(const std::string &name) const;
};

/// Takes what a plan holds and passes over the rest. Linear in the tree.
[[nodiscard]] RouterRecord readRecord(const ConfigTree &tree);

} // namespace sidestep::config::importing
