// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

/// Routers' configurations as users keep them: a file a router, often a folder of them.
namespace sidestep::store {

/// Of one router's configuration; a router's largest has a few megabytes.
inline constexpr std::size_t kMostConfigurationBytes = std::size_t{64} << 20;

struct ConfigurationFile
{
    std::filesystem::path path;
    std::string text;
};

/// Named as a plan: .sidestep, .sidestep~ or .json.
[[nodiscard]] bool isPlanName(const std::filesystem::path &path);
/// Named as a configuration: .cfg, .conf or .txt.
[[nodiscard]] bool isConfigurationName(const std::filesystem::path &path);

/// The configurations in a folder, by name. Errors: FileUnreadable, FileMissing (none).
[[nodiscard]] Result<std::vector<std::filesystem::path>> configurationsIn(const std::filesystem::path &folder);
/// Files as they are given, whatever they are called, and each folder's configurations in its place. Errors: as configurationsIn.
[[nodiscard]] Result<std::vector<std::filesystem::path>> configurationsAmong(const std::vector<std::filesystem::path> &inputs);
/// The texts of `configurationsAmong`. Errors: also those of readFile, for the first file that has one.
[[nodiscard]] Result<std::vector<ConfigurationFile>> readConfigurations(const std::vector<std::filesystem::path> &inputs);

} // namespace sidestep::store
