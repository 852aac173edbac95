// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/run.h"

#include "model/plan/failures.h"
#include "model/plan/fields.h"

#include <fmt/format.h>

#include <algorithm>

namespace sidestep::engine {
namespace {

constexpr std::uint64_t kStopCheckInterval = 1024; ///< events between two looks at the stop token

/// The network without failures. Links, adjacencies and databases are as designed; what rests on them is worked out with the
/// protocols' own decisions until nothing moves. Tracking closes a circle (route, status, gateway route), hence the rounds.
/// False: a design that chases its own tail, which goes on in the run.
bool settle(Context &context, Stack &stack)
{
    constexpr int kRounds = 16;
    stack.transport.settle();
    for (int pair = 0; pair < static_cast<int>(context.net.pairs.size()); ++pair)
        stack.bfd.pairChanged(pair, 0);
    stack.ldp.settle();
    stack.bgp.beginSettling();
    stack.bgp.settle();
    for (int round = 0; round < kRounds; ++round) {
        bool moved = stack.tracking.settle();
        moved = stack.pseudowires.settle() || moved;
        moved = stack.bgp.settle() || moved;
        if (!moved)
            return true;
    }
    return false;
}

void dispatch(Stack &stack, const plan::Scenario &scenario, const Occurrence &o)
{
    switch (static_cast<Kind>(o.rank)) {
    case Kind::Fault: stack.faults.onFault(scenario.actions[at(o.a)], o.a, o.b); break;
    case Kind::Restarted: stack.faults.onRestart(o.a, o.b != 0, o.cause); break;
    case Kind::Carrier: stack.links.onCarrier(o.a, o.b, o.cause); break;
    case Kind::FlapReuse: stack.links.onFlapReuse(o.a, o.b, o.cause); break;
    case Kind::BfdDetect: stack.bfd.onDetect(o.a, o.b, static_cast<BfdEvidence>(o.c), o.cause); break;
    case Kind::BfdUp: stack.bfd.onUp(o.a, o.b, o.cause); break;
    case Kind::BfdReport: stack.bfd.onReport(o.a, o.b, o.c != 0, o.cause); break;
    case Kind::Hello: stack.igp.onHello(o.a, o.b, o.cause); break;
    case Kind::HelloArrive: stack.igp.onHelloArrive(o.a, o.b, o.c, o.cause); break;
    case Kind::Description: stack.igp.onDescription(o.a, o.b, o.cause); break;
    case Kind::Exchange: stack.igp.onExchange(o.a, o.b, static_cast<ExchangeStep>(o.c), o.cause); break;
    case Kind::AdjacencyHold: stack.igp.onHold(o.a, o.b, o.c != 0, o.cause); break;
    case Kind::EqualCost: stack.igp.onEqualCost(o.a, o.b, o.cause); break;
    case Kind::LsaOriginate: stack.igp.onOriginate(o.a, o.cause); break;
    case Kind::LsaArrive: stack.igp.onArrive(o.a, o.b, o.c < 0 ? -1 - o.c : o.c, o.c < 0, o.cause); break;
    case Kind::SpfRun: stack.igp.onSpf(o.a, o.cause); break;
    case Kind::FibInstall: stack.igp.onInstall(o.a, o.cause); break;
    case Kind::LdpLinkHold: stack.ldp.onLinkHold(o.a, o.b, o.cause); break;
    case Kind::LdpLinkUp: stack.ldp.onLinkUp(o.a, o.cause); break;
    case Kind::LdpHold: stack.ldp.onHold(o.a, o.b, static_cast<LdpSilence>(o.c), o.cause); break;
    case Kind::LdpConnect: stack.ldp.onConnect(o.a, o.cause); break;
    case Kind::TcpRetry: stack.transport.onRetry(o.a, o.b); break;
    case Kind::TcpRefused: stack.transport.onRefused(o.a, o.b, static_cast<HalfOpen>(o.c), o.cause); break;
    case Kind::TcpDeliver: stack.transport.onDeliver(o.a, o.b, o.c); break;
    case Kind::BgpHold: stack.bgp.onHold(o.a, o.b, o.cause); break;
    case Kind::BgpConnect: stack.bgp.onConnect(o.a, o.cause); break;
    case Kind::BgpFirstUpdate: stack.bgp.onFirstUpdate(o.a, o.b, o.cause); break;
    case Kind::BgpGrace: stack.bgp.onGrace(o.a, o.b, o.cause); break;
    case Kind::BgpDeferral: stack.bgp.onDeferral(o.a, o.cause); break;
    case Kind::BgpAdvertise: stack.bgp.onAdvertise(o.a, o.b); break;
    case Kind::BgpNextHops: stack.bgp.onNextHops(o.a, o.cause); break;
    case Kind::BgpDecide: stack.bgp.onDecide(o.a, o.b != 0, o.cause); break;
    case Kind::Track: stack.tracking.onTrack(o.a, o.cause); break;
    case Kind::PwSwitch: stack.pseudowires.onSwitch(o.a, o.b != 0, o.cause); break;
    case Kind::WaitToRestore: stack.pseudowires.onWaitToRestore(o.a, o.cause); break;
    case Kind::PwResume: stack.pseudowires.onResume(o.a, o.cause); break;
    case Kind::Reachability: stack.transport.onLook(o.cause); break;
    case Kind::Flows: stack.flows.onLook(); break;
    }
}

/// The router whose control plane handles the happening; -1: none does.
int handledBy(const Network &net, const Bfd &bfd, const Occurrence &o)
{
    const auto onLink = [&] { return net.links[at(o.a)].node[at(o.b)]; };
    const auto onChannel = [&] { return at(o.a) < net.sessions.size() ? net.sessions[at(o.a)].node : net.ldpSessions[at(o.a) - net.sessions.size()].node; };
    switch (static_cast<Kind>(o.rank)) {
    case Kind::Carrier:
    case Kind::Hello:
    case Kind::HelloArrive:
    case Kind::Description:
    case Kind::Exchange:
    case Kind::AdjacencyHold:
    case Kind::LsaArrive:
    case Kind::LdpLinkHold: return onLink();
    case Kind::BfdReport: return bfd.nodeOf(o.a, o.b);
    case Kind::LdpHold: return net.ldpSessions[at(o.a)].node[at(o.b)];
    case Kind::BgpHold:
    case Kind::BgpGrace:
    case Kind::BgpAdvertise:
    case Kind::BgpFirstUpdate: return net.sessions[at(o.a)].node[at(o.b)];
    case Kind::TcpRefused: return onChannel()[at(o.b)];
    case Kind::TcpDeliver: return onChannel()[at(1 - o.b)];
    case Kind::BgpDeferral:
    case Kind::BgpNextHops:
    case Kind::BgpDecide: return o.a;
    case Kind::Track: return net.pseudowires[at(o.a)].agg;
    case Kind::PwSwitch:
    case Kind::WaitToRestore:
    case Kind::PwResume: return net.services[at(o.a)].csg;
    default: return -1;
    }
}

/// While a control plane restarts gracefully, what it should handle waits for it.
SimTime postponedTo(const Network &net, const Stack &stack, const Occurrence &o)
{
    int node = handledBy(net, stack.bfd, o);
    const Kind kind = static_cast<Kind>(o.rank);
    if (kind == Kind::LsaOriginate || kind == Kind::SpfRun || kind == Kind::FibInstall)
        node = stack.igp.nodeOf(o.a);
    return node < 0 ? SimTime{} : stack.faults.frozenUntil(node);
}

std::vector<Event> initialState(const Context &context, Stack &stack)
{
    std::vector<Event> list;
    for (std::size_t link = 0; link < context.net.links.size(); ++link) {
        for (const int node : context.net.links[link].node)
            list.push_back(context.describe(node, Layer::Link, "link-up", context.net.links[link].name, {}, Health::Up, {.link = static_cast<int>(link)}));
    }
    for (std::size_t node = 0; node < context.net.nodes.size(); ++node)
        list.push_back(context.describe(static_cast<int>(node), Layer::Link, "router-on", context.net.nodes[node].name, {}, Health::Up));
    stack.bfd.appendInitial(list);
    stack.igp.appendInitial(list);
    stack.ldp.appendInitial(list);
    stack.bgp.appendInitial(list);
    stack.tracking.appendInitial(list);
    stack.pseudowires.appendInitial(list);
    return list;
}

Result<std::monostate> checkActions(const plan::Plan &plan, const plan::Scenario &scenario)
{
    for (const plan::FailureAction &action : scenario.actions) {
        if (action.at < SimDuration(0))
            return failure(ErrorCode::OutOfRange, "a failure cannot happen before the start of the run");
        if (const bool found = std::visit([&](auto id) { return plan.find(id) != nullptr; }, action.target); !found)
            return failure(ErrorCode::NotFound, "the scenario fails an object that is not in the plan");
        const plan::TargetKind kind = plan::targetKind(action.target, action.pw.has_value());
        if (!plan::suits(action.mode, kind))
            return failure(ErrorCode::Unsupported, fmt::format("{} is no failure of {}", plan::wordOf(action.mode), plan::nameOf(kind)));
    }
    return std::monostate{};
}

} // namespace

void Stack::pathsChanged(int node, EventId cause)
{
    bfd.tunnelsChanged(node);
    bgp.nextHopsChanged(node, cause);
    pseudowires.pathsChanged(node, cause);
    flows.routesChanged(node, cause);
}

Stack::Stack(Context &context)
    : faults(context, *this), links(context, *this), bfd(context, *this), igp(context, *this), ldp(context, *this), transport(context, *this), bgp(context, *this),
      tracking(context, *this), pseudowires(context, *this), forwarding(context, *this), flows(context, *this)
{
}

Result<RunInput> runInput(const plan::Plan &plan, const SimulationOptions &options)
{
    const auto profile = profileFor(plan, options.profile);
    if (!profile)
        return tl::unexpected(profile.error());
    if (!options.overrides)
        return RunInput{plan, *profile};
    auto planned = options.overrides->appliedTo(plan);
    if (!planned)
        return tl::unexpected(planned.error());
    return RunInput{std::move(*planned), options.overrides->appliedTo(*profile)};
}

Run::Run(const RunInput &input, const plan::Scenario &scenario, const SimulationOptions &options, const PhaseDraw &draw)
    : m_plan(input.plan), m_scenario(scenario), m_net(input.plan, options.tracking), m_context{m_net, input.profile, draw.seed, draw.phase}, m_stack(m_context)
{
    m_context.sink = options.sink;
}

Result<std::monostate> Run::start()
{
    if (auto checked = checkActions(m_plan, m_scenario); !checked)
        return checked;
    m_context.queue.reserve(256);
    const bool steady = settle(m_context, m_stack);
    m_stack.flows.begin();
    m_context.settling = false;
    m_context.events.reserve(128);
    m_initial = initialState(m_context, m_stack);
    if (m_context.sink) {
        m_stack.bfd.tellInitial();
        m_stack.igp.tellInitial();
        m_stack.ldp.tellInitial();
        m_stack.bgp.tellInitial();
    }
    if (!steady) {
        m_stack.tracking.resume();
        m_stack.pseudowires.resume();
    }
    for (std::size_t i = 0; i < m_scenario.actions.size(); ++i)
        m_context.after(m_scenario.actions[i].at, Kind::Fault, static_cast<int>(i), 0, 0, 0);
    return std::monostate{};
}

Result<Outcome> Run::advance(SimTime end, const RunLimits &limits, std::stop_token stop)
{
    Occurrence next;
    for (; m_context.queue.pop(next); ++m_handled) {
        if (next.time > end)
            return Outcome::ReachedEnd;
        if (m_handled == limits.events)
            return Outcome::EventLimit;
        if (m_handled % kStopCheckInterval == 0 && stop.stop_requested())
            return failure(ErrorCode::Cancelled, "the run was stopped");
        m_context.now = next.time;
        if (const SimTime later = postponedTo(m_net, m_stack, next); later > next.time) {
            next.time = later;
            m_context.queue.schedule(next, next.slot);
            continue;
        }
        dispatch(m_stack, m_scenario, next);
    }
    return Outcome::Settled;
}

} // namespace sidestep::engine
