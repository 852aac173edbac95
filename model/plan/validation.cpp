// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/validation.h"

#include "model/plan/kinds.h"
#include "model/plan/limits.h"
#include "model/plan/references.h"
#include "model/plan/uniqueness.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <unordered_set>

namespace sidestep::plan {
namespace {

using Problem = std::optional<Error>;

template <typename Row>
std::string subject(const Row &row)
{
    // A refused name must not reach a terminal or a log through the message that refuses it.
    if constexpr (requires { row.name; })
        if (!row.name.empty() && row.name.size() < 80 && !unsafeInConfiguration(row.name, false))
            return fmt::format("{} {}", Kind<Row>::one, row.name);
    return fmt::format("{} {}", Kind<Row>::one, row.id.value());
}

template <typename Row>
struct Ids
{
    std::vector<decltype(Row::id)> ids;
};
template <typename Tables>
struct IdsOf;
template <typename... Rows>
struct IdsOf<std::tuple<Table<Rows>...>>
{
    using Type = std::tuple<Ids<Rows>...>;
};

/// What an edit came to: ids it names, reduced to the rows that differ.
class Collector
{
public:
    Collector(const Plan &before, const Plan &after) : m_before(before), m_after(after) {}

    void read(const PlanEdit &edit)
    {
        for (const PlanChange &change : edit.changes)
            std::visit([this](const auto &one) { note(one); }, change);
    }
    [[nodiscard]] AllChanges changes()
    {
        AllChanges changes;
        std::apply([this](auto &...kind) { (collect(kind), ...); }, changes);
        return changes;
    }

private:
    void note(const SetSettings &) {}
    template <typename Row>
    void note(const Add<Row> &change)
    {
        ids<Row>().push_back(change.row.id);
    }
    template <typename Row>
    void note(const Set<Row> &change)
    {
        ids<Row>().push_back(change.row.id);
    }
    template <typename Row>
    void note(const Remove<Row> &change)
    {
        ids<Row>().push_back(change.id);
    }
    template <typename Row>
    std::vector<decltype(Row::id)> &ids()
    {
        return std::get<Ids<Row>>(m_ids).ids;
    }

    template <typename Row>
    void collect(Changes<Row> &changes)
    {
        auto &touched = ids<Row>();
        if (!std::is_sorted(touched.begin(), touched.end()))
            std::sort(touched.begin(), touched.end());
        touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
        changes.reserve(touched.size());
        for (const auto id : touched) {
            const Change<Row> change{m_before.table<Row>().find(id), m_after.table<Row>().find(id)};
            if (change.before && change.now ? !(*change.before == *change.now) : change.before != change.now)
                changes.push_back(change);
        }
    }

    const Plan &m_before;
    const Plan &m_after;
    IdsOf<Plan::Tables>::Type m_ids;
};

/// Rules that join a row to the rows it refers to. Preconditions: they exist.
class Joins
{
public:
    explicit Joins(const Plan &plan) : m_plan(plan) {}

    template <typename Row>
    Problem broken(const Row &) const
    {
        return std::nullopt;
    }
    Problem broken(const Link &l) const
    {
        constexpr std::uint32_t kMostOspf = 65'535; // RFC 2328 section A.4.2
        const auto [a, b] = endsOf(m_plan, l);
        if (a == b)
            return Error{ErrorCode::Loop, fmt::format("both ends are on {}; a link joins two routers", m_plan.find(a)->name)};
        if (m_plan.settings().igp == Igp::Ospf && l.cost.value_or(0) > kMostOspf)
            return Error{ErrorCode::OutOfRange, fmt::format("cost {} is above {}, the largest of OSPF", *l.cost, kMostOspf)};
        return std::nullopt;
    }
    Problem broken(const VpnInterface &i) const
    {
        if (!i.port || m_plan.find(*i.port)->router == i.router)
            return std::nullopt;
        return Error{ErrorCode::Conflict, fmt::format("port {} is not on {}; choose one of its own", nameOf(m_plan, ObjectId(*i.port)),
                                                      m_plan.find(i.router)->name)};
    }
    Problem broken(const AccessService &s) const
    {
        if (m_plan.find(s.attachment)->router != s.csg)
            return Error{ErrorCode::Conflict, fmt::format("attachment port {} is not on its CSG {}; choose one of its own",
                                                          nameOf(m_plan, ObjectId(s.attachment)), m_plan.find(s.csg)->name)};
        if (s.primary.agg == s.csg || (s.secondary && s.secondary->agg == s.csg))
            return Error{ErrorCode::Loop, fmt::format("a pseudowire would end on {}, where it starts; choose an AGG", m_plan.find(s.csg)->name)};
        return std::nullopt;
    }
    Problem broken(const TrackedRoute &t) const
    {
        const AccessService &service = *m_plan.find(t.service);
        if (t.pw == PwRole::Primary || service.secondary)
            return std::nullopt;
        return Error{ErrorCode::Dangling, fmt::format("{} has no secondary pseudowire to track a route for", service.name)};
    }
    Problem broken(const BgpSession &s) const
    {
        if (s.a == s.b)
            return Error{ErrorCode::Loop, fmt::format("both ends are {}; a session joins two routers", m_plan.find(s.a)->name)};
        if (!s.link || joinsBoth(s.a, s.b, *s.link))
            return std::nullopt;
        return Error{ErrorCode::Conflict, fmt::format("link {} does not join {} and {}; choose one that does, or none", nameOf(m_plan, ObjectId(*s.link)),
                                                      m_plan.find(s.a)->name, m_plan.find(s.b)->name)};
    }

private:
    [[nodiscard]] bool joinsBoth(RouterId one, RouterId other, LinkId link) const
    {
        const auto ends = endsOf(m_plan, *m_plan.find(link));
        return ends == std::pair(one, other) || ends == std::pair(other, one);
    }

