// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/display/display.h"

#include "model/config/display/layout.h"

#include <array>

namespace sidestep::config {

namespace {

using vrp::Cmd;

struct Answer
{
    Cmd command;
    std::string (*text)(const RouterState &state, const vrp::Match &command);
    std::string_view unverified = {};
};

constexpr std::array kAnswers{
    Answer{Cmd::DisplayTrackRoute, display::trackRoutes,
           "The layout of IPv6 routes, and the word for an unreachable one, are taken over from the IPv4 form of the command."},
    Answer{Cmd::DisplayL2vc, display::pseudowires,
           "Which status code a router sends while its tracked route is down, and how it words the reason of a reroute, is assumed."},
    Answer{Cmd::DisplayL2vcBrief, display::pseudowiresBrief},
    Answer{Cmd::DisplayL2vcRemote, display::pseudowiresRemote, "The columns are documented, their widths are not."},
    Answer{Cmd::DisplayLdpSession, display::ldpSessions},
    Answer{Cmd::DisplayBgpPeer, display::bgpPeers, "The state of a peer that is not established is shown as Idle."},
    Answer{Cmd::DisplayBgpRoutes, display::bgpRoutes},
    Answer{Cmd::DisplayIpv6Routes, display::ipv6Routes},
    Answer{Cmd::DisplayBfdSessions, display::bfdSessions, "The types D_IP_IF and D_IP_PEER are assumed."},
    Answer{Cmd::DisplayIsisPeer, display::isisPeers},
    Answer{Cmd::DisplayOspfPeer, display::ospfPeers, "Neighbours that are not full are not listed."},
    Answer{Cmd::DisplayInterfaceBrief, display::interfaces},
    Answer{Cmd::DisplayVeGroup, display::veGroups},
    Answer{Cmd::DisplayVpnInstance, display::vpnInstances, "The interface and verbose forms list names only."},
};

const Answer *answerFor(Cmd command) noexcept
{
    for (const Answer &answer : kAnswers) {
        if (answer.command == command)
            return &answer;
    }
    return nullptr;
}

} // namespace

std::optional<std::string> displayText(const RouterState &state, const vrp::Match &command)
{
    const Answer *answer = answerFor(command.command);
    if (!answer)
        return std::nullopt;
    if (!state.powered)
        return "The router is off.\n";
    return answer->text(state, command);
}

std::string_view unverifiedIn(vrp::Cmd command) noexcept
{
    const Answer *answer = answerFor(command);
    return answer ? answer->unverified : std::string_view();
}

} // namespace sidestep::config
