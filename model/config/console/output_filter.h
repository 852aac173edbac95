// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/config/console/line_pattern.h"
#include "model/config/vrp/grammar.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace sidestep::config::console {

/// What stands behind a display command and `|` (vendor's configuration guide of VRP8): up to 32 filters, each of which acts on what
/// the one before it leaves. A `|` behind a blank begins another filter; any other belongs to an expression.
class OutputFilter
{
public:
    static constexpr std::size_t kMostFilters = 32;

    /// Reads the filters behind the first `|` of the line, which is at `bar`.
    [[nodiscard]] static tl::expected<OutputFilter, vrp::Refusal> read(std::string_view line, std::size_t bar);

    /// Whole lines. Refused where the expressions would take too long on a text this long.
    [[nodiscard]] Result<std::string> applied(std::string_view text) const;

private:
    enum class Action : std::uint8_t { Begin, Include, Exclude, Count };
    struct Step
    {
        Action action;
        bool sections = false; ///< a line and those indented below it stand and fall together
        std::optional<LinePattern> pattern = std::nullopt;
    };
    using Lines = std::vector<std::string_view>;

    [[nodiscard]] static std::optional<Step> stepOf(const vrp::Match &match);
    [[nodiscard]] static Lines kept(const Step &step, const Lines &lines, std::size_t &work);

    std::vector<Step> m_steps;
};

/// Where the filter begins that byte `cursor` of the line is in, behind its `|` and blanks; `bar` is the line's first `|`.
[[nodiscard]] std::size_t filterAt(std::string_view line, std::size_t bar, std::size_t cursor);

} // namespace sidestep::config::console
