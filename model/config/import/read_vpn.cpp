// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/import/line_values.h"
#include "model/config/vrp/line.h"

#include <algorithm>

namespace sidestep::config::importing {

namespace {

void readTargets(const LineValues &line, VpnRecord &vpn)
{
    auto &targets = line.has(vrp::wordOf<Cmd::VpnTarget>(vrp::TargetUse::Export)) ? vpn.exportTargets : vpn.importTargets;
    for (const vrp::Piece &piece : line.match().pieces)
        if (piece.isParameter)
            if (const auto target = RouteTarget::parse(piece.value); target && std::ranges::find(targets, *target) == targets.end())
                targets.push_back(*target);
}

} // namespace

void readVpnLine(const LineValues &line, VpnRecord &vpn)
{
    switch (line.command()) {
    case Cmd::RouteDistinguisher:
        vpn.distinguisher = line.parsed<RouteDistinguisher>("rd");
        break;
    case Cmd::VpnFrr:
        vpn.frr = true;
        break;
    case Cmd::VpnTarget:
        readTargets(line, vpn);
        break;
    default:
        break;
    }
}

} // namespace sidestep::config::importing
