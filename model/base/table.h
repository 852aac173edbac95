// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/shared_value.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

namespace sidestep {

/// Rows sorted by `row.id`, ascending, in chunks that copies share.
///
/// A copy shares everything and costs one reference count. Changing a row of a shared table copies the chunk index
/// (8 bytes a chunk) and the one chunk that holds the row. Two tables that came from one another are compared chunk
/// address by chunk address, so the difference of two plans costs what changed plus one pointer a chunk.
///
/// `Row` has a member `id` of an `Id<…>` type and is copyable and equality comparable. One table may not be changed while
/// another thread uses it; copies may be read and changed on different threads. A table is never moved from, only
/// copied: whoever held it still holds a valid table.
template <typename Row>
class Table
{
public:
    using RowId = decltype(Row::id);
    static constexpr std::size_t kChunkRows = 128; ///< A full chunk is split when it would grow beyond this.

private:
    using Rows = std::vector<Row>;
    using Chunk = SharedValue<Rows>;
    using Chunks = std::vector<Chunk>;

public:
    /// Visits rows in id order; valid until the table it came from is changed or destroyed, as are the rows it names.
    class Iterator
    {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = Row;
        using difference_type = std::ptrdiff_t;
        using pointer = const Row *;
        using reference = const Row &;

        Iterator() = default;
        reference operator*() const { return *m_row; }
        pointer operator->() const { return m_row; }
        Iterator &operator++()
        {
            if (++m_row == m_chunkEnd)
                enter(m_chunk + 1);
            return *this;
        }
        Iterator operator++(int)
        {
            Iterator old = *this;
            ++*this;
            return old;
        }
        friend bool operator==(const Iterator &a, const Iterator &b) { return a.m_row == b.m_row; }

    private:
        friend class Table;
        explicit Iterator(const Chunks &chunks) : m_last(chunks.data() + chunks.size()) { enter(chunks.data()); }
        void enter(const Chunk *chunk)
        {
            m_chunk = chunk;
            m_row = chunk == m_last ? nullptr : (*chunk)->data();
            m_chunkEnd = chunk == m_last ? nullptr : m_row + (*chunk)->size();
        }

        const Chunk *m_chunk = nullptr;
        const Chunk *m_last = nullptr;
        const Row *m_row = nullptr; ///< nullptr: the end
        const Row *m_chunkEnd = nullptr;
    };

    Table() = default;
    Table(const Table &) = default; // and so no move, which would leave a table without an index
    Table &operator=(const Table &) = default;
    ~Table() = default;

    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] bool empty() const noexcept { return m_size == 0; }
    [[nodiscard]] Iterator begin() const { return Iterator(*m_chunks); }
    [[nodiscard]] Iterator end() const { return Iterator(); }

    /// nullptr: no such row. Logarithmic. The row stays in place until the table is changed or its last copy destroyed.
    [[nodiscard]] const Row *find(RowId id) const
    {
        const std::size_t at = chunkFor(id);
        if (at == m_chunks->size())
            return nullptr;
        const Rows &rows = *(*m_chunks)[at];
        const auto row = lowerBound(rows, id);
        return row != rows.end() && row->id == id ? &*row : nullptr;
    }
    [[nodiscard]] bool contains(RowId id) const { return find(id) != nullptr; }

    /// One more than the largest id in use, 1 for an empty table. Precondition: the largest id is below 2^32 - 1.
    [[nodiscard]] RowId nextId() const { return RowId(m_chunks->empty() ? 1 : m_chunks->back()->back().id.value() + 1); }

    /// Adds a row, or replaces the row of the same id.
    void put(Row row)
    {
        Chunks &chunks = m_chunks.write();
        std::size_t at = chunkFor(row.id);
        if (at == chunks.size()) {
            // Rows usually arrive in ascending order: fill the last chunk to the brim rather than split it.
            if (chunks.empty() || chunks.back()->size() >= kChunkRows)
                chunks.emplace_back();
            at = chunks.size() - 1;
        }
        Rows &rows = chunks[at].write();
        const auto place = lowerBound(rows, row.id);
        if (place != rows.end() && place->id == row.id) {
            *place = std::move(row);
            return;
        }
        const auto offset = place - rows.begin();
        if (rows.size() == rows.capacity())
            rows.reserve(kChunkRows + 1); // never more: a chunk is split one row above kChunkRows
        rows.insert(rows.begin() + offset, std::move(row));
        ++m_size;
        if (rows.size() > kChunkRows)
            split(chunks, at);
    }

