// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/configuration_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>

namespace sidestep::cli {

Result<std::vector<std::filesystem::path>> configurationsIn(const std::filesystem::path &folder)
{
    constexpr std::array<std::string_view, 3> kEndings{".cfg", ".txt", ".conf"};
    std::vector<std::filesystem::path> files;
    std::error_code problem;
    for (std::filesystem::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem)) {
        const std::string name = at->path().filename().string();
        if (std::ranges::any_of(kEndings, [&](std::string_view ending) { return name.ends_with(ending); }))
            files.push_back(at->path());
    }
    if (problem)
        return failure(ErrorCode::FileUnreadable, fmt::format("{}: cannot be read: {}", folder.string(), problem.message()));
    if (files.empty())
        return failure(ErrorCode::FileMissing,
                       fmt::format("{}: holds no configuration; name them .cfg, .conf or .txt, or name one file", folder.string()));
    std::ranges::sort(files);
    return files;
}

} // namespace sidestep::cli
