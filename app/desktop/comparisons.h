// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/background.h"
#include "model/base/result.h"
#include "model/config/router_changes.h"

#include <QObject>
#include <QTimer>

#include <filesystem>
#include <functional>
#include <vector>

namespace sidestep::views {
class DifferenceView;
}

namespace sidestep::app {

class PlanDocument;

/// Compares the plan as it is now with another state of it, off the GUI thread: as saved, another plan, a router's running file.
/// What is shown follows the plan while the view is in sight.
class Comparisons final : public QObject
{
    Q_OBJECT

public:
    Comparisons(const PlanDocument &document, views::DifferenceView &view, QWidget &window);

    void withSaved();
    void withPlan(const std::filesystem::path &file);
    /// The router is the one that the file names, else `selected`.
    void withRouterFile(const std::filesystem::path &file, const std::string &selected);
    /// Asks for the file first.
    void withPlanFromDialog();
    void withRouterFileFromDialog(const std::string &selected);

    void planChanged();
    /// The view came into sight.
    void shown();
    [[nodiscard]] bool isRunning() const noexcept { return m_background.isRunning(); }

signals:
    /// A comparison was asked for: its view should be seen.
    void started();
    void refused(const QString &why);

private:
    /// Both sides, read on another thread.
    struct Sides
    {
        config::RouterTexts first;
        config::RouterTexts second;
    };
    using Read = std::function<Result<Sides>(const plan::Plan &now)>;

    void start(const QString &first, Read read);
    void run();

    const PlanDocument &m_document;
    views::DifferenceView &m_view;
    QWidget &m_window;
    QString m_first; ///< heading of the other side
    Read m_read;     ///< how to get at it again; empty: nothing was compared yet
    bool m_stale = false;
    QTimer m_delay;
    Background m_background;
};

} // namespace sidestep::app
