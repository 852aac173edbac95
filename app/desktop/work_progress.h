// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

#include <cstddef>

class QProgressDialog;
class QWidget;

namespace sidestep::app {

/// What a piece of work on another thread is at, shown once it takes longer than a blink, with a button to stop it. To be declared before the
/// `Background` that reports to it, so that it outlives the work.
class WorkProgress final : public QObject
{
    Q_OBJECT

public:
    explicit WorkProgress(QWidget &window);

    void begin(const QString &what);
    /// On any thread, as often as wanted. `total` 0: nobody knows how much there is to do.
    void report(std::size_t done, std::size_t total);
    void end();

signals:
    void stopRequested();
    void reported(int done, int total);

private:
    void show(int done, int total);

    QWidget &m_window;
    QPointer<QProgressDialog> m_dialog;
};

} // namespace sidestep::app
