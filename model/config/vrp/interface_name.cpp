// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/interface_name.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <tuple>
#include <utility>

namespace sidestep::config::vrp {

namespace {

constexpr std::string_view kLoopBack = "LoopBack";
constexpr std::string_view kVirtualEthernet = "Virtual-Ethernet";
constexpr std::string_view kRatedSuffix = "GE";
constexpr std::size_t kDigits = std::numeric_limits<std::uint32_t>::digits10 + 1;
constexpr std::uint32_t kVeSlot = 0;
constexpr std::uint32_t kVeCard = 2;

/// Kinds whose type has one spelling.
constexpr std::array<std::pair<std::string_view, InterfaceKind>, 5> kKinds{{
    {"Eth-Trunk", InterfaceKind::EthTrunk},
    {"Ethernet", InterfaceKind::Ethernet},
    {"GigabitEthernet", InterfaceKind::GigabitEthernet},
    {kLoopBack, InterfaceKind::LoopBack},
    {kVirtualEthernet, InterfaceKind::VirtualEthernet},
}};

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Decimal without a leading zero that is longer than one digit.
std::optional<std::uint32_t> number(std::string_view text)
{
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    return value;
}

/// Types as a router spells them; those with a rate in front ("100GE") are told by their form.
constexpr std::array<std::string_view, 16> kTypes{
    "Eth-Trunk", "Ethernet", "GigabitEthernet", "Global-VE", "Ip-Trunk",         kLoopBack,        "MEth",   "NULL",
    "Pos",       "Serial",   "Trunk-Serial",    "Tunnel",    "Virtual-Template", kVirtualEthernet, "Vlanif", "Atm"};

constexpr std::array<std::string_view, 7> kFixedTypes{"Ethernet", "GigabitEthernet", "MEth", "NULL", "Pos", "Serial", "Atm"};

bool equalLetters(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

/// Empty: unknown, or the beginning of several.
std::string canonicalType(std::string_view typed)
{
    std::string found;
    for (const std::string_view type : kTypes) {
        if (equalLetters(type, typed))
            return std::string(type);
        if (typed.size() >= type.size() || !equalLetters(type.substr(0, typed.size()), typed))
            continue;
        if (!found.empty())
            return {};
        found = type;
    }
    return found;
}

/// "100GE" of any case; empty when it is not of that form.
std::string ratedType(std::string_view typed)
{
    if (typed.size() <= kRatedSuffix.size() || !equalLetters(typed.substr(typed.size() - kRatedSuffix.size()), kRatedSuffix))
        return {};
    const std::string_view rate = typed.substr(0, typed.size() - kRatedSuffix.size());
    return number(rate) ? std::string(rate).append(kRatedSuffix) : std::string();
}

/// A key without numbers.
InterfaceKey typeOf(std::string_view type)
{
    for (const auto &[word, kind] : kKinds)
        if (word == type)
            return {.kind = kind};
    if (type.ends_with(kRatedSuffix))
        if (const auto rate = number(type.substr(0, type.size() - kRatedSuffix.size())))
            return {.kind = InterfaceKind::RatedEthernet, .gigabits = *rate};
    return {.kind = InterfaceKind::Other, .otherType = std::string(type)};
}

std::string_view wordOf(InterfaceKind kind) noexcept
{
    return std::ranges::find(kKinds, kind, &std::pair<std::string_view, InterfaceKind>::second)->first;
}

char *write(char *at, std::string_view text) noexcept
{
    return std::ranges::copy(text, at).out;
}

char *write(char *at, std::uint32_t number) noexcept
{
    return std::to_chars(at, at + kDigits, number).ptr;
}

/// "0/2/1", "7", "0/2/1.100".
bool isInterfaceNumber(std::string_view text)
{
    const std::size_t dot = text.find('.');
    if (dot != std::string_view::npos && !number(text.substr(dot + 1)))
        return false;
    std::string_view main = text.substr(0, dot);
    for (std::size_t parts = 1; parts <= 4; ++parts) {
        const std::size_t slash = main.find('/');
        if (!number(main.substr(0, slash)))
            return false;
        if (slash == std::string_view::npos)
            return true;
        main.remove_prefix(slash + 1);
    }
    return false;
}

} // namespace

std::optional<std::string> canonicalInterface(std::string_view name)
{
    const std::size_t digitsAt = name.find_first_of("0123456789");
    if (digitsAt == std::string_view::npos)
        return std::nullopt;
    // A rate is a number in front of letters; the interface's own number stands behind them.
    const std::size_t lettersAt = digitsAt == 0 ? name.find_first_not_of("0123456789") : 0;
    if (lettersAt == std::string_view::npos)
        return std::nullopt;
    const std::size_t numbersAt = name.find_first_of("0123456789", lettersAt);
    if (numbersAt == std::string_view::npos || !isInterfaceNumber(name.substr(numbersAt)))
        return std::nullopt;
    const std::string_view typed = name.substr(0, numbersAt);
    std::string type = lettersAt > 0 ? ratedType(typed) : canonicalType(typed);
    if (type.empty())
        return std::nullopt;
    return type.append(name.substr(numbersAt));
}

bool isFixedInterface(std::string_view name) noexcept
{
    if (name.find('.') != std::string_view::npos)
        return false;
    const std::string_view type = name.substr(0, name.find_last_not_of("0123456789/") + 1);
    return type.ends_with(kRatedSuffix) || std::ranges::find(kFixedTypes, type) != kFixedTypes.end();
}

std::optional<InterfaceKey> parseInterface(std::string_view name)
{
    std::size_t numbersAt = name.size();
    while (numbersAt > 0 && (isDigit(name[numbersAt - 1]) || name[numbersAt - 1] == '/'))
        --numbersAt;
    const std::string_view type = name.substr(0, numbersAt);
    if (type.empty() || !isLetter(type.back()))
        return std::nullopt;
    for (const char c : type)
        if (!isLetter(c) && !isDigit(c) && c != '-')
            return std::nullopt;

    InterfaceKey key = typeOf(type);
    std::string_view rest = name.substr(numbersAt);
    for (;;) {
        const std::size_t slash = rest.find('/');
        const auto part = number(rest.substr(0, slash));
        if (!part || key.parts == key.numbers.size())
            return std::nullopt;
        key.numbers.at(key.parts++) = *part;
        if (slash == std::string_view::npos)
            break;
        rest.remove_prefix(slash + 1);
    }
    return key;
}

bool isPortName(const InterfaceKey &key) noexcept
{
    return key.kind != InterfaceKind::LoopBack && key.kind != InterfaceKind::VirtualEthernet && key.sub == 0;
}

std::size_t roomFor(const InterfaceKey &key) noexcept
{
    constexpr std::size_t kLongestType = kVirtualEthernet.size();
    constexpr std::size_t kNumbers = std::tuple_size_v<decltype(InterfaceKey::numbers)> + 1; // and the sub-interface's
    return std::max(kLongestType, key.otherType.size()) + kNumbers * (kDigits + 1);
}

char *writeTo(char *at, const InterfaceKey &key) noexcept
{
    if (key.kind == InterfaceKind::Other)
        at = write(at, key.otherType);
    else if (key.kind == InterfaceKind::RatedEthernet)
        at = write(write(at, key.gigabits), kRatedSuffix);
    else
        at = write(at, wordOf(key.kind));
    for (std::size_t i = 0; i < key.parts; ++i) {
        if (i > 0)
            *at++ = '/';
        at = write(at, key.numbers[i]);
    }
    if (key.sub != 0) {
        *at++ = '.';
        at = write(at, key.sub);
    }
    return at;
}

std::string toString(const InterfaceKey &key)
{
    std::string name(roomFor(key), '\0');
    name.resize(static_cast<std::size_t>(writeTo(name.data(), key) - name.data()));
    return name;
}

InterfaceKey loopBack(std::uint32_t number)
{
    return {.kind = InterfaceKind::LoopBack, .parts = 1, .numbers = {number}};
}

InterfaceKey virtualEthernet(std::uint32_t group, bool layer3)
{
    const std::uint32_t port = 2 * (group - 1) + (layer3 ? 1U : 0U);
    return {.kind = InterfaceKind::VirtualEthernet, .parts = 3, .numbers = {kVeSlot, kVeCard, port}};
}

InterfaceKey subInterface(InterfaceKey main, std::uint32_t number)
{
    main.sub = number;
    return main;
}

} // namespace sidestep::config::vrp
