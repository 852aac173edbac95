// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace sidestep::config::vrp {

/// Where a command may be typed. Interfaces are told apart by kind, because what they take differs.
enum class View : std::uint8_t {
    User,
    System,
    Port, ///< physical port or trunk, and any other main interface
    SubInterface,
    LoopBack,
    VirtualEthernet,    ///< main interface of a VE or Global VE
    VirtualEthernetSub, ///< its sub-interface
    Slot,
    VpnInstance,
    VpnInstanceIpv4,
    VpnInstanceIpv6,
    Bfd,
    BfdSession,
    Mpls,
    L2vpn,
    PwTemplate,
    MplsLdp,
    LdpRemotePeer,
    RoutePolicy,
    Isis,
    Ospf,
    OspfArea,
    Bgp,
    BgpIpv4,
    BgpVpnv4,
    BgpVpnv6,
    BgpVpnIpv4,
    BgpVpn,       ///< IPv6 family of a VPN instance
    OutputFilter, ///< not a view: what stands behind the `|` of a display
};
inline constexpr std::size_t kViewCount = static_cast<std::size_t>(View::OutputFilter) + 1;

/// A set of views.
class ViewSet
{
public:
    constexpr ViewSet() = default;
    constexpr ViewSet(View view) noexcept : m_bits(1U << static_cast<unsigned>(view)) { } // NOLINT: a view is the set of itself

    [[nodiscard]] constexpr bool has(View view) const noexcept { return (m_bits & ViewSet(view).m_bits) != 0; }
    [[nodiscard]] constexpr bool empty() const noexcept { return m_bits == 0; }
    [[nodiscard]] constexpr ViewSet operator|(ViewSet other) const noexcept { return ViewSet(m_bits | other.m_bits, Bits{}); }
    [[nodiscard]] constexpr ViewSet without(ViewSet other) const noexcept { return ViewSet(m_bits & ~other.m_bits, Bits{}); }

private:
    struct Bits
    {
    };
    constexpr ViewSet(std::uint32_t bits, Bits) noexcept : m_bits(bits) { }

    std::uint32_t m_bits = 0;
};

[[nodiscard]] constexpr ViewSet operator|(View a, View b) noexcept
{
    return ViewSet(a) | ViewSet(b);
}

inline constexpr ViewSet kSubInterfaces = View::SubInterface | View::VirtualEthernetSub;
inline constexpr ViewSet kInterfaces = kSubInterfaces | View::Port | View::LoopBack | View::VirtualEthernet;
/// Interfaces that carry IP.
inline constexpr ViewSet kRouted = kSubInterfaces | View::Port | View::LoopBack;
/// Interfaces with a link behind them.
inline constexpr ViewSet kLinked = View::Port | View::SubInterface;
/// Attachment circuits, and the layer-2 side of a VE group.
inline constexpr ViewSet kCircuits = kLinked | View::VirtualEthernetSub;
inline constexpr ViewSet kVpnFamilies = View::VpnInstanceIpv4 | View::VpnInstanceIpv6;
inline constexpr ViewSet kBgpVpnFamilies = View::BgpVpnIpv4 | View::BgpVpn;
inline constexpr ViewSet kBgpPeerFamilies = ViewSet(View::BgpIpv4) | View::BgpVpnv4 | View::BgpVpnv6;
inline constexpr ViewSet kBgpFamilies = kBgpPeerFamilies | kBgpVpnFamilies;
/// Everywhere a configuration is edited.
inline constexpr ViewSet kConfigViews = kInterfaces | kVpnFamilies | kBgpFamilies | View::System | View::Slot | View::VpnInstance
    | View::Bfd | View::BfdSession | View::Mpls | View::L2vpn | View::PwTemplate | View::MplsLdp | View::LdpRemotePeer | View::RoutePolicy
    | View::Isis | View::Ospf | View::OspfArea | View::Bgp;
inline constexpr ViewSet kAnyView = kConfigViews | View::User;

} // namespace sidestep::config::vrp
