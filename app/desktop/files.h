// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/plan/plan.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <filesystem>
#include <functional>

class QWidget;

namespace sidestep::app {

class PlanDocument;

/// New, open, save, recent files, the question before unsaved edits are lost, and recovery after a crash. Files are
/// read and written off the GUI thread behind a dialog that says so when it takes longer than a moment.
class Files final : public QObject
{
    Q_OBJECT

public:
    Files(PlanDocument &document, QWidget &window);

    void newPlan();
    void openExample(const QString &name);
    void openWithDialog();
    void open(const std::filesystem::path &path);
    /// The plan takes the place of the open one, as an edit that is not saved yet. False: the user would rather keep what is open.
    bool showImported(const plan::Plan &plan);
    bool save();
    bool saveAs();
    /// Asks when there are unsaved edits. False: the user wants to stay.
    [[nodiscard]] bool mayClose();
    /// Asked before the plan is left, ahead of the question about unsaved edits: false keeps it open.
    void setGuard(std::function<bool()> guard) { m_guard = std::move(guard); }
    /// Offers what an earlier run left behind. Returns whether a plan was recovered.
    bool offerRecovery();

    [[nodiscard]] static QStringList recent(); ///< newest first, files that exist

signals:
    void recentChanged();
    void documentReplaced();

private:
    bool write(const std::filesystem::path &path);
    void remember(const std::filesystem::path &path);
    void showError(const QString &what, const Error &error);
    /// Runs `work` on another thread and waits with a dialog that blocks the window, not the event loop.
    void busy(const QString &label, const std::function<void()> &work);

    PlanDocument &m_document;
    QWidget &m_window;
    std::function<bool()> m_guard;
};

} // namespace sidestep::app
