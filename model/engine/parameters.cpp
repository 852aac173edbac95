// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/parameters.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <type_traits>

namespace sidestep::engine {
namespace {

enum class Column : unsigned char { Vrp8, Vrp8Fast, Frr };

struct TimeRow
{
    std::string_view key, name;
    SimDuration Profile::*member;
    SimDuration vrp8, fast, frr, low, high;
    std::string_view source;
};

struct CountRow
{
    std::string_view key, name;
    std::int64_t Profile::*member;
    std::int64_t vrp8, frr, low, high; ///< VRP8 routers do the same fast or not
    std::string_view source;
};

struct SwitchRow
{
    std::string_view key, name;
    bool Profile::*member;
    bool vrp8, frr; ///< VRP8 routers do the same fast or not
    std::string_view source;
};

// The columns: VRP8 routers; VRP8 routers where every assumption is at the quick end of what its source gives; and the
// FRRouting 8.4.4 laboratory of frr-timeline.md with the timers set there.
constexpr std::array kTimes{
    TimeRow{"carrier.down-earliest", "carrier loss seen, earliest", &Profile::carrierDownLow, 5ms, 1ms, 1ms, 0ms, 2s, "estimate, 0-10 ms; measured with FRRouting: adjacency gone 1-35 ms after the cut"},
    TimeRow{"carrier.down-latest", "carrier loss seen, latest", &Profile::carrierDownHigh, 5ms, 1ms, 25ms, 0ms, 2s, "estimate, 0-10 ms; measured with FRRouting: adjacency gone 1-35 ms after the cut"},
    TimeRow{"carrier.up-earliest", "carrier return seen, earliest", &Profile::carrierUpLow, 5ms, 1ms, 500us, 0ms, 10s, "estimate; measured with FRRouting: adjacency back 51 ms after the repair"},
    TimeRow{"carrier.up-latest", "carrier return seen, latest", &Profile::carrierUpHigh, 5ms, 1ms, 1500us, 0ms, 10s, "estimate; measured with FRRouting: adjacency back 51 ms after the repair"},
    TimeRow{"carrier.flap-half-life", "flap control: penalty halves in", &Profile::flapHalfLife, 54s, 54s, 54s, 1s, 900s, "vendor command reference, control-flap: default 54 s"},
    TimeRow{"restart.time", "restart of a control plane", &Profile::restartTime, 60s, 30s, 5s, 1s, 3600s, "estimate"},
    TimeRow{"restart.helper-time", "neighbours wait for a graceful restart", &Profile::gracefulHelperTime, 120s, 120s, 120s, 1s, 3600s, "RFC 4724, RFC 3478; FRRouting's default"},
    TimeRow{"bfd.slow-interval", "BFD slow interval", &Profile::bfdSlowInterval, 1s, 1s, 1s, 1s, 10s, "RFC 5880 6.8.3"},
    TimeRow{"bfd.to-client", "BFD to its client", &Profile::bfdToClient, 1ms, 1ms, 2ms, 0ms, 100ms, "measured with FRRouting: 1-5 ms"},
    TimeRow{"bfd.wtr", "BFD up, wait before its client is told", &Profile::bfdWtr, 0ms, 0ms, 0ms, 0ms, 3600s, "vendor reliability guide, BFD WTR: default 0"},
    TimeRow{"isis.hello-interval", "IS-IS hello interval", &Profile::isisHelloInterval, 10s, 10s, 1s, 1s, 255s, "vendor command reference, isis timer hello; frr-8.4: setting of the measurements"},
    TimeRow{"isis.hold", "IS-IS hold time", &Profile::isisHoldTime, 30s, 30s, 3s, 3s, 65535s, "three hellos, vendor default 30 s; frr-8.4: setting of the measurements"},
    TimeRow{"isis.triggered-hello", "IS-IS hello after an adjacency change", &Profile::isisTriggeredHello, 50ms, 10ms, 50ms, 0ms, 1s, "measured with FRRouting: adjacency back in steps of 50 ms; estimate for vrp8"},
    TimeRow{"isis.lsp-wait", "LSP wait", &Profile::lspWait, 0ms, 0ms, 105ms, 0ms, 120s, "measured with FRRouting: first new LSP 105-119 ms after the adjacency; vrp8 waits by timer lsp-generation"},
    TimeRow{"isis.lsp-processing", "LSP processing at each hop", &Profile::lspProcessing, 2ms, 2ms, 1ms, 0ms, 100ms, "estimate, 2-10 ms a hop"},
    TimeRow{"isis.lsp-retransmit", "LSP retransmission", &Profile::lspRetransmit, 5s, 5s, 5s, 1s, 300s, "vendor command reference, isis timer lsp-retransmit: default 5 s"},
    TimeRow{"isis.lsp-pacing", "LSPs leave an interface in batches, every", &Profile::lspPacing, 50ms, 50ms, 0ms, 0ms, 10s, "vendor command reference, isis timer lsp-throttle: default 50 ms"},
    TimeRow{"isis.spf-run", "SPF run", &Profile::spfCompute, 1ms, 1ms, 1ms, 0ms, 1s, "estimate, under 5 ms for 200 routers"},
    TimeRow{"isis.route-install", "route installation", &Profile::fibInstall, 10ms, 1ms, 14ms, 0ms, 10s, "measured with FRRouting: about 15 ms with the SPF run; estimate for vrp8"},
    TimeRow{"isis.route-install-each", "route installation, for each route that changes", &Profile::fibInstallEach, 0ms, 0ms, 0ms, 0ms, 10ms, "estimate: about 0 with a hierarchical FIB, else 0.1-1 ms"},
    TimeRow{"isis.equal-cost-switch", "equal-cost link down to the others carrying", &Profile::equalCostSwitch, 5ms, 1ms, 1ms, 0ms, 10s, "estimate: an entry computed before flips in 1-10 ms"},
    TimeRow{"isis.spf-learn", "SPF time to learn", &Profile::spfLearn, 500ms, 500ms, 500ms, 0ms, 60s, "RFC 8405 section 5"},
    TimeRow{"isis.spf-hold-down", "SPF hold-down", &Profile::spfHoldDown, 10s, 10s, 10s, 0ms, 120s, "RFC 8405 section 5"},
    TimeRow{"ospf.hello-interval", "OSPF hello interval", &Profile::ospfHelloInterval, 10s, 10s, 10s, 1s, 65535s, "RFC 2328 C.3; vendor command reference, ospf timer hello: default 10 s"},
    TimeRow{"ospf.dead-interval", "OSPF dead interval", &Profile::ospfDeadInterval, 40s, 40s, 40s, 1s, 65535s, "RFC 2328 C.3; vendor command reference, ospf timer dead: default 40 s"},
    TimeRow{"ospf.exchange-packet", "OSPF database exchange, each packet", &Profile::ospfExchangePacket, 2ms, 1ms, 1ms, 0ms, 1s, "estimate; RFC 2328 10.6: three or four packets one after the other, two more where something is lacking"},
    TimeRow{"ospf.lsa-processing", "LSA processing at each hop", &Profile::ospfFlooding, 2ms, 2ms, 1ms, 0ms, 100ms, "estimate, as of IS-IS"},
    TimeRow{"ospf.lsa-retransmit", "LSA retransmission", &Profile::ospfRetransmit, 5s, 5s, 5s, 1s, 3600s, "RFC 2328 C.3; vendor command reference, ospf timer retransmit: default 5 s"},
    TimeRow{"ospf.lsa-pacing", "LSAs leave an interface in batches, every", &Profile::ospfPacing, 0ms, 0ms, 0ms, 0ms, 100s, "vendor command reference, flooding-control: off by default, 30 ms where it is on"},
    TimeRow{"ospf.lsa-least-wait", "LSA wait, at least", &Profile::ospfLeastWait, 100ms, 0ms, 0ms, 0ms, 5s, "vendor command reference of V300 switches, lsa-originate-interval: less than 100 ms counts as 100 ms; unverified for routers"},
    TimeRow{"ospf.spf-run", "SPF run", &Profile::ospfSpfCompute, 1ms, 1ms, 1ms, 0ms, 1s, "estimate, under 5 ms for 200 routers"},
    TimeRow{"ospf.route-install", "route installation", &Profile::ospfInstall, 10ms, 1ms, 14ms, 0ms, 10s, "estimate, as of IS-IS"},
    TimeRow{"ospf.route-install-each", "route installation, for each route that changes", &Profile::ospfInstallEach, 0ms, 0ms, 0ms, 0ms, 10ms, "estimate: about 0 with a hierarchical FIB, else 0.1-1 ms"},
    TimeRow{"ospf.equal-cost-switch", "equal-cost link down to the others carrying", &Profile::ospfEqualCostSwitch, 5ms, 1ms, 1ms, 0ms, 10s, "estimate: an entry computed before flips in 1-10 ms"},
    TimeRow{"ldp.link-hold", "LDP link hello hold", &Profile::ldpLinkHold, 15s, 15s, 9s, 3s, 65535s, "vendor command reference, mpls ldp timer hello-hold; frr-8.4: setting of the measurements"},
    TimeRow{"ldp.link-hello", "LDP link hello interval", &Profile::ldpLinkInterval, 5s, 5s, 3s, 1s, 65535s, "a third of the hold; frr-8.4: setting of the measurements"},
    TimeRow{"ldp.targeted-hold", "LDP targeted hello hold", &Profile::ldpTargetedHold, 45s, 45s, 9s, 3s, 65535s, "RFC 5036 3.5.2 and vendor default 45 s; frr-8.4: setting of the measurements"},
    TimeRow{"ldp.targeted-hello", "LDP targeted hello interval", &Profile::ldpTargetedInterval, 15s, 15s, 3s, 1s, 65535s, "a third of the hold; frr-8.4: setting of the measurements"},
    TimeRow{"ldp.keepalive-hold", "LDP keepalive hold", &Profile::ldpKeepaliveHold, 45s, 45s, 180s, 3s, 65535s, "vendor command reference, mpls ldp timer keepalive-hold: default 45 s; FRRouting 180 s"},
    TimeRow{"ldp.session-setup", "LDP session set-up", &Profile::ldpSessionSetup, 200ms, 200ms, 200ms, 0ms, 60s, "estimate, 0.1-15 s with the wait for a hello"},
    TimeRow{"ldp.backoff", "LDP wait after a failed session", &Profile::ldpBackoff, 0ms, 0ms, 15s, 0ms, 120s, "RFC 5036 2.5.3, FRRouting 15-120 s; estimate for vrp8"},
    TimeRow{"ldp.processing", "LDP message processing", &Profile::ldpProcessing, 2ms, 1ms, 1ms, 0ms, 1s, "estimate, checked against measurements with FRRouting"},
    TimeRow{"tcp.rto", "TCP first retransmission", &Profile::tcpRto, 200ms, 200ms, 200ms, 1ms, 60s, "Linux and most routers 200 ms; RFC 6298 says 1 s"},
    TimeRow{"tcp.rto-max", "TCP longest retransmission", &Profile::tcpRtoMax, 60s, 60s, 60s, 1s, 240s, "RFC 6298 section 2.5"},
    TimeRow{"bgp.next-hop-tracking", "BGP next-hop tracking", &Profile::nextHopTracking, 1ms, 1ms, 1ms, 0ms, 60s, "estimate"},
    TimeRow{"bgp.route-batch", "BGP route batch", &Profile::routeBatch, 10ms, 1ms, 50ms, 0ms, 60s, "measured with FRRouting: 50 ms; estimate for vrp8"},
    TimeRow{"bgp.vpn-frr-switch", "VPN FRR switch", &Profile::vpnFrrSwitch, 5ms, 1ms, 50ms, 0ms, 60s, "estimate: a second path stands ready, so no route is computed; FRRouting has none"},
    TimeRow{"bgp.processing", "BGP message processing", &Profile::bgpProcessing, 2ms, 1ms, 2ms, 0ms, 1s, "measured with FRRouting: session 5-10 ms after the path"},
    TimeRow{"bgp.connect-retry", "BGP connect retry", &Profile::bgpConnectRetry, 32s, 32s, 1s, 1s, 65535s, "vendor default 32 s, unverified for VRP8; frr-8.4: setting of the measurements"},
    TimeRow{"bgp.mrai", "BGP least time between updates of a prefix", &Profile::bgpMrai, 0ms, 0ms, 0ms, 0ms, 600s, "FRRouting 0; older vendor guides 15 s for iBGP; unverified for VRP8"},
    TimeRow{"bgp.mrai-ebgp", "BGP least time between updates of a prefix, eBGP", &Profile::bgpMraiExternal, 0ms, 0ms, 0ms, 0ms, 600s, "FRRouting 0; older vendor guides 30 s for eBGP; unverified for VRP8"},
    TimeRow{"bgp.first-update", "BGP first update after session up", &Profile::updateCoalesce, 0ms, 0ms, 1s, 0ms, 60s, "measured with FRRouting"},
    TimeRow{"bgp.first-update-per-peer", "BGP first update, for each peer", &Profile::updateCoalescePerPeer, 0ms, 0ms, 50ms, 0ms, 1s, "measured with FRRouting"},
    TimeRow{"bgp.selection-deferral", "after a graceful restart, wait for the neighbours' paths", &Profile::selectionDeferral, 600s, 600s, 120s, 0s, 3600s, "RFC 4724 4.1; vendor command reference, graceful-restart timer wait-for-rib: default 600 s; FRRouting's default"},
    TimeRow{"bgp.stale-time", "stale paths kept after the session is back; 0: without end", &Profile::bgpStaleTime, 0s, 0s, 360s, 0s, 3600s, "RFC 4724 4.2, a choice; unverified for VRP8; FRRouting, stalepath-time: 360 s"},
    TimeRow{"track.least", "tracked route to PW status, least", &Profile::trackLow, 1ms, 1ms, 94ms, 0ms, 10s, "estimate; frr-8.4: script of the measurements and LDP, 94-127 ms"},
    TimeRow{"track.most", "tracked route to PW status, most", &Profile::trackHigh, 1ms, 1ms, 127ms, 0ms, 10s, "estimate; frr-8.4: script of the measurements and LDP, 94-127 ms"},
    TimeRow{"track.each", "tracked route, for each further pseudowire", &Profile::trackEach, 20us, 0us, 0us, 0us, 100ms, "estimate: 20 us a hardware entry"},
    TimeRow{"pw.holdoff", "pseudowire failed to the decision", &Profile::pwHoldOff, 0ms, 0ms, 0ms, 0ms, 180s, "vendor command reference, mpls l2vpn holdoff: default none"},
    TimeRow{"pw.switch", "pseudowire switch in hardware", &Profile::pwSwitch, 5ms, 1ms, 1ms, 0ms, 10s, "estimate, 1-10 ms for an entry computed before"},
};

constexpr std::array kCounts{
    CountRow{"carrier.flap-suppress", "flap control: port held down above a penalty of", &Profile::flapSuppress, 2000, 2000, 1, 20000, "vendor command reference, control-flap: 1000 a flap, default 2000"},
    CountRow{"carrier.flap-reuse", "flap control: port let go below", &Profile::flapReuse, 750, 750, 1, 20000, "vendor command reference, control-flap: default 750"},
    CountRow{"carrier.flap-ceiling", "flap control: highest penalty", &Profile::flapCeiling, 6000, 6000, 1001, 20000, "vendor command reference, control-flap: default 6000"},
    CountRow{"ospf.lsa-burst", "LSAs of a batch", &Profile::ospfBurst, 50, 1000, 1, 1000, "vendor command reference, flooding-control: default 50"},
    CountRow{"isis.lsp-burst", "LSPs of a batch", &Profile::lspBurst, 10, 1000, 1, 1000, "vendor command reference, isis timer lsp-throttle: default 10"},
};

constexpr std::array kSwitches{
    SwitchRow{"carrier.flap-control", "a flapping port is held down", &Profile::flapControl, false, false, "vendor command reference, control-flap: off by default"},
    SwitchRow{"bfd.first-packet-jitter", "BFD first packet jittered", &Profile::bfdFirstPacketJitter, true, false, "RFC 5880 6.8.7; measured with FRRouting: 1.0-1.05 s after the adjacency"},
    SwitchRow{"bfd.control-plane-independent", "BFD outlives its control plane", &Profile::bfdControlPlaneIndependent, true, false, "RFC 5880 4.1, 5882 4.3.2; estimate: line cards carry it"},
    SwitchRow{"isis.lsp-stability-wait", "LSP waits for stability, not after BFD", &Profile::lspStabilityWait, false, true, "measured with FRRouting; VRP8 has timer lsp-generation"},
    SwitchRow{"isis.lsp-on-carrier", "light coming back starts an LSP", &Profile::lspOnCircuitUp, false, true, "measured with FRRouting: route 122 ms after the adjacency"},
    SwitchRow{"isis.load-balancing", "equal-cost paths share the load", &Profile::loadBalancing, true, true, "vendor command reference, maximum load-balancing: on by default"},
    SwitchRow{"isis.spf-rfc8405", "SPF back-off of RFC 8405", &Profile::spfRfc8405, false, true, "RFC 8405; else vendor command reference, timer spf"},
    SwitchRow{"ospf.smart-discover", "OSPF hello at once when a neighbour changes", &Profile::ospfSmartDiscover, false, false, "vendor command reference, ospf smart-discover: off by default; FRRouting has none"},
    SwitchRow{"ospf.load-balancing", "equal-cost paths share the load", &Profile::ospfLoadBalancing, true, true, "vendor command reference, maximum load-balancing: on by default"},
    SwitchRow{"bgp.connect-on-next-hop", "BGP connects when the peer is reachable", &Profile::connectOnNextHop, false, true, "measured with FRRouting: session 5-10 ms after the path"},
    SwitchRow{"bgp.mrai-withdrawals", "withdrawals wait for it too", &Profile::bgpMraiWithdrawals, false, false, "RFC 4271 9.2.1.1 yes, RFC 1771 no, and routers differ"},
    SwitchRow{"bgp.interface-sensitive", "eBGP over a link ends with its interface", &Profile::bgpInterfaceSensitive, true, true, "vendor command reference, ebgp-interface-sensitive: on by default; FRRouting too"},
    SwitchRow{"bgp.peer-tracking", "BGP session ends with the route to its peer", &Profile::bgpPeerTracking, false, false, "vendor command reference, peer tracking: off by default; FRRouting, bgp fast-convergence"},
    SwitchRow{"bgp.deferral-for-lost", "that wait is for neighbours out of reach, too", &Profile::deferralWaitsForLost, true, false, "RFC 4724 4.1, all neighbours; the vendor counts from each session's return, so unverified"},
    SwitchRow{"pw.status-tlv", "pseudowire faults go as a status", &Profile::pwStatusTlv, true, true, "RFC 8077 5.4; no: the label is withdrawn"},
    SwitchRow{"bgp.next-hop-needs-lsp", "BGP next hop needs a labelled path", &Profile::nextHopNeedsLsp, true, false, "RFC 4364 5: the next hop is reached over a label; the measurements had no MPLS"},
};

constexpr std::array<std::string_view, 2> kNoYes{"no", "yes"};
constexpr std::array<std::string_view, 3> kFaultSignals{"not-forwarding", "attachment-fault", "label-withdraw"}; // in the order of FaultSignal
constexpr std::array<std::string_view, 2> kTrackSeveral{"any", "all"};                                           // in the order of TrackSeveral
constexpr std::array<std::string_view, 3> kCouplings{"always-up", "pw-usable", "pw-active"};                     // in the order of GatewayCoupling

struct ChoiceRow
{
    std::string_view key, name;
    std::span<const std::string_view> choices;
    std::int64_t (*get)(const Profile &);
    void (*set)(Profile &, std::int64_t);
    std::string_view source;
};

template <auto Member>
constexpr ChoiceRow choiceRow(std::string_view key, std::string_view name, std::span<const std::string_view> choices, std::string_view source)
{
    return {key, name, choices, [](const Profile &profile) { return static_cast<std::int64_t>(profile.*Member); },
            [](Profile &profile, std::int64_t value) { profile.*Member = static_cast<std::remove_cvref_t<decltype(profile.*Member)>>(value); }, source};
}

constexpr std::array kChoices{
    choiceRow<&Profile::trackedStatus>("track.status", "status signalled for a missing tracked route", kFaultSignals,
                                       "unverified: the vendor says that the status goes down, not which bit"),
    choiceRow<&Profile::trackSeveral>("track.several", "tracked routes that must be there", kTrackSeveral,
                                      "estimate: any, as other vendors have it (H3C, MPLS L2VPN: track)"),
    choiceRow<&Profile::revertStatus>("pw.revert-status", "status of PW2 after a return to PW1, in FRR mode", kFaultSignals,
                                      "vendor VLL guide, revertive switchover: PW2's far end is told of a fault; unverified which"),
    choiceRow<&Profile::coupling>("gateway.coupling", "gateway interface follows", kCouplings,
                                  "vendor command reference, l3ve track pw-state; the default is unverified"),
};

struct Known
{
    std::string_view name;
    Column column;
};
constexpr std::array kProfiles{Known{"vrp8", Column::Vrp8}, Known{"vrp8-fast", Column::Vrp8Fast}, Known{"frr-8.4", Column::Frr}};

SimDuration valueOf(const TimeRow &row, Column column)
{
    switch (column) {
    case Column::Vrp8: return row.vrp8;
    case Column::Vrp8Fast: return row.fast;
    case Column::Frr: break;
    }
    return row.frr;
}

Profile build(const Known &known)
{
    Profile profile;
    profile.name = known.name;
    for (const TimeRow &row : kTimes)
        profile.*row.member = valueOf(row, known.column);
    for (const CountRow &row : kCounts)
        profile.*row.member = known.column == Column::Frr ? row.frr : row.vrp8;
    for (const SwitchRow &row : kSwitches)
        profile.*row.member = known.column == Column::Frr ? row.frr : row.vrp8;
    return profile;
}

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

Result<std::int64_t> numberFor(const Parameter &parameter, std::string_view text)
{
    switch (parameter.unit) {
    case Unit::Time: return parseDuration(text).map([](SimDuration time) { return time.count(); });
    case Unit::Count:
        if (const auto number = wholeNumber(text))
            return *number;
        return failure(ErrorCode::BadSyntax, fmt::format("\"{}\" is no whole number", text));
    case Unit::Choice: break;
    }
    const auto choice = std::find(parameter.choices.begin(), parameter.choices.end(), text);
    if (choice == parameter.choices.end())
        return failure(ErrorCode::BadSyntax, fmt::format("\"{}\" is none of {}", text, fmt::join(parameter.choices, ", ")));
    return choice - parameter.choices.begin();
}

} // namespace

std::string valueText(const Parameter &parameter, std::int64_t value)
{
    switch (parameter.unit) {
    case Unit::Time: return formatDuration(SimDuration(value));
    case Unit::Count: return fmt::to_string(value);
    case Unit::Choice: break;
    }
    return std::string(parameter.choices[static_cast<std::size_t>(value)]);
}

Result<std::int64_t> parseValue(const Parameter &parameter, std::string_view text)
{
    const auto number = numberFor(parameter, text);
    if (number && (*number < parameter.low || *number > parameter.high))
        return failure(ErrorCode::OutOfRange,
                       fmt::format("{} is outside {} to {}", valueText(parameter, *number), valueText(parameter, parameter.low),
                                   valueText(parameter, parameter.high)));
    return number;
}

const Profile *profileNamed(std::string_view name)
{
    static const std::array profiles{build(kProfiles[0]), build(kProfiles[1]), build(kProfiles[2])};
    for (const Profile &profile : profiles) {
        if (profile.name == name)
            return &profile;
    }
    return nullptr;
}

std::vector<std::string_view> profileNames()
{
    std::vector<std::string_view> names;
    for (const Known &known : kProfiles)
        names.push_back(known.name);
    return names;
}

std::vector<Parameter> parameters(std::string_view profile)
{
    std::vector<Parameter> list;
    const Profile *values = profileNamed(profile);
    if (!values)
        return list;
    list.reserve(kTimes.size() + kCounts.size() + kSwitches.size() + kChoices.size());
    for (const TimeRow &row : kTimes)
        list.push_back({row.key, row.name, Unit::Time, (values->*row.member).count(), row.low.count(), row.high.count(), row.source});
    for (const CountRow &row : kCounts)
        list.push_back({row.key, row.name, Unit::Count, values->*row.member, row.low, row.high, row.source});
    for (const SwitchRow &row : kSwitches)
        list.push_back({row.key, row.name, Unit::Choice, values->*row.member ? 1 : 0, 0, 1, row.source, kNoYes});
    for (const ChoiceRow &row : kChoices)
        list.push_back({row.key, row.name, Unit::Choice, row.get(*values), 0, static_cast<std::int64_t>(row.choices.size()) - 1, row.source, row.choices});
    return list;
}

std::int64_t valueOf(const Profile &profile, std::string_view key)
{
    for (const ChoiceRow &row : kChoices) {
        if (row.key == key)
            return row.get(profile);
    }
    for (const TimeRow &row : kTimes) {
        if (row.key == key)
            return (profile.*row.member).count();
    }
    for (const CountRow &row : kCounts) {
        if (row.key == key)
            return profile.*row.member;
    }
    const auto row = std::find_if(kSwitches.begin(), kSwitches.end(), [key](const SwitchRow &one) { return one.key == key; });
    return row != kSwitches.end() && profile.*row->member ? 1 : 0;
}

void assign(Profile &profile, std::string_view key, std::int64_t value)
{
    for (const ChoiceRow &row : kChoices) {
        if (row.key == key)
            row.set(profile, value);
    }
    for (const TimeRow &row : kTimes) {
        if (row.key == key)
            profile.*row.member = SimDuration(value);
    }
    for (const CountRow &row : kCounts) {
        if (row.key == key)
            profile.*row.member = value;
    }
    for (const SwitchRow &row : kSwitches) {
        if (row.key == key)
            profile.*row.member = value != 0;
    }
}

} // namespace sidestep::engine