    const Plan &m_plan;
};

class Validation
{
public:
    Validation(const Plan &before, const Plan &after, const AllChanges &changes)
        : m_after(after), m_joins(after), m_changes(changes), m_newIgp(before.settings().igp != after.settings().igp)
    {
    }

    /// The order matters: joins follow references, and words for a clash follow both.
    [[nodiscard]] Problem run() const
    {
        if (Problem wrong = eachKind([](const auto &kind) { return limits(kind); }))
            return wrong;
        if (Problem wrong = eachKind([this](const auto &kind) { return references(kind); }))
            return wrong;
        if (Problem wrong = leftDangling())
            return wrong;
        if (Problem wrong = eachKind([this](const auto &kind) { return joins(kind); }))
            return wrong;
        if (Problem wrong = joinsOfOthers())
            return wrong;
        return firstClash(m_after, m_changes);
    }

private:
    using Removed = std::tuple<std::unordered_set<RouterId>, std::unordered_set<PortId>, std::unordered_set<LinkId>, std::unordered_set<IgpDomainId>,
                               std::unordered_set<BfdPolicyId>, std::unordered_set<VpnId>, std::unordered_set<VpnMemberId>,
                               std::unordered_set<VpnInterfaceId>, std::unordered_set<AccessServiceId>, std::unordered_set<TrackedRouteId>,
                               std::unordered_set<BgpSessionId>, std::unordered_set<FlowId>, std::unordered_set<ScenarioId>,
                               std::unordered_set<SnippetId>>;

    template <typename Check>
    Problem eachKind(Check check) const
    {
        Problem wrong;
        std::apply([&](const auto &...kind) { (void)((wrong = check(kind)).has_value() || ...); }, m_changes);
        return wrong;
    }
    template <typename Row>
    [[nodiscard]] const Changes<Row> &of() const
    {
        return std::get<Changes<Row>>(m_changes);
    }
    template <typename Row>
    static Problem about(const Row &row, Problem wrong)
    {
        if (wrong)
            wrong->detail = fmt::format("{}: {}", subject(row), wrong->detail);
        return wrong;
    }

    template <typename Row>
    static Problem limits(const Changes<Row> &changes)
    {
        for (const Change<Row> &change : changes)
            if (change.now)
                if (Problem wrong = about(*change.now, brokenLimit(*change.now)))
                    return wrong;
        return std::nullopt;
    }

    template <typename Row>
    Problem references(const Changes<Row> &changes) const
    {
        Problem wrong;
        for (const Change<Row> &change : changes) {
            if (!change.now)
                continue;
            forEachReference(*change.now, [&](auto target) {
                if (!wrong && !m_after.find(target))
                    wrong = Error{ErrorCode::Dangling, fmt::format("{} refers to {} {}, which is not in the plan; add it in the same edit",
                                                                   subject(*change.now), Kind<RowNamedBy<decltype(target)>>::one, target.value())};
            });
            if (wrong)
                return wrong;
        }
        return wrong;
    }

    /// Rows that the edit did not touch and that refer to a row it removed: each table is read once.
    [[nodiscard]] Problem leftDangling() const
    {
        Removed removed;
        bool any = false;
        std::apply([&](const auto &...kind) { ((any = gone(kind, removed) || any), ...); }, m_changes);
        if (!any)
            return std::nullopt;
        return eachKind([&]<typename Row>(const Changes<Row> &) {
            Problem wrong;
            for (const Row &row : m_after.table<Row>()) {
                forEachReference(row, [&](auto target) {
                    const auto &ids = std::get<std::unordered_set<decltype(target)>>(removed);
                    if (!ids.empty() && ids.contains(target) && !wrong)
                        wrong = Error{ErrorCode::Dangling, fmt::format("{} still refers to {} {}; remove or change it in the same edit", subject(row),
                                                                       Kind<RowNamedBy<decltype(target)>>::one, target.value())};
                });
                if (wrong)
                    return wrong;
            }
            return wrong;
        });
    }

