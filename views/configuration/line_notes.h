// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/device_config.h"
#include "model/plan/plan.h"

#include <QString>

#include <map>

namespace sidestep::views {

/// What a reader should know about a line of `config::toText` before relying on it, by 0-based line number.
struct LineNote
{
    QString text;            ///< for a hover
    bool unverified = false; ///< nobody has seen the command on a device
};
using LineNotes = std::map<int, LineNote>;

/// Lines whose command is unverified, and lines that a snippet of the plan brought.
[[nodiscard]] LineNotes lineNotes(const plan::Plan &plan, const config::DeviceConfig &config);

} // namespace sidestep::views
