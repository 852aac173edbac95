// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/steady_routes.h"

#include <algorithm>
#include <tuple>

namespace sidestep::engine {
namespace {

plan::RouterId peerOf(const plan::BgpSession &session, plan::RouterId router)
{
    return session.a == router ? session.b : session.a;
}

/// The router treats the other end as its client.
bool reflects(const plan::BgpSession &session, plan::RouterId router)
{
    return session.a == router ? session.aReflects : session.bReflects;
}

bool imports(const plan::Vpn &importer, const plan::Vpn &exporter)
{
    return std::any_of(importer.importTargets.begin(), importer.importTargets.end(), [&](const RouteTarget &target) {
        return std::find(exporter.exportTargets.begin(), exporter.exportTargets.end(), target) != exporter.exportTargets.end();
    });
}

} // namespace

SteadyRoutes::SteadyRoutes(const plan::Plan &plan, SteadyPaths &paths, const std::vector<const plan::BgpSession *> &up,
                           const std::vector<SteadyOrigin> &origins, const std::set<plan::VpnMemberId> &importNothing)
    : m_plan(plan), m_paths(paths), m_importNothing(importNothing)
{
    for (const plan::BgpSession *session : up) {
        m_sessionsOf[session->a].push_back(session);
        m_sessionsOf[session->b].push_back(session);
    }

    std::map<std::pair<plan::RouterId, plan::VpnId>, const plan::VpnMember *> members;
    for (const plan::VpnMember &member : plan.vpnMembers())
        members[{member.router, member.vpn}] = &member;

    // The same prefix under the same distinguisher is one route to BGP. An instance without a distinguisher advertises nothing.
    std::map<std::pair<RouteDistinguisher, Ipv6Prefix>, std::vector<const SteadyOrigin *>> distinct;
    for (const SteadyOrigin &origin : origins) {
        const auto member = members.find({origin.router, origin.vpn});
        if (member == members.end() || !m_paths.hasPower(origin.router))
            continue;
        if (m_tables[member->first].try_emplace(origin.prefix, SteadyVpnRoute{origin.router, origin.vpn, origin.service}).second)
            m_ranks.try_emplace({origin.router, origin.vpn, origin.prefix}, rankOf({&origin, nullptr, {}}, origin.router));
        if (origin.advertised && member->second->distinguisher)
            distinct[{*member->second->distinguisher, origin.prefix}].push_back(&origin);
    }
    for (const auto &[key, sameRoute] : distinct)
        spread(sameRoute);
}

SteadyRoutes::Rank SteadyRoutes::rankOf(const Path &path, plan::RouterId at)
{
    return {path.from != nullptr, path.origin->med, m_paths.cost(at, path.origin->router), m_paths.systemId(path.origin->router), path.clusters.size(),
            path.from ? m_paths.systemId(peerOf(*path.from, at)) : Ipv4()};
}

std::optional<SteadyRoutes::Path> SteadyRoutes::advertised(const Best &best, plan::RouterId by, const plan::BgpSession &over, plan::RouterId to)
{
    const auto at = best.find(by);
    if (at == best.end())
        return std::nullopt;
    Path path{at->second.origin, &over, at->second.clusters};
    if (at->second.from) {
        // RFC 4456 section 6: from a client to everyone else, from anyone else to clients only; never back where it came from.
        const bool permitted = reflects(*at->second.from, by) || reflects(over, by);
        if (!permitted || at->second.from == &over)
            return std::nullopt;
        path.clusters.insert(path.clusters.begin(), by);
    }
    // RFC 4456 section 8: what has passed through here before is dropped.
    if (path.origin->router == to || std::find(path.clusters.begin(), path.clusters.end(), to) != path.clusters.end())
        return std::nullopt;
    return path;
}

void SteadyRoutes::spread(const std::vector<const SteadyOrigin *> &sameRoute)
{
    Best best;
    for (const SteadyOrigin *origin : sameRoute)
        best.insert_or_assign(origin->router, Path{origin, nullptr, {}});

    // Every speaker chooses again from what its peers would send now, until no one moves. One originator always comes to
    // rest, because reflection lengthens the cluster list; several may not (RFC 3345).
    const std::size_t rounds = 4 * m_sessionsOf.size() + 8;
    bool moved = true;
    for (std::size_t round = 0; moved; ++round) {
        if (round == rounds) {
            m_settles = false;
            break;
        }
        moved = false;
        for (const auto &[router, sessions] : m_sessionsOf) {
            const auto now = best.find(router);
            if (now != best.end() && !now->second.from)
                continue;
            std::optional<Path> choice;
            for (const plan::BgpSession *session : sessions) {
                std::optional<Path> offer = advertised(best, peerOf(*session, router), *session, router);
                if (offer && m_paths.reaches(router, offer->origin->router) && (!choice || rankOf(*offer, router) < rankOf(*choice, router)))
                    choice = std::move(offer);
            }
            if (!choice && now != best.end()) {
                best.erase(now);
                moved = true;
            } else if (choice && (now == best.end() || !(now->second == *choice))) {
                best.insert_or_assign(router, std::move(*choice));
                moved = true;
            }
        }
    }
    import(best);
}

void SteadyRoutes::import(const Best &best)
{
    for (const plan::VpnMember &member : m_plan.vpnMembers()) {
        const auto path = best.find(member.router);
        if (path == best.end() || !path->second.from || m_importNothing.contains(member.id))
            continue;
        const SteadyOrigin &origin = *path->second.origin;
        if (!imports(*m_plan.find(member.vpn), *m_plan.find(origin.vpn)))
            continue;
        const Rank rank = rankOf(path->second, member.router);
        const auto [at, fresh] = m_ranks.try_emplace({member.router, member.vpn, origin.prefix}, rank);
        if (!fresh && !(rank < at->second))
            continue;
        at->second = rank;
        m_tables[{member.router, member.vpn}].insert_or_assign(origin.prefix, SteadyVpnRoute{origin.router, origin.vpn, std::nullopt});
    }
}

bool SteadyRoutes::has(plan::RouterId router, plan::VpnId vpn, const Ipv6Prefix &prefix) const
{
    const auto table = m_tables.find({router, vpn});
    return table != m_tables.end() && table->second.contains(prefix);
}

const SteadyVpnRoute *SteadyRoutes::lookUp(plan::RouterId router, plan::VpnId vpn, const Ipv6 &address) const
{
    const auto table = m_tables.find({router, vpn});
    if (table == m_tables.end())
        return nullptr;
    const SteadyVpnRoute *match = nullptr;
    int length = -1;
    for (const auto &[prefix, route] : table->second)
        if (prefix.contains(address) && prefix.length() > length) {
            match = &route;
            length = prefix.length();
        }
    return match;
}

} // namespace sidestep::engine
