// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/change_packs.h"

#include "app/desktop/choose_files.h"
#include "app/desktop/plan_document.h"
#include "model/plan/aligned_plan.h"
#include "model/report/running_change.h"
#include "model/store/atomic_file.h"
#include "model/store/configuration_files.h"
#include "model/store/plan_file.h"
#include "views/shared/text.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QUrl>

namespace sidestep::app {
namespace {

namespace fs = std::filesystem;

Result<report::ChangePack> packFrom(const fs::path &from, const plan::Plan &to, const report::ChangePackOptions &options, const std::stop_token &stop)
{
    if (store::isPlanName(from))
        return store::loadPlan(from).and_then([&](const plan::Plan &before) { return report::changePack(before, plan::alignedTo(before, to), options, stop); });
    const auto files = store::readConfigurations({from});
    if (!files)
        return tl::unexpected(files.error());
    std::vector<config::ConfigSource> sources;
    sources.reserve(files->size());
    for (const store::ConfigurationFile &file : *files)
        sources.push_back({file.path.filename().string(), file.text});
    return report::changePackFromFiles(sources, to, options, stop);
}

/// A file name for the pack, whatever the plan is called.
QString suggestedName(const QString &title)
{
    QString name = QFileInfo(title).completeBaseName();
    name.replace(QLatin1Char('/'), QLatin1Char('-'));
    return name + QStringLiteral(" change.html");
}

} // namespace

ChangePacks::ChangePacks(const PlanDocument &document, QWidget &window)
    : QObject(&window), m_document(document), m_window(window), m_progress(window)
{
    connect(&m_progress, &WorkProgress::stopRequested, this, [this] { m_background.stop(); });
}

void ChangePacks::fromSaved()
{
    if (m_document.path().empty())
        emit refused(tr("This plan was never saved: there is no earlier state to start from. Take another plan or running configurations."));
    else
        askForFile(m_document.path());
}

void ChangePacks::fromPlan()
{
    askForFile(choosePlan(m_window, tr("Plan of the network as it is")));
}

void ChangePacks::fromRunning()
{
    askForFile(chooseFolder(m_window, tr("Folder of the routers' running configurations")));
}

void ChangePacks::askForFile(const fs::path &from)
{
    if (from.empty())
        return;
    const QString markdown = tr("Markdown (*.md)");
    QString filter;
    QString name = QFileDialog::getSaveFileName(&m_window, tr("Write change pack"), suggestedName(m_document.title()),
                                                tr("Web page (*.html)") + QStringLiteral(";;") + markdown, &filter);
    if (name.isEmpty())
        return;
    if (QFileInfo(name).suffix().isEmpty())
        name += filter == markdown ? QStringLiteral(".md") : QStringLiteral(".html");
    write(from, name.toStdString());
}

void ChangePacks::write(const fs::path &from, const fs::path &file)
{
    m_progress.begin(tr("Simulating the change step by step…"));
    m_background.start(
        [from, file, to = m_document.plan(), shown = &m_progress](const std::stop_token &stop) -> Result<Written> {
            report::ChangePackOptions options;
            options.progress = [shown](std::size_t now, std::size_t total) { shown->report(now, total); };
            const auto pack = packFrom(from, to, options, stop);
            if (!pack)
                return tl::unexpected(pack.error());
            const report::Document document = report::documentOf(*pack);
            const auto saved = store::writeFile(file, file.extension() == ".html" ? report::toHtml(document) : report::toMarkdown(document));
            return saved.map([&] { return Written{pack->steps.size(), pack->remarks.size()}; });
        },
        [this, file](const Result<Written> &result) { done(file, result); });
}

void ChangePacks::done(const fs::path &file, const Result<Written> &result)
{
    m_progress.end();
    if (result)
        emit written(file, result->steps, result->remarks);
    else if (result.error().code == ErrorCode::Cancelled)
        emit cancelled();
    else
        emit refused(views::toQt(result.error().detail));
}

void ChangePacks::offer(const fs::path &file, std::size_t steps, std::size_t remarks)
{
    const QString name = views::toQt(file.string());
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Change pack"), {}, QMessageBox::Close, &m_window);
    box->setObjectName(QStringLiteral("changePackWritten"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowModality(Qt::WindowModal);
    box->setText(steps == 0 ? tr("Nothing changes: every router has this configuration already.")
                            : tr("The change has %n step(s).", nullptr, static_cast<int>(steps)));
    QString detail = tr("Written to %1.").arg(QDir::toNativeSeparators(name));
    if (remarks > 0)
        detail += QLatin1Char('\n') + tr("%n remark(s) stand at its beginning: read them first.", nullptr, static_cast<int>(remarks));
    box->setInformativeText(detail);
    QPushButton *open = box->addButton(tr("Open"), QMessageBox::AcceptRole);
    box->setDefaultButton(open);
    connect(open, &QPushButton::clicked, this, [name] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(name).absoluteFilePath())); });
    box->open();
}

} // namespace sidestep::app
