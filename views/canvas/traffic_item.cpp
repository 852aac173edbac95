// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/traffic_item.h"

#include "views/canvas/canvas_text.h"
#include "views/canvas/label_layer.h"
#include "views/canvas/link_item.h"
#include "views/canvas/plan_scene.h"
#include "views/canvas/tunnel_item.h"
#include "views/shared/glyphs.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <tuple>

namespace sidestep::views {

namespace {

constexpr double kSpacing = 27;
constexpr double kDotRadius = 3.6;
constexpr double kStroke = 5;
constexpr double kSide = 4.5;      // upstream and downstream keep to their own side of the link
constexpr double kNodeGap = 5;
constexpr double kFallHeight = 46;
constexpr int kFallingDots = 3;
constexpr double kPillHeight = 20;

QPolygonF trimmed(const QLineF &line)
{
    const double length = line.length();
    if (length <= 2 * kNodeGap)
        return {};
    return QPolygonF{line.pointAt(kNodeGap / length), line.pointAt(1 - kNodeGap / length)};
}

} // namespace

TrafficItem::TrafficItem(const PlanScene &scene) : m_scene(scene)
{
    setZValue(depthOf(CanvasDepth::Traffic));
    setAcceptedMouseButtons(Qt::NoButton);
}

QRectF TrafficItem::boundingRect() const
{
    return m_scene.sceneRect();
}

void TrafficItem::rebuild()
{
    prepareGeometryChange();
    buildStreams();
    buildFalls();
    update();
}

void TrafficItem::advance()
{
    if (!m_streams.empty() || !m_falls.empty()) {
        buildFalls();
        update();
    }
}

void TrafficItem::buildStreams()
{
    m_streams.clear();
    const engine::Timeline *timeline = m_scene.timeline();
    if (!timeline || !m_scene.look().layers.testFlag(CanvasLayer::Traffic))
        return;
    const plan::Plan &plan = m_scene.plan();
    // One stroke a line, direction and way of travel, however many flows share it.
    std::set<std::tuple<plan::LinkId, bool, plan::Direction, bool>> links;
    std::set<std::tuple<plan::AccessServiceId, plan::PwRole, plan::Direction>> pseudowires;
    for (std::size_t i = 0; i < timeline->flows.size() && i < m_scene.state().segments.size(); ++i) {
        const engine::FlowResult &flow = timeline->flows[i];
        const plan::Flow *planned = plan.flows().find(flow.flow);
        const std::size_t current = m_scene.state().segments[i];
        if (!planned || current >= flow.segments.size())
            continue;
        const engine::FlowSegment &segment = flow.segments[current];
        const bool upstream = flow.direction == plan::Direction::Upstream;
        for (std::size_t hop = 0; hop < segment.links.size() && hop < segment.path.size(); ++hop) {
            const plan::Link *link = plan.find(segment.links[hop]);
            if (!link)
                continue;
            const bool whole = hop + 1 < segment.path.size();
            const plan::RouterId here = segment.path[hop];
            // A pseudowire of one hop is drawn as the curve the eye already follows; longer ones along their links.
            if (segment.pw && whole) {
                const plan::AccessService *service = plan.find(planned->service);
                const plan::RouterId next = segment.path[hop + 1];
                const auto end = service ? (*segment.pw == plan::PwRole::Primary ? std::optional(service->primary.agg)
                                                                                 : service->secondary ? std::optional(service->secondary->agg) : std::nullopt)
                                         : std::nullopt;
                const bool onPw = end && (upstream ? here == service->csg && next == *end : here == *end && next == service->csg);
                if (onPw && m_scene.pseudowireItem(planned->service, *segment.pw)) {
                    pseudowires.insert({planned->service, *segment.pw, flow.direction});
                    continue;
                }
            }
            const bool forward = plan::endsOf(plan, *link).first == here;
            links.insert({link->id, forward, flow.direction, whole});
        }
    }
    const auto keep = [this](QPolygonF line, plan::Direction direction) {
        if (line.size() < 2)
            return;
        Stream stream{shifted(line, kSide), {}, direction};
        stream.bounds = stream.line.boundingRect().adjusted(-kDotRadius, -kDotRadius, kDotRadius, kDotRadius);
        m_streams.push_back(std::move(stream));
    };
    for (const auto &[id, forward, direction, whole] : links)
        if (const LinkItem *item = m_scene.linkItem(id)) {
            QPolygonF line = trimmed(item->line());
            if (!forward)
                line = reversed(std::move(line));
            keep(whole ? line : firstPart(line, 0.44), direction);
        }
    for (const auto &[service, pw, direction] : pseudowires)
        if (const TunnelItem *item = m_scene.pseudowireItem(service, pw)) {
            QPolygonF line = item->curve();
            keep(direction == plan::Direction::Upstream ? line : reversed(std::move(line)), direction);
        }
}

void TrafficItem::buildFalls()
{
    m_falls.clear();
    if (!m_scene.timeline() || !m_scene.look().layers.testFlag(CanvasLayer::Traffic))
        return;
    const QFontMetricsF metrics(canvasFont(11, QFont::DemiBold));
    for (const LossPlace &loss : m_scene.state().losses) {
        if (!loss.now)
            continue; // over: the timeline keeps the account
        Fall fall{{}, {}, lossText(loss.packets)};
        QRectF box;
        if (loss.router) {
            const auto node = m_scene.nodeOf(*loss.router);
            if (!node)
                continue;
            box = roleOutline(node->role).boundingRect().translated(node->centre);
            fall.from = QPointF(node->centre.x() + box.width() * 0.28, box.bottom() - 2);
        } else if (const LinkItem *item = m_scene.linkItem(*loss.link)) {
            fall.from = item->line().center() + QPointF(0, 13);
            box = QRectF(item->line().center() - QPointF(13, 13), QSizeF(26, 26));
        } else {
            continue;
        }
        // Digits are counted, not measured: the pill must not tremble while they run.
        const double width = metrics.horizontalAdvance(QString(fall.text.size(), u'0')) + 18;
        const QSizeF size(width, kPillHeight);
        std::vector<QRectF> places;
        const QPointF end = fall.from + QPointF(0, kFallHeight + 4);
        places.emplace_back(QPointF(end.x() - width / 2, end.y()), size);
        places.emplace_back(QPointF(fall.from.x() + 12, fall.from.y() + 18), size);
        places.emplace_back(QPointF(fall.from.x() - 12 - width, fall.from.y() + 18), size);
        const auto around = placesAround(box, size, 8);
        places.insert(places.end(), around.begin() + 1, around.end()); // below, it would cover the fall
        int least = std::numeric_limits<int>::max();
        for (const QRectF &place : places)
            if (const int cost = m_scene.labels().crowding(place.adjusted(-2, -2, 2, 2)); cost < least) {
                least = cost;
                fall.pill = place;
            }
        m_falls.push_back(std::move(fall));
    }
}

double TrafficItem::phase() const
{
    const auto period = std::max<SimDuration::rep>(1, m_scene.dotPeriod().count());
    return static_cast<double>(m_scene.cursor().time_since_epoch().count() % period) / static_cast<double>(period);
}

void TrafficItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    if (m_streams.empty() && m_falls.empty())
        return;
    paintStreams(*painter, m_scene.visibleRegion().isNull() ? boundingRect() : m_scene.visibleRegion());
    paintFalls(*painter);
}

