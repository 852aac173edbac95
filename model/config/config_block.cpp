// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/config_block.h"

#include "model/config/reader.h"
#include "model/config/text_encoding.h"
#include "model/config/vrp/interface_name.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace sidestep::config {

namespace {

using vrp::Cmd;
using vrp::Match;
using vrp::Normal;

constexpr std::uint32_t kUnknownRank = std::numeric_limits<std::uint32_t>::max();

const vrp::CommandTraits &traitsOf(const Match &match)
{
    return vrp::command(match.command).traits;
}

constexpr std::string_view kUndoPrefix = "undo ";
static_assert(kUndoPrefix.starts_with(vrp::kUndoWord) && kUndoPrefix.size() == vrp::kUndoWord.size() + 1);

/// What a line sets or takes back. Of a line that the table does not know it is the identity: `x` and `undo x` are two values of
/// one setting.
std::string_view baseOf(std::string_view line)
{
    while (line.starts_with(kUndoPrefix))
        line.remove_prefix(kUndoPrefix.size());
    return line;
}

/// The line that takes an unknown line, or a switch, back.
std::string undone(const std::string &line)
{
    const std::string_view base = baseOf(line);
    const std::string undo = std::string(kUndoPrefix).append(base);
    return line == undo ? std::string(base) : undo;
}

bool hasParameter(const Match &match)
{
    return std::ranges::any_of(match.pieces, &vrp::Piece::isParameter);
}

/// "secondary" or "bypass"; empty for a primary PW.
std::string_view pwRole(const Match &match)
{
    for (const std::string_view role : vrp::kBackupPwWords)
        if (match.has(role))
            return role;
    return {};
}

Setting settingOf(std::optional<Match> match, std::string line)
{
    Setting setting{std::move(line), {}, std::move(match), std::nullopt, {}};
    if (!setting.match) {
        setting.key = baseOf(setting.line);
        return setting;
    }
    setting.key = vrp::undoLine(*setting.match);
    if (setting.key.empty())
        setting.key = setting.line;
    setting.opens = vrp::viewOpened(*setting.match);
    return setting;
}

} // namespace

std::optional<Match> understood(std::optional<vrp::View> view, std::string_view line)
{
    if (!view || line.size() > kMaxLineBytes || firstOddByte(line) != std::string_view::npos)
        return std::nullopt;
    auto match = vrp::matchLine(*view, line);
    return match ? std::optional(*std::move(match)) : std::nullopt;
}

Setting settingFor(std::optional<vrp::View> view, const std::string &line)
{
    auto match = understood(view, line);
    if (!match)
        return settingOf(std::nullopt, line);
    std::string saved = match->line;
    return settingOf(std::move(match), std::move(saved));
}

bool erases(const Setting &setting)
{
    return setting.match && traitsOf(*setting.match).erases;
}

std::uint32_t Setting::rank() const
{
    if (!match)
        return kUnknownRank;
    const auto name = match->command == Cmd::Interface ? match->value(vrp::kInterfaceParameter) : std::nullopt;
    const bool behind = (name && name->find('.') != std::string_view::npos) || !pwRole(*match).empty();
    return 2 * static_cast<std::uint32_t>(match->command) + (behind ? 1 : 0);
}

bool Setting::repeatsDefault() const
{
    return match && traitsOf(*match).normal == (match->undo ? Normal::Off : Normal::On);
}

bool Setting::isAlwaysThere() const
{
    if (!match || !opens)
        return false;
    if (match->command == Cmd::Interface)
        return vrp::isFixedInterface(match->value(vrp::kInterfaceParameter).value_or(std::string_view()));
    return vrp::undoSyntax(match->command).empty();
}

bool Setting::dependsOn(const Setting &other) const
{
    if (!match || !other.match || match->undo || key == other.key || traitsOf(*match).on != other.match->command)
        return false;
    if (other.match->command == Cmd::PeerAs)
        return match->value("ip") == other.match->value("ip");
    if (other.match->command == Cmd::L2vc) {
        const std::string_view role = pwRole(*other.match);
        return role.empty() || (role == pwRole(*match) && match->command != Cmd::L2vc);
    }
    return true;
}

bool Setting::carriesOthers() const
{
    return match && std::ranges::any_of(vrp::kCommands, [&](const vrp::Command &row) { return row.traits.on == match->command; });
}

std::string Setting::removal() const
{
    return !match || traitsOf(*match).normal != Normal::NotASwitch ? undone(line) : key;
}

Block Block::of(const ConfigTree &tree)
{
    Block block;
    block.fill(tree, 0, tree.lines.size(), vrp::View::System);
    return block;
}

