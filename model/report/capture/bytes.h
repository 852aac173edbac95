// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/net.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace sidestep::report {

/// Bytes of a packet, in network order, built from front to back.
class Bytes
{
public:
    Bytes &u8(std::uint32_t value);
    Bytes &u16(std::uint32_t value);
    Bytes &u24(std::uint32_t value);
    Bytes &u32(std::uint32_t value);
    Bytes &zeros(std::size_t count);
    Bytes &text(std::string_view value);
    Bytes &add(std::span<const std::uint8_t> other);
    Bytes &add(const Bytes &other) { return add(other.m_data); }
    Bytes &add(Ipv4 address) { return u32(address.bits()); }
    /// Type and length of one byte each, then the value (IS-IS, BGP capabilities). Precondition: at most 255 bytes.
    Bytes &shortTlv(std::uint32_t type, const Bytes &value);
    /// Type and length of two bytes each, then the value (LDP).
    Bytes &longTlv(std::uint32_t type, const Bytes &value);
    /// Overwrites two bytes that stand already.
    void patch16(std::size_t at, std::uint32_t value);

    [[nodiscard]] std::size_t size() const { return m_data.size(); }
    [[nodiscard]] std::span<const std::uint8_t> span() const { return m_data; }

private:
    std::vector<std::uint8_t> m_data;
};

/// Ones' complement sum of 16-bit words (RFC 1071).
[[nodiscard]] std::uint16_t internetChecksum(std::span<const std::uint8_t> data, std::uint32_t start = 0);

} // namespace sidestep::report
