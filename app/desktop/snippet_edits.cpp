// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/snippet_edits.h"

#include <fmt/format.h>

#include <algorithm>

namespace sidestep::app {

plan::PlanEdit newSnippet(const plan::Plan &plan, std::optional<plan::RouterId> router)
{
    const auto taken = [&](const std::string &name) {
        return std::any_of(plan.snippets().begin(), plan.snippets().end(), [&](const plan::Snippet &snippet) { return snippet.name == name; });
    };
    std::string name;
    for (std::size_t n = 1; name.empty() || taken(name); ++n)
        name = fmt::format("Snippet {}", n);
    plan::EditBuilder edit(plan, fmt::format("New {}", name));
    edit.add(plan::Snippet{plan::SnippetId(0), name, std::nullopt, router, {}, {}});
    return edit.take();
}

} // namespace sidestep::app
