// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/report/pcapng_file.h"

namespace sidestep::test {
namespace {

constexpr std::uint32_t kSection = 0x0A0D0D0A, kInterface = 1, kPacket = 6;

std::uint32_t little(const std::string &bytes, std::size_t at, std::size_t length)
{
    std::uint32_t value = 0;
    for (std::size_t i = length; i > 0; --i)
        value = value << 8 | static_cast<std::uint8_t>(bytes[at + i - 1]);
    return value;
}

std::size_t padded(std::size_t length)
{
    return (length + 3) / 4 * 4;
}

PcapngFile::Options optionsIn(const std::string &body, std::size_t at, std::string &fault)
{
    PcapngFile::Options options;
    while (at + 4 <= body.size()) {
        const std::uint32_t code = little(body, at, 2);
        const std::uint32_t length = little(body, at + 2, 2);
        if (code == 0) {
            if (length != 0 || at + 4 != body.size())
                fault = "the end of options is not the end of the block";
            return options;
        }
        if (at + 4 + length > body.size()) {
            fault = "an option is longer than its block";
            return options;
        }
        options[code] = body.substr(at + 4, length);
        at += 4 + padded(length);
    }
    fault = "options do not end";
    return options;
}

} // namespace

std::uint32_t PcapngFile::Packet::number(std::size_t at, std::size_t length) const
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < length; ++i)
        value = value << 8 | static_cast<std::uint8_t>(bytes.at(at + i));
    return value;
}

PcapngFile readPcapng(const std::string &bytes)
{
    PcapngFile file;
    std::size_t at = 0;
    while (at < bytes.size() && file.fault.empty()) {
        if (at + 12 > bytes.size()) {
            file.fault = "a block is cut off";
            break;
        }
        const std::uint32_t type = little(bytes, at, 4);
        const std::uint32_t length = little(bytes, at + 4, 4);
        if (length < 12 || length % 4 != 0 || at + length > bytes.size() || little(bytes, at + length - 4, 4) != length) {
            file.fault = "the two lengths of a block differ, or are no multiple of four";
            break;
        }
        const std::string body = bytes.substr(at + 8, length - 12);
        if ((at == 0) != (type == kSection)) {
            file.fault = "the section header is not first, or not alone";
        } else if (type == kSection) {
            if (little(body, 0, 4) != 0x1A2B3C4D || little(body, 4, 2) != 1 || little(body, 6, 2) != 0)
                file.fault = "byte order or version";
            file.section = optionsIn(body, 16, file.fault);
        } else if (type == kInterface) {
            if (!file.packets.empty())
                file.fault = "an interface after a packet";
            file.interfaces.push_back({little(body, 0, 2), optionsIn(body, 8, file.fault)});
        } else if (type == kPacket) {
            const std::uint32_t captured = little(body, 12, 4);
            if (captured != little(body, 16, 4) || 20 + captured > body.size() || little(body, 0, 4) >= file.interfaces.size()) {
                file.fault = "a packet's lengths or its interface";
                break;
            }
            const std::uint64_t stamp = std::uint64_t{little(body, 4, 4)} << 32 | little(body, 8, 4);
            file.packets.push_back({little(body, 0, 4), stamp, body.substr(20, captured), optionsIn(body, 20 + padded(captured), file.fault)});
        } else {
            file.fault = "a block of an unknown type";
        }
        at += length;
    }
    return file;
}

} // namespace sidestep::test
