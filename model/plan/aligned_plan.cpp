// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/aligned_plan.h"

#include "model/plan/kinds.h"
#include "model/plan/references.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace sidestep::plan {
namespace {

/// Which id of `base` an id of `other` becomes, for one kind of row.
template <typename Row>
struct Names
{
    using IdType = decltype(Row::id);
    std::map<IdType, IdType> known;
    std::set<IdType> taken; ///< ids of `base` that have their counterpart
};
template <typename Tables>
struct NamesOf;
template <typename... Rows>
struct NamesOf<std::tuple<Table<Rows>...>>
{
    using Type = std::tuple<Names<Rows>...>;
};

std::string folded(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

template <typename IdType>
std::pair<IdType, IdType> unordered(IdType a, IdType b)
{
    return std::minmax(a, b);
}

// What makes a row the same thing in both plans. References in a key are ids of `base`, so the kinds they name come first.
auto keyOf(const Router &r) { return folded(r.name); }
auto keyOf(const Vpn &r) { return r.name; }
auto keyOf(const Port &r) { return std::pair(r.router, folded(r.name)); }
auto keyOf(const Link &r) { return unordered(r.a, r.b); }
auto keyOf(const VpnMember &r) { return std::pair(r.vpn, r.router); }
auto keyOf(const VpnInterface &r) { return std::tuple(r.router, r.vpn, r.port, r.number); }
auto keyOf(const AccessService &r) { return std::tuple(r.csg, r.attachment, r.vlan); }
auto keyOf(const TrackedRoute &r) { return std::pair(r.service, r.pw); }
auto keyOf(const BgpSession &r) { return unordered(r.a, r.b); }
auto keyOf(const Flow &r) { return r.name; }
auto keyOf(const Scenario &r) { return r.name; }
auto keyOf(const Snippet &r) { return r.name; }
auto keyOf(const IgpDomain &r) { return r.name; }
auto keyOf(const BfdPolicy &r) { return r.name; }

class Alignment
{
public:
    Alignment(const Plan &base, const Plan &other) : m_base(base), m_other(other) {}

    [[nodiscard]] Plan aligned()
    {
        match<Router>();
        match<Vpn>();
        match<Port>();
        matchDomainsByLinks();
        match<IgpDomain>();
        match<Link>();
        match<BfdPolicy>();
        matchPoliciesByTimers();
        match<VpnMember>();
        match<VpnInterface>();
        match<AccessService>();
        match<TrackedRoute>();
        match<BgpSession>();
        match<Flow>();
        match<Scenario>();
        match<Snippet>();
        PlanEdit edit;
        edit.changes.emplace_back(SetSettings{m_other.settings()});
        addAll<Router, Position, Port, Link, IgpDomain, BfdPolicy, Vpn, VpnMember, VpnInterface, AccessService, TrackedRoute, BgpSession, Flow, Scenario,
               KeptText, Snippet>(edit);
        // Renaming ids keeps a sound plan sound.
        return Plan().with(edit).value();
    }

private:
    template <typename IdType>
    auto &namesOf()
    {
        return std::get<Names<RowNamedBy<IdType>>>(m_names);
    }

    /// The row with references to what is already matched; false when one has no counterpart, so the row has none either.
    template <typename Row>
    bool translated(Row &row)
    {
        bool whole = true;
        forEachReference(row, [&](auto &id) {
            const auto &known = namesOf<std::remove_cvref_t<decltype(id)>>().known;
            const auto found = known.find(id);
            if (found != known.end())
                id = found->second;
            else if constexpr (!std::is_same_v<Row, Link> || !std::is_same_v<std::remove_cvref_t<decltype(id)>, IgpDomainId>)
                whole = false;
        });
        return whole;
    }

    template <typename Row>
    void match()
    {
        std::map<decltype(keyOf(std::declval<Row>())), decltype(Row::id)> places;
        for (const Row &row : m_base.table<Row>())
            places.emplace(keyOf(row), row.id);
        for (Row row : m_other.table<Row>()) {
            const auto id = row.id;
            if (namesOf<decltype(Row::id)>().known.contains(id) || !identified(row))
                continue;
            if (const auto place = places.find(keyOf(row)); place != places.end())
                claim<Row>(id, place->second);
        }
    }

    /// Whether the references in the row's key have counterparts; what else it refers to does not matter.
    template <typename Row>
    bool identified(Row &row)
    {
        if constexpr (std::is_same_v<Row, IgpDomain> || std::is_same_v<Row, BfdPolicy> || std::is_same_v<Row, Flow> || std::is_same_v<Row, Scenario>
                      || std::is_same_v<Row, Snippet>)
            return true; // known by name
        if constexpr (std::is_same_v<Row, AccessService>)
            return renamed(row.csg) && renamed(row.attachment);
        if constexpr (std::is_same_v<Row, BgpSession>)
            return renamed(row.a) && renamed(row.b);
        return translated(row);
    }
    template <typename IdType>
    bool renamed(IdType &id)
    {
        const auto &known = namesOf<IdType>().known;
        const auto found = known.find(id);
        if (found == known.end())
            return false;
        id = found->second;
        return true;
    }

    template <typename Row>
    void claim(decltype(Row::id) id, decltype(Row::id) place)
    {
        auto &names = std::get<Names<Row>>(m_names);
        if (names.taken.insert(place).second)
            names.known.emplace(id, place);
    }

    void matchDomainsByLinks()
    {
        std::map<std::pair<PortId, PortId>, IgpDomainId> domains;
        for (const Link &link : m_base.links())
            domains.emplace(keyOf(link), link.domain);
        for (Link link : m_other.links()) {
            if (!renamed(link.a) || !renamed(link.b) || namesOf<IgpDomainId>().known.contains(link.domain))
                continue;
            if (const auto place = domains.find(keyOf(link)); place != domains.end())
                claim<IgpDomain>(link.domain, place->second);
        }
    }

    void matchPoliciesByTimers()
    {
        const auto timers = [](const BfdPolicy &policy) { return std::tuple(policy.minTxMs, policy.minRxMs, policy.multiplier); };
        std::multimap<std::tuple<std::uint16_t, std::uint16_t, std::uint8_t>, BfdPolicyId> places;
        for (const BfdPolicy &policy : m_base.bfdPolicies())
            places.emplace(timers(policy), policy.id);
        for (const BfdPolicy &policy : m_other.bfdPolicies()) {
            const auto [first, last] = places.equal_range(timers(policy));
            for (auto place = first; place != last && !namesOf<BfdPolicyId>().known.contains(policy.id); ++place)
                claim<BfdPolicy>(policy.id, place->second);
        }
    }

    template <typename... Rows>
    void addAll(PlanEdit &edit)
    {
        (giveFreshIds<Rows>(), ...);
        (add<Rows>(edit), ...);
    }

    template <typename Row>
    void giveFreshIds()
    {
        if constexpr (!kKeyedByRouter<Row>) {
            auto next = m_base.table<Row>().nextId();
            for (const Row &row : m_other.table<Row>()) {
                if (std::get<Names<Row>>(m_names).known.emplace(row.id, next).second)
                    next = decltype(Row::id)(next.value() + 1);
            }
        }
    }

    template <typename Row>
    void add(PlanEdit &edit)
    {
        std::vector<Row> rows;
        for (Row row : m_other.table<Row>()) {
            if constexpr (!kKeyedByRouter<Row>)
                row.id = std::get<Names<Row>>(m_names).known.at(row.id);
            translated(row);
            rows.push_back(std::move(row));
        }
        std::sort(rows.begin(), rows.end(), [](const Row &a, const Row &b) { return a.id < b.id; });
        for (Row &row : rows)
            edit.changes.emplace_back(Add<Row>{std::move(row)});
    }

    const Plan &m_base;
    const Plan &m_other;
    NamesOf<Plan::Tables>::Type m_names;
};

} // namespace

Plan alignedTo(const Plan &base, const Plan &other)
{
    return Alignment(base, other).aligned();
}

} // namespace sidestep::plan
