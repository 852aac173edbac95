// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sidestep::test {

/// A pcapng file read by the letter of the draft (draft-ietf-opsawg-pcapng sections 3 and 4), apart from the code that writes it.
struct PcapngFile
{
    using Options = std::map<std::uint32_t, std::string>;
    struct Interface
    {
        std::uint32_t linkType = 0;
        Options options;
    };
    struct Packet
    {
        std::uint32_t interface = 0;
        std::uint64_t stamp = 0;
        std::string bytes;
        Options options;

        [[nodiscard]] std::uint32_t number(std::size_t at, std::size_t length) const; ///< in network order
    };
    Options section;
    std::vector<Interface> interfaces;
    std::vector<Packet> packets;
    std::string fault; ///< what is wrong with its form; empty: nothing
};

[[nodiscard]] PcapngFile readPcapng(const std::string &bytes);

} // namespace sidestep::test
