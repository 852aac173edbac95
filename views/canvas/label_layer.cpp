// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/label_layer.h"

#include "views/canvas/canvas_text.h"
#include "views/canvas/drawing_edits.h"
#include "views/canvas/link_item.h"
#include "views/canvas/plan_scene.h"
#include "views/canvas/tunnel_item.h"
#include "views/shared/glyphs.h"
#include "views/shared/text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <limits>

namespace sidestep::views {

namespace {

constexpr double kNameGap = 9; // clear of the tile behind a selected router
constexpr double kLineGap = 10;   // keeps labels clear of the dots beside a link
constexpr double kPillHeight = 22;
constexpr double kPillPixels = 11;
constexpr std::size_t kWholePlan = 400; // routers; up to here the layout does not depend on what is in sight
constexpr double kFontPixels[4] = {13, 11, 10, 11};

} // namespace

LabelLayer::LabelLayer(const PlanScene &scene) : m_scene(scene)
{
    setZValue(depthOf(CanvasDepth::Labels));
    setAcceptedMouseButtons(Qt::NoButton);
}

void LabelLayer::invalidate()
{
    m_stale = true;
    prepareGeometryChange();
    update();
}

QRectF LabelLayer::boundingRect() const
{
    return m_scene.sceneRect();
}

QFont LabelLayer::fontOf(Style style) const
{
    const QFont::Weight weight = style == Style::Name ? QFont::DemiBold : style == Style::Title ? QFont::Medium : QFont::Normal;
    return canvasFont(kFontPixels[static_cast<std::size_t>(style)] * m_scale, weight);
}

QSizeF LabelLayer::sizeOf(const QString &text, Style style) const
{
    const auto index = static_cast<std::size_t>(style);
    auto width = m_widths[index].constFind(text);
    if (width == m_widths[index].constEnd())
        width = m_widths[index].insert(text, QFontMetricsF(fontOf(style)).horizontalAdvance(text) + 3 * m_scale);
    return {*width, kFontPixels[index] * m_scale * 1.3};
}

void LabelLayer::ensureLaidOut() const
{
    const QRectF seen = m_scene.visibleRegion().isNull() ? m_scene.sceneRect() : m_scene.visibleRegion();
    const bool whole = m_scene.plan().routers().size() <= kWholePlan;
    if (!m_stale && (whole || m_region.contains(seen)))
        return;
    const double scale = m_scene.look().labelScale();
    if (scale != m_scale) {
        m_scale = scale;
        for (auto &widths : m_widths)
            widths.clear();
    }
    layOut(whole ? m_scene.sceneRect() : seen.adjusted(-seen.width() / 2, -seen.height() / 2, seen.width() / 2, seen.height() / 2));
    m_stale = false;
}

void LabelLayer::layOut(const QRectF &region) const
{
    m_region = region;
    m_labels.clear();
    m_pills.clear();
    m_placer = LabelPlacer();
    if (m_scene.look().far())
        return;
    for (const plan::Router &router : m_scene.plan().routers()) {
        const auto node = m_scene.nodeOf(router.id);
        if (node && region.contains(node->centre))
            m_placer.addNode(roleOutline(router.role).boundingRect().translated(node->centre).adjusted(-2, -2, 2, 2));
    }
    for (const plan::Link &link : m_scene.plan().links()) {
        const LinkItem *item = m_scene.linkItem(link.id);
        if (!item || !crosses(region, item->line()))
            continue;
        m_placer.addLine(item->line());
        // Room for the mark of a failed link, so that labels need not move when it fails.
        const QPointF middle = item->line().center();
        m_placer.addLabel(QRectF(middle.x() - 10, middle.y() - 10, 20, 20));
    }
    for (const auto &[key, item] : m_scene.pseudowires())
        m_placer.addLine(item->curve());
    for (const auto &[key, item] : m_scene.sessions())
        m_placer.addLine(item->curve());
    layOutPills();
    layOutNames(region);
    if (m_scene.look().details()) {
        if (m_scene.look().layers.testFlag(CanvasLayer::Isis))
            layOutMetrics(region);
        layOutPorts(region);
    }
    layOutTitles();
}

void LabelLayer::layOutPills() const
{
    const QFontMetricsF metrics(canvasFont(kPillPixels * m_scale, QFont::DemiBold));
    for (const auto &[key, item] : m_scene.pseudowires()) {
        const QString text = pseudowireText(key.second, item->state());
        // As wide as the longest wording, so that a pill keeps its place when the state changes.
        double width = 0;
        for (const TunnelState state : {TunnelState::Planned, TunnelState::Active, TunnelState::Standby, TunnelState::Down})
            width = std::max(width, metrics.horizontalAdvance(pseudowireText(key.second, state)));
        const QSizeF size(width + 24 * m_scale, kPillHeight * m_scale);
        const double length = lengthOf(item->curve());
        std::vector<QRectF> places;
        for (const double part : {0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74}) {
            const QPointF centre = pointAlong(item->curve(), length * part);
            places.emplace_back(centre.x() - size.width() / 2, centre.y() - size.height() / 2, size.width(), size.height());
        }
        // Its own curve is always below it; others, nodes and pills are not.
        const std::size_t best = m_placer.freest(places, std::numeric_limits<int>::max()).value_or(0);
        m_placer.addLabel(places[best]);
        m_pills.push_back({places[best], text, item->colour(), plan::ObjectId(key.first)});
    }
}

void LabelLayer::layOutNames(const QRectF &region) const
{
    // The core first: few routers, and everyone's landmarks.
    for (const plan::Role role : {plan::Role::Rsg, plan::Role::P, plan::Role::Agg, plan::Role::Csg})
        for (const plan::Router &router : m_scene.plan().routers()) {
            const auto node = m_scene.nodeOf(router.id);
            if (router.role == role && node && region.contains(node->centre))
                addName(router.id);
        }
    if (!m_scene.look().details())
        return;
    const bool all = m_scene.look().layers.testFlag(CanvasLayer::Vpn);
    for (const plan::VpnInterface &interface : m_scene.plan().vpnInterfaces()) {
        const auto node = m_scene.nodeOf(interface.router);
        if (!interface.address || !node || !region.contains(node->centre))
            continue;
        // What is tracked is the address the whole plan turns on; it is always shown.
        const Ipv6Prefix prefix = prefixOf(*interface.address);
        const bool tracked = std::any_of(m_scene.plan().trackedRoutes().begin(), m_scene.plan().trackedRoutes().end(),
                                         [&prefix](const plan::TrackedRoute &route) { return route.prefix == prefix; });
        if (!all && !tracked)
            continue;
        const QString text = toQt(toString(*interface.address));
        const QRectF box = roleOutline(node->role).boundingRect().translated(node->centre);
        std::vector<QRectF> places = placesAround(box, sizeOf(text, Style::Address), kNameGap);
        std::swap(places[0], places[2]); // beside the node first: above and below belong to the name
        if (const auto best = m_placer.freest(places, 0)) {
            m_placer.addLabel(places[*best]);
            m_labels.push_back({places[*best], text, Style::Address, Qt::AlignCenter, false});
        }
    }
}

double LabelLayer::openness(plan::RouterId router, QPointF direction) const
{
    const QLineF wanted(QPointF(), direction);
    double least = 180;
    const auto meet = [&wanted, &least](QPointF way) {
        const double angle = wanted.angleTo(QLineF(QPointF(), way));
        least = std::min(least, std::min(angle, 360 - angle));
    };
    for (const QLineF &line : m_scene.linesAt(router))
        meet(line.p2() - line.p1());
    return least;
}

void LabelLayer::addName(plan::RouterId id) const
{
    struct Place
    {
        QRectF name;
        QRectF address;
        Qt::Alignment align;
        double cost;
    };
    constexpr double kClear = 4;       // to lines, whose dots are wider than they are
    constexpr double kOpenEnough = 30; // degrees
    // Below, above, right, left, then the diagonals (the order of placesAround), in tenths of a crossed line.
    constexpr std::array<double, 8> kPreference{0, 0.5, 1.5, 1.5, 2.5, 2.5, 3, 3};
    constexpr std::array<QPointF, 8> kDirections{QPointF(0, 1),  QPointF(0, -1), QPointF(1, 0),  QPointF(-1, 0),
                                                 QPointF(1, 1),  QPointF(-1, 1), QPointF(1, -1), QPointF(-1, -1)};
    const plan::Router &router = *m_scene.plan().find(id);
    const Node node = *m_scene.nodeOf(id);
    const bool detailed = m_scene.look().details();
    const QString name = toQt(router.name);
    const QString address = router.loopback && detailed ? toQt(router.loopback->toString()) : QString();
    const QSizeF nameSize = sizeOf(name, Style::Name);
    const QSizeF addressSize = address.isEmpty() ? QSizeF(0, 0) : sizeOf(address, Style::Address);
    const QRectF box = roleOutline(router.role).boundingRect().translated(node.centre);
    const QSizeF both(std::max(nameSize.width(), addressSize.width()), nameSize.height() + addressSize.height());
    const auto places = placesAround(box, both, kNameGap);
    std::optional<Place> best;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const bool right = i == 2 || i == 4 || i == 6;
        const bool left = i == 3 || i == 5 || i == 7;
        const auto put = [&](const QSizeF &size, double top) {
            const double room = both.width() - size.width();
            return QRectF(QPointF(places[i].left() + (right ? 0 : left ? room : room / 2), top), size);
        };
        Place place{put(nameSize, places[i].top()), put(addressSize, places[i].top() + nameSize.height()),
                    right ? Qt::AlignLeft : left ? Qt::AlignRight : Qt::AlignHCenter, 0};
        // Each line of text by itself: a short name fits where the box around name and address would not.
        place.cost = m_placer.cost(place.name.adjusted(-kClear, 0, kClear, 0));
        if (!address.isEmpty())
            place.cost += m_placer.cost(place.address.adjusted(-kClear, 0, kClear, 0));
        place.cost += kPreference[i] + (openness(id, kDirections[i]) < kOpenEnough ? 2.2 : 0);
        if (!best || place.cost < best->cost)
            best = place;
    }
    // Zoomed out, a name that lies across several lines says less than it hides.
    const double most = detailed ? LabelPlacer::kLabelWeight : 3 * LabelPlacer::kLineWeight;
    if (!best || best->cost >= most)
        return;
    const bool backed = best->cost >= LabelPlacer::kLineWeight;
    m_placer.addLabel(best->name);
    m_labels.push_back({best->name, name, Style::Name, best->align | Qt::AlignVCenter, backed});
    if (!address.isEmpty()) {
        m_placer.addLabel(best->address);
        m_labels.push_back({best->address, address, Style::Address, best->align | Qt::AlignVCenter, backed});
    }
}

