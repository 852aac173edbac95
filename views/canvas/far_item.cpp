// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/far_item.h"

#include "views/canvas/link_item.h"
#include "views/canvas/plan_scene.h"
#include "views/canvas/router_item.h"
#include "views/shared/text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <map>

namespace sidestep::views {

namespace {

constexpr std::array<double, 4> kDotPixels{5, 8, 11, 6}; // by role, on screen
constexpr std::size_t kMostNames = 400;
constexpr qsizetype kSmoothLines = 4000; // more are drawn without smoothing: at that density it shows only as time

} // namespace

FarItem::FarItem(const PlanScene &scene) : m_scene(scene)
{
    setZValue(depthOf(CanvasDepth::Links));
    setAcceptedMouseButtons(Qt::NoButton);
}

void FarItem::invalidate()
{
    m_stale = true;
    prepareGeometryChange();
    if (isVisible())
        update();
}

QRectF FarItem::boundingRect() const
{
    return m_scene.sceneRect();
}

void FarItem::collect()
{
    m_stale = false;
    m_lines.clear();
    m_failedLines.clear();
    m_selectedLines.clear();
    m_failedPoints.clear();
    m_selectedPoints.clear();
    m_rings.clear();
    for (auto &points : m_points)
        points.clear();
    const plan::Plan &plan = m_scene.plan();
    std::map<plan::IgpDomainId, Ring> rings;
    for (const plan::Link &link : plan.links()) {
        const LinkItem *item = m_scene.linkItem(link.id);
        const auto [a, b] = plan::endsOf(plan, link);
        const auto nodeA = m_scene.nodeOf(a);
        const auto nodeB = m_scene.nodeOf(b);
        if (!item || !nodeA || !nodeB)
            continue;
        const QLineF line(nodeA->centre, nodeB->centre);
        (item->condition() == engine::LinkCondition::Up ? m_lines : m_failedLines).push_back(line);
        if (item->isMarked())
            m_selectedLines.push_back(line);
        if (plan.find(link.domain)->kind != plan::DomainKind::Access)
            continue;
        Ring &ring = rings[link.domain];
        for (const Node &node : {*nodeA, *nodeB})
            if (node.role == plan::Role::Csg) {
                const QRectF point(node.centre, QSizeF(1, 1));
                ring.extent = ring.extent.isNull() ? point : ring.extent.united(point);
            }
        // A site of a ring or with two homes ends two access links, so ends are counted here and halved below.
        ring.sites += (nodeA->role == plan::Role::Csg ? 1 : 0) + (nodeB->role == plan::Role::Csg ? 1 : 0);
    }
    for (auto &[domain, ring] : rings) {
        ring.sites /= 2;
        m_rings.push_back(ring);
    }
    for (const plan::Router &router : plan.routers()) {
        const auto node = m_scene.nodeOf(router.id);
        if (!node)
            continue;
        m_points[static_cast<std::size_t>(router.role)].push_back(node->centre);
        if (m_scene.state().failed.contains(router.id))
            m_failedPoints.push_back(node->centre);
        if (m_scene.routerItem(router.id)->isMarked())
            m_selectedPoints.push_back(node->centre);
    }
}

void FarItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    if (m_stale)
        collect();
    const Palette &colours = *m_scene.look().palette;
    const double unit = 1.0 / std::max(1e-6, m_scene.look().zoom); // one screen pixel
    const QRectF seen = m_scene.visibleRegion().isNull() ? boundingRect() : m_scene.visibleRegion();
    const auto pen = [](const QColor &colour, double width) {
        QPen p(colour, width, Qt::SolidLine, Qt::FlatCap);
        p.setCosmetic(true);
        return p;
    };
    painter->setBrush(Qt::NoBrush);
    if (!m_selectedLines.isEmpty()) {
        painter->setPen(pen(colours.accentSoft, 8));
        painter->drawLines(m_selectedLines);
    }
    const bool smooth = m_lines.size() <= kSmoothLines;
    painter->setRenderHint(QPainter::Antialiasing, smooth);
    if (m_scene.look().layers.testFlag(CanvasLayer::Physical)) {
        painter->setPen(pen(colours.link, smooth ? 1.2 : 0));
        painter->drawLines(m_lines);
    }
    painter->setRenderHint(QPainter::Antialiasing, true);
    QPen dashed = pen(colours.loss, 1.8);
    dashed.setDashPattern({2, 2});
    painter->setPen(dashed);
    painter->drawLines(m_failedLines);

