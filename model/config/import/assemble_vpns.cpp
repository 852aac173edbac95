// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/import/assembly.h"
#include "model/config/vrp/interface_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace sidestep::config::importing {

using namespace plan;

namespace {

constexpr std::size_t kMostTargets = 8;
constexpr std::uint32_t kMostLoopbacks = 1023;

/// What a plan says of a VPN, and the router it was taken from.
struct FirstSeen
{
    std::size_t router;
    const VpnRecord *record;
};

bool hasTargets(const VpnRecord &vpn)
{
    return !vpn.exportTargets.empty() || !vpn.importTargets.empty();
}

/// One instance of each name says what the VPN is: the first with targets.
std::map<std::string, FirstSeen> firstOfEach(Assembly &assembly)
{
    std::map<std::string, FirstSeen> first;
    for (std::size_t i = 0; i < assembly.routers().size(); ++i) {
        if (!assembly.router(i).inPlan())
            continue;
        for (const VpnRecord &vpn : assembly.router(i).record.vpns) {
            if (!vpn.ipv6)
                continue;
            const auto [at, isNew] = first.emplace(vpn.name, FirstSeen{i, &vpn});
            if (!isNew && !hasTargets(*at->second.record))
                at->second = {i, &vpn};
        }
    }
    return first;
}

std::vector<RouteTarget> upToMost(std::vector<RouteTarget> targets)
{
    targets.resize(std::min(targets.size(), kMostTargets));
    return targets;
}

void compareTargets(Assembly &assembly, std::size_t router, const VpnRecord &vpn, const FirstSeen &first)
{
    const auto sorted = [](std::vector<RouteTarget> targets) {
        std::ranges::sort(targets);
        return targets;
    };
    if (sorted(vpn.exportTargets) == sorted(first.record->exportTargets) && sorted(vpn.importTargets) == sorted(first.record->importTargets))
        return;
    assembly.contradictory(router, vpn.block,
                           fmt::format("VPN {} has other targets than on {}; the plan has those of {}", vpn.name,
                                       assembly.router(first.router).name, assembly.router(first.router).name));
}

/// Interfaces of a VPN: probe loopbacks, and sub-interfaces of ports.
class VpnInterfaces
{
public:
    VpnInterfaces(Assembly &assembly, std::size_t router) : m_assembly(assembly), m_router(router) { }

    void add(const InterfaceRecord &interface, std::set<std::pair<VpnId, Ipv6>> &addresses)
    {
        const auto vpn = m_assembly.vpn(interface.vpn);
        if (!vpn || !interface.address6 || !interface.pws.empty())
            return;
        const VpnRecord *instance = record().vpn(interface.vpn);
        if (!instance || !instance->ipv6) {
            m_assembly.contradictory(m_router, interface.block,
                                     fmt::format("{} is in VPN {}, which the router does not have", nameOf(interface), interface.vpn));
            return;
        }
        VpnInterface row{VpnInterfaceId(0), *vpn, m_assembly.router(m_router).id, std::nullopt, 1, interface.description,
                         interface.address6, isAdvertised(interface)};
        if (!place(interface, row))
            return;
        if (!addresses.emplace(*vpn, interface.address6->address).second) {
            m_assembly.contradictory(m_router, interface.block,
                                     fmt::format("{} has {}, which another interface has in VPN {}; its lines are kept", nameOf(interface),
                                                 interface.address6->address.toString(), interface.vpn));
            return;
        }
        m_assembly.edit().add(std::move(row));
    }

private:
    [[nodiscard]] RouterRecord &record() { return m_assembly.router(m_router).record; }

    bool isAdvertised(const InterfaceRecord &interface)
    {
        const auto &bgp = record().bgp;
        return bgp && std::ranges::any_of(bgp->networks, [&](const NetworkRecord &network) {
                   return network.vpn == interface.vpn && network.prefix == prefixOf(*interface.address6);
               });
    }

    /// False: not an interface that a plan has.
    bool place(const InterfaceRecord &interface, VpnInterface &row)
    {
        const auto key = vrp::parseInterface(interface.main);
        if (interface.view == vrp::View::LoopBack && key && interface.sub == 0) {
            row.number = static_cast<std::uint16_t>(key->numbers.front());
            return key->numbers.front() >= 1 && key->numbers.front() <= kMostLoopbacks;
        }
        if (interface.view != vrp::View::SubInterface || !interface.vlan)
            return false;
        row.port = m_assembly.port(m_router, interface.main);
        row.number = *interface.vlan;
        if (!row.port)
            return false;
        m_assembly.moveInterface(m_router, interface, fmt::format("{}.{}", interface.main, *interface.vlan));
        return true;
    }

    Assembly &m_assembly;
    std::size_t m_router;
};

} // namespace

void assembleVpns(Assembly &assembly)
{
    const auto first = firstOfEach(assembly);
    for (const auto &[name, seen] : first)
        assembly.setVpn(name,
                        assembly.edit().add(Vpn{VpnId(0), name, upToMost(seen.record->exportTargets), upToMost(seen.record->importTargets)}));
    for (std::size_t i = 0; i < assembly.routers().size(); ++i) {
        if (!assembly.router(i).inPlan())
            continue;
        for (const VpnRecord &vpn : assembly.router(i).record.vpns) {
            if (!vpn.ipv6)
                continue;
            assembly.edit().add(VpnMember{VpnMemberId(0), *assembly.vpn(vpn.name), assembly.router(i).id, vpn.distinguisher, vpn.frr});
            if (hasTargets(vpn))
                compareTargets(assembly, i, vpn, first.at(vpn.name));
        }
    }
}

void assembleVpnInterfaces(Assembly &assembly)
{
    std::set<std::pair<VpnId, Ipv6>> addresses;
    for (std::size_t i = 0; i < assembly.routers().size(); ++i) {
        if (!assembly.router(i).inPlan())
            continue;
        VpnInterfaces interfaces(assembly, i);
        // A sub-interface may add the port it is on, not an interface record: the vector stays as it is.
        for (const InterfaceRecord &interface : assembly.router(i).record.interfaces)
            if (!interface.vpn.empty())
                interfaces.add(interface, addresses);
    }
}

} // namespace sidestep::config::importing
