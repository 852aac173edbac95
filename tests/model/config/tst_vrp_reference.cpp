// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/vrp/grammar.h"

#include "model/config/config_block.h"
#include "model/config/reader.h"

#include <QtTest>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

/// The commands of the reference document (`vrp.md`, sections 0 to 9), written down a second time by hand and held against the table.
/// What it leaves open, the undo forms above all, stands as the vendor's command references of VRP8 give it.

using namespace sidestep::config;
using namespace sidestep::config::vrp;

Q_DECLARE_METATYPE(sidestep::config::vrp::View)

namespace {

struct Row
{
    const char *section;
    View view;
    const char *line;
    const char *undo;           ///< nullptr: what is done, not set
    const char *byDefault = ""; ///< as the document's column says, in the table's words; empty: the document says nothing
};

const View kSub = View::SubInterface;
const View kVeSub = View::VirtualEthernetSub;
const View kVpn6 = View::VpnInstanceIpv6;

const std::vector<Row> kReference{
    // 0
    {"0", kVeSub, "mpls l2vpn track route 10.1.0.0 16 vpn-instance RAN", "undo mpls l2vpn track route", "no tracking"},
    {"0", kVeSub, "mpls l2vpn track route 10.1.0.0 255.255.0.0 vpn-instance RAN", "undo mpls l2vpn track route", "no tracking"},
    {"0", kVeSub, "mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN", "undo mpls l2vpn track route"},
    // 1
    {"1", View::System, "sysname AGG 1", "undo sysname", "HUAWEI"},
    {"1", View::System, "interface Virtual-Ethernet0/2/0.100", "undo interface Virtual-Ethernet0/2/0.100"},
    {"1", View::Port, "shutdown", "undo shutdown"},
    {"1", View::LoopBack, "shutdown", "undo shutdown"},
    {"1", View::Port, "description TO-AGG1", "undo description", "none"},
    {"1", View::Port, "mtu 9600", "undo mtu", "1500"},
    {"1", kSub, "vlan-type dot1q 100", "undo vlan-type dot1q", "none"},
    {"1", View::Port, "ip address 10.0.1.1 255.255.255.252", "undo ip address 10.0.1.1 255.255.255.252", "none"},
    {"1", View::Port, "ip address 10.0.1.1 255.255.255.252 sub", "undo ip address 10.0.1.1 255.255.255.252 sub", "none"},
    {"1", View::Port, "ipv6 enable", "undo ipv6 enable", "off"},
    {"1", View::Port, "ipv6 address 2001:db8::1/64", "undo ipv6 address 2001:db8::1/64", "none"},
    {"1", View::Port, "ipv6 address fe80::1 link-local", "undo ipv6 address fe80::1 link-local", "none"},
    {"1", View::Port, "ipv6 address auto link-local", "undo ipv6 address auto link-local", "none"},
    {"1", View::LoopBack, "ip binding vpn-instance RAN", "undo ip binding vpn-instance RAN", "public"},
    {"1", View::Port, "ipv6 nd ra halt", "undo ipv6 nd ra halt", "on"},
    {"1", View::VirtualEthernet, "mac-address 0200-5e00-0101", "undo mac-address", "the system's"},
    {"1", kSub, "statistic enable", "undo statistic enable", "off"},
    // 2
    {"2", View::System, "isis 100", "undo isis 100", "process 1"},
    {"2", View::System, "isis", "undo isis"},
    {"2", View::System, "isis 100 vpn-instance RAN", "undo isis 100"},
    {"2", View::Isis, "is-level level-2", "undo is-level", "level-1-2"},
    {"2", View::Isis, "cost-style wide-compatible", "undo cost-style", "narrow"},
    {"2", View::Isis, "cost-style narrow-compatible relax-spf-limit", "undo cost-style", "narrow"},
    {"2", View::Isis, "network-entity 49.0001.0102.5500.0011.00", "undo network-entity 49.0001.0102.5500.0011.00", "none"},
    {"2", View::Isis, "is-name AGG1", "undo is-name", "none"},
    {"2", View::Isis, "timer spf 1 50 50", "undo timer spf", "5 s, 50 ms, 200 ms"},
    {"2", View::Isis, "timer lsp-generation 1 50 50 level-2", "undo timer lsp-generation level-2", "2 s"},
    {"2", View::Isis, "timer ldp-sync hold-down 10", "undo timer ldp-sync hold-down", "10 s"},
    {"2", View::Isis, "bfd all-interfaces enable", "undo bfd all-interfaces enable", "off"},
    {"2", View::Isis, "bfd all-interfaces min-tx-interval 50 min-rx-interval 50 detect-multiplier 3 frr-binding tos-exp 7",
     "undo bfd all-interfaces min-tx-interval min-rx-interval detect-multiplier frr-binding tos-exp", "10 ms, 10 ms, 3"},
    {"2", View::Isis, "import-route direct route-policy P level-1-2", "undo import-route direct", "none"},
    {"2", View::Isis, "filter-policy 2000 import", "undo filter-policy 2000 import", "none"},
    {"2", View::Isis, "filter-policy acl-name A import", "undo filter-policy acl-name A import", "none"},
    {"2", View::Isis, "filter-policy ip-prefix L import", "undo filter-policy ip-prefix L import", "none"},
    {"2", View::Isis, "filter-policy route-policy P import", "undo filter-policy route-policy P import", "none"},
    {"2", View::Isis, "ipv6 enable topology ipv6", "undo ipv6 enable"},
    {"2", View::Port, "isis enable 100", "undo isis enable", "off"},
    {"2", View::Port, "isis cost 20 level-2", "undo isis cost level-2", "10"},
    {"2", View::Port, "isis cost maximum", "undo isis cost", "10"},
    {"2", View::Port, "isis circuit-type p2p", "undo isis circuit-type", "broadcast"},
    {"2", View::Port, "isis circuit-level level-1", "undo isis circuit-level", "level-1-2"},
    {"2", View::Port, "isis timer hello 3 level-1", "undo isis timer hello level-1", "10 s"},
    {"2", View::Port, "isis bfd enable", "undo isis bfd enable", "off"},
    {"2", View::Port, "isis bfd min-tx-interval 50 min-rx-interval 50 detect-multiplier 3",
     "undo isis bfd min-tx-interval min-rx-interval detect-multiplier", "10 ms, 10 ms, 3"},
    {"2", View::Port, "isis ldp-sync", "undo isis ldp-sync", "off"},
    {"2", View::Port, "isis timer ldp-sync hold-down 10", "undo isis timer ldp-sync hold-down", "10 s"},
    {"2", View::Port, "isis ipv6 enable 100", "undo isis ipv6 enable", "off"},
    {"2", View::System, "ospf 1 router-id 10.255.0.1", "undo ospf 1"},
    {"2", View::Ospf, "area 0.0.0.0", "undo area 0.0.0.0"},
    {"2", View::OspfArea, "network 10.0.1.0 0.0.0.3", "undo network 10.0.1.0 0.0.0.3"},
    {"2", View::Ospf, "bfd all-interfaces enable", "undo bfd all-interfaces enable"},
    // OSPF beyond the document's two lines: the vendor's command references of VRP8
    {"2", View::Ospf, "bfd all-interfaces min-tx-interval 50 min-rx-interval 50 detect-multiplier 3 frr-binding",
     "undo bfd all-interfaces min-tx-interval min-rx-interval detect-multiplier frr-binding"},
    {"2", View::Ospf, "spf-schedule-interval intelligent-timer 1000 50 50", "undo spf-schedule-interval"},
    {"2", View::Ospf, "spf-schedule-interval 6", "undo spf-schedule-interval"},
    {"2", View::Ospf, "lsa-originate-interval intelligent-timer 5000 500 1000 other-type 5", "undo lsa-originate-interval"},
    {"2", View::Ospf, "lsa-originate-interval 0", "undo lsa-originate-interval"},
    {"2", View::Ospf, "lsa-arrival-interval 0", "undo lsa-arrival-interval"},
    {"2", View::Ospf, "lsa-arrival-interval intelligent-timer 1000 500 500", "undo lsa-arrival-interval"},
    {"2", View::Ospf, "import-route direct route-policy OWN-LO", "undo import-route direct"},
    {"2", View::Ospf, "filter-policy ip-prefix CSG-LO import", "undo filter-policy ip-prefix CSG-LO import"},
    {"2", View::Ospf, "stub-router on-startup 60", "undo stub-router"},
    {"2", View::Port, "ospf enable 1 area 0.0.0.0", "undo ospf enable 1 area 0.0.0.0"},
    {"2", View::Port, "ospf timer hello 20", "undo ospf timer hello"},
    {"2", View::Port, "ospf timer dead 60", "undo ospf timer dead"},
    {"2", View::Port, "ospf timer retransmit 8", "undo ospf timer retransmit"},
    {"2", View::Port, "ospf smart-discover", "undo ospf smart-discover"},
    {"2", View::Port, "ospf bfd enable", "undo ospf bfd enable"},
    {"2", View::Port, "ospf bfd min-tx-interval 50 detect-multiplier 4", "undo ospf bfd min-tx-interval detect-multiplier"},
    {"2", View::Port, "ospf cost 10", "undo ospf cost"},
    {"2", View::Port, "ospf network-type p2p", "undo ospf network-type"},
    {"2", View::Port, "ospf ldp-sync", "undo ospf ldp-sync"},
    // 3
    {"3", View::System, "mpls lsr-id 10.255.0.1", "undo mpls lsr-id", "none"},
    {"3", View::System, "mpls", "undo mpls", "off"},
    {"3", View::Port, "mpls", "undo mpls", "off"},
    {"3", View::System, "mpls ldp", "undo mpls ldp", "off"},
    {"3", View::Port, "mpls ldp", "undo mpls ldp", "off"},
    {"3", kSub, "mpls ldp", "undo mpls ldp", "off"},
    {"3", View::MplsLdp, "graceful-restart", "undo graceful-restart", "off"},
    {"3", View::MplsLdp, "graceful-restart timer neighbor-liveness 600", "undo graceful-restart timer neighbor-liveness"},
    {"3", View::MplsLdp, "graceful-restart timer reconnect 300", "undo graceful-restart timer reconnect"},
    {"3", View::MplsLdp, "graceful-restart timer recovery 300", "undo graceful-restart timer recovery"},
    {"3", View::System, "mpls ldp remote-peer 10.255.0.11", "undo mpls ldp remote-peer 10.255.0.11", "none"},
    {"3", View::LdpRemotePeer, "remote-ip 10.255.0.11", "undo remote-ip", "none"},
    {"3", View::Port, "mpls ldp timer hello-hold 15", "undo mpls ldp timer hello-hold", "15 s, 45 s"},
    {"3", View::LdpRemotePeer, "mpls ldp timer hello-hold 45", "undo mpls ldp timer hello-hold", "15 s, 45 s"},
    {"3", View::Port, "mpls ldp timer hello-send 5", "undo mpls ldp timer hello-send", "a third of hello-hold"},
    {"3", View::Port, "mpls ldp timer keepalive-hold 45", "undo mpls ldp timer keepalive-hold", "45 s"},
    {"3", View::Port, "mpls ldp timer keepalive-send 15", "undo mpls ldp timer keepalive-send", "a third of keepalive-hold"},
    {"3", View::LdpRemotePeer, "mpls ldp timer igp-sync-delay 10", "undo mpls ldp timer igp-sync-delay"},
    {"3", View::Port, "mpls ldp transport-address interface", "undo mpls ldp transport-address", "LSR id"},
    {"3", View::Port, "mpls ldp transport-address LoopBack0", "undo mpls ldp transport-address", "LSR id"},
    {"3", View::Mpls, "mpls bfd enable", "undo mpls bfd enable", "off"},
    {"3", View::L2vpn, "mpls l2vpn auto-create-session", "undo mpls l2vpn auto-create-session", "off"},
    // 4
    {"4", View::System, "mpls l2vpn", "undo mpls l2vpn", "off"},
    {"4", View::System, "pw-template T1", "undo pw-template T1", "none"},
    {"4", View::PwTemplate, "peer-address 10.255.0.11", "undo peer-address", "none"},
    {"4", View::PwTemplate, "control-word", "undo control-word", "off"},
    {"4", View::PwTemplate, "mtu 1500", "undo mtu", "0"},
    {"4", View::PwTemplate, "tnl-policy TP", "undo tnl-policy"},
    {"4", View::PwTemplate, "bfd-detect detect-multiplier 3 min-rx-interval 10 min-tx-interval 10", "undo bfd-detect", "off"},
    {"4", kSub, "mpls l2vc 10.255.0.11 100 control-word raw tunnel-policy TP", "undo mpls l2vc", "none"},
    {"4", kSub, "mpls l2vc pw-template T1 100 no-control-word ip-interworking", "undo mpls l2vc", "none"},
    {"4", kSub, "mpls l2vc 10.255.0.12 200 tagged secondary", "undo mpls l2vc secondary", "none"},
    {"4", kSub, "mpls l2vc 10.255.0.12 200 ip-layer2 bypass", "undo mpls l2vc bypass", "none"},
    {"4", kVeSub, "mpls l2vc 10.255.0.1 100 control-word ignore-standby-state", "undo mpls l2vc", "none"},
    {"4", kSub, "mpls l2vpn redundancy independent", "undo mpls l2vpn redundancy independent", "FRR"},
    {"4", kSub, "mpls l2vpn redundancy master", "undo mpls l2vpn redundancy master", "FRR"},
    {"4", kSub, "mpls l2vpn reroute delay 60 resume 10", "undo mpls l2vpn reroute", "30 s, resume 10 s"},
    {"4", kSub, "mpls l2vpn reroute immediately resume 10", "undo mpls l2vpn reroute", "delay 30"},
    {"4", kSub, "mpls l2vpn reroute never", "undo mpls l2vpn reroute", "delay 30"},
    {"4", kSub, "mpls l2vpn holdoff 30", "undo mpls l2vpn holdoff", "none"},
    {"4", kSub, "mpls l2vpn stream-dual-receiving", "undo mpls l2vpn stream-dual-receiving", "off"},
    {"4", kSub, "mpls l2vpn switchover", nullptr},
    {"4", kSub, "mpls l2vpn nd-dual-sending expire-time 3600", "undo mpls l2vpn nd-dual-sending", "3600 s"},
    {"4", kSub, "mpls l2vpn arp-dual-sending", "undo mpls l2vpn arp-dual-sending"},
    {"4", kVeSub, "mpls l2vpn pw bfd detect-multiplier 3 min-rx-interval 100 min-tx-interval 100 remote-vcid 7 secondary",
     "undo mpls l2vpn pw bfd secondary", "3, 10 ms, 10 ms"},
    {"4", View::Port, "mpls l2vpn oam-mapping", "undo mpls l2vpn oam-mapping", "off"},
    {"4", View::Port, "mpls l2vpn oam-mapping 1ag md M ma A", "undo mpls l2vpn oam-mapping", "off"},
    {"4", View::L2vpn, "mpls l2vpn vccv bfd-cv-negotiation fault-detection-only", "undo mpls l2vpn vccv bfd-cv-negotiation", "CV 0x08"},
    {"4", View::L2vpn, "mpls l2vpn vccv bfd-cv-negotiation ach-fault-detection-only", "undo mpls l2vpn vccv bfd-cv-negotiation", "CV 0x08"},
    {"4", kSub, "mpls l2vpn pw-ttl 2 secondary", "undo mpls l2vpn pw-ttl secondary", "1"},
    {"4", kSub, "mpls l2vc secondary track admin-vc interface LoopBack1", "undo mpls l2vc secondary track admin-vc", "none"},
    {"8", View::Bfd, "mpls-passive", "undo mpls-passive", "off"},
    {"3", View::Mpls, "mpls bfd-tunnel min-tx-interval 100 min-rx-interval 100 detect-multiplier 4",
     "undo mpls bfd-tunnel min-tx-interval min-rx-interval detect-multiplier", "10 ms, 10 ms, 3"},
    {"3", View::Mpls, "mpls bfd-trigger-tunnel host", "undo mpls bfd-trigger-tunnel", "none"},
    {"3", View::Mpls, "mpls bfd-trigger-tunnel ip-prefix BFD-TUNNELS", "undo mpls bfd-trigger-tunnel", "none"},
    {"3", View::Mpls, "mpls bfd-trigger-tunnel fec-list FAR", "undo mpls bfd-trigger-tunnel", "none"},
    {"4", View::LoopBack, "mpls l2vc 10.255.0.11 7 admin", "undo mpls l2vc", "none"},
    {"4", View::LoopBack, "mpls l2vc 10.255.0.11 7 control-word admin", "undo mpls l2vc", "none"},
    {"4", View::LoopBack, "mpls l2vc 10.255.0.11 7 admin control-word", "undo mpls l2vc", "none"},
    {"4", View::LoopBack, "mpls l2vpn pw bfd detect-multiplier 3 min-rx-interval 100 min-tx-interval 100 remote-vcid 7", "undo mpls l2vpn pw bfd", "3, 10 ms, 10 ms"},
    {"4", kSub, "mpls l2vc track admin-vrrp interface GigabitEthernet0/2/1 vrid 1 pw-redundancy", "undo mpls l2vc track admin-vrrp"},
    // 5
    {"5", View::System, "interface Global-VE1", "undo interface Global-VE1"},
    {"5", View::VirtualEthernet, "ve-group 1 l2-terminate", "undo ve-group", "unbound"},
    {"5", View::VirtualEthernet, "ve-group 1 l3-access", "undo ve-group", "unbound"},
    {"5", View::VirtualEthernet, "forward-mode half-through", "undo forward-mode", "loopback"},
    {"5", View::Slot, "set l2ve-mac 0200-5e00-0101", "undo set l2ve-mac", "allocated"},
    {"5", View::Slot, "set access-ve-mac 0200-5e00-0101", "undo set access-ve-mac", "bridge MAC"},
    {"5", kVeSub, "l3ve track pw-state", "undo l3ve track pw-state", "off"},
    {"5", kVeSub, "direct-route ipv6 track pw-state degrade-cost 30", "undo direct-route ipv6 track pw-state", "off"},
    {"5", kVeSub, "direct-route ipv6 degrade-delay 10 degrade-cost 30", "undo direct-route ipv6 degrade-delay"},
    {"5", kVeSub, "mpls l2vpn l3ve delay-up 30", "undo mpls l2vpn l3ve delay-up", "0"},
    // 6
    {"6", View::System, "ip vpn-instance RAN", "undo ip vpn-instance RAN"},
    {"6", View::VpnInstance, "ipv6-family", "undo ipv6-family", "off"},
    {"6", View::VpnInstance, "ipv4-family", "undo ipv4-family", "off"},
    {"6", kVpn6, "route-distinguisher 65001:11", "undo route-distinguisher 65001:11", "none"},
    {"6", kVpn6, "vpn-target 65001:100 65001:200 export-extcommunity", "undo vpn-target 65001:100 65001:200 export-extcommunity", "none"},
    {"6", kVpn6, "apply-label per-nexthop", "undo apply-label", "per-instance"},
    {"6", kVpn6, "vpn frr", "undo vpn frr", "off"},
    {"6", kVpn6, "tnl-policy TP", "undo tnl-policy", "LSP, CR-LSP, Local_IfNet"},
    // 7
    {"7", View::System, "bgp 65001", "undo bgp 65001", "off"},
    {"7", View::Bgp, "router-id 10.255.0.11", "undo router-id", "router"},
    {"7", View::Bgp, "peer 10.255.0.21 as-number 65001", "undo peer 10.255.0.21", "none"},
    {"7", View::Bgp, "peer 10.255.0.21 connect-interface LoopBack0", "undo peer 10.255.0.21 connect-interface", "outbound interface"},
    {"7", View::Bgp, "peer 10.255.0.21 connect-interface 10.255.0.11", "undo peer 10.255.0.21 connect-interface", "outbound interface"},
    {"7", View::Bgp, "peer 10.255.0.21 ebgp-max-hop 255", "undo peer 10.255.0.21 ebgp-max-hop"},
    {"7", View::Bgp, "timer keepalive 60 hold 180", "undo timer keepalive hold", "60 s, 180 s"},
    {"7", View::Bgp, "peer 10.255.0.21 timer keepalive 60 hold 180", "undo peer 10.255.0.21 timer keepalive hold", "60 s, 180 s"},
    {"7", View::Bgp, "peer 10.255.0.21 bfd enable single-hop-prefer", "undo peer 10.255.0.21 bfd enable", "off"},
    {"7", View::Bgp, "peer 10.255.0.21 bfd min-tx-interval 100 min-rx-interval 100 detect-multiplier 3",
     "undo peer 10.255.0.21 bfd min-tx-interval min-rx-interval detect-multiplier", "10 ms, 10 ms, 3"},
    {"7", View::Bgp, "peer 10.255.0.21 tracking delay 5", "undo peer 10.255.0.21 tracking", "off; 0 s"},
    {"7", View::Bgp, "graceful-restart", "undo graceful-restart", "off"},
    {"7", View::Bgp, "ipv6-family vpnv6", "undo ipv6-family vpnv6", "off"},
    {"7", View::BgpVpnv6, "policy vpn-target", "undo policy vpn-target", "on"},
    {"7", View::BgpVpnv6, "peer 10.255.0.21 enable", "undo peer 10.255.0.21 enable", "on in IPv4 unicast"},
    {"7", View::BgpVpnv6, "peer 10.255.0.21 reflect-client", "undo peer 10.255.0.21 reflect-client"},
    {"7", View::BgpVpnv6, "peer 10.255.0.21 next-hop-local", "undo peer 10.255.0.21 next-hop-local"},
    {"7", View::BgpVpnv6, "peer 10.255.0.21 preferred-value 10", "undo peer 10.255.0.21 preferred-value", "0"},
    {"7", View::BgpVpnv6, "peer 10.255.0.21 route-policy P import", "undo peer 10.255.0.21 route-policy P import", "none"},
    {"7", View::BgpVpnv6, "auto-frr", "undo auto-frr", "off"},
    {"7", View::Bgp, "ipv6-family vpn-instance RAN", "undo ipv6-family vpn-instance RAN", "off"},
    {"7", View::BgpVpn, "import-route direct med 5 route-policy P", "undo import-route direct", "none"},
    {"7", View::BgpVpn, "import-route ospfv3 7", "undo import-route ospfv3 7", "none"},
    {"7", View::BgpVpn, "import-route unr", "undo import-route unr", "none"},
    {"7", View::BgpVpn, "network 2001:db8:: 64 route-policy P", "undo network 2001:db8:: 64", "none"},
    {"7", View::BgpVpn, "auto-frr", "undo auto-frr", "off"},
    {"7", View::BgpVpn, "default local-preference 100", "undo default local-preference", "100"},
    {"7", View::BgpVpn, "default med 5", "undo default med"},
    {"7", View::System, "route-policy P deny node 65535", "undo route-policy P node 65535"},
    {"7", View::RoutePolicy, "if-match ipv6 address prefix-list L", "undo if-match ipv6 address prefix-list"},
    {"7", View::RoutePolicy, "if-match ip-prefix L", "undo if-match ip-prefix"},
    {"7", View::RoutePolicy, "apply local-preference + 10", "undo apply local-preference"},
    {"7", View::RoutePolicy, "apply cost - 10", "undo apply cost"},
    {"7", View::System, "ip ipv6-prefix L index 10 permit 2001:db8:: 32 greater-equal 48 less-equal 64", "undo ip ipv6-prefix L index 10"},
    {"7", View::System, "ip ip-prefix L index 10 permit 10.0.0.0 8 greater-equal 16 less-equal 24", "undo ip ip-prefix L index 10"},
    // 8
    {"8", View::System, "bfd", "undo bfd", "off"},
    {"8", View::System, "bfd s1 bind peer-ip 10.0.1.2 vpn-instance RAN interface GigabitEthernet0/2/1 source-ip 10.0.1.1 auto",
     "undo bfd s1"},
    {"8", View::System, "bfd s1 bind peer-ipv6 2001:db8::2", "undo bfd s1"},
    {"8", View::System, "bfd s1 bind ldp-lsp peer-ip 10.255.0.1 nexthop 10.0.1.1 interface GigabitEthernet0/2/1", "undo bfd s1"},
    {"8", View::System,
     "bfd s1 bind pw interface GigabitEthernet0/2/0.100 remote-peer 10.255.0.11 pw-ttl auto-calculate track-interface interface "
     "GigabitEthernet0/2/1 secondary group",
     "undo bfd s1"},
    {"8", View::System, "bfd s1 bind pw interface GigabitEthernet0/2/0.100 select-board 3 secondary", "undo bfd s1"},
    {"8", View::BfdSession, "discriminator local 12", "undo discriminator local", "none"},
    {"8", View::BfdSession, "discriminator remote 21", "undo discriminator remote", "none"},
    {"8", View::BfdSession, "min-tx-interval 10", "undo min-tx-interval", "10"},
    {"8", View::BfdSession, "min-rx-interval 10", "undo min-rx-interval", "10"},
    {"8", View::BfdSession, "detect-multiplier 3", "undo detect-multiplier", "3"},
    {"8", View::BfdSession, "process-pst", "undo process-pst", "off"},
    {"8", View::BfdSession, "process-interface-status sub-if reboot-no-impact", "undo process-interface-status",
     "off; on for a link bundle"},
    // 9
    {"9", View::User, "system-view immediately", nullptr},
    {"9", View::Port, "quit", nullptr},
    {"9", View::Port, "return", nullptr},
    {"9", View::System, "commit trial 600 label L description night work", nullptr},
    {"9", View::System, "display configuration candidate merge", nullptr},
    {"9", View::System, "display configuration candidate changes", nullptr},
    {"9", View::System, "clear configuration candidate", nullptr},
    {"9", View::System, "abort", nullptr},
    {"9", View::Port, "display this include-default", nullptr},
    {"9", View::User, "display configuration commit list verbose", nullptr},
    {"9", View::User, "save", nullptr},
};

bool isIn(std::string_view part, std::string_view text)
{
    return text.find(part) != std::string_view::npos;
}

} // namespace

