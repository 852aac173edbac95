// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/canvas/drawing_edits.h"

#include "model/plan/fields.h"
#include "views/shared/text.h"

#include <QCoreApplication>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <set>
#include <string_view>

namespace sidestep::views {

using plan::EditBuilder;
using plan::Plan;
using plan::PlanEdit;
using plan::Role;
using plan::RouterId;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(sidestep::views::DrawingEdits)
};

constexpr int kPortsPerCard = 24;
constexpr int kCards = 16;

template <typename Row>
std::set<std::string> namesIn(const Table<Row> &table)
{
    std::set<std::string> names;
    for (const Row &row : table)
        names.insert(row.name);
    return names;
}

/// `stem` with the lowest number from 1 that makes an unused name.
std::string numbered(const std::set<std::string> &used, std::string_view stem)
{
    for (std::size_t number = 1;; ++number)
        if (std::string name = fmt::format("{}{}", stem, number); !used.contains(name))
            return name;
}

enum class PortFamily : std::uint8_t { Access, Core };

PortFamily familyOf(const Plan &plan, RouterId a, RouterId b)
{
    const auto isCsg = [&plan](RouterId id) { return plan.find(id)->role == Role::Csg; };
    return isCsg(a) || isCsg(b) ? PortFamily::Access : PortFamily::Core;
}

std::string portName(PortFamily family, int card, int number)
{
    return family == PortFamily::Access ? fmt::format("GigabitEthernet0/{}/{}", card + 2, number)
                                        : fmt::format("100GE0/{}/{}", card + 1, number);
}

/// Ports of the router, split into those that carry a link, an attachment or a VPN interface, and those that are free.
struct PortUse
{
    std::vector<const plan::Port *> free;
    std::set<std::string> names;
};

PortUse portUseOf(const Plan &plan, RouterId router)
{
    std::set<plan::PortId> busy;
    for (const plan::Link &link : plan.links())
        busy.insert({link.a, link.b});
    for (const plan::AccessService &service : plan.services())
        busy.insert(service.attachment);
    for (const plan::VpnInterface &interface : plan.vpnInterfaces())
        if (interface.port)
            busy.insert(*interface.port);
    PortUse use;
    for (const plan::Port &port : plan.ports()) {
        if (port.router != router)
            continue;
        use.names.insert(port.name);
        if (!busy.contains(port.id))
            use.free.push_back(&port);
    }
    return use;
}

/// The free port to take, or the name of the one to make. Port 0 of a CSG's first card is kept for base stations.
struct PortChoice
{
    const plan::Port *existing = nullptr;
    std::string name;
};

PortChoice choosePort(const Plan &plan, RouterId router, PortFamily family, int first)
{
    const PortUse use = portUseOf(plan, router);
    for (int card = 0; card < kCards; ++card) {
        for (int number = card == 0 ? first : 0; number < kPortsPerCard; ++number) {
            const std::string name = portName(family, card, number);
            const auto free = std::find_if(use.free.begin(), use.free.end(), [&name](const plan::Port *port) { return port->name == name; });
            if (free != use.free.end())
                return {*free, name};
            if (!use.names.contains(name))
                return {nullptr, name};
        }
    }
    return {nullptr, numbered(use.names, "Eth-Trunk")};
}

PortChoice chooseLinkPort(const Plan &plan, RouterId router, PortFamily family)
{
    return choosePort(plan, router, family, family == PortFamily::Access ? 1 : 0);
}

/// Puts the chosen port into the edit, described as leading to `peer`. A reused port loses the address of its former link.
plan::PortId takePort(EditBuilder &edit, RouterId router, const PortChoice &choice, std::string description)
{
    plan::Port port{.id = choice.existing ? choice.existing->id : plan::PortId(0),
                    .router = router,
                    .name = choice.name,
                    .description = std::move(description),
                    .mtu = choice.existing ? choice.existing->mtu : std::uint16_t{1500},
                    .address = std::nullopt};
    if (!choice.existing)
        return edit.add(std::move(port));
    if (!(port == *choice.existing))
        edit.set(port);
    return port.id;
}

