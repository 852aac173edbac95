// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/layout.h"

#include <fmt/format.h>

#include <cstdint>
#include <span>
#include <string_view>

namespace sidestep::config {

/// A configuration written line by line from the top, in memory that is used again after `clear`.
class ConfigText
{
public:
    void clear();

    /// Begins a line, indented and with its separator; returns where up to `room` bytes may be written. `endLine` takes the
    /// end of what was written.
    [[nodiscard]] char *startLine(std::size_t depth, vrp::Layout layout, std::size_t room)
    {
        const std::size_t separator = depth + kBlockEnd.size() + 1;
        m_text.reserve(m_text.size() + separator + depth + room + 1);
        char *at = m_text.data() + m_text.size();
        if (m_separators.before(depth, layout))
            at = writeSeparator(at, depth);
        for (std::size_t i = 0; i < depth; ++i)
            *at++ = ' ';
        m_line = static_cast<std::size_t>(at - m_text.data());
        return at;
    }
    void endLine(char *end)
    {
        *end++ = '\n';
        m_text.resize(static_cast<std::size_t>(end - m_text.data()));
    }
    /// `return`, after the last line.
    void finish();

    /// Puts top-level blocks that end the text so far into another order: `starts` of the blocks as written, `order` their
    /// numbers as they shall stand. None of them is a listed line.
    void reorder(std::span<const std::size_t> starts, std::span<const std::uint32_t> order);

    /// Where the last line starts, behind its indent.
    [[nodiscard]] std::size_t lineStart() const { return m_line; }
    [[nodiscard]] std::string_view lastLine() const { return view().substr(m_line, m_text.size() - m_line - 1); }
    [[nodiscard]] std::string_view view() const { return {m_text.data(), m_text.size()}; }

private:
    static char *writeSeparator(char *at, std::size_t depth);

    fmt::memory_buffer m_text; // unlike a string it grows without being filled first
    fmt::memory_buffer m_reordered;
    Separators m_separators;
    std::size_t m_line = 0;
};

} // namespace sidestep::config
