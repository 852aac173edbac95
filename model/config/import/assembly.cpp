// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/import/assembly.h"

#include "model/config/vrp/interface_name.h"
#include "model/config/vrp/line.h"

#include <fmt/format.h>

#include <algorithm>

namespace sidestep::config::importing {

using namespace plan;

namespace {

constexpr std::string_view kBetweenNames = " -_/.:,()[]";
constexpr std::size_t kMostWords = 12; ///< of a description that is searched for a router's name

std::string lowered(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

/// Starts and ends of the words of a text.
std::vector<std::pair<std::size_t, std::size_t>> wordsOf(std::string_view text)
{
    std::vector<std::pair<std::size_t, std::size_t>> words;
    for (std::size_t at = text.find_first_not_of(kBetweenNames); at != std::string_view::npos && words.size() < kMostWords;) {
        const std::size_t end = std::min(text.find_first_of(kBetweenNames, at), text.size());
        words.emplace_back(at, end);
        at = text.find_first_not_of(kBetweenNames, end);
    }
    return words;
}

/// The AS that most routers with BGP are in, of equals the first; nullopt: there is no BGP.
std::optional<std::uint32_t> commonAs(const std::vector<ImportedRouter> &routers)
{
    std::map<std::uint32_t, std::size_t> routersIn;
    std::size_t most = 0;
    for (const ImportedRouter &router : routers)
        if (router.record.bgp)
            most = std::max(most, ++routersIn[router.record.bgp->as]);
    for (const ImportedRouter &router : routers)
        if (router.record.bgp && routersIn[router.record.bgp->as] == most)
            return router.record.bgp->as;
    return std::nullopt;
}

} // namespace

Assembly::Assembly(std::vector<ImportedRouter> &routers, const ImportOptions &options)
    : m_routers(routers), m_edit(m_empty, "Import")
{
    m_settings.name = options.planName;
    m_settings.asNumber = options.asNumber.value_or(commonAs(routers).value_or(m_settings.asNumber));
}

std::optional<Assembly::PortPlace> Assembly::portAt(Ipv4 address) const
{
    const auto at = m_byPortAddress.find(address.bits());
    return at == m_byPortAddress.end() ? std::nullopt : std::optional(at->second);
}

std::optional<LinkId> Assembly::linkBetween(PortId a, PortId b) const
{
    const auto at = m_links.find(std::minmax(a, b));
    return at == m_links.end() ? std::nullopt : std::optional(at->second);
}

std::optional<std::size_t> Assembly::routerAt(Ipv4 loopback) const
{
    const auto at = m_byLoopback.find(loopback.bits());
    return at == m_byLoopback.end() ? std::nullopt : std::optional(at->second);
}

std::optional<std::size_t> Assembly::routerNamedIn(const std::string &description, std::size_t self) const
{
    if (description.empty())
        return std::nullopt;
    const std::string text = lowered(description);
    const auto words = wordsOf(text);
    // A name may be several words, as AGG-0001: the longest run that is a name counts.
    for (std::size_t length = words.size(); length > 0; --length)
        for (std::size_t first = 0; first + length <= words.size(); ++first) {
            const std::size_t begin = words[first].first;
            const auto at = m_byName.find(text.substr(begin, words[first + length - 1].second - begin));
            if (at != m_byName.end() && at->second != self)
                return at->second;
        }
    return std::nullopt;
}

bool Assembly::takeName(std::size_t router)
{
    return m_byName.emplace(lowered(m_routers[router].name), router).second;
}

std::optional<BfdTimers> Assembly::tunnelBfd(std::size_t first, std::size_t second) const
{
    const auto watches = [](const ImportedRouter &from, const ImportedRouter &to) {
        return to.loopback && to.record.answersTunnelBfd && from.record.watchesTunnelTo(*to.loopback);
    };
    const ImportedRouter &a = router(first), &b = router(second);
    return watches(a, b) && watches(b, a) ? std::optional(a.record.tunnelTimers) : std::nullopt;
}

BfdPolicyId Assembly::bfdPolicy(const BfdTimers &timers)
{
    if (const auto at = m_policies.find(timers); at != m_policies.end())
        return at->second;
    const std::string interval = timers.minTxMs == timers.minRxMs ? fmt::format("{}", timers.minTxMs)
                                                                   : fmt::format("{}/{}", timers.minTxMs, timers.minRxMs);
    const BfdPolicyId id = m_edit.add(BfdPolicy{BfdPolicyId(0), fmt::format("BFD {} ms x {}", interval, timers.multiplier),
                                                timers.minTxMs, timers.minRxMs, timers.multiplier});
    m_policies.emplace(timers, id);
    return id;
}

std::optional<PortId> Assembly::port(std::size_t router, const std::string &name)
{
    if (const auto at = m_ports.find({router, name}); at != m_ports.end())
        return at->second;
    const auto key = vrp::parseInterface(name);
    if (!key || !vrp::isPortName(*key))
        return std::nullopt;
    const PortId id = m_edit.add(Port{PortId(0), m_routers[router].id, name, "", 1500, std::nullopt});
    setPort(router, name, id);
    return id;
}

std::optional<VpnId> Assembly::vpn(const std::string &name) const
{
    const auto at = m_vpns.find(name);
    return at == m_vpns.end() ? std::nullopt : std::optional(at->second);
}

void Assembly::moveInterface(std::size_t router, const InterfaceRecord &interface, const std::string &name)
{
    if (nameOf(interface) != name)
        m_routers[router].record.moved.emplace_back(interface.block, vrp::line<vrp::Cmd::Interface>(vrp::Word{name}));
}

} // namespace sidestep::config::importing
