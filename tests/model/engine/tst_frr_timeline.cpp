// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/simulate.h"
#include "tests/model/engine/laboratory.h"

#include <QTest>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

using namespace sidestep;
using namespace sidestep::engine;
using plan::FailureMode;

namespace {

constexpr int kSeeds = 201; // odd, so that the median is one of the runs
constexpr double kClose = 0.15;
constexpr double kFailAt = 1000.0;

/// frr-timeline.md does not say how long the fault lasted, and recovery from a silent fault depends on it: hellos go on at
/// 90..100 % of 1 s from the moment BFD took the adjacency down, so their phase at the repair is not uniform. 15 s, as 14 to
/// 18 s, gives what was measured for 3x100 and for 3x300; at 20 s and more the two no longer differ as they did.
constexpr double kRepairAt = 16000.0;

/// The experiment, in the words of frr-timeline.md.
enum class Fault { BothCut, BothSilent, OneCut, OneSilent, AccessCut, AccessSilent, Withdrawn };

struct Milestone
{
    std::string_view device; ///< empty: any
    Layer layer;
    std::string_view what;
    std::string_view subject; ///< a part of it
};

struct Expected
{
    const char *row;
    Milestone milestone;
    double low, median, high; ///< measured, ms after the fault (after the repair, in the recovery table)
    const char *miss = nullptr; ///< why the predicted median is further than kClose from the measured one
};

struct Experiment
{
    const char *name;
    Fault fault;
    std::uint16_t bfdMs;
    bool recovery;
    std::vector<Expected> rows;
    test::Arrangement arrangement{};
    double share = 1.0; ///< of the runs in which every row must happen
};

constexpr Milestone kBfdRsg{"AGG1", Layer::Bfd, "session-down", "AGG1--RSG1"};
constexpr Milestone kBfdAgg{"AGG1", Layer::Bfd, "session-down", "AGG1--AGG2"};
constexpr Milestone kAdjacency{"AGG1", Layer::Isis, "adjacency-down", "AGG1--"};
constexpr Milestone kAdjacencyRsg{"AGG1", Layer::Isis, "adjacency-down", "AGG1--RSG1"};
constexpr Milestone kUnreachable{"AGG1", Layer::Bgp, "next-hop-lost", "RSG1"};
constexpr Milestone kVrfGone{"AGG1", Layer::VpnRoute, "route-down", "2001:db8:100::/64"};
constexpr Milestone kStatus{"CSG", Layer::Ldp, "status-received", "PW1"};
constexpr Milestone kPwDown{"CSG", Layer::Pw, "pw-down", "PW1"};
constexpr Milestone kBgpDown{"AGG1", Layer::Bgp, "session-down", "AGG1–RSG1"};
constexpr Milestone kTableEmpty{"AGG1", Layer::Bgp, "paths-removed", "2001:db8:100::/64"};
constexpr Milestone kFirstLsp{"AGG", Layer::Isis, "lsp-", "core"};
constexpr Milestone kRerouted{"AGG1", Layer::Bgp, "next-hop-changed", "RSG1"};
constexpr Milestone kReannounced{"AGG1", Layer::VpnRoute, "route-changed", "2001:db8:100::/64"};
constexpr Milestone kAdjacencyUp{"AGG1", Layer::Isis, "adjacency-up", "AGG1--RSG1"};
constexpr Milestone kReachable{"AGG1", Layer::Bgp, "next-hop-found", "RSG1"};
constexpr Milestone kBgpUp{"AGG1", Layer::Bgp, "session-up", "AGG1–RSG1"};
constexpr Milestone kBfdUp{"AGG1", Layer::Bfd, "session-up", "AGG1--RSG1"};
constexpr Milestone kVrfBack{"AGG1", Layer::VpnRoute, "route-up", "2001:db8:100::/64"};
constexpr Milestone kLdpDown{"CSG", Layer::Ldp, "session-down", "CSG–AGG1"};
constexpr Milestone kPwUp{"CSG", Layer::Pw, "pw-up", "PW1"};

// "Includes starting the CLI, 50-100 ms": half of it is taken off the median, all of it and none off the ends.
constexpr double kCliLeast = 50, kCliMost = 100, kCliTypical = 75;

constexpr const char *kHelloPhase = "five runs of hellos once a second, whose phase at the repair depends on how long the fault lasted, which is not said";

/// frr-timeline.md, the three tables, the prefix that is withdrawn, and the arrangements of iBGP that have times.
const std::vector<Experiment> &experiments()
{
    static const std::vector<Experiment> list{
        {"both cut, 3x100", Fault::BothCut, 100, false,
         {{"IS-IS adjacency down, first", kAdjacency, 3, 7, 17},
          {"RSG1 unreachable for BGP", kUnreachable, 167, 176, 179},
          {"VRF route gone at AGG1", kVrfGone, 218, 226, 231},
          {"PW status reaches CSG", kStatus, 321, 355, 430},
          {"CSG takes PW1 down", kPwDown, 324, 356, 443},
          {"BGP AGG1-RSG1 down", kBgpDown, 671, 749, 890},
          {"VPN table empty at AGG1", kTableEmpty, 731, 812, 954}}},
        {"both silent, 3x100", Fault::BothSilent, 100, false,
         {{"BFD down AGG1-RSG1", kBfdRsg, 270, 276, 286},
          {"BFD down AGG1-AGG2", kBfdAgg, 230, 266, 295},
          {"RSG1 unreachable for BGP", kUnreachable, 330, 333, 497},
          {"VRF route gone at AGG1", kVrfGone, 382, 384, 548},
          {"PW status reaches CSG", kStatus, 448, 502, 648},
          {"CSG takes PW1 down", kPwDown, 448, 503, 648},
          {"BGP AGG1-RSG1 down", kBgpDown, 681, 831, 887},
          {"VPN table empty at AGG1", kTableEmpty, 742, 905, 949}}},
        {"both silent, 3x300", Fault::BothSilent, 300, false,
         {{"BFD down AGG1-RSG1", kBfdRsg, 649, 731, 893},
          {"BFD down AGG1-AGG2", kBfdAgg, 645, 817, 878},
          {"RSG1 unreachable for BGP", kUnreachable, 792, 1051, 1106},
          {"VRF route gone at AGG1", kVrfGone, 842, 1102, 1156},
          {"PW status reaches CSG", kStatus, 911, 1217, 1234},
          {"CSG takes PW1 down", kPwDown, 911, 1218, 1235},
          {"BGP AGG1-RSG1 down", kBgpDown, 2420, 2583, 2684},
          {"VPN table empty at AGG1", kTableEmpty, 2481, 2644, 2744}}},
        {"both cut, 3x300", Fault::BothCut, 300, false, {{"VRF route gone at AGG1", kVrfGone, 213, 215, 272}, {"BGP AGG1-RSG1 down", kBgpDown, 2095, 2450, 2611}}},
        {"one cut, 3x100", Fault::OneCut, 100, false,
         {{"IS-IS adjacency down", kAdjacencyRsg, 1, 2, 22, "the fault's own moment is known to 5 ms; the carrier's loss takes up to 25 ms, as of two links cut (7 and 20)"},
          {"first new LSP on AGG1-AGG2", kFirstLsp, 106, 121, 133},
          {"route to RSG1 via AGG2", kRerouted, 167, 184, 201},
          {"VRF route re-announced", kReannounced, 218, 235, 255}}},
        {"one silent, 3x100", Fault::OneSilent, 100, false,
         {{"BFD down at AGG1", kBfdRsg, 210, 249, 279},
          {"IS-IS adjacency down", kAdjacencyRsg, 212, 251, 282},
          {"first new LSP on AGG1-AGG2", kFirstLsp, 212, 252, 282},
          {"route to RSG1 via AGG2", kRerouted, 276, 317, 344},
          {"VRF route re-announced", kReannounced, 328, 369, 397}}},
        {"one silent, 3x300", Fault::OneSilent, 300, false,
         {{"BFD down at AGG1", kBfdRsg, 659, 737, 772},
          {"IS-IS adjacency down", kAdjacencyRsg, 660, 738, 772},
          {"first new LSP on AGG1-AGG2", kFirstLsp, 660, 703, 767},
          {"route to RSG1 via AGG2", kRerouted, 724, 821, 949},
          {"VRF route re-announced", kReannounced, 776, 873, 1001}}},
        {"recovery, both cut, 3x100", Fault::BothCut, 100, true,
         {{"IS-IS adjacency to RSG1 up", kAdjacencyUp, 51, 51, 101},
          {"RSG1 reachable for BGP", kReachable, 173, 174, 200},
          {"BGP session up", kBgpUp, 178, 183, 221},
          {"link BFD up", kBfdUp, 1098, 1103, 1109},
          {"VRF route back", kVrfBack, 1382, 1388, 1424},
          {"PW1 up at CSG", kPwUp, 1511, 1512, 1669}}},
        {"recovery, both silent, 3x100", Fault::BothSilent, 100, true,
         {{"IS-IS adjacency to RSG1 up", kAdjacencyUp, 324, 451, 529, kHelloPhase},
          {"RSG1 reachable for BGP", kReachable, 412, 577, 591},
          {"BGP session up", kBgpUp, 413, 588, 1385},
          {"link BFD up", kBfdUp, 1326, 1501, 1575},
          {"VRF route back", kVrfBack, 1618, 1932, 2582},
          {"PW1 up at CSG", kPwUp, 1801, 2048, 2696}}},
        {"recovery, both silent, 3x300", Fault::BothSilent, 300, true,
         {{"IS-IS adjacency to RSG1 up", kAdjacencyUp, 30, 115, 259, kHelloPhase},
          {"RSG1 reachable for BGP", kReachable, 193, 268, 276, kHelloPhase},
          {"BGP session up", kBgpUp, 205, 271, 279},
          {"link BFD up", kBfdUp, 1081, 1165, 1261},
          {"VRF route back", kVrfBack, 1408, 1471, 1483},
          {"PW1 up at CSG", kPwUp, 1537, 1581, 1606}}},
        {"prefix withdrawn, 3x300", Fault::Withdrawn, 300, false,
         {{"VRF route gone at AGG1", kVrfGone, 141 - kCliMost, 174 - kCliTypical, 207 - kCliLeast},
          {"CSG takes PW1 down", kPwDown, 215 - kCliMost, 242 - kCliTypical, 305 - kCliLeast,
           "the laboratory's script took 68 ms from the route to the PW here and 115 to 158 ms elsewhere; the profile has one value for it"}}},
        {"both silent, 3x100, both RSGs originate", Fault::BothSilent, 100, false, {{"VRF route gone at AGG1", kVrfGone, 339, 361, 585}}, {.bothOriginate = true}},
        {"both silent, 3x100, AGG2 and RSG2 reflect", Fault::BothSilent, 100, false, {{"VRF route gone at AGG1", kVrfGone, 340, 373, 531}}, {.reflect = true}},
        {"access cut", Fault::AccessCut, 100, false,
         {{"CSG takes PW1 down", kPwDown, 23, 27, 38, "the laboratory's ldpd hears of the lost route some 15 ms after the light went; here the labelled path ends with the light"},
          {"LDP session closed", kLdpDown, 6259, 6903, 8802}},
         {.staticAccess = true}},
        {"access silent", Fault::AccessSilent, 100, false,
         {{"LDP session closed", kLdpDown, 6148, 6492, 8752}, {"CSG takes PW1 down", kPwDown, 6148, 6492, 8752}},
         {.staticAccess = true}},
        {"both silent, 3x100, fast convergence of BGP", Fault::BothSilent, 100, false,
         {{"BGP AGG1-RSG1 down", kBgpDown, 273, 308, 328}, {"VPN table empty at AGG1", kTableEmpty, 322, 358, 378}, {"VRF route gone at AGG1", kVrfGone, 322, 358, 378}},
         {.peerTracking = true}},
        {"one silent, 3x100, BFD for BGP as fast", Fault::OneSilent, 100, false,
         {{"VRF route gone at AGG1", kVrfGone, 272, 293, 348}, {"CSG takes PW1 down", kPwDown, 381, 451, 461}},
         // A race: where the link's BFD is early by 64 ms, IS-IS has another way before the session's BFD is due. Measured 5 of 5.
         {.fastSessions = true}, 0.75},
    };
    return list;
}

SimDuration milliseconds(double value)
{
    return SimDuration(static_cast<std::int64_t>(value * 1e6));
}

plan::Scenario scenarioOf(const plan::Plan &plan, const Experiment &experiment, std::uint64_t seed)
{
    plan::Scenario scenario{plan::ScenarioId(1), experiment.name, {}, milliseconds(experiment.recovery ? kRepairAt + 5000 : kFailAt + 5000), seed};
    if (experiment.fault == Fault::Withdrawn) {
        scenario.actions.push_back({plan.vpnInterfaces().begin()->id, FailureMode::Withdraw, milliseconds(kFailAt)});
        return scenario;
    }
    if (experiment.fault == Fault::AccessCut || experiment.fault == Fault::AccessSilent) {
        const FailureMode mode = experiment.fault == Fault::AccessCut ? FailureMode::Cut : FailureMode::Silent;
        scenario.actions.push_back({*plan::linkNamed(plan, "CSG--AGG1"), mode, milliseconds(kFailAt)});
        scenario.until = milliseconds(kFailAt + 15000);
        return scenario;
    }
    const bool both = experiment.fault == Fault::BothCut || experiment.fault == Fault::BothSilent;
    const bool cut = experiment.fault == Fault::BothCut || experiment.fault == Fault::OneCut;
    std::vector<plan::LinkId> links{*plan::linkNamed(plan, "AGG1--RSG1")};
    if (both)
        links.push_back(*plan::linkNamed(plan, "AGG1--AGG2"));
    for (const plan::LinkId link : links)
        scenario.actions.push_back({link, cut ? FailureMode::Cut : FailureMode::Silent, milliseconds(kFailAt)});
    for (const plan::LinkId link : links) {
        if (experiment.recovery)
            scenario.actions.push_back({link, FailureMode::Restore, milliseconds(kRepairAt)});
    }
    return scenario;
}

Overrides overridesOf(std::initializer_list<std::string_view> assignments)
{
    Overrides overrides;
    for (const std::string_view assignment : assignments)
        if (!overrides.set(assignment))
            std::abort();
    return overrides;
}

/// What the laboratory did otherwise, and a plan does not say.
const Overrides *overridesFor(const Experiment &experiment)
{
    // Static routes leave with the light, without an SPF, and no hello keeps them.
    static const Overrides staticRoutes = overridesOf({"isis.hold=60s", "isis.spf-initial=1ms", "isis.lsp-stability-wait=no"});
    static const Overrides peerTracking = overridesOf({"bgp.peer-tracking=yes"});
    return experiment.arrangement.staticAccess ? &staticRoutes : experiment.arrangement.peerTracking ? &peerTracking : nullptr;
}

bool matches(const plan::Plan &plan, const Event &event, const Milestone &milestone)
{
    const std::string &device = plan.find(event.device)->name;
    return device.starts_with(milestone.device) && event.layer == milestone.layer && event.what.starts_with(milestone.what)
        && event.subject.find(milestone.subject) != std::string::npos;
}

/// When it first happens after the fault or the repair, in ms.
std::optional<double> momentOf(const plan::Plan &plan, const Timeline &timeline, const Experiment &experiment, const Milestone &milestone)
{
    const double zero = experiment.recovery ? kRepairAt : kFailAt;
    for (const Event &event : timeline.events) {
        const double after = static_cast<double>((event.time - kTimeZero).count()) / 1e6 - zero;
        if (after >= 0 && matches(plan, event, milestone))
            return after;
    }
    return std::nullopt;
}

} // namespace

