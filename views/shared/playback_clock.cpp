// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shared/playback_clock.h"

#include <algorithm>

namespace sidestep::views {

std::vector<SimTime> momentsOf(const engine::Timeline &timeline)
{
    std::vector<SimTime> moments;
    moments.reserve(timeline.events.size());
    for (const engine::Event &event : timeline.events)
        moments.push_back(event.time);
    for (const engine::FlowResult &flow : timeline.flows)
        for (const engine::FlowSegment &segment : flow.segments)
            if (segment.from > kTimeZero)
                moments.push_back(segment.from);
    std::sort(moments.begin(), moments.end());
    moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
    return moments;
}

SimTime failureTimeOf(const engine::Timeline &timeline)
{
    return timeline.events.empty() ? kTimeZero : timeline.events.front().time;
}

SimTime settledTimeOf(const engine::Timeline &timeline)
{
    SimTime last = timeline.events.empty() ? kTimeZero : timeline.events.back().time;
    for (const engine::FlowResult &flow : timeline.flows)
        if (!flow.segments.empty())
            last = std::max(last, flow.segments.back().from);
    return last;
}

PlaybackClock::PlaybackClock(QObject *parent) : QObject(parent)
{
    m_timer.setInterval(16);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        const qint64 elapsed = m_elapsed.nsecsElapsed();
        m_elapsed.start();
        advance(std::chrono::nanoseconds(elapsed));
    });
}

const std::vector<int> &PlaybackClock::slowdowns()
{
    static const std::vector<int> ratios{1000, 100, 10, 1};
    return ratios;
}

void PlaybackClock::advance(std::chrono::nanoseconds elapsed)
{
    if (!m_timeline || elapsed.count() < 0)
        return;
    const std::int64_t wall = elapsed.count() + m_left;
    m_left = wall % m_slowdown;
    const SimTime to = m_cursor + SimDuration(wall / m_slowdown);
    moveTo(std::min(to, m_timeline->end));
    if (m_cursor == m_timeline->end)
        pause();
}

void PlaybackClock::setTimeline(std::shared_ptr<const engine::Timeline> timeline)
{
    pause();
    m_timeline = std::move(timeline);
    m_moments = m_timeline ? momentsOf(*m_timeline) : std::vector<SimTime>();
    m_cursor = m_timeline ? failureTimeOf(*m_timeline) : kTimeZero;
    emit timelineChanged();
    emit cursorChanged(m_cursor);
}

void PlaybackClock::setCursor(SimTime time)
{
    if (m_timeline)
        moveTo(std::clamp(time, kTimeZero, m_timeline->end));
}

void PlaybackClock::setSlowdown(int ratio)
{
    ratio = std::clamp(ratio, 1, 1000);
    if (ratio == m_slowdown)
        return;
    m_slowdown = ratio;
    m_left = 0;
    emit slowdownChanged(ratio);
}

void PlaybackClock::faster()
{
    const auto next = std::find_if(slowdowns().begin(), slowdowns().end(), [this](int ratio) { return ratio < m_slowdown; });
    if (next != slowdowns().end())
        setSlowdown(*next);
}

void PlaybackClock::slower()
{
    const auto next = std::find_if(slowdowns().rbegin(), slowdowns().rend(), [this](int ratio) { return ratio > m_slowdown; });
    if (next != slowdowns().rend())
        setSlowdown(*next);
}

void PlaybackClock::play()
{
    if (!m_timeline || isPlaying())
        return;
    if (m_cursor >= m_timeline->end)
        goHome();
    m_left = 0;
    m_elapsed.start();
    m_timer.start();
    emit playingChanged(true);
}

void PlaybackClock::pause()
{
    if (!isPlaying())
        return;
    m_timer.stop();
    emit playingChanged(false);
}

void PlaybackClock::toggle()
{
    isPlaying() ? pause() : play();
}

void PlaybackClock::stepEvent(int direction)
{
    pause();
    if (direction > 0) {
        if (const auto next = std::upper_bound(m_moments.begin(), m_moments.end(), m_cursor); next != m_moments.end())
            moveTo(*next);
    } else if (direction < 0) {
        if (const auto at = std::lower_bound(m_moments.begin(), m_moments.end(), m_cursor); at != m_moments.begin())
            moveTo(*std::prev(at));
    }
}

void PlaybackClock::goHome()
{
    if (m_timeline)
        moveTo(failureTimeOf(*m_timeline));
}

void PlaybackClock::goEnd()
{
    if (m_timeline)
        moveTo(settledTimeOf(*m_timeline));
}

void PlaybackClock::moveTo(SimTime time)
{
    if (time == m_cursor)
        return;
    m_cursor = time;
    emit cursorChanged(time);
}

} // namespace sidestep::views
