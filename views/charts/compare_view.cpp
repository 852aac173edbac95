// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/compare_view.h"

#include "views/charts/compare_lanes.h"
#include "views/shared/empty_state.h"
#include "views/shared/number_text.h"
#include "views/shared/palette.h"
#include "views/shared/text.h"
#include "views/shared/type.h"

#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QStackedLayout>
#include <QTableWidget>

#include <algorithm>

namespace sidestep::views {

namespace {

const engine::FlowResult *flowOf(const engine::Timeline &timeline, plan::FlowId id)
{
    const auto at = std::find_if(timeline.flows.begin(), timeline.flows.end(), [id](const engine::FlowResult &flow) { return flow.flow == id; });
    return at == timeline.flows.end() ? nullptr : &*at;
}

const engine::FlowSegment *lastingLoss(const engine::FlowResult &flow)
{
    return !flow.segments.empty() && flow.segments.back().state == engine::FlowState::Lost ? &flow.segments.back() : nullptr;
}

QString outageText(const engine::FlowResult &flow)
{
    if (flow.outage.count() == 0)
        return CompareView::tr("none");
    return lastingLoss(flow) ? CompareView::tr("%1, not over").arg(durationText(flow.outage)) : durationText(flow.outage);
}

} // namespace

CompareView::CompareView(QWidget *parent)
    : QWidget(parent), m_empty(new EmptyState), m_content(new QWidget), m_verdict(new QLabel), m_table(new QTableWidget), m_lanes(new CompareLanes)
{
    m_verdict->setWordWrap(true);
    m_verdict->setTextFormat(Qt::PlainText);
    m_verdict->setFont(typeOf(font(), 14, QFont::DemiBold));
    m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_verdict->setContentsMargins(14, 4, 14, 0);

    m_table->setColumnCount(5);
    m_table->setHorizontalHeaderLabels(
        {tr("Flow"), tr("Outage with tracking"), tr("Outage without"), tr("Packets lost with tracking"), tr("Packets lost without")});
    for (int column = 0; column < 5; ++column)
        m_table->horizontalHeaderItem(column)->setTextAlignment((column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    m_table->setFont(typeOf(font(), kListSize));
    m_table->horizontalHeader()->setFont(typeOf(font(), kDetailSize));
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(24);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->viewport()->setAutoFillBackground(false);
    m_table->setAccessibleName(tr("Flows with and without tracking"));

    auto *scroll = new QScrollArea;
    scroll->setWidget(m_lanes);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->viewport()->setAutoFillBackground(false);
    m_lanes->setAutoFillBackground(false);
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 8, 0, 8);
    column->setSpacing(12);
    column->addWidget(m_verdict);
    column->addWidget(scroll, 3);
    auto *tableRow = new QHBoxLayout;
    tableRow->setContentsMargins(12, 0, 12, 0);
    tableRow->addWidget(m_table);
    column->addLayout(tableRow, 2);
    auto *stack = new QStackedLayout(this);
    stack->addWidget(m_empty);
    stack->addWidget(m_content);
    m_empty->setText(tr("Nothing compared yet"), tr("Choose a failure and press Compare to run it with and without route tracking."), tr("Compare"));
    connect(m_empty, &EmptyState::triggered, this, &CompareView::compareRequested);
    connect(m_lanes, &CompareLanes::cursorRequested, this, [this](SimTime time) {
        m_lanes->setCursor(time);
        emit cursorRequested(time);
    });
}

QString CompareView::verdict() const
{
    return m_verdict->text();
}

void CompareView::setPlan(const plan::Plan &plan)
{
    m_plan = plan;
    rebuild();
}

void CompareView::setTimelines(std::shared_ptr<const engine::Timeline> with, std::shared_ptr<const engine::Timeline> without)
{
    m_with = std::move(with);
    m_without = std::move(without);
    rebuild();
}

void CompareView::setCursor(SimTime time)
{
    m_lanes->setCursor(time);
}

void CompareView::rebuild()
{
    const bool both = m_plan && m_with && m_without;
    static_cast<QStackedLayout *>(layout())->setCurrentWidget(both ? m_content : m_empty);
    m_lanes->setRuns(both ? m_with : nullptr, both ? m_without : nullptr);
    m_verdict->setText(both ? verdictText() : QString());
    if (both)
        fillTable();
}

QString CompareView::verdictText() const
{
    // The flow that tracking changes most speaks for the failure.
    const engine::FlowResult *worst = nullptr;
    const engine::FlowResult *tracked = nullptr;
    for (const engine::FlowResult &flow : m_without->flows) {
        const engine::FlowResult *other = flowOf(*m_with, flow.flow);
        if (!other)
            continue;
        if (!worst || std::chrono::abs(flow.outage - other->outage) > std::chrono::abs(worst->outage - tracked->outage)) {
            worst = &flow;
            tracked = other;
        }
    }
    if (!worst)
        return tr("The plan has no traffic flows to compare.");
    const QString name = toQt(worst->name);
    if (worst->outage == tracked->outage) {
        const auto untouched = [](const engine::FlowResult &flow) { return flow.outage.count() == 0; };
        if (std::all_of(m_without->flows.begin(), m_without->flows.end(), untouched))
            return tr("This failure costs no packet, with or without tracking.");
        return tr("Route tracking makes no difference to this failure: it does not take the tracked route away, or both ways are gone.");
    }
    if (worst->outage < tracked->outage)
        return tr("%1 is out longer with tracking: %2 instead of %3.").arg(name, durationText(tracked->outage), durationText(worst->outage));
    const QString with = tracked->outage.count() == 0
        ? tr("With tracking, %1 loses nothing.").arg(name)
        : tr("With tracking, %1 is out for %2 (%3 packets).").arg(name, durationText(tracked->outage), numberText(tracked->lostPackets));
    const engine::FlowSegment *lasting = lastingLoss(*worst);
    if (!lasting)
        return with + QLatin1Char(' ') + tr("Without it, for %1 (%2 packets).").arg(durationText(worst->outage), numberText(worst->lostPackets));
    const plan::Router *at = lasting->at ? m_plan->find(*lasting->at) : nullptr;
    const plan::Flow *flow = m_plan->find(worst->flow);
    const plan::AccessService *service = flow ? m_plan->find(flow->service) : nullptr;
    const plan::Router *csg = service ? m_plan->find(service->csg) : nullptr;
    if (lasting->silent && at && csg && worst->direction == plan::Direction::Upstream)
        return with + QLatin1Char(' ')
            + tr("Without it, %1 keeps sending to %2, which drops everything (%3), and nothing tells %1: %4 packets in %5, and the loss had not ended "
                 "when the run did.")
                  .arg(toQt(csg->name), toQt(at->name), toQt(lasting->why), numberText(worst->lostPackets), durationText(worst->outage));
    return with + QLatin1Char(' ')
        + tr("Without it, the loss had not ended when the run did: %1 packets in %2.").arg(numberText(worst->lostPackets), durationText(worst->outage));
}

void CompareView::fillTable()
{
    m_table->setRowCount(0);
    const auto put = [this](int row, int column, const QString &text, bool loss) {
        auto *item = new QTableWidgetItem(text);
        item->setTextAlignment((column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        if (loss)
            item->setForeground(Palette::current().loss);
        m_table->setItem(row, column, item);
    };
    for (const engine::FlowResult &without : m_without->flows) {
        const engine::FlowResult *with = flowOf(*m_with, without.flow);
        if (!with)
            continue;
        const int row = m_table->rowCount();
        m_table->insertRow(row);
        put(row, 0, toQt(without.name), false);
        put(row, 1, outageText(*with), with->outage.count() > 0);
        put(row, 2, outageText(without), without.outage.count() > 0);
        put(row, 3, numberText(with->lostPackets), with->lostPackets > 0);
        put(row, 4, numberText(without.lostPackets), without.lostPackets > 0);
    }
    m_table->resizeColumnsToContents();
    for (int column = 0; column < m_table->columnCount(); ++column)
        m_table->setColumnWidth(column, m_table->columnWidth(column) + 16);
}

void CompareView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange && m_with && m_without && m_plan)
        fillTable();
    QWidget::changeEvent(event);
}

} // namespace sidestep::views
