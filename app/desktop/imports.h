// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/background.h"
#include "app/desktop/work_progress.h"
#include "model/base/result.h"
#include "model/config/import/import.h"

#include <QObject>

#include <filesystem>
#include <memory>
#include <vector>

class QWidget;

namespace sidestep::app {

/// Router configurations on disk become a plan, off the GUI thread, with a way to stop.
class Imports final : public QObject
{
    Q_OBJECT

public:
    explicit Imports(QWidget &window);

    void filesFromDialog();
    void folderFromDialog();
    /// Files, and folders whose configurations (.cfg, .conf, .txt) are taken. A file that cannot be read costs no other: a row of
    /// the report says why.
    void start(const std::vector<std::filesystem::path> &sources);
    [[nodiscard]] bool isRunning() const noexcept { return m_background.isRunning(); }

signals:
    void finished(const sidestep::config::ImportResult &result);
    /// None of the files is a router's; the rows say why of each.
    void nothingFound(const sidestep::config::ImportResult &result);
    void refused(const QString &why);
    void cancelled();

private:
    using Imported = std::shared_ptr<const config::ImportResult>;
    void done(const Result<Imported> &result);

    QWidget &m_window;
    WorkProgress m_progress; ///< outlives the work that reports to it
    Background m_background;
};

} // namespace sidestep::app