/// The BFD policy that existing rows use (the lowest id), or a new one with these timers.
plan::BfdPolicyId policyWith(const Plan &plan, EditBuilder &edit, std::string name, std::uint16_t intervalMs)
{
    for (const plan::BfdPolicy &policy : plan.bfdPolicies())
        if (policy.minTxMs == intervalMs && policy.minRxMs == intervalMs && policy.multiplier == 3)
            return policy.id;
    std::set<std::string> used = namesIn(plan.bfdPolicies());
    if (used.contains(name))
        name = numbered(used, name + " ");
    return edit.add(plan::BfdPolicy{.id = plan::BfdPolicyId(0), .name = std::move(name), .minTxMs = intervalMs, .minRxMs = intervalMs});
}

/// Domains of links at the router, ascending.
std::set<plan::IgpDomainId> domainsAt(const Plan &plan, RouterId router, plan::DomainKind kind)
{
    std::set<plan::IgpDomainId> found;
    for (const plan::Link &link : plan.links()) {
        const auto [a, b] = plan::endsOf(plan, link);
        if ((a == router || b == router) && plan.find(link.domain)->kind == kind)
            found.insert(link.domain);
    }
    return found;
}

plan::IgpDomainId newDomain(const Plan &plan, EditBuilder &edit, plan::DomainKind kind)
{
    const std::set<std::string> used = namesIn(plan.domains());
    plan::IgpDomain domain{.id = plan::IgpDomainId(0), .name = {}, .kind = kind, .process = {}, .bfd = {}};
    if (kind == plan::DomainKind::Access) {
        domain.name = numbered(used, "Access ");
        domain.area = "49.0100";
    } else {
        domain.name = used.contains("Core") ? numbered(used, "Core ") : "Core";
    }
    for (const plan::IgpDomain &other : plan.domains())
        if (other.kind == kind && other.bfd) {
            domain.bfd = other.bfd;
            break;
        }
    if (!domain.bfd)
        domain.bfd = policyWith(plan, edit, "Links", 50);
    return edit.add(std::move(domain));
}

plan::IgpDomainId domainForLink(const Plan &plan, EditBuilder &edit, RouterId a, RouterId b)
{
    if (familyOf(plan, a, b) == PortFamily::Access) {
        // The CSG's own process, so that a site or a ring stays one process; never the AGG's other rings.
        for (const RouterId end : {a, b})
            if (plan.find(end)->role == Role::Csg)
                if (const auto domains = domainsAt(plan, end, plan::DomainKind::Access); !domains.empty())
                    return *domains.begin();
        return newDomain(plan, edit, plan::DomainKind::Access);
    }
    const auto ringA = domainsAt(plan, a, plan::DomainKind::Aggregation);
    for (const plan::IgpDomainId shared : domainsAt(plan, b, plan::DomainKind::Aggregation))
        if (ringA.contains(shared))
            return shared;
    for (const RouterId end : {a, b})
        if (const auto domains = domainsAt(plan, end, plan::DomainKind::Core); !domains.empty())
            return *domains.begin();
    for (const plan::IgpDomain &domain : plan.domains())
        if (domain.kind == plan::DomainKind::Core)
            return domain.id;
    return newDomain(plan, edit, plan::DomainKind::Core);
}

tl::unexpected<Error> noRouter()
{
    return failure(ErrorCode::NotFound, fromQt(Text::tr("The router is not in the plan.")));
}

plan::VpnId vpnFor(const Plan &plan, EditBuilder &edit)
{
    if (!plan.vpns().empty())
        return plan.vpns().begin()->id;
    const RouteTarget target{.administrator = plan.settings().asNumber, .number = 100};
    return edit.add(plan::Vpn{.id = plan::VpnId(0), .name = "RAN", .exportTargets = {target}, .importTargets = {target}});
}

bool isMember(const Plan &plan, plan::VpnId vpn, RouterId router)
{
    return std::any_of(plan.vpnMembers().begin(), plan.vpnMembers().end(),
                       [&](const plan::VpnMember &member) { return member.vpn == vpn && member.router == router; });
}

void joinVpn(const Plan &plan, EditBuilder &edit, plan::VpnId vpn, RouterId router)
{
    if (!isMember(plan, vpn, router))
        edit.add(plan::VpnMember{.id = plan::VpnMemberId(0), .vpn = vpn, .router = router, .distinguisher = {}});
}

