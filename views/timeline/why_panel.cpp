// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/timeline/why_panel.h"

#include "views/shared/number_text.h"
#include "views/shared/palette.h"
#include "views/shared/phrase_text.h"
#include "views/shared/playback_clock.h"
#include "views/shared/type.h"
#include "views/shared/wrapping_list.h"

#include <QAbstractItemDelegate>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace sidestep::views {

namespace {

constexpr double kSide = 12;
constexpr double kIndent = 12;
constexpr double kRim = 4;

/// Headline in semibold with its moment at the right, detail below in secondary text; both wrap.
class StepDelegate final : public QAbstractItemDelegate
{
public:
    using QAbstractItemDelegate::QAbstractItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Palette &palette = Palette::current();
        const Parts parts = partsOf(option, index);
        const bool current = index.data(WhyModel::CurrentRole).toBool();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRectF tile = QRectF(option.rect).adjusted(4, 0, -4, 0);
        if (current || (option.state & QStyle::State_MouseOver)) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(current ? palette.accentSoft : palette.grid);
            painter->drawRoundedRect(tile, 6, 6);
        }
        if ((option.state & QStyle::State_HasFocus) && !current) {
            painter->setPen(QPen(palette.accent, 1));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(tile.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
        }
        painter->setFont(parts.headFont);
        painter->setPen(palette.text);
        painter->drawText(parts.head, Qt::TextWordWrap, index.data(Qt::DisplayRole).toString());
        painter->setFont(parts.detailFont);
        painter->setPen(palette.secondary);
        painter->drawText(parts.offset, Qt::AlignRight | Qt::AlignTop, index.data(WhyModel::OffsetRole).toString());
        painter->drawText(parts.detail, Qt::TextWordWrap, index.data(WhyModel::DetailRole).toString());
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Parts parts = partsOf(option, index);
        const double bottom = parts.detail.height() > 0 ? parts.detail.bottom() : parts.head.bottom();
        return {100, static_cast<int>(std::ceil(bottom - option.rect.top() + kRim))};
    }

private:
    struct Parts
    {
        QFont headFont, detailFont;
        QRectF head, offset, detail;
    };

    static Parts partsOf(const QStyleOptionViewItem &option, const QModelIndex &index)
    {
        const auto *list = qobject_cast<const QListView *>(option.widget);
        const double width = list ? list->viewport()->width() : option.rect.width();
        Parts parts;
        parts.headFont = typeOf(option.font, kListSize, QFont::DemiBold);
        parts.detailFont = typeOf(option.font, kDetailSize);
        const QFontMetricsF headMetrics(parts.headFont);
        const QFontMetricsF detailMetrics(parts.detailFont);
        const QString offset = index.data(WhyModel::OffsetRole).toString();
        const double offsetWidth = std::ceil(detailMetrics.horizontalAdvance(offset)) + 2;
        const QPointF at(option.rect.left() + kSide, option.rect.top() + kRim);
        const double headWidth = width - 2 * kSide - (offset.isEmpty() ? 0 : offsetWidth + 8);
        const QRectF head = headMetrics.boundingRect(QRectF(0, 0, headWidth, 1000), Qt::TextWordWrap, index.data(Qt::DisplayRole).toString());
        parts.head = QRectF(at, QSizeF(headWidth, std::ceil(head.height())));
        parts.offset = QRectF(at.x() + width - 2 * kSide - offsetWidth, at.y() + headMetrics.ascent() - detailMetrics.ascent(), offsetWidth,
                              detailMetrics.height());
        const QString detail = index.data(WhyModel::DetailRole).toString();
        if (!detail.isEmpty()) {
            const double detailWidth = width - 2 * kSide - kIndent;
            const QRectF box = detailMetrics.boundingRect(QRectF(0, 0, detailWidth, 1000), Qt::TextWordWrap, detail);
            parts.detail = QRectF(at.x() + kIndent, parts.head.bottom() + 1, detailWidth, std::ceil(box.height()));
        }
        return parts;
    }
};

} // namespace

void WhyModel::setSteps(std::vector<report::NarrationStep> steps, SimTime failure)
{
    beginResetModel();
    m_steps = std::move(steps);
    m_failure = failure;
    m_current = -1;
    endResetModel();
}

void WhyModel::setCurrent(int row)
{
    if (row == m_current)
        return;
    const int before = m_current;
    m_current = row;
    for (const int changed : {before, row})
        if (changed >= 0 && changed < rowCount())
            emit dataChanged(index(changed), index(changed), {CurrentRole});
}

int WhyModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_steps.size());
}

QVariant WhyModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const report::NarrationStep &step = m_steps[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return phraseText(step.headline);
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1. %2 %3").arg(phraseText(step.headline), phraseText(step.detail), data(index, OffsetRole).toString());
    case DetailRole: return phraseText(step.detail);
    case OffsetRole: return step.moment ? offsetText(step.time - m_failure) : QString();
    case CurrentRole: return index.row() == m_current;
    default: return {};
    }
}

