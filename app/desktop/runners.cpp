// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/runners.h"

#include <QMetaObject>

#include <chrono>
#include <utility>

namespace sidestep::app {

SimulationRunner::SimulationRunner(QObject *parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

SimulationRunner::~SimulationRunner()
{
    m_stop.request_stop();
    m_pool.waitForDone();
}

template <typename Work, typename Done>
void SimulationRunner::start(Work work, Done done)
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    const std::uint64_t generation = ++m_generation;
    m_running = true;
    emit started();
    m_pool.start([this, generation, stop = m_stop.get_token(), work = std::move(work), done = std::move(done)] {
        auto result = work(stop);
        QMetaObject::invokeMethod(this, [this, generation, result = std::move(result), done]() mutable {
            if (generation != m_generation)
                return;
            m_running = false;
            if (result)
                done(*std::move(result));
            else if (result.error().code == ErrorCode::Cancelled)
                emit cancelled();
            else
                emit failed(result.error());
        });
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
    m_stop.request_stop();
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
