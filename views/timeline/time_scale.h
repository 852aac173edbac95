// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/units.h"

#include <QString>

#include <vector>

namespace sidestep::views {

/// Maps the time of a run to 0..1 and back: piecewise linear, rising, without holes, so that every moment has its place.
///
/// "What matters" gives the room to the stretch in which things happen: quiet before the failure, long waits in between and
/// the rest of the run are pressed together and marked as not to scale. All other stretches share one scale.
class TimeScale
{
public:
    enum class Mode { WhatMatters, Linear };
    struct Stretch
    {
        SimTime from;
        SimTime to;
        double start = 0; ///< of 0..1
        double end = 1;
        bool compressed = false; ///< quiet and not to scale
    };
    struct Tick
    {
        SimTime time;
        double fraction = 0;
        QString label; ///< empty for the failure itself
        bool origin = false;
    };

    TimeScale() : TimeScale(kTimeZero + SimDuration(1)) {}
    /// The whole run on one scale. `end` > 0.
    explicit TimeScale(SimTime end);
    /// `moments` at which something worth room happens, ascending, each once; `end` of the run.
    [[nodiscard]] static TimeScale of(const std::vector<SimTime> &moments, SimTime end, Mode mode);

    /// Outside the run: clamped.
    [[nodiscard]] double fractionOf(SimTime time) const;
    [[nodiscard]] SimTime timeAt(double fraction) const;
    [[nodiscard]] const std::vector<Stretch> &stretches() const { return m_stretches; }
    /// The part of the run that "what matters" shows to scale, from just before the failure to just after the end of it all.
    [[nodiscard]] SimTime matterFrom() const { return m_matterFrom; }
    [[nodiscard]] SimTime matterTo() const { return m_matterTo; }

    /// Ruler ticks at round distances from the failure, in the fractions [from, to], when 0..1 is `pixels` wide. Labels need
    /// `spacing` pixels each.
    [[nodiscard]] std::vector<Tick> ticks(SimTime failure, double from, double to, double pixels, double spacing) const;

private:
    std::vector<Stretch> m_stretches; ///< never empty
    SimTime m_matterFrom{};
    SimTime m_matterTo{};
};

} // namespace sidestep::views
