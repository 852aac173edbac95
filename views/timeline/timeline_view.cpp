// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/timeline/timeline_view.h"

#include "views/shared/empty_state.h"
#include "views/shared/playback_clock.h"
#include "views/shared/text.h"
#include "views/shared/type.h"

#include <QActionGroup>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPushButton>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace sidestep::views {

namespace {

constexpr double kBarHeight = 16;
constexpr double kThinBarHeight = 14;
constexpr double kPitch = 29;
constexpr double kTightPitch = 19;
constexpr double kLeastLeft = 150;
constexpr double kWhereCap = 150;
constexpr double kCatch = 5; ///< pixels within which a click means the change beside it
constexpr double kMostZoom = 50'000;

} // namespace

TimelineView::TimelineView(QWidget *parent) : QAbstractScrollArea(parent), m_empty(new EmptyState(viewport()))
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setBackgroundRole(QPalette::Window);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setAccessibleName(tr("Timeline"));
    m_empty->setText(tr("Nothing has failed yet"), tr("Choose a failure above and press Run to see when and why traffic moves."), tr("Run"));
    connect(m_empty, &EmptyState::triggered, this, &TimelineView::runRequested);
    updateDescription();
}

TimelineView::~TimelineView() = default;

QSize TimelineView::sizeHint() const
{
    return {900, static_cast<int>(kRulerHeight + 8 * kPitch)};
}

QSize TimelineView::minimumSizeHint() const
{
    return {360, static_cast<int>(kRulerHeight + 4 * kTightPitch)};
}

double TimelineView::barsWidth() const
{
    return std::max(60.0, viewport()->width() - m_left - kMargin);
}

double TimelineView::xOf(SimTime time) const
{
    return m_left + m_scale.fractionOf(time) * barsWidth() * m_zoom - horizontalScrollBar()->value();
}

SimTime TimelineView::timeAt(double x) const
{
    return m_scale.timeAt((x - m_left + horizontalScrollBar()->value()) / (barsWidth() * m_zoom));
}

QRectF TimelineView::stripOf(std::size_t row) const
{
    const double height = std::clamp(m_pitch - 6, kThinBarHeight, kBarHeight);
    const double top = kRulerHeight + static_cast<double>(row) * m_pitch - verticalScrollBar()->value() + std::floor((m_pitch - height) / 2);
    return {m_left, top, barsWidth(), height};
}

void TimelineView::setPlan(const plan::Plan &plan)
{
    m_plan = plan;
    rebuild();
}

void TimelineView::setTimeline(std::shared_ptr<const engine::Timeline> timeline)
{
    m_timeline = std::move(timeline);
    m_stale = false;
    m_focus.reset();
    m_zoom = 1;
    m_lane = -1;
    m_cursor = m_timeline ? failureTimeOf(*m_timeline) : kTimeZero;
    rebuild();
}

void TimelineView::setStale(bool stale)
{
    if (m_stale == stale)
        return;
    m_stale = stale;
    viewport()->update();
}

void TimelineView::rebuild()
{
    m_allRows.clear();
    if (m_plan && m_timeline) {
        m_allRows = timelineRows(*m_plan, *m_timeline, m_focus ? m_focus : worstFlow(*m_timeline));
    }
    chooseRows();
}

void TimelineView::chooseRows()
{
    m_rows.clear();
    std::copy_if(m_allRows.begin(), m_allRows.end(), std::back_inserter(m_rows), [this](const TimelineRow &row) { return m_allLanes || row.matters; });
    m_joints = m_timeline ? causeJoints(m_rows, *m_timeline, m_focus ? m_focus : worstFlow(*m_timeline)) : std::vector<CauseJoint>();
    m_moments.clear();
    for (const TimelineRow &row : m_rows)
        for (const engine::LaneBar &bar : row.lane.bars)
            m_moments.push_back(bar.from);
    std::sort(m_moments.begin(), m_moments.end());
    m_moments.erase(std::unique(m_moments.begin(), m_moments.end()), m_moments.end());
    makeScale();
    if (m_lane >= static_cast<int>(m_rows.size()))
        m_lane = -1;
    m_empty->setVisible(m_rows.empty());
    layoutRows();
    updateDescription();
}

void TimelineView::makeScale()
{
    if (m_timeline)
        m_scale = TimeScale::of(m_allLanes ? momentsOf(*m_timeline) : decisiveMoments(*m_timeline), m_timeline->end, m_mode);
}

