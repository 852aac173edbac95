// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/plan_canvas.h"

#include "views/canvas/canvas_camera.h"
#include "views/canvas/canvas_menu.h"
#include "views/canvas/canvas_overlays.h"
#include "views/canvas/canvas_picture.h"
#include "views/canvas/canvas_text.h"
#include "views/canvas/link_tool.h"
#include "views/canvas/place_tool.h"
#include "views/canvas/plan_scene.h"
#include "views/canvas/select_tool.h"
#include "views/canvas/service_tool.h"
#include "views/shared/plan_relations.h"
#include "views/shared/text.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace sidestep::views {

namespace {

constexpr double kZoomStep = 1.25;
constexpr int kInset = 14;
constexpr double kDotsPerSecond = 2.2;          // of playing: slow enough to follow
constexpr int kNudge = 4;
constexpr int kNarrow = 860;                    // below, the caption has a row of its own above the chips
constexpr QSize kRoomForMinimap(640, 420);
constexpr int kBigNudge = 24;

} // namespace

PlanCanvas::PlanCanvas(QWidget *parent)
    : QGraphicsView(parent), m_scene(new PlanScene(this)), m_camera(new CanvasCamera(*this)), m_chips(new LayerChips(this)),
      m_caption(new CaptionPill(this)), m_minimap(new Minimap(*m_scene, this)), m_empty(new EmptyCanvas(this))
{
    setObjectName(QStringLiteral("planCanvas"));
    setAccessibleName(tr("Canvas"));
    setScene(m_scene);
    setFrameShape(QFrame::NoFrame);
    setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTransformationAnchor(QGraphicsView::NoAnchor);
    setResizeAnchor(QGraphicsView::AnchorViewCenter);
    setViewportUpdateMode(QGraphicsView::SmartViewportUpdate);
    setOptimizationFlag(QGraphicsView::DontSavePainterState);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setMinimumSize(320, 240);

    connect(m_camera, &CanvasCamera::moved, this, &PlanCanvas::viewChanged);
    m_scene->setPreviewPainter([this](QPainter &painter) {
        if (m_tool)
            m_tool->paintPreview(painter);
    });
    connect(m_scene, &PlanScene::contentsChanged, m_minimap, &Minimap::contentsChanged);
    connect(m_chips, &LayerChips::layersChosen, this, &PlanCanvas::setLayers);
    connect(m_minimap, &Minimap::centreChosen, m_camera, &CanvasCamera::centreOn);
    connect(m_minimap, &Minimap::zoomInChosen, this, &PlanCanvas::zoomIn);
    connect(m_minimap, &Minimap::zoomOutChosen, this, &PlanCanvas::zoomOut);
    connect(m_minimap, &Minimap::zoomResetChosen, this, &PlanCanvas::zoomReset);
    connect(m_empty, &EmptyCanvas::openReferenceChosen, this, &PlanCanvas::openReferenceRequested);
    m_chips->setLayers(m_scene->look().layers);
    m_tool = std::make_unique<SelectTool>(*this);
    applyPalette();
}

PlanCanvas::~PlanCanvas()
{
    m_scene->setPreviewPainter({});
    setScene(nullptr); // the scene outlives the tool it would otherwise ask to paint
}

void PlanCanvas::setPlan(const plan::Plan &plan)
{
    const bool wasEmpty = m_scene->plan().routers().empty();
    m_scene->setPlan(plan);
    m_tool->planChanged();
    m_empty->setVisible(plan.routers().empty());
    if (wasEmpty && !plan.routers().empty() && plan.routers().size() > 1)
        m_camera->keepFitted();
    // Drawing the first routers by hand must not make the paper jump under the mouse.
    if (wasEmpty && plan.routers().size() > 1)
        fitAll();
    viewChanged();
    arrangeOverlays();
    updateAccessibleText();
}

void PlanCanvas::setSelection(const Selection &selection)
{
    m_scene->setSelection(selection);
    updateAccessibleText();
}

