// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/import/import.h"

#include "model/config/config_builder.h"
#include "model/config/import/assembly.h"
#include "model/config/import/kept_lines.h"
#include "model/config/import/parallel.h"
#include "model/config/reader.h"
#include "model/config/verification.h"
#include "model/plan/tier_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

namespace sidestep::config {

using namespace importing;

namespace {

/// The text as a tree, read now unless it already is.
class SourceTree
{
public:
    explicit SourceTree(const ConfigSource &source) : m_read(source.tree ? ConfigTree() : readConfig(source.text)), m_given(source.tree) { }
    [[nodiscard]] const ConfigTree &operator*() const { return m_given ? *m_given : m_read; }

private:
    ConfigTree m_read;
    const ConfigTree *m_given;
};

/// What the second reading of a file gave.
struct Comparison
{
    Remainder remainder;
    std::vector<Diagnostic> diagnostics;
    std::vector<UnverifiedLine> unverified;
};

/// The first fault of a kept line and the lines below it, with its place; empty when there is none.
std::string faultIn(const KeptLine &kept, const std::vector<Diagnostic> &diagnostics)
{
    const auto wrong = std::ranges::lower_bound(diagnostics, kept.line, {}, &Diagnostic::line);
    if (wrong == diagnostics.end() || wrong->line > kept.last)
        return {};
    if (wrong->line == kept.line)
        return fmt::format(" (column {}: {})", wrong->column, wrong->text);
    return fmt::format(" (line {}, column {}: {})", wrong->line, wrong->column, wrong->text);
}

class Import
{
public:
    Import(std::span<const ConfigSource> sources, const ImportOptions &options) : m_sources(sources), m_options(options) { }

    Result<ImportResult> run()
    {
        read();
        if (cancelled())
            return failure(ErrorCode::Cancelled, "the import was stopped");
        assemble();
        compare();
        if (cancelled())
            return failure(ErrorCode::Cancelled, "the import was stopped");
        keepLines();
        if (m_options.compare)
            rewrite();
        if (cancelled())
            return failure(ErrorCode::Cancelled, "the import was stopped");
        report();
        return std::move(m_result);
    }

private:
    [[nodiscard]] bool cancelled() const { return m_options.stop.stop_requested(); }
    template <typename Work>
    void forEachRouter(const Work &work)
    {
        forEachIndex(m_routers.size(), m_options.threads, m_options.stop, [&](std::size_t i) {
            if (m_routers[i].inPlan())
                work(i);
        });
    }

    void read();
    void assemble();
    void addSound(std::span<const plan::PlanChange> changes);
    void place();
    void compare();
    void keepLines();
    void rewrite();
    void report();
    void understood(std::size_t index);
    void unverified(std::size_t index);
    void kept(std::size_t index);
    void note(ImportKind kind, std::optional<std::size_t> router, LineNumber line, std::string text)
    {
        m_notes.push_back({kind, router, line, std::move(text)});
    }

