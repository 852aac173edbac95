// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/engine/random_network.h"

#include "model/plan/fields.h"

#include <fmt/format.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace sidestep::test {
namespace {

using plan::PwRole;

/// `low` up to and including `high`; shrinks towards `low`.
int number(int low, int high)
{
    return *rc::gen::inRange(low, high + 1);
}
bool oneIn(int n)
{
    return number(0, n - 1) == n - 1;
}

/// Few values, so that equal costs are common.
int someCost()
{
    return 10 * number(1, 3);
}

void connectCore(Sketch &sketch)
{
    const int aggs = sketch.aggs();
    const int core = sketch.firstCell();
    for (int pair = 0; pair < sketch.pairs; ++pair) {
        const int agg1 = 2 * pair;
        if (!oneIn(5))
            sketch.links.push_back({agg1, agg1 + 1, someCost(), 0});
        sketch.links.push_back({agg1, aggs + number(0, sketch.rsgs + sketch.transits - 1), someCost(), 0});
        sketch.links.push_back({agg1 + 1, aggs + number(0, sketch.rsgs + sketch.transits - 1), someCost(), 0});
    }
    for (int router = aggs + 1; router < core; ++router)
        sketch.links.push_back({number(aggs, router - 1), router, someCost(), 0});
    // RSGs and Ps of a backbone of their own: AGGs then see only what is behind the RSGs they share a domain with.
    if (oneIn(4))
        for (Sketch::Link &link : sketch.links)
            if (link.a >= aggs && link.b >= aggs)
                link.domain = -1;
    for (int more = number(0, 3); more > 0; --more) {
        const int a = number(0, core - 1);
        const int b = number(0, core - 1);
        if (a != b)
            sketch.links.push_back({a, b, someCost(), 0});
    }
}

void connectCells(Sketch &sketch)
{
    // Each pair has its cells; they share one access domain, or have one each where every cell hangs on both AGGs.
    int domain = 0;
    std::vector<std::vector<int>> cellsOf(static_cast<std::size_t>(sketch.pairs));
    for (int cell = 0; cell < sketch.cells; ++cell)
        cellsOf[static_cast<std::size_t>(number(0, sketch.pairs - 1))].push_back(sketch.firstCell() + cell);
    for (int pair = 0; pair < sketch.pairs; ++pair) {
        const std::vector<int> &cells = cellsOf[static_cast<std::size_t>(pair)];
        const int agg1 = 2 * pair;
        switch (number(0, 2)) {
        case 0: // a domain for each
            for (const int cell : cells) {
                ++domain;
                sketch.links.push_back({cell, agg1, someCost(), domain});
                sketch.links.push_back({cell, agg1 + 1, someCost(), domain});
            }
            break;
        case 1: // a domain for all
            ++domain;
            for (const int cell : cells) {
                sketch.links.push_back({cell, agg1, someCost(), domain});
                sketch.links.push_back({cell, agg1 + 1, someCost(), domain});
            }
            break;
        default: { // a ring
            ++domain;
            int last = agg1;
            for (const int cell : cells) {
                sketch.links.push_back({last, cell, someCost(), domain});
                last = cell;
            }
            if (!cells.empty())
                sketch.links.push_back({last, agg1 + 1, someCost(), domain});
            break;
        }
        }
        for (const int cell : cells) {
            Sketch::Service service;
            service.csg = cell;
            const int first = number(0, 1);
            service.primary = agg1 + first;
            if (!oneIn(6))
                service.secondary = agg1 + 1 - first;
            service.remote = number(0, sketch.rsgs - 1);
            if (number(0, 1))
                service.trackedPrimary = number(0, sketch.rsgs - 1);
            if (number(0, 1) && service.secondary >= 0)
                service.trackedSecondary = number(0, sketch.rsgs - 1);
            service.tracksAnother = sketch.rsgs > 1 && oneIn(4);
            service.mode = *rc::gen::element(plan::RedundancyMode::Master, plan::RedundancyMode::Frr, plan::RedundancyMode::Independent);
            service.reroute = *rc::gen::element(plan::ReroutePolicy::Delay, plan::ReroutePolicy::Immediately, plan::ReroutePolicy::Never);
            if (service.mode == plan::RedundancyMode::Independent)
                service.reroute = plan::ReroutePolicy::Immediately; // `vrp.md` section 4: nothing else is allowed
            service.dualReceiving = !oneIn(3);
            service.ignoreStandby = !oneIn(4);
            service.bfd = !oneIn(3);
            service.mtuAgrees = !oneIn(12);
            service.watch = *rc::gen::element(plan::PwWatch::Each, plan::PwWatch::Management, plan::PwWatch::Tunnel);
            sketch.services.push_back(service);
        }
    }
    sketch.accessBfd.resize(static_cast<std::size_t>(domain));
    for (std::size_t i = 0; i < sketch.accessBfd.size(); ++i)
        sketch.accessBfd[i] = !oneIn(4);
}

/// One AS, one for the RSGs and one for the AGGs, one for each pair of AGGs, or anything.
void divide(Sketch &sketch)
{
    constexpr int kOfRsgs = 65002;
    sketch.asNumbers.assign(static_cast<std::size_t>(sketch.aggs() + sketch.rsgs), 0);
    const int shape = number(0, 5);
    for (int router = 0; router < sketch.aggs() + sketch.rsgs; ++router) {
        int &as = sketch.asNumbers[static_cast<std::size_t>(router)];
        const bool rsg = router >= sketch.aggs();
        if (shape == 3)
            as = rsg ? kOfRsgs : 0;
        else if (shape == 4)
            as = rsg ? kOfRsgs : 65010 + router / 2;
        else if (shape == 5)
            as = *rc::gen::element(0, kOfRsgs, 65003);
    }
}

int someLinkBetween(const Sketch &sketch, int a, int b)
{
    for (std::size_t i = 0; i < sketch.links.size(); ++i)
        if (std::minmax(sketch.links[i].a, sketch.links[i].b) == std::minmax(a, b))
            return static_cast<int>(i);
    return -1;
}

/// Reflectors that are the next hop of what they reflect hide how far it is, and a mesh of them need not come to rest (RFC 4456
/// section 9). So only RSGs reflect then, to AGGs, who pass nothing on.
void layer(Sketch &sketch)
{
    for (Sketch::Session &session : sketch.sessions) {
        const bool down = session.a >= sketch.aggs() && session.b < sketch.aggs();
        const bool up = session.b >= sketch.aggs() && session.a < sketch.aggs();
        session.aReflects = session.aReflects && down;
        session.bReflects = session.bReflects && up;
        session.aNextHopSelf = session.aReflects && !oneIn(3);
        session.bNextHopSelf = session.bReflects && !oneIn(3);
    }
}

void peer(Sketch &sketch)
{
    std::set<std::pair<int, int>> taken;
    const auto session = [&](int a, int b) {
        if (a == b || !taken.insert(std::minmax(a, b)).second)
            return;
        sketch.sessions.push_back({a, b, number(0, 1) == 1, number(0, 1) == 1, !oneIn(3), oneIn(3) ? 9 : 180});
        sketch.sessions.back().tunnelBfd = oneIn(3);
        sketch.sessions.back().link = oneIn(3) ? someLinkBetween(sketch, a, b) : -1;
    };
    for (int agg = 0; agg < sketch.aggs(); ++agg)
        session(agg, sketch.aggs() + number(0, sketch.rsgs - 1));
    for (int pair = 0; pair < sketch.pairs; ++pair)
        if (!oneIn(4))
            session(2 * pair, 2 * pair + 1);
    for (int rsg = 1; rsg < sketch.rsgs; ++rsg)
        if (!oneIn(4))
            session(sketch.aggs() + rsg - 1, sketch.aggs() + rsg);
    for (int more = number(0, 2); more > 0; --more)
        session(number(0, sketch.aggs() + sketch.rsgs - 1), number(0, sketch.aggs() + sketch.rsgs - 1));
    if (oneIn(3))
        layer(sketch);
}

/// Something of the kind that the sketch has; -1: none.
int someTarget(const Sketch &sketch, plan::TargetKind kind)
{
    using plan::TargetKind;
    int count = 0;
    int first = 0;
    switch (kind) {
    case TargetKind::Link: count = static_cast<int>(sketch.links.size()); break;
    case TargetKind::Router: count = sketch.routers(); break;
    case TargetKind::Session: count = static_cast<int>(sketch.sessions.size()); break;
    case TargetKind::Service:
    case TargetKind::Pseudowire: count = static_cast<int>(sketch.services.size()); break;
    case TargetKind::VpnInstance: count = sketch.aggs() + sketch.rsgs; break;
    case TargetKind::VpnInterface:
        first = sketch.aggs();
        count = sketch.rsgs;
        break;
    }
    return count == 0 ? -1 : first + number(0, count - 1);
}

void fail(Sketch &sketch)
{
    using plan::FailureMode;
    using plan::TargetKind;
    for (int actions = number(0, 5); actions > 0; --actions) {
        Sketch::Action action;
        // Spread out, or so close that the parts of one convergence meet the next.
        action.atMs = oneIn(3) ? 1000 * number(1, 300) : number(1, 3000);
        const int restore = number(0, 3);
        if (restore == 3 && !sketch.actions.empty()) {
            action = sketch.actions[static_cast<std::size_t>(number(0, static_cast<int>(sketch.actions.size()) - 1))];
            action.mode = FailureMode::Restore;
            action.atMs += oneIn(2) ? number(1, 500) : 1000 * number(1, 100);
        } else if (oneIn(2)) {
            const auto &kinds = plan::failureKinds();
            const plan::FailureKind &kind = kinds[static_cast<std::size_t>(number(0, static_cast<int>(kinds.size()) - 1))];
            action.target = kind.target;
            action.mode = kind.mode;
            action.index = someTarget(sketch, kind.target);
            // A grey link has no end state.
            if (action.index < 0 || kind.mode == FailureMode::Grey)
                continue;
            if (kind.target == TargetKind::Pseudowire && sketch.services[static_cast<std::size_t>(action.index)].secondary >= 0 && oneIn(2))
                action.pw = PwRole::Secondary;
        } else if (oneIn(4)) {
            action.target = TargetKind::Router;
            action.index = someTarget(sketch, action.target);
            action.mode = FailureMode::Power;
        } else {
            action.index = someTarget(sketch, action.target);
            action.mode = *rc::gen::element(FailureMode::Cut, FailureMode::Silent, FailureMode::OneWayAB, FailureMode::OneWayBA);
        }
        sketch.actions.push_back(action);
    }
}

/// Numbers of a list in the order rows are to be added.
std::vector<int> sequence(std::size_t count, RowOrder order)
{
    std::vector<int> numbers(count);
    std::iota(numbers.begin(), numbers.end(), 0);
    if (order == RowOrder::Reversed)
        std::reverse(numbers.begin(), numbers.end());
    return numbers;
}

std::string nameOf(const Sketch &sketch, int router)
{
    if (router < sketch.aggs())
        return fmt::format("AGG{}", router + 1);
    if (router < sketch.aggs() + sketch.rsgs)
        return fmt::format("RSG{}", router - sketch.aggs() + 1);
    if (router < sketch.firstCell())
        return fmt::format("P{}", router - sketch.aggs() - sketch.rsgs + 1);
    return fmt::format("CSG{}", router - sketch.firstCell() + 1);
}

plan::Role roleOf(const Sketch &sketch, int router)
{
    if (router < sketch.aggs())
        return plan::Role::Agg;
    if (router < sketch.aggs() + sketch.rsgs)
        return plan::Role::Rsg;
    return router < sketch.firstCell() ? plan::Role::P : plan::Role::Csg;
}

/// 2001:db8:GROUP:NUMBER::1
Ipv6 address(int group, int number)
{
    return Ipv6(Ipv6::Bytes{0x20, 0x01, 0x0d, 0xb8, 0, static_cast<std::uint8_t>(group), 0, static_cast<std::uint8_t>(number), 0, 0, 0, 0, 0, 0, 0, 1});
}

} // namespace