void TimelineView::layoutRows()
{
    const QFontMetricsF names(typeOf(font(), kListSize, QFont::Medium));
    const QFontMetricsF details(typeOf(font(), kDetailSize));
    double name = 0;
    double where = 0;
    for (const TimelineRow &row : m_rows) {
        name = std::max(name, names.horizontalAdvance(row.title));
        where = std::max(where, details.horizontalAdvance(row.where));
    }
    m_nameWidth = std::ceil(name);
    m_left = std::max(kLeastLeft, kMargin + m_nameWidth + 12 + std::min(std::ceil(where), kWhereCap) + 10);
    const double room = viewport()->height() - kRulerHeight - 4;
    const double count = std::max<double>(1, static_cast<double>(m_rows.size()));
    m_pitch = std::clamp(std::floor(room / count), kTightPitch, kPitch);
    m_empty->setGeometry(viewport()->rect());
    updateBars();
    viewport()->update();
}

void TimelineView::updateBars()
{
    const double content = kRulerHeight + static_cast<double>(m_rows.size()) * m_pitch + 4;
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(std::ceil(content)) - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(static_cast<int>(m_pitch));
    const double extra = std::min(barsWidth() * (m_zoom - 1), 2e9);
    horizontalScrollBar()->setRange(0, m_rows.empty() ? 0 : static_cast<int>(std::round(extra)));
    horizontalScrollBar()->setPageStep(static_cast<int>(barsWidth()));
    horizontalScrollBar()->setSingleStep(40);
}

void TimelineView::setZoom(double zoom, double aroundX)
{
    const double inside = aroundX - m_left;
    const double fraction = (inside + horizontalScrollBar()->value()) / (barsWidth() * m_zoom);
    m_zoom = std::clamp(zoom, 1.0, kMostZoom);
    updateBars();
    horizontalScrollBar()->setValue(static_cast<int>(std::round(fraction * barsWidth() * m_zoom - inside)));
    viewport()->update();
}

void TimelineView::zoomToFit()
{
    m_zoom = 1;
    updateBars();
    viewport()->update();
}

void TimelineView::setScaleMode(TimeScale::Mode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    m_zoom = 1;
    makeScale();
    updateBars();
    viewport()->update();
    emit scaleModeChanged(mode);
}

void TimelineView::setAllLanes(bool all)
{
    if (all == m_allLanes)
        return;
    m_allLanes = all;
    m_lane = -1;
    chooseRows();
    emit allLanesChanged(all);
}

void TimelineView::setFocus(std::optional<plan::FlowId> flow)
{
    if (flow == m_focus)
        return;
    m_focus = flow;
    rebuild();
}

void TimelineView::setCursor(SimTime time)
{
    if (time == m_cursor)
        return;
    m_cursor = time;
    // While playing zoomed in, the view turns the page rather than losing the cursor.
    const double x = xOf(time);
    if (m_gesture == Gesture::None && m_zoom > 1 && (x < m_left || x > m_left + barsWidth()))
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() + static_cast<int>(x - m_left - barsWidth() / 6));
    updateDescription();
    viewport()->update();
}

void TimelineView::updateDescription()
{
    if (!m_timeline || m_rows.empty()) {
        setAccessibleDescription(tr("No run yet."));
        return;
    }
    setAccessibleDescription(tr("Scenario %1, lanes: %2.").arg(toQt(m_timeline->scenario)).arg(m_rows.size()));
}

void TimelineView::request(SimTime time)
{
    setCursor(time);
    emit cursorRequested(time);
}

std::optional<std::size_t> TimelineView::rowAt(double y) const
{
    const double offset = y - kRulerHeight + verticalScrollBar()->value();
    if (y < kRulerHeight || offset < 0)
        return std::nullopt;
    const auto row = static_cast<std::size_t>(offset / m_pitch);
    return row < m_rows.size() ? std::optional(row) : std::nullopt;
}

SimTime TimelineView::caught(double x) const
{
    const SimTime here = timeAt(x);
    const auto after = std::lower_bound(m_moments.begin(), m_moments.end(), here);
    std::optional<SimTime> best;
    for (const auto candidate : {after, after == m_moments.begin() ? m_moments.end() : std::prev(after)})
        if (candidate != m_moments.end() && std::abs(xOf(*candidate) - x) <= kCatch && (!best || std::abs(xOf(*candidate) - x) < std::abs(xOf(*best) - x)))
            best = *candidate;
    return best.value_or(here);
}

