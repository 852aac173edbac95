// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/config_builder.h"
#include "model/config/reader.h"
#include "model/plan/numbering.h"
#include "model/plan/templates.h"
#include "model/store/atomic_file.h"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

using namespace sidestep;

namespace {

template <typename Value>
Value valueOf(Result<Value> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().detail.c_str());
        std::abort();
    }
    if constexpr (!std::is_void_v<Value>)
        return *std::move(result);
}

/// 1012 routers.
const plan::Plan &backhaul()
{
    static const plan::Plan kPlan = valueOf(plan::backhaulPlan({.sites = 1000}));
    return kPlan;
}

/// The network with as many services on each site's attachment port.
plan::Plan withServices(const plan::Plan &plan, int services)
{
    plan::EditBuilder edit(plan, "more services");
    for (const plan::AccessService &first : plan.services())
        for (int i = 1; i < services; ++i) {
            plan::AccessService next = first;
            next.name += " service " + std::to_string(i + 1);
            next.vlan.reset();
            next.gateway.reset();
            for (plan::PseudowireEnd *end : {&next.primary, &*next.secondary}) {
                end->vcId.reset();
                end->veVlan.reset();
            }
            edit.add(next);
        }
    const plan::Plan more = valueOf(plan.with(edit.take()));
    return valueOf(more.with(valueOf(plan::numberBlanks(more))));
}

/// 10 000 routers of a national backhaul, one service a site; files of 2.5 KB.
const plan::Plan &tenThousand()
{
    static const plan::Plan kPlan = valueOf(plan::backhaulPlan({.sites = 9886}));
    return kPlan;
}

/// The same with four services a site, as a site with several operators and generations has; files of 6.2 KB.
const plan::Plan &tenThousandLarge()
{
    static const plan::Plan kPlan = withServices(tenThousand(), 4);
    return kPlan;
}

/// What a benchmark of configurations reports: files, bytes, bytes a file.
class Written
{
public:
    void add(std::string_view text)
    {
        benchmark::DoNotOptimize(text.data());
        m_bytes += text.size();
        ++m_files;
    }
    void report(benchmark::State &state) const
    {
        state.SetItemsProcessed(static_cast<std::int64_t>(m_files));
        state.SetBytesProcessed(static_cast<std::int64_t>(m_bytes));
        state.counters["bytes/file"] = static_cast<double>(m_bytes) / static_cast<double>(m_files);
    }

private:
    std::size_t m_files = 0;
    std::size_t m_bytes = 0;
};

/// Every router, from plan to text, in memory, on one core; the index is part of the work.
void writeTexts(benchmark::State &state, const plan::Plan &(*network)())
{
    const plan::Plan &plan = network();
    Written written;
    for (auto _ : state) {
        const config::ConfigBuilder builder(plan);
        config::TextWriter writer(builder);
        for (const plan::Router &router : plan.routers())
            written.add(*writer.write(router.id));
    }
    written.report(state);
}

/// The same with the files written into a folder, each whole or absent, as `sidestep-cli config` does; waiting for the disk
/// is left out.
void writeFolder(benchmark::State &state, const plan::Plan &(*network)())
{
    const plan::Plan &plan = network();
    const std::filesystem::path folder
        = std::filesystem::temp_directory_path() / ("bench_config-" + std::to_string(std::random_device()()));
    Written written;
    for (auto _ : state) {
        state.PauseTiming();
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        state.ResumeTiming();
        const config::ConfigBuilder builder(plan);
        config::TextWriter writer(builder);
        for (const plan::Router &router : plan.routers()) {
            const std::string_view text = *writer.write(router.id);
            valueOf(store::writeFile(folder / (router.name + ".cfg"), text, store::OldFile::Replace, store::Durable::Later));
            written.add(text);
        }
    }
    std::filesystem::remove_all(folder);
    written.report(state);
}

/// The same by way of the tree that views and the difference read.
void writeTrees(benchmark::State &state, const plan::Plan &(*network)())
{
    const plan::Plan &plan = network();
    Written written;
    for (auto _ : state) {
        const config::ConfigBuilder builder(plan);
        for (const plan::Router &router : plan.routers())
            written.add(config::toText(*builder.build(router.id)));
    }
    written.report(state);
}

/// The index alone.
void indexPlan(benchmark::State &state, const plan::Plan &(*network)())
{
    const plan::Plan &plan = network();
    for (auto _ : state)
        benchmark::DoNotOptimize(config::ConfigBuilder(plan));
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(plan.routers().size()));
}

/// Every router of the backhaul, from text in memory to tree, on one core.
void readAllConfigurations(benchmark::State &state)
{
    const plan::Plan &plan = backhaul();
    const config::ConfigBuilder builder(plan);
    std::vector<std::string> texts;
    for (const plan::Router &router : plan.routers())
        texts.push_back(config::toText(*builder.build(router.id)));
    std::int64_t bytes = 0;
    for (auto _ : state) {
        for (const std::string &text : texts) {
            const config::ConfigTree tree = config::readConfig(text);
            benchmark::DoNotOptimize(tree.lines.data());
            bytes += static_cast<std::int64_t>(text.size());
        }
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(texts.size()));
    state.SetBytesProcessed(bytes);
}

/// What a view pays when one router is selected in a large plan: no index is kept.
void writeOneConfiguration(benchmark::State &state)
{
    const plan::Plan &plan = backhaul();
    const plan::RouterId router = plan.routers().begin()->id;
    for (auto _ : state) {
        const auto config = config::buildConfig(plan, router);
        benchmark::DoNotOptimize(config->blocks.data());
    }
}

} // namespace

// By the clock on the wall, as the programs they are compared with (`compare_config.py`).
BENCHMARK_CAPTURE(writeTexts, national, tenThousand)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(writeTexts, nationalFourServices, tenThousandLarge)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(writeFolder, national, tenThousand)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(writeFolder, nationalFourServices, tenThousandLarge)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(writeTrees, national, tenThousand)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(writeTrees, nationalFourServices, tenThousandLarge)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(indexPlan, national, tenThousand)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(indexPlan, nationalFourServices, tenThousandLarge)->Unit(benchmark::kMillisecond);
BENCHMARK(readAllConfigurations)->Unit(benchmark::kMillisecond);
BENCHMARK(writeOneConfiguration)->Unit(benchmark::kMicrosecond);

BENCHMARK_MAIN();
