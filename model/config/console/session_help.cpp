// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/console/session.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace sidestep::config {

namespace {

using vrp::Command;
using vrp::Completion;
using vrp::Expected;
using vrp::Refusal;
using vrp::View;
using Answer = tl::expected<Completion, Refusal>;

bool isBlank(std::string_view text)
{
    return text.find_first_not_of(" \t") == std::string_view::npos;
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool sameLetter(char a, char b)
{
    return lower(a) == lower(b);
}

bool begins(std::string_view name, std::string_view typed)
{
    return typed.size() <= name.size() && std::ranges::equal(typed, name.substr(0, typed.size()), sameLetter);
}

/// A word that nothing begins with is a refusal, as it would be on Enter.
Answer orRefusal(Answer answer)
{
    if (answer && answer->next.empty() && !answer->complete)
        return tl::unexpected(Refusal{vrp::Fault::Unrecognized, answer->column});
    return answer;
}

bool startsAnOpener(View view, std::string_view word)
{
    return std::ranges::any_of(vrp::kCommands, [&](const Command &row) {
        const std::string_view leading = vrp::leadingWords(row.id);
        return row.traits.opens && row.views.has(view) && leading.substr(0, leading.find(' ')) == word;
    });
}

/// What an outer view has to offer: only the commands that open a view (see ConsoleSession).
Answer fromOuterView(View view, std::string_view line)
{
    Answer answer = vrp::complete(view, line);
    if (!answer)
        return answer;
    const std::string_view head = line.substr(0, answer->column);
    if (isBlank(head)) {
        std::erase_if(answer->next, [&](const Expected &next) { return !startsAnOpener(view, next.word); });
        return orRefusal(std::move(answer));
    }
    const auto match = vrp::matchLine(view, head);
    const auto command = match ? std::optional(match->command) : match.error().command;
    if (command && !vrp::command(*command).traits.opens)
        return tl::unexpected(Refusal{vrp::Fault::Unrecognized, 0});
    return orRefusal(std::move(answer));
}

bool showsState(const std::vector<vrp::Cmd> &commands)
{
    return std::ranges::any_of(commands, [](vrp::Cmd command) { return vrp::command(command).traits.use == vrp::Use::Display; });
}

/// The whole syntax, or its leading words where that is long.
std::string_view shortName(vrp::Cmd command)
{
    constexpr std::size_t kLong = 40;
    const std::string_view syntax = vrp::command(command).syntax;
    return syntax.size() > kLong ? vrp::leadingWords(command) : syntax;
}

/// "Default: off. After: mpls. Unverified: …" for people; empty where there is nothing to say.
std::string noteOn(vrp::Cmd command, View view)
{
    const vrp::CommandTraits &traits = vrp::command(command).traits;
    std::vector<std::string> notes;
    if (!traits.byDefault.empty())
        notes.push_back(fmt::format("Default: {}.", traits.byDefault));
    if (const auto needed = vrp::neededBy(command))
        notes.push_back(fmt::format("After: {}.", shortName(*needed)));
    if (traits.since != vrp::kBaseline)
        notes.push_back(fmt::format("Release: {}.", traits.since));
    if (const std::string_view what = vrp::unverified(command, view); !what.empty())
        notes.push_back(fmt::format("Unverified: {}.", what));
    return fmt::format("{}", fmt::join(notes, " "));
}

/// A line for each command that the words typed can still mean, unless those are many.
std::string notesOn(const std::vector<vrp::Cmd> &commands, View view)
{
    constexpr std::size_t kMostNotes = 2;
    std::string out;
    if (commands.size() > kMostNotes)
        return out;
    for (const vrp::Cmd command : commands)
        if (const std::string note = noteOn(command, view); !note.empty())
            out += commands.size() == 1 ? fmt::format("  {}\n", note) : fmt::format("  {}: {}\n", vrp::command(command).syntax, note);
    return out;
}

std::string_view commonBeginning(const std::vector<std::string> &words)
{
    std::string_view common = words.front();
    for (const std::string &word : words)
        common = common.substr(0, static_cast<std::size_t>(std::ranges::mismatch(common, word, sameLetter).in1 - common.begin()));
    return common;
}

} // namespace

/// Behind the `|` of a display: what a filter may say.
Answer ConsoleSession::expected(std::string_view line) const
{
    const std::size_t bar = filterBar(line);
    if (bar == std::string_view::npos)
        return expectedInView(line);
    const std::size_t from = console::filterAt(line, bar, line.size());
    Answer answer = orRefusal(vrp::complete(View::OutputFilter, line.substr(from)));
    if (answer)
        answer->column += from;
    else
        answer = tl::unexpected(Refusal{answer.error().fault, answer.error().column + from});
    return answer;
}

Answer ConsoleSession::expectedInView(std::string_view line) const
{
    Answer answer = orRefusal(vrp::complete(view(), line));
    for (std::size_t frames = m_frames.size(); !answer && frames-- > 0;)
        if (Answer outer = fromOuterView(viewAt(frames), line))
            return outer;
    return answer;
}

ConsoleReply ConsoleSession::help(std::string_view line) const
{
    if (m_question != Question::None)
        return {};
    if (auto refused = unreadable(line))
        return *std::move(refused);
    const Answer answer = expected(line);
    if (!answer)
        return refuse(line, answer.error());
    std::vector<std::pair<std::string, std::string>> rows;
    for (const Expected &next : answer->next) {
        if (next.parameter)
            rows.emplace_back(vrp::rangeText(*next.parameter), fmt::format("<{}> {}", next.word, next.help));
        else
            rows.emplace_back(next.word, next.help);
    }
    if (answer->complete && showsState(answer->commands))
        rows.emplace_back("|", "Filter what is shown");
    if (answer->complete)
        rows.emplace_back("<cr>", "");
    std::size_t width = 0;
    for (const auto &[word, help] : rows)
        width = std::max(width, word.size());
    ConsoleReply reply;
    for (const auto &[word, help] : rows)
        reply.text += help.empty() ? fmt::format("  {}\n", word) : fmt::format("  {:<{}}  {}\n", word, width, help);
    reply.text += notesOn(answer->commands, view());
    return reply;
}

/// Names the router has for what the parameter stands for: its interfaces, VPN instances, policies, processes.
std::vector<std::string> ConsoleSession::namesOf(const vrp::Parameter &parameter) const
{
    std::vector<std::string> names;
    for (const Setting &setting : m_candidate.candidate().settings())
        if (setting.opens && setting.match)
            if (const auto value = setting.match->value(parameter.name))
                names.emplace_back(*value);
    return names;
}

ConsoleCompletion ConsoleSession::complete(std::string_view line, std::size_t cursor) const
{
    cursor = std::min(cursor, line.size());
    ConsoleCompletion same{std::string(line), cursor, {}};
    const std::string_view before = line.substr(0, cursor);
    if (m_question != Question::None || unreadable(before))
        return same;
    const Answer answer = expected(before);
    if (!answer)
        return same;
    const std::string_view typed = before.substr(answer->column);
    std::vector<std::string> words;
    for (const Expected &next : answer->next) {
        if (!next.parameter)
            words.emplace_back(next.word);
        else
            std::ranges::copy_if(namesOf(*next.parameter), std::back_inserter(words),
                                 [&](const std::string &name) { return begins(name, typed); });
    }
    std::ranges::sort(words);
    words.erase(std::unique(words.begin(), words.end()), words.end());
    if (words.empty())
        return same;
    const bool certain = words.size() == 1;
    std::string word(commonBeginning(words));
    if (word.size() < typed.size())
        word = typed;
    const std::string_view rest = line.substr(cursor);
    if (certain && !rest.starts_with(' '))
        word.push_back(' ');
    ConsoleCompletion done{std::string(before.substr(0, answer->column)).append(word), 0, {}};
    done.cursor = done.line.size();
    done.line.append(rest);
    if (!certain)
        done.choices = std::move(words);
    return done;
}

} // namespace sidestep::config