QString joined(const Plan &plan, const std::vector<RouterId> &routers)
{
    return routers.size() == 1 ? toQt(plan.find(routers.front())->name)
                               : Text::tr("%n routers", nullptr, static_cast<int>(routers.size()));
}

/// Positions of those routers that have one.
std::vector<plan::Position> positionsOf(const Plan &plan, const std::vector<RouterId> &routers)
{
    std::vector<plan::Position> found;
    for (const RouterId id : routers)
        if (const plan::Position *position = plan.positions().find(id))
            found.push_back(*position);
    return found;
}

void setMoved(EditBuilder &edit, const Plan &plan, const plan::Position &to)
{
    const plan::Position *now = plan.positions().find(to.id);
    if (!now)
        edit.add(to);
    else if (!(*now == to))
        edit.set(to);
}

} // namespace

CanvasPoint snapped(double x, double y)
{
    const auto snap = [](double value) { return static_cast<std::int32_t>(std::lround(value / kSnap)) * kSnap; };
    return {snap(x), snap(y)};
}

std::string freeRouterName(const Plan &plan, Role role)
{
    const std::string word(plan::wordOf(role));
    for (std::size_t number = 1;; ++number)
        if (std::string name = fmt::format("{}{}", word, number); !plan::routerNamed(plan, name))
            return name;
}

PlanEdit addRouterEdit(const Plan &plan, Role role, CanvasPoint at)
{
    const std::string name = freeRouterName(plan, role);
    EditBuilder edit(plan, fromQt(Text::tr("Add %1").arg(toQt(name))));
    const RouterId id = edit.add(plan::Router{.id = RouterId(0), .name = name, .role = role, .site = {}, .loopback = {}});
    edit.add(plan::Position{.id = id, .x = at.x, .y = at.y});
    return edit.take();
}

std::pair<std::string, std::string> portsForLink(const Plan &plan, RouterId a, RouterId b)
{
    if (!plan.find(a) || !plan.find(b))
        return {};
    const PortFamily family = familyOf(plan, a, b);
    return {chooseLinkPort(plan, a, family).name, chooseLinkPort(plan, b, family).name};
}

Result<PlanEdit> addLinkEdit(const Plan &plan, RouterId a, RouterId b)
{
    const plan::Router *endA = plan.find(a);
    const plan::Router *endB = plan.find(b);
    if (!endA || !endB)
        return noRouter();
    if (a == b)
        return failure(ErrorCode::Loop, fromQt(Text::tr("A link joins two different routers; both ends are %1.").arg(toQt(endA->name))));
    const PortFamily family = familyOf(plan, a, b);
    EditBuilder edit(plan, fromQt(Text::tr("Link %1 and %2").arg(toQt(endA->name), toQt(endB->name))));
    const plan::PortId portA = takePort(edit, a, chooseLinkPort(plan, a, family), "TO-" + endB->name);
    const plan::PortId portB = takePort(edit, b, chooseLinkPort(plan, b, family), "TO-" + endA->name);
    const plan::IgpDomainId domain = domainForLink(plan, edit, a, b);
    plan::Link link{.id = plan::LinkId(0), .a = portA, .b = portB, .domain = domain, .cost = {}, .srlgs = {}};
    link.capacityBps = family == PortFamily::Access ? 1'000'000'000ULL : 100'000'000'000ULL;
    edit.add(std::move(link));
    return edit.take();
}

