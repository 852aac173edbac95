// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/engine/simulate.h"
#include "model/report/loss_budget.h"

#include <optional>
#include <string>
#include <vector>

namespace sidestep::report {

/// One thing that a run is given otherwise, all else equal.
struct Change
{
    std::vector<std::string> settings;       ///< "KEY=VALUE", as Overrides::set takes it
    std::optional<plan::PlanEdit> edit;      ///< of the plan
    bool withTracking = false;               ///< tracking is on, though the run had it off
    std::vector<plan::FailureAction> repairs; ///< added to the scenario
};

/// A line of a router's configuration, as our writer writes it.
struct ConfigurationLine
{
    std::string router;
    std::string view; ///< the line that opens the view it stands in; empty: the system view
    std::string line;
};

/// A change that may shorten the loss, and what stands there now.
struct Candidate
{
    Change change;
    std::string key;      ///< of a timer: the parameter's key; empty: a line or a repair
    std::string value;    ///< of a timer: its value now, "50 ms"
    std::string name;     ///< of a timer: the parameter's plain name
    std::string origin;   ///< of a timer: where the value comes from
    std::string about;    ///< of a BFD timer: the session and what it waited for
    std::string device;   ///< the router whose step waited for it, or that lacks the line; may be empty
    std::optional<ConfigurationLine> line; ///< that is missing, or that states the timer
};

/// A run's input as it was, which each change is applied to. The referred-to objects have to outlive it.
struct Inquiry
{
    const plan::Plan &plan;
    const plan::Scenario &scenario;
    const engine::SimulationOptions &options;
    const engine::Timeline &timeline; ///< what the three gave
};

/// The timers that the steps of an ended loss waited for, the longest waits first, each halved (or as low as it goes); at most `most`.
[[nodiscard]] std::vector<Candidate> timerCandidates(const Inquiry &inquiry, const LossInterval &interval, std::size_t most);
/// Lines that would have told the sender, or told it earlier: tracking, BFD, what a pseudowire accepts.
[[nodiscard]] std::vector<Candidate> lineCandidates(const Inquiry &inquiry, const LossInterval &interval);
/// Everything that failed is repaired half-way between the beginning of the loss and the end of the run; none when nothing can be.
[[nodiscard]] std::optional<Candidate> repairCandidate(const Inquiry &inquiry, const LossInterval &interval);
/// The line that a failure took away, where the failure is a mistake in a configuration: a route target, an announcement, an MTU.
[[nodiscard]] std::optional<ConfigurationLine> lineTakenAway(const plan::Plan &plan, const plan::FailureAction &action);

/// Runs the scenario again with the change. Errors: as simulate, and what the plan refuses of the edit.
[[nodiscard]] Result<engine::Timeline> runWith(const Inquiry &inquiry, const Change &change, std::stop_token stop = {});

} // namespace sidestep::report
