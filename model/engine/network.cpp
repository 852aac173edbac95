// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/network.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>

namespace sidestep::engine {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

template <typename Row, typename IdType>
int indexOf(const std::vector<Row> &rows, IdType id)
{
    const auto at = std::lower_bound(rows.begin(), rows.end(), id, [](const Row &row, IdType wanted) { return row.id < wanted; });
    return at != rows.end() && at->id == id ? static_cast<int>(at - rows.begin()) : -1;
}

/// Positions of ids in a plan's table, which is sorted.
template <typename Row>
class Positions
{
public:
    explicit Positions(const Table<Row> &table)
    {
        m_ids.reserve(table.size());
        for (const Row &row : table)
            m_ids.push_back(row.id.value());
    }
    [[nodiscard]] int operator()(decltype(Row::id) id) const
    {
        const auto at = std::lower_bound(m_ids.begin(), m_ids.end(), id.value());
        return at != m_ids.end() && *at == id.value() ? static_cast<int>(at - m_ids.begin()) : -1;
    }

private:
    std::vector<std::uint32_t> m_ids;
};

template <typename T>
int sizeOf(const std::vector<T> &list)
{
    return static_cast<int>(list.size());
}

std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

std::optional<plan::BfdPolicy> policyOf(const plan::Plan &plan, std::optional<plan::BfdPolicyId> id)
{
    const plan::BfdPolicy *policy = id ? plan.find(*id) : nullptr;
    return policy ? std::optional(*policy) : std::nullopt;
}

} // namespace

Network::Network(const plan::Plan &plan, bool tracking) : igp(plan.settings().igp)
{
    addRouters(plan);
    addDomainsAndLinks(plan);
    addVpns(plan);
    addSessions(plan);
    addServices(plan, tracking);
    addFlows(plan);
}

int Network::nodeOf(plan::RouterId id) const
{
    return indexOf(nodes, id);
}

int Network::linkOf(plan::LinkId id) const
{
    return indexOf(links, id);
}

int Network::memberOf(int node, int vpn) const
{
    for (const int member : nodes[at(node)].members) {
        if (members[at(member)].vpn == vpn)
            return member;
    }
    return -1;
}

void Network::addRouters(const plan::Plan &plan)
{
    nodes.reserve(plan.routers().size());
    for (const plan::Router &router : plan.routers()) {
        Node node;
        node.id = router.id;
        node.name = router.name;
        node.systemId = router.loopback ? router.loopback->bits() : router.id.value();
        node.asNumber = plan::asNumberOf(plan, router);
        nodes.push_back(std::move(node));
    }
}

void Network::addDomainsAndLinks(const plan::Plan &plan)
{
    const Positions<plan::IgpDomain> domainAt(plan.domains());
    for (const plan::IgpDomain &row : plan.domains()) {
        Domain domain;
        domain.name = row.name;
        domain.access = row.kind == plan::DomainKind::Access;
        domain.bfd = policyOf(plan, row.bfd);
        domain.spfInit = milliseconds(row.spfInitMs);
        domain.spfStep = milliseconds(row.spfStepMs);
        domain.spfMax = seconds(row.spfMaxSeconds);
        domain.lspInit = milliseconds(row.lspInitMs);
        domain.lspStep = milliseconds(row.lspStepMs);
        domain.lspMax = seconds(row.lspMaxSeconds);
        domain.lsaArrival = milliseconds(igp == plan::Igp::Ospf ? row.lsaArrivalMs.value_or(0) : 0);
        domain.ldpSync = row.ldpSync;
        domains.push_back(std::move(domain));
    }

    std::map<std::pair<int, int>, int> parallels;
    links.reserve(plan.links().size());
    std::vector<std::vector<int>> membersOf(domains.size());
    for (const plan::Link &row : plan.links()) {
        const auto [a, b] = plan::endsOf(plan, row);
        Link link;
        link.id = row.id;
        link.node = {nodeOf(a), nodeOf(b)};
        link.domain = domainAt(row.domain);
        link.cost = plan::igpCostOf(plan, row);
        link.delay = row.delay;
        link.name = nodes[at(link.node[0])].name + "--" + nodes[at(link.node[1])].name;
        const auto ends = std::minmax(link.node[0], link.node[1]);
        if (const int nth = ++parallels[{ends.first, ends.second}]; nth > 1)
            link.name += "#" + std::to_string(nth);
        for (const int node : link.node) {
            membersOf[at(link.domain)].push_back(node);
            nodes[at(node)].links.push_back(sizeOf(links));
        }
        links.push_back(std::move(link));
    }
    for (std::size_t d = 0; d < domains.size(); ++d) {
        std::vector<int> &list = membersOf[d];
        std::sort(list.begin(), list.end());
        list.erase(std::unique(list.begin(), list.end()), list.end());
        for (int local = 0; local < sizeOf(list); ++local) {
            Node &node = nodes[at(list[at(local)])];
            node.domains.push_back({static_cast<int>(d), local});
            node.border = node.border || !domains[d].access;
        }
        domains[d].nodes = std::move(list);
        domains[d].linksOf.resize(domains[d].nodes.size());
    }
    for (int index = 0; index < sizeOf(links); ++index) {
        Link &link = links[at(index)];
        Domain &domain = domains[at(link.domain)];
        for (std::size_t end = 0; end < 2; ++end) {
            const auto place = std::lower_bound(domain.nodes.begin(), domain.nodes.end(), link.node[end]);
            link.local[end] = static_cast<int>(place - domain.nodes.begin());
            domain.linksOf[at(link.local[end])].push_back(index);
        }
    }
}