void TimelineView::step(int direction)
{
    if (!m_timeline)
        return;
    const std::vector<SimTime> all = momentsOf(*m_timeline);
    if (direction > 0) {
        if (const auto next = std::upper_bound(all.begin(), all.end(), m_cursor); next != all.end())
            request(*next);
    } else if (const auto at = std::lower_bound(all.begin(), all.end(), m_cursor); at != all.begin()) {
        request(*std::prev(at));
    }
}

void TimelineView::stepLane(int direction)
{
    std::vector<SimTime> changes;
    if (m_lane < 0)
        changes = m_moments;
    else
        for (const engine::LaneBar &bar : m_rows[static_cast<std::size_t>(m_lane)].lane.bars)
            changes.push_back(bar.from);
    if (direction > 0) {
        if (const auto next = std::upper_bound(changes.begin(), changes.end(), m_cursor); next != changes.end())
            request(*next);
    } else if (const auto at = std::lower_bound(changes.begin(), changes.end(), m_cursor); at != changes.begin()) {
        request(*std::prev(at));
    }
}

void TimelineView::chooseLane(int row)
{
    m_lane = std::clamp(row, -1, static_cast<int>(m_rows.size()) - 1);
    if (m_lane >= 0) {
        const double top = m_lane * m_pitch;
        QScrollBar *bar = verticalScrollBar();
        if (top < bar->value())
            bar->setValue(static_cast<int>(top));
        else if (kRulerHeight + top + m_pitch > bar->value() + viewport()->height())
            bar->setValue(static_cast<int>(std::ceil(kRulerHeight + top + m_pitch - viewport()->height())));
    }
    viewport()->update();
}

void TimelineView::mousePressEvent(QMouseEvent *event)
{
    if (m_rows.empty())
        return QAbstractScrollArea::mousePressEvent(event);
    m_pressed = event->position();
    m_panFrom = horizontalScrollBar()->value();
    const bool onBars = m_pressed.x() >= m_left - kCatch;
    const bool onRuler = m_pressed.y() < kRulerHeight;
    const bool onCursor = std::abs(xOf(m_cursor) - m_pressed.x()) <= kCatch;
    if (event->button() == Qt::MiddleButton) {
        m_gesture = Gesture::Pan;
    } else if (event->button() == Qt::LeftButton && !onBars) {
        if (const auto row = rowAt(m_pressed.y())) {
            const std::optional<plan::FlowId> flow = m_rows[*row].lane.flow;
            chooseLane(static_cast<int>(*row));
            if (flow) {
                setFocus(flow);
                const auto same = std::find_if(m_rows.begin(), m_rows.end(), [&](const TimelineRow &other) { return other.lane.flow == flow; });
                chooseLane(static_cast<int>(same - m_rows.begin()));
            }
        }
    } else if (event->button() == Qt::LeftButton) {
        m_gesture = m_zoom <= 1 || onRuler || onCursor ? Gesture::Scrub : Gesture::PanOrClick;
        if (m_gesture == Gesture::Scrub && !onCursor)
            request(event->modifiers() & Qt::AltModifier ? timeAt(m_pressed.x()) : caught(m_pressed.x()));
    }
    if (m_gesture == Gesture::Pan)
        viewport()->setCursor(Qt::ClosedHandCursor);
}

void TimelineView::mouseMoveEvent(QMouseEvent *event)
{
    const QPointF at = event->position();
    switch (m_gesture) {
    case Gesture::None: {
        const bool grab = !m_rows.empty() && at.x() >= m_left - kCatch && (at.y() < kRulerHeight || std::abs(xOf(m_cursor) - at.x()) <= kCatch);
        viewport()->setCursor(grab ? Qt::SizeHorCursor : Qt::ArrowCursor);
        break;
    }
    case Gesture::Scrub:
        request(event->modifiers() & Qt::AltModifier ? timeAt(at.x()) : caught(at.x()));
        break;
    case Gesture::PanOrClick:
        if (std::abs(at.x() - m_pressed.x()) < 4)
            break;
        m_gesture = Gesture::Pan;
        viewport()->setCursor(Qt::ClosedHandCursor);
        [[fallthrough]];
    case Gesture::Pan:
        horizontalScrollBar()->setValue(m_panFrom + static_cast<int>(m_pressed.x() - at.x()));
        break;
    }
}

