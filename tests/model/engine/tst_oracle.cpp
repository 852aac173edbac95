// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/simulate.h"
#include "model/engine/steady_state.h"
#include "tests/model/engine/random_network.h"

#include <QTest>

#include <fmt/format.h>
#include <rapidcheck.h>

#include <algorithm>
#include <sstream>

using namespace sidestep;
using engine::Event;
using engine::FlowResult;
using engine::FlowSegment;
using engine::FlowState;
using engine::Snapshot;
using engine::SteadyState;
using engine::Timeline;

namespace {

/// Runs a property on the same cases every time; RC_PARAMS in the environment asks for others and more.
template <typename Property>
void holds(const char *name, int cases, Property &&property)
{
    rc::detail::TestParams params = rc::detail::configuration().testParams;
    if (!qEnvironmentVariableIsSet("RC_PARAMS")) {
        params.maxSuccess = cases;
        params.seed = 20;
    }
    rc::detail::TestMetadata metadata;
    metadata.id = metadata.description = name;
    const auto result = rc::detail::checkTestable(std::forward<Property>(property), metadata, params);
    if (!result.template is<rc::detail::SuccessResult>()) {
        std::ostringstream text;
        rc::detail::printResultMessage(result, text);
        QFAIL(text.str().c_str());
    }
}

Timeline run(const test::Drawn &drawn, bool tracking = true)
{
    const auto timeline = engine::simulate(drawn.plan, drawn.scenario, {tracking, {}, {}});
    if (!timeline)
        RC_FAIL(timeline.error().detail);
    return *timeline;
}

std::string pathText(const plan::Plan &plan, const std::vector<plan::RouterId> &path, const std::vector<plan::LinkId> &links)
{
    std::string text;
    for (std::size_t i = 0; i < path.size(); ++i)
        text += (i == 0 ? "" : fmt::format(" -{}- ", i <= links.size() ? links[i - 1].value() : 0)) + plan.find(path[i])->name;
    return text;
}

template <typename Fate>
std::string fateText(const plan::Plan &plan, const Fate &fate)
{
    return fmt::format("{}{}{}{}", pathText(plan, fate.path, fate.links), fate.pw ? (*fate.pw == plan::PwRole::Primary ? " pw1" : " pw2") : "",
                       fate.state == FlowState::Lost ? " x " + fate.why : "", fate.silent ? " silent" : "");
}

/// The parts of two end states that a user can see, as text, one line each.
std::string simulatedEnd(const plan::Plan &plan, const Timeline &timeline)
{
    const Snapshot end = engine::snapshotAt(plan, timeline, timeline.end);
    std::string text;
    for (const auto &session : end.sessions)
        text += fmt::format("session {} {}\n", session.session.value(), session.up ? "up" : "down");
    for (const auto &pw : end.pseudowires)
        text += fmt::format("pw {}.{} {} {}\n", pw.service.value(), static_cast<int>(pw.pw) + 1, pw.usable ? "usable" : "down", pw.active ? "active" : "");
    for (const FlowResult &flow : timeline.flows)
        text += fmt::format("flow {} {}\n", flow.name, fateText(plan, flow.segments.back()));
    return text;
}

std::string computedEnd(const plan::Plan &plan, const SteadyState &state)
{
    std::string text;
    for (const auto &session : state.sessions)
        text += fmt::format("session {} {}\n", session.session.value(), session.up ? "up" : "down");
    for (const auto &pw : state.pseudowires)
        text += fmt::format("pw {}.{} {} {}\n", pw.service.value(), static_cast<int>(pw.role) + 1, pw.usable ? "usable" : "down", pw.active ? "active" : "");
    for (const auto &flow : state.flows)
        text += fmt::format("flow {} {}\n", plan.find(flow.flow)->name, fateText(plan, flow));
    return text;
}

/// Services that either pseudowire may serve for good, and that the run left on their secondary.
std::vector<plan::AccessServiceId> movedForGood(const plan::Plan &plan, const Timeline &timeline, const SteadyState &state)
{
    std::vector<plan::AccessServiceId> moved;
    for (const auto &pw : engine::snapshotAt(plan, timeline, timeline.end).pseudowires)
        if (pw.pw == plan::PwRole::Secondary && pw.active && std::find(state.either.begin(), state.either.end(), pw.service) != state.either.end())
            moved.push_back(pw.service);
    return moved;
}

/// What is left when ids are taken out: times, names and words.
std::string story(const plan::Plan &plan, const FlowResult &flow)
{
    std::string text = fmt::format("{} outage {} lost {}\n", flow.name, flow.outage.count(), flow.lostPackets);
    for (const FlowSegment &segment : flow.segments) {
        text += fmt::format("{} {} {} {} ", segment.from.time_since_epoch().count(), segment.to.time_since_epoch().count(), segment.why, segment.silent);
        for (const plan::RouterId router : segment.path)
            text += plan.find(router)->name + " ";
        text += '\n';
    }
    return text;
}

void endsSteady(const test::Sketch &sketch)
{
    const bool tracking = *rc::gen::element(true, false);
    const test::Drawn drawn = test::draw(sketch);
    const engine::FailedElements failed = engine::failedAtEndOf(drawn.scenario);
    SteadyState state = engine::steadyState(drawn.plan, failed, tracking);
    RC_PRE(state.settles);
    RC_LOG() << test::describe(sketch) << (tracking ? "tracking" : "no tracking");
    const Timeline timeline = run(drawn, tracking);
    if (!state.either.empty())
        state = engine::steadyState(drawn.plan, failed, tracking, movedForGood(drawn.plan, timeline, state));
    RC_ASSERT(timeline.outcome == engine::Outcome::Settled);
    RC_ASSERT(simulatedEnd(drawn.plan, timeline) == computedEnd(drawn.plan, state));
}

} // namespace

