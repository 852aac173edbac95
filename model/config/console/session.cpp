// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/console/session.h"

#include "model/config/difference.h"
#include "model/config/reader.h"
#include "model/config/text_encoding.h"
#include "model/config/vrp/prompt.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sidestep::config {

namespace {

using console::ViewPath;
using vrp::Cmd;
using vrp::Match;
using vrp::Refusal;
using vrp::View;

constexpr std::chrono::seconds kTrialTime{600};
constexpr char kControlZ = '\x1a'; ///< typed for `return`

// vrp.md section 9; the trial's and the answers' as the vendor's command reference and users' recordings show them.
constexpr std::string_view kLeaveQuestion
    = "Warning: Uncommitted configurations found. Are you sure to commit them before exiting? [Y(yes)/N(no)/C(cancel)]:";
constexpr std::string_view kSaveQuestion = "Warning: The current configuration will be written to the device. Continue? [Y/N]:";
constexpr std::string_view kTrialQuestion = "Warning: The trial configuration will be rolled back. Continue? [Y/N]:";
constexpr std::string_view kNoChange = "Info: No configuration change is pending.\n";

enum class Answer : std::uint8_t { Yes, No, Cancel };

bool isOneOf(std::string_view word, std::string_view letter, std::string_view whole)
{
    std::string lower(word);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower == letter || lower == whole;
}

std::optional<Answer> answerOf(std::string_view word)
{
    if (isOneOf(word, "y", "yes"))
        return Answer::Yes;
    if (isOneOf(word, "n", "no"))
        return Answer::No;
    if (isOneOf(word, "c", "cancel"))
        return Answer::Cancel;
    return std::nullopt;
}

std::string_view trimmed(std::string_view text)
{
    const std::size_t from = text.find_first_not_of(" \t\r\n");
    if (from == std::string_view::npos)
        return {};
    return text.substr(from, text.find_last_not_of(" \t\r\n") + 1 - from);
}

/// Columns that UTF-8 text takes, one a character.
std::size_t columns(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80; }));
}

/// The line says more than the command's leading keywords.
bool hasMore(const Match &match)
{
    return match.line != vrp::leadingWords(match.command);
}

std::chrono::seconds trialTime(const Match &match)
{
    const auto typed = match.value("trial-s");
    return typed ? std::chrono::seconds(std::stoul(std::string(*typed))) : kTrialTime;
}

ConsoleReply error(std::string_view detail)
{
    return {fmt::format("Error: {}\n", detail), true};
}

void append(ConsoleReply &reply, ConsoleReply more)
{
    reply.text += more.text;
    reply.refused = reply.refused || more.refused;
}

} // namespace

ConsoleSession::ConsoleSession(std::string name, const ConfigTree &running, ConsoleHooks hooks)
    : m_givenName(std::move(name)), m_hooks(std::move(hooks)), m_candidate(running)
{
    configurationChanged();
}

View ConsoleSession::viewAt(std::size_t frames) const
{
    if (frames > 0)
        return m_frames[frames - 1].view;
    return m_mode == Mode::User ? View::User : View::System;
}

ViewPath ConsoleSession::path() const
{
    ViewPath keys;
    for (const Frame &frame : m_frames)
        keys.push_back(frame.key);
    return keys;
}

std::string ConsoleSession::viewPrompt() const
{
    if (m_mode == Mode::User)
        return fmt::format("<{}>", m_name);
    const std::string_view mark = m_mode == Mode::Immediate ? "" : m_candidate.isPending() ? "*" : "~";
    return fmt::format("[{}{}{}]", mark, m_name, m_frames.empty() ? std::string_view() : m_frames.back().suffix);
}

std::string ConsoleSession::prompt() const
{
    switch (m_question) {
    case Question::None:
        break;
    case Question::Leave:
        return std::string(kLeaveQuestion);
    case Question::Save:
        return std::string(kSaveQuestion);
    case Question::AbortTrial:
        return std::string(kTrialQuestion);
    }
    return viewPrompt();
}

std::optional<ConsoleSession::Time> ConsoleSession::trialEnds() const
{
    return m_trial ? std::optional(m_trial->ends) : std::nullopt;
}