class TestVrpReference : public QObject
{
    Q_OBJECT

private slots:
    void everyCommandOfTheReferenceIsInTheTable_data();
    void everyCommandOfTheReferenceIsInTheTable();
    void everyRowOfTheTableIsInTheReference();
    void rangesEndWhereTheReferenceSays_data();
    void rangesEndWhereTheReferenceSays();
    void whatHasToComeFirstDoes_data();
    void whatHasToComeFirstDoes();
    void rowsStandBehindWhatTheyNeed();
    void whatTheReferenceLeavesOpenIsMarked();
    void moreUndoFormsAreTakenWhenTyped_data();
    void moreUndoFormsAreTakenWhenTyped();
    void linesThatAreNoCommandAreRefused_data();
    void linesThatAreNoCommandAreRefused();
};

void TestVrpReference::everyCommandOfTheReferenceIsInTheTable_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < kReference.size(); ++i)
        QTest::addRow("section %s: %s (view %d)", kReference[i].section, kReference[i].line, int(kReference[i].view)) << int(i);
}

void TestVrpReference::everyCommandOfTheReferenceIsInTheTable()
{
    QFETCH(int, index);
    const Row &row = kReference[std::size_t(index)];
    const auto match = matchLine(row.view, row.line);
    QVERIFY2(match.has_value(), match ? "" : errorText(match.error().fault).data());
    QCOMPARE(match->line, std::string(row.line));
    QVERIFY2(isIn(row.byDefault, command(match->command).traits.byDefault), command(match->command).traits.byDefault.data());
    QCOMPARE(command(match->command).traits.use == Use::Setting, row.undo != nullptr);
    if (!row.undo)
        return;
    QCOMPARE(undoLine(*match), std::string(row.undo));
    const auto undo = matchLine(row.view, row.undo);
    QVERIFY2(undo.has_value(), undo ? "" : errorText(undo.error().fault).data());
    QVERIFY(undo->undo);
    QCOMPARE(undo->line, std::string(row.undo));
    QCOMPARE(settingKey(*undo), settingKey(*match));
}

