// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace sidestep::config::vrp {

/// What `?` says beside a keyword; empty for a keyword that explains itself.
[[nodiscard]] std::string_view keywordHelp(std::string_view keyword) noexcept;

} // namespace sidestep::config::vrp
