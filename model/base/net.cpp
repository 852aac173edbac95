// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/net.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <limits>
#include <optional>

namespace sidestep {

using namespace std::string_view_literals;

namespace {

/// Decimal without sign or leading zero; nullopt when it is not one or does not fit.
std::optional<std::uint32_t> decimal(std::string_view text)
{
    if (text.empty() || text.size() > 10 || (text.size() > 1 && text[0] == '0'))
        return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return std::nullopt;
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    if (value > std::numeric_limits<std::uint32_t>::max())
        return std::nullopt;
    return static_cast<std::uint32_t>(value);
}

std::optional<std::uint32_t> hexadecimal(std::string_view text, std::size_t minDigits, std::size_t maxDigits)
{
    if (text.size() < minDigits || text.size() > maxDigits)
        return std::nullopt;
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::optional<Ipv4> dottedQuad(std::string_view text)
{
    std::uint32_t bits = 0;
    for (int part = 0; part < 4; ++part) {
        const std::size_t dot = part < 3 ? text.find('.') : text.size();
        if (dot == std::string_view::npos)
            return std::nullopt;
        const auto value = decimal(text.substr(0, dot));
        if (!value || *value > 255)
            return std::nullopt;
        bits = (bits << 8) | *value;
        text.remove_prefix(part < 3 ? dot + 1 : dot);
    }
    return Ipv4(bits);
}

using Groups = std::array<std::uint16_t, 8>;

/// Reads colon-separated groups into `groups`; a dotted quad may stand last and counts as two.
/// Returns the number of groups, or nullopt.
std::optional<std::size_t> readGroups(std::string_view text, Groups &groups, bool mayEndInQuad)
{
    std::size_t count = 0;
    if (text.empty())
        return count;
    while (true) {
        const std::size_t colon = text.find(':');
        const std::string_view piece = text.substr(0, colon);
        if (mayEndInQuad && colon == std::string_view::npos && piece.find('.') != std::string_view::npos) {
            const auto quad = dottedQuad(piece);
            if (!quad || count > 6)
                return std::nullopt;
            groups[count++] = static_cast<std::uint16_t>(quad->bits() >> 16);
            groups[count++] = static_cast<std::uint16_t>(quad->bits() & 0xffff);
            return count;
        }
        const auto value = hexadecimal(piece, 1, 4);
        if (!value || count == groups.size())
            return std::nullopt;
        groups[count++] = static_cast<std::uint16_t>(*value);
        if (colon == std::string_view::npos)
            return count;
        text.remove_prefix(colon + 1);
    }
}

Ipv6 fromGroups(const Groups &groups)
{
    Ipv6::Bytes bytes{};
    for (std::size_t i = 0; i < groups.size(); ++i) {
        bytes[2 * i] = static_cast<std::uint8_t>(groups[i] >> 8);
        bytes[2 * i + 1] = static_cast<std::uint8_t>(groups[i] & 0xff);
    }
    return Ipv6(bytes);
}

/// The longest run of at least two zero groups, the first one on a tie; length 0 when there is none
/// (RFC 5952 sections 4.2.2 and 4.2.3).
std::pair<std::size_t, std::size_t> longestZeroRun(const Groups &groups)
{
    std::size_t bestStart = 0;
    std::size_t bestLength = 0;
    for (std::size_t i = 0; i < groups.size();) {
        std::size_t end = i;
        while (end < groups.size() && groups[end] == 0)
            ++end;
        if (end - i > bestLength) {
            bestStart = i;
            bestLength = end - i;
        }
        i = end + 1;
    }
    return bestLength >= 2 ? std::pair{bestStart, bestLength} : std::pair{std::size_t{0}, std::size_t{0}};
}

constexpr int kDecimalDigits = std::numeric_limits<std::uint32_t>::digits10 + 1;

/// `digits` is the most that `number` can have.
char *writeNumber(char *at, std::uint32_t number, int digits, int base = 10) noexcept
{
    return std::to_chars(at, at + digits, number, base).ptr;
}

/// 0..255 in decimal, a dot behind it: an address is four copies instead of four conversions.
struct Octet
{
    std::array<char, 4> text;
    std::uint8_t digits;
};
constexpr std::array<Octet, 256> kOctets = [] {
    std::array<Octet, 256> octets{};
    for (unsigned value = 0; value < octets.size(); ++value) {
        Octet &octet = octets[value];
        for (unsigned place = value >= 100 ? 100 : value >= 10 ? 10 : 1; place > 0; place /= 10)
            octet.text[octet.digits++] = static_cast<char>('0' + value / place % 10);
        octet.text[octet.digits] = '.';
    }
    return octets;
}();

template <typename Value>
std::string textOf(const Value &value)
{
    std::array<char, Value::kTextSize> text;
    return {text.data(), value.writeTo(text.data())};
}

Ipv4 withoutHostBits(const Ipv4 &address, int length) noexcept
{
    return Ipv4(address.bits() & maskOf(length).bits());
}

Ipv6 withoutHostBits(const Ipv6 &address, int length) noexcept
{
    Ipv6::Bytes bytes = address.bytes();
    for (int i = 0; i < 16; ++i) {
        const int kept = std::clamp(length - 8 * i, 0, 8);
        auto &byte = bytes[static_cast<std::size_t>(i)];
        byte = static_cast<std::uint8_t>(byte & (0xff00 >> kept));
    }
    return Ipv6(bytes);
}

template <typename Address, int MaxLength>
Result<InterfaceAddress<Address, MaxLength>> parseWithLength(std::string_view text, std::string_view example)
{
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos)
        return failure(ErrorCode::BadSyntax, fmt::format("'{}' has no prefix length; write it like {}", text, example));
    const auto address = Address::parse(text.substr(0, slash));
    if (!address)
        return tl::unexpected(address.error());
    const auto length = decimal(text.substr(slash + 1));
    if (!length)
        return failure(ErrorCode::BadSyntax, fmt::format("'{}' has no number after the slash; write it like {}", text, example));
    if (*length > static_cast<std::uint32_t>(MaxLength))
        return failure(ErrorCode::OutOfRange, fmt::format("prefix length {} in '{}' is not in 0..{}", *length, text, MaxLength));
    return InterfaceAddress<Address, MaxLength>{*address, static_cast<std::uint8_t>(*length)};
}

} // namespace

Result<Ipv4> Ipv4::parse(std::string_view text)
{
    if (const auto address = dottedQuad(text))
        return *address;
    return failure(ErrorCode::BadSyntax,
                   fmt::format("'{}' is not an IPv4 address; write four numbers 0..255 without leading zeros, like 10.0.1.1", text));
}

char *Ipv4::writeTo(char *at) const noexcept
{
    for (const int shift : {24, 16, 8}) {
        const Octet &octet = kOctets[(m_bits >> shift) & 0xff];
        std::memcpy(at, octet.text.data(), 4);
        at += octet.digits + 1;
    }
    const Octet &last = kOctets[m_bits & 0xff];
    std::memcpy(at, last.text.data(), 3);
    return at + last.digits;
}

std::string Ipv4::toString() const
{
    return textOf(*this);
}

Result<Ipv6> Ipv6::parse(std::string_view text)
{
    const auto refused = [text] {
        return failure(ErrorCode::BadSyntax, fmt::format("'{}' is not an IPv6 address; write it like 2001:db8::1", text));
    };
    Groups groups{};
    const std::size_t gap = text.find("::");
    if (gap == std::string_view::npos) {
        const auto count = readGroups(text, groups, true);
        if (count != groups.size())
            return refused();
        return fromGroups(groups);
    }
    Groups tail{};
    const auto headCount = readGroups(text.substr(0, gap), groups, false);
    const auto tailCount = readGroups(text.substr(gap + 2), tail, true);
    // "::" stands for one or more zero groups (RFC 4291 section 2.2).
    if (!headCount || !tailCount || *headCount + *tailCount >= groups.size())
        return refused();
    std::copy_n(tail.begin(), *tailCount, groups.end() - static_cast<std::ptrdiff_t>(*tailCount));
    return fromGroups(groups);
}

char *Ipv6::writeTo(char *at) const noexcept
{
    Groups groups{};
    for (std::size_t i = 0; i < groups.size(); ++i)
        groups[i] = static_cast<std::uint16_t>((m_bytes[2 * i] << 8) | m_bytes[2 * i + 1]);

    // RFC 5952 section 5: the mixed form where the prefix says that an IPv4 address is inside (::ffff:0:0/96).
    if (std::all_of(groups.begin(), groups.begin() + 5, [](std::uint16_t g) { return g == 0; }) && groups[5] == 0xffff)
        return Ipv4(m_bytes[12], m_bytes[13], m_bytes[14], m_bytes[15]).writeTo(std::ranges::copy("::ffff:"sv, at).out);

    const auto [start, length] = longestZeroRun(groups);
    bool needsColon = false;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (length > 0 && i == start) {
            at = std::ranges::copy("::"sv, at).out;
            i += length - 1;
            needsColon = false;
            continue;
        }
        if (needsColon)
            *at++ = ':';
        at = writeNumber(at, groups[i], 4, 16);
        needsColon = true;
    }
    return at;
}

