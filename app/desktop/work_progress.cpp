// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/work_progress.h"

#include <QProgressDialog>

namespace sidestep::app {

WorkProgress::WorkProgress(QWidget &window) : m_window(window)
{
    connect(this, &WorkProgress::reported, this, &WorkProgress::show, Qt::QueuedConnection);
}

void WorkProgress::begin(const QString &what)
{
    end();
    m_dialog = new QProgressDialog(what, tr("Stop"), 0, 0, &m_window);
    m_dialog->setWindowModality(Qt::WindowModal);
    m_dialog->setMinimumDuration(300);
    m_dialog->setAutoReset(false);
    m_dialog->setAutoClose(false);
    connect(m_dialog, &QProgressDialog::canceled, this, &WorkProgress::stopRequested);
}

void WorkProgress::report(std::size_t done, std::size_t total)
{
    // Few enough that the window keeps up with them.
    const std::size_t stride = total / 200 + 1;
    if (done % stride == 0 || done == total)
        emit reported(static_cast<int>(done), static_cast<int>(total));
}

void WorkProgress::show(int done, int total)
{
    if (!m_dialog || m_dialog->wasCanceled())
        return;
    m_dialog->setMaximum(done < total ? total : 0);
    m_dialog->setValue(done < total ? done : 0);
}

void WorkProgress::end()
{
    // Its signals may be under way to here: it goes when they are through.
    if (m_dialog) {
        m_dialog->disconnect(this);
        m_dialog->hide();
        m_dialog->deleteLater();
    }
    m_dialog = nullptr;
}

} // namespace sidestep::app