void LabelLayer::layOutPorts(const QRectF &region) const
{
    const plan::Plan &plan = m_scene.plan();
    for (const plan::Link &link : plan.links()) {
        const LinkItem *item = m_scene.linkItem(link.id);
        if (!item || !crosses(region, item->line()))
            continue;
        const QLineF line = item->line();
        for (const auto &[port, from] : {std::pair(link.a, line), std::pair(link.b, QLineF(line.p2(), line.p1()))}) {
            const QString text = toQt(shortPortName(plan.find(port)->name));
            auto places = placesAlong(from, sizeOf(text, Style::Port), kLineGap);
            // Between two links of a router it must be plain which one a port belongs to.
            const auto others = m_scene.linesAt(plan.find(port)->router);
            std::erase_if(places, [&](const QRectF &place) {
                const double own = distanceTo(from, place.center());
                return std::any_of(others.begin(), others.end(), [&](const QLineF &other) {
                    return other != from && distanceTo(other, place.center()) < own * 1.4;
                });
            });
            if (const auto best = m_placer.freest(places, 0)) {
                m_placer.addLabel(places[*best]);
                m_labels.push_back({places[*best], text, Style::Port, Qt::AlignCenter, false});
            }
        }
    }
}

void LabelLayer::layOutMetrics(const QRectF &region) const
{
    const plan::Plan &plan = m_scene.plan();
    for (const plan::Link &link : plan.links()) {
        const LinkItem *item = m_scene.linkItem(link.id);
        if (!item || !region.contains(item->line().center()))
            continue;
        const QString text = metricText(plan, link);
        const QSizeF size = sizeOf(text, Style::Port);
        const QLineF half(item->line().center(), item->line().p2());
        std::vector<QRectF> places = placesAlong(half, size, kLineGap);
        const auto back = placesAlong(QLineF(half.p1(), item->line().p1()), size, kLineGap);
        places.insert(places.end(), back.begin(), back.end());
        if (const auto best = m_placer.freest(places, 0)) {
            m_placer.addLabel(places[*best]);
            m_labels.push_back({places[*best], text, Style::Port, Qt::AlignCenter, false});
        }
    }
}

