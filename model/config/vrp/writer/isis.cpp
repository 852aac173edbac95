// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/writer/igp.h"

#include <algorithm>
#include <array>

namespace sidestep::config::vrp {

using namespace plan;

namespace {

constexpr std::size_t kMaxAreaBytes = 13;
constexpr std::string_view kSelector = ".00";

/// A domain's NET on a router: its area, the loopback's four numbers as twelve digits, and the selector 00.
struct NetworkEntity
{
    std::string_view area;
    Ipv4 loopback;

    static constexpr std::size_t kTextSize = 2 * kMaxAreaBytes + kMaxAreaBytes / 2 + 3 * 5 + kSelector.size();
    char *writeTo(char *at) const noexcept
    {
        at = std::ranges::copy(area, at).out;
        for (std::size_t digit = 0; digit < 12; ++digit) {
            if (digit % 4 == 0)
                *at++ = '.';
            const std::uint32_t number = (loopback.bits() >> (24 - 8 * (digit / 3))) & 0xff;
            constexpr std::array<std::uint32_t, 3> kWeights{100, 10, 1};
            *at++ = static_cast<char>('0' + number / kWeights[digit % 3] % 10);
        }
        return std::ranges::copy(kSelector, at).out;
    }
};

} // namespace

bool isArea(std::string_view area)
{
    std::size_t digits = 0;
    std::size_t group = 0;
    std::size_t groups = 0;
    for (const char c : area) {
        const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (c == '.') {
            if (group != (groups == 0 ? 2U : 4U))
                return false;
            ++groups;
            group = 0;
        } else if (hex) {
            ++digits;
            ++group;
        } else {
            return false;
        }
    }
    return group == (groups == 0 ? 2U : 4U) && digits / 2 <= kMaxAreaBytes;
}

void writeIsis(Writer &out, const DomainPart &part)
{
    const IgpDomain &domain = *part.domain;
    const Block isis = out.open<Cmd::Isis>({domain.id}, *domain.process);
    out.put<Cmd::IsLevel>({domain.id});
    out.put<Cmd::CostStyle>({domain.id});
    out.put<Cmd::NetworkEntity>({domain.id, out.router().id}, NetworkEntity{domain.area, *out.router().loopback});
    out.put<Cmd::TimerLspGeneration>({domain.id}, domain.lspMaxSeconds, domain.lspInitMs, domain.lspStepMs);
    out.put<Cmd::TimerSpf>({domain.id}, domain.spfMaxSeconds, domain.spfInitMs, domain.spfStepMs);
    if (leaksInto(out, part))
        out.put<Cmd::ImportDirectByPolicy>({domain.id, out.router().id}, Word{kOwnLoopback});
    if (filters(out, part)) {
        const std::string list = cellListName(out, part);
        out.put<Cmd::FilterPolicyImport>({domain.id}, Word{list});
    }
    if (domain.bfd) {
        const BfdPolicy &bfd = *out.plan().find(*domain.bfd);
        out.put<Cmd::BfdAllInterfacesEnable>({domain.id, bfd.id});
        out.put<Cmd::BfdAllInterfacesTimers>({domain.id, bfd.id}, bfd.minTxMs, bfd.minRxMs, unlessDefault(bfd.multiplier));
    }
}

void writeIsisOnLink(Writer &out, const LinkEnd &end)
{
    const Link &link = *end.link;
    out.put<Cmd::IsisEnable>({link.id, end.domain->id}, *end.domain->process);
    out.put<Cmd::IsisCircuitP2p>({link.id});
    if (link.cost)
        out.put<Cmd::IsisCost>({link.id}, *link.cost);
    if (end.domain->ldpSync)
        out.put<Cmd::IsisLdpSync>({link.id, end.domain->id});
}

} // namespace sidestep::config::vrp
