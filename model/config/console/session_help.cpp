// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/console/session.h"

#include <fmt/format.h>

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

std::string_view commonBeginning(const std::vector<std::string> &words)
{
    std::string_view common = words.front();
    for (const std::string &word : words)
        common = common.substr(0, static_cast<std::size_t>(std::ranges::mismatch(common, word, sameLetter).in1 - common.begin()));
    return common;
}

} // namespace

Answer ConsoleSession::expected(std::string_view line) const
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
    if (answer->complete)
        rows.emplace_back("<cr>", "");
    std::size_t width = 0;
    for (const auto &[word, help] : rows)
        width = std::max(width, word.size());
    ConsoleReply reply;
    for (const auto &[word, help] : rows)
        reply.text += help.empty() ? fmt::format("  {}\n", word) : fmt::format("  {:<{}}  {}\n", word, width, help);
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
