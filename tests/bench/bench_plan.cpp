// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/plan.h"

#include "model/plan/plan_diff.h"
#include "model/plan/templates.h"

#include <benchmark/benchmark.h>

using namespace sidestep;
using namespace sidestep::plan;

namespace {

/// 100 000 sites after `scale-network.md`, built once.
const Plan &national()
{
    static const Plan plan = [] {
        BackhaulShape shape;
        shape.sites = 100'000;
        return backhaulPlan(shape).value();
    }();
    return plan;
}

template <typename Row, typename Change>
void withOneRow(benchmark::State &state, Change change)
{
    const Plan &plan = national();
    const auto middle = decltype(Row::id)(static_cast<std::uint32_t>(plan.table<Row>().size() / 2));
    Row row = *plan.table<Row>().find(middle);
    change(row);
    const PlanEdit edit{"one row", {Set<Row>{row}}};
    for (auto _ : state)
        benchmark::DoNotOptimize(plan.with(edit).value());
}

void moveRouter(benchmark::State &state)
{
    withOneRow<Position>(state, [](Position &p) { ++p.x; });
}

void describePort(benchmark::State &state)
{
    withOneRow<Port>(state, [](Port &p) { p.description = "to the north"; });
}

void renameRouter(benchmark::State &state)
{
    withOneRow<Router>(state, [](Router &r) { r.name = "CSG-renamed"; });
}

void changePortAddress(benchmark::State &state)
{
    withOneRow<Port>(state, [](Port &p) { p.address = Ipv4Interface{Ipv4(192, 0, 2, 1), 30}; });
}

void deleteRouter(benchmark::State &state)
{
    const Plan &plan = national();
    for (auto _ : state)
        benchmark::DoNotOptimize(plan.with(removalOf(plan, {RouterId(50'000)})).value());
}

void differenceOfOneRow(benchmark::State &state)
{
    const Plan &plan = national();
    Router row = *plan.find(RouterId(50'000));
    row.site = "Moved";
    const Plan after = plan.with(PlanEdit{"one row", {Set<Router>{row}}}).value();
    for (auto _ : state)
        benchmark::DoNotOptimize(difference(plan, after));
}

/// Every row of the plan in one edit.
void buildAll(benchmark::State &state)
{
    const PlanEdit all = editBetween(Plan{}, national(), "all");
    for (auto _ : state)
        benchmark::DoNotOptimize(Plan{}.with(all).value());
    state.counters["rows"] = static_cast<double>(all.changes.size());
}

} // namespace

BENCHMARK(moveRouter)->Unit(benchmark::kMicrosecond);
BENCHMARK(describePort)->Unit(benchmark::kMicrosecond);
BENCHMARK(renameRouter)->Unit(benchmark::kMicrosecond);
BENCHMARK(changePortAddress)->Unit(benchmark::kMicrosecond);
BENCHMARK(deleteRouter)->Unit(benchmark::kMicrosecond);
BENCHMARK(differenceOfOneRow)->Unit(benchmark::kMicrosecond);
BENCHMARK(buildAll)->Unit(benchmark::kMillisecond)->Iterations(1);

BENCHMARK_MAIN();
