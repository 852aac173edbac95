// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/config_builder.h"
#include "model/config/reader.h"
#include "model/plan/templates.h"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>

using namespace sidestep;

namespace {

const plan::Plan &backhaul()
{
    static const plan::Plan kPlan = [] {
        auto plan = plan::backhaulPlan({.sites = 1000});
        if (!plan) {
            std::fprintf(stderr, "%s\n", plan.error().detail.c_str());
            std::abort();
        }
        return *std::move(plan);
    }();
    return kPlan;
}

/// Every router of the 1000-site backhaul, from plan to text, in memory, on one core; the index is part of the work.
void writeAllConfigurations(benchmark::State &state)
{
    const plan::Plan &plan = backhaul();
    std::int64_t files = 0;
    std::int64_t bytes = 0;
    for (auto _ : state) {
        const config::ConfigBuilder builder(plan);
        for (const plan::Router &router : plan.routers()) {
            const std::string text = config::toText(*builder.build(router.id));
            benchmark::DoNotOptimize(text.data());
            bytes += static_cast<std::int64_t>(text.size());
            ++files;
        }
    }
    state.SetItemsProcessed(files);
    state.SetBytesProcessed(bytes);
    state.counters["bytes/file"] = static_cast<double>(bytes) / static_cast<double>(files);
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

BENCHMARK(writeAllConfigurations)->Unit(benchmark::kMillisecond);
BENCHMARK(readAllConfigurations)->Unit(benchmark::kMillisecond);
BENCHMARK(writeOneConfiguration)->Unit(benchmark::kMicrosecond);

BENCHMARK_MAIN();
