// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/consoles.h"

#include "app/desktop/plan_document.h"
#include "model/report/router_state_at.h"
#include "views/console/console_view.h"
#include "views/shared/number_text.h"

#include <QMessageBox>

#include <algorithm>
#include <utility>

namespace sidestep::app {

Consoles::Consoles(PlanDocument &document, views::ConsoleView &view, QWidget &window)
    : QObject(&window), m_document(document), m_view(view), m_window(window)
{
    m_view.setHost(host());
    showMoment();
}

views::ConsoleHost Consoles::host()
{
    return {[this](const plan::PlanEdit &edit) { return apply(edit); },
            [this](plan::RouterId router, views::ConsoleHost::StateReady ready) { askState(router, std::move(ready)); },
            [this](plan::RouterId router) {
                if (const auto work = m_work.find(router); work != m_work.end())
                    work->second.stop();
            }};
}

Result<void> Consoles::apply(const plan::PlanEdit &edit)
{
    std::optional<Error> refusal;
    const auto listening = connect(&m_document, &PlanDocument::editRefused, this, [&refusal](const Error &error) { refusal = error; });
    m_document.apply(edit);
    disconnect(listening);
    if (refusal)
        return tl::unexpected(*refusal);
    return {};
}

/// A run is of the plan on the screen: whatever changes more than the drawing ends it.
const plan::Scenario *Consoles::scenario() const
{
    if (!m_timeline)
        return nullptr;
    const auto &scenarios = m_document.plan().scenarios();
    const auto found = std::find_if(scenarios.begin(), scenarios.end(), [this](const plan::Scenario &each) { return each.name == m_timeline->scenario; });
    return found == scenarios.end() ? nullptr : &*found;
}

void Consoles::askState(plan::RouterId router, views::ConsoleHost::StateReady ready)
{
    Background &work = m_work.try_emplace(router).first->second;
    const plan::Scenario *shown = scenario();
    if (!shown) {
        work.start([plan = m_document.plan(), router](const std::stop_token &) { return report::steadyRouterState(plan, router); }, std::move(ready));
        return;
    }
    work.start(
        [plan = m_document.plan(), scenario = *shown, tracking = m_timeline->tracking, router, at = m_cursor](const std::stop_token &stop) {
            engine::SimulationOptions options;
            options.tracking = tracking;
            return report::routerStateAt(plan, scenario, options, router, at, stop);
        },
        std::move(ready));
}

void Consoles::setTimeline(const TimelinePtr &timeline)
{
    m_timeline = timeline;
    showMoment();
}

void Consoles::setCursor(SimTime cursor)
{
    m_cursor = cursor;
    showMoment();
}

void Consoles::showMoment()
{
    m_view.setMoment(m_timeline ? tr("at %1").arg(views::clockText(m_cursor)) : tr("while nothing fails"));
}

bool Consoles::mayClose()
{
    const QStringList names = m_view.pending();
    if (names.isEmpty())
        return true;
    QMessageBox box(QMessageBox::Question, tr("Uncommitted lines"), tr("Leave without a commit on %1?").arg(names.join(QStringLiteral(", "))),
                    QMessageBox::Discard | QMessageBox::Cancel, &m_window);
    box.setObjectName(QStringLiteral("consoleQuestion"));
    box.setInformativeText(tr("What was typed there and not committed is lost."));
    box.setDefaultButton(QMessageBox::Cancel);
    return box.exec() == QMessageBox::Discard;
}

} // namespace sidestep::app
