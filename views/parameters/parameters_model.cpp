// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parameters/parameters_model.h"

#include "views/shared/text.h"

#include <QCoreApplication>
#include <QFont>
#include <QStringList>

#include <algorithm>

namespace sidestep::views {
namespace {

QString shown(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString valueShown(const engine::Parameter &parameter)
{
    QString text = toQt(engine::valueText(parameter, parameter.value));
    if (parameter.upTo)
        text += QStringLiteral(" – ") + toQt(engine::valueText(parameter, *parameter.upTo));
    return text;
}

} // namespace

void ParametersModel::setPlan(const plan::Plan &plan)
{
    std::vector<engine::Parameter> list = engine::parameters(plan);
    // Values change far more often than rows: a table that is being read stays where it is.
    if (list.size() == m_list.size()) {
        m_list = std::move(list);
        if (!m_list.empty())
            emit dataChanged(index(0, 0), index(static_cast<int>(m_list.size()) - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_list = std::move(list);
    endResetModel();
}

QString ParametersModel::standard(int row) const
{
    const engine::Parameter &parameter = m_list[static_cast<std::size_t>(row)];
    return parameter.ofPlan ? QString() : shown(parameter.key) + QLatin1Char('=') + toQt(engine::valueText(parameter, parameter.standard));
}

int ParametersModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_list.size());
}

int ParametersModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ParametersModel::text(const engine::Parameter &parameter, int column) const
{
    switch (column) {
    case Name: {
        const QString name = QCoreApplication::translate("parameters", parameter.name.data());
        return name.left(1).toUpper() + name.mid(1);
    }
    case Value: return valueShown(parameter);
    case Range: {
        QStringList choices;
        for (const std::string_view choice : parameter.choices)
            choices << shown(choice);
        if (!choices.isEmpty())
            return choices.join(QStringLiteral(", "));
        return tr("%1 to %2").arg(toQt(engine::valueText(parameter, parameter.low)), toQt(engine::valueText(parameter, parameter.high)));
    }
    default: break;
    }
    return shown(parameter.source);
}

QVariant ParametersModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const engine::Parameter &parameter = m_list[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return text(parameter, index.column());
    case Qt::EditRole: return index.column() == Value ? toQt(engine::valueText(parameter, parameter.value)) : text(parameter, index.column());
    case Qt::ToolTipRole:
        if (index.column() == Value && parameter.changed)
            return tr("%1; the profile has %2").arg(shown(parameter.key), toQt(engine::valueText(parameter, parameter.standard)));
        return index.column() == Source ? text(parameter, Source) : shown(parameter.key);
    case Qt::FontRole: {
        QFont font;
        font.setBold(parameter.changed && index.column() == Value);
        return font;
    }
    case Qt::TextAlignmentRole: return index.column() == Value ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case ChangedRole: return parameter.changed;
    case KeyRole: return shown(parameter.key);
    case ChoicesRole: {
        QStringList choices;
        for (const std::string_view choice : parameter.choices)
            choices << shown(choice);
        return choices;
    }
    default: return {};
    }
}

QVariant ParametersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && section == Value)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Timer or assumption");
    case Value: return tr("Value");
    case Range: return tr("May be");
    default: return tr("Where it comes from");
    }
}

Qt::ItemFlags ParametersModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.column() == Value ? flags | Qt::ItemIsEditable : flags;
}

bool ParametersModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || index.column() != Value)
        return false;
    QString text = value.toString();
    text.remove(QLatin1Char(' ')); // as it is shown, a time has a space before its unit
    const engine::Parameter &parameter = m_list[static_cast<std::size_t>(index.row())];
    QString before = toQt(engine::valueText(parameter, parameter.value));
    if (text.isEmpty() || (!parameter.upTo && text == before.remove(QLatin1Char(' '))))
        return false;
    emit settingRequested(shown(parameter.key) + QLatin1Char('=') + text);
    return true;
}

void ParametersFilter::setWords(const QString &words)
{
    m_words = words.simplified();
    invalidateFilter();
}

void ParametersFilter::setChangedOnly(bool only)
{
    m_changedOnly = only;
    invalidateFilter();
}

bool ParametersFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex name = sourceModel()->index(row, ParametersModel::Name, parent);
    if (m_changedOnly && !name.data(ParametersModel::ChangedRole).toBool())
        return false;
    QString all = name.data(ParametersModel::KeyRole).toString();
    for (int column = 0; column < ParametersModel::ColumnCount; ++column)
        all += QLatin1Char(' ') + sourceModel()->index(row, column, parent).data().toString();
    const QStringList words = m_words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::all_of(words.begin(), words.end(), [&](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
}

} // namespace sidestep::views
