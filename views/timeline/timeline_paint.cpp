// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shared/number_text.h"
#include "views/shared/palette.h"
#include "views/shared/playback_clock.h"
#include "views/shared/type.h"
#include "views/timeline/timeline_view.h"

#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace sidestep::views {

namespace {

constexpr double kCorner = 3;
constexpr double kLabelBottom = 16; ///< of the ruler's labels
constexpr double kPad = 6; ///< between a bar's ends and its text

struct BarLook
{
    QColor fill;
    QColor ink;
    QFont::Weight weight = QFont::Medium;
};

BarLook lookOf(const TimelineRow &row, const engine::LaneBar &bar, const Palette &palette)
{
    if (row.lane.flow)
        return bar.health == engine::Health::Down ? BarLook{palette.loss, palette.onLoss, QFont::DemiBold} : BarLook{palette.upBar, palette.text};
    switch (bar.health) {
    case engine::Health::Up:
        // The choice made before the failure looks calm; one made because of it is news.
        if (row.lane.layer == engine::Layer::Redundancy && !bar.label.empty() && bar.label == row.lane.bars.front().label)
            return {palette.accentSoft, palette.text};
        return {palette.upBar, palette.text};
    case engine::Health::Working: return {palette.workingBar, palette.text};
    case engine::Health::Down: return {palette.downBar, palette.text};
    case engine::Health::None: break;
    }
    return {palette.grid, palette.text};
}

/// The first text that fits; the shortest, elided, when there is room for a word; else nothing.
QString fitting(const std::vector<QString> &texts, const QFontMetricsF &metrics, double room)
{
    for (const QString &text : texts)
        if (metrics.horizontalAdvance(text) <= room)
            return text;
    return texts.empty() || room < 48 ? QString() : metrics.elidedText(texts.back(), Qt::ElideRight, room);
}

} // namespace

void TimelineView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), Palette::current().panel);
    if (m_rows.empty())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    paintRuler(painter);

    const double top = kRulerHeight - verticalScrollBar()->value();
    const auto first = static_cast<std::size_t>(std::max(0.0, std::floor((kRulerHeight - top) / m_pitch)));
    const auto last = std::min(m_rows.size(), static_cast<std::size_t>(std::max(0.0, std::ceil((viewport()->height() - top) / m_pitch))));
    painter.save();
    painter.setClipRect(QRectF(0, kRulerHeight - 2, viewport()->width(), viewport()->height()));
    for (std::size_t row = first; row < last; ++row)
        paintRow(painter, row);
    paintJoints(painter);
    painter.restore();
    paintCursor(painter);
}

void TimelineView::paintRuler(QPainter &painter) const
{
    const Palette &palette = Palette::current();
    const SimTime failure = failureTimeOf(*m_timeline);
    const double width = barsWidth();
    const double pixels = width * m_zoom;
    const double offset = horizontalScrollBar()->value();
    const QFont font = typeOf(this->font(), kDetailSize);
    const QFontMetricsF metrics(font);
    painter.setFont(font);

    if (m_stale) {
        painter.setPen(palette.warning);
        painter.drawText(QRectF(kMargin, 0, m_left - kMargin - 8, kLabelBottom), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(tr("Plan changed since"), Qt::ElideRight, m_left - kMargin - 8));
    }
    painter.save();
    painter.setClipRect(QRectF(m_left - 1, 0, width + kMargin, viewport()->height()));
    double taken = -1e9;
    for (const TimeScale::Tick &tick : m_scale.ticks(failure, offset / pixels, (offset + width) / pixels, pixels, 84)) {
        const double x = m_left + tick.fraction * pixels - offset;
        painter.setPen(QPen(tick.origin ? palette.hairline : palette.grid, 1));
        painter.drawLine(QPointF(x, kLabelBottom + 2), QPointF(x, viewport()->height() - 4));
        const QString label = tick.origin ? tr("failure") : tick.label;
        const double half = metrics.horizontalAdvance(label) / 2;
        const double centre = std::clamp(x, m_left + half, m_left + width - half);
        if (centre - half < taken + 6)
            continue;
        painter.setPen(palette.secondary);
        painter.drawText(QRectF(centre - half - 2, 1, 2 * half + 4, kLabelBottom - 1), Qt::AlignCenter, label);
        taken = centre + half;
    }
    painter.restore();
}

