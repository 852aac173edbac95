// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/difference.h"

#include "model/config/config_block.h"
#include "model/config/reader.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <unordered_set>
#include <utility>

namespace sidestep::config {

namespace {

using Carriers = std::set<Carrier>;

/// Settings of one view in both configurations, sorted into what has to happen to them.
struct ViewChanges
{
    std::vector<const Setting *> removed; ///< of the first, to be undone
    std::vector<const Setting *> entered; ///< of the second, to be typed
    /// Same line in both. The first is nullptr where the second alone has a block that is always there, and the reverse.
    std::vector<std::pair<const Setting *, const Setting *>> kept;
    Carriers erasing; ///< changes by which a router drops lines of its own accord
};

bool mustBeRecreated(const Setting &from)
{
    return !from.match || from.opens || !from.block.settings().empty() || vrp::command(from.match->command).traits.recreate;
}

const Setting *meant(const Block &block, const std::string &key)
{
    const Setting *setting = block.find(key);
    return setting && !setting->repeatsDefault() ? setting : nullptr;
}

class Comparison
{
public:
    /// `inherited`: erasing changes of the views around.
    Comparison(const Block &from, const Block &to, const Carriers &inherited) : m_from(from), m_to(to)
    {
        m_changes.erasing = inherited;
        compareFirst();
        compareSecond();
        followChanges();
    }

    [[nodiscard]] ViewChanges take() { return std::move(m_changes); }

private:
    void compareFirst()
    {
        for (const Setting &a : m_from.settings()) {
            if (a.repeatsDefault())
                continue;
            const Setting *b = meant(m_to, a.key);
            if (b && b->line == a.line)
                m_changes.kept.emplace_back(&a, b);
            else if (!b && a.isAlwaysThere())
                m_changes.kept.emplace_back(&a, nullptr);
            else if (!b || mustBeRecreated(a) || a.losesParts(*b))
                remove(a);
            if (b && a.lineLeft(*b) == b->line) // to take parts back is all
                m_changes.kept.emplace_back(&a, b);
        }
    }

    void compareSecond()
    {
        for (const Setting &b : m_to.settings()) {
            if (b.repeatsDefault())
                continue;
            const Setting *a = meant(m_from, b.key);
            if (a && (a->line == b.line || a->lineLeft(b) == b.line))
                continue;
            if (!a && b.isAlwaysThere())
                m_changes.kept.emplace_back(nullptr, &b);
            else
                enter(b);
        }
    }

    /// What stands on a line that changes is entered again; it is undone before where the router does not drop it.
    void followChanges()
    {
        Carriers gone;
        for (const Setting *a : m_changes.removed)
            if (auto carrier = a->asCarrier())
                gone.insert(*std::move(carrier));
        for (const auto &[a, b] : std::exchange(m_changes.kept, {})) {
            const bool dropped = a && b && isOnOneOf(*b, m_changes.erasing);
            if (!dropped && !(a && b && isOnOneOf(*a, gone))) {
                m_changes.kept.emplace_back(a, b);
                continue;
            }
            if (!dropped)
                remove(*a);
            enter(*b);
        }
        std::erase_if(m_changes.removed, [&](const Setting *a) { return isOnOneOf(*a, m_changes.erasing); });
        for (const Setting *changed : std::vector(m_changes.entered))
            if (const Setting *a = meant(m_from, changed->key); a && !isOnOneOf(*a, m_changes.erasing) && isOnOneOf(*a, gone))
                remove(*a);
    }

    static bool isOnOneOf(const Setting &setting, const Carriers &changes)
    {
        return std::ranges::any_of(setting.standsOn(), [&](const Carrier &carrier) { return changes.contains(carrier); });
    }

    void remove(const Setting &a)
    {
        if (!m_toRemove.insert(&a).second)
            return;
        m_changes.removed.push_back(&a);
        noteErasing(a);
    }

    void enter(const Setting &b)
    {
        m_changes.entered.push_back(&b);
        noteErasing(b);
    }

    void noteErasing(const Setting &changed)
    {
        if (!erases(changed))
            return;
        if (auto carrier = changed.asCarrier())
            m_changes.erasing.insert(*std::move(carrier));
    }

    std::unordered_set<const Setting *> m_toRemove;
    const Block &m_from;
    const Block &m_to;
    ViewChanges m_changes;
};

/// One direction: a pass that removes, from the last dependent back, then one that enters, in order.
class Planner
{
public:
    Script plan(const Block &from, const Block &to)
    {
        removeFrom(from, to, {}, vrp::View::System);
        enterInto(from, to, {});
        return std::move(m_script);
    }