void Block::fill(const ConfigTree &tree, std::size_t from, std::size_t to, std::optional<vrp::View> view)
{
    for (std::size_t i = from; i < to; i = tree.lines[i].end) {
        const ConfigLine &line = tree.lines[i];
        std::optional<Match> match;
        if (view && line.command)
            match = understood(line.view, line.text);
        if (match && match->undo && traitsOf(*match).normal == Normal::NotASwitch) {
            eraseAll(*match);
            continue;
        }
        Setting *setting = set(settingOf(std::move(match), line.text));
        setting->block.fill(tree, i + 1, line.end, setting->opens);
    }
}

const Setting *Block::find(const std::string &key) const
{
    const auto at = m_byKey.find(key);
    return at == m_byKey.end() ? nullptr : &m_settings[at->second];
}

Setting *Block::find(const std::string &key)
{
    const auto at = m_byKey.find(key);
    return at == m_byKey.end() ? nullptr : &m_settings[at->second];
}

Setting *Block::set(Setting setting)
{
    const auto [at, isNew] = m_byKey.emplace(setting.key, m_settings.size());
    if (isNew)
        return &m_settings.emplace_back(std::move(setting));
    Setting &held = m_settings[at->second];
    if (held.line != setting.line) {
        setting.block = std::move(held.block);
        held = std::move(setting);
    }
    return &held;
}

void Block::reindex()
{
    m_byKey.clear();
    for (std::size_t i = 0; i < m_settings.size(); ++i)
        m_byKey.emplace(m_settings[i].key, i);
}

void Block::erase(const std::string &key)
{
    const auto at = m_byKey.find(key);
    if (at == m_byKey.end())
        return;
    const Setting gone = std::move(m_settings[at->second]);
    m_settings.erase(m_settings.begin() + static_cast<std::ptrdiff_t>(at->second));
    reindex();
    if (erases(gone))
        eraseDependents(gone);
}

/// An undo form without its optional values takes every setting of the command, unless one has none: the primary PW's BFD goes
/// and the secondary's stays.
void Block::eraseAll(const Match &undo)
{
    std::vector<std::string> keys{undo.line};
    if (!hasParameter(undo) && !find(undo.line))
        for (const Setting &setting : m_settings)
            if (setting.match && setting.match->command == undo.command && hasParameter(*setting.match)
                && setting.key.starts_with(undo.line + " "))
                keys.push_back(setting.key);
    for (const std::string &key : keys)
        erase(key);
}

void Block::eraseDependents(const Setting &changed)
{
    std::erase_if(m_settings, [&](const Setting &each) { return each.dependsOn(changed); });
    reindex();
    for (Setting &each : m_settings)
        each.block.eraseDependents(changed);
}

Setting *Block::typeUnknown(const std::string &line)
{
    const Setting *held = find(std::string(baseOf(line)));
    if (held && !held->match && undone(held->line) == line) {
        erase(held->key);
        return nullptr;
    }
    return set(settingOf(std::nullopt, line));
}

Setting *Block::type(std::optional<vrp::View> view, const std::string &line)
{
    const auto match = understood(view, line);
    if (!match)
        return typeUnknown(line);
    if (match->undo && traitsOf(*match).normal == Normal::NotASwitch) {
        eraseAll(*match);
        return nullptr;
    }
    Setting setting = settingOf(*match, match->line);
    const Setting *held = find(setting.key);
    if (erases(setting) && (!held || held->line != setting.line))
        eraseDependents(setting);
    return set(std::move(setting));
}

void Block::put(std::string &out, std::size_t depth) const
{
    for (const Setting &setting : m_settings) {
        out.append(depth, ' ').append(setting.line).append("\n");
        setting.block.put(out, depth + 1);
        if (depth == 0)
            out.append("#\n");
    }
}

std::string Block::text() const
{
    std::string out;
    put(out, 0);
    return out;
}

void Block::putNormal(std::string &out, std::size_t depth) const
{
    std::vector<const Setting *> sorted;
    for (const Setting &setting : m_settings)
        if (!setting.repeatsDefault())
            sorted.push_back(&setting);
    std::ranges::sort(sorted, {}, [](const Setting *s) -> const std::string & { return s->line; });
    for (const Setting *setting : sorted) {
        std::string inside;
        setting->block.putNormal(inside, depth + 1);
        if (inside.empty() && setting->isAlwaysThere())
            continue;
        out.append(depth, ' ').append(setting->line).append("\n").append(inside);
    }
}

std::string Block::normalText() const
{
    std::string out;
    putNormal(out, 0);
    return out;
}

} // namespace sidestep::config