std::string Ipv6::toString() const
{
    return textOf(*this);
}

Ipv6 Ipv6::plus(std::uint64_t step) const noexcept
{
    Bytes bytes = m_bytes;
    std::uint64_t carry = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) {
        const std::uint64_t sum = bytes[i] + (step & 0xff) + carry;
        bytes[i] = static_cast<std::uint8_t>(sum & 0xff);
        carry = sum >> 8;
        step >>= 8;
    }
    return Ipv6(bytes);
}

Ipv4 maskOf(int length) noexcept
{
    const int kept = std::clamp(length, 0, 32);
    return Ipv4(kept == 0 ? 0 : ~std::uint32_t{0} << (32 - kept));
}

template <typename Address, int MaxLength>
Prefix<Address, MaxLength>::Prefix(const Address &address, int length) noexcept
    : m_address(withoutHostBits(address, std::clamp(length, 0, MaxLength))),
      m_length(static_cast<std::uint8_t>(std::clamp(length, 0, MaxLength)))
{
}

template <typename Address, int MaxLength>
bool Prefix<Address, MaxLength>::contains(const Address &address) const noexcept
{
    return withoutHostBits(address, m_length) == m_address;
}

template <typename Address, int MaxLength>
Result<Prefix<Address, MaxLength>> Prefix<Address, MaxLength>::parse(std::string_view text)
{
    const auto parsed = parseWithLength<Address, MaxLength>(text, MaxLength == 32 ? "10.0.0.0/30" : "2001:db8::/64");
    if (!parsed)
        return tl::unexpected(parsed.error());
    const Prefix prefix(parsed->address, parsed->length);
    if (prefix.m_address != parsed->address)
        return failure(ErrorCode::BadSyntax, fmt::format("'{}' has bits beyond its length; the prefix is {}", text, prefix.toString()));
    return prefix;
}

