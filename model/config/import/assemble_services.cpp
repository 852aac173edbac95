// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/import/assembly.h"
#include "model/config/vrp/interface_name.h"
#include "model/config/vrp/line.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace sidestep::config::importing {

using namespace plan;

namespace {

constexpr std::uint16_t kDefaultMtu = 1500;

/// The VE interfaces of one router by what names them.
class VeIndex
{
public:
    explicit VeIndex(const RouterRecord &record)
    {
        for (const InterfaceRecord &interface : record.interfaces) {
            if (interface.view == vrp::View::VirtualEthernet && interface.veGroup) {
                m_mains.emplace(interface.main, &interface);
                m_groups.emplace(std::pair(*interface.veGroup, interface.layer3), &interface);
            } else if (interface.view == vrp::View::VirtualEthernetSub && interface.vlan) {
                m_subs.emplace(std::pair(std::string_view(interface.main), *interface.vlan), &interface);
            }
        }
    }

    [[nodiscard]] const InterfaceRecord *main(std::string_view name) const { return at(m_mains, name); }
    [[nodiscard]] const InterfaceRecord *group(std::uint16_t group, bool layer3) const { return at(m_groups, std::pair(group, layer3)); }
    [[nodiscard]] const InterfaceRecord *sub(std::string_view main, std::uint16_t vlan) const { return at(m_subs, std::pair(main, vlan)); }

private:
    template <typename Map, typename Key>
    static const InterfaceRecord *at(const Map &map, const Key &key)
    {
        const auto found = map.find(key);
        return found == map.end() ? nullptr : found->second;
    }

    std::map<std::string_view, const InterfaceRecord *> m_mains;
    std::map<std::pair<std::uint16_t, bool>, const InterfaceRecord *> m_groups;
    std::map<std::pair<std::string_view, std::uint16_t>, const InterfaceRecord *> m_subs;
};

/// Where a pseudowire ends on an AGG.
struct Termination
{
    std::size_t router;
    const InterfaceRecord *interface;
    const PwRecord *pw;
    bool used = false;
};

/// A pseudowire of a circuit and what was found at its far end; nullptr where nothing was.
struct Leg
{
    const PwRecord *pw;
    std::size_t agg;
    Termination *end = nullptr;
    const InterfaceRecord *group = nullptr;   ///< VE main interface of the layer-2 side
    const InterfaceRecord *gateway = nullptr; ///< sub-interface of the layer-3 side
    const InterfaceRecord *gatewayMain = nullptr;
};

class Services
{
public:
    explicit Services(Assembly &assembly) : m_assembly(assembly) { }

    void run()
    {
        for (std::size_t i = 0; i < m_assembly.routers().size(); ++i)
            if (m_assembly.router(i).inPlan())
                indexTerminations(i);
        for (std::size_t i = 0; i < m_assembly.routers().size(); ++i)
            if (m_assembly.router(i).inPlan())
                for (const InterfaceRecord &interface : m_assembly.router(i).record.interfaces)
                    if (!interface.pws.empty())
                        addCircuit(i, interface);
        reportUnused();
        moveGroups();
        moveRemotePeers();
    }

private:
    using PwKey = std::tuple<std::size_t, Ipv4, std::uint32_t>; ///< AGG, LSR id of the CSG, VC id

    void indexTerminations(std::size_t router);
    void addCircuit(std::size_t csg, const InterfaceRecord &circuit);
    std::optional<Leg> follow(std::size_t csg, const InterfaceRecord &circuit, const PwRecord &pw);
    void followToGateway(Leg &leg);
    void reportMissingEnd(std::size_t csg, const InterfaceRecord &circuit, const Leg &leg);
    std::optional<VpnId> vpnOf(const Leg &primary, const std::optional<Leg> &secondary);
    PseudowireEnd endOf(std::size_t csg, const InterfaceRecord &circuit, const PwRecord &first, const Leg &leg);
    [[nodiscard]] const InterfaceRecord *managementOf(std::size_t router, const InterfaceRecord &circuit, const PwRecord &pw);
    void takeBfd(AccessService &row, const InterfaceRecord &circuit, const InterfaceRecord *management);
    void takeTunnelBfd(AccessService &row, std::size_t csg, const Leg &primary, const std::optional<Leg> &secondary);
    /// Returns the CSG's interface with the management pseudowire; nullptr: nothing watches this one for others.
    const InterfaceRecord *takeManagementPw(PseudowireEnd &end, std::size_t csg, const InterfaceRecord &circuit, const Leg &leg);
    void takeGateway(AccessService &row, const Leg &primary, const std::optional<Leg> &secondary);
    void addTracked(AccessServiceId service, PwRole role, const Leg &leg);
    void reportUnused();
    void moveGroups();
    void moveRemotePeers();
    [[nodiscard]] const VeIndex &veIndex(std::size_t router) { return m_ve.at(router); }
    [[nodiscard]] const std::string &nameOfRouter(std::size_t router) { return m_assembly.router(router).name; }

