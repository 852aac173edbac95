// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/router_state_at.h"

#include "model/config/router_facts.h"
#include "model/config/vrp/interface_name.h"
#include "model/engine/router_snapshot.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace sidestep::report {

namespace {

using config::RouterState;
using engine::RouterSnapshot;

/// "0102.5500.0011" of 10.255.0.11: each part of the address in three digits, then four digits a group.
std::string systemIdOf(Ipv4 loopback)
{
    const std::uint32_t bits = loopback.bits();
    const std::string digits = fmt::format("{:03}{:03}{:03}{:03}", bits >> 24, bits >> 16 & 255, bits >> 8 & 255, bits & 255);
    return digits.substr(0, 4) + '.' + digits.substr(4, 4) + '.' + digits.substr(8);
}

std::string subInterface(const std::string &name, std::uint32_t number)
{
    return fmt::format("{}.{}", name, number);
}

std::string virtualEthernet(std::uint32_t group, bool layer3)
{
    return config::vrp::toString(config::vrp::virtualEthernet(group, layer3));
}

std::string gatewayInterface(const plan::PseudowireEnd &end, bool layer3)
{
    if (!end.veGroup)
        return {};
    const std::string main = virtualEthernet(*end.veGroup, layer3);
    return end.veVlan ? subInterface(main, *end.veVlan) : main;
}

std::string rerouteText(const plan::AccessService &service)
{
    switch (service.reroute) {
    case plan::ReroutePolicy::Delay: return fmt::format("delay {} s", service.rerouteDelaySeconds);
    case plan::ReroutePolicy::Immediately: return "immediately";
    case plan::ReroutePolicy::Never: break;
    }
    return "never";
}

std::string_view redundancyWord(plan::RedundancyMode mode)
{
    switch (mode) {
    case plan::RedundancyMode::Frr: return "frr";
    case plan::RedundancyMode::Master: return "master";
    case plan::RedundancyMode::Independent: break;
    }
    return "independent";
}

const plan::PseudowireEnd &endOf(const plan::AccessService &service, plan::PwRole role)
{
    return role == plan::PwRole::Primary ? service.primary : *service.secondary;
}

/// Puts what the plan says and what the run says of one router together.
class StateBuilder
{
public:
    StateBuilder(const plan::Plan &plan, const plan::Router &router, const RouterSnapshot &snapshot, SimTime at)
        : m_plan(plan), m_router(router), m_snapshot(snapshot), m_at(at), m_index(plan, router.id), m_facts(m_index.factsOf(router))
    {
    }

    [[nodiscard]] RouterState build()
    {
        m_state.name = m_router.name;
        m_state.routerId = m_router.loopback;
        m_state.asNumber = plan::asNumberOf(m_plan, m_router);
        m_state.powered = m_snapshot.powered;
        addIgpPeers();
        addLdpPeers();
        addPseudowires();
        addManagementPws();
        addBfdSessions();
        addBgpPeers();
        addPaths();
        addVpns();
        addRoutes();
        addTrackedRoutes();
        addInterfaces();
        return std::move(m_state);
    }

private:
    /// Since the last event that `matches`; nullopt: none in this run.
    template <typename Matches>
    [[nodiscard]] std::optional<SimDuration> sinceLast(Matches &&matches) const
    {
        const auto last = std::find_if(m_snapshot.events.rbegin(), m_snapshot.events.rend(), matches);
        return last == m_snapshot.events.rend() ? std::nullopt : std::optional<SimDuration>(m_at - last->time);
    }
    [[nodiscard]] SimDuration sinceStart() const { return m_at - kTimeZero; }

    [[nodiscard]] const RouterSnapshot::LinkEnd *stateOf(plan::LinkId link) const
    {
        const auto found = std::find_if(m_snapshot.links.begin(), m_snapshot.links.end(), [link](const RouterSnapshot::LinkEnd &end) { return end.link == link; });
        return found == m_snapshot.links.end() ? nullptr : &*found;
    }
    [[nodiscard]] const plan::Router &peerOn(const plan::Link &link) const
    {
        const auto [a, b] = plan::endsOf(m_plan, link);
        return *m_plan.find(a == m_router.id ? b : a);
    }
    [[nodiscard]] const plan::Router &peerOf(const plan::BgpSession &session) const
    {
        return *m_plan.find(session.a == m_router.id ? session.b : session.a);
    }
    [[nodiscard]] std::string attachmentOf(const plan::AccessService &service) const
    {
        const std::string &port = m_plan.find(service.attachment)->name;
        return service.vlan ? subInterface(port, *service.vlan) : port;
    }
    /// Where the router has the pseudowire: the attachment circuit on the CSG, the L2VE on an AGG.
    [[nodiscard]] std::string interfaceOf(const plan::AccessService &service, plan::PwRole role) const
    {
        return service.csg == m_router.id ? attachmentOf(service) : gatewayInterface(endOf(service, role), false);
    }