/// What the table has beyond sections 0 to 9: section 10's displays and what other documents gave, named here.
void TestVrpReference::everyRowOfTheTableIsInTheReference()
{
    std::set<Cmd> seen;
    for (const Row &row : kReference)
        if (const auto match = matchLine(row.view, row.line))
            seen.insert(match->command);
    const std::set<Cmd> elsewhere{
        Cmd::Slot,           // section 5 names the view
        Cmd::BgpIpv4Family,  // section 11
        Cmd::BgpVpnv4Family, // the IPv4 twins of section 7
        Cmd::BgpVpnIpv4Family,
        Cmd::Synchronization,
        Cmd::DisplayCurrent,
    };
    QStringList missing;
    for (const Command &row : kCommands)
        if (!seen.contains(row.id) && !elsewhere.contains(row.id) && row.source != "10" && row.traits.use != Use::Filter)
            missing.append(QString::fromUtf8(row.syntax.data(), qsizetype(row.syntax.size())));
    if (!missing.isEmpty())
        qInfo().noquote() << "rows that no line of this test is:" << missing.join(QStringLiteral("; "));
    QVERIFY(missing.isEmpty());
}

void TestVrpReference::rangesEndWhereTheReferenceSays_data()
{
    QTest::addColumn<View>("view");
    QTest::addColumn<QString>("form");
    QTest::addColumn<qlonglong>("least");
    QTest::addColumn<qlonglong>("most");
    const auto row = [](View view, const char *form, qlonglong least, qlonglong most) {
        QTest::newRow(form) << view << QString::fromLatin1(form) << least << most;
    };
    const qlonglong u32 = 4294967295;
    row(View::Port, "mtu %1", 46, 9600);
    row(kSub, "vlan-type dot1q %1", 1, 4094);
    row(View::Port, "ip address 10.0.0.1 %1", 0, 32);
    row(View::Port, "ipv6 address 2001:db8::1 %1", 1, 128);
    row(View::System, "isis %1", 1, u32);
    row(View::Isis, "timer spf %1", 1, 120);
    row(View::Isis, "timer spf 1 %1", 1, 60000);
    row(View::Isis, "timer lsp-generation 1 1 %1", 1, 60000);
    row(View::Isis, "bfd all-interfaces min-tx-interval %1", 3, 20000);
    row(View::Isis, "bfd all-interfaces detect-multiplier %1", 3, 50);
    row(View::Isis, "bfd all-interfaces tos-exp %1", 0, 7);
    row(View::Port, "isis cost %1", 1, 16777214);
    row(View::Port, "isis timer hello %1", 1, 255);
    row(View::Port, "isis timer ldp-sync hold-down %1", 0, 65535);
    row(View::Port, "mpls ldp timer hello-hold %1", 3, 65535);
    row(View::Port, "mpls ldp timer hello-send %1", 1, 65535);
    row(View::Port, "mpls ldp timer keepalive-hold %1", 30, 65535);
    row(View::Port, "mpls ldp timer keepalive-send %1", 1, 65535);
    row(View::Port, "mpls ldp timer igp-sync-delay %1", 0, 65535);
    row(kSub, "mpls l2vc 10.255.0.1 %1", 1, u32);
    row(kSub, "mpls l2vpn reroute delay %1", 10, 10800);
    row(kSub, "mpls l2vpn reroute immediately resume %1", 0, 600);
    row(kSub, "mpls l2vpn holdoff %1", 1, 180);
    row(kSub, "mpls l2vpn nd-dual-sending expire-time %1", 60, u32);
    row(kSub, "mpls l2vpn pw bfd min-rx-interval %1", 3, 20000);
    row(View::VirtualEthernet, "ve-group %1 l3-access", 1, 8192);
    row(kVeSub, "direct-route ipv6 track pw-state degrade-cost %1", 1, u32);
    row(kVeSub, "mpls l2vpn l3ve delay-up %1", 1, 300);
    row(kVeSub, "mpls l2vpn track route 10.0.0.0 %1 vpn-instance RAN", 0, 32);
    row(kVeSub, "mpls l2vpn track route 2001:db8:: %1 vpn-instance RAN", 0, 128);
    row(View::Bgp, "timer keepalive %1 hold 180", 0, 21845);
    row(View::Bgp, "timer keepalive 60 hold %1", 3, 65535);
    row(View::Bgp, "peer 10.0.0.1 tracking delay %1", 0, 65535);
    row(View::Bgp, "peer 10.0.0.1 ebgp-max-hop %1", 1, 255);
    row(View::BgpVpnv6, "peer 10.0.0.1 preferred-value %1", 0, 65535);
    row(View::BgpVpn, "network 2001:db8:: %1", 0, 128);
    row(View::System, "route-policy P permit node %1", 0, 65535);
    row(View::System, "bfd s bind pw interface GigabitEthernet0/2/0.100 remote-peer 10.0.0.1 pw-ttl %1", 1, 255);
    row(View::BfdSession, "discriminator local %1", 1, 16384);
    row(View::BfdSession, "discriminator remote %1", 1, u32);
    row(View::BfdSession, "min-tx-interval %1", 3, 20000);
    row(View::BfdSession, "detect-multiplier %1", 3, 50);
    row(View::System, "commit trial %1", 60, 65535);
}