void TimelineView::mouseReleaseEvent(QMouseEvent *event)
{
    if (m_gesture == Gesture::PanOrClick) {
        if (const auto row = rowAt(event->position().y()))
            chooseLane(static_cast<int>(*row));
        request(caught(event->position().x()));
    }
    m_gesture = Gesture::None;
    viewport()->unsetCursor();
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (const auto row = rowAt(event->position().y()); row && event->position().x() < m_left - kCatch)
        emit routerActivated(m_rows[*row].lane.device);
    else
        mousePressEvent(event);
}

void TimelineView::wheelEvent(QWheelEvent *event)
{
    const QPointF at = event->position();
    const QPoint turn = event->angleDelta();
    if (m_rows.empty())
        return;
    const bool sideways = std::abs(turn.x()) > std::abs(turn.y()) || (event->modifiers() & Qt::ShiftModifier);
    if (sideways)
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - (turn.x() != 0 ? turn.x() : turn.y()));
    else if (at.x() < m_left && !(event->modifiers() & Qt::ControlModifier))
        verticalScrollBar()->setValue(verticalScrollBar()->value() - turn.y() / 3);
    else
        setZoom(m_zoom * std::pow(1.25, turn.y() / 120.0), std::max(at.x(), m_left));
    event->accept();
}

void TimelineView::keyPressEvent(QKeyEvent *event)
{
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    switch (event->key()) {
    case Qt::Key_Left: shift ? stepLane(-1) : step(-1); break;
    case Qt::Key_Right: shift ? stepLane(1) : step(1); break;
    case Qt::Key_Up: chooseLane(std::max(0, m_lane - 1)); break;
    case Qt::Key_Down: chooseLane(m_lane + 1); break;
    case Qt::Key_Home:
        if (m_timeline)
            request(failureTimeOf(*m_timeline));
        break;
    case Qt::Key_End:
        if (m_timeline)
            request(settledTimeOf(*m_timeline));
        break;
    case Qt::Key_Space: emit playToggleRequested(); break;
    case Qt::Key_Plus:
    case Qt::Key_Equal: setZoom(m_zoom * 1.25, xOf(m_cursor)); break;
    case Qt::Key_Minus: setZoom(m_zoom / 1.25, xOf(m_cursor)); break;
    case Qt::Key_0: zoomToFit(); break;
    default: QAbstractScrollArea::keyPressEvent(event); return;
    }
    event->accept();
}

void TimelineView::contextMenuEvent(QContextMenuEvent *event)
{
    if (m_allRows.empty())
        return;
    QMenu menu;
    auto *scales = new QActionGroup(&menu);
    QAction *matters = menu.addAction(tr("Scale: what matters"));
    QAction *linear = menu.addAction(tr("Scale: linear"));
    for (QAction *action : {matters, linear}) {
        action->setCheckable(true);
        scales->addAction(action);
    }
    (m_mode == TimeScale::Mode::WhatMatters ? matters : linear)->setChecked(true);
    menu.addSeparator();
    QAction *all = menu.addAction(tr("All lanes"));
    all->setCheckable(true);
    all->setChecked(m_allLanes);
    QAction *fit = menu.addAction(tr("Show all of it"));
    fit->setEnabled(m_zoom > 1);
    const QAction *chosen = menu.exec(event->globalPos());
    if (chosen == matters)
        setScaleMode(TimeScale::Mode::WhatMatters);
    else if (chosen == linear)
        setScaleMode(TimeScale::Mode::Linear);
    else if (chosen == all)
        setAllLanes(all->isChecked());
    else if (chosen == fit)
        zoomToFit();
}

bool TimelineView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && m_plan && m_timeline) {
        const auto *help = static_cast<QHelpEvent *>(event);
        if (const auto row = rowAt(help->pos().y()); row && help->pos().x() >= m_left) {
            const SimTime at = timeAt(help->pos().x());
            const auto &bars = m_rows[*row].lane.bars;
            const auto bar = std::find_if(bars.begin(), bars.end(), [at](const engine::LaneBar &b) { return at < b.to; });
            if (bar != bars.end()) {
                QToolTip::showText(help->globalPos(), barToolTip(*m_plan, m_rows[*row], *bar, *m_timeline), viewport());
                return true;
            }
        }
        QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TimelineView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    layoutRows();
}

void TimelineView::scrollContentsBy(int, int)
{
    viewport()->update();
}

void TimelineView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        layoutRows();
    QAbstractScrollArea::changeEvent(event);
}

} // namespace sidestep::views
