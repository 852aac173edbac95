// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/console/line_pattern.h"

#include <algorithm>
#include <limits>

namespace sidestep::config::console {

namespace {

/// The character at `at`, which moves behind it. A byte that is no UTF-8 is a character of its own.
char32_t takeCharacter(std::string_view text, std::size_t &at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    const std::size_t more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
    char32_t character = more == 0 ? first : first & (0x3fU >> more);
    for (std::size_t i = 1; i <= more; ++i) {
        if (at + i >= text.size() || (byte(at + i) & 0xc0U) != 0x80)
            return byte(at++);
        character = character << 6U | (byte(at + i) & 0x3fU);
    }
    at += more + 1;
    return character;
}

char32_t otherCase(char32_t c)
{
    if (c >= U'a' && c <= U'z')
        return c - U'a' + U'A';
    return c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c;
}

constexpr unsigned kMostRepeats = 999;
constexpr unsigned kEndless = std::numeric_limits<unsigned>::max();

} // namespace

/// Reads the expression into a tree, then lays the tree out as states. Depth is bounded by the expression's length, which a line
/// bounds.
class PatternCompiler
{
public:
    explicit PatternCompiler(std::string_view text)
    {
        for (std::size_t at = 0; at < text.size();)
            m_text.push_back(takeCharacter(text, at));
    }

    std::optional<LinePattern> compile(bool ignoreCase)
    {
        const std::size_t root = alternatives(0);
        if (m_invalid)
            return std::nullopt;
        m_pattern.m_ignoreCase = ignoreCase;
        const std::uint16_t start = layOut(root, add({LinePattern::Kind::Found}));
        if (m_invalid)
            return std::nullopt;
        m_pattern.m_start = start;
        return std::move(m_pattern);
    }

private:
    enum class Shape : std::uint8_t { Sequence, Choice, Repeat, Set, LineBegin, LineEnd };
    struct Node
    {
        Shape shape;
        std::vector<std::size_t> children = {};
        unsigned least = 0; ///< of Repeat
        unsigned most = 0;
        std::uint16_t set = 0;
    };

    [[nodiscard]] bool more() const { return m_at < m_text.size(); }
    [[nodiscard]] bool isAt(char32_t c) const { return more() && m_text[m_at] == c; }

    bool take(char32_t c)
    {
        const bool there = isAt(c);
        m_at += there ? 1 : 0;
        return there;
    }

    std::size_t node(Node made)
    {
        m_nodes.push_back(std::move(made));
        return m_nodes.size() - 1;
    }

    std::size_t alternatives(std::size_t depth)
    {
        std::vector<std::size_t> parts;
        do
            parts.push_back(sequence(depth));
        while (take(U'|'));
        return parts.size() == 1 ? parts.front() : node({Shape::Choice, std::move(parts)});
    }

    std::size_t sequence(std::size_t depth)
    {
        std::vector<std::size_t> parts;
        for (bool first = true; more() && !isAt(U'|') && !(depth > 0 && isAt(U')')); first = false) {
            if (first && take(U'^'))
                parts.push_back(node({Shape::LineBegin}));
            else if (isEndOfLine(depth))
                parts.push_back(node({Shape::LineEnd}));
            else
                parts.push_back(repeated(element(depth)));
            if (m_invalid)
                break;
        }
        return node({Shape::Sequence, std::move(parts)});
    }

    /// '$' stands for the end only at the end of its expression.
    bool isEndOfLine(std::size_t depth)
    {
        if (!isAt(U'$'))
            return false;
        const bool last = m_at + 1 == m_text.size() || m_text[m_at + 1] == U'|' || (depth > 0 && m_text[m_at + 1] == U')');
        m_at += last ? 1 : 0;
        return last;
    }

