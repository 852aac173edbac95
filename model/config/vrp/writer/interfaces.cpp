// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/writer/writer.h"

#include <algorithm>

namespace sidestep::config::vrp {

using namespace plan;

namespace {

constexpr std::uint16_t kDefaultMtu = 1500;

bool carriesServices(const Writer &out, const Port &port)
{
    return std::ranges::any_of(out.facts().services, [&](const ServicePart &part) { return part.attachment == &port; })
        || std::ranges::any_of(out.facts().vpnInterfaces, [&](const VpnInterface *interface) { return interface->port == port.id; });
}

void writePort(Writer &out, const Port &port, const LinkEnd *end)
{
    const bool used = end || carriesServices(out, port) || port.address;
    if (!used && port.description.empty() && port.mtu == kDefaultMtu)
        return; // as delivered
    const auto key = parseInterface(port.name);
    if (!key || !isPortName(*key)) {
        out.gap(port.id,
                fmt::format("\"{}\" is not a port name as {} saves it, as 100GE0/1/0 or Eth-Trunk7, so the port is left out: rename it",
                            port.name, out.name()));
        return;
    }
    const Block block = end ? out.interface(*key, {port.id, end->link->id}) : out.interface(*key, {port.id});
    if (!block)
        return;
    if (port.mtu != kDefaultMtu)
        out.put<Cmd::Mtu>({port.id}, port.mtu);
    if (!port.description.empty())
        out.put<Cmd::Description>({port.id}, Text{port.description});
    if (used)
        out.putUndo<Cmd::Shutdown>({port.id});
    if (port.address && port.address->length == Ipv4Interface::kMaxLength) {
        out.gap(port.id, fmt::format("{} on {} has a /32, which only a loopback may have: give the link a subnet", port.name, out.name()));
        return;
    }
    if (port.address)
        out.put<Cmd::IpAddress>({port.id}, port.address->address, maskOf(port.address->length));
    if (!end)
        return;
    if (!port.address) {
        out.gap(port.id,
                fmt::format("{} on {} carries link {} but has no address, so no protocol runs there: run numbering", port.name, out.name(),
                            nameOf(out.plan(), *end->link)));
        return;
    }
    if (!out.hasLoopback())
        return;
    if (out.runs(*end->domain))
        writeIgpOnLink(out, *end);
    out.put<Cmd::InterfaceMpls>({end->link->id});
    out.put<Cmd::InterfaceLdp>({end->link->id});
}

} // namespace

void writePorts(Writer &out)
{
    for (const Port *port : out.facts().ports) {
        const auto end = std::ranges::find(out.facts().links, port, &LinkEnd::port);
        writePort(out, *port, end == out.facts().links.end() ? nullptr : &*end);
    }
}

void writeLoopBack0(Writer &out)
{
    if (!out.hasLoopback())
        return;
    const RouterId self = out.router().id;
    const Block block = out.interface(loopBack(0), {self});
    out.put<Cmd::IpAddress>({self}, *out.router().loopback, maskOf(32));
    for (const DomainPart &part : out.facts().domains)
        if (part.home && out.runs(*part.domain))
            writeIgpOnLoopback(out, *part.domain);
}

} // namespace sidestep::config::vrp
