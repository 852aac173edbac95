// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/writer/writer.h"

#include <algorithm>

namespace sidestep::config::vrp {

using namespace plan;

void writeSystem(Writer &out)
{
    out.put<Cmd::Sysname>({out.router().id}, Text{out.name()});
    if (!out.hasLoopback())
        out.gap(out.router().id,
                fmt::format("{} has no loopback address, so IGP, label switching, pseudowires and BGP are left out: run numbering",
                            out.name()));
}

void writeBfd(Writer &out)
{
    const RouterFacts &facts = out.facts();
    const bool tunnels = watchesTunnels(out);
    const bool used = out.hasLoopback()
        && (tunnels || std::ranges::any_of(facts.domains, [](const DomainPart &part) { return part.domain->bfd.has_value(); })
            || std::ranges::any_of(facts.services, [](const ServicePart &part) { return part.service->bfd.has_value(); })
            || std::ranges::any_of(facts.pseudowires, [](const PseudowirePart &part) { return part.service->bfd.has_value(); })
            || std::ranges::any_of(facts.sessions, [](const SessionPart &part) { return part.session->bfd.has_value(); }));
    if (!used)
        return;
    const Block bfd = out.open<Cmd::Bfd>({out.router().id});
    if (tunnels)
        out.put<Cmd::MplsPassive>({out.router().id}); // the other ends' tunnels end here
}

} // namespace sidestep::config::vrp
