// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/units.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace sidestep::report {

/// A capture file with Ethernet interfaces and nanosecond stamps (draft-ietf-opsawg-pcapng sections 4.1 to 4.3), little-endian
/// on every machine.
class PcapngWriter
{
public:
    explicit PcapngWriter(std::string_view application);
    /// Interfaces are numbered from 0 in the order of these calls.
    void addInterface(std::string_view name, std::string_view description);
    /// A packet that the interface sends. Precondition: the interface was added. `comment` may be empty; more than 65535 bytes of it are cut.
    void addPacket(std::uint32_t interface, SimTime time, std::span<const std::uint8_t> frame, std::string_view comment);
    [[nodiscard]] const std::string &bytes() const { return m_out; }

private:
    void block(std::uint32_t type, std::string_view body);

    std::string m_out;
};

} // namespace sidestep::report
