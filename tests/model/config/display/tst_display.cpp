// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/units.h"

#include "model/config/display/display.h"

#include <QTest>

using namespace sidestep;
using config::RouterState;

namespace {

Ipv4 ipv4(const char *text)
{
    return *Ipv4::parse(text);
}

Ipv6Prefix prefix(const char *text)
{
    return *Ipv6Prefix::parse(text);
}

std::string shown(const RouterState &state, const char *command)
{
    const auto match = config::vrp::matchLine(config::vrp::View::User, command);
    return match ? config::displayText(state, *match).value_or("no answer") : "not understood";
}

RouterState agg1()
{
    RouterState state;
    state.name = "AGG1";
    state.routerId = ipv4("10.255.0.11");
    state.asNumber = 65001;
    return state;
}

} // namespace

#define COMPARE_TEXT(actual, expected) QCOMPARE(QString::fromStdString(actual), QString::fromUtf8(expected))

// The states are those of the samples in vrp.md section 10, and so are the expected texts, with "-" for what is not simulated.
class TestDisplay : public QObject
{
    Q_OBJECT

private slots:
    void trackedRoutes();
    void addressesMayBeTypedInAnyForm();
    void ldpSessions();
    void ldpSessionThatIsDown();
    void bgpPeers();
    void bgpAgeOfADayOrMore();
    void bgpRoutes();
    void routesOfAVpn();
    void verboseRouteWithBackup();
    void bfdSessions();
    void isisPeers();
    void ospfPeers();
    void interfaces();
    void veGroups();
    void vpnInstances();
    void remoteInfoLeavesOutWhatNoSessionBrought();
    void emptyRouterAnswersEveryCommand();
    void unverifiedPartsAreNamed();
};

void TestDisplay::trackedRoutes()
{
    RouterState state = agg1();
    RouterState::Pseudowire pw;
    pw.vcId = 100;
    pw.peer = ipv4("10.255.0.1");
    state.pseudowires = {pw};
    state.tracked = {{"RAN", prefix("2001:db8:ffff::21/128"), true, {0}}};
    COMPARE_TEXT(shown(state, "display mpls l2vpn track route"),
                 "Total route number:1    reachable :1          unreachable:0\n"
                 "-------------------------------------------------------------\n"
                 "\n"
                 "VPN instance name : RAN\n"
                 "Route             : 2001:DB8:FFFF::21/128\n"
                 "Route status      : reachable\n"
                 "PW number         : 1\n"
                 "VC ID      VC Type                Peer IP            VC State\n"
                 "-------------------------------------------------------------\n"
                 "100        VLAN                   10.255.0.1         up\n");
}

void TestDisplay::addressesMayBeTypedInAnyForm()
{
    RouterState state = agg1();
    state.tracked = {{"RAN", prefix("2001:db8:ffff::21/128"), false, {}}};
    const std::string one = shown(state, "disp mpls l2vpn tr ro 2001:0DB8:FFFF:0::21 128 vpn-instance RAN");
    QVERIFY(one.find("Route status      : unreachable\n") != std::string::npos);

    RouterState::Pseudowire pw;
    pw.interface = "GigabitEthernet0/2/0.100";
    state.pseudowires = {pw};
    QVERIFY(shown(state, "display mpls l2vc interface gi 0/2/0.100").starts_with(" *client interface : GigabitEthernet0/2/0.100 is up\n"));
}

void TestDisplay::ldpSessions()
{
    RouterState state = agg1();
    state.ldpPeers = {{ipv4("10.255.0.11"), true, true, SimDuration(7h)}};
    COMPARE_TEXT(shown(state, "display mpls ldp session"),
                 "\n"
                 " LDP Session(s) in Public Network\n"
                 " Codes: LAM(Label Advertisement Mode), SsnAge Unit(DDDD:HH:MM)\n"
                 " An asterisk (*) before a session means the session is being deleted.\n"
                 "--------------------------------------------------------------------------\n"
                 " PeerID             Status      LAM  SsnRole  SsnAge       KASent/Rcv\n"
                 "--------------------------------------------------------------------------\n"
                 " 10.255.0.11:0      Operational DU   Passive  0000:07:00   -/-\n"
                 "--------------------------------------------------------------------------\n"
                 "TOTAL: 1 Session(s) Found.\n");
}