Sketch randomSketch()
{
    Sketch sketch;
    sketch.pairs = number(1, 3);
    sketch.rsgs = number(1, 3);
    sketch.transits = number(0, 2);
    sketch.cells = number(1, 4);
    sketch.coreBfd = !oneIn(4);
    sketch.backboneBfd = !oneIn(4);
    connectCore(sketch);
    connectCells(sketch);
    divide(sketch);
    peer(sketch);
    fail(sketch);
    return oneIn(3) ? withOspf(std::move(sketch)) : sketch;
}

Sketch withOspf(Sketch sketch)
{
    sketch.igp = plan::Igp::Ospf;
    sketch.lsaArrivalMs = oneIn(3) ? 600 : 0;
    return sketch;
}

Drawn draw(const Sketch &sketch, RowOrder order)
{
    Drawn drawn;
    plan::EditBuilder edit(drawn.plan, "random network");
    const auto count = [](const auto &list) { return list.size(); };
    const auto slot = [](int index) { return static_cast<std::size_t>(index); };

    plan::Settings settings;
    settings.igp = sketch.igp;
    edit.set(settings);
    const auto lsaArrival = sketch.lsaArrivalMs > 0 ? std::optional(static_cast<std::uint16_t>(sketch.lsaArrivalMs)) : std::nullopt;
    const auto bfd = edit.add(plan::BfdPolicy{plan::BfdPolicyId(0), "links", 50, 50, 3});
    const auto slowBfd = edit.add(plan::BfdPolicy{plan::BfdPolicyId(0), "sessions", 300, 300, 3});
    plan::IgpDomain backbone{plan::IgpDomainId(0), "Backbone", plan::DomainKind::Core, 900, "49.0001", std::nullopt};
    backbone.lsaArrivalMs = lsaArrival;
    if (sketch.backboneBfd)
        backbone.bfd = bfd;
    const plan::IgpDomainId backboneId = edit.add(backbone);
    std::vector<plan::IgpDomainId> domains;
    for (std::size_t i = 0; i <= sketch.accessBfd.size(); ++i) {
        plan::IgpDomain domain{plan::IgpDomainId(0), i == 0 ? "Core" : fmt::format("Access {}", i),
                               i == 0 ? plan::DomainKind::Core : plan::DomainKind::Access, static_cast<std::uint32_t>(i + 1), "49.0001", std::nullopt};
        domain.lsaArrivalMs = lsaArrival;
        if (i == 0 ? sketch.coreBfd : sketch.accessBfd[i - 1])
            domain.bfd = bfd;
        domains.push_back(edit.add(domain));
    }
    drawn.routers.assign(slot(sketch.routers()), plan::RouterId(0));
    for (const int i : sequence(drawn.routers.size(), order)) {
        plan::Router router{.id = plan::RouterId(0), .name = nameOf(sketch, i), .role = roleOf(sketch, i), .site = {},
                            .loopback = Ipv4(10, 255, 0, static_cast<std::uint8_t>(i + 1))};
        if (slot(i) < sketch.asNumbers.size() && sketch.asNumbers[slot(i)] != 0)
            router.asNumber = static_cast<std::uint32_t>(sketch.asNumbers[slot(i)]);
        drawn.routers[slot(i)] = edit.add(router);
    }
    // Parallel links keep their order: the id decides between them.
    for (std::size_t i = 0; i < count(sketch.links); ++i) {
        const Sketch::Link &link = sketch.links[i];
        const auto port = [&](int router, std::uint8_t host) {
            plan::Port row{plan::PortId(0), drawn.routers[slot(router)], fmt::format("GigabitEthernet0/1/{}", i), {}, 1500, std::nullopt};
            row.address = Ipv4Interface{Ipv4(10, 0, static_cast<std::uint8_t>(i), host), 30};
            return edit.add(row);
        };
        plan::Link row{.id = plan::LinkId(0), .a = port(link.a, 1), .b = port(link.b, 2), .domain = link.domain < 0 ? backboneId : domains[slot(link.domain)],
                       .cost = static_cast<std::uint32_t>(link.cost), .srlgs = {}};
        drawn.links.push_back(edit.add(row));
    }
    const RouteTarget target{65001, 100, false};
    const plan::VpnId vpn = edit.add(plan::Vpn{plan::VpnId(0), "RAN", {target}, {target}});
    std::vector<plan::VpnInterfaceId> probes(slot(sketch.rsgs), plan::VpnInterfaceId(0));
    std::vector<plan::VpnMemberId> members(slot(sketch.aggs() + sketch.rsgs), plan::VpnMemberId(0));
    for (const int i : sequence(members.size(), order)) {
        const plan::RouterId router = drawn.routers[slot(i)];
        members[slot(i)] = edit.add(plan::VpnMember{plan::VpnMemberId(0), vpn, router, RouteDistinguisher{65001, static_cast<std::uint32_t>(i + 1), false}, true});
        if (i >= sketch.aggs())
            probes[slot(i - sketch.aggs())] =
                edit.add(plan::VpnInterface{plan::VpnInterfaceId(0), vpn, router, std::nullopt, 1, {}, Ipv6Interface{address(0xff, i), 128}, true});
    }
    drawn.sessions.assign(count(sketch.sessions), plan::BgpSessionId(0));
    for (const int i : sequence(count(sketch.sessions), order)) {
        const Sketch::Session &session = sketch.sessions[slot(i)];
        plan::BgpSession row{plan::BgpSessionId(0), drawn.routers[slot(session.a)], drawn.routers[slot(session.b)], session.aReflects, session.bReflects,
                             static_cast<std::uint16_t>(session.holdSeconds / 3), static_cast<std::uint16_t>(session.holdSeconds), std::nullopt};
        if (session.bfd)
            row.bfd = slowBfd;
        if (session.tunnelBfd)
            row.tunnelBfd = slowBfd;
        if (session.link >= 0)
            row.link = drawn.links[slot(session.link)];
        row.aNextHopSelf = session.aNextHopSelf;
        row.bNextHopSelf = session.bNextHopSelf;
        drawn.sessions[slot(i)] = edit.add(row);
    }
    drawn.services.assign(count(sketch.services), plan::AccessServiceId(0));
    drawn.flows.assign(2 * count(sketch.services), plan::FlowId(0));
    for (const int i : sequence(count(sketch.services), order)) {
        const Sketch::Service &service = sketch.services[slot(i)];
        const auto attachment = edit.add(plan::Port{plan::PortId(0), drawn.routers[slot(service.csg)], "GigabitEthernet0/2/0", {}, 1500, std::nullopt});
        const auto vc = static_cast<std::uint32_t>(100 + 2 * i);
        const auto end = [&](int agg, std::uint32_t id) {
            plan::PseudowireEnd pw{drawn.routers[slot(agg)], id, std::nullopt, std::nullopt};
            pw.ignoreStandby = service.ignoreStandby;
            return pw;
        };
        plan::AccessService row{.id = plan::AccessServiceId(0), .name = fmt::format("Site {}", i + 1), .csg = drawn.routers[slot(service.csg)],
                                .attachment = attachment, .vlan = std::nullopt, .description = {}, .vpn = vpn,
                                .primary = end(service.primary, vc), .secondary = std::nullopt, .bfd = std::nullopt,
                                .gateway = Ipv6Interface{address(1, i), 64}, .gatewayMac = std::nullopt};
        row.primary.mtu = service.mtuAgrees ? row.mtu : std::uint16_t{1600};
        if (service.secondary >= 0)
            row.secondary = end(service.secondary, vc + 1);
        row.redundancy = service.mode;
        row.reroute = service.reroute;
        row.rerouteDelaySeconds = 20;
        row.dualReceiving = service.dualReceiving;
        if (service.bfd)
            row.bfd = slowBfd;
        row.watch = service.watch;
        const plan::AccessServiceId id = drawn.services[slot(i)] = edit.add(row);
        const auto track = [&](PwRole role, int rsg) {
            if (rsg < 0)
                return;
            for (int also = 0; also <= (service.tracksAnother ? 1 : 0); ++also)
                edit.add(plan::TrackedRoute{plan::TrackedRouteId(0), id, role, vpn, Ipv6Prefix(address(0xff, sketch.aggs() + (rsg + also) % sketch.rsgs), 128)});
        };
        track(PwRole::Primary, service.trackedPrimary);
        track(PwRole::Secondary, service.trackedSecondary);
        for (const plan::Direction direction : {plan::Direction::Upstream, plan::Direction::Downstream})
            drawn.flows[slot(2 * i + (direction == plan::Direction::Downstream))] =
                edit.add(plan::Flow{plan::FlowId(0), fmt::format("Site {} {}", i + 1, direction == plan::Direction::Upstream ? "up" : "down"), id,
                                    probes[slot(service.remote)], direction, PacketRate{1000}});
    }
    const Result<plan::Plan> plan = drawn.plan.with(edit.take());
    if (!plan) {
        fmt::print(stderr, "random network refused: {}\n{}", plan.error().detail, describe(sketch));
        std::abort(); // the generator is wrong, not the engine
    }
    drawn.plan = *plan;

    // Longer than hold time, set-up retries and the return to the primary one after another.
    drawn.scenario.until = 3600s;
    for (const Sketch::Action &action : sketch.actions) {
        plan::FailureAction row{drawn.links.front(), action.mode, std::chrono::milliseconds(action.atMs)};
        switch (action.target) {
        case plan::TargetKind::Link: row.target = drawn.links[slot(action.index)]; break;
        case plan::TargetKind::Router: row.target = drawn.routers[slot(action.index)]; break;
        case plan::TargetKind::Session: row.target = drawn.sessions[slot(action.index)]; break;
        case plan::TargetKind::Pseudowire: row.pw = action.pw; [[fallthrough]];
        case plan::TargetKind::Service: row.target = drawn.services[slot(action.index)]; break;
        case plan::TargetKind::VpnInstance: row.target = members[slot(action.index)]; break;
        case plan::TargetKind::VpnInterface: row.target = probes[slot(action.index - sketch.aggs())]; break;
        }
        if (action.mode == plan::FailureMode::Flap) {
            row.period = 700ms;
            row.cycles = std::uint16_t{2};
        }
        drawn.scenario.actions.push_back(row);
    }
    return drawn;
}

