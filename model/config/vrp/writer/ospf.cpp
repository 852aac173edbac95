// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/writer/igp.h"

namespace sidestep::config::vrp {

using namespace plan;

namespace {

constexpr std::uint32_t kMsPerSecond = 1000;

} // namespace

void writeOspf(Writer &out, const DomainPart &part)
{
    const IgpDomain &domain = *part.domain;
    const Block ospf = out.open<Cmd::Ospf>({domain.id, out.router().id}, *domain.process, *out.router().loopback);
    if (filters(out, part)) {
        const std::string list = cellListName(out, part);
        out.put<Cmd::FilterPolicyImport>({domain.id}, Word{list});
    }
    if (domain.bfd) {
        const BfdPolicy &bfd = *out.plan().find(*domain.bfd);
        out.put<Cmd::BfdAllInterfacesEnable>({domain.id, bfd.id});
        out.put<Cmd::OspfBfdAllInterfacesTimers>({domain.id, bfd.id}, bfd.minTxMs, bfd.minRxMs, unlessDefault(bfd.multiplier));
    }
    out.put<Cmd::OspfSpfInterval>({domain.id}, domain.spfMaxSeconds * kMsPerSecond, domain.spfInitMs, domain.spfStepMs);
    out.put<Cmd::OspfLsaOriginate>({domain.id}, domain.lspMaxSeconds * kMsPerSecond, domain.lspInitMs, domain.lspStepMs);
    // By default a router drops what comes again within 500 ms, and has to wait for it to be sent once more.
    out.put<Cmd::OspfLsaArrival>({domain.id}, domain.lsaArrivalMs.value_or(0));
    if (leaksInto(out, part))
        out.put<Cmd::OspfImportDirect>({domain.id, out.router().id}, Word{kOwnLoopback});
    out.put<Cmd::OspfAreaView>({domain.id}, kBackbone);
}

void writeOspfOnLink(Writer &out, const LinkEnd &end)
{
    const Link &link = *end.link;
    out.put<Cmd::OspfEnable>({link.id, end.domain->id}, *end.domain->process, kBackbone);
    out.put<Cmd::OspfNetworkType>({link.id});
    if (link.cost)
        out.put<Cmd::OspfCost>({link.id}, *link.cost);
    if (end.domain->ldpSync)
        out.put<Cmd::OspfLdpSync>({link.id, end.domain->id});
}

} // namespace sidestep::config::vrp
