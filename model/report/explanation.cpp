// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/explanation.h"

#include "model/plan/failures.h"

#include <algorithm>

namespace sidestep::report {

namespace {

using engine::FlowState;

constexpr std::size_t kMostTimerRuns = 8;
constexpr std::size_t kMostLineRuns = 5;

bool arrives(const engine::FlowResult &flow)
{
    return flow.segments.empty() || flow.segments.back().state == FlowState::Delivered;
}

/// Shorter, and over rather than not.
bool better(bool over, SimDuration outage, bool thanOver, SimDuration thanOutage)
{
    return over != thanOver ? over : outage < thanOutage;
}

class Explainer
{
public:
    Explainer(const Inquiry &inquiry, const LossInterval &interval, std::stop_token stop)
        : m_inquiry(inquiry), m_interval(interval), m_stop(std::move(stop)), m_flow(inquiry.timeline.flows[interval.flowIndex])
    {
    }

    Result<Explanation> run()
    {
        describe();
        std::vector<WhatIf> timers;
        if (m_interval.ended && !tryAll(timerCandidates(m_inquiry, m_interval, kMostTimerRuns), timers))
            return failure(ErrorCode::Cancelled, "cancelled");
        std::vector<Candidate> missing = lineCandidates(m_inquiry, m_interval);
        missing.resize(std::min(missing.size(), kMostLineRuns));
        std::vector<WhatIf> lines;
        if (!tryAll(std::move(missing), lines))
            return failure(ErrorCode::Cancelled, "cancelled");
        if (!m_interval.ended && std::none_of(lines.begin(), lines.end(), [](const WhatIf &line) { return line.over; })) {
            std::vector<WhatIf> repairs;
            if (const auto repair = repairCandidate(m_inquiry, m_interval); repair && !tryAll({*repair}, repairs))
                return failure(ErrorCode::Cancelled, "cancelled");
            lines.insert(lines.end(), repairs.begin(), repairs.end());
        }
        decide(timers, lines);
        timers.insert(timers.end(), lines.begin(), lines.end());
        std::stable_sort(timers.begin(), timers.end(), [](const WhatIf &a, const WhatIf &b) { return better(a.over, a.outage, b.over, b.outage); });
        timers.resize(std::min(timers.size(), kMostWhatIfs));
        m_result.whatIfs = std::move(timers);
        return std::move(m_result);
    }

private:
    void describe()
    {
        m_result.interval = m_interval;
        m_result.flow = m_flow.name;
        m_result.outage = m_flow.outage;
        m_result.over = arrives(m_flow);
        m_result.lostPackets = packetsIn(m_flow.rate, m_interval.length());
        for (const LossInterval &other : lossIntervals(m_inquiry.timeline))
            if (other.flowIndex == m_interval.flowIndex && other.from < m_interval.from)
                ++m_result.number;
        m_result.budget = budgetOf(m_inquiry.timeline, m_interval);
        m_result.steps = stepsOf(m_inquiry.plan, m_inquiry.timeline, m_interval);
    }

    /// Keeps those that help. False: cancelled.
    bool tryAll(std::vector<Candidate> candidates, std::vector<WhatIf> &helping)
    {
        for (Candidate &candidate : candidates) {
            const auto timeline = runWith(m_inquiry, candidate.change, m_stop);
            if (m_stop.stop_requested())
                return false;
            if (!timeline || timeline->outcome == engine::Outcome::EventLimit)
                continue;
            const engine::FlowResult &flow = timeline->flows[m_interval.flowIndex];
            if (better(arrives(flow), flow.outage, m_result.over, m_result.outage))
                helping.push_back({std::move(candidate), flow.outage, arrives(flow)});
        }
        return true;
    }

    static const WhatIf *best(const std::vector<WhatIf> &list)
    {
        const auto found
            = std::min_element(list.begin(), list.end(), [](const WhatIf &a, const WhatIf &b) { return better(a.over, a.outage, b.over, b.outage); });
        return found == list.end() ? nullptr : &*found;
    }

    void decide(const std::vector<WhatIf> &timers, const std::vector<WhatIf> &lines)
    {
        const bool waited = m_interval.ended && total(m_result.budget, Stage::Repair) * 2 < m_interval.length();
        const WhatIf *timer = best(timers);
        const WhatIf *line = best(lines);
        Deciding &deciding = m_result.deciding;
        if (waited && timer) {
            deciding.kind = Deciding::Kind::Timer;
            deciding.candidate = timer->candidate;
        } else if (line && line->candidate.line && (m_interval.ended || line->over)) {
            deciding.kind = Deciding::Kind::Line;
            deciding.candidate = line->candidate;
        } else if (!waited) {
            decideFailure();
        }
    }

    /// Nothing told here helps: what failed has to be repaired, and if it was a line, it is that line.
    void decideFailure()
    {
        Deciding &deciding = m_result.deciding;
        deciding.kind = Deciding::Kind::Failure;
        for (const plan::FailureAction &action : m_inquiry.scenario.actions) {
            if (action.mode == plan::FailureMode::Restore || kTimeZero + action.at > m_interval.from)
                continue;
            deciding.failures.push_back(plan::toString(m_inquiry.plan, action));
            if (!deciding.line)
                deciding.line = lineTakenAway(m_inquiry.plan, action);
        }
    }

    const Inquiry &m_inquiry;
    const LossInterval &m_interval;
    std::stop_token m_stop;
    const engine::FlowResult &m_flow;
    Explanation m_result;
};

} // namespace

Result<Explanation> explain(const Inquiry &inquiry, const LossInterval &interval, std::stop_token stop)
{
    return Explainer(inquiry, interval, std::move(stop)).run();
}

} // namespace sidestep::report
