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
static_assert(kViewNames.size() == kViewCount - 3, "every view but the user and the system view, and what is none");

/// A process typed without its number is the first.
constexpr std::string_view kFirstProcess = "1";
constexpr std::string_view kLspSession = "-bfd-lsp-session-";

const ViewName *nameOf(View view)
{
    const auto *const name = std::ranges::find(kViewNames, view, &ViewName::view);
    return name == kViewNames.end() ? nullptr : &*name;
}

} // namespace

std::string promptSuffix(View view, const Match &opener, std::string_view outer)
{
    const ViewName *name = nameOf(view);
    if (!name)
        return {};
    std::string suffix(name->extends ? outer : std::string_view());
    const bool ofLsp = opener.command == Cmd::BfdLdpLsp || opener.command == Cmd::BfdPw;
    suffix.append(ofLsp ? kLspSession : name->text);
    if (!name->parameter.empty())
        suffix.append(opener.value(name->parameter).value_or(kFirstProcess));
    return suffix;
}

std::string_view viewName(View view) noexcept
{
    const ViewName *name = nameOf(view);
    if (!name || name->extends)
        return {};
    std::string_view text = name->text;
    while (text.starts_with('-'))
        text.remove_prefix(1);
    while (text.ends_with('-'))
        text.remove_suffix(1);
    return text.empty() ? leadingWords(Cmd::Interface) : text;
}

} // namespace sidestep::config::vrp
