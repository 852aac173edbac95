// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace sidestep::engine {

/// Lists that grow at the front and share their tails, as cluster lists and AS paths do. A list is a number, -1 the empty one;
/// equal lists have equal numbers.
class SharedLists
{
public:
    static constexpr int kEmpty = -1;

    /// The list with `front` put before it.
    int with(std::uint32_t front, int list)
    {
        const auto [place, fresh] = m_at.try_emplace({front, list}, static_cast<int>(m_cells.size()));
        if (fresh)
            m_cells.push_back({front, list, length(list) + 1});
        return place->second;
    }
    [[nodiscard]] int length(int list) const { return list < 0 ? 0 : cell(list).length; }
    /// Precondition: not empty.
    [[nodiscard]] std::uint32_t front(int list) const { return cell(list).front; }
    [[nodiscard]] bool holds(int list, std::uint32_t value) const
    {
        for (; list >= 0; list = cell(list).rest) {
            if (cell(list).front == value)
                return true;
        }
        return false;
    }
    [[nodiscard]] std::vector<std::uint32_t> values(int list) const
    {
        std::vector<std::uint32_t> all;
        for (; list >= 0; list = cell(list).rest)
            all.push_back(cell(list).front);
        return all;
    }

private:
    struct Cell
    {
        std::uint32_t front = 0;
        int rest = kEmpty;
        int length = 0;
    };
    [[nodiscard]] const Cell &cell(int list) const { return m_cells[static_cast<std::size_t>(list)]; }

    std::vector<Cell> m_cells;
    std::map<std::pair<std::uint32_t, int>, int> m_at; ///< by front and rest
};

} // namespace sidestep::engine
