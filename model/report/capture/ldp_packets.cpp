// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/capture/session_packets.h"

namespace sidestep::report {
namespace {

constexpr std::uint32_t kNotification = 0x0001, kHello = 0x0100, kInitialization = 0x0200, kKeepalive = 0x0201, kAddress = 0x0300, kMapping = 0x0400,
                        kWithdraw = 0x0402, kRelease = 0x0403;
constexpr std::uint32_t kFecTlv = 0x0100, kAddressListTlv = 0x0101, kLabelTlv = 0x0200, kStatusTlv = 0x0300, kHelloTlv = 0x0400, kTransportTlv = 0x0401,
                        kSessionTlv = 0x0500;
constexpr std::uint32_t kPwStatusTlv = 0x896A; ///< 0x096A with the U bit (RFC 8077 section 5.4.2)
constexpr std::uint32_t kStatusOfPw = 0x28;
constexpr std::uint32_t kPrefixElement = 0x02, kPwidElement = 0x80;
constexpr std::uint32_t kIpv4Family = 1;

Bytes pdu(LdpSender from, std::uint32_t type, const Bytes &parameters)
{
    const auto length = static_cast<std::uint32_t>(parameters.size() + 4);
    Bytes bytes;
    bytes.u16(1).u16(length + 10).add(from.lsr).u16(0);
    return bytes.u16(type).u16(length).u32(from.id).add(parameters);
}

/// RFC 4446 section 3.3 and RFC 5085 section 8.1.
Bytes interfaceParameters(const PwFec &fec)
{
    constexpr std::uint32_t kMtu = 0x01, kVccv = 0x0C;
    constexpr std::uint32_t kByControlWord = 0x01, kLspPing = 0x02, kBfdWithoutIp = 0x10;
    Bytes parameters;
    parameters.u8(kMtu).u8(4).u16(fec.mtu);
    if (fec.controlWord)
        parameters.u8(kVccv).u8(4).u8(kByControlWord).u8(kLspPing | (fec.bfd ? kBfdWithoutIp : 0U));
    return parameters;
}

/// `parameters`: only a mapping has them.
Bytes fecTlv(const PwFec &fec, const Bytes &parameters = {})
{
    Bytes element;
    element.u8(kPwidElement).u16((fec.controlWord ? 0x8000U : 0U) | fec.type).u8(static_cast<std::uint32_t>(4 + parameters.size())).u32(0).u32(fec.vcId).add(parameters);
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

Bytes ldpInitialization(LdpSender from, Ipv4 to, std::uint32_t keepaliveSeconds, bool kept)
{
    constexpr std::uint32_t kFaultTolerantTlv = 0x8503, kLearnFromNetwork = 0x0001;
    constexpr std::uint32_t kReconnectMilliseconds = 300'000, kRecoveryMilliseconds = 300'000;
    Bytes parameters;
    parameters.longTlv(kSessionTlv, Bytes().u16(1).u16(keepaliveSeconds).u16(0).u16(0).add(to).u16(0));
    parameters.longTlv(kFaultTolerantTlv, Bytes().u16(kLearnFromNetwork).u16(0).u32(kReconnectMilliseconds).u32(kept ? kRecoveryMilliseconds : 0));
    return pdu(from, kInitialization, parameters);
}

Bytes ldpKeepalive(LdpSender from)
{
    return pdu(from, kKeepalive, {});
}

Bytes ldpAddress(LdpSender from, const std::vector<Ipv4> &addresses)
{
    Bytes list;
    list.u16(kIpv4Family);
    for (const Ipv4 address : addresses)
        list.add(address);
    return pdu(from, kAddress, Bytes().longTlv(kAddressListTlv, list));
}

Bytes ldpNotification(LdpSender from, std::uint32_t code)
{
    return pdu(from, kNotification, status(code));
}

Bytes ldpPrefixMapping(LdpSender from, Ipv4 host, std::uint32_t label)
{
    Bytes element;
    element.u8(kPrefixElement).u16(kIpv4Family).u8(32).add(host);
    return pdu(from, kMapping, Bytes().longTlv(kFecTlv, element).longTlv(kLabelTlv, Bytes().u32(label)));
}

Bytes ldpPwMapping(LdpSender from, const PwFec &fec, std::uint32_t label, std::optional<std::uint32_t> bits)
{
    Bytes parameters = fecTlv(fec, interfaceParameters(fec)).longTlv(kLabelTlv, Bytes().u32(label));
    if (bits)
        parameters.add(pwStatus(*bits));
    return pdu(from, kMapping, parameters);
}

Bytes ldpPwWithdraw(LdpSender from, const PwFec &fec, std::uint32_t label)
{
    return pdu(from, kWithdraw, fecTlv(fec).longTlv(kLabelTlv, Bytes().u32(label)));
}

Bytes ldpPwRelease(LdpSender from, const PwFec &fec, std::uint32_t label)
{
    return pdu(from, kRelease, fecTlv(fec).longTlv(kLabelTlv, Bytes().u32(label)));
}

Bytes ldpPwStatus(LdpSender from, const PwFec &fec, std::uint32_t bits)
{
    return pdu(from, kNotification, status(kStatusOfPw).add(pwStatus(bits)).add(fecTlv(fec)));
}

} // namespace sidestep::report
