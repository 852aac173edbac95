// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/findings/findings_view.h"

#include "views/findings/findings_delegate.h"
#include "views/findings/findings_model.h"
#include "views/shared/empty_state.h"
#include "views/shared/number_text.h"
#include "views/shared/type.h"
#include "views/shared/wrapping_list.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QStackedLayout>
#include <QToolButton>

namespace sidestep::views {

FindingsView::FindingsView(QWidget *parent)
    : QWidget(parent), m_model(new FindingsModel(this)), m_filter(new FindingsFilter(this)), m_content(new QWidget), m_empty(new EmptyState),
      m_list(new WrappingList), m_words(new QLineEdit), m_severities{new QToolButton, new QToolButton, new QToolButton}
{
    m_filter->setSourceModel(m_model);
    auto *controls = new QHBoxLayout;
    controls->setContentsMargins(12, 4, 12, 4);
    controls->setSpacing(8);
    for (std::size_t i = 0; i < m_severities.size(); ++i) {
        QToolButton *button = m_severities.at(i);
        const auto severity = static_cast<check::Severity>(i);
        button->setCheckable(true);
        button->setChecked(true);
        button->setFont(typeOf(font(), kListSize));
        connect(button, &QToolButton::toggled, m_filter, [this, severity](bool shown) { m_filter->setShown(severity, shown); });
        controls->addWidget(button);
    }
    controls->addStretch();
    m_words->setPlaceholderText(tr("Filter findings"));
    m_words->setClearButtonEnabled(true);
    m_words->setFont(typeOf(font(), kListSize));
    m_words->setMaximumWidth(240);
    connect(m_words, &QLineEdit::textChanged, m_filter, &FindingsFilter::setWords);
    controls->addWidget(m_words);

    auto *delegate = new FindingsDelegate(m_list);
    m_list->setModel(m_filter);
    m_list->setItemDelegate(delegate);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setAccessibleName(tr("Findings"));
    m_list->installEventFilter(this);
    connect(delegate, &FindingsDelegate::showPressed, this, &FindingsView::reveal);
    connect(delegate, &FindingsDelegate::repairPressed, this, &FindingsView::repair);
    connect(m_list, &QListView::doubleClicked, this, &FindingsView::reveal);
    connect(m_list, &QListView::customContextMenuRequested, this, &FindingsView::menuAt);

    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(controls);
    column->addWidget(m_list, 1);
    auto *stack = new QStackedLayout(this);
    stack->addWidget(m_empty);
    stack->addWidget(m_content);
    connect(m_empty, &EmptyState::triggered, this, &FindingsView::openReferenceRequested);
    m_empty->setText(tr("Nothing to check yet"), tr("Draw two routers and connect them, or open the reference network."), tr("Open the reference network"));
}

void FindingsView::setFindings(const plan::Plan &plan, const std::vector<check::Finding> &findings)
{
    m_model->setFindings(plan, findings);
    showCounts();
    if (plan.routers().empty())
        m_empty->setText(tr("Nothing to check yet"), tr("Draw two routers and connect them, or open the reference network."),
                         tr("Open the reference network"));
    else
        m_empty->setText(tr("No findings"),
                         tr("%1 rules looked at %2 routers, %3 links and %4 access services.")
                             .arg(numberText(static_cast<std::int64_t>(check::rules().size())), numberText(static_cast<std::int64_t>(plan.routers().size())),
                                  numberText(static_cast<std::int64_t>(plan.links().size())), numberText(static_cast<std::int64_t>(plan.services().size()))),
                         QString());
    static_cast<QStackedLayout *>(layout())->setCurrentWidget(findings.empty() ? m_empty : m_content);
}

void FindingsView::showCounts()
{
    for (std::size_t i = 0; i < m_severities.size(); ++i) {
        const auto severity = static_cast<check::Severity>(i);
        const int count = m_model->count(severity);
        m_severities.at(i)->setText(severityCountText(severity, count));
        m_severities.at(i)->setVisible(count > 0);
        m_severities.at(i)->setToolTip(tr("Show or hide findings of this severity"));
    }
}

void FindingsView::reveal(const QModelIndex &index)
{
    if (index.isValid())
        emit zoomRequested(m_model->finding(m_filter->mapToSource(index).row()).objects);
}

void FindingsView::repair(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    // A copy: applying the edit brings new findings, and with them the end of this one.
    if (const auto edit = m_model->finding(m_filter->mapToSource(index).row()).repair)
        emit editRequested(*edit);
}

void FindingsView::menuAt(const QPoint &at)
{
    const QModelIndex index = m_list->indexAt(at);
    if (!index.isValid())
        return;
    QMenu menu;
    const QAction *go = menu.addAction(tr("Show"));
    const QString label = index.data(FindingsModel::RepairRole).toString();
    const QAction *mend = label.isEmpty() ? nullptr : menu.addAction(tr("Repair: %1").arg(label));
    const QPersistentModelIndex kept(index);
    const QAction *chosen = menu.exec(m_list->viewport()->mapToGlobal(at));
    if (chosen && chosen == go)
        reveal(kept);
    else if (chosen && chosen == mend)
        repair(kept);
}

bool FindingsView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            key->modifiers() & Qt::ControlModifier ? repair(m_list->currentIndex()) : reveal(m_list->currentIndex());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace sidestep::views
