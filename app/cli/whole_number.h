// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <string>

namespace sidestep::cli {

/// For CLI::Option::check. CLI11 alone would read "-3" as 2^64 - 3 and cut what is too large down to 2^64 - 1.
template <typename Number>
[[nodiscard]] std::string wholeNumber(const std::string &text)
{
    Number number{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem == std::errc::result_out_of_range)
        return fmt::format("{} is too large; give at most {}", text, std::numeric_limits<Number>::max());
    if (problem != std::errc() || end != text.data() + text.size())
        return fmt::format("\"{}\" is not a whole number; give digits alone", text);
    return {};
}

} // namespace sidestep::cli
