// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sidestep::plan {

/// CSG, AGG1, AGG2, RSG1, RSG2 with exactly the addresses of `vrp.md` section 11, upstream and downstream flows of
/// 10 000 packets/s, and the scenarios "AGG1 cut off from the core", "AGG1 power" and "Repair in order".
[[nodiscard]] Plan referencePlan();

enum class AccessShape : std::uint8_t {
    Rings,     ///< rings of CSGs between the two AGGs of a pair
    DualHomed, ///< each CSG has a link to both AGGs of its pair
};

/// Shape of a backhaul after `scale-network.md`.
struct BackhaulShape
{
    std::uint32_t sites = 20;        ///< 1..1 000 000
    AccessShape access = AccessShape::Rings;
    std::uint32_t sitesPerRing = 20; ///< 1..100
    std::uint32_t ringsPerPair = 10; ///< 1..200
    std::uint32_t aggsPerRing = 16;  ///< even, 2..64
    std::uint64_t seed = 1;
    bool tracking = true;            ///< track the ring's prefix on both AGGs of every service
};

/// A numbered backhaul with PWs, VPN, sessions and, for up to 2 000 sites, flows and a scenario; node order, links, lengths and
/// metrics exactly as `scale-network.md`. Errors: OutOfRange.
[[nodiscard]] Result<Plan> backhaulPlan(const BackhaulShape &shape);

/// Bundled plans for `sidestep-cli example`.
struct ExampleEntry
{
    std::string_view name;
    std::string_view summary;
};
[[nodiscard]] std::vector<ExampleEntry> examples();
/// Errors: NotFound, listing the names.
[[nodiscard]] Result<Plan> examplePlan(std::string_view name);

} // namespace sidestep::plan