    void addIgpPeers()
    {
        const auto before = [](const auto &a, const auto &b) {
            return std::tuple(a.process, config::vrp::parseInterface(a.interface)) < std::tuple(b.process, config::vrp::parseInterface(b.interface));
        };
        const bool ospf = m_plan.settings().igp == plan::Igp::Ospf;
        for (const config::LinkEnd &end : m_facts.links) {
            const RouterSnapshot::LinkEnd *now = stateOf(end.link->id);
            const plan::Router &peer = peerOn(*end.link);
            if (!now || !now->adjacent || !end.domain->process || !peer.loopback)
                continue;
            if (ospf)
                m_state.ospfPeers.push_back({*end.domain->process, *peer.loopback, end.port->name});
            else
                m_state.isisPeers.push_back({*end.domain->process, systemIdOf(*peer.loopback), end.port->name});
        }
        std::sort(m_state.isisPeers.begin(), m_state.isisPeers.end(), before);
        std::sort(m_state.ospfPeers.begin(), m_state.ospfPeers.end(), before);
    }

    /// One session a neighbour, however it is found (RFC 5036 section 2.5: link and targeted hellos share it).
    void addLdpPeers()
    {
        std::map<plan::RouterId, bool> up;
        for (const config::LinkEnd &end : m_facts.links) {
            if (const RouterSnapshot::LinkEnd *now = stateOf(end.link->id))
                up[peerOn(*end.link).id] |= now->labels;
        }
        for (const RouterSnapshot::TargetedLdp &session : m_snapshot.targeted)
            up[session.peer] |= session.up;
        for (const auto &[id, isUp] : up) {
            const plan::Router &peer = *m_plan.find(id);
            if (!peer.loopback || !m_router.loopback)
                continue;
            const std::string &name = peer.name;
            const auto age = sinceLast([&name](const engine::Event &event) {
                return event.layer == engine::Layer::Ldp && event.what == "session-up" && event.subject.find(name) != std::string::npos;
            });
            m_state.ldpPeers.push_back({*peer.loopback, isUp, *m_router.loopback < *peer.loopback,
                                        isUp ? std::optional(age.value_or(sinceStart())) : std::nullopt});
        }
        std::sort(m_state.ldpPeers.begin(), m_state.ldpPeers.end(), [](const RouterState::LdpPeer &a, const RouterState::LdpPeer &b) { return a.lsrId < b.lsrId; });
    }

    void addPseudowires()
    {
        for (const RouterSnapshot::Pseudowire &now : m_snapshot.pseudowires) {
            const plan::AccessService &service = *m_plan.find(now.service);
            const plan::PseudowireEnd &end = endOf(service, now.role);
            const bool atCsg = service.csg == m_router.id;
            const plan::Router &peer = *m_plan.find(atCsg ? end.agg : service.csg);
            if (!end.vcId || !peer.loopback)
                continue;
            RouterState::Pseudowire pw;
            pw.interface = interfaceOf(service, now.role);
            pw.vcId = *end.vcId;
            pw.vlanType = (atCsg ? service.encapsulation : end.encapsulation) == plan::Encapsulation::Tagged;
            pw.peer = *peer.loopback;
            pw.up = now.usable;
            pw.sessionUp = now.sessionUp;
            pw.tunnelUp = now.labelledPath;
            pw.controlWord = service.controlWord;
            pw.localMtu = atCsg ? service.mtu : end.mtu;
            pw.remoteMtu = atCsg ? end.mtu : service.mtu;
            pw.localStatus = now.sent;
            pw.remoteStatus = now.received;
            pw.ignoreStandby = !atCsg && end.ignoreStandby;
            pw.secondary = atCsg && now.role == plan::PwRole::Secondary;
            pw.active = now.active && (atCsg || now.usable);
            pw.bfd = bfdOf(service, now.role);
            pw.age = sinceStart();
            pw.sinceChange = sinceLast([&](const engine::Event &event) {
                return event.layer == engine::Layer::Pw && event.service == now.service && event.pw == now.role;
            }).value_or(sinceStart());
            if (atCsg && service.secondary) {
                pw.redundancy = redundancyWord(service.redundancy);
                if (!pw.secondary)
                    m_state.reroutes.push_back(rerouteOf(service));
            }
            m_state.pseudowires.push_back(std::move(pw));
        }
    }

