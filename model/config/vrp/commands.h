// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

/// Every VRP8 command Sidestep writes, spelled once. The writer names commands by `Cmd` and gives values only
/// (`vrp/line.h`); a test reads the writer's sources and fails when a command is spelled there.
namespace sidestep::config::vrp {

enum class View : std::uint8_t {
    System,
    VpnInstance,
    VpnInstanceIpv6,
    Bfd,
    Mpls,
    L2vpn,
    MplsLdp,
    LdpRemotePeer,
    RoutePolicy,
    Isis,
    Interface, ///< physical, sub-interface, LoopBack, Virtual-Ethernet
    Bgp,
    BgpIpv4,
    BgpVpnv6,
    BgpVpn,
};

enum class Cmd : std::uint8_t {
    Sysname,
    VpnInstance,
    VpnIpv6Family,
    RouteDistinguisher,
    ApplyLabel,
    VpnFrr,
    VpnTarget,
    Bfd,
    MplsLsrId,
    Mpls,
    L2vpn,
    MplsLdp,
    LdpGracefulRestart,
    LdpRemotePeer,
    RemoteIp,
    IpPrefix,
    RoutePolicy,
    IfMatchIpPrefix,
    Isis,
    IsLevel,
    CostStyle,
    NetworkEntity,
    TimerLspGeneration,
    TimerSpf,
    ImportDirectByPolicy,
    FilterPolicyImport,
    BfdAllInterfacesEnable,
    BfdAllInterfacesTimers,
    Interface,
    VlanType,
    Mtu,
    Description,
    UndoShutdown,
    IpBinding,
    IpAddress,
    Ipv6Enable,
    Ipv6Address,
    MacAddress,
    IsisEnable,
    IsisCircuitP2p,
    IsisCost,
    IsisLdpSync,
    InterfaceMpls,
    InterfaceLdp,
    VeGroup,
    L2vc,
    Redundancy,
    RerouteDelay,
    RerouteImmediately,
    RerouteNever,
    StreamDualReceiving,
    NdDualSending,
    PwBfd,
    TrackRoute,
    DirectRouteTrackPw,
    Bgp,
    BgpRouterId,
    BgpGracefulRestart,
    PeerAs,
    PeerConnectInterface,
    PeerTimer,
    PeerBfdTimers,
    PeerBfdEnable,
    BgpIpv4Family,
    UndoSynchronization,
    PeerEnable,
    BgpVpnv6Family,
    PolicyVpnTarget,
    UndoPolicyVpnTarget,
    PeerEnableVpnv6,
    PeerReflectClient,
    BgpVpnFamily,
    ImportDirect,
    Network,
    AutoFrr,
};

/// How a command stands beside its neighbours in a saved file (`vrp.md` section 9).
enum class Layout : std::uint8_t {
    Plain,
    Listed,    ///< a system-view line; consecutive ones form one block with one closing '#'
    Separated, ///< a one-space '#' stands before it
};

struct Command
{
    Cmd id;
    View view;
    /// The written form in the vendor's notation: `<x>` value, `[x]` optional, `{a|b}` choose one. Options stand in the
    /// order in which they are written; a router takes them in any.
    std::string_view syntax;
    std::string_view source; ///< section of `vrp.md`
    std::optional<View> opens = std::nullopt;
    Layout layout = Layout::Plain;
};

inline constexpr std::array kCommands{
    Command{Cmd::Sysname, View::System, "sysname <name>", "1"},

    Command{Cmd::VpnInstance, View::System, "ip vpn-instance <name>", "6", View::VpnInstance},
    Command{Cmd::VpnIpv6Family, View::VpnInstance, "ipv6-family", "6", View::VpnInstanceIpv6},
    Command{Cmd::RouteDistinguisher, View::VpnInstanceIpv6, "route-distinguisher <rd>", "6"},
    Command{Cmd::ApplyLabel, View::VpnInstanceIpv6, "apply-label per-instance", "6"},
    Command{Cmd::VpnFrr, View::VpnInstanceIpv6, "vpn frr", "6"},
    Command{Cmd::VpnTarget, View::VpnInstanceIpv6, "vpn-target <rt> {export-extcommunity|import-extcommunity}", "6"},

    Command{Cmd::Bfd, View::System, "bfd", "8", View::Bfd},

    Command{Cmd::MplsLsrId, View::System, "mpls lsr-id <ip>", "3"},
    Command{Cmd::Mpls, View::System, "mpls", "3", View::Mpls},
    Command{Cmd::L2vpn, View::System, "mpls l2vpn", "4", View::L2vpn},
    Command{Cmd::MplsLdp, View::System, "mpls ldp", "3", View::MplsLdp},
    Command{Cmd::LdpGracefulRestart, View::MplsLdp, "graceful-restart", "3"},
    Command{Cmd::LdpRemotePeer, View::System, "mpls ldp remote-peer <name>", "3", View::LdpRemotePeer},
    Command{Cmd::RemoteIp, View::LdpRemotePeer, "remote-ip <ip>", "3"},

    Command{Cmd::IpPrefix, View::System, "ip ip-prefix <name> index <i> permit <ip> <len>", "7", std::nullopt, Layout::Listed},
    Command{Cmd::RoutePolicy, View::System, "route-policy <name> permit node <n>", "7", View::RoutePolicy},
    Command{Cmd::IfMatchIpPrefix, View::RoutePolicy, "if-match ip-prefix <name>", "7"},

    Command{Cmd::Isis, View::System, "isis <pid>", "2", View::Isis},
    Command{Cmd::IsLevel, View::Isis, "is-level level-2", "2"},
    Command{Cmd::CostStyle, View::Isis, "cost-style wide", "2"},
    Command{Cmd::NetworkEntity, View::Isis, "network-entity <net>", "2"},
    Command{Cmd::TimerLspGeneration, View::Isis, "timer lsp-generation <max-s> <init-ms> <incr-ms>", "2"},
    Command{Cmd::TimerSpf, View::Isis, "timer spf <max-s> <init-ms> <incr-ms>", "2"},
    Command{Cmd::ImportDirectByPolicy, View::Isis, "import-route direct route-policy <name>", "2"},
    Command{Cmd::FilterPolicyImport, View::Isis, "filter-policy ip-prefix <name> import", "2"},
    Command{Cmd::BfdAllInterfacesEnable, View::Isis, "bfd all-interfaces enable", "2"},
    Command{Cmd::BfdAllInterfacesTimers, View::Isis, "bfd all-interfaces min-tx-interval <ms> min-rx-interval <ms> [detect-multiplier <n>]",
            "2"},

    Command{Cmd::Interface, View::System, "interface <interface>", "1", View::Interface},
    Command{Cmd::VlanType, View::Interface, "vlan-type dot1q <vid>", "1"},
    Command{Cmd::Mtu, View::Interface, "mtu <n>", "1"},
    Command{Cmd::Description, View::Interface, "description <text>", "1"},
    Command{Cmd::UndoShutdown, View::Interface, "undo shutdown", "1"},
    Command{Cmd::IpBinding, View::Interface, "ip binding vpn-instance <name>", "1"},
    Command{Cmd::IpAddress, View::Interface, "ip address <ip> <mask>", "1"},
    Command{Cmd::Ipv6Enable, View::Interface, "ipv6 enable", "1"},
    Command{Cmd::Ipv6Address, View::Interface, "ipv6 address <ip>/<len>", "1"},
    Command{Cmd::MacAddress, View::Interface, "mac-address <H-H-H>", "1"},
    Command{Cmd::IsisEnable, View::Interface, "isis enable <pid>", "2"},
    Command{Cmd::IsisCircuitP2p, View::Interface, "isis circuit-type p2p", "2"},
    Command{Cmd::IsisCost, View::Interface, "isis cost <n>", "2"},
    Command{Cmd::IsisLdpSync, View::Interface, "isis ldp-sync", "2"},
    Command{Cmd::InterfaceMpls, View::Interface, "mpls", "3"},
    Command{Cmd::InterfaceLdp, View::Interface, "mpls ldp", "3"},
    Command{Cmd::VeGroup, View::Interface, "ve-group <id> {l2-terminate|l3-access}", "5"},
    Command{Cmd::L2vc, View::Interface, "mpls l2vc <ip> <vc-id> [control-word] [raw] [secondary] [ignore-standby-state]", "4"},
    Command{Cmd::Redundancy, View::Interface, "mpls l2vpn redundancy {independent|master}", "4"},
    Command{Cmd::RerouteDelay, View::Interface, "mpls l2vpn reroute delay <s> [resume <s>]", "4"},
    Command{Cmd::RerouteImmediately, View::Interface, "mpls l2vpn reroute immediately [resume <s>]", "4"},
    Command{Cmd::RerouteNever, View::Interface, "mpls l2vpn reroute never", "4"},
    Command{Cmd::StreamDualReceiving, View::Interface, "mpls l2vpn stream-dual-receiving", "4"},
    Command{Cmd::NdDualSending, View::Interface, "mpls l2vpn nd-dual-sending", "4"},
    Command{Cmd::PwBfd, View::Interface, "mpls l2vpn pw bfd detect-multiplier <n> min-rx-interval <ms> min-tx-interval <ms> [secondary]",
            "4"},
    Command{Cmd::TrackRoute, View::Interface, "mpls l2vpn track route <ipv6> <len> vpn-instance <name>", "0"},
    Command{Cmd::DirectRouteTrackPw, View::Interface, "direct-route ipv6 track pw-state degrade-cost <n>", "5"},

    Command{Cmd::Bgp, View::System, "bgp <as>", "7", View::Bgp},
    Command{Cmd::BgpRouterId, View::Bgp, "router-id <ip>", "7"},
    Command{Cmd::BgpGracefulRestart, View::Bgp, "graceful-restart", "7"},
    Command{Cmd::PeerAs, View::Bgp, "peer <ip> as-number <as>", "7"},
    Command{Cmd::PeerConnectInterface, View::Bgp, "peer <ip> connect-interface <interface>", "7"},
    Command{Cmd::PeerTimer, View::Bgp, "peer <ip> timer keepalive <s> hold <s>", "7"},
    Command{Cmd::PeerBfdTimers, View::Bgp, "peer <ip> bfd min-tx-interval <ms> min-rx-interval <ms> [detect-multiplier <n>]", "7"},
    Command{Cmd::PeerBfdEnable, View::Bgp, "peer <ip> bfd enable", "7"},
    Command{Cmd::BgpIpv4Family, View::Bgp, "ipv4-family unicast", "7", View::BgpIpv4, Layout::Separated},
    Command{Cmd::UndoSynchronization, View::BgpIpv4, "undo synchronization", "11"},
    Command{Cmd::PeerEnable, View::BgpIpv4, "peer <ip> enable", "7"},
    Command{Cmd::BgpVpnv6Family, View::Bgp, "ipv6-family vpnv6", "7", View::BgpVpnv6, Layout::Separated},
    Command{Cmd::PolicyVpnTarget, View::BgpVpnv6, "policy vpn-target", "7"},
    Command{Cmd::UndoPolicyVpnTarget, View::BgpVpnv6, "undo policy vpn-target", "7"},
    Command{Cmd::PeerEnableVpnv6, View::BgpVpnv6, "peer <ip> enable", "7"},
    Command{Cmd::PeerReflectClient, View::BgpVpnv6, "peer <ip> reflect-client", "7"},
    Command{Cmd::BgpVpnFamily, View::Bgp, "ipv6-family vpn-instance <name>", "7", View::BgpVpn, Layout::Separated},
    Command{Cmd::ImportDirect, View::BgpVpn, "import-route direct", "7"},
    Command{Cmd::Network, View::BgpVpn, "network <ipv6> <len>", "7"},
    Command{Cmd::AutoFrr, View::BgpVpn, "auto-frr", "7"},
};

namespace detail {
constexpr bool inEnumOrder()
{
    for (std::size_t i = 0; i < kCommands.size(); ++i)
        if (static_cast<std::size_t>(kCommands[i].id) != i)
            return false;
    return true;
}
static_assert(inEnumOrder() && kCommands.size() == static_cast<std::size_t>(Cmd::AutoFrr) + 1,
              "kCommands has one row for each Cmd, in enumerator order");
} // namespace detail

[[nodiscard]] constexpr const Command &command(Cmd id) noexcept
{
    return kCommands[static_cast<std::size_t>(id)];
}

/// The keywords before the first value, option or choice: "mpls l2vpn track route". For messages.
[[nodiscard]] constexpr std::string_view leadingWords(Cmd id) noexcept
{
    const std::string_view syntax = command(id).syntax;
    const std::size_t end = syntax.find_first_of("<[{");
    return end == std::string_view::npos ? syntax : syntax.substr(0, end - 1);
}

/// A top-level line that shares one closing '#' with its neighbours of the same command.
[[nodiscard]] bool isListed(std::string_view line) noexcept;
/// A line inside the block opened by `opener` that has a one-space '#' before it.
[[nodiscard]] bool isSeparated(std::string_view opener, std::string_view line) noexcept;

} // namespace sidestep::config::vrp
