// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <cstddef>
#include <filesystem>
#include <vector>

namespace sidestep::cli {

/// Of one router's configuration; a router's largest has a few megabytes.
inline constexpr std::size_t kMostConfigurationBytes = std::size_t{64} << 20;

/// The configurations in a folder, by name: files that end in .cfg, .conf or .txt. Errors: FileUnreadable, FileMissing (none).
[[nodiscard]] Result<std::vector<std::filesystem::path>> configurationsIn(const std::filesystem::path &folder);

} // namespace sidestep::cli
