// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/parameters.h"
#include "model/engine/timeline.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace sidestep::engine {

/// In what IS-IS and OSPF differ, for a network of point-to-point links in one level or area. An LSA is what both flood: an LSP of
/// IS-IS (ISO 10589), a router-LSA of OSPF (RFC 2328).
struct IgpRules
{
    Layer layer = Layer::Isis;
    std::string_view originated; ///< words of the timeline
    std::string_view received;
    std::uint32_t lastResort = 0; ///< a metric that still carries traffic where there is no other way (RFC 5305 section 3, RFC 6987 section 2)
    bool exchanges = false;       ///< databases are compared before the adjacency is up (RFC 2328 section 10.6); else after it

    SimDuration helloInterval{}, hold{};
    int helloJitterPercent = 0;
    std::optional<SimDuration> triggeredHello{}; ///< from a change of the neighbour to an extra hello; none: the next hello tells it
    SimDuration exchangePacket{};                ///< what a packet of the exchange takes at its receiver
    SimDuration flooding{};                      ///< what an LSA takes at each router
    SimDuration retransmit{};
    SimDuration pacing{};
    std::int64_t burst = 1;
    SimDuration leastWait{};      ///< an LSA waits at least so long, whatever its timer says
    bool stabilityWait = false;
    SimDuration stability{};
    bool originatesOnCarrier = false;

    SimDuration spfCompute{}, install{}, installEach{}, equalCostSwitch{};
    bool loadBalancing = true;
    bool spfRfc8405 = false;
    SimDuration spfLearn{}, spfHoldDown{};
};

[[nodiscard]] IgpRules rulesOf(const Profile &profile, plan::Igp igp);

} // namespace sidestep::engine
