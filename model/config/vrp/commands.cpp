// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/commands.h"

namespace sidestep::config::vrp {

namespace {

bool begins(std::string_view line, Cmd id) noexcept
{
    const std::string_view words = leadingWords(id);
    return line.starts_with(words) && (line.size() == words.size() || line[words.size()] == ' ');
}

} // namespace

bool isListed(std::string_view line) noexcept
{
    for (const Command &c : kCommands)
        if (c.traits.layout == Layout::Listed && begins(line, c.id))
            return true;
    return false;
}

bool isSeparated(std::string_view opener, std::string_view line) noexcept
{
    // Of the views that hold separated blocks, BGP is the only one written; the opener is compared first because
    // "ipv6-family" also stands, unseparated, in a VPN instance.
    if (!begins(opener, Cmd::Bgp))
        return false;
    for (const Command &c : kCommands)
        if (c.traits.layout == Layout::Separated && begins(line, c.id))
            return true;
    return false;
}

} // namespace sidestep::config::vrp