void TimelineView::paintRow(QPainter &painter, std::size_t index) const
{
    const Palette &palette = Palette::current();
    const TimelineRow &row = m_rows[index];
    const QRectF strip = stripOf(index);
    const QRectF line(0, strip.center().y() - m_pitch / 2, viewport()->width(), m_pitch);

    if (static_cast<int>(index) == m_lane) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(palette.accentSoft);
        painter.drawRoundedRect(QRectF(6, line.top() + 1, m_left - 12, line.height() - 2), 6, 6);
    }
    const QFont nameFont = typeOf(font(), kListSize, QFont::Medium);
    const bool repeats = index > 0 && m_rows[index - 1].title == row.title && !row.lane.flow;
    if (!repeats) {
        painter.setFont(nameFont);
        painter.setPen(palette.text);
        painter.drawText(QRectF(kMargin, line.top(), m_nameWidth + 2, line.height()), Qt::AlignLeft | Qt::AlignVCenter, row.title);
    }
    const QFont whereFont = typeOf(font(), kDetailSize);
    const double whereRoom = m_left - 10 - kMargin - m_nameWidth - 10;
    painter.setFont(whereFont);
    painter.setPen(palette.secondary);
    painter.drawText(QRectF(m_left - 10 - whereRoom, line.top(), whereRoom, line.height()), Qt::AlignRight | Qt::AlignVCenter,
                     QFontMetricsF(whereFont).elidedText(row.where, Qt::ElideMiddle, whereRoom));

    painter.save();
    painter.setClipRect(QRectF(m_left, 0, barsWidth(), viewport()->height()), Qt::IntersectClip);
    painter.setOpacity(m_stale ? 0.5 : 1);
    const double left = m_left;
    const double right = m_left + barsWidth();
    const auto &bars = row.lane.bars;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const engine::LaneBar &bar = bars[i];
        const double from = xOf(bar.from);
        const double to = std::max(xOf(bar.to), from + 1.5);
        if (to < left || from > right)
            continue;
        const BarLook look = lookOf(row, bar, palette);
        // Far outside the view a rectangle this wide costs the rasteriser time for nothing.
        const QRectF box(std::max(from, left - 8), strip.top(), std::min(to, right + 8) - std::max(from, left - 8), strip.height());
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.fill);
        const double corner = std::min(kCorner, box.width() / 2);
        painter.drawRoundedRect(box, corner, corner);
    }
    // Texts after all bars: a bar too short for its text lends room from the quiet bar after it.
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const std::vector<QString> texts = barTexts(row, bars[i], *m_timeline);
        if (texts.empty())
            continue;
        const double from = std::max(xOf(bars[i].from), left);
        const double to = std::min(xOf(bars[i].to), right);
        if (to < left || from > right)
            continue;
        const BarLook look = lookOf(row, bars[i], palette);
        const QFont font = typeOf(this->font(), kDetailSize, look.weight);
        const QFontMetricsF metrics(font);
        painter.setFont(font);
        const QString inside = fitting(texts, metrics, to - from - 2 * kPad);
        const bool lost = row.lane.flow && bars[i].health == engine::Health::Down;
        if (!inside.isEmpty() && (!lost || inside == texts.front())) {
            painter.setPen(look.ink);
            painter.drawText(QRectF(from, strip.top(), to - from, strip.height()), Qt::AlignCenter, inside);
            continue;
        }
        const bool quietAfter = i + 1 < bars.size() && bars[i + 1].health != engine::Health::Down && (row.lane.flow || bars[i + 1].label.empty());
        const double after = quietAfter ? std::min(xOf(bars[i + 1].to), right) : to;
        const QString beside = lost ? fitting(texts, metrics, after - to - 2 * kPad) : QString();
        if (lost && !beside.isEmpty() && beside.size() > inside.size()) {
            painter.setPen(palette.text);
            painter.drawText(QRectF(to + kPad, strip.top(), after - to, strip.height()), Qt::AlignLeft | Qt::AlignVCenter, beside);
        } else if (!inside.isEmpty()) {
            painter.setPen(look.ink);
            painter.drawText(QRectF(from, strip.top(), to - from, strip.height()), Qt::AlignCenter, inside);
        }
    }
    // A slanted cut through the bars where time is pressed together.
    painter.setOpacity(1);
    for (const TimeScale::Stretch &stretch : m_scale.stretches()) {
        if (!stretch.compressed)
            continue;
        const double x = (xOf(stretch.from) + xOf(stretch.to)) / 2;
        if (x < left - 10 || x > right + 10)
            continue;
        painter.setPen(QPen(palette.panel, 2));
        for (const double shift : {-2.5, 2.5})
            painter.drawLine(QPointF(x + shift - 3, strip.bottom() + 1), QPointF(x + shift + 3, strip.top() - 1));
    }
    painter.restore();
}

void TimelineView::paintJoints(QPainter &painter) const
{
    painter.save();
    painter.setClipRect(QRectF(m_left - 2, 0, barsWidth() + 4, viewport()->height()), Qt::IntersectClip);
    QColor ink = Palette::current().secondary;
    if (m_stale)
        ink.setAlphaF(0.5F);
    painter.setPen(QPen(ink, 1.3, Qt::SolidLine, Qt::RoundCap));
    for (const CauseJoint &joint : m_joints) {
        const QRectF from = stripOf(joint.fromRow);
        const QRectF to = stripOf(joint.toRow);
        const bool down = to.top() > from.top();
        painter.drawLine(QPointF(xOf(joint.from), down ? from.bottom() : from.top()), QPointF(xOf(joint.to), down ? to.top() : to.bottom()));
    }
    painter.restore();
}

void TimelineView::paintCursor(QPainter &painter) const
{
    const double x = xOf(m_cursor);
    if (x < m_left - 1 || x > m_left + barsWidth() + 1)
        return;
    const QColor accent = Palette::current().accent;
    painter.setPen(QPen(accent, 2));
    painter.drawLine(QPointF(x, kLabelBottom + 4), QPointF(x, viewport()->height()));
    QPainterPath handle;
    handle.moveTo(x - 5.5, kLabelBottom + 1);
    handle.lineTo(x + 5.5, kLabelBottom + 1);
    handle.lineTo(x, kLabelBottom + 9);
    handle.closeSubpath();
    painter.setPen(QPen(accent, 1, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(accent);
    painter.drawPath(handle);
}

} // namespace sidestep::views