Result<PlanEdit> addServiceEdit(const Plan &plan, RouterId csg, RouterId primary, std::optional<RouterId> secondary)
{
    const plan::Router *site = plan.find(csg);
    const plan::Router *first = plan.find(primary);
    const plan::Router *second = secondary ? plan.find(*secondary) : nullptr;
    if (!site || !first || (secondary && !second))
        return noRouter();
    if (site->role != Role::Csg)
        return failure(ErrorCode::Conflict, fromQt(Text::tr("An access service starts at a CSG; %1 is not one.").arg(toQt(site->name))));
    for (const plan::Router *agg : {first, second})
        if (agg && agg->role != Role::Agg)
            return failure(ErrorCode::Conflict, fromQt(Text::tr("A pseudowire ends at an AGG; %1 is not one.").arg(toQt(agg->name))));
    if (first == second)
        return failure(ErrorCode::Conflict,
                       fromQt(Text::tr("The two pseudowires protect each other only on different AGGs; both are %1.").arg(toQt(first->name))));

    const std::string name = numbered(namesIn(plan.services()), "Site ");
    EditBuilder edit(plan, fromQt(Text::tr("Access service %1 on %2").arg(toQt(name), toQt(site->name))));
    const plan::PortId attachment = takePort(edit, csg, choosePort(plan, csg, PortFamily::Access, 0), "BASE-STATION");
    const plan::VpnId vpn = vpnFor(plan, edit);
    joinVpn(plan, edit, vpn, primary);
    const auto pseudowireTo = [](RouterId agg) { return plan::PseudowireEnd{.agg = agg, .vcId = {}, .veGroup = {}, .veVlan = {}}; };
    plan::AccessService service{.id = plan::AccessServiceId(0),
                                .name = name,
                                .csg = csg,
                                .attachment = attachment,
                                .vlan = {},
                                .description = "BASE-STATION",
                                .vpn = vpn,
                                .primary = pseudowireTo(primary),
                                .secondary = {},
                                .bfd = policyWith(plan, edit, "Pseudowires", 100),
                                .gateway = {},
                                .gatewayMac = {}};
    if (secondary) {
        joinVpn(plan, edit, vpn, *secondary);
        service.secondary = pseudowireTo(*secondary);
    }
    edit.add(std::move(service));
    return edit.take();
}

Result<PlanEdit> addSessionEdit(const Plan &plan, RouterId a, RouterId b)
{
    const plan::Router *endA = plan.find(a);
    const plan::Router *endB = plan.find(b);
    if (!endA || !endB)
        return noRouter();
    if (a == b)
        return failure(ErrorCode::Loop, fromQt(Text::tr("A BGP session joins two different routers; both ends are %1.").arg(toQt(endA->name))));
    for (const plan::BgpSession &session : plan.sessions())
        if ((session.a == a && session.b == b) || (session.a == b && session.b == a))
            return failure(ErrorCode::Conflict, fromQt(Text::tr("%1 and %2 have a BGP session already.").arg(toQt(endA->name), toQt(endB->name))));
    EditBuilder edit(plan, fromQt(Text::tr("BGP session %1–%2").arg(toQt(endA->name), toQt(endB->name))));
    plan::BgpSession session{.id = plan::BgpSessionId(0), .a = a, .b = b, .bfd = policyWith(plan, edit, "Sessions", 100)};
    const bool pairOfAggs = endA->role == Role::Agg && endB->role == Role::Agg;
    session.aReflects = pairOfAggs || (endA->role == Role::Rsg && endB->role == Role::Agg);
    session.bReflects = pairOfAggs || (endB->role == Role::Rsg && endA->role == Role::Agg);
    edit.add(std::move(session));
    return edit.take();
}

Result<PlanEdit> addProbeEdit(const Plan &plan, RouterId router)
{
    const plan::Router *home = plan.find(router);
    if (!home)
        return noRouter();
    if (plan.vpns().empty())
        return failure(ErrorCode::Conflict, fromQt(Text::tr("There is no VPN to probe yet; draw an access service first.")));
    const plan::VpnId vpn = plan.vpns().begin()->id;
    EditBuilder edit(plan, fromQt(Text::tr("VPN probe on %1").arg(toQt(home->name))));
    joinVpn(plan, edit, vpn, router);
    const bool hasLoopback = std::any_of(plan.vpnInterfaces().begin(), plan.vpnInterfaces().end(), [&](const plan::VpnInterface &interface) {
        return interface.vpn == vpn && interface.router == router && !interface.port;
    });
    if (!hasLoopback)
        edit.add(plan::VpnInterface{.id = plan::VpnInterfaceId(0), .vpn = vpn, .router = router, .port = {}, .description = "PROBE", .address = {}});
    if (edit.empty())
        return failure(ErrorCode::Conflict, fromQt(Text::tr("%1 has a VPN loopback already.").arg(toQt(home->name))));
    return edit.take();
}

