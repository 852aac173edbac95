// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/own_lines.h"

#include "model/config/line_merge.h"
#include "model/config/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace sidestep::config {

namespace {

bool isLayout(std::string_view line)
{
    const std::size_t start = line.find_first_not_of(' ');
    return start == std::string_view::npos || line[start] == '#' || line[start] == '!';
}

/// Numbers of the lines that the reader took for a command that does or shows something and sets nothing.
std::vector<std::size_t> linesWithoutSetting(std::string_view text, const ConfigTree &tree)
{
    std::vector<std::size_t> numbers;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::string_view line = text.substr(0, text.find('\n'));
        if (!isLayout(line) && !std::ranges::binary_search(tree.lines, number, {}, &ConfigLine::number))
            numbers.push_back(number);
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return numbers;
}

void addSnippet(const plan::Snippet &snippet, const plan::Router &router, const Secrets &secrets, DeviceConfig &config)
{
    const std::string name = fmt::format("snippet {}", snippet.name);
    const Result<std::string> text = textOf(snippet, router, secrets);
    if (!text) {
        config.gaps.push_back({fmt::format("{} is not on {}: {}", name, router.name, text.error().detail), snippet.id});
        return;
    }
    const ConfigTree tree = readConfig(*text);
    for (const std::size_t number : linesWithoutSetting(*text, tree))
        config.gaps.push_back({fmt::format("{}: line {} is no line of a configuration and is not written", name, number), snippet.id});
    addLines(tree, {snippet.id, name, router.release, true}, config);
}

} // namespace

bool applies(const plan::Snippet &snippet, const plan::Router &router) noexcept
{
    return (!snippet.role || *snippet.role == router.role) && (!snippet.router || *snippet.router == router.id);
}

OwnLines::OwnLines(const plan::Plan &plan, Secrets secrets, std::optional<plan::RouterId> only) : m_plan(plan), m_secrets(std::move(secrets))
{
    for (const plan::Snippet &snippet : m_plan.snippets())
        if (!snippet.router)
            m_shared.push_back(&snippet);
        else if (!only || *snippet.router == *only)
            m_own[*snippet.router].push_back(&snippet);
}

bool OwnLines::has(const plan::Router &router) const
{
    return m_plan.keptTexts().contains(router.id) || m_own.contains(router.id)
        || std::ranges::any_of(m_shared, [&](const plan::Snippet *snippet) { return applies(*snippet, router); });
}

std::vector<const plan::Snippet *> OwnLines::snippetsOf(const plan::Router &router) const
{
    std::vector<const plan::Snippet *> snippets;
    std::ranges::copy_if(m_shared, std::back_inserter(snippets), [&](const plan::Snippet *snippet) { return applies(*snippet, router); });
    if (const auto own = m_own.find(router.id); own != m_own.end())
        snippets.insert(snippets.end(), own->second.begin(), own->second.end());
    std::ranges::sort(snippets, {}, [](const plan::Snippet *snippet) { return snippet->id; });
    return snippets;
}

void OwnLines::addTo(const plan::Router &router, DeviceConfig &config) const
{
    if (const plan::KeptText *kept = m_plan.keptTexts().find(router.id))
        addLines(readConfig(kept->text), {router.id, fmt::format("kept lines of {}", router.name), router.release, false}, config);
    for (const plan::Snippet *snippet : snippetsOf(router))
        addSnippet(*snippet, router, m_secrets, config);
}

std::vector<std::string> missingSecrets(const plan::Plan &plan, const std::vector<plan::RouterId> &routers, const Secrets &known)
{
    const auto isUsed = [&](const plan::Snippet &snippet) {
        return std::ranges::any_of(routers, [&](plan::RouterId id) {
            const plan::Router *router = plan.find(id);
            return router && applies(snippet, *router);
        });
    };
    std::set<std::string> names;
    for (const plan::Snippet &snippet : plan.snippets()) {
        const std::vector<std::string> secrets = secretsIn(snippet);
        if (!secrets.empty() && isUsed(snippet))
            names.insert(secrets.begin(), secrets.end());
    }
    std::erase_if(names, [&](const std::string &name) { return known.contains(name); });
    return {names.begin(), names.end()};
}

} // namespace sidestep::config