class TestOracle : public QObject
{
    Q_OBJECT

private slots:
    void untouchedNetworkIsSteady();
    void simulationEndsInTheSteadyState();
    void ospfEndsInTheSteadyState();
    void causesComeBeforeEffects();
    void segmentsTileTheRunAndLossIsRateTimesOutage();
    void sameInputSameTimeline();
    void orderOfRowsChangesNothing();
    void unrelatedPairChangesNothing();
};

void TestOracle::untouchedNetworkIsSteady()
{
    holds("untouched", 150, [] {
        test::Sketch sketch = test::randomSketch();
        sketch.actions.clear();
        const test::Drawn drawn = test::draw(sketch);
        const SteadyState state = engine::steadyState(drawn.plan, {});
        RC_PRE(state.settles);
        RC_LOG() << test::describe(sketch);
        const Timeline timeline = run(drawn);
        RC_ASSERT(timeline.events.empty());
        RC_ASSERT(simulatedEnd(drawn.plan, timeline) == computedEnd(drawn.plan, state));
    });
}

void TestOracle::simulationEndsInTheSteadyState()
{
    holds("end state", 250, [] { endsSteady(test::randomSketch()); });
}

void TestOracle::ospfEndsInTheSteadyState()
{
    holds("end state with OSPF", 150, [] { endsSteady(test::withOspf(test::randomSketch())); });
}

void TestOracle::causesComeBeforeEffects()
{
    holds("causes", 60, [] {
        const test::Sketch sketch = test::randomSketch();
        const test::Drawn drawn = test::draw(sketch);
        RC_LOG() << test::describe(sketch);
        const Timeline timeline = run(drawn);
        std::size_t injected = 0;
        for (std::size_t i = 0; i < timeline.events.size(); ++i) {
            const Event &event = timeline.events[i];
            RC_ASSERT(event.id == i + 1);
            RC_ASSERT((i == 0 || timeline.events[i - 1].time <= event.time));
            if (event.cause) {
                RC_ASSERT(*event.cause < event.id);
                RC_ASSERT(*event.cause >= 1u);
                RC_ASSERT(timeline.events[*event.cause - 1].time <= event.time);
            } else {
                ++injected;
            }
        }
        RC_ASSERT(injected <= 4 * sketch.actions.size()); // a flap of two cycles cuts and mends twice
        RC_ASSERT((timeline.events.empty() || timeline.events.back().time == timeline.settled));
    });
}

void TestOracle::segmentsTileTheRunAndLossIsRateTimesOutage()
{
    holds("segments", 60, [] {
        const test::Sketch sketch = test::randomSketch();
        const test::Drawn drawn = test::draw(sketch);
        RC_LOG() << test::describe(sketch);
        const Timeline timeline = run(drawn);
        RC_ASSERT(timeline.flows.size() == drawn.plan.flows().size());
        for (const FlowResult &flow : timeline.flows) {
            SimTime at{};
            SimDuration lost{};
            for (const FlowSegment &segment : flow.segments) {
                RC_ASSERT(segment.from == at);
                RC_ASSERT(segment.from < segment.to);
                at = segment.to;
                RC_ASSERT(!segment.path.empty());
                if (segment.state == FlowState::Lost) {
                    lost += segment.to - segment.from;
                    RC_ASSERT(segment.at == segment.path.back());
                    RC_ASSERT(!segment.why.empty());
                    RC_ASSERT((segment.links.size() == segment.path.size() || segment.links.size() + 1 == segment.path.size()));
                } else {
                    RC_ASSERT(segment.why.empty() && !segment.silent && !segment.at);
                    RC_ASSERT(segment.links.size() + 1 == segment.path.size());
                }
                RC_ASSERT((segment.cause || segment.from == kTimeZero));
                for (std::size_t i = 0; i + 1 < segment.path.size(); ++i) {
                    const auto [a, b] = plan::endsOf(drawn.plan, *drawn.plan.find(segment.links[i]));
                    RC_ASSERT((std::pair(a, b) == std::pair(segment.path[i], segment.path[i + 1]) || std::pair(b, a) == std::pair(segment.path[i], segment.path[i + 1])));
                }
            }
            RC_ASSERT(at == timeline.end);
            RC_ASSERT(flow.outage == lost);
            // rate x outage (RFC 6413), 1000 packets a second: one a millisecond.
            RC_ASSERT(std::abs(flow.lostPackets - lost.count() / 1'000'000) <= 1);
        }
    });
}