void PlanCanvas::setTool(Tool tool)
{
    if (m_tool)
        m_tool->cancel();
    m_scene->setHover(std::nullopt);
    switch (tool) {
    case Tool::Select:
        m_tool = std::make_unique<SelectTool>(*this);
        break;
    case Tool::PlaceCsg:
        m_tool = std::make_unique<PlaceTool>(*this, plan::Role::Csg);
        break;
    case Tool::PlaceAgg:
        m_tool = std::make_unique<PlaceTool>(*this, plan::Role::Agg);
        break;
    case Tool::PlaceRsg:
        m_tool = std::make_unique<PlaceTool>(*this, plan::Role::Rsg);
        break;
    case Tool::PlaceP:
        m_tool = std::make_unique<PlaceTool>(*this, plan::Role::P);
        break;
    case Tool::Link:
        m_tool = std::make_unique<LinkTool>(*this);
        break;
    case Tool::Service:
        m_tool = std::make_unique<ServiceTool>(*this);
        break;
    }
    viewport()->setCursor(m_tool->cursor());
    m_scene->updatePreview();
    emit hintChanged(m_tool->hint());
    if (std::exchange(m_toolKind, tool) != tool)
        emit toolChanged(tool);
}

void PlanCanvas::setTimeline(std::shared_ptr<const engine::Timeline> timeline)
{
    m_scene->setTimeline(std::move(timeline));
}

void PlanCanvas::setCursor(SimTime cursor)
{
    m_scene->setCursor(cursor);
}

void PlanCanvas::setPlaybackSpeed(double speed)
{
    m_scene->setDotPeriod(SimDuration(static_cast<SimDuration::rep>(std::max(1.0, speed * 1e9 / kDotsPerSecond))));
}

void PlanCanvas::setNarration(const QString &headline, const QString &detail, const std::optional<plan::RouterId> &router, Tone tone)
{
    m_scene->setNarration(headline, detail, router, tone);
}

void PlanCanvas::setCaption(const QString &caption)
{
    if (caption == m_caption->text())
        return;
    m_caption->setText(caption);
    arrangeOverlays();
}

void PlanCanvas::setLayers(CanvasLayers layers)
{
    m_chips->setLayers(layers);
    if (layers == m_scene->look().layers)
        return;
    m_scene->setLayers(layers);
    emit layersChanged(layers);
}

CanvasLayers PlanCanvas::layers() const
{
    return m_scene->look().layers;
}

const plan::Plan &PlanCanvas::plan() const
{
    return m_scene->plan();
}

const Selection &PlanCanvas::selection() const
{
    return m_scene->selection();
}

double PlanCanvas::zoom() const
{
    return m_camera->zoom();
}

double PlanCanvas::reach() const
{
    return 7.0 / zoom();
}

const Palette &PlanCanvas::colours() const
{
    return *m_scene->look().palette;
}

void PlanCanvas::request(const Result<plan::PlanEdit> &edit)
{
    if (edit)
        emit editRequested(*edit);
    else
        say(toQt(edit.error().detail));
}

void PlanCanvas::say(const QString &hint)
{
    emit hintChanged(hint);
}

plan::PlanEdit PlanCanvas::alignSelection(Align align) const
{
    return alignEdit(plan(), selection().of<plan::RouterId>(), align);
}

plan::PlanEdit PlanCanvas::distributeSelection(Axis axis) const
{
    return distributeEdit(plan(), selection().of<plan::RouterId>(), axis);
}

void PlanCanvas::zoomTo(const std::vector<plan::ObjectId> &objects)
{
    QRectF area;
    for (const plan::ObjectId &object : objects)
        for (const plan::RouterId router : routersOf(plan(), object))
            if (const auto node = m_scene->nodeOf(router)) {
                const QRectF box(node->centre - QPointF(90, 80), QSizeF(180, 160));
                area = area.isNull() ? box : area.united(box);
            }
    if (area.isNull())
        return;
    m_camera->show(area, std::max(1.0, std::min(zoom(), 1.5)));
}

void PlanCanvas::fitAll()
{
    m_camera->fit(m_scene->contents());
}

void PlanCanvas::zoomIn()
{
    m_camera->zoomBy(kZoomStep, QRectF(viewport()->rect()).center());
}

void PlanCanvas::zoomOut()
{
    m_camera->zoomBy(1 / kZoomStep, QRectF(viewport()->rect()).center());
}

void PlanCanvas::zoomReset()
{
    m_camera->zoomBy(1 / zoom(), QRectF(viewport()->rect()).center());
}

void PlanCanvas::viewChanged()
{
    const QRectF seen = m_camera->seen();
    m_scene->setVisibleRegion(seen);
    m_scene->setZoom(zoom());
    m_minimap->setView(seen, zoom());
}

