// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/context.h"
#include "model/engine/forwarding.h"

#include <vector>

namespace sidestep::engine {

struct Stack;

/// The flows' fate over time. Looked at once for every instant at which something they depend on changed.
class Flows
{
public:
    Flows(Context &context, Stack &stack);

    void linkChanged(int link, EventId cause);   ///< what passes it changed
    void routesChanged(int node, EventId cause); ///< the node's IGP routes or labels changed
    void routeChanged(int prefix, int node, EventId cause);
    void serviceChanged(int service, EventId cause);
    /// A router sends nothing while it is off, whatever the rest of the way depends on.
    void powerChanged(int node, EventId cause);
    void onLook();

    void begin();                               ///< first segments, from the steady state
    [[nodiscard]] std::vector<FlowResult> finish(SimTime end);

private:
    struct State
    {
        Walk walk;           ///< as it is now: a change of what it does not meet cannot alter it
        FlowSegment segment; ///< the one that is open
        std::vector<FlowSegment> closed;
    };
    struct Change
    {
        int node = -1; ///< where; -1: a link
        EventId cause = 0;
    };
    void schedule();
    void collectConcerned();
    void look(int flow);
    [[nodiscard]] EventId causeOf(int flow, const Walk &before, const Walk &now) const;
    [[nodiscard]] bool silent(const Network::Flow &flow, const Walk &walk) const;
    [[nodiscard]] FlowSegment segmentOf(const Network::Flow &flow, const Walk &walk) const;

    Context &m_context;
    Stack &m_stack;
    std::vector<State> m_flows;
    std::vector<std::vector<int>> m_flowsOfService, m_flowsOfPrefix;
    // What changed at this instant: by prefix, by service, and on the way between routers.
    std::vector<std::vector<Change>> m_ofPrefix;
    std::vector<EventId> m_ofService;
    std::vector<std::uint8_t> m_dirtyService;
    std::vector<int> m_prefixes, m_services; ///< where the above hold something
    std::vector<Change> m_ways;
    std::vector<std::uint8_t> m_dirtyNode, m_dirtyLink;
    std::vector<int> m_nodes, m_links;       ///< where these two hold something
    bool m_scheduled = false;
    std::vector<int> m_concerned; ///< scratch
    Walk m_walk;
};

} // namespace sidestep::engine