    Assembly &m_assembly;
    std::map<std::size_t, VeIndex> m_ve; ///< of routers with terminations
    std::map<PwKey, Termination> m_terminations;
    std::set<std::pair<std::size_t, std::uint16_t>> m_groups;  ///< VE groups in the plan: router, group
    std::set<std::pair<std::size_t, Ipv4>> m_peers;            ///< far ends of pseudowires in the plan: router, its peer
    std::map<const InterfaceRecord *, std::uint16_t> m_taken; ///< VE sub-interfaces in the plan, with their VLAN
};

void Services::indexTerminations(std::size_t router)
{
    bool any = false;
    for (const InterfaceRecord &interface : m_assembly.router(router).record.interfaces) {
        if (interface.view != vrp::View::VirtualEthernetSub)
            continue;
        for (const PwRecord &pw : interface.pws)
            if (pw.peer)
                any = m_terminations.emplace(PwKey(router, *pw.peer, pw.vcId), Termination{router, &interface, &pw}).second || any;
    }
    if (any)
        m_ve.emplace(router, VeIndex(m_assembly.router(router).record));
}

void Services::addCircuit(std::size_t csg, const InterfaceRecord &circuit)
{
    if (circuit.view == vrp::View::VirtualEthernetSub)
        return; // the far side
    const PwRecord *first = nullptr;
    const PwRecord *second = nullptr;
    for (const PwRecord &pw : circuit.pws)
        (pw.secondary ? second : first) = &pw;
    const std::string name = nameOf(circuit);
    if (circuit.view != vrp::View::SubInterface || !circuit.vlan) {
        m_assembly.note(ImportKind::Kept, csg, circuit.block,
                        fmt::format("the pseudowires of {} stay lines: a plan starts them on sub-interfaces with a VLAN", name));
        return;
    }
    if (!first) {
        m_assembly.contradictory(csg, second->line, fmt::format("{} has a secondary pseudowire and no primary; its lines are kept", name));
        return;
    }
    auto primary = follow(csg, circuit, *first);
    std::optional<Leg> secondary = second ? follow(csg, circuit, *second) : std::nullopt;
    const auto port = m_assembly.port(csg, circuit.main);
    if (!primary || !port)
        return;
    const auto vpn = vpnOf(*primary, secondary);
    if (!vpn) {
        m_assembly.contradictory(csg, circuit.block, fmt::format("no VPN is behind the pseudowires of {}; its lines are kept", name));
        return;
    }
    AccessService row{.id = AccessServiceId(0), .name = fmt::format("{} {}.{}", nameOfRouter(csg), circuit.main, *circuit.vlan),
                      .csg = m_assembly.router(csg).id, .attachment = *port, .vlan = circuit.vlan, .description = circuit.description,
                      .vpn = *vpn, .primary = endOf(csg, circuit, *first, *primary), .secondary = std::nullopt, .bfd = std::nullopt,
                      .gateway = std::nullopt, .gatewayMac = std::nullopt};
    row.encapsulation = first->raw ? Encapsulation::Raw : Encapsulation::Tagged;
    row.mtu = circuit.mtu.value_or(kDefaultMtu);
    row.controlWord = first->controlWord;
    const InterfaceRecord *management = takeManagementPw(row.primary, csg, circuit, *primary);
    takeBfd(row, circuit, management);
    if (secondary) {
        row.secondary = endOf(csg, circuit, *first, *secondary);
        takeManagementPw(*row.secondary, csg, circuit, *secondary);
        row.redundancy = circuit.redundancy;
        row.reroute = circuit.reroute;
        row.rerouteDelaySeconds = circuit.rerouteDelaySeconds;
        row.resumeSeconds = circuit.resumeSeconds;
        row.dualReceiving = circuit.dualReceiving;
        row.ndDualSending = circuit.ndDualSending;
    }
    takeTunnelBfd(row, csg, *primary, secondary);
    takeGateway(row, *primary, secondary);
    m_assembly.moveInterface(csg, circuit, fmt::format("{}.{}", circuit.main, *circuit.vlan));
    const AccessServiceId id = m_assembly.edit().add(std::move(row));
    addTracked(id, PwRole::Primary, *primary);
    if (secondary)
        addTracked(id, PwRole::Secondary, *secondary);
}

std::optional<Leg> Services::follow(std::size_t csg, const InterfaceRecord &circuit, const PwRecord &pw)
{
    const auto agg = pw.peer ? m_assembly.routerAt(*pw.peer) : std::nullopt;
    if (!agg || *agg == csg) {
        m_assembly.contradictory(csg, pw.line,
                                 fmt::format("PW {} of {} has one end: no other file has LSR id {}; its lines are kept", pw.vcId, nameOf(circuit),
                                             pw.peer ? pw.peer->toString() : std::string("of its template")));
        return std::nullopt;
    }
    Leg leg{&pw, *agg};
    const auto csgLoopback = m_assembly.router(csg).loopback;
    const auto at = csgLoopback ? m_terminations.find(PwKey(*agg, *csgLoopback, pw.vcId)) : m_terminations.end();
    if (at == m_terminations.end() || at->second.used) {
        reportMissingEnd(csg, circuit, leg);
        return leg;
    }
    leg.end = &at->second;
    leg.end->used = true;
    followToGateway(leg);
    return leg;
}

/// L2VE sub-interface, its VE group, and through the same VLAN the layer-3 side (`vrp.md` section 5).
void Services::followToGateway(Leg &leg)
{
    const VeIndex &index = veIndex(leg.agg);
    const InterfaceRecord &l2 = *leg.end->interface;
    const InterfaceRecord *main = index.main(l2.main);
    if (!main || main->layer3 || !l2.vlan) {
        m_assembly.contradictory(leg.agg, l2.block, fmt::format("{} ends PW {} and is in no VE group as layer-2 side with a VLAN", nameOf(l2), leg.pw->vcId));
        return;
    }
    leg.group = main;
    leg.gatewayMain = index.group(*main->veGroup, true);
    if (leg.gatewayMain)
        leg.gateway = index.sub(leg.gatewayMain->main, *l2.vlan);
    if (!leg.gateway)
        m_assembly.contradictory(leg.agg, l2.block,
                                 fmt::format("VE group {} has no layer-3 side with VLAN {} for PW {}", *main->veGroup, *l2.vlan, leg.pw->vcId));
}

void Services::reportMissingEnd(std::size_t csg, const InterfaceRecord &circuit, const Leg &leg)
{
    const Ipv4 csgLoopback = m_assembly.router(csg).loopback.value_or(Ipv4());
    const auto near = m_terminations.lower_bound(PwKey(leg.agg, csgLoopback, 0));
    const bool other = near != m_terminations.end() && std::get<0>(near->first) == leg.agg && std::get<1>(near->first) == csgLoopback
        && !near->second.used;
    m_assembly.contradictory(
        csg, leg.pw->line,
        other ? fmt::format("VC id {} of {} does not match: {} has VC id {} towards this router", leg.pw->vcId, nameOf(circuit),
                            nameOfRouter(leg.agg), std::get<2>(near->first))
              : fmt::format("PW {} of {} has one end: {} has none with this VC id", leg.pw->vcId, nameOf(circuit), nameOfRouter(leg.agg)));
}

std::optional<VpnId> Services::vpnOf(const Leg &primary, const std::optional<Leg> &secondary)
{
    for (const Leg *leg : {&primary, secondary ? &*secondary : nullptr})
        if (leg && leg->gateway)
            if (const auto vpn = m_assembly.vpn(leg->gateway->vpn))
                return vpn;
    for (const Leg *leg : {&primary, secondary ? &*secondary : nullptr})
        if (leg)
            for (const VpnRecord &vpn : m_assembly.router(leg->agg).record.vpns)
                if (const auto id = m_assembly.vpn(vpn.name))
                    return id;
    return std::nullopt;
}

/// `first` is the circuit's primary: its options are those of the service.
PseudowireEnd Services::endOf(std::size_t csg, const InterfaceRecord &circuit, const PwRecord &first, const Leg &leg)
{
    PseudowireEnd end{m_assembly.router(leg.agg).id, leg.pw->vcId, std::nullopt, std::nullopt};
    end.encapsulation = first.raw ? Encapsulation::Raw : Encapsulation::Tagged;
    end.mtu = circuit.mtu.value_or(kDefaultMtu);
    m_peers.emplace(csg, *leg.pw->peer);
    if (leg.pw->raw != first.raw || leg.pw->controlWord != first.controlWord)
        m_assembly.contradictory(csg, leg.pw->line,
                                 fmt::format("the pseudowires of {} differ in type or control word; the plan has those of the primary",
                                             nameOf(circuit)));
    if (!leg.end)
        return end;
    const PwRecord &far = *leg.end->pw;
    const std::uint16_t farMtu = leg.end->interface->mtu.value_or(kDefaultMtu);
    const auto clash = [&](bool clashes, std::string text) {
        if (clashes)
            m_assembly.contradictory(leg.agg, far.line, std::move(text));
    };
    const auto onOff = [](bool on) { return on ? "on" : "off"; };
    const auto type = [](bool raw) { return raw ? "raw" : "tagged"; };
    clash(farMtu != end.mtu, fmt::format("PW {} has MTU {} here and {} on {}; it stays down", far.vcId, farMtu, end.mtu, nameOfRouter(csg)));
    clash(far.raw != first.raw,
          fmt::format("PW {} is {} here and {} on {}; it stays down", far.vcId, type(far.raw), type(first.raw), nameOfRouter(csg)));
    clash(far.controlWord != first.controlWord,
          fmt::format("PW {} has the control word {} here and {} on {}; the plan has the latter", far.vcId, onOff(far.controlWord),
                      onOff(first.controlWord), nameOfRouter(csg)));
    clash(leg.end->interface->pwBfd != circuit.pwBfd,
          fmt::format("PW {} has other BFD timers here than on {}; the plan has the latter", far.vcId, nameOfRouter(csg)));
    end.mtu = farMtu;
    end.encapsulation = far.raw ? Encapsulation::Raw : Encapsulation::Tagged;
    end.ignoreStandby = far.ignoreStandby;
    if (!leg.group)
        return end;
    end.veGroup = leg.group->veGroup;
    end.veVlan = leg.end->interface->vlan;
    m_groups.emplace(leg.agg, *end.veGroup);
    m_peers.emplace(leg.agg, *far.peer);
    m_taken.emplace(leg.end->interface, *end.veVlan);
    if (leg.gateway)
        m_taken.emplace(leg.gateway, *end.veVlan);
    return end;
}

/// The LoopBack with the management pseudowire that the circuit's pseudowire follows; nullptr: none to the same router.
const InterfaceRecord *Services::managementOf(std::size_t router, const InterfaceRecord &circuit, const PwRecord &pw)
{
    const std::string &name = circuit.managedBy[pw.secondary ? 1 : 0];
    if (name.empty())
        return nullptr;
    for (const InterfaceRecord &interface : m_assembly.router(router).record.interfaces)
        if (interface.main == name && interface.managementPw && interface.managementPw->peer == pw.peer)
            return &interface;
    m_assembly.contradictory(router, pw.line,
                             fmt::format("PW {} of {} follows {}, which carries no management pseudowire to the same router", pw.vcId, nameOf(circuit), name));
    return nullptr;
}

void Services::takeBfd(AccessService &row, const InterfaceRecord &circuit, const InterfaceRecord *management)
{
    const std::optional<BfdTimers> &timers = management ? management->pwBfd : circuit.pwBfd;
    if (timers)
        row.bfd = m_assembly.bfdPolicy(*timers);
    if (management)
        row.watch = PwWatch::Management;
}

const InterfaceRecord *Services::takeManagementPw(PseudowireEnd &end, std::size_t csg, const InterfaceRecord &circuit, const Leg &leg)
{
    const auto loopbackOf = [](const InterfaceRecord *interface) {
        const auto key = interface ? vrp::parseInterface(interface->main) : std::nullopt;
        return key ? std::optional(static_cast<std::uint16_t>(key->numbers[0])) : std::nullopt;
    };
    const InterfaceRecord *own = managementOf(csg, circuit, *leg.pw);
    end.adminLoopback = loopbackOf(own);
    if (own)
        end.adminVcId = own->managementPw->vcId;
    if (leg.end)
        end.aggAdminLoopback = loopbackOf(managementOf(leg.agg, *leg.end->interface, *leg.end->pw));
    return own;
}

/// Where nothing else watches the pseudowires, and the tunnels of all of them are watched.
void Services::takeTunnelBfd(AccessService &row, std::size_t csg, const Leg &primary, const std::optional<Leg> &secondary)
{
    const auto timers = m_assembly.tunnelBfd(csg, primary.agg);
    if (row.bfd || !timers || (secondary && !m_assembly.tunnelBfd(csg, secondary->agg)))
        return;
    row.bfd = m_assembly.bfdPolicy(*timers);
    row.watch = PwWatch::Tunnel;
}

void Services::takeGateway(AccessService &row, const Leg &primary, const std::optional<Leg> &secondary)
{
    for (const Leg *leg : {&primary, secondary ? &*secondary : nullptr}) {
        if (!leg || !leg->gateway)
            continue;
        const InterfaceRecord &gateway = *leg->gateway;
        if (!row.gateway)
            row.gateway = gateway.address6;
        else if (gateway.address6 && gateway.address6 != row.gateway)
            m_assembly.contradictory(leg->agg, gateway.block,
                                     fmt::format("the gateway of PW {} is {} here and {} on the other AGG; the plan has the latter",
                                                 leg->pw->vcId, toString(*gateway.address6), toString(*row.gateway)));
        if (!row.gatewayMac)
            row.gatewayMac = leg->gatewayMain->mac;
        else if (leg->gatewayMain->mac && leg->gatewayMain->mac != row.gatewayMac)
            m_assembly.contradictory(leg->agg, leg->gatewayMain->block,
                                     fmt::format("the gateway of PW {} has MAC {} here and {} on the other AGG; the plan has the latter",
                                                 leg->pw->vcId, leg->gatewayMain->mac->toString(), row.gatewayMac->toString()));
    }
}

void Services::addTracked(AccessServiceId service, PwRole role, const Leg &leg)
{
    if (!leg.end || leg.end->interface->tracked.empty())
        return;
    const TrackRecord &tracked = leg.end->interface->tracked.back(); // a pseudowire tracks one route
    if (const auto vpn = m_assembly.vpn(tracked.vpn))
        m_assembly.edit().add(TrackedRoute{TrackedRouteId(0), service, role, *vpn, tracked.prefix});
    else
        m_assembly.contradictory(leg.agg, tracked.line,
                                 fmt::format("PW {} tracks a route of VPN {}, which no file has", leg.pw->vcId, tracked.vpn));
}

void Services::reportUnused()
{
    for (const auto &[key, end] : m_terminations)
        if (!end.used)
            m_assembly.contradictory(end.router, end.pw->line,
                                     fmt::format("PW {} of {} has one end: no file has the other, at {}; its lines are kept", end.pw->vcId,
                                                 nameOf(*end.interface), end.pw->peer->toString()));
}

/// Sidestep names the interfaces of a VE group by its number; what stays of the router's own lines moves along.
void Services::moveGroups()
{
    for (const auto &[router, index] : m_ve) {
        std::map<std::string_view, std::string> mains;
        for (const InterfaceRecord &interface : m_assembly.router(router).record.interfaces) {
            if (interface.view != vrp::View::VirtualEthernet || !interface.veGroup || !m_groups.contains({router, *interface.veGroup}))
                continue;
            const auto name = mains.emplace(interface.main, toString(vrp::virtualEthernet(*interface.veGroup, interface.layer3))).first;
            m_assembly.moveInterface(router, interface, name->second);
        }
        for (const InterfaceRecord &interface : m_assembly.router(router).record.interfaces) {
            const auto main = mains.find(interface.main);
            if (interface.view != vrp::View::VirtualEthernetSub || main == mains.end())
                continue;
            const auto vlan = m_taken.find(&interface);
            m_assembly.moveInterface(router, interface,
                                     fmt::format("{}.{}", main->second, vlan == m_taken.end() ? interface.sub : vlan->second));
        }
    }
}

/// Sidestep calls a remote LDP peer by its LSR id.
void Services::moveRemotePeers()
{
    for (std::size_t i = 0; i < m_assembly.routers().size(); ++i) {
        RouterRecord &record = m_assembly.router(i).record;
        for (const RemotePeerRecord &peer : record.remotePeers)
            if (peer.address && peer.name != peer.address->toString() && m_peers.contains({i, *peer.address}))
                record.moved.emplace_back(peer.block, vrp::line<vrp::Cmd::LdpRemotePeer>(vrp::Word{peer.address->toString()}));
    }
}

} // namespace

void assembleServices(Assembly &assembly)
{
    Services(assembly).run();
}

} // namespace sidestep::config::importing
