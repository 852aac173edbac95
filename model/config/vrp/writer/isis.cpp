// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/writer/writer.h"

#include <algorithm>
#include <array>

namespace sidestep::config::vrp {

using namespace plan;

namespace {

constexpr std::string_view kOwnLoopback = "OWN-LO";
constexpr std::string_view kCellLoopbacks = "CSG-LO";
constexpr std::uint32_t kPrefixStep = 10;
constexpr std::uint32_t kPolicyNode = 10;
constexpr std::uint8_t kDefaultMultiplier = 3;
constexpr std::uint8_t kHostLength = 32;
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

bool leaksInto(const Writer &out, const DomainPart &part)
{
    return !part.home && out.runs(*part.domain);
}

/// An access domain beside the router's home: what it learns there is cut down to the CSGs' loopbacks, so that a router cut
/// off from its home does not reach it through a CSG (`vrp.md` section 2).
bool filters(const Writer &out, const DomainPart &part)
{
    return leaksInto(out, part) && part.domain->kind == DomainKind::Access
        && std::ranges::any_of(part.cells, [](const Router *cell) { return cell->loopback.has_value(); });
}

/// "CSG-LO", or "CSG-LO-<process>" on a router with several access domains.
std::string cellListName(const Writer &out, const DomainPart &part)
{
    const auto lists = std::ranges::count_if(out.facts().domains, [&](const DomainPart &other) { return filters(out, other); });
    return lists == 1 ? std::string(kCellLoopbacks) : fmt::format("{}-{}", kCellLoopbacks, *part.domain->process);
}

void reportUnusable(Writer &out, const IgpDomain &domain)
{
    if (!out.hasLoopback())
        return; // said once for the router
    if (!domain.process)
        out.gap(domain.id, fmt::format("domain {} has no process number, so it is left out on {}: run numbering", domain.name, out.name()));
    else if (!isArea(domain.area))
        out.gap(
            domain.id,
            fmt::format("area \"{}\" of domain {} is not 1 to 13 bytes in hexadecimal as 49.0001: correct it", domain.area, domain.name));
    else
        out.gap(domain.id,
                fmt::format("domain {} has process {}, which another domain of {} has: give it a number of its own", domain.name,
                            *domain.process, out.name()));
}

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

void writeLoopbackLeaking(Writer &out)
{
    bool leaks = false;
    for (const DomainPart &part : out.facts().domains) {
        leaks = leaks || leaksInto(out, part);
        if (!filters(out, part))
            continue;
        const std::string list = cellListName(out, part);
        std::uint32_t index = 0;
        for (const Router *cell : part.cells) {
            if (!cell->loopback) {
                out.gap(cell->id,
                        fmt::format("{} has no loopback address, so {} does not let it through its filter for domain {}: run numbering",
                                    cell->name, out.name(), part.domain->name));
                continue;
            }
            index += kPrefixStep;
            out.put<Cmd::IpPrefix>({cell->id, part.domain->id}, Word{list}, index, *cell->loopback, kHostLength);
        }
    }
    if (!leaks)
        return;
    const RouterId self = out.router().id;
    out.put<Cmd::IpPrefix>({self}, Word{kOwnLoopback}, kPrefixStep, *out.router().loopback, kHostLength);
    const Block policy = out.open<Cmd::RoutePolicy>({self}, Word{kOwnLoopback}, kPolicyNode);
    out.put<Cmd::IfMatchIpPrefix>({self}, Word{kOwnLoopback});
}

void writeIsis(Writer &out)
{
    for (const DomainPart &part : out.facts().domains) {
        const IgpDomain &domain = *part.domain;
        if (!out.runs(domain)) {
            reportUnusable(out, domain);
            continue;
        }
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
        } else if (leaksInto(out, part) && domain.kind == DomainKind::Access) {
            // An empty prefix list lets everything through: no filter is the honest form, and it is said.
            out.gap(domain.id,
                    fmt::format("access domain {} has no CSG with a loopback address, so {} filters nothing there: add its CSGs and run "
                                "numbering",
                                domain.name, out.name()));
        }
        if (domain.bfd) {
            const BfdPolicy &bfd = *out.plan().find(*domain.bfd);
            out.put<Cmd::BfdAllInterfacesEnable>({domain.id, bfd.id});
            out.put<Cmd::BfdAllInterfacesTimers>({domain.id, bfd.id}, bfd.minTxMs, bfd.minRxMs,
                                                 bfd.multiplier == kDefaultMultiplier ? std::optional<std::uint8_t>()
                                                                                      : std::optional(bfd.multiplier));
        }
    }
}

void writeIsisOnInterface(Writer &out, const LinkEnd &end)
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
