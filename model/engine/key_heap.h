// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/units.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace sidestep::engine {

/// Where a happening stands in the total order, and where it is kept.
struct PendingKey
{
    SimTime time = SimTime::max();
    std::uint64_t order = ~std::uint64_t{0}; ///< unique at its time; all ones: later than all
    friend bool operator<(const PendingKey &x, const PendingKey &y) noexcept { return x.time != y.time ? x.time < y.time : x.order < y.order; }
};

/// A heap of keys, smallest first, with four children a node, whose keys fill one cache line. What a key stands for lies
/// elsewhere, at its place, and does not move.
class KeyHeap
{
public:
    using Place = std::uint32_t;

    KeyHeap() : m_groups(1), m_places(kArity) {}

    void reserve(std::size_t keys)
    {
        m_groups.reserve(keys / kArity + 2);
        m_places.reserve(keys + 2 * kArity);
    }
    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] bool empty() const noexcept { return m_size == 0; }

    void push(const PendingKey &key, Place place)
    {
        const std::size_t node = kRoot + m_size++;
        if (node / kArity == m_groups.size()) {
            m_groups.emplace_back();
            m_places.resize(m_places.size() + kArity);
        }
        siftUp(node, key, place);
    }

    /// The smallest and its place. The heap is not empty.
    [[nodiscard]] std::pair<PendingKey, Place> pop()
    {
        const std::pair<PendingKey, Place> front{keyAt(kRoot), m_places[kRoot]};
        removeFront();
        return front;
    }

    /// Gives every key and its place to `take`, in no order, and is empty then.
    template <typename Take>
    void drain(Take take)
    {
        for (std::size_t node = kRoot; node < kRoot + m_size; ++node)
            take(std::exchange(keyAt(node), PendingKey{}), m_places[node]);
        m_size = 0;
    }

private:
    static constexpr std::size_t kArity = 4;
    /// The node at the top. Four keys lie in a group, and the children of node n are all of group n - 2.
    static constexpr std::size_t kRoot = kArity - 1;

    struct alignas(64) Group
    {
        std::array<PendingKey, kArity> keys; ///< where there is no node: later than all
    };

    [[nodiscard]] PendingKey &keyAt(std::size_t node) { return m_groups[node / kArity].keys[node % kArity]; }

    void put(std::size_t node, const PendingKey &key, Place place)
    {
        keyAt(node) = key;
        m_places[node] = place;
    }

    void siftUp(std::size_t node, const PendingKey &key, Place place)
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
        const PendingKey key = std::exchange(keyAt(last), PendingKey{});
        const Place place = m_places[last];
        if (m_size == 0)
            return;
        std::size_t node = kRoot;
        for (std::size_t group = node - 2; group * kArity < last; group = node - 2) {
            const std::array<PendingKey, kArity> &keys = m_groups[group].keys;
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

    std::vector<Group> m_groups;  ///< keys by node
    std::vector<Place> m_places;  ///< by node
    std::size_t m_size = 0;
};

} // namespace sidestep::engine
