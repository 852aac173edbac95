// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/file_drops.h"

#include "model/store/configuration_files.h"

#include <QDropEvent>
#include <QMimeData>
#include <QUrl>
#include <QWidget>

#include <algorithm>

namespace sidestep::app {
namespace {

using Paths = std::vector<std::filesystem::path>;

Paths pathsIn(const QMimeData &data)
{
    Paths paths;
    for (const QUrl &url : data.urls())
        if (url.isLocalFile())
            paths.emplace_back(url.toLocalFile().toStdString());
    return paths;
}

bool isPlan(const Paths &paths)
{
    return paths.size() == 1 && store::isPlanName(paths.front());
}

bool isConfiguration(const std::filesystem::path &path)
{
    std::error_code ignored;
    return std::filesystem::is_directory(path, ignored) || store::isConfigurationName(path);
}

bool isWelcome(const Paths &paths)
{
    return isPlan(paths) || (!paths.empty() && std::ranges::all_of(paths, isConfiguration));
}

} // namespace

FileDrops::FileDrops(QWidget &window) : QObject(&window)
{
    window.setAcceptDrops(true);
    window.installEventFilter(this);
}

bool FileDrops::eventFilter(QObject *watched, QEvent *event)
{
    const bool drops = event->type() == QEvent::Drop;
    if (!drops && event->type() != QEvent::DragEnter)
        return QObject::eventFilter(watched, event);
    auto *drop = static_cast<QDropEvent *>(event);
    const Paths paths = pathsIn(*drop->mimeData());
    if (!isWelcome(paths))
        return QObject::eventFilter(watched, event);
    drop->acceptProposedAction();
    // The program that was dragged from waits until this returns; questions come after.
    if (drops)
        QMetaObject::invokeMethod(this, [this, paths] { dropped(paths); }, Qt::QueuedConnection);
    return true;
}

void FileDrops::dropped(const Paths &paths)
{
    if (isPlan(paths))
        emit planDropped(paths.front());
    else
        emit configurationsDropped(paths);
}

} // namespace sidestep::app
