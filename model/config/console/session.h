// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/config/console/candidate.h"
#include "model/config/console/commit_list.h"
#include "model/config/console/output_filter.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sidestep::config {

/// What a console asks its owner.
struct ConsoleHooks
{
    /// Makes the candidate the router's configuration. The detail of a refusal is shown; the candidate then stays.
    std::function<Result<void>(const ConfigTree &candidate)> commit;
    /// Answers a `display` command of the router's state; nullopt: cannot.
    std::function<std::optional<std::string>(const vrp::Match &command)> display;
};

/// What a console writes after a line.
struct ConsoleReply
{
    std::string text;     ///< whole lines
    bool refused = false; ///< the router did not do what was asked
};

/// What Tab makes of a line.
struct ConsoleCompletion
{
    std::string line;
    std::size_t cursor = 0;           ///< byte of `line`
    std::vector<std::string> choices; ///< what else the word could be, when it is not certain
};

/// One user at the console of one router, as VRP8 behaves in two-stage mode (`vrp.md` section 9). Knows no clock, terminal or
/// file: time comes with each line. Never fails on any bytes; a line costs time linear in its length.
///
/// Views: a line is looked for in its view, then those that open a view in the views around it, so that `interface …` typed inside an
/// interface changes over. Other lines of outer views are refused: which of them a router takes is unverified, and a mistyped line
/// must not land elsewhere. `#` and `!` lines are skipped; whether a router leaves the view at a `#` is unverified, too.
class ConsoleSession
{
public:
    using Time = std::chrono::sys_seconds;

    /// `name`: the router's, where its configuration has no `sysname`.
    ConsoleSession(std::string name, const ConfigTree &running, ConsoleHooks hooks);

    /// "[*AGG1-bgp]", or the question that waits for an answer. The next line stands right behind it.
    [[nodiscard]] std::string prompt() const;

    ConsoleReply enter(std::string_view line, Time now);
    /// Rolls a trial back whose time is over.
    ConsoleReply elapse(Time now);
    /// What the filters of the last display (`| include …`) leave of an answer that its owner gives later than `ConsoleHooks::display`.
    [[nodiscard]] ConsoleReply filtered(std::string_view text) const;
    /// The user is gone: what is pending is dropped, a trial is rolled back.
    ConsoleReply close(Time now);
    /// The user view was left.
    [[nodiscard]] bool isClosed() const { return m_closed; }

    /// What `?` shows behind the line: each word or parameter that may follow, its range and help; then the command's default, what
    /// it needs before it, and what of it is unverified.
    [[nodiscard]] ConsoleReply help(std::string_view line) const;
    /// Tab at byte `cursor`: ends a word that only one keyword, or one name the router has, begins with. Otherwise as far as all agree.
    [[nodiscard]] ConsoleCompletion complete(std::string_view line, std::size_t cursor) const;

    /// The router's configuration has changed from elsewhere, or the owner has made another of what was committed.
    void setRunning(const ConfigTree &running);
    [[nodiscard]] bool isPending() const { return m_candidate.isPending(); }
    /// When a trial commit is rolled back unless it is confirmed.
    [[nodiscard]] std::optional<Time> trialEnds() const;

private:
    enum class Mode : std::uint8_t { User, TwoStage, Immediate };
    enum class Question : std::uint8_t { None, Leave, Save, AbortTrial };

    /// A view below the system view.
    struct Frame
    {
        vrp::View view;
        std::string key; ///< of the line that opened it
        std::string suffix;
    };
    struct Found
    {
        vrp::Match match;
        std::size_t frames; ///< how many stay open above the line
    };
    struct Trial
    {
        ConfigTree before;
        Time ends;
    };

    [[nodiscard]] vrp::View viewAt(std::size_t frames) const;
    [[nodiscard]] vrp::View view() const { return viewAt(m_frames.size()); }
    [[nodiscard]] console::ViewPath path() const;
    [[nodiscard]] std::string viewPrompt() const;
    [[nodiscard]] std::optional<ConsoleReply> unreadable(std::string_view line) const;
    [[nodiscard]] ConsoleReply refuse(std::string_view line, const vrp::Refusal &refusal) const;
    [[nodiscard]] tl::expected<Found, vrp::Refusal> find(std::string_view line) const;
    [[nodiscard]] tl::expected<vrp::Completion, vrp::Refusal> expected(std::string_view line) const;
    [[nodiscard]] tl::expected<vrp::Completion, vrp::Refusal> expectedInView(std::string_view line) const;
    /// The first `|` behind a display command; npos: the line has none.
    [[nodiscard]] std::size_t filterBar(std::string_view line) const;
    [[nodiscard]] std::vector<std::string> namesOf(const vrp::Parameter &parameter) const;

    ConsoleReply set(const Found &found, Time now);
    ConsoleReply act(std::string_view line, const vrp::Match &match, Time now);
    [[nodiscard]] ConsoleReply show(const vrp::Match &match) const;
    ConsoleReply showFiltered(std::string_view line, std::size_t bar);
    [[nodiscard]] std::string runningBlocks(const vrp::Match &match) const;
    [[nodiscard]] std::string candidateText(const vrp::Match &match) const;
    ConsoleReply answer(std::string_view word, Time now);
    ConsoleReply enterSystem(bool immediately);
    ConsoleReply quit();
    ConsoleReply leave();
    ConsoleReply toUserView();
    ConsoleReply abort(std::string_view line, const vrp::Match &match);
    ConsoleReply commit(const vrp::Match &match, Time now);
    ConsoleReply commitCandidate(std::string label, std::string description, Time now);
    ConsoleReply rollBack(Time now);
    void configurationChanged();

    std::string m_givenName;
    std::string m_name;
    ConsoleHooks m_hooks;
    console::Candidate m_candidate;
    console::CommitList m_commits;
    std::vector<Frame> m_frames;
    std::optional<Trial> m_trial;
    console::OutputFilter m_filter; ///< of the last display
    Mode m_mode = Mode::User;
    Question m_question = Question::None;
    bool m_closed = false;
};

} // namespace sidestep::config