std::string describe(const Sketch &sketch)
{
    std::string text;
    for (const Sketch::Link &link : sketch.links)
        text += fmt::format("link {}--{} cost {} domain {}\n", nameOf(sketch, link.a), nameOf(sketch, link.b), link.cost, link.domain);
    for (const Sketch::Session &session : sketch.sessions)
        text += fmt::format("session {}{}{} – {}{}{}{} hold {}{}\n", nameOf(sketch, session.a), session.aReflects ? " (reflects)" : "",
                            session.aNextHopSelf ? " (self)" : "", nameOf(sketch, session.b), session.bReflects ? " (reflects)" : "",
                            session.bNextHopSelf ? " (self)" : "", session.bfd ? session.tunnelBfd ? " bfd, and of the tunnels" : " bfd" : session.tunnelBfd ? " bfd of the tunnels" : "", session.holdSeconds, session.link >= 0 ? " over the link" : "");
    for (std::size_t i = 0; i < sketch.asNumbers.size(); ++i)
        if (sketch.asNumbers[i] != 0)
            text += fmt::format("{} in AS {}\n", nameOf(sketch, static_cast<int>(i)), sketch.asNumbers[i]);
    for (const Sketch::Service &service : sketch.services) {
        const auto tracked = [&](int rsg) { return rsg >= 0 ? " tracks " + nameOf(sketch, sketch.aggs() + rsg) + (service.tracksAnother ? " and the next" : "") : std::string(); };
        text += fmt::format("service of {}: {}{}{}{}, remote {}, mode {}, reroute {}{}{}{}{}\n", nameOf(sketch, service.csg), nameOf(sketch, service.primary),
                            tracked(service.trackedPrimary), service.secondary >= 0 ? " and " + nameOf(sketch, service.secondary) : "",
                            tracked(service.trackedSecondary), nameOf(sketch, sketch.aggs() + service.remote), static_cast<int>(service.mode),
                            static_cast<int>(service.reroute), service.dualReceiving ? " dual" : "", service.ignoreStandby ? " ignore-standby" : "",
                            service.bfd ? fmt::format(" bfd of {}", plan::wordOf(service.watch)) : "", service.mtuAgrees ? "" : " mtu!");
    }
    text += fmt::format("{}, LSA arrival {} ms, ", plan::wordOf(sketch.igp), sketch.lsaArrivalMs);
    text += fmt::format("core bfd {}, backbone bfd {}, access bfd", sketch.coreBfd, sketch.backboneBfd);
    for (const bool bfd : sketch.accessBfd)
        text += bfd ? " 1" : " 0";
    text += '\n';
    for (const Sketch::Action &action : sketch.actions) {
        const auto &link = sketch.links[action.target == plan::TargetKind::Link ? static_cast<std::size_t>(action.index) : 0];
        const std::string what = action.target == plan::TargetKind::Link ? fmt::format("{}--{}", nameOf(sketch, link.a), nameOf(sketch, link.b))
            : action.target == plan::TargetKind::Router                  ? nameOf(sketch, action.index)
                                                                         : fmt::format("{} {}", plan::nameOf(action.target), action.index);
        text += fmt::format("at {} ms: {} {}{}\n", action.atMs, what, plan::wordOf(action.mode), action.pw == plan::PwRole::Secondary ? " (PW2)" : "");
    }
    return text;
}

} // namespace sidestep::test
