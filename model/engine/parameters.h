// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/base/units.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sidestep::engine {

/// How the AGG's gateway interface follows its pseudowire (`protocols.md` section 6.4).
enum class GatewayCoupling : unsigned char { AlwaysUp, FollowsPwUsable, FollowsPwActive };

/// How many of a pseudowire's tracked routes must be there for it to be up; the vendor does not say (`protocols.md` section 2.7).
enum class TrackSeveral : unsigned char { Any, All };
/// How a router tells the other end of a pseudowire not to use it, where the vendor does not say which way (`protocols.md` section 2.7).
enum class FaultSignal : unsigned char { NotForwarding, AttachmentFault, LabelWithdraw };

/// Every assumption about time and behaviour that a plan does not state. The table in parameters.cpp is the only place
/// that gives values; `parameters` lists it with units, ranges and sources.
struct Profile
{
    std::string_view name;

    SimDuration carrierDownLow{}, carrierDownHigh{}; ///< loss of light to the protocols knowing, drawn for each link end
    SimDuration carrierUpLow{}, carrierUpHigh{};
    bool flapControl = false;           ///< a port that flaps is held down, `control-flap`
    SimDuration flapHalfLife{};         ///< of its penalty, 1000 for each time that it goes down
    std::int64_t flapSuppress = 2000, flapReuse = 750, flapCeiling = 6000;

    SimDuration bfdSlowInterval{}; ///< while a session is not up
    SimDuration bfdToClient{};     ///< detection to the protocol acting
    SimDuration bfdWtr{};          ///< session up to its client knowing, besides `bfdToClient`
    bool bfdFirstPacketJitter = false;
    bool bfdControlPlaneIndependent = true; ///< sessions go on while the control plane restarts (RFC 5880 section 4.1, the C bit)

    SimDuration restartTime{};        ///< a control plane's restart
    SimDuration gracefulHelperTime{}; ///< neighbours keep a gracefully restarting router's routes so long

    SimDuration isisHelloInterval{};
    SimDuration isisHoldTime{};
    SimDuration isisTriggeredHello{}; ///< adjacency change to the extra hello
    SimDuration lspWait{};            ///< topology change to new LSP, when `lspStabilityWait`
    SimDuration lspProcessing{};      ///< each hop of flooding
    SimDuration lspRetransmit{};
    SimDuration lspPacing{};      ///< least time between two batches of LSPs on an interface
    std::int64_t lspBurst = 1;    ///< LSPs of a batch
    SimDuration equalCostSwitch{}; ///< adjacency down to forwarding over the other equal-cost links
    SimDuration spfCompute{};
    SimDuration fibInstall{};
    SimDuration fibInstallEach{}; ///< and this for each route that changes
    SimDuration spfLearn{};
    SimDuration spfHoldDown{};
    bool lspStabilityWait = false; ///< wait `lspWait`, skipped when BFD reports; else the domain's `timer lsp-generation`
    bool lspOnCircuitUp = false;   ///< light coming back alone starts a new LSP
    bool loadBalancing = true;     ///< equal-cost paths are installed together
    bool spfRfc8405 = false;       ///< back-off machine of RFC 8405; else the doubling of `timer spf`

    SimDuration ospfHelloInterval{}, ospfDeadInterval{};
    SimDuration ospfExchangePacket{}; ///< what a packet of the exchange of databases takes at its receiver
    SimDuration ospfFlooding{};       ///< each hop of flooding
    SimDuration ospfRetransmit{};
    SimDuration ospfPacing{};         ///< least time between two batches of LSAs on an interface
    std::int64_t ospfBurst = 1;       ///< LSAs of a batch
    SimDuration ospfLeastWait{};      ///< change to new LSA, at least
    SimDuration ospfSpfCompute{};
    SimDuration ospfInstall{}, ospfInstallEach{};
    SimDuration ospfEqualCostSwitch{};
    bool ospfSmartDiscover = false;   ///< a change of the neighbour is told in a hello of its own
    bool ospfLoadBalancing = true;

    SimDuration ldpLinkHold{}, ldpLinkInterval{};
    SimDuration ldpTargetedHold{}, ldpTargetedInterval{};
    SimDuration ldpKeepaliveHold{};
    SimDuration ldpSessionSetup{}; ///< first hello to labels in place
    SimDuration ldpBackoff{};      ///< session failure to the next try
    SimDuration ldpProcessing{};   ///< a notification's way through the receiver

    SimDuration tcpRto{}, tcpRtoMax{};

