// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/loss_budget_view.h"

#include "views/charts/loss_budget_model.h"
#include "views/charts/stage_bars.h"
#include "views/shared/empty_state.h"
#include "views/shared/palette.h"
#include "views/shared/text.h"
#include "views/shared/type.h"
#include "views/timeline/timeline_rows.h"

#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QStackedLayout>
#include <QStyledItemDelegate>
#include <QTableView>

#include <algorithm>

namespace sidestep::views {

namespace {

/// Losses in the colour of loss, everything else plain.
class LossDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const bool number = index.column() == LossBudgetModel::OutageColumn || index.column() == LossBudgetModel::LostColumn;
        const bool missed = index.column() == LossBudgetModel::ObjectiveColumn && index.data(LossBudgetModel::MissedRole).toBool();
        if (missed || (number && index.data(LossBudgetModel::LossRole).toBool())) {
            option->palette.setColor(QPalette::Text, Palette::current().loss);
            option->font.setWeight(QFont::DemiBold);
        }
    }
};

} // namespace

LossBudgetView::LossBudgetView(QWidget *parent)
    : QWidget(parent), m_model(new LossBudgetModel(this)), m_table(new QTableView), m_stages(new StageBars), m_stagesTitle(new QLabel),
      m_empty(new EmptyState), m_content(new QWidget)
{
    auto *sorted = new QSortFilterProxyModel(this);
    sorted->setSourceModel(m_model);
    sorted->setSortRole(LossBudgetModel::SortRole);
    m_table->setModel(sorted);
    m_table->setItemDelegate(new LossDelegate(m_table));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setFont(typeOf(font(), kListSize));
    m_table->horizontalHeader()->setFont(typeOf(font(), kDetailSize));
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_table->horizontalHeader()->setMinimumSectionSize(40);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(24);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->viewport()->setAutoFillBackground(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder);
    m_table->setAccessibleName(tr("Loss of each flow"));
    m_stagesTitle->setFont(typeOf(font(), kListSize, QFont::DemiBold));
    m_stagesTitle->setContentsMargins(12, 8, 12, 4);

    auto *stagesScroll = new QScrollArea;
    stagesScroll->setWidget(m_stages);
    stagesScroll->setWidgetResizable(true);
    stagesScroll->setFrameShape(QFrame::NoFrame);
    stagesScroll->viewport()->setAutoFillBackground(false);
    m_stages->setAutoFillBackground(false);
    auto *columns = new QHBoxLayout(m_content);
    columns->setContentsMargins(8, 4, 0, 4);
    columns->setSpacing(12);
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_stagesTitle);
    right->addWidget(stagesScroll, 1);
    columns->addWidget(m_table, 3);
    columns->addLayout(right, 2);

    auto *stack = new QStackedLayout(this);
    stack->addWidget(m_empty);
    stack->addWidget(m_content);
    m_empty->setText(tr("No losses to account for yet"), tr("Choose a failure above and press Run to see what each flow loses, where, and why."), tr("Run"));
    connect(m_empty, &EmptyState::triggered, this, &LossBudgetView::runRequested);
    connect(m_table, &QTableView::activated, this, [this, sorted](const QModelIndex &index) {
        if (const auto begins = m_model->lossBegins(sorted->mapToSource(index).row()))
            emit cursorRequested(*begins);
    });
}

void LossBudgetView::setPlan(const plan::Plan &plan)
{
    m_plan = plan;
    rebuild();
}

void LossBudgetView::setTimeline(std::shared_ptr<const engine::Timeline> timeline)
{
    m_timeline = std::move(timeline);
    rebuild();
}

void LossBudgetView::rebuild()
{
    m_model->setRun(m_plan, m_timeline);
    static_cast<QStackedLayout *>(layout())->setCurrentWidget(m_model->rowCount() > 0 ? m_content : m_empty);
    std::vector<Recovery> recoveries = m_timeline && m_plan ? recoveriesOf(*m_timeline) : std::vector<Recovery>();
    recoveries.erase(std::remove_if(recoveries.begin(), recoveries.end(), [](const Recovery &recovery) { return recovery.parts.empty(); }),
                     recoveries.end());
    QStringList names;
    for (const Recovery &recovery : recoveries)
        for (const engine::FlowResult &flow : m_timeline->flows)
            if (flow.flow == recovery.flow)
                names << toQt(flow.name);
    const bool any = !recoveries.empty();
    m_stages->setRecoveries(std::move(recoveries), names);
    m_stagesTitle->setText(any ? tr("From the first lost packet until traffic flowed again") : tr("No loss ended in this run"));
    m_table->setColumnHidden(LossBudgetModel::ObjectiveColumn, !m_model->hasObjectives());
    m_table->resizeColumnsToContents();
    for (int column = 0; column + 1 < LossBudgetModel::ColumnCount; ++column)
        m_table->setColumnWidth(column, m_table->columnWidth(column) + 4);
}

} // namespace sidestep::views
