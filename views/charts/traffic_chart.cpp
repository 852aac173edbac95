// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/traffic_chart.h"

#include "views/charts/traffic_plot.h"
#include "views/shared/empty_state.h"
#include "views/shared/playback_clock.h"
#include "views/shared/type.h"
#include "views/timeline/time_scale.h"
#include "views/timeline/timeline_rows.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QStackedLayout>

namespace sidestep::views {

TrafficChart::TrafficChart(QWidget *parent)
    : QWidget(parent), m_content(new QWidget), m_empty(new EmptyState), m_upstream(new TrafficPlot(plan::Direction::Upstream)),
      m_downstream(new TrafficPlot(plan::Direction::Downstream)), m_showUpstream(new QCheckBox(tr("Upstream"))),
      m_showDownstream(new QCheckBox(tr("Downstream"))), m_range(new QComboBox)
{
    m_empty->setText(tr("No traffic to show yet"), tr("Choose a failure above and press Run to see what is delivered, over which path, and what is lost."),
                     tr("Run"));
    connect(m_empty, &EmptyState::triggered, this, &TrafficChart::runRequested);

    m_range->addItems({tr("What matters"), tr("Whole run")});
    m_range->setAccessibleName(tr("Time range"));
    auto *controls = new QHBoxLayout;
    controls->setSpacing(12);
    for (QWidget *control : std::initializer_list<QWidget *>{m_showUpstream, m_showDownstream, m_range}) {
        control->setFont(typeOf(font(), kListSize));
        controls->addWidget(control);
    }
    controls->addStretch();
    auto *plots = new QHBoxLayout;
    plots->setSpacing(12);
    plots->addWidget(m_upstream);
    plots->addWidget(m_downstream);
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(12, 4, 12, 4);
    column->setSpacing(4);
    column->addLayout(controls);
    column->addLayout(plots, 1);

    auto *stack = new QStackedLayout(this);
    stack->addWidget(m_empty);
    stack->addWidget(m_content);

    for (auto [box, plot] : {std::pair(m_showUpstream, m_upstream), std::pair(m_showDownstream, m_downstream)}) {
        box->setChecked(true);
        connect(box, &QCheckBox::toggled, plot, &QWidget::setVisible);
        connect(plot, &TrafficPlot::cursorRequested, this, &TrafficChart::cursorRequested);
    }
    connect(m_range, &QComboBox::currentIndexChanged, this, &TrafficChart::rebuild);
}

TrafficChart::~TrafficChart() = default;

TrafficPlot *TrafficChart::plotOf(plan::Direction direction) const
{
    return direction == plan::Direction::Upstream ? m_upstream : m_downstream;
}

QChart *TrafficChart::chartOf(plan::Direction direction) const
{
    return plotOf(direction)->chart();
}

void TrafficChart::setPlan(const plan::Plan &plan)
{
    m_plan = plan;
    rebuild();
}

void TrafficChart::setTimeline(std::shared_ptr<const engine::Timeline> timeline)
{
    m_timeline = std::move(timeline);
    m_cursor = m_timeline ? failureTimeOf(*m_timeline) : kTimeZero;
    rebuild();
}

void TrafficChart::setCursor(SimTime time)
{
    m_cursor = time;
    m_upstream->setCursorTime(time);
    m_downstream->setCursorTime(time);
}

void TrafficChart::setWholeRun(bool whole)
{
    m_range->setCurrentIndex(whole ? 1 : 0);
}

void TrafficChart::setDirectionShown(plan::Direction direction, bool shown)
{
    (direction == plan::Direction::Upstream ? m_showUpstream : m_showDownstream)->setChecked(shown);
}

void TrafficChart::rebuild()
{
    const bool run = m_plan && m_timeline && !m_timeline->flows.empty();
    if (m_plan && m_timeline && m_timeline->flows.empty())
        m_empty->setText(tr("The plan has no traffic flows"), tr("Add a flow to an access service, then run the failure again."), QString());
    else
        m_empty->setText(tr("No traffic to show yet"),
                         tr("Choose a failure above and press Run to see what is delivered, over which path, and what is lost."), tr("Run"));
    static_cast<QStackedLayout *>(layout())->setCurrentWidget(run ? m_content : m_empty);
    if (!run)
        return;
    const TimeScale scale = TimeScale::of(decisiveMoments(*m_timeline), m_timeline->end, TimeScale::Mode::WhatMatters);
    const bool whole = m_range->currentIndex() == 1;
    const SimTime from = whole ? kTimeZero : scale.matterFrom();
    const SimTime to = whole ? m_timeline->end : scale.matterTo();
    for (const plan::Direction direction : {plan::Direction::Upstream, plan::Direction::Downstream}) {
        const DirectionTraffic traffic = trafficOf(*m_timeline, direction);
        QStringList names;
        for (const PathTraffic &path : traffic.delivered)
            names << (path.path.empty() ? tr("other paths") : pathText(*m_plan, path.path));
        plotOf(direction)->show(traffic, names, failureTimeOf(*m_timeline), from, to);
        plotOf(direction)->setCursorTime(m_cursor);
    }
}

void TrafficChart::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        rebuild();
    QWidget::changeEvent(event);
}

} // namespace sidestep::views
