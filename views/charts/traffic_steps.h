// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"

#include <cstdint>
#include <vector>

namespace sidestep::views {

/// A constant rate over a stretch of time.
struct RateStep
{
    SimTime from;
    SimTime to;
    std::int64_t rate = 0; ///< packets per second
    friend bool operator==(const RateStep &, const RateStep &) = default;
};

/// What one path carries; steps without gap from 0 to the end, neighbours differ in rate.
struct PathTraffic
{
    std::vector<plan::RouterId> path; ///< empty: the sum of the paths beyond the largest ones
    std::vector<RateStep> steps;
};

/// All flows of one direction as step functions, exact at segment boundaries.
struct DirectionTraffic
{
    std::vector<PathTraffic> delivered; ///< by time of first use, then path; at most `kMostPaths`, the rest in one without path
    std::vector<RateStep> lost;
    std::vector<std::pair<SimTime, std::int64_t>> cumulativeLost; ///< packets; straight lines between the points
};

inline constexpr std::size_t kMostPaths = 5;

/// Cost: segments times logarithm of segments.
[[nodiscard]] DirectionTraffic trafficOf(const engine::Timeline &timeline, plan::Direction direction);

} // namespace sidestep::views
