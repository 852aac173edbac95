// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/run.h"

#include "model/engine/simulate.h"
#include "model/plan/templates.h"
#include "tests/support/counted_memory.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <memory>
#include <queue>
#include <string_view>
#include <tuple>
#include <vector>

using namespace sidestep;
using namespace sidestep::engine;

namespace {

// The event kernel, in the hold model: the first of the pending events is taken and one is scheduled for it. Times and their
// generator are those of the programs that `compare_engine.py` runs beside this one.

constexpr std::uint64_t kFirstTimes = 3;
constexpr std::uint64_t kDelays = 7;
constexpr std::uint64_t kSpanNs = 1'000'000;

/// The i-th output of SplitMix64.
std::uint64_t random(std::uint64_t seed, std::uint64_t i)
{
    std::uint64_t z = seed + (i + 1) * 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

std::uint64_t delay(std::uint64_t seed, std::uint64_t i)
{
    return 1 + random(seed, i) % kSpanNs;
}

SimDuration ticks(std::uint64_t ns)
{
    return SimDuration(static_cast<std::int64_t>(ns));
}

Occurrence pendingAt(std::uint64_t i)
{
    Occurrence pending;
    pending.time = kTimeZero + ticks(delay(kFirstTimes, i));
    pending.a = static_cast<std::int32_t>(i);
    return pending;
}

/// A 4-ary heap of plain events and nothing else: what the kernel is measured against.
class BareHeap
{
public:
    struct Event
    {
        std::uint64_t time;
        std::uint64_t sequence;
        std::uint32_t kind;
        std::uint32_t object;
    };

    void reserve(std::size_t pending) { m_events.reserve(pending); }
    void push(const Event &event)
    {
        std::size_t at = m_events.size();
        m_events.push_back(event);
        for (; at > 0 && before(event, m_events[(at - 1) / 4]); at = (at - 1) / 4)
            m_events[at] = m_events[(at - 1) / 4];
        m_events[at] = event;
    }
    Event pop()
    {
        const Event first = m_events.front();
        const Event moving = m_events.back();
        m_events.pop_back();
        std::size_t at = 0;
        for (std::size_t child = 1; child < m_events.size(); child = 4 * at + 1) {
            const std::size_t end = std::min(child + 4, m_events.size());
            std::size_t least = child;
            for (std::size_t other = child + 1; other < end; ++other) {
                if (before(m_events[other], m_events[least]))
                    least = other;
            }
            if (!before(m_events[least], moving))
                break;
            m_events[at] = m_events[least];
            at = least;
        }
        if (!m_events.empty())
            m_events[at] = moving;
        return first;
    }

private:
    static bool before(const Event &x, const Event &y) { return x.time < y.time || (x.time == y.time && x.sequence < y.sequence); }
    std::vector<Event> m_events;
};

void kernelBareHeap(benchmark::State &state)
{
    const auto pending = static_cast<std::uint64_t>(state.range(0));
    BareHeap heap;
    heap.reserve(pending + 1);
    std::uint64_t sequence = 0;
    for (std::uint64_t i = 0; i < pending; ++i)
        heap.push({delay(kFirstTimes, i), sequence++, 0, static_cast<std::uint32_t>(i)});
    std::uint64_t i = 0;
    std::uint64_t check = 0;
    for (auto _ : state) {
        const BareHeap::Event event = heap.pop();
        check += event.object;
        heap.push({event.time + delay(kDelays, i++), sequence++, 0, event.object});
    }
    benchmark::DoNotOptimize(check);
}

/// What a program without a kernel of its own would do.
void kernelStandardQueue(benchmark::State &state)
{
    struct Event
    {
        std::uint64_t time;
        std::uint64_t sequence;
        std::function<void()> action;
    };
    const auto later = [](const Event &x, const Event &y) { return std::tie(y.time, y.sequence) < std::tie(x.time, x.sequence); };
    std::priority_queue<Event, std::vector<Event>, decltype(later)> queue(later);
    const auto pending = static_cast<std::uint64_t>(state.range(0));
    std::uint64_t sequence = 0;
    std::uint64_t check = 0;
    const auto action = [&](std::uint64_t object, std::uint64_t number) { return [object, number, &queue, &check] { check += object + (number & 1) + queue.size(); }; };
    for (std::uint64_t i = 0; i < pending; ++i)
        queue.push({delay(kFirstTimes, i), sequence++, action(i, i)});
    std::uint64_t i = 0;
    for (auto _ : state) {
        Event event = queue.top();
        queue.pop();
        event.action();
        queue.push({event.time + delay(kDelays, i), sequence++, action(i % pending, i)});
        ++i;
    }
    benchmark::DoNotOptimize(check);
}

void kernel(benchmark::State &state)
{
    const auto pending = static_cast<std::uint64_t>(state.range(0));
    EventQueue queue;
    queue.reserve(pending + 1);
    for (std::uint64_t i = 0; i < pending; ++i)
        queue.schedule(pendingAt(i));
    std::uint64_t i = 0;
    std::uint64_t check = 0;
    Occurrence next;
    for (auto _ : state) {
        if (!queue.pop(next))
            break;
        check += static_cast<std::uint64_t>(next.a);
        next.time += ticks(delay(kDelays, i++));
        queue.schedule(next);
    }
    benchmark::DoNotOptimize(check);
}

/// As a run uses it: every event on the timer of an object, and with one event in four another object's timer is set anew.
void kernelWithCancels(benchmark::State &state)
{
    const auto pending = static_cast<std::uint64_t>(state.range(0));
    EventQueue queue;
    queue.reserve(2 * pending);
    std::vector<EventQueue::Slot> timers;
    for (std::uint64_t i = 0; i < pending; ++i) {
        timers.push_back(queue.makeSlot());
        queue.schedule(pendingAt(i), timers.back());
    }
    std::uint64_t i = 0;
    std::uint64_t check = 0;
    Occurrence next;
    for (auto _ : state) {
        if (!queue.pop(next))
            break;
        check += static_cast<std::uint64_t>(next.a);
        const std::uint64_t drawn = random(kDelays, i);
        const SimTime now = next.time;
        next.time = now + ticks(1 + drawn % kSpanNs);
        queue.schedule(next, timers[static_cast<std::size_t>(next.a)]);
        if (i % 4 == 0) {
            Occurrence other;
            other.time = now + ticks(1 + (drawn >> 24) % kSpanNs);
            other.a = static_cast<std::int32_t>((drawn >> 40) % pending);
            queue.schedule(other, timers[static_cast<std::size_t>(other.a)]);
        }
        ++i;
    }
    benchmark::DoNotOptimize(check);
    state.counters["held"] = static_cast<double>(queue.size());
}

// Whole runs.

plan::LinkId linkCalled(const plan::Plan &plan, std::string_view name)
{
    const auto link = plan::linkNamed(plan, name);
    if (!link)
        std::abort();
    return *link;
}

/// The reference network, waiting 30 s before it reverts, so that a run of 60 s sees it.
plan::Plan reference()
{
    const plan::Plan plan = plan::referencePlan();
    plan::AccessService service = *plan.services().begin();
    service.rerouteDelaySeconds = 30;
    return *plan.with({"revert sooner", {plan::Set<plan::AccessService>{service}}});
}

/// Both core links of AGG1 cut, tracked, repaired: 60 simulated seconds with the switchover and the revert.
plan::Scenario failover(const plan::Plan &plan)
{
    const plan::LinkId core = linkCalled(plan, "AGG1--RSG1");
    const plan::LinkId between = linkCalled(plan, "AGG1--AGG2");
    using plan::FailureMode;
    return {plan::ScenarioId(1), "failover and repair",
            {{core, FailureMode::Cut, 1s}, {between, FailureMode::Cut, 1s}, {core, FailureMode::Restore, 4s}, {between, FailureMode::Restore, 5s}},
            60s, 1};
}

void referenceFailover(benchmark::State &state)
{
    const plan::Plan plan = reference();
    const plan::Scenario scenario = failover(plan);
    Timeline timeline;
    for (auto _ : state)
        timeline = *simulate(plan, scenario);
    const bool reverted = std::any_of(timeline.events.begin(), timeline.events.end(), [](const Event &event) { return event.what == "revert"; });
    if (!reverted)
        state.SkipWithError("the run does not come back to the primary pseudowire");
    state.counters["events"] = static_cast<double>(timeline.events.size());
    state.counters["initial"] = static_cast<double>(timeline.initial.size());
}

/// One part of a run, the others not timed.
enum class Part { Build, Settle, Advance, Finish };

void runPart(benchmark::State &state, const plan::Plan &plan, const plan::Scenario &scenario, Part part)
{
    const SimulationOptions options;
    const RunInput input = *runInput(plan, options);
    const SimTime end = kTimeZero + scenario.until;
    const auto timed = [&](Part which, auto action) {
        if (part == which)
            state.ResumeTiming();
        action();
        if (part == which)
            state.PauseTiming();
    };
    std::uint64_t handled = 0;
    for (auto _ : state) {
        state.PauseTiming();
        std::unique_ptr<Run> run;
        timed(Part::Build, [&] { run = std::make_unique<Run>(input, scenario, options, PhaseDraw{}); });
        timed(Part::Settle, [&] { benchmark::DoNotOptimize(run->start()); });
        timed(Part::Advance, [&] { benchmark::DoNotOptimize(run->advance(end, options.limits, {})); });
        timed(Part::Finish, [&] { benchmark::DoNotOptimize(run->stack().flows.finish(end)); });
        handled = run->handled();
        run.reset();
        state.ResumeTiming();
    }
    if (part == Part::Advance)
        state.counters["kernel events"] = static_cast<double>(handled);
}

void referencePart(benchmark::State &state, Part part)
{
    const plan::Plan plan = reference();
    runPart(state, plan, failover(plan), part);
}

/// The scale network with this many sites, its first AGG losing both links into the core at once.
struct National
{
    plan::Plan plan;
    plan::Scenario scenario;
};

const National &national(std::uint32_t sites)
{
    static std::vector<std::pair<std::uint32_t, National>> made;
    for (const auto &[size, network] : made) {
        if (size == sites)
            return network;
    }
    plan::BackhaulShape shape;
    shape.sites = sites;
    const plan::Plan plan = *plan::backhaulPlan(shape);
    const auto agg = std::find_if(plan.routers().begin(), plan.routers().end(), [](const plan::Router &router) { return router.role == plan::Role::Agg; });
    plan::Scenario scenario{plan::ScenarioId(1), "both core links", {}, 60s, 1};
    for (const plan::Link &link : plan.links()) {
        const auto [a, b] = plan::endsOf(plan, link);
        if ((a == agg->id || b == agg->id) && plan.find(link.domain)->kind != plan::DomainKind::Access)
            scenario.actions.push_back({link.id, plan::FailureMode::Cut, 1s});
    }
    made.emplace_back(sites, National{plan, scenario});
    return made.back().second;
}

void nationalFailure(benchmark::State &state)
{
    const National &network = national(static_cast<std::uint32_t>(state.range(0)));
    Timeline timeline;
    std::size_t peak = 0;
    for (auto _ : state) {
        timeline = {};
        const std::size_t before = support::beginPeak();
        timeline = *simulate(network.plan, network.scenario);
        peak = support::countedMemory().peak - before;
    }
    const double routers = static_cast<double>(network.plan.routers().size());
    state.counters["routers"] = routers;
    state.counters["cut"] = static_cast<double>(network.scenario.actions.size());
    state.counters["events"] = static_cast<double>(timeline.events.size());
    state.counters["initial"] = static_cast<double>(timeline.initial.size());
    state.counters["peak B/router"] = static_cast<double>(peak) / routers;
}

void nationalPart(benchmark::State &state, Part part)
{
    const National &network = national(static_cast<std::uint32_t>(state.range(0)));
    runPart(state, network.plan, network.scenario, part);
}

} // namespace

BENCHMARK(kernelBareHeap)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kNanosecond);
BENCHMARK(kernel)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kNanosecond);
BENCHMARK(kernelWithCancels)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kNanosecond);
BENCHMARK(kernelStandardQueue)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kNanosecond);

// The parts run a fixed number of times: the library would repeat the shortest for minutes, untimed parts and all.
BENCHMARK(referenceFailover)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(referencePart, build, Part::Build)->Iterations(300)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(referencePart, settle, Part::Settle)->Iterations(300)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(referencePart, advance, Part::Advance)->Iterations(300)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(referencePart, finish, Part::Finish)->Iterations(300)->Unit(benchmark::kMicrosecond);

BENCHMARK(nationalFailure)->Arg(200)->Arg(2'000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(nationalPart, build, Part::Build)->Arg(2'000)->Iterations(3)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(nationalPart, settle, Part::Settle)->Arg(2'000)->Iterations(3)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(nationalPart, advance, Part::Advance)->Arg(2'000)->Iterations(3)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(nationalPart, finish, Part::Finish)->Arg(2'000)->Iterations(3)->Unit(benchmark::kMillisecond);

BENCHMARK_MAIN();