/// The views that have gone close, and the router is called what it says.
void ConsoleSession::configurationChanged()
{
    m_frames.resize(m_candidate.reach(path()));
    m_name = m_givenName;
    for (const Setting &setting : m_candidate.running().settings())
        if (setting.match && setting.match->command == Cmd::Sysname)
            m_name = setting.match->pieces.back().value;
}

void ConsoleSession::setRunning(const ConfigTree &running)
{
    if (m_trial)
        m_trial->before = applied(running, difference(m_candidate.runningTree(), m_trial->before).forward);
    m_candidate.rebase(running);
    configurationChanged();
}

std::optional<ConsoleReply> ConsoleSession::unreadable(std::string_view line) const
{
    if (line.size() > kMaxLineBytes)
        return error(fmt::format("The line has more than {} bytes; a router takes no more.", kMaxLineBytes));
    if (const std::size_t odd = firstOddByte(line); odd != std::string_view::npos)
        return refuse(line, {vrp::Fault::Unrecognized, odd});
    return std::nullopt;
}

ConsoleReply ConsoleSession::refuse(std::string_view line, const Refusal &refusal) const
{
    const std::size_t column = columns(viewPrompt()) + columns(line.substr(0, refusal.column));
    return {fmt::format("{:>{}}\n{}\n", '^', column + 1, vrp::errorText(refusal.fault)), true};
}

tl::expected<ConsoleSession::Found, Refusal> ConsoleSession::find(std::string_view line) const
{
    auto match = vrp::matchLine(view(), line);
    if (match)
        return Found{*std::move(match), m_frames.size()};
    Refusal best = match.error();
    for (std::size_t frames = m_frames.size(); frames-- > 0;) {
        auto outer = vrp::matchLine(viewAt(frames), line);
        const auto command = outer ? std::optional(outer->command) : outer.error().command;
        if (!command || !vrp::command(*command).traits.opens || (outer && outer->undo))
            continue;
        if (outer)
            return Found{*std::move(outer), frames};
        if (outer.error().column > best.column)
            best = outer.error();
    }
    return tl::unexpected(best);
}

ConsoleReply ConsoleSession::enter(std::string_view line, Time now)
{
    ConsoleReply reply = elapse(now);
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
        line.remove_suffix(1);
    const std::string_view word = trimmed(line);
    if (m_question != Question::None) {
        append(reply, answer(word, now));
        return reply;
    }
    if (word.size() == 1 && word.front() == kControlZ) {
        append(reply, m_mode == Mode::User ? ConsoleReply{} : leave());
        return reply;
    }
    if (word.empty() || word.front() == '#' || word.front() == '!')
        return reply;
    if (auto refused = unreadable(line)) {
        append(reply, *std::move(refused));
        return reply;
    }
    m_filter = {};
    if (const std::size_t bar = filterBar(line); bar != std::string_view::npos) {
        append(reply, showFiltered(line, bar));
        return reply;
    }
    const auto found = find(line);
    if (!found)
        append(reply, refuse(line, found.error()));
    else if (const vrp::Use use = vrp::command(found->match.command).traits.use; use == vrp::Use::Setting)
        append(reply, set(*found, now));
    else
        append(reply, use == vrp::Use::Action ? act(line, found->match, now) : show(found->match));
    return reply;
}

ConsoleReply ConsoleSession::set(const Found &found, Time now)
{
    const auto opens = vrp::viewOpened(found.match);
    const std::vector<Frame> before = m_frames;
    m_frames.resize(found.frames);
    std::string key = m_candidate.type(path(), view(), found.match.line);
    if (opens) {
        std::string suffix = vrp::promptSuffix(*opens, found.match, m_frames.empty() ? std::string_view() : m_frames.back().suffix);
        m_frames.push_back({*opens, std::move(key), std::move(suffix)});
    }
    if (m_mode != Mode::Immediate || !m_candidate.isPending())
        return {};
    ConsoleReply reply = commitCandidate({}, {}, now);
    if (reply.refused) {
        m_candidate.discard();
        m_frames = before;
        configurationChanged();
    }
    return reply;
}

