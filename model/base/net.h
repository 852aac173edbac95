// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace sidestep {

/// IPv4 address as a host-order number.
class Ipv4
{
public:
    constexpr Ipv4() noexcept = default;
    constexpr explicit Ipv4(std::uint32_t bits) noexcept : m_bits(bits) {}
    constexpr Ipv4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) noexcept
        : m_bits((std::uint32_t{a} << 24) | (std::uint32_t{b} << 16) | (std::uint32_t{c} << 8) | d) {}
    [[nodiscard]] constexpr std::uint32_t bits() const noexcept { return m_bits; }

    /// Strict dotted quad: four decimal parts 0..255, no leading zero, nothing around. Errors: BadSyntax.
    [[nodiscard]] static Result<Ipv4> parse(std::string_view text);
    [[nodiscard]] std::string toString() const;
    static constexpr std::size_t kTextSize = 15; ///< bytes of the longest text
    /// Writes the text at `at`, which has room for kTextSize bytes; returns its end, as std::to_chars does.
    char *writeTo(char *at) const noexcept;
    friend constexpr auto operator<=>(const Ipv4 &, const Ipv4 &) noexcept = default;

private:
    std::uint32_t m_bits = 0;
};

/// IPv6 address, 16 bytes in network order.
class Ipv6
{
public:
    using Bytes = std::array<std::uint8_t, 16>;
    constexpr Ipv6() noexcept = default;
    constexpr explicit Ipv6(const Bytes &bytes) noexcept : m_bytes(bytes) {}
    [[nodiscard]] constexpr const Bytes &bytes() const noexcept { return m_bytes; }

    /// RFC 4291 section 2.2 forms, with "::" and a trailing dotted quad; no zone. Errors: BadSyntax.
    [[nodiscard]] static Result<Ipv6> parse(std::string_view text);
    /// Canonical text of RFC 5952 (lower case, longest zero run shortened, first one on a tie).
    [[nodiscard]] std::string toString() const;
    static constexpr std::size_t kTextSize = 39;
    char *writeTo(char *at) const noexcept; ///< as Ipv4::writeTo
    /// The address plus `step` as a 128-bit number; wraps at the end.
    [[nodiscard]] Ipv6 plus(std::uint64_t step) const noexcept;
    friend constexpr auto operator<=>(const Ipv6 &, const Ipv6 &) noexcept = default;

private:
    Bytes m_bytes{};
};

/// An address with a prefix length, host bits kept: what stands on an interface.
template <typename Address, int MaxLength>
struct InterfaceAddress
{
    static constexpr int kMaxLength = MaxLength;
    Address address;
    std::uint8_t length = MaxLength; ///< 0..MaxLength
    friend constexpr auto operator<=>(const InterfaceAddress &, const InterfaceAddress &) noexcept = default;
};
using Ipv4Interface = InterfaceAddress<Ipv4, 32>;
using Ipv6Interface = InterfaceAddress<Ipv6, 128>;

/// A prefix; host bits are always zero (the constructor functions clear or refuse them).
template <typename Address, int MaxLength>
class Prefix
{
public:
    static constexpr int kMaxLength = MaxLength;
    constexpr Prefix() noexcept = default;
    /// Clears host bits. `length` is clamped to 0..MaxLength.
    Prefix(const Address &address, int length) noexcept;
    [[nodiscard]] const Address &address() const noexcept { return m_address; }
    [[nodiscard]] int length() const noexcept { return m_length; }
    [[nodiscard]] bool contains(const Address &address) const noexcept;
    [[nodiscard]] bool contains(const Prefix &other) const noexcept
    {
        return other.m_length >= m_length && contains(other.m_address);
    }
    /// "10.0.0.0/30" or "2001:db8::/64"; a length is required, host bits must be zero. Errors: BadSyntax, OutOfRange.
    [[nodiscard]] static Result<Prefix> parse(std::string_view text);
    [[nodiscard]] std::string toString() const;
    friend constexpr auto operator<=>(const Prefix &, const Prefix &) noexcept = default;

private:
    Address m_address{};
    std::uint8_t m_length = 0;
};
using Ipv4Prefix = Prefix<Ipv4, 32>;
using Ipv6Prefix = Prefix<Ipv6, 128>;

/// "10.0.1.1/30": an address with its length, host bits kept. Errors: BadSyntax, OutOfRange.
[[nodiscard]] Result<Ipv4Interface> parseIpv4Interface(std::string_view text);
[[nodiscard]] Result<Ipv6Interface> parseIpv6Interface(std::string_view text);
[[nodiscard]] std::string toString(const Ipv4Interface &value);
[[nodiscard]] std::string toString(const Ipv6Interface &value);
[[nodiscard]] Ipv4Prefix prefixOf(const Ipv4Interface &value) noexcept;
[[nodiscard]] Ipv6Prefix prefixOf(const Ipv6Interface &value) noexcept;
/// Dotted mask of a length, 0..32: 30 gives 255.255.255.252.
[[nodiscard]] Ipv4 maskOf(int length) noexcept;

/// Ethernet address, 48 bits.
class Mac
{
public:
    using Bytes = std::array<std::uint8_t, 6>;
    constexpr Mac() noexcept = default;
    constexpr explicit Mac(const Bytes &bytes) noexcept : m_bytes(bytes) {}
    [[nodiscard]] constexpr const Bytes &bytes() const noexcept { return m_bytes; }
    [[nodiscard]] constexpr bool isMulticast() const noexcept { return (m_bytes[0] & 1) != 0; }

    /// VRP form "0200-5e00-0101" or colon form "02:00:5e:00:01:01". Errors: BadSyntax.
    [[nodiscard]] static Result<Mac> parse(std::string_view text);
    /// VRP form, lower case (`vrp.md` section 1: `mac-address <H-H-H>`).
    [[nodiscard]] std::string toString() const;
    static constexpr std::size_t kTextSize = 14;
    char *writeTo(char *at) const noexcept; ///< as Ipv4::writeTo
    friend constexpr auto operator<=>(const Mac &, const Mac &) noexcept = default;

private:
    Bytes m_bytes{};
};

/// BGP route distinguisher or route target, "65001:11" (RFC 4364 section 4.2, type 0) or "10.0.0.1:5" (type 1).
struct RouteDistinguisher
{
    std::uint32_t administrator = 0; ///< AS number, or IPv4 address bits when `ipv4` is set
    std::uint32_t number = 0;        ///< 0..4294967295 for a 2-byte AS, else 0..65535
    bool ipv4 = false;

    [[nodiscard]] static Result<RouteDistinguisher> parse(std::string_view text);
    [[nodiscard]] std::string toString() const;
    static constexpr std::size_t kTextSize = Ipv4::kTextSize + 11;
    char *writeTo(char *at) const noexcept; ///< as Ipv4::writeTo
    friend constexpr auto operator<=>(const RouteDistinguisher &, const RouteDistinguisher &) noexcept = default;
};
using RouteTarget = RouteDistinguisher;

} // namespace sidestep

template <>
struct std::hash<sidestep::Ipv4>
{
    std::size_t operator()(const sidestep::Ipv4 &a) const noexcept { return std::hash<std::uint32_t>{}(a.bits()); }
};
template <>
struct std::hash<sidestep::Ipv6>
{
    std::size_t operator()(const sidestep::Ipv6 &a) const noexcept;
};
