// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/plan.h"

#include "tests/support/counted_memory.h"
#include "tests/support/router_rows.h"

#include <QtTest>

using namespace sidestep;
using namespace sidestep::plan;

/// How much new memory a small edit of a large plan takes. Bytes asked of `operator new`, so the same on every machine of one ABI.
class TestPlanMemory final : public QObject
{
    Q_OBJECT

private slots:
    void copyAndOneChangedRowOf100000StayBelow200KB();
    void copyAloneTakesNothing();
    void editOfOneRouterInAPlanOf100000StaysBelow200KB();
};

void TestPlanMemory::copyAndOneChangedRowOf100000StayBelow200KB()
{
    const Table<Router> rows = support::routerRows(100'000);
    Router changed = *rows.find(RouterId(50'000));
    changed.site = "Moved";
    const std::size_t before = support::countedMemory().bytes;
    Table<Router> copy = rows;
    copy.put(changed);
    const std::size_t taken = support::countedMemory().bytes - before;
    QVERIFY2(taken < 200'000, qPrintable(QString::number(taken)));
    QVERIFY(taken > 0);
}

void TestPlanMemory::copyAloneTakesNothing()
{
    const Table<Router> rows = support::routerRows(1'000);
    const std::size_t before = support::countedMemory().bytes;
    const Table<Router> copy = rows;
    QCOMPARE(support::countedMemory().bytes - before, std::size_t{0});
    QCOMPARE(copy.size(), std::size_t{1'000});
}

void TestPlanMemory::editOfOneRouterInAPlanOf100000StaysBelow200KB()
{
    const Table<Router> rows = support::routerRows(100'000);
    PlanEdit all{"all", {}};
    for (const Router &row : rows)
        all.changes.emplace_back(Add<Router>{row});
    const Plan plan = Plan{}.with(all).value();
    Router changed = *plan.find(RouterId(50'000));
    changed.name = "AGG1"; // a new name is looked for in the whole table
    const PlanEdit edit{"rename", {Set<Router>{changed}}};
    const std::size_t before = support::countedMemory().bytes;
    const Result<Plan> after = plan.with(edit);
    const std::size_t taken = support::countedMemory().bytes - before;
    QVERIFY(after.has_value());
    QVERIFY2(taken < 200'000, qPrintable(QString::number(taken)));
}

QTEST_GUILESS_MAIN(TestPlanMemory)
#include "tst_plan_memory.moc"
