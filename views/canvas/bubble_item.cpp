// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/bubble_item.h"

#include "views/canvas/canvas_look.h"
#include "views/canvas/label_layer.h"
#include "views/canvas/plan_scene.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sidestep::views {

namespace {

constexpr double kPadX = 12;
constexpr double kPadY = 8;
constexpr double kLine = 17;
constexpr double kMaxText = 280;
constexpr double kCorner = 6;
constexpr double kNear = 52; // from the router's centre, at 100 %

QFont headlineFont()
{
    return canvasFont(12, QFont::DemiBold);
}

QFont detailFont()
{
    return canvasFont(11);
}

} // namespace

BubbleItem::BubbleItem(const PlanScene &scene) : m_scene(scene)
{
    setZValue(depthOf(CanvasDepth::Bubble));
    setFlag(ItemIgnoresTransformations);
    setAcceptedMouseButtons(Qt::NoButton);
    hide();
}

void BubbleItem::say(const QString &headline, const QString &detail, Tone tone)
{
    prepareGeometryChange();
    m_tone = tone;
    m_headline = QFontMetricsF(headlineFont()).elidedText(headline, Qt::ElideRight, kMaxText);
    m_detail = QFontMetricsF(detailFont()).elidedText(detail, Qt::ElideRight, kMaxText);
    setVisible(!headline.isEmpty());
    choosePlace();
    update();
}

void BubbleItem::pointAt(QPointF centre)
{
    prepareGeometryChange();
    setPos(centre);
    choosePlace();
    update();
}

void BubbleItem::choosePlace()
{
    if (m_headline.isEmpty())
        return;
    const double width = std::max(QFontMetricsF(headlineFont()).horizontalAdvance(m_headline), QFontMetricsF(detailFont()).horizontalAdvance(m_detail))
        + 2 * kPadX + 2;
    const double height = kLine * (m_detail.isEmpty() ? 1 : 2) + 2 * kPadY;
    const double zoom = std::max(1e-6, m_scene.look().zoom);
    const double near = kNear * std::clamp(zoom, 0.3, 1.6);
    const QRectF seen = m_scene.visibleRegion();
    // Up and to the right first, as one reads; then the other corners, straight beside, above and below. Further out where
    // nothing near is free: a bubble may cross lines but covers no name and no port.
    struct Side
    {
        int right; ///< 1 right, -1 left, 0 above or below
        int down;  ///< 1 below, -1 above, 0 beside
    };
    int least = std::numeric_limits<int>::max();
    for (const double stretch : {1.0, 1.5, 2.2, 3.0}) {
        for (const Side side : {Side{1, -1}, Side{-1, -1}, Side{1, 1}, Side{-1, 1}, Side{1, 0}, Side{-1, 0}, Side{0, -1}, Side{0, 1}}) {
            const double x = side.right > 0 ? near * stretch : side.right < 0 ? -near * stretch - width : -width / 2;
            const double gap = near * stretch * 0.85;
            const double y = side.down < 0 ? -gap - height : side.down > 0 ? gap : -height / 2;
            const QRectF box(x, y, width, height);
            const QRectF inScene(pos().x() + x / zoom, pos().y() + y / zoom, width / zoom, height / zoom);
            int cost = m_scene.labels().crowding(inScene.adjusted(-4, -4, 4, 4));
            if (!seen.isNull() && !seen.contains(inScene))
                cost += 5000;
            if (cost < least) {
                least = cost;
                m_box = box;
                m_tip = QPointF(side.right * near * 0.62, side.down * near * (side.right == 0 ? 0.7 : 0.5));
            }
        }
    }
}

QRectF BubbleItem::boundingRect() const
{
    return m_box.united(QRectF(m_tip, QSizeF(1, 1))).adjusted(-3, -3, 3, 3);
}

void BubbleItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    const Palette &colours = *m_scene.look().palette;
    const bool bad = m_tone == Tone::Bad;
    painter->setPen(QPen(bad ? colours.loss : colours.accent, 1.4, Qt::SolidLine, Qt::RoundCap));
    const QPointF foot(std::clamp(m_tip.x(), m_box.left(), m_box.right()), std::clamp(m_tip.y(), m_box.top() + 4, m_box.bottom() - 4));
    painter->drawLine(foot, m_tip);
    painter->setBrush(bad ? colours.downBar : colours.accentSoft);
    painter->drawRoundedRect(m_box, kCorner, kCorner);
    painter->setPen(colours.text);
    const QRectF text = m_box.adjusted(kPadX, kPadY, -kPadX + 2, -kPadY);
    painter->setFont(headlineFont());
    painter->drawText(QRectF(text.topLeft(), QSizeF(text.width(), kLine)), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, m_headline);
    if (m_detail.isEmpty())
        return;
    painter->setFont(detailFont());
    painter->drawText(QRectF(text.left(), text.top() + kLine, text.width(), kLine), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, m_detail);
}

} // namespace sidestep::views
