// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/import/import_report.h"

#include "views/shared/empty_state.h"
#include "views/shared/number_text.h"
#include "views/shared/palette.h"
#include "views/shared/text.h"
#include "views/shared/type.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QStackedLayout>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>
#include <numeric>

namespace sidestep::views {
namespace {

using config::ImportKind;
using config::ImportRow;

/// In the order of reading: what needs a decision stands first.
constexpr std::array kOrder{ImportKind::Contradictory, ImportKind::Inferred, ImportKind::Kept, ImportKind::Understood};

QString kindText(ImportKind kind)
{
    switch (kind) {
    case ImportKind::Understood: return ImportReportView::tr("Understood");
    case ImportKind::Inferred: return ImportReportView::tr("Inferred");
    case ImportKind::Kept: return ImportReportView::tr("Kept");
    case ImportKind::Contradictory: return ImportReportView::tr("Contradictory");
    }
    return {};
}

QString kindHelp(ImportKind kind)
{
    switch (kind) {
    case ImportKind::Understood: return ImportReportView::tr("The plan holds it now");
    case ImportKind::Inferred: return ImportReportView::tr("No line says it; the evidence stands beside it");
    case ImportKind::Kept: return ImportReportView::tr("Lines beyond the plan: they stay with their router and are written out again");
    case ImportKind::Contradictory: return ImportReportView::tr("Cannot be as it stands");
    }
    return {};
}

QString placeText(const ImportRow &row)
{
    if (row.file.empty())
        return {};
    return row.line > 0 ? QStringLiteral("%1:%2").arg(toQt(row.file)).arg(row.line) : toQt(row.file);
}

void copy(const QAbstractItemModel &model, const std::vector<int> &rows)
{
    QString text;
    for (const int row : rows) {
        QStringList cells;
        for (int column = 0; column < ImportReportModel::ColumnCount; ++column)
            cells << model.index(row, column).data().toString();
        text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

} // namespace

void ImportReportModel::setRows(std::vector<ImportRow> rows)
{
    const auto rank = [](const ImportRow &row) { return std::find(kOrder.begin(), kOrder.end(), row.kind) - kOrder.begin(); };
    std::stable_sort(rows.begin(), rows.end(), [&](const ImportRow &a, const ImportRow &b) { return rank(a) < rank(b); });
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int ImportReportModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ImportReportModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ImportReportModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ImportRow &row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == KindRole)
        return static_cast<int>(row.kind);
    if (role == Qt::ForegroundRole)
        return index.column() == TextColumn ? QVariant()
            : row.kind == ImportKind::Contradictory && index.column() == KindColumn ? QVariant(Palette::current().warning)
                                                                                    : QVariant(Palette::current().secondary);
    if (role == Qt::ToolTipRole)
        return index.column() == KindColumn ? kindHelp(row.kind) : shownName(row.text);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case KindColumn: return kindText(row.kind);
    case RouterColumn: return toQt(row.router);
    case TextColumn: return shownName(row.text);
    case PlaceColumn: return placeText(row);
    default: return {};
    }
}

QVariant ImportReportModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case KindColumn: return tr("Kind");
    case RouterColumn: return tr("Router");
    case TextColumn: return tr("What");
    case PlaceColumn: return tr("Where");
    default: return {};
    }
}

class ImportReportView::Filter final : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setShown(ImportKind kind, bool shown)
    {
        m_shown.at(static_cast<std::size_t>(kind)) = shown;
        invalidateFilter();
    }
    void setWords(const QString &words)
    {
        m_words = words;
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &) const override
    {
        const auto *report = static_cast<const ImportReportModel *>(sourceModel());
        const ImportRow &it = report->rows()[static_cast<std::size_t>(row)];
        return m_shown.at(static_cast<std::size_t>(it.kind))
            && (m_words.isEmpty() || toQt(it.router).contains(m_words, Qt::CaseInsensitive) || shownName(it.text).contains(m_words, Qt::CaseInsensitive));
    }

private:
    std::array<bool, kKinds> m_shown{true, true, true, true};
    QString m_words;
};

