// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/loss_budget_model.h"

#include "views/shared/number_text.h"
#include "views/shared/text.h"
#include "views/timeline/timeline_rows.h"

#include <QStringList>

#include <algorithm>

namespace sidestep::views {

namespace {

struct Losses
{
    const engine::FlowSegment *longest = nullptr;
    std::vector<plan::RouterId> places; ///< in order of first loss
    bool silent = false;
    bool lasting = false; ///< to the end of the run
};

Losses lossesOf(const engine::FlowResult &flow)
{
    Losses losses;
    for (const engine::FlowSegment &segment : flow.segments) {
        if (segment.state != engine::FlowState::Lost)
            continue;
        if (segment.at && std::find(losses.places.begin(), losses.places.end(), *segment.at) == losses.places.end())
            losses.places.push_back(*segment.at);
        losses.silent = losses.silent || segment.silent;
        if (!losses.longest || segment.to - segment.from > losses.longest->to - losses.longest->from)
            losses.longest = &segment;
    }
    losses.lasting = !flow.segments.empty() && flow.segments.back().state == engine::FlowState::Lost;
    return losses;
}

} // namespace

void LossBudgetModel::setRun(std::optional<plan::Plan> plan, std::shared_ptr<const engine::Timeline> timeline)
{
    beginResetModel();
    m_plan = std::move(plan);
    m_timeline = std::move(timeline);
    endResetModel();
}

std::optional<SimTime> LossBudgetModel::lossBegins(int row) const
{
    for (const engine::FlowSegment &segment : m_timeline->flows[static_cast<std::size_t>(row)].segments)
        if (segment.state == engine::FlowState::Lost)
            return segment.from;
    return std::nullopt;
}

bool LossBudgetModel::hasObjectives() const
{
    return m_timeline && std::any_of(m_timeline->flows.begin(), m_timeline->flows.end(), [](const engine::FlowResult &flow) { return flow.objective.has_value(); });
}

int LossBudgetModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_timeline || !m_plan ? 0 : static_cast<int>(m_timeline->flows.size());
}

int LossBudgetModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString LossBudgetModel::textOf(const engine::FlowResult &flow, int column) const
{
    const Losses losses = lossesOf(flow);
    switch (column) {
    case FlowColumn: return toQt(flow.name);
    case DirectionColumn: return directionText(flow.direction);
    case OutageColumn:
        if (flow.outage.count() == 0)
            return tr("none");
        // A loss that lasts is known only up to the end of the run.
        return losses.lasting ? tr("%1, not over").arg(durationText(flow.outage)) : durationText(flow.outage);
    case ObjectiveColumn:
        if (!flow.objective)
            return {};
        return (flow.meetsObjective() ? tr("%1, met") : tr("%1, missed")).arg(durationText(*flow.objective));
    case LostColumn: return numberText(flow.lostPackets);
    default: break;
    }
    if (!losses.longest)
        return {};
    const engine::FlowSegment &segment = *losses.longest;
    switch (column) {
    case WhereColumn: {
        QStringList names;
        for (const plan::RouterId place : losses.places)
            if (const plan::Router *router = m_plan->find(place))
                names << toQt(router->name);
        return names.join(QStringLiteral(", "));
    }
    case WhyColumn: return toQt(segment.why);
    case ToldColumn: return losses.silent ? tr("not told") : tr("told");
    default: return {};
    }
}

QString LossBudgetModel::lossesText(const engine::FlowResult &flow) const
{
    QStringList lines;
    for (const engine::FlowSegment &segment : flow.segments) {
        if (segment.state != engine::FlowState::Lost)
            continue;
        const plan::Router *at = segment.at ? m_plan->find(*segment.at) : nullptr;
        lines << tr("%1 at %2: %3").arg(durationText(segment.to - segment.from), at ? toQt(at->name) : QString(), toQt(segment.why));
    }
    return lines.join(QLatin1Char('\n'));
}

QVariant LossBudgetModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const engine::FlowResult &flow = m_timeline->flows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return textOf(flow, index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(
            (index.column() == OutageColumn || index.column() == LostColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    case Qt::ToolTipRole: return lossesText(flow);
    case MissedRole: return !flow.meetsObjective();
    case LossRole: return flow.lostPackets > 0 || flow.outage.count() > 0;
    case SortRole:
        if (index.column() == OutageColumn)
            return static_cast<qlonglong>(flow.outage.count());
        if (index.column() == LostColumn)
            return static_cast<qlonglong>(flow.lostPackets);
        return textOf(flow, index.column());
    default: return {};
    }
}

QVariant LossBudgetModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment((section == OutageColumn || section == LostColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case FlowColumn: return tr("Flow");
    case DirectionColumn: return tr("Direction");
    case OutageColumn: return tr("Outage");
    case ObjectiveColumn: return tr("Objective");
    case LostColumn: return tr("Packets lost");
    case WhereColumn: return tr("Lost at");
    case WhyColumn: return tr("Why");
    case ToldColumn: return tr("Sender");
    default: return {};
    }
}

} // namespace sidestep::views