    painter->setPen(Qt::NoPen);
    painter->setBrush(colours.accentSoft);
    for (const QPointF &point : m_selectedPoints)
        painter->drawRoundedRect(QRectF(point.x() - 10 * unit, point.y() - 10 * unit, 20 * unit, 20 * unit), 4 * unit, 4 * unit);
    const bool counts = m_scene.look().zoom < kCountZoom && m_points[0].size() > kSmoothLines / 10;
    for (const plan::Role role : {plan::Role::Csg, plan::Role::P, plan::Role::Agg, plan::Role::Rsg}) {
        if (role == plan::Role::Csg && counts)
            continue;
        const auto index = static_cast<std::size_t>(role);
        const double half = kDotPixels[index] / 2 * unit;
        painter->setBrush(colours.nodeLine);
        if (role == plan::Role::Csg) {
            QList<QRectF> squares;
            for (const QPointF &point : m_points[index])
                if (seen.contains(point))
                    squares.push_back(QRectF(point.x() - half, point.y() - half, 2 * half, 2 * half));
            painter->setRenderHint(QPainter::Antialiasing, squares.size() <= kSmoothLines);
            painter->drawRects(squares);
            painter->setRenderHint(QPainter::Antialiasing, true);
            continue;
        }
        for (const QPointF &point : m_points[index])
            if (seen.contains(point))
                painter->drawEllipse(point, half, half);
    }
    painter->setBrush(colours.loss);
    for (const QPointF &point : m_failedPoints)
        painter->drawEllipse(point, 5 * unit, 5 * unit);
    paintTexts(*painter, seen, unit, counts);
}

void FarItem::paintTexts(QPainter &painter, const QRectF &seen, double unit, bool counts) const
{
    const Palette &colours = *m_scene.look().palette;
    // Rectangles in screen pixels, from the corner of what is seen.
    std::vector<QRectF> taken;
    const auto onScreen = [&seen, unit](QPointF point) { return (point - seen.topLeft()) / unit; };
    const auto write = [&](const QRectF &box, const QString &text) {
        painter.save();
        painter.translate(seen.topLeft() + box.topLeft() * unit);
        painter.scale(unit, unit);
        painter.drawText(QRectF(QPointF(), box.size()), Qt::AlignCenter | Qt::TextDontClip, text);
        painter.restore();
        taken.push_back(box);
    };
    const auto free = [&taken](const QRectF &box) {
        return std::none_of(taken.begin(), taken.end(), [&box](const QRectF &other) { return other.intersects(box); });
    };
    for (const plan::Role role : {plan::Role::Rsg, plan::Role::Agg})
        for (const QPointF &point : m_points[static_cast<std::size_t>(role)])
            taken.emplace_back(onScreen(point) - QPointF(5, 5), QSizeF(10, 10));
    painter.setFont(canvasFont(11, QFont::DemiBold));
    painter.setPen(colours.text);
    const QFontMetricsF metrics(painter.font());
    for (const plan::Role role : {plan::Role::Rsg, plan::Role::Agg})
        for (const plan::Router &router : m_scene.plan().routers()) {
            const auto node = router.role == role ? m_scene.nodeOf(router.id) : std::nullopt;
            if (!node || !seen.contains(node->centre) || taken.size() > kMostNames)
                continue;
            const QString name = toQt(router.name);
            const QSizeF size(metrics.horizontalAdvance(name) + 4, 15);
            const QPointF centre = onScreen(node->centre);
            // To the right, where the network ends; an AGG's name would lie on its core otherwise.
            const QRectF box(centre + QPointF(9, -size.height() / 2), size);
            if (free(box))
                write(box, name);
        }
    if (!counts)
        return;
    painter.setFont(canvasFont(11, QFont::Medium));
    for (const Ring &ring : m_rings) {
        const QSizeF extent = ring.extent.size() / unit;
        const QRectF box(onScreen(ring.extent.center()) - QPointF(12, 8), QSizeF(24, 16));
        if (extent.width() < 12 || extent.height() < 12 || !seen.intersects(ring.extent) || !free(box))
            continue;
        painter.save();
        painter.translate(seen.topLeft() + box.topLeft() * unit);
        painter.scale(unit, unit);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours.canvas);
        painter.drawRoundedRect(QRectF(QPointF(), box.size()), 8, 8);
        painter.restore();
        painter.setPen(colours.secondary);
        write(box, QString::number(ring.sites));
    }
}

} // namespace sidestep::views
