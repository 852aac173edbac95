// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/configuration/difference_view.h"

#include "views/configuration/vrp_editor.h"
#include "views/shared/empty_state.h"
#include "views/shared/text.h"
#include "views/shared/type.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QStackedLayout>
#include <QTabBar>
#include <QToolButton>

#include <algorithm>

namespace sidestep::views {
namespace {

using config::RouterChange;

constexpr int kListWidth = 210;

QStringList linesOf(const std::string &text)
{
    QStringList lines = toQt(text).split(QLatin1Char('\n'));
    if (!lines.isEmpty() && lines.constLast().isEmpty())
        lines.removeLast();
    return lines;
}

/// "AGG1   3 commands".
QString listText(const RouterChange &change)
{
    const QString name = toQt(change.name);
    switch (change.state) {
    case RouterChange::State::OnlyFirst: return DifferenceView::tr("%1   only before").arg(name);
    case RouterChange::State::OnlySecond: return DifferenceView::tr("%1   new").arg(name);
    case RouterChange::State::Changed: break;
    }
    const std::size_t commands = config::commandCount(change.difference.forward);
    return commands == 1 ? DifferenceView::tr("%1   1 command").arg(name) : DifferenceView::tr("%1   %2 commands").arg(name).arg(commands);
}

/// One side of the aligned rows, with an empty line where the other side stands alone.
struct Side
{
    QStringList lines;
    std::vector<int> numbers; ///< 1-based; 0: empty line
};

Side sideOf(const std::vector<AlignedRow> &rows, const QStringList &text, int AlignedRow::*line)
{
    Side side;
    for (const AlignedRow &row : rows) {
        side.lines << (row.*line >= 0 ? text[row.*line] : QString());
        side.numbers.push_back(row.*line + 1);
    }
    return side;
}

void mark(VrpEditor &editor, const std::vector<AlignedRow> &rows, int AlignedRow::*line, LineMark AlignedRow::*kind, VrpEditor::Mark alone)
{
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto at = static_cast<int>(i);
        if (rows[i].*line < 0)
            editor.markerAdd(at, VrpEditor::Filler);
        else if (rows[i].*kind == LineMark::Changed)
            editor.markerAdd(at, VrpEditor::Altered);
        else if (rows[i].*kind == LineMark::Alone)
            editor.markerAdd(at, alone);
        else if (rows[i].*kind == LineMark::Moved)
            editor.markerAdd(at, VrpEditor::Displaced);
    }
}

/// Lines that moved are marked but are no change: their order means nothing to a router.
bool isChange(const AlignedRow &row)
{
    const auto counts = [](LineMark mark) { return mark == LineMark::Changed || mark == LineMark::Alone; };
    return counts(row.firstMark) || counts(row.secondMark);
}

QToolButton *arrow(Qt::ArrowType type, const QString &tip)
{
    auto *button = new QToolButton;
    button->setArrowType(type);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

QLabel *smallLabel(const QWidget &widget)
{
    auto *label = new QLabel;
    label->setFont(typeOf(widget.font(), kDetailSize));
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

} // namespace

DifferenceView::DifferenceView(QWidget *parent)
    : QWidget(parent), m_stack(new QStackedLayout(this)), m_empty(new EmptyState), m_content(new QWidget), m_title(new QLabel),
      m_firstTitle(smallLabel(*this)), m_secondTitle(smallLabel(*this)), m_against(new QToolButton), m_routers(new QListWidget),
      m_pageTabs(new QTabBar), m_sides(new QWidget), m_scriptPaper(nullptr), m_first(new VrpEditor), m_second(new VrpEditor),
      m_script(new VrpEditor), m_previous(arrow(Qt::UpArrow, tr("Change before (Alt+Up)"))), m_next(arrow(Qt::DownArrow, tr("Next change (Alt+Down)"))),
      m_copy(new QPushButton(tr("Copy"))), m_export(new QPushButton(tr("Export…")))
{
    auto *row = new QHBoxLayout(m_content);
    row->setContentsMargins(12, 6, 12, 8);
    row->setSpacing(12);
    row->addWidget(makeLeft());
    row->addWidget(makeRight(), 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_content);
    connect(m_empty, &EmptyState::triggered, this, [this] {
        if (m_working)
            emit stopRequested();
        else
            emit compareRequested(Against::SavedPlan);
    });
    for (const auto &[key, forward] : {std::pair{Qt::Key_Down, true}, std::pair{Qt::Key_Up, false}}) {
        auto *shortcut = new QShortcut(QKeySequence(Qt::ALT | key), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, forward = forward] { step(forward); });
    }
    showMessage(tr("What changes on the routers?"),
                tr("Compare the saved plan with the plan as it is now: every line that differs, the commands that lead there, and the way back."),
                tr("Compare with the saved plan"));
}

QWidget *DifferenceView::makeLeft()
{
    auto *left = new QWidget;
    left->setFixedWidth(kListWidth);
    m_against->setText(tr("Compare with"));
    m_against->setPopupMode(QToolButton::InstantPopup);
    m_against->setMenu(new QMenu(m_against));
    m_against->setToolButtonStyle(Qt::ToolButtonTextOnly);
    addAgainst(tr("The saved plan"), Against::SavedPlan);
    addAgainst(tr("Another plan…"), Against::OtherPlan);
    addAgainst(tr("A router's running file…"), Against::RouterFile);
    m_routers->setFrameShape(QFrame::NoFrame);
    m_routers->setFont(typeOf(font(), kListSize));
    m_routers->setUniformItemSizes(true);
    m_routers->setAccessibleName(tr("Routers that differ"));
    connect(m_routers, &QListWidget::currentRowChanged, this, &DifferenceView::showRouter);
    connect(m_routers, &QListWidget::itemActivated, this, [this] {
        if (const RouterChange *change = current())
            emit routerActivated(toQt(change->name));
    });
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_against, 0, Qt::AlignLeft);
    column->addWidget(m_routers, 1);
    return left;
}