    [[nodiscard]] std::optional<RouterState::Pseudowire::Bfd> bfdOf(const plan::AccessService &service, plan::PwRole role) const
    {
        const auto session = std::find_if(m_snapshot.bfd.begin(), m_snapshot.bfd.end(),
                                          [&](const RouterSnapshot::BfdSession &one) { return !one.management && one.service == service.id && one.pw == role; });
        if (session == m_snapshot.bfd.end() || !service.bfd)
            return std::nullopt;
        return bfdOf(*session, *m_plan.find(*service.bfd));
    }
    [[nodiscard]] static RouterState::Pseudowire::Bfd bfdOf(const RouterSnapshot::BfdSession &session, const plan::BfdPolicy &policy)
    {
        return {session.up, policy.multiplier, policy.minTxMs, policy.minRxMs};
    }

    /// Management pseudowires, as the first pseudowire bound to each finds their way: the ends are the same, and so is what carries it.
    void addManagementPws()
    {
        for (const RouterSnapshot::BfdSession &session : m_snapshot.bfd) {
            if (!session.management)
                continue;
            const plan::AccessService &service = *m_plan.find(*session.service);
            const bool atCsg = service.csg == m_router.id;
            const plan::PseudowireEnd &end = endOf(service, session.pw);
            const plan::Router &peer = *m_plan.find(atCsg ? end.agg : service.csg);
            const auto bound = std::find_if(m_snapshot.pseudowires.begin(), m_snapshot.pseudowires.end(),
                                            [&](const RouterSnapshot::Pseudowire &one) { return one.service == service.id && one.role == session.pw; });
            if (!end.adminVcId || !managementLoopback(service, session.pw) || !peer.loopback || bound == m_snapshot.pseudowires.end())
                continue; // not written on the router either
            RouterState::Pseudowire pw;
            pw.interface = managementInterface(service, session.pw);
            pw.vcId = *end.adminVcId;
            pw.administrator = true;
            pw.peer = *peer.loopback;
            pw.sessionUp = bound->sessionUp;
            pw.tunnelUp = bound->labelledPath;
            pw.up = bound->sessionUp && bound->labelledPath && session.up;
            pw.active = pw.up;
            pw.controlWord = true;
            pw.bfd = bfdOf(session, *m_plan.find(*service.bfd));
            pw.age = sinceStart();
            pw.sinceChange = sinceLast([&](const engine::Event &event) {
                return event.device == m_router.id && event.subject == engine::managementPwSubject(m_plan.find(service.csg)->name, m_plan.find(end.agg)->name);
            }).value_or(sinceStart());
            m_state.pseudowires.push_back(std::move(pw));
        }
    }
    [[nodiscard]] std::optional<std::uint16_t> managementLoopback(const plan::AccessService &service, plan::PwRole role) const
    {
        const plan::PseudowireEnd &end = endOf(service, role);
        return service.csg == m_router.id ? end.adminLoopback : end.aggAdminLoopback;
    }
    [[nodiscard]] std::string managementInterface(const plan::AccessService &service, plan::PwRole role) const
    {
        const auto loopback = managementLoopback(service, role);
        return loopback ? fmt::format("LoopBack{}", *loopback) : std::string("-");
    }