void TestVrpReference::rangesEndWhereTheReferenceSays()
{
    QFETCH(View, view);
    QFETCH(QString, form);
    QFETCH(qlonglong, least);
    QFETCH(qlonglong, most);
    const auto takes = [&](qlonglong value) { return matchLine(view, form.arg(value).toStdString()).has_value(); };
    QVERIFY(takes(least));
    QVERIFY(takes(most));
    QVERIFY(!takes(most + 1));
    QVERIFY(least == 3 && form.contains(QLatin1String("hold %1")) && !form.contains(QLatin1String("ldp")) ? takes(0) && !takes(2)
                                                                                                          : !takes(least - 1));
}

void TestVrpReference::whatHasToComeFirstDoes_data()
{
    QTest::addColumn<View>("view");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("first");
    const auto row = [](View view, const char *line, const char *first) {
        QTest::newRow(line) << view << QString::fromLatin1(line) << QString::fromLatin1(first);
    };
    row(View::System, "mpls", "mpls lsr-id <ip>");
    row(View::System, "mpls ldp", "mpls");
    row(View::System, "mpls l2vpn", "mpls");
    row(View::System, "pw-template T1", "mpls l2vpn");
    row(View::Port, "mpls", "mpls");
    row(View::Port, "mpls ldp", "mpls");
    row(View::Port, "isis enable 1", "isis [<pid>] [vpn-instance <vpn>]");
    row(View::Port, "isis ipv6 enable 1", "ipv6 enable [topology {compatible|ipv6|standard}]");
    row(View::Isis, "bfd all-interfaces enable", "bfd");
    row(View::Port, "ipv6 address 2001:db8::1/64", "ipv6 enable");
    row(View::LoopBack, "ip binding vpn-instance RAN", "ip vpn-instance <vpn>");
    row(kVpn6, "vpn frr", "route-distinguisher <rd>");
    row(kVpn6, "vpn-target 1:1", "route-distinguisher <rd>");
    row(kSub, "mpls l2vc 10.0.0.1 1", "mpls l2vpn");
    for (const char *line :
         {"mpls l2vpn redundancy master", "mpls l2vpn reroute delay 60", "mpls l2vpn stream-dual-receiving", "mpls l2vpn pw bfd"})
        QTest::newRow(line) << kSub << QString::fromLatin1(line)
                            << QString::fromUtf8(command(Cmd::L2vc).syntax.data(), qsizetype(command(Cmd::L2vc).syntax.size()));
    row(View::Bgp, "peer 10.0.0.1 connect-interface LoopBack0", "peer <ip> as-number <as>");
    row(View::BgpVpnv6, "peer 10.0.0.1 enable", "peer <ip> as-number <as>");
    row(View::Bgp, "ipv6-family vpn-instance RAN", "ipv6-family [unicast]");
    row(View::System, "bfd s bind peer-ip 10.0.0.1", "bfd");
    // A binding erases addresses, so they come behind it; but they do without one.
    row(View::Port, "ip address 10.0.0.1 30", "");
}

