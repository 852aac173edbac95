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

/// The router has `next-hop-local` for the other end.
bool nextHopSelf(const plan::BgpSession &session, plan::RouterId router)
{
    return session.a == router ? session.aNextHopSelf : session.bNextHopSelf;
}

/// 0: from inside the AS.
std::uint32_t neighbourAs(const std::vector<std::uint32_t> &asPath)
{
    return asPath.empty() ? 0 : asPath.front();
}

/// Keeps those of which the measure is least.
template <typename Path, typename Measure>
void keepLeast(std::vector<Path> &paths, Measure measure)
{
    auto least = measure(paths.front());
    for (const Path &path : paths)
        least = std::min(least, measure(path));
    std::erase_if(paths, [&](const Path &path) { return measure(path) != least; });
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
        m_tables[member->first].try_emplace(origin.prefix, SteadyVpnRoute{origin.router, origin.vpn, origin.service});
        if (origin.advertised && member->second->distinguisher)
            distinct[{*member->second->distinguisher, origin.prefix}].push_back(&origin);
    }

    // Where it matters who chooses first there are several stable states (RFC 4264), or some orders never end: then none is the one.
    Speakers speakers;
    for (const auto &[router, sessions] : m_sessionsOf)
        speakers.push_back(router);
    const Speakers backwards(speakers.rbegin(), speakers.rend());
    std::vector<Best> routes;
    for (const auto &[key, sameRoute] : distinct) {
        std::optional<Best> best = spread(sameRoute, speakers, Turns::InOrder);
        if (!best || spread(sameRoute, backwards, Turns::InOrder) != best || spread(sameRoute, speakers, Turns::AllAtOnce) != best)
            m_settles = false;
        if (best)
            routes.push_back(*std::move(best));
    }
    import(routes);
}

std::uint32_t SteadyRoutes::asOf(plan::RouterId router) const
{
    return plan::asNumberOf(m_plan, *m_plan.find(router));
}

bool SteadyRoutes::usable(const Path &path, plan::RouterId at)
{
    if (!path.over)
        return m_paths.reaches(at, path.nextHop);
    const auto [a, b] = plan::endsOf(m_plan, *m_plan.find(*path.over));
    return (a == at || b == at) && m_paths.carries(*path.over);
}

/// RFC 4271 section 9.1.2.2, step by step, between the rules of `protocols.md` section 3.3.
std::optional<SteadyRoutes::Path> SteadyRoutes::chosen(std::vector<Path> paths, plan::RouterId at)
{
    std::erase_if(paths, [&](const Path &path) { return path.from && !usable(path, at); });
    if (paths.empty())
        return std::nullopt;
    keepLeast(paths, [](const Path &path) { return path.from != nullptr; });
    keepLeast(paths, [](const Path &path) { return path.asPath.size(); });
    std::map<std::uint32_t, std::uint32_t> lowestMed; // of each neighbouring AS
    for (const Path &path : paths) {
        const auto [place, fresh] = lowestMed.try_emplace(neighbourAs(path.asPath), path.med);
        place->second = std::min(place->second, path.med);
    }
    std::erase_if(paths, [&](const Path &path) { return path.med != lowestMed.at(neighbourAs(path.asPath)); });
    keepLeast(paths, [&](const Path &path) { return path.from && !external(*path.from); });
    keepLeast(paths, [&](const Path &path) { return path.over ? 0 : m_paths.cost(at, path.nextHop); });
    keepLeast(paths, [&](const Path &path) { return m_paths.systemId(path.entry); });
    keepLeast(paths, [](const Path &path) { return path.clusters.size(); });
    keepLeast(paths, [&](const Path &path) { return path.from ? m_paths.systemId(peerOf(*path.from, at)) : Ipv4(); });
    return paths.front();
}