void DifferenceView::addAgainst(const QString &text, Against against)
{
    connect(m_against->menu()->addAction(text), &QAction::triggered, this, [this, against] { emit compareRequested(against); });
}

QWidget *DifferenceView::makeRight()
{
    m_title->setFont(typeOf(font(), kBodySize, QFont::DemiBold));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_pageTabs->setObjectName(QStringLiteral("differencePages"));
    m_pageTabs->setDrawBase(false);
    m_pageTabs->setExpanding(false);
    for (const QString &page : {tr("Side by side"), tr("Commands"), tr("Rollback")})
        m_pageTabs->addTab(page);
    connect(m_pageTabs, &QTabBar::currentChanged, this, &DifferenceView::showPage);
    connect(m_previous, &QToolButton::clicked, this, &DifferenceView::previousChange);
    connect(m_next, &QToolButton::clicked, this, &DifferenceView::nextChange);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(script()); });
    connect(m_export, &QPushButton::clicked, this, [this] {
        if (const RouterChange *change = current())
            emit exportRequested(toQt(change->name) + (m_pageTabs->currentIndex() == static_cast<int>(Page::Rollback) ? tr("-rollback") : tr("-change"))
                                     + QStringLiteral(".txt"),
                                 script());
    });
    auto *top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(m_title, 1);
    top->addWidget(m_previous);
    top->addWidget(m_next);
    top->addWidget(m_copy);
    top->addWidget(m_export);
    top->addWidget(m_pageTabs);

    auto *grid = new QGridLayout(m_sides);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(4);
    grid->addWidget(m_firstTitle, 0, 0);
    grid->addWidget(m_secondTitle, 0, 1);
    grid->addWidget(new PaperFrame(*m_first), 1, 0);
    grid->addWidget(new PaperFrame(*m_second), 1, 1);
    for (const auto &[from, to] : {std::pair{m_first, m_second}, std::pair{m_second, m_first}}) {
        connect(from->verticalScrollBar(), &QScrollBar::valueChanged, to->verticalScrollBar(), &QScrollBar::setValue);
        connect(from->horizontalScrollBar(), &QScrollBar::valueChanged, to->horizontalScrollBar(), &QScrollBar::setValue);
    }
    m_first->setAccessibleName(tr("Before"));
    m_second->setAccessibleName(tr("After"));
    m_scriptPaper = new PaperFrame(*m_script);

    auto *right = new QWidget;
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(top);
    column->addWidget(m_sides, 1);
    column->addWidget(m_scriptPaper, 1);
    showPage();
    return right;
}

