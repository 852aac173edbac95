// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/plan.h"

#include "model/plan/plan_diff.h"
#include "tests/model/plan/small_plan.h"

#include <QtTest>

#include <rapidcheck.h>

#include <map>
#include <ostream>

using namespace sidestep;
using namespace sidestep::plan;
using samples::SmallPlan;

namespace {

/// A plan as plain maps, with no rules at all: what an edit would lead to if nothing were refused.
template <typename Tables>
struct LooseOf;
template <typename... Rows>
struct LooseOf<std::tuple<Table<Rows>...>>
{
    using Type = std::tuple<std::map<decltype(Rows::id), Rows>...>;
};
using Loose = LooseOf<Plan::Tables>::Type;

template <typename Row>
auto &rowsOf(Loose &loose)
{
    return std::get<std::map<decltype(Row::id), Row>>(loose);
}

Loose looseFrom(const Plan &plan)
{
    Loose loose;
    std::apply(
        [&plan]<typename... Id, typename... Row>(std::map<Id, Row> &...rows) {
            (std::for_each(plan.table<Row>().begin(), plan.table<Row>().end(), [&rows](const Row &row) { rows.emplace(row.id, row); }), ...);
        },
        loose);
    return loose;
}

struct LooseWriter
{
    Loose &loose;
    void operator()(const SetSettings &) const {}
    template <typename Row>
    void operator()(const Add<Row> &change) const
    {
        rowsOf<Row>(loose).insert_or_assign(change.row.id, change.row);
    }
    template <typename Row>
    void operator()(const Set<Row> &change) const
    {
        rowsOf<Row>(loose).insert_or_assign(change.row.id, change.row);
    }
    template <typename Row>
    void operator()(const Remove<Row> &change) const
    {
        rowsOf<Row>(loose).erase(change.id);
    }
};

/// Builds the plan anew, so that every row and every pair of rows is checked.
Result<Plan> rebuilt(const Loose &loose, const Settings &settings)
{
    PlanEdit all{"all", {}};
    all.changes.emplace_back(SetSettings{settings});
    std::apply(
        [&all]<typename... Id, typename... Row>(const std::map<Id, Row> &...rows) {
            (std::for_each(rows.begin(), rows.end(), [&all](const auto &entry) { all.changes.emplace_back(Add<Row>{entry.second}); }), ...);
        },
        loose);
    return Plan{}.with(all);
}

struct Step
{
    std::uint32_t kind;
    std::uint32_t a;
    std::uint32_t b;
    friend std::ostream &operator<<(std::ostream &out, const Step &step) { return out << step.kind << '(' << step.a << ',' << step.b << ')'; }
};

/// The row that `pick` falls on; nullptr in an empty table.
template <typename Row>
const Row *picked(const Loose &loose, std::uint32_t pick)
{
    const auto &rows = std::get<std::map<decltype(Row::id), Row>>(loose);
    return rows.empty() ? nullptr : &std::next(rows.begin(), pick % rows.size())->second;
}

constexpr std::uint32_t kKinds = 29;

/// Small ranges of names, addresses and ends, so that clashes are frequent.
void addStep(PlanEdit &edit, Loose &loose, const Step &step)
{
    PlanEdit one{"", {}};
    const auto change = [&]<typename Row>(const Row *row, auto &&how) {
        if (row) {
            Row changed = *row;
            how(changed);
            one.changes.emplace_back(Set<Row>{changed});
        }
    };
    const auto remove = [&]<typename Row>(const Row *row) {
        if (row)
            one.changes.emplace_back(Remove<Row>{row->id});
    };
    const auto add = [&]<typename Row>(Row row) {
        const auto &rows = rowsOf<Row>(loose);
        row.id = decltype(Row::id)(rows.empty() ? 1 : rows.rbegin()->first.value() + 1);
        one.changes.emplace_back(Add<Row>{row});
    };
    const auto idOf = [](const auto *row) { return row->id; };
    const Router *router = picked<Router>(loose, step.b);
    const Port *port = picked<Port>(loose, step.b);
    const std::string name = "N" + std::to_string(step.b % 4);
    const Ipv4 address(10, step.b % 3 == 0 ? 255 : 0, step.b % 3 == 0 ? 0 : 1, static_cast<std::uint8_t>(1 + step.b % 12));

    switch (step.kind) {
    case 0: change(picked<Router>(loose, step.a), [&](Router &r) { r.name = name; }); break;
    case 1: change(picked<Router>(loose, step.a), [&](Router &r) { r.loopback = address; }); break;
    case 2: add(samples::router(name)); break;
    case 3: change(picked<Port>(loose, step.a), [&](Port &p) { p.address = Ipv4Interface{address, 30}; }); break;
    case 4: change(picked<Port>(loose, step.a), [&](Port &p) { p.name = name; }); break;
    case 5:
        if (router)
            change(picked<Port>(loose, step.a), [&](Port &p) { p.router = idOf(router); });
        break;
    case 6:
        if (router)
            add(samples::port(router->id, name));
        break;
    case 7:
        if (port)
            change(picked<Link>(loose, step.a), [&](Link &l) { l.b = idOf(port); });
        break;
    case 8:
        if (port && picked<Port>(loose, step.a) && picked<IgpDomain>(loose, step.a))
            add(samples::link(picked<Port>(loose, step.a)->id, port->id, picked<IgpDomain>(loose, step.a)->id));
        break;
    case 9: remove(picked<Link>(loose, step.a)); break;
    case 10: remove(picked<Router>(loose, step.a)); break;
    case 11: remove(picked<Port>(loose, step.a)); break;
    case 12: change(picked<AccessService>(loose, step.a), [](AccessService &s) { s.secondary.reset(); }); break;
    case 13:
        if (port)
            change(picked<AccessService>(loose, step.a), [&](AccessService &s) { s.attachment = idOf(port); });
        break;
    case 14: change(picked<TrackedRoute>(loose, step.a), [&](TrackedRoute &t) { t.pw = step.b % 2 ? PwRole::Primary : PwRole::Secondary; }); break;
    case 15: remove(picked<TrackedRoute>(loose, step.a)); break;
    case 16:
        if (router && picked<Router>(loose, step.a))
            add(samples::session(picked<Router>(loose, step.a)->id, router->id));
        break;
    case 17:
        if (router && picked<Vpn>(loose, step.a))
            add(VpnMember{VpnMemberId(0), picked<Vpn>(loose, step.a)->id, router->id, std::nullopt});
        break;
    case 18:
        if (port)
            change(picked<VpnInterface>(loose, step.a), [&](VpnInterface &i) { i.port = idOf(port); });
        break;
    case 19: remove(picked<BfdPolicy>(loose, step.a)); break;
    case 20: remove(picked<VpnInterface>(loose, step.a)); break;
    case 21: change(picked<Snippet>(loose, step.a), [&](Snippet &s) { s.name = name; }); break;
    case 22: change(picked<Snippet>(loose, step.a), [&](Snippet &s) { s.router = router ? std::optional(router->id) : std::nullopt; }); break;
    case 23: remove(picked<KeptText>(loose, step.a)); break;
    case 24: remove(picked<Snippet>(loose, step.a)); break;
    case 25: change(picked<KeptText>(loose, step.a), [&](KeptText &k) { k.text = step.b % 3 == 0 ? " aaa" : "aaa"; }); break;
    case 26:
        change(picked<BgpSession>(loose, step.a), [&](BgpSession &s) {
            const Link *link = picked<Link>(loose, step.b);
            s.link = link ? std::optional(link->id) : std::nullopt;
        });
        break;
    case 27: change(picked<Router>(loose, step.a), [&](Router &r) { r.asNumber = step.b % 3; }); break;
    default: change(picked<Scenario>(loose, step.a), [&](Scenario &s) { s.name = name; }); break;
    }
    for (const PlanChange &done : one.changes) {
        std::visit(LooseWriter{loose}, done);
        edit.changes.push_back(done);
    }
}

ObjectId objectPicked(const Plan &plan, std::uint32_t pick)
{
    std::vector<ObjectId> all;
    const auto collect = [&all](const auto &rows) {
        for (const auto &row : rows)
            all.emplace_back(row.id);
    };
    collect(plan.routers()), collect(plan.links()), collect(plan.domains()), collect(plan.bfdPolicies()), collect(plan.vpns());
    collect(plan.vpnInterfaces()), collect(plan.services()), collect(plan.trackedRoutes()), collect(plan.sessions()), collect(plan.flows());
    collect(plan.scenarios()), collect(plan.ports()), collect(plan.vpnMembers()), collect(plan.snippets());
    return all.empty() ? ObjectId(RouterId(1)) : all[pick % all.size()];
}

} // namespace

