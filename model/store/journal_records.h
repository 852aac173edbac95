// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The frame around journal records: "LENGTH CRC32 JSON\n", both numbers eight hexadecimal digits, the length that of the JSON.
namespace sidestep::store {

[[nodiscard]] std::string frameRecord(std::string_view json);

struct RecordScan
{
    std::vector<std::string_view> records; ///< whole ones, in order, without their frames
    std::size_t goodBytes = 0;             ///< up to the end of the last whole record; what follows is torn
};

/// Reads records until the first one that is not whole. The views point into `bytes`.
[[nodiscard]] RecordScan scanRecords(std::string_view bytes);

/// CRC-32 of ISO 3309 (polynomial 0xEDB88320), as in zip and Ethernet.
[[nodiscard]] std::uint32_t crc32(std::string_view bytes) noexcept;

} // namespace sidestep::store