    std::span<const ConfigSource> m_sources;
    const ImportOptions &m_options;
    std::vector<ImportedRouter> m_routers; ///< one a source
    std::vector<Comparison> m_comparisons; ///< one a source
    std::vector<Note> m_notes;
    ImportResult m_result;
};

void Import::read()
{
    m_routers.resize(m_sources.size());
    forEachIndex(m_sources.size(), m_options.threads, m_options.stop, [this](std::size_t i) {
        m_routers[i].source = &m_sources[i];
        m_routers[i].record = readRecord(*SourceTree(m_sources[i]));
    });
}

void Import::assemble()
{
    Assembly assembly(m_routers, m_options);
    chooseIgp(assembly, m_options.igp);
    assembleRouters(assembly);
    assemblePorts(assembly);
    assembleVpns(assembly);
    assembleLinks(assembly);
    assembleVpnInterfaces(assembly);
    assembleServices(assembly);
    assembleSessions(assembly);
    assembly.edit().set(assembly.settings());
    m_notes = assembly.takeNotes();
    addSound(assembly.edit().take().changes);
    place();
}

/// Applies what the plan takes. A row it refuses is one that the parts should have refused, so this is rare: halves are tried
/// until the row is found, and it goes with what refers to it.
void Import::addSound(std::span<const plan::PlanChange> changes)
{
    if (changes.empty())
        return;
    auto after = m_result.plan.with({"Import", {changes.begin(), changes.end()}});
    if (after) {
        m_result.plan = *after;
        return;
    }
    if (changes.size() == 1)
        return note(ImportKind::Contradictory, std::nullopt, 0, after.error().detail + "; it is left out, its lines are kept");
    addSound(changes.first(changes.size() / 2));
    addSound(changes.subspan(changes.size() / 2));
}

void Import::place()
{
    std::vector<plan::PlanChange> changes;
    for (const plan::Position &position : plan::arrangedPositions(m_result.plan))
        changes.emplace_back(plan::Add<plan::Position>{position});
    addSound(changes);
}

/// Second reading: what of each file the plan does not write.
void Import::compare()
{
    m_comparisons.resize(m_sources.size());
    const ConfigBuilder builder(m_result.plan);
    forEachRouter([&](std::size_t i) {
        const auto written = builder.build(m_routers[i].id);
        if (!written)
            return; // refused as a whole; said so
        const SourceTree tree(m_sources[i]);
        m_comparisons[i].remainder = remainderOf(*tree, *written, m_routers[i].record.moved);
        m_comparisons[i].diagnostics = (*tree).diagnostics;
        m_comparisons[i].unverified = unverifiedLines(*tree);
    });
}

void Import::keepLines()
{
    std::vector<plan::PlanChange> changes;
    for (std::size_t i = 0; i < m_routers.size(); ++i)
        if (m_routers[i].inPlan() && !m_comparisons[i].remainder.text.empty())
            changes.emplace_back(plan::Add<plan::KeptText>{{m_routers[i].id, std::move(m_comparisons[i].remainder.text)}});
    addSound(changes);
}

/// Third reading, of those files only that the plan would change.
void Import::rewrite()
{
    const ConfigBuilder builder(m_result.plan);
    std::vector<Script> changes(m_sources.size());
    forEachRouter([&](std::size_t i) {
        const Remainder &remainder = m_comparisons[i].remainder;
        // Interfaces that the plan writes under other names hold the same lines, and are a change all the same.
        if (remainder.replaced == 0 && remainder.added == 0 && m_routers[i].record.moved.empty())
            return;
        if (const auto written = builder.build(m_routers[i].id))
            changes[i] = difference(*SourceTree(m_sources[i]), readConfig(toText(*written))).forward;
    });
    for (std::size_t i = 0; i < changes.size(); ++i)
        if (!changes[i].empty())
            m_result.rewrites.push_back({m_routers[i].id, std::move(changes[i])});
}

void Import::understood(std::size_t index)
{
    const Remainder &remainder = m_comparisons[index].remainder;
    std::size_t keptLines = 0;
    for (const KeptLine &line : remainder.lines)
        keptLines += 1 + line.below;
    note(ImportKind::Understood, index, 0,
         fmt::format("{} of {} lines are written by the plan, {} are kept, {} are written with another value, {} are added", remainder.written,
                     m_routers[index].record.lines, keptLines, remainder.replaced, remainder.added));
}

/// A row for each command, at its first line.
void Import::unverified(std::size_t index)
{
    std::map<std::pair<std::string_view, std::string_view>, std::pair<LineNumber, std::size_t>> commands;
    for (const UnverifiedLine &line : m_comparisons[index].unverified)
        ++commands.try_emplace({line.command, line.what}, line.number, 0).first->second.second;
    for (const auto &[command, lines] : commands)
        note(ImportKind::Understood, index, lines.first,
             fmt::format("unverified in {}: {} ({} line{})", command.first, command.second, lines.second, lines.second == 1 ? "" : "s"));
}

void Import::kept(std::size_t index)
{
    const Comparison &comparison = m_comparisons[index];
    for (const KeptLine &line : comparison.remainder.lines) {
        std::string text = line.text;
        if (line.below > 0)
            text += fmt::format(" and {} line{} below", line.below, line.below == 1 ? "" : "s");
        text += faultIn(line, comparison.diagnostics);
        if (!line.trouble.empty())
            text += fmt::format(": cannot be kept: {}", line.trouble);
        note(line.trouble.empty() ? ImportKind::Kept : ImportKind::Contradictory, index, line.line, std::move(text));
    }
}

void Import::report()
{
    for (std::size_t i = 0; i < m_routers.size(); ++i) {
        const ImportedRouter &router = m_routers[i];
        if (!router.inPlan()) {
            m_result.leftOut.push_back(router.source->file);
            continue;
        }
        m_result.routers.push_back({router.id, i});
        understood(i);
        unverified(i);
        kept(i);
    }
    std::ranges::stable_sort(m_notes, {}, [this](const Note &n) { return std::tuple(n.kind, n.router.value_or(m_routers.size()), n.line); });
    m_result.rows.reserve(m_notes.size());
    for (Note &each : m_notes) {
        const ImportedRouter *router = each.router ? &m_routers[*each.router] : nullptr;
        m_result.rows.push_back({each.kind, router ? router->name : std::string(), router ? router->source->file : std::string(), each.line,
                                 std::move(each.text)});
    }
}

} // namespace

Result<ImportResult> importConfigs(std::span<const ConfigSource> sources, const ImportOptions &options)
{
    return Import(sources, options).run();
}

} // namespace sidestep::config
