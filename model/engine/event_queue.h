// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/key_heap.h"

#include <algorithm>

namespace sidestep::engine {

/// Position of a happening in the pipeline; at equal times the lower rank goes first.
using Rank = std::uint8_t;

/// One scheduled happening: plain data, no ownership, no pointer.
struct Occurrence
{
    SimTime time;
    std::int32_t a = 0;      ///< meaning is the rank's
    std::int32_t b = 0;
    std::int32_t c = 0;
    std::uint32_t cause = 0; ///< id of the recorded event behind it; 0: none
    std::uint32_t slot = 0;  ///< set by the queue
    Rank rank = 0;
};

/// The pending happenings of a run, smallest first.
///
/// Total order: (time, rank, sequence of scheduling). Sequence numbers are unique, so the order never depends on the
/// layout, on addresses or on hashes.
///
/// Cancelling is by generation: a slot belongs to one timer of one object (`makeSlot`, when the run is set up). Scheduling
/// on a slot and `cancel` both make whatever was pending there stale; stale entries are passed over when they surface. The
/// queue allocates only when more happenings are pending at once than ever before; `reserve` avoids that too.
///
/// The soonest are in a heap; once there are many, the others wait unsorted behind a horizon, because a heap of all of them
/// would not fit the near caches. Whoever empties the heap reads the waiting ones once from end to end and takes the
/// soonest sixteenth, so that a happening is read some 16 times in a row instead of sifted through a large heap.
class EventQueue
{
public:
    using Slot = std::uint32_t;
    static constexpr Slot kNoSlot = 0; ///< for happenings that are never cancelled

    EventQueue() : m_generations(1, 0) {}

    void reserve(std::size_t pending)
    {
        // Twice what the horizon lets in: a sampled one is not exact.
        m_near.reserve(std::min(pending, 2 * nearLimit(pending)));
        if (pending > kFew)
            m_far.reserve(pending);
        m_entries.reserve(pending);
    }
    [[nodiscard]] Slot makeSlot()
    {
        m_generations.push_back(0);
        return static_cast<Slot>(m_generations.size() - 1);
    }

    /// Adds a happening. On a real slot it replaces what was pending there.
    void schedule(const Occurrence &occurrence, Slot slot = kNoSlot)
    {
        const PendingKey key{occurrence.time, std::uint64_t{occurrence.rank} << kSequenceBits | ++m_sequence};
        const Place place = keep({occurrence.a, occurrence.b, occurrence.c, occurrence.cause, slot, slot == kNoSlot ? 0 : nextGeneration(slot)});
        if (m_horizon < key) {
            m_far.push_back({key, place});
            return;
        }
        m_near.push(key, place);
        if (m_near.size() > nearLimit(m_far.size()))
            moveHorizon();
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
        while (size() > 0) {
            if (m_near.empty())
                moveHorizon();
            const auto [key, place] = m_near.pop();
            const Entry entry = m_entries[place];
            forget(place);
            if (entry.slot != kNoSlot && m_generations[entry.slot] != entry.generation)
                continue;
            out = {key.time, entry.a, entry.b, entry.c, entry.cause, entry.slot, static_cast<Rank>(key.order >> kSequenceBits)};
            return true;
        }
        return false;
    }

    /// Entries held, stale ones included.
    [[nodiscard]] std::size_t size() const noexcept { return m_near.size() + m_far.size(); }

private:
    using Place = KeyHeap::Place;
    static constexpr int kSequenceBits = 56;
    static constexpr Place kNone = 0xffff'ffff;
    static constexpr std::size_t kFew = 4096;   ///< a heap of so many keys stays in the near caches
    static constexpr std::size_t kShare = 16;   ///< of the waiting ones, this part becomes the heap
    static constexpr std::size_t kSample = 8 * kShare;

    struct Waiting
    {
        PendingKey key;
        Place place;
    };
    struct Entry
    {
        std::int32_t a, b, c; ///< a of a free one: the next free one
        std::uint32_t cause;
        Slot slot;
        std::uint32_t generation;
    };

    [[nodiscard]] static constexpr std::size_t nearLimit(std::size_t waiting) { return std::max(kFew, 2 * waiting / kShare); }

    std::uint32_t nextGeneration(Slot slot) { return ++m_generations[slot]; }

    Place keep(const Entry &entry)
    {
        const Place place = m_free;
        if (place == kNone) {
            m_entries.push_back(entry);
            return static_cast<Place>(m_entries.size() - 1);
        }
        m_free = static_cast<Place>(m_entries[place].a);
        m_entries[place] = entry;
        return place;
    }
    void forget(Place place)
    {
        m_entries[place].a = static_cast<std::int32_t>(m_free);
        m_free = place;
    }

    /// Lays the horizon anew: the soonest of all go into the heap, all of them where they are few.
    void moveHorizon()
    {
        m_near.drain([this](const PendingKey &key, Place place) { m_far.push_back({key, place}); });
        m_horizon = m_far.size() > kFew ? sampledHorizon() : PendingKey{};
        const auto soonest = std::partition(m_far.begin(), m_far.end(), [this](const Waiting &waiting) { return m_horizon < waiting.key; });
        for (auto it = soonest; it != m_far.end(); ++it)
            m_near.push(it->key, it->place);
        m_far.erase(soonest, m_far.end());
    }

    /// A waiting key with about 1 / kShare of them before it; it is one of them, so at least it will be taken.
    [[nodiscard]] PendingKey sampledHorizon() const
    {
        std::array<PendingKey, kSample> sample;
        // Steps of the golden ratio: no regular order of the waiting ones meets them again and again.
        constexpr std::uint64_t kStep = 0x9e37'79b9'7f4a'7c15;
        std::uint64_t at = m_sequence;
        for (PendingKey &key : sample)
            key = m_far[(at += kStep) % m_far.size()].key;
        const auto wanted = sample.begin() + kSample / kShare;
        std::nth_element(sample.begin(), wanted, sample.end());
        return *wanted;
    }

    std::vector<std::uint32_t> m_generations; ///< by slot; element 0 is kNoSlot's and never changes
    KeyHeap m_near;                           ///< up to the horizon and on it
    std::vector<Waiting> m_far;               ///< behind the horizon
    PendingKey m_horizon;
    std::vector<Entry> m_entries; ///< by place
    Place m_free = kNone;
    std::uint64_t m_sequence = 0;
};

} // namespace sidestep::engine
