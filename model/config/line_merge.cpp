// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/line_merge.h"

#include "model/config/config_block.h"
#include "model/config/vrp/interface_name.h"
#include "model/config/vrp/release.h"
#include "model/plan/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <tuple>
#include <unordered_map>

namespace sidestep::config {

namespace {

using Nodes = std::vector<ConfigNode>;
using View = std::optional<vrp::View>; ///< nullopt: below a line that the table does not know

/// nullopt: not an interface, or one of another form than the writer's.
std::optional<vrp::InterfaceKey> interfaceKey(const Setting &setting)
{
    if (!setting.match || setting.match->undo || setting.match->command != vrp::Cmd::Interface)
        return std::nullopt;
    const std::string_view name = setting.match->value(vrp::kInterfaceParameter).value_or(std::string_view());
    const std::size_t dot = name.find('.');
    auto key = vrp::parseInterface(name.substr(0, dot));
    if (!key || dot == std::string_view::npos)
        return key;
    const auto [end, error] = std::from_chars(name.data() + dot + 1, name.data() + name.size(), key->sub);
    return error == std::errc() && end == name.data() + name.size() ? key : std::nullopt;
}

/// The lines of one view: those that are there, found by what they set, and those to come.
class Level
{
public:
    Level(Nodes &nodes, View view) : m_nodes(nodes), m_view(view)
    {
        m_settings.reserve(nodes.size());
        for (const ConfigNode &node : nodes) {
            m_settings.push_back(settingFor(view, node.line));
            m_byKey.emplace(m_settings.back().key, m_settings.size() - 1);
        }
    }
    Level(const Level &) = delete;
    Level &operator=(const Level &) = delete;

    /// What is there, or to come, and is set by the same command; nullptr: nothing.
    [[nodiscard]] const std::string *holder(const Setting &setting) const
    {
        if (const auto at = m_byKey.find(setting.key); at != m_byKey.end())
            return &lineAt(at->second);
        if (!setting.match || !setting.match->undo)
            return nullptr;
        // An undo line without its optional values takes every setting of the command.
        const auto taken = std::ranges::find_if(m_settings, [&](const Setting &there) {
            return there.match && there.match->command == setting.match->command && there.key.starts_with(setting.key + " ");
        });
        return taken == m_settings.end() ? nullptr : &taken->line;
    }

    /// The node of a line that is there. Precondition: `holder` found it.
    [[nodiscard]] ConfigNode &node(const Setting &setting)
    {
        const std::size_t at = m_byKey.at(setting.key);
        return at < m_settings.size() ? m_nodes[at] : m_new[at - m_settings.size()].node;
    }

    /// `rank`: of the setting, or what an unknown line is to stand before.
    ConfigNode &add(const Setting &setting, std::uint32_t rank, bool opens, const plan::ObjectId &origin)
    {
        m_byKey.emplace(setting.key, m_settings.size() + m_new.size());
        m_new.push_back({anchor(setting, rank, opens), opens && m_view != vrp::View::System, rank, {setting.line, {}, {origin}}});
        return m_new.back().node;
    }

    /// Puts the new lines between those that were there.
    void finish()
    {
        if (m_new.empty())
            return;
        std::ranges::stable_sort(m_new, {}, [](const New &each) { return std::tuple(each.anchor, each.behindLeaves, each.rank); });
        Nodes merged;
        merged.reserve(m_nodes.size() + m_new.size());
        auto next = m_new.begin();
        for (std::size_t i = 0; i <= m_nodes.size(); ++i) {
            for (; next != m_new.end() && next->anchor == i; ++next)
                merged.push_back(std::move(next->node));
            if (i < m_nodes.size())
                merged.push_back(std::move(m_nodes[i]));
        }
        m_nodes = std::move(merged);
    }

private:
    struct New
    {
        std::size_t anchor; ///< index of the node it stands before
        bool behindLeaves;  ///< opens a view inside a view: lines of the outer view behind it would be taken for its own when pasted
        std::uint32_t rank;
        ConfigNode node;
    };

    [[nodiscard]] const std::string &lineAt(std::size_t at) const
    {
        return at < m_settings.size() ? m_settings[at].line : m_new[at - m_settings.size()].node.line;
    }

    template <typename Is>
    [[nodiscard]] std::size_t firstThat(Is is) const
    {
        return static_cast<std::size_t>(std::ranges::find_if(m_settings, is) - m_settings.begin());
    }

