// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/vrp/writer/writer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What the two interior gateway protocols share: `igp.cpp` asks for the one of the plan.
namespace sidestep::config::vrp {

/// Prefix list and policy of the router's own loopback.
inline constexpr std::string_view kOwnLoopback = "OWN-LO";
/// The one area of every OSPF process.
inline constexpr Ipv4 kBackbone{0, 0, 0, 0};

/// The router brings its loopback, which lives elsewhere, into the domain.
[[nodiscard]] bool leaksInto(const Writer &out, const DomainPart &part);
/// An access domain beside the router's home: what it learns there is cut down to the CSGs' loopbacks, so that a router cut
/// off from its home does not reach it through a CSG (`vrp.md` section 2).
[[nodiscard]] bool filters(const Writer &out, const DomainPart &part);
/// "CSG-LO", or "CSG-LO-<process>" on a router with several access domains.
[[nodiscard]] std::string cellListName(const Writer &out, const DomainPart &part);
/// A multiplier that has to be written.
[[nodiscard]] std::optional<std::uint8_t> unlessDefault(std::uint8_t multiplier);

// isis.cpp
void writeIsis(Writer &out, const DomainPart &part);
void writeIsisOnLink(Writer &out, const LinkEnd &end);
// ospf.cpp
void writeOspf(Writer &out, const DomainPart &part);
void writeOspfOnLink(Writer &out, const LinkEnd &end);

} // namespace sidestep::config::vrp
