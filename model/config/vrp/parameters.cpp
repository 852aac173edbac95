// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/parameters.h"

#include "model/base/net.h"
#include "model/config/vrp/interface_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>

namespace sidestep::config::vrp {

namespace {

using K = ValueKind;

constexpr std::uint64_t kU32 = 4294967295;
constexpr std::size_t kLongestAddress = 64;

/// Sorted by name. Ranges: `vrp.md`, the section of the command that uses the parameter.
constexpr std::array kParameters{
    Parameter{"acl", K::Number, 2000, 2999, "Basic ACL"},
    Parameter{"acl-name", K::Word, 1, 64, "Name of an ACL"},
    Parameter{"area", K::Area, 0, kU32, "OSPF area"},
    Parameter{"arrival-ms", K::Number, 0, 10000, "Interval in milliseconds"},
    Parameter{"as", K::Number, 1, kU32, "Autonomous system"},
    Parameter{"bfd-ms", K::Number, 3, 20000, "Interval in milliseconds"},
    Parameter{"dead-s", K::Number, 1, 235926000, "Dead interval in seconds"},
    Parameter{"degrade-cost", K::Number, 1, kU32, "Cost of the direct route while the PW is backup"},
    Parameter{"degrade-delay-s", K::Number, 1, 3600, "Delay in seconds"},
    Parameter{"delay-up-s", K::Number, 1, 300, "Delay in seconds"},
    Parameter{"expire-s", K::Number, 60, kU32, "Time in seconds"},
    Parameter{"external-type", K::Number, 1, 2, "Type of external routes"},
    Parameter{"fec-list", K::Word, 1, 31, "Name of a FEC list"},
    Parameter{"ge-length", K::Number, 0, 32, "Shortest prefix length"},
    Parameter{"ge-length6", K::Number, 0, 128, "Shortest prefix length"},
    Parameter{"hello-hold-s", K::Number, 3, 65535, "Hold time in seconds; 65535 is never"},
    Parameter{"hello-s", K::Number, 1, 255, "Hello interval in seconds"},
    Parameter{"hold-s", K::Number, 3, 65535, "Hold time in seconds; 0 is never", true},
    Parameter{"holdoff-s", K::Number, 1, 180, "Delay in seconds"},
    Parameter{"hops", K::Number, 1, 255, "Hops of an EBGP connection"},
    Parameter{"incr-ms", K::Number, 1, 60000, "Increment in milliseconds"},
    Parameter{"index", K::Number, 1, kU32, "Index of the entry"},
    Parameter{"init-ms", K::Number, 1, 60000, "First delay in milliseconds"},
    Parameter{"instance", K::Word, 1, 200, "Number or name of the block"},
    Parameter{"interface", K::Interface, 1, 64, "Interface type and number"},
    Parameter{"ip", K::Ipv4, 0, 0, "IPv4 address"},
    Parameter{"ipv6", K::Ipv6, 0, 0, "IPv6 address"},
    Parameter{"ipv6-prefix", K::Ipv6Prefix, 1, 128, "IPv6 address and prefix length"},
    Parameter{"is-name", K::Text, 1, 64, "Name of the intermediate system"},
    Parameter{"isis-cost", K::Number, 1, 16777214, "Cost; at most 63 with a narrow cost style"},
    Parameter{"keepalive-hold-s", K::Number, 30, 65535, "Hold time in seconds"},
    Parameter{"keepalive-s", K::Number, 0, 21845, "Keepalive interval in seconds"},
    Parameter{"label", K::Word, 1, 256, "Label of the commit"},
    Parameter{"ldp-send-s", K::Number, 1, 65535, "Interval in seconds"},
    Parameter{"le-length", K::Number, 0, 32, "Longest prefix length"},
    Parameter{"le-length6", K::Number, 0, 128, "Longest prefix length"},
    Parameter{"length", K::Number, 0, 32, "Prefix length"},
    Parameter{"length6", K::Number, 0, 128, "Prefix length"},
    Parameter{"list", K::Word, 1, 169, "Name of a prefix list"},
    Parameter{"local-discriminator", K::Number, 1, 16384, "Local discriminator"},
    Parameter{"ma", K::Word, 1, 43, "Maintenance association"},
    Parameter{"mac", K::Mac, 0, 0, "MAC address"},
    Parameter{"mask", K::Mask, 0, 0, "IPv4 mask"},
    Parameter{"mask-length", K::MaskLength, 0, 32, "Length of the mask"},
    Parameter{"max-ms", K::Number, 1, 300000, "Longest delay in milliseconds"},
    Parameter{"max-s", K::Number, 1, 120, "Longest delay in seconds"},
    Parameter{"md", K::Word, 1, 43, "Maintenance domain"},
    Parameter{"metric", K::Number, 0, kU32, "Metric"},
    Parameter{"mtu", K::Number, 46, 9600, "MTU in bytes"},
    Parameter{"multiplier", K::Number, 3, 50, "Detection multiplier"},
    Parameter{"net", K::Net, 0, 0, "Network entity title"},
    Parameter{"nexthop", K::Ipv4, 0, 0, "Next hop of the LSP"},
    Parameter{"no-wait", K::Number, 0, 0, "No delay"},
    Parameter{"node", K::Number, 0, 65535, "Node of the policy"},
    Parameter{"ospf-cost", K::Number, 1, 65535, "Cost"},
    Parameter{"ospf-s", K::Number, 1, 65535, "Hello interval in seconds"},
    Parameter{"other-s", K::Number, 0, 10, "Interval of other types in seconds"},
    Parameter{"peer-name", K::Word, 1, 32, "Name of the remote peer, case-sensitive"},
    Parameter{"pid", K::Number, 1, kU32, "Process"},
    Parameter{"policy", K::Word, 1, 200, "Name of a route policy"},
    Parameter{"preference", K::Number, 0, kU32, "Local preference"},
    Parameter{"preferred-value", K::Number, 0, 65535, "Preferred value"},
    Parameter{"rd", K::Distinguisher, 0, 0, "Route distinguisher"},
    Parameter{"regex", K::Text, 1, 254, "Regular expression; a line that has it anywhere matches"},
    Parameter{"remote-discriminator", K::Number, 1, kU32, "Remote discriminator"},
    Parameter{"reroute-s", K::Number, 10, 10800, "Delay in seconds"},
    Parameter{"restart-s", K::Number, 3, 259200, "Time in seconds"},
    Parameter{"resume-s", K::Number, 0, 600, "Delay in seconds"},
    Parameter{"retransmit-s", K::Number, 1, 3600, "Interval in seconds"},
    Parameter{"rt", K::Distinguisher, 0, 0, "Route target"},
    Parameter{"section", K::Word, 1, 64, "View whose blocks to show: bgp, isis, mpls-ldp, vpn-instance"},
    Parameter{"session", K::Word, 1, 64, "Name of the BFD session"},
    Parameter{"slash-length", K::SlashLength, 1, 128, "Prefix length"},
    Parameter{"slot", K::Number, 0, 255, "Slot"},
    Parameter{"source-ip", K::Ipv4, 0, 0, "Source address"},
    Parameter{"source-ipv6", K::Ipv6, 0, 0, "Source address"},
    Parameter{"spf-ms", K::Number, 1, 10000, "Interval in milliseconds"},
    Parameter{"spf-s", K::Number, 1, 10, "Interval in seconds"},
    Parameter{"start-ms", K::Number, 0, 60000, "First delay in milliseconds"},
    Parameter{"startup-s", K::Number, 5, 65535, "Time in seconds"},
    Parameter{"sync-s", K::Number, 0, 65535, "Delay in seconds"},
    Parameter{"sysname", K::Text, 1, 246, "Name of the router"},
    Parameter{"template", K::Word, 1, 19, "Name of a PW template"},
    Parameter{"text", K::Text, 1, 242, "Text"},
    Parameter{"tos-exp", K::Number, 0, 7, "Priority of BFD packets"},
    Parameter{"track-interface", K::Interface, 1, 64, "Interface type and number"},
    Parameter{"tracking-s", K::Number, 0, 65535, "Delay in seconds"},
    Parameter{"trial-s", K::Number, 60, 65535, "Time in seconds until the trial is taken back"},
    Parameter{"ttl", K::Number, 1, 255, "TTL of the PW"},
    Parameter{"tunnel-policy", K::Word, 1, 39, "Name of a tunnel policy"},
    Parameter{"vc-id", K::Number, 1, kU32, "VC id"},
    Parameter{"ve-group", K::Number, 1, 8192, "VE group"},
    Parameter{"vid", K::Number, 1, 4094, "VLAN"},
    Parameter{"vpn", K::Word, 1, 31, "Name of a VPN instance, case-sensitive"},
    Parameter{"vrid", K::Number, 1, 255, "VRRP group"},
    Parameter{"wildcard", K::Ipv4, 0, 0, "Wildcard mask"},
};

static_assert(std::ranges::is_sorted(kParameters, {}, &Parameter::name));

std::optional<std::uint64_t> number(std::string_view word)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size())
        return std::nullopt;
    return value;
}

