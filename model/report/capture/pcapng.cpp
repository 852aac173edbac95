// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/capture/pcapng.h"

namespace sidestep::report {
namespace {

constexpr std::uint32_t kSectionHeader = 0x0A0D0D0A;
constexpr std::uint32_t kInterfaceDescription = 1;
constexpr std::uint32_t kEnhancedPacket = 6;
constexpr std::uint32_t kByteOrderMagic = 0x1A2B3C4D;
constexpr std::uint32_t kEthernet = 1;

constexpr std::uint32_t kComment = 1;
constexpr std::uint32_t kPacketFlags = 2;
constexpr std::string_view kOutbound{"\x02\0\0\0", 4};
constexpr std::uint32_t kInterfaceName = 2;
constexpr std::uint32_t kInterfaceText = 3;
constexpr std::uint32_t kApplication = 4;
constexpr std::uint32_t kTimeResolution = 9;
constexpr std::string_view kNanoseconds{"\x09", 1};

void put(std::string &out, std::uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; ++i)
        out.push_back(static_cast<char>((value >> (8 * i)) & 0xFF));
}

void pad(std::string &out)
{
    while (out.size() % 4 != 0)
        out.push_back('\0');
}

void option(std::string &out, std::uint32_t code, std::string_view value)
{
    if (value.empty())
        return;
    value = value.substr(0, 0xFFFF);
    put(out, code, 2);
    put(out, static_cast<std::uint32_t>(value.size()), 2);
    out += value;
    pad(out);
}

void endOfOptions(std::string &out)
{
    put(out, 0, 4);
}

} // namespace

PcapngWriter::PcapngWriter(std::string_view application)
{
    std::string body;
    put(body, kByteOrderMagic, 4);
    put(body, 1, 2); // version 1.0
    put(body, 0, 2);
    put(body, 0xFFFFFFFF, 4); // length of the section: not stated
    put(body, 0xFFFFFFFF, 4);
    option(body, kApplication, application);
    endOfOptions(body);
    block(kSectionHeader, body);
}

void PcapngWriter::addInterface(std::string_view name, std::string_view description)
{
    std::string body;
    put(body, kEthernet, 2);
    put(body, 0, 2);
    put(body, 0, 4); // no limit of packet length
    option(body, kInterfaceName, name);
    option(body, kInterfaceText, description);
    option(body, kTimeResolution, kNanoseconds);
    endOfOptions(body);
    block(kInterfaceDescription, body);
}

void PcapngWriter::addPacket(std::uint32_t interface, SimTime time, std::span<const std::uint8_t> frame, std::string_view comment)
{
    const auto stamp = static_cast<std::uint64_t>(time.time_since_epoch().count());
    const auto length = static_cast<std::uint32_t>(frame.size());
    std::string body;
    put(body, interface, 4);
    put(body, static_cast<std::uint32_t>(stamp >> 32), 4);
    put(body, static_cast<std::uint32_t>(stamp), 4);
    put(body, length, 4);
    put(body, length, 4);
    body.append(frame.begin(), frame.end());
    pad(body);
    option(body, kComment, comment);
    option(body, kPacketFlags, kOutbound);
    endOfOptions(body);
    block(kEnhancedPacket, body);
}

void PcapngWriter::block(std::uint32_t type, std::string_view body)
{
    const auto length = static_cast<std::uint32_t>(body.size() + 12);
    put(m_out, type, 4);
    put(m_out, length, 4);
    m_out += body;
    put(m_out, length, 4);
}

} // namespace sidestep::report
