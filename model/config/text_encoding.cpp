// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/text_encoding.h"

namespace sidestep::config {

std::size_t firstOddByte(std::string_view text) noexcept
{
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
        const unsigned lead = byte(i);
        if (lead < 0x80) {
            if ((lead < 0x20 && lead != '\t') || lead == 0x7f)
                return i;
            ++i;
            continue;
        }
        const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        bool sound = lead >= 0xc2 && lead <= 0xf4;
        for (std::size_t k = 1; k < length; ++k)
            sound = sound && (byte(i + k) & 0xc0U) == 0x80;
        sound = sound && !(lead == 0xe0 && byte(i + 1) < 0xa0) && !(lead == 0xed && byte(i + 1) > 0x9f)
            && !(lead == 0xf0 && byte(i + 1) < 0x90) && !(lead == 0xf4 && byte(i + 1) > 0x8f);
        if (!sound)
            return i;
        i += length;
    }
    return std::string_view::npos;
}

} // namespace sidestep::config