class TestFrrTimeline : public QObject
{
    Q_OBJECT

private slots:
    void rangesOverlapAndMediansAreClose_data();
    void rangesOverlapAndMediansAreClose();
    void theTypicalPhaseIsCloseInWhatMovesTraffic_data();
    void theTypicalPhaseIsCloseInWhatMovesTraffic();
    void oneLinkNeverMovesThePseudowire_data();
    void oneLinkNeverMovesThePseudowire();
    void reflectorKeepsTheOtherAggsRoute();
    void accessInTheSameIgpLosesNothing();
    void fastSessionIsResetButReflectionKeepsTheRoute();
};

void TestFrrTimeline::rangesOverlapAndMediansAreClose_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < experiments().size(); ++i)
        QTest::newRow(experiments()[i].name) << static_cast<int>(i);
}

void TestFrrTimeline::rangesOverlapAndMediansAreClose()
{
    QFETCH(int, index);
    const Experiment &experiment = experiments()[static_cast<std::size_t>(index)];
    const plan::Plan plan = test::laboratory(experiment.bfdMs, experiment.arrangement);
    std::vector<std::vector<double>> samples(experiment.rows.size());
    for (int seed = 1; seed <= kSeeds; ++seed) {
        const auto timeline = simulate(plan, scenarioOf(plan, experiment, static_cast<std::uint64_t>(seed)), {.overrides = overridesFor(experiment)});
        QVERIFY2(timeline.has_value(), timeline ? "" : timeline.error().detail.c_str());
        for (std::size_t row = 0; row < experiment.rows.size(); ++row)
            if (const auto moment = momentOf(plan, *timeline, experiment, experiment.rows[row].milestone))
                samples[row].push_back(*moment);
    }
    fmt::print("\n{}\n  {:<32} {:>24}   {:>24}\n", experiment.name, "ms after the fault or the repair", "measured min/median/max", "predicted min/median/max");
    int failed = 0;
    for (std::size_t row = 0; row < experiment.rows.size(); ++row) {
        const Expected &expected = experiment.rows[row];
        std::vector<double> &values = samples[row];
        std::sort(values.begin(), values.end());
        const bool always = static_cast<double>(values.size()) >= experiment.share * kSeeds;
        const double median = values.empty() ? -1 : values[values.size() / 2];
        const bool overlaps = !values.empty() && values.front() <= expected.high && values.back() >= expected.low;
        const bool close = std::abs(median - expected.median) <= kClose * expected.median;
        // A row that no longer misses needs no reason, and may not keep one.
        const bool asStated = always && overlaps && close == (expected.miss == nullptr);
        failed += asStated ? 0 : 1;
        fmt::print("  {:<32} {:>8.0f}{:>8.0f}{:>8.0f}   {:>8.0f}{:>8.0f}{:>8.0f}  {}\n", expected.row, expected.low, expected.median, expected.high,
                   values.empty() ? -1 : values.front(), median, values.empty() ? -1 : values.back(),
                   !always ? "NOT OFTEN ENOUGH" : !overlaps ? "APART" : close ? "" : expected.miss ? expected.miss : "FAR");
        if (values.size() < static_cast<std::size_t>(kSeeds))
            fmt::print("  {:<32} in {} of {} runs\n", "", values.size(), kSeeds);
    }
    std::fflush(stdout);
    QCOMPARE(failed, 0);
}