bool inRange(const Parameter &parameter, std::uint64_t value)
{
    return (value >= parameter.min && value <= parameter.max) || (value == 0 && parameter.orZero);
}

/// Leading zeros fall away.
std::optional<std::string> numberIn(const Parameter &parameter, std::string_view word)
{
    const auto value = number(word);
    if (!value || !inRange(parameter, *value))
        return std::nullopt;
    return std::to_string(*value);
}

/// Looks before it parses: most words of a choice are none, and a refusal costs its message.
template <typename T>
std::optional<std::string> parsed(std::string_view word)
{
    if (word.empty() || word.size() > kLongestAddress || word.find_first_of(".:-") == std::string_view::npos)
        return std::nullopt;
    const auto value = T::parse(word);
    return value ? std::optional(value->toString()) : std::nullopt;
}

std::optional<std::string> mask(std::string_view word)
{
    const auto value = parsed<Ipv4>(word);
    if (!value)
        return std::nullopt;
    const std::uint32_t bits = Ipv4::parse(word)->bits();
    return std::countl_one(bits) + std::countr_zero(bits) >= 32 ? value : std::nullopt;
}

std::optional<std::string> lengthWith(const Parameter &parameter, std::string_view word)
{
    const auto value = number(word);
    if (!value || !inRange(parameter, *value))
        return std::nullopt;
    return parameter.kind == K::MaskLength ? maskOf(static_cast<int>(*value)).toString() : fmt::format("/{}", *value);
}