void TestVrpReference::whatHasToComeFirstDoes()
{
    QFETCH(View, view);
    QFETCH(QString, line);
    QFETCH(QString, first);
    const auto match = matchLine(view, line.toStdString());
    QVERIFY(match.has_value());
    const auto needed = neededBy(match->command);
    QCOMPARE(needed ? std::string(command(*needed).syntax) : std::string(), first.toStdString());
}

void TestVrpReference::rowsStandBehindWhatTheyNeed()
{
    for (const Command &row : kCommands)
        if (const auto needed = neededBy(row.id))
            QVERIFY2(static_cast<int>(*needed) < static_cast<int>(row.id), row.syntax.data());
    for (const Command &row : kCommands)
        if (row.traits.on)
            QVERIFY2(static_cast<int>(*row.traits.on) <= static_cast<int>(row.id), row.syntax.data());
}

void TestVrpReference::whatTheReferenceLeavesOpenIsMarked()
{
    // Word by word what vrp.md calls unverified, not expanded, not checked or not stated, of the commands that the table has;
    // the vendor's command reference (mpls l2vc admin; mpls l2vpn pw bfd, LoopBack view) has since answered for the management PW.
    const std::set<std::string_view> open{
        "mpls l2vpn track route <ipv6> <length6> vpn-instance <vpn>", // section 0
        "ipv6 enable [topology {compatible|ipv6|standard}]",          // section 2: "[topology ..]"
        "graceful-restart timer {reconnect|recovery|neighbor-liveness} <restart-s>",
        "mpls ldp",              // on a sub-interface
        "mpls l2vpn switchover", // "not checked"
        "mpls l2vpn oam-mapping [1ag md <md> ma <ma>]",
        "bfd <session> bind peer-ipv6 <ipv6> [vpn-instance <vpn>] [interface <interface>] [source-ipv6 <source-ipv6>]",
    };
    std::set<std::string_view> marked;
    for (const Command &row : kCommands)
        if (!row.traits.unverified.empty() && !isIn("ospf", row.syntax)
            && (row.traits.use == Use::Setting || row.traits.use == Use::Action))
            marked.insert(row.syntax);
    for (const std::string_view syntax : open)
        QVERIFY2(marked.contains(syntax), syntax.data());
    for (const std::string_view syntax : marked)
        QVERIFY2(open.contains(syntax), syntax.data());
    // Lines that state what the document does not know the default of are not in doubt themselves.
    for (const Cmd id : {Cmd::Shutdown, Cmd::LogicalShutdown, Cmd::LdpTimerIgpSync})
        QVERIFY(isIn("unverified", command(id).traits.byDefault) && command(id).traits.unverified.empty());
    QVERIFY(unverified(Cmd::InterfaceLdp, View::Port).empty());
    QVERIFY(!unverified(Cmd::InterfaceLdp, View::SubInterface).empty());
}

