// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"

#include <QString>

#include <optional>
#include <vector>

namespace sidestep::views {

/// What a network spends its time on between a failure and traffic flowing again (RFC 6413 section 2 names the same parts).
enum class Stage : std::uint8_t { Detection, Signalling, Computation, Programming };
[[nodiscard]] QString stageText(Stage stage);

struct StagePart
{
    Stage stage = Stage::Detection;
    SimTime from;
    SimTime to;
    engine::EventId event = 0; ///< the event it ends with
};

/// One loss that ended, taken apart along the cause chain of its end. Parts follow each other without gap.
struct Recovery
{
    plan::FlowId flow{0};
    SimTime lostFrom;
    SimTime recovered;
    std::vector<StagePart> parts; ///< empty: what ended it has no chain
    [[nodiscard]] SimDuration total(Stage stage) const;
};

/// By flow, then time. A loss that had not ended when the run did is left out.
[[nodiscard]] std::vector<Recovery> recoveriesOf(const engine::Timeline &timeline);

/// What the time up to an event was spent on.
[[nodiscard]] Stage stageOf(const engine::Event &event);

} // namespace sidestep::views
