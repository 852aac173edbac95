// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/canvas/canvas_look.h"

#include <QPixmap>
#include <QWidget>

#include <optional>
#include <vector>

class QLabel;
class QPushButton;
class QToolButton;

/// Small widgets that lie on the canvas. They are children of the view, not of its viewport, so that scrolling leaves them in place.
namespace sidestep::views {

class PlanScene;

/// Switches of the layers, bottom left.
class LayerChips final : public QWidget
{
    Q_OBJECT

public:
    explicit LayerChips(QWidget *parent);
    void setLayers(CanvasLayers layers);
    void setColours(const Palette &colours);

signals:
    void layersChosen(sidestep::views::CanvasLayers layers);

private:
    std::vector<std::pair<CanvasLayer, QToolButton *>> m_chips;
};

/// The current step of the story, bottom centre.
class CaptionPill final : public QWidget
{
    Q_OBJECT

public:
    explicit CaptionPill(QWidget *parent);
    void setText(const QString &text);
    [[nodiscard]] QString text() const { return m_text; }
    void setColours(const Palette &colours);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    const Palette *m_colours;
};

/// The whole network in small with the part in sight, and the zoom, bottom right. A click or drag goes there.
class Minimap final : public QWidget
{
    Q_OBJECT

public:
    Minimap(const PlanScene &scene, QWidget *parent);
    void setView(const QRectF &seen, double zoom);
    void setColours(const Palette &colours);
    void contentsChanged();

signals:
    void centreChosen(QPointF centre);
    void zoomInChosen();
    void zoomOutChosen();
    void zoomResetChosen();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    [[nodiscard]] QRectF mapArea() const;
    [[nodiscard]] std::optional<QTransform> toMap() const;
    void drawNetwork();

    const PlanScene &m_scene;
    const Palette *m_colours;
    QRectF m_seen;
    QPixmap m_network;
    bool m_stale = true;
    QToolButton *m_out;
    QToolButton *m_reset;
    QToolButton *m_in;
};

/// What to do when there is nothing yet.
class EmptyCanvas final : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyCanvas(QWidget *parent);
    void setColours(const Palette &colours);

signals:
    void openReferenceChosen();

private:
    QLabel *m_text;
    QPushButton *m_button;
};

} // namespace sidestep::views
