// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/units.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

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
/// Total order: (time, rank, sequence of scheduling). Sequence numbers are unique, so the order never depends on the heap's
/// layout, on addresses or on hashes.
///
/// Cancelling is by generation: a slot belongs to one timer of one object (`makeSlot`, when the run is set up). Scheduling
/// on a slot and `cancel` both make whatever was pending there stale; stale entries are passed over when they surface. The
/// queue allocates only when more happenings are pending at once than ever before; `reserve` avoids that too.
///
/// A heap with four children a node, whose keys fill one cache line. What a key stands for lies elsewhere and does not move.
class EventQueue
{
public:
    using Slot = std::uint32_t;
    static constexpr Slot kNoSlot = 0; ///< for happenings that are never cancelled

    EventQueue() : m_generations(1, 0), m_groups(1), m_places(kArity) {}

    void reserve(std::size_t pending)
    {
        m_groups.reserve(pending / kArity + 2);
        m_places.reserve(pending + 2 * kArity);
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
        const Key key{occurrence.time, std::uint64_t{occurrence.rank} << kSequenceBits | ++m_sequence};
        const std::uint32_t place = keep({occurrence.a, occurrence.b, occurrence.c, occurrence.cause, slot, slot == kNoSlot ? 0 : nextGeneration(slot)});
        const std::size_t node = kRoot + m_size++;
        if (node / kArity == m_groups.size()) {
            m_groups.emplace_back();
            m_places.resize(m_places.size() + kArity);
        }
        siftUp(node, key, place);
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
        while (m_size > 0) {
            const Key key = keyAt(kRoot);
            const std::uint32_t place = m_places[kRoot];
            removeFront();
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
    [[nodiscard]] std::size_t size() const noexcept { return m_size; }

private:
    static constexpr std::size_t kArity = 4;
    /// The node at the top. Four keys lie in a group, and the children of node n are all of group n - 2.
    static constexpr std::size_t kRoot = kArity - 1;
    static constexpr int kSequenceBits = 56;
    static constexpr std::uint32_t kNone = 0xffff'ffff;

    struct Key
    {
        SimTime time = SimTime::max();
        std::uint64_t order = ~std::uint64_t{0}; ///< rank and sequence
        friend bool operator<(const Key &x, const Key &y) noexcept { return x.time != y.time ? x.time < y.time : x.order < y.order; }
    };
    struct alignas(64) Group
    {
        std::array<Key, kArity> keys; ///< where there is no node: later than all
    };
    struct Entry
    {
        std::int32_t a, b, c; ///< a of a free one: the next free one
        std::uint32_t cause;
        Slot slot;
        std::uint32_t generation;
    };

    std::uint32_t nextGeneration(Slot slot) { return ++m_generations[slot]; }

    [[nodiscard]] Key &keyAt(std::size_t node) { return m_groups[node / kArity].keys[node % kArity]; }

    std::uint32_t keep(const Entry &entry)
    {
        const std::uint32_t place = m_free;
        if (place == kNone) {
            m_entries.push_back(entry);
            return static_cast<std::uint32_t>(m_entries.size() - 1);
        }
        m_free = static_cast<std::uint32_t>(m_entries[place].a);
        m_entries[place] = entry;
        return place;
    }
    void forget(std::uint32_t place)
    {
        m_entries[place].a = static_cast<std::int32_t>(m_free);
        m_free = place;
    }

    void put(std::size_t node, const Key &key, std::uint32_t place)
    {
        keyAt(node) = key;
        m_places[node] = place;
    }

    void siftUp(std::size_t node, const Key &key, std::uint32_t place)
    {
        while (node > kRoot) {
            const std::size_t parent = node / kArity + 2;
            if (!(key < keyAt(parent)))
                break;
            put(node, keyAt(parent), m_places[parent]);
            node = parent;
        }
        put(node, key, place);
    }

    void removeFront()
    {
        const std::size_t last = kRoot + --m_size;
        const Key key = std::exchange(keyAt(last), Key{});
        const std::uint32_t place = m_places[last];
        if (m_size == 0)
            return;
        std::size_t node = kRoot;
        for (std::size_t group = node - 2; group * kArity < last; group = node - 2) {
            const std::array<Key, kArity> &keys = m_groups[group].keys;
            const std::size_t left = keys[1] < keys[0] ? 1 : 0;
            const std::size_t right = keys[3] < keys[2] ? 3 : 2;
            const std::size_t least = keys[right] < keys[left] ? right : left;
            if (!(keys[least] < key))
                break;
            const std::size_t child = group * kArity + least;
            put(node, keys[least], m_places[child]);
            node = child;
        }
        put(node, key, place);
    }

    std::vector<std::uint32_t> m_generations; ///< by slot; element 0 is kNoSlot's and never changes
    std::vector<Group> m_groups;              ///< keys by node
    std::vector<std::uint32_t> m_places;      ///< in m_entries, by node
    std::vector<Entry> m_entries;
    std::uint32_t m_free = kNone; ///< in m_entries
    std::size_t m_size = 0;
    std::uint64_t m_sequence = 0;
};

} // namespace sidestep::engine
