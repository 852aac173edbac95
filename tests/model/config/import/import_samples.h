// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/model/config/config_samples.h"

#include "model/config/config_builder.h"
#include "model/config/import/import.h"
#include "model/plan/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace sidestep::config::samples {

/// Files of routers, by name; owns their text.
struct Files
{
    std::vector<std::pair<std::string, std::string>> named;

    [[nodiscard]] std::vector<ConfigSource> sources() const
    {
        std::vector<ConfigSource> all;
        for (const auto &[name, text] : named)
            all.push_back({name + ".cfg", text});
        return all;
    }
};

/// What the plan's routers are configured with.
inline Files filesOf(const plan::Plan &plan)
{
    Files files;
    const ConfigBuilder builder(plan);
    for (const plan::Router &router : plan.routers())
        files.named.emplace_back(router.name, toText(*builder.build(router.id)));
    return files;
}

inline std::string nameOf(const plan::Plan &plan, plan::RouterId id)
{
    return plan.find(id)->name;
}
inline std::string nameOf(const plan::Plan &plan, plan::PortId id)
{
    return nameOf(plan, plan.find(id)->router) + " " + plan.find(id)->name;
}

/// Two ends in the order of their names.
inline std::string pairOf(std::string a, std::string b)
{
    return std::min(a, b) + " -- " + std::max(a, b);
}

inline std::string textOf(const plan::Plan &plan, const std::optional<plan::BfdPolicyId> &id)
{
    if (!id)
        return "none";
    const plan::BfdPolicy &bfd = *plan.find(*id);
    return fmt::format("{}/{}x{}", bfd.minTxMs, bfd.minRxMs, bfd.multiplier);
}

template <typename T>
std::string textOf(const std::optional<T> &value)
{
    if (!value)
        return "none";
    if constexpr (std::is_integral_v<T>)
        return std::to_string(*value);
    else if constexpr (requires { value->toString(); })
        return value->toString();
    else
        return toString(*value);
}

inline std::string textOf(const std::vector<RouteTarget> &targets)
{
    std::string text;
    for (const RouteTarget &target : targets)
        text += target.toString() + ",";
    return text;
}

inline std::string textOf(const plan::Plan &plan, const plan::PseudowireEnd &end)
{
    return fmt::format("{} vc {} group {} vlan {} {} mtu {} ignore {} admin vc {} {} {}", nameOf(plan, end.agg), textOf(end.vcId),
                       textOf(end.veGroup), textOf(end.veVlan), plan::wordOf(end.encapsulation), end.mtu, end.ignoreStandby,
                       textOf(end.adminVcId), textOf(end.adminLoopback), textOf(end.aggAdminLoopback));
}

