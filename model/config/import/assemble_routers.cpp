// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/import/assembly.h"
#include "model/config/vrp/interface_name.h"
#include "model/plan/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace sidestep::config::importing {

using namespace plan;

namespace {

constexpr std::size_t kHeaderBytes = 4096;
constexpr std::string_view kReleaseStart = "V800R";
constexpr std::size_t kReleaseBytes = std::string_view("V800R012C10").size();

/// "V800R012C10" of a `!Software Version …` line; empty when the header names none.
std::string_view releaseInHeader(std::string_view text)
{
    text = text.substr(0, kHeaderBytes);
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        const std::size_t at = line.find(kReleaseStart);
        if (line.find_first_not_of(" \t") == line.find('!') && at != std::string_view::npos && line.size() >= at + kReleaseBytes)
            return line.substr(at, kReleaseBytes);
        text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
    return {};
}

std::string stemOf(const std::string &file)
{
    const std::size_t slash = file.find_last_of("/\\");
    const std::string name = slash == std::string::npos ? file : file.substr(slash + 1);
    const std::size_t dot = name.find_last_of('.');
    return dot == std::string::npos || dot == 0 ? name : name.substr(0, dot);
}

/// The text with what a router's name may not hold replaced.
std::string asName(std::string text)
{
    for (char &c : text)
        if (unsafeInConfiguration(std::string_view(&c, 1), true) && static_cast<unsigned char>(c) < 0x80)
            c = '-';
    return text.empty() || unsafeInConfiguration(text, true) ? std::string("router") : text;
}

void chooseName(Assembly &assembly, std::size_t index)
{
    ImportedRouter &router = assembly.router(index);
    const std::string said = router.record.sysname.empty() ? stemOf(router.source->file) : router.record.sysname;
    router.name = asName(said);
    if (router.record.sysname.empty())
        assembly.inferred(index, 0, fmt::format("the router is called {}, after its file: it has no name of its own", router.name));
    else if (router.name != said)
        assembly.inferred(index, router.record.sysnameLine,
                          fmt::format("the router is called {}: a plan takes no name with spaces or marks", router.name));
}

void chooseLoopback(Assembly &assembly, std::size_t index)
{
    ImportedRouter &router = assembly.router(index);
    const InterfaceRecord *loopback = router.record.loopBack0();
    const bool hasOne = loopback && loopback->address && loopback->address->length == Ipv4Interface::kMaxLength && loopback->vpn.empty();
    std::optional<Ipv4> address = hasOne ? std::optional(loopback->address->address) : std::nullopt;
    const auto lsrId = router.record.lsrId;
    if (address && lsrId && address != lsrId) {
        assembly.contradictory(index, loopback->block,
                               fmt::format("LoopBack0 is {}, the LSR id {}; the plan has one address for both and takes the LSR id",
                                           address->toString(), lsrId->toString()));
        address = lsrId;
    }
    if (!address && lsrId) {
        address = lsrId;
        assembly.inferred(index, 0, fmt::format("LoopBack0 is {}: it is the LSR id, and no LoopBack0 has a /32", address->toString()));
    }
    if (!address)
        return;
    // An address no router takes as its own must not cost the plan the router.
    plan::PlanEdit trial{"", {plan::Add<Router>{{RouterId(1), "router", Role::P, "", Release::V800R022C00, address}}}};
    if (const auto refused = plan::Plan().with(trial); !refused) {
        assembly.contradictory(index, loopback ? loopback->block : 0, refused.error().detail + "; the router has no loopback then");
        return;
    }
    if (const auto other = assembly.routerAt(*address)) {
        assembly.contradictory(
            index, loopback ? loopback->block : 0,
            fmt::format("LSR id {} is also that of {}; here it is left out", address->toString(), assembly.router(*other).name));
        return;
    }
    assembly.setLoopback(index, *address);
    router.loopback = address;
}

/// Loopbacks that a router lets through where it cuts down an access process (`vrp.md` section 2).
std::unordered_set<std::uint32_t> filteredCells(const std::vector<ImportedRouter> &routers)
{
    std::unordered_set<std::uint32_t> cells;
    for (const ImportedRouter &router : routers)
        for (const IgpRecord &isis : router.record.processes)
            if (!isis.importFilter.empty())
                for (const PrefixRecord &prefix : router.record.hostPrefixes)
                    if (prefix.list == isis.importFilter)
                        cells.insert(prefix.address.bits());
    return cells;
}

std::pair<Role, std::string_view> roleOf(const ImportedRouter &router, const std::unordered_set<std::uint32_t> &cells)
{
    const auto any = [&](auto claim) { return std::ranges::any_of(router.record.interfaces, claim); };
    if (any([](const InterfaceRecord &i) { return i.view == vrp::View::SubInterface && !i.pws.empty(); }))
        return {Role::Csg, "a pseudowire starts on one of its ports"};
    if (any([](const InterfaceRecord &i) { return i.veGroup && !i.layer3; }))
        return {Role::Agg, "a VE group ends pseudowires there"};
    if (std::ranges::any_of(router.record.processes, [](const IgpRecord &isis) { return !isis.importFilter.empty(); }))
        return {Role::Agg, "it filters what it learns in an access process"};
    if (router.loopback && cells.contains(router.loopback->bits()))
        return {Role::Csg, "an AGG lets its loopback through the filter of an access process"};
    if (std::ranges::any_of(router.record.vpns, &VpnRecord::ipv6))
        return {Role::Rsg, "it has a VPN and no VE group"};
    return {Role::P, "it has neither pseudowires nor VPNs"};
}

Release chooseRelease(Assembly &assembly, std::size_t index)
{
    const ImportedRouter &router = assembly.router(index);
    const std::string_view header = releaseInHeader(router.source->text);
    const auto tracks = std::ranges::find_if(router.record.interfaces, [](const InterfaceRecord &i) { return !i.tracked.empty(); });
    const bool baseline = !header.empty() && header <= vrp::kBaseline;
    if (tracks != router.record.interfaces.end()) {
        if (baseline)
            assembly.contradictory(index, tracks->tracked.front().line,
                                   fmt::format("the header says {}, which tracks no IPv6 route, and the file tracks one; the plan takes "
                                               "a later release",
                                               header));
        else if (header.empty())
            assembly.inferred(index, tracks->tracked.front().line, "a release later than V800R012C10: it tracks an IPv6 route");
        return Release::V800R022C00;
    }
    if (header.empty())
        assembly.inferred(index, 0, "a release later than V800R012C10: the file names none");
    return baseline ? Release::V800R012C10 : Release::V800R022C00;
}

} // namespace

