// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/outage_range.h"
#include "model/engine/timeline.h"
#include "model/plan/plan.h"

#include <span>
#include <string>

namespace sidestep::report {

/// The timeline as JSON with the keys of the command-line contract, one event and one flow a line; ends with a line feed.
/// Same timeline, same bytes.
/// With `ranges` (by flow, or empty) each flow also has `outage_range_ns`: best, typical, worst.
[[nodiscard]] std::string timelineJson(const plan::Plan &plan, const engine::Timeline &timeline, std::span<const engine::OutageRange> ranges = {});

/// The timeline for a terminal: a table of events, counted from the first failure, then a table of flows, then the story.
[[nodiscard]] std::string timelineText(const plan::Plan &plan, const engine::Timeline &timeline, std::span<const engine::OutageRange> ranges = {});

} // namespace sidestep::report