    [[nodiscard]] RouterState::Reroute rerouteOf(const plan::AccessService &service) const
    {
        RouterState::Reroute state{attachmentOf(service), rerouteText(service), {}, {}, waitLeft(service, "wtr-started", service.rerouteDelaySeconds),
                                   waitLeft(service, "resume-started", service.resumeSeconds)};
        const auto reroute = [&](const engine::Event &event) {
            return event.layer == engine::Layer::Redundancy && event.service == service.id && (event.what == "switchover" || event.what == "revert");
        };
        const auto last = std::find_if(m_snapshot.events.rbegin(), m_snapshot.events.rend(), reroute);
        if (last == m_snapshot.events.rend())
            return state;
        state.sinceLast = m_at - last->time;
        state.lastReason = last->what == "revert" ? "the primary PW recovered" : reasonOf(*last);
        return state;
    }
    /// Of a wait of the choice between two pseudowires while it runs: the last that happened to the choice is its start.
    [[nodiscard]] std::optional<SimDuration> waitLeft(const plan::AccessService &service, std::string_view start, std::uint16_t seconds) const
    {
        const auto last = std::find_if(m_snapshot.events.rbegin(), m_snapshot.events.rend(), [&](const engine::Event &event) {
            return event.layer == engine::Layer::Redundancy && event.service == service.id;
        });
        if (last == m_snapshot.events.rend() || last->what != start)
            return std::nullopt;
        return last->time + std::chrono::seconds(seconds) - m_at;
    }
    [[nodiscard]] std::string reasonOf(const engine::Event &switchover) const
    {
        const auto cause = std::find_if(m_snapshot.events.begin(), m_snapshot.events.end(), [&](const engine::Event &event) { return event.id == switchover.cause; });
        return cause == m_snapshot.events.end() ? std::string() : cause->detail;
    }

    void addBfdSessions()
    {
        for (const RouterSnapshot::BfdSession &session : m_snapshot.bfd) {
            if (session.link)
                addLinkBfd(*session.link, session.up);
            else if (session.tunnelTo)
                addTunnelBfd(session);
            else if (session.session)
                m_state.bfdSessions.push_back({textOf(peerOf(*m_plan.find(*session.session)).loopback), session.up, "D_IP_PEER", "-"});
            else
                addPseudowireBfd(*m_plan.find(*session.service), session);
        }
    }
    void addLinkBfd(plan::LinkId link, bool up)
    {
        for (const config::LinkEnd &end : m_facts.links) {
            if (end.link->id != link)
                continue;
            const plan::Port &far = *m_plan.find(end.link->a == end.port->id ? end.link->b : end.link->a);
            m_state.bfdSessions.push_back({far.address ? far.address->address.toString() : std::string(), up, "D_IP_IF", end.port->name});
        }
    }
    /// The ingress names what it watches; the other end has the session because it was asked for. No source shows either type's name in this
    /// display, so both are formed after those it documents.
    void addTunnelBfd(const RouterSnapshot::BfdSession &session)
    {
        const bool ingress = session.tunnelFrom == m_router.id;
        const auto far = m_plan.find(ingress ? *session.tunnelTo : *session.tunnelFrom)->loopback;
        m_state.bfdSessions.push_back({textOf(far), session.up, ingress ? "D_LDP_TNL" : "E_DYNAMIC", "-"});
    }
    void addPseudowireBfd(const plan::AccessService &service, const RouterSnapshot::BfdSession &session)
    {
        if (session.management) {
            m_state.bfdSessions.push_back({"--.--.--.--", session.up, "D_PW(M)", managementInterface(service, session.pw)});
            return;
        }
        const bool backup = service.csg == m_router.id && session.pw == plan::PwRole::Secondary;
        m_state.bfdSessions.push_back({"--.--.--.--", session.up, backup ? "D_PW(S)" : "D_PW(M)", interfaceOf(service, session.pw)});
    }
    [[nodiscard]] static std::string textOf(const std::optional<Ipv4> &address) { return address ? address->toString() : std::string(); }

    /// The router's address on the link; none: its loopback.
    [[nodiscard]] std::optional<Ipv4> addressOf(plan::RouterId router, std::optional<plan::LinkId> id) const
    {
        if (!id)
            return m_plan.find(router)->loopback;
        const plan::Link &link = *m_plan.find(*id);
        const plan::Port &a = *m_plan.find(link.a);
        const plan::Port &port = a.router == router ? a : *m_plan.find(link.b);
        return port.address ? std::optional(port.address->address) : std::nullopt;
    }

    void addBgpPeers()
    {
        for (const RouterSnapshot::Peer &peer : m_snapshot.peers) {
            const plan::BgpSession &session = *m_plan.find(peer.session);
            const plan::Router &other = peerOf(session);
            const auto address = addressOf(other.id, session.link);
            if (!address)
                continue;
            const auto age = sinceLast([&](const engine::Event &event) { return event.layer == engine::Layer::Bgp && event.session == peer.session; });
            m_state.bgpPeers.push_back({*address, peer.up, age.value_or(sinceStart()), peer.received, plan::asNumberOf(m_plan, other)});
        }
        std::sort(m_state.bgpPeers.begin(), m_state.bgpPeers.end(), [](const RouterState::BgpPeer &a, const RouterState::BgpPeer &b) { return a.address < b.address; });
    }

