// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/units.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sidestep::report {

/// A table for a terminal: columns as wide as their widest cell, two spaces between them, no trailing space.
class TextTable
{
public:
    enum class Align { Left, Right };

    void column(std::string_view title, Align align = Align::Left);
    /// One cell a column; missing cells are empty.
    void row(std::vector<std::string> cells);
    [[nodiscard]] bool empty() const { return m_rows.empty(); }
    /// The titles, then the rows, each ended by a line feed and begun with `indent` spaces.
    [[nodiscard]] std::string text(std::size_t indent = 0) const;

private:
    struct Column
    {
        std::string title;
        Align align;
    };
    std::vector<Column> m_columns;
    std::vector<std::vector<std::string>> m_rows;
};

/// Characters a terminal shows for UTF-8 text of one-cell characters.
[[nodiscard]] std::size_t displayWidth(std::string_view utf8) noexcept;

/// 1234567 as "1 234 567".
[[nodiscard]] std::string grouped(std::int64_t number);

/// A span to read: to the microsecond below a second, to the millisecond above.
[[nodiscard]] std::string shown(SimDuration span);

} // namespace sidestep::report
