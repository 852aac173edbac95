// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace sidestep {

/// Rows sorted by `row.id`, ascending, in chunks that copies share.
///
/// A copy shares everything and costs one reference count. Changing a row of a shared table copies the chunk index
/// (16 bytes a chunk) and the one chunk that holds the row. Two tables that came from one another are compared chunk
/// address by chunk address, so the difference of two plans costs what changed plus one pointer a chunk.
///
/// `Row` has a member `id` of an `Id<…>` type and is copyable and equality comparable. Not thread-safe for writing;
/// copies may be read and written on different threads.
template <typename Row>
class Table
{
public:
    using RowId = decltype(Row::id);
    static constexpr std::size_t kChunkRows = 128; ///< A full chunk is split when it would grow beyond this.

private:
    using Chunk = std::vector<Row>;
    using Chunks = std::vector<std::shared_ptr<Chunk>>;

public:
    /// Visits rows in id order; valid until the table it came from is changed or destroyed.
    class Iterator
    {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = Row;
        using difference_type = std::ptrdiff_t;
        using pointer = const Row *;
        using reference = const Row &;

        Iterator() = default;
        Iterator(const Chunks *chunks, std::size_t chunk, std::size_t row) : m_chunks(chunks), m_chunk(chunk), m_row(row) {}
        reference operator*() const { return (*(*m_chunks)[m_chunk])[m_row]; }
        pointer operator->() const { return &**this; }
        Iterator &operator++()
        {
            if (++m_row == (*m_chunks)[m_chunk]->size()) {
                ++m_chunk;
                m_row = 0;
            }
            return *this;
        }
        Iterator operator++(int)
        {
            Iterator old = *this;
            ++*this;
            return old;
        }
        friend bool operator==(const Iterator &a, const Iterator &b) { return a.m_chunk == b.m_chunk && a.m_row == b.m_row; }

    private:
        const Chunks *m_chunks = nullptr;
        std::size_t m_chunk = 0;
        std::size_t m_row = 0;
    };

    Table() : m_chunks(std::make_shared<Chunks>()) {}

    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] bool empty() const noexcept { return m_size == 0; }
    [[nodiscard]] Iterator begin() const { return Iterator(m_chunks.get(), 0, 0); }
    [[nodiscard]] Iterator end() const { return Iterator(m_chunks.get(), m_chunks->size(), 0); }

    /// nullptr: no such row. Logarithmic.
    [[nodiscard]] const Row *find(RowId id) const
    {
        const std::size_t at = chunkFor(id);
        if (at == m_chunks->size())
            return nullptr;
        const Chunk &chunk = *(*m_chunks)[at];
        const auto row = lowerBound(chunk, id);
        return row != chunk.end() && row->id == id ? &*row : nullptr;
    }
    [[nodiscard]] bool contains(RowId id) const { return find(id) != nullptr; }

    /// One more than the largest id in use, 1 for an empty table.
    [[nodiscard]] RowId nextId() const
    {
        return RowId(m_chunks->empty() ? 1 : m_chunks->back()->back().id.value() + 1);
    }

    /// Adds a row, or replaces the row of the same id.
    void put(Row row)
    {
        Chunks &chunks = writableIndex();
        if (chunks.empty()) {
            chunks.push_back(std::make_shared<Chunk>());
            chunks.back()->reserve(kChunkRows);
            chunks.back()->push_back(std::move(row));
            m_size = 1;
            return;
        }
        std::size_t at = chunkFor(row.id);
        if (at == chunks.size()) {
            if (chunks.back()->size() >= kChunkRows) {
                chunks.push_back(std::make_shared<Chunk>());
                chunks.back()->reserve(kChunkRows);
                chunks.back()->push_back(std::move(row));
                ++m_size;
                return;
            }
            at = chunks.size() - 1;
        }
        Chunk &chunk = writableChunk(chunks, at);
        const auto place = lowerBound(chunk, row.id);
        if (place != chunk.end() && place->id == row.id) {
            *place = std::move(row);
            return;
        }
        chunk.insert(place, std::move(row));
        ++m_size;
        if (chunk.size() > kChunkRows)
            split(chunks, at);
    }

    /// Returns whether there was such a row.
    bool remove(RowId id)
    {
        if (!contains(id))
            return false;
        Chunks &chunks = writableIndex();
        const std::size_t at = chunkFor(id);
        Chunk &chunk = writableChunk(chunks, at);
        chunk.erase(lowerBound(chunk, id));
        if (chunk.empty())
            chunks.erase(chunks.begin() + static_cast<std::ptrdiff_t>(at));
        --m_size;
        return true;
    }

    /// True when the two share all storage; equal content may still be stored apart.
    [[nodiscard]] bool sharesAllWith(const Table &other) const noexcept { return m_chunks == other.m_chunks; }

    friend bool operator==(const Table &a, const Table &b)
    {
        return a.m_chunks == b.m_chunks || (a.m_size == b.m_size && std::equal(a.begin(), a.end(), b.begin()));
    }

    /// Calls `visit(before, after)` for every row that differs, in id order; nullptr for a row that is not there.
    /// Chunks that both share are skipped without being read.
    template <typename Visit>
    static void difference(const Table &before, const Table &after, Visit &&visit)
    {
        if (before.sharesAllWith(after))
            return;
        Walk a{*before.m_chunks};
        Walk b{*after.m_chunks};
        while (!a.done() || !b.done()) {
            if (a.atChunkStart() && b.atChunkStart() && a.chunk() == b.chunk()) {
                a.skipChunk();
                b.skipChunk();
            } else if (b.done() || (!a.done() && a.row().id < b.row().id)) {
                visit(&a.row(), static_cast<const Row *>(nullptr));
                a.next();
            } else if (a.done() || b.row().id < a.row().id) {
                visit(static_cast<const Row *>(nullptr), &b.row());
                b.next();
            } else {
                if (!(a.row() == b.row()))
                    visit(&a.row(), &b.row());
                a.next();
                b.next();
            }
        }
    }

