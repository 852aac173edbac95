// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/capture/bytes.h"

namespace sidestep::report {

Bytes &Bytes::u8(std::uint32_t value)
{
    m_data.push_back(static_cast<std::uint8_t>(value));
    return *this;
}

Bytes &Bytes::u16(std::uint32_t value)
{
    return u8(value >> 8).u8(value);
}

Bytes &Bytes::u24(std::uint32_t value)
{
    return u8(value >> 16).u16(value);
}

Bytes &Bytes::u32(std::uint32_t value)
{
    return u16(value >> 16).u16(value);
}

Bytes &Bytes::zeros(std::size_t count)
{
    m_data.insert(m_data.end(), count, 0);
    return *this;
}

Bytes &Bytes::text(std::string_view value)
{
    m_data.insert(m_data.end(), value.begin(), value.end());
    return *this;
}

Bytes &Bytes::add(std::span<const std::uint8_t> other)
{
    m_data.insert(m_data.end(), other.begin(), other.end());
    return *this;
}

Bytes &Bytes::shortTlv(std::uint32_t type, const Bytes &value)
{
    return u8(type).u8(static_cast<std::uint32_t>(value.size())).add(value);
}

Bytes &Bytes::longTlv(std::uint32_t type, const Bytes &value)
{
    return u16(type).u16(static_cast<std::uint32_t>(value.size())).add(value);
}

void Bytes::patch16(std::size_t at, std::uint32_t value)
{
    m_data[at] = static_cast<std::uint8_t>(value >> 8);
    m_data[at + 1] = static_cast<std::uint8_t>(value);
}

std::uint16_t internetChecksum(std::span<const std::uint8_t> data, std::uint32_t start)
{
    std::uint64_t sum = start;
    for (std::size_t i = 0; i < data.size(); ++i)
        sum += static_cast<std::uint32_t>(data[i]) << (i % 2 == 0 ? 8 : 0);
    while (sum >> 16 != 0)
        sum = (sum & 0xFFFF) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum & 0xFFFF);
}

} // namespace sidestep::report
