// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/text_table.h"

#include <algorithm>

namespace sidestep::report {

std::size_t displayWidth(std::string_view utf8) noexcept
{
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string grouped(std::int64_t number)
{
    std::string digits = std::to_string(number);
    const std::size_t first = number < 0 ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + 3;) {
        at -= 3;
        digits.insert(at, 1, ' ');
    }
    return digits;
}

std::string shown(SimDuration span)
{
    using std::chrono::microseconds;
    using std::chrono::milliseconds;
    return formatDuration(span < 1s ? SimDuration(std::chrono::round<microseconds>(span))
                                    : SimDuration(std::chrono::round<milliseconds>(span)));
}

void TextTable::column(std::string_view title, Align align)
{
    m_columns.push_back({std::string(title), align});
}

void TextTable::row(std::vector<std::string> cells)
{
    cells.resize(m_columns.size());
    m_rows.push_back(std::move(cells));
}

std::string TextTable::text(std::size_t indent) const
{
    std::vector<std::size_t> widths;
    for (const Column &column : m_columns)
        widths.push_back(displayWidth(column.title));
    for (const auto &row : m_rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], displayWidth(row[i]));

    std::string out;
    const auto write = [&](auto &&cell) {
        std::string line(indent, ' ');
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            const std::string &text = cell(i);
            const std::string pad(widths[i] - displayWidth(text), ' ');
            line += (i == 0 ? "" : "  ") + (m_columns[i].align == Align::Right ? pad + text : text + pad);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + '\n';
    };
    write([this](std::size_t i) -> const std::string & { return m_columns[i].title; });
    for (const auto &row : m_rows)
        write([&row](std::size_t i) -> const std::string & { return row[i]; });
    return out;
}

} // namespace sidestep::report
