// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/background.h"
#include "app/desktop/work_progress.h"
#include "model/report/capture/capture.h"

#include <QObject>
#include <QString>

#include <filesystem>

class QWidget;

namespace sidestep::app {

/// What the routers send in a scenario, written as a capture off the GUI thread.
class Captures final : public QObject
{
    Q_OBJECT

public:
    explicit Captures(QWidget &window);

    /// Asks for the file, and whether packets that only repeat are wanted.
    void ask(const plan::Plan &plan, const plan::Scenario &scenario, bool tracking);
    void write(const plan::Plan &plan, const plan::Scenario &scenario, bool tracking, report::CapturedPackets packets, const std::filesystem::path &file);
    [[nodiscard]] bool isRunning() const noexcept { return m_background.isRunning(); }

signals:
    void said(const QString &message);
    void refused(const QString &why);

private:
    void done(const std::filesystem::path &file, const Result<void> &result);

    QWidget &m_window;
    WorkProgress m_progress; ///< outlives the work that reports to it
    Background m_background;
};

} // namespace sidestep::app