std::optional<SteadyRoutes::Path> SteadyRoutes::advertised(const Best &best, plan::RouterId by, const plan::BgpSession &over, plan::RouterId to) const
{
    const auto at = best.find(by);
    if (at == best.end() || at->second.from == &over)
        return std::nullopt;
    Path path = at->second;
    const bool fromOwnAs = path.from && !external(*path.from);
    // RFC 4456 section 6: from a client to everyone else, from anyone else to clients only; never back where it came from.
    const bool reflected = fromOwnAs && !external(over);
    if (reflected && !reflects(*path.from, by) && !reflects(over, by))
        return std::nullopt;
    path.from = &over;
    if (!reflected || nextHopSelf(over, by)) {
        path.nextHop = by;
        path.over = over.link;
    }
    if (reflected) {
        path.clusters.insert(path.clusters.begin(), by);
    } else {
        path.clusters.clear();
        path.entry = by;
    }
    if (external(over)) {
        path.asPath.insert(path.asPath.begin(), asOf(by));
        path.med = at->second.from ? 0 : path.med;
    }
    // RFC 4456 section 8 and RFC 4271 section 9.1.2: what has passed through here, or through this AS, before is dropped.
    const bool looped = path.entry == to || std::find(path.clusters.begin(), path.clusters.end(), to) != path.clusters.end()
        || std::find(path.asPath.begin(), path.asPath.end(), asOf(to)) != path.asPath.end();
    return looped ? std::nullopt : std::optional(std::move(path));
}

/// nullopt: no one comes to rest.
std::optional<SteadyRoutes::Best> SteadyRoutes::spread(const std::vector<const SteadyOrigin *> &sameRoute, const Speakers &speakers, Turns turns)
{
    Best best;
    for (const SteadyOrigin *origin : sameRoute)
        best.insert_or_assign(origin->router, Path{.origin = origin, .nextHop = origin->router, .entry = origin->router, .med = origin->med});

    // Every speaker chooses again from what its peers would send now, until no one moves. One originator in one AS always
    // comes to rest, because reflection lengthens the cluster list; several may not (RFC 3345).
    const std::size_t rounds = 4 * m_sessionsOf.size() + 8;
    bool moved = true;
    for (std::size_t round = 0; moved; ++round) {
        if (round == rounds)
            return std::nullopt;
        moved = false;
        const Best before = turns == Turns::AllAtOnce ? best : Best();
        const Best &told = turns == Turns::AllAtOnce ? before : best;
        for (const plan::RouterId router : speakers) {
            const auto now = best.find(router);
            if (now != best.end() && !now->second.from)
                continue;
            std::vector<Path> offers;
            for (const plan::BgpSession *session : m_sessionsOf.at(router))
                if (auto offer = advertised(told, peerOf(*session, router), *session, router))
                    offers.push_back(*std::move(offer));
            std::optional<Path> choice = chosen(std::move(offers), router);
            if (!choice && now != best.end()) {
                best.erase(now);
                moved = true;
            } else if (choice && (now == best.end() || !(now->second == *choice))) {
                best.insert_or_assign(router, std::move(*choice));
                moved = true;
            }
        }
    }
    return best;
}

void SteadyRoutes::import(const std::vector<Best> &routes)
{
    for (const plan::VpnMember &member : m_plan.vpnMembers()) {
        if (m_importNothing.contains(member.id))
            continue;
        std::map<Ipv6Prefix, std::vector<Path>> candidates;
        for (const Best &best : routes) {
            const auto path = best.find(member.router);
            if (path != best.end() && path->second.from && imports(*m_plan.find(member.vpn), *m_plan.find(path->second.origin->vpn)))
                candidates[path->second.origin->prefix].push_back(path->second);
        }
        for (auto &[prefix, paths] : candidates) {
            Table &table = m_tables[{member.router, member.vpn}];
            const std::optional<Path> path = table.contains(prefix) ? std::nullopt : chosen(std::move(paths), member.router);
            if (!path)
                continue;
            const auto source = std::find_if(routes.begin(), routes.end(), [&](const Best &best) {
                const auto same = best.find(member.router);
                return same != best.end() && same->second == *path;
            });
            table.insert_or_assign(prefix, routeOver(*source, *path));
        }
    }
}

/// Who put itself into the path swaps the label and sends the packet on along the path that it uses itself.
SteadyVpnRoute SteadyRoutes::routeOver(const Best &best, const Path &path)
{
    SteadyVpnRoute route{path.nextHop, path.origin->vpn, std::nullopt};
    for (const Path *hop = &path; hop->from && route.way.size() <= best.size(); hop = &best.at(hop->nextHop))
        route.way.push_back({hop->nextHop, hop->over});
    return route;
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
