// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include <cstdint>

namespace sidestep::test {

/// The five-router laboratory of `frr-timeline.md`, section "Settings", as a plan.
///
/// Core AGG1-RSG1, AGG2-RSG2, AGG1-AGG2, RSG1-RSG2 in one IS-IS domain (SPF 50/200/1000 ms, LSP interval 1 s, metric 10, no
/// LDP synchronisation: no LDP in the core); access links in a domain of their own; BFD x 3 on every link and three times
/// slower for BGP; keepalive/hold 3/9 s; RSG1 alone originates 2001:db8:100::/64, which PW1 follows; no reflection.
/// An arrangement is one of the variations in section "The iBGP subtlety".
struct Arrangement
{
    bool reflect = false;       ///< AGG2 and RSG2 reflect
    bool bothOriginate = false; ///< RSG2 originates the prefix too
    bool oneIgp = false;        ///< the access links are in the core's domain
    bool fastSessions = false;  ///< BFD for BGP as fast as on the links
    bool peerTracking = false;  ///< BGP sessions end with the route to the peer; the runs set it
    bool staticAccess = false;  ///< nobody listens to BFD on the access links, as where their routes are static
};
plan::Plan laboratory(std::uint16_t bfdMs, const Arrangement &arrangement = {});

} // namespace sidestep::test
