// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace sidestep::support {

/// What `operator new` was asked for so far by this program. Link counted_memory.cpp, which replaces it.
struct CountedMemory
{
    std::size_t bytes = 0; ///< asked for, whether or not given back since
    std::size_t calls = 0;
    std::size_t live = 0;  ///< held at this moment, as the allocator rounds it
    std::size_t peak = 0;  ///< the most held since `beginPeak`
};
[[nodiscard]] CountedMemory countedMemory() noexcept;

/// The peak starts over from what is held now, which is returned.
std::size_t beginPeak() noexcept;

} // namespace sidestep::support
