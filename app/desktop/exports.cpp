// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/main_window.h"
#include "model/config/config_builder.h"
#include "model/config/device_config.h"
#include "views/canvas/plan_canvas.h"
#include "views/shared/text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QImage>
#include <QPainter>
#include <QProgressDialog>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QThread>

#include <atomic>
#include <memory>

namespace sidestep::app {

void MainWindow::exportConfiguration(plan::RouterId router, const QString &text)
{
    const plan::Router *row = m_document.plan().find(router);
    const QString name = QFileDialog::getSaveFileName(this, tr("Export configuration"), row ? views::toQt(row->name) + QStringLiteral(".cfg") : QString(),
                                                      tr("Configurations (*.cfg)"));
    if (name.isEmpty())
        return;
    QSaveFile file(name);
    const QByteArray bytes = text.toUtf8();
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        say(tr("Configuration written to %1.").arg(QDir::toNativeSeparators(name)));
    else
        say(tr("%1: %2. Choose a folder you may write to.").arg(name, file.errorString()), true);
}

void MainWindow::exportConfigurations()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Write one NAME.cfg a router into this folder"));
    if (folder.isEmpty())
        return;

    struct Job
    {
        std::atomic<int> done = 0;
        std::atomic<bool> stop = false;
        int gaps = 0;
        QString problem;
    };
    const auto job = std::make_shared<Job>();
    const plan::Plan plan = m_document.plan();
    const int count = static_cast<int>(plan.routers().size());
    const std::unique_ptr<QThread> thread(QThread::create([job, plan, folder] {
        const config::ConfigBuilder builder(plan);
        for (const plan::Router &router : plan.routers()) {
            if (job->stop)
                return;
            const auto config = builder.build(router.id);
            if (!config) {
                job->problem = views::toQt(config.error().detail);
                return;
            }
            job->gaps += static_cast<int>(config->gaps.size());
            const QString name = QDir(folder).filePath(views::toQt(config->name) + QStringLiteral(".cfg"));
            QSaveFile file(name);
            const std::string text = config::toText(*config);
            if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), static_cast<qint64>(text.size())) < 0 || !file.commit()) {
                job->problem = tr("%1: %2. Choose a folder you may write to.").arg(name, file.errorString());
                return;
            }
            ++job->done;
        }
    }));

    QProgressDialog dialog(tr("Writing configurations…"), tr("Stop"), 0, count, this);
    dialog.setWindowModality(Qt::WindowModal);
    dialog.setMinimumDuration(300);
    thread->start();
    while (!thread->wait(30)) {
        dialog.setValue(job->done);
        QCoreApplication::processEvents();
        if (dialog.wasCanceled())
            job->stop = true;
    }
    dialog.reset();
    if (!job->problem.isEmpty())
        say(job->problem, true);
    else if (job->gaps > 0)
        say(tr("%n configuration(s) written, with %1 gaps: see each router's Configuration tab.", nullptr, job->done).arg(job->gaps), true);
    else
        say(tr("%n configuration(s) written to %1.", nullptr, job->done).arg(QDir::toNativeSeparators(folder)));
}

void MainWindow::exportPicture()
{
    const QString name = QFileDialog::getSaveFileName(this, tr("Export picture"), views::toQt(m_document.plan().settings().name) + QStringLiteral(".svg"),
                                                      tr("SVG (*.svg);;PNG, twice the size (*.png)"));
    if (name.isEmpty())
        return;
    const QSize size = m_canvas->exportSize();
    bool written = false;
    if (name.endsWith(QLatin1String(".png"), Qt::CaseInsensitive)) {
        QImage image(size * 2, QImage::Format_ARGB32_Premultiplied);
        image.setDevicePixelRatio(2);
        image.fill(Qt::white);
        QPainter painter(&image);
        m_canvas->renderTo(painter, QRectF(QPointF(0, 0), QSizeF(size)));
        painter.end();
        written = image.save(name);
    } else {
        QSvgGenerator svg;
        svg.setFileName(name);
        svg.setSize(size);
        svg.setViewBox(QRect(QPoint(0, 0), size));
        svg.setTitle(m_document.title());
        QPainter painter;
        if (painter.begin(&svg)) {
            m_canvas->renderTo(painter, QRectF(QPointF(0, 0), QSizeF(size)));
            written = painter.end();
        }
    }
    if (written)
        say(tr("Picture written to %1.").arg(QDir::toNativeSeparators(name)));
    else
        say(tr("%1 cannot be written. Choose a folder you may write to.").arg(QDir::toNativeSeparators(name)), true);
}

} // namespace sidestep::app
