// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/inspector/plan_tree_model.h"

#include "views/shared/text.h"

#include <QFont>

#include <algorithm>

namespace sidestep::views {
namespace {

using namespace plan;

QString titleOf(int group)
{
    switch (group) {
    case PlanTreeModel::Routers:
        return PlanTreeModel::tr("Routers");
    case PlanTreeModel::Links:
        return PlanTreeModel::tr("Links");
    case PlanTreeModel::Services:
        return PlanTreeModel::tr("Access services");
    case PlanTreeModel::Vpns:
        return PlanTreeModel::tr("VPNs");
    case PlanTreeModel::Sessions:
        return PlanTreeModel::tr("BGP sessions");
    case PlanTreeModel::Domains:
        return PlanTreeModel::tr("IGP domains");
    case PlanTreeModel::BfdPolicies:
        return PlanTreeModel::tr("BFD policies");
    case PlanTreeModel::Flows:
        return PlanTreeModel::tr("Traffic flows");
    case PlanTreeModel::Scenarios:
        return PlanTreeModel::tr("Scenarios");
    case PlanTreeModel::Snippets:
        return PlanTreeModel::tr("Snippets");
    default:
        return {};
    }
}

int groupOf(const ObjectId &object)
{
    struct Visitor
    {
        int operator()(RouterId) const { return PlanTreeModel::Routers; }
        int operator()(LinkId) const { return PlanTreeModel::Links; }
        int operator()(IgpDomainId) const { return PlanTreeModel::Domains; }
        int operator()(BfdPolicyId) const { return PlanTreeModel::BfdPolicies; }
        int operator()(VpnId) const { return PlanTreeModel::Vpns; }
        int operator()(AccessServiceId) const { return PlanTreeModel::Services; }
        int operator()(BgpSessionId) const { return PlanTreeModel::Sessions; }
        int operator()(FlowId) const { return PlanTreeModel::Flows; }
        int operator()(ScenarioId) const { return PlanTreeModel::Scenarios; }
        int operator()(SnippetId) const { return PlanTreeModel::Snippets; }
        int operator()(VpnInterfaceId) const { return -1; }
        int operator()(TrackedRouteId) const { return -1; }
        int operator()(PortId) const { return -1; }
        int operator()(VpnMemberId) const { return -1; }
    };
    return std::visit(Visitor{}, object);
}

/// Everything a user may type to find the object. Link names leave out "#2": the parallel link then matches too.
QString searchText(const Plan &plan, const ObjectId &object)
{
    if (const auto *id = std::get_if<RouterId>(&object)) {
        const Router &router = *plan.find(*id);
        QString text = toQt(router.name) + QLatin1Char(' ') + toQt(router.site);
        if (router.loopback)
            text += QLatin1Char(' ') + toQt(router.loopback->toString());
        return text;
    }
    if (const auto *id = std::get_if<LinkId>(&object)) {
        const Link &link = *plan.find(*id);
        QString text;
        for (const PortId end : {link.a, link.b}) {
            const Port &port = *plan.find(end);
            text += toQt(plan.find(port.router)->name) + QLatin1Char(' ') + toQt(port.name) + QLatin1Char(' ');
            if (port.address)
                text += toQt(port.address->address.toString()) + QLatin1Char(' ');
        }
        const auto [a, b] = endsOf(plan, link);
        return text + toQt(plan.find(a)->name) + QStringLiteral("--") + toQt(plan.find(b)->name);
    }
    if (const auto *id = std::get_if<AccessServiceId>(&object)) {
        const AccessService &service = *plan.find(*id);
        QString text = toQt(service.name) + QLatin1Char(' ') + toQt(plan.find(service.csg)->name);
        if (service.gateway)
            text += QLatin1Char(' ') + toQt(service.gateway->address.toString());
        return text;
    }
    return toQt(nameOf(plan, object));
}

} // namespace

PlanTreeModel::PlanTreeModel(QObject *parent) : QAbstractItemModel(parent) {}

void PlanTreeModel::setPlan(const Plan &plan)
{
    m_plan = plan;
    refill();
}

void PlanTreeModel::setFilter(const QString &text)
{
    // A link may be looked for as it is shown.
    const QString wanted = QString(text).replace(QChar(0x2013), QLatin1String("--"));
    if (wanted == m_filter)
        return;
    m_filter = wanted;
    refill();
}

void PlanTreeModel::refill()
{
    const auto fill = [&](Group group, const auto &table) {
        std::vector<ObjectId> wanted;
        for (const auto &row : table)
            if (m_filter.isEmpty() || searchText(m_plan, row.id).contains(m_filter, Qt::CaseInsensitive))
                wanted.emplace_back(row.id);
        m_counts[group] = table.size();
        const QModelIndex parent = index(group, 0);
        if (wanted != m_objects[group]) {
            // Group rows stay, so what is unfolded stays unfolded.
            if (!m_objects[group].empty()) {
                beginRemoveRows(parent, 0, static_cast<int>(m_objects[group].size()) - 1);
                m_objects[group].clear();
                endRemoveRows();
            }
            if (!wanted.empty()) {
                beginInsertRows(parent, 0, static_cast<int>(wanted.size()) - 1);
                m_objects[group] = std::move(wanted);
                endInsertRows();
            }
        } else if (!wanted.empty()) {
            emit dataChanged(index(0, 0, parent), index(static_cast<int>(wanted.size()) - 1, 0, parent));
        }
        emit dataChanged(parent, parent);
    };
    fill(Routers, m_plan.routers());
    fill(Links, m_plan.links());
    fill(Services, m_plan.services());
    fill(Vpns, m_plan.vpns());
    fill(Sessions, m_plan.sessions());
    fill(Domains, m_plan.domains());
    fill(BfdPolicies, m_plan.bfdPolicies());
    fill(Flows, m_plan.flows());
    fill(Scenarios, m_plan.scenarios());
    fill(Snippets, m_plan.snippets());
}

std::optional<ObjectId> PlanTreeModel::objectAt(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == 0)
        return std::nullopt;
    return m_objects[index.internalId() - 1][static_cast<std::size_t>(index.row())];
}

