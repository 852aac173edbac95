// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/protocols/throttle.h"

#include <algorithm>

namespace sidestep::engine {

SimDuration Throttle::next(SimTime now, SimDuration first, SimDuration step, SimDuration longest)
{
    if (m_quiet || now - m_lastEvent > longest) {
        m_quiet = false;
        m_runs = 0;
    }
    m_lastEvent = now;
    const int run = m_runs++;
    if (run == 0)
        return std::min(first, longest);
    SimDuration delay = step;
    for (int doubled = 1; doubled < run && delay < longest; ++doubled)
        delay *= 2;
    return std::min(delay, longest);
}

SimDuration Throttle::nextRfc8405(SimTime now, SimDuration first, SimDuration step, SimDuration longest, SimDuration learn, SimDuration holdDown)
{
    if (m_quiet || now - m_lastEvent > holdDown) {
        m_quiet = false;
        m_firstEvent = m_lastEvent = now;
        m_runs = 1;
        return first;
    }
    m_lastEvent = now;
    return now - m_firstEvent < learn ? step : longest;
}

} // namespace sidestep::engine
