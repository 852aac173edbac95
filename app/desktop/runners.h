// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/background.h"
#include "model/check/finding.h"
#include "model/engine/simulate.h"
#include "model/report/explanation.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <memory>
#include <vector>

namespace sidestep::app {

using TimelinePtr = std::shared_ptr<const engine::Timeline>;
using Explanations = std::vector<report::Explanation>;

/// Runs scenarios on another thread. A new run cancels the one before; results arrive on the thread of this object.
class SimulationRunner final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void run(const plan::Plan &plan, const plan::Scenario &scenario, bool tracking);
    /// The same scenario with and without route tracking.
    void compare(const plan::Plan &plan, const plan::Scenario &scenario);
    /// Also stops explaining.
    void cancel();
    [[nodiscard]] bool isRunning() const noexcept { return m_background.isRunning(); }

signals:
    void started();
    void finished(sidestep::app::TimelinePtr timeline);
    /// Why the longest losses of the run that finished last lasted so long; comes after it.
    void explained(const sidestep::app::Explanations &explanations);
    void compared(sidestep::app::TimelinePtr with, sidestep::app::TimelinePtr without);
    void failed(const sidestep::Error &error);
    void cancelled();

private:
    /// `done` gets what the result holds; failures are announced.
    template <typename Work, typename Done>
    void start(Work work, Done done);

    void explain(const plan::Plan &plan, const plan::Scenario &scenario, bool tracking, TimelinePtr timeline);

    Background m_background;
    Background m_explaining;
};

/// Checks the design rules on another thread, shortly after the last change.
class CheckRunner final : public QObject
{
    Q_OBJECT

public:
    using Findings = std::shared_ptr<const std::vector<check::Finding>>;

    explicit CheckRunner(QObject *parent = nullptr);
    ~CheckRunner() override;

    void schedule(const plan::Plan &plan);

signals:
    void checked(const sidestep::app::CheckRunner::Findings &findings);

private:
    void start();

    QThreadPool m_pool;
    QTimer m_delay;
    plan::Plan m_plan;
    std::uint64_t m_generation = 0;
};

} // namespace sidestep::app