template <typename Address, int MaxLength>
std::string Prefix<Address, MaxLength>::toString() const
{
    return fmt::format("{}/{}", m_address.toString(), m_length);
}

template class Prefix<Ipv4, 32>;
template class Prefix<Ipv6, 128>;

Result<Ipv4Interface> parseIpv4Interface(std::string_view text)
{
    return parseWithLength<Ipv4, 32>(text, "10.0.1.1/30");
}

Result<Ipv6Interface> parseIpv6Interface(std::string_view text)
{
    return parseWithLength<Ipv6, 128>(text, "2001:db8:100::1/64");
}

std::string toString(const Ipv4Interface &value)
{
    return fmt::format("{}/{}", value.address.toString(), value.length);
}

std::string toString(const Ipv6Interface &value)
{
    return fmt::format("{}/{}", value.address.toString(), value.length);
}

Ipv4Prefix prefixOf(const Ipv4Interface &value) noexcept
{
    return {value.address, value.length};
}

Ipv6Prefix prefixOf(const Ipv6Interface &value) noexcept
{
    return {value.address, value.length};
}

Result<Mac> Mac::parse(std::string_view text)
{
    const auto refused = [text] {
        return failure(ErrorCode::BadSyntax, fmt::format("'{}' is not a MAC address; write it like 0200-5e00-0101", text));
    };
    const bool colons = text.find(':') != std::string_view::npos;
    const std::size_t digits = colons ? 2 : 4;
    const std::size_t groups = 12 / digits;
    const char separator = colons ? ':' : '-';
    if (text.size() != 12 + groups - 1)
        return refused();
    Bytes bytes{};
    for (std::size_t i = 0; i < groups; ++i) {
        const std::size_t from = i * (digits + 1);
        const auto value = hexadecimal(text.substr(from, digits), digits, digits);
        if (!value || (i > 0 && text[from - 1] != separator))
            return refused();
        if (colons) {
            bytes[i] = static_cast<std::uint8_t>(*value);
        } else {
            bytes[2 * i] = static_cast<std::uint8_t>(*value >> 8);
            bytes[2 * i + 1] = static_cast<std::uint8_t>(*value & 0xff);
        }
    }
    return Mac(bytes);
}

