// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/commands.h"

#include <algorithm>
#include <array>

namespace sidestep::config::vrp {

namespace {

template <Layout Wanted>
constexpr auto openersOf()
{
    constexpr auto count = std::ranges::count(kCommands, Wanted, [](const Command &c) { return c.traits.layout; });
    std::array<std::string_view, static_cast<std::size_t>(count)> words;
    std::size_t next = 0;
    for (const Command &c : kCommands)
        if (c.traits.layout == Wanted)
            words[next++] = leadingWords(c.id);
    return words;
}

constexpr auto kListed = openersOf<Layout::Listed>();
constexpr auto kSeparated = openersOf<Layout::Separated>();
constexpr std::string_view kBgp = leadingWords(Cmd::Bgp);

bool begins(std::string_view line, std::string_view words) noexcept
{
    return line.starts_with(words) && (line.size() == words.size() || line[words.size()] == ' ');
}

} // namespace

bool isListed(std::string_view line) noexcept
{
    return std::ranges::any_of(kListed, [&](std::string_view words) { return begins(line, words); });
}

bool isSeparated(std::string_view opener, std::string_view line) noexcept
{
    // Of the views that hold separated blocks, BGP is the only one written; the opener is compared first because
    // "ipv6-family" also stands, unseparated, in a VPN instance.
    return begins(opener, kBgp) && std::ranges::any_of(kSeparated, [&](std::string_view words) { return begins(line, words); });
}

} // namespace sidestep::config::vrp
