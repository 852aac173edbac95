// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/captures.h"

#include "model/engine/simulate.h"
#include "model/store/atomic_file.h"
#include "views/shared/text.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

namespace sidestep::app {
namespace {

namespace fs = std::filesystem;

Result<void> captureInto(const fs::path &file, const plan::Plan &plan, const plan::Scenario &scenario, bool tracking, report::CapturedPackets packets,
                                   const std::stop_token &stop)
{
    report::MessageLog log;
    engine::SimulationOptions options;
    options.tracking = tracking;
    options.sink = &log;
    const auto timeline = engine::simulate(plan, scenario, options, stop);
    if (!timeline)
        return tl::unexpected(timeline.error());
    const auto bytes = report::captureOf(plan, *timeline, log.messages(), packets);
    if (!bytes)
        return tl::unexpected(bytes.error());
    if (stop.stop_requested())
        return failure(ErrorCode::Cancelled, "the capture was stopped");
    return store::writeFile(file, *bytes);
}

} // namespace

Captures::Captures(QWidget &window) : QObject(&window), m_window(window), m_progress(window)
{
    connect(&m_progress, &WorkProgress::stopRequested, this, [this] { m_background.stop(); });
}

void Captures::ask(const plan::Plan &plan, const plan::Scenario &scenario, bool tracking)
{
    const QString all = tr("Every packet, also those that only repeat (*.pcapng)");
    QString suggested = views::toQt(scenario.name);
    suggested.replace(QLatin1Char('/'), QLatin1Char('-'));
    QString filter;
    QString name = QFileDialog::getSaveFileName(&m_window, tr("Export capture"), suggested + QStringLiteral(".pcapng"),
                                                tr("Packets that decide something (*.pcapng)") + QStringLiteral(";;") + all, &filter);
    if (name.isEmpty())
        return;
    if (QFileInfo(name).suffix().isEmpty())
        name += QStringLiteral(".pcapng");
    write(plan, scenario, tracking, filter == all ? report::CapturedPackets::All : report::CapturedPackets::Deciding, name.toStdString());
}

void Captures::write(const plan::Plan &plan, const plan::Scenario &scenario, bool tracking, report::CapturedPackets packets, const fs::path &file)
{
    m_progress.begin(tr("Writing what the routers send…"));
    m_background.start([plan, scenario, tracking, packets, file](const std::stop_token &stop) { return captureInto(file, plan, scenario, tracking, packets, stop); },
                       [this, file](const Result<void> &result) { done(file, result); });
}

void Captures::done(const fs::path &file, const Result<void> &result)
{
    m_progress.end();
    if (result)
        emit said(tr("Capture written to %1; Wireshark opens it.").arg(QDir::toNativeSeparators(views::toQt(file.string()))));
    else if (result.error().code == ErrorCode::Cancelled)
        emit said(tr("The capture was stopped; nothing was written."));
    else
        emit refused(views::toQt(result.error().detail));
}

} // namespace sidestep::app