void Network::addVpns(const plan::Plan &plan)
{
    const Positions<plan::Vpn> vpnAt(plan.vpns());
    for (const plan::Vpn &vpn : plan.vpns()) {
        vpnIds.push_back(vpn.id);
        vpnNames.push_back(vpn.name);
    }
    vpnImports.assign(vpnNames.size(), std::vector<std::uint8_t>(vpnNames.size(), 0));
    std::size_t importer = 0;
    for (const plan::Vpn &into : plan.vpns()) {
        std::size_t exporter = 0;
        for (const plan::Vpn &from : plan.vpns()) {
            const bool shared = std::any_of(into.importTargets.begin(), into.importTargets.end(), [&](const RouteTarget &target) {
                return std::find(from.exportTargets.begin(), from.exportTargets.end(), target) != from.exportTargets.end();
            });
            vpnImports[importer][exporter] = shared ? 1 : 0;
            ++exporter;
        }
        ++importer;
    }

    // A member without a distinguisher gets one of its own, as numbering would give it.
    using Key = std::tuple<bool, RouteDistinguisher, int, Ipv6Prefix>;
    std::map<Key, int> nlriAt;
    std::vector<std::optional<RouteDistinguisher>> distinguishers;
    for (const plan::VpnMember &row : plan.vpnMembers()) {
        const int node = nodeOf(row.router);
        nodes[at(node)].members.push_back(sizeOf(members));
        members.push_back({row.id, vpnAt(row.vpn), node, row.frr});
        distinguishers.push_back(row.distinguisher);
    }

    const auto prefixOfValue = [&](const Ipv6Prefix &prefix) {
        const auto [place, fresh] = m_prefixAt.try_emplace(prefix, sizeOf(prefixes));
        if (fresh) {
            prefixes.push_back(prefix);
            prefixNames.push_back(prefix.toString());
        }
        return place->second;
    };
    const auto addLocal = [&](int member, const Ipv6Prefix &prefix, int pw, bool advertised) {
        const auto &distinguisher = distinguishers[at(member)];
        const Key key{distinguisher.has_value(), distinguisher.value_or(RouteDistinguisher{}), distinguisher ? 0 : member, prefix};
        const auto [place, fresh] = nlriAt.try_emplace(key, sizeOf(nlris));
        const int prefixIndex = prefixOfValue(prefix);
        if (fresh)
            nlris.push_back({prefixIndex, members[at(member)].vpn, distinguisher});
        localRoutes.push_back({member, members[at(member)].node, place->second, prefixIndex, pw, advertised, std::nullopt});
        return sizeOf(localRoutes) - 1;
    };

    for (const plan::VpnInterface &row : plan.vpnInterfaces()) {
        const int member = memberOf(nodeOf(row.router), vpnAt(row.vpn));
        if (member >= 0 && row.address)
            localRoutes[at(addLocal(member, prefixOf(*row.address), -1, row.advertised))].interface = row.id;
    }
    // Pseudowire indices are given in this order by addServices too.
    int pw = 0;
    for (const plan::AccessService &service : plan.services()) {
        for (const plan::PseudowireEnd *end : {&service.primary, service.secondary ? &*service.secondary : nullptr}) {
            if (!end)
                continue;
            const int member = memberOf(nodeOf(end->agg), vpnAt(service.vpn));
            if (member >= 0 && service.gateway)
                addLocal(member, prefixOf(*service.gateway), pw, true);
            ++pw;
        }
    }
    for (const plan::TrackedRoute &row : plan.trackedRoutes())
        prefixOfValue(row.prefix);
}

