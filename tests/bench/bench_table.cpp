// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/table.h"

#include "tests/support/counted_memory.h"
#include "tests/support/router_rows.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>
#include <vector>

using namespace sidestep;
using plan::Router;
using plan::RouterId;

namespace {

/// Counts what one round asks of `operator new`; "bytes" and "calls" stand in the last columns.
class Memory
{
public:
    explicit Memory(benchmark::State &state) : m_state(state), m_before(support::countedMemory()) {}
    ~Memory()
    {
        const support::CountedMemory now = support::countedMemory();
        const auto rounds = static_cast<double>(m_state.iterations());
        m_state.counters["bytes"] = static_cast<double>(now.bytes - m_before.bytes) / rounds;
        m_state.counters["calls"] = static_cast<double>(now.calls - m_before.calls) / rounds;
    }
    Memory(const Memory &) = delete;
    Memory &operator=(const Memory &) = delete;

private:
    benchmark::State &m_state;
    support::CountedMemory m_before;
};

RouterId spread(std::uint32_t round, std::uint32_t rows)
{
    return RouterId(1 + round * 7919U % rows);
}

void copyAndChangeOneRow(benchmark::State &state)
{
    const auto count = static_cast<std::uint32_t>(state.range(0));
    const Table<Router> rows = support::routerRows(count);
    std::uint32_t round = 0;
    const Memory memory(state);
    for (auto _ : state) {
        Table<Router> copy = rows;
        Router changed = *copy.find(spread(++round, count));
        changed.role = plan::Role::P;
        copy.put(std::move(changed));
        benchmark::DoNotOptimize(copy);
    }
}

/// The same on what the table is instead of: one sorted vector behind a shared pointer (`Plan` of the style guide).
void copyAndChangeOneRowOfAVector(benchmark::State &state)
{
    const auto count = static_cast<std::uint32_t>(state.range(0));
    const Table<Router> source = support::routerRows(count);
    const auto rows = std::make_shared<const std::vector<Router>>(source.begin(), source.end());
    std::uint32_t round = 0;
    const Memory memory(state);
    for (auto _ : state) {
        auto copy = std::make_shared<std::vector<Router>>(*rows);
        const auto row = std::lower_bound(copy->begin(), copy->end(), spread(++round, count),
                                          [](const Router &r, RouterId id) { return r.id < id; });
        row->role = plan::Role::P;
        benchmark::DoNotOptimize(copy);
    }
}

void findRow(benchmark::State &state)
{
    const auto count = static_cast<std::uint32_t>(state.range(0));
    const Table<Router> rows = support::routerRows(count);
    std::uint32_t round = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(rows.find(spread(++round, count)));
}

void readAllRows(benchmark::State &state)
{
    const Table<Router> rows = support::routerRows(static_cast<std::uint32_t>(state.range(0)));
    for (auto _ : state) {
        std::uint32_t sum = 0;
        for (const Router &row : rows)
            sum += row.loopback->bits();
        benchmark::DoNotOptimize(sum);
    }
}

void differenceOfOneRow(benchmark::State &state)
{
    const Table<Router> rows = support::routerRows(static_cast<std::uint32_t>(state.range(0)));
    Table<Router> changed = rows;
    Router row = *rows.begin();
    row.role = plan::Role::P;
    changed.put(row);
    for (auto _ : state) {
        int found = 0;
        Table<Router>::difference(rows, changed, [&found](const Router *, const Router *) { ++found; });
        benchmark::DoNotOptimize(found);
    }
}

} // namespace

BENCHMARK(copyAndChangeOneRow)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(copyAndChangeOneRowOfAVector)->Arg(100'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(findRow)->Arg(100'000)->Unit(benchmark::kNanosecond);
BENCHMARK(readAllRows)->Arg(100'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(differenceOfOneRow)->Arg(100'000)->Unit(benchmark::kMicrosecond);

BENCHMARK_MAIN();
