// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/engine/message_sink.h"
#include "model/engine/overrides.h"
#include "model/engine/timeline.h"
#include "model/plan/plan.h"

#include <cstdint>
#include <stop_token>
#include <string_view>

/// What a timeline's events say. A lane is one (device, layer, subject); `initial` and `events` use the same three.
///
/// A plan runs one IGP: its events are of layer isis or of layer ospf.
///
/// | layer      | subject                      | `what`, stable                                                                     |
/// |------------|------------------------------|------------------------------------------------------------------------------------|
/// | link       | link name, at the link's a   | injected, no cause: link-cut link-silent one-way-ab one-way-ba link-grey link-restored |
/// | link       | link name, at the port's end | injected, no cause: port-down port-up                                              |
/// | link       | router name                  | injected, no cause: router-off router-restart router-on control-plane-restart control-plane-back drain drain-ends |
/// | link       | service name, at the CSG     | injected, no cause: attachment-down attachment-up                                  |
/// | link       | link name, at either end     | link-down link-up: that end sees the light go or come                              |
/// | bfd        | link name, "BGP A–B", PW     | session-down session-up; injected: false-alarm                                     |
/// | isis       | link name                    | adjacency-down adjacency-up                                                        |
/// | isis       | domain name                  | lsp-originated lsp-received spf-run (health Working), route-changed (health Up)    |
/// | isis       | "route to NAME"              | route-down route-up: routers with a session, or next hop, there                    |
/// | ospf       | link name                    | adjacency-down adjacency-up: Full or no longer                                     |
/// | ospf       | domain name                  | lsa-originated lsa-received lsa-discarded spf-run (health Working), route-changed (health Up) |
/// | ospf       | "route to NAME"              | route-down route-up, as of isis                                                    |
/// | ldp        | link name, "A–B" (targeted)  | session-down session-up; injected: session-reset                                   |
/// | ldp        | pseudowire                   | status-sent status-received; injected: label-removed label-offered mtu-changed mtu-restored |
/// | bgp        | "A–B", "VPN paths"           | session-down session-up update-received neighbour-restarts stale-removed; path-chosen, where no vpn-route event tells of it, selection-deferred selection-begins; injected: session-reset |
/// | bgp        | VPN name                     | injected: import-removed import-restored                                           |
/// | bgp        | "next hop NAME"              | next-hop-lost next-hop-found next-hop-changed                                      |
/// | bgp        | "VPN PREFIX"                 | paths-removed: the VPN table holds no path any more; injected: prefix-withdrawn prefix-announced |
/// | vpn-route  | "VPN PREFIX"                 | route-down route-up route-changed                                                  |
/// | track      | pseudowire                   | track-down track-up                                                                |
/// | pw         | pseudowire                   | pw-down pw-up: usable as this device sees it                                       |
/// | redundancy | service name, at the CSG     | switchover revert wtr-started wtr-cancelled holdoff-over resume-started resume-over no-pw; injected: manual-switch manual-switch-ends |
/// | forwarding | flow name                    | path-changed loss-begins loss-ends loss-share                                      |
///
/// A pseudowire's subject is "PW1" or "PW2", preceded by the service's name on a router that ends several services.
/// Link-layer, BGP, pseudowire and redundancy events also carry `link`, `session`, `service` and `pw`; `switchover` and
/// `revert` carry the pseudowire now in use, `no-pw` none.
namespace sidestep::engine {

struct RunLimits
{
    std::uint64_t events = 5'000'000; ///< kernel events; more ends the run with Outcome::EventLimit
};

struct SimulationOptions
{
    bool tracking = true;     ///< false: as if no route were tracked
    std::string_view profile{}; ///< timer profile name; empty: the plan's
    Phase phase = Phase::Seeded;
    const Overrides *overrides = nullptr; ///< timers and assumptions of this run alone; nullptr: none
    RunLimits limits{};
    MessageSink *sink = nullptr; ///< told of every message; nullptr: nobody is
};

/// Runs a scenario from the steady network at t=0 to `scenario.until`. Pure: same input, same Timeline. No clock, file,
/// thread or global is read. Errors: Cancelled, NotFound (unknown profile or failed object), OutOfRange, Unsupported.
[[nodiscard]] Result<Timeline> simulate(const plan::Plan &plan, const plan::Scenario &scenario, const SimulationOptions &options = {},
                                        std::stop_token stop = {});

} // namespace sidestep::engine