    void addPaths()
    {
        std::set<Ipv6Prefix> gateways;
        for (const plan::AccessService &service : m_plan.services()) {
            if (service.gateway)
                gateways.insert(prefixOf(*service.gateway));
        }
        std::map<std::pair<plan::VpnId, plan::RouterId>, std::string> distinguishers;
        for (const plan::VpnMember &member : m_plan.vpnMembers()) {
            if (member.distinguisher)
                distinguishers.emplace(std::pair(member.vpn, member.router), member.distinguisher->toString());
        }
        for (const RouterSnapshot::Path &path : m_snapshot.paths)
            m_state.paths.push_back({distinguishers[{path.vpn, path.originator}], path.prefix, path.from ? addressOf(path.nextHop, path.nextHopLink) : std::nullopt, path.med,
                                     path.usable, path.best, gateways.contains(path.prefix), path.asPath, path.external});
        std::stable_sort(m_state.paths.begin(), m_state.paths.end(), [](const RouterState::Path &a, const RouterState::Path &b) {
            return std::tie(a.distinguisher, a.prefix) < std::tie(b.distinguisher, b.prefix);
        });
    }

    /// An interface of the router in a VPN.
    struct VpnPort
    {
        plan::VpnId vpn;
        std::string name;
        std::optional<Ipv6Interface> address;
        bool up = true;
    };
    [[nodiscard]] std::vector<VpnPort> vpnPorts() const
    {
        std::vector<VpnPort> ports;
        for (const plan::VpnInterface *interface : m_facts.vpnInterfaces)
            ports.push_back({interface->vpn,
                             interface->port ? subInterface(m_plan.find(*interface->port)->name, interface->number) : fmt::format("LoopBack{}", interface->number),
                             interface->address});
        for (const config::PseudowirePart &pw : m_facts.pseudowires) {
            if (!pw.end->veGroup)
                continue;
            const bool up = std::any_of(m_snapshot.pseudowires.begin(), m_snapshot.pseudowires.end(), [&](const RouterSnapshot::Pseudowire &now) {
                return now.service == pw.service->id && now.role == pw.role && now.usable;
            });
            ports.push_back({pw.service->vpn, gatewayInterface(*pw.end, true), pw.service->gateway, up});
        }
        return ports;
    }

    void addVpns()
    {
        const std::vector<VpnPort> ports = vpnPorts();
        for (const plan::VpnMember *member : m_facts.members) {
            RouterState::VpnInstance instance{m_plan.find(member->vpn)->name, member->distinguisher ? member->distinguisher->toString() : std::string(), {}};
            for (const VpnPort &port : ports) {
                if (port.vpn == member->vpn)
                    instance.interfaces.push_back(port.name);
            }
            m_state.vpnInstances.push_back(std::move(instance));
        }
        std::set<std::uint16_t> groups;
        for (const config::PseudowirePart &pw : m_facts.pseudowires) {
            if (pw.end->veGroup)
                groups.insert(*pw.end->veGroup);
        }
        for (const std::uint16_t group : groups)
            m_state.veGroups.push_back({group, virtualEthernet(group, false), virtualEthernet(group, true)});
    }

    void addRoutes()
    {
        const std::vector<VpnPort> ports = vpnPorts();
        for (const RouterSnapshot::Route &route : m_snapshot.routes) {
            RouterState::Route row{m_plan.find(route.vpn)->name, route.prefix, {}, {}, {}, {}, {}};
            const std::string subject = row.vpn + ' ' + row.prefix.toString();
            row.age = sinceLast([&subject](const engine::Event &event) {
                return event.layer == engine::Layer::VpnRoute && event.subject == subject;
            }).value_or(sinceStart());
            if (!route.local)
                row.nextHop = addressOf(route.nextHop, route.nextHopLink);
            if (route.backup)
                row.backup = m_plan.find(*route.backup)->loopback;
            for (const VpnPort &port : ports) {
                if (route.local && port.vpn == route.vpn && port.address && prefixOf(*port.address) == route.prefix) {
                    row.interface = port.name;
                    row.own = port.address->address;
                }
            }
            m_state.routes.push_back(std::move(row));
        }
    }

