// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/import/kept_lines.h"

#include "model/config/vrp/parts.h"
#include "model/plan/plan.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace sidestep::config::importing {

namespace {

using vrp::Cmd;
using Nodes = std::vector<ConfigNode>;

std::size_t countOf(const Nodes &nodes)
{
    std::size_t count = nodes.size();
    for (const ConfigNode &node : nodes)
        count += countOf(node.children);
    return count;
}

/// What the line is a value of. A router here has one NET, though it may take three.
std::string settingOf(vrp::View view, const std::string &line)
{
    const auto match = vrp::matchLine(view, line);
    if (!match)
        return {};
    if (!match->undo && match->command == Cmd::NetworkEntity)
        return std::string(vrp::leadingWords(match->command));
    return vrp::settingKey(*match);
}

/// The lines a plan writes in one block.
class WrittenBlock
{
public:
    explicit WrittenBlock(const Nodes &nodes) : m_nodes(nodes)
    {
        for (const ConfigNode &node : nodes)
            m_byLine.emplace(node.line, &node);
    }

    [[nodiscard]] const ConfigNode *find(std::string_view line) const
    {
        const auto at = m_byLine.find(line);
        return at == m_byLine.end() ? nullptr : at->second;
    }

    [[nodiscard]] bool hasOtherValueOf(const ConfigLine &line)
    {
        if (!line.command)
            return false;
        if (!m_settings) {
            m_settings.emplace();
            for (const ConfigNode &node : m_nodes)
                m_settings->insert(settingOf(line.view, node.line));
            m_settings->erase(std::string());
        }
        const auto match = vrp::matchLine(line.view, line.text);
        const auto targets = match ? vrp::targetsApart(*match) : std::vector<std::string>();
        if (!targets.empty())
            return std::ranges::all_of(targets, [&](const std::string &target) { return m_settings->contains(settingOf(line.view, target)); });
        return m_settings->contains(settingOf(line.view, line.text));
    }

private:
    const Nodes &m_nodes;
    std::unordered_map<std::string_view, const ConfigNode *> m_byLine;
    std::optional<std::unordered_set<std::string>> m_settings; ///< made when a line is not found
};

class Comparison
{
public:
    Comparison(const ConfigTree &file, const std::vector<std::pair<LineNumber, std::string>> &moved) : m_file(file)
    {
        for (const auto &[line, text] : moved)
            m_moved.emplace(line, &text);
    }

    Remainder run(const DeviceConfig &written)
    {
        m_result.text = remains(0, m_file.lines.size(), written.blocks, 0);
        if (!m_result.text.empty())
            m_result.text.pop_back(); // the last line feed
        m_result.added = countOf(written.blocks) - m_found.size();
        return std::move(m_result);
    }

private:
    [[nodiscard]] const std::string &textOf(const ConfigLine &line) const
    {
        const auto moved = m_moved.find(line.number);
        return moved == m_moved.end() ? line.text : *moved->second;
    }

    /// Lines of [first, end) that are not in `written`, with the headings above them.
    std::string remains(std::size_t first, std::size_t end, const Nodes &written, std::size_t depth)
    {
        WrittenBlock block(written);
        std::string out;
        for (std::size_t i = first; i < end; i = m_file.lines[i].end) {
            const ConfigLine &line = m_file.lines[i];
            const ConfigNode *node = block.find(textOf(line));
            if (!node) {
                if (line.end == i + 1 && block.hasOtherValueOf(line))
                    ++m_result.replaced;
                else
                    keep(i, depth, out);
                continue;
            }
            ++m_result.written;
            m_found.insert(node);
            const std::string inside = remains(i + 1, line.end, node->children, depth + 1);
            if (!inside.empty())
                out.append(depth, ' ').append(node->line).append("\n").append(inside);
        }
        return out;
    }

    /// The line and its block, word for word.
    void keep(std::size_t index, std::size_t depth, std::string &out)
    {
        const ConfigLine &opener = m_file.lines[index];
        KeptLine kept{opener.number, textOf(opener), opener.end - index - 1, m_file.lines[opener.end - 1].number, {}};
        std::string text;
        for (std::size_t i = index; i < opener.end && kept.trouble.empty(); ++i) {
            const ConfigLine &line = m_file.lines[i];
            if (auto why = plan::unsafeConfigurationLine(textOf(line)))
                kept.trouble = *std::move(why);
            text.append(depth + line.depth - opener.depth, ' ').append(textOf(line)).append("\n");
        }
        if (kept.trouble.empty())
            out += text;
        m_result.lines.push_back(std::move(kept));
    }

    const ConfigTree &m_file;
    std::unordered_map<LineNumber, const std::string *> m_moved;
    std::unordered_set<const ConfigNode *> m_found;
    Remainder m_result;
};

} // namespace

Remainder remainderOf(const ConfigTree &file, const DeviceConfig &written, const std::vector<std::pair<LineNumber, std::string>> &moved)
{
    return Comparison(file, moved).run(written);
}

} // namespace sidestep::config::importing
