// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace sidestep {

struct SimClock
{
}; ///< Tag only: simulated time never reads a real clock.
using SimDuration = std::chrono::nanoseconds; ///< Fixed tick; 64 bits last 292 years.
using SimTime = std::chrono::time_point<SimClock, SimDuration>;

using namespace std::chrono_literals;

inline constexpr SimTime kTimeZero{};

/// A traffic rate in packets per second, 0..10^9.
struct PacketRate
{
    std::uint32_t perSecond = 0;
    friend constexpr auto operator<=>(const PacketRate &, const PacketRate &) = default;
};

/// Packets a steady sender of `rate` emits in `span`, rounded to nearest; exact in 128-bit arithmetic.
/// Source: RFC 6413 (loss-derived convergence is rate times outage).
[[nodiscard]] std::int64_t packetsIn(PacketRate rate, SimDuration span) noexcept;

/// Reads "50ms", "1.5s", "30s", "20us", "7ns", "2min". The unit is required and no sign is allowed.
/// Errors: BadSyntax, OutOfRange (more than 100 days).
[[nodiscard]] Result<SimDuration> parseDuration(std::string_view text);

/// Shortest exact text with the largest unit that keeps at most three decimals: "0 ms", "166.5 ms", "1.166 s", "60 s".
[[nodiscard]] std::string formatDuration(SimDuration duration);

} // namespace sidestep
