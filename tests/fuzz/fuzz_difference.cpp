// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/difference.h"
#include "model/config/reader.h"
#include "tests/fuzz/fuzz.h"

using namespace sidestep;
using namespace sidestep::config;

/// Two configurations, the second behind a line "=====": typing the difference gives the second, the rollback the first.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr std::string_view kBetween = "\n=====\n";
    const std::string_view text = fuzz::textOf(data, size);
    const std::size_t between = text.find(kBetween);
    const ConfigTree first = readConfig(text.substr(0, between));
    const ConfigTree second = readConfig(between == std::string_view::npos ? std::string_view() : text.substr(between + kBetween.size()));
    fuzz::require(difference(first, first).empty(), "a configuration does not differ from itself");
    const Difference change = difference(first, second);
    if (!change.leftAlone.empty())
        return 0;
    fuzz::require(sameConfiguration(applied(first, change.forward), second), "the difference gives the second");
    fuzz::require(sameConfiguration(applied(second, change.rollback), first), "the rollback gives the first");
    return 0;
}
