// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/units.h"

#include <fmt/format.h>

#include <array>
#include <limits>

namespace sidestep {
namespace {

struct Unit
{
    std::string_view name;
    std::int64_t ns;
};
constexpr std::array kUnits{Unit{"ns", 1}, Unit{"us", 1'000}, Unit{"ms", 1'000'000}, Unit{"s", 1'000'000'000}, Unit{"min", 60'000'000'000}};
constexpr std::int64_t kLongestNs = std::int64_t{100} * 24 * 3600 * 1'000'000'000;

__extension__ typedef __int128 Wide;

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace

std::int64_t packetsIn(PacketRate rate, SimDuration span) noexcept
{
    const Wide product = Wide{rate.perSecond} * span.count();
    const Wide half = product < 0 ? -500'000'000 : 500'000'000;
    const Wide packets = (product + half) / 1'000'000'000;
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    return packets > kMost ? kMost : packets < -kMost ? -kMost : static_cast<std::int64_t>(packets);
}

Result<SimDuration> parseDuration(std::string_view text)
{
    const auto refused = [text](std::string_view why) {
        return failure(ErrorCode::BadSyntax, fmt::format("'{}' is not a time: {}; write it like 50ms, 1.5s or 2min", text, why));
    };
    const auto tooLong = [text] { return failure(ErrorCode::OutOfRange, fmt::format("'{}' is more than 100 days", text)); };
    if (text.empty())
        return refused("it is empty");
    if (text[0] == '-')
        return refused("a time cannot be negative");

    std::size_t at = 0;
    while (at < text.size() && isDigit(text[at]))
        ++at;
    const std::string_view whole = text.substr(0, at);
    std::string_view fraction;
    if (at < text.size() && text[at] == '.') {
        const std::size_t from = ++at;
        while (at < text.size() && isDigit(text[at]))
            ++at;
        fraction = text.substr(from, at - from);
        if (fraction.empty())
            return refused("digits are missing after the point");
    }
    if (whole.empty())
        return refused("it does not begin with a number");
    if (at < text.size() && text[at] == ' ')
        ++at; // formatDuration writes one
    const std::string_view name = text.substr(at);
    if (name.empty())
        return refused("the unit is missing");
    const Unit *unit = nullptr;
    for (const Unit &candidate : kUnits)
        if (candidate.name == name)
            unit = &candidate;
    if (!unit)
        return refused(fmt::format("'{}' is no unit among ns, us, ms, s, min", name));

    Wide total = 0;
    for (const char c : whole) {
        total = total * 10 + (c - '0');
        if (total * unit->ns > kLongestNs)
            return tooLong();
    }
    total *= unit->ns;
    // Each digit of the fraction is worth a tenth of the one before; 60 s is the only unit that is not a power of ten of ns,
    // and 6 x 10^10 still divides exactly ten times.
    Wide worth = unit->ns;
    for (const char c : fraction) {
        if (worth % 10 != 0 && c != '0')
            return failure(ErrorCode::OutOfRange, fmt::format("'{}' is finer than one nanosecond", text));
        worth /= 10;
        total += worth * (c - '0');
    }
    if (total > kLongestNs)
        return tooLong();
    return SimDuration(static_cast<std::int64_t>(total));
}

std::string formatDuration(SimDuration duration)
{
    const std::int64_t count = duration.count();
    if (count == 0)
        return "0 ms";
    // Unsigned, for the most negative value has no positive counterpart.
    const std::uint64_t ns = count < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
    for (const std::size_t i : {3U, 2U, 1U, 0U}) {
        const auto unit = static_cast<std::uint64_t>(kUnits[i].ns);
        const std::uint64_t thousandth = unit / 1000;
        if (ns < unit || (thousandth > 0 && ns % thousandth != 0))
            continue;
        std::string text = fmt::format("{}{}", count < 0 ? "-" : "", ns / unit);
        if (const std::uint64_t rest = ns % unit) {
            text += fmt::format(".{:03}", rest / thousandth);
            text.erase(text.find_last_not_of('0') + 1);
        }
        return fmt::format("{} {}", text, kUnits[i].name);
    }
    return fmt::format("{} ns", count);
}

} // namespace sidestep
