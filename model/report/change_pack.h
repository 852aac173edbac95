// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/config/difference.h"
#include "model/plan/plan.h"
#include "model/report/document.h"

#include <cstddef>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace sidestep::report {

/// A `display` command to type beside a step, with what it shows as simulated.
struct StateCheck
{
    std::string command;
    std::string expected; ///< empty: the simulation has nothing to show for it
};

/// What a commit does to something that can be named, as simulated.
struct Effect
{
    std::string subject; ///< a flow, or a failure scenario
    std::string before;
    std::string after;
};

/// One router, one commit.
struct ChangeStep
{
    plan::RouterId router{0};
    std::string name;
    bool isNew = false;     ///< the router is not in the network yet
    bool isRemoved = false; ///< it leaves the network: nothing is typed
    std::vector<StateCheck> before, after;
    config::Script commands;
    config::Script rollback;
    std::vector<Effect> traffic;         ///< flows whose fate the commit changes, with nothing failed
    std::vector<Effect> failures;        ///< scenarios whose longest outage the commit changes
    std::vector<std::string> unsettled;  ///< what this state of the network leaves open, and is not simulated
};

/// A change of a network, router by router.
struct ChangePack
{
    std::string from, to; ///< names of the plans
    std::vector<ChangeStep> steps;
    std::vector<std::string> remarks; ///< what the commands do not do: gaps of the new configuration, with the router's name
};

struct ChangePackOptions
{
    /// Routers that go first, in this order. The others follow: RSGs, then P routers, then AGGs (those that are nobody's primary
    /// first), then CSGs, which choose where traffic goes, each by name.
    std::vector<plan::RouterId> first;
    bool scenarios = true; ///< also run every scenario of the plan after each commit
    /// What routers run, word for word; of the others `from` says it. The texts have to outlive the call.
    std::map<plan::RouterId, std::string_view> running = {};
    std::function<void(std::size_t done, std::size_t total)> progress = {}; ///< called before each step is simulated, on the thread of the call
};

/// Precondition: equal ids are the same thing in both plans (`plan::alignedTo`).
/// Errors: Cancelled, LimitReached (no configuration can be built), what the engine refuses of a scenario.
[[nodiscard]] Result<ChangePack> changePack(const plan::Plan &from, const plan::Plan &to, const ChangePackOptions &options = {}, std::stop_token stop = {});

/// The pack to print and sign: overview, then for each step checks, commands, checks, simulated effect; then the rollback in reverse
/// order and a table to sign.
[[nodiscard]] Document documentOf(const ChangePack &pack);
/// {"from", "to", "steps": [{"device", "state", "before", "commands", "after", "traffic", "failures", "unsettled", "rollback"}], "remarks"}.
[[nodiscard]] std::string changePackJson(const ChangePack &pack);

} // namespace sidestep::report
