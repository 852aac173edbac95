// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/context.h"
#include "model/plan/objects.h"

#include <vector>

namespace sidestep::engine {

struct Stack;

/// Carries out a scenario's actions (`protocols.md` section 7): what befalls fibres and power goes to Links, what an operator
/// or a fault does to one protocol goes to that protocol. Each action is recorded as an event without cause.
class Faults
{
public:
    Faults(Context &context, Stack &stack);

    /// `step` counts the turns of a flap; 0 for all else.
    void onFault(const plan::FailureAction &action, int index, int step);
    /// A restarted control plane is back, or its neighbours have waited long enough for it.
    void onRestart(int node, bool back, EventId cause);

    /// Until when the router's control plane handles nothing, while it restarts gracefully; the past: it does.
    [[nodiscard]] SimTime frozenUntil(int node) const { return m_frozenUntil[at(node)]; }
    /// Traffic is being moved off the router.
    [[nodiscard]] bool drained(int node) const { return m_drained[at(node)] != 0; }

private:
    void failLink(const plan::FailureAction &action, int index, int step);
    void failRouter(const plan::FailureAction &action);
    void failSession(const plan::FailureAction &action);
    void failService(const plan::FailureAction &action);
    void failVpnInstance(const plan::FailureAction &action);
    void failVpnInterface(const plan::FailureAction &action);
    void restart(int node, bool graceful);
    void forgetRestart(int node);
    void tellRestart(int node, bool back, EventId cause) const;
    void drain(int node, bool on);

    Context &m_context;
    Stack &m_stack;
    std::vector<SimTime> m_frozenUntil;
    std::vector<std::uint8_t> m_drained;
    std::vector<std::uint8_t> m_restarting; ///< without forwarding
    std::vector<SimTime> m_backAt;
    std::vector<EventQueue::Slot> m_slots;
};

} // namespace sidestep::engine
