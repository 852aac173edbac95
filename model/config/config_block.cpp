// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/config_block.h"

#include "model/config/reader.h"
#include "model/config/text_encoding.h"
#include "model/config/vrp/interface_name.h"
#include "model/config/vrp/parts.h"

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

/// Views with lines that stand on a line of the view around: a peer's in BGP's families.
constexpr vrp::ViewSet kBelowTheirCarrier = [] {
    vrp::ViewSet below;
    for (const vrp::Command &row : vrp::kCommands)
        if (row.traits.on)
            below = below | row.views.without(vrp::command(*row.traits.on).views);
    return below;
}();

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

/// Two commands may be values of one setting; the undo form of the one does not take the other.
bool isTakenBackBy(const Setting &held, const Match &undo)
{
    return held.match && vrp::undoSyntax(held.match->command) == vrp::undoSyntax(undo.command);
}

/// The setting is of a command with parts.
bool hasPart(const Setting &setting, std::string_view part)
{
    return setting.match && std::ranges::count(vrp::partsOf(*setting.match), part) > 0;
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
    Setting setting;
    setting.line = std::move(line);
    setting.match = std::move(match);
    if (!setting.match) {
        setting.key = baseOf(setting.line);
        return setting;
    }
    setting.key = vrp::settingKey(*setting.match);
    if (setting.key.empty()) // no undo form; a line that is not known may say the same words
        setting.key = std::string(kUndoPrefix).append(setting.line);
    setting.opens = vrp::viewOpened(*setting.match);
    return setting;
}

/// The paths of a setting and of all that is inside it. As deep as views go.
void addPaths(const Setting &setting, KeyPath &path, std::vector<KeyPath> &paths)
{
    path.push_back(setting.key);
    paths.push_back(path);
    for (const Setting &inside : setting.block.settings())
        addPaths(inside, path, paths);
    path.pop_back();
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

std::vector<Carrier> Setting::standsOn() const
{
    const auto on = match && !match->undo ? traitsOf(*match).on : std::nullopt;
    if (!on)
        return {};
    if (*on == Cmd::PeerAs)
        return {{*on, std::string(match->value("ip").value_or(std::string_view()))}};
    if (*on != Cmd::L2vc)
        return {{*on, {}}};
    const std::string role(pwRole(*match));
    std::vector<Carrier> carriers;
    if (match->command != Cmd::L2vc || !role.empty())
        carriers.push_back({*on, {}});
    if (match->command != Cmd::L2vc && !role.empty())
        carriers.push_back({*on, role});
    return carriers;
}

std::optional<Carrier> Setting::asCarrier() const
{
    if (!match || std::ranges::none_of(vrp::kCommands, [&](const vrp::Command &row) { return row.traits.on == match->command; }))
        return std::nullopt;
    if (match->command == Cmd::PeerAs)
        return Carrier{match->command, std::string(match->value("ip").value_or(std::string_view()))};
    return Carrier{match->command, match->command == Cmd::L2vc ? std::string(pwRole(*match)) : std::string()};
}

std::string Setting::removal(const Setting *next) const
{
    if (!match || traitsOf(*match).normal != Normal::NotASwitch)
        return undone(line);
    if (next && !lineLeft(*next).empty()) {
        std::string undo = key;
        for (const std::string_view part : vrp::partsOf(*match))
            if (!hasPart(*next, part))
                undo.append(" ").append(part);
        return undo;
    }
    const std::string undo = vrp::undoLine(*match);
    return undo.empty() ? key : undo;
}

std::string Setting::lineLeft(const Setting &next) const
{
    const auto stays = [&](std::string_view part) { return hasPart(next, part); };
    return losesParts(next) && std::ranges::any_of(vrp::partsOf(*match), stays) ? vrp::lineWithParts(*match, stays) : std::string();
}

bool Setting::losesParts(const Setting &next) const
{
    if (!match || !next.match || !vrp::hasParts(match->command))
        return false;
    return std::ranges::any_of(vrp::partsOf(*match), [&](std::string_view part) { return !hasPart(next, part); });
}

Block::Block(const Block &other) : m_settings(other.m_settings)
{
    for (Place place = m_settings.begin(); place != m_settings.end(); ++place)
        index(place);
}

Block &Block::operator=(Block other) noexcept
{
    m_settings.swap(other.m_settings);
    m_byKey.swap(other.m_byKey);
    m_erasedWith.swap(other.m_erasedWith);
    m_below.swap(other.m_below);
    return *this;
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
            takeBack(line.view, *match, nullptr);
            continue;
        }
        if (const auto targets = match ? vrp::targetsApart(*match) : std::vector<std::string>(); !targets.empty()) {
            for (const std::string &target : targets)
                set(settingFor(line.view, target));
            continue;
        }
        Setting *setting = set(withHeldParts(line.view, settingOf(std::move(match), line.text)));
        setting->block.fill(tree, i + 1, line.end, setting->opens);
    }
}

const Setting *Block::find(std::string_view key) const
{
    const auto at = m_byKey.find(key);
    return at == m_byKey.end() ? nullptr : &*at->second;
}

Setting *Block::find(std::string_view key)
{
    const auto at = m_byKey.find(key);
    return at == m_byKey.end() ? nullptr : &*at->second;
}

void Block::index(Place place)
{
    m_byKey.emplace(place->key, place);
    if (place->opens && kBelowTheirCarrier.has(*place->opens))
        m_below.insert(place->key);
    for (Carrier &carrier : place->standsOn())
        if (vrp::command(carrier.command).traits.erases)
            m_erasedWith[std::move(carrier)].insert(place->key);
}

