// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/phases.h"
#include "model/engine/stack.h"

#include <stop_token>

namespace sidestep::engine {

/// What a run is made from: the plan and the assumptions with the run's own settings applied.
struct RunInput
{
    plan::Plan plan;
    Profile profile;
};
/// Errors: NotFound (profile), OutOfRange (settings).
[[nodiscard]] Result<RunInput> runInput(const plan::Plan &plan, const SimulationOptions &options);

/// A run between the steady network and its end. It refers to the input and the scenario, which must outlive it.
class Run
{
public:
    Run(const RunInput &input, const plan::Scenario &scenario, const SimulationOptions &options, const PhaseDraw &draw);
    Run(const Run &) = delete;
    Run &operator=(const Run &) = delete;

    /// Refuses actions on what is not in the plan. To be called once, before `advance`.
    [[nodiscard]] Result<std::monostate> start();
    /// Handles all that happens up to and with `end`. Errors: Cancelled.
    [[nodiscard]] Result<Outcome> advance(SimTime end, const RunLimits &limits, std::stop_token stop);

    [[nodiscard]] const Network &network() const { return m_net; }
    [[nodiscard]] Context &context() { return m_context; }
    [[nodiscard]] Stack &stack() { return m_stack; }
    [[nodiscard]] std::vector<Event> &initial() { return m_initial; }
    /// Kernel events so far: what `RunLimits` counts.
    [[nodiscard]] std::uint64_t handled() const { return m_handled; }

private:
    const plan::Plan &m_plan;
    const plan::Scenario &m_scenario;
    Network m_net;
    Context m_context;
    Stack m_stack;
    std::vector<Event> m_initial;
    std::uint64_t m_handled = 0;
};

} // namespace sidestep::engine
