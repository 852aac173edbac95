// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/net.h"
#include "model/config/vrp/commands.h"
#include "model/config/vrp/interface_name.h"

#include <array>
#include <charconv>
#include <concepts>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

/// Writes one configuration line from the command table: `line<Cmd::IsisCost>(20u)` is "isis cost 20".
///
/// Arguments follow the slots of the syntax, left to right: `<x>` takes a number, an interface, a Word, a Text, or a value
/// that has kTextSize and writeTo as addresses have;
/// `[keywords]` takes a bool; `[keywords <x>]` an optional number; `{a|b}` an enumerator whose value is the position of
/// the word. A call that does not fit its syntax does not compile.
///
/// The syntax is cut at its slots while compiling, so that writing a line is copying known words and converting values.
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

/// A slot of a written form with the words around it.
struct SlotText
{
    Slot kind = Slot::Value;
    std::string_view before; ///< from the slot before; an option not taken swallows the space at its end
    std::string_view inside; ///< keywords of an option up to its value, words of a choice
};

struct Form
{
    std::array<SlotText, 8> slots{};
    std::size_t count = 0;
    std::string_view rest;
};

/// `[keywords <x>]` is an optional value, `[keywords]` a flag.
constexpr Slot kindOf(char opening, std::string_view inside)
{
    if (opening == '<')
        return Slot::Value;
    if (opening == '{')
        return Slot::Choice;
    return inside.find('<') == std::string_view::npos ? Slot::Flag : Slot::OptionalValue;
}

constexpr Form formOf(std::string_view syntax)
{
    Form form;
    for (std::size_t at = syntax.find_first_of("<[{"); at != std::string_view::npos; at = syntax.find_first_of("<[{")) {
        const char closing = syntax[at] == '<' ? '>' : syntax[at] == '[' ? ']' : '}';
        const std::size_t end = syntax.find(closing, at);
        const std::string_view inside = syntax.substr(at + 1, end - at - 1);
        const Slot kind = kindOf(syntax[at], inside);
        std::string_view before = syntax.substr(0, at);
        if (kind != Slot::Value && before.ends_with(' '))
            before.remove_suffix(1);
        form.slots[form.count++] = {kind, before, kind == Slot::OptionalValue ? inside.substr(0, inside.find('<')) : inside};
        syntax.remove_prefix(end + 1);
    }
    form.rest = syntax;
    return form;
}

template <Cmd C>
inline constexpr Form kForm = formOf(writtenForm(C));

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
constexpr bool fits(const Form &form)
{
    constexpr std::array<Slot, sizeof...(Args)> given{slotFor<Args>()...};
    if (form.count != given.size())
        return false;
    for (std::size_t i = 0; i < given.size(); ++i)
        if (form.slots[i].kind != given[i])
            return false;
    return true;
}

template <typename T>
bool canStand(const T &) noexcept
{
    return true;
}
inline bool canStand(Word word) noexcept
{
    return canStandInLine(word.text) && word.text.find(' ') == std::string_view::npos;
}
inline bool canStand(Text text) noexcept
{
    return canStandInLine(text.text);
}

/// At least as many bytes as the value's text has; keywords count with their syntax.
template <typename T>
constexpr std::size_t roomFor(const T &value) noexcept
{
    if constexpr (std::same_as<T, bool> || std::is_enum_v<T>)
        return 0;
    else if constexpr (isOptional<T>)
        return value ? roomFor(*value) : 0;
    else if constexpr (std::unsigned_integral<T>)
        return std::numeric_limits<T>::digits10 + 1;
    else if constexpr (std::same_as<T, Word> || std::same_as<T, Text>)
        return value.text.size();
    else if constexpr (std::same_as<T, InterfaceKey>)
        return vrp::roomFor(value);
    else
        return T::kTextSize;
}

inline char *write(char *at, std::string_view text) noexcept
{
    std::memcpy(at, text.data(), text.size());
    return at + text.size();
}

template <typename T>
char *writeValue(char *at, const T &value) noexcept
{
    if constexpr (std::unsigned_integral<T>)
        return std::to_chars(at, at + roomFor(value), value).ptr;
    else if constexpr (std::same_as<T, Word> || std::same_as<T, Text>)
        return write(at, value.text);
    else if constexpr (std::same_as<T, InterfaceKey>)
        return writeTo(at, value);
    else
        return value.writeTo(at);
}

template <Cmd C, std::size_t I, typename T>
char *writeSlot(char *at, const T &value) noexcept
{
    constexpr SlotText slot = kForm<C>.slots[I];
    at = write(at, slot.before);
    if constexpr (slot.kind == Slot::Value)
        return writeValue(at, value);
    if constexpr (slot.kind == Slot::Choice) {
        *at++ = ' ';
        return write(at, alternative(slot.inside, static_cast<std::size_t>(value)));
    }
    if constexpr (slot.kind == Slot::Flag || slot.kind == Slot::OptionalValue) {
        if (!value)
            return at;
        *at++ = ' ';
        at = write(at, slot.inside);
    }
    if constexpr (slot.kind == Slot::OptionalValue)
        at = writeValue(at, *value);
    return at;
}

} // namespace detail

/// A word of the choice `{a|b}` in the written form of a command that has one choice.
template <Cmd C, typename Choice>
[[nodiscard]] constexpr std::string_view wordOf(Choice choice)
{
    const std::string_view form = writtenForm(C);
    const std::size_t open = form.find('{');
    return detail::alternative(form.substr(open + 1, form.find('}', open) - open - 1), static_cast<std::size_t>(choice));
}

/// Whether every name and text among the arguments may stand in a configuration line.
template <typename... Args>
[[nodiscard]] bool allCanStandInLine(const Args &...args) noexcept
{
    return (detail::canStand(args) && ...);
}

/// At least as many bytes as the line has.
template <Cmd C, typename... Args>
[[nodiscard]] std::size_t roomForLine(const Args &...args) noexcept
{
    return writtenForm(C).size() + (detail::roomFor(args) + ... + 0);
}

/// Writes the line at `at`, which has room for it; returns its end, as std::to_chars does.
/// Precondition: the arguments can stand in a line.
template <Cmd C, typename... Args>
char *writeLine(char *at, const Args &...args) noexcept
{
    static_assert(detail::fits<Args...>(detail::kForm<C>), "arguments do not fit the command's syntax");
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        ((at = detail::writeSlot<C, I>(at, args)), ...);
    }(std::index_sequence_for<Args...>());
    return detail::write(at, detail::kForm<C>.rest);
}

/// The line, or an empty string when a name or text may not stand in a configuration: never half a line.
template <Cmd C, typename... Args>
[[nodiscard]] std::string line(const Args &...args)
{
    if (!allCanStandInLine(args...))
        return {};
    std::string text(roomForLine<C>(args...), '\0');
    text.resize(static_cast<std::size_t>(writeLine<C>(text.data(), args...) - text.data()));
    return text;
}

template <Cmd C>
inline constexpr std::size_t kUndoLineSize = kUndoWord.size() + 1 + undoSyntax(C).size();

/// Writes the `undo` line of a command that needs no value for it, kUndoLineSize bytes; returns its end.
template <Cmd C>
char *writeUndoLine(char *at) noexcept
{
    static_assert(command(C).traits.normal != Normal::NotASwitch, "only a switch is saved as undo");
    at = detail::write(at, kUndoWord);
    *at++ = ' ';
    return detail::write(at, undoSyntax(C));
}

} // namespace sidestep::config::vrp
