// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/console/output_filter.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sidestep::config::console {

namespace {

using vrp::Cmd;
using vrp::Refusal;

/// Steps of all expressions of a line: what an ordinary one takes on the text, many times over. On 10 MB about a second.
constexpr std::size_t kWorkForAny = 5'000'000;
constexpr std::size_t kWorkPerByte = 16;

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

/// The `|` that ends the filter that begins at `from`; the line's end if none does.
std::size_t endOfFilter(std::string_view line, std::size_t from)
{
    for (std::size_t at = from; at < line.size(); ++at)
        if (line[at] == '|' && (at == from || isBlank(line[at - 1])))
            return at;
    return line.size();
}

std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

/// One past the last line of the section that begins at `first`.
std::size_t endOfSection(const std::vector<std::string_view> &lines, std::size_t first)
{
    std::size_t end = first + 1;
    while (end < lines.size() && lines[end].starts_with(' '))
        ++end;
    return end;
}

} // namespace

std::size_t filterAt(std::string_view line, std::size_t bar, std::size_t cursor)
{
    std::size_t from = bar + 1;
    for (std::size_t end = endOfFilter(line, from); end < std::min(cursor, line.size()); end = endOfFilter(line, from))
        from = end + 1;
    return from;
}

std::optional<OutputFilter::Step> OutputFilter::stepOf(const vrp::Match &match)
{
    if (match.command == Cmd::FilterCount)
        return Step{Action::Count};
    const auto is = [&](Cmd command) { return match.command == command || match.has(vrp::leadingWords(command)); };
    Step step{is(Cmd::FilterBegin) ? Action::Begin : is(Cmd::FilterExclude) ? Action::Exclude : Action::Include};
    step.sections = is(Cmd::FilterSection);
    step.pattern = LinePattern::compile(match.value("regex").value_or(std::string_view()), is(Cmd::FilterIgnoreCase));
    return step.pattern ? std::optional(std::move(step)) : std::nullopt;
}

tl::expected<OutputFilter, Refusal> OutputFilter::read(std::string_view line, std::size_t bar)
{
    OutputFilter filter;
    std::size_t count = 0;
    for (std::size_t from = bar + 1;; ++count) {
        const std::size_t end = endOfFilter(line, from);
        if (count == kMostFilters)
            return tl::unexpected(Refusal{vrp::Fault::TooMany, from});
        const auto match = vrp::matchLine(vrp::View::OutputFilter, line.substr(from, end - from));
        if (!match)
            return tl::unexpected(Refusal{match.error().fault, from + match.error().column});
        if (match->command != Cmd::FilterNoMore) { // no screen here stops
            auto step = stepOf(*match);
            if (!step)
                return tl::unexpected(Refusal{vrp::Fault::WrongParameter, line.find(*match->value("regex"), from)});
            filter.m_steps.push_back(*std::move(step));
        }
        if (end == line.size())
            return filter;
        from = end + 1;
    }
}

OutputFilter::Lines OutputFilter::kept(const Step &step, const Lines &lines, std::size_t &work)
{
    Lines left;
    bool begun = false;
    for (std::size_t first = 0; first < lines.size();) {
        const std::size_t end = step.sections ? endOfSection(lines, first) : first + 1;
        const auto section
            = std::pair(lines.begin() + static_cast<std::ptrdiff_t>(first), lines.begin() + static_cast<std::ptrdiff_t>(end));
        const bool matches = (step.action == Action::Begin && begun)
            || std::any_of(section.first, section.second, [&](std::string_view line) { return step.pattern->isIn(line, work); });
        begun = begun || matches;
        if (matches != (step.action == Action::Exclude))
            left.insert(left.end(), section.first, section.second);
        first = end;
    }
    return left;
}

Result<std::string> OutputFilter::applied(std::string_view text) const
{
    Lines lines = linesOf(text);
    std::string counted; // what a count says, for the filters behind it
    std::size_t work = kWorkForAny + kWorkPerByte * text.size();
    for (const Step &step : m_steps) {
        if (step.action != Action::Count) {
            lines = kept(step, lines, work);
            continue;
        }
        counted = fmt::format("Total lines: {}.", lines.size());
        lines = {counted};
    }
    if (work == 0)
        return failure(ErrorCode::OutOfRange, "The regular expression takes too long on this much text; use a shorter one.");
    std::string out;
    for (const std::string_view line : lines)
        out.append(line).push_back('\n');
    return out;
}

} // namespace sidestep::config::console
