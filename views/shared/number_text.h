// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/units.h"

#include <QString>

#include <cstdint>

/// Numbers as people read them: thin-space thousands, times with their unit, a real minus sign, never more digits than
/// are known. Thousands are parted by U+202F and units by U+00A0, so that neither is torn apart at a line end.
namespace sidestep::views {

/// "1 660".
[[nodiscard]] QString numberText(std::int64_t value);

/// A span rounded to what a reader can use: tenths of a microsecond below 1 ms, tenths of a millisecond below 1 s, milliseconds
/// above; no trailing zeros. "166 ms", "28.4 ms", "850 µs", "31.204 s", "0 ms".
[[nodiscard]] QString durationText(SimDuration span);

/// A moment relative to the failure: "+166 ms", "−50 ms", "0 ms".
[[nodiscard]] QString offsetText(SimDuration offset);

/// A ruler label: as offsetText, in the unit of the offset, with exactly the decimals that multiples of `step` need.
[[nodiscard]] QString tickText(SimDuration offset, SimDuration step);

/// The clock, truncated to milliseconds ("1.166 s"); with microseconds ("1.166 240 s") when `fine` and they are not zero.
[[nodiscard]] QString clockText(SimTime time, bool fine = false);

} // namespace sidestep::views