void TrafficItem::paintStreams(QPainter &painter, const QRectF &seen) const
{
    const Palette &colours = *m_scene.look().palette;
    const bool far = m_scene.look().far();
    const double gap = phase() * kSpacing;
    for (const plan::Direction direction : {plan::Direction::Downstream, plan::Direction::Upstream}) {
        const QColor colour = direction == plan::Direction::Upstream ? colours.accent : colours.downstream;
        QColor broad = colour;
        broad.setAlphaF(colours.dark ? 0.34f : 0.28f);
        QPen pen(broad, kStroke, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
        if (far) {
            pen.setCosmetic(true);
            pen.setWidthF(3);
        }
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        std::vector<QPointF> dots;
        for (const Stream &stream : m_streams) {
            if (stream.direction != direction || !stream.bounds.intersects(seen))
                continue;
            painter.drawPolyline(stream.line);
            if (!far)
                appendDots(stream.line, kSpacing, gap, dots);
        }
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        for (const QPointF &dot : dots)
            if (seen.contains(dot))
                painter.drawEllipse(dot, kDotRadius, kDotRadius);
    }
}

void TrafficItem::paintFalls(QPainter &painter) const
{
    if (m_scene.look().far())
        return;
    const Palette &colours = *m_scene.look().palette;
    for (const Fall &fall : m_falls) {
        painter.setPen(Qt::NoPen);
        for (int i = 0; i < kFallingDots; ++i) {
            const double part = (i + phase()) / kFallingDots;
            QColor colour = colours.loss;
            colour.setAlphaF(static_cast<float>(1.0 - 0.85 * part));
            painter.setBrush(colour);
            // Falling gathers speed: the way is the square of the time.
            painter.drawEllipse(fall.from + QPointF(0, kFallHeight * part * part), kDotRadius, kDotRadius);
        }
        painter.setFont(canvasFont(11, QFont::DemiBold));
        painter.setBrush(colours.loss);
        painter.drawRoundedRect(fall.pill, kPillHeight / 2, kPillHeight / 2);
        painter.setPen(colours.onLoss);
        painter.drawText(fall.pill, Qt::AlignCenter, fall.text);
    }
}

} // namespace sidestep::views