WhyPanel::WhyPanel(QWidget *parent) : QWidget(parent), m_model(new WhyModel(this)), m_list(new WrappingList(this)), m_nothing(new QLabel(this)), m_more(new QToolButton(this))
{
    auto *title = new QLabel(tr("WHY"), this);
    QFont caps = typeOf(font(), kDetailSize, QFont::DemiBold);
    caps.setLetterSpacing(QFont::AbsoluteSpacing, 0.6);
    title->setFont(caps);
    title->setForegroundRole(QPalette::PlaceholderText);

    m_more->setObjectName(QStringLiteral("moreSteps"));
    m_more->setCheckable(true);
    m_more->setFont(typeOf(font(), kDetailSize));
    m_more->hide();
    connect(m_more, &QToolButton::toggled, this, &WhyPanel::rebuild);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(static_cast<int>(kSide), 4, 8, 2);
    top->addWidget(title, 1);
    top->addWidget(m_more);

    m_list->setModel(m_model);
    m_list->setItemDelegate(new StepDelegate(m_list));
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_list->setAccessibleName(tr("Why it happened"));
    m_nothing->setText(tr("Run a failure to read here, step by step, why traffic moved or was lost."));
    m_nothing->setFont(typeOf(font(), kListSize));
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    m_nothing->setWordWrap(true);
    m_nothing->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_nothing->setContentsMargins(static_cast<int>(kSide), 4, 12, 8);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_nothing, 1);
    column->addWidget(m_list, 1);
    m_list->hide();

    const auto go = [this](const QModelIndex &index) {
        if (!index.isValid())
            return;
        const report::NarrationStep &step = m_model->steps()[static_cast<std::size_t>(index.row())];
        emit cursorRequested(step.time);
        if (step.device)
            emit routerRequested(*step.device);
    };
    connect(m_list, &QListView::clicked, this, go);
    connect(m_list, &QListView::activated, this, go);
}

void WhyPanel::setPlan(const plan::Plan &plan)
{
    m_plan = plan;
    rebuild();
}

void WhyPanel::setTimeline(std::shared_ptr<const engine::Timeline> timeline)
{
    m_timeline = std::move(timeline);
    m_explanations.clear();
    if (m_timeline)
        m_cursor = failureTimeOf(*m_timeline);
    rebuild();
}

void WhyPanel::setExplanations(const std::vector<report::Explanation> &explanations)
{
    m_explanations = explanations;
    rebuild();
}

void WhyPanel::setCursor(SimTime time)
{
    m_cursor = time;
    chooseAt(time);
}

void WhyPanel::rebuild()
{
    const bool run = m_plan && m_timeline;
    std::vector<report::NarrationStep> steps = run ? report::narrate(*m_plan, *m_timeline) : std::vector<report::NarrationStep>();
    for (const report::Explanation &explanation : m_explanations)
        for (report::NarrationStep &step : report::narrate(explanation))
            steps.push_back(std::move(step));
    std::stable_sort(steps.begin(), steps.end(), [](const report::NarrationStep &a, const report::NarrationStep &b) { return a.time < b.time; });
    const std::size_t all = steps.size();
    const auto decisive = std::count_if(steps.begin(), steps.end(), [](const report::NarrationStep &step) { return step.decisive; });
    if (!m_more->isChecked())
        std::erase_if(steps, [](const report::NarrationStep &step) { return !step.decisive; });
    m_more->setVisible(static_cast<std::size_t>(decisive) < all);
    m_more->setText(m_more->isChecked() ? tr("What decided it") : tr("All %1 steps").arg(all));
    m_model->setSteps(std::move(steps), run ? failureTimeOf(*m_timeline) : kTimeZero);
    const bool any = m_model->rowCount() > 0;
    m_list->setVisible(any);
    m_nothing->setVisible(!any);
    m_nothing->setText(run ? tr("Nothing happened in this run: no failure touched the traffic.")
                           : tr("Run a failure to read here, step by step, why traffic moved or was lost."));
    chooseAt(m_cursor);
}

void WhyPanel::chooseAt(SimTime time)
{
    const auto &steps = m_model->steps();
    const auto after = std::upper_bound(steps.begin(), steps.end(), time, [](SimTime t, const report::NarrationStep &step) { return t < step.time; });
    const auto reached = std::find_if(std::make_reverse_iterator(after), steps.rend(), [](const report::NarrationStep &step) { return step.moment; });
    const int row = static_cast<int>(steps.rend() - reached) - 1;
    if (row == m_model->current())
        return;
    m_model->setCurrent(row);
    if (row >= 0)
        m_list->scrollTo(m_model->index(row));
}

} // namespace sidestep::views
