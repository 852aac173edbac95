// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/exports.h"

#include "app/desktop/plan_document.h"
#include "app/desktop/secrets_dialog.h"
#include "model/config/config_builder.h"
#include "model/config/own_lines.h"
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

namespace {

/// What the thread that writes and the one that watches it share.
struct WriteJob
{
    std::atomic<int> done = 0;
    std::atomic<bool> stop = false;
    int gaps = 0;
    QString problem;
};

QString unwritable(const QString &file, const QString &why)
{
    return Exports::tr("%1: %2. Choose a folder you may write to.").arg(QDir::toNativeSeparators(file), why);
}

void writeAll(const plan::Plan &plan, const config::Secrets &secrets, const QString &folder, WriteJob &job)
{
    const config::ConfigBuilder builder(plan, secrets);
    config::TextWriter writer(builder);
    for (const plan::Router &router : plan.routers()) {
        if (job.stop)
            return;
        const auto text = writer.write(router.id);
        if (!text) {
            job.problem = views::toQt(text.error().detail);
            return;
        }
        job.gaps += static_cast<int>(writer.gaps().size());
        QSaveFile file(QDir(folder).filePath(views::toQt(router.name) + QStringLiteral(".cfg")));
        if (!file.open(QIODevice::WriteOnly) || file.write(text->data(), static_cast<qint64>(text->size())) < 0 || !file.commit()) {
            job.problem = unwritable(file.fileName(), file.errorString());
            return;
        }
        ++job.done;
    }
}

} // namespace

Exports::Exports(const PlanDocument &document, views::PlanCanvas &canvas, QWidget &window)
    : QObject(&window), m_document(document), m_canvas(canvas), m_window(window)
{
}

void Exports::configuration(plan::RouterId router, const QString &text)
{
    const plan::Router *row = m_document.plan().find(router);
    const auto secrets = secretsFor({router});
    if (!secrets)
        return;
    QString filled = text;
    if (!secrets->empty())
        if (const auto config = config::buildConfig(m_document.plan(), router, *secrets))
            filled = views::toQt(config::toText(*config));
    this->text(row ? views::toQt(row->name) + QStringLiteral(".cfg") : QString(), filled);
}

std::optional<config::Secrets> Exports::secretsFor(const std::vector<plan::RouterId> &routers)
{
    const std::vector<std::string> names = config::missingSecrets(m_document.plan(), routers);
    if (names.empty())
        return config::Secrets();
    SecretsDialog dialog(names, &m_window);
    return dialog.exec() == QDialog::Accepted ? std::optional(dialog.secrets()) : std::nullopt;
}

void Exports::text(const QString &suggestedName, const QString &text)
{
    const QString name = QFileDialog::getSaveFileName(&m_window, tr("Export"), suggestedName,
                                                      suggestedName.endsWith(QLatin1String(".cfg")) ? tr("Configurations (*.cfg)") : tr("Text (*.txt)"));
    if (!name.isEmpty())
        write(name, text.toUtf8());
}

void Exports::write(const QString &name, const QByteArray &bytes)
{
    QSaveFile file(name);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        emit said(tr("Written to %1.").arg(QDir::toNativeSeparators(name)));
    else
        emit refused(unwritable(name, file.errorString()));
}

void Exports::configurations()
{
    const QString folder = QFileDialog::getExistingDirectory(&m_window, tr("Write one NAME.cfg a router into this folder"));
    if (folder.isEmpty())
        return;
    std::vector<plan::RouterId> routers;
    for (const plan::Router &router : m_document.plan().routers())
        routers.push_back(router.id);
    const auto secrets = secretsFor(routers);
    if (!secrets)
        return;

    const auto job = std::make_shared<WriteJob>();
    const std::unique_ptr<QThread> thread(QThread::create([job, plan = m_document.plan(), secrets, folder] { writeAll(plan, *secrets, folder, *job); }));
    QProgressDialog dialog(tr("Writing configurations…"), tr("Stop"), 0, static_cast<int>(m_document.plan().routers().size()), &m_window);
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
        emit refused(job->problem);
    else if (job->gaps > 0)
        emit refused(tr("%n configuration(s) written, with %1 gaps: see each router's Configuration tab.", nullptr, job->done).arg(job->gaps));
    else
        emit said(tr("%n configuration(s) written to %1.", nullptr, job->done).arg(QDir::toNativeSeparators(folder)));
}

void Exports::picture()
{
    const QString name = QFileDialog::getSaveFileName(&m_window, tr("Export picture"), views::toQt(m_document.plan().settings().name) + QStringLiteral(".svg"),
                                                      tr("SVG (*.svg);;PNG, twice the size (*.png)"));
    if (name.isEmpty())
        return;
    const QSize size = m_canvas.exportSize();
    bool written = false;
    if (name.endsWith(QLatin1String(".png"), Qt::CaseInsensitive)) {
        QImage image(size * 2, QImage::Format_ARGB32_Premultiplied);
        image.setDevicePixelRatio(2);
        image.fill(Qt::white);
        QPainter painter(&image);
        m_canvas.renderTo(painter, QRectF(QPointF(0, 0), QSizeF(size)));
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
            m_canvas.renderTo(painter, QRectF(QPointF(0, 0), QSizeF(size)));
            written = painter.end();
        }
    }
    if (written)
        emit said(tr("Picture written to %1.").arg(QDir::toNativeSeparators(name)));
    else
        emit refused(unwritable(name, tr("cannot be written")));
}

} // namespace sidestep::app
