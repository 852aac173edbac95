// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/failures.h"
#include "model/plan/plan.h"

#include <string>
#include <utility>
#include <vector>

namespace sidestep::test {

/// What a random network consists of, as plain numbers: rapidcheck shrinks them, and the same sketch can be turned into a
/// plan whose rows have other ids.
struct Sketch
{
    struct Link
    {
        int a = 0; ///< routers: core first (AGG1, AGG2 of each pair, then RSGs, then Ps), then CSGs
        int b = 0;
        int cost = 10;
        int domain = 0; ///< 0 core; n: access domain n; -1: backbone, a second core domain
    };
    struct Session
    {
        int a = 0;
        int b = 0;
        bool aReflects = false;
        bool bReflects = false;
        bool bfd = true;
        int holdSeconds = 180;
        int link = -1; ///< whose addresses it uses; -1: loopbacks
        bool aNextHopSelf = false;
        bool bNextHopSelf = false;
        bool tunnelBfd = false;
    };
    struct Service
    {
        int csg = 0;
        int primary = 0;
        int secondary = -1; ///< -1: none
        int trackedPrimary = -1;   ///< RSG whose probe is tracked; -1: none
        int trackedSecondary = -1;
        bool tracksAnother = false; ///< and the next RSG's probe besides
        int remote = 0; ///< RSG
        plan::RedundancyMode mode = plan::RedundancyMode::Master;
        plan::ReroutePolicy reroute = plan::ReroutePolicy::Delay;
        bool dualReceiving = true;
        bool ignoreStandby = true;
        bool bfd = true;
        bool mtuAgrees = true;
        plan::PwWatch watch = plan::PwWatch::Each; ///< what its BFD runs on
    };
    struct Action
    {
        plan::TargetKind target = plan::TargetKind::Link;
        int index = 0; ///< of the router, link, session or service; the router's instance or probe of a VPN
        plan::PwRole pw = plan::PwRole::Primary;
        plan::FailureMode mode = plan::FailureMode::Cut;
        int atMs = 0;
    };

    int pairs = 1;
    int rsgs = 2;
    int transits = 0;
    int cells = 1;
    std::vector<bool> accessBfd; ///< by access domain
    plan::Igp igp = plan::Igp::Isis;
    int lsaArrivalMs = 0; ///< of every domain
    bool coreBfd = true;
    bool backboneBfd = true;
    std::vector<Link> links;
    std::vector<int> asNumbers; ///< of AGGs and RSGs; 0: the plan's
    std::vector<Session> sessions;
    std::vector<Service> services; ///< one a cell
    std::vector<Action> actions;

    [[nodiscard]] int aggs() const { return 2 * pairs; }
    [[nodiscard]] int routers() const { return 2 * pairs + rsgs + transits + cells; }
    [[nodiscard]] int firstCell() const { return 2 * pairs + rsgs + transits; }
};

/// A sketch as a plan, with the ids its parts got.
struct Drawn
{
    plan::Plan plan;
    std::vector<plan::RouterId> routers;
    std::vector<plan::LinkId> links;
    std::vector<plan::BgpSessionId> sessions;
    std::vector<plan::AccessServiceId> services;
    std::vector<plan::FlowId> flows; ///< upstream and downstream of each service
    plan::Scenario scenario{plan::ScenarioId(1), "random", {}, 10s, 1};
};

/// In the order in which rows are added; loopbacks, distinguishers and whatever decides between equals stay the same.
enum class RowOrder { Given, Reversed };

[[nodiscard]] Sketch randomSketch();
/// The network with OSPF, and sometimes with an LSA arrival interval that is longer than routers wait between two LSAs.
[[nodiscard]] Sketch withOspf(Sketch sketch);
[[nodiscard]] Drawn draw(const Sketch &sketch, RowOrder order = RowOrder::Given);
/// One line a part, for a failing case.
[[nodiscard]] std::string describe(const Sketch &sketch);

} // namespace sidestep::test
