// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/traffic_plot.h"

#include "views/shared/number_text.h"
#include "views/shared/palette.h"
#include "views/shared/type.h"

#include <QAreaSeries>
#include <QCategoryAxis>
#include <QCoreApplication>
#include <QGraphicsLayout>
#include <QLegendMarker>
#include <QLineSeries>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

namespace sidestep::views {

namespace {

/// 1, 2 or 5 times a power of ten, the first that cuts `range` into at most `pieces`.
double roundStep(double range, int pieces)
{
    const double least = std::max(range, 1e-9) / pieces;
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (power * factor >= least * 0.999999)
            return power * factor;
    return power * 10;
}

/// An axis whose labels are written by us: thin-space thousands, signs, units.
QCategoryAxis *axisOf(double low, double high, double step, const QString &title, const std::function<QString(double)> &label)
{
    auto *axis = new QCategoryAxis;
    axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    axis->setRange(low, high);
    axis->setStartValue(low);
    for (double value = std::ceil(low / step - 1e-9) * step; value <= high + step * 1e-9; value += step)
        axis->append(label(std::abs(value) < step * 1e-9 ? 0 : value), value);
    axis->setTitleText(title);
    return axis;
}

void dress(QCategoryAxis &axis, const QFont &font, const Palette &palette, bool grid)
{
    axis.setLabelsFont(typeOf(font, kDetailSize));
    axis.setTitleFont(typeOf(font, kDetailSize));
    axis.setLabelsColor(palette.secondary);
    axis.setTitleBrush(palette.secondary);
    axis.setLinePen(QPen(palette.hairline, 1));
    axis.setGridLinePen(QPen(palette.grid, 1));
    axis.setGridLineVisible(grid);
}

std::int64_t rateAt(const std::vector<RateStep> &steps, SimTime at)
{
    for (const RateStep &step : steps)
        if (at >= step.from && at < step.to)
            return step.rate;
    return 0;
}

std::int64_t lostBy(const DirectionTraffic &traffic, SimTime time)
{
    const auto &points = traffic.cumulativeLost;
    for (std::size_t i = 1; i < points.size(); ++i)
        if (time < points[i].first) {
            const double part = static_cast<double>((time - points[i - 1].first).count()) / static_cast<double>((points[i].first - points[i - 1].first).count());
            return points[i - 1].second + std::llround(part * static_cast<double>(points[i].second - points[i - 1].second));
        }
    return points.back().second;
}

} // namespace

TrafficPlot::TrafficPlot(plan::Direction direction, QWidget *parent) : QChartView(parent), m_direction(direction)
{
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setMouseTracking(true);
    setMinimumSize(240, 120);
    chart()->setBackgroundVisible(false);
    chart()->setMargins(QMargins(0, 0, 0, 0));
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->legend()->setAlignment(Qt::AlignTop);
    setAccessibleName(direction == plan::Direction::Upstream ? tr("Upstream traffic") : tr("Downstream traffic"));
}

double TrafficPlot::axisValue(SimTime time) const
{
    return static_cast<double>((time - m_failure).count()) / 1e9;
}

void TrafficPlot::show(const DirectionTraffic &traffic, const QStringList &names, SimTime failure, SimTime from, SimTime to)
{
    const Palette &palette = Palette::current();
    m_failure = failure;
    m_from = from;
    m_to = to;
    QChart &chart = *this->chart();
    chart.removeAllSeries();
    for (QAbstractAxis *axis : chart.axes()) {
        chart.removeAxis(axis); // hands the axis back
        delete axis;
    }

    // Delivered paths stacked, what is lost on top: together they are what is sent.
    std::vector<const std::vector<RateStep> *> layers;
    for (const PathTraffic &path : traffic.delivered)
        layers.push_back(&path.steps);
    layers.push_back(&traffic.lost);
    std::set<SimTime> cuts;
    for (const auto *steps : layers)
        for (const RateStep &step : *steps)
            cuts.insert({step.from, step.to});
    std::int64_t highest = 1;
    for (const SimTime at : cuts) {
        std::int64_t sum = 0;
        for (const auto *steps : layers)
            sum += rateAt(*steps, at);
        highest = std::max(highest, sum);
    }

    const double low = axisValue(from);
    const double high = axisValue(to);
    const double timeStep = roundStep(high - low, std::max(5, width() / 110));
    const bool inMilliseconds = high - low < 2;
    auto *time = axisOf(low, high, timeStep, inMilliseconds ? tr("ms since the failure") : tr("s since the failure"), [=](double value) {
        const double shown = inMilliseconds ? value * 1000 : value;
        return shown == 0 ? QStringLiteral("0") : (shown < 0 ? QString(QChar(0x2212)) : QString()) + QLocale::c().toString(std::abs(shown), 'g', 7);
    });
    const double rateStep = roundStep(static_cast<double>(highest), 5);
    const double rateTop = std::ceil(static_cast<double>(highest) / rateStep * 1.02) * rateStep;
    const auto whole = [](double value) { return numberText(std::llround(value)); };
    auto *rate = axisOf(0, rateTop, rateStep, tr("packets/s"), whole);
    dress(*time, font(), palette, false);
    dress(*rate, font(), palette, true);
    chart.addAxis(time, Qt::AlignBottom);
    chart.addAxis(rate, Qt::AlignLeft);

    const QColor base = m_direction == plan::Direction::Upstream ? palette.accent : palette.downstream;
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
        const bool lost = layer + 1 == layers.size();
        const QString name = lost ? tr("lost") : names.value(static_cast<qsizetype>(layer));
        bool first = true;
        std::vector<QPointF> upper;
        std::vector<QPointF> lower;
        const auto flush = [&] {
            if (upper.empty())
                return;
            auto *top = new QLineSeries;
            auto *bottom = new QLineSeries;
            top->append(QList<QPointF>(upper.begin(), upper.end()));
            bottom->append(QList<QPointF>(lower.begin(), lower.end()));
            auto *area = new QAreaSeries(top, bottom);
            top->setParent(area);
            bottom->setParent(area);
            area->setName(name);
            QColor fill = lost ? palette.loss : base;
            const double strengths[] = {0.40, 0.20, 0.11};
            fill.setAlphaF(lost ? 1.0F : static_cast<float>(strengths[std::min<std::size_t>(layer, 2)]));
            area->setBrush(fill);
            area->setPen(Qt::NoPen);
            chart.addSeries(area);
            area->attachAxis(time);
            area->attachAxis(rate);
            for (QLegendMarker *marker : chart.legend()->markers(area))
                marker->setVisible(first), marker->setPen(Qt::NoPen);
            if (!lost) {
                // The upper edge alone: an area's own pen would also run along its foot.
                auto *edge = new QLineSeries;
                edge->append(top->points());
                const Qt::PenStyle styles[] = {Qt::SolidLine, Qt::DashLine, Qt::DotLine};
                edge->setPen(QPen(base, 1.4, styles[std::min<std::size_t>(layer, 2)]));
                chart.addSeries(edge);
                edge->attachAxis(time);
                edge->attachAxis(rate);
                for (QLegendMarker *marker : chart.legend()->markers(edge))
                    marker->setVisible(false);
            }
            first = false;
            upper.clear();
            lower.clear();
        };
        for (auto cut = cuts.begin(); cut != cuts.end() && std::next(cut) != cuts.end(); ++cut) {
            const SimTime begin = *cut;
            const SimTime end = *std::next(cut);
            const std::int64_t height = rateAt(*layers[layer], begin);
            if (height == 0) {
                flush();
                continue;
            }
            std::int64_t below = 0;
            for (std::size_t other = 0; other < layer; ++other)
                below += rateAt(*layers[other], begin);
            for (const SimTime at : {begin, end}) {
                upper.emplace_back(axisValue(at), static_cast<double>(below + height));
                lower.emplace_back(axisValue(at), static_cast<double>(below));
            }
        }
        flush();
    }