void assembleRouters(Assembly &assembly)
{
    for (std::size_t i = 0; i < assembly.routers().size(); ++i) {
        if (assembly.router(i).record.knownLines == 0) {
            assembly.contradictory(i, 0,
                                   assembly.router(i).record.lines == 0
                                       ? "the file is empty; it is left out"
                                       : "the file is no router's configuration: none of its lines is a command; it is left out");
            continue;
        }
        chooseName(assembly, i);
        if (!assembly.takeName(i)) {
            assembly.contradictory(i, assembly.router(i).record.sysnameLine,
                                   fmt::format("another file has a router {}; this file is left out", assembly.router(i).name));
            continue;
        }
        for (const auto &[line, as] : assembly.router(i).record.otherAs)
            assembly.contradictory(i, line,
                                   fmt::format("a second BGP process, of AS {}: the plan takes the first, of AS {}, and the block is kept",
                                               as, assembly.router(i).record.bgp->as));
        chooseLoopback(assembly, i);
        assembly.router(i).id = RouterId(1); // its real id follows with its role
    }
    const std::unordered_set<std::uint32_t> cells = filteredCells(assembly.routers());
    for (std::size_t i = 0; i < assembly.routers().size(); ++i) {
        ImportedRouter &router = assembly.router(i);
        if (!router.inPlan())
            continue;
        const auto [role, evidence] = roleOf(router, cells);
        router.role = role;
        assembly.inferred(i, 0, fmt::format("role {}: {}", wordOf(role), evidence));
        Router row{RouterId(0), router.name, role, "", chooseRelease(assembly, i), router.loopback};
        if (router.record.bgp && router.record.bgp->as != assembly.settings().asNumber)
            row.asNumber = router.record.bgp->as;
        router.id = assembly.edit().add(std::move(row));
    }
}

void assemblePorts(Assembly &assembly)
{
    std::unordered_set<std::uint32_t> addresses;
    for (const ImportedRouter &router : assembly.routers())
        if (router.loopback)
            addresses.insert(router.loopback->bits());
    for (std::size_t i = 0; i < assembly.routers().size(); ++i) {
        if (!assembly.router(i).inPlan())
            continue;
        for (InterfaceRecord &interface : assembly.router(i).record.interfaces) {
            const auto key = vrp::parseInterface(interface.main);
            if (interface.view != vrp::View::Port || !key || !vrp::isPortName(*key))
                continue;
            if (interface.address && !addresses.insert(interface.address->address.bits()).second) {
                assembly.contradictory(i, interface.block,
                                       fmt::format("{} has {}, which another interface has; the port is without an address", interface.main,
                                                   interface.address->address.toString()));
                interface.address.reset();
            }
            const bool isPublic = interface.vpn.empty();
            const PortId port = assembly.edit().add(Port{PortId(0), assembly.router(i).id, interface.main, interface.description,
                                                         interface.mtu.value_or(1500), isPublic ? interface.address : std::nullopt});
            assembly.setPort(i, interface.main, port);
            if (isPublic && interface.address)
                assembly.setPortAddress(interface.address->address, {i, port});
        }
    }
}

} // namespace sidestep::config::importing
