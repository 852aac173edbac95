// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/writer/igp.h"

#include <algorithm>

namespace sidestep::config::vrp {

using namespace plan;

namespace {

constexpr std::string_view kCellLoopbacks = "CSG-LO";
constexpr std::uint32_t kPrefixStep = 10;
constexpr std::uint32_t kPolicyNode = 10;
constexpr std::uint8_t kDefaultMultiplier = 3;
constexpr std::uint8_t kHostLength = 32;

bool isOspf(const Writer &out)
{
    return out.plan().settings().igp == Igp::Ospf;
}

void reportUnusable(Writer &out, const IgpDomain &domain)
{
    if (!out.hasLoopback())
        return; // said once for the router
    if (!domain.process)
        out.gap(domain.id, fmt::format("domain {} has no process number, so it is left out on {}: run numbering", domain.name, out.name()));
    else if (!isOspf(out) && !isArea(domain.area))
        out.gap(
            domain.id,
            fmt::format("area \"{}\" of domain {} is not 1 to 13 bytes in hexadecimal as 49.0001: correct it", domain.area, domain.name));
    else
        out.gap(domain.id,
                fmt::format("domain {} has process {}, which another domain of {} has: give it a number of its own", domain.name,
                            *domain.process, out.name()));
}

} // namespace

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

std::optional<std::uint8_t> unlessDefault(std::uint8_t multiplier)
{
    return multiplier == kDefaultMultiplier ? std::optional<std::uint8_t>() : std::optional(multiplier);
}

void writeIgp(Writer &out)
{
    for (const DomainPart &part : out.facts().domains) {
        if (!out.runs(*part.domain))
            reportUnusable(out, *part.domain);
        else if (isOspf(out))
            writeOspf(out, part);
        else
            writeIsis(out, part);
        if (out.runs(*part.domain) && leaksInto(out, part) && part.domain->kind == DomainKind::Access && !filters(out, part)) {
            // An empty prefix list lets everything through: no filter is the honest form, and it is said.
            out.gap(part.domain->id,
                    fmt::format("access domain {} has no CSG with a loopback address, so {} filters nothing there: add its CSGs and run "
                                "numbering",
                                part.domain->name, out.name()));
        }
    }
}

void writeIgpOnLink(Writer &out, const LinkEnd &end)
{
    if (isOspf(out))
        writeOspfOnLink(out, end);
    else
        writeIsisOnLink(out, end);
}

void writeIgpOnLoopback(Writer &out, const IgpDomain &domain)
{
    const RouterId self = out.router().id;
    if (isOspf(out))
        out.put<Cmd::OspfEnable>({self, domain.id}, *domain.process, kBackbone);
    else
        out.put<Cmd::IsisEnable>({self, domain.id}, *domain.process);
}

} // namespace sidestep::config::vrp