    /// Returns whether there was such a row.
    bool remove(RowId id)
    {
        if (!contains(id))
            return false;
        Chunks &chunks = m_chunks.write();
        const std::size_t at = chunkFor(id);
        Rows &rows = chunks[at].write();
        rows.erase(lowerBound(rows, id));
        --m_size;
        if (rows.empty())
            chunks.erase(chunks.begin() + static_cast<std::ptrdiff_t>(at));
        else if (at + 1 < chunks.size() && rows.size() + chunks[at + 1]->size() <= kMergedRows)
            mergeWithNext(chunks, at);
        else if (at > 0 && rows.size() + chunks[at - 1]->size() <= kMergedRows)
            mergeWithNext(chunks, at - 1);
        return true;
    }

    /// True when the two share all storage; equal content may still be stored apart.
    [[nodiscard]] bool sharesAllWith(const Table &other) const noexcept { return m_chunks.sharesWith(other.m_chunks); }

    /// By content; shared chunks are not read.
    friend bool operator==(const Table &a, const Table &b)
    {
        return a.m_size == b.m_size && walkDifferences(a, b, [](const Row *, const Row *) { return false; });
    }

    /// Calls `visit(before, after)` for every row that differs, in id order; nullptr for a row that is not there.
    /// Chunks that both share are skipped without being read.
    template <typename Visit>
    static void difference(const Table &before, const Table &after, Visit &&visit)
    {
        walkDifferences(before, after, [&visit](const Row *a, const Row *b) {
            visit(a, b);
            return true;
        });
    }

private:
    /// Two neighbours that shrank to this together become one, so that deleting most rows leaves few chunks, and a table
    /// that shrinks and grows around one size does not merge and split by turns.
    static constexpr std::size_t kMergedRows = kChunkRows / 2;

    struct Walk
    {
        const Chunks &chunks;
        std::size_t at = 0;
        std::size_t index = 0;
        [[nodiscard]] bool done() const { return at == chunks.size(); }
        [[nodiscard]] bool atChunkStart() const { return !done() && index == 0; }
        [[nodiscard]] const Chunk &chunk() const { return chunks[at]; }
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

    /// `visit` returns whether to go on; the result is false when it stopped the walk.
    template <typename Visit>
    static bool walkDifferences(const Table &before, const Table &after, Visit &&visit)
    {
        if (before.sharesAllWith(after))
            return true;
        const Row *const none = nullptr;
        Walk a{*before.m_chunks};
        Walk b{*after.m_chunks};
        while (!a.done() || !b.done()) {
            if (a.atChunkStart() && b.atChunkStart() && a.chunk().sharesWith(b.chunk())) {
                a.skipChunk();
                b.skipChunk();
            } else if (b.done() || (!a.done() && a.row().id < b.row().id)) {
                if (!visit(&a.row(), none))
                    return false;
                a.next();
            } else if (a.done() || b.row().id < a.row().id) {
                if (!visit(none, &b.row()))
                    return false;
                b.next();
            } else {
                if (!(a.row() == b.row()) && !visit(&a.row(), &b.row()))
                    return false;
                a.next();
                b.next();
            }
        }
        return true;
    }

    template <typename R>
    static auto lowerBound(R &rows, RowId id)
    {
        return std::lower_bound(rows.begin(), rows.end(), id, [](const Row &row, RowId wanted) { return row.id < wanted; });
    }

    /// The first chunk whose last row is not below `id`; size() when every row is below.
    [[nodiscard]] std::size_t chunkFor(RowId id) const
    {
        const auto at = std::lower_bound(m_chunks->begin(), m_chunks->end(), id,
                                         [](const Chunk &chunk, RowId wanted) { return chunk->back().id < wanted; });
        return static_cast<std::size_t>(at - m_chunks->begin());
    }

    static void split(Chunks &chunks, std::size_t at)
    {
        Rows &full = chunks[at].write();
        const auto half = full.begin() + static_cast<std::ptrdiff_t>(full.size() / 2);
        Rows upper(std::make_move_iterator(half), std::make_move_iterator(full.end()));
        full.erase(half, full.end());
        chunks.emplace(chunks.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(upper));
    }

    static void mergeWithNext(Chunks &chunks, std::size_t at)
    {
        Rows &rows = chunks[at].write();
        const Rows &next = *chunks[at + 1];
        rows.insert(rows.end(), next.begin(), next.end());
        chunks.erase(chunks.begin() + static_cast<std::ptrdiff_t>(at) + 1);
    }

    SharedValue<Chunks> m_chunks; ///< no chunk is empty
    std::size_t m_size = 0;
};

} // namespace sidestep
