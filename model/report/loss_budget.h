// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace sidestep::report {

/// What a loss spends its time on. The first four are those of a convergence (RFC 6413 section 2); the others are no
/// convergence and say so.
enum class Stage : std::uint8_t {
    Detection,
    Signalling,
    Computation,
    Programming,
    Waiting,      ///< on purpose: back to the primary pseudowire, a hold-off, a flapping port held down, a router that restarts or waits for paths
    Repair,       ///< nothing in the network helped; this ended with something done to it
    Unended,      ///< until the end of the run, and beyond
    Unattributed, ///< between the last recorded event and its effect
};
inline constexpr std::array kStages{Stage::Detection, Stage::Signalling, Stage::Computation, Stage::Programming,
                                    Stage::Waiting,   Stage::Repair,     Stage::Unended,     Stage::Unattributed};
/// "detection" … "waiting", "repair", "not over", "unattributed".
[[nodiscard]] std::string_view wordOf(Stage stage);
/// What the time up to an event, from its cause, was spent on.
[[nodiscard]] Stage stageOf(const engine::Event &event);

/// A stretch in which none of a flow's packets arrive: lost segments that follow each other.
struct LossInterval
{
    plan::FlowId flow{0};
    std::size_t flowIndex = 0;    ///< into Timeline::flows
    std::size_t firstSegment = 0; ///< into FlowResult::segments
    std::size_t lastSegment = 0;  ///< inclusive
    SimTime from;
    SimTime to;                           ///< the end of the run where it does not end
    bool ended = true;
    std::optional<engine::EventId> begun; ///< the event that began it
    std::optional<engine::EventId> ending; ///< the event that ended it; of one that did not end, the last that changed it
    [[nodiscard]] SimDuration length() const { return to - from; }
};

/// By flow, then time.
[[nodiscard]] std::vector<LossInterval> lossIntervals(const engine::Timeline &timeline);

struct BudgetPart
{
    Stage stage = Stage::Detection;
    SimTime from;
    SimTime to;
    engine::EventId event = 0; ///< the event it ends with; 0: none
};

/// The interval taken apart along the cause chain of its end. Parts follow each other without gap from its beginning to its
/// end and none is empty, so they add up to its length exactly.
[[nodiscard]] std::vector<BudgetPart> budgetOf(const engine::Timeline &timeline, const LossInterval &interval);
[[nodiscard]] SimDuration total(const std::vector<BudgetPart> &parts, Stage stage);

/// nullptr: the timeline has no such event.
[[nodiscard]] const engine::Event *eventWith(const engine::Timeline &timeline, engine::EventId id);

} // namespace sidestep::report
