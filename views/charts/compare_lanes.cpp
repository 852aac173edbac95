// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/compare_lanes.h"

#include "views/shared/number_text.h"
#include "views/shared/palette.h"
#include "views/shared/playback_clock.h"
#include "views/shared/text.h"
#include "views/shared/type.h"
#include "views/timeline/timeline_rows.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace sidestep::views {

namespace {

constexpr double kLeft = 230;
constexpr double kSide = 14;
constexpr double kRuler = 24;
constexpr double kPitch = 25;
constexpr double kBar = 16;
constexpr std::size_t kMostFlows = 8;

} // namespace

CompareLanes::CompareLanes(QWidget *parent) : QWidget(parent)
{
    setMouseTracking(true);
    setAccessibleName(tr("Flows with and without tracking"));
}

void CompareLanes::setRuns(std::shared_ptr<const engine::Timeline> with, std::shared_ptr<const engine::Timeline> without)
{
    m_rows.clear();
    if (!with || !without) {
        update();
        return;
    }
    // One scale for both: what was decisive in either run.
    std::vector<SimTime> moments = decisiveMoments(*with);
    const std::vector<SimTime> others = decisiveMoments(*without);
    moments.insert(moments.end(), others.begin(), others.end());
    std::sort(moments.begin(), moments.end());
    moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
    m_scale = TimeScale::of(moments, std::max(with->end, without->end), TimeScale::Mode::WhatMatters);
    m_failure = failureTimeOf(*without);
    m_cursor = m_failure;

    std::vector<std::pair<SimDuration, const engine::FlowResult *>> order;
    const auto partner = [&](plan::FlowId id) {
        const auto at = std::find_if(with->flows.begin(), with->flows.end(), [id](const engine::FlowResult &flow) { return flow.flow == id; });
        return at == with->flows.end() ? nullptr : &*at;
    };
    for (const engine::FlowResult &flow : without->flows)
        if (const engine::FlowResult *other = partner(flow.flow); other && flow.outage + other->outage > SimDuration(0))
            order.emplace_back(std::chrono::abs(flow.outage - other->outage), &flow);
    std::stable_sort(order.begin(), order.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
    if (order.size() > kMostFlows)
        order.resize(kMostFlows);
    for (const auto &[difference, flow] : order) {
        m_rows.push_back({toQt(flow->name), tr("with tracking"), *partner(flow->flow)});
        m_rows.push_back({QString(), tr("without"), *flow});
    }
    updateGeometry();
    update();
}

void CompareLanes::setCursor(SimTime time)
{
    m_cursor = time;
    update();
}

double CompareLanes::xOf(SimTime time) const
{
    return kLeft + m_scale.fractionOf(time) * std::max(60.0, width() - kLeft - kSide);
}

QSize CompareLanes::sizeHint() const
{
    return {800, static_cast<int>(kRuler + kPitch * static_cast<double>(m_rows.size()) + 8 * static_cast<double>(m_rows.size() / 2))};
}

QSize CompareLanes::minimumSizeHint() const
{
    return {420, sizeHint().height()};
}

void CompareLanes::paintEvent(QPaintEvent *)
{
    const Palette &palette = Palette::current();
    QPainter painter(this);
    if (m_rows.empty())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    const double pixels = std::max(60.0, width() - kLeft - kSide);
    const QFont detail = typeOf(font(), kDetailSize);
    const QFontMetricsF metrics(detail);
    painter.setFont(detail);
    const double bottom = sizeHint().height() - 4;
    double taken = -1e9;
    for (const TimeScale::Tick &tick : m_scale.ticks(m_failure, 0, 1, pixels, 84)) {
        const double x = kLeft + tick.fraction * pixels;
        painter.setPen(QPen(tick.origin ? palette.hairline : palette.grid, 1));
        painter.drawLine(QPointF(x, kRuler - 4), QPointF(x, bottom));
        const QString label = tick.origin ? tr("failure") : tick.label;
        const double half = metrics.horizontalAdvance(label) / 2;
        const double centre = std::clamp(x, kLeft + half, kLeft + pixels - half);
        if (centre - half < taken + 6)
            continue;
        painter.setPen(palette.secondary);
        painter.drawText(QRectF(centre - half - 2, 0, 2 * half + 4, kRuler - 4), Qt::AlignCenter, label);
        taken = centre + half;
    }
    double top = kRuler;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const Row &row = m_rows[i];
        if (i > 0 && !row.flow.isEmpty())
            top += 8;
        painter.setFont(typeOf(font(), kListSize, QFont::Medium));
        painter.setPen(palette.text);
        painter.drawText(QRectF(kSide, top, kLeft - kSide - 100, kPitch), Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetricsF(painter.font()).elidedText(row.flow, Qt::ElideRight, kLeft - kSide - 100));
        painter.setFont(detail);
        painter.setPen(palette.secondary);
        painter.drawText(QRectF(kLeft - 110, top, 100, kPitch), Qt::AlignRight | Qt::AlignVCenter, row.which);
        // Neighbouring losses at different places are one loss to whoever waits for packets.
        const double barTop = top + (kPitch - kBar) / 2;
        const auto &segments = row.result.segments;
        for (std::size_t s = 0; s < segments.size();) {
            std::size_t end = s + 1;
            while (end < segments.size() && segments[end].state == segments[s].state)
                ++end;
            const SimTime from = segments[s].from;
            const SimTime to = segments[end - 1].to;
            const bool lost = segments[s].state == engine::FlowState::Lost;
            const QRectF bar(xOf(from), barTop, std::max(1.5, xOf(to) - xOf(from)), kBar);
            painter.setPen(Qt::NoPen);
            painter.setBrush(lost ? palette.loss : palette.upBar);
            const double corner = std::min(3.0, bar.width() / 2);
            painter.drawRoundedRect(bar, corner, corner);
            if (lost) {
                const QString full = tr("%1 · %2 packets lost").arg(durationText(to - from), numberText(packetsIn(row.result.rate, to - from)));
                painter.setFont(typeOf(font(), kDetailSize, QFont::DemiBold));
                const QFontMetricsF bold(painter.font());
                for (const QString &text : {full, durationText(to - from)})
                    if (bold.horizontalAdvance(text) + 10 <= bar.width()) {
                        painter.setPen(palette.onLoss);
                        painter.drawText(bar, Qt::AlignCenter, text);
                        break;
                    }
                painter.setFont(detail);
            }
            s = end;
        }
        for (const TimeScale::Stretch &stretch : m_scale.stretches()) {
            if (!stretch.compressed)
                continue;
            const double x = (xOf(stretch.from) + xOf(stretch.to)) / 2;
            painter.setPen(QPen(palette.panel, 2));
            for (const double shift : {-2.5, 2.5})
                painter.drawLine(QPointF(x + shift - 3, barTop + kBar + 1), QPointF(x + shift + 3, barTop - 1));
        }
        top += kPitch;
    }
    const double x = xOf(m_cursor);
    painter.setPen(QPen(palette.accent, 2));
    painter.drawLine(QPointF(x, kRuler - 4), QPointF(x, bottom));
}

void CompareLanes::requestAt(double x)
{
    if (!m_rows.empty() && x >= kLeft - 4)
        emit cursorRequested(m_scale.timeAt((x - kLeft) / std::max(60.0, width() - kLeft - kSide)));
}

void CompareLanes::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        requestAt(event->position().x());
}

void CompareLanes::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton)
        requestAt(event->position().x());
}

} // namespace sidestep::views