private:
    struct Walk
    {
        const Chunks &chunks;
        std::size_t at = 0;
        std::size_t index = 0;
        [[nodiscard]] bool done() const { return at == chunks.size(); }
        [[nodiscard]] bool atChunkStart() const { return !done() && index == 0; }
        [[nodiscard]] const Chunk *chunk() const { return chunks[at].get(); }
        [[nodiscard]] const Row &row() const { return (*chunks[at])[index]; }
        void skipChunk() { ++at; }
        void next()
        {
            if (++index == chunks[at]->size()) {
                ++at;
                index = 0;
            }
        }
    };

    template <typename C>
    static auto lowerBound(C &chunk, RowId id)
    {
        return std::lower_bound(chunk.begin(), chunk.end(), id, [](const Row &row, RowId wanted) { return row.id < wanted; });
    }

    /// The first chunk whose last row is not below `id`; size() when every row is below.
    [[nodiscard]] std::size_t chunkFor(RowId id) const
    {
        const auto at = std::lower_bound(m_chunks->begin(), m_chunks->end(), id,
                                         [](const std::shared_ptr<Chunk> &chunk, RowId wanted) { return chunk->back().id < wanted; });
        return static_cast<std::size_t>(at - m_chunks->begin());
    }

    Chunks &writableIndex()
    {
        if (m_chunks.use_count() > 1)
            m_chunks = std::make_shared<Chunks>(*m_chunks);
        return *m_chunks;
    }

    static Chunk &writableChunk(Chunks &chunks, std::size_t at)
    {
        if (chunks[at].use_count() > 1) {
            auto copy = std::make_shared<Chunk>();
            copy->reserve(kChunkRows + 1);
            copy->assign(chunks[at]->begin(), chunks[at]->end());
            chunks[at] = std::move(copy);
        }
        return *chunks[at];
    }

    static void split(Chunks &chunks, std::size_t at)
    {
        Chunk &full = *chunks[at];
        const auto half = full.begin() + static_cast<std::ptrdiff_t>(full.size() / 2);
        auto upper = std::make_shared<Chunk>(std::make_move_iterator(half), std::make_move_iterator(full.end()));
        full.erase(half, full.end());
        chunks.insert(chunks.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(upper));
    }

    std::shared_ptr<Chunks> m_chunks; ///< never null; no chunk is empty
    std::size_t m_size = 0;
};

} // namespace sidestep
