// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/writer/writer.h"

#include <map>

namespace sidestep::config::vrp {

using namespace plan;

namespace {

/// Routers at the far ends of pseudowires by LSR id, with the services that need the session: LDP signals a pseudowire
/// over a targeted session (`vrp.md` section 3).
std::map<Ipv4, std::vector<ObjectId>> targetedPeers(const Writer &out)
{
    std::map<Ipv4, std::vector<ObjectId>> peers;
    const auto add = [&](const Router &far, const AccessService &service) {
        if (!far.loopback)
            return;
        auto &origin = peers[*far.loopback];
        if (origin.empty() || origin.back() != ObjectId(service.id))
            origin.emplace_back(service.id);
    };
    for (const AccessService *service : out.facts().services) {
        add(*out.plan().find(service->primary.agg), *service);
        if (service->secondary)
            add(*out.plan().find(service->secondary->agg), *service);
    }
    for (const PseudowirePart &part : out.facts().pseudowires)
        add(*part.csg, *part.service);
    return peers;
}

} // namespace

void writeMpls(Writer &out)
{
    if (!out.hasLoopback())
        return;
    const RouterId self = out.router().id;
    out.put<Cmd::MplsLsrId>(out.blocks(), {self}, *out.router().loopback);
    out.put<Cmd::Mpls>(out.blocks(), {self});
    if (!out.facts().services.empty() || !out.facts().pseudowires.empty())
        out.put<Cmd::L2vpn>(out.blocks(), {self});
    if (ConfigNode *ldp = out.put<Cmd::MplsLdp>(out.blocks(), {self}))
        out.put<Cmd::GracefulRestart>(ldp->children, {self});
    for (auto &[address, services] : targetedPeers(out)) {
        const std::string peerName = address.toString();
        ConfigNode *peer = out.put<Cmd::LdpRemotePeer>(out.blocks(), {}, Word{peerName});
        ConfigNode *remote = out.put<Cmd::RemoteIp>(peer->children, {}, address);
        remote->origin = services;
        peer->origin = std::move(services);
    }
}

} // namespace sidestep::config::vrp
