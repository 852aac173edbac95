// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/config_tree.h"

namespace sidestep::config {

namespace {

constexpr char kSeparator = '#';

bool hasLayout(const ConfigLine &line, vrp::Layout layout)
{
    return line.command && !line.undo && vrp::command(*line.command).traits.layout == layout;
}

void put(std::string &out, std::size_t depth, std::string_view text)
{
    out.append(depth, ' ').append(text).push_back('\n');
}

} // namespace

std::string toText(const ConfigTree &tree)
{
    std::string out;
    for (std::size_t i = 0; i < tree.lines.size(); ++i) {
        const ConfigLine &line = tree.lines[i];
        if (line.depth == 1 && line.view == vrp::View::Bgp && hasLayout(line, vrp::Layout::Separated))
            put(out, line.depth, {&kSeparator, 1});
        put(out, line.depth, line.text);
        const ConfigLine *next = i + 1 < tree.lines.size() ? &tree.lines[i + 1] : nullptr;
        if (next && next->depth > 0)
            continue;
        const bool listGoesOn = next && hasLayout(line, vrp::Layout::Listed) && hasLayout(*next, vrp::Layout::Listed);
        if (!listGoesOn)
            put(out, 0, {&kSeparator, 1});
    }
    put(out, 0, vrp::command(vrp::Cmd::Return).syntax);
    return out;
}

} // namespace sidestep::config
