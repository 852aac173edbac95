// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/timeline/time_scale.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;

namespace sidestep::views {

class GlyphButton;
class PlaybackClock;

/// The strip above the timeline: to the failure, back, play, on, to settled; the clock; speed, scale and lanes.
class TransportBar final : public QWidget
{
    Q_OBJECT

public:
    /// The clock must outlive the bar.
    explicit TransportBar(PlaybackClock &clock, QWidget *parent = nullptr);

public slots:
    void setScaleMode(sidestep::views::TimeScale::Mode mode);
    void setAllLanes(bool all);

signals:
    void scaleModeChosen(sidestep::views::TimeScale::Mode mode);
    void allLanesChosen(bool all);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void showClock();
    void showPlaying(bool playing);
    void showRun();

    PlaybackClock &m_clock;
    GlyphButton *m_toFailure;
    GlyphButton *m_back;
    GlyphButton *m_play;
    GlyphButton *m_on;
    GlyphButton *m_toSettled;
    QLabel *m_time;
    QLabel *m_offset;
    QComboBox *m_speed;
    QComboBox *m_scale;
    QCheckBox *m_allLanes;
};

} // namespace sidestep::views
