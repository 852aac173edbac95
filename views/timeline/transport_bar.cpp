// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/timeline/transport_bar.h"

#include "views/shared/glyph_button.h"
#include "views/shared/number_text.h"
#include "views/shared/playback_clock.h"
#include "views/shared/type.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>

namespace sidestep::views {

TransportBar::TransportBar(PlaybackClock &clock, QWidget *parent)
    : QWidget(parent), m_clock(clock), m_toFailure(new GlyphButton(Glyph::ToFailure, tr("To the failure (Home)"))),
      m_back(new GlyphButton(Glyph::StepBack, tr("Previous event (Left)"))),
      m_play(new GlyphButton(Glyph::Play, tr("Play (Space)"), GlyphButton::Look::Filled)),
      m_on(new GlyphButton(Glyph::StepForward, tr("Next event (Right)"))),
      m_toSettled(new GlyphButton(Glyph::ToSettled, tr("To when all has settled (End)"))), m_time(new QLabel), m_offset(new QLabel),
      m_speed(new QComboBox), m_scale(new QComboBox), m_allLanes(new QCheckBox(tr("All lanes")))
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 12, 2);
    row->setSpacing(4);
    for (GlyphButton *button : {m_toFailure, m_back, m_play, m_on, m_toSettled})
        row->addWidget(button);
    row->addSpacing(16);

    const QFont mono = monoOf(15, QFont::DemiBold);
    m_time->setFont(mono);
    m_time->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    // Wide enough for the microseconds, so that nothing moves while playing.
    m_time->setFixedWidth(QFontMetrics(mono).horizontalAdvance(QStringLiteral("00.000 000 s")));
    m_time->setAccessibleName(tr("Simulated time"));
    m_time->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(m_time);
    m_offset->setFont(typeOf(font(), kDetailSize));
    m_offset->setForegroundRole(QPalette::PlaceholderText);
    m_offset->setFixedWidth(QFontMetrics(m_offset->font()).horizontalAdvance(QStringLiteral("+000.000 ms")) + 8);
    m_offset->setToolTip(tr("Since the failure"));
    row->addSpacing(4);
    row->addWidget(m_offset);
    row->addSpacing(8);

    const QFont list = typeOf(font(), kListSize);
    for (const int ratio : PlaybackClock::slowdowns())
        m_speed->addItem(ratio == 1 ? tr("Real time") : tr("1/%1 speed").arg(ratio), ratio);
    m_speed->setToolTip(tr("How fast it plays"));
    m_speed->setAccessibleName(tr("Playing speed"));
    m_scale->addItem(tr("What matters"), static_cast<int>(TimeScale::Mode::WhatMatters));
    m_scale->addItem(tr("Linear scale"), static_cast<int>(TimeScale::Mode::Linear));
    m_scale->setToolTip(tr("What matters: long quiet stretches are pressed together. Linear: the whole run on one scale."));
    m_scale->setAccessibleName(tr("Time scale"));
    m_allLanes->setToolTip(tr("Also show lanes that did not decide where traffic went"));
    for (QWidget *control : std::initializer_list<QWidget *>{m_speed, m_scale, m_allLanes}) {
        control->setFont(list);
        control->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        row->addWidget(control);
        row->addSpacing(4);
    }

    connect(m_toFailure, &QAbstractButton::clicked, &m_clock, [this] { m_clock.pause(), m_clock.goHome(); });
    connect(m_back, &QAbstractButton::clicked, &m_clock, [this] { m_clock.stepEvent(-1); });
    connect(m_play, &QAbstractButton::clicked, &m_clock, &PlaybackClock::toggle);
    connect(m_on, &QAbstractButton::clicked, &m_clock, [this] { m_clock.stepEvent(1); });
    connect(m_toSettled, &QAbstractButton::clicked, &m_clock, [this] { m_clock.pause(), m_clock.goEnd(); });
    connect(m_speed, &QComboBox::activated, this, [this](int index) { m_clock.setSlowdown(m_speed->itemData(index).toInt()); });
    connect(m_scale, &QComboBox::activated, this,
            [this](int index) { emit scaleModeChosen(static_cast<TimeScale::Mode>(m_scale->itemData(index).toInt())); });
    connect(m_allLanes, &QCheckBox::clicked, this, &TransportBar::allLanesChosen);
    connect(&m_clock, &PlaybackClock::cursorChanged, this, &TransportBar::showClock);
    connect(&m_clock, &PlaybackClock::playingChanged, this, &TransportBar::showPlaying);
    connect(&m_clock, &PlaybackClock::timelineChanged, this, &TransportBar::showRun);
    const auto showSpeed = [this] { m_speed->setCurrentIndex(m_speed->findData(m_clock.slowdown())); };
    connect(&m_clock, &PlaybackClock::slowdownChanged, this, showSpeed);
    showSpeed();
    showRun();
}

void TransportBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int wanted = layout()->sizeHint().width() + (m_offset->isHidden() ? m_offset->minimumWidth() : 0);
    m_offset->setVisible(width() >= wanted);
}

void TransportBar::setScaleMode(TimeScale::Mode mode)
{
    m_scale->setCurrentIndex(m_scale->findData(static_cast<int>(mode)));
}

void TransportBar::setAllLanes(bool all)
{
    m_allLanes->setChecked(all);
}

void TransportBar::showClock()
{
    const auto &timeline = m_clock.timeline();
    m_time->setText(timeline ? clockText(m_clock.cursor(), !m_clock.isPlaying()) : QStringLiteral("–"));
    if (!timeline) {
        m_offset->clear();
        return;
    }
    const SimDuration since = m_clock.cursor() - failureTimeOf(*timeline);
    // Tenths would only flicker while it plays.
    m_offset->setText(since.count() == 0 ? tr("failure") : offsetText(m_clock.isPlaying() ? std::chrono::floor<std::chrono::milliseconds>(since) : since));
}

void TransportBar::showPlaying(bool playing)
{
    m_play->setGlyph(playing ? Glyph::Pause : Glyph::Play, playing ? tr("Pause (Space)") : tr("Play (Space)"));
    showClock();
}

void TransportBar::showRun()
{
    const bool run = m_clock.timeline() != nullptr;
    for (QWidget *control : std::initializer_list<QWidget *>{m_toFailure, m_back, m_play, m_on, m_toSettled, m_speed, m_scale, m_allLanes})
        control->setEnabled(run);
    showPlaying(m_clock.isPlaying());
}

} // namespace sidestep::views
