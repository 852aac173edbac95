// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/keyword_help.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sidestep::config::vrp {

namespace {

using Entry = std::pair<std::string_view, std::string_view>;

/// Sorted by keyword.
constexpr std::array kHelp{
    Entry{"abort", "Leave without applying"},
    Entry{"apply", "Set a value on a matching route"},
    Entry{"apply-label", "How VPN routes get labels"},
    Entry{"area", "An OSPF area"},
    Entry{"auto-frr", "Keep a backup path for each route"},
    Entry{"bfd", "Bidirectional forwarding detection"},
    Entry{"bgp", "Border gateway protocol"},
    Entry{"clear", "Drop pending changes"},
    Entry{"commit", "Apply the pending configuration"},
    Entry{"control-word", "Send the PW control word"},
    Entry{"cost-style", "Style of IS-IS costs"},
    Entry{"default", "Defaults of advertised routes"},
    Entry{"description", "Text for people"},
    Entry{"direct-route", "Direct routes of the interface"},
    Entry{"discriminator", "Discriminators of the BFD session"},
    Entry{"display", "Show the state of the router"},
    Entry{"filter-policy", "Filter routes before they are installed"},
    Entry{"forward-mode", "How a VE interface forwards"},
    Entry{"graceful-restart", "Keep forwarding while a protocol restarts"},
    Entry{"if-match", "Match a route"},
    Entry{"import-route", "Import routes of another protocol"},
    Entry{"interface", "An interface"},
    Entry{"ip", "IPv4 and VPN instances"},
    Entry{"ipv4-family", "An IPv4 address family"},
    Entry{"ipv6", "IPv6"},
    Entry{"ipv6-family", "An IPv6 address family"},
    Entry{"is-level", "Level of the IS-IS process"},
    Entry{"isis", "Intermediate system to intermediate system"},
    Entry{"l2vc", "A pseudowire"},
    Entry{"l2vpn", "Layer-2 VPN"},
    Entry{"l3ve", "Layer-3 side of a VE group"},
    Entry{"ldp", "Label distribution protocol"},
    Entry{"mac-address", "MAC address of the interface"},
    Entry{"mpls", "Multiprotocol label switching"},
    Entry{"mtu", "Maximum transmission unit"},
    Entry{"network", "Advertise a network"},
    Entry{"network-entity", "Network entity title"},
    Entry{"ospf", "Open shortest path first"},
    Entry{"peer", "A BGP peer"},
    Entry{"policy", "Check route targets"},
    Entry{"pw-template", "A template for pseudowires"},
    Entry{"quit", "Leave the view"},
    Entry{"redundancy", "Mode of PW redundancy"},
    Entry{"remote-ip", "Address of the remote peer"},
    Entry{"reroute", "When to switch back to the primary PW"},
    Entry{"return", "Go to the user view"},
    Entry{"route-distinguisher", "Route distinguisher"},
    Entry{"route-policy", "A route policy"},
    Entry{"router-id", "Router id"},
    Entry{"save", "Keep the configuration for the next start"},
    Entry{"secondary", "The secondary PW"},
    Entry{"shutdown", "Close the interface"},
    Entry{"sysname", "Name of the router"},
    Entry{"system-view", "Enter the system view"},
    Entry{"timer", "Timers"},
    Entry{"tnl-policy", "Tunnel policy"},
    Entry{"track", "Follow the state of something else"},
    Entry{"undo", "Take a command back"},
    Entry{"ve-group", "VE group the interface belongs to"},
    Entry{"vlan-type", "VLAN of the sub-interface"},
    Entry{"vpn", "VPN features"},
    Entry{"vpn-instance", "A VPN instance"},
    Entry{"vpn-target", "Route targets of the VPN instance"},
};

static_assert(std::ranges::is_sorted(kHelp, {}, &Entry::first));

} // namespace

std::string_view keywordHelp(std::string_view keyword) noexcept
{
    const auto at = std::ranges::lower_bound(kHelp, keyword, {}, &Entry::first);
    return at != kHelp.end() && at->first == keyword ? at->second : std::string_view();
}

} // namespace sidestep::config::vrp
