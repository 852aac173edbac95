// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/import/assembly.h"

#include <fmt/format.h>

#include <algorithm>

namespace sidestep::config::importing {

using plan::Igp;

namespace {

const IgpPort &portIn(const InterfaceRecord &interface, Igp igp)
{
    return igp == Igp::Ospf ? interface.ospf : interface.isis;
}

bool isLinkPort(const InterfaceRecord &interface)
{
    return interface.view == vrp::View::Port && interface.vpn.empty();
}

std::ptrdiff_t portsIn(const RouterRecord &record, Igp igp)
{
    return std::ranges::count_if(record.interfaces,
                                 [igp](const InterfaceRecord &each) { return isLinkPort(each) && portIn(each, igp).process.has_value(); });
}

Igp mostCommon(const std::vector<ImportedRouter> &routers)
{
    std::ptrdiff_t isis = 0;
    std::ptrdiff_t ospf = 0;
    for (const ImportedRouter &router : routers) {
        isis += portsIn(router.record, Igp::Isis);
        ospf += portsIn(router.record, Igp::Ospf);
    }
    return ospf > isis ? Igp::Ospf : Igp::Isis;
}

} // namespace

void chooseIgp(Assembly &assembly, std::optional<Igp> wanted)
{
    const Igp igp = wanted.value_or(mostCommon(assembly.routers()));
    const Igp other = igp == Igp::Ospf ? Igp::Isis : Igp::Ospf;
    assembly.settings().igp = igp;
    for (std::size_t i = 0; i < assembly.routers().size(); ++i) {
        RouterRecord &record = assembly.router(i).record;
        if (const auto ports = portsIn(record, other); ports > 0 && !wanted)
            assembly.contradictory(i, 0,
                                   fmt::format("{} port{} in {}; the plan has one IGP, {}, and the lines of the other are kept", ports,
                                               ports == 1 ? " is" : "s are", other == Igp::Ospf ? "OSPF" : "IS-IS", assembly.igpName()));
        std::erase_if(record.processes, [igp](const IgpRecord &process) { return process.igp != igp; });
        for (InterfaceRecord &interface : record.interfaces)
            interface.igp = portIn(interface, igp);
    }
}

} // namespace sidestep::config::importing