    SimDuration nextHopTracking{};  ///< route change to BGP knowing
    SimDuration routeBatch{};       ///< BGP gathers changes this long
    SimDuration vpnFrrSwitch{};     ///< instead, where a second path stands ready and the VPN instance has `vpn frr`
    SimDuration bgpProcessing{};    ///< a message's way through the receiver
    SimDuration bgpConnectRetry{};
    SimDuration bgpMrai{};          ///< least time between two updates about one prefix to one neighbour
    SimDuration bgpMraiExternal{};  ///< the same of eBGP sessions
    bool bgpMraiWithdrawals = false; ///< withdrawals wait too
    bool bgpInterfaceSensitive = false; ///< an eBGP session over a link ends when its interface goes down
    bool bgpPeerTracking = false; ///< a session ends when its end has no route to the peer any more
    SimDuration updateCoalesce{};        ///< session up to its first update
    SimDuration updateCoalescePerPeer{}; ///< and this for each peer of the sender
    SimDuration selectionDeferral{};     ///< a router back from a graceful restart waits so long for its neighbours' paths
    bool deferralWaitsForLost = true;    ///< for those of neighbours out of reach, too
    SimDuration bgpStaleTime{};          ///< its neighbours keep what it has not sent again so long from the new session; 0: without end
    bool connectOnNextHop = false;       ///< a peer that becomes reachable is tried at once
    bool nextHopNeedsLsp = false;        ///< a next hop counts only with a labelled path

    SimDuration trackLow{}, trackHigh{}; ///< route change to the pseudowire's status
    SimDuration trackEach{};             ///< and this for each further pseudowire of the router at that moment
    SimDuration pwHoldOff{};             ///< failure of the pseudowire in use to the decision
    SimDuration pwSwitch{};              ///< decision to forwarding on the other pseudowire
    FaultSignal trackedStatus = FaultSignal::NotForwarding; ///< of a pseudowire whose tracked route is missing
    FaultSignal revertStatus = FaultSignal::NotForwarding;  ///< of PW2 once a CSG in FRR mode is back on PW1
    TrackSeveral trackSeveral = TrackSeveral::Any;
    bool pwStatusTlv = true; ///< both ends have the PW Status TLV; else a fault withdraws the label (RFC 8077 section 5.4.1)

    GatewayCoupling coupling = GatewayCoupling::FollowsPwUsable;
};

enum class Unit : unsigned char { Time, Count, Choice };

/// One timer of the plan or assumption of the profile: what the user is shown, and what a run may set otherwise.
struct Parameter
{
    std::string_view key;  ///< "bfd.min-tx": stable, for scripts
    std::string_view name; ///< plain English
    Unit unit = Unit::Time;
    std::int64_t value = 0;           ///< nanoseconds, a count, or an index into `choices`
    std::int64_t low = 0, high = 0;   ///< what may be set, both inclusive
    std::string_view source;          ///< RFC, `protocols.md`, `vrp.md`, `frr-timeline.md`; "estimate" where nothing better exists
    std::span<const std::string_view> choices{};
    std::optional<std::int64_t> upTo{}; ///< a plan's timer that differs between objects: the largest; `value` is the smallest
    std::int64_t standard = 0;          ///< of an assumption: the profile's value
    bool changed = false;               ///< an assumption that the plan makes otherwise than its profile
    bool ofPlan = false;                ///< a timer that the plan states; else an assumption of the profile
};

/// "50 ms", "3", "yes". Precondition: of a choice, `value` is inside its range.
[[nodiscard]] std::string valueText(const Parameter &parameter, std::int64_t value);
/// Reads what a user gives for the parameter: "50ms", "3", "yes". Errors: BadSyntax, OutOfRange.
[[nodiscard]] Result<std::int64_t> parseValue(const Parameter &parameter, std::string_view text);

/// nullptr: no such profile. Known: "vrp8", "vrp8-fast", "frr-8.4".
[[nodiscard]] const Profile *profileNamed(std::string_view name);
[[nodiscard]] std::vector<std::string_view> profileNames();
/// Every assumption of a profile, in pipeline order; empty for an unknown name.
[[nodiscard]] std::vector<Parameter> parameters(std::string_view profile);
/// The assumption of that key. Precondition: as for `assign`.
[[nodiscard]] std::int64_t valueOf(const Profile &profile, std::string_view key);
/// Sets the assumption of that key. Precondition: the key is one of `parameters`, the value inside its range.
void assign(Profile &profile, std::string_view key, std::int64_t value);

} // namespace sidestep::engine
