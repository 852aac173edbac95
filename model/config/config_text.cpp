// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/config_text.h"

#include <algorithm>

namespace sidestep::config {

void ConfigText::clear()
{
    m_text.clear();
    m_separators = {};
    m_line = 0;
}

char *ConfigText::writeSeparator(char *at, std::size_t depth)
{
    at = std::ranges::copy(kBlockEnd, std::fill_n(at, depth, ' ')).out;
    *at++ = '\n';
    return at;
}

void ConfigText::finish()
{
    m_text.reserve(m_text.size() + kBlockEnd.size() + 1 + kFileEnd.size() + 1);
    char *at = m_text.data() + m_text.size();
    if (m_separators.beforeEnd())
        at = writeSeparator(at, 0);
    endLine(std::ranges::copy(kFileEnd, at).out);
}

void ConfigText::reorder(std::span<const std::size_t> starts, std::span<const std::uint32_t> order)
{
    if (std::ranges::is_sorted(order))
        return;
    const auto block = [&](std::uint32_t number) {
        const std::size_t separator = kBlockEnd.size() + 1;
        const std::size_t end = number + 1 < starts.size() ? starts[number + 1] - separator : m_text.size();
        return view().substr(starts[number], end - starts[number]);
    };
    m_reordered.clear();
    m_reordered.reserve(m_text.size() - starts.front());
    char *at = m_reordered.data();
    for (const std::uint32_t number : order) {
        if (at != m_reordered.data())
            at = writeSeparator(at, 0);
        at = std::ranges::copy(block(number), at).out;
    }
    std::copy(m_reordered.data(), at, m_text.data() + starts.front());
}

} // namespace sidestep::config
