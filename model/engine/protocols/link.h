// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/context.h"
#include "model/plan/objects.h"

#include <array>
#include <vector>

namespace sidestep::engine {

struct Stack;

/// Fibres, ports, light and power: what is physically there, and what each end has noticed of it.
class Links
{
public:
    Links(Context &context, Stack &stack);

    void fail(int link, plan::FailureMode mode, std::uint8_t percent); ///< a fault of the fibre, or Restore
    void shut(int link, int end, bool down);                          ///< the end's port, by an operator
    void power(int node, bool on);                                    ///< with light
    /// Of the control plane without forwarding; light stays. The event's id, or `cause` when nothing changed.
    EventId restart(int node, bool begins, std::string detail, EventId cause);
    void onCarrier(int link, int end, EventId cause);
    void onFlapReuse(int link, int end, EventId cause); ///< the penalty of a port held down has become small

    /// Frames sent by `end` reach the other one.
    [[nodiscard]] bool passes(int link, int end) const;
    /// The end's interface is up, as its router sees it.
    [[nodiscard]] bool seen(int link, int end) const { return m_links[at(link)].seen[at(end)]; }
    /// Frames of a million that arrive. Precondition: passes.
    [[nodiscard]] std::uint32_t survivalPpm(int link) const { return kEvery / 100 * (100U - m_links[at(link)].lossPercent); }
    /// It has power and a running control plane.
    [[nodiscard]] bool powered(int node) const { return m_powered[at(node)]; }
    /// Why frames sent by `end` do not arrive, as a loss states it. Precondition: !passes.
    [[nodiscard]] const char *reason(int link, int end) const;

private:
    /// Flap control of a port: a penalty that grows with each time it goes down and halves with time.
    struct Flaps
    {
        std::int64_t penalty = 0; ///< thousandths
        SimTime at{};             ///< when it was that much
        bool held = false;        ///< the port counts as down, whatever its light
        EventQueue::Slot slot = 0;
    };
    struct State
    {
        plan::FailureMode mode = plan::FailureMode::Restore; ///< Restore: sound
        std::uint8_t lossPercent = 0;
        std::array<bool, 2> shut{};
        std::array<bool, 2> sensed{true, true}; ///< the light, as the end knows of it
        std::array<bool, 2> seen{true, true};   ///< the interface
        std::array<EventQueue::Slot, 2> slot{};
        std::array<std::uint64_t, 2> changes{};
    };

    [[nodiscard]] bool light(int link) const;
    void settle(int link, EventId cause);
    void forget(int link, int end);
    void setInterface(int link, int end, bool up, EventId cause);
    [[nodiscard]] Flaps &flapsOf(int link, int end) { return m_flaps[at(link)][at(end)]; }
    void countFlap(int link, int end, EventId cause);
    void run(int node, bool on, EventId cause);

    Context &m_context;
    Stack &m_stack;
    std::vector<State> m_links;
    std::vector<std::array<Flaps, 2>> m_flaps; ///< by link; empty: no flap control
    std::vector<bool> m_powered; ///< power and a running control plane
    std::vector<bool> m_dark;    ///< no power: its lasers are off
};

} // namespace sidestep::engine
