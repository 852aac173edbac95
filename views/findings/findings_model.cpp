// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/findings/findings_model.h"

#include "views/shared/selection.h"
#include "views/shared/text.h"

#include <QStringList>

#include <algorithm>

namespace sidestep::views {

void FindingsModel::setFindings(std::optional<plan::Plan> plan, std::vector<check::Finding> findings)
{
    beginResetModel();
    m_plan = std::move(plan);
    m_findings = std::move(findings);
    endResetModel();
}

int FindingsModel::count(check::Severity severity) const
{
    return static_cast<int>(
        std::count_if(m_findings.begin(), m_findings.end(), [severity](const check::Finding &finding) { return finding.severity == severity; }));
}

int FindingsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_findings.size());
}

QVariant FindingsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const check::Finding &finding = this->finding(index.row());
    switch (role) {
    case Qt::DisplayRole: return toQt(finding.text);
    case Qt::AccessibleTextRole: return severityText(finding.severity) + QStringLiteral(": ") + toQt(finding.text);
    case SeverityRole: return static_cast<int>(finding.severity);
    case RuleRole: return toQt(finding.rule);
    case RepairRole: return finding.repair ? shownName(finding.repair->label) : QString();
    case ObjectsRole: {
        QStringList names;
        for (const plan::ObjectId &object : finding.objects)
            if (m_plan && exists(*m_plan, object))
                names << shownName(plan::nameOf(*m_plan, object));
        names.removeDuplicates();
        if (names.size() > 4) {
            const int more = static_cast<int>(names.size()) - 3;
            names = names.mid(0, 3);
            names << tr("%n more", nullptr, more);
        }
        return names.join(QStringLiteral(" · "));
    }
    default: return {};
    }
}

void FindingsFilter::setShown(check::Severity severity, bool shown)
{
    m_shown.at(static_cast<std::size_t>(severity)) = shown;
    invalidateFilter();
}

void FindingsFilter::setWords(const QString &words)
{
    m_words = words.trimmed();
    invalidateFilter();
}

bool FindingsFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (!m_shown.at(index.data(FindingsModel::SeverityRole).toUInt()))
        return false;
    if (m_words.isEmpty())
        return true;
    for (const int role : {static_cast<int>(Qt::DisplayRole), static_cast<int>(FindingsModel::ObjectsRole), static_cast<int>(FindingsModel::RuleRole)})
        if (index.data(role).toString().contains(m_words, Qt::CaseInsensitive))
            return true;
    return false;
}

QString severityText(check::Severity severity)
{
    switch (severity) {
    case check::Severity::Error: return FindingsModel::tr("Error");
    case check::Severity::Warning: return FindingsModel::tr("Warning");
    case check::Severity::Advice: return FindingsModel::tr("Advice");
    }
    return {};
}

QString severityCountText(check::Severity severity, int count)
{
    // Two sources instead of a plural form: without a translation file loaded, English must still read well.
    const bool one = count == 1;
    QString text;
    switch (severity) {
    case check::Severity::Error: text = one ? FindingsModel::tr("%1 error") : FindingsModel::tr("%1 errors"); break;
    case check::Severity::Warning: text = one ? FindingsModel::tr("%1 warning") : FindingsModel::tr("%1 warnings"); break;
    case check::Severity::Advice: text = FindingsModel::tr("%1 advice"); break;
    }
    return text.arg(count);
}

} // namespace sidestep::views
