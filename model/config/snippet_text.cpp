// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/snippet_text.h"

#include "model/plan/fields.h"

#include <ctemplate/template.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace sidestep::config {

namespace {

/// By the position of the name in `plan::kBuiltInVariables`.
std::optional<std::string> builtIn(std::string_view name, const plan::Router &router)
{
    const auto at = std::ranges::find(plan::kBuiltInVariables, name);
    switch (at - plan::kBuiltInVariables.begin()) {
    case 0:
        return router.name;
    case 1:
        return std::string(plan::wordOf(router.role));
    case 2:
        return router.site;
    case 3:
        return router.loopback ? router.loopback->toString() : std::string();
    default:
        return std::nullopt;
    }
}

const plan::SnippetVariable *variableOf(const plan::Snippet &snippet, std::string_view name)
{
    const auto at = std::ranges::find(snippet.variables, name, &plan::SnippetVariable::name);
    return at == snippet.variables.end() ? nullptr : &*at;
}

/// Empty: there is none.
std::string valueOf(std::string_view name, const plan::Snippet &snippet, const plan::Router &router, const Secrets &secrets)
{
    if (auto value = builtIn(name, router))
        return *std::move(value);
    const plan::SnippetVariable *variable = variableOf(snippet, name);
    if (!variable)
        return {};
    if (!variable->secret)
        return variable->value;
    const auto secret = secrets.find(name);
    return secret == secrets.end() ? secretPlaceholder(name) : secret->second;
}

/// Nothing is expanded but `{{NAME}}`: the plan refuses a snippet with any other directive.
std::string expanded(const std::string &text, const ctemplate::TemplateDictionary &values)
{
    const std::unique_ptr<ctemplate::Template> parsed(
        ctemplate::Template::StringToTemplate(text.data(), text.size(), ctemplate::DO_NOT_STRIP));
    std::string out;
    if (parsed)
        parsed->Expand(&out, &values);
    return out;
}

/// A value may have made a line of layout, or one that leaves its view, of what was none.
bool isUnsafe(std::string_view line)
{
    const std::size_t start = line.find_first_not_of(' ');
    return start != std::string_view::npos && plan::unsafeConfigurationLine(line).has_value();
}

std::optional<std::size_t> firstUnsafeLine(std::string_view text, std::string_view rendered)
{
    for (std::size_t number = 1; !rendered.empty(); ++number) {
        const std::string_view before = text.substr(0, text.find('\n'));
        const std::string_view line = rendered.substr(0, rendered.find('\n'));
        if (line != before && isUnsafe(line))
            return number;
        text.remove_prefix(std::min(before.size() + 1, text.size()));
        rendered.remove_prefix(std::min(line.size() + 1, rendered.size()));
    }
    return std::nullopt;
}

} // namespace

std::string secretPlaceholder(std::string_view name)
{
    return fmt::format("<secret:{}>", name);
}

std::vector<std::string> secretsIn(const plan::Snippet &snippet)
{
    std::vector<std::string> names = plan::variablesIn(snippet.text);
    std::erase_if(names, [&](const std::string &name) {
        const plan::SnippetVariable *variable = variableOf(snippet, name);
        return !variable || !variable->secret;
    });
    return names;
}

Result<std::string> textOf(const plan::Snippet &snippet, const plan::Router &router, const Secrets &secrets)
{
    ctemplate::TemplateDictionary values("snippet");
    std::vector<std::string> missing;
    for (const std::string &name : plan::variablesIn(snippet.text)) {
        const std::string value = valueOf(name, snippet, router, secrets);
        if (value.empty())
            missing.push_back(name);
        else if (plan::unsafeValue(value))
            return failure(ErrorCode::UnsafeText, fmt::format("the value of {} cannot stand in a configuration; give another", name));
        else
            values.SetValue(name, value);
    }
    if (!missing.empty())
        return failure(ErrorCode::NotFound, fmt::format("{} {} no value; give one", fmt::join(missing, ", "), missing.size() == 1 ? "has" : "have"));
    std::string rendered = expanded(snippet.text, values);
    if (rendered.size() > plan::kMostLinesBytes)
        return failure(ErrorCode::OutOfRange, fmt::format("its lines have {} bytes there; at most {} are taken", rendered.size(), plan::kMostLinesBytes));
    if (const auto number = firstUnsafeLine(snippet.text, rendered))
        return failure(ErrorCode::UnsafeText,
                       fmt::format("the values make line {} one that may not stand in a configuration; give others", *number));
    return rendered;
}

} // namespace sidestep::config
