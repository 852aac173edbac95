// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

/// What each fuzz program defines: one run over arbitrary bytes. It aborts when a property is broken; never returns other than 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace sidestep::fuzz {

/// libFuzzer hands over bytes; what is tested reads text.
inline std::string_view textOf(const std::uint8_t *data, std::size_t size)
{
    return {reinterpret_cast<const char *>(data), size}; // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
}

/// Stops the program, naming the broken property, so that the fuzzer keeps the input.
inline void require(bool holds, const char *property)
{
    if (holds)
        return;
    std::fprintf(stderr, "broken: %s\n", property);
    std::abort();
}

} // namespace sidestep::fuzz
