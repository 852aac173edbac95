// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/counted_memory.h"

#include <chrono>
#include <ctime>

namespace sidestep::support {

using Microseconds = std::chrono::duration<double, std::micro>;

struct Cost
{
    std::size_t bytes; ///< asked of `operator new`: the same on any machine
    Microseconds time; ///< of the processor, all threads
};

/// Link counted_memory.cpp.
template <typename Action>
Cost costOf(const Action &action)
{
    const std::size_t before = countedMemory().bytes;
    const std::clock_t start = std::clock();
    action();
    const auto ticks = static_cast<double>(std::clock() - start);
    return {countedMemory().bytes - before, Microseconds(ticks / CLOCKS_PER_SEC * 1e6)};
}

} // namespace sidestep::support
