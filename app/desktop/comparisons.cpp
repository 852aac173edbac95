// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/comparisons.h"

#include "app/desktop/choose_files.h"
#include "app/desktop/plan_document.h"
#include "model/config/reader.h"
#include "model/store/atomic_file.h"
#include "model/store/configuration_files.h"
#include "model/store/plan_file.h"
#include "views/configuration/difference_view.h"
#include "views/shared/text.h"

#include <algorithm>

namespace sidestep::app {
namespace {

QString fileName(const std::filesystem::path &file)
{
    return views::toQt(file.filename().string());
}

/// The file's router as the first side, and the plan's configuration of that router alone as the second.
Result<std::pair<config::RouterTexts, config::RouterTexts>> routerSides(const plan::Plan &now, const std::filesystem::path &file,
                                                                       const std::string &selected)
{
    auto text = store::readFile(file, store::kMostConfigurationBytes);
    if (!text)
        return tl::unexpected(text.error());
    config::RouterTexts plan = config::textsOf(now);
    const auto known = [&plan](const std::string &name) { return std::ranges::binary_search(plan.names, name); };
    std::string name = config::routerName(config::readConfig(*text)).value_or(file.stem().string());
    if (!known(name))
        name = selected;
    if (!known(name))
        return failure(ErrorCode::NotFound, file.filename().string()
                           + ": the plan has no router of that name; select the router that it belongs to and compare again");
    plan.names = {name};
    return std::pair(config::textsOf({{name, *std::move(text)}}), std::move(plan));
}

} // namespace

Comparisons::Comparisons(const PlanDocument &document, views::DifferenceView &view, QWidget &window)
    : QObject(&window), m_document(document), m_view(view), m_window(window)
{
    using namespace std::chrono_literals;
    m_delay.setSingleShot(true);
    m_delay.setInterval(200ms);
    connect(&m_delay, &QTimer::timeout, this, &Comparisons::run);
    connect(&m_view, &views::DifferenceView::stopRequested, this, [this] { m_background.stop(); });
}

void Comparisons::withSaved()
{
    const std::filesystem::path file = m_document.path();
    if (file.empty()) {
        emit refused(tr("This plan was never saved: there is nothing to compare with. Save it first, or compare with another plan."));
        return;
    }
    start(tr("%1 as saved").arg(fileName(file)), [file](const plan::Plan &now) {
        return store::loadPlan(file).map([&](const plan::Plan &saved) { return Sides{config::textsOf(saved), config::textsOf(now)}; });
    });
}

void Comparisons::withPlan(const std::filesystem::path &file)
{
    start(fileName(file), [file](const plan::Plan &now) {
        return store::loadPlan(file).map([&](const plan::Plan &other) { return Sides{config::textsOf(other), config::textsOf(now)}; });
    });
}

void Comparisons::withRouterFile(const std::filesystem::path &file, const std::string &selected)
{
    start(tr("%1 as it runs").arg(fileName(file)), [file, selected](const plan::Plan &now) {
        return routerSides(now, file, selected).map([](auto &&sides) { return Sides{std::move(sides.first), std::move(sides.second)}; });
    });
}

void Comparisons::withPlanFromDialog()
{
    if (const auto file = choosePlan(m_window, tr("Compare with another plan")); !file.empty())
        withPlan(file);
}

void Comparisons::withRouterFileFromDialog(const std::string &selected)
{
    if (const auto file = chooseConfiguration(m_window, tr("Compare with a router's running configuration")); !file.empty())
        withRouterFile(file, selected);
}

void Comparisons::planChanged()
{
    m_stale = static_cast<bool>(m_read);
    if (m_stale && m_view.isVisible())
        m_delay.start();
}

void Comparisons::shown()
{
    if (m_stale)
        run();
}

void Comparisons::start(const QString &first, Read read)
{
    m_first = first;
    m_read = std::move(read);
    m_view.showWorking(tr("%1 against the plan as it is now").arg(first));
    emit started();
    run();
}

void Comparisons::run()
{
    m_delay.stop();
    m_stale = false;
    m_background.start(
        [read = m_read, now = m_document.plan()](const std::stop_token &stop) {
            return read(now).and_then([&](const Sides &sides) { return config::compareRouters(sides.first, sides.second, stop); });
        },
        [this, first = m_first](const Result<std::vector<config::RouterChange>> &changes) {
            if (changes)
                m_view.setChanges(first, tr("%1 as it is now").arg(m_document.title()), *changes);
            else
                m_view.showProblem(views::toQt(changes.error().detail));
        });
}

} // namespace sidestep::app