/// Area of 1 to 13 bytes, system id of 6, selector 00 (ISO 10589 section 7.1): "49.0001.0102.5500.0011.00".
std::optional<std::string> net(std::string_view word)
{
    std::string lower(word);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    std::vector<std::string_view> groups;
    for (std::string_view rest = lower;;) {
        const std::size_t dot = rest.find('.');
        groups.push_back(rest.substr(0, dot));
        if (dot == std::string_view::npos)
            break;
        rest.remove_prefix(dot + 1);
    }
    const auto isHex = [](std::string_view text) { return text.find_first_not_of("0123456789abcdef") == std::string_view::npos; };
    if (groups.size() < 5 || groups.size() > 11 || groups.back() != "00" || groups.front().size() != 2)
        return std::nullopt;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const bool ends = i == 0 || i + 1 == groups.size();
        if (!isHex(groups[i]) || groups[i].size() != (ends ? 2U : 4U))
            return std::nullopt;
    }
    return lower;
}

bool isPlainWord(std::string_view word)
{
    return word.find_first_of(" ?\"") == std::string_view::npos;
}

} // namespace

const Parameter *parameterNamed(std::string_view name) noexcept
{
    const auto at = std::ranges::lower_bound(kParameters, name, {}, &Parameter::name);
    return at != kParameters.end() && at->name == name ? &*at : nullptr;
}

std::optional<std::string> canonicalValue(const Parameter &parameter, std::string_view word)
{
    switch (parameter.kind) {
    case K::Number:
        return numberIn(parameter, word);
    case K::Ipv4:
        return parsed<Ipv4>(word);
    case K::Ipv6:
        return parsed<Ipv6>(word);
    case K::Ipv6Prefix: {
        const auto value = parseIpv6Interface(word);
        return value && value->length >= 1 ? std::optional(toString(*value)) : std::nullopt;
    }
    case K::Mask:
        return mask(word);
    case K::MaskLength:
    case K::SlashLength:
        return lengthWith(parameter, word);
    case K::Mac:
        return parsed<Mac>(word);
    case K::Distinguisher:
        return parsed<RouteDistinguisher>(word);
    case K::Net:
        return net(word);
    case K::Area: {
        const auto value = number(word);
        if (value && *value <= parameter.max)
            return Ipv4(static_cast<std::uint32_t>(*value)).toString();
        return parsed<Ipv4>(word);
    }
    case K::Interface:
        return canonicalInterface(word);
    case K::Word:
        if (word.size() < parameter.min || word.size() > parameter.max || !isPlainWord(word))
            return std::nullopt;
        return std::string(word);
    case K::Text:
        if (word.size() < parameter.min || word.size() > parameter.max)
            return std::nullopt;
        return std::string(word);
    }
    return std::nullopt;
}

std::string rangeText(const Parameter &parameter)
{
    switch (parameter.kind) {
    case K::Number:
    case K::MaskLength:
    case K::SlashLength:
        return parameter.orZero ? fmt::format("INTEGER<0,{}-{}>", parameter.min, parameter.max)
                                : fmt::format("INTEGER<{}-{}>", parameter.min, parameter.max);
    case K::Ipv4:
    case K::Mask:
        return "X.X.X.X";
    case K::Ipv6:
        return "X:X::X:X";
    case K::Ipv6Prefix:
        return fmt::format("X:X::X:X/M<{}-{}>", parameter.min, parameter.max);
    case K::Mac:
        return "H-H-H";
    case K::Distinguisher:
        return "AS:n or IP:n";
    case K::Net:
        return "XX.XXXX. ... .XXXX.00";
    case K::Area:
        return fmt::format("INTEGER<{}-{}> or X.X.X.X", parameter.min, parameter.max);
    case K::Interface:
        return "type and number";
    case K::Word:
        return fmt::format("STRING<{}-{}>", parameter.min, parameter.max);
    case K::Text:
        return fmt::format("TEXT<{}-{}>", parameter.min, parameter.max);
    }
    return {};
}

} // namespace sidestep::config::vrp
