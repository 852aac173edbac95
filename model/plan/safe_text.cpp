// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace sidestep::plan {
namespace {

/// Decodes one UTF-8 character and moves on; nullopt when the bytes are not well-formed (RFC 3629).
std::optional<std::uint32_t> nextCharacter(std::string_view &text)
{
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t lead = byte(0);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
    if (length == 0 || text.size() < length)
        return std::nullopt;
    std::uint32_t value = length == 1 ? lead : lead & (0xffu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0) != 0x80)
            return std::nullopt;
        value = value << 6 | (byte(i) & 0x3fu);
    }
    constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    if (value < kLeast[length] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
        return std::nullopt;
    text.remove_prefix(length);
    return value;
}

std::optional<std::string> unsafeCharacter(std::uint32_t c)
{
    if (c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029)
        return "it holds a line break or another control character";
    if ((c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff)
        return "it holds an invisible character";
    return std::nullopt;
}

constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The lines that end a saved file or lead out of the view they stand in, so that what follows would land elsewhere.
bool leavesTheView(std::string_view line)
{
    constexpr std::string_view kLeaving[] = {"return", "quit", "commit", "abort", "system-view"};
    return std::ranges::any_of(kLeaving, [line](std::string_view word) { return std::ranges::equal(word, line, {}, {}, lower); });
}

} // namespace

std::optional<std::string> unsafeConfigurationLine(std::string_view line)
{
    if (line.size() > kMostLineBytes)
        return fmt::format("it has {} bytes; a router takes at most {}", line.size(), kMostLineBytes);
    for (std::string_view rest = line; !rest.empty();) {
        const auto character = nextCharacter(rest);
        if (!character)
            return "it is not valid UTF-8";
        if (auto why = unsafeCharacter(*character))
            return why;
    }
    const std::size_t start = line.find_first_not_of(' ');
    if (start == std::string_view::npos)
        return "it is empty";
    line = line.substr(start, line.find_last_not_of(' ') - start + 1);
    if (line.front() == '#' || line.front() == '!')
        return fmt::format("a router takes a line that starts with {} for layout", line.front());
    if (leavesTheView(line))
        return fmt::format("\"{}\" leaves the view, and what follows would land elsewhere", line);
    return std::nullopt;
}

std::optional<std::string> unsafeInConfiguration(std::string_view text, bool name)
{
    constexpr std::string_view kNotInNames = "\\\",!@[]'<>#";
    std::uint32_t before = ' ';
    std::string_view rest = text;
    while (!rest.empty()) {
        const char byte = rest.front();
        const auto character = nextCharacter(rest);
        if (!character)
            return "it is not valid UTF-8";
        const std::uint32_t c = *character;
        if (auto why = unsafeCharacter(c))
            return why;
        if (c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f || c == 0x3000)
            return "it holds a space that is not the ordinary one";
        if (c == '?')
            return "a router takes \"?\" for a call for help";
        if (name && c == ' ')
            return "it holds a space";
        if (name && c < 0x80 && kNotInNames.find(byte) != std::string_view::npos)
            return std::string("it holds the character ") + byte;
        if (c == ' ' && before == ' ')
            return "it starts with a space or has two in a row, which a router would drop";
        before = c;
    }
    if (!text.empty() && before == ' ')
        return "it ends with a space, which a router would drop";
    return std::nullopt;
}

} // namespace sidestep::plan