void Network::addSessions(const plan::Plan &plan)
{
    for (const plan::BgpSession &row : plan.sessions()) {
        Session session;
        session.id = row.id;
        session.node = {nodeOf(row.a), nodeOf(row.b)};
        session.name = nodes[at(session.node[0])].name + "–" + nodes[at(session.node[1])].name;
        session.reflects = {row.aReflects, row.bReflects};
        session.nextHopSelf = {row.aNextHopSelf, row.bNextHopSelf};
        session.external = nodes[at(session.node[0])].asNumber != nodes[at(session.node[1])].asNumber;
        session.link = row.link ? linkOf(*row.link) : -1;
        session.hold = seconds(row.holdSeconds);
        session.keepalive = std::min<SimDuration>(seconds(row.keepaliveSeconds), session.hold / 3);
        session.bfd = policyOf(plan, row.bfd);
        session.pair = sizeOf(pairs);
        pairs.push_back({session.node, {}, session.link});
        if (const auto policy = policyOf(plan, row.tunnelBfd); policy && session.link < 0)
            watchTunnels(session.node, *policy);
        if (session.link >= 0)
            links[at(session.link)].session = sizeOf(sessions);
        for (const int node : session.node)
            nodes[at(node)].sessions.push_back(sizeOf(sessions));
        sessions.push_back(std::move(session));
    }
}

int Network::tunnelBetween(int ingress, int egress) const
{
    const std::vector<int> &own = nodes[at(ingress)].tunnels;
    const auto place = placeOfTunnel(own, egress);
    return place == own.end() || tunnels[at(*place)].node[1] != egress ? -1 : *place;
}

std::vector<int>::const_iterator Network::placeOfTunnel(const std::vector<int> &own, int egress) const
{
    return std::lower_bound(own.begin(), own.end(), egress, [this](int tunnel, int wanted) { return tunnels[at(tunnel)].node[1] < wanted; });
}

void Network::watchTunnels(std::array<int, 2> ends, const plan::BfdPolicy &policy)
{
    for (const auto &[ingress, egress] : {std::pair(ends[0], ends[1]), std::pair(ends[1], ends[0])}) {
        if (tunnelBetween(ingress, egress) >= 0)
            continue;
        std::vector<int> &own = nodes[at(ingress)].tunnels;
        own.insert(placeOfTunnel(own, egress), sizeOf(tunnels));
        tunnels.push_back({{ingress, egress}, "tunnel " + nodes[at(ingress)].name + "→" + nodes[at(egress)].name, sizeOf(pairs), policy});
        pairs.push_back({{ingress, egress}, {true, false}});
    }
}

