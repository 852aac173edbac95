// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/configuration_lines.h"

#include "model/base/result.h"
#include "model/plan/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace sidestep::plan {
namespace {

using Problem = std::optional<Error>;

constexpr std::string_view kOpen = "{{";
constexpr std::string_view kClose = "}}";
constexpr std::size_t kMostVariables = 64;
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestValue = 1024;
/// The template library expands names that begin so by itself, one of them to a line feed.
constexpr std::string_view kReservedPrefix = "BI_";

/// "line 3: …"
Problem atLine(std::size_t number, ErrorCode code, std::string_view what)
{
    return Error{code, fmt::format("line {}: {}", number, what)};
}

/// Calls `check(line, number)` for each line, counted from 1; the first problem.
template <typename Check>
Problem firstBadLine(std::string_view text, Check check)
{
    if (text.size() > kMostLinesBytes)
        return Error{ErrorCode::OutOfRange, fmt::format("it has {} bytes; at most {} are taken", text.size(), kMostLinesBytes)};
    std::size_t number = 1;
    for (std::size_t start = 0; start <= text.size(); ++number) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        if (Problem wrong = check(text.substr(start, end - start), number))
            return wrong;
        start = end + 1;
    }
    return std::nullopt;
}

std::size_t indentOf(std::string_view line)
{
    return std::min(line.find_first_not_of(' '), line.size());
}

bool isLayout(std::string_view line)
{
    const std::size_t indent = indentOf(line);
    return indent == line.size() || line[indent] == '#' || line[indent] == '!';
}

bool isVariableName(std::string_view name)
{
    const auto isLetter = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto isPart = [&](char c) { return isLetter(c) || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && name.size() <= kLongestName && isLetter(name.front()) && std::ranges::all_of(name, isPart)
        && !name.starts_with(kReservedPrefix);
}

/// Calls `visit(name)` for what stands between each `{{` and the `}}` behind it, or the end of the line; while it returns true.
template <typename Visit>
void eachPlaceholder(std::string_view line, Visit visit)
{
    for (std::size_t at = line.find(kOpen); at != std::string_view::npos; at = line.find(kOpen, at)) {
        at += kOpen.size();
        const std::size_t end = std::min(line.find(kClose, at), line.size());
        if (!visit(line.substr(at, end - at), end < line.size()))
            return;
        at = end;
    }
}

Problem badPlaceholder(std::string_view line, std::size_t number)
{
    Problem wrong;
    eachPlaceholder(line, [&](std::string_view name, bool closed) {
        if (!closed)
            wrong = atLine(number, ErrorCode::BadSyntax, "{{ has no }} behind it; write a variable like {{NAME}}");
        else if (!isVariableName(name))
            wrong = atLine(number, ErrorCode::BadSyntax,
                           "between {{ and }} stands no variable; its name is of A to Z, 0 to 9 and _, begins with a letter and not with BI_");
        return !wrong.has_value();
    });
    return wrong;
}

} // namespace

Problem badKeptLines(std::string_view text)
{
    std::size_t before = 0;
    return firstBadLine(text, [&before](std::string_view line, std::size_t number) -> Problem {
        if (const auto why = unsafeConfigurationLine(line))
            return atLine(number, ErrorCode::UnsafeText, *why);
        const std::size_t indent = indentOf(line);
        const std::size_t deepest = number == 1 ? 0 : before + 1;
        before = indent;
        if (indent > deepest)
            return atLine(number, ErrorCode::BadSyntax, "it is indented deeper than one space below the line before it");
        return std::nullopt;
    });
}

Problem badSnippetLines(std::string_view text)
{
    return firstBadLine(text, [](std::string_view line, std::size_t number) -> Problem {
        // A line of layout is not written, but must still be text; "x" stands for the sign that makes it layout.
        const std::string checked = isLayout(line) ? fmt::format("x{}", line) : std::string(line);
        if (const auto why = unsafeConfigurationLine(checked))
            return atLine(number, ErrorCode::UnsafeText, *why);
        if (line.find('?') != std::string_view::npos)
            return atLine(number, ErrorCode::UnsafeText, "a router takes \"?\" for a call for help");
        return badPlaceholder(line, number);
    });
}

Problem badVariables(const std::vector<SnippetVariable> &variables)
{
    if (variables.size() > kMostVariables)
        return Error{ErrorCode::OutOfRange, fmt::format("it has {} variables; at most {} are taken", variables.size(), kMostVariables)};
    std::unordered_set<std::string_view> names;
    for (const SnippetVariable &variable : variables) {
        if (!isVariableName(variable.name))
            return Error{ErrorCode::BadSyntax, "the name of a variable is of A to Z, 0 to 9 and _, begins with a letter and not with BI_, "
                                               "and has at most 64 characters"};
        if (std::ranges::find(kBuiltInVariables, variable.name) != kBuiltInVariables.end())
            return Error{ErrorCode::Conflict, fmt::format("{} is taken from the router; choose another name for the variable", variable.name)};
        if (!names.insert(variable.name).second)
            return Error{ErrorCode::DuplicateName, fmt::format("the variable {} stands twice; keep one", variable.name)};
        if (variable.secret && !variable.value.empty())
            return Error{ErrorCode::UnsafeText,
                         fmt::format("a plan stores no value of the secret {}; it is asked for when files are written", variable.name)};
        if (const auto why = unsafeValue(variable.value))
            return Error{ErrorCode::UnsafeText, fmt::format("the value of {} cannot stand in a configuration: {}", variable.name, *why)};
    }
    return std::nullopt;
}

std::optional<std::string> unsafeValue(std::string_view value)
{
    if (value.size() > kLongestValue)
        return fmt::format("it has {} bytes; at most {} are taken", value.size(), kLongestValue);
    return unsafeInConfiguration(value, false);
}

std::vector<std::string> variablesIn(std::string_view text)
{
    std::vector<std::string> names;
    eachPlaceholder(text, [&names](std::string_view name, bool) {
        if (std::ranges::find(names, name) == names.end())
            names.emplace_back(name);
        return true;
    });
    return names;
}

} // namespace sidestep::plan
