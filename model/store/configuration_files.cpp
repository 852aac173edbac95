// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/configuration_files.h"

#include "model/store/atomic_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <system_error>

namespace sidestep::store {

namespace {

bool endsWithAny(const std::filesystem::path &path, std::initializer_list<std::string_view> endings)
{
    const std::string name = path.filename().string();
    return std::ranges::any_of(endings, [&](std::string_view ending) { return name.ends_with(ending); });
}

} // namespace

bool isPlanName(const std::filesystem::path &path)
{
    return endsWithAny(path, {".sidestep", ".sidestep~", ".json"});
}

bool isConfigurationName(const std::filesystem::path &path)
{
    return endsWithAny(path, {".cfg", ".txt", ".conf"});
}

Result<std::vector<std::filesystem::path>> configurationsIn(const std::filesystem::path &folder)
{
    std::vector<std::filesystem::path> files;
    std::error_code problem;
    for (std::filesystem::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem))
        if (isConfigurationName(at->path()))
            files.push_back(at->path());
    if (problem)
        return failure(ErrorCode::FileUnreadable, fmt::format("{}: cannot be read: {}", folder.string(), problem.message()));
    if (files.empty())
        return failure(ErrorCode::FileMissing,
                       fmt::format("{}: holds no configuration; name them .cfg, .conf or .txt, or name one file", folder.string()));
    std::ranges::sort(files);
    return files;
}

Result<std::vector<std::filesystem::path>> configurationsAmong(const std::vector<std::filesystem::path> &inputs)
{
    std::vector<std::filesystem::path> files;
    for (const std::filesystem::path &input : inputs) {
        std::error_code ignored;
        if (!std::filesystem::is_directory(input, ignored)) {
            files.push_back(input);
            continue;
        }
        const auto inside = configurationsIn(input);
        if (!inside)
            return tl::unexpected(inside.error());
        files.insert(files.end(), inside->begin(), inside->end());
    }
    return files;
}

Result<std::vector<ConfigurationFile>> readConfigurations(const std::vector<std::filesystem::path> &inputs)
{
    const auto paths = configurationsAmong(inputs);
    if (!paths)
        return tl::unexpected(paths.error());
    std::vector<ConfigurationFile> files;
    files.reserve(paths->size());
    for (const std::filesystem::path &path : *paths) {
        auto text = readFile(path, kMostConfigurationBytes);
        if (!text)
            return tl::unexpected(text.error());
        files.push_back({path, *std::move(text)});
    }
    return files;
}

} // namespace sidestep::store
