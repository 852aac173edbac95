// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/stage_bars.h"

#include "views/shared/number_text.h"
#include "views/shared/palette.h"
#include "views/shared/type.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <array>

namespace sidestep::views {

namespace {

using report::Stage;

constexpr double kSide = 12;
constexpr double kNameWidth = 132;
constexpr double kTotalWidth = 72;
constexpr double kBarHeight = 18;
constexpr double kRowHeight = 46; ///< the bar and the words below it
constexpr double kTop = 4;

struct StageLook
{
    QColor fill;
    QColor ink;
};

/// One hue, light to strong in the order of the stages.
StageLook lookOf(Stage stage)
{
    const Palette &palette = Palette::current();
    constexpr std::array<float, 4> kStrengths{0.18F, 0.36F, 0.58F, 1.0F};
    const auto index = static_cast<std::size_t>(stage);
    if (index >= kStrengths.size()) // no part of a convergence
        return {palette.grid, palette.text};
    const float strength = kStrengths[index];
    const auto mix = [strength](float front, float back) { return front * strength + back * (1 - strength); };
    QColor fill = QColor::fromRgbF(mix(palette.accent.redF(), palette.panel.redF()), mix(palette.accent.greenF(), palette.panel.greenF()),
                                   mix(palette.accent.blueF(), palette.panel.blueF()));
    return {fill, stage == Stage::Programming ? palette.onAccent : palette.text};
}

} // namespace

StageBars::StageBars(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Where the time went"));
}

void StageBars::setRecoveries(std::vector<Recovery> recoveries, QStringList names)
{
    m_recoveries = std::move(recoveries);
    m_names = std::move(names);
    QStringList spoken;
    for (std::size_t i = 0; i < m_recoveries.size(); ++i) {
        QStringList parts;
        for (const Stage stage : report::kStages)
            if (const SimDuration total = report::total(m_recoveries[i].parts, stage); total.count() > 0)
                parts << stageText(stage) + QLatin1Char(' ') + durationText(total);
        spoken << m_names.value(static_cast<qsizetype>(i)) + QStringLiteral(": ") + parts.join(QStringLiteral(", "));
    }
    setAccessibleDescription(spoken.join(QStringLiteral(". ")));
    updateGeometry();
    update();
}

QSize StageBars::sizeHint() const
{
    return {600, static_cast<int>(kTop + kRowHeight * static_cast<double>(m_recoveries.size()))};
}

QSize StageBars::minimumSizeHint() const
{
    return {320, sizeHint().height()};
}

SimDuration StageBars::longest() const
{
    SimDuration most{1};
    for (const Recovery &recovery : m_recoveries)
        if (!recovery.parts.empty())
            most = std::max(most, recovery.parts.back().to - recovery.parts.front().from);
    return most;
}

QRectF StageBars::barOf(std::size_t index) const
{
    return {kSide + kNameWidth, kTop + kRowHeight * static_cast<double>(index), std::max(40.0, width() - 2 * kSide - kNameWidth - kTotalWidth), kBarHeight};
}

void StageBars::paintEvent(QPaintEvent *)
{
    const Palette &palette = Palette::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFont nameFont = typeOf(font(), kListSize, QFont::Medium);
    const QFont detailFont = typeOf(font(), kDetailSize);
    const QFontMetricsF metrics(detailFont);
    const double perNanosecond = barOf(0).width() / static_cast<double>(longest().count());
    for (std::size_t i = 0; i < m_recoveries.size(); ++i) {
        const Recovery &recovery = m_recoveries[i];
        const QRectF bar = barOf(i);
        painter.setFont(nameFont);
        painter.setPen(palette.text);
        painter.drawText(QRectF(kSide, bar.top(), kNameWidth - 12, bar.height()), Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetricsF(nameFont).elidedText(m_names.value(static_cast<qsizetype>(i)), Qt::ElideRight, kNameWidth - 12));
        painter.setFont(detailFont);
        if (recovery.parts.empty())
            continue;
        const SimTime start = recovery.parts.front().from;
        const auto xOf = [&](SimTime time) { return bar.left() + static_cast<double>((time - start).count()) * perNanosecond; };
        for (const report::BudgetPart &part : recovery.parts) {
            const double left = xOf(part.from);
            const double right = std::max(xOf(part.to), left + 2);
            const StageLook look = lookOf(part.stage);
            painter.setPen(Qt::NoPen);
            painter.setBrush(look.fill);
            painter.drawRoundedRect(QRectF(left, bar.top(), right - left - 1, bar.height()), 3, 3);
            const QString time = durationText(part.to - part.from);
            if (metrics.horizontalAdvance(time) + 8 <= right - left) {
                painter.setPen(look.ink);
                painter.drawText(QRectF(left, bar.top(), right - left, bar.height()), Qt::AlignCenter, time);
            }
        }
        std::vector<std::pair<Stage, QString>> legend;
        double legendWidth = 0;
        for (const Stage stage : report::kStages)
            if (const SimDuration total = report::total(recovery.parts, stage); total.count() > 0) {
                legend.emplace_back(stage, stageText(stage) + QLatin1Char(' ') + durationText(total));
                legendWidth += 12 + metrics.horizontalAdvance(legend.back().second) + 14;
            }
        double at = bar.left() + legendWidth - 14 > width() - kSide ? kSide : bar.left();
        for (const auto &[stage, words] : legend) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(lookOf(stage).fill);
            painter.drawRoundedRect(QRectF(at, bar.bottom() + 6, 8, 8), 2, 2);
            painter.setPen(palette.secondary);
            painter.drawText(QRectF(at + 12, bar.bottom() + 2, 240, 16), Qt::AlignLeft | Qt::AlignVCenter, words);
            at += 12 + metrics.horizontalAdvance(words) + 14;
        }
        painter.setFont(nameFont);
        painter.setPen(palette.text);
        painter.drawText(QRectF(width() - kSide - kTotalWidth, bar.top(), kTotalWidth, bar.height()), Qt::AlignRight | Qt::AlignVCenter,
                         durationText(recovery.parts.back().to - start));
    }
}

bool StageBars::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const auto index = static_cast<std::size_t>(std::max(0.0, (help->pos().y() - kTop) / kRowHeight));
    if (index >= m_recoveries.size() || m_recoveries[index].parts.empty()) {
        QToolTip::hideText();
        return true;
    }
    QStringList lines;
    for (const Stage stage : report::kStages)
        if (const SimDuration total = report::total(m_recoveries[index].parts, stage); total.count() > 0)
            lines << stageText(stage) + QStringLiteral(": ") + durationText(total);
    QToolTip::showText(help->globalPos(), lines.join(QLatin1Char('\n')), this);
    return true;
}

} // namespace sidestep::views
