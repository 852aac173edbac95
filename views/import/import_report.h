// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/import/import.h"

#include <QAbstractTableModel>
#include <QWidget>

#include <array>
#include <vector>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QToolButton;
class QTreeView;

namespace sidestep::views {

class EmptyState;

/// Rows of an import's report: what it is, of which router, where it stands, in words.
class ImportReportModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { KindColumn, RouterColumn, TextColumn, PlaceColumn, ColumnCount };
    enum Role { KindRole = Qt::UserRole };

    using QAbstractTableModel::QAbstractTableModel;
    void setRows(std::vector<config::ImportRow> rows);
    [[nodiscard]] const std::vector<config::ImportRow> &rows() const { return m_rows; }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    std::vector<config::ImportRow> m_rows;
};

/// What reading router configurations found: understood, inferred with the evidence, kept word for word, contradictory.
/// A row that is chosen selects its router. Rows can be copied, as columns that a tab divides.
class ImportReportView final : public QWidget
{
    Q_OBJECT

public:
    static constexpr std::size_t kKinds = 4;

    explicit ImportReportView(QWidget *parent = nullptr);
    [[nodiscard]] ImportReportModel *model() const { return m_model; }
    [[nodiscard]] QTreeView *list() const { return m_list; }
    [[nodiscard]] QLineEdit *words() const { return m_words; }
    [[nodiscard]] QToolButton *kindButton(config::ImportKind kind) const { return m_kinds.at(static_cast<std::size_t>(kind)); }

public slots:
    /// `leftOut`: files that were not read as a router's.
    void setReport(std::vector<sidestep::config::ImportRow> rows, const std::vector<std::string> &leftOut);
    void clear();

signals:
    void routerActivated(const QString &name);
    void importRequested();

private:
    class Filter;
    void addCopying(QHBoxLayout &controls);
    void activate(const QModelIndex &index);
    void copySelected() const;
    void copyShown() const;

    ImportReportModel *m_model;
    Filter *m_filter;
    EmptyState *m_empty;
    QWidget *m_content;
    QTreeView *m_list;
    QLineEdit *m_words;
    QLabel *m_leftOut;
    std::array<QToolButton *, kKinds> m_kinds;
};

} // namespace sidestep::views