ImportReportView::ImportReportView(QWidget *parent)
    : QWidget(parent), m_model(new ImportReportModel(this)), m_filter(new Filter(this)), m_empty(new EmptyState), m_content(new QWidget),
      m_list(new QTreeView), m_words(new QLineEdit), m_leftOut(new QLabel), m_kinds{}
{
    m_filter->setSourceModel(m_model);
    auto *controls = new QHBoxLayout;
    controls->setContentsMargins(12, 4, 12, 4);
    controls->setSpacing(8);
    for (const ImportKind kind : kOrder) {
        auto *button = new QToolButton;
        button->setCheckable(true);
        button->setChecked(true);
        button->setFont(typeOf(font(), kListSize));
        button->setToolTip(kindHelp(kind));
        connect(button, &QToolButton::toggled, this, [this, kind](bool shown) { m_filter->setShown(kind, shown); });
        m_kinds.at(static_cast<std::size_t>(kind)) = button;
        controls->addWidget(button);
    }
    m_leftOut->setFont(typeOf(font(), kListSize));
    m_leftOut->setForegroundRole(QPalette::PlaceholderText);
    controls->addWidget(m_leftOut, 1);
    m_words->setPlaceholderText(tr("Filter the report"));
    m_words->setClearButtonEnabled(true);
    m_words->setFont(typeOf(font(), kListSize));
    m_words->setMaximumWidth(240);
    connect(m_words, &QLineEdit::textChanged, this, [this](const QString &words) { m_filter->setWords(words); });
    controls->addWidget(m_words);
    addCopying(*controls);

    m_list->setObjectName(QStringLiteral("importReport"));
    m_list->setModel(m_filter);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setRootIsDecorated(false);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setUniformRowHeights(true);
    m_list->setFont(typeOf(font(), kListSize));
    m_list->setAccessibleName(tr("Report of the import"));
    QHeaderView *header = m_list->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(ImportReportModel::TextColumn, QHeaderView::Stretch);
    header->resizeSection(ImportReportModel::KindColumn, 110);
    header->resizeSection(ImportReportModel::RouterColumn, 140);
    header->resizeSection(ImportReportModel::PlaceColumn, 180);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ImportReportView::activate);

    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(controls);
    column->addWidget(m_list, 1);
    auto *stack = new QStackedLayout(this);
    stack->addWidget(m_empty);
    stack->addWidget(m_content);
    m_empty->setText(tr("No import yet"),
                     tr("Drop a folder of router configurations on the window: they become a plan, and this page says what was understood, inferred and kept."),
                     tr("Import router configurations…"));
    connect(m_empty, &EmptyState::triggered, this, &ImportReportView::importRequested);
}

void ImportReportView::addCopying(QHBoxLayout &controls)
{
    auto *selected = new QAction(tr("Copy"), m_list);
    selected->setShortcut(QKeySequence::Copy);
    selected->setShortcutContext(Qt::WidgetShortcut);
    connect(selected, &QAction::triggered, this, &ImportReportView::copySelected);
    auto *shown = new QAction(tr("Copy all that is shown"), m_list);
    connect(shown, &QAction::triggered, this, &ImportReportView::copyShown);
    m_list->addActions({selected, shown});
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto *button = new QToolButton;
    button->setText(tr("Copy"));
    button->setToolTip(tr("Copy every row that is shown"));
    button->setFont(typeOf(font(), kListSize));
    connect(button, &QToolButton::clicked, this, &ImportReportView::copyShown);
    controls.addWidget(button);
}

void ImportReportView::copySelected() const
{
    std::vector<int> rows;
    for (const QModelIndex &index : m_list->selectionModel()->selectedRows())
        rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    copy(*m_list->model(), rows);
}

void ImportReportView::copyShown() const
{
    std::vector<int> rows(static_cast<std::size_t>(m_list->model()->rowCount()));
    std::iota(rows.begin(), rows.end(), 0);
    copy(*m_list->model(), rows);
}

void ImportReportView::setReport(std::vector<ImportRow> rows, const std::vector<std::string> &leftOut)
{
    m_model->setRows(std::move(rows));
    for (const ImportKind kind : kOrder) {
        const auto count = std::count_if(m_model->rows().begin(), m_model->rows().end(), [kind](const ImportRow &row) { return row.kind == kind; });
        kindButton(kind)->setText(QStringLiteral("%1  %2").arg(kindText(kind), numberText(count)));
        kindButton(kind)->setChecked(true);
        kindButton(kind)->setVisible(count > 0);
    }
    m_words->clear();
    QStringList files;
    for (const std::string &file : leftOut)
        files << toQt(file);
    m_leftOut->setText(files.isEmpty() ? QString() : tr("%n file(s) left out", nullptr, static_cast<int>(files.size())));
    m_leftOut->setToolTip(files.join(QLatin1Char('\n')));
    static_cast<QStackedLayout *>(layout())->setCurrentWidget(m_content);
}

void ImportReportView::clear()
{
    m_model->setRows({});
    static_cast<QStackedLayout *>(layout())->setCurrentWidget(m_empty);
}

void ImportReportView::activate(const QModelIndex &index)
{
    const QModelIndex source = m_filter->mapToSource(index);
    if (source.isValid())
        if (const std::string &router = m_model->rows()[static_cast<std::size_t>(source.row())].router; !router.empty())
            emit routerActivated(toQt(router));
}

} // namespace sidestep::views
