// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>
#include <QResizeEvent>

namespace sidestep::views {

/// A list whose rows are as tall as their wrapped text needs at the present width.
class WrappingList final : public QListView
{
public:
    explicit WrappingList(QWidget *parent = nullptr) : QListView(parent)
    {
        setFrameShape(QFrame::NoFrame);
        setResizeMode(QListView::Adjust);
        setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setMouseTracking(true);
        viewport()->setAutoFillBackground(false);
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QListView::resizeEvent(event);
        if (event->size().width() != event->oldSize().width())
            scheduleDelayedItemsLayout();
    }
};

} // namespace sidestep::views