    [[nodiscard]] std::size_t anchor(const Setting &setting, std::uint32_t rank, bool opens) const
    {
        if (const auto key = interfaceKey(setting))
            if (const std::size_t at = firstThat([&](const Setting &there) {
                    const auto other = interfaceKey(there);
                    return other && *other > *key;
                });
                at < m_settings.size())
                return at;
        // All interfaces of a file stand together, whatever their kind.
        const std::uint32_t last = setting.match && setting.match->command == vrp::Cmd::Interface ? rank | 1U : rank;
        const std::size_t byRank = firstThat([&](const Setting &there) { return there.rank() > last; });
        if (opens || m_view == vrp::View::System)
            return byRank;
        return std::min(byRank, firstThat([](const Setting &there) { return there.opens.has_value(); }));
    }

    Nodes &m_nodes;
    const View m_view;
    std::vector<Setting> m_settings; ///< of m_nodes
    std::vector<New> m_new;
    std::unordered_map<std::string, std::size_t> m_byKey; ///< into m_settings, then m_new
};

class Merge
{
public:
    Merge(const ConfigTree &tree, const LineSource &source, DeviceConfig &config) : m_tree(tree), m_source(source), m_config(config) { }

    /// Recursion ends at the reader's `kMaxDepth`.
    void add(std::size_t from, std::size_t to, Nodes &nodes, View view)
    {
        Level level(nodes, view);
        for (std::size_t i = from; i < to; i = m_tree.lines[i].end)
            addBlock(i, to, level, view);
        level.finish();
    }

private:
    void addBlock(std::size_t at, std::size_t to, Level &level, View view)
    {
        const ConfigLine &line = m_tree.lines[at];
        const Setting setting = settingFor(line.command ? view : std::nullopt, line.text);
        if (m_source.checked && view && !setting.match)
            check(line, *view);
        if (setting.match && !vrp::isIn(m_source.release, setting.match->command))
            return leaveOut(line, at, fmt::format("is not in release {}; choose a later release for the router", plan::wordOf(m_source.release)));
        const bool hasBlock = line.end > at + 1;
        const std::string *there = level.holder(setting);
        if (there && *there != setting.line)
            return leaveOut(line, at, fmt::format("is another value of `{}`, which is there already; delete one of the two", *there));
        ConfigNode &node = there ? level.node(setting)
                                 : level.add(setting, rankOf(setting, at, to, view), setting.opens || hasBlock, m_source.origin);
        if (hasBlock)
            add(at + 1, line.end, node.children, setting.opens);
    }

    /// At top level an unknown line stays before the known block that follows it in its own text, which may need it.
    [[nodiscard]] std::uint32_t rankOf(const Setting &setting, std::size_t at, std::size_t to, View view) const
    {
        if (setting.match || view != vrp::View::System)
            return setting.rank();
        for (std::size_t i = m_tree.lines[at].end; i < to; i = m_tree.lines[i].end)
            if (m_tree.lines[i].command)
                return std::max(settingFor(view, m_tree.lines[i].text).rank(), 1U) - 1;
        return setting.rank();
    }

    void check(const ConfigLine &line, vrp::View view)
    {
        const auto match = vrp::matchLine(view, line.text);
        if (!match && match.error().command)
            gap(fmt::format("line {}, `{}`: {}", line.number, line.text, vrp::errorText(match.error().fault)));
    }

    void leaveOut(const ConfigLine &line, std::size_t at, std::string_view why)
    {
        const std::size_t below = line.end - at - 1;
        const std::string lines = below == 0 ? std::string() : fmt::format(" with the {} line{} below it", below, below == 1 ? "" : "s");
        gap(fmt::format("`{}`{} is not written: it {}", line.text, lines, why));
    }

    void gap(std::string_view text) { m_config.gaps.push_back({fmt::format("{}: {}", m_source.name, text), m_source.origin}); }

    const ConfigTree &m_tree;
    const LineSource &m_source;
    DeviceConfig &m_config;
};

} // namespace

void addLines(const ConfigTree &lines, const LineSource &source, DeviceConfig &config)
{
    Merge(lines, source, config).add(0, lines.lines.size(), config.blocks, vrp::View::System);
}

} // namespace sidestep::config