namespace rc {
template <>
struct Arbitrary<Step>
{
    static Gen<Step> arbitrary()
    {
        return gen::build<Step>(gen::set(&Step::kind, gen::resize(100, gen::inRange(0U, kKinds))),
                                gen::set(&Step::a, gen::resize(100, gen::inRange(0U, 60U))),
                                gen::set(&Step::b, gen::resize(100, gen::inRange(0U, 60U))));
    }
};
} // namespace rc

class TestPlanRandom final : public QObject
{
    Q_OBJECT

private slots:
    void whatAnEditChecksIsWhatAFullCheckWouldFind();
    void removalIsAlwaysAcceptedAndComplete();
};

void TestPlanRandom::whatAnEditChecksIsWhatAFullCheckWouldFind()
{
    int accepted = 0;
    int refused = 0;
    QVERIFY(rc::check("an edit is accepted exactly when the plan it leads to can be built from nothing", [&] {
        Plan plan = SmallPlan().withLines();
        const auto edits = *rc::gen::container<std::vector<std::vector<Step>>>(
            8, rc::gen::resize(3, rc::gen::nonEmpty<std::vector<Step>>()));
        for (const std::vector<Step> &steps : edits) {
            Loose loose = looseFrom(plan);
            PlanEdit edit{"random", {}};
            for (const Step &step : steps)
                addStep(edit, loose, step);
            const Result<Plan> after = plan.with(edit);
            const Result<Plan> expected = rebuilt(loose, plan.settings());
            if (after.has_value() != expected.has_value())
                RC_LOG() << (after ? expected.error().detail : after.error().detail) << '\n';
            RC_ASSERT(after.has_value() == expected.has_value());
            if (!after) {
                ++refused;
                continue;
            }
            ++accepted;
            RC_ASSERT(*after == *expected);
            RC_ASSERT(plan.with(editBetween(plan, *after, "again")).value() == *after);
            RC_ASSERT(after->with(editBetween(*after, plan, "back")).value() == plan);
            plan = *after;
        }
    }));
    // Both answers must really occur, or the property says little.
    QVERIFY2(accepted > 50 && refused > 50, qPrintable(QStringLiteral("%1 accepted, %2 refused").arg(accepted).arg(refused)));
}

void TestPlanRandom::removalIsAlwaysAcceptedAndComplete()
{
    QVERIFY(rc::check("what was to go is gone, and nothing refers to it", [] {
        Plan plan = SmallPlan().withLines();
        const auto picks = *rc::gen::container<std::vector<std::uint32_t>>(*rc::gen::inRange<std::size_t>(1, 6),
                                                                           rc::gen::resize(100, rc::gen::inRange(0U, 1000U)));
        std::vector<ObjectId> objects;
        for (const std::uint32_t pick : picks)
            objects.push_back(objectPicked(plan, pick));
        const PlanEdit edit = removalOf(plan, objects);
        const Result<Plan> after = plan.with(edit);
        if (!after)
            RC_LOG() << edit.label << ": " << after.error().detail << '\n';
        RC_ASSERT(after.has_value());
        for (const ObjectId &object : objects)
            std::visit([&](auto id) { RC_ASSERT(after->find(id) == nullptr); }, object);
        RC_ASSERT(rebuilt(looseFrom(*after), after->settings()).value() == *after);
        RC_ASSERT(removalOf(*after, objects).changes.empty());
    }));
}

QTEST_GUILESS_MAIN(TestPlanRandom)
#include "tst_plan_random.moc"
