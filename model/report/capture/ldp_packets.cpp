// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/capture/session_packets.h"

namespace sidestep::report {
namespace {

constexpr std::uint32_t kNotification = 0x0001, kHello = 0x0100, kInitialization = 0x0200, kKeepalive = 0x0201, kAddress = 0x0300, kMapping = 0x0400,
                        kWithdraw = 0x0402;
constexpr std::uint32_t kFecTlv = 0x0100, kAddressListTlv = 0x0101, kLabelTlv = 0x0200, kStatusTlv = 0x0300, kHelloTlv = 0x0400, kTransportTlv = 0x0401,
                        kSessionTlv = 0x0500;
constexpr std::uint32_t kPwStatusTlv = 0x896A; ///< 0x096A with the U bit (RFC 8077 section 5.4.2)
constexpr std::uint32_t kStatusOfPw = 0x28;
constexpr std::uint32_t kShutdown = 0x8000000A; ///< fatal (RFC 5036 section 4.9)
constexpr std::uint32_t kPwidElement = 0x80;

Bytes pdu(LdpSender from, std::uint32_t type, const Bytes &parameters)
{
    const auto length = static_cast<std::uint32_t>(parameters.size() + 4);
    Bytes bytes;
    bytes.u16(1).u16(length + 10).add(from.lsr).u16(0);
    return bytes.u16(type).u16(length).u32(from.id).add(parameters);
}

/// `interface`: with the interface parameters, which only a mapping has.
Bytes fecTlv(const PwFec &fec, bool interface)
{
    constexpr std::uint32_t kMtu = 1;
    Bytes element;
    element.u8(kPwidElement).u16((fec.controlWord ? 0x8000U : 0U) | fec.type).u8(interface ? 8 : 4).u32(0).u32(fec.vcId);
    if (interface)
        element.u8(kMtu).u8(4).u16(fec.mtu);
    return Bytes().longTlv(kFecTlv, element);
}

Bytes status(std::uint32_t code)
{
    return Bytes().longTlv(kStatusTlv, Bytes().u32(code).u32(0).u16(0));
}

Bytes pwStatus(std::uint32_t bits)
{
    return Bytes().longTlv(kPwStatusTlv, Bytes().u32(bits));
}

} // namespace

Bytes ldpHello(LdpSender from, std::uint32_t holdSeconds, bool targeted)
{
    Bytes parameters;
    parameters.longTlv(kHelloTlv, Bytes().u16(holdSeconds).u16(targeted ? 0xC000 : 0)).longTlv(kTransportTlv, Bytes().add(from.lsr));
    return pdu(from, kHello, parameters);
}

Bytes ldpInitialization(LdpSender from, Ipv4 to, std::uint32_t keepaliveSeconds)
{
    return pdu(from, kInitialization, Bytes().longTlv(kSessionTlv, Bytes().u16(1).u16(keepaliveSeconds).u16(0).u16(0).add(to).u16(0)));
}

Bytes ldpKeepalive(LdpSender from)
{
    return pdu(from, kKeepalive, {});
}

Bytes ldpAddress(LdpSender from, const std::vector<Ipv4> &addresses)
{
    Bytes list;
    list.u16(1); // IPv4
    for (const Ipv4 address : addresses)
        list.add(address);
    return pdu(from, kAddress, Bytes().longTlv(kAddressListTlv, list));
}

Bytes ldpShutdown(LdpSender from)
{
    return pdu(from, kNotification, status(kShutdown));
}

Bytes ldpPwMapping(LdpSender from, const PwFec &fec, std::uint32_t label, std::uint32_t bits)
{
    return pdu(from, kMapping, fecTlv(fec, true).longTlv(kLabelTlv, Bytes().u32(label)).add(pwStatus(bits)));
}

Bytes ldpPwWithdraw(LdpSender from, const PwFec &fec, std::uint32_t label)
{
    return pdu(from, kWithdraw, fecTlv(fec, false).longTlv(kLabelTlv, Bytes().u32(label)));
}

Bytes ldpPwStatus(LdpSender from, const PwFec &fec, std::uint32_t bits)
{
    return pdu(from, kNotification, status(kStatusOfPw).add(pwStatus(bits)).add(fecTlv(fec, false)));
}

} // namespace sidestep::report
