// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What stands for a `<parameter>` of the command table: type, range and help (`vrp.md` sections 1 to 9).
namespace sidestep::config::vrp {

enum class ValueKind : std::uint8_t {
    Number,
    Ipv4,
    Ipv6,
    Ipv6Prefix,  ///< address and length in one word, "2001:db8::1/64"
    Mask,        ///< dotted
    MaskLength,  ///< a length that is saved as a dotted mask
    SlashLength, ///< a length that is saved behind the address, with a slash
    Mac,
    Distinguisher, ///< route distinguisher or route target, "65001:100"
    Net,           ///< IS-IS network entity title
    Area,          ///< OSPF area, a number or dotted
    Interface,
    Word, ///< one word of `min` to `max` bytes
    Text, ///< the rest of the line, `min` to `max` bytes
};

struct Parameter
{
    std::string_view name;
    ValueKind kind;
    std::uint64_t min; ///< of a number its value, of a word or text its bytes
    std::uint64_t max;
    std::string_view help;
    bool orZero = false; ///< 0 is taken although it is below `min`
};

/// The parameter of `Cmd::Interface`; named here because its value decides which view opens.
inline constexpr std::string_view kInterfaceParameter = "interface";

/// nullptr: no such parameter.
[[nodiscard]] const Parameter *parameterNamed(std::string_view name) noexcept;

/// The value as a router saves it; nullopt when the word is not of the type or outside its range.
[[nodiscard]] std::optional<std::string> canonicalValue(const Parameter &parameter, std::string_view word);

/// What `?` shows in the place of a parameter: "INTEGER<1-4094>", "X.X.X.X", "STRING<1-31>".
[[nodiscard]] std::string rangeText(const Parameter &parameter);

} // namespace sidestep::config::vrp
