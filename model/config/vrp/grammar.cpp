// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/grammar.h"

#include "model/config/vrp/keyword_help.h"
#include "model/config/vrp/syntax.h"

#include <algorithm>
#include <forward_list>
#include <iterator>
#include <utility>

namespace sidestep::config::vrp {

namespace {

using syntax::Form;
using syntax::Grammar;
using syntax::kNone;
using syntax::Node;
using syntax::NodeId;
using syntax::Position;
using syntax::Shape;

struct Token
{
    std::string_view text;
    std::size_t column;
};

/// A way to read the words so far. Ways share their beginnings.
struct Path
{
    std::uint16_t form;
    Position at;
    std::uint32_t before; ///< index of the step that led here, kStart for none
};

struct Step
{
    NodeId atom;
    std::uint32_t before;
    std::string value; ///< of a parameter, as saved
};

constexpr std::uint32_t kStart = 0xffffffff;

bool isSpace(char c)
{
    return c == ' ' || c == '\t';
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// `keyword` is lower case, as the table has it.
bool begins(std::string_view keyword, std::string_view typed)
{
    if (typed.size() > keyword.size())
        return false;
    for (std::size_t i = 0; i < typed.size(); ++i)
        if (lower(typed[i]) != keyword[i])
            return false;
    return true;
}

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

/// A way to take a word.
struct Choice
{
    std::size_t candidate;
    std::string value; ///< of a parameter, as saved
};

/// How a word was taken: as a whole keyword, else as the beginning of one, and as a value.
struct Choices
{
    std::vector<Choice> exact;
    std::vector<Choice> abbreviated;
    std::vector<Choice> values;
    std::string_view keyword; ///< of `abbreviated`
    bool ambiguous = false;
    bool sawKeyword = false;
    bool sawParameter = false;
};

/// Follows a line word by word through all commands of the view at once.
class Walk
{
public:
    Walk(View view, std::string_view line) : m_grammar(Grammar::instance()), m_forms(m_grammar.forms(view)), m_line(line) { tokenise(); }

    /// Takes the words up to `count`; nullopt when all were taken.
    std::optional<Refusal> take(std::size_t count);

    [[nodiscard]] const std::vector<Token> &tokens() const { return m_tokens; }
    [[nodiscard]] std::size_t end() const { return m_tokens.empty() ? 0 : m_tokens.back().column + m_tokens.back().text.size(); }
    [[nodiscard]] tl::expected<Match, Refusal> match() const;
    [[nodiscard]] Completion next(std::string_view beginning) const;

private:
    void tokenise();
    void joinInterface(std::size_t index);
    std::optional<Refusal> takeWord(std::size_t index);
    /// Whether the word is the `undo` before a command, typed in full or shortened.
    [[nodiscard]] bool isUndo(const Token &token) const;
    [[nodiscard]] std::optional<Refusal> start(const std::vector<std::uint16_t> &all,
                                               const std::unordered_map<std::string_view, std::vector<std::uint16_t>> &byWord,
                                               const Token &token);
    [[nodiscard]] Choices choose(const Token &token) const;
    /// What the word is, by the choices: whole keywords, or the beginning of one keyword and values.
    [[nodiscard]] static std::vector<Choice> best(Choices choices);
    void follow(std::vector<Choice> chosen);
    [[nodiscard]] Refusal refuse(Fault fault, std::size_t column) const;
    [[nodiscard]] Match build(const Path &path) const;
    [[nodiscard]] std::size_t wordsTaken(const Path &path) const;
    [[nodiscard]] std::vector<Cmd> commandsMeant() const;
    /// The line from a column on, without blanks at its end.
    [[nodiscard]] std::string_view restFrom(std::size_t column) const;

    const Grammar &m_grammar;
    const syntax::ViewForms &m_forms;
    std::string_view m_line;
    std::vector<Token> m_tokens;
    std::vector<Path> m_paths;
    std::vector<Step> m_steps;
    // What can follow each path, and that path's index. Members, so that a line's words share their memory.
    std::vector<Position> m_candidates;
    std::vector<std::size_t> m_from;
    std::forward_list<std::string> m_joined; ///< interface names typed in two words; a list keeps their places
    bool m_undo = false;
    bool m_started = false;
};

void Walk::tokenise()
{
    std::size_t at = 0;
    while (at < m_line.size()) {
        while (at < m_line.size() && isSpace(m_line[at]))
            ++at;
        const std::size_t from = at;
        while (at < m_line.size() && !isSpace(m_line[at]))
            ++at;
        if (at > from)
            m_tokens.push_back({m_line.substr(from, at - from), from});
    }
}

Refusal Walk::refuse(Fault fault, std::size_t column) const
{
    Refusal refusal{fault, column, std::nullopt};
    for (const Path &path : m_paths) {
        const Cmd command = m_grammar.form(path.form).command;
        if (m_undo || (refusal.command && *refusal.command != command))
            return {fault, column, std::nullopt};
        refusal.command = command;
    }
    return refusal;
}

bool Walk::isUndo(const Token &token) const
{
    if (m_undo || m_forms.undo.empty() || !begins(kUndoWord, token.text))
        return false;
    return token.text.size() == kUndoWord.size() || std::ranges::none_of(m_forms.plain, [&](std::uint16_t form) {
               return begins(m_grammar.node(m_grammar.form(form).firstAtom).word, token.text);
           });
}

std::optional<Refusal> Walk::start(const std::vector<std::uint16_t> &all,
                                   const std::unordered_map<std::string_view, std::vector<std::uint16_t>> &byWord, const Token &token)
{
    std::vector<std::uint16_t> abbreviated;
    const std::vector<std::uint16_t> *forms = &abbreviated;
    if (const auto exact = byWord.find(lowered(token.text)); exact != byWord.end()) {
        forms = &exact->second;
    } else {
        for (const std::uint16_t form : all)
            if (begins(m_grammar.node(m_grammar.form(form).firstAtom).word, token.text))
                abbreviated.push_back(form);
        if (abbreviated.empty())
            return Refusal{Fault::Unrecognized, token.column, std::nullopt};
        const auto wordOf = [&](std::uint16_t form) { return m_grammar.node(m_grammar.form(form).firstAtom).word; };
        for (const std::uint16_t form : abbreviated)
            if (wordOf(form) != wordOf(abbreviated.front()))
                return Refusal{Fault::Ambiguous, token.column, std::nullopt};
    }
    for (const std::uint16_t form : *forms) {
        const NodeId atom = m_grammar.form(form).firstAtom;
        m_steps.push_back({atom, kStart, {}});
        m_paths.push_back({form, {atom, 0}, static_cast<std::uint32_t>(m_steps.size() - 1)});
    }
    m_started = true;
    return std::nullopt;
}

std::optional<Refusal> Walk::take(std::size_t count)
{
    for (std::size_t i = 0; i < count && i < m_tokens.size(); ++i) {
        if (m_started) {
            if (auto refusal = takeWord(i))
                return refusal;
        } else if (i == 0 && isUndo(m_tokens[i])) {
            m_undo = true;
        } else if (auto refusal = m_undo ? start(m_forms.undo, m_forms.undoByWord, m_tokens[i])
                                         : start(m_forms.plain, m_forms.plainByWord, m_tokens[i])) {
            return refusal;
        }
    }
    return std::nullopt;
}

/// "GigabitEthernet 0/2/1" is one name.
void Walk::joinInterface(std::size_t index)
{
    if (index + 1 >= m_tokens.size())
        return;
    const char next = m_tokens[index + 1].text.front();
    const bool wanted = next >= '0' && next <= '9' && std::ranges::any_of(m_candidates, [&](const Position &at) {
        const Node &node = m_grammar.node(at.atom);
        return node.shape == Shape::Parameter && node.parameter->kind == ValueKind::Interface;
    });
    if (!wanted || canonicalValue(*parameterNamed(kInterfaceParameter), m_tokens[index].text))
        return;
    std::string name = std::string(m_tokens[index].text).append(m_tokens[index + 1].text);
    if (!canonicalValue(*parameterNamed(kInterfaceParameter), name))
        return;
    m_tokens[index].text = m_joined.emplace_front(std::move(name));
    m_tokens.erase(m_tokens.begin() + static_cast<std::ptrdiff_t>(index) + 1);
}

Choices Walk::choose(const Token &token) const
{
    Choices choices;
    for (std::size_t i = 0; i < m_candidates.size(); ++i) {
        const Node &node = m_grammar.node(m_candidates[i].atom);
        if (node.shape == Shape::Parameter) {
            choices.sawParameter = true;
            continue;
        }
        choices.sawKeyword = true;
        if (!begins(node.word, token.text))
            continue;
        if (node.word.size() == token.text.size()) {
            choices.exact.push_back({i, {}});
            continue;
        }
        choices.ambiguous = choices.ambiguous || (!choices.abbreviated.empty() && choices.keyword != node.word);
        choices.keyword = node.word;
        choices.abbreviated.push_back({i, {}});
    }
    if (!choices.exact.empty())
        return choices; // a whole keyword is never a value
    // Commands beside each other often want the same parameter, `peer <ip>` of BGP, so a value is read once.
    const Parameter *read = nullptr;
    std::optional<std::string> value;
    for (std::size_t i = 0; i < m_candidates.size(); ++i) {
        const Node &node = m_grammar.node(m_candidates[i].atom);
        if (node.shape != Shape::Parameter)
            continue;
        if (std::exchange(read, node.parameter) != node.parameter)
            value = canonicalValue(*read, read->kind == ValueKind::Text ? restFrom(token.column) : token.text);
        if (value)
            choices.values.push_back({i, *value});
    }
    return choices;
}

std::vector<Choice> Walk::best(Choices choices)
{
    if (!choices.exact.empty())
        return std::move(choices.exact);
    if (choices.ambiguous)
        return std::move(choices.values);
    std::ranges::move(choices.values, std::back_inserter(choices.abbreviated));
    return std::move(choices.abbreviated);
}

std::string_view Walk::restFrom(std::size_t column) const
{
    std::string_view rest = m_line.substr(column);
    while (!rest.empty() && isSpace(rest.back()))
        rest.remove_suffix(1);
    return rest;
}

std::optional<Refusal> Walk::takeWord(std::size_t index)
{
    m_candidates.clear();
    m_from.clear();
    for (std::size_t i = 0; i < m_paths.size(); ++i) {
        m_grammar.follow(m_paths[i].at, m_candidates);
        m_from.resize(m_candidates.size(), i);
    }
    const std::size_t column = m_tokens[index].column;
    if (m_candidates.empty())
        return refuse(Fault::TooMany, column);
    joinInterface(index);
    const Token token = m_tokens[index];
    Choices choices = choose(token);
    const bool looksLikeAValue = !choices.sawKeyword || (token.text.front() >= '0' && token.text.front() <= '9');
    const Fault fault = choices.ambiguous                               ? Fault::Ambiguous
                        : choices.sawParameter && looksLikeAValue ? Fault::WrongParameter
                                                                  : Fault::Unrecognized;
    std::vector<Choice> chosen = best(std::move(choices));
    if (chosen.empty())
        return refuse(fault, column);
    const bool isText = std::ranges::any_of(chosen, [&](const Choice &choice) {
        const Node &node = m_grammar.node(m_candidates[choice.candidate].atom);
        return node.shape == Shape::Parameter && node.parameter->kind == ValueKind::Text;
    });
    if (isText) {
        m_tokens[index].text = restFrom(column);
        m_tokens.resize(index + 1);
    }
    follow(std::move(chosen));
    return std::nullopt;
}

void Walk::follow(std::vector<Choice> chosen)
{
    std::vector<Path> paths;
    paths.reserve(chosen.size());
    for (Choice &choice : chosen) {
        const Path &path = m_paths[m_from[choice.candidate]];
        const Position &at = m_candidates[choice.candidate];
        m_steps.push_back({at.atom, path.before, std::move(choice.value)});
        paths.push_back({path.form, at, static_cast<std::uint32_t>(m_steps.size() - 1)});
    }
    m_paths = std::move(paths);
}

Match Walk::build(const Path &path) const
{
    std::vector<const Step *> steps;
    steps.reserve(m_tokens.size());
    for (std::uint32_t at = path.before; at != kStart; at = m_steps[at].before)
        steps.push_back(&m_steps[at]);
    std::ranges::sort(steps, {}, &Step::atom); // the table's order is the written order

    Match match{m_grammar.form(path.form).command, m_undo, {}, {}};
    match.line.reserve(m_line.size());
    match.pieces.reserve(steps.size());
    if (m_undo)
        match.line = kUndoWord;
    for (const Step *step : steps) {
        const Node &node = m_grammar.node(step->atom);
        const bool isParameter = node.shape == Shape::Parameter;
        const bool glued = isParameter && node.parameter->kind == ValueKind::SlashLength;
        if (!match.line.empty() && !glued)
            match.line.push_back(' ');
        match.line.append(isParameter ? std::string_view(step->value) : node.word);
        match.pieces.push_back({node.word, step->value, isParameter});
    }
    return match;
}

tl::expected<Match, Refusal> Walk::match() const
{
    std::vector<Position> ignored;
    for (const Path &path : m_paths)
        if (m_grammar.follow(path.at, ignored))
            return build(path);
    return tl::unexpected(refuse(Fault::Incomplete, end()));
}

std::size_t Walk::wordsTaken(const Path &path) const
{
    std::size_t words = 0;
    for (std::uint32_t at = path.before; at != kStart; at = m_steps[at].before)
        ++words;
    return words;
}

std::vector<Cmd> Walk::commandsMeant() const
{
    std::vector<Cmd> commands;
    for (const Path &path : m_paths) {
        const Cmd command = m_grammar.form(path.form).command;
        const auto leading = static_cast<std::size_t>(std::ranges::count(leadingWords(command), ' ')) + 1;
        if (!m_undo && wordsTaken(path) >= leading && std::ranges::find(commands, command) == commands.end())
            commands.push_back(command);
    }
    return commands;
}

Completion Walk::next(std::string_view beginning) const
{
    std::vector<NodeId> atoms;
    Completion completion;
    completion.commands = commandsMeant();
    if (m_started) {
        std::vector<Position> candidates;
        for (const Path &path : m_paths)
            completion.complete = m_grammar.follow(path.at, candidates) || completion.complete;
        for (const Position &at : candidates)
            atoms.push_back(at.atom);
    } else {
        for (const std::uint16_t form : m_undo ? m_forms.undo : m_forms.plain)
            atoms.push_back(m_grammar.form(form).firstAtom);
        if (!m_undo && !m_forms.undo.empty() && begins(kUndoWord, beginning))
            completion.next.push_back({kUndoWord, nullptr, keywordHelp(kUndoWord)});
    }
    for (const NodeId atom : atoms) {
        const Node &node = m_grammar.node(atom);
        const bool isParameter = node.shape == Shape::Parameter;
        if (!isParameter && !begins(node.word, beginning))
            continue;
        completion.next.push_back({node.word, node.parameter, isParameter ? node.parameter->help : keywordHelp(node.word)});
    }
    const auto key = [](const Expected &e) { return std::pair(e.parameter != nullptr, e.word); };
    std::ranges::sort(completion.next, {}, key);
    // Not std::ranges::unique: clang 14 does not take its result, a subrange, from this standard library.
    const auto same = [&](const Expected &a, const Expected &b) { return key(a) == key(b); };
    completion.next.erase(std::unique(completion.next.begin(), completion.next.end(), same), completion.next.end());
    return completion;
}

/// Fills an undo form, or what a setting is, with what a line gave. Goes as deep as the table's syntax.
class UndoFill
{
public:
    explicit UndoFill(const Match &match) : m_grammar(Grammar::instance()), m_match(match), m_line(kUndoWord) { }

    std::string fill(NodeId root)
    {
        put(root);
        return std::move(m_line);
    }

private:
    /// Whether the line gave the word a node begins with.
    [[nodiscard]] bool isWanted(NodeId id) const
    {
        const Node &node = m_grammar.node(id);
        switch (node.shape) {
        case Shape::Keyword:
            return m_match.has(node.word);
        case Shape::Parameter:
            return valueLeft(node.word) != nullptr;
        case Shape::Sequence:
            return isWanted(node.children.front());
        case Shape::Choice:
        case Shape::Options:
            return std::ranges::any_of(node.children, [&](NodeId child) { return isWanted(child); });
        }
        return false;
    }

    void put(NodeId id)
    {
        const Node &node = m_grammar.node(id);
        switch (node.shape) {
        case Shape::Keyword:
            m_line.append(" ").append(node.word);
            break;
        case Shape::Parameter:
            putValue(node);
            break;
        case Shape::Sequence:
            for (const NodeId child : node.children)
                put(child);
            break;
        case Shape::Choice:
            for (const NodeId child : node.children)
                if (isWanted(child))
                    return put(child);
            break;
        case Shape::Options:
            for (const NodeId child : node.children)
                if (isWanted(child))
                    put(child);
            break;
        }
    }

    /// The first value of the name that was not put yet.
    [[nodiscard]] const Piece *valueLeft(std::string_view name) const
    {
        auto skip = std::ranges::count(m_used, name);
        for (const Piece &piece : m_match.pieces)
            if (piece.isParameter && piece.name == name && skip-- == 0)
                return &piece;
        return nullptr;
    }

    void putValue(const Node &node)
    {
        const Piece *piece = valueLeft(node.word);
        if (!piece)
            return;
        m_used.push_back(node.word);
        if (node.parameter->kind != ValueKind::SlashLength)
            m_line.push_back(' ');
        m_line.append(piece->value);
    }

    const Grammar &m_grammar;
    const Match &m_match;
    std::string m_line;
    std::vector<std::string_view> m_used;
};

} // namespace

std::string_view errorText(Fault fault) noexcept
{
    switch (fault) {
    case Fault::Unrecognized:
        return "Error: Unrecognized command found at '^' position.";
    case Fault::Incomplete:
        return "Error: Incomplete command found at '^' position.";
    case Fault::Ambiguous:
        return "Error: Ambiguous command found at '^' position.";
    case Fault::WrongParameter:
        return "Error: Wrong parameter found at '^' position.";
    case Fault::TooMany:
        return "Error: Too many parameters found at '^' position.";
    }
    return {};
}

std::optional<std::string_view> Match::value(std::string_view parameter) const noexcept
{
    for (const Piece &piece : pieces)
        if (piece.isParameter && piece.name == parameter)
            return piece.value;
    return std::nullopt;
}

bool Match::has(std::string_view keyword) const noexcept
{
    return std::ranges::any_of(pieces, [&](const Piece &piece) { return !piece.isParameter && piece.name == keyword; });
}

tl::expected<Match, Refusal> matchLine(View view, std::string_view line)
{
    Walk walk(view, line);
    if (const auto refusal = walk.take(walk.tokens().size()))
        return tl::unexpected(*refusal);
    return walk.match();
}

std::optional<View> viewOpened(Cmd command, std::string_view interfaceName)
{
    const auto opens = vrp::command(command).traits.opens;
    if (command != Cmd::Interface)
        return opens;
    const auto startsWith = [name = lowered(interfaceName)](std::string_view type) { return name.starts_with(type); };
    const bool sub = interfaceName.find('.') != std::string_view::npos;
    if (startsWith("virtual-e") || startsWith("global"))
        return sub ? View::VirtualEthernetSub : View::VirtualEthernet;
    if (startsWith("lo"))
        return View::LoopBack;
    return sub ? View::SubInterface : View::Port;
}

std::optional<View> viewOpened(const Match &match)
{
    return match.undo ? std::nullopt : viewOpened(match.command, match.value(kInterfaceParameter).value_or(std::string_view()));
}

std::string undoLine(const Match &match)
{
    if (match.undo)
        return match.line;
    const NodeId root = Grammar::instance().undoRoot(match.command);
    return root == kNone ? std::string() : UndoFill(match).fill(root);
}

std::string settingKey(const Match &match)
{
    const NodeId root = Grammar::instance().keyRoot(match.command);
    return root == kNone ? std::string() : UndoFill(match).fill(root);
}

tl::expected<Completion, Refusal> complete(View view, std::string_view line)
{
    Walk walk(view, line);
    const bool newWord = line.empty() || isSpace(line.back()) || walk.tokens().empty();
    const std::size_t known = walk.tokens().size() - (newWord ? 0 : 1);
    const Token last = newWord ? Token{{}, line.size()} : walk.tokens().back();
    if (const auto refusal = walk.take(known))
        return tl::unexpected(*refusal);
    Completion completion = walk.next(last.text);
    completion.column = last.column;
    completion.complete = completion.complete && newWord;
    return completion;
}

} // namespace sidestep::config::vrp
