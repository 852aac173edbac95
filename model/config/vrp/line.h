// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/net.h"
#include "model/config/vrp/commands.h"

#include <array>
#include <charconv>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

/// Writes one configuration line from the command table: `line<Cmd::IsisCost>(20u)` is "isis cost 20".
///
/// Arguments follow the slots of the syntax, left to right: `<x>` takes a number, an address, a Word or a Text;
/// `[keywords]` takes a bool; `[keywords <x>]` an optional number; `{a|b}` an enumerator whose value is the position of
/// the word. A call that does not fit its syntax does not compile.
namespace sidestep::config::vrp {

/// One token: a name. Refused when empty or with a space in it.
struct Word
{
    std::string_view text;
};
/// The rest of the line: a description or a system name.
struct Text
{
    std::string_view text;
};

/// Words of `{l2-terminate|l3-access}`, in that order; the enumerations below follow their commands likewise.
enum class VeSide : std::uint8_t { L2Terminate, L3Access };
enum class TargetUse : std::uint8_t { Export, Import };
enum class RedundancyWord : std::uint8_t { Independent, Master };

/// No control character (C0, DEL, C1), no line or paragraph separator, no `?` (help on an interactive line), no space at
/// either end, not empty. The plan refuses such text too; this is the last gate before a router.
[[nodiscard]] bool canStandInLine(std::string_view text) noexcept;

namespace detail {

enum class Slot : std::uint8_t { Value, Flag, OptionalValue, Choice };

struct Slots
{
    std::array<Slot, 8> kinds{};
    std::size_t count = 0;
};

constexpr Slots slotsOf(std::string_view syntax)
{
    Slots slots;
    for (std::size_t i = 0; i < syntax.size(); ++i) {
        if (syntax[i] == '<') {
            slots.kinds[slots.count++] = Slot::Value;
            i = syntax.find('>', i);
        } else if (syntax[i] == '[') {
            const std::size_t end = syntax.find(']', i);
            const bool hasValue = syntax.substr(i, end - i).find('<') != std::string_view::npos;
            slots.kinds[slots.count++] = hasValue ? Slot::OptionalValue : Slot::Flag;
            i = end;
        } else if (syntax[i] == '{') {
            slots.kinds[slots.count++] = Slot::Choice;
            i = syntax.find('}', i);
        }
    }
    return slots;
}

constexpr std::string_view alternative(std::string_view words, std::size_t index)
{
    for (; index > 0; --index)
        words.remove_prefix(words.find('|') + 1);
    return words.substr(0, words.find('|'));
}

template <typename T>
inline constexpr bool isOptional = false;
template <typename T>
inline constexpr bool isOptional<std::optional<T>> = true;

template <typename T>
constexpr Slot slotFor()
{
    if constexpr (std::same_as<T, bool>)
        return Slot::Flag;
    else if constexpr (std::is_enum_v<T>)
        return Slot::Choice;
    else if constexpr (isOptional<T>)
        return Slot::OptionalValue;
    else
        return Slot::Value;
}

template <typename... Args>
constexpr bool fits(std::string_view syntax)
{
    constexpr std::array<Slot, sizeof...(Args)> given{slotFor<Args>()...};
    const Slots slots = slotsOf(syntax);
    if (slots.count != given.size())
        return false;
    for (std::size_t i = 0; i < given.size(); ++i)
        if (slots.kinds[i] != given[i])
            return false;
    return true;
}

/// Walks a syntax from slot to slot and appends what each argument stands for.
class LineCursor
{
public:
    explicit LineCursor(std::string_view syntax) : m_rest(syntax) { m_out.reserve(syntax.size() + 24); }

    template <typename T>
    void put(const T &value)
    {
        const std::size_t at = m_rest.find_first_of("<[{");
        const std::string_view literal = m_rest.substr(0, at);
        const char open = m_rest[at];
        const std::size_t end = m_rest.find(open == '<' ? '>' : open == '[' ? ']' : '}', at);
        const std::string_view inside = m_rest.substr(at + 1, end - at - 1);
        // An option that is not taken swallows the space before it.
        const bool spaced = literal.ends_with(' ');
        m_out.append(spaced ? literal.substr(0, literal.size() - 1) : literal);
        m_rest.remove_prefix(end + 1);
        if constexpr (std::same_as<T, bool>) {
            if (value)
                m_out.append(" ").append(inside);
        } else if constexpr (std::is_enum_v<T>) {
            m_out.append(" ").append(alternative(inside, static_cast<std::size_t>(value)));
        } else if constexpr (isOptional<T>) {
            if (value) {
                m_out.append(" ").append(inside.substr(0, inside.find('<')));
                append(*value);
            }
        } else {
            if (spaced)
                m_out.push_back(' ');
            append(value);
        }
    }

    /// Empty when an argument could not stand in the line.
    [[nodiscard]] std::string finish()
    {
        if (m_refused)
            return {};
        m_out.append(m_rest);
        return std::move(m_out);
    }

private:
    void append(std::unsigned_integral auto number)
    {
        std::array<char, 20> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
        m_out.append(digits.data(), end);
    }
    void append(Word word)
    {
        m_refused = m_refused || !canStandInLine(word.text) || word.text.find(' ') != std::string_view::npos;
        m_out.append(word.text);
    }
    void append(Text text)
    {
        m_refused = m_refused || !canStandInLine(text.text);
        m_out.append(text.text);
    }
    void append(Ipv4 address) { m_out.append(address.toString()); }
    void append(const Ipv6 &address) { m_out.append(address.toString()); }
    void append(const Mac &mac) { m_out.append(mac.toString()); }
    void append(const RouteDistinguisher &rd) { m_out.append(rd.toString()); }

    std::string_view m_rest;
    std::string m_out;
    bool m_refused = false;
};

} // namespace detail

/// A word of the choice `{a|b}` in the written form of a command that has one choice.
template <Cmd C, typename Choice>
[[nodiscard]] constexpr std::string_view wordOf(Choice choice)
{
    const std::string_view form = writtenForm(C);
    const std::size_t open = form.find('{');
    return detail::alternative(form.substr(open + 1, form.find('}', open) - open - 1), static_cast<std::size_t>(choice));
}

/// The line, or an empty string when a name or text may not stand in a configuration: never half a line.
template <Cmd C, typename... Args>
[[nodiscard]] std::string line(const Args &...args)
{
    static_assert(detail::fits<Args...>(writtenForm(C)), "arguments do not fit the command's syntax");
    detail::LineCursor cursor(writtenForm(C));
    (cursor.put(args), ...);
    return cursor.finish();
}

/// The `undo` line of a command that needs no value for it.
template <Cmd C>
[[nodiscard]] std::string undoLine()
{
    static_assert(command(C).traits.normal != Normal::NotASwitch, "only a switch is saved as undo");
    return std::string(kUndoWord).append(" ").append(undoSyntax(C));
}

} // namespace sidestep::config::vrp
