// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/fields.h"
#include "model/plan/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <numeric>

namespace sidestep::plan {
namespace {

/// Edits needed to turn one text into the other, counted up to `most`.
std::size_t distance(std::string_view a, std::string_view b, std::size_t most)
{
    if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > most)
        return most + 1;
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row.back();
}

std::string pairName(const Plan &plan, RouterId a, RouterId b)
{
    return fmt::format("{}--{}", plan.find(a)->name, plan.find(b)->name);
}

std::string serviceEnd(const Plan &plan, const TrackedRoute &tracked)
{
    return fmt::format("{} {} tracks {}", plan.find(tracked.service)->name, wordOf(tracked.pw), tracked.prefix.toString());
}

struct NameVisitor
{
    const Plan &plan;

    std::string operator()(RouterId id) const { return plan.find(id)->name; }
    std::string operator()(LinkId id) const { return nameOf(plan, *plan.find(id)); }
    std::string operator()(IgpDomainId id) const { return plan.find(id)->name; }
    std::string operator()(BfdPolicyId id) const { return plan.find(id)->name; }
    std::string operator()(VpnId id) const { return plan.find(id)->name; }
    std::string operator()(VpnInterfaceId id) const
    {
        const VpnInterface &row = *plan.find(id);
        const std::string where = row.port ? fmt::format("{}.{}", plan.find(*row.port)->name, row.number) : fmt::format("LoopBack{}", row.number);
        return fmt::format("{} {}", plan.find(row.router)->name, where);
    }
    std::string operator()(AccessServiceId id) const { return plan.find(id)->name; }
    std::string operator()(TrackedRouteId id) const { return serviceEnd(plan, *plan.find(id)); }
    std::string operator()(BgpSessionId id) const
    {
        const BgpSession &row = *plan.find(id);
        return fmt::format("{}–{}", plan.find(row.a)->name, plan.find(row.b)->name);
    }
    std::string operator()(FlowId id) const { return plan.find(id)->name; }
    std::string operator()(ScenarioId id) const { return plan.find(id)->name; }
    std::string operator()(PortId id) const { return fmt::format("{} {}", plan.find(plan.find(id)->router)->name, plan.find(id)->name); }
    std::string operator()(VpnMemberId id) const
    {
        return fmt::format("{} in {}", plan.find(plan.find(id)->router)->name, plan.find(plan.find(id)->vpn)->name);
    }
};

} // namespace

std::pair<RouterId, RouterId> endsOf(const Plan &plan, const Link &link)
{
    return {plan.find(link.a)->router, plan.find(link.b)->router};
}

std::string nameOf(const Plan &plan, const Link &link)
{
    const auto [a, b] = endsOf(plan, link);
    int place = 1;
    for (const Link &other : plan.links()) {
        if (other.id == link.id)
            break;
        const auto [c, d] = endsOf(plan, other);
        if ((c == a && d == b) || (c == b && d == a))
            ++place;
    }
    const std::string name = pairName(plan, a, b);
    return place == 1 ? name : fmt::format("{}#{}", name, place);
}

std::string nameOf(const Plan &plan, const ObjectId &object)
{
    const bool known = std::visit([&](auto id) { return plan.find(id) != nullptr; }, object);
    return known ? std::visit(NameVisitor{plan}, object) : std::string();
}

const Router *routerNamed(const Plan &plan, std::string_view name)
{
    const auto at = std::find_if(plan.routers().begin(), plan.routers().end(), [&](const Router &r) { return r.name == name; });
    return at == plan.routers().end() ? nullptr : &*at;
}

Result<LinkId> linkNamed(const Plan &plan, std::string_view name)
{
    std::string_view ends = name;
    int place = 1;
    if (const auto hash = ends.rfind('#'); hash != std::string_view::npos) {
        const std::string_view number = ends.substr(hash + 1);
        const auto [end, problem] = std::from_chars(number.data(), number.data() + number.size(), place);
        if (problem != std::errc() || end != number.data() + number.size() || place < 1)
            return failure(ErrorCode::BadSyntax, fmt::format("\"{}\": behind # stands the number of the parallel link, as in A--B#2", name));
        ends = ends.substr(0, hash);
    }
    if (ends.find("--") == std::string_view::npos)
        return failure(ErrorCode::BadSyntax, fmt::format("\"{}\" is not a link; links are named A--B", name));

    std::string near;
    std::size_t nearest = 4;
    int seen = 0;
    for (const Link &link : plan.links()) {
        const auto [a, b] = endsOf(plan, link);
        for (const std::string &candidate : {pairName(plan, a, b), pairName(plan, b, a)}) {
            if (candidate == ends) {
                if (++seen == place)
                    return link.id;
                break;
            }
            if (const std::size_t d = distance(candidate, ends, nearest); d < nearest) {
                nearest = d;
                near = candidate;
            }
        }
    }
    if (seen > 0)
        return failure(ErrorCode::NotFound, fmt::format("there are only {} links {}, so no #{}", seen, ends, place));
    return failure(ErrorCode::NotFound, near.empty() ? fmt::format("there is no link {}; sidestep-cli dump lists all", name)
                                                     : fmt::format("there is no link {}; did you mean {}?", name, near));
}

const Scenario *scenarioNamed(const Plan &plan, std::string_view name)
{
    const auto at = std::find_if(plan.scenarios().begin(), plan.scenarios().end(), [&](const Scenario &s) { return s.name == name; });
    return at == plan.scenarios().end() ? nullptr : &*at;
}

} // namespace sidestep::plan
