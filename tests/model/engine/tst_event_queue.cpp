// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/event_queue.h"

#include <QTest>

#include <rapidcheck.h>

#include <cstdlib>
#include <new>
#include <optional>
#include <queue>
#include <random>
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

void *operator new(std::size_t size, std::align_val_t alignment)
{
    ++allocations;
    const auto step = static_cast<std::size_t>(alignment);
    if (void *memory = std::aligned_alloc(step, (size + step - 1) / step * step))
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

void operator delete(void *memory, std::align_val_t) noexcept
{
    std::free(memory);
}

void operator delete(void *memory, std::size_t, std::align_val_t) noexcept
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

/// A happening of the standard queue, which has the smallest on top.
struct Plain
{
    SimTime time;
    Rank rank;
    int number; ///< also the order of scheduling
    bool operator<(const Plain &other) const { return std::tie(time, rank, number) > std::tie(other.time, other.rank, other.number); }
};

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
    void manyPendingKeepTheOrder_data();
    void manyPendingKeepTheOrder();
    void steadyRunningAllocatesNothing_data();
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

void TestEventQueue::manyPendingKeepTheOrder_data()
{
    QTest::addColumn<int>("largestDelay");
    QTest::newRow("all at one time") << 1;
    QTest::newRow("many at one time") << 50;
    QTest::newRow("spread over a second") << 1'000'000'000;
}

// Three times as many are added as are taken, and then the reverse, so that the soonest are few and many in turn.
void TestEventQueue::manyPendingKeepTheOrder()
{
    QFETCH(int, largestDelay);
    std::mt19937 random(11);
    EventQueue queue;
    std::priority_queue<Plain> oracle;
    SimTime now = kTimeZero;
    int number = 0;
    const auto add = [&] {
        const SimDuration delay(static_cast<int>(random() % static_cast<unsigned>(largestDelay)));
        const Rank rank = static_cast<Rank>(random() % 3);
        queue.schedule(occurrence(now - kTimeZero + delay, rank, number));
        oracle.push({now + delay, rank, number++});
    };
    const auto take = [&] {
        const Plain expected = oracle.top();
        oracle.pop();
        now = expected.time;
        Occurrence next;
        QVERIFY(queue.pop(next));
        QCOMPARE(next.a, expected.number);
        QCOMPARE(next.time, expected.time);
    };
    for (int round = 0; round < 3; ++round) {
        while (oracle.size() < 60'000)
            random() % 4 != 0 || oracle.empty() ? add() : take();
        while (oracle.size() > 100)
            random() % 4 != 0 ? take() : add();
        QCOMPARE(queue.size(), oracle.size());
    }
    while (!oracle.empty())
        take();
    Occurrence next;
    QVERIFY(!queue.pop(next));
}

void TestEventQueue::steadyRunningAllocatesNothing_data()
{
    QTest::addColumn<int>("pending");
    QTest::newRow("one heap") << 1'000;
    QTest::newRow("most wait behind the horizon") << 100'000;
}

void TestEventQueue::steadyRunningAllocatesNothing()
{
    QFETCH(int, pending);
    EventQueue queue;
    queue.reserve(static_cast<std::size_t>(pending) + 1);
    const EventQueue::Slot slot = queue.makeSlot();
    const std::size_t before = allocations;
    for (int i = 0; i < pending; ++i)
        queue.schedule(occurrence(SimDuration(i), 0, i));
    Occurrence next;
    for (int i = 0; i < 5 * pending; ++i) {
        if (!queue.pop(next))
            break;
        next.time += SimDuration(static_cast<int>(std::int64_t{i} * 7919 % (5 * pending)));
        queue.schedule(next, i % 3 == 0 ? slot : EventQueue::kNoSlot);
        // What was replaced on the slot leaves a stale entry; keep as many pending as before.
        if (queue.size() < static_cast<std::size_t>(pending))
            queue.schedule(occurrence(next.time - kTimeZero, 1, i));
    }
    QCOMPARE(allocations - before, std::size_t{0});
}

QTEST_GUILESS_MAIN(TestEventQueue)
#include "tst_event_queue.moc"