Result<PlanEdit> addFlowsEdit(const Plan &plan, plan::AccessServiceId service, plan::VpnInterfaceId remote)
{
    const plan::AccessService *site = plan.find(service);
    const plan::VpnInterface *far = plan.find(remote);
    if (!site || !far)
        return failure(ErrorCode::NotFound, fromQt(Text::tr("The access service or the VPN interface is not in the plan.")));
    EditBuilder edit(plan, fromQt(Text::tr("Traffic between %1 and %2").arg(toQt(site->name), toQt(plan.find(far->router)->name))));
    const std::set<std::string> used = namesIn(plan.flows());
    for (const plan::Direction direction : {plan::Direction::Upstream, plan::Direction::Downstream}) {
        const bool there = std::any_of(plan.flows().begin(), plan.flows().end(), [&](const plan::Flow &flow) {
            return flow.service == service && flow.remote == remote && flow.direction == direction;
        });
        if (there)
            continue;
        std::string name = fmt::format("{} {}", site->name, plan::wordOf(direction));
        if (used.contains(name))
            name = numbered(used, name + " ");
        edit.add(plan::Flow{.id = plan::FlowId(0), .name = std::move(name), .service = service, .remote = remote, .direction = direction});
    }
    if (edit.empty())
        return failure(ErrorCode::Conflict, fromQt(Text::tr("%1 has flows to that interface already.").arg(toQt(site->name))));
    return edit.take();
}

PlanEdit moveEdit(const Plan &plan, const std::vector<RouterId> &routers, std::int32_t dx, std::int32_t dy)
{
    const std::vector<plan::Position> positions = positionsOf(plan, routers);
    EditBuilder edit(plan, routers.empty() ? std::string() : fromQt(Text::tr("Move %1").arg(joined(plan, routers))));
    for (plan::Position position : positions) {
        position.x += dx;
        position.y += dy;
        setMoved(edit, plan, position);
    }
    return edit.take();
}

PlanEdit placeEdit(const Plan &plan, const std::vector<std::pair<RouterId, CanvasPoint>> &places, std::string label)
{
    EditBuilder edit(plan, std::move(label));
    for (const auto &[id, point] : places)
        setMoved(edit, plan, plan::Position{.id = id, .x = point.x, .y = point.y});
    return edit.take();
}

PlanEdit alignEdit(const Plan &plan, const std::vector<RouterId> &routers, Align align)
{
    EditBuilder edit(plan, routers.empty() ? std::string() : fromQt(Text::tr("Align %1").arg(joined(plan, routers))));
    const std::vector<plan::Position> positions = positionsOf(plan, routers);
    if (positions.size() < 2)
        return edit.take();
    const bool horizontal = align == Align::Left || align == Align::Centre || align == Align::Right;
    const auto member = horizontal ? &plan::Position::x : &plan::Position::y;
    const auto [low, high] = std::minmax_element(positions.begin(), positions.end(),
                                                 [member](const auto &p, const auto &q) { return p.*member < q.*member; });
    const bool toLow = align == Align::Left || align == Align::Top;
    const bool toHigh = align == Align::Right || align == Align::Bottom;
    const std::int32_t target = toLow ? (*low).*member : toHigh ? (*high).*member : std::midpoint((*low).*member, (*high).*member);
    for (plan::Position position : positions) {
        position.*member = target;
        setMoved(edit, plan, position);
    }
    return edit.take();
}

PlanEdit distributeEdit(const Plan &plan, const std::vector<RouterId> &routers, Axis axis)
{
    EditBuilder edit(plan, routers.empty() ? std::string() : fromQt(Text::tr("Distribute %1").arg(joined(plan, routers))));
    std::vector<plan::Position> positions = positionsOf(plan, routers);
    if (positions.size() < 3)
        return edit.take();
    const auto member = axis == Axis::Horizontal ? &plan::Position::x : &plan::Position::y;
    std::stable_sort(positions.begin(), positions.end(), [member](const auto &p, const auto &q) { return p.*member < q.*member; });
    const double first = positions.front().*member;
    const double step = (positions.back().*member - first) / static_cast<double>(positions.size() - 1);
    for (std::size_t i = 1; i + 1 < positions.size(); ++i) {
        plan::Position position = positions[i];
        position.*member = static_cast<std::int32_t>(std::lround(first + step * static_cast<double>(i)));
        setMoved(edit, plan, position);
    }
    return edit.take();
}

std::string shortPortName(std::string_view name)
{
    constexpr std::string_view kGigabit = "GigabitEthernet";
    return name.starts_with(kGigabit) ? fmt::format("GE{}", name.substr(kGigabit.size())) : std::string(name);
}

} // namespace sidestep::views