void TestDisplay::ldpSessionThatIsDown()
{
    RouterState state = agg1();
    state.ldpPeers = {{ipv4("10.255.0.21"), false, false, std::nullopt}};
    QVERIFY(shown(state, "display mpls ldp session").find(" 10.255.0.21:0      NonExistent      Active   -            -/-\n") != std::string::npos);
}

void TestDisplay::bgpPeers()
{
    RouterState state = agg1();
    state.bgpPeers = {{ipv4("10.255.0.12"), true, SimDuration(2h + 42min + 55s), 3}, {ipv4("10.255.0.21"), false, SimDuration(5s), 0}};
    COMPARE_TEXT(shown(state, "display bgp vpnv6 all peer"),
                 "\n"
                 " BGP local router ID : 10.255.0.11\n"
                 " Local AS number : 65001\n"
                 " Total number of peers : 2                 Peers in established state : 1\n"
                 "\n"
                 "  Peer              V    AS  MsgRcvd  MsgSent  OutQ  Up/Down       State PrefRcv\n"
                 "  10.255.0.12       4 65001        -        -     0 02:42:55 Established       3\n"
                 "  10.255.0.21       4 65001        -        -     0 00:00:05        Idle       0\n");
}

void TestDisplay::bgpAgeOfADayOrMore()
{
    RouterState state = agg1();
    state.bgpPeers = {{ipv4("10.255.0.12"), true, SimDuration(74h), 0}};
    QVERIFY(shown(state, "display bgp vpnv6 all peer").find(" 0003d02h Established ") != std::string::npos);
}

void TestDisplay::bgpRoutes()
{
    RouterState state = agg1();
    state.paths = {{"65001:21", prefix("2001:db8:ffff::21/128"), ipv4("10.255.0.21"), 0, true, true, false}};
    COMPARE_TEXT(shown(state, "display bgp vpnv6 all routing-table"),
                 "\n"
                 " BGP Local router ID is 10.255.0.11\n"
                 " Status codes: * - valid, > - best, d - damped, x - best external, a - add path,\n"
                 "               h - history,  i - internal, s - suppressed, S - Stale\n"
                 "               Origin : i - IGP, e - EGP, ? - incomplete\n"
                 "\n"
                 " Total number of routes from all PE: 1\n"
                 " Route Distinguisher: 65001:21\n"
                 "\n"
                 " *>i Network  : 2001:DB8:FFFF::21                        PrefixLen : 128\n"
                 "     NextHop  : ::FFFF:10.255.0.21                       LocPrf    : 100\n"
                 "     MED      : 0                                        PrefVal   : 0\n"
                 "     Label    : -\n"
                 "     Path/Ogn : i\n");
}

namespace {

RouterState withRoute()
{
    RouterState state = agg1();
    state.vpnInstances = {{"RAN", "65001:11", {}}};
    state.routes = {{"RAN", prefix("2001:db8:ffff::21/128"), ipv4("10.255.0.21"), {}, {}, ipv4("10.255.0.12"), SimDuration(3s)}};
    return state;
}

} // namespace

void TestDisplay::routesOfAVpn()
{
    COMPARE_TEXT(shown(withRoute(), "display ipv6 routing-table vpn-instance RAN"),
                 "Routing Table : RAN\n"
                 "         Destinations : 1        Routes : 1\n"
                 "\n"
                 "Destination  : 2001:DB8:FFFF::21                       PrefixLength : 128\n"
                 "NextHop      : ::FFFF:10.255.0.21                      Preference   : 255\n"
                 "Cost         : 0                                       Protocol     : IBGP\n"
                 "RelayNextHop : ::                                      TunnelID     : -\n"
                 "Interface    : LDP LSP                                 Flags        : RD\n");
}

