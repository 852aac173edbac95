// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace sidestep::support {

/// What `operator new` was asked for so far by this program. Link counted_memory.cpp, which replaces it.
struct CountedMemory
{
    std::size_t bytes = 0;
    std::size_t calls = 0;
};
[[nodiscard]] CountedMemory countedMemory() noexcept;

} // namespace sidestep::support
