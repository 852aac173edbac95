// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/line.h"

namespace sidestep::config::vrp {

bool canStandInLine(std::string_view text) noexcept
{
    if (text.empty() || text.front() == ' ' || text.back() == ' ')
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c < 0x20 || c == 0x7f || c == '?')
            return false;
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
        if (c == 0xc2 && next >= 0x80 && next <= 0x9f) // U+0080..U+009F, NEL among them
            return false;
        const auto third = i + 2 < text.size() ? static_cast<unsigned char>(text[i + 2]) : 0U;
        if (c == 0xe2 && next == 0x80 && (third == 0xa8 || third == 0xa9)) // U+2028, U+2029
            return false;
    }
    return true;
}

} // namespace sidestep::config::vrp