/// What configurations carry of a plan, one line an object, by natural keys: no ids, no names that only the plan has. Whether a
/// domain is aggregation or core and how long a link is, no router's file says.
inline std::multiset<std::string> carried(const plan::Plan &plan)
{
    std::multiset<std::string> lines;
    std::set<plan::RouterId> speakers; // a router without BGP says nothing of its AS
    const auto add = [&]<typename... Args>(fmt::format_string<Args...> form, Args &&...args) {
        lines.insert(fmt::format(form, std::forward<Args>(args)...));
    };
    for (const plan::Router &r : plan.routers())
        add("router {} {} loopback {}", r.name, plan::wordOf(r.role), textOf(r.loopback));
    for (const plan::Port &p : plan.ports())
        add("port {} \"{}\" mtu {} address {}", nameOf(plan, p.id), p.description, p.mtu, textOf(p.address));
    for (const plan::Link &l : plan.links()) {
        const plan::IgpDomain &d = *plan.find(l.domain);
        add("link {} cost {} process {} {} area {} bfd {} spf {} {} {} lsp {} {} {} arrival {} sync {} of {}", pairOf(nameOf(plan, l.a), nameOf(plan, l.b)),
            textOf(l.cost), textOf(d.process), d.kind == plan::DomainKind::Access,
            plan.settings().igp == plan::Igp::Isis ? d.area : std::string("0.0.0.0"), textOf(plan, d.bfd), d.spfMaxSeconds, d.spfInitMs,
            d.spfStepMs, d.lspMaxSeconds, d.lspInitMs, d.lspStepMs, textOf(d.lsaArrivalMs), d.ldpSync, plan::wordOf(plan.settings().igp));
    }
    for (const plan::Vpn &v : plan.vpns())
        add("vpn {} export {} import {}", v.name, textOf(v.exportTargets), textOf(v.importTargets));
    for (const plan::VpnMember &m : plan.vpnMembers())
        add("member {} {} rd {} frr {}", plan.find(m.vpn)->name, nameOf(plan, m.router), textOf(m.distinguisher), m.frr);
    for (const plan::VpnInterface &i : plan.vpnInterfaces())
        add("vpn interface {} {} {} {} \"{}\" {} advertised {}", plan.find(i.vpn)->name, nameOf(plan, i.router),
            i.port ? nameOf(plan, *i.port) : std::string("loopback"), i.number, i.description, textOf(i.address), i.advertised);
    for (const plan::AccessService &s : plan.services())
        add("service {} vlan {} \"{}\" vpn {} {} mtu {} cw {} [{}] [{}] {} {} {} {} dual {} nd {} bfd {} of {} gateway {} mac {}",
            nameOf(plan, s.attachment), textOf(s.vlan), s.description, plan.find(s.vpn)->name, plan::wordOf(s.encapsulation), s.mtu,
            s.controlWord, textOf(plan, s.primary), s.secondary ? textOf(plan, *s.secondary) : std::string("none"),
            plan::wordOf(s.redundancy), plan::wordOf(s.reroute), s.rerouteDelaySeconds, s.resumeSeconds, s.dualReceiving,
            s.ndDualSending, textOf(plan, s.bfd), plan::wordOf(s.watch), textOf(s.gateway), textOf(s.gatewayMac));
    for (const plan::TrackedRoute &t : plan.trackedRoutes()) {
        const plan::AccessService &s = *plan.find(t.service);
        add("tracked {} {} {} {} {}", nameOf(plan, s.attachment), textOf(s.vlan), plan::wordOf(t.pw), plan.find(t.vpn)->name,
            t.prefix.toString());
    }
    for (const plan::BgpSession &s : plan.sessions()) {
        const bool inOrder = nameOf(plan, s.a) < nameOf(plan, s.b);
        const plan::Link *link = s.link ? plan.find(*s.link) : nullptr;
        add("session {} reflects {} {} next hop {} {} timers {} {} bfd {} tunnels {} over {}", pairOf(nameOf(plan, s.a), nameOf(plan, s.b)),
            inOrder ? s.aReflects : s.bReflects, inOrder ? s.bReflects : s.aReflects, inOrder ? s.aNextHopSelf : s.bNextHopSelf,
            inOrder ? s.bNextHopSelf : s.aNextHopSelf, s.keepaliveSeconds, s.holdSeconds, textOf(plan, s.bfd), textOf(plan, s.tunnelBfd),
            link ? pairOf(nameOf(plan, link->a), nameOf(plan, link->b)) : std::string("loopbacks"));
        for (const plan::RouterId end : {s.a, s.b})
            speakers.insert(end);
    }
    for (const plan::RouterId speaker : speakers)
        add("as of {}: {}", nameOf(plan, speaker), plan::asNumberOf(plan, *plan.find(speaker)));
    for (const plan::KeptText &k : plan.keptTexts())
        add("kept {} {}", nameOf(plan, k.id), k.text);
    return lines;
}

/// The first line that one of them has and the other lacks; empty: none.
inline std::string firstDifference(const std::multiset<std::string> &expected, const std::multiset<std::string> &got)
{
    std::vector<std::string> missing, extra;
    std::ranges::set_difference(expected, got, std::back_inserter(missing));
    std::ranges::set_difference(got, expected, std::back_inserter(extra));
    if (missing.empty() && extra.empty())
        return {};
    return "missing: " + (missing.empty() ? std::string("nothing") : missing.front()) + "\nextra: " + (extra.empty() ? std::string("nothing") : extra.front());
}

inline std::string rowsOf(const ImportResult &result, ImportKind kind)
{
    std::string all;
    for (const ImportRow &row : result.rows)
        if (row.kind == kind)
            all += fmt::format("{}:{}: {}\n", row.file, row.line, row.text);
    return all;
}

inline ImportResult imported(const Files &files, const ImportOptions &options = {})
{
    const std::vector<ConfigSource> sources = files.sources();
    auto result = importConfigs(sources, options);
    if (!result)
        qFatal("no import: %s", result.error().detail.c_str());
    return *std::move(result);
}

} // namespace sidestep::config::samples
