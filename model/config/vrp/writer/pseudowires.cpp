// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/writer/writer.h"

#include <algorithm>
#include <span>

namespace sidestep::config::vrp {

using namespace plan;

namespace {

constexpr std::uint16_t kDefaultMtu = 1500;
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
    if (far.loopback && end.vcId)
        return true;
    Missing missing;
    missing.add(!far.loopback, fmt::format("loopback of {}", far.name));
    missing.add(!end.vcId, "VC id");
    out.gap(service.id,
            fmt::format("{} pseudowire of {} lacks: {}; it is left out on {}: run numbering", role, service.name, missing.list(), out.name()));
    return false;
}

/// Its LoopBack cannot carry a management pseudowire: it is an interface of the public network no more.
bool isInVpn(const Writer &out, std::uint16_t loopback)
{
    return std::ranges::any_of(out.facts().vpnInterfaces, [&](const VpnInterface *interface) { return !interface->port && interface->number == loopback; });
}

/// @param managementLoopback  of this router, for a pseudowire that a management pseudowire watches.
void writePwBfd(Writer &out, const AccessService &service, const PseudowireEnd &end, std::optional<std::uint16_t> managementLoopback,
                bool secondary)
{
    if (!service.bfd)
        return;
    const BfdPolicy &bfd = *out.plan().find(*service.bfd);
    if (service.watch == PwWatch::Management && managementLoopback && end.adminVcId && !isInVpn(out, *managementLoopback)) // else it is left out, and said so there
        out.put<Cmd::TrackAdminVc>({service.id}, secondary, loopBack(*managementLoopback));
    if (service.watch != PwWatch::Each)
        return;
    if (!service.controlWord) {
        out.gap(service.id,
                fmt::format("BFD for the pseudowires of {} needs the control word, so it is left out on {}: switch the control word on",
                            service.name, out.name()));
        return;
    }
    out.put<Cmd::PwBfd>({service.id, bfd.id}, bfd.multiplier, bfd.minRxMs, bfd.minTxMs, secondary);
}

void writeReroute(Writer &out, const AccessService &service)
{
    // FRR only (`vrp.md` section 4). The default, too, is written, so that a plan does not mean what a release's default makes of it.
    const std::optional<std::uint16_t> resume
        = service.redundancy == RedundancyMode::Frr ? std::optional(service.resumeSeconds) : std::nullopt;
    switch (service.reroute) {
    case ReroutePolicy::Delay:
        out.put<Cmd::RerouteDelay>({service.id}, service.rerouteDelaySeconds, resume);
        break;
    case ReroutePolicy::Immediately:
        out.put<Cmd::RerouteImmediately>({service.id}, resume);
        break;
    case ReroutePolicy::Never:
        out.put<Cmd::RerouteNever>({service.id});
        break;
    }
}

void writeRedundancy(Writer &out, const AccessService &service)
{
    switch (service.redundancy) {
    case RedundancyMode::Frr: // the default: no line
        writeReroute(out, service);
        break;
    case RedundancyMode::Master:
        out.put<Cmd::Redundancy>({service.id}, RedundancyWord::Master);
        writeReroute(out, service);
        break;
    case RedundancyMode::Independent:
        out.put<Cmd::Redundancy>({service.id}, RedundancyWord::Independent);
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
        out.put<Cmd::StreamDualReceiving>({service.id});
    if (service.ndDualSending)
        out.put<Cmd::NdDualSending>({service.id});
}

bool secondaryFits(Writer &out, const ServicePart &part)
{
    const AccessService &service = *part.service;
    if (!service.secondary || !canSignal(out, service, "secondary", *service.secondary, *part.secondaryAgg))
        return false;
    if (service.secondary->vcId != service.primary.vcId)
        return true;
    out.gap(service.id,
            fmt::format("both pseudowires of {} have VC id {}, so the secondary is left out: give it another", service.name,
                        *service.primary.vcId));
    return false;
}

void writeAttachmentCircuit(Writer &out, const ServicePart &part)
{
    const AccessService &service = *part.service;
    const auto main = parseInterface(part.attachment->name);
    if (!main || !out.hasInterface(*main))
        return; // the port has a gap of its own
    if (!service.vlan) {
        out.gap(service.id, fmt::format("{} has no VLAN, so its attachment circuit is left out: run numbering", service.name));
        return;
    }
    const bool primary = canSignal(out, service, "primary", service.primary, *part.primaryAgg);
    // A secondary needs a primary on the same circuit (`vrp.md` section 4 rule 1).
    const bool secondary = secondaryFits(out, part) && primary;

    const Block block = out.interface(subInterface(*main, *service.vlan), {service.id});
    if (!block)
        return;
    out.put<Cmd::VlanType>({service.id}, *service.vlan);
    if (service.mtu != kDefaultMtu)
        out.put<Cmd::Mtu>({service.id}, service.mtu);
    if (!service.description.empty())
        out.put<Cmd::Description>({service.id}, Text{service.description});
    if (!primary)
        return;
    const bool raw = service.encapsulation == Encapsulation::Raw;
    out.put<Cmd::L2vc>({service.id}, *part.primaryAgg->loopback, *service.primary.vcId, service.controlWord, raw, false, false);
    if (secondary) {
        out.put<Cmd::L2vc>({service.id}, *part.secondaryAgg->loopback, *service.secondary->vcId,
                           service.controlWord, raw, true, false);
        writeRedundancy(out, service);
    }
    writePwBfd(out, service, service.primary, service.primary.adminLoopback, false);
    if (secondary)
        writePwBfd(out, service, *service.secondary, service.secondary->adminLoopback, true);
}

void writeTracking(Writer &out, const PseudowirePart &part)
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
    out.put<Cmd::TrackRoute>({tracked.id, part.service->id}, tracked.prefix.address(),
                             static_cast<std::uint32_t>(tracked.prefix.length()), Word{vpn.name});
}

void writeTerminatingSide(Writer &out, const PseudowirePart &part)
{
    const AccessService &service = *part.service;
    const PseudowireEnd &end = *part.end;
    const std::string_view role = part.role == PwRole::Primary ? "primary" : "secondary";
    if (!canSignal(out, service, role, end, *part.csg))
        return;
    const Block block = out.interface(subInterface(virtualEthernet(*end.veGroup, false), *end.veVlan), {service.id});
    if (!block)
        return;
    out.put<Cmd::VlanType>({service.id}, *end.veVlan);
    if (end.mtu != kDefaultMtu)
        out.put<Cmd::Mtu>({service.id}, end.mtu);
    out.put<Cmd::L2vc>({service.id}, *part.csg->loopback, *end.vcId, service.controlWord, end.encapsulation == Encapsulation::Raw,
                       false, end.ignoreStandby);
    writePwBfd(out, service, end, end.aggAdminLoopback, false);
    writeTracking(out, part);
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
    const Block block = out.interface(subInterface(virtualEthernet(*part.end->veGroup, true), *part.end->veVlan), {service.id});
    if (!block)
        return;
    out.put<Cmd::VlanType>({service.id}, *part.end->veVlan);
    if (!out.put<Cmd::IpBinding>({service.id, vpn.id}, Word{vpn.name}))
        return;
    out.put<Cmd::Ipv6Enable>({service.id});
    out.put<Cmd::Ipv6Address>({service.id}, service.gateway->address, service.gateway->length);
    out.put<Cmd::DirectRouteTrackPw>({service.id}, kStandbyCost);
}

/// What its VE sub-interfaces are named and told apart by; reports what is missing.
bool hasVePlace(Writer &out, const PseudowirePart &part)
{
    Missing missing;
    missing.add(!part.end->veGroup, "VE group");
    missing.add(!part.end->veVlan, "VE VLAN");
    if (missing.any())
        out.gap(part.service->id,
                fmt::format("{} on {} lacks: {}; its side there is left out: run numbering", part.service->name, out.name(),
                            missing.list()));
    return !missing.any();
}

/// Pseudowires of one VE group; never empty.
using Group = std::span<const PseudowirePart *const>;

/// The MAC of a group's layer-3 side: the first service's, since all sub-interfaces share it.
std::optional<Mac> groupMac(Writer &out, Group parts)
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

void writeVeMains(Writer &out, std::uint16_t group, Group parts)
{
    const AccessServiceId first = parts.front()->service->id;
    const auto fromAll = [&] {
        for (const PseudowirePart *part : parts)
            out.alsoFrom(part->service->id);
    };
    if (const Block l2 = out.interface(virtualEthernet(group, false), {first})) {
        fromAll();
        out.put<Cmd::VeGroup>({first}, group, VeSide::L2Terminate);
        fromAll();
    }
    const std::optional<Mac> mac = groupMac(out, parts);
    if (const Block l3 = out.interface(virtualEthernet(group, true), {first})) {
        fromAll();
        if (mac) {
            out.put<Cmd::MacAddress>({first}, *mac);
            fromAll();
        }
        out.put<Cmd::VeGroup>({first}, group, VeSide::L3Access);
        fromAll();
    }
}

/// One end of a management pseudowire. `service` is one that it watches.
struct ManagementEnd
{
    const AccessService *service;
    const PseudowireEnd *end;
    const Router *far;
    std::optional<std::uint16_t> loopback;
};

void writeManagementPw(Writer &out, const ManagementEnd &here)
{
    const AccessService &service = *here.service;
    if (!out.hasLoopback())
        return; // said once for the router
    Missing missing;
    missing.add(!here.far->loopback, fmt::format("loopback of {}", here.far->name));
    missing.add(!here.end->adminVcId, "VC id");
    missing.add(!here.loopback, "LoopBack number");
    if (missing.any()) {
        out.gap(service.id, fmt::format("the management pseudowire of {} from {} to {} lacks: {}; it is left out: run numbering", service.name, out.name(),
                                        here.far->name, missing.list()));
        return;
    }
    if (isInVpn(out, *here.loopback)) {
        out.gap(service.id, fmt::format("the management pseudowire of {} from {} to {} is left out: LoopBack{} is in a VPN there; give one of the two another number",
                                        service.name, out.name(), here.far->name, *here.loopback));
        return;
    }
    const BfdPolicy &bfd = *out.plan().find(*service.bfd);
    const Block block = out.interface(loopBack(*here.loopback), {service.id});
    if (!block)
        return;
    constexpr bool kControlWord = true; // BFD needs it (`vrp.md` section 4 rule 5), whatever the services have
    out.put<Cmd::L2vcAdmin>({service.id}, *here.far->loopback, *here.end->adminVcId, kControlWord);
    out.put<Cmd::AdminPwBfd>({service.id, bfd.id}, bfd.multiplier, bfd.minRxMs, bfd.minTxMs);
}

} // namespace

