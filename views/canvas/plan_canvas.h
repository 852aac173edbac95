// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/timeline.h"
#include "model/plan/plan.h"
#include "views/canvas/canvas_look.h"
#include "views/canvas/drawing_edits.h"
#include "views/shared/selection.h"

#include <QGraphicsView>

#include <memory>
#include <optional>
#include <vector>

namespace sidestep::views {

class CanvasCamera;
class CanvasTool;
class CaptionPill;
class EmptyCanvas;
class LayerChips;
class Minimap;
class PlanScene;

/// The drawing of the plan. Shows a plan, a selection and a moment of a run; asks for edits, selections and failures, and changes
/// none of them itself. Every gesture ends in at most one edit; Escape ends it in none.
class PlanCanvas final : public QGraphicsView
{
    Q_OBJECT

public:
    enum class Tool : quint8 { Select, PlaceCsg, PlaceAgg, PlaceRsg, PlaceP, Link, Service };
    Q_ENUM(Tool)

    explicit PlanCanvas(QWidget *parent = nullptr);
    ~PlanCanvas() override;

    /// Repaints what differs from the plan shown before.
    void setPlan(const plan::Plan &plan);
    void setSelection(const Selection &selection);
    void setTool(Tool tool);
    [[nodiscard]] Tool tool() const { return m_toolKind; }

    /// nullptr: no run is shown.
    void setTimeline(std::shared_ptr<const engine::Timeline> timeline);
    using QWidget::setCursor;
    void setCursor(SimTime cursor);
    /// Simulated seconds for each second of playing, so that traffic dots move at a pace the eye can follow.
    void setPlaybackSpeed(double speed);
    void setNarration(const QString &headline, const QString &detail, const std::optional<plan::RouterId> &router, Tone tone = Tone::Plain);
    /// The step of the story, at the bottom centre; empty hides it.
    void setCaption(const QString &caption);

    void setLayers(CanvasLayers layers);
    [[nodiscard]] CanvasLayers layers() const;

    void zoomTo(const std::vector<plan::ObjectId> &objects);
    void fitAll();
    void zoomIn();
    void zoomOut();
    void zoomReset();
    [[nodiscard]] double zoom() const;

    [[nodiscard]] plan::PlanEdit alignSelection(Align align) const;
    [[nodiscard]] plan::PlanEdit distributeSelection(Axis axis) const;

    /// Paints the whole network into `target`, in the light colours, without grid, chips or selection.
    void renderTo(QPainter &painter, const QRectF &target);
    /// Of a picture at 100 %, at most 8000 in each direction.
    [[nodiscard]] QSize exportSize() const;

    /// For tools.
    [[nodiscard]] const plan::Plan &plan() const;
    [[nodiscard]] const Selection &selection() const;
    [[nodiscard]] PlanScene &network() { return *m_scene; }
    /// Scene units within which a click means an object: a few pixels at any zoom.
    [[nodiscard]] double reach() const;
    /// Emits the edit, or says why there is none.
    void request(const Result<plan::PlanEdit> &edit);
    void say(const QString &hint);
    [[nodiscard]] const Palette &colours() const;

signals:
    void editRequested(const sidestep::plan::PlanEdit &edit);
    void selectionRequested(const sidestep::views::Selection &selection);
    void failRequested(const sidestep::plan::ObjectId &target, sidestep::plan::FailureMode mode);
    void openRequested(const sidestep::plan::ObjectId &object);
    void consoleRequested(sidestep::plan::RouterId router);
    void toolChanged(sidestep::views::PlanCanvas::Tool tool);
    void hintChanged(const QString &hint);
    void arrangeRequested();
    void openReferenceRequested();
    void layersChanged(sidestep::views::CanvasLayers layers);

protected:
    bool event(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void drawBackground(QPainter *painter, const QRectF &rect) override;

private:
    void arrangeOverlays();
    void viewChanged();
    void applyPalette();
    void cycle(bool forward);
    void nudge(int dx, int dy);
    void removeSelection();
    void openMenu(const std::optional<plan::ObjectId> &object, QPoint global);
    void updateAccessibleText();

    PlanScene *m_scene; // owned as a QObject child
    std::unique_ptr<CanvasTool> m_tool;
    Tool m_toolKind = Tool::Select;
    CanvasCamera *m_camera;
    LayerChips *m_chips;
    CaptionPill *m_caption;
    Minimap *m_minimap;
    EmptyCanvas *m_empty;
    std::optional<QPoint> m_panFrom; ///< while the middle button or Space drags the paper
    bool m_spaceDown = false;
};

} // namespace sidestep::views

Q_DECLARE_METATYPE(sidestep::views::Selection)
