// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/journal_records.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>

namespace sidestep::store {

namespace {

constexpr std::size_t kFrame = 18; // "llllllll cccccccc "

constexpr std::array<std::uint32_t, 256> crcTable()
{
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < table.size(); ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = (value >> 1U) ^ ((value & 1U) != 0 ? 0xEDB88320U : 0U);
        table[i] = value;
    }
    return table;
}

std::optional<std::uint32_t> hexadecimal(std::string_view digits)
{
    std::uint32_t value = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (problem != std::errc() || end != digits.data() + digits.size())
        return std::nullopt;
    return value;
}

} // namespace

std::uint32_t crc32(std::string_view bytes) noexcept
{
    static constexpr auto kTable = crcTable();
    std::uint32_t sum = 0xFFFFFFFFU;
    for (const char c : bytes)
        sum = (sum >> 8U) ^ kTable[(sum ^ static_cast<unsigned char>(c)) & 0xFFU];
    return ~sum;
}

std::string frameRecord(std::string_view json)
{
    return fmt::format("{:08x} {:08x} {}\n", json.size(), crc32(json), json);
}

RecordScan scanRecords(std::string_view bytes)
{
    RecordScan scan;
    while (bytes.size() - scan.goodBytes > kFrame) {
        const std::string_view rest = bytes.substr(scan.goodBytes);
        const auto length = hexadecimal(rest.substr(0, 8));
        const auto sum = hexadecimal(rest.substr(9, 8));
        if (!length || !sum || rest[8] != ' ' || rest[17] != ' ' || rest.size() < kFrame + *length + 1 || rest[kFrame + *length] != '\n')
            break;
        const std::string_view json = rest.substr(kFrame, *length);
        if (crc32(json) != *sum)
            break;
        scan.records.push_back(json);
        scan.goodBytes += kFrame + *length + 1;
    }
    return scan;
}

} // namespace sidestep::store
