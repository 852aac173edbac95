// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/units.h"

#include "model/config/display/display.h"
#include "model/config/vrp/command_table.h"
#include "model/engine/timeline.h"
#include "model/plan/numbering.h"
#include "model/plan/templates.h"
#include "model/report/router_state_at.h"
#include "tests/model/engine/random_network.h"

#include <QTest>

#include <rapidcheck.h>

#include <algorithm>

using namespace sidestep;
using config::RouterState;

namespace {

const plan::Plan &reference()
{
    static const plan::Plan plan = plan::referencePlan();
    return plan;
}

plan::RouterId idOf(const plan::Plan &plan, const char *router)
{
    return plan::routerNamed(plan, router)->id;
}

/// AGG1 loses both core links at 1 s.
plan::Scenario cutOff()
{
    plan::Scenario scenario{plan::ScenarioId(1), "cut off", {}, 10s, 1};
    for (const char *link : {"AGG1--RSG1", "AGG1--AGG2"})
        scenario.actions.push_back({*plan::linkNamed(reference(), link), plan::FailureMode::Cut, 1s});
    return scenario;
}

std::string shown(const RouterState &state, const char *command)
{
    const auto match = config::vrp::matchLine(config::vrp::View::User, command);
    return match ? config::displayText(state, *match).value_or("no answer") : "not understood";
}

std::string steady(const char *router, const char *command)
{
    return shown(*report::steadyRouterState(reference(), idOf(reference(), router)), command);
}

std::string atEnd(const char *router, const char *command, bool tracking = true)
{
    engine::SimulationOptions options;
    options.tracking = tracking;
    return shown(*report::routerStateAt(reference(), cutOff(), options, idOf(reference(), router), kTimeZero + 10s), command);
}

/// The value behind `key :` in the stanza of the VC.
std::string valueOf(const std::string &text, const std::string &vc, const std::string &key)
{
    const std::size_t stanza = text.rfind(" *client interface", text.find("VC ID                  : " + vc + "\n"));
    const std::size_t line = text.find("  " + key, stanza);
    const std::size_t colon = text.find(": ", line);
    return text.substr(colon + 2, text.find('\n', colon) - colon - 2);
}

} // namespace

#define COMPARE_TEXT(actual, expected) QCOMPARE(QString::fromStdString(actual), QString::fromUtf8(expected))

// The expected texts are written by hand after the layouts of vrp.md section 10, with the reference network's values.
class TestRouterDisplay : public QObject
{
    Q_OBJECT

private slots:
    void trackedRouteIsReachableWhileNothingFails();
    void trackedRouteIsUnreachableAfterBothLinksFailed();
    void trackedRouteOfOnePrefixHasNoTotals();
    void pseudowireGoesDownAtAgg1AndTheCsgSaysWhy();
    void csgShowsEveryKeyAfterTheSwitch();
    void agg1ShowsEveryKeyOfThePseudowireThatIsDown();
    void waitBeforeGoingBackCountsDown();
    void withoutTrackingEverythingStaysUpAtTheCsg();
    void pseudowiresAreSelectedByStateAndInterface();
    void briefFormAndSessions();
    void bgpPeersAndTheirFailure();
    void vpnRoutesComeAndGo();
    void isisPeersByProcess();
    void bfdOnTheCsg();
    void aManagementPwIsShownWithItsBfd();
    void bfdOfTunnelsIsShownAtBothEnds();
    void interfacesFollowTheLight();
    void veGroupsAndVpnInstances();
    void aRouterWithoutPowerSaysSo();
    void everyDisplayCommandOfTheReferenceAnswers();
    void displaysAgreeWithTheSnapshotOnRandomNetworks();
};

