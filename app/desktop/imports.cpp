// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/imports.h"

#include "app/desktop/choose_files.h"
#include "model/store/atomic_file.h"
#include "model/store/configuration_files.h"
#include "views/shared/text.h"

#include <QWidget>

#include <functional>

namespace sidestep::app {
namespace {

namespace fs = std::filesystem;

using Progress = std::function<void(std::size_t done, std::size_t total)>;

/// Named like the folder that the configurations are in.
std::string planNameFor(const fs::path &source)
{
    std::error_code ignored;
    const fs::path whole = fs::absolute(source, ignored).lexically_normal();
    const bool isFolder = fs::is_directory(whole, ignored);
    const fs::path folder = !isFolder ? whole.parent_path() : whole.has_filename() ? whole : whole.parent_path();
    const std::string name = folder.filename().string();
    return name.empty() || plan::unsafeInConfiguration(name, false) ? config::ImportOptions().planName : name;
}

/// Texts of the files that could be read, and rows about the others.
struct ReadFiles
{
    std::vector<store::ConfigurationFile> files;
    std::vector<config::ImportRow> unread;
};

Result<ReadFiles> readAll(const std::vector<fs::path> &sources, const Progress &progress, const std::stop_token &stop)
{
    const auto paths = store::configurationsAmong(sources);
    if (!paths)
        return tl::unexpected(paths.error());
    ReadFiles read;
    read.files.reserve(paths->size());
    for (std::size_t i = 0; i < paths->size(); ++i) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "the import was stopped");
        progress(i, paths->size());
        const fs::path &path = (*paths)[i];
        if (auto text = store::readFile(path, store::kMostConfigurationBytes))
            read.files.push_back({path.filename(), *std::move(text)});
        else
            read.unread.push_back({config::ImportKind::Contradictory, {}, path.filename().string(), 0, text.error().detail});
    }
    progress(paths->size(), paths->size());
    return read;
}

Result<std::shared_ptr<const config::ImportResult>> importFrom(const std::vector<fs::path> &sources, const Progress &progress, const std::stop_token &stop)
{
    auto read = readAll(sources, progress, stop);
    if (!read)
        return tl::unexpected(read.error());
    std::vector<config::ConfigSource> texts;
    texts.reserve(read->files.size());
    for (const store::ConfigurationFile &file : read->files)
        texts.push_back({file.path.string(), file.text});
    config::ImportOptions options;
    options.planName = planNameFor(sources.front());
    options.stop = stop;
    auto result = config::importConfigs(texts, options);
    if (!result)
        return tl::unexpected(result.error());
    for (config::ImportRow &row : read->unread) {
        result->leftOut.push_back(row.file);
        result->rows.push_back(std::move(row));
    }
    return std::make_shared<const config::ImportResult>(*std::move(result));
}

} // namespace

Imports::Imports(QWidget &window) : QObject(&window), m_window(window), m_progress(window)
{
    connect(&m_progress, &WorkProgress::stopRequested, this, [this] { m_background.stop(); });
}

void Imports::filesFromDialog()
{
    if (const auto files = chooseConfigurations(m_window, tr("Import router configurations")); !files.empty())
        start(files);
}

void Imports::folderFromDialog()
{
    if (const fs::path folder = chooseFolder(m_window, tr("Import a folder of router configurations")); !folder.empty())
        start({folder});
}

void Imports::start(const std::vector<fs::path> &sources)
{
    m_progress.begin(tr("Reading router configurations…"));
    const Progress progress = [shown = &m_progress](std::size_t now, std::size_t total) { shown->report(now, total); };
    m_background.start([sources, progress](const std::stop_token &stop) { return importFrom(sources, progress, stop); },
                       [this](const Result<Imported> &result) { done(result); });
}

void Imports::done(const Result<Imported> &result)
{
    m_progress.end();
    if (!result && result.error().code == ErrorCode::Cancelled)
        emit cancelled();
    else if (!result)
        emit refused(views::toQt(result.error().detail));
    else if ((*result)->plan.routers().empty())
        emit nothingFound(**result);
    else
        emit finished(**result);
}

} // namespace sidestep::app
