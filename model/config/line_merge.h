// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/config_tree.h"
#include "model/config/device_config.h"

#include <string>

namespace sidestep::config {

/// Where lines come from.
struct LineSource
{
    plan::ObjectId origin; ///< of the lines, and of the gaps about them
    std::string name;      ///< begins every gap: "snippet NTP"
    plan::Release release; ///< of the router
    /// The lines were typed, not read from a router: what the table knows and finds wrong becomes a gap, though the line is written.
    bool checked;
};

/// Puts the lines of a tree into a finished configuration. A block that is already there takes the lines inside it; a line
/// of the table stands where the table's order wants it, so that the file can still be pasted from the top; any other stands
/// behind the lines of its block and before the views inside it, at top level before the next block of the tree that the table knows.
///
/// A line that is there already is not written again. One that is another value of a setting that is there (the same undo
/// line), or that the router's release lacks, is left out with what stands below it, and becomes a gap.
void addLines(const ConfigTree &lines, const LineSource &source, DeviceConfig &config);

} // namespace sidestep::config