void LabelLayer::layOutTitles() const
{
    struct Extent
    {
        double low = std::numeric_limits<double>::infinity();
        double high = -std::numeric_limits<double>::infinity();
        void add(double value) { low = std::min(low, value), high = std::max(high, value); }
        [[nodiscard]] bool any() const { return low <= high; }
        [[nodiscard]] double middle() const { return (low + high) / 2; }
        [[nodiscard]] bool apart(const Extent &other) const { return high < other.low || other.high < low; }
    };
    std::array<Extent, 4> across;
    std::array<Extent, 4> down;
    Extent top;
    Extent side;
    for (const plan::Router &router : m_scene.plan().routers())
        if (const auto node = m_scene.nodeOf(router.id)) {
            across[static_cast<std::size_t>(router.role)].add(node->centre.x());
            down[static_cast<std::size_t>(router.role)].add(node->centre.y());
            top.add(node->centre.y());
            side.add(node->centre.x());
        }
    // Titles name tiers only where tiers can be seen: as columns, or as rows.
    const auto separate = [](const std::array<Extent, 4> &extents) {
        for (std::size_t i = 0; i < extents.size(); ++i)
            for (std::size_t j = i + 1; j < extents.size(); ++j)
                if (extents[i].any() && extents[j].any() && !extents[i].apart(extents[j]))
                    return false;
        return true;
    };
    const double rise = 64 + 28 * m_scale; // above the topmost router and its name
    const bool columns = separate(across);
    if (m_scene.plan().routers().size() < 2 || (!columns && !separate(down)))
        return;
    for (const plan::Role role : {plan::Role::Csg, plan::Role::Agg, plan::Role::Rsg, plan::Role::P}) {
        const auto index = static_cast<std::size_t>(role);
        if (!across[index].any())
            continue;
        const QString text = tierTitle(role);
        const QSizeF size = sizeOf(text, Style::Title);
        const QPointF centre = columns ? QPointF(across[index].middle(), top.low - rise)
                                       : QPointF(side.low - rise - size.width() / 2, down[index].middle());
        m_labels.push_back({QRectF(centre.x() - size.width() / 2, centre.y() - size.height() / 2, size.width(), size.height()), text,
                            Style::Title, Qt::AlignCenter, false});
    }
}