    void addTrackedRoutes()
    {
        std::map<std::pair<std::string, Ipv6Prefix>, std::vector<std::size_t>> tracked;
        for (const config::PseudowirePart &pw : m_facts.pseudowires) {
            for (const plan::TrackedRoute *route : pw.tracked) {
                std::vector<std::size_t> &list = tracked[{m_plan.find(route->vpn)->name, route->prefix}];
                for (std::size_t i = 0; i < m_state.pseudowires.size(); ++i) {
                    if (m_state.pseudowires[i].vcId == pw.end->vcId && m_state.pseudowires[i].peer == pw.csg->loopback)
                        list.push_back(i);
                }
            }
        }
        for (auto &[key, pseudowires] : tracked) {
            RouterState::TrackedRoute row{key.first, key.second, false, std::move(pseudowires)};
            row.reachable = std::any_of(m_state.routes.begin(), m_state.routes.end(),
                                        [&row](const RouterState::Route &route) { return route.vpn == row.vpn && route.prefix == row.prefix; });
            m_state.tracked.push_back(std::move(row));
        }
    }

    void addInterface(std::string name, bool up, bool spoofing = false) { m_state.interfaces.push_back({std::move(name), up, up, spoofing}); }

    void addPorts()
    {
        std::map<plan::PortId, bool> up; // of those in use
        for (const config::LinkEnd &end : m_facts.links) {
            const RouterSnapshot::LinkEnd *now = stateOf(end.link->id);
            up[end.port->id] = now && now->light;
        }
        for (const config::ServicePart &part : m_facts.services)
            up.emplace(part.service->attachment, true);
        for (const plan::VpnInterface *interface : m_facts.vpnInterfaces) {
            if (interface->port)
                up.emplace(*interface->port, true);
        }
        for (const plan::Port *port : m_facts.ports)
            addInterface(port->name, up[port->id]);
    }

    void addInterfaces()
    {
        addPorts();
        if (m_router.loopback)
            addInterface("LoopBack0", true, true);
        for (const config::ServicePart &part : m_facts.services)
            addInterface(attachmentOf(*part.service), true);
        for (const VpnPort &port : vpnPorts())
            addInterface(port.name, port.up, port.name.starts_with("LoopBack"));
        for (const RouterState::VeGroup &group : m_state.veGroups) {
            addInterface(group.layer2, true);
            addInterface(group.layer3, true);
        }
        for (const config::PseudowirePart &pw : m_facts.pseudowires) {
            if (pw.end->veGroup)
                addInterface(gatewayInterface(*pw.end, false), true);
        }
        const auto place = [](const RouterState::Interface &interface) {
            const std::size_t dot = interface.name.find('.');
            const std::string main = interface.name.substr(0, dot);
            return std::tuple(config::vrp::parseInterface(main), main, dot == std::string::npos ? 0 : std::stoi(interface.name.substr(dot + 1)));
        };
        std::sort(m_state.interfaces.begin(), m_state.interfaces.end(), [&](const auto &a, const auto &b) { return place(a) < place(b); });
        const auto same = [](const RouterState::Interface &a, const RouterState::Interface &b) { return a.name == b.name; };
        m_state.interfaces.erase(std::unique(m_state.interfaces.begin(), m_state.interfaces.end(), same), m_state.interfaces.end());
    }

    const plan::Plan &m_plan;
    const plan::Router &m_router;
    const RouterSnapshot &m_snapshot;
    SimTime m_at;
    config::PlanIndex m_index;
    config::RouterFacts m_facts;
    RouterState m_state;
};

} // namespace

Result<config::RouterState> routerStateAt(const plan::Plan &plan, const plan::Scenario &scenario, const engine::SimulationOptions &options, plan::RouterId router,
                                          SimTime at, std::stop_token stop)
{
    const auto snapshot = engine::routerSnapshot(plan, scenario, options, router, at, std::move(stop));
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    return StateBuilder(plan, *plan.find(router), *snapshot, at).build();
}

Result<config::RouterState> steadyRouterState(const plan::Plan &plan, plan::RouterId router)
{
    return routerStateAt(plan, plan::Scenario{plan::ScenarioId(0), "steady", {}}, {}, router, kTimeZero);
}

} // namespace sidestep::report
