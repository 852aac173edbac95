// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/context.h"

#include <vector>

namespace sidestep::engine {

struct Stack;

/// `mpls l2vpn track route`: a pseudowire is set down on the AGG while the VPN instance has no route of exactly the tracked
/// prefix (`vendor-procedure.md`; `protocols.md` section 2.7). It looks at the route, not at whether packets get through.
class Tracking
{
public:
    Tracking(Context &context, Stack &stack);

    void routeChanged(int member, int prefix, EventId cause);
    void onTrack(int pw, EventId cause);
    bool settle(); ///< true: a pseudowire changed
    void resume(); ///< in a design that never settles: what is still due happens in the run

    [[nodiscard]] bool down(int pw) const { return m_down[at(pw)] != 0; }
    void appendInitial(std::vector<Event> &list) const;

private:
    [[nodiscard]] bool routeMissing(int pw) const;
    [[nodiscard]] std::string prefixNames(int pw) const;

    Context &m_context;
    Stack &m_stack;
    std::vector<std::uint8_t> m_down;
    std::vector<EventQueue::Slot> m_slots;
    std::vector<std::uint64_t> m_draws;
    std::vector<SimTime> m_busyUntil; ///< by router: its pseudowires are worked off one by one
    std::vector<std::vector<std::pair<int, int>>> m_ofMember; ///< pseudowires and the prefixes they track, by VPN instance
};

} // namespace sidestep::engine