QModelIndex PlanTreeModel::indexOf(const ObjectId &object) const
{
    const int group = groupOf(object);
    if (group < 0)
        return {};
    const auto &objects = m_objects[static_cast<std::size_t>(group)];
    const auto at = std::lower_bound(objects.begin(), objects.end(), object);
    if (at == objects.end() || *at != object)
        return {};
    return createIndex(static_cast<int>(at - objects.begin()), 0, static_cast<quintptr>(group) + 1);
}

QModelIndex PlanTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column != 0 || row >= rowCount(parent))
        return {};
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : quintptr{0});
}

QModelIndex PlanTreeModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == 0)
        return {};
    return createIndex(static_cast<int>(child.internalId()) - 1, 0, quintptr{0});
}

int PlanTreeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return GroupCount;
    if (parent.internalId() != 0)
        return 0;
    return static_cast<int>(m_objects[static_cast<std::size_t>(parent.row())].size());
}

int PlanTreeModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant PlanTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (index.internalId() == 0) {
        switch (role) {
        case Qt::DisplayRole:
            return titleOf(index.row());
        case kCountRole:
            return static_cast<qulonglong>(m_counts[static_cast<std::size_t>(index.row())]);
        case Qt::FontRole: {
            QFont font;
            font.setWeight(QFont::DemiBold);
            return font;
        }
        default:
            return {};
        }
    }
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return shownName(nameOf(m_plan, *objectAt(index)));
    return {};
}

Qt::ItemFlags PlanTreeModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return index.internalId() == 0 ? Qt::ItemIsEnabled : Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

} // namespace sidestep::views