    /// Notes the removed ids that something may refer to; whether there is one.
    template <typename Row>
    static bool gone(const Changes<Row> &changes, Removed &removed)
    {
        constexpr bool kReferredTo = !kKeyedByRouter<Row> && !std::is_same_v<Row, Snippet> && !std::is_same_v<Row, VpnMember> && !std::is_same_v<Row, TrackedRoute>
            && !std::is_same_v<Row, BgpSession> && !std::is_same_v<Row, Flow> && !std::is_same_v<Row, Scenario>;
        bool any = false;
        if constexpr (kReferredTo)
            for (const Change<Row> &change : changes)
                if (!change.now) {
                    std::get<std::unordered_set<decltype(Row::id)>>(removed).insert(change.before->id);
                    any = true;
                }
        return any;
    }

    template <typename Row>
    Problem joins(const Changes<Row> &changes) const
    {
        for (const Change<Row> &change : changes)
            if (change.now)
                if (Problem wrong = about(*change.now, m_joins.broken(*change.now)))
                    return wrong;
        return std::nullopt;
    }

    template <typename Row, typename Concerned>
    Problem recheck(const Table<Row> &table, Concerned concerned) const
    {
        for (const Row &row : table)
            if (concerned(row))
                if (Problem wrong = about(row, m_joins.broken(row)))
                    return wrong;
        return std::nullopt;
    }

    /// Rows the edit did not touch, but that it may have broken: those on a port that moved to another router or on a link
    /// that moved to another port, those of a service that lost its secondary pseudowire, and links under another IGP.
    [[nodiscard]] Problem joinsOfOthers() const
    {
        std::unordered_set<PortId> moved;
        for (const Change<Port> &change : of<Port>())
            if (change.before && change.now && change.before->router != change.now->router)
                moved.insert(change.now->id);
        if (!moved.empty()) {
            if (Problem wrong = recheck(m_after.links(), [&](const Link &l) { return moved.contains(l.a) || moved.contains(l.b); }))
                return wrong;
            if (Problem wrong = recheck(m_after.services(), [&](const AccessService &s) { return moved.contains(s.attachment); }))
                return wrong;
            if (Problem wrong = recheck(m_after.vpnInterfaces(), [&](const VpnInterface &i) { return i.port && moved.contains(*i.port); }))
                return wrong;
        }
        if (m_newIgp) {
            if (Problem wrong = recheck(m_after.links(), [](const Link &) { return true; }))
                return wrong;
        }
        if (Problem wrong = recheckSessions(moved))
            return wrong;
        std::unordered_set<AccessServiceId> single;
        for (const Change<AccessService> &change : of<AccessService>())
            if (change.before && change.before->secondary && change.now && !change.now->secondary)
                single.insert(change.now->id);
        if (single.empty())
            return std::nullopt;
        return recheck(m_after.trackedRoutes(), [&](const TrackedRoute &t) { return single.contains(t.service); });
    }

    [[nodiscard]] Problem recheckSessions(const std::unordered_set<PortId> &movedPorts) const
    {
        std::unordered_set<LinkId> moved;
        for (const Change<Link> &change : of<Link>())
            if (change.before && change.now && (change.before->a != change.now->a || change.before->b != change.now->b))
                moved.insert(change.now->id);
        if (moved.empty() && movedPorts.empty())
            return std::nullopt;
        const auto concerned = [&](const BgpSession &s) {
            const Link *link = s.link ? m_after.find(*s.link) : nullptr;
            return link && (moved.contains(link->id) || movedPorts.contains(link->a) || movedPorts.contains(link->b));
        };
        return recheck(m_after.sessions(), concerned);
    }

    const Plan &m_after;
    Joins m_joins;
    const AllChanges &m_changes;
    bool m_newIgp;
};

} // namespace

Result<void> validate(const Plan &before, const Plan &after, const PlanEdit &edit)
{
    if (!(before.settings() == after.settings()))
        if (Problem wrong = brokenLimit(after.settings()))
            return failure(wrong->code, "settings: " + wrong->detail);
    Collector collector(before, after);
    collector.read(edit);
    const AllChanges changes = collector.changes();
    if (Problem wrong = Validation(before, after, changes).run())
        return tl::unexpected<Error>(*std::move(wrong));
    return {};
}

} // namespace sidestep::plan