void TestFrrTimeline::theTypicalPhaseIsCloseInWhatMovesTraffic_data()
{
    rangesOverlapAndMediansAreClose_data();
}

void TestFrrTimeline::theTypicalPhaseIsCloseInWhatMovesTraffic()
{
    QFETCH(int, index);
    const Experiment &experiment = experiments()[static_cast<std::size_t>(index)];
    const plan::Plan plan = test::laboratory(experiment.bfdMs, experiment.arrangement);
    const auto timeline = simulate(plan, scenarioOf(plan, experiment, 1), {.phase = Phase::Typical, .overrides = overridesFor(experiment)});
    QVERIFY2(timeline.has_value(), timeline ? "" : timeline.error().detail.c_str());
    for (const Expected &expected : experiment.rows) {
        const Layer layer = expected.milestone.layer;
        if (expected.miss || (layer != Layer::VpnRoute && layer != Layer::Pw))
            continue;
        const auto moment = momentOf(plan, *timeline, experiment, expected.milestone);
        QVERIFY2(moment.has_value(), expected.row);
        QVERIFY2(std::abs(*moment - expected.median) <= kClose * expected.median, fmt::format("{}: {:.0f} ms", expected.row, *moment).c_str());
    }
}

void TestFrrTimeline::oneLinkNeverMovesThePseudowire_data()
{
    QTest::addColumn<bool>("cut");
    QTest::addColumn<int>("bfdMs");
    QTest::newRow("cut, 3x100") << true << 100;
    QTest::newRow("silent, 3x100") << false << 100;
    QTest::newRow("silent, 3x300") << false << 300;
}

