// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/objects.h"

#include <array>
#include <string_view>
#include <utility>

/// The one list of what a row consists of. The plan file, the text form, the journal and edit descriptions walk it,
/// so a new member is added here and nowhere else. `fields(row, visit)` calls `visit("name", row.member)` in
/// declaration order, for const and mutable rows alike; names are part of the file format.
namespace sidestep::plan {

/// Fields that no configuration of a router carries, or that are chosen once.
inline constexpr std::array<std::string_view, 9> kOfThePlanAlone{"id", "name", "site", "role", "release", "kind", "capacity_bps", "delay_ns", "srlgs"};

template <typename T, typename Row>
concept RowOf = std::is_same_v<std::remove_const_t<T>, Row>;

template <RowOf<Router> T, typename V>
void fields(T &r, V &&v)
{
    v("id", r.id), v("name", r.name), v("role", r.role), v("site", r.site), v("release", r.release), v("loopback", r.loopback),
        v("as_number", r.asNumber);
}
template <RowOf<Position> T, typename V>
void fields(T &r, V &&v)
{
    v("id", r.id), v("x", r.x), v("y", r.y);
}
template <RowOf<Port> T, typename V>
void fields(T &r, V &&v)
{
    v("id", r.id), v("router", r.router), v("name", r.name), v("description", r.description), v("mtu", r.mtu), v("address", r.address);
}
template <RowOf<Link> T, typename V>
void fields(T &r, V &&v)
{
    v("id", r.id), v("a", r.a), v("b", r.b), v("domain", r.domain), v("cost", r.cost), v("capacity_bps", r.capacityBps),
        v("delay_ns", r.delay), v("srlgs", r.srlgs);
}
template <RowOf<IgpDomain> T, typename V>
void fields(T &r, V &&v)
{
    v("id", r.id), v("name", r.name), v("kind", r.kind), v("process", r.process), v("area", r.area), v("bfd", r.bfd),
        v("spf_max_s", r.spfMaxSeconds), v("spf_init_ms", r.spfInitMs), v("spf_step_ms", r.spfStepMs),
        v("lsp_max_s", r.lspMaxSeconds), v("lsp_init_ms", r.lspInitMs), v("lsp_step_ms", r.lspStepMs), v("ldp_sync", r.ldpSync),
        v("lsa_arrival_ms", r.lsaArrivalMs);
}
template <RowOf<BfdPolicy> T, typename V>
void fields(T &r, V &&v)
{
    v("id", r.id), v("name", r.name), v("min_tx_ms", r.minTxMs), v("min_rx_ms", r.minRxMs), v("multiplier", r.multiplier);
}
template <RowOf<Vpn> T, typename V>
void fields(T &r, V &&v)
{
    v("id", r.id), v("name", r.name), v("export_targets", r.exportTargets), v("import_targets", r.importTargets);
}
template <RowOf<VpnMember> T, typename V>
void fields(T &r, V &&v)
{
    v("id", r.id), v("vpn", r.vpn), v("router", r.router), v("distinguisher", r.distinguisher), v("frr", r.frr);
}
template <RowOf<VpnInterface> T, typename V>
void fields(T &r, V &&v)
{
    v("id", r.id), v("vpn", r.vpn), v("router", r.router), v("port", r.port), v("number", r.number),
        v("description", r.description), v("address", r.address), v("advertised", r.advertised);
}
template <RowOf<PseudowireEnd> T, typename V>
void fields(T &r, V &&v)
{
    v("agg", r.agg), v("vc_id", r.vcId), v("ve_group", r.veGroup), v("ve_vlan", r.veVlan), v("encapsulation", r.encapsulation),
        v("mtu", r.mtu), v("ignore_standby", r.ignoreStandby), v("admin_vc_id", r.adminVcId), v("admin_loopback", r.adminLoopback),
        v("agg_admin_loopback", r.aggAdminLoopback);
}
template <RowOf<AccessService> T, typename V>
void fields(T &r, V &&v)
{
    v("id", r.id), v("name", r.name), v("csg", r.csg), v("attachment", r.attachment), v("vlan", r.vlan),
        v("description", r.description), v("vpn", r.vpn), v("encapsulation", r.encapsulation), v("mtu", r.mtu),
        v("control_word", r.controlWord), v("primary", r.primary), v("secondary", r.secondary), v("redundancy", r.redundancy),
        v("reroute", r.reroute), v("reroute_delay_s", r.rerouteDelaySeconds), v("dual_receiving", r.dualReceiving),
        v("nd_dual_sending", r.ndDualSending), v("bfd", r.bfd), v("gateway", r.gateway), v("gateway_mac", r.gatewayMac),
        v("bfd_watch", r.watch), v("resume_s", r.resumeSeconds);
}
template <RowOf<TrackedRoute> T, typename V>
void fields(T &r, V &&v)
{
    v("id", r.id), v("service", r.service), v("pw", r.pw), v("vpn", r.vpn), v("prefix", r.prefix);
}
template <RowOf<BgpSession> T, typename V>
void fields(T &r, V &&v)
{
    v("id", r.id), v("a", r.a), v("b", r.b), v("a_reflects", r.aReflects), v("b_reflects", r.bReflects),
        v("keepalive_s", r.keepaliveSeconds), v("hold_s", r.holdSeconds), v("bfd", r.bfd), v("link", r.link),
        v("a_next_hop_self", r.aNextHopSelf), v("b_next_hop_self", r.bNextHopSelf), v("tunnel_bfd", r.tunnelBfd);
}
template <RowOf<Flow> T, typename V>
void fields(T &r, V &&v)
{
    v("id", r.id), v("name", r.name), v("service", r.service), v("remote", r.remote), v("direction", r.direction),
        v("packets_per_second", r.rate), v("objective_ns", r.objective);
}
template <RowOf<FailureAction> T, typename V>
void fields(T &r, V &&v)
{
    v("target", r.target), v("mode", r.mode), v("at_ns", r.at), v("percent", r.percent), v("period_ns", r.period), v("cycles", r.cycles),
        v("pw", r.pw);
}
template <RowOf<Scenario> T, typename V>
void fields(T &r, V &&v)
{
    v("id", r.id), v("name", r.name), v("actions", r.actions), v("until_ns", r.until), v("seed", r.seed);
}
template <RowOf<KeptText> T, typename V>
void fields(T &r, V &&v)
{
    v("id", r.id), v("text", r.text);
}
template <RowOf<SnippetVariable> T, typename V>
void fields(T &r, V &&v)
{
    v("name", r.name), v("value", r.value), v("secret", r.secret);
}
template <RowOf<Snippet> T, typename V>
void fields(T &r, V &&v)
{
    v("id", r.id), v("name", r.name), v("role", r.role), v("router", r.router), v("text", r.text), v("variables", r.variables);
}
template <RowOf<Pools> T, typename V>
void fields(T &r, V &&v)
{
    v("loopbacks", r.loopbacks), v("link_subnets", r.linkSubnets), v("gateways", r.gateways), v("probes", r.probes),
        v("first_vc_id", r.firstVcId), v("first_vlan", r.firstVlan), v("first_access_process", r.firstAccessProcess),
        v("first_gateway_mac", r.firstGatewayMac);
}
template <RowOf<Settings> T, typename V>
void fields(T &r, V &&v)
{
    v("name", r.name), v("as_number", r.asNumber), v("profile", r.profile), v("assumptions", r.assumptions), v("pools", r.pools),
        v("igp", r.igp);
}

/// Words of an enumeration, in enumerator order; used in files, on the command line and in messages.
template <typename E>
struct EnumWords;
template <>
struct EnumWords<Role>
{
    static constexpr std::array<std::string_view, 4> words{"CSG", "AGG", "RSG", "P"};
};
template <>
struct EnumWords<Release>
{
    static constexpr std::array<std::string_view, 2> words{"V800R012C10", "V800R022C00"};
};
template <>
struct EnumWords<DomainKind>
{
    static constexpr std::array<std::string_view, 3> words{"access", "aggregation", "core"};
};
template <>
struct EnumWords<Igp>
{
    static constexpr std::array<std::string_view, 2> words{"isis", "ospf"};
};
template <>
struct EnumWords<Encapsulation>
{
    static constexpr std::array<std::string_view, 2> words{"tagged", "raw"};
};
template <>
struct EnumWords<RedundancyMode>
{
    static constexpr std::array<std::string_view, 3> words{"frr", "master", "independent"};
};
template <>
struct EnumWords<ReroutePolicy>
{
    static constexpr std::array<std::string_view, 3> words{"delay", "immediately", "never"};
};
template <>
struct EnumWords<PwWatch>
{
    static constexpr std::array<std::string_view, 3> words{"each", "management", "tunnel"};
};
template <>
struct EnumWords<PwRole>
{
    static constexpr std::array<std::string_view, 2> words{"primary", "secondary"};
};
template <>
struct EnumWords<Direction>
{
    static constexpr std::array<std::string_view, 2> words{"upstream", "downstream"};
};
template <>
struct EnumWords<FailureMode>
{
    static constexpr std::array<std::string_view, 21> words{
        "cut",  "silent", "one-way-ab", "one-way-ba",     "power",        "restore",         "grey",         "flap",      "down-a",  "down-b",  "bfd-down",
        "restart", "graceful-restart", "drain", "reset", "label-withdraw", "mtu-mismatch", "attachment-down", "force-switch", "no-import", "withdraw"};
};

template <typename E>
[[nodiscard]] constexpr std::string_view wordOf(E value)
{
    return EnumWords<E>::words.at(static_cast<std::size_t>(value));
}
template <typename E>
[[nodiscard]] constexpr std::optional<E> fromWord(std::string_view word)
{
    for (std::size_t i = 0; i < EnumWords<E>::words.size(); ++i)
        if (EnumWords<E>::words[i] == word)
            return static_cast<E>(i);
    return std::nullopt;
}

} // namespace sidestep::plan
