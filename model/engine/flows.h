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

    /// `node`: where it changed, -1 for a link.
    void domainChanged(int domain, EventId cause, int node = -1);
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
        Footprint footprint;
        FlowSegment segment; ///< the one that is open
        std::vector<FlowSegment> closed;
    };
    struct Change
    {
        int node = -1;
        EventId cause = 0;
    };
    void schedule();
    void look(int flow);
    [[nodiscard]] EventId causeOf(int flow, const std::vector<plan::RouterId> &before) const;
    [[nodiscard]] FlowSegment segmentOf(const Network::Flow &flow, const Walk &walk) const;

    Context &m_context;
    Stack &m_stack;
    std::vector<State> m_flows;
    // What changed at this instant: by prefix, by service, and in the domains.
    std::vector<std::vector<Change>> m_ofPrefix;
    std::vector<EventId> m_ofService;
    std::vector<std::uint8_t> m_dirtyService;
    std::vector<int> m_prefixes, m_services; ///< where the above hold something
    std::vector<std::pair<int, Change>> m_ofDomains;
    Footprint m_domains;
    bool m_scheduled = false;
    Walk m_walk; ///< scratch
};

} // namespace sidestep::engine
