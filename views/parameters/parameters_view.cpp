// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parameters/parameters_view.h"

#include "views/parameters/parameters_model.h"
#include "views/shared/text.h"
#include "views/shared/type.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>

namespace sidestep::views {
namespace {

/// A choice is picked from a list, all else is typed.
class ValueDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QStringList choices = index.data(ParametersModel::ChoicesRole).toStringList();
        if (choices.isEmpty())
            return QStyledItemDelegate::createEditor(parent, option, index);
        auto *box = new QComboBox(parent);
        box->addItems(choices);
        return box;
    }
    void setEditorData(QWidget *editor, const QModelIndex &index) const override
    {
        if (auto *box = qobject_cast<QComboBox *>(editor))
            box->setCurrentText(index.data(Qt::EditRole).toString());
        else
            QStyledItemDelegate::setEditorData(editor, index);
    }
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override
    {
        if (const auto *box = qobject_cast<QComboBox *>(editor))
            model->setData(index, box->currentText());
        else
            QStyledItemDelegate::setModelData(editor, model, index);
    }
};

} // namespace

ParametersView::ParametersView(QWidget *parent)
    : QWidget(parent), m_model(new ParametersModel(this)), m_filter(new ParametersFilter(this)), m_table(new QTableView), m_words(new QLineEdit), m_profile(new QLabel)
{
    m_filter->setSourceModel(m_model);
    auto *controls = new QHBoxLayout;
    controls->setContentsMargins(12, 4, 12, 4);
    controls->setSpacing(8);
    m_profile->setFont(typeOf(font(), kListSize));
    controls->addWidget(m_profile);
    controls->addStretch();
    auto *changed = new QToolButton;
    changed->setText(tr("Changed only"));
    changed->setToolTip(tr("Show only what this plan assumes otherwise than its profile"));
    changed->setCheckable(true);
    changed->setFont(typeOf(font(), kListSize));
    connect(changed, &QToolButton::toggled, m_filter, &ParametersFilter::setChangedOnly);
    controls->addWidget(changed);
    m_words->setPlaceholderText(tr("Filter timers"));
    m_words->setClearButtonEnabled(true);
    m_words->setFont(typeOf(font(), kListSize));
    m_words->setMaximumWidth(240);
    connect(m_words, &QLineEdit::textChanged, m_filter, &ParametersFilter::setWords);
    controls->addWidget(m_words);

    m_table->setModel(m_filter);
    m_table->setItemDelegateForColumn(ParametersModel::Value, new ValueDelegate(m_table));
    m_table->setAccessibleName(tr("Timers and assumptions"));
    m_table->setFont(typeOf(font(), kListSize));
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::SelectedClicked);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 8);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->setColumnWidth(ParametersModel::Name, 300);
    m_table->setColumnWidth(ParametersModel::Value, 130);
    m_table->setColumnWidth(ParametersModel::Range, 230);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->installEventFilter(this);
    connect(m_table, &QTableView::customContextMenuRequested, this, &ParametersView::menuAt);
    connect(m_model, &ParametersModel::settingRequested, this, &ParametersView::settingRequested);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(controls);
    column->addWidget(m_table, 1);
}

void ParametersView::setPlan(const plan::Plan &plan)
{
    m_profile->setText(tr("Profile %1. Timers marked plan change the configurations.").arg(toQt(plan.settings().profile)));
    m_model->setPlan(plan);
}

void ParametersView::restore(const QModelIndex &index)
{
    const QString standard = index.isValid() ? m_model->standard(m_filter->mapToSource(index).row()) : QString();
    if (!standard.isEmpty() && index.data(ParametersModel::ChangedRole).toBool())
        emit settingRequested(QString(standard).remove(QLatin1Char(' ')));
}

void ParametersView::menuAt(const QPoint &at)
{
    const QModelIndex index = m_table->indexAt(at);
    if (!index.isValid())
        return;
    QMenu menu;
    const QModelIndex value = index.siblingAtColumn(ParametersModel::Value);
    const QAction *edit = menu.addAction(tr("Edit value"));
    QAction *standard = menu.addAction(tr("Take the profile's value"));
    standard->setEnabled(value.data(ParametersModel::ChangedRole).toBool());
    const QPersistentModelIndex kept(value);
    const QAction *chosen = menu.exec(m_table->viewport()->mapToGlobal(at));
    if (chosen && chosen == edit)
        m_table->edit(kept);
    else if (chosen && chosen == standard)
        restore(kept);
}

bool ParametersView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Delete) {
        restore(m_table->currentIndex().siblingAtColumn(ParametersModel::Value));
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace sidestep::views
