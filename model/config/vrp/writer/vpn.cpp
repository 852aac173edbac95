// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/writer/writer.h"

namespace sidestep::config::vrp {

using namespace plan;

void writeVpnInstances(Writer &out)
{
    for (const VpnMember *member : out.facts().members) {
        const Vpn &vpn = *out.plan().find(member->vpn);
        const Block instance = out.open<Cmd::VpnInstance>({member->id, vpn.id}, Word{vpn.name});
        if (!instance)
            continue;
        const Block family = out.open<Cmd::VpnIpv6Family>({member->id, vpn.id});
        if (!member->distinguisher) {
            // The distinguisher must come before everything else in the family (`vrp.md` section 6).
            out.gap(member->id,
                    fmt::format("VPN {} on {} has no route distinguisher, so its targets and BGP routes are left out: run numbering",
                                vpn.name, out.name()));
            continue;
        }
        out.put<Cmd::RouteDistinguisher>({member->id}, *member->distinguisher);
        out.put<Cmd::ApplyLabel>({member->id});
        if (member->frr)
            out.put<Cmd::VpnFrr>({member->id});
        for (const RouteTarget &target : vpn.exportTargets)
            out.put<Cmd::VpnTarget>({vpn.id}, target, TargetUse::Export);
        for (const RouteTarget &target : vpn.importTargets)
            out.put<Cmd::VpnTarget>({vpn.id}, target, TargetUse::Import);
        if (vpn.exportTargets.empty() || vpn.importTargets.empty())
            out.gap(vpn.id,
                    fmt::format("VPN {} has no {} targets, so its routes go nowhere: add one", vpn.name,
                                vpn.exportTargets.empty() ? "export" : "import"));
    }
}

void writeVpnInterfaces(Writer &out)
{
    for (const VpnInterface *interface : out.facts().vpnInterfaces) {
        const Vpn &vpn = *out.plan().find(interface->vpn);
        InterfaceKey key = loopBack(interface->number);
        if (interface->port) {
            const auto main = parseInterface(out.plan().find(*interface->port)->name);
            if (!main || !out.hasInterface(*main))
                continue; // the port has a gap of its own
            key = subInterface(*main, interface->number);
        }
        if (!out.facts().memberOf(interface->vpn)) {
            out.gap(interface->id,
                    fmt::format("{} is in VPN {}, which is not on {}: add the VPN to the router", toString(key), vpn.name, out.name()));
            continue;
        }
        if (!interface->address) {
            out.gap(interface->id, fmt::format("{} on {} has no address: run numbering", toString(key), out.name()));
            continue;
        }
        const Block block = out.interface(key, {interface->id});
        if (!block)
            continue;
        if (interface->port)
            out.put<Cmd::VlanType>({interface->id}, interface->number);
        if (!interface->description.empty())
            out.put<Cmd::Description>({interface->id}, Text{interface->description});
        // Binding erases addresses, so it comes before any (`vrp.md` section 1). Without it the address would land in the
        // public table.
        if (!out.put<Cmd::IpBinding>({interface->id, vpn.id}, Word{vpn.name}))
            continue;
        out.put<Cmd::Ipv6Enable>({interface->id});
        out.put<Cmd::Ipv6Address>({interface->id}, interface->address->address, interface->address->length);
    }
}

} // namespace sidestep::config::vrp
