// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/writer/writer.h"

#include <algorithm>
#include <map>

namespace sidestep::config::vrp {

using namespace plan;

namespace {

constexpr std::uint16_t kDefaultMtu = 1500;
/// The default; written because without `resume` the meaning of a plan would hang on a release's default.
constexpr std::uint16_t kResumeSeconds = 10;
/// MED of the gateway's direct route while the pseudowire is standby: above 0, so that the active AGG wins (`vrp.md`
/// section 11).
constexpr std::uint32_t kStandbyCost = 30;

/// "VC id, VLAN" of what numbering would fill; empty when nothing is missing.
class Missing
{
public:
    void add(bool missing, std::string_view what)
    {
        if (missing)
            m_list.append(m_list.empty() ? "" : ", ").append(what);
    }
    [[nodiscard]] bool any() const { return !m_list.empty(); }
    [[nodiscard]] const std::string &list() const { return m_list; }

private:
    std::string m_list;
};

/// Checks what a pseudowire between the two routers needs; reports what is missing.
bool canSignal(Writer &out, const AccessService &service, std::string_view role, const PseudowireEnd &end, const Router &far)
{
    if (!out.hasLoopback())
        return false; // said once for the router
    Missing missing;
    missing.add(!far.loopback, fmt::format("loopback of {}", far.name));
    missing.add(!end.vcId, "VC id");
    if (missing.any())
        out.gap(service.id,
                fmt::format("{} pseudowire of {} lacks: {}; it is left out on {}: run numbering", role, service.name, missing.list(),
                            out.name()));
    return !missing.any();
}

void writePwBfd(Writer &out, Nodes &lines, const AccessService &service, bool secondary)
{
    if (!service.bfd)
        return;
    const BfdPolicy &bfd = *out.plan().find(*service.bfd);
    if (!service.controlWord) {
        out.gap(service.id,
                fmt::format("BFD for the pseudowires of {} needs the control word, so it is left out on {}: switch the control word on",
                            service.name, out.name()));
        return;
    }
    out.put<Cmd::PwBfd>(lines, {service.id, bfd.id}, bfd.multiplier, bfd.minRxMs, bfd.minTxMs, secondary);
}

void writeReroute(Writer &out, Nodes &lines, const AccessService &service)
{
    const std::optional<std::uint16_t> resume
        = service.redundancy == RedundancyMode::Frr ? std::optional(kResumeSeconds) : std::nullopt; // FRR only (`vrp.md` section 4)
    switch (service.reroute) {
    case ReroutePolicy::Delay:
        out.put<Cmd::RerouteDelay>(lines, {service.id}, service.rerouteDelaySeconds, resume);
        break;
    case ReroutePolicy::Immediately:
        out.put<Cmd::RerouteImmediately>(lines, {service.id}, resume);
        break;
    case ReroutePolicy::Never:
        out.put<Cmd::RerouteNever>(lines, {service.id});
        break;
    }
}

void writeRedundancy(Writer &out, Nodes &lines, const AccessService &service)
{
    switch (service.redundancy) {
    case RedundancyMode::Frr: // the default: no line
        writeReroute(out, lines, service);
        break;
    case RedundancyMode::Master:
        out.put<Cmd::Redundancy>(lines, {service.id}, RedundancyWord::Master);
        writeReroute(out, lines, service);
        break;
    case RedundancyMode::Independent:
        out.put<Cmd::Redundancy>(lines, {service.id}, RedundancyWord::Independent);
        if (service.reroute != ReroutePolicy::Immediately)
            out.gap(service.id,
                    fmt::format("{} has independent redundancy, which switches back at once and takes no reroute policy: set reroute to "
                                "immediately, or redundancy to master",
                                service.name));
        out.gap(service.id,
                fmt::format("the AGGs of {} agree through E-Trunk or mVRRP in independent redundancy, which plans do not hold: "
                            "configure it by hand, or set redundancy to master",
                            service.name));
        break;
    }
    if (service.dualReceiving)
        out.put<Cmd::StreamDualReceiving>(lines, {service.id});
    if (service.ndDualSending)
        out.put<Cmd::NdDualSending>(lines, {service.id});
}

bool secondaryFits(Writer &out, const AccessService &service)
{
    if (!service.secondary || !canSignal(out, service, "secondary", *service.secondary, *out.plan().find(service.secondary->agg)))
        return false;
    if (service.secondary->vcId != service.primary.vcId)
        return true;
    out.gap(service.id,
            fmt::format("both pseudowires of {} have VC id {}, so the secondary is left out: give it another", service.name,
                        *service.primary.vcId));
    return false;
}

void writeAttachmentCircuit(Writer &out, const AccessService &service)
{
    const auto main = parseInterface(out.plan().find(service.attachment)->name);
    if (!main || !out.hasInterface(*main))
        return; // the port has a gap of its own
    if (!service.vlan) {
        out.gap(service.id, fmt::format("{} has no VLAN, so its attachment circuit is left out: run numbering", service.name));
        return;
    }
    const Router &primaryAgg = *out.plan().find(service.primary.agg);
    const bool primary = canSignal(out, service, "primary", service.primary, primaryAgg);
    // A secondary needs a primary on the same circuit (`vrp.md` section 4 rule 1).
    const bool secondary = secondaryFits(out, service) && primary;

    InterfaceBlock *block = out.interface(subInterface(*main, *service.vlan), {service.id});
    if (!block)
        return;
    Nodes &lines = block->node.children;
    out.put<Cmd::VlanType>(lines, {service.id}, *service.vlan);
    if (service.mtu != kDefaultMtu)
        out.put<Cmd::Mtu>(lines, {service.id}, service.mtu);
    if (!service.description.empty())
        out.put<Cmd::Description>(lines, {service.id}, Text{service.description});
    if (!primary)
        return;
    const bool raw = service.encapsulation == Encapsulation::Raw;
    out.put<Cmd::L2vc>(lines, {service.id}, *primaryAgg.loopback, *service.primary.vcId, service.controlWord, raw, false, false);
    if (secondary) {
        out.put<Cmd::L2vc>(lines, {service.id}, *out.plan().find(service.secondary->agg)->loopback, *service.secondary->vcId,
                           service.controlWord, raw, true, false);
        writeRedundancy(out, lines, service);
    }
    writePwBfd(out, lines, service, false);
    if (secondary)
        writePwBfd(out, lines, service, true);
}

void writeTracking(Writer &out, Nodes &lines, const PseudowirePart &part)
{
    if (part.tracked.empty())
        return;
    const TrackedRoute &tracked = *part.tracked.front();
    for (std::size_t i = 1; i < part.tracked.size(); ++i)
        out.gap(part.tracked[i]->id,
                fmt::format("a pseudowire tracks one route, so {} does not track {}: remove one of the two", out.name(),
                            part.tracked[i]->prefix.toString()));
    const Vpn &vpn = *out.plan().find(tracked.vpn);
    if (!out.facts().memberOf(tracked.vpn)) {
        out.gap(tracked.id,
                fmt::format("{} does not track {}, because VPN {} is not on it: add the VPN to the router", out.name(),
                            tracked.prefix.toString(), vpn.name));
        return;
    }
    if (out.router().release == Release::V800R012C10) {
        out.gap(tracked.id,
                fmt::format("{} does not track {}: `{}` of V800R012C10 takes IPv4 prefixes only; choose a later release for the router",
                            out.name(), tracked.prefix.toString(), leadingWords(Cmd::TrackRoute)));
        return;
    }
    out.put<Cmd::TrackRoute>(lines, {tracked.id, part.service->id}, tracked.prefix.address(),
                             static_cast<std::uint32_t>(tracked.prefix.length()), Word{vpn.name});
}

void writeTerminatingSide(Writer &out, const PseudowirePart &part)
{
    const AccessService &service = *part.service;
    const PseudowireEnd &end = *part.end;
    const std::string_view role = part.role == PwRole::Primary ? "primary" : "secondary";
    if (!canSignal(out, service, role, end, *part.csg))
        return;
    InterfaceBlock *block = out.interface(subInterface(virtualEthernet(*end.veGroup, false), *end.veVlan), {service.id});
    if (!block)
        return;
    Nodes &lines = block->node.children;
    out.put<Cmd::VlanType>(lines, {service.id}, *end.veVlan);
    if (end.mtu != kDefaultMtu)
        out.put<Cmd::Mtu>(lines, {service.id}, end.mtu);
    out.put<Cmd::L2vc>(lines, {service.id}, *part.csg->loopback, *end.vcId, service.controlWord, end.encapsulation == Encapsulation::Raw,
                       false, end.ignoreStandby);
    writePwBfd(out, lines, service, false);
    writeTracking(out, lines, part);
}

void writeGatewaySide(Writer &out, const PseudowirePart &part)
{
    const AccessService &service = *part.service;
    const Vpn &vpn = *out.plan().find(service.vpn);
    if (!out.facts().memberOf(service.vpn)) {
        out.gap(service.id,
                fmt::format("the gateway of {} is in VPN {}, which is not on {}: add the VPN to the router", service.name, vpn.name,
                            out.name()));
        return;
    }
    if (!service.gateway) {
        out.gap(service.id,
                fmt::format("{} has no gateway address, so {} has no layer-3 side for it: run numbering", service.name, out.name()));
        return;
    }
    InterfaceBlock *block = out.interface(subInterface(virtualEthernet(*part.end->veGroup, true), *part.end->veVlan), {service.id});
    if (!block)
        return;
    Nodes &lines = block->node.children;
    out.put<Cmd::VlanType>(lines, {service.id}, *part.end->veVlan);
    if (!out.put<Cmd::IpBinding>(lines, {service.id, vpn.id}, Word{vpn.name}))
        return;
    out.put<Cmd::Ipv6Enable>(lines, {service.id});
    out.put<Cmd::Ipv6Address>(lines, {service.id}, service.gateway->address, service.gateway->length);
    out.put<Cmd::DirectRouteTrackPw>(lines, {service.id}, kStandbyCost);
}

/// The MAC of a group's layer-3 side: the first service's, since all sub-interfaces share it.
std::optional<Mac> groupMac(Writer &out, const std::vector<const PseudowirePart *> &parts)
{
    std::optional<Mac> mac;
    for (const PseudowirePart *part : parts) {
        const AccessService &service = *part->service;
        if (!service.gatewayMac)
            out.gap(service.id,
                    fmt::format("{} has no gateway MAC, so its gateway may differ from AGG to AGG: run numbering", service.name));
        else if (!mac)
            mac = service.gatewayMac;
        else if (*mac != *service.gatewayMac)
            out.gap(service.id,
                    fmt::format("{} wants gateway MAC {} in VE group {} of {}, which has {}: use one MAC or another VE group", service.name,
                                service.gatewayMac->toString(), *part->end->veGroup, out.name(), mac->toString()));
    }
    return mac;
}

void writeVeMains(Writer &out, std::uint16_t group, const std::vector<const PseudowirePart *> &parts)
{
    std::vector<ObjectId> services;
    for (const PseudowirePart *part : parts)
        if (services.empty() || services.back() != ObjectId(part->service->id))
            services.emplace_back(part->service->id);
    const ObjectId first = services.front();
    const auto ownedByAll = [&](ConfigNode &node) {
        node.origin = services;
        for (ConfigNode &child : node.children)
            child.origin = services;
    };
    if (InterfaceBlock *l2 = out.interface(virtualEthernet(group, false), {first})) {
        out.put<Cmd::VeGroup>(l2->node.children, {first}, group, VeSide::L2Terminate);
        ownedByAll(l2->node);
    }
    const std::optional<Mac> mac = groupMac(out, parts);
    if (InterfaceBlock *l3 = out.interface(virtualEthernet(group, true), {first})) {
        if (mac)
            out.put<Cmd::MacAddress>(l3->node.children, {first}, *mac);
        out.put<Cmd::VeGroup>(l3->node.children, {first}, group, VeSide::L3Access);
        ownedByAll(l3->node);
    }
}

} // namespace

void writeAttachmentCircuits(Writer &out)
{
    for (const AccessService *service : out.facts().services)
        writeAttachmentCircuit(out, *service);
}

void writeVeGroups(Writer &out)
{
    std::map<std::uint16_t, std::vector<const PseudowirePart *>> groups;
    for (const PseudowirePart &part : out.facts().pseudowires) {
        Missing missing;
        missing.add(!part.end->veGroup, "VE group");
        missing.add(!part.end->veVlan, "VE VLAN");
        if (missing.any())
            out.gap(part.service->id,
                    fmt::format("{} on {} lacks: {}; its side there is left out: run numbering", part.service->name, out.name(),
                                missing.list()));
        else
            groups[*part.end->veGroup].push_back(&part);
    }
    for (const auto &[group, parts] : groups) {
        writeVeMains(out, group, parts);
        for (const PseudowirePart *part : parts) {
            writeTerminatingSide(out, *part);
            writeGatewaySide(out, *part);
        }
    }
}

} // namespace sidestep::config::vrp
