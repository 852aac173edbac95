// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <QString>
#include <QStringList>

#include <map>
#include <string>
#include <utility>
#include <vector>

/// A grammar of saved VRP8 files, written from the syntax tables of vrp.md and not from the program under test.
/// It checks spelling, ranges that a pattern can hold, views, nesting and separators.
namespace sidestep::config::grammar {

struct ViewRule
{
    QRegularExpression lines;                                        ///< every line allowed in the view
    std::vector<std::pair<QRegularExpression, std::string>> openers; ///< lines that open a view, and which
};

inline QString octets()
{
    return QStringLiteral("(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)");
}
inline QString ip()
{
    return octets() + QStringLiteral("(?:\\.") + octets() + QStringLiteral("){3}");
}

/// `<name>` etc. in a pattern stand for the expressions below; everything else is a regular expression.
inline QString expand(QString pattern)
{
    static const std::vector<std::pair<QString, QString>> kParts{
        {QStringLiteral("<ip>"), ip()},
        {QStringLiteral("<mask>"), QStringLiteral("(?:255|254|252|248|240|224|192|128|0)(?:\\.(?:255|254|252|248|240|224|192|128|0)){3}")},
        {QStringLiteral("<ip6>"), QStringLiteral("(?:[0-9a-f]{1,4}(?=:)|:)(?::?[0-9a-f]{0,4}){1,8}")},
        {QStringLiteral("<len4>"), QStringLiteral("(?:3[0-2]|[12]?\\d)")},
        {QStringLiteral("<len6>"), QStringLiteral("(?:12[0-8]|1[01]\\d|[1-9]?\\d)")},
        {QStringLiteral("<vlan>"), QStringLiteral("(?:409[0-4]|40[0-8]\\d|[1-3]\\d{3}|[1-9]\\d{0,2})")},
        {QStringLiteral("<u32>"), QStringLiteral("[1-9]\\d{0,9}")},
        {QStringLiteral("<ms>"), QStringLiteral("[1-9]\\d{0,4}")},
        {QStringLiteral("<mult>"), QStringLiteral("(?:[3-9]|[1-4]\\d|50)")},
        {QStringLiteral("<rd>"), QStringLiteral("(?:\\d{1,10}|\\d+\\.\\d+\\.\\d+\\.\\d+):\\d{1,10}")},
        {QStringLiteral("<name>"), QStringLiteral("[^\\s\\\\\",!@\\[\\]'<>#?]+")},
        {QStringLiteral("<text>"), QStringLiteral("\\S(?:[^\\x00-\\x1f]*\\S)?")},
        {QStringLiteral("<port>"), QStringLiteral("(?:GigabitEthernet|\\d+GE|Eth-Trunk)\\d+(?:/\\d+){0,3}")},
        {QStringLiteral("<ve>"), QStringLiteral("Virtual-Ethernet\\d+/\\d+/\\d+")},
        {QStringLiteral("<net>"), QStringLiteral("[0-9a-f]{2}(?:\\.[0-9a-f]{4}){0,6}\\.\\d{4}\\.\\d{4}\\.\\d{4}\\.00")},
    };
    for (const auto &[name, expression] : kParts)
        pattern.replace(name, expression);
    return pattern;
}

using Patterns = std::vector<std::string>;

inline Patterns operator+(Patterns a, const Patterns &b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

inline QRegularExpression exactly(const Patterns &patterns)
{
    QStringList all;
    for (const std::string &pattern : patterns)
        all.append(expand(QString::fromStdString(pattern)));
    return QRegularExpression(QStringLiteral("\\A(?:") + all.join(QLatin1Char('|')) + QStringLiteral(")\\z"));
}

inline const std::map<std::string, ViewRule> &views()
{
    static const std::map<std::string, ViewRule> kViews = [] {
        std::map<std::string, ViewRule> views;
        // sections 1, 3, 4, 6, 7, 8, 9
        views["system"] = {exactly({"sysname <text>", "ip vpn-instance <name>", "bfd", "mpls lsr-id <ip>", "mpls", "mpls l2vpn", "mpls ldp",
                                    "mpls ldp remote-peer <name>", "ip ip-prefix <name> index <u32> permit <ip> <len4>",
                                    "route-policy <name> permit node <u32>", "isis <u32>", "ospf <u32> router-id <ip>", "interface (?:<port>|<ve>)(?:\\.<vlan>)?",
                                    "interface LoopBack\\d{1,4}", "bgp <u32>", "return"}),
                           {{exactly({"ip vpn-instance <name>"}), "vpn-instance"},
                            {exactly({"bfd"}), "bfd"},
                            {exactly({"mpls"}), "mpls"},
                            {exactly({"mpls ldp"}), "ldp"},
                            {exactly({"mpls ldp remote-peer <name>"}), "remote-peer"},
                            {exactly({"route-policy <name> permit node <u32>"}), "route-policy"},
                            {exactly({"isis <u32>"}), "isis"},
                            {exactly({"ospf <u32> router-id <ip>"}), "ospf"},
                            {exactly({"interface <port>"}), "port"},
                            {exactly({"interface <ve>"}), "ve"},
                            {exactly({"interface <port>\\.<vlan>"}), "sub"},
                            {exactly({"interface <ve>\\.<vlan>"}), "ve-sub"},
                            {exactly({"interface LoopBack\\d{1,4}"}), "loopback"},
                            {exactly({"bgp <u32>"}), "bgp"}}};
        // section 6
        views["vpn-instance"] = {exactly({"ipv6-family"}), {{exactly({"ipv6-family"}), "vpn-ipv6"}}};
        views["vpn-ipv6"] = {exactly({"route-distinguisher <rd>", "apply-label per-instance", "vpn frr",
                                      "vpn-target <rd>(?: <rd>){0,7} (?:export|import)-extcommunity"}),
                             {}};
        // section 8
        views["bfd"] = {exactly({"mpls-passive"}), {}};
        // section 3
        views["mpls"] = {exactly({"mpls bfd enable", "mpls bfd-tunnel min-tx-interval <ms> min-rx-interval <ms>(?: detect-multiplier <mult>)?",
                                  "mpls bfd-trigger-tunnel ip-prefix <name>"}),
                         {}};
        views["ldp"] = {exactly({"graceful-restart"}), {}};
        views["remote-peer"] = {exactly({"remote-ip <ip>"}), {}};
        views["route-policy"] = {exactly({"if-match ip-prefix <name>"}), {}};
        // section 2
        views["isis"] = {exactly({"is-level level-2", "cost-style wide", "network-entity <net>", "timer lsp-generation \\d{1,3} <ms> <ms>",
                                  "timer spf \\d{1,3} <ms> <ms>", "import-route direct route-policy <name>",
                                  "filter-policy ip-prefix <name> import", "bfd all-interfaces enable",
                                  "bfd all-interfaces min-tx-interval <ms> min-rx-interval <ms>(?: detect-multiplier <mult>)?"}),
                         {}};
        views["ospf"] = {exactly({"filter-policy ip-prefix <name> import", "bfd all-interfaces enable",
                                  "bfd all-interfaces min-tx-interval <ms> min-rx-interval <ms>(?: detect-multiplier <mult>)?",
                                  "spf-schedule-interval intelligent-timer [1-9]\\d{3,5} <ms> <ms>", "lsa-originate-interval intelligent-timer [1-9]\\d{3,5} <ms> <ms>",
                                  "lsa-arrival-interval \\d{1,5}", "import-route direct route-policy <name>", "area 0\\.0\\.0\\.0"}),
                         {}};
        // sections 1, 2, 3
        const Patterns port{"mtu \\d{2,4}",
                            "description <text>",
                            "undo shutdown",
                            "ip address <ip> <mask>",
                            "isis enable <u32>",
                            "isis circuit-type p2p",
                            "isis cost [1-9]\\d{0,7}",
                            "isis ldp-sync",
                            "ospf enable <u32> area 0\\.0\\.0\\.0",
                            "ospf network-type p2p",
                            "ospf cost [1-9]\\d{0,4}",
                            "ospf ldp-sync",
                            "mpls",
                            "mpls ldp"};
        views["port"] = {exactly(port), {}};
        const Patterns routed{"vlan-type dot1q <vlan>", "description <text>", "ip binding vpn-instance <name>", "ipv6 enable",
                              "ipv6 address <ip6>/<len6>"};
        const std::string l2vc = "mpls l2vc <ip> <u32>(?: (?:control-word|raw|secondary|ignore-standby-state))*";
        const std::string follow = "mpls l2vc (?:secondary )?track admin-vc interface LoopBack\\d{1,4}";
        const std::string pwBfd = "mpls l2vpn pw bfd detect-multiplier <mult> min-rx-interval <ms> min-tx-interval <ms>(?: secondary)?";
        // section 4
        views["sub"] = {exactly(routed
                                + Patterns{"mtu \\d{2,4}", l2vc, "mpls l2vpn redundancy (?:independent|master)",
                                           "mpls l2vpn reroute (?:(?:delay [1-9]\\d{1,4}|immediately)(?: resume \\d{1,3})?|never)",
                                           "mpls l2vpn stream-dual-receiving", "mpls l2vpn nd-dual-sending", pwBfd, follow}),
                        {}};
        // section 5, and 0 for route tracking
        views["ve"]
            = {exactly({"mac-address [0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}", "ve-group [1-9]\\d{0,3} (?:l2-terminate|l3-access)"}), {}};
        views["ve-sub"] = {exactly(routed
                                   + Patterns{"mtu \\d{2,4}", l2vc, pwBfd, follow, "mpls l2vpn track route <ip6> <len6> vpn-instance <name>",
                                              "direct-route ipv6 track pw-state degrade-cost <u32>"}),
                           {}};
        views["loopback"] = {exactly({"description <text>", "ip address <ip> 255\\.255\\.255\\.255", "isis enable <u32>", "ospf enable <u32> area 0\\.0\\.0\\.0",
                                      "ip binding vpn-instance <name>", "ipv6 enable", "ipv6 address <ip6>/<len6>",
                                      "mpls l2vc <ip> <u32> control-word admin",
                                      "mpls l2vpn pw bfd detect-multiplier <mult> min-rx-interval <ms> min-tx-interval <ms>"}),
                             {}};
        // section 7
        views["bgp"] = {exactly({"router-id <ip>", "graceful-restart", "peer <ip> as-number <u32>", "peer <ip> connect-interface LoopBack0",
                                 "peer <ip> ebgp-max-hop 255",
                                 "peer <ip> timer keepalive \\d{1,5} hold \\d{1,5}", "peer <ip> bfd enable",
                                 "peer <ip> bfd min-tx-interval <ms> min-rx-interval <ms>(?: detect-multiplier <mult>)?",
                                 "ipv4-family unicast", "ipv6-family vpnv6", "ipv6-family vpn-instance <name>"}),
                        {{exactly({"ipv4-family unicast"}), "bgp-ipv4"},
                         {exactly({"ipv6-family vpnv6"}), "bgp-vpnv6"},
                         {exactly({"ipv6-family vpn-instance <name>"}), "bgp-vpn"}}};
        views["bgp-ipv4"] = {exactly({"undo synchronization", "peer <ip> enable"}), {}};
        views["bgp-vpnv6"] = {exactly({"(?:undo )?policy vpn-target", "peer <ip> enable", "peer <ip> reflect-client", "peer <ip> next-hop-local"}), {}};
        views["bgp-vpn"] = {exactly({"import-route direct", "network <ip6> <len6>", "auto-frr"}), {}};
        return views;
    }();
    return kViews;
}

/// The first fault as "line N: why: text"; empty when the file is sound.
inline QString firstFault(const std::string &text)
{
    const QString all = QString::fromStdString(text);
    if (!all.endsWith(QStringLiteral("#\nreturn\n")))
        return QStringLiteral("does not end with # and return");
    QStringList lines = all.split(QLatin1Char('\n'));
    lines.removeLast();
    std::vector<std::string> open{"system"}; // views of the current line's ancestors, then what it opened
    QString previous = QStringLiteral("#");
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString &line = lines[i];
        const auto fault = [&](const char *why) {
            return QStringLiteral("line %1: %2: %3").arg(QString::number(i + 1), QString::fromLatin1(why), line);
        };
        if (line.isEmpty() || line.endsWith(QLatin1Char(' ')) || line.contains(QLatin1Char('\r')) || line.contains(QLatin1Char('\t')))
            return fault("blank line or stray white space");
        if (line == QStringLiteral("#")) {
            if (previous == QStringLiteral("#"))
                return fault("an empty block");
            open = {"system"};
            previous = line;
            continue;
        }
        if (line == QStringLiteral(" #")) {
            if (open.size() < 2 || open[1] != "bgp")
                return fault("a nested separator outside bgp");
            open.resize(2);
            previous = line;
            continue;
        }
        std::size_t depth = 0;
        while (line[qsizetype(depth)] == QLatin1Char(' '))
            ++depth;
        const QString command = line.mid(qsizetype(depth));
        if (depth + 1 > open.size())
            return fault("deeper than the view it stands in");
        open.resize(depth + 1);
        const ViewRule &view = views().at(open.back());
        if (!view.lines.match(command).hasMatch())
            return fault(("not a line of view " + open.back()).c_str());
        const bool listed = command.startsWith(QStringLiteral("ip ip-prefix")) && previous.startsWith(QStringLiteral("ip ip-prefix"));
        if (depth == 0 && previous != QStringLiteral("#") && !listed)
            return fault("the block before is not closed");
        if (open.back() == "bgp" && command.contains(QStringLiteral("-family")) && previous != QStringLiteral(" #"))
            return fault("a BGP family without its separator");
        for (const auto &[opener, name] : view.openers)
            if (opener.match(command).hasMatch()) {
                open.push_back(name);
                break;
            }
        previous = line;
    }
    return {};
}

} // namespace sidestep::config::grammar