void DifferenceView::setChanges(const QString &first, const QString &second, const std::vector<RouterChange> &changes)
{
    const QString before = !m_wanted.isEmpty() ? m_wanted : current() ? toQt(current()->name) : QString();
    m_wanted.clear();
    m_working = false;
    m_changes = changes;
    m_firstTitle->setText(first);
    m_secondTitle->setText(second);
    if (changes.empty()) {
        m_routers->clear();
        showMessage(tr("No difference"), tr("%1 and %2: every router would be configured the same.").arg(first, second), tr("Compare with the saved plan"));
        return;
    }
    {
        const QSignalBlocker quiet(m_routers);
        m_routers->clear();
        for (const RouterChange &change : m_changes)
            m_routers->addItem(listText(change));
    }
    m_stack->setCurrentWidget(m_content);
    const auto again = std::find_if(m_changes.begin(), m_changes.end(), [&](const RouterChange &change) { return toQt(change.name) == before; });
    const int row = again == m_changes.end() ? 0 : static_cast<int>(again - m_changes.begin());
    {
        const QSignalBlocker quiet(m_routers);
        m_routers->setCurrentRow(row);
    }
    showRouter(row);
}

void DifferenceView::showWorking(const QString &what)
{
    m_working = true;
    showMessage(tr("Comparing…"), what, tr("Stop"));
}

void DifferenceView::showProblem(const QString &what)
{
    m_working = false;
    showMessage(tr("Nothing to compare"), what, tr("Compare with the saved plan"));
}

void DifferenceView::showMessage(const QString &headline, const QString &detail, const QString &button)
{
    m_empty->setText(headline, detail, button);
    m_stack->setCurrentWidget(m_empty);
}

void DifferenceView::chooseRouter(const QString &name)
{
    m_wanted = name;
    for (std::size_t i = 0; i < m_changes.size(); ++i)
        if (toQt(m_changes[i].name) == name) {
            m_wanted.clear();
            m_routers->setCurrentRow(static_cast<int>(i));
        }
}

const RouterChange *DifferenceView::current() const
{
    const int row = m_routers->currentRow();
    return row >= 0 && row < static_cast<int>(m_changes.size()) ? &m_changes[static_cast<std::size_t>(row)] : nullptr;
}

void DifferenceView::showRouter(int)
{
    const RouterChange *change = current();
    if (!change)
        return;
    m_title->setText(toQt(change->name));
    showLines(*change);
    showPage();
}

void DifferenceView::showLines(const RouterChange &change)
{
    const QStringList first = linesOf(change.first);
    const QStringList second = linesOf(change.second);
    m_rows = alignLines(first, second);
    const Side before = sideOf(m_rows, first, &AlignedRow::first);
    const Side after = sideOf(m_rows, second, &AlignedRow::second);
    m_first->showText(before.lines.join(QLatin1Char('\n')), before.numbers);
    m_second->showText(after.lines.join(QLatin1Char('\n')), after.numbers);
    mark(*m_first, m_rows, &AlignedRow::first, &AlignedRow::firstMark, VrpEditor::Removed);
    mark(*m_second, m_rows, &AlignedRow::second, &AlignedRow::secondMark, VrpEditor::Added);
    m_first->setCursorPosition(0, 0);
    const auto change1 = std::find_if(m_rows.begin(), m_rows.end(), isChange);
    const int line = change1 == m_rows.end() ? 0 : static_cast<int>(change1 - m_rows.begin());
    m_first->setCursorPosition(line, 0);
    m_first->reveal(line);
    m_second->reveal(line);
}

void DifferenceView::showPage()
{
    const auto page = static_cast<Page>(m_pageTabs->currentIndex());
    const bool lines = page == Page::Lines;
    m_sides->setVisible(lines);
    m_previous->setVisible(lines);
    m_next->setVisible(lines);
    if (m_scriptPaper)
        m_scriptPaper->setVisible(!lines);
    m_copy->setVisible(!lines);
    m_export->setVisible(!lines);
    if (const RouterChange *change = current(); change && !lines)
        m_script->showText(toQt(config::toText(page == Page::Rollback ? change->difference.rollback : change->difference.forward)));
}

QString DifferenceView::script() const
{
    return m_pageTabs->currentIndex() == static_cast<int>(Page::Lines) ? QString() : m_script->text();
}

void DifferenceView::nextChange()
{
    step(true);
}

void DifferenceView::previousChange()
{
    step(false);
}

void DifferenceView::step(bool forward)
{
    int line = 0, column = 0;
    m_first->getCursorPosition(&line, &column);
    const int count = static_cast<int>(m_rows.size());
    const auto startsChange = [this](int row) {
        return isChange(m_rows[static_cast<std::size_t>(row)]) && (row == 0 || !isChange(m_rows[static_cast<std::size_t>(row - 1)]));
    };
    for (int row = forward ? line + 1 : line - 1; row >= 0 && row < count; row += forward ? 1 : -1)
        if (startsChange(row)) {
            m_first->setCursorPosition(row, 0);
            m_first->reveal(row);
            m_second->reveal(row);
            return;
        }
}

} // namespace sidestep::views
