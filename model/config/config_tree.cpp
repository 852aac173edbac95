// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/config_tree.h"

namespace sidestep::config {

namespace {

constexpr char kSeparator = '#';

bool hasLayout(const ConfigLine &line, vrp::Layout layout)
{
    return line.command && !line.undo && vrp::command(*line.command).traits.layout == layout;
}

bool isSeparated(const ConfigLine &line)
{
    return line.depth == 1 && line.view == vrp::View::Bgp && hasLayout(line, vrp::Layout::Separated);
}

/// Told of every line from the top, says where the view of the sibling before is still open: the reader would look there for a line
/// that its own view does not know.
class OpenViews
{
public:
    bool mightTake(const ConfigLine &line)
    {
        m_opened.resize(line.depth + std::size_t{1}, false);
        const bool open = m_opened.back();
        m_opened.back() = line.opens;
        return open && !line.command && line.depth > 0;
    }

private:
    std::vector<bool> m_opened; ///< by depth, of the line before with the same parent
};

void put(std::string &out, std::size_t depth, std::string_view text)
{
    out.append(depth, ' ').append(text).push_back('\n');
}

} // namespace

std::string toText(const ConfigTree &tree)
{
    std::string out;
    OpenViews views;
    for (std::size_t i = 0; i < tree.lines.size(); ++i) {
        const ConfigLine &line = tree.lines[i];
        if (views.mightTake(line) || isSeparated(line))
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
