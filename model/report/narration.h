// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"
#include "model/report/phrase.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sidestep::report {

/// One step of the story a timeline tells; few enough to read aloud.
struct NarrationStep
{
    SimTime time;
    std::optional<plan::RouterId> device; ///< where it happened: where a bubble points
    Phrase headline;                      ///< "AGG1 lost its last way to the core"
    Phrase detail;                        ///< "BFD 128 ms + SPF delay 50 ms"; may be empty
    std::optional<engine::EventId> event;
    bool decisive = true; ///< false: it went along, but neither tracking, redundancy nor a dead end came of it
    bool moment = true;   ///< false: speaks of the loss that ends at `time` as a whole
};

/// What happened and why, in order: the failure, each decision on the chain that moved or stopped traffic, each end of a loss.
[[nodiscard]] std::vector<NarrationStep> narrate(const plan::Plan &plan, const engine::Timeline &timeline);

/// One sentence a flow: "Site 1 upstream lost 1 660 packets in 166 ms at AGG1; nothing told CSG." or "… was not touched."
[[nodiscard]] std::vector<Phrase> accountOfFlows(const plan::Plan &plan, const engine::Timeline &timeline);

} // namespace sidestep::report