void TestVrpReference::moreUndoFormsAreTakenWhenTyped_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("heading");
    QTest::addColumn<QString>("undo");
    QTest::addColumn<QString>("after");
    const auto row = [](const char *name, const char *heading, const char *before, const char *undo, const char *after) {
        QTest::newRow(name) << QString::fromLatin1(before) << QString::fromLatin1(heading) << QString::fromLatin1(undo)
                            << QString::fromLatin1(after);
    };
    row("a filter without its name", "isis 1", " filter-policy ip-prefix L import\n", "undo filter-policy import", "");
    row("a timer with its values", "isis 1", " timer lsp-generation 1 50 50\n", "undo timer lsp-generation 1 50 50", "");
    row("BFD timers with their values", "isis 1", " bfd all-interfaces min-tx-interval 50\n", "undo bfd all-interfaces min-tx-interval 50",
        "");
    row("all targets", "ip vpn-instance RAN\n ipv6-family",
        "  route-distinguisher 1:1\n  vpn-target 1:1\n  vpn-target 2:2 import-extcommunity\n", "undo vpn-target all",
        "  route-distinguisher 1:1\n");
    row("one of two values", "interface Virtual-Ethernet0/2/1.100", " direct-route ipv6 degrade-delay 10 degrade-cost 30\n",
        "undo direct-route ipv6 track pw-state", " direct-route ipv6 degrade-delay 10 degrade-cost 30\n");
    row("the later of two replaces the earlier", "interface Virtual-Ethernet0/2/1.100",
        " direct-route ipv6 degrade-delay 10 degrade-cost 30\n", "direct-route ipv6 track pw-state degrade-cost 5",
        " direct-route ipv6 track pw-state degrade-cost 5\n");
    row("the later filter replaces the earlier", "isis 1", " filter-policy ip-prefix L import\n", "filter-policy route-policy P import",
        " filter-policy route-policy P import\n");
    row("a policy and its name", "bgp 1\n ipv6-family vpnv6", "  peer 10.0.0.1 route-policy P import\n",
        "undo peer 10.0.0.1 route-policy P import", "");
    row("a distinguisher takes what stands on it along", "ip vpn-instance RAN\n ipv6-family",
        "  route-distinguisher 1:1\n  vpn frr\n  vpn-target 1:1\n", "undo route-distinguisher 1:1", "");
}