void PlanCanvas::scrollContentsBy(int dx, int dy)
{
    QGraphicsView::scrollContentsBy(dx, dy);
    viewChanged();
}

bool PlanCanvas::event(QEvent *event)
{
    // Tab walks through the objects; past the last one it leaves the canvas, so that the keyboard is never caught here.
    if (event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        const bool back = key->key() == Qt::Key_Backtab || (key->key() == Qt::Key_Tab && (key->modifiers() & Qt::ShiftModifier) != 0);
        if ((key->key() == Qt::Key_Tab || back) && (key->modifiers() & Qt::ControlModifier) == 0 && !plan().routers().empty()) {
            const auto routers = selection().of<plan::RouterId>();
            auto last = plan().routers().begin();
            for (auto row = plan().routers().begin(); row != plan().routers().end(); ++row)
                last = row;
            const bool atEnd = !routers.empty() && routers.back() == (back ? plan().routers().begin()->id : last->id);
            if (!atEnd) {
                cycle(!back);
                return true;
            }
        }
        // Keys that belong to the canvas while it has the focus, before a menu shortcut takes them.
    } else if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Escape || key == Qt::Key_Space || ((key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down) && !selection().of<plan::RouterId>().empty())) {
            event->accept();
            return true;
        }
    } else if (event->type() == QEvent::NativeGesture) {
        auto *gesture = static_cast<QNativeGestureEvent *>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            m_camera->zoomBy(1 + gesture->value(), viewport()->mapFromGlobal(gesture->globalPosition()));
            return true;
        }
    }
    return QGraphicsView::event(event);
}

bool PlanCanvas::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        if (const auto object = m_scene->objectAt(mapToScene(help->pos()), reach()))
            QToolTip::showText(help->globalPos(), describe(plan(), *object), viewport());
        else
            QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::Leave)
        m_scene->setHover(std::nullopt);
    return QGraphicsView::viewportEvent(event);
}

void PlanCanvas::changeEvent(QEvent *event)
{
    QGraphicsView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::FontChange)
        applyPalette();
}

void PlanCanvas::applyPalette()
{
    const Palette &now = Palette::current();
    m_scene->setPalette(now);
    m_chips->setColours(now);
    m_caption->setColours(now);
    m_minimap->setColours(now);
    m_empty->setColours(now);
    arrangeOverlays();
    viewport()->update();
}

void PlanCanvas::resizeEvent(QResizeEvent *event)
{
    QGraphicsView::resizeEvent(event);
    m_camera->setInsets(QMarginsF(20, 16, 20, width() < kNarrow ? 100 : 60));
    m_camera->refit(m_scene->contents());
    arrangeOverlays();
    viewChanged();
}

void PlanCanvas::showEvent(QShowEvent *event)
{
    QGraphicsView::showEvent(event);
    arrangeOverlays();
    viewChanged();
}

void PlanCanvas::arrangeOverlays()
{
    const bool roomForMap = width() >= kRoomForMinimap.width() && height() >= kRoomForMinimap.height();
    m_minimap->setVisible(roomForMap && !plan().routers().empty());
    m_chips->adjustSize();
    const int bottom = height() - kInset;
    m_chips->move(kInset, bottom - m_chips->height());
    m_minimap->move(width() - kInset - m_minimap->width() + 4, bottom - m_minimap->height() + 4);
    const int left = m_chips->geometry().right() + 12;
    const int right = roomForMap ? m_minimap->x() - 12 : width() - kInset;
    const int wanted = m_caption->sizeHint().width();
    if (width() >= kNarrow && wanted <= right - left) {
        // Centred on the canvas where the chips and the map leave room, else between them.
        const int x = std::clamp((width() - wanted) / 2, left, right - wanted);
        m_caption->setGeometry(x, bottom - m_caption->sizeHint().height() + 4, wanted, m_caption->sizeHint().height());
    } else {
        // A narrow canvas: above the chips, over the whole width.
        const int most = std::min(wanted, width() - 2 * kInset - m_minimap->width() - 12);
        m_caption->setGeometry(std::max(kInset, (width() - m_minimap->width() - most) / 2), m_chips->y() - 8 - m_caption->sizeHint().height(), most,
                               m_caption->sizeHint().height());
    }
    m_empty->adjustSize();
    m_empty->move((width() - m_empty->width()) / 2, (height() - m_empty->height()) / 2);
    for (QWidget *overlay : {static_cast<QWidget *>(m_chips), static_cast<QWidget *>(m_caption), static_cast<QWidget *>(m_minimap),
                             static_cast<QWidget *>(m_empty)})
        overlay->raise();
}

