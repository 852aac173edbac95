// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/units.h"

namespace sidestep::engine {

/// Delay before the next run of something that repeats. RFC 8405 with its memory, or the doubling of VRP's
/// intelligent timers (first, step, step x 2 …, longest; quiet for the longest: first again).
class Throttle
{
public:
    [[nodiscard]] SimDuration next(SimTime now, SimDuration first, SimDuration step, SimDuration longest);
    [[nodiscard]] SimDuration nextRfc8405(SimTime now, SimDuration first, SimDuration step, SimDuration longest, SimDuration learn, SimDuration holdDown);

private:
    SimTime m_firstEvent{};
    SimTime m_lastEvent{};
    bool m_quiet = true;
    int m_runs = 0;
};

} // namespace sidestep::engine