std::optional<plan::ObjectId> LabelLayer::pillAt(QPointF point) const
{
    ensureLaidOut();
    for (const Pill &pill : m_pills)
        if (pill.rect.contains(point))
            return pill.object;
    return std::nullopt;
}

int LabelLayer::crowding(const QRectF &rect) const
{
    ensureLaidOut();
    return m_placer.cost(rect);
}

std::vector<QRectF> LabelLayer::rectangles() const
{
    ensureLaidOut();
    std::vector<QRectF> all;
    for (const Label &label : m_labels)
        all.push_back(label.rect);
    for (const Pill &pill : m_pills)
        all.push_back(pill.rect);
    return all;
}

void LabelLayer::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    ensureLaidOut();
    const Palette &colours = *m_scene.look().palette;
    const QRectF seen = m_scene.visibleRegion().isNull() ? m_region : m_scene.visibleRegion();
    QColor paper = colours.canvas;
    paper.setAlphaF(0.82f);
    painter->setPen(Qt::NoPen);
    painter->setBrush(paper);
    for (const Label &label : m_labels)
        if (label.backed && label.rect.intersects(seen))
            painter->drawRoundedRect(label.rect, 3, 3);
    painter->setBrush(Qt::NoBrush);
    for (const Style style : {Style::Port, Style::Address, Style::Name, Style::Title}) {
        painter->setFont(fontOf(style));
        painter->setPen(style == Style::Name ? colours.text : colours.secondary);
        for (const Label &label : m_labels)
            if (label.style == style && label.rect.intersects(seen))
                painter->drawText(label.rect, static_cast<int>(label.align) | Qt::TextDontClip, label.text);
    }
    painter->setFont(canvasFont(kPillPixels * m_scale, QFont::DemiBold));
    for (const Pill &pill : m_pills) {
        if (!pill.rect.intersects(seen))
            continue;
        painter->setPen(QPen(pill.colour, 1.4));
        painter->setBrush(m_scene.selection().contains(pill.object) ? colours.accentSoft : colours.canvas);
        painter->drawRoundedRect(pill.rect, pill.rect.height() / 2, pill.rect.height() / 2);
        painter->setPen(pill.colour);
        painter->drawText(pill.rect, Qt::AlignCenter, pill.text);
    }
}

} // namespace sidestep::views