void PlanCanvas::mousePressEvent(QMouseEvent *event)
{
    setFocus(Qt::MouseFocusReason);
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_spaceDown)) {
        m_panFrom = event->pos();
        viewport()->setCursor(Qt::ClosedHandCursor);
    } else if (event->button() == Qt::LeftButton) {
        m_tool->press({mapToScene(event->pos()), event->modifiers()});
    }
    event->accept();
}

void PlanCanvas::mouseMoveEvent(QMouseEvent *event)
{
    if (m_panFrom) {
        const QPoint way = event->pos() - *m_panFrom;
        m_panFrom = event->pos();
        m_camera->pan(way);
    } else {
        m_tool->move({mapToScene(event->pos()), event->modifiers()});
    }
    event->accept();
}

void PlanCanvas::mouseReleaseEvent(QMouseEvent *event)
{
    if (m_panFrom && event->button() != Qt::RightButton) {
        m_panFrom.reset();
        viewport()->setCursor(m_spaceDown ? Qt::OpenHandCursor : m_tool->cursor());
    } else if (event->button() == Qt::LeftButton) {
        m_tool->release({mapToScene(event->pos()), event->modifiers()});
    }
    event->accept();
}

void PlanCanvas::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        event->accept();
        return;
    }
    if (m_toolKind != Tool::Select) {
        // Fast clicking with a drawing tool is two clicks, not a double click.
        mousePressEvent(event);
        return;
    }
    if (const auto object = m_scene->objectAt(mapToScene(event->pos()), reach()))
        emit openRequested(*object);
    event->accept();
}

void PlanCanvas::wheelEvent(QWheelEvent *event)
{
    // A touch pad pans with two fingers; a wheel zooms, and pans with Shift or Alt.
    const bool touchPad = !event->pixelDelta().isNull() && (event->modifiers() & Qt::ControlModifier) == 0;
    const bool across = (event->modifiers() & (Qt::ShiftModifier | Qt::AltModifier)) != 0;
    if (touchPad || across) {
        const QPoint way = touchPad ? event->pixelDelta() : event->angleDelta() / 2;
        const bool swap = (event->modifiers() & Qt::ShiftModifier) != 0 && way.x() == 0;
        m_camera->pan(swap ? QPoint(way.y(), 0) : way);
    } else {
        m_camera->zoomBy(std::pow(1.0015, event->angleDelta().y()), event->position());
    }
    event->accept();
}

void PlanCanvas::keyPressEvent(QKeyEvent *event)
{
    const int step = (event->modifiers() & Qt::ShiftModifier) != 0 ? kBigNudge : kNudge;
    const bool moves = !selection().of<plan::RouterId>().empty();
    switch (event->key()) {
    case Qt::Key_Escape:
        if (!m_tool->cancel()) {
            if (m_toolKind != Tool::Select)
                setTool(Tool::Select);
            else if (!selection().empty())
                emit selectionRequested({});
        } else {
            say(m_tool->hint());
        }
        break;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        removeSelection();
        break;
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down: {
        const int dx = event->key() == Qt::Key_Left ? -step : event->key() == Qt::Key_Right ? step : 0;
        const int dy = event->key() == Qt::Key_Up ? -step : event->key() == Qt::Key_Down ? step : 0;
        if (moves) {
            nudge(dx, dy);
        } else {
            m_camera->pan(QPoint(dx, dy) * -10);
        }
        break;
    }
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (auto *service = dynamic_cast<ServiceTool *>(m_tool.get()))
            service->finishWithoutSecondary();
        else if (selection().objects.size() == 1)
            emit openRequested(selection().objects.front());
        break;
    case Qt::Key_Menu:
        openMenu(selection().empty() ? std::nullopt : std::optional(selection().objects.back()), viewport()->mapToGlobal(viewport()->rect().center()));
        break;
    case Qt::Key_Space:
        if (!event->isAutoRepeat()) {
            m_spaceDown = true;
            viewport()->setCursor(Qt::OpenHandCursor);
        }
        break;
    case Qt::Key_A:
        if (event->modifiers() == Qt::ControlModifier) {
            emit selectionRequested({m_scene->objectsIn(m_scene->sceneRect())});
            break;
        }
        [[fallthrough]];
    default:
        event->ignore();
        return;
    }
    event->accept();
}

