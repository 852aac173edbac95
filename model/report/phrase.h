// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sidestep::report {

/// A sentence as a translatable pattern and its values: "{0} moves traffic to {1}". The views translate the pattern.
struct Phrase
{
    std::string_view pattern; ///< English, static storage; {0}, {1} … stand for the values
    std::vector<std::string> values;
    [[nodiscard]] std::string english() const;
};

} // namespace sidestep::report
