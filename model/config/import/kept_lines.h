// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/config_tree.h"
#include "model/config/device_config.h"
#include "model/config/import/router_record.h"

#include <string>
#include <vector>

namespace sidestep::config::importing {

/// A line that stays with its router, or one that cannot.
struct KeptLine
{
    LineNumber line;
    std::string text;
    std::size_t below = 0; ///< lines inside its block that stay with it
    LineNumber last = 0;   ///< of them; the line itself when there is none
    std::string trouble;   ///< not empty: why it cannot be kept
};

/// What a router's file has and the plan's configuration of it lacks.
struct Remainder
{
    std::string text; ///< as `plan::KeptText` holds it; empty: nothing
    std::vector<KeptLine> lines;
    std::size_t written = 0;  ///< lines of the file that the plan writes
    std::size_t replaced = 0; ///< lines of the file that the plan writes with another value
    std::size_t added = 0;    ///< lines the plan writes and the file lacks
};

/// Compares a file with what the plan writes for its router, setting by setting (`vrp::settingKey`). A line that the plan writes
/// with another value is not kept, for a router holds one value of a setting. `moved`: as in `RouterRecord`.
[[nodiscard]] Remainder remainderOf(const ConfigTree &file, const DeviceConfig &written,
                                    const std::vector<std::pair<LineNumber, std::string>> &moved);

} // namespace sidestep::config::importing
