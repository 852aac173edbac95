// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/progress.h"
#include "model/config/config_builder.h"

#include <filesystem>
#include <vector>

namespace sidestep::cli {

struct ConfigFile
{
    std::filesystem::path path;
    std::vector<config::ConfigGap> gaps;
};

/// Writes NAME.cfg for each router into the folder, which is made when it is missing. However the program ends, a file is whole
/// or absent; when this returns, all are on the disk. In the order of `routers`, which are in the builder's plan. On one core:
/// making files in one folder takes far longer than their text, and the system does it one by one. Errors: FileUnwritable.
[[nodiscard]] Result<std::vector<ConfigFile>> writeConfigFiles(const plan::Plan &plan, const config::ConfigBuilder &builder,
                                                               const std::vector<plan::RouterId> &routers,
                                                               const std::filesystem::path &folder, Progress &progress);

} // namespace sidestep::cli
