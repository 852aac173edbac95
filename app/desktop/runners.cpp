// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/runners.h"

#include <QMetaObject>

#include <chrono>
#include <utility>

namespace sidestep::app {

template <typename Work, typename Done>
void SimulationRunner::start(Work work, Done done)
{
    emit started();
    m_background.start(std::move(work), [this, done = std::move(done)](auto result) {
        if (result)
            done(*std::move(result));
        else if (result.error().code == ErrorCode::Cancelled)
            emit cancelled();
        else
            emit failed(result.error());
    });
}

void SimulationRunner::run(const plan::Plan &plan, const plan::Scenario &scenario, bool tracking)
{
    start(
        [plan, scenario, tracking](const std::stop_token &stop) {
            engine::SimulationOptions options;
            options.tracking = tracking;
            return engine::simulate(plan, scenario, options, stop).map([](engine::Timeline &&timeline) {
                return std::make_shared<const engine::Timeline>(std::move(timeline));
            });
        },
        [this](TimelinePtr timeline) { emit finished(std::move(timeline)); });
}

void SimulationRunner::compare(const plan::Plan &plan, const plan::Scenario &scenario)
{
    using Pair = std::pair<TimelinePtr, TimelinePtr>;
    start(
        [plan, scenario](const std::stop_token &stop) -> Result<Pair> {
            Pair pair;
            for (const bool tracking : {true, false}) {
                engine::SimulationOptions options;
                options.tracking = tracking;
                auto timeline = engine::simulate(plan, scenario, options, stop);
                if (!timeline)
                    return tl::unexpected<Error>(timeline.error());
                (tracking ? pair.first : pair.second) = std::make_shared<const engine::Timeline>(*std::move(timeline));
            }
            return pair;
        },
        [this](Pair pair) { emit compared(std::move(pair.first), std::move(pair.second)); });
}

void SimulationRunner::cancel()
{
    m_background.stop();
}

CheckRunner::CheckRunner(QObject *parent) : QObject(parent)
{
    using namespace std::chrono_literals;
    m_pool.setMaxThreadCount(1);
    m_delay.setSingleShot(true);
    m_delay.setInterval(120ms);
    connect(&m_delay, &QTimer::timeout, this, &CheckRunner::start);
}

CheckRunner::~CheckRunner()
{
    m_pool.waitForDone();
}

void CheckRunner::schedule(const plan::Plan &plan)
{
    m_plan = plan;
    ++m_generation;
    m_delay.start();
}

void CheckRunner::start()
{
    m_pool.clear();
    m_pool.start([this, plan = m_plan, generation = m_generation] {
        auto findings = std::make_shared<const std::vector<check::Finding>>(check::checkPlan(plan));
        QMetaObject::invokeMethod(this, [this, generation, findings = std::move(findings)] {
            if (generation == m_generation)
                emit checked(findings);
        });
    });
}

} // namespace sidestep::app
