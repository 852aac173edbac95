// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/findings/findings_delegate.h"

#include "views/findings/findings_model.h"
#include "views/shared/palette.h"
#include "views/shared/type.h"

#include <QAbstractItemView>
#include <QCursor>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <cmath>

namespace sidestep::views {

namespace {

constexpr double kSide = 16;
constexpr double kIcon = 16;
constexpr double kGap = 10;
constexpr double kRim = 6;
constexpr double kButtonHeight = 22;

double widthOf(const QStyleOptionViewItem &option)
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    return view ? view->viewport()->width() : option.rect.width();
}

struct Parts
{
    QFont textFont, objectsFont;
    QRectF icon, text, objects;
};

Parts partsOf(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    Parts parts;
    parts.textFont = typeOf(option.font, kListSize, QFont::Medium);
    parts.objectsFont = typeOf(option.font, kDetailSize);
    const double left = option.rect.left() + kSide + kIcon + kGap;
    const double right = FindingsDelegate::buttonsOf(option, index).show.left() - 16;
    const QFontMetricsF metrics(parts.textFont);
    const QRectF text = metrics.boundingRect(QRectF(0, 0, right - left, 10'000), Qt::TextWordWrap, index.data(Qt::DisplayRole).toString());
    parts.text = QRectF(left, option.rect.top() + kRim, right - left, std::ceil(text.height()));
    parts.objects = QRectF(left, parts.text.bottom() + 1, right - left, std::ceil(QFontMetricsF(parts.objectsFont).height()));
    parts.icon = QRectF(option.rect.left() + kSide, parts.text.top() + (metrics.height() - kIcon) / 2, kIcon, kIcon);
    return parts;
}

/// Shape tells severity as well as colour does: disc with a cross, triangle, ring.
void paintMark(QPainter &painter, const QRectF &box, check::Severity severity, const Palette &palette)
{
    painter.save();
    painter.translate(box.center());
    QPen sign(palette.panel, 1.8, Qt::SolidLine, Qt::RoundCap);
    switch (severity) {
    case check::Severity::Error:
        painter.setPen(Qt::NoPen);
        painter.setBrush(palette.loss);
        painter.drawEllipse(QPointF(), 7, 7);
        painter.setPen(sign);
        painter.drawLine(QPointF(-2.6, -2.6), QPointF(2.6, 2.6));
        painter.drawLine(QPointF(2.6, -2.6), QPointF(-2.6, 2.6));
        break;
    case check::Severity::Warning: {
        QPainterPath triangle;
        triangle.moveTo(0, -6.5);
        triangle.lineTo(7, 5.8);
        triangle.lineTo(-7, 5.8);
        triangle.closeSubpath();
        painter.setPen(QPen(palette.warning, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(palette.warning);
        painter.drawPath(triangle);
        painter.setPen(sign);
        painter.drawLine(QPointF(0, -2.2), QPointF(0, 1.2));
        painter.drawPoint(QPointF(0, 3.9));
        break;
    }
    case check::Severity::Advice:
        painter.setPen(QPen(palette.accent, 1.6));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(), 6.2, 6.2);
        painter.setPen(QPen(palette.accent, 1.8, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(0, -0.2), QPointF(0, 3));
        painter.drawPoint(QPointF(0, -3));
        break;
    }
    painter.restore();
}

void paintButton(QPainter &painter, const QRectF &box, const QString &text, const QStyleOptionViewItem &option, const Palette &palette)
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const bool under = view && box.contains(view->viewport()->mapFromGlobal(QPointF(QCursor::pos())));
    painter.setPen(QPen(under ? palette.accent : palette.hairline, 1));
    painter.setBrush(under ? palette.accentSoft : palette.canvas);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.setFont(typeOf(option.font, kDetailSize, QFont::Medium));
    painter.setPen(palette.accent);
    painter.drawText(box, Qt::AlignCenter, text);
}

} // namespace

FindingsDelegate::Buttons FindingsDelegate::buttonsOf(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const QFontMetricsF metrics(typeOf(option.font, kDetailSize, QFont::Medium));
    const double top = option.rect.top() + kRim - 2;
    double right = option.rect.left() + widthOf(option) - kSide;
    Buttons buttons;
    // The column of the repair is kept free in rows without one, so that "Show" stands in one line.
    const double repairWidth = std::ceil(metrics.horizontalAdvance(tr("Repair"))) + 20;
    if (!index.data(FindingsModel::RepairRole).toString().isEmpty())
        buttons.repair = QRectF(right - repairWidth, top, repairWidth, kButtonHeight);
    right -= repairWidth + 8;
    const double showWidth = std::ceil(metrics.horizontalAdvance(tr("Show"))) + 20;
    buttons.show = QRectF(right - showWidth, top, showWidth, kButtonHeight);
    return buttons;
}

void FindingsDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Palette &palette = Palette::current();
    const Parts parts = partsOf(option, index);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(option.state & QStyle::State_Selected ? palette.accentSoft : palette.grid);
        painter->drawRoundedRect(QRectF(option.rect).adjusted(6, 0, -6, -1), 6, 6);
    }
    paintMark(*painter, parts.icon, static_cast<check::Severity>(index.data(FindingsModel::SeverityRole).toInt()), palette);
    painter->setFont(parts.textFont);
    painter->setPen(palette.text);
    painter->drawText(parts.text, Qt::TextWordWrap, index.data(Qt::DisplayRole).toString());
    painter->setFont(parts.objectsFont);
    painter->setPen(palette.secondary);
    painter->drawText(parts.objects, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetricsF(parts.objectsFont).elidedText(index.data(FindingsModel::ObjectsRole).toString(), Qt::ElideRight, parts.objects.width()));
    const Buttons buttons = buttonsOf(option, index);
    paintButton(*painter, buttons.show, tr("Show"), option, palette);
    if (!buttons.repair.isEmpty())
        paintButton(*painter, buttons.repair, tr("Repair"), option, palette);
    painter->restore();
}

QSize FindingsDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Parts parts = partsOf(option, index);
    return {200, static_cast<int>(std::ceil(parts.objects.bottom() - option.rect.top() + kRim))};
}

bool FindingsDelegate::editorEvent(QEvent *event, QAbstractItemModel *, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() == QEvent::MouseMove && option.widget)
        const_cast<QWidget *>(option.widget)->update();
    if (event->type() != QEvent::MouseButtonRelease)
        return false;
    const auto *mouse = static_cast<QMouseEvent *>(event);
    if (mouse->button() != Qt::LeftButton)
        return false;
    const Buttons buttons = buttonsOf(option, index);
    if (buttons.show.contains(mouse->position())) {
        emit showPressed(index);
        return true;
    }
    if (buttons.repair.contains(mouse->position())) {
        emit repairPressed(index);
        return true;
    }
    return false;
}

bool FindingsDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return false;
    const Buttons buttons = buttonsOf(option, index);
    const QPointF at(event->pos());
    const QString text = buttons.repair.contains(at) ? index.data(FindingsModel::RepairRole).toString()
        : buttons.show.contains(at)                  ? tr("Go to %1").arg(index.data(FindingsModel::ObjectsRole).toString())
                                                     : index.data(FindingsModel::RuleRole).toString();
    QToolTip::showText(event->globalPos(), text, view);
    return true;
}

} // namespace sidestep::views