void writeManagementPws(Writer &out)
{
    std::vector<ManagementEnd> ends;
    const auto add = [&](const ManagementEnd &end) {
        if (!end.service->bfd || end.service->watch != PwWatch::Management)
            return;
        const auto known = std::ranges::find_if(ends, [&](const ManagementEnd &other) { return other.far == end.far && other.loopback == end.loopback; });
        if (known == ends.end())
            ends.push_back(end);
        else if (known->end->adminVcId != end.end->adminVcId || known->service->bfd != end.service->bfd)
            out.gap(end.service->id, fmt::format("{} and {} share a management pseudowire on {}, but not its VC id and BFD policy; those of {} are written: make them alike",
                                                 known->service->name, end.service->name, out.name(), known->service->name));
    };
    for (const ServicePart &part : out.facts().services) {
        add({part.service, &part.service->primary, part.primaryAgg, part.service->primary.adminLoopback});
        if (part.service->secondary)
            add({part.service, &*part.service->secondary, part.secondaryAgg, part.service->secondary->adminLoopback});
    }
    for (const PseudowirePart &part : out.facts().pseudowires)
        add({part.service, part.end, part.csg, part.end->aggAdminLoopback});
    for (const ManagementEnd &end : ends)
        writeManagementPw(out, end);
}

void writeAttachmentCircuits(Writer &out)
{
    for (const ServicePart &part : out.facts().services)
        writeAttachmentCircuit(out, part);
}

void writeVeGroups(Writer &out)
{
    std::vector<const PseudowirePart *> parts;
    parts.reserve(out.facts().pseudowires.size());
    for (const PseudowirePart &part : out.facts().pseudowires)
        if (hasVePlace(out, part))
            parts.push_back(&part);
    const auto groupOf = [](const PseudowirePart *part) { return *part->end->veGroup; };
    std::ranges::stable_sort(parts, {}, groupOf);
    for (auto first = parts.begin(); first != parts.end();) {
        const std::uint16_t number = groupOf(*first);
        const auto last = std::find_if(first, parts.end(), [&](const PseudowirePart *part) { return groupOf(part) != number; });
        const Group group(first, last);
        writeVeMains(out, number, group);
        for (const PseudowirePart *part : group) {
            writeTerminatingSide(out, *part);
            writeGatewaySide(out, *part);
        }
        first = last;
    }
}

} // namespace sidestep::config::vrp
