// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace sidestep::config {

/// Offset of the first byte that is no UTF-8 (RFC 3629) or a control character other than a tab; npos: all is text.
[[nodiscard]] std::size_t firstOddByte(std::string_view text) noexcept;

} // namespace sidestep::config