void TestDisplay::verboseRouteWithBackup()
{
    COMPARE_TEXT(shown(withRoute(), "display ipv6 routing-table vpn-instance RAN verbose"),
                 "Routing Table : RAN\n"
                 "         Destinations : 1        Routes : 1\n"
                 "\n"
                 "Destination  : 2001:DB8:FFFF::21                       PrefixLength : 128\n"
                 "NextHop      : ::FFFF:10.255.0.21                      Preference   : 255\n"
                 "Neighbour    : ::                                      ProcessID    : 0\n"
                 "Label        : -                                       Protocol     : IBGP\n"
                 "State        : -                                       Cost         : 0\n"
                 "Entry ID     : -                                       EntryFlags   : -\n"
                 "Reference Cnt: -                                       Tag          : 0\n"
                 "Priority     : -                                       Age          : 3sec\n"
                 "IndirectID   : -                                       TunnelID     : -\n"
                 "RelayNextHop : ::                                      Flags        : RD\n"
                 "Interface    : LDP LSP\n"
                 "BkNextHop    : ::FFFF:10.255.0.12                      BkInterface  : LDP LSP\n"
                 "BkLabel      : -                                       BkTunnelID   : -\n"
                 "BkPETunnelID : -                                       BkIndirectID : -\n");
}

void TestDisplay::bfdSessions()
{
    RouterState state = agg1();
    state.bfdSessions = {{"--.--.--.--", true, "D_PW(M)", "GigabitEthernet0/2/0.100"}, {"10.0.1.2", false, "D_IP_IF", "GigabitEthernet0/2/1"}};
    COMPARE_TEXT(shown(state, "display bfd session all"),
                 "(w): State in WTR\n"
                 "(*): State is invalid\n"
                 "--------------------------------------------------------------------------------\n"
                 "Local  Remote PeerIpAddr      State     Type        InterfaceName\n"
                 "--------------------------------------------------------------------------------\n"
                 "-      -      --.--.--.--     Up        D_PW(M)     GigabitEthernet0/2/0.100\n"
                 "-      -      10.0.1.2        Down      D_IP_IF     GigabitEthernet0/2/1\n"
                 "--------------------------------------------------------------------------------\n"
                 "     Total UP/DOWN Session Number : 1/1\n");
}

void TestDisplay::isisPeers()
{
    RouterState state = agg1();
    state.isisPeers = {{1, "0102.5500.0021", "100GE0/1/0"}};
    COMPARE_TEXT(shown(state, "display isis peer"),
                 "\n"
                 "                          Peer information for ISIS(1)\n"
                 "\n"
                 "  System Id     Interface          Circuit Id        State HoldTime Type     PRI\n"
                 "--------------------------------------------------------------------------------\n"
                 "0102.5500.0021  100GE0/1/0         -                  Up   -        L2       --\n"
                 "\n"
                 "Total Peer(s): 1\n");
}

/// Layout: the vendor's command reference, display ospf peer brief.
void TestDisplay::ospfPeers()
{
    RouterState state = agg1();
    state.ospfPeers = {{1, Ipv4(10, 255, 0, 21), "100GE0/1/0"}, {100, Ipv4(10, 255, 0, 1), "GigabitEthernet0/2/1"}};
    const std::string header = "(M) Indicates MADJ neighbor\n";
    const std::string line = std::string(73, '-') + "\n";
    const std::string one = "\n"
                            "          OSPF Process 1 with Router ID 10.255.0.11\n"
                            "                   Peer Statistic Information\n"
                            "  Total number of peer(s): 1\n"
                            "  Peer(s) in full state: 1\n"
        + line + " Area Id         Interface      Neighbor id      State\n" + " 0.0.0.0         100GE0/1/0     10.255.0.21      Full\n" + line;
    QVERIFY(shown(state, "display ospf peer brief").starts_with(header + one));
    QCOMPARE(shown(state, "display ospf 1 peer brief"), header + one);
    QCOMPARE(shown(state, "display ospf 7 peer brief"), header);
}

void TestDisplay::interfaces()
{
    RouterState state = agg1();
    state.interfaces = {{"GigabitEthernet0/2/1", false, false, false}, {"LoopBack0", true, true, true}};
    COMPARE_TEXT(shown(state, "display interface brief"),
                 "PHY: Physical\n"
                 "*down: administratively down\n"
                 "(l): loopback\n"
                 "(s): spoofing\n"
                 "InUti/OutUti: input utility/output utility\n"
                 "Interface                   PHY   Protocol  InUti OutUti   inErrors  outErrors\n"
                 "GigabitEthernet0/2/1        down  down          -      -          -          -\n"
                 "LoopBack0                   up    up(s)         -      -          -          -\n");
}

