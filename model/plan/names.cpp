// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/fields.h"
#include "model/plan/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

namespace sidestep::plan {
namespace {

constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool sameIgnoringCase(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

/// Single-letter changes that turn one text into the other, case aside; `limit` when there are that many or more.
std::size_t distance(std::string_view a, std::string_view b, std::size_t limit)
{
    if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) >= limit)
        return limit;
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0U : 1U)});
            diagonal = above;
        }
    }
    return std::min(row.back(), limit);
}

/// Up to a third of the letters may be wrong; the first of equally near names. nullptr: none is near.
const Router *routerNear(const Plan &plan, std::string_view name)
{
    const Router *nearest = nullptr;
    std::size_t limit = std::max<std::size_t>(2, name.size() / 3 + 1);
    for (const Router &router : plan.routers())
        if (const std::size_t changes = distance(router.name, name, limit); changes < limit) {
            nearest = &router;
            limit = changes;
        }
    return nearest;
}

std::string noSuchRouter(const Plan &plan, std::string_view name)
{
    const Router *near = routerNear(plan, name);
    return near ? fmt::format("there is no router {}; did you mean {}?", name, near->name) : fmt::format("there is no router {}", name);
}

/// Links with an end at `from`, ascending, each with its other end. Reads ports and links once.
std::vector<std::pair<LinkId, RouterId>> linksAt(const Plan &plan, RouterId from)
{
    std::unordered_set<PortId> own;
    for (const Port &port : plan.ports())
        if (port.router == from)
            own.insert(port.id);
    std::vector<std::pair<LinkId, RouterId>> links;
    for (const Link &link : plan.links())
        if (own.contains(link.a))
            links.emplace_back(link.id, plan.find(link.b)->router);
        else if (own.contains(link.b))
            links.emplace_back(link.id, plan.find(link.a)->router);
    return links;
}

std::string linkName(const Plan &plan, RouterId a, RouterId b, std::size_t place)
{
    const std::string name = fmt::format("{}--{}", plan.find(a)->name, plan.find(b)->name);
    return place == 1 ? name : fmt::format("{}#{}", name, place);
}

/// Precondition: the object is in the plan.
struct NameOf
{
    const Plan &plan;

    template <typename IdType>
    std::string operator()(IdType id) const
    {
        return plan.find(id)->name;
    }
    std::string operator()(LinkId id) const { return nameOf(plan, *plan.find(id)); }
    std::string operator()(VpnInterfaceId id) const
    {
        const VpnInterface &i = *plan.find(id);
        const std::string &router = plan.find(i.router)->name;
        return i.port ? fmt::format("{} {}.{}", router, plan.find(*i.port)->name, i.number) : fmt::format("{} LoopBack{}", router, i.number);
    }
    std::string operator()(TrackedRouteId id) const
    {
        const TrackedRoute &t = *plan.find(id);
        return fmt::format("{} {} tracks {}", plan.find(t.service)->name, wordOf(t.pw), t.prefix.toString());
    }
    std::string operator()(BgpSessionId id) const
    {
        const BgpSession &s = *plan.find(id);
        return fmt::format("{}–{}", plan.find(s.a)->name, plan.find(s.b)->name);
    }
    std::string operator()(PortId id) const
    {
        const Port &port = *plan.find(id);
        return fmt::format("{} {}", plan.find(port.router)->name, port.name);
    }
    std::string operator()(VpnMemberId id) const
    {
        const VpnMember &m = *plan.find(id);
        return fmt::format("{} in {}", plan.find(m.router)->name, plan.find(m.vpn)->name);
    }
};

} // namespace

std::pair<RouterId, RouterId> endsOf(const Plan &plan, const Link &link)
{
    return {plan.find(link.a)->router, plan.find(link.b)->router};
}

std::uint32_t igpCostOf(const Plan &plan, const Link &link)
{
    constexpr std::uint32_t kIsisDefault = 10;
    constexpr std::uint32_t kOspfDefault = 1;
    return link.cost.value_or(plan.settings().igp == Igp::Ospf ? kOspfDefault : kIsisDefault);
}

std::uint32_t asNumberOf(const Plan &plan, const Router &router)
{
    return router.asNumber.value_or(plan.settings().asNumber);
}