void TestVrpReference::moreUndoFormsAreTakenWhenTyped()
{
    QFETCH(QString, before);
    QFETCH(QString, heading);
    QFETCH(QString, undo);
    QFETCH(QString, after);
    const std::string head = heading.toStdString() + "\n";
    Block block = Block::of(readConfig(head + before.toStdString()));
    Block *inside = &block;
    std::optional<View> view = View::System;
    while (!inside->settings().empty() && inside->settings().front().opens) {
        Setting *opener = inside->find(inside->settings().front().key);
        view = opener->opens;
        inside = &opener->block;
    }
    inside->type(view, undo.toStdString());
    QCOMPARE(block.normalText(), Block::of(readConfig(head + after.toStdString())).normalText());
}

void TestVrpReference::linesThatAreNoCommandAreRefused_data()
{
    QTest::addColumn<View>("view");
    QTest::addColumn<QString>("line");
    const auto row = [](View view, const char *line) { QTest::newRow(line) << view << QString::fromLatin1(line); };
    row(View::VirtualEthernet, "ve-mode l2-terminate");            // section 5: not in the VE commands of the release
    row(View::BfdSession, "undo commit");                          // section 8: no session has one
    row(View::Bgp, "undo peer 10.0.0.1 route-policy P import");    // a family's
    row(View::BgpVpnv6, "undo peer 10.0.0.1 route-policy import"); // the name is not optional
    row(kVpn6, "undo route-distinguisher");                        // nor is the value
    row(kVeSub, "undo mpls l2vpn track route 10.0.0.0 8");         // section 0: no arguments
    row(kSub, "undo mpls l2vpn redundancy");                       // section 4: repeats the keyword
    row(View::Port, "statistic enable");                           // section 1: sub-interfaces
}

void TestVrpReference::linesThatAreNoCommandAreRefused()
{
    QFETCH(View, view);
    QFETCH(QString, line);
    QVERIFY(!matchLine(view, line.toStdString()));
}

QTEST_GUILESS_MAIN(TestVrpReference)
#include "tst_vrp_reference.moc"
