// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/import/line_values.h"
#include "model/config/vrp/line.h"
#include "model/plan/plan.h"

#include <bit>

namespace sidestep::config::importing {

namespace {

std::optional<Ipv4Interface> ipv4Address(const LineValues &line)
{
    const auto address = line.parsed<Ipv4>("ip");
    auto mask = line.parsed<Ipv4>("mask");
    if (!mask)
        mask = line.parsed<Ipv4>("mask-length"); // saved as a mask
    if (!address || !mask || line.has(vrp::kSecondaryAddressWord))
        return std::nullopt;
    return Ipv4Interface{*address, static_cast<std::uint8_t>(std::popcount(mask->bits()))};
}

std::optional<Ipv6Interface> ipv6Address(const LineValues &line)
{
    std::string text = line.text("ipv6-prefix");
    if (text.empty())
        text = line.text("ipv6") + line.text("slash-length");
    const auto value = parseIpv6Interface(text);
    return value ? std::optional(*value) : std::nullopt;
}

PwRecord pseudowire(const LineValues &line)
{
    PwRecord pw;
    pw.line = line.source();
    pw.peer = line.parsed<Ipv4>("ip");
    pw.pwTemplate = line.text("template");
    line.read("vc-id", pw.vcId);
    pw.controlWord = line.has(vrp::kControlWord);
    pw.raw = line.has(vrp::kRawWord);
    pw.secondary = line.has(vrp::kBackupPwWords.front());
    pw.ignoreStandby = line.has(vrp::kIgnoreStandbyWord);
    return pw;
}

void readTracked(const LineValues &line, InterfaceRecord &interface)
{
    const auto address = line.parsed<Ipv6>("ipv6");
    const auto length = line.number<std::uint8_t>("length6");
    if (address && length)
        interface.tracked.push_back({line.source(), Ipv6Prefix(*address, *length), line.text("vpn")});
}

/// Lines of an attachment circuit or of a VE sub-interface; false: none of them.
bool readCircuitLine(const LineValues &line, InterfaceRecord &interface)
{
    switch (line.command()) {
    case Cmd::L2vc:
        if (!line.has(vrp::kBackupPwWords.back()))
            interface.pws.push_back(pseudowire(line));
        return true;
    case Cmd::Redundancy:
        interface.redundancy = line.has(vrp::wordOf<Cmd::Redundancy>(vrp::RedundancyWord::Master)) ? plan::RedundancyMode::Master
                                                                                                   : plan::RedundancyMode::Independent;
        return true;
    case Cmd::RerouteDelay:
        interface.reroute = plan::ReroutePolicy::Delay;
        line.read("reroute-s", interface.rerouteDelaySeconds);
        line.read("resume-s", interface.resumeSeconds);
        return true;
    case Cmd::RerouteImmediately:
        interface.reroute = plan::ReroutePolicy::Immediately;
        line.read("resume-s", interface.resumeSeconds);
        return true;
    case Cmd::RerouteNever:
        interface.reroute = plan::ReroutePolicy::Never;
        return true;
    case Cmd::StreamDualReceiving:
        interface.dualReceiving = true;
        return true;
    case Cmd::NdDualSending:
        interface.ndDualSending = true;
        return true;
    case Cmd::PwBfd:
        if (!line.has(vrp::kBackupPwWords.front()))
            readBfdTimers(line, interface.pwBfd.emplace());
        return true;
    case Cmd::L2vcAdmin:
        interface.managementPw = pseudowire(line);
        return true;
    case Cmd::AdminPwBfd:
        readBfdTimers(line, interface.pwBfd.emplace());
        return true;
    case Cmd::TrackAdminVc:
        if (!line.has(vrp::kBackupPwWords.back()))
            interface.managedBy[line.has(vrp::kBackupPwWords.front()) ? 1 : 0] = line.text("interface");
        return true;
    case Cmd::TrackRoute:
        readTracked(line, interface);
        return true;
    default:
        return false;
    }
}

/// Lines of a link's end; false: none of them.
bool readLinkLine(const LineValues &line, InterfaceRecord &interface)
{
    switch (line.command()) {
    case Cmd::IsisEnable:
        interface.isis.process = line.number<std::uint32_t>("pid").value_or(1);
        return true;
    case Cmd::IsisCost: {
        const auto cost = line.number<std::uint32_t>("isis-cost");
        if (cost && line.match().line == vrp::line<Cmd::IsisCost>(*cost)) // not of one level only
            interface.isis.cost = cost;
        return true;
    }
    case Cmd::IsisLdpSync:
        interface.isis.ldpSync = true;
        return true;
    case Cmd::OspfEnable:
        interface.ospf.process = line.number<std::uint32_t>("pid").value_or(1);
        interface.ospf.area = line.text("area");
        return true;
    case Cmd::OspfCost:
        interface.ospf.cost = line.number<std::uint32_t>("ospf-cost");
        return true;
    case Cmd::OspfLdpSync:
        interface.ospf.ldpSync = true;
        return true;
    case Cmd::InterfaceLdp:
        interface.ldp = true;
        return true;
    default:
        return false;
    }
}

} // namespace

std::string nameOf(const InterfaceRecord &interface)
{
    return interface.sub == 0 ? interface.main : interface.main + "." + std::to_string(interface.sub);
}

void readBfdTimers(const LineValues &line, BfdTimers &timers)
{
    // The two intervals share a parameter, so each is told by the keyword before it.
    std::string_view keyword;
    for (const vrp::Piece &piece : line.match().pieces) {
        if (!piece.isParameter) {
            keyword = piece.name;
            continue;
        }
        std::uint16_t value = 0;
        std::from_chars(piece.value.data(), piece.value.data() + piece.value.size(), value);
        if (keyword == vrp::leadingWords(Cmd::SessionMinTx))
            timers.minTxMs = value;
        else if (keyword == vrp::leadingWords(Cmd::SessionMinRx))
            timers.minRxMs = value;
        else if (keyword == vrp::leadingWords(Cmd::SessionMultiplier))
            timers.multiplier = static_cast<std::uint8_t>(value);
    }
}

void readInterfaceLine(const LineValues &line, InterfaceRecord &interface)
{
    if (readCircuitLine(line, interface) || readLinkLine(line, interface))
        return;
    switch (line.command()) {
    case Cmd::Description:
        // What a plan refuses stays a kept line.
        if (auto text = line.text("text"); !plan::unsafeInConfiguration(text, false))
            interface.description = std::move(text);
        break;
    case Cmd::Mtu:
        interface.mtu = line.number<std::uint16_t>("mtu");
        break;
    case Cmd::VlanType:
        interface.vlan = line.number<std::uint16_t>("vid");
        break;
    case Cmd::IpBinding:
        interface.vpn = line.text("vpn");
        break;
    case Cmd::IpAddress:
        if (!interface.address)
            interface.address = ipv4Address(line);
        break;
    case Cmd::Ipv6Address:
        if (!interface.address6)
            interface.address6 = ipv6Address(line);
        break;
    case Cmd::MacAddress:
        interface.mac = line.parsed<Mac>("mac");
        break;
    case Cmd::VeGroup:
        interface.veGroup = line.number<std::uint16_t>("ve-group");
        interface.layer3 = line.has(vrp::wordOf<Cmd::VeGroup>(vrp::VeSide::L3Access));
        break;
    default:
        break;
    }
}

} // namespace sidestep::config::importing
