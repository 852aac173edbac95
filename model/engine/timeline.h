// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/units.h"
#include "model/plan/plan.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sidestep::engine {

enum class Layer : std::uint8_t { Link, Bfd, Isis, Ospf, Ldp, Bgp, VpnRoute, Track, Pw, Redundancy, Forwarding };
/// "link", "bfd", "isis", "ospf", "ldp", "bgp", "vpn-route", "track", "pw", "redundancy", "forwarding".
[[nodiscard]] std::string_view wordOf(Layer layer);

/// How the subject stands after the event: what colours a timeline bar.
enum class Health : std::uint8_t { Up, Working, Down, None };

using EventId = std::uint32_t;

/// One thing that happened. Ids count from 1 in the order of happening; a cause has a lower id than its effect.
struct Event
{
    EventId id = 0;
    SimTime time;
    plan::RouterId device;
    Layer layer = Layer::Link;
    std::string what;    ///< stable key: "link-down", "session-down", "spf-run", "route-down", "track-down", "status-sent", "switchover" …
    std::string subject; ///< "AGG1--RSG1", "RAN 2001:db8:ffff::21/128", "PW1"
    std::string detail;  ///< one line, plain English with the numbers: "last packet 2.6 intervals ago"
    Health health = Health::None;
    std::optional<EventId> cause; ///< none only for injected failures, and in a design that never settles
    std::optional<plan::LinkId> link;
    std::optional<plan::AccessServiceId> service;
    std::optional<plan::PwRole> pw;
    std::optional<plan::BgpSessionId> session;
    friend bool operator==(const Event &, const Event &) = default;
};

enum class FlowState : std::uint8_t { Delivered, Lost };

/// A stretch of time in which a flow's packets fare alike; segments follow each other without gap from 0 to the end.
struct FlowSegment
{
    SimTime from;
    SimTime to;
    FlowState state = FlowState::Delivered;
    std::vector<plan::RouterId> path;  ///< routers passed; for a loss, up to and including where it is lost
    std::vector<plan::LinkId> links;   ///< links passed, one fewer than routers; for a loss on a link, that link is last and as many as routers
    std::optional<plan::PwRole> pw;    ///< pseudowire that carries it, where one does
    std::optional<plan::RouterId> at;  ///< where it is lost
    std::string why;                   ///< "no VPN route", "link cut", "no active pseudowire" …; empty when delivered
    bool silent = false;               ///< lost, and the sender's router has not been told: it holds its pseudowire usable
    std::optional<EventId> cause;      ///< the event that began the segment; none for the first
    SimDuration delay{};               ///< one way, along the links passed
    std::uint32_t lossPpm = 0;         ///< delivered, but for this many packets of a million
    friend bool operator==(const FlowSegment &, const FlowSegment &) = default;
};

struct FlowResult
{
    plan::FlowId flow{0};
    std::string name;
    plan::Direction direction = plan::Direction::Upstream;
    PacketRate rate;
    SimDuration outage{};         ///< sum of the lost segments
    std::int64_t lostPackets = 0; ///< rate x outage (RFC 6413), and what segments with a share of loss lose
    std::vector<FlowSegment> segments;
    /// Packets that arrive after one sent later: where traffic moves to a shorter way without loss between, as many as are
    /// on the longer way for the difference (RFC 4737 section 3, as a count of reordered packets).
    std::int64_t reorderedPackets = 0;
    std::optional<SimDuration> objective{}; ///< of the plan's flow
    /// The outage is within the objective; true without one.
    [[nodiscard]] bool meetsObjective() const { return !objective || outage <= *objective; }
    friend bool operator==(const FlowResult &, const FlowResult &) = default;
};

/// Where in their period repeating messages and timers stand when something fails.
enum class Phase : std::uint8_t {
    Seeded,  ///< drawn from the scenario's seed
    Best,    ///< where every wait is shortest
    Typical, ///< as in the run nearest to the median of runs with seeds; `Timeline::seed` draws the same
    Worst,   ///< where every wait is longest
};
/// "seeded", "best", "typical", "worst".
[[nodiscard]] std::string_view wordOf(Phase phase);