    std::size_t element(std::size_t depth)
    {
        const char32_t c = m_text[m_at++];
        switch (c) {
        case U'\\':
            return literal(more() ? m_text[m_at++] : c);
        case U'.':
            return set({{}, true});
        case U'[':
            return bracket();
        case U'(': {
            const std::size_t inside = alternatives(depth + 1);
            m_invalid = m_invalid || !take(U')');
            return inside;
        }
        default: // '*', '+', '?' with nothing before them, ')' and ']' without their partners
            return literal(c);
        }
    }

    std::size_t literal(char32_t c) { return set({{{c, c}}, false}); }

    std::size_t set(LinePattern::Set made)
    {
        m_pattern.m_sets.push_back(std::move(made));
        Node leaf{Shape::Set};
        leaf.set = static_cast<std::uint16_t>(m_pattern.m_sets.size() - 1);
        return node(std::move(leaf));
    }

    std::size_t bracket()
    {
        LinePattern::Set made;
        made.negated = take(U'^');
        for (bool first = true; more() && (first || !isAt(U']')); first = false) {
            const char32_t from = inBracket();
            char32_t to = from;
            if (isAt(U'-') && m_at + 1 < m_text.size() && m_text[m_at + 1] != U']') {
                ++m_at;
                to = inBracket();
            }
            m_invalid = m_invalid || to < from;
            made.ranges.emplace_back(from, to);
        }
        m_invalid = m_invalid || !take(U']');
        return set(std::move(made));
    }

    char32_t inBracket()
    {
        if (isAt(U'\\') && m_at + 1 < m_text.size())
            ++m_at;
        return m_text[m_at++];
    }

    using Times = std::pair<unsigned, unsigned>;

    std::size_t repeated(std::size_t what)
    {
        for (auto times = quantifier(); times && !m_invalid; times = quantifier())
            what = node({Shape::Repeat, {what}, times->first, times->second});
        return what;
    }

    std::optional<Times> quantifier()
    {
        if (take(U'*'))
            return Times(0, kEndless);
        if (take(U'+'))
            return Times(1, kEndless);
        if (take(U'?'))
            return Times(0, 1);
        return braces();
    }

    /// {n}, {n,} and {n,m}; anything else in braces is text.
    std::optional<Times> braces()
    {
        const std::size_t from = m_at;
        const auto text = [&]() -> std::optional<Times> {
            m_at = from;
            return std::nullopt;
        };
        if (!take(U'{'))
            return std::nullopt;
        const auto least = number();
        if (!least)
            return text();
        unsigned most = *least;
        if (take(U','))
            most = isAt(U'}') ? kEndless : number().value_or(0);
        if (!take(U'}'))
            return text();
        m_invalid = m_invalid || *least > kMostRepeats || (most != kEndless && most > kMostRepeats) || most < *least;
        return Times(*least, most);
    }

    std::optional<unsigned> number()
    {
        unsigned value = 0;
        const std::size_t from = m_at;
        for (; more() && m_text[m_at] >= U'0' && m_text[m_at] <= U'9'; ++m_at)
            value = std::min(value * 10 + static_cast<unsigned>(m_text[m_at] - U'0'), kMostRepeats + 1);
        return m_at == from ? std::nullopt : std::optional(value);
    }

    std::uint16_t add(LinePattern::State state)
    {
        m_invalid = m_invalid || m_pattern.m_states.size() >= LinePattern::kMaxStates;
        if (m_invalid)
            return 0;
        m_pattern.m_states.push_back(state);
        return static_cast<std::uint16_t>(m_pattern.m_states.size() - 1);
    }