char *Mac::writeTo(char *at) const noexcept
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    for (std::size_t i = 0; i < m_bytes.size(); ++i) {
        if (i > 0 && i % 2 == 0)
            *at++ = '-';
        *at++ = kDigits[m_bytes[i] >> 4];
        *at++ = kDigits[m_bytes[i] & 0xf];
    }
    return at;
}

std::string Mac::toString() const
{
    return textOf(*this);
}

Result<RouteDistinguisher> RouteDistinguisher::parse(std::string_view text)
{
    const std::size_t colon = text.find(':');
    const auto number = colon == std::string_view::npos ? std::nullopt : decimal(text.substr(colon + 1));
    const auto head = text.substr(0, colon);
    const auto quad = dottedQuad(head);
    const auto as = decimal(head);
    if (!number || (!quad && !as))
        return failure(ErrorCode::BadSyntax,
                       fmt::format("'{}' is not AS:number or address:number; write it like 65001:100 or 10.0.0.1:5", text));
    // Two bytes are left for the number where four hold an address or a four-byte AS (RFC 4364 section 4.2).
    if ((quad || *as > 65535) && *number > 65535)
        return failure(ErrorCode::OutOfRange, fmt::format("number {} in '{}' is not in 0..65535, which {} leaves room for", *number, text,
                                                          quad ? "an address" : "a four-byte AS number"));
    return RouteDistinguisher{quad ? quad->bits() : *as, *number, quad.has_value()};
}

char *RouteDistinguisher::writeTo(char *at) const noexcept
{
    at = ipv4 ? Ipv4(administrator).writeTo(at) : writeNumber(at, administrator, kDecimalDigits);
    *at++ = ':';
    return writeNumber(at, number, kDecimalDigits);
}

std::string RouteDistinguisher::toString() const
{
    return textOf(*this);
}

} // namespace sidestep

std::size_t std::hash<sidestep::Ipv6>::operator()(const sidestep::Ipv6 &a) const noexcept
{
    // FNV-1a, 64 bits.
    std::uint64_t mixed = 0xcbf29ce484222325U;
    for (const std::uint8_t byte : a.bytes())
        mixed = (mixed ^ byte) * 0x100000001b3U;
    return static_cast<std::size_t>(mixed);
}