void Network::addServices(const plan::Plan &plan, bool tracking)
{
    const Positions<plan::Vpn> vpnAt(plan.vpns());
    std::map<std::pair<int, int>, int> ldpAt;
    std::map<std::pair<int, int>, int> managementAt;
    for (const plan::AccessService &row : plan.services()) {
        Service service;
        service.id = row.id;
        service.name = row.name;
        service.csg = nodeOf(row.csg);
        service.vpn = vpnAt(row.vpn);
        service.mode = row.redundancy;
        service.reroute = row.redundancy == plan::RedundancyMode::Independent ? plan::ReroutePolicy::Immediately : row.reroute;
        service.rerouteDelay = seconds(row.rerouteDelaySeconds);
        service.resume = seconds(row.resumeSeconds);
        service.dualReceiving = row.dualReceiving;
        for (const plan::PwRole role : {plan::PwRole::Primary, plan::PwRole::Secondary}) {
            const plan::PseudowireEnd *end = role == plan::PwRole::Primary ? &row.primary : row.secondary ? &*row.secondary : nullptr;
            if (!end)
                continue;
            Pseudowire pw;
            pw.service = sizeOf(services);
            pw.role = role;
            pw.csg = service.csg;
            pw.agg = nodeOf(end->agg);
            pw.matches = end->mtu == row.mtu && end->encapsulation == row.encapsulation;
            pw.ignoreStandby = end->ignoreStandby;
            if (row.watch != plan::PwWatch::Tunnel)
                pw.bfdPolicy = policyOf(plan, row.bfd);
            else if (const auto policy = policyOf(plan, row.bfd))
                watchTunnels({pw.csg, pw.agg}, *policy);
            const auto [place, fresh] = ldpAt.try_emplace({pw.csg, pw.agg}, sizeOf(ldpSessions));
            if (fresh) {
                LdpSession session;
                session.node = {pw.csg, pw.agg};
                session.name = nodes[at(pw.csg)].name + "–" + nodes[at(pw.agg)].name;
                session.pair = sizeOf(pairs);
                pairs.push_back({session.node});
                ldpSessions.push_back(std::move(session));
            }
            pw.ldp = place->second;
            if (pw.bfdPolicy) {
                pw.managed = row.watch == plan::PwWatch::Management;
                const int known = pw.managed ? managementAt.try_emplace({pw.csg, pw.agg}, sizeOf(pairs)).first->second : sizeOf(pairs);
                pw.bfd = known;
                if (known == sizeOf(pairs))
                    pairs.push_back({{pw.csg, pw.agg}, {true, true}});
            }
            const int index = sizeOf(pseudowires);
            ldpSessions[at(pw.ldp)].pseudowires.push_back(index);
            nodes[at(pw.csg)].pseudowires.push_back(index);
            nodes[at(pw.agg)].pseudowires.push_back(index);
            service.pw[role == plan::PwRole::Primary ? 0 : 1] = index;
            pseudowires.push_back(std::move(pw));
        }
        services.push_back(std::move(service));
    }
    for (int index = 0; index < sizeOf(localRoutes); ++index) {
        if (localRoutes[at(index)].pw >= 0)
            pseudowires[at(localRoutes[at(index)].pw)].gatewayRoute = index;
    }

    // "PW1" where it is unambiguous, which it is on most CSGs.
    std::vector<std::vector<int>> servicesOf(nodes.size());
    for (const Pseudowire &pw : pseudowires) {
        for (const int node : {pw.csg, pw.agg}) {
            std::vector<int> &list = servicesOf[at(node)];
            if (list.empty() || list.back() != pw.service)
                list.push_back(pw.service);
        }
    }
    for (Pseudowire &pw : pseudowires) {
        const char *bare = pw.role == plan::PwRole::Primary ? "PW1" : "PW2";
        for (const int node : {pw.csg, pw.agg})
            pw.subject[node == pw.csg ? 0 : 1] = servicesOf[at(node)].size() == 1 ? bare : services[at(pw.service)].name + " " + bare;
    }

    if (!tracking)
        return;
    const Positions<plan::AccessService> serviceAt(plan.services());
    for (const plan::TrackedRoute &row : plan.trackedRoutes()) {
        const int index = services[at(serviceAt(row.service))].pw[row.pw == plan::PwRole::Primary ? 0 : 1];
        if (index < 0)
            continue;
        Pseudowire &pw = pseudowires[at(index)];
        pw.tracked.push_back({memberOf(pw.agg, vpnAt(row.vpn)), m_prefixAt.at(row.prefix)});
    }
}

void Network::addFlows(const plan::Plan &plan)
{
    const Positions<plan::AccessService> serviceAt(plan.services());
    std::set<int, std::greater<>> lengths;
    for (const Ipv6Prefix &prefix : prefixes)
        lengths.insert(prefix.length());
    for (const plan::Flow &row : plan.flows()) {
        Flow flow;
        flow.id = row.id;
        flow.name = row.name;
        flow.direction = row.direction;
        flow.rate = row.rate;
        flow.objective = row.objective;
        flow.service = serviceAt(row.service);
        flow.vpn = services[at(flow.service)].vpn;
        const plan::VpnInterface *remote = plan.find(row.remote);
        flow.remote = nodeOf(remote->router);
        const plan::AccessService *service = plan.find(row.service);
        std::optional<Ipv6> destination;
        if (row.direction == plan::Direction::Upstream && remote->address)
            destination = remote->address->address;
        if (row.direction == plan::Direction::Downstream && service->gateway)
            destination = service->gateway->address;
        for (const int length : lengths) {
            const auto place = destination ? m_prefixAt.find(Ipv6Prefix(*destination, length)) : m_prefixAt.end();
            if (place != m_prefixAt.end())
                flow.prefixes.push_back(place->second);
        }
        flows.push_back(std::move(flow));
    }
}

} // namespace sidestep::engine
