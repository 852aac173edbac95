// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/console/block_text.h"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

namespace sidestep::config::console {

namespace {

constexpr std::string_view kSame = "  ";
constexpr std::string_view kGone = "- ";
constexpr std::string_view kNew = "+ ";

void putLine(std::string &out, std::string_view mark, std::size_t depth, std::string_view line)
{
    out.append(mark).append(depth, ' ').append(line).push_back('\n');
}

bool isSeparated(const Setting &setting)
{
    return setting.match && !setting.match->undo && vrp::command(setting.match->command).traits.layout == vrp::Layout::Separated;
}

void putBlock(std::string &out, std::string_view mark, std::size_t depth, const Block &block)
{
    for (const Setting &setting : block.settings()) {
        if (mark.empty() && isSeparated(setting))
            putLine(out, mark, depth, "#");
        putLine(out, mark, depth, setting.line);
        putBlock(out, mark, depth + 1, setting.block);
    }
}

const Setting *meant(const Block &block, const std::string &key)
{
    const Setting *setting = block.find(key);
    return setting && !setting->repeatsDefault() ? setting : nullptr;
}

std::string changesAt(const Block &from, const Block &to, std::size_t depth);

/// The changes of one setting; `a` and `b` are it in both, one of them may be nullptr.
std::string changesOf(const Setting *a, const Setting *b, std::size_t depth)
{
    static const Block kNone;
    const Setting &either = a ? *a : *b;
    std::string out;
    if (a && b && a->line != b->line) {
        putLine(out, kGone, depth, a->line);
        putLine(out, kNew, depth, b->line);
        return out + changesAt(a->block, b->block, depth + 1);
    }
    if ((a && b) || either.isAlwaysThere()) {
        const std::string inside = changesAt(a ? a->block : kNone, b ? b->block : kNone, depth + 1);
        if (!inside.empty())
            putLine(out, kSame, depth, either.line);
        return out + inside;
    }
    const std::string_view mark = a ? kGone : kNew;
    putLine(out, mark, depth, either.line);
    putBlock(out, mark, depth + 1, either.block);
    return out;
}

std::string changesAt(const Block &from, const Block &to, std::size_t depth)
{
    std::string out;
    const auto put = [&](const Setting *a, const Setting *b) {
        const std::string text = changesOf(a, b, depth);
        if (depth == 0 && !text.empty())
            putLine(out, kSame, 0, "#");
        out += text;
    };
    for (const Setting &a : from.settings())
        if (!a.repeatsDefault())
            put(&a, meant(to, a.key));
    for (const Setting &b : to.settings())
        if (!b.repeatsDefault() && !meant(from, b.key))
            put(nullptr, &b);
    return out;
}

/// Switches of the view that no line sets, in the form in which they are by default.
void putDefaults(std::string &out, std::size_t depth, vrp::View view, const Block &block)
{
    for (const vrp::Command &row : vrp::kCommands) {
        if (row.traits.normal == vrp::Normal::NotASwitch || !row.views.has(view))
            continue;
        const std::string off = fmt::format("{} {}", vrp::kUndoWord, row.syntax);
        if (!block.find(off))
            putLine(out, {}, depth, row.traits.normal == vrp::Normal::On ? row.syntax : std::string_view(off));
    }
}

} // namespace

std::string changesText(const Block &from, const Block &to)
{
    std::string out = changesAt(from, to, 0);
    if (!out.empty())
        putLine(out, kSame, 0, "#");
    return out;
}

std::string blocksText(const Block &configuration, const std::function<bool(const Setting &opener)> &isWanted)
{
    std::string out;
    for (const Setting &setting : configuration.settings()) {
        if (!setting.opens || !isWanted(setting))
            continue;
        putLine(out, {}, 0, "#");
        putLine(out, {}, 0, setting.line);
        putBlock(out, {}, 1, setting.block);
    }
    putLine(out, {}, 0, "#");
    putLine(out, {}, 0, vrp::command(vrp::Cmd::Return).syntax);
    return out;
}

std::string viewText(const Block &configuration, const ViewPath &path, vrp::View view, bool all)
{
    std::string out = "#\n";
    if (path.empty()) {
        for (const Setting &setting : configuration.settings())
            if (!setting.opens && setting.block.settings().empty())
                putLine(out, {}, 0, setting.line);
        return out;
    }
    const Block *block = &configuration;
    const Setting *opener = nullptr;
    for (const std::string &key : path) {
        opener = block->find(key);
        if (!opener)
            return out;
        block = &opener->block;
    }
    putLine(out, {}, path.size() - 1, opener->line);
    putBlock(out, {}, path.size(), *block);
    if (all)
        putDefaults(out, path.size(), view, *block);
    return out;
}

} // namespace sidestep::config::console
