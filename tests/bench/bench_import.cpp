// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/config_builder.h"
#include "model/config/import/import.h"
#include "model/config/reader.h"
#include "model/plan/templates.h"

#include <benchmark/benchmark.h>

#include <malloc.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

using namespace sidestep;

namespace {

constexpr std::size_t kFileBytes = 7 * 1024;

/// What stands in every operator's files and in no plan, `bytes` of it.
std::string operatorLines(std::size_t bytes)
{
    std::string text = "aaa\n authentication-scheme default\n authorization-scheme default\n domain default\n  authentication-scheme default\n#\n";
    for (std::size_t rule = 1; text.size() < bytes; ++rule)
        text += "acl number " + std::to_string(3000 + rule) + "\n description management access, list " + std::to_string(rule)
            + "\n rule 5 permit ip source 203.0.113.0 0.0.0.255\n rule 10 deny ip\n#\nsnmp-agent target-host trap address udp-domain 203.0.113."
            + std::to_string(rule % 250 + 1) + " params securityname monitor\n#\n";
    return text;
}

using Files = std::vector<std::pair<std::string, std::string>>;

/// A backhaul's files, at least `count`, filled up with such lines to 7 KB each. Of 1 000 routers 12 are AGGs and RSGs.
Files filesOf(std::size_t count)
{
    const auto plan = plan::backhaulPlan({.sites = static_cast<std::uint32_t>(count - count * 12 / 1000)});
    if (!plan) {
        std::fprintf(stderr, "%s\n", plan.error().detail.c_str());
        std::abort();
    }
    const config::ConfigBuilder builder(*plan);
    Files all;
    for (const plan::Router &router : plan->routers()) {
        std::string text = config::toText(*builder.build(router.id));
        const std::size_t end = text.rfind("return");
        if (text.size() < kFileBytes)
            text.insert(end, operatorLines(kFileBytes - text.size()));
        all.emplace_back(router.name + ".cfg", std::move(text));
    }
    return all;
}

/// "VmHWM", the most that was resident since `forgetPeak`, or "VmRSS", what is now; in MB.
double megabytes(std::string_view field)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(field))
            return std::stod(line.substr(field.size() + 1)) / 1024;
    return 0;
}

/// What making the files took goes back to the system, and no longer counts.
void forgetPeak()
{
    malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << "5";
}

/// Text in memory to plan and report. Arguments: threads (0: all cores), whether what the plan would change is worked out, files.
void importFiles(benchmark::State &state)
{
    const auto count = static_cast<std::size_t>(state.range(2));
    const Files files = filesOf(count);
    std::vector<config::ConfigSource> sources;
    std::size_t bytes = 0;
    for (const auto &[name, text] : files) {
        sources.push_back({name, text});
        bytes += text.size();
    }
    forgetPeak();
    const double before = megabytes("VmRSS");
    for (auto _ : state) {
        const auto result
            = config::importConfigs(sources, {.compare = state.range(1) != 0, .threads = static_cast<unsigned>(state.range(0))});
        if (!result || result->plan.services().size() < count * 9 / 10)
            state.SkipWithError("not imported");
        benchmark::DoNotOptimize(result);
    }
    const auto rounds = static_cast<std::int64_t>(state.iterations());
    state.SetItemsProcessed(rounds * static_cast<std::int64_t>(sources.size()));
    state.SetBytesProcessed(rounds * static_cast<std::int64_t>(bytes));
    state.counters["files"] = static_cast<double>(sources.size());
    state.counters["MB text"] = static_cast<double>(bytes) / 1e6;
    state.counters["MB more at peak"] = megabytes("VmHWM") - before;
}

} // namespace

BENCHMARK(importFiles)
    ->Args({0, 1, 1'000})
    ->Args({0, 1, 10'000})
    ->Args({1, 1, 10'000})
    ->Args({1, 0, 10'000})
    ->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();

BENCHMARK_MAIN();