    // The right scale is that of what is on show, not of the whole run.
    const std::int64_t lostAll = lostBy(traffic, to);
    if (lostAll > 0) {
        const double lostStep = roundStep(static_cast<double>(lostAll), 4);
        auto *total = axisOf(0, std::ceil(static_cast<double>(lostAll) / lostStep * 1.02) * lostStep, lostStep, tr("packets lost so far"), whole);
        dress(*total, font(), palette, false);
        chart.addAxis(total, Qt::AlignRight);
        auto *line = new QLineSeries;
        line->setName(tr("lost so far"));
        for (const auto &[at, packets] : traffic.cumulativeLost)
            line->append(axisValue(at), static_cast<double>(packets));
        line->setPen(QPen(palette.text, 1.6));
        chart.addSeries(line);
        line->attachAxis(time);
        line->attachAxis(total);
        for (QLegendMarker *marker : chart.legend()->markers(line))
            marker->setPen(Qt::NoPen);
    }
    chart.legend()->setFont(typeOf(font(), kDetailSize));
    chart.legend()->setLabelColor(palette.text);
    chart.legend()->setMarkerShape(QLegend::MarkerShapeRectangle);
    viewport()->update();
}

void TrafficPlot::setCursorTime(SimTime time)
{
    if (time == m_cursor)
        return;
    m_cursor = time;
    scene()->invalidate(sceneRect(), QGraphicsScene::ForegroundLayer);
    viewport()->update();
}

double TrafficPlot::xOf(SimTime time) const
{
    const QRectF plot = chart()->plotArea();
    const double span = static_cast<double>(std::max<std::int64_t>(1, (m_to - m_from).count()));
    const double x = plot.left() + static_cast<double>((time - m_from).count()) / span * plot.width();
    return mapFromScene(chart()->mapToScene(QPointF(x, plot.top()))).x();
}

SimTime TrafficPlot::timeAt(double x) const
{
    const QRectF plot = chart()->plotArea();
    const double inside = chart()->mapFromScene(mapToScene(QPoint(static_cast<int>(x), 0))).x();
    const double part = std::clamp((inside - plot.left()) / std::max(1.0, plot.width()), 0.0, 1.0);
    return m_from + SimDuration(std::llround(part * static_cast<double>((m_to - m_from).count())));
}

void TrafficPlot::drawForeground(QPainter *painter, const QRectF &rect)
{
    QChartView::drawForeground(painter, rect);
    if (chart()->series().isEmpty() || m_cursor < m_from || m_cursor > m_to)
        return;
    const QRectF plot = chart()->mapRectToScene(chart()->plotArea());
    const double span = static_cast<double>(std::max<std::int64_t>(1, (m_to - m_from).count()));
    const double x = plot.left() + static_cast<double>((m_cursor - m_from).count()) / span * plot.width();
    painter->setPen(QPen(Palette::current().accent, 2));
    painter->drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
}

void TrafficPlot::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && !chart()->series().isEmpty())
        emit cursorRequested(timeAt(event->position().x()));
}

void TrafficPlot::mouseMoveEvent(QMouseEvent *event)
{
    if ((event->buttons() & Qt::LeftButton) && !chart()->series().isEmpty())
        emit cursorRequested(timeAt(event->position().x()));
}

} // namespace sidestep::views