/// Why a run ended.
enum class Outcome : std::uint8_t { Settled, ReachedEnd, EventLimit };

/// A finished run. Complete: a view plays it both ways without the engine.
struct Timeline
{
    std::string plan;
    std::string scenario;
    std::uint64_t seed = 1;
    Phase phase = Phase::Seeded;
    bool tracking = true;
    std::string profile;                ///< of timers
    std::vector<std::string> overrides; ///< what this run set otherwise: "bfd.min-tx=50 ms"
    SimTime settled; ///< time of the last event
    SimTime end;     ///< end of the run; segments end here
    Outcome outcome = Outcome::Settled;
    std::vector<Event> events;
    std::vector<FlowResult> flows; ///< by flow id
    std::vector<Event> initial;    ///< steady state at t=0 as pseudo-events (id 0, no cause): sessions, routes, PWs and their health
    friend bool operator==(const Timeline &, const Timeline &) = default;
};

/// One bar chart row of the timeline: a subject's health over time.
struct LaneBar
{
    SimTime from;
    SimTime to;
    Health health = Health::Up;
    std::string label;             ///< "PW1 → AGG1", "lost at AGG1, nobody told"; may be empty
    std::optional<EventId> event;  ///< what began it
    friend bool operator==(const LaneBar &, const LaneBar &) = default;
};
struct Lane
{
    Layer layer = Layer::Link;
    plan::RouterId device;
    std::string subject;
    std::optional<plan::FlowId> flow; ///< a flow's lane
    std::vector<LaneBar> bars;        ///< without gap from 0 to the end
    friend bool operator==(const Lane &, const Lane &) = default;
};

/// Lanes of every subject that changed, and of every flow and PW choice, in pipeline order (layer, device, subject), flows last.
[[nodiscard]] std::vector<Lane> lanesOf(const plan::Plan &plan, const Timeline &timeline);

enum class LinkCondition : std::uint8_t { Up, Cut, Silent, OneWayAB, OneWayBA, Grey, Shut };

/// Packets a segment loses: all of a lost one, a share of a delivered one.
[[nodiscard]] std::int64_t packetsLostIn(PacketRate rate, const FlowSegment &segment, SimTime until);

/// The network at one moment of a timeline, for canvas and display.
struct Snapshot
{
    struct LinkState
    {
        plan::LinkId link;
        LinkCondition condition = LinkCondition::Up;
    };
    struct PwState
    {
        plan::AccessServiceId service;
        plan::PwRole pw = plan::PwRole::Primary;
        bool usable = true; ///< up, and its far end forwards
        bool active = false; ///< the CSG sends on it
    };
    struct SessionState
    {
        plan::BgpSessionId session;
        bool up = true;
    };
    struct FlowNow
    {
        plan::FlowId flow;
        std::size_t segment = 0;        ///< index into FlowResult::segments
        std::int64_t lostSoFar = 0;     ///< packets lost up to now
    };
    std::vector<LinkState> links; ///< only those that are not up
    std::vector<plan::RouterId> poweredOff;
    std::vector<PwState> pseudowires;   ///< every PW, by service id, primary first
    std::vector<SessionState> sessions; ///< every session, by id
    std::vector<FlowNow> flows;         ///< every flow, by id
    std::optional<EventId> lastEvent;   ///< the newest event at or before the moment
};

/// State after all events at or before `at`. Cost: events up to `at` plus the network's services.
[[nodiscard]] Snapshot snapshotAt(const plan::Plan &plan, const Timeline &timeline, SimTime at);

/// The chain of events from the injected failure to `event`, first the failure.
[[nodiscard]] std::vector<EventId> causeChain(const Timeline &timeline, EventId event);

} // namespace sidestep::engine
