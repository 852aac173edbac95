// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/background.h"
#include "app/desktop/work_progress.h"
#include "model/base/result.h"
#include "model/report/change_pack.h"

#include <QObject>

#include <filesystem>
#include <functional>

class QWidget;

namespace sidestep::app {

class PlanDocument;

/// Change packs that lead from another state of the network to the open plan, written to a file off the GUI thread.
class ChangePacks final : public QObject
{
    Q_OBJECT

public:
    ChangePacks(const PlanDocument &document, QWidget &window);

    // Each asks for the other side, then for the file to write.
    void fromSaved();
    void fromPlan();
    void fromRunning();

    /// `file`: HTML when its name ends in .html, else Markdown. `from`: a plan, or a folder or file of running configurations.
    void write(const std::filesystem::path &from, const std::filesystem::path &file);
    [[nodiscard]] bool isRunning() const noexcept { return m_background.isRunning(); }

    /// Says what was written and opens it if the user wants to.
    void offer(const std::filesystem::path &file, std::size_t steps, std::size_t remarks);

signals:
    void written(const std::filesystem::path &file, std::size_t steps, std::size_t remarks);
    void refused(const QString &why);
    void cancelled();

private:
    struct Written
    {
        std::size_t steps;
        std::size_t remarks;
    };
    void askForFile(const std::filesystem::path &from);
    void done(const std::filesystem::path &file, const Result<Written> &result);

    const PlanDocument &m_document;
    QWidget &m_window;
    WorkProgress m_progress; ///< outlives the work that reports to it
    Background m_background;
};

} // namespace sidestep::app
