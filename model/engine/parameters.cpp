// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/parameters.h"

#include <array>

namespace sidestep::engine {
namespace {

struct TimeRow
{
    std::string_view name;
    SimDuration Profile::*member;
    SimDuration vrp8, frr, low, high;
    std::string_view source;
};

struct SwitchRow
{
    std::string_view name;
    bool Profile::*member;
    bool vrp8, frr;
    std::string_view source;
};

// The two columns: VRP8 routers, and the FRRouting 8.4.4 laboratory of frr-timeline.md with the timers set there.
constexpr std::array kTimes{
    TimeRow{"carrier loss seen, earliest", &Profile::carrierDownLow, 5ms, 1ms, 0ms, 2s, "protocols.md 7 (0-10 ms); frr-timeline.md: adjacency 1-35 ms after the cut"},
    TimeRow{"carrier loss seen, latest", &Profile::carrierDownHigh, 5ms, 25ms, 0ms, 2s, "protocols.md 7; frr-timeline.md"},
    TimeRow{"carrier return seen, earliest", &Profile::carrierUpLow, 5ms, 500us, 0ms, 10s, "estimate; frr-timeline.md: adjacency 51 ms after repair"},
    TimeRow{"carrier return seen, latest", &Profile::carrierUpHigh, 5ms, 1500us, 0ms, 10s, "estimate; frr-timeline.md"},
    TimeRow{"BFD slow interval", &Profile::bfdSlowInterval, 1s, 1s, 1s, 10s, "RFC 5880 6.8.3"},
    TimeRow{"BFD to its client", &Profile::bfdToClient, 1ms, 2ms, 0ms, 100ms, "frr-timeline.md: within 1-5 ms"},
    TimeRow{"IS-IS hello interval", &Profile::isisHelloInterval, 10s, 1s, 1s, 255s, "vrp.md 2; frr-timeline.md, settings"},
    TimeRow{"IS-IS hold time", &Profile::isisHoldTime, 30s, 3s, 3s, 65535s, "protocols.md 4; frr-timeline.md, settings"},
    TimeRow{"IS-IS hello after an adjacency change", &Profile::isisTriggeredHello, 50ms, 50ms, 0ms, 1s, "frr-timeline.md: adjacency back in steps of 50 ms; estimate for vrp8"},
    TimeRow{"LSP wait", &Profile::lspWait, 0ms, 105ms, 0ms, 120s, "frr-timeline.md, reason 2: about 100 ms, and the first new LSP 105-119 ms after the adjacency"},
    TimeRow{"LSP processing at each hop", &Profile::lspProcessing, 2ms, 1ms, 0ms, 100ms, "protocols.md 4, flooding 2-10 ms a hop"},
    TimeRow{"LSP retransmission", &Profile::lspRetransmit, 5s, 5s, 1s, 300s, "protocols.md 4"},
    TimeRow{"SPF run", &Profile::spfCompute, 1ms, 1ms, 0ms, 1s, "protocols.md 4, under 5 ms for 200 nodes"},
    TimeRow{"route installation", &Profile::fibInstall, 10ms, 14ms, 0ms, 10s, "frr-timeline.md, reason 2: about 15 ms with the SPF run; estimate for vrp8"},
    TimeRow{"SPF time to learn", &Profile::spfLearn, 500ms, 500ms, 0ms, 60s, "RFC 8405 section 5"},
    TimeRow{"SPF hold-down", &Profile::spfHoldDown, 10s, 10s, 0ms, 120s, "RFC 8405 section 5"},
    TimeRow{"LDP link hello hold", &Profile::ldpLinkHold, 15s, 9s, 3s, 65535s, "vrp.md 3; frr-timeline.md, settings"},
    TimeRow{"LDP link hello interval", &Profile::ldpLinkInterval, 5s, 3s, 1s, 65535s, "vrp.md 3, a third of the hold; frr-timeline.md, settings"},
    TimeRow{"LDP targeted hello hold", &Profile::ldpTargetedHold, 45s, 9s, 3s, 65535s, "vrp.md 3; frr-timeline.md, settings"},
    TimeRow{"LDP targeted hello interval", &Profile::ldpTargetedInterval, 15s, 3s, 1s, 65535s, "vrp.md 3; frr-timeline.md, settings"},
    TimeRow{"LDP keepalive hold", &Profile::ldpKeepaliveHold, 45s, 180s, 3s, 65535s, "vrp.md 3; protocols.md 2.1"},
    TimeRow{"LDP session set-up", &Profile::ldpSessionSetup, 200ms, 200ms, 0ms, 60s, "protocols.md 4, 0.1-15 s with the hello wait"},
    TimeRow{"LDP wait after a failed session", &Profile::ldpBackoff, 0ms, 15s, 0ms, 120s, "protocols.md 2.1; estimate for vrp8"},
    TimeRow{"LDP message processing", &Profile::ldpProcessing, 2ms, 1ms, 0ms, 1s, "estimate; frr-timeline.md"},
    TimeRow{"TCP first retransmission", &Profile::tcpRto, 200ms, 200ms, 1ms, 60s, "protocols.md 9, trap 16; RFC 6298"},
    TimeRow{"TCP longest retransmission", &Profile::tcpRtoMax, 60s, 60s, 1s, 240s, "RFC 6298 section 2.5"},
    TimeRow{"BGP next-hop tracking", &Profile::nextHopTracking, 1ms, 1ms, 0ms, 60s, "estimate"},
    TimeRow{"BGP route batch", &Profile::routeBatch, 10ms, 50ms, 0ms, 60s, "frr-timeline.md, reason 4; estimate for vrp8"},
    TimeRow{"VPN FRR switch", &Profile::vpnFrrSwitch, 5ms, 50ms, 0ms, 60s, "protocols.md 5, row 5; FRRouting has none"},
    TimeRow{"BGP message processing", &Profile::bgpProcessing, 2ms, 2ms, 0ms, 1s, "frr-timeline.md: session 5-10 ms after the path"},
    TimeRow{"BGP connect retry", &Profile::bgpConnectRetry, 32s, 1s, 1s, 65535s, "protocols.md 3.2; frr-timeline.md, settings"},
    TimeRow{"BGP first update after session up", &Profile::updateCoalesce, 0ms, 1s, 0ms, 60s, "frr-timeline.md, reason 6"},
    TimeRow{"BGP first update, for each peer", &Profile::updateCoalescePerPeer, 0ms, 50ms, 0ms, 1s, "frr-timeline.md, reason 6"},
    TimeRow{"tracked route to PW status, least", &Profile::trackLow, 1ms, 94ms, 0ms, 10s, "estimate; frr-timeline.md: script + LDP, 94-127 ms"},
    TimeRow{"tracked route to PW status, most", &Profile::trackHigh, 1ms, 127ms, 0ms, 10s, "estimate; frr-timeline.md: script + LDP, 94-127 ms"},
    TimeRow{"pseudowire switch in hardware", &Profile::pwSwitch, 5ms, 1ms, 0ms, 10s, "protocols.md 6.1, 1-10 ms"},
};

constexpr std::array kSwitches{
    SwitchRow{"BFD first packet jittered", &Profile::bfdFirstPacketJitter, true, false, "RFC 5880 6.8.7; frr-timeline.md: 1.0-1.05 s after the adjacency"},
    SwitchRow{"LSP waits for stability, not after BFD", &Profile::lspStabilityWait, false, true, "frr-timeline.md, reason 2"},
    SwitchRow{"light coming back starts an LSP", &Profile::lspOnCircuitUp, false, true, "frr-timeline.md: route 122 ms after the adjacency"},
    SwitchRow{"SPF back-off of RFC 8405", &Profile::spfRfc8405, false, true, "RFC 8405; else vrp.md 2, timer spf"},
    SwitchRow{"BGP connects when the peer is reachable", &Profile::connectOnNextHop, false, true, "frr-timeline.md: session 5-10 ms after the path"},
    SwitchRow{"BGP next hop needs a labelled path", &Profile::nextHopNeedsLsp, true, false, "protocols.md 3.4; frr-timeline.md: no MPLS in the laboratory"},
};

Profile build(std::string_view name, bool frr)
{
    Profile profile;
    profile.name = name;
    for (const TimeRow &row : kTimes)
        profile.*row.member = frr ? row.frr : row.vrp8;
    for (const SwitchRow &row : kSwitches)
        profile.*row.member = frr ? row.frr : row.vrp8;
    return profile;
}

} // namespace

const Profile *profileNamed(std::string_view name)
{
    static const std::array profiles{build("vrp8", false), build("frr-8.4", true)};
    for (const Profile &profile : profiles) {
        if (profile.name == name)
            return &profile;
    }
    return nullptr;
}

std::vector<std::string_view> profileNames()
{
    return {"vrp8", "frr-8.4"};
}

std::vector<Parameter> parameters(std::string_view profile)
{
    std::vector<Parameter> list;
    const Profile *values = profileNamed(profile);
    if (!values)
        return list;
    list.reserve(kTimes.size() + kSwitches.size());
    for (const TimeRow &row : kTimes)
        list.push_back({row.name, "ns", values->*row.member, row.low, row.high, row.source});
    for (const SwitchRow &row : kSwitches)
        list.push_back({row.name, "", SimDuration(values->*row.member ? 1 : 0), SimDuration(0), SimDuration(1), row.source});
    return list;
}

} // namespace sidestep::engine
