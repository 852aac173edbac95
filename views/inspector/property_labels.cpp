// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/inspector/property_panel.h"
#include "views/shared/text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace sidestep::views {
namespace {

using Entry = std::pair<std::string_view, const char *>;

constexpr auto kLabels = std::to_array<Entry>({
    {"a", QT_TRANSLATE_NOOP("properties", "From")},
    {"a_next_hop_self", QT_TRANSLATE_NOOP("properties", "First end is the next hop")},
    {"a_reflects", QT_TRANSLATE_NOOP("properties", "First end reflects")},
    {"actions", QT_TRANSLATE_NOOP("properties", "Failures")},
    {"address", QT_TRANSLATE_NOOP("properties", "Address")},
    {"admin_loopback", QT_TRANSLATE_NOOP("properties", "Mgmt. LoopBack, CSG")},
    {"admin_vc_id", QT_TRANSLATE_NOOP("properties", "Mgmt. VC ID")},
    {"advertised", QT_TRANSLATE_NOOP("properties", "Advertised by BGP")},
    {"agg", QT_TRANSLATE_NOOP("properties", "AGG")},
    {"agg_admin_loopback", QT_TRANSLATE_NOOP("properties", "Mgmt. LoopBack, AGG")},
    {"area", QT_TRANSLATE_NOOP("properties", "Area")},
    {"as_number", QT_TRANSLATE_NOOP("properties", "AS number")},
    {"attachment", QT_TRANSLATE_NOOP("properties", "Attachment port")},
    {"b", QT_TRANSLATE_NOOP("properties", "To")},
    {"b_next_hop_self", QT_TRANSLATE_NOOP("properties", "Second end is the next hop")},
    {"b_reflects", QT_TRANSLATE_NOOP("properties", "Second end reflects")},
    {"bfd", QT_TRANSLATE_NOOP("properties", "BFD policy")},
    {"bfd_watch", QT_TRANSLATE_NOOP("properties", "BFD runs on")},
    {"capacity_bps", QT_TRANSLATE_NOOP("properties", "Capacity (bit/s)")},
    {"control_word", QT_TRANSLATE_NOOP("properties", "Control word")},
    {"cost", QT_TRANSLATE_NOOP("properties", "IGP cost")},
    {"csg", QT_TRANSLATE_NOOP("properties", "CSG")},
    {"delay_ns", QT_TRANSLATE_NOOP("properties", "Delay, one way")},
    {"description", QT_TRANSLATE_NOOP("properties", "Description")},
    {"direction", QT_TRANSLATE_NOOP("properties", "Direction")},
    {"distinguisher", QT_TRANSLATE_NOOP("properties", "Route distinguisher")},
    {"domain", QT_TRANSLATE_NOOP("properties", "IGP domain")},
    {"dual_receiving", QT_TRANSLATE_NOOP("properties", "Accept from both PWs")},
    {"encapsulation", QT_TRANSLATE_NOOP("properties", "Encapsulation")},
    {"export_targets", QT_TRANSLATE_NOOP("properties", "Export targets")},
    {"first_access_process", QT_TRANSLATE_NOOP("properties", "First access process")},
    {"first_gateway_mac", QT_TRANSLATE_NOOP("properties", "Gateway MAC")},
    {"first_vc_id", QT_TRANSLATE_NOOP("properties", "First VC ID")},
    {"first_vlan", QT_TRANSLATE_NOOP("properties", "First VLAN")},
    {"frr", QT_TRANSLATE_NOOP("properties", "VPN FRR")},
    {"gateway", QT_TRANSLATE_NOOP("properties", "Gateway address")},
    {"gateway_mac", QT_TRANSLATE_NOOP("properties", "Gateway MAC")},
    {"gateways", QT_TRANSLATE_NOOP("properties", "Gateway networks")},
    {"hold_s", QT_TRANSLATE_NOOP("properties", "Hold time (s)")},
    {"igp", QT_TRANSLATE_NOOP("properties", "IGP")},
    {"ignore_standby", QT_TRANSLATE_NOOP("properties", "Ignore standby state")},
    {"import_targets", QT_TRANSLATE_NOOP("properties", "Import targets")},
    {"keepalive_s", QT_TRANSLATE_NOOP("properties", "Keepalive (s)")},
    {"kind", QT_TRANSLATE_NOOP("properties", "Kind")},
    {"ldp_sync", QT_TRANSLATE_NOOP("properties", "LDP-IGP synchronisation")},
    {"link", QT_TRANSLATE_NOOP("properties", "Over link")},
    {"link_subnets", QT_TRANSLATE_NOOP("properties", "Link subnets")},
    {"loopback", QT_TRANSLATE_NOOP("properties", "Loopback0")},
    {"loopbacks", QT_TRANSLATE_NOOP("properties", "Loopbacks")},
    {"lsa_arrival_ms", QT_TRANSLATE_NOOP("properties", "OSPF: least time between an LSA's updates (ms)")},
    {"lsp_init_ms", QT_TRANSLATE_NOOP("properties", "LSP delay, first (ms)")},
    {"lsp_max_s", QT_TRANSLATE_NOOP("properties", "LSP delay, longest (s)")},
    {"lsp_step_ms", QT_TRANSLATE_NOOP("properties", "LSP delay, step (ms)")},
    {"min_rx_ms", QT_TRANSLATE_NOOP("properties", "Receive interval (ms)")},
    {"min_tx_ms", QT_TRANSLATE_NOOP("properties", "Transmit interval (ms)")},
    {"mtu", QT_TRANSLATE_NOOP("properties", "MTU (bytes)")},
    {"multiplier", QT_TRANSLATE_NOOP("properties", "Detect multiplier")},
    {"name", QT_TRANSLATE_NOOP("properties", "Name")},
    {"nd_dual_sending", QT_TRANSLATE_NOOP("properties", "Send ND on both PWs")},
    {"number", QT_TRANSLATE_NOOP("properties", "Number or VLAN")},
    {"packets_per_second", QT_TRANSLATE_NOOP("properties", "Packets per second")},
    {"objective_ns", QT_TRANSLATE_NOOP("properties", "Longest outage")},
    {"pools", QT_TRANSLATE_NOOP("properties", "Numbering pools")},
    {"port", QT_TRANSLATE_NOOP("properties", "Port")},
    {"prefix", QT_TRANSLATE_NOOP("properties", "Tracked prefix")},
    {"primary", QT_TRANSLATE_NOOP("properties", "Primary pseudowire")},
    {"probes", QT_TRANSLATE_NOOP("properties", "Probe loopbacks")},
    {"process", QT_TRANSLATE_NOOP("properties", "IGP process")},
    {"profile", QT_TRANSLATE_NOOP("properties", "Timer profile")},
    {"assumptions", QT_TRANSLATE_NOOP("properties", "Assumptions")},
    {"pw", QT_TRANSLATE_NOOP("properties", "Pseudowire")},
    {"redundancy", QT_TRANSLATE_NOOP("properties", "Redundancy mode")},
    {"release", QT_TRANSLATE_NOOP("properties", "Target release")},
    {"remote", QT_TRANSLATE_NOOP("properties", "Remote interface")},
    {"reroute", QT_TRANSLATE_NOOP("properties", "Return to primary")},
    {"reroute_delay_s", QT_TRANSLATE_NOOP("properties", "Return delay (s)")},
    {"resume_s", QT_TRANSLATE_NOOP("properties", "Secondary told after (s)")},
    {"role", QT_TRANSLATE_NOOP("properties", "Role")},
    {"router", QT_TRANSLATE_NOOP("properties", "Router")},
    {"secondary", QT_TRANSLATE_NOOP("properties", "Secondary pseudowire")},
    {"seed", QT_TRANSLATE_NOOP("properties", "Seed")},
    {"service", QT_TRANSLATE_NOOP("properties", "Access service")},
    {"site", QT_TRANSLATE_NOOP("properties", "Site")},
    {"spf_init_ms", QT_TRANSLATE_NOOP("properties", "SPF delay, first (ms)")},
    {"spf_max_s", QT_TRANSLATE_NOOP("properties", "SPF delay, longest (s)")},
    {"spf_step_ms", QT_TRANSLATE_NOOP("properties", "SPF delay, step (ms)")},
    {"srlgs", QT_TRANSLATE_NOOP("properties", "Shared-risk groups")},
    {"tunnel_bfd", QT_TRANSLATE_NOOP("properties", "BFD of LDP tunnels")},
    {"until_ns", QT_TRANSLATE_NOOP("properties", "Run until")},
    {"text", QT_TRANSLATE_NOOP("properties", "Lines; {{NAME}} stands for a variable")},
    {"variables", QT_TRANSLATE_NOOP("properties", "Variables (NAME=value, or NAME secret)")},
    {"vc_id", QT_TRANSLATE_NOOP("properties", "VC ID")},
    {"ve_group", QT_TRANSLATE_NOOP("properties", "VE group")},
    {"ve_vlan", QT_TRANSLATE_NOOP("properties", "VLAN on the AGG")},
    {"vlan", QT_TRANSLATE_NOOP("properties", "VLAN")},
    {"vpn", QT_TRANSLATE_NOOP("properties", "VPN")},
});

constexpr auto kWords = std::to_array<Entry>({
    {"isis", QT_TRANSLATE_NOOP("properties", "IS-IS")},
    {"ospf", QT_TRANSLATE_NOOP("properties", "OSPF")},
    {"access", QT_TRANSLATE_NOOP("properties", "Access")},
    {"aggregation", QT_TRANSLATE_NOOP("properties", "Aggregation")},
    {"core", QT_TRANSLATE_NOOP("properties", "Core")},
    {"tagged", QT_TRANSLATE_NOOP("properties", "Tagged")},
    {"raw", QT_TRANSLATE_NOOP("properties", "Raw")},
    {"frr", QT_TRANSLATE_NOOP("properties", "PW FRR")},
    {"master", QT_TRANSLATE_NOOP("properties", "Master/slave")},
    {"independent", QT_TRANSLATE_NOOP("properties", "Independent")},
    {"delay", QT_TRANSLATE_NOOP("properties", "After a delay")},
    {"immediately", QT_TRANSLATE_NOOP("properties", "Immediately")},
    {"never", QT_TRANSLATE_NOOP("properties", "Never")},
    {"primary", QT_TRANSLATE_NOOP("properties", "Primary")},
    {"sdh", QT_TRANSLATE_NOOP("properties", "As fast as SDH protection")},
    {"voice", QT_TRANSLATE_NOOP("properties", "Voice: heard, but the call goes on")},
    {"radio", QT_TRANSLATE_NOOP("properties", "Timers of the radio link")},
    {"secondary", QT_TRANSLATE_NOOP("properties", "Secondary")},
    {"each", QT_TRANSLATE_NOOP("properties", "Each pseudowire")},
    {"management", QT_TRANSLATE_NOOP("properties", "A management pseudowire")},
    {"tunnel", QT_TRANSLATE_NOOP("properties", "LDP tunnels")},
    {"upstream", QT_TRANSLATE_NOOP("properties", "Upstream")},
    {"downstream", QT_TRANSLATE_NOOP("properties", "Downstream")},
});

template <std::size_t N>
QString look(const std::array<Entry, N> &entries, const std::string &key)
{
    const auto at = std::find_if(entries.begin(), entries.end(), [&](const Entry &entry) { return entry.first == key; });
    return at == entries.end() ? toQt(key) : QCoreApplication::translate("properties", at->second);
}

} // namespace

QString labelOf(const std::string &key)
{
    const auto dot = key.rfind('.');
    return look(kLabels, dot == std::string::npos ? key : key.substr(dot + 1));
}

QString wordLabel(const std::string &word)
{
    return look(kWords, word);
}

} // namespace sidestep::views
