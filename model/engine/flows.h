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

    void domainChanged(int domain, EventId cause);
    void routeChanged(int prefix, EventId cause);
    void serviceChanged(int service, EventId cause);
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
    void schedule(EventId cause);
    void look(int flow, EventId cause);
    [[nodiscard]] FlowSegment segmentOf(const Network::Flow &flow, const Walk &walk) const;

    Context &m_context;
    Stack &m_stack;
    std::vector<State> m_flows;
    std::vector<std::uint8_t> m_dirtyPrefix, m_dirtyService;
    std::vector<int> m_prefixes, m_services; ///< what is set in the two above
    Footprint m_domains;
    bool m_scheduled = false;
    EventId m_cause = 0;
    Walk m_walk; ///< scratch
};

} // namespace sidestep::engine