Setting *Block::set(Setting setting)
{
    Setting *held = find(setting.key);
    if (!held) {
        m_settings.push_back(std::move(setting));
        index(std::prev(m_settings.end()));
        return &m_settings.back();
    }
    if (held->line != setting.line) {
        setting.block = std::move(held->block);
        const Place place = unindex(setting.key);
        *place = std::move(setting);
        index(place);
    }
    return held;
}

/// Takes the setting out of everything but the list.
Block::Place Block::unindex(std::string_view key)
{
    const auto at = m_byKey.find(key);
    const Place place = at->second;
    m_byKey.erase(at);
    m_below.erase(place->key);
    for (const Carrier &carrier : place->standsOn())
        if (const auto on = m_erasedWith.find(carrier); on != m_erasedWith.end())
            on->second.erase(place->key);
    return place;
}

void Block::erase(std::string_view key, std::vector<KeyPath> *touched)
{
    if (!find(key))
        return;
    const Place place = unindex(key);
    const Setting gone = std::move(*place);
    m_settings.erase(place);
    if (KeyPath path; touched)
        addPaths(gone, path, *touched);
    if (const auto carrier = gone.asCarrier(); carrier && erases(gone))
        eraseDependents(*carrier, touched);
}

/// An undo form without its optional values takes every setting of the command, unless one has none: the primary PW's BFD goes
/// and the secondary's stays.
void Block::takeBack(std::optional<vrp::View> view, const Match &undo, std::vector<KeyPath> *touched)
{
    if (const auto targets = vrp::targetsApart(undo); !targets.empty()) {
        for (const std::string &target : targets)
            erase(settingFor(view, target).key, touched);
        return;
    }
    const std::string setting = vrp::settingKey(undo);
    if (const Setting *held = find(setting); held && isTakenBackBy(*held, undo))
        return vrp::hasParts(undo.command) ? eraseParts(view, *held, undo, touched) : erase(setting, touched);
    if (hasParameter(undo))
        return;
    const std::string prefix = setting + " ";
    std::vector<std::string> keys;
    for (auto at = m_byKey.lower_bound(prefix); at != m_byKey.end() && at->first.starts_with(prefix); ++at)
        if (const auto &match = at->second->match; match && match->command == undo.command && hasParameter(*match))
            keys.emplace_back(at->first);
    for (const std::string &key : keys)
        erase(key, touched);
}

void Block::eraseParts(std::optional<vrp::View> view, const Setting &held, const Match &undo, std::vector<KeyPath> *touched)
{
    const auto named = vrp::partsOf(undo);
    const auto stays = [&](std::string_view part) { return std::ranges::find(named, part) == named.end(); };
    if (std::ranges::none_of(vrp::partsOf(*held.match), stays))
        return erase(held.key, touched);
    const Setting *left = set(settingFor(view, vrp::lineWithParts(*held.match, stays)));
    if (touched)
        touched->push_back({left->key});
}

void Block::eraseDependents(const Carrier &changed, std::vector<KeyPath> *touched)
{
    const auto on = m_erasedWith.extract(changed);
    if (!on.empty())
        for (const std::string_view key : on.mapped())
            erase(key, touched);
    for (const std::string_view key : m_below) {
        const std::size_t before = touched ? touched->size() : 0;
        find(key)->block.eraseDependents(changed, touched);
        for (std::size_t i = before; touched && i < touched->size(); ++i)
            (*touched)[i].insert((*touched)[i].begin(), std::string(key));
    }
}

Setting *Block::typeUnknown(const std::string &line, std::vector<KeyPath> *touched)
{
    const Setting *held = find(baseOf(line));
    if (held && !held->match && undone(held->line) == line) {
        erase(held->key, touched);
        return nullptr;
    }
    return set(settingOf(std::nullopt, line));
}

Setting Block::withHeldParts(std::optional<vrp::View> view, Setting setting) const
{
    const Setting *held = setting.match && vrp::hasParts(setting.match->command) ? find(setting.key) : nullptr;
    if (!held || !held->losesParts(setting))
        return setting;
    const auto isNotGiven = [&](std::string_view part) { return !hasPart(setting, part); };
    std::string both = vrp::lineWithParts(*held->match, isNotGiven);
    for (const std::string_view part : vrp::partsOf(*setting.match))
        both.append(" ").append(vrp::partText(*setting.match, part));
    return settingFor(view, both);
}

Setting *Block::type(std::optional<vrp::View> view, const std::string &line, std::vector<KeyPath> *touched)
{
    const auto match = understood(view, line);
    if (match && match->undo && traitsOf(*match).normal == Normal::NotASwitch) {
        takeBack(view, *match, touched);
        return nullptr;
    }
    Setting *typed = nullptr;
    if (!match) {
        typed = typeUnknown(line, touched);
    } else if (const auto targets = vrp::targetsApart(*match); !targets.empty()) {
        for (const std::string &target : targets)
            typed = type(view, target, touched);
    } else {
        Setting setting = withHeldParts(view, settingOf(*match, match->line));
        const Setting *held = find(setting.key);
        const bool changes = !held || held->line != setting.line;
        if (const auto carrier = setting.asCarrier(); carrier && changes && erases(setting))
            eraseDependents(*carrier, touched);
        typed = set(std::move(setting));
    }
    if (typed && touched)
        touched->push_back({typed->key});
    return typed;
}

void Block::put(std::string &out, std::size_t depth) const
{
    for (const Setting &setting : m_settings) {
        if (!setting.match) // or a view that is still open might take it
            out.append(depth, ' ').append("#\n");
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