ConsoleReply ConsoleSession::act(std::string_view line, const Match &match, Time now)
{
    switch (match.command) {
    case Cmd::SystemView:
        return enterSystem(hasMore(match));
    case Cmd::Quit:
        return quit();
    case Cmd::Return:
        return m_mode == Mode::User ? ConsoleReply{} : leave();
    case Cmd::Commit:
        return commit(match, now);
    case Cmd::ClearCandidate:
        m_candidate.discard();
        m_frames.clear();
        return {};
    case Cmd::Abort:
        return abort(line, match);
    case Cmd::Save:
        m_question = Question::Save;
        return {};
    default:
        return error("Sidestep does not do this at a console; failures and switchovers belong to a scenario.");
    }
}

ConsoleReply ConsoleSession::enterSystem(bool immediately)
{
    m_mode = immediately ? Mode::Immediate : Mode::TwoStage;
    return {"Enter system view, return user view with return command.\n", false};
}

ConsoleReply ConsoleSession::quit()
{
    if (m_mode == Mode::User)
        m_closed = true;
    else if (m_frames.empty())
        return leave();
    else
        m_frames.pop_back();
    return {};
}

ConsoleReply ConsoleSession::leave()
{
    if (!m_candidate.isPending())
        return toUserView();
    m_question = Question::Leave;
    return {};
}

ConsoleReply ConsoleSession::toUserView()
{
    m_frames.clear();
    m_mode = Mode::User;
    return {};
}

ConsoleReply ConsoleSession::answer(std::string_view word, Time now)
{
    const auto given = answerOf(word);
    const bool mayCancel = m_question == Question::Leave;
    if (!given || (*given == Answer::Cancel && !mayCancel))
        return error(mayCancel ? "Please choose 'YES', 'NO' or 'CANCEL' first before pressing 'Enter'. [Y/N/C]:"
                               : "Please choose 'YES' or 'NO' first before pressing 'Enter'. [Y/N]:");
    const Question asked = std::exchange(m_question, Question::None);
    const bool yes = *given == Answer::Yes;
    if (asked == Question::Save)
        return {yes ? "Info: Save the configuration successfully.\n" : "", false};
    if (asked == Question::AbortTrial)
        return yes ? rollBack(now) : ConsoleReply{};
    if (*given == Answer::Cancel)
        return {};
    ConsoleReply reply;
    if (yes)
        reply = commitCandidate({}, {}, now);
    else
        m_candidate.discard();
    if (!reply.refused)
        append(reply, toUserView());
    return reply;
}

/// Without `trial` it is known in the XPL and command-template views only, and drops nothing here (`vrp.md` section 9).
ConsoleReply ConsoleSession::abort(std::string_view line, const Match &match)
{
    if (!hasMore(match)) {
        ConsoleReply reply = refuse(line, {vrp::Fault::Unrecognized, line.find_first_not_of(" \t")});
        reply.text += fmt::format("Info: To drop what is pending, run: {}\n", vrp::command(Cmd::ClearCandidate).syntax);
        return reply;
    }
    if (!m_trial)
        return error("No trial configuration is running.");
    m_question = Question::AbortTrial;
    return {};
}

ConsoleReply ConsoleSession::commit(const Match &match, Time now)
{
    const bool trial = match.has("trial");
    const std::string label(match.value("label").value_or(std::string_view()));
    const std::string description(match.value("text").value_or(std::string_view()));
    if (trial && m_trial)
        return error("A trial configuration is running; confirm it with commit, or end it with abort trial.");
    if (!label.empty() && m_commits.hasLabel(label))
        return error("Another commit has the label.");
    if (!m_candidate.isPending()) {
        const bool confirmed = m_trial && !trial;
        if (confirmed)
            m_trial.reset();
        return {confirmed ? std::string() : std::string(kNoChange), false};
    }
    ConfigTree before = m_candidate.runningTree();
    ConsoleReply reply = commitCandidate(label, description, now);
    if (reply.refused)
        return reply;
    m_trial.reset();
    if (trial) {
        const std::chrono::seconds time = trialTime(match);
        m_trial = Trial{std::move(before), now + time};
        reply.text += fmt::format("Info: The system enters the trial configuration mode.\nThe system will revert to previous "
                                  "configuration if the trial configuration is not confirmed in {} seconds.\n",
                                  time.count());
    }
    return reply;
}

