// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/files.h"

#include "app/desktop/plan_document.h"
#include "model/plan/templates.h"
#include "model/store/journal.h"
#include "model/store/plan_file.h"
#include "views/shared/text.h"

#include <QDir>
#include <QEventLoop>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QMessageBox>
#include <QProgressDialog>
#include <QPushButton>
#include <QSettings>
#include <QThread>

#include <memory>
#include <optional>

namespace sidestep::app {
namespace {

constexpr int kMostRecent = 8;

QString recentKey()
{
    return QStringLiteral("recentFiles");
}

std::filesystem::path toPath(const QString &name)
{
    return std::filesystem::path(name.toStdString());
}

QString filters()
{
    return Files::tr("Sidestep plans (*.sidestep);;Sidestep plans as text (*.sidestep.json)");
}

} // namespace

Files::Files(PlanDocument &document, QWidget &window) : QObject(&window), m_document(document), m_window(window) {}

void Files::newPlan()
{
    if (!mayClose())
        return;
    m_document.reset(plan::Plan(), {});
    emit documentReplaced();
}

void Files::openExample(const QString &name)
{
    auto plan = plan::examplePlan(views::fromQt(name));
    if (!plan) {
        showError(tr("The example cannot be opened."), plan.error());
        return;
    }
    if (!mayClose())
        return;
    m_document.reset(*plan, {});
    emit documentReplaced();
}

void Files::openWithDialog()
{
    const QString name = QFileDialog::getOpenFileName(&m_window, tr("Open plan"), QString(), filters());
    if (!name.isEmpty())
        open(toPath(name));
}

void Files::open(const std::filesystem::path &path)
{
    std::optional<Result<plan::Plan>> plan;
    busy(tr("Opening %1…").arg(views::toQt(path.filename().string())), [&] { plan = store::loadPlan(path); });
    if (!*plan) {
        showError(tr("%1 was not opened.").arg(views::toQt(path.filename().string())), plan->error());
        return;
    }
    // Asked only now: a file that cannot be read costs nobody their unsaved work.
    if (!mayClose())
        return;
    m_document.reset(**plan, std::filesystem::absolute(path));
    remember(m_document.path());
    emit documentReplaced();
}

bool Files::showImported(const plan::Plan &plan)
{
    if (!mayClose())
        return false;
    m_document.reset(plan::Plan(), {});
    m_document.apply(plan::editBetween(plan::Plan(), plan, "Import router configurations"));
    emit documentReplaced();
    return true;
}

bool Files::save()
{
    if (m_document.path().empty())
        return saveAs();
    return write(m_document.path());
}

bool Files::saveAs()
{
    QString suggestion = QString::fromStdString(m_document.path().string());
    if (suggestion.isEmpty())
        suggestion = QDir::home().filePath(views::toQt(m_document.plan().settings().name) + QStringLiteral(".sidestep"));
    QString name = QFileDialog::getSaveFileName(&m_window, tr("Save plan as"), suggestion, filters());
    if (name.isEmpty())
        return false;
    if (QFileInfo(name).suffix().isEmpty())
        name += QStringLiteral(".sidestep");
    return write(toPath(name));
}

bool Files::write(const std::filesystem::path &path)
{
    m_document.aboutToSave();
    std::optional<Result<void>> done;
    busy(tr("Saving %1…").arg(views::toQt(path.filename().string())),
         [&, plan = m_document.plan()] { done = store::savePlan(plan, path); });
    if (!*done) {
        showError(tr("%1 was not saved.").arg(views::toQt(path.filename().string())), done->error());
        return false;
    }
    m_document.saved(std::filesystem::absolute(path));
    remember(m_document.path());
    return true;
}

bool Files::mayClose()
{
    if (m_guard && !m_guard())
        return false;
    if (!m_document.isModified()) {
        m_document.forgetEdits();
        return true;
    }
    QMessageBox box(QMessageBox::Question, tr("Unsaved changes"), tr("Save the changes to %1?").arg(m_document.title()),
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, &m_window);
    box.setObjectName(QStringLiteral("closeQuestion"));
    box.setInformativeText(tr("What you do not save is lost."));
    box.setDefaultButton(QMessageBox::Save);
    switch (box.exec()) {
    case QMessageBox::Save:
        return save();
    case QMessageBox::Discard:
        m_document.forgetEdits();
        return true;
    default:
        return false;
    }
}

bool Files::offerRecovery()
{
    for (const store::Recoverable &left : store::recoverable(m_document.journalFolder())) {
        const QString name = left.planPath.empty() ? tr("a plan that was never saved") : views::toQt(left.planPath);
        QMessageBox box(QMessageBox::Question, tr("Recover unsaved changes"),
                        tr("Sidestep stopped unexpectedly and kept %n change(s) to %1.", nullptr, static_cast<int>(left.edits)).arg(name),
                        QMessageBox::NoButton, &m_window);
        box.setObjectName(QStringLiteral("recoveryQuestion"));
        box.setInformativeText(tr("The last one was: %1.").arg(views::toQt(left.lastLabel)));
        const auto *recover = box.addButton(tr("Recover"), QMessageBox::AcceptRole);
        const auto *discard = box.addButton(tr("Discard"), QMessageBox::DestructiveRole);
        box.addButton(tr("Later"), QMessageBox::RejectRole);
        box.exec();
        if (box.clickedButton() == discard) {
            if (const auto done = store::discard(left.journal); !done)
                showError(tr("The changes were not discarded."), done.error());
        } else if (box.clickedButton() == recover) {
            auto recovered = store::recover(left.journal);
            if (!recovered) {
                showError(tr("The changes cannot be recovered."), recovered.error());
                continue;
            }
            m_document.reset(*std::move(recovered));
            emit documentReplaced();
            return true;
        }
    }
    return false;
}

QStringList Files::recent()
{
    QStringList files = QSettings().value(recentKey()).toStringList();
    files.removeIf([](const QString &file) { return !QFileInfo::exists(file); });
    return files;
}

void Files::remember(const std::filesystem::path &path)
{
    QStringList files = recent();
    const QString name = QString::fromStdString(path.string());
    files.removeAll(name);
    files.prepend(name);
    while (files.size() > kMostRecent)
        files.removeLast();
    QSettings().setValue(recentKey(), files);
    emit recentChanged();
}

void Files::showError(const QString &what, const Error &error)
{
    QMessageBox box(QMessageBox::Warning, tr("Sidestep"), what, QMessageBox::Ok, &m_window);
    box.setObjectName(QStringLiteral("fileError"));
    box.setInformativeText(views::toQt(error.detail));
    box.exec();
}

void Files::busy(const QString &label, const std::function<void()> &work)
{
    using namespace std::chrono_literals;
    QProgressDialog dialog(label, QString(), 0, 0, &m_window);
    dialog.setWindowModality(Qt::ApplicationModal);
    dialog.setMinimumDuration(300);
    dialog.setCancelButton(nullptr);
    QEventLoop loop;
    const std::unique_ptr<QThread> thread(QThread::create(work));
    connect(thread.get(), &QThread::finished, &loop, &QEventLoop::quit);
    thread->start();
    // Input waits until the file is done, so no edit can slip between what is written and what is marked as saved.
    loop.exec(QEventLoop::ExcludeUserInputEvents);
    thread->wait();
}

} // namespace sidestep::app
