// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/import/line_values.h"

#include <algorithm>

namespace sidestep::config::importing {

namespace {

constexpr std::size_t kSystemIdAndSelector = std::string_view(".0102.5500.0011.00").size();

} // namespace

std::string areaOf(std::string_view net)
{
    return net.size() > kSystemIdAndSelector ? std::string(net.substr(0, net.size() - kSystemIdAndSelector)) : std::string();
}

void readIsisLine(const LineValues &line, IgpRecord &isis)
{
    switch (line.command()) {
    case Cmd::NetworkEntity:
        if (isis.area.empty())
            isis.area = areaOf(line.text("net"));
        break;
    case Cmd::TimerSpf:
        line.read("max-s", isis.spfMaxSeconds);
        line.read("init-ms", isis.spfInitMs);
        line.read("incr-ms", isis.spfStepMs);
        break;
    case Cmd::TimerLspGeneration:
        line.read("max-s", isis.lspMaxSeconds);
        line.read("init-ms", isis.lspInitMs);
        line.read("incr-ms", isis.lspStepMs);
        break;
    case Cmd::BfdAllInterfacesEnable:
        isis.bfd = true;
        break;
    case Cmd::BfdAllInterfacesTimers:
        readBfdTimers(line, isis.bfdTimers);
        break;
    case Cmd::FilterPolicyImport:
        isis.importFilter = line.text("list");
        break;
    default:
        break;
    }
}

namespace {

constexpr std::uint32_t kMsPerSecond = 1000;

/// Of `intelligent-timer <max-ms> …`; the plan has whole seconds, so what is between is taken as the next.
void readLongest(const LineValues &line, std::uint16_t &seconds)
{
    if (const auto ms = line.number<std::uint32_t>("max-ms"))
        seconds = static_cast<std::uint16_t>(std::clamp<std::uint32_t>((*ms + kMsPerSecond - 1) / kMsPerSecond, 1, 120));
}

} // namespace

IgpRecord ospfDefaults()
{
    IgpRecord ospf;
    ospf.igp = plan::Igp::Ospf;
    ospf.spfMaxSeconds = 5; // vendor command reference: spf-schedule-interval 5000 50 200, lsa-originate-interval 5000 500 1000
    ospf.lspMaxSeconds = 5;
    ospf.lspInitMs = 500;
    ospf.lspStepMs = 1000;
    ospf.lsaArrivalMs = 500; // the first step of the intelligent timer
    return ospf;
}

void readOspfLine(const LineValues &line, IgpRecord &ospf)
{
    switch (line.command()) {
    case Cmd::OspfSpfInterval:
        readLongest(line, ospf.spfMaxSeconds);
        line.read("init-ms", ospf.spfInitMs);
        line.read("incr-ms", ospf.spfStepMs);
        break;
    case Cmd::OspfLsaOriginate:
        readLongest(line, ospf.lspMaxSeconds);
        if (const auto first = line.number<std::uint16_t>("start-ms"))
            ospf.lspInitMs = std::max<std::uint16_t>(*first, 1);
        line.read("incr-ms", ospf.lspStepMs);
        break;
    case Cmd::OspfLsaArrival:
        line.read("arrival-ms", ospf.lsaArrivalMs);
        if (const auto first = line.number<std::uint16_t>("start-ms"))
            ospf.lsaArrivalMs = std::min<std::uint16_t>(*first, 10'000);
        break;
    case Cmd::BfdAllInterfacesEnable:
        ospf.bfd = true;
        break;
    case Cmd::OspfBfdAllInterfacesTimers:
        readBfdTimers(line, ospf.bfdTimers);
        break;
    case Cmd::FilterPolicyImport:
        ospf.importFilter = line.text("list");
        break;
    default:
        break;
    }
}

} // namespace sidestep::config::importing