void TestOracle::sameInputSameTimeline()
{
    holds("repeat", 25, [] {
        const test::Drawn drawn = test::draw(test::randomSketch());
        RC_ASSERT(run(drawn) == run(drawn));
    });
}

void TestOracle::orderOfRowsChangesNothing()
{
    holds("relabel", 60, [] {
        test::Sketch sketch = test::randomSketch();
        const test::Drawn drawn = test::draw(sketch);
        const test::Drawn other = test::draw(sketch, test::RowOrder::Reversed);
        const SteadyState state = engine::steadyState(drawn.plan, engine::failedAtEndOf(drawn.scenario));
        RC_PRE(state.settles);
        RC_LOG() << test::describe(sketch);
        const Timeline one = run(drawn);
        const Timeline two = run(other);
        // Timer phases are drawn for each object, so moments differ; where everything ends up does not.
        // Only a service that never returns stays wherever the draws of a passing failure have moved it.
        const auto stays = [&](plan::FlowId flow) {
            return std::find(state.either.begin(), state.either.end(), drawn.plan.find(flow)->service) != state.either.end();
        };
        for (std::size_t i = 0; i < drawn.flows.size(); ++i) {
            if (stays(drawn.flows[i]))
                continue;
            const auto end = [](const plan::Plan &plan, const Timeline &timeline, plan::FlowId id) {
                const auto flow = std::find_if(timeline.flows.begin(), timeline.flows.end(), [&](const FlowResult &f) { return f.flow == id; });
                return fateText(plan, flow->segments.back());
            };
            RC_ASSERT(end(drawn.plan, one, drawn.flows[i]) == end(other.plan, two, other.flows[i]));
        }
    });
}

void TestOracle::unrelatedPairChangesNothing()
{
    holds("unrelated pair", 40, [] {
        test::Sketch sketch = test::randomSketch();
        const test::Drawn drawn = test::draw(sketch);
        RC_LOG() << test::describe(sketch);

        // A second network beside the first, with domains, routers and sessions of its own.
        plan::EditBuilder edit(drawn.plan, "beside");
        const auto core = edit.add(plan::IgpDomain{plan::IgpDomainId(0), "Elsewhere", plan::DomainKind::Core, 777, "49.0777", std::nullopt});
        std::vector<plan::RouterId> routers;
        for (int i = 0; i < 3; ++i) {
            plan::Router router{.id = plan::RouterId(0), .name = fmt::format("Far{}", i), .role = i == 0 ? plan::Role::Csg : plan::Role::Agg, .site = {},
                                .loopback = Ipv4(10, 254, 0, static_cast<std::uint8_t>(i + 1))};
            routers.push_back(edit.add(router));
        }
        for (int i = 0; i < 3; ++i) {
            const auto port = [&](int at, std::uint8_t host) {
                return edit.add(plan::Port{plan::PortId(0), routers[static_cast<std::size_t>(at % 3)], fmt::format("Far0/{}/{}", i, host), {}, 1500,
                                           Ipv4Interface{Ipv4(10, 1, static_cast<std::uint8_t>(i), host), 30}});
            };
            const auto a = port(i, 1);
            const auto b = port(i + 1, 2);
            edit.add(plan::Link{.id = plan::LinkId(0), .a = a, .b = b, .domain = core, .cost = 10, .srlgs = {}});
        }
        edit.add(plan::BgpSession{plan::BgpSessionId(0), routers[1], routers[2], false, false, 60, 180, std::nullopt});
        const Result<plan::Plan> wider = drawn.plan.with(edit.take());
        RC_ASSERT(wider.has_value());
        test::Drawn with = drawn;
        with.plan = *wider;
        const Timeline one = run(drawn);
        const Timeline two = run(with);
        for (std::size_t i = 0; i < one.flows.size(); ++i)
            RC_ASSERT(story(drawn.plan, one.flows[i]) == story(with.plan, two.flows[i]));
    });
}

QTEST_GUILESS_MAIN(TestOracle)
#include "tst_oracle.moc"