void TestFrrTimeline::oneLinkNeverMovesThePseudowire()
{
    QFETCH(bool, cut);
    QFETCH(int, bfdMs);
    const plan::Plan plan = test::laboratory(static_cast<std::uint16_t>(bfdMs));
    for (std::uint64_t seed = 1; seed <= 25; ++seed) {
        const Experiment experiment{"one", cut ? Fault::OneCut : Fault::OneSilent, static_cast<std::uint16_t>(bfdMs), false, {}};
        const auto timeline = simulate(plan, scenarioOf(plan, experiment, seed));
        QVERIFY(timeline.has_value());
        for (const Event &event : timeline->events) {
            QVERIFY2(event.layer != Layer::Pw && event.layer != Layer::Redundancy, event.what.c_str());
            QVERIFY2(!(event.layer == Layer::Bgp && event.what == "session-down"), "the BGP session was reset");
            QVERIFY2(!(event.layer == Layer::VpnRoute && event.what == "route-down"), "the VPN route was lost");
        }
    }
}

void TestFrrTimeline::reflectorKeepsTheOtherAggsRoute()
{
    const plan::Plan plan = test::laboratory(100, {.reflect = true});
    const Experiment experiment{"both", Fault::BothSilent, 100, false, {}};
    const auto timeline = simulate(plan, scenarioOf(plan, experiment, 1));
    for (const Event &event : timeline->events)
        QVERIFY(!(event.layer == Layer::VpnRoute && event.what == "route-down" && plan.find(event.device)->name == "AGG2"));
}