void TestRouterDisplay::trackedRouteIsReachableWhileNothingFails()
{
    COMPARE_TEXT(steady("AGG1", "display mpls l2vpn track route"),
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

void TestRouterDisplay::trackedRouteIsUnreachableAfterBothLinksFailed()
{
    COMPARE_TEXT(atEnd("AGG1", "display mpls l2vpn track route"),
                 "Total route number:1    reachable :0          unreachable:1\n"
                 "-------------------------------------------------------------\n"
                 "\n"
                 "VPN instance name : RAN\n"
                 "Route             : 2001:DB8:FFFF::21/128\n"
                 "Route status      : unreachable\n"
                 "PW number         : 1\n"
                 "VC ID      VC Type                Peer IP            VC State\n"
                 "-------------------------------------------------------------\n"
                 "100        VLAN                   10.255.0.1         down\n");
}

void TestRouterDisplay::trackedRouteOfOnePrefixHasNoTotals()
{
    const std::string one = steady("AGG1", "display mpls l2vpn track route 2001:db8:ffff::21 128 vpn-instance RAN");
    QVERIFY(one.starts_with("VPN instance name : RAN\nRoute             : 2001:DB8:FFFF::21/128\n"));
    COMPARE_TEXT(steady("AGG1", "display mpls l2vpn track route 2001:db8:ffff::99 128 vpn-instance RAN"), "");
    QVERIFY(steady("AGG2", "display mpls l2vpn track route").starts_with("Total route number:0    reachable :0          unreachable:0\n"));
}

void TestRouterDisplay::pseudowireGoesDownAtAgg1AndTheCsgSaysWhy()
{
    const std::string agg1 = atEnd("AGG1", "display mpls l2vc 100");
    QVERIFY(agg1.starts_with("Total LDP VC : 1     0 up       1 down\n\n *client interface : Virtual-Ethernet0/2/0.100 is up\n"));
    COMPARE_TEXT(valueOf(agg1, "100", "VC state"), "down");
    COMPARE_TEXT(valueOf(agg1, "100", "session state"), "up");
    COMPARE_TEXT(valueOf(agg1, "100", "local status code"), "0x1 (not forwarding)");
    COMPARE_TEXT(valueOf(agg1, "100", "remote status code"), "0x20 (standby)");
    COMPARE_TEXT(valueOf(agg1, "100", "ignore standby state"), "yes");

    const std::string csg = atEnd("CSG", "display mpls l2vc interface GigabitEthernet0/2/0.100");
    COMPARE_TEXT(valueOf(csg, "100", "VC state"), "down");
    COMPARE_TEXT(valueOf(csg, "100", "active state"), "inactive");
    COMPARE_TEXT(valueOf(csg, "100", "remote status code"), "0x1 (not forwarding)");
    COMPARE_TEXT(valueOf(csg, "100", "primary or secondary"), "primary");
    COMPARE_TEXT(valueOf(csg, "200", "VC state"), "up");
    COMPARE_TEXT(valueOf(csg, "200", "active state"), "active");
    COMPARE_TEXT(valueOf(csg, "200", "primary or secondary"), "secondary");
    COMPARE_TEXT(valueOf(csg, "200", "PW redundancy mode"), "master");
    COMPARE_TEXT(valueOf(csg, "200", "reroute policy"), "delay 60 s");
    COMPARE_TEXT(valueOf(csg, "200", "reason of last reroute"), "AGG1 reports status 0x01");
}

// The links fail at 1 s; BFD (3 x 50 ms) to the status message takes less than another second, so at 10 s all that is 8 whole seconds ago.
void TestRouterDisplay::csgShowsEveryKeyAfterTheSwitch()
{
    COMPARE_TEXT(atEnd("CSG", "display mpls l2vc interface GigabitEthernet0/2/0.100"),
                 " *client interface : GigabitEthernet0/2/0.100 is up\n"
                 "  Administrator PW       : no\n"
                 "  session state          : up\n"
                 "  AC status              : up\n"
                 "  VC state               : down\n"
                 "  Label state            : --\n"
                 "  Token state            : --\n"
                 "  VC ID                  : 100\n"
                 "  VC type                : VLAN\n"
                 "  destination            : 10.255.0.11\n"
                 "  local VC label         : --           remote VC label      : --\n"
                 "  control word           : enable\n"
                 "  remote control word    : enable\n"
                 "  forwarding entry       : not exist\n"
                 "  local group ID         : 0            remote group ID      : 0\n"
                 "  local AC OAM State     : up\n"
                 "  local PSN OAM State    : up\n"
                 "  local forwarding state : forwarding\n"
                 "  local status code      : 0x20 (standby)\n"
                 "  remote AC OAM State    : up\n"
                 "  remote PSN OAM State   : up\n"
                 "  remote forwarding state: not forwarding\n"
                 "  remote status code     : 0x1 (not forwarding)\n"
                 "  ignore standby state   : no\n"
                 "  BFD for PW             : available\n"
                 "  BFD sessionIndex       : --           BFD state            : up\n"
                 "  VCCV State             : --\n"
                 "  Dynamic BFD for PW     : enable\n"
                 "  Detect Multipier       : 3\n"
                 "  Min Transit Interval   : 100\n"
                 "  Min Receive Interval   : 100\n"
                 "  manual fault           : not set\n"
                 "  active state           : inactive\n"
                 "  OAM Protocol           : --\n"
                 "  OAM Status             : --\n"
                 "  OAM Fault Type         : --\n"
                 "  PW APS ID              : --\n"
                 "  PW APS Status          : --\n"
                 "  TTL Value              : 1\n"
                 "  link state             : down\n"
                 "  local VC MTU           : 1500         remote VC MTU        : 1500\n"
                 "  local VCCV             : --\n"
                 "  remote VCCV            : --\n"
                 "  tunnel policy name     : --\n"
                 "  PW template name       : --\n"
                 "  primary or secondary   : primary\n"
                 "  load balance type      : --\n"
                 "  Access-port            : false\n"
                 "  Switchover Flag        : --\n"
                 "  VC tunnel info         : 1 tunnels\n"
                 "     NO.0  TNL type      : ldp , TNL ID : --\n"
                 "  create time            : 0 days, 0 hours, 0 minutes, 10 seconds\n"
                 "  up time                : 0 days, 0 hours, 0 minutes, 0 seconds\n"
                 "  last change time       : 0 days, 0 hours, 0 minutes, 8 seconds\n"
                 "  CKey                   : --\n"
                 "  NKey                   : --\n"
                 "  PW redundancy mode     : master\n"
                 "  Forward state          : --\n"
                 "\n"
                 " *client interface : GigabitEthernet0/2/0.100 is up\n"
                 "  Administrator PW       : no\n"
                 "  session state          : up\n"
                 "  AC status              : up\n"
                 "  VC state               : up\n"
                 "  Label state            : --\n"
                 "  Token state            : --\n"
                 "  VC ID                  : 200\n"
                 "  VC type                : VLAN\n"
                 "  destination            : 10.255.0.12\n"
                 "  local VC label         : --           remote VC label      : --\n"
                 "  control word           : enable\n"
                 "  remote control word    : enable\n"
                 "  forwarding entry       : exist\n"
                 "  local group ID         : 0            remote group ID      : 0\n"
                 "  local AC OAM State     : up\n"
                 "  local PSN OAM State    : up\n"
                 "  local forwarding state : forwarding\n"
                 "  local status code      : 0x0 (forwarding)\n"
                 "  remote AC OAM State    : up\n"
                 "  remote PSN OAM State   : up\n"
                 "  remote forwarding state: forwarding\n"
                 "  remote status code     : 0x0 (forwarding)\n"
                 "  ignore standby state   : no\n"
                 "  BFD for PW             : available\n"
                 "  BFD sessionIndex       : --           BFD state            : up\n"
                 "  VCCV State             : --\n"
                 "  Dynamic BFD for PW     : enable\n"
                 "  Detect Multipier       : 3\n"
                 "  Min Transit Interval   : 100\n"
                 "  Min Receive Interval   : 100\n"
                 "  manual fault           : not set\n"
                 "  active state           : active\n"
                 "  OAM Protocol           : --\n"
                 "  OAM Status             : --\n"
                 "  OAM Fault Type         : --\n"
                 "  PW APS ID              : --\n"
                 "  PW APS Status          : --\n"
                 "  TTL Value              : 1\n"
                 "  link state             : up\n"
                 "  local VC MTU           : 1500         remote VC MTU        : 1500\n"
                 "  local VCCV             : --\n"
                 "  remote VCCV            : --\n"
                 "  tunnel policy name     : --\n"
                 "  PW template name       : --\n"
                 "  primary or secondary   : secondary\n"
                 "  load balance type      : --\n"
                 "  Access-port            : false\n"
                 "  Switchover Flag        : --\n"
                 "  VC tunnel info         : 1 tunnels\n"
                 "     NO.0  TNL type      : ldp , TNL ID : --\n"
                 "  create time            : 0 days, 0 hours, 0 minutes, 10 seconds\n"
                 "  up time                : 0 days, 0 hours, 0 minutes, 10 seconds\n"
                 "  last change time       : 0 days, 0 hours, 0 minutes, 10 seconds\n"
                 "  CKey                   : --\n"
                 "  NKey                   : --\n"
                 "  PW redundancy mode     : master\n"
                 "  Forward state          : --\n"
                 "\n"
                 "  reroute policy         : delay 60 s\n"
                 "  reason of last reroute : AGG1 reports status 0x01\n"
                 "  time of last reroute   : 0 days, 0 hours, 0 minutes, 8 seconds\n"
                 "  delay timer ID         : --           residual time        : --\n"
                 "  resume timer ID        : --           residual time        : --\n"
                 "  holdoff timer ID       : --           residual time        : --\n");
}

void TestRouterDisplay::agg1ShowsEveryKeyOfThePseudowireThatIsDown()
{
    COMPARE_TEXT(atEnd("AGG1", "display mpls l2vc"),
                 "Total LDP VC : 1     0 up       1 down\n"
                 "\n"
                 " *client interface : Virtual-Ethernet0/2/0.100 is up\n"
                 "  Administrator PW       : no\n"
                 "  session state          : up\n"
                 "  AC status              : up\n"
                 "  VC state               : down\n"
                 "  Label state            : --\n"
                 "  Token state            : --\n"
                 "  VC ID                  : 100\n"
                 "  VC type                : VLAN\n"
                 "  destination            : 10.255.0.1\n"
                 "  local VC label         : --           remote VC label      : --\n"
                 "  control word           : enable\n"
                 "  remote control word    : enable\n"
                 "  forwarding entry       : not exist\n"
                 "  local group ID         : 0            remote group ID      : 0\n"
                 "  local AC OAM State     : up\n"
                 "  local PSN OAM State    : up\n"
                 "  local forwarding state : not forwarding\n"
                 "  local status code      : 0x1 (not forwarding)\n"
                 "  remote AC OAM State    : up\n"
                 "  remote PSN OAM State   : up\n"
                 "  remote forwarding state: forwarding\n"
                 "  remote status code     : 0x20 (standby)\n"
                 "  ignore standby state   : yes\n"
                 "  BFD for PW             : available\n"
                 "  BFD sessionIndex       : --           BFD state            : up\n"
                 "  VCCV State             : --\n"
                 "  Dynamic BFD for PW     : enable\n"
                 "  Detect Multipier       : 3\n"
                 "  Min Transit Interval   : 100\n"
                 "  Min Receive Interval   : 100\n"
                 "  manual fault           : not set\n"
                 "  active state           : inactive\n"
                 "  OAM Protocol           : --\n"
                 "  OAM Status             : --\n"
                 "  OAM Fault Type         : --\n"
                 "  PW APS ID              : --\n"
                 "  PW APS Status          : --\n"
                 "  TTL Value              : 1\n"
                 "  link state             : down\n"
                 "  local VC MTU           : 1500         remote VC MTU        : 1500\n"
                 "  local VCCV             : --\n"
                 "  remote VCCV            : --\n"
                 "  tunnel policy name     : --\n"
                 "  PW template name       : --\n"
                 "  primary or secondary   : primary\n"
                 "  load balance type      : --\n"
                 "  Access-port            : false\n"
                 "  Switchover Flag        : --\n"
                 "  VC tunnel info         : 1 tunnels\n"
                 "     NO.0  TNL type      : ldp , TNL ID : --\n"
                 "  create time            : 0 days, 0 hours, 0 minutes, 10 seconds\n"
                 "  up time                : 0 days, 0 hours, 0 minutes, 0 seconds\n"
                 "  last change time       : 0 days, 0 hours, 0 minutes, 8 seconds\n"
                 "  CKey                   : --\n"
                 "  NKey                   : --\n"
                 "  PW redundancy mode     : frr\n"
                 "  Forward state          : --\n"
                 "\n");
}

void TestRouterDisplay::waitBeforeGoingBackCountsDown()
{
    plan::Scenario scenario = cutOff();
    for (const char *link : {"AGG1--RSG1", "AGG1--AGG2"})
        scenario.actions.push_back({*plan::linkNamed(reference(), link), plan::FailureMode::Restore, 10s});
    const auto residual = [&scenario](SimDuration at) {
        scenario.until = at;
        const std::string text = shown(*report::routerStateAt(reference(), scenario, {}, idOf(reference(), "CSG"), kTimeZero + at),
                                       "display mpls l2vc interface GigabitEthernet0/2/0.100");
        const std::size_t timer = text.find("residual time", text.find("delay timer ID"));
        return text.substr(timer, text.find('\n', timer) - timer);
    };
    COMPARE_TEXT(residual(9s), "residual time        : --");
    // A second later the same wait has a second less.
    const std::string first = residual(40s), second = residual(41s);
    const int seconds = std::stoi(first.substr(first.rfind(' ')));
    QVERIFY(seconds > 0 && seconds <= 60);
    QCOMPARE(std::stoi(second.substr(second.rfind(' '))), seconds - 1);
}

void TestRouterDisplay::withoutTrackingEverythingStaysUpAtTheCsg()
{
    const std::string csg = atEnd("CSG", "display mpls l2vc", false);
    QVERIFY(csg.starts_with("Total LDP VC : 2     2 up       0 down\n"));
    COMPARE_TEXT(valueOf(csg, "100", "active state"), "active");
    QVERIFY(atEnd("AGG1", "display ipv6 routing-table vpn-instance RAN", false).find("2001:DB8:FFFF::21") == std::string::npos);
}

void TestRouterDisplay::pseudowiresAreSelectedByStateAndInterface()
{
    QVERIFY(atEnd("CSG", "display mpls l2vc state up").starts_with("Total LDP VC : 1     1 up       0 down\n"));
    QVERIFY(atEnd("CSG", "display mpls l2vc state down").starts_with("Total LDP VC : 1     0 up       1 down\n"));
    QVERIFY(steady("CSG", "display mpls l2vc 200").starts_with("Total LDP VC : 1     1 up       0 down\n"));
    COMPARE_TEXT(steady("CSG", "display mpls l2vc interface GigabitEthernet0/2/9.100"), "");
}

void TestRouterDisplay::briefFormAndSessions()
{
    const std::string brief = steady("CSG", "display mpls l2vc brief");
    QVERIFY(brief.starts_with("Total LDP VC : 2     2 up       0 down\n"
                              "\n"
                              " *Client Interface  : GigabitEthernet0/2/0.100\n"
                              "  AC status         : up\n"
                              "  VC state          : up\n"
                              "  Label state       : --\n"
                              "  Token state       : --\n"
                              "  VC ID             : 100\n"
                              "  VC Type           : VLAN\n"
                              "  session state     : up\n"
                              "  Destination       : 10.255.0.11\n"
                              "  link state        : up\n"));
    // The CSG has the lowest LSR id, so it waits for both (RFC 5036 section 2.5.2).
    COMPARE_TEXT(steady("CSG", "display mpls ldp session"),
                 "\n"
                 " LDP Session(s) in Public Network\n"
                 " Codes: LAM(Label Advertisement Mode), SsnAge Unit(DDDD:HH:MM)\n"
                 " An asterisk (*) before a session means the session is being deleted.\n"
                 "--------------------------------------------------------------------------\n"
                 " PeerID             Status      LAM  SsnRole  SsnAge       KASent/Rcv\n"
                 "--------------------------------------------------------------------------\n"
                 " 10.255.0.11:0      Operational DU   Passive  0000:00:00   -/-\n"
                 " 10.255.0.12:0      Operational DU   Passive  0000:00:00   -/-\n"
                 "--------------------------------------------------------------------------\n"
                 "TOTAL: 2 Session(s) Found.\n");
    QVERIFY(steady("CSG", "display mpls l2vc remote-info").starts_with("Total remote LDP vc : 2\n"));
}

void TestRouterDisplay::bgpPeersAndTheirFailure()
{
    const std::string peers = steady("AGG1", "display bgp vpnv6 all peer");
    QVERIFY(peers.starts_with("\n BGP local router ID : 10.255.0.11\n"
                              " Local AS number : 65001\n"
                              " Total number of peers : 2                 Peers in established state : 2\n"
                              "\n"
                              "  Peer              V    AS  MsgRcvd  MsgSent  OutQ  Up/Down       State PrefRcv\n"
                              "  10.255.0.12       4 65001        -        -     0 00:00:00 Established "));
    const std::string after = atEnd("AGG1", "display bgp vpnv6 all peer");
    QVERIFY(after.find("Peers in established state : 0\n") != std::string::npos);
    QVERIFY(after.find("Idle       0\n") != std::string::npos);
}

void TestRouterDisplay::vpnRoutesComeAndGo()
{
    const std::string route = "Destination  : 2001:DB8:FFFF::21                       PrefixLength : 128\n"
                              "NextHop      : ::FFFF:10.255.0.21                      Preference   : 255\n"
                              "Cost         : 0                                       Protocol     : IBGP\n"
                              "RelayNextHop : ::                                      TunnelID     : -\n"
                              "Interface    : LDP LSP                                 Flags        : RD\n";
    QVERIFY(steady("AGG1", "display ipv6 routing-table vpn-instance RAN").find(route) != std::string::npos);
    QVERIFY(atEnd("AGG2", "display ipv6 routing-table vpn-instance RAN").find(route) != std::string::npos);
    QVERIFY(atEnd("AGG1", "display ipv6 routing-table vpn-instance RAN").find("2001:DB8:FFFF::21") == std::string::npos);
    COMPARE_TEXT(steady("AGG1", "display ipv6 routing-table vpn-instance CORE"), "Error: The VPN instance CORE does not exist.\n");

    const std::string path = " Route Distinguisher: 65001:21\n"
                             "\n"
                             " *>i Network  : 2001:DB8:200:1::                         PrefixLen : 64\n"
                             "     NextHop  : ::FFFF:10.255.0.21                       LocPrf    : 100\n"
                             "     MED      : 0                                        PrefVal   : 0\n"
                             "     Label    : -\n"
                             "     Path/Ogn : i\n";
    QVERIFY(steady("AGG1", "display bgp vpnv6 all routing-table").find(path) != std::string::npos);
}

void TestRouterDisplay::isisPeersByProcess()
{
    COMPARE_TEXT(steady("AGG1", "display isis peer"),
                 "\n"
                 "                          Peer information for ISIS(1)\n"
                 "\n"
                 "  System Id     Interface          Circuit Id        State HoldTime Type     PRI\n"
                 "--------------------------------------------------------------------------------\n"
                 "0102.5500.0021  100GE0/1/0         -                  Up   -        L2       --\n"
                 "0102.5500.0012  100GE0/1/1         -                  Up   -        L2       --\n"
                 "\n"
                 "Total Peer(s): 2\n"
                 "\n"
                 "                          Peer information for ISIS(100)\n"
                 "\n"
                 "  System Id     Interface          Circuit Id        State HoldTime Type     PRI\n"
                 "--------------------------------------------------------------------------------\n"
                 "0102.5500.0001  GE0/2/1            -                  Up   -        L2       --\n"
                 "\n"
                 "Total Peer(s): 1\n");
    QVERIFY(atEnd("AGG1", "display isis peer").find("ISIS(1)\n") == std::string::npos);
}

void TestRouterDisplay::bfdOnTheCsg()
{
    const std::string text = steady("CSG", "display bfd session all");
    QVERIFY(text.find("-      -      --.--.--.--     Up        D_PW(M)     GigabitEthernet0/2/0.100\n") != std::string::npos);
    QVERIFY(text.find("-      -      --.--.--.--     Up        D_PW(S)     GigabitEthernet0/2/0.100\n") != std::string::npos);
    QVERIFY(text.find("-      -      10.0.1.2        Up        D_IP_IF     GigabitEthernet0/2/1\n") != std::string::npos);
    QVERIFY(text.ends_with("     Total UP/DOWN Session Number : 4/0\n"));
}

void TestRouterDisplay::aManagementPwIsShownWithItsBfd()
{
    plan::EditBuilder edit(reference(), "management PWs");
    plan::AccessService row = *reference().services().begin();
    row.watch = plan::PwWatch::Management;
    edit.set(row);
    const plan::Plan unnumbered = *reference().with(edit.take());
    const plan::Plan plan = *unnumbered.with(*plan::numberBlanks(unnumbered));
    const RouterState csg = *report::steadyRouterState(plan, idOf(plan, "CSG"));
    const std::string sessions = shown(csg, "display bfd session all");
    QVERIFY(sessions.find("-      -      --.--.--.--     Up        D_PW(M)     LoopBack1\n") != std::string::npos);
    QVERIFY(sessions.find("-      -      --.--.--.--     Up        D_PW(M)     LoopBack2\n") != std::string::npos);
    QVERIFY(sessions.find("GigabitEthernet0/2/0.100") == std::string::npos);
    // VC ids 100 and 200 are the service's: the management PWs have the next ones from 100 up.
    const std::string circuits = shown(csg, "display mpls l2vc");
    QCOMPARE(valueOf(circuits, "100", "Administrator PW"), std::string("no"));
    QCOMPARE(valueOf(circuits, "100", "BFD for PW"), std::string("unavailable"));
    QCOMPARE(valueOf(circuits, "101", "Administrator PW"), std::string("yes"));
    QCOMPARE(valueOf(circuits, "101", "BFD for PW"), std::string("available"));
    QVERIFY(circuits.find(" *client interface : LoopBack1 is up\n") != std::string::npos);
}

void TestRouterDisplay::bfdOfTunnelsIsShownAtBothEnds()
{
    plan::EditBuilder edit(reference(), "tunnels");
    plan::AccessService row = *reference().services().begin();
    row.watch = plan::PwWatch::Tunnel;
    edit.set(row);
    const plan::Plan plan = *reference().with(edit.take());
    const std::string sessions = shown(*report::steadyRouterState(plan, idOf(plan, "CSG")), "display bfd session all");
    QVERIFY(sessions.find("-      -      10.255.0.11     Up        D_LDP_TNL   -\n") != std::string::npos);
    QVERIFY(sessions.find("-      -      10.255.0.11     Up        E_DYNAMIC   -\n") != std::string::npos);
    QVERIFY(sessions.find("D_PW") == std::string::npos);
    QVERIFY(sessions.ends_with("     Total UP/DOWN Session Number : 6/0\n")); // two links, four tunnels
}

void TestRouterDisplay::interfacesFollowTheLight()
{
    const std::string before = steady("AGG1", "display interface brief"), after = atEnd("AGG1", "display interface brief");
    QVERIFY(before.find("100GE0/1/0                  up    up            -      -          -          -\n") != std::string::npos);
    QVERIFY(after.find("100GE0/1/0                  down  down          -      -          -          -\n") != std::string::npos);
    QVERIFY(after.find("LoopBack0                   up    up(s)         -      -          -          -\n") != std::string::npos);
    // The gateway goes with its pseudowire (profile vrp8: pw-usable).
    QVERIFY(after.find("Virtual-Ethernet0/2/1.100   down  down ") != std::string::npos);
}

void TestRouterDisplay::veGroupsAndVpnInstances()
{
    COMPARE_TEXT(steady("AGG1", "display virtual-ethernet ve-group"),
                 " Ve-groupID    TerminateVE                   AccessVE\n"
                 " 1             Virtual-Ethernet0/2/0(L2)     Virtual-Ethernet0/2/1(L3)\n"
                 "Total 1, 1 printed\n");
    COMPARE_TEXT(steady("AGG1", "display ip vpn-instance"),
                 " Total VPN-Instances configured : 1\n"
                 " Total IPv4 VPN-Instances configured : 0\n"
                 " Total IPv6 VPN-Instances configured : 1\n"
                 "\n"
                 "  VPN-Instance Name               RD                             Address family\n"
                 "  RAN                             65001:11                       IPv6\n");
}

void TestRouterDisplay::aRouterWithoutPowerSaysSo()
{
    plan::Scenario scenario{plan::ScenarioId(1), "power", {{idOf(reference(), "AGG1"), plan::FailureMode::Power, 1s}}, 5s, 1};
    const auto state = report::routerStateAt(reference(), scenario, {}, idOf(reference(), "AGG1"), kTimeZero + 2s);
    COMPARE_TEXT(shown(*state, "display isis peer"), "The router is off.\n");
    QVERIFY(!report::routerStateAt(reference(), scenario, {}, plan::RouterId(4711), kTimeZero));
}

void TestRouterDisplay::everyDisplayCommandOfTheReferenceAnswers()
{
    const RouterState state = *report::steadyRouterState(reference(), idOf(reference(), "AGG1"));
    std::size_t answered = 0;
    for (const config::vrp::Command &row : config::vrp::kCommands) {
        if (row.source != "10" || row.id == config::vrp::Cmd::DisplayTrackRouteIpv4)
            continue; // the IPv4 form asks for IPv4 routes, which plans do not have
        const config::vrp::Match match{row.id, false, {}, {}};
        QVERIFY2(config::displayText(state, match).has_value(), std::string(row.syntax).c_str());
        ++answered;
    }
    QCOMPARE(answered, std::size_t{14});
    QVERIFY(!config::displayText(state, {config::vrp::Cmd::DisplayThis, false, {}, {}}));
}

void TestRouterDisplay::displaysAgreeWithTheSnapshotOnRandomNetworks()
{
    QVERIFY(rc::check("a router shows what the simulation holds", [] {
        const test::Drawn drawn = test::draw(test::randomSketch());
        const auto timeline = engine::simulate(drawn.plan, drawn.scenario);
        RC_ASSERT(timeline.has_value());
        const SimTime at = kTimeZero + SimDuration(*rc::gen::inRange<std::int64_t>(0, drawn.scenario.until.count()));
        const engine::Snapshot snapshot = engine::snapshotAt(drawn.plan, *timeline, at);
        for (const plan::Router &router : drawn.plan.routers()) {
            const auto state = report::routerStateAt(drawn.plan, drawn.scenario, {}, router.id, at);
            RC_ASSERT(state.has_value());
            const bool off = std::find(snapshot.poweredOff.begin(), snapshot.poweredOff.end(), router.id) != snapshot.poweredOff.end();
            RC_ASSERT(state->powered == !off);
            for (const config::vrp::Command &row : config::vrp::kCommands) {
                if (row.source == "10")
                    (void)config::displayText(*state, {row.id, false, {}, {}});
            }
            if (off)
                continue;
            for (const engine::Snapshot::PwState &pw : snapshot.pseudowires) {
                const plan::AccessService &service = *drawn.plan.find(pw.service);
                if (service.csg != router.id)
                    continue;
                const bool secondary = pw.pw == plan::PwRole::Secondary;
                const auto shownPw = std::find_if(state->pseudowires.begin(), state->pseudowires.end(),
                                                  [&](const RouterState::Pseudowire &one) { return one.secondary == secondary; });
                RC_ASSERT(shownPw != state->pseudowires.end());
                RC_ASSERT(shownPw->active == pw.active);
            }
        }
    }));
}

QTEST_GUILESS_MAIN(TestRouterDisplay)
#include "tst_router_display.moc"