void TestDisplay::veGroups()
{
    RouterState state = agg1();
    state.veGroups = {{1, "Virtual-Ethernet0/2/0", "Virtual-Ethernet0/2/1"}};
    const char *one = " Ve-groupID    TerminateVE                   AccessVE\n"
                      " 1             Virtual-Ethernet0/2/0(L2)     Virtual-Ethernet0/2/1(L3)\n"
                      "Total 1, 1 printed\n";
    const char *nothing = " Ve-groupID    TerminateVE                   AccessVE\n"
                          "Total 0, 0 printed\n";
    COMPARE_TEXT(shown(state, "display virtual-ethernet ve-group"), one);
    COMPARE_TEXT(shown(state, "display virtual-ethernet ve-group 1"), one);
    COMPARE_TEXT(shown(state, "display virtual-ethernet ve-group 2"), nothing);
    COMPARE_TEXT(shown(state, "display virtual-ethernet ve-group slot 0"), one);
    COMPARE_TEXT(shown(state, "display virtual-ethernet ve-group slot 3"), nothing);
}

void TestDisplay::vpnInstances()
{
    RouterState state = agg1();
    state.vpnInstances = {{"RAN", "65001:11", {"Virtual-Ethernet0/2/1.100"}}};
    COMPARE_TEXT(shown(state, "display ip vpn-instance"),
                 " Total VPN-Instances configured : 1\n"
                 " Total IPv4 VPN-Instances configured : 0\n"
                 " Total IPv6 VPN-Instances configured : 1\n"
                 "\n"
                 "  VPN-Instance Name               RD                             Address family\n"
                 "  RAN                             65001:11                       IPv6\n");
    QVERIFY(shown(state, "display ip vpn-instance interface").find("Virtual-Ethernet0/2/1.100\n") != std::string::npos);
}

void TestDisplay::remoteInfoLeavesOutWhatNoSessionBrought()
{
    RouterState state = agg1();
    RouterState::Pseudowire heard, unheard;
    heard.vcId = 100;
    unheard.vcId = 200;
    unheard.sessionUp = false;
    state.pseudowires = {heard, unheard};
    const std::string text = shown(state, "display mpls l2vc remote-info");
    QVERIFY(text.starts_with("Total remote LDP vc : 1\n"));
    QVERIFY(text.find("\n100 ") != std::string::npos);
    QVERIFY(text.find("\n200 ") == std::string::npos);
}

void TestDisplay::emptyRouterAnswersEveryCommand()
{
    for (const char *command :
         {"display mpls l2vpn track route", "display mpls l2vc", "display mpls l2vc 1", "display mpls l2vc state up", "display mpls l2vc state down",
          "display mpls l2vc interface LoopBack0", "display mpls l2vc brief", "display mpls l2vc remote-info", "display mpls ldp session", "display bgp vpnv6 all peer",
          "display bgp vpnv6 all routing-table", "display ipv6 routing-table vpn-instance A", "display ipv6 routing-table vpn-instance A verbose",
          "display bfd session all", "display isis peer", "display interface brief", "display virtual-ethernet ve-group", "display ip vpn-instance",
          "display ip vpn-instance verbose", "display ip vpn-instance interface"}) {
        const std::string text = shown(RouterState{}, command);
        QVERIFY2(text != "no answer" && text != "not understood", command);
    }
}

void TestDisplay::unverifiedPartsAreNamed()
{
    using config::vrp::Cmd;
    // vrp.md section 10 marks the IPv6 layout of the tracked route, section 0 the status code.
    QVERIFY(!config::unverifiedIn(Cmd::DisplayTrackRoute).empty());
    QVERIFY(!config::unverifiedIn(Cmd::DisplayL2vc).empty());
    QVERIFY(config::unverifiedIn(Cmd::DisplayIsisPeer).empty());
}

QTEST_GUILESS_MAIN(TestDisplay)
#include "tst_display.moc"