void PlanCanvas::keyReleaseEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        m_spaceDown = false;
        if (!m_panFrom)
            viewport()->setCursor(m_tool->cursor());
        event->accept();
        return;
    }
    QGraphicsView::keyReleaseEvent(event);
}

void PlanCanvas::cycle(bool forward)
{
    std::vector<plan::RouterId> ids;
    for (const plan::Router &router : plan().routers())
        ids.push_back(router.id);
    const auto chosen = selection().of<plan::RouterId>();
    auto at = chosen.empty() ? ids.end() : std::find(ids.begin(), ids.end(), chosen.back());
    if (at == ids.end())
        at = forward ? ids.begin() : std::prev(ids.end());
    else if (forward && std::next(at) != ids.end())
        ++at;
    else if (!forward && at != ids.begin())
        --at;
    emit selectionRequested({{plan::ObjectId(*at)}});
    if (const auto node = m_scene->nodeOf(*at); node && !m_scene->visibleRegion().contains(node->centre))
        m_camera->glideTo(node->centre, zoom());
}

void PlanCanvas::nudge(int dx, int dy)
{
    const plan::PlanEdit edit = moveEdit(plan(), selection().of<plan::RouterId>(), dx, dy);
    if (!edit.changes.empty())
        emit editRequested(edit);
}

void PlanCanvas::removeSelection()
{
    const plan::PlanEdit edit = plan::removalOf(plan(), selection().objects);
    if (!edit.changes.empty())
        emit editRequested(edit);
}

void PlanCanvas::contextMenuEvent(QContextMenuEvent *event)
{
    const auto object = event->reason() == QContextMenuEvent::Keyboard
        ? (selection().empty() ? std::nullopt : std::optional(selection().objects.back()))
        : m_scene->objectAt(mapToScene(viewport()->mapFromGlobal(event->globalPos())), reach());
    m_tool->cancel();
    openMenu(object, event->globalPos());
    event->accept();
}

void PlanCanvas::openMenu(const std::optional<plan::ObjectId> &object, QPoint global)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("canvasMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (object) {
        if (!selection().contains(*object))
            emit selectionRequested({{*object}});
        fillObjectMenu(*menu, plan(), *object,
                       {[this, id = *object](plan::FailureMode mode) { emit failRequested(id, mode); }, [this] { removeSelection(); },
                        [this, id = *object] { emit openRequested(id); },
                        [this, id = *object] { emit consoleRequested(std::get<plan::RouterId>(id)); }});
    } else {
        QAction *all = menu->addAction(tr("Select all"));
        connect(all, &QAction::triggered, this, [this] { emit selectionRequested({m_scene->objectsIn(m_scene->sceneRect())}); });
        QAction *arrange = menu->addAction(tr("Arrange"));
        arrange->setObjectName(QStringLiteral("canvasArrange"));
        connect(arrange, &QAction::triggered, this, &PlanCanvas::arrangeRequested);
        QAction *fit = menu->addAction(tr("Fit the whole network"));
        connect(fit, &QAction::triggered, this, &PlanCanvas::fitAll);
    }
    menu->popup(global);
}

void PlanCanvas::updateAccessibleText()
{
    QStringList words;
    constexpr std::size_t kMostNamed = 3;
    for (std::size_t i = 0; i < selection().objects.size() && i < kMostNamed; ++i)
        words << describe(plan(), selection().objects[i]);
    setAccessibleDescription(words.isEmpty() ? tr("%n routers", nullptr, static_cast<int>(plan().routers().size())) : words.join(u'\n'));
}

void PlanCanvas::drawBackground(QPainter *painter, const QRectF &rect)
{
    paintPaper(*painter, rect, zoom(), colours());
}

QSize PlanCanvas::exportSize() const
{
    return pictureSize(*m_scene);
}

void PlanCanvas::renderTo(QPainter &painter, const QRectF &target)
{
    paintPicture(*m_scene, painter, target);
}

} // namespace sidestep::views
