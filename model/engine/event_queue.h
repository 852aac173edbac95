// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/units.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <tuple>
#include <vector>

namespace sidestep::engine {

/// Position of a happening in the pipeline; at equal times the lower rank goes first.
using Rank = std::uint8_t;

/// One scheduled happening: plain data, no ownership, no pointer.
struct Occurrence
{
    SimTime time;
    std::uint64_t sequence = 0;   ///< set by the queue: order of scheduling
    std::int32_t a = 0;           ///< meaning is the rank's
    std::int32_t b = 0;
    std::int32_t c = 0;
    std::uint32_t cause = 0;      ///< id of the recorded event behind it; 0: none
    std::uint32_t slot = 0;       ///< set by the queue
    std::uint32_t generation = 0; ///< set by the queue
    Rank rank = 0;
};

/// The pending happenings of a run, smallest first.
///
/// Total order: (time, rank, sequence). Sequence numbers are unique, so the order never depends on the heap's layout, on
/// addresses or on hashes.
///
/// Cancelling is by generation: a slot belongs to one timer of one object (`makeSlot`, when the run is set up). Scheduling
/// on a slot and `cancel` both make whatever was pending there stale; stale entries are passed over when they surface. The
/// queue allocates only when more happenings are pending at once than ever before; `reserve` avoids that too.
///
/// Four children a node: half the levels of a binary heap, and the children share a cache line pair.
class EventQueue
{
public:
    using Slot = std::uint32_t;
    static constexpr Slot kNoSlot = 0; ///< for happenings that are never cancelled

    EventQueue() : m_generations(1, 0) {}

    void reserve(std::size_t pending) { m_heap.reserve(pending); }
    [[nodiscard]] Slot makeSlot()
    {
        m_generations.push_back(0);
        return static_cast<Slot>(m_generations.size() - 1);
    }

    /// Adds a happening. On a real slot it replaces what was pending there.
    void schedule(Occurrence occurrence, Slot slot = kNoSlot)
    {
        occurrence.sequence = ++m_sequence;
        occurrence.slot = slot;
        occurrence.generation = slot == kNoSlot ? 0 : nextGeneration(slot);
        m_heap.push_back(occurrence);
        siftUp(m_heap.size() - 1);
    }

    /// Whatever is pending on the slot will not happen.
    void cancel(Slot slot)
    {
        if (slot != kNoSlot)
            nextGeneration(slot);
    }

    /// Takes the smallest live happening. False: nothing is left.
    [[nodiscard]] bool pop(Occurrence &out)
    {
        while (!m_heap.empty()) {
            out = m_heap.front();
            removeFront();
            if (out.slot == kNoSlot || m_generations[out.slot] == out.generation)
                return true;
        }
        return false;
    }

    /// Entries held, stale ones included.
    [[nodiscard]] std::size_t size() const noexcept { return m_heap.size(); }

private:
    static constexpr std::size_t kArity = 4;

    [[nodiscard]] static bool before(const Occurrence &x, const Occurrence &y) noexcept
    {
        return std::tie(x.time, x.rank, x.sequence) < std::tie(y.time, y.rank, y.sequence);
    }

    std::uint32_t nextGeneration(Slot slot) { return ++m_generations[slot]; }

    void siftUp(std::size_t at)
    {
        const Occurrence moving = m_heap[at];
        while (at > 0) {
            const std::size_t parent = (at - 1) / kArity;
            if (!before(moving, m_heap[parent]))
                break;
            m_heap[at] = m_heap[parent];
            at = parent;
        }
        m_heap[at] = moving;
    }

    void removeFront()
    {
        const Occurrence moving = m_heap.back();
        m_heap.pop_back();
        const std::size_t size = m_heap.size();
        if (size == 0)
            return;
        std::size_t at = 0;
        while (true) {
            const std::size_t first = at * kArity + 1;
            if (first >= size)
                break;
            std::size_t least = first;
            const std::size_t end = first + kArity < size ? first + kArity : size;
            for (std::size_t child = first + 1; child < end; ++child) {
                if (before(m_heap[child], m_heap[least]))
                    least = child;
            }
            if (!before(m_heap[least], moving))
                break;
            m_heap[at] = m_heap[least];
            at = least;
        }
        m_heap[at] = moving;
    }

    std::vector<Occurrence> m_heap;
    std::vector<std::uint32_t> m_generations; ///< by slot; element 0 is kNoSlot's and never changes
    std::uint64_t m_sequence = 0;
};

} // namespace sidestep::engine
