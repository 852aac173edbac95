// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/vrp/command.h"
#include "model/config/vrp/commands.h"

#include <cstddef>
#include <optional>
#include <string_view>

/// The layout of a saved file (`vrp.md` section 9): `#` after each top-level block, ` #` between BGP families, `return` at the end.
namespace sidestep::config {

inline constexpr std::string_view kBlockEnd = "#";
inline constexpr std::string_view kFileEnd = vrp::command(vrp::Cmd::Return).syntax;

/// Told of every line from the top, says where a `#` belongs.
class Separators
{
public:
    /// Whether a `#` of the same depth stands before the line.
    [[nodiscard]] bool before(std::size_t depth, vrp::Layout layout)
    {
        if (depth > 0)
            return layout == vrp::Layout::Separated;
        const bool listGoesOn = m_block == vrp::Layout::Listed && layout == vrp::Layout::Listed;
        const bool endsBlock = m_block && !listGoesOn;
        m_block = layout;
        return endsBlock;
    }
    /// Whether one stands before the end of the file.
    [[nodiscard]] bool beforeEnd() const { return m_block.has_value(); }

private:
    std::optional<vrp::Layout> m_block; ///< the top-level line before
};

} // namespace sidestep::config
