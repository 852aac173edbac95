// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"
#include "model/plan/plan.h"

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace sidestep::views {

/// Packets that went missing at one place, up to the cursor.
struct LossPlace
{
    std::optional<plan::RouterId> router; ///< the router that drops them, or
    std::optional<plan::LinkId> link;     ///< the link that swallows them
    std::int64_t packets = 0;
    bool now = false; ///< still losing at the cursor
    friend bool operator==(const LossPlace &, const LossPlace &) = default;
};

/// The network at the cursor as the canvas draws it: what is not as planned, and where packets are.
struct NetworkState
{
    struct Pseudowire
    {
        bool usable = true;
        bool active = false;
        friend bool operator==(const Pseudowire &, const Pseudowire &) = default;
    };
    bool played = false; ///< false: no run is shown, and everything is as planned
    std::unordered_map<plan::LinkId, engine::LinkCondition> links; ///< only those that are not up
    std::unordered_set<plan::RouterId> off;    ///< without power
    std::unordered_set<plan::RouterId> failed; ///< off, dropping packets, or without a live link towards the core
    std::map<std::pair<plan::AccessServiceId, plan::PwRole>, Pseudowire> pseudowires;
    std::unordered_map<plan::BgpSessionId, bool> sessions; ///< up or not
    std::vector<std::size_t> segments; ///< current segment of every flow, as FlowResult::segments
    std::vector<LossPlace> losses;
};

/// Objects of the timeline that are no longer in the plan are left out.
[[nodiscard]] NetworkState stateAt(const plan::Plan &plan, const engine::Timeline &timeline, SimTime at);

} // namespace sidestep::views
