// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/inspector/plan_tree.h"

#include "views/inspector/plan_tree_model.h"
#include "views/shared/number_text.h"
#include "views/shared/palette.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

namespace sidestep::views {
namespace {

/// Rows with a soft tile behind the selection and, for groups, the count on the right.
class TreeDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return {QStyledItemDelegate::sizeHint(option, index).width(), 24};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Palette &colours = Palette::current();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state & QStyle::State_Selected) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(colours.accentSoft);
            QRect tile = option.rect;
            tile.setLeft(4);
            tile.setRight(option.widget->width() - 8);
            painter->drawRoundedRect(tile, 6, 6);
        } else if (option.state & QStyle::State_HasFocus) {
            painter->setPen(colours.accent);
            painter->drawRoundedRect(option.rect.adjusted(0, 1, -1, -1), 6, 6);
        }
        QFont font = option.font;
        const bool group = !index.parent().isValid();
        font.setWeight(group ? QFont::DemiBold : QFont::Normal);
        painter->setFont(font);
        QRect text = option.rect.adjusted(4, 0, -12, 0);
        if (group) {
            const QString count = numberText(index.data(PlanTreeModel::kCountRole).toLongLong());
            painter->setPen(colours.secondary);
            painter->drawText(text, Qt::AlignRight | Qt::AlignVCenter, count);
            text.setRight(text.right() - option.fontMetrics.horizontalAdvance(count) - 8);
        }
        painter->setPen(colours.text);
        painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                          QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, text.width()));
        painter->restore();
    }
};

} // namespace

PlanTree::PlanTree(QWidget *parent)
    : QWidget(parent), m_find(new QLineEdit(this)), m_view(new QTreeView(this)), m_model(new PlanTreeModel(this))
{
    setObjectName(QStringLiteral("planTree"));
    m_find->setObjectName(QStringLiteral("find"));
    m_find->setPlaceholderText(tr("Find router, link, address…"));
    m_find->setClearButtonEnabled(true);
    m_find->installEventFilter(this);

    m_view->setObjectName(QStringLiteral("tree"));
    m_view->setAccessibleName(tr("Plan"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new TreeDelegate(m_view));
    m_view->setHeaderHidden(true);
    m_view->setUniformRowHeights(true);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setIndentation(16);
    m_view->setExpandsOnDoubleClick(true);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->installEventFilter(this);
    for (const int group : {PlanTreeModel::Routers, PlanTreeModel::Services, PlanTreeModel::Scenarios})
        m_view->expand(m_model->index(group, 0));

    auto *title = new QLabel(tr("PLAN"), this);
    title->setObjectName(QStringLiteral("sectionTitle"));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 0, 0);
    layout->setSpacing(8);
    auto *findRow = new QHBoxLayout;
    findRow->setContentsMargins(0, 0, 12, 0);
    findRow->addWidget(m_find);
    layout->addLayout(findRow);
    layout->addWidget(title);
    layout->addWidget(m_view, 1);

    connect(m_find, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model->setFilter(text.trimmed());
        if (!text.isEmpty())
            m_view->expandAll();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (!m_following)
            emit selectionRequested(selected());
    });
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QTreeView::customContextMenuRequested, this, &PlanTree::openMenu);
    connect(m_view, &QTreeView::doubleClicked, this, [this](const QModelIndex &index) {
        if (const auto object = m_model->objectAt(index))
            emit zoomRequested({*object});
    });
}

void PlanTree::setPlan(const plan::Plan &plan)
{
    m_following = true;
    m_model->setPlan(plan);
    m_following = false;
}

void PlanTree::setSelection(const Selection &selection)
{
    if (selection == selected())
        return;
    m_following = true;
    QItemSelection items;
    // Marking thousands of rows one by one is slow and shows nobody anything.
    if (selection.objects.size() <= 500)
        for (const plan::ObjectId &object : selection.objects)
            if (const QModelIndex index = m_model->indexOf(object); index.isValid())
                items.select(index, index);
    m_view->selectionModel()->select(items, QItemSelectionModel::ClearAndSelect);
    if (items.size() == 1) {
        m_view->setCurrentIndex(items.indexes().first());
        m_view->scrollTo(items.indexes().first());
    }
    m_following = false;
}

void PlanTree::focusFind()
{
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
}

Selection PlanTree::selected() const
{
    Selection selection;
    for (const QModelIndex &index : m_view->selectionModel()->selectedIndexes())
        if (const auto object = m_model->objectAt(index))
            selection.objects.push_back(*object);
    return selection;
}

void PlanTree::openMenu(QPoint at)
{
    const auto object = m_model->objectAt(m_view->indexAt(at));
    if (!object)
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("treeMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (const auto *router = std::get_if<plan::RouterId>(&*object))
        menu->addAction(tr("Open console"), this, [this, id = *router] { emit consoleRequested(id); })->setObjectName(QStringLiteral("objectConsole"));
    menu->addAction(tr("Show on the canvas"), this, [this, id = *object] { emit zoomRequested({id}); });
    menu->addAction(tr("Delete"), this, [this] { emit removeRequested(selected()); });
    menu->popup(m_view->viewport()->mapToGlobal(at));
}

bool PlanTree::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (watched == m_find && key->key() == Qt::Key_Escape) {
            m_find->clear();
            return true;
        }
        if (watched == m_find && key->key() == Qt::Key_Down) {
            m_view->setFocus();
            return true;
        }
        if (watched == m_find && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) {
            for (int group = 0; group < m_model->rowCount(); ++group)
                if (const QModelIndex first = m_model->index(0, 0, m_model->index(group, 0)); first.isValid()) {
                    m_view->setCurrentIndex(first);
                    emit zoomRequested({*m_model->objectAt(first)});
                    break;
                }
            return true;
        }
        if (watched == m_view && key->key() == Qt::Key_Delete) {
            if (const Selection selection = selected(); !selection.objects.empty())
                emit removeRequested(selection);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace sidestep::views
