// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/display/layout.h"

#include <algorithm>

namespace sidestep::config::display {

std::string capitals(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

std::string mapped(Ipv4 address)
{
    return "::FFFF:" + address.toString();
}

std::string ruler(std::size_t width)
{
    return std::string(width, '-') + '\n';
}

} // namespace sidestep::config::display
