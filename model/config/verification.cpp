// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/verification.h"

namespace sidestep::config {

std::vector<UnverifiedLine> unverifiedLines(const ConfigTree &tree)
{
    std::vector<UnverifiedLine> lines;
    for (const ConfigLine &line : tree.lines)
        if (line.command)
            if (const std::string_view what = vrp::unverified(*line.command, line.view); !what.empty())
                lines.push_back({line.number, vrp::leadingWords(*line.command), vrp::command(*line.command).source, what});
    return lines;
}

} // namespace sidestep::config
