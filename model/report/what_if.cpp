// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/what_if.h"

#include "model/config/device_config.h"
#include "model/config/difference.h"
#include "model/config/reader.h"
#include "model/plan/fields.h"
#include "model/report/report_json.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

namespace sidestep::report {

namespace {

using engine::Event;
using engine::EventId;
using engine::Layer;

/// What one kind of step waits for. Keys of one row are one thing, such as both directions of a BFD interval, and change together.
struct TimerRow
{
    Layer layer;
    std::string_view what;   ///< empty: whatever the layer says
    std::string_view detail; ///< that the event's detail holds; empty: any
    std::array<std::string_view, 2> keys;
};

constexpr std::array kTimers{
    TimerRow{Layer::Link, "link-down", {}, {"carrier.down-earliest", "carrier.down-latest"}},
    TimerRow{Layer::Link, "link-up", {}, {"carrier.up-earliest", "carrier.up-latest"}},
    TimerRow{Layer::Link, "flap-released", {}, {"carrier.flap-half-life"}},
    TimerRow{Layer::Link, "router-on", {}, {"restart.time"}},
    TimerRow{Layer::Link, "control-plane-back", {}, {"restart.time"}},
    TimerRow{Layer::Bfd, "session-down", "nothing", {"bfd.min-tx", "bfd.min-rx"}},
    TimerRow{Layer::Bfd, "session-down", "nothing", {"bfd.multiplier"}},
    TimerRow{Layer::Bfd, "session-up", {}, {"bfd.wtr"}},
    TimerRow{Layer::Isis, "adjacency-down", "no hello", {"isis.hold"}},
    TimerRow{Layer::Isis, "adjacency-down", "BFD", {"bfd.to-client"}},
    TimerRow{Layer::Isis, "adjacency-up", {}, {"isis.hello-interval"}},
    TimerRow{Layer::Isis, "adjacency-up", {}, {"isis.triggered-hello"}},
    TimerRow{Layer::Isis, "lsp-originated", {}, {"isis.lsp-initial"}},
    TimerRow{Layer::Isis, "lsp-originated", {}, {"isis.lsp-step"}},
    TimerRow{Layer::Isis, "lsp-originated", {}, {"isis.lsp-wait"}},
    TimerRow{Layer::Isis, "lsp-received", {}, {"isis.lsp-pacing"}},
    TimerRow{Layer::Isis, "lsp-received", {}, {"isis.lsp-processing"}},
    TimerRow{Layer::Isis, "lsp-received", {}, {"isis.lsp-retransmit"}},
    TimerRow{Layer::Isis, "spf-run", {}, {"isis.spf-initial"}},
    TimerRow{Layer::Isis, "spf-run", {}, {"isis.spf-step"}},
    TimerRow{Layer::Isis, "equal-cost-switch", {}, {"isis.equal-cost-switch"}},
    TimerRow{Layer::Isis, "route-changed", {}, {"isis.route-install"}},
    TimerRow{Layer::Isis, "route-changed", {}, {"isis.route-install-each"}},
    TimerRow{Layer::Ospf, "adjacency-down", "no hello", {"ospf.dead-interval"}},
    TimerRow{Layer::Ospf, "adjacency-down", "BFD", {"bfd.to-client"}},
    TimerRow{Layer::Ospf, "adjacency-up", {}, {"ospf.hello-interval"}},
    TimerRow{Layer::Ospf, "adjacency-up", {}, {"ospf.exchange-packet"}},
    TimerRow{Layer::Ospf, "lsa-originated", {}, {"ospf.lsa-least-wait"}},
    TimerRow{Layer::Ospf, "lsa-originated", {}, {"ospf.lsa-initial"}},
    TimerRow{Layer::Ospf, "lsa-originated", {}, {"ospf.lsa-step"}},
    TimerRow{Layer::Ospf, "lsa-discarded", {}, {"ospf.lsa-arrival"}},
    TimerRow{Layer::Ospf, "lsa-received", {}, {"ospf.lsa-pacing"}},
    TimerRow{Layer::Ospf, "lsa-received", {}, {"ospf.lsa-processing"}},
    TimerRow{Layer::Ospf, "lsa-received", {}, {"ospf.lsa-retransmit"}},
    TimerRow{Layer::Ospf, "spf-run", {}, {"ospf.spf-initial"}},
    TimerRow{Layer::Ospf, "spf-run", {}, {"ospf.spf-step"}},
    TimerRow{Layer::Ospf, "equal-cost-switch", {}, {"ospf.equal-cost-switch"}},
    TimerRow{Layer::Ospf, "route-changed", {}, {"ospf.route-install"}},
    TimerRow{Layer::Ospf, "route-changed", {}, {"ospf.route-install-each"}},
    TimerRow{Layer::Ldp, "session-down", "no hello", {"ldp.link-hold"}},
    TimerRow{Layer::Ldp, "session-down", "no such connection", {"ldp.keepalive-hold"}},
    TimerRow{Layer::Ldp, "session-down", {}, {"ldp.targeted-hold"}},
    TimerRow{Layer::Ldp, "session-down", {}, {"ldp.keepalive-hold"}},
    TimerRow{Layer::Ldp, "session-up", {}, {"ldp.session-setup"}},
    TimerRow{Layer::Ldp, "session-up", {}, {"ldp.backoff"}},
    TimerRow{Layer::Ldp, "status-received", {}, {"ldp.processing"}},
    TimerRow{Layer::Ldp, "status-received", {}, {"tcp.rto"}},
    TimerRow{Layer::Bgp, "session-down", "hold", {"bgp.hold"}},
    TimerRow{Layer::Bgp, "session-down", "no such connection", {"bgp.keepalive"}},
    TimerRow{Layer::Bgp, "session-down", "BFD", {"bfd.to-client"}},
    TimerRow{Layer::Bgp, "session-up", {}, {"bgp.connect-retry"}},
    TimerRow{Layer::Bgp, "paths-removed", {}, {"bgp.route-batch"}},
    TimerRow{Layer::Bgp, "path-chosen", {}, {"bgp.route-batch"}},
    TimerRow{Layer::Bgp, "update-received", {}, {"bgp.processing"}},
    TimerRow{Layer::Bgp, "update-received", {}, {"bgp.mrai"}},
    TimerRow{Layer::Bgp, "update-received", {}, {"bgp.mrai-ebgp"}},
    TimerRow{Layer::Bgp, "update-received", {}, {"bgp.first-update"}},
    TimerRow{Layer::Bgp, "update-received", {}, {"tcp.rto"}},
    TimerRow{Layer::Bgp, {}, {}, {"bgp.next-hop-tracking"}},
    TimerRow{Layer::Bgp, "session-down", "not back", {"restart.helper-time"}},
    TimerRow{Layer::Bgp, "stale-removed", {}, {"bgp.stale-time"}},
    TimerRow{Layer::Bgp, "selection-begins", {}, {"bgp.selection-deferral", "bgp.deferral-for-lost"}},
    TimerRow{Layer::VpnRoute, {}, {}, {"bgp.route-batch"}},
    TimerRow{Layer::VpnRoute, {}, {}, {"bgp.vpn-frr-switch"}},
    TimerRow{Layer::Track, {}, {}, {"track.least", "track.most"}},
    TimerRow{Layer::Track, {}, {}, {"track.each"}},
    TimerRow{Layer::Pw, "pw-down", {}, {"bfd.to-client"}},
    TimerRow{Layer::Redundancy, "switchover", {}, {"pw.switch"}},
    TimerRow{Layer::Redundancy, "holdoff-over", {}, {"pw.holdoff"}},
    TimerRow{Layer::Redundancy, "revert", {}, {"pw.reroute-delay"}},
};

bool fits(const TimerRow &row, const Event &event)
{
    return row.layer == event.layer && (row.what.empty() || row.what == event.what)
        && (row.detail.empty() || event.detail.find(row.detail) != std::string::npos);
}

struct Wait
{
    const Event *event;
    SimDuration length;
};

/// The waits of the chain that ended the loss, inside the loss, the longest first.
std::vector<Wait> waitsOf(const engine::Timeline &timeline, const LossInterval &interval)
{
    std::vector<Wait> waits;
    SimTime reached = interval.from;
    if (!interval.ending || !eventWith(timeline, *interval.ending))
        return waits;
    for (const EventId id : engine::causeChain(timeline, *interval.ending)) {
        const Event *event = eventWith(timeline, id);
        if (!event || event->time <= reached)
            continue;
        if (event->cause)
            waits.push_back({event, event->time - reached});
        reached = event->time;
    }
    std::stable_sort(waits.begin(), waits.end(), [](const Wait &a, const Wait &b) { return a.length > b.length; });
    return waits;
}

/// The plan and the parameters that the run went by.
struct Basis
{
    plan::Plan plan;
    std::vector<engine::Parameter> parameters;
    std::set<std::string, std::less<>> set; ///< keys that the run set
    std::string profile;
};

Result<Basis> basisOf(const Inquiry &inquiry)
{
    const engine::Overrides none;
    const engine::Overrides &overrides = inquiry.options.overrides ? *inquiry.options.overrides : none;
    auto plan = overrides.appliedTo(inquiry.plan);
    if (!plan)
        return tl::unexpected(plan.error());
    auto profile = engine::profileFor(*plan, inquiry.options.profile);
    if (!profile)
        return tl::unexpected(profile.error());
    const engine::Profile used = overrides.appliedTo(*profile);
    Basis basis{*plan, engine::parameters(*plan, inquiry.options.profile), {}, std::string(used.name)};
    for (engine::Parameter &parameter : basis.parameters)
        if (!parameter.ofPlan)
            parameter.value = engine::valueOf(used, parameter.key);
    for (const std::string &text : overrides.texts())
        basis.set.insert(text.substr(0, text.find('=')));
    return basis;
}

const engine::Parameter *parameterWith(const Basis &basis, std::string_view key)
{
    const auto found = std::find_if(basis.parameters.begin(), basis.parameters.end(), [key](const engine::Parameter &one) { return one.key == key; });
    return found == basis.parameters.end() ? nullptr : &*found;
}

/// "bfd.min-tx=25 ms": half of the value in what its kind counts in; none when it goes no lower.
std::optional<std::string> halved(const engine::Parameter &parameter)
{
    const std::int64_t half = std::max(parameter.value / 2, parameter.low);
    for (const SimDuration tick : {SimDuration(1), SimDuration(1ms), SimDuration(1s)}) {
        const std::int64_t unit = parameter.unit == engine::Unit::Time ? tick.count() : 1;
        const std::int64_t value = (half + unit - 1) / unit * unit;
        if (value >= parameter.value)
            continue;
        std::string text = fmt::format("{}={}{}", parameter.key, value, parameter.unit == engine::Unit::Time ? "ns" : "");
        engine::Overrides trial;
        if (trial.set(text))
            return trial.texts().front();
    }
    return std::nullopt;
}

std::string originOf(const Basis &basis, const engine::Parameter &parameter)
{
    if (basis.set.contains(parameter.key))
        return "set for this run";
    if (parameter.ofPlan)
        return parameter.upTo ? "plan, where it differs between objects" : "plan";
    return parameter.changed ? "the plan's own assumption" : "profile " + basis.profile;
}

std::optional<config::ConfigTree> treeOf(const plan::Plan &plan, plan::RouterId router)
{
    const auto written = config::buildConfig(plan, router);
    if (!written)
        return std::nullopt;
    return config::readConfig(config::toText(*written));
}

/// The first line, beginning so, that `to` has on the router and `from` lacks.
std::optional<ConfigurationLine> lineAdded(const plan::Plan &from, const plan::Plan &to, plan::RouterId router, std::string_view begins = {})
{
    const auto before = treeOf(from, router);
    const auto after = treeOf(to, router);
    if (!before || !after)
        return std::nullopt;
    for (const config::ScriptSection &section : config::difference(*before, *after).forward)
        for (const std::string &command : section.commands)
            if (!command.starts_with("undo ") && command.starts_with(begins))
                return ConfigurationLine{routerName(to, router), section.path.empty() ? std::string() : section.path.back(), command};
    return std::nullopt;
}

std::optional<plan::Plan> with(const plan::Plan &plan, const plan::PlanEdit &edit)
{
    auto changed = plan.with(edit);
    return changed ? std::optional(*std::move(changed)) : std::nullopt;
}

constexpr std::string_view kOfPlan = "plan, "; ///< begins the source of a plan's timer

/// How the lines about what the event is about begin; a router has one such timer for each session.
std::string beginOfLine(const plan::Plan &plan, const Event &event)
{
    const plan::BgpSession *session = event.session ? plan.find(*event.session) : nullptr;
    if (!session)
        return {};
    const plan::Router *peer = plan.find(session->a == event.device ? session->b : session->a);
    return peer && peer->loopback ? fmt::format("peer {} ", peer->loopback->toString()) : "peer ";
}

std::optional<Candidate> timerCandidate(const Basis &basis, const TimerRow &row, const Event &event)
{
    const engine::Parameter *first = parameterWith(basis, row.keys[0]);
    if (!first)
        return std::nullopt;
    Candidate candidate;
    for (const std::string_view key : row.keys) {
        const engine::Parameter *parameter = key.empty() ? nullptr : parameterWith(basis, key);
        if (!parameter)
            continue;
        if (auto text = halved(*parameter))
            candidate.change.settings.push_back(*std::move(text));
    }
    if (candidate.change.settings.empty())
        return std::nullopt;
    candidate.key = row.keys[0];
    candidate.value = engine::valueText(*first, first->value);
    if (first->upTo)
        candidate.value += " to " + engine::valueText(*first, *first->upTo);
    candidate.name = first->name;
    candidate.origin = originOf(basis, *first);
    const std::string_view source = first->source.starts_with(kOfPlan) ? first->source.substr(kOfPlan.size()) : first->source;
    candidate.origin.append("; ").append(source);
    candidate.device = routerName(basis.plan, event.device);
    if (event.layer == Layer::Bfd)
        candidate.about = fmt::format("{}, {}", event.subject, event.detail);
    if (first->ofPlan) {
        engine::Overrides trial;
        for (const std::string &setting : candidate.change.settings)
            if (!trial.set(setting))
                return std::nullopt;
        if (const auto other = trial.appliedTo(basis.plan))
            candidate.line = lineAdded(*other, basis.plan, event.device, beginOfLine(basis.plan, event));
    }
    return candidate;
}

void addEdit(std::vector<Candidate> &list, const plan::Plan &plan, plan::PlanEdit edit, plan::RouterId router)
{
    const auto changed = with(plan, edit);
    if (!changed)
        return;
    Candidate candidate;
    candidate.device = routerName(plan, router);
    candidate.line = lineAdded(plan, *changed, router);
    candidate.change.edit = std::move(edit);
    if (candidate.line)
        list.push_back(std::move(candidate));
}

const plan::PseudowireEnd *endOf(const plan::AccessService &service, plan::PwRole pw)
{
    if (pw == plan::PwRole::Primary)
        return &service.primary;
    return service.secondary ? &*service.secondary : nullptr;
}

/// What a pseudowire to its AGG may track so that it follows the flow: a loopback of the router the flow ends on, else the flow's own prefix.
std::optional<Ipv6Prefix> trackable(const plan::Plan &plan, const plan::Flow &flow)
{
    const plan::VpnInterface *remote = plan.find(flow.remote);
    if (!remote)
        return std::nullopt;
    const plan::VpnInterface *best = remote->address && remote->advertised ? remote : nullptr;
    for (const plan::VpnInterface &one : plan.vpnInterfaces())
        if (one.router == remote->router && one.vpn == remote->vpn && !one.port && one.advertised && one.address && (!best || best->port))
            best = &one;
    return best ? std::optional(prefixOf(*best->address)) : std::nullopt;
}

void trackingLines(const Inquiry &inquiry, const plan::Flow &flow, const plan::AccessService &service, plan::PwRole pw, std::vector<Candidate> &list)
{
    const plan::PseudowireEnd *end = endOf(service, pw);
    if (!end)
        return;
    std::vector<plan::TrackedRouteId> there;
    for (const plan::TrackedRoute &tracked : inquiry.plan.trackedRoutes())
        if (tracked.service == service.id && tracked.pw == pw)
            there.push_back(tracked.id);
    if (!there.empty()) {
        if (inquiry.options.tracking)
            return;
        plan::EditBuilder without(inquiry.plan, "Without tracking");
        for (const plan::TrackedRouteId id : there)
            without.remove<plan::TrackedRoute>(id);
        const auto bare = with(inquiry.plan, without.take());
        Candidate candidate;
        candidate.device = routerName(inquiry.plan, end->agg);
        candidate.change.withTracking = true;
        if (bare)
            candidate.line = lineAdded(*bare, inquiry.plan, end->agg);
        if (candidate.line)
            list.push_back(std::move(candidate));
        return;
    }
    if (const auto prefix = trackable(inquiry.plan, flow)) {
        plan::EditBuilder edit(inquiry.plan, "Track " + prefix->toString());
        edit.add(plan::TrackedRoute{plan::TrackedRouteId(0), service.id, pw, service.vpn, *prefix});
        addEdit(list, inquiry.plan, edit.take(), end->agg);
    }
}

/// A policy to give to what has none: the plan's quickest, or 3 x 10 ms.
plan::BfdPolicyId quickestPolicy(const plan::Plan &plan, plan::EditBuilder &edit)
{
    const plan::BfdPolicy *best = nullptr;
    for (const plan::BfdPolicy &policy : plan.bfdPolicies())
        if (!best || policy.multiplier * std::max(policy.minTxMs, policy.minRxMs) < best->multiplier * std::max(best->minTxMs, best->minRxMs))
            best = &policy;
    return best ? best->id : edit.add(plan::BfdPolicy{plan::BfdPolicyId(0), "BFD", 10, 10, 3});
}

void bfdOfDomain(const plan::Plan &plan, plan::LinkId id, std::set<plan::IgpDomainId> &seen, std::vector<Candidate> &list)
{
    const plan::Link *link = plan.find(id);
    const plan::IgpDomain *domain = link ? plan.find(link->domain) : nullptr;
    if (!domain || domain->bfd || !seen.insert(domain->id).second)
        return;
    plan::EditBuilder edit(plan, "BFD on the links of " + domain->name);
    plan::IgpDomain row = *domain;
    row.bfd = quickestPolicy(plan, edit);
    edit.set(std::move(row));
    addEdit(list, plan, edit.take(), plan::endsOf(plan, *link).first);
}

void bfdOfSession(const plan::Plan &plan, const Event &event, std::vector<Candidate> &list)
{
    const plan::BgpSession *session = event.session ? plan.find(*event.session) : nullptr;
    if (!session || session->bfd)
        return;
    plan::EditBuilder edit(plan, "BFD for a BGP session");
    plan::BgpSession row = *session;
    row.bfd = quickestPolicy(plan, edit);
    edit.set(std::move(row));
    addEdit(list, plan, edit.take(), event.device);
}

void bfdOfService(const plan::Plan &plan, const plan::AccessService &service, std::vector<Candidate> &list)
{
    if (service.bfd || !service.secondary)
        return;
    plan::EditBuilder edit(plan, "BFD for the pseudowires of " + service.name);
    plan::AccessService row = service;
    row.bfd = quickestPolicy(plan, edit);
    edit.set(std::move(row));
    addEdit(list, plan, edit.take(), service.csg);
}

void acceptFromStandby(const plan::Plan &plan, const plan::AccessService &service, std::vector<Candidate> &list)
{
    plan::EditBuilder edit(plan, "Accept from the standby pseudowire of " + service.name);
    plan::AccessService row = service;
    row.dualReceiving = true;
    row.primary.ignoreStandby = true;
    if (row.secondary)
        row.secondary->ignoreStandby = true;
    if (row == service)
        return;
    edit.set(std::move(row));
    const plan::PlanEdit taken = edit.take();
    for (const plan::RouterId router : {service.csg, service.primary.agg}) {
        const std::size_t before = list.size();
        addEdit(list, plan, taken, router);
        if (list.size() > before)
            return;
    }
}

bool repairable(const plan::FailureAction &action)
{
    return action.mode != plan::FailureMode::Restore && action.mode != plan::FailureMode::Reset && action.mode != plan::FailureMode::BfdDown
        && action.mode != plan::FailureMode::Restart && action.mode != plan::FailureMode::GracefulRestart;
}

/// The plan as the mistake leaves it, and the router whose line it took.
std::optional<std::pair<plan::Plan, plan::RouterId>> mistaken(const plan::Plan &plan, const plan::FailureAction &action)
{
    plan::EditBuilder edit(plan, "A mistake");
    std::optional<plan::RouterId> router;
    if (const auto *member = std::get_if<plan::VpnMemberId>(&action.target); member && plan.find(*member)) {
        router = plan.find(*member)->router;
        plan::Vpn vpn = *plan.find(plan.find(*member)->vpn);
        vpn.importTargets.clear();
        edit.set(std::move(vpn));
    } else if (const auto *interface = std::get_if<plan::VpnInterfaceId>(&action.target); interface && plan.find(*interface)) {
        plan::VpnInterface row = *plan.find(*interface);
        router = row.router;
        row.advertised = false;
        edit.set(std::move(row));
    } else if (const auto *id = std::get_if<plan::AccessServiceId>(&action.target);
               id && action.mode == plan::FailureMode::MtuMismatch && action.pw && plan.find(*id) && endOf(*plan.find(*id), *action.pw)) {
        plan::AccessService row = *plan.find(*id);
        plan::PseudowireEnd &end = *action.pw == plan::PwRole::Primary ? row.primary : *row.secondary;
        router = end.agg;
        end.mtu = static_cast<std::uint16_t>(end.mtu > 1000 ? end.mtu - 100 : end.mtu + 100);
        edit.set(std::move(row));
    }
    if (!router)
        return std::nullopt;
    auto changed = with(plan, edit.take());
    return changed ? std::optional(std::pair(*std::move(changed), *router)) : std::nullopt;
}

} // namespace

std::vector<Candidate> timerCandidates(const Inquiry &inquiry, const LossInterval &interval, std::size_t most)
{
    std::vector<Candidate> list;
    const auto basis = basisOf(inquiry);
    if (!basis)
        return list;
    std::set<std::string_view> seen;
    for (const Wait &wait : waitsOf(inquiry.timeline, interval)) {
        for (const TimerRow &row : kTimers) {
            if (list.size() >= most)
                return list;
            if (!fits(row, *wait.event) || !seen.insert(row.keys[0]).second)
                continue;
            if (auto candidate = timerCandidate(*basis, row, *wait.event))
                list.push_back(*std::move(candidate));
        }
    }
    return list;
}

std::vector<Candidate> lineCandidates(const Inquiry &inquiry, const LossInterval &interval)
{
    std::vector<Candidate> list;
    const engine::FlowResult &result = inquiry.timeline.flows[interval.flowIndex];
    const plan::Flow *flow = inquiry.plan.find(interval.flow);
    const plan::AccessService *service = flow ? inquiry.plan.find(flow->service) : nullptr;
    if (!service)
        return list;
    std::set<plan::PwRole> pseudowires;
    std::set<plan::IgpDomainId> domains;
    bool standby = false;
    std::vector<plan::LinkId> links;
    for (std::size_t i = interval.firstSegment; i <= interval.lastSegment; ++i) {
        const engine::FlowSegment &segment = result.segments[i];
        if (segment.pw && service->secondary && result.direction == plan::Direction::Upstream)
            pseudowires.insert(*segment.pw);
        standby = standby || segment.why == "not accepted from standby";
        links.insert(links.end(), segment.links.begin(), segment.links.end());
    }
    for (const plan::PwRole pw : pseudowires)
        trackingLines(inquiry, *flow, *service, pw, list);
    for (const auto &last : {interval.begun, interval.ending}) {
        for (const EventId id : last && eventWith(inquiry.timeline, *last) ? engine::causeChain(inquiry.timeline, *last) : std::vector<EventId>()) {
            const Event &event = *eventWith(inquiry.timeline, id);
            if (event.link)
                links.push_back(*event.link);
            if (event.layer == Layer::Bgp && event.what == "session-down")
                bfdOfSession(inquiry.plan, event, list);
        }
    }
    for (const plan::LinkId link : links)
        bfdOfDomain(inquiry.plan, link, domains, list);
    bfdOfService(inquiry.plan, *service, list);
    if (standby)
        acceptFromStandby(inquiry.plan, *service, list);
    return list;
}

std::optional<Candidate> repairCandidate(const Inquiry &inquiry, const LossInterval &interval)
{
    const SimDuration end = inquiry.scenario.until;
    const SimDuration from = interval.from - kTimeZero;
    SimDuration at = from + (end - from) / 2;
    if (const auto whole = std::chrono::floor<std::chrono::milliseconds>(at); whole > from)
        at = whole;
    Candidate candidate;
    for (const plan::FailureAction &action : inquiry.scenario.actions) {
        if (action.at >= at || !repairable(action))
            continue;
        plan::FailureAction repair{action.target, plan::FailureMode::Restore, at, {}, {}, {}, action.pw};
        auto &repairs = candidate.change.repairs;
        if (std::find(repairs.begin(), repairs.end(), repair) == repairs.end())
            repairs.push_back(std::move(repair));
    }
    return candidate.change.repairs.empty() ? std::nullopt : std::optional(std::move(candidate));
}

std::optional<ConfigurationLine> lineTakenAway(const plan::Plan &plan, const plan::FailureAction &action)
{
    const auto other = mistaken(plan, action);
    return other ? lineAdded(other->first, plan, other->second) : std::nullopt;
}

Result<engine::Timeline> runWith(const Inquiry &inquiry, const Change &change, std::stop_token stop)
{
    engine::SimulationOptions options = inquiry.options;
    options.tracking = options.tracking || change.withTracking;
    options.sink = nullptr;
    engine::Overrides overrides = inquiry.options.overrides ? *inquiry.options.overrides : engine::Overrides();
    for (const std::string &setting : change.settings)
        if (const auto done = overrides.set(setting); !done)
            return tl::unexpected(done.error());
    options.overrides = &overrides;
    plan::Scenario scenario = inquiry.scenario;
    scenario.actions.insert(scenario.actions.end(), change.repairs.begin(), change.repairs.end());
    std::stable_sort(scenario.actions.begin(), scenario.actions.end(), [](const plan::FailureAction &a, const plan::FailureAction &b) { return a.at < b.at; });
    if (!change.edit)
        return engine::simulate(inquiry.plan, scenario, options, std::move(stop));
    const auto changed = inquiry.plan.with(*change.edit);
    if (!changed)
        return tl::unexpected(changed.error());
    return engine::simulate(*changed, scenario, options, std::move(stop));
}

} // namespace sidestep::report
