// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"
#include "model/plan/templates.h"

#include <fmt/format.h>
#include <rapidcheck.h>

/// Random plans and rows for round trips.
namespace sidestep::test {

/// Free text that a description may hold, from many scripts, quotes and backslashes included.
inline std::string randomDescription()
{
    static const std::vector<std::string> pieces{"Ring", "Ä", "中文", "e\xCC\x81", "\xF0\x9F\x93\xA1", "\"", "\\", "/", "'", "%", "{}",
                                                 "[1]",  "~", "#x",   "<&>"};
    std::string text;
    const int count = *rc::gen::inRange(1, 6);
    for (int i = 0; i < count; ++i)
        text += (text.empty() ? "" : " ") + *rc::gen::elementOf(pieces);
    return text;
}

/// A template of random shape with random edits on top, each accepted by `Plan::with`; edits it refuses are left out.
inline plan::Plan randomPlan()
{
    plan::Plan plan = plan::referencePlan();
    if (*rc::gen::inRange(0, 3) != 0) {
        plan::BackhaulShape shape;
        shape.sites = *rc::gen::inRange<std::uint32_t>(1, 40);
        shape.access = *rc::gen::element(plan::AccessShape::Rings, plan::AccessShape::DualHomed);
        shape.sitesPerRing = *rc::gen::inRange<std::uint32_t>(1, 12);
        shape.seed = *rc::gen::arbitrary<std::uint64_t>();
        shape.tracking = *rc::gen::arbitrary<bool>();
        if (auto made = plan::backhaulPlan(shape))
            plan = *std::move(made);
    }
    const auto apply = [&plan](plan::EditBuilder &edit) {
        if (auto next = plan.with(edit.take()))
            plan = *std::move(next);
    };
    const int edits = *rc::gen::inRange(0, 8);
    for (int i = 0; i < edits; ++i) {
        plan::EditBuilder edit(plan, "random");
        std::vector<plan::Router> routers(plan.routers().begin(), plan.routers().end());
        plan::Router router = *rc::gen::elementOf(routers);
        switch (*rc::gen::inRange(0, 11)) {
        case 0:
            router.site = randomDescription();
            router.loopback.reset();
            edit.set(router);
            break;
        case 1:
            edit.set(plan::Position{router.id, *rc::gen::arbitrary<std::int32_t>(), *rc::gen::arbitrary<std::int32_t>()});
            break;
        case 2:
            edit = plan::EditBuilder(plan, "random");
            if (auto next = plan.with(plan::removalOf(plan, {router.id})); next && next->routers().size() > 2)
                plan = *std::move(next);
            continue;
        case 3: {
            std::vector<plan::Port> ports(plan.ports().begin(), plan.ports().end());
            if (ports.empty())
                continue;
            plan::Port port = *rc::gen::elementOf(ports);
            port.description = randomDescription();
            port.address.reset();
            edit.set(port);
            break;
        }
        case 4: {
            plan::Scenario scenario{plan::ScenarioId(0), fmt::format("random {}", i), {}, 10s, *rc::gen::arbitrary<std::uint64_t>()};
            for (const plan::Link &link : plan.links())
                if (scenario.actions.size() < 5)
                    scenario.actions.push_back({link.id, plan::FailureMode::Silent, std::chrono::milliseconds(*rc::gen::inRange(0, 5000))});
            scenario.actions.push_back({router.id, plan::FailureMode::Power, 1s});
            edit.add(scenario);
            break;
        }
        case 5:
            edit.add(plan::KeptText{router.id, fmt::format("aaa\n local-user {}", randomDescription())});
            break;
        case 6: {
            plan::Snippet snippet{plan::SnippetId(0), fmt::format("snippet {}", i), std::nullopt, std::nullopt, {}, {}};
            if (*rc::gen::arbitrary<bool>())
                snippet.router = router.id;
            else if (*rc::gen::arbitrary<bool>())
                snippet.role = router.role;
            snippet.text = fmt::format("header login information {}\n\nntp-service {{{{SERVER}}}}", randomDescription());
            snippet.variables.push_back({"SERVER", randomDescription(), false});
            snippet.variables.push_back({"KEY", {}, true});
            edit.add(std::move(snippet));
            break;
        }
        case 7:
            router.asNumber = *rc::gen::inRange<std::uint32_t>(1, 70'000);
            edit.set(router);
            break;
        case 8: {
            std::vector<plan::BgpSession> sessions(plan.sessions().begin(), plan.sessions().end());
            if (sessions.empty())
                continue;
            plan::BgpSession session = *rc::gen::elementOf(sessions);
            session.aNextHopSelf = *rc::gen::arbitrary<bool>();
            session.bNextHopSelf = *rc::gen::arbitrary<bool>();
            for (const plan::Link &link : plan.links())
                if (const auto ends = plan::endsOf(plan, link); ends == std::pair(session.a, session.b) || ends == std::pair(session.b, session.a))
                    session.link = link.id;
            edit.set(session);
            break;
        }
        case 9: {
            std::vector<plan::IgpDomain> domains(plan.domains().begin(), plan.domains().end());
            if (domains.empty())
                continue;
            plan::IgpDomain domain = *rc::gen::elementOf(domains);
            domain.lsaArrivalMs = *rc::gen::inRange<std::uint16_t>(1, 10'001);
            edit.set(domain);
            break;
        }
        default: {
            plan::Settings settings = plan.settings();
            settings.name = randomDescription();
            settings.pools.firstVcId = *rc::gen::inRange<std::uint32_t>(1, 1'000'000);
            settings.igp = *rc::gen::element(plan::Igp::Isis, plan::Igp::Ospf);
            edit.set(settings);
            break;
        }
        }
        apply(edit);
    }
    return plan;
}

} // namespace sidestep::test
