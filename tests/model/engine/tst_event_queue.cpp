// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/event_queue.h"

#include <QTest>

#include <rapidcheck.h>

#include <cstdlib>
#include <new>
#include <optional>
#include <queue>
#include <tuple>
#include <vector>

namespace {

std::size_t allocations = 0;

} // namespace

// The whole program counts, so that nothing the queue does can hide.
void *operator new(std::size_t size)
{
    ++allocations;
    if (void *memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}

void operator delete(void *memory) noexcept
{
    std::free(memory);
}

void operator delete(void *memory, std::size_t) noexcept
{
    std::free(memory);
}

using namespace sidestep;
using namespace sidestep::engine;

namespace {

Occurrence occurrence(SimDuration time, Rank rank, int mark)
{
    Occurrence value;
    value.time = kTimeZero + time;
    value.rank = rank;
    value.a = mark;
    return value;
}

std::vector<int> drain(EventQueue &queue)
{
    std::vector<int> marks;
    Occurrence next;
    while (queue.pop(next))
        marks.push_back(next.a);
    return marks;
}

} // namespace

class TestEventQueue : public QObject
{
    Q_OBJECT

private slots:
    void earlierTimeGoesFirst();
    void atOneTimeTheLowerRankGoesFirst();
    void atOneTimeAndRankTheOrderOfSchedulingHolds();
    void cancelledHappeningDoesNotHappen();
    void schedulingOnASlotReplacesWhatWasPending();
    void slotsDoNotTouchEachOther();
    void emptyQueueSaysSo();
    void agreesWithAStandardHeapUnderRandomUse();
    void steadyRunningAllocatesNothing();
};

void TestEventQueue::earlierTimeGoesFirst()
{
    EventQueue queue;
    queue.schedule(occurrence(3ms, 0, 3));
    queue.schedule(occurrence(1ms, 9, 1));
    queue.schedule(occurrence(2ms, 5, 2));
    QCOMPARE(drain(queue), (std::vector<int>{1, 2, 3}));
}

void TestEventQueue::atOneTimeTheLowerRankGoesFirst()
{
    EventQueue queue;
    queue.schedule(occurrence(1ms, 2, 2));
    queue.schedule(occurrence(1ms, 0, 0));
    queue.schedule(occurrence(1ms, 1, 1));
    QCOMPARE(drain(queue), (std::vector<int>{0, 1, 2}));
}

void TestEventQueue::atOneTimeAndRankTheOrderOfSchedulingHolds()
{
    EventQueue queue;
    std::vector<int> expected;
    for (int i = 0; i < 100; ++i) {
        queue.schedule(occurrence(1ms, 1, i));
        expected.push_back(i);
    }
    QCOMPARE(drain(queue), expected);
}

void TestEventQueue::cancelledHappeningDoesNotHappen()
{
    EventQueue queue;
    const EventQueue::Slot slot = queue.makeSlot();
    queue.schedule(occurrence(1ms, 0, 1), slot);
    queue.schedule(occurrence(2ms, 0, 2));
    queue.cancel(slot);
    QCOMPARE(drain(queue), (std::vector<int>{2}));
}

void TestEventQueue::schedulingOnASlotReplacesWhatWasPending()
{
    EventQueue queue;
    const EventQueue::Slot slot = queue.makeSlot();
    queue.schedule(occurrence(1ms, 0, 1), slot);
    queue.schedule(occurrence(5ms, 0, 5), slot);
    QCOMPARE(drain(queue), (std::vector<int>{5}));
}

void TestEventQueue::slotsDoNotTouchEachOther()
{
    EventQueue queue;
    const EventQueue::Slot first = queue.makeSlot();
    const EventQueue::Slot second = queue.makeSlot();
    queue.schedule(occurrence(1ms, 0, 1), first);
    queue.schedule(occurrence(2ms, 0, 2), second);
    queue.cancel(first);
    queue.cancel(EventQueue::kNoSlot);
    QCOMPARE(drain(queue), (std::vector<int>{2}));
}

void TestEventQueue::emptyQueueSaysSo()
{
    EventQueue queue;
    Occurrence next;
    QVERIFY(!queue.pop(next));
    queue.schedule(occurrence(1ms, 0, 1), queue.makeSlot());
    QVERIFY(queue.pop(next));
    QVERIFY(!queue.pop(next));
}

void TestEventQueue::agreesWithAStandardHeapUnderRandomUse()
{
    struct Plain
    {
        SimTime time;
        Rank rank;
        int number; ///< also the order of scheduling
        bool operator<(const Plain &other) const { return std::tie(time, rank, number) > std::tie(other.time, other.rank, other.number); }
    };
    const bool holds = rc::check("pops in the order of (time, rank, scheduling), cancelled ones left out", [] {
        EventQueue queue;
        std::vector<EventQueue::Slot> timers;
        for (int i = 0; i < 4; ++i)
            timers.push_back(queue.makeSlot());
        std::priority_queue<Plain> oracle;
        std::vector<bool> dead;
        std::vector<std::optional<int>> pending(timers.size());
        const auto steps = *rc::gen::container<std::vector<std::tuple<int, int, int>>>(
            rc::gen::tuple(rc::gen::inRange(0, 10), rc::gen::inRange(0, 20), rc::gen::inRange(0, 3)));
        for (const auto &[action, time, rank] : steps) {
            const std::size_t slot = static_cast<std::size_t>(time) % timers.size();
            if (action < 7) {
                const int number = static_cast<int>(dead.size());
                const bool onSlot = action < 4;
                queue.schedule(occurrence(SimDuration(time), static_cast<Rank>(rank), number), onSlot ? timers[slot] : EventQueue::kNoSlot);
                oracle.push({kTimeZero + SimDuration(time), static_cast<Rank>(rank), number});
                dead.push_back(false);
                if (onSlot) {
                    if (pending[slot])
                        dead[static_cast<std::size_t>(*pending[slot])] = true;
                    pending[slot] = number;
                }
            } else if (action == 7) {
                queue.cancel(timers[slot]);
                if (pending[slot])
                    dead[static_cast<std::size_t>(*pending[slot])] = true;
                pending[slot].reset();
            } else {
                while (!oracle.empty() && dead[static_cast<std::size_t>(oracle.top().number)])
                    oracle.pop();
                Occurrence next;
                const bool some = queue.pop(next);
                RC_ASSERT(some == !oracle.empty());
                if (some) {
                    RC_ASSERT(next.a == oracle.top().number);
                    oracle.pop();
                }
            }
        }
    });
    QVERIFY(holds);
}

void TestEventQueue::steadyRunningAllocatesNothing()
{
    constexpr int kPending = 1000;
    EventQueue queue;
    queue.reserve(kPending + 1);
    const EventQueue::Slot slot = queue.makeSlot();
    for (int i = 0; i < kPending; ++i)
        queue.schedule(occurrence(SimDuration(i), 0, i));
    const std::size_t before = allocations;
    Occurrence next;
    for (int i = 0; i < 100'000; ++i) {
        if (!queue.pop(next))
            break;
        next.time += SimDuration(i * 7919 % 5000);
        queue.schedule(next, i % 3 == 0 ? slot : EventQueue::kNoSlot);
        // What was replaced on the slot leaves a stale entry; keep as many pending as before.
        if (queue.size() < static_cast<std::size_t>(kPending))
            queue.schedule(occurrence(next.time - kTimeZero, 1, i));
    }
    QCOMPARE(allocations - before, std::size_t{0});
}

QTEST_GUILESS_MAIN(TestEventQueue)
#include "tst_event_queue.moc"