void TestFrrTimeline::accessInTheSameIgpLosesNothing()
{
    const plan::Plan plan = test::laboratory(100, {.oneIgp = true});
    for (const Fault fault : {Fault::BothCut, Fault::BothSilent}) {
        const auto timeline = simulate(plan, scenarioOf(plan, {"both", fault, 100, false, {}}, 1));
        for (const Event &event : timeline->events) {
            QVERIFY(!(event.layer == Layer::VpnRoute && event.what == "route-down"));
            QVERIFY(event.layer != Layer::Redundancy);
        }
    }
}

void TestFrrTimeline::fastSessionIsResetButReflectionKeepsTheRoute()
{
    const plan::Plan plan = test::laboratory(100, {.reflect = true, .fastSessions = true});
    for (std::uint64_t seed = 1; seed <= 25; ++seed) {
        const auto timeline = simulate(plan, scenarioOf(plan, {"one", Fault::OneSilent, 100, false, {}}, seed));
        bool reset = false;
        for (const Event &event : timeline->events) {
            reset = reset || (event.layer == Layer::Bgp && event.what == "session-down");
            QVERIFY(event.layer != Layer::Pw);
        }
        QVERIFY(reset);
    }
}

QTEST_GUILESS_MAIN(TestFrrTimeline)
#include "tst_frr_timeline.moc"
