// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/inspector/related.h"

#include "model/config/own_lines.h"
#include "model/plan/fields.h"
#include "views/shared/text.h"

#include <QCoreApplication>

namespace sidestep::views {
namespace {

using namespace plan;

QString tr(const char *text)
{
    return QCoreApplication::translate("related", text);
}

class Groups
{
public:
    void add(const char *title, const ObjectId &object)
    {
        constexpr std::size_t kMost = 12;
        if (m_groups.empty() || m_last != title) {
            m_groups.push_back({tr(title), {}, 0});
            m_last = title;
        }
        RelatedGroup &group = m_groups.back();
        if (group.objects.size() < kMost)
            group.objects.push_back(object);
        else
            ++group.more;
    }
    std::vector<RelatedGroup> take() { return std::move(m_groups); }

private:
    std::vector<RelatedGroup> m_groups;
    const char *m_last = nullptr;
};

constexpr const char *kPorts = QT_TRANSLATE_NOOP("related", "Ports");
constexpr const char *kLinks = QT_TRANSLATE_NOOP("related", "Links");
constexpr const char *kServices = QT_TRANSLATE_NOOP("related", "Access services");
constexpr const char *kTracked = QT_TRANSLATE_NOOP("related", "Tracked routes");
constexpr const char *kMembers = QT_TRANSLATE_NOOP("related", "VPN instances");
constexpr const char *kInterfaces = QT_TRANSLATE_NOOP("related", "VPN interfaces");
constexpr const char *kSessions = QT_TRANSLATE_NOOP("related", "BGP sessions");
constexpr const char *kFlows = QT_TRANSLATE_NOOP("related", "Traffic flows");
constexpr const char *kSnippets = QT_TRANSLATE_NOOP("related", "Snippets");
constexpr const char *kRouters = QT_TRANSLATE_NOOP("related", "Routers");

bool usesRouter(const AccessService &service, RouterId router)
{
    return service.csg == router || service.primary.agg == router || (service.secondary && service.secondary->agg == router);
}

void ofRouter(const Plan &plan, RouterId router, Groups &groups)
{
    for (const Port &port : plan.ports())
        if (port.router == router)
            groups.add(kPorts, port.id);
    for (const Link &link : plan.links())
        if (const auto [a, b] = endsOf(plan, link); a == router || b == router)
            groups.add(kLinks, link.id);
    for (const AccessService &service : plan.services())
        if (usesRouter(service, router))
            groups.add(kServices, service.id);
    for (const TrackedRoute &tracked : plan.trackedRoutes()) {
        const AccessService &service = *plan.find(tracked.service);
        const PseudowireEnd &end = tracked.pw == PwRole::Primary || !service.secondary ? service.primary : *service.secondary;
        if (end.agg == router)
            groups.add(kTracked, tracked.id);
    }
    for (const VpnMember &member : plan.vpnMembers())
        if (member.router == router)
            groups.add(kMembers, member.id);
    for (const VpnInterface &interface : plan.vpnInterfaces())
        if (interface.router == router)
            groups.add(kInterfaces, interface.id);
    for (const BgpSession &session : plan.sessions())
        if (session.a == router || session.b == router)
            groups.add(kSessions, session.id);
    for (const Snippet &snippet : plan.snippets())
        if (config::applies(snippet, *plan.find(router)))
            groups.add(kSnippets, snippet.id);
}

void ofService(const Plan &plan, AccessServiceId id, Groups &groups)
{
    const AccessService &service = *plan.find(id);
    groups.add(kRouters, service.csg);
    groups.add(kRouters, service.primary.agg);
    if (service.secondary)
        groups.add(kRouters, service.secondary->agg);
    for (const TrackedRoute &tracked : plan.trackedRoutes())
        if (tracked.service == id)
            groups.add(kTracked, tracked.id);
    for (const Flow &flow : plan.flows())
        if (flow.service == id)
            groups.add(kFlows, flow.id);
}

} // namespace

QString kindOf(const Plan &plan, const ObjectId &object)
{
    struct Visitor
    {
        const Plan &plan;
        QString operator()(RouterId id) const
        {
            const Router *router = plan.find(id);
            return router ? tr(QT_TRANSLATE_NOOP("related", "Router")) + QStringLiteral(" · ") + toQt(wordOf(router->role)) : QString();
        }
        QString operator()(LinkId) const { return tr(QT_TRANSLATE_NOOP("related", "Link")); }
        QString operator()(IgpDomainId) const { return tr(QT_TRANSLATE_NOOP("related", "IGP domain")); }
        QString operator()(BfdPolicyId) const { return tr(QT_TRANSLATE_NOOP("related", "BFD policy")); }
        QString operator()(VpnId) const { return tr(QT_TRANSLATE_NOOP("related", "VPN")); }
        QString operator()(VpnInterfaceId) const { return tr(QT_TRANSLATE_NOOP("related", "VPN interface")); }
        QString operator()(AccessServiceId) const { return tr(QT_TRANSLATE_NOOP("related", "Access service")); }
        QString operator()(TrackedRouteId) const { return tr(QT_TRANSLATE_NOOP("related", "Tracked route")); }
        QString operator()(BgpSessionId) const { return tr(QT_TRANSLATE_NOOP("related", "BGP session")); }
        QString operator()(FlowId) const { return tr(QT_TRANSLATE_NOOP("related", "Traffic flow")); }
        QString operator()(ScenarioId) const { return tr(QT_TRANSLATE_NOOP("related", "Scenario")); }
        QString operator()(PortId) const { return tr(QT_TRANSLATE_NOOP("related", "Port")); }
        QString operator()(VpnMemberId) const { return tr(QT_TRANSLATE_NOOP("related", "VPN instance")); }
        QString operator()(SnippetId) const { return tr(QT_TRANSLATE_NOOP("related", "Snippet")); }
    };
    return std::visit(Visitor{plan}, object);
}

std::vector<RelatedGroup> relatedTo(const Plan &plan, const ObjectId &object)
{
    Groups groups;
    if (const auto *router = std::get_if<RouterId>(&object); router && plan.find(*router)) {
        ofRouter(plan, *router, groups);
    } else if (const auto *id = std::get_if<LinkId>(&object); id && plan.find(*id)) {
        const Link &link = *plan.find(*id);
        const auto [a, b] = endsOf(plan, link);
        groups.add(kRouters, a);
        groups.add(kRouters, b);
        groups.add(kPorts, link.a);
        groups.add(kPorts, link.b);
        for (const BgpSession &session : plan.sessions())
            if (session.link == *id)
                groups.add(kSessions, session.id);
    } else if (const auto *service = std::get_if<AccessServiceId>(&object); service && plan.find(*service)) {
        ofService(plan, *service, groups);
    } else if (const auto *vpn = std::get_if<VpnId>(&object); vpn && plan.find(*vpn)) {
        for (const VpnMember &member : plan.vpnMembers())
            if (member.vpn == *vpn)
                groups.add(kMembers, member.id);
        for (const VpnInterface &interface : plan.vpnInterfaces())
            if (interface.vpn == *vpn)
                groups.add(kInterfaces, interface.id);
    } else if (const auto *session = std::get_if<BgpSessionId>(&object); session && plan.find(*session)) {
        groups.add(kRouters, plan.find(*session)->a);
        groups.add(kRouters, plan.find(*session)->b);
        if (const auto link = plan.find(*session)->link)
            groups.add(kLinks, *link);
    } else if (const auto *port = std::get_if<PortId>(&object); port && plan.find(*port)) {
        groups.add(kRouters, plan.find(*port)->router);
    } else if (const auto *member = std::get_if<VpnMemberId>(&object); member && plan.find(*member)) {
        groups.add(kRouters, plan.find(*member)->router);
    } else if (const auto *snippet = std::get_if<SnippetId>(&object); snippet && plan.find(*snippet)) {
        for (const Router &each : plan.routers())
            if (config::applies(*plan.find(*snippet), each))
                groups.add(kRouters, each.id);
    }
    return groups.take();
}

} // namespace sidestep::views
