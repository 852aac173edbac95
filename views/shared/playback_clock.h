// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <memory>
#include <vector>

namespace sidestep::views {

/// Every moment at which something happens in a run: events and changes of a flow, ascending, each once.
[[nodiscard]] std::vector<SimTime> momentsOf(const engine::Timeline &timeline);
/// The first failure, or the start of a run in which nothing happens.
[[nodiscard]] SimTime failureTimeOf(const engine::Timeline &timeline);
/// When nothing more happens: the last event or the last change of a flow.
[[nodiscard]] SimTime settledTimeOf(const engine::Timeline &timeline);

/// Plays a finished run: one simulated moment that all views share, moved by hand or by the wall clock.
///
/// The moment is an integer number of nanoseconds; what a division by the speed leaves over is carried, so long playing
/// does not drift.
class PlaybackClock final : public QObject
{
    Q_OBJECT

public:
    explicit PlaybackClock(QObject *parent = nullptr);

    [[nodiscard]] SimTime cursor() const { return m_cursor; }
    [[nodiscard]] bool isPlaying() const { return m_timer.isActive(); }
    [[nodiscard]] int slowdown() const { return m_slowdown; }
    [[nodiscard]] const std::shared_ptr<const engine::Timeline> &timeline() const { return m_timeline; }

    /// Moves on by an elapsed wall-clock time, >= 0; what the timer does many times a second. Stops at the end of the run.
    void advance(std::chrono::nanoseconds elapsed);

    /// Ratios offered, slowest first: 1/1000, 1/100, 1/10 and real time.
    [[nodiscard]] static const std::vector<int> &slowdowns();

public slots:
    /// Stops and goes to the failure; nullptr: no run.
    void setTimeline(std::shared_ptr<const engine::Timeline> timeline);
    /// Clamped to the run.
    void setCursor(sidestep::SimTime time);
    /// Wall-clock time over simulated time, 1..1000: 100 plays at a hundredth of real time.
    void setSlowdown(int ratio);
    void faster();
    void slower();
    /// From the end it starts over at the failure.
    void play();
    void pause();
    void toggle();
    /// To the next (+1) or previous (-1) moment at which something happens; pauses.
    void stepEvent(int direction);
    void goHome(); ///< to the failure
    void goEnd();  ///< to when everything has settled

signals:
    void cursorChanged(sidestep::SimTime time);
    void playingChanged(bool playing);
    void slowdownChanged(int ratio);
    void timelineChanged();

private:
    void moveTo(SimTime time);

    std::shared_ptr<const engine::Timeline> m_timeline;
    std::vector<SimTime> m_moments;
    QTimer m_timer;
    QElapsedTimer m_elapsed;
    SimTime m_cursor{};
    int m_slowdown = 100;
    std::int64_t m_left = 0; ///< wall nanoseconds not yet turned into a simulated one, 0..m_slowdown-1
};

} // namespace sidestep::views