    /// The states for a node that lead to `next`; returns the first. Repeats are written out, so they count against the limit, and
    /// so does work on repeats of nothing.
    std::uint16_t layOut(std::size_t id, std::uint16_t next)
    {
        m_invalid = m_invalid || ++m_work > kMaxWork;
        if (m_invalid)
            return next;
        const Node &at = m_nodes[id];
        switch (at.shape) {
        case Shape::Set:
            return add({LinePattern::Kind::Set, next, 0, at.set});
        case Shape::LineBegin:
            return add({LinePattern::Kind::LineBegin, next});
        case Shape::LineEnd:
            return add({LinePattern::Kind::LineEnd, next});
        case Shape::Sequence:
            for (auto child = at.children.rbegin(); child != at.children.rend(); ++child)
                next = layOut(*child, next);
            return next;
        case Shape::Choice: {
            std::uint16_t start = layOut(at.children.back(), next);
            for (std::size_t i = at.children.size() - 1; i-- > 0;)
                start = add({LinePattern::Kind::Split, layOut(at.children[i], next), start});
            return start;
        }
        case Shape::Repeat:
            return layOutRepeat(at, next);
        }
        return next;
    }

    std::uint16_t layOutRepeat(const Node &repeat, std::uint16_t next)
    {
        const std::size_t child = repeat.children.front();
        std::uint16_t start = next;
        if (repeat.most == kEndless) {
            start = add({LinePattern::Kind::Split, 0, next});
            const std::uint16_t body = layOut(child, start);
            if (!m_invalid)
                m_pattern.m_states[start].next = body;
        } else {
            for (unsigned i = repeat.least; i < repeat.most && !m_invalid; ++i)
                start = add({LinePattern::Kind::Split, layOut(child, start), next});
        }
        for (unsigned i = 0; i < repeat.least && !m_invalid; ++i)
            start = layOut(child, start);
        return start;
    }

    static constexpr std::size_t kMaxWork = 100'000;

    std::vector<char32_t> m_text;
    std::size_t m_at = 0;
    std::vector<Node> m_nodes;
    LinePattern m_pattern;
    std::size_t m_work = 0;
    bool m_invalid = false;
};

std::optional<LinePattern> LinePattern::compile(std::string_view expression, bool ignoreCase)
{
    return PatternCompiler(expression).compile(ignoreCase);
}

bool LinePattern::has(const Set &set, Character character) const
{
    const auto covers = [&](Character c) {
        return std::ranges::any_of(set.ranges, [&](const auto &range) { return c >= range.first && c <= range.second; });
    };
    return set.negated != (covers(character) || (m_ignoreCase && covers(otherCase(character))));
}

bool LinePattern::isIn(std::string_view line, std::size_t &steps) const
{
    std::vector<std::size_t> seen(m_states.size(), 0); ///< round in which the state was reached, from 1
    std::vector<std::uint16_t> reached;
    std::vector<std::uint16_t> next;
    std::vector<std::uint16_t> open;
    std::size_t round = 1;
    const auto reach = [&](std::vector<std::uint16_t> &states, std::uint16_t first, bool begin, bool end) {
        open.push_back(first);
        while (!open.empty()) {
            const std::uint16_t id = open.back();
            open.pop_back();
            if (std::exchange(seen[id], round) == round)
                continue;
            steps -= steps > 0 ? 1 : 0;
            const State &state = m_states[id];
            if (state.kind == Kind::Set || state.kind == Kind::Found)
                states.push_back(id);
            if (state.kind == Kind::Split || (state.kind == Kind::LineBegin && begin) || (state.kind == Kind::LineEnd && end))
                open.push_back(state.next);
            if (state.kind == Kind::Split)
                open.push_back(state.other);
        }
    };
    const auto isFound = [&](std::uint16_t id) { return m_states[id].kind == Kind::Found; };
    reach(reached, m_start, true, line.empty());
    for (std::size_t at = 0; steps > 0;) {
        if (std::ranges::any_of(reached, isFound))
            return true;
        if (at >= line.size())
            return false;
        const Character character = takeCharacter(line, at);
        ++round;
        next.clear();
        for (const std::uint16_t id : reached) {
            const Set &set = m_sets[m_states[id].set];
            steps -= std::min(steps, set.ranges.size());
            if (has(set, character))
                reach(next, m_states[id].next, false, at >= line.size());
        }
        reach(next, m_start, false, at >= line.size()); // an occurrence may begin here
        reached.swap(next);
    }
    return false;
}

} // namespace sidestep::config::console
