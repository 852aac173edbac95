// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/import/line_values.h"

namespace sidestep::config::importing {

namespace {

constexpr std::size_t kSystemIdAndSelector = std::string_view(".0102.5500.0011.00").size();

} // namespace

std::string areaOf(std::string_view net)
{
    return net.size() > kSystemIdAndSelector ? std::string(net.substr(0, net.size() - kSystemIdAndSelector)) : std::string();
}

void readIsisLine(const LineValues &line, IsisRecord &isis)
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

} // namespace sidestep::config::importing
