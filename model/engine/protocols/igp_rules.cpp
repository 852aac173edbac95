// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/igp_rules.h"

namespace sidestep::engine {
namespace {

// FRRouting spreads IS-IS hellos over 90..100 % of the interval (isisd/isis_constants.h, IIH jitter of 10 %). OSPF has no jitter.
constexpr int kIsisJitterPercent = 10;
constexpr std::uint32_t kIsisLastResort = 16'777'214;
constexpr std::uint32_t kOspfLastResort = 65'535;

IgpRules isisRules(const Profile &profile)
{
    IgpRules rules;
    rules.layer = Layer::Isis;
    rules.originated = "lsp-originated";
    rules.received = "lsp-received";
    rules.lastResort = kIsisLastResort;
    rules.helloInterval = profile.isisHelloInterval;
    rules.hold = profile.isisHoldTime;
    rules.helloJitterPercent = kIsisJitterPercent;
    rules.triggeredHello = profile.isisTriggeredHello;
    rules.flooding = profile.lspProcessing;
    rules.retransmit = profile.lspRetransmit;
    rules.pacing = profile.lspPacing;
    rules.burst = profile.lspBurst;
    rules.stabilityWait = profile.lspStabilityWait;
    rules.stability = profile.lspWait;
    rules.originatesOnCarrier = profile.lspOnCircuitUp;
    rules.spfCompute = profile.spfCompute;
    rules.install = profile.fibInstall;
    rules.installEach = profile.fibInstallEach;
    rules.equalCostSwitch = profile.equalCostSwitch;
    rules.loadBalancing = profile.loadBalancing;
    rules.spfRfc8405 = profile.spfRfc8405;
    rules.spfLearn = profile.spfLearn;
    rules.spfHoldDown = profile.spfHoldDown;
    return rules;
}

IgpRules ospfRules(const Profile &profile)
{
    IgpRules rules;
    rules.layer = Layer::Ospf;
    rules.originated = "lsa-originated";
    rules.received = "lsa-received";
    rules.lastResort = kOspfLastResort;
    rules.exchanges = true;
    rules.helloInterval = profile.ospfHelloInterval;
    rules.hold = profile.ospfDeadInterval;
    if (profile.ospfSmartDiscover)
        rules.triggeredHello = SimDuration(0);
    rules.exchangePacket = profile.ospfExchangePacket;
    rules.flooding = profile.ospfFlooding;
    rules.retransmit = profile.ospfRetransmit;
    rules.pacing = profile.ospfPacing;
    rules.burst = profile.ospfBurst;
    rules.leastWait = profile.ospfLeastWait;
    rules.spfCompute = profile.ospfSpfCompute;
    rules.install = profile.ospfInstall;
    rules.installEach = profile.ospfInstallEach;
    rules.equalCostSwitch = profile.ospfEqualCostSwitch;
    rules.loadBalancing = profile.ospfLoadBalancing;
    return rules;
}

} // namespace

IgpRules rulesOf(const Profile &profile, plan::Igp igp)
{
    return igp == plan::Igp::Ospf ? ospfRules(profile) : isisRules(profile);
}

} // namespace sidestep::engine
