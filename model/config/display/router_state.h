// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/net.h"
#include "model/base/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sidestep::config {

/// What a router would answer its `display` commands from (`vrp.md` section 10), at one moment. Names are as the router
/// prints them. What is not simulated (labels, counters, indices, hold timers) is not here and is shown as "-".
struct RouterState
{
    struct Interface
    {
        std::string name;
        bool physical = true; ///< the line below the protocol is up
        bool protocol = true;
        bool spoofing = false; ///< a loopback's protocol is always up
    };
    struct IsisPeer
    {
        std::uint32_t process = 1;
        std::string systemId; ///< "0102.5500.0021"
        std::string interface;
    };
    struct OspfPeer
    {
        std::uint32_t process = 1;
        Ipv4 routerId;
        std::string interface;
    };
    struct LdpPeer
    {
        Ipv4 lsrId;
        bool up = true;
        bool passive = false;     ///< the lower LSR id waits for the other (RFC 5036 section 2.5.2)
        std::optional<SimDuration> age; ///< up for so long; none while down
    };
    struct Pseudowire
    {
        std::string interface;
        bool interfaceUp = true;
        std::uint32_t vcId = 0;
        bool vlanType = true; ///< VC type VLAN; else Ethernet
        Ipv4 peer;
        bool up = true;
        bool sessionUp = true;
        bool tunnelUp = true;
        bool controlWord = true;
        std::uint16_t localMtu = 1500, remoteMtu = 1500;
        int localStatus = 0, remoteStatus = 0; ///< PW status bits (RFC 8077 section 6.3, RFC 6870)
        bool ignoreStandby = false;
        struct Bfd
        {
            bool up = true;
            std::uint32_t multiplier = 3, minTxMs = 10, minRxMs = 10;
        };
        std::optional<Bfd> bfd; ///< where there is BFD for the PW
        bool secondary = false;
        bool active = true;
        bool administrator = false; ///< a management pseudowire
        std::string redundancy = "frr"; ///< or "master", "independent": which end chooses
        SimDuration age{};              ///< since it was made
        SimDuration sinceChange{};      ///< since it went up or down
    };
    /// How an attachment circuit with two pseudowires chooses.
    struct Reroute
    {
        std::string interface;
        std::string policy;     ///< "delay 60 s", "immediately", "never"
        std::string lastReason; ///< of the last reroute; empty: none yet
        std::optional<SimDuration> sinceLast;
        std::optional<SimDuration> delayLeft; ///< until it goes back to the primary
        std::optional<SimDuration> resumeLeft; ///< back on it, until the far end of the secondary hears so
    };
    struct BfdSession
    {
        std::string peer; ///< address, or "--.--.--.--" for a PW
        bool up = true;
        std::string type; ///< "D_IP_IF", "D_IP_PEER", "D_PW(M)", "D_PW(S)"
        std::string interface;
    };
    struct BgpPeer
    {
        Ipv4 address;
        bool up = true;
        std::optional<SimDuration> age; ///< in this state for so long; none: since before the run
        std::size_t prefixes = 0;
        std::optional<std::uint32_t> asNumber{}; ///< none: the router's
    };
    struct Path
    {
        std::string distinguisher; ///< of the route; "" where numbering left it blank
        Ipv6Prefix prefix;
        std::optional<Ipv4> nextHop; ///< none: the router itself
        std::uint32_t med = 0;
        bool usable = true;
        bool best = false;
        bool imported = false; ///< origin "?": from a direct route; else from `network`
        std::vector<std::uint32_t> asPath{};
        bool external = false; ///< from an eBGP peer
    };
    struct Route
    {
        std::string vpn;
        Ipv6Prefix prefix;
        std::optional<Ipv4> nextHop;   ///< none: direct
        std::string interface;         ///< of a direct route
        std::optional<Ipv6> own;       ///< of a direct route: the router's address
        std::optional<Ipv4> backup;
        SimDuration age{}; ///< as it is now
    };
    struct TrackedRoute
    {
        std::string vpn;
        Ipv6Prefix prefix;
        bool reachable = true;
        std::vector<std::size_t> pseudowires; ///< indices into `pseudowires`
    };
    struct VeGroup
    {
        std::uint32_t id = 1;
        std::string layer2, layer3;
    };
    struct VpnInstance
    {
        std::string name;
        std::string distinguisher;
        std::vector<std::string> interfaces;
    };

    std::string name;
    std::optional<Ipv4> routerId;
    std::uint32_t asNumber = 0;
    bool powered = true;
    std::vector<Interface> interfaces; ///< in a configuration's order
    std::vector<OspfPeer> ospfPeers;   ///< that are full, by process, then interface
    std::vector<IsisPeer> isisPeers;   ///< that are up, by process, then interface
    std::vector<LdpPeer> ldpPeers;     ///< by LSR id
    std::vector<Pseudowire> pseudowires; ///< by interface, primary first
    std::vector<Reroute> reroutes;       ///< by interface
    std::vector<BfdSession> bfdSessions;
    std::vector<BgpPeer> bgpPeers;     ///< by address
    std::vector<Path> paths;           ///< by distinguisher, prefix; best first
    std::vector<Route> routes;         ///< by VPN, prefix
    std::vector<TrackedRoute> tracked; ///< by VPN, prefix
    std::vector<VeGroup> veGroups;
    std::vector<VpnInstance> vpnInstances;
};

} // namespace sidestep::config