ConsoleReply ConsoleSession::commitCandidate(std::string label, std::string description, Time now)
{
    const ConfigTree candidate = m_candidate.candidateTree();
    if (const auto done = m_hooks.commit(candidate); !done)
        return error(done.error().detail);
    m_candidate.accept();
    m_commits.add(std::move(label), std::move(description), now);
    configurationChanged();
    return {};
}

ConsoleReply ConsoleSession::elapse(Time now)
{
    return m_trial && now >= m_trial->ends ? rollBack(now) : ConsoleReply{};
}

ConsoleReply ConsoleSession::rollBack(Time now)
{
    const ConfigTree before = std::move(m_trial->before);
    m_trial.reset();
    if (m_question == Question::AbortTrial)
        m_question = Question::None;
    if (const auto done = m_hooks.commit(before); !done)
        return error(fmt::format("The trial configuration stays. {}", done.error().detail));
    m_candidate.rebase(before);
    m_commits.add({}, "Trial configuration rolled back", now);
    configurationChanged();
    return {"Info: The trial configuration rollback succeeded.\n", false};
}

ConsoleReply ConsoleSession::close(Time now)
{
    ConsoleReply reply;
    if (m_candidate.isPending())
        reply = {"Warning: The session has ended; what was pending is dropped.\n", true};
    m_candidate.discard();
    if (m_trial)
        append(reply, rollBack(now));
    m_question = Question::None;
    append(reply, toUserView());
    m_closed = true;
    return reply;
}

std::size_t ConsoleSession::filterBar(std::string_view line) const
{
    const std::size_t bar = line.find('|');
    if (bar == std::string_view::npos)
        return bar;
    const auto shown = find(line.substr(0, bar));
    return shown && vrp::command(shown->match.command).traits.use == vrp::Use::Display ? bar : std::string_view::npos;
}

ConsoleReply ConsoleSession::showFiltered(std::string_view line, std::size_t bar)
{
    auto filter = console::OutputFilter::read(line, bar);
    if (!filter)
        return refuse(line, filter.error());
    m_filter = *std::move(filter);
    const ConsoleReply reply = show(find(line.substr(0, bar))->match);
    return reply.refused ? reply : filtered(reply.text);
}

ConsoleReply ConsoleSession::filtered(std::string_view text) const
{
    if (text.empty()) // not there yet, or nothing to show
        return {};
    const auto left = m_filter.applied(text);
    return left ? ConsoleReply{*left, false} : error(left.error().detail);
}

/// All of what runs, or the blocks of the kind, number and name that the line asks for.
std::string ConsoleSession::runningBlocks(const Match &match) const
{
    if (!hasMore(match))
        return toText(m_candidate.runningTree());
    const auto kind = match.value("section");
    const auto name = match.value(kind ? "instance" : "interface");
    return console::blocksText(m_candidate.running(), [&](const Setting &opener) {
        const bool isInterface = opener.match && opener.match->command == Cmd::Interface;
        const bool wanted = kind ? isOneOf(*kind, vrp::viewName(*opener.opens), {}) : isInterface || !match.has("interface");
        return wanted && (!name || opener.match->pieces.back().value == *name);
    });
}

ConsoleReply ConsoleSession::show(const Match &match) const
{
    switch (match.command) {
    case Cmd::DisplayCurrent:
        return {runningBlocks(match), false};
    case Cmd::DisplayThis:
        return {fmt::format("{}#\n{}\n", console::viewText(m_candidate.running(), path(), view(), hasMore(match)),
                            vrp::command(Cmd::Return).syntax),
                false};
    case Cmd::DisplayCommitList:
        return {hasMore(match) ? m_commits.verboseText() : m_commits.text(), false};
    case Cmd::DisplayCandidate:
        return {candidateText(match), false};
    default:
        break;
    }
    const auto text = m_hooks.display ? m_hooks.display(match) : std::nullopt;
    return text ? ConsoleReply{*text, false} : error("This console has no state of the router to answer from.");
}

std::string ConsoleSession::candidateText(const Match &match) const
{
    if (match.has("merge"))
        return toText(m_candidate.candidateTree());
    if (!m_candidate.isPending())
        return std::string(kNoChange);
    if (match.has("changes"))
        return "Building configuration\n" + console::changesText(m_candidate.running(), m_candidate.candidate());
    return "#\n" + toText(difference(m_candidate.runningTree(), m_candidate.candidateTree()).forward);
}

} // namespace sidestep::config
