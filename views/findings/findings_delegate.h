// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemDelegate>

namespace sidestep::views {

/// A finding as severity mark, sentence, objects, and what can be done about it at the right.
class FindingsDelegate final : public QAbstractItemDelegate
{
    Q_OBJECT

public:
    using QAbstractItemDelegate::QAbstractItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index) override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index) override;

    /// Where the two buttons of a row are; `repair` is empty when there is nothing to repair with.
    struct Buttons
    {
        QRectF show;
        QRectF repair;
    };
    [[nodiscard]] static Buttons buttonsOf(const QStyleOptionViewItem &option, const QModelIndex &index);

signals:
    void showPressed(const QModelIndex &index);
    void repairPressed(const QModelIndex &index);
};

} // namespace sidestep::views
