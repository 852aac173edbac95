// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/router_changes.h"

#include "model/config/config_builder.h"
#include "model/config/reader.h"
#include "model/config/vrp/grammar.h"

#include <algorithm>
#include <iterator>
#include <memory>

namespace sidestep::config {
namespace {

using State = RouterChange::State;

/// A plan with what it takes to write its routers one by one.
struct PlanTexts
{
    explicit PlanTexts(const plan::Plan &plan) : builder(plan), writer(builder)
    {
        for (const plan::Router &router : plan.routers())
            routers.emplace(router.name, router.id);
    }

    ConfigBuilder builder;
    TextWriter writer;
    std::map<std::string, plan::RouterId> routers;
};

/// nullopt: the same.
std::optional<RouterChange> changeOf(const std::string &name, const std::string &first, const std::string &second)
{
    if (first == second)
        return std::nullopt;
    const ConfigTree from = readConfig(first);
    const ConfigTree to = readConfig(second);
    Difference changes = difference(from, to);
    if (changes.empty())
        return std::nullopt;
    return RouterChange{name, State::Changed, toText(from), toText(to), std::move(changes)};
}

/// Names of both sides, ascending, each once.
std::vector<std::string> allNames(const RouterTexts &first, const RouterTexts &second)
{
    std::vector<std::string> names;
    std::ranges::set_union(first.names, second.names, std::back_inserter(names));
    return names;
}

/// Empty where the side has no such router.
Result<std::optional<std::string>> textIn(const RouterTexts &side, const std::string &name)
{
    if (!std::ranges::binary_search(side.names, name))
        return std::optional<std::string>();
    return side.text(name).map([](std::string &&text) { return std::optional(std::move(text)); });
}

} // namespace

RouterTexts textsOf(const plan::Plan &plan)
{
    const auto source = std::make_shared<PlanTexts>(plan);
    RouterTexts texts;
    for (const auto &[name, id] : source->routers)
        texts.names.push_back(name);
    texts.text = [source](const std::string &name) {
        return source->writer.write(source->routers.at(name)).map([](std::string_view text) { return std::string(text); });
    };
    return texts;
}

RouterTexts textsOf(std::map<std::string, std::string> texts)
{
    RouterTexts out;
    for (const auto &[name, text] : texts)
        out.names.push_back(name);
    out.text = [texts = std::move(texts)](const std::string &name) -> Result<std::string> { return texts.at(name); };
    return out;
}

std::optional<std::string> routerName(const ConfigTree &tree)
{
    for (const ConfigLine &line : tree.lines)
        if (line.command == vrp::Cmd::Sysname && !line.undo && line.depth == 0)
            if (const auto match = vrp::matchLine(line.view, line.text))
                if (const auto name = match->value("sysname"))
                    return std::string(*name);
    return std::nullopt;
}

Result<std::vector<RouterChange>> compareRouters(const RouterTexts &first, const RouterTexts &second, const std::stop_token &stop)
{
    std::vector<RouterChange> changes;
    for (const std::string &name : allNames(first, second)) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "the comparison was stopped");
        const auto before = textIn(first, name);
        if (!before)
            return tl::unexpected(before.error());
        const auto after = textIn(second, name);
        if (!after)
            return tl::unexpected(after.error());
        if (!*after)
            changes.push_back({name, State::OnlyFirst, toText(readConfig(**before)), {}, {}});
        else if (!*before)
            changes.push_back({name, State::OnlySecond, {}, toText(readConfig(**after)), {}});
        else if (auto change = changeOf(name, **before, **after))
            changes.push_back(*std::move(change));
    }
    return changes;
}

std::size_t commandCount(const Script &script)
{
    std::size_t count = 0;
    for (const ScriptSection &section : script)
        count += section.commands.size();
    return count;
}

} // namespace sidestep::config