    [[nodiscard]] std::vector<std::string> takeLeftAlone() { return std::move(m_leftAlone); }

private:
    struct Task
    {
        std::uint32_t rank;
        const Setting *from;
        const Setting *to;
        bool kept;
    };

    static std::vector<Task> sorted(std::vector<Task> tasks, bool backwards)
    {
        if (backwards)
            std::ranges::reverse(tasks);
        std::ranges::stable_sort(tasks, [&](const Task &a, const Task &b) { return backwards ? a.rank > b.rank : a.rank < b.rank; });
        return tasks;
    }

    /// A line the table does not know is taken back with `undo` and the line, unless the table knows that as something else:
    /// `undo s` behind an unknown line "s" would take the router's name.
    [[nodiscard]] bool meansSomethingElse(const Setting &setting, std::optional<vrp::View> view) const
    {
        return !setting.match && understood(view, setting.removal());
    }

    void removeFrom(const Block &from, const Block &to, const Carriers &inherited, std::optional<vrp::View> view)
    {
        const ViewChanges changes = Comparison(from, to, inherited).take();
        std::vector<Task> tasks;
        for (const Setting *a : changes.removed)
            tasks.push_back({a->rank(), a, nullptr, false});
        for (const auto &[a, b] : changes.kept)
            if (a)
                tasks.push_back({a->rank(), a, b, true});
        for (const Task &task : sorted(std::move(tasks), true)) {
            if (!task.kept) {
                if (meansSomethingElse(*task.from, view))
                    m_leftAlone.push_back(task.from->line);
                else
                    emit(task.from->removal(meant(to, task.from->key)));
                continue;
            }
            m_path.push_back(task.from->line);
            removeFrom(task.from->block, task.to ? task.to->block : m_none, changes.erasing, task.from->opens);
            m_path.pop_back();
        }
    }

    void enterInto(const Block &from, const Block &to, const Carriers &inherited)
    {
        const ViewChanges changes = Comparison(from, to, inherited).take();
        std::vector<Task> tasks;
        for (const Setting *b : changes.entered)
            tasks.push_back({b->rank(), nullptr, b, false});
        for (const auto &[a, b] : changes.kept)
            if (b)
                tasks.push_back({b->rank(), a, b, true});
        for (const Task &task : sorted(std::move(tasks), false)) {
            const bool hasBlock = task.to->opens || !task.to->block.settings().empty();
            if (!task.kept && !hasBlock) {
                emit(task.to->line);
                continue;
            }
            m_path.push_back(task.to->line);
            if (!task.kept)
                section();
            enterInto(task.from ? task.from->block : m_none, task.to->block, changes.erasing);
            m_path.pop_back();
        }
    }

    ScriptSection &section()
    {
        if (m_script.empty() || m_script.back().path != m_path)
            m_script.push_back({m_path, {}});
        return m_script.back();
    }

    void emit(std::string command) { section().commands.push_back(std::move(command)); }

    const Block m_none{};
    std::vector<std::string> m_path;
    Script m_script;
    std::vector<std::string> m_leftAlone;
};

} // namespace

Difference difference(const ConfigTree &from, const ConfigTree &to)
{
    const Block a = Block::of(from);
    const Block b = Block::of(to);
    Planner there, back;
    Difference change{there.plan(a, b), back.plan(b, a), there.takeLeftAlone()};
    std::ranges::move(back.takeLeftAlone(), std::back_inserter(change.leftAlone));
    return change;
}

ConfigTree applied(const ConfigTree &tree, std::span<const ScriptSection> script)
{
    Block all = Block::of(tree);
    for (const ScriptSection &section : script) {
        Block *block = &all;
        std::optional<vrp::View> view = vrp::View::System;
        for (const std::string &line : section.path) {
            Setting *opener = block->type(view, line);
            if (!opener)
                break;
            view = opener->opens;
            block = &opener->block;
        }
        for (const std::string &command : section.commands)
            block->type(view, command);
    }
    return readConfig(all.text());
}

bool sameConfiguration(const ConfigTree &a, const ConfigTree &b)
{
    return Block::of(a).normalText() == Block::of(b).normalText();
}

std::string toText(std::span<const ScriptSection> script)
{
    std::string out;
    for (const ScriptSection &section : script) {
        std::size_t depth = 0;
        for (const std::string &line : section.path)
            out.append(depth++, ' ').append(line).append("\n");
        for (const std::string &command : section.commands)
            out.append(depth, ' ').append(command).append("\n");
        out.append("#\n");
    }
    return out;
}

} // namespace sidestep::config
