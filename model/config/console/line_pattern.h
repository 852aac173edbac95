// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace sidestep::config::console {

/// A regular expression as VRP8 displays take it (vendor's configuration guide, "Regular Expression"): `\ ^ $ * + ? . ( ) | [ ] { }`,
/// with its rules for where these stand for themselves. Searched for anywhere in a line; characters are UTF-8.
///
/// All readings of the expression are followed at once, so a line costs its length times the size of the expression whatever they
/// say; no expression makes it slower or recurse.
class LinePattern
{
public:
    /// States of an expression; one that would need more is refused.
    static constexpr std::size_t kMaxStates = 2048;

    /// nullopt: not a valid expression, or one too large.
    [[nodiscard]] static std::optional<LinePattern> compile(std::string_view expression, bool ignoreCase);

    /// `steps` goes down by the work done; false once it is used up.
    [[nodiscard]] bool isIn(std::string_view line, std::size_t &steps) const;

private:
    friend class PatternCompiler;

    using Character = char32_t;
    using Ranges = std::vector<std::pair<Character, Character>>;
    enum class Kind : std::uint8_t { Set, Split, LineBegin, LineEnd, Found };
    struct State
    {
        Kind kind;
        std::uint16_t next = 0;
        std::uint16_t other = 0; ///< of Split
        std::uint16_t set = 0;   ///< of Set
    };
    struct Set
    {
        Ranges ranges;
        bool negated = false;
    };

    [[nodiscard]] bool has(const Set &set, Character character) const;

    std::vector<State> m_states;
    std::vector<Set> m_sets;
    std::uint16_t m_start = 0;
    bool m_ignoreCase = false;
};

} // namespace sidestep::config::console
