// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/prompt.h"

#include <algorithm>
#include <array>

namespace sidestep::config::vrp {

namespace {

struct ViewName
{
    View view;
    std::string_view text;
    std::string_view parameter = {}; ///< whose value stands behind the text
    bool extends = false;            ///< stands behind the outer view's name instead of in its place
};

/// `vrp.md` section 9. It lacks BFD, slot, route policy, OSPF, the OSPF area and the IPv4 families: those follow the pattern of the others.
constexpr std::array kViewNames{
    ViewName{View::Port, "-", kInterfaceParameter},
    ViewName{View::SubInterface, "-", kInterfaceParameter},
    ViewName{View::LoopBack, "-", kInterfaceParameter},
    ViewName{View::VirtualEthernet, "-", kInterfaceParameter},
    ViewName{View::VirtualEthernetSub, "-", kInterfaceParameter},
    ViewName{View::Slot, "-slot-", "slot"},
    ViewName{View::VpnInstance, "-vpn-instance-", "vpn"},
    ViewName{View::VpnInstanceIpv4, "-af-ipv4", {}, true},
    ViewName{View::VpnInstanceIpv6, "-af-ipv6", {}, true},
    ViewName{View::Bfd, "-bfd"},
    ViewName{View::BfdSession, "-bfd-session-", "session"},
    ViewName{View::Mpls, "-mpls"},
    ViewName{View::L2vpn, "-l2vpn"},
    ViewName{View::PwTemplate, "-pw-template-", "template"},
    ViewName{View::MplsLdp, "-mpls-ldp"},
    ViewName{View::LdpRemotePeer, "-mpls-ldp-remote-", "peer-name"},
    ViewName{View::RoutePolicy, "-route-policy"},
    ViewName{View::Isis, "-isis-", "pid"},
    ViewName{View::Ospf, "-ospf-", "pid"},
    ViewName{View::OspfArea, "-area-", "area", true},
    ViewName{View::Bgp, "-bgp"},
    ViewName{View::BgpIpv4, "-af-ipv4", {}, true},
    ViewName{View::BgpVpnv4, "-af-vpnv4", {}, true},
    ViewName{View::BgpVpnv6, "-af-vpnv6", {}, true},
    ViewName{View::BgpVpnIpv4, "-bgp-", "vpn"},
    ViewName{View::BgpVpn, "-bgp6-", "vpn"},
};
static_assert(kViewNames.size() == kViewCount - 2, "every view but the user view and the system view");

/// A process typed without its number is the first.
constexpr std::string_view kFirstProcess = "1";

} // namespace

std::string promptSuffix(View view, const Match &opener, std::string_view outer)
{
    const auto *const name = std::ranges::find(kViewNames, view, &ViewName::view);
    if (name == kViewNames.end())
        return {};
    std::string suffix(name->extends ? outer : std::string_view());
    suffix.append(name->text);
    if (!name->parameter.empty())
        suffix.append(opener.value(name->parameter).value_or(kFirstProcess));
    return suffix;
}

} // namespace sidestep::config::vrp
