// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/timeline/time_scale.h"

#include "views/shared/number_text.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace sidestep::views {

namespace {

/// A wait must be this many times everything that is left to scale before it is pressed together, …
constexpr std::int64_t kQuietRatio = 6;
/// … be long for a person, …
constexpr SimDuration kShortestQuiet = 200ms;
/// … and leave something to look at.
constexpr SimDuration kLeastKept = 20ms;

constexpr double kLeadShare = 0.03; ///< widths of pressed stretches, as shares of what is to scale
constexpr double kWaitShare = 0.10;
constexpr double kTailShare = 0.08;

/// The shortest wait that counts as quiet, or max() when none does. At most a third of the waits may, and the fewest that do.
SimDuration quietThreshold(const std::vector<SimTime> &moments)
{
    std::vector<SimDuration> gaps;
    SimDuration left{};
    for (std::size_t i = 1; i < moments.size(); ++i) {
        gaps.push_back(moments[i] - moments[i - 1]);
        left += gaps.back();
    }
    std::sort(gaps.begin(), gaps.end(), std::greater<>());
    const std::size_t most = std::max<std::size_t>(1, gaps.size() / 3);
    for (std::size_t k = 0; k < std::min(most, gaps.size()); ++k) {
        left -= gaps[k];
        if (gaps[k] < kShortestQuiet || left < kLeastKept)
            break;
        if (gaps[k] > left * kQuietRatio)
            return gaps[k];
    }
    return SimDuration::max();
}

/// 1, 2 or 5 times a power of ten, the first not below `least` nanoseconds.
std::int64_t roundStep(double least)
{
    std::int64_t power = 1;
    while (static_cast<double>(power) * 10 < least && power < 1'000'000'000'000'000)
        power *= 10;
    for (const std::int64_t factor : {1, 2, 5})
        if (static_cast<double>(power * factor) >= least)
            return power * factor;
    return power * 10;
}

} // namespace

TimeScale::TimeScale(SimTime end)
    : m_stretches{{kTimeZero, std::max(end, kTimeZero + SimDuration(1)), 0, 1, false}}, m_matterTo(m_stretches.front().to)
{
}

TimeScale TimeScale::of(const std::vector<SimTime> &moments, SimTime end, Mode mode)
{
    TimeScale scale(end);
    if (moments.empty())
        return scale;
    const SimDuration threshold = quietThreshold(moments);
    SimDuration kept{};
    for (std::size_t i = 1; i < moments.size(); ++i)
        if (const SimDuration gap = moments[i] - moments[i - 1]; gap < threshold)
            kept += gap;
    const SimDuration lead = std::max<SimDuration>(kept / 4, 1ms);
    const SimTime from = moments.front() - kTimeZero > lead * 2 ? moments.front() - lead : kTimeZero;
    const SimTime to = end - moments.back() > lead * 3 ? moments.back() + lead * 3 / 2 : end;
    scale.m_matterFrom = from;
    scale.m_matterTo = to;
    if (mode == Mode::Linear)
        return scale;

    std::vector<Stretch> stretches;
    const auto add = [&stretches](SimTime a, SimTime b, bool compressed) {
        if (b <= a)
            return;
        if (!stretches.empty() && !compressed && !stretches.back().compressed)
            stretches.back().to = b;
        else
            stretches.push_back({a, b, 0, 0, compressed});
    };
    add(kTimeZero, from, true);
    SimTime at = from;
    for (std::size_t i = 1; i < moments.size(); ++i)
        if (moments[i] - moments[i - 1] >= threshold) {
            // What a wait starts and ends with keeps a little room of its own.
            const SimDuration rim = std::min((moments[i] - moments[i - 1]) / 4, lead / 2);
            add(at, moments[i - 1] + rim, false);
            add(moments[i - 1] + rim, moments[i] - rim, true);
            at = moments[i] - rim;
        }
    add(at, to, false);
    add(to, end, true);

    double toScale = 0;
    for (const Stretch &stretch : stretches)
        if (!stretch.compressed)
            toScale += static_cast<double>((stretch.to - stretch.from).count());
    double total = 0;
    for (Stretch &stretch : stretches) {
        double width = static_cast<double>((stretch.to - stretch.from).count());
        if (stretch.compressed)
            width = std::min(width, toScale * (stretch.from == kTimeZero ? kLeadShare : stretch.to == end ? kTailShare : kWaitShare));
        stretch.start = total;
        total += width;
        stretch.end = total;
    }
    for (Stretch &stretch : stretches) {
        stretch.start /= total;
        stretch.end /= total;
    }
    stretches.back().end = 1;
    scale.m_stretches = std::move(stretches);
    return scale;
}

double TimeScale::fractionOf(SimTime time) const
{
    const auto after = std::upper_bound(m_stretches.begin(), m_stretches.end(), time, [](SimTime t, const Stretch &s) { return t < s.to; });
    if (after == m_stretches.end())
        return 1;
    const double part = static_cast<double>((time - after->from).count()) / static_cast<double>((after->to - after->from).count());
    return after->start + std::clamp(part, 0.0, 1.0) * (after->end - after->start);
}

SimTime TimeScale::timeAt(double fraction) const
{
    fraction = std::clamp(fraction, 0.0, 1.0);
    auto in = std::upper_bound(m_stretches.begin(), m_stretches.end(), fraction, [](double f, const Stretch &s) { return f < s.end; });
    if (in == m_stretches.end())
        return m_stretches.back().to;
    const double part = (fraction - in->start) / (in->end - in->start);
    return in->from + SimDuration(std::llround(part * static_cast<double>((in->to - in->from).count())));
}

std::vector<TimeScale::Tick> TimeScale::ticks(SimTime failure, double from, double to, double pixels, double spacing) const
{
    double nanosecondsPerPixel = 0;
    for (const Stretch &stretch : m_stretches)
        if (!stretch.compressed)
            nanosecondsPerPixel = static_cast<double>((stretch.to - stretch.from).count()) / ((stretch.end - stretch.start) * pixels);
    const std::int64_t step = roundStep(nanosecondsPerPixel * spacing);
    const SimTime first = timeAt(from);
    const SimTime last = timeAt(to);
    std::vector<Tick> ticks;
    for (const Stretch &stretch : m_stretches) {
        if (stretch.compressed || stretch.to < first || stretch.from > last)
            continue;
        const std::int64_t begin = (std::max(stretch.from, first) - failure).count();
        const std::int64_t stop = (std::min(stretch.to, last) - failure).count();
        std::int64_t at = begin / step * step;
        if (at < begin)
            at += step;
        for (; at <= stop; at += step) {
            const SimTime time = failure + SimDuration(at);
            Tick tick{time, fractionOf(time), at == 0 ? QString() : tickText(SimDuration(at), SimDuration(step)), at == 0};
            // After a pressed stretch the next round number may fall onto the last label before it.
            if (!ticks.empty() && (tick.fraction - ticks.back().fraction) * pixels < spacing * 0.7)
                continue;
            ticks.push_back(std::move(tick));
        }
    }
    return ticks;
}

} // namespace sidestep::views
