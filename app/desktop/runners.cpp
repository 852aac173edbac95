// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/runners.h"

#include "model/report/plan_findings.h"

#include <QMetaObject>

#include <algorithm>
#include <chrono>
#include <utility>

namespace sidestep::app {

namespace {

/// Losses explained after a run; each costs about a dozen runs.
constexpr std::size_t kMostExplained = 4;

} // namespace

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
    m_explaining.stop();
    start(
        [plan, scenario, tracking](const std::stop_token &stop) {
            engine::SimulationOptions options;
            options.tracking = tracking;
            return engine::simulate(plan, scenario, options, stop).map([](engine::Timeline &&timeline) {
                return std::make_shared<const engine::Timeline>(std::move(timeline));
            });
        },
        [this, plan, scenario, tracking](const TimelinePtr &timeline) {
            emit finished(timeline);
            explain(plan, scenario, tracking, timeline);
        });
}

void SimulationRunner::explain(const plan::Plan &plan, const plan::Scenario &scenario, bool tracking, TimelinePtr timeline)
{
    m_explaining.start(
        [plan, scenario, tracking, timeline = std::move(timeline)](const std::stop_token &stop) -> Result<Explanations> {
            std::vector<report::LossInterval> intervals = report::lossIntervals(*timeline);
            std::stable_sort(intervals.begin(), intervals.end(), [](const auto &a, const auto &b) { return a.length() > b.length(); });
            intervals.resize(std::min(intervals.size(), kMostExplained));
            engine::SimulationOptions options;
            options.tracking = tracking;
            Explanations explanations;
            for (const report::LossInterval &interval : intervals) {
                auto explanation = report::explain({plan, scenario, options, *timeline}, interval, stop);
                if (!explanation)
                    return tl::unexpected<Error>(explanation.error());
                explanations.push_back(*std::move(explanation));
            }
            return explanations;
        },
        [this](const Result<Explanations> &explanations) {
            if (explanations)
                emit explained(*explanations);
        });
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
    m_explaining.stop();
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
        auto findings = std::make_shared<const std::vector<check::Finding>>(report::findingsOf(plan));
        QMetaObject::invokeMethod(this, [this, generation, findings = std::move(findings)] {
            if (generation == m_generation)
                emit checked(findings);
        });
    });
}

} // namespace sidestep::app