bool isExternal(const Plan &plan, const BgpSession &session)
{
    return asNumberOf(plan, *plan.find(session.a)) != asNumberOf(plan, *plan.find(session.b));
}

std::string nameOf(const Plan &plan, const Link &link)
{
    const auto [a, b] = endsOf(plan, link);
    std::size_t place = 1;
    for (const auto &[id, other] : linksAt(plan, a))
        if (other == b && id < link.id)
            ++place;
    return linkName(plan, a, b, place);
}

std::vector<std::string> linkNames(const Plan &plan)
{
    std::unordered_map<std::uint64_t, std::size_t> seen;
    std::vector<std::string> names;
    names.reserve(plan.links().size());
    for (const Link &link : plan.links()) {
        const auto [a, b] = endsOf(plan, link);
        const auto [low, high] = std::minmax({a.value(), b.value()}); // by value: value() returns temporaries
        names.push_back(linkName(plan, a, b, ++seen[std::uint64_t{low} << 32 | high]));
    }
    return names;
}

std::string nameOf(const Plan &plan, const ObjectId &object)
{
    return std::visit([&plan](auto id) { return plan.find(id) ? NameOf{plan}(id) : std::string(); }, object);
}

const Router *routerNamed(const Plan &plan, std::string_view name)
{
    for (const Router &router : plan.routers())
        if (sameIgnoringCase(router.name, name))
            return &router;
    return nullptr;
}

Result<LinkId> linkNamed(const Plan &plan, std::string_view name)
{
    // No router's name holds a '#' (`unsafeInConfiguration`).
    const std::size_t hash = name.find('#');
    const std::string_view ends = name.substr(0, hash);
    std::size_t place = 1;
    if (hash != std::string_view::npos) {
        const std::string_view number = name.substr(hash + 1);
        const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), place);
        if (error != std::errc() || end != number.data() + number.size() || place == 0)
            return failure(ErrorCode::BadSyntax, fmt::format("'{}' has no number after #; write the second parallel link like A--B#2", name));
    }
    std::size_t dashes = ends.find("--");
    if (dashes == std::string_view::npos)
        return failure(ErrorCode::BadSyntax, fmt::format("'{}' is not a link; links are named like A--B", name));

    // A router's name may itself hold "--": take the first split that names two routers.
    const Router *a = nullptr;
    const Router *b = nullptr;
    std::string missing;
    for (; dashes != std::string_view::npos; dashes = ends.find("--", dashes + 1)) {
        a = routerNamed(plan, ends.substr(0, dashes));
        b = routerNamed(plan, ends.substr(dashes + 2));
        if (a && b)
            break;
        if (missing.empty())
            missing = noSuchRouter(plan, a ? ends.substr(dashes + 2) : ends.substr(0, dashes));
    }
    if (!a || !b)
        return failure(ErrorCode::NotFound, fmt::format("there is no link {}: {}", name, missing));

    std::size_t parallel = 0;
    std::string neighbours;
    for (const auto &[id, other] : linksAt(plan, a->id)) {
        if (other == b->id && ++parallel == place)
            return id;
        if (neighbours.size() < 60)
            neighbours += fmt::format("{}{}", neighbours.empty() ? "" : ", ", plan.find(other)->name);
        else if (!neighbours.ends_with("…"))
            neighbours += " …";
    }
    if (parallel > 0)
        return failure(ErrorCode::NotFound, fmt::format("there is no link {}: {} and {} have {} link{}", name, a->name, b->name, parallel,
                                                        parallel == 1 ? "" : "s"));
    return failure(ErrorCode::NotFound,
                   neighbours.empty() ? fmt::format("there is no link {}: {} has no links", name, a->name)
                                      : fmt::format("there is no link {}: links of {} go to {}", name, a->name, neighbours));
}

const Scenario *scenarioNamed(const Plan &plan, std::string_view name)
{
    for (const Scenario &scenario : plan.scenarios())
        if (scenario.name == name)
            return &scenario;
    return nullptr;
}

Result<RouterId> routerIdNamed(const Plan &plan, std::string_view name)
{
    if (const Router *router = routerNamed(plan, name))
        return router->id;
    return failure(ErrorCode::NotFound, noSuchRouter(plan, name));
}

} // namespace sidestep::plan
