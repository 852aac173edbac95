// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/canvas/canvas_look.h"

#include <QGraphicsItem>
#include <QString>

namespace sidestep::views {

class PlanScene;

/// What just happened, in words, pointing at the router where it did. One at a time; the same size on screen at any zoom.
class BubbleItem final : public QGraphicsItem
{
public:
    explicit BubbleItem(const PlanScene &scene);

    /// Hidden when the headline is empty.
    void say(const QString &headline, const QString &detail, Tone tone);
    /// Puts the bubble at the router's centre, on its freest side.
    void pointAt(QPointF centre);

    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    void choosePlace();

    const PlanScene &m_scene;
    QString m_headline;
    QString m_detail;
    Tone m_tone = Tone::Plain;
    QRectF m_box; ///< relative to the router, in pixels
    QPointF m_tip;
};

} // namespace sidestep::views
