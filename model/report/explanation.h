// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/phrase.h"
#include "model/report/what_if.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sidestep::report {

/// One step of the way from a failure to the end of a loss.
struct ExplainedStep
{
    SimTime time;
    SimDuration share{};                  ///< of the loss, spent since the step before; the shares add up to its length
    std::optional<engine::EventId> event; ///< of the cause chain of the loss's beginning or end; none where nothing happened
    std::optional<plan::RouterId> device;
    Phrase text;
    Phrase detail; ///< may be empty
};

/// A change, and what a run with it gave.
struct WhatIf
{
    Candidate candidate;
    SimDuration outage{}; ///< of the flow, in the whole run
    bool over = true;     ///< the flow arrives at the end of the run
};

/// What a loss hangs on in the end.
struct Deciding
{
    enum class Kind : std::uint8_t {
        Timer,   ///< a timer: halving it shortened the outage more than halving any other that was waited for
        Line,    ///< a line that is missing: with it the loss ends
        Failure, ///< nothing that was tried helps; only the repair of what failed
        Several, ///< no single timer or line that was tried makes it shorter
    };
    Kind kind = Kind::Several;
    Candidate candidate;      ///< of a timer or line
    std::vector<std::string> failures; ///< of a failure: what failed, in the command line's notation
    std::optional<ConfigurationLine> line; ///< of a failure: the line it took away
};

struct Explanation
{
    LossInterval interval;
    std::size_t number = 1; ///< of the flow's losses, from 1
    std::string flow;
    SimDuration outage{};   ///< of the flow, in the whole run
    bool over = true;       ///< the flow arrives at the end of the run
    std::int64_t lostPackets = 0; ///< in the interval
    std::vector<BudgetPart> budget;
    std::vector<ExplainedStep> steps; ///< 3 to 7, in time order
    Deciding deciding;
    std::vector<WhatIf> whatIfs; ///< that help, each from a run: the shortest outage first; at most `kMostWhatIfs`
};

inline constexpr std::size_t kMostWhatIfs = 3;

/// The chain alone, without running anything.
[[nodiscard]] std::vector<ExplainedStep> stepsOf(const plan::Plan &plan, const engine::Timeline &timeline, const LossInterval &interval);

/// Explains one loss of `inquiry.timeline`. Runs the scenario again, once for each change that might matter (at most 14 times).
/// A run that the plan or engine refuses is passed over. Errors: Cancelled.
[[nodiscard]] Result<Explanation> explain(const Inquiry &inquiry, const LossInterval &interval, std::stop_token stop = {});

} // namespace sidestep::report
