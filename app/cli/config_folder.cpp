// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/config_folder.h"

#include "model/store/atomic_file.h"

#include <fmt/format.h>

namespace sidestep::cli {

namespace {

/// A router's name may hold what a file name may not; whatever could leave the folder or hide the file is written %XX.
std::string fileNameOf(std::string_view router)
{
    std::string name;
    for (const char c : router) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '+'
            || (c == '.' && !name.empty()) || static_cast<unsigned char>(c) >= 0x80;
        name += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return name + ".cfg";
}

Result<void> makeFolder(const std::filesystem::path &folder)
{
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        return failure(ErrorCode::FileUnwritable,
                       fmt::format("{}: cannot be created: {}; choose another folder", folder.string(), problem.message()));
    return {};
}

Result<void> writeConfigFile(config::TextWriter &writer, plan::RouterId router, ConfigFile &file)
{
    const auto text = writer.write(router);
    if (!text)
        return tl::unexpected(text.error());
    file.gaps = writer.gaps();
    return store::writeFile(file.path, *text, store::OldFile::Replace, store::Durable::Later);
}

} // namespace

Result<std::vector<ConfigFile>> writeConfigFiles(const plan::Plan &plan, const config::ConfigBuilder &builder,
                                                 const std::vector<plan::RouterId> &routers, const std::filesystem::path &folder,
                                                 Progress &progress)
{
    if (const auto made = makeFolder(folder); !made)
        return tl::unexpected(made.error());
    std::vector<ConfigFile> files;
    files.reserve(routers.size());
    for (const plan::RouterId router : routers)
        files.push_back({folder / fileNameOf(plan.find(router)->name), {}});

    config::TextWriter writer(builder);
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (const auto written = writeConfigFile(writer, routers[i], files[i]); !written)
            return tl::unexpected(written.error());
        progress.show(i + 1);
    }
    if (const auto synced = store::syncFileSystem(folder); !synced)
        return tl::unexpected(synced.error());
    return files;
}

} // namespace sidestep::cli
