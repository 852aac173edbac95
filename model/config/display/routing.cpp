// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/display/layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sidestep::config::display {

namespace {

/// "02:42:55", or "0003d02h" from a day on.
std::string clock(const std::optional<SimDuration> &span)
{
    if (!span)
        return std::string(kUnknown);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(*span).count();
    if (seconds >= 86'400)
        return fmt::format("{:04}d{:02}h", seconds / 86'400, seconds / 3600 % 24);
    return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/// "0000:07:00": days, hours, minutes.
std::string ldpAge(const std::optional<SimDuration> &span)
{
    if (!span)
        return std::string(kUnknown);
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(*span).count();
    return fmt::format("{:04}:{:02}:{:02}", minutes / 1440, minutes / 60 % 24, minutes % 60);
}

/// Narrow columns print "GE0/2/1" (`vrp.md` section 1).
std::string shortened(const std::string &interface)
{
    constexpr std::string_view kLong = "GigabitEthernet";
    return interface.starts_with(kLong) ? "GE" + interface.substr(kLong.size()) : interface;
}

/// "0" of "Virtual-Ethernet0/2/1"; a Global-VE has no slot.
std::string_view slotOf(std::string_view interface)
{
    const std::size_t slash = interface.find('/'), digit = interface.find_first_of("0123456789");
    return slash == std::string_view::npos ? std::string_view() : interface.substr(digit, slash - digit);
}

/// What a route's lines say, whichever of them are asked for.
struct RouteText
{
    explicit RouteText(const RouterState::Route &route)
        : destination(capitals(route.prefix.address().toString())), length(fmt::to_string(route.prefix.length()))
    {
        if (route.nextHop) {
            nextHop = mapped(*route.nextHop);
            return;
        }
        nextHop = route.own ? capitals(route.own->toString()) : "::";
        preference = "0";
        protocol = "Direct";
        tunnel = "0x0";
        interface = route.interface;
        flags = "D";
    }

    std::string destination, length, nextHop;
    std::string_view preference = "255", protocol = "IBGP", tunnel = kUnknown, interface = "LDP LSP", flags = "RD";
};

std::string routeLine(std::string_view key, std::string_view value, std::string_view otherKey, std::string_view otherValue)
{
    return fmt::format("{:<13}: {:<40}{:<13}: {}\n", key, value, otherKey, otherValue);
}

std::string shortRoute(const RouterState::Route &route)
{
    const RouteText row(route);
    return routeLine("Destination", row.destination, "PrefixLength", row.length) + routeLine("NextHop", row.nextHop, "Preference", row.preference)
        + routeLine("Cost", "0", "Protocol", row.protocol) + routeLine("RelayNextHop", "::", "TunnelID", row.tunnel)
        + routeLine("Interface", row.interface, "Flags", row.flags);
}

std::string verboseRoute(const RouterState::Route &route)
{
    const RouteText row(route);
    const std::string age = fmt::format("{}sec", std::chrono::duration_cast<std::chrono::seconds>(route.age).count());
    std::string text = routeLine("Destination", row.destination, "PrefixLength", row.length) + routeLine("NextHop", row.nextHop, "Preference", row.preference)
        + routeLine("Neighbour", "::", "ProcessID", "0") + routeLine("Label", route.nextHop ? kUnknown : "NULL", "Protocol", row.protocol)
        + routeLine("State", kUnknown, "Cost", "0") + routeLine("Entry ID", kUnknown, "EntryFlags", kUnknown)
        + routeLine("Reference Cnt", kUnknown, "Tag", "0") + routeLine("Priority", kUnknown, "Age", age)
        + routeLine("IndirectID", kUnknown, "TunnelID", row.tunnel) + routeLine("RelayNextHop", "::", "Flags", row.flags)
        + fmt::format("{:<13}: {}\n", "Interface", row.interface);
    if (route.backup)
        text += routeLine("BkNextHop", mapped(*route.backup), "BkInterface", "LDP LSP") + routeLine("BkLabel", kUnknown, "BkTunnelID", kUnknown)
            + routeLine("BkPETunnelID", kUnknown, "BkIndirectID", kUnknown);
    return text;
}

} // namespace

std::string ldpSessions(const RouterState &state, const vrp::Match &)
{
    std::string text = "\n LDP Session(s) in Public Network\n"
                       " Codes: LAM(Label Advertisement Mode), SsnAge Unit(DDDD:HH:MM)\n"
                       " An asterisk (*) before a session means the session is being deleted.\n"
        + ruler(74) + fmt::format(" {:<19}{:<12}{:<5}{:<9}{:<13}{}\n", "PeerID", "Status", "LAM", "SsnRole", "SsnAge", "KASent/Rcv") + ruler(74);
    for (const RouterState::LdpPeer &peer : state.ldpPeers)
        text += fmt::format(" {:<19}{:<12}{:<5}{:<9}{:<13}{}\n", peer.lsrId.toString() + ":0", peer.up ? "Operational" : "NonExistent", peer.up ? "DU" : "",
                            peer.passive ? "Passive" : "Active", ldpAge(peer.age), "-/-");
    return text + ruler(74) + fmt::format("TOTAL: {} Session(s) Found.\n", state.ldpPeers.size());
}

std::string bgpPeers(const RouterState &state, const vrp::Match &)
{
    const auto up = std::count_if(state.bgpPeers.begin(), state.bgpPeers.end(), [](const RouterState::BgpPeer &peer) { return peer.up; });
    std::string text = fmt::format("\n BGP local router ID : {}\n Local AS number : {}\n Total number of peers : {:<18}Peers in established state : {}\n\n",
                                   state.routerId ? state.routerId->toString() : std::string(kUnknown), state.asNumber, state.bgpPeers.size(), up);
    const auto row = [](auto &&...cells) { return fmt::format("  {:<18}{} {:>5} {:>8} {:>8} {:>5} {:>8} {:>11} {:>7}\n", cells...); };
    text += row("Peer", "V", "AS", "MsgRcvd", "MsgSent", "OutQ", "Up/Down", "State", "PrefRcv");
    for (const RouterState::BgpPeer &peer : state.bgpPeers)
        text += row(peer.address.toString(), 4, peer.asNumber.value_or(state.asNumber), kUnknown, kUnknown, 0, clock(peer.age), peer.up ? "Established" : "Idle", peer.prefixes);
    return text;
}

std::string bgpRoutes(const RouterState &state, const vrp::Match &)
{
    std::string text = fmt::format("\n BGP Local router ID is {}\n", state.routerId ? state.routerId->toString() : std::string(kUnknown));
    text += " Status codes: * - valid, > - best, d - damped, x - best external, a - add path,\n"
            "               h - history,  i - internal, s - suppressed, S - Stale\n"
            "               Origin : i - IGP, e - EGP, ? - incomplete\n\n";
    text += fmt::format(" Total number of routes from all PE: {}\n", state.paths.size());
    const std::string *distinguisher = nullptr;
    for (const RouterState::Path &path : state.paths) {
        if (!distinguisher || *distinguisher != path.distinguisher) {
            distinguisher = &path.distinguisher;
            text += fmt::format(" Route Distinguisher: {}\n", path.distinguisher);
        }
        const std::string codes = fmt::format("{}{}{}", path.usable ? '*' : ' ', path.best ? '>' : ' ', path.nextHop && !path.external ? 'i' : ' ');
        const auto line = [&](std::string_view lead, std::string_view key, std::string_view value, std::string_view otherKey, std::string_view otherValue) {
            text += fmt::format(" {:<4}{:<9}: {:<41}{:<10}: {}\n", lead, key, value, otherKey, otherValue);
        };
        std::string asPath;
        for (const std::uint32_t number : path.asPath)
            asPath += fmt::format("{} ", number);
        text += '\n';
        line(codes, "Network", capitals(path.prefix.address().toString()), "PrefixLen", fmt::to_string(path.prefix.length()));
        line("", "NextHop", path.nextHop ? mapped(*path.nextHop) : "::", "LocPrf", path.nextHop && !path.external ? "100" : "");
        line("", "MED", fmt::to_string(path.med), "PrefVal", "0");
        text += fmt::format("     {:<9}: {}\n     {:<9}: {}\n", "Label", kUnknown, "Path/Ogn", fmt::format("{}{}", asPath, path.imported ? "?" : "i"));
    }
    return text;
}

std::string ipv6Routes(const RouterState &state, const vrp::Match &command)
{
    const std::string_view vpn = command.value("vpn").value_or(std::string_view());
    const auto in = [vpn](const RouterState::Route &route) { return route.vpn == vpn; };
    const auto count = std::count_if(state.routes.begin(), state.routes.end(), in);
    if (std::none_of(state.vpnInstances.begin(), state.vpnInstances.end(), [vpn](const RouterState::VpnInstance &instance) { return instance.name == vpn; }))
        return fmt::format("Error: The VPN instance {} does not exist.\n", vpn);
    std::string text = fmt::format("Routing Table : {}\n         Destinations : {:<9}Routes : {}\n", vpn, count, count);
    for (const RouterState::Route &route : state.routes) {
        if (in(route))
            text += '\n' + (command.has("verbose") ? verboseRoute(route) : shortRoute(route));
    }
    return text;
}

std::string bfdSessions(const RouterState &state, const vrp::Match &)
{
    const auto row = [](auto &&...cells) { return fmt::format("{:<7}{:<7}{:<16}{:<10}{:<12}{}\n", cells...); };
    std::string text = "(w): State in WTR\n(*): State is invalid\n" + ruler(80) + row("Local", "Remote", "PeerIpAddr", "State", "Type", "InterfaceName") + ruler(80);
    for (const RouterState::BfdSession &session : state.bfdSessions)
        text += row(kUnknown, kUnknown, session.peer, session.up ? "Up" : "Down", session.type, session.interface);
    const auto up = std::count_if(state.bfdSessions.begin(), state.bfdSessions.end(), [](const RouterState::BfdSession &session) { return session.up; });
    return text + ruler(80) + fmt::format("     Total UP/DOWN Session Number : {}/{}\n", up, static_cast<std::ptrdiff_t>(state.bfdSessions.size()) - up);
}

std::string isisPeers(const RouterState &state, const vrp::Match &)
{
    const auto row = [](auto &&...cells) { return fmt::format("{:<16}{:<19}{:<19}{:<5}{:<9}{:<9}{}\n", cells...); };
    std::string text;
    for (std::size_t i = 0; i < state.isisPeers.size();) {
        const std::uint32_t process = state.isisPeers[i].process;
        text += fmt::format("\n                          Peer information for ISIS({})\n\n", process);
        text += "  System Id     Interface          Circuit Id        State HoldTime Type     PRI\n" + ruler(80);
        std::size_t count = 0;
        for (; i < state.isisPeers.size() && state.isisPeers[i].process == process; ++i, ++count)
            text += row(state.isisPeers[i].systemId, shortened(state.isisPeers[i].interface), kUnknown, "Up", kUnknown, "L2", "--");
        text += fmt::format("\nTotal Peer(s): {}\n", count);
    }
    return text;
}

/// The layout of the vendor's command reference, display ospf peer.
std::string ospfPeers(const RouterState &state, const vrp::Match &command)
{
    const auto row = [](auto &&...cells) { return fmt::format(" {:<16}{:<15}{:<17}{}\n", cells...); };
    const std::string line = ruler(73);
    const auto wanted = command.value("pid");
    std::string text = "(M) Indicates MADJ neighbor\n";
    for (std::size_t i = 0; i < state.ospfPeers.size();) {
        const std::uint32_t process = state.ospfPeers[i].process;
        std::string rows;
        std::size_t count = 0;
        for (; i < state.ospfPeers.size() && state.ospfPeers[i].process == process; ++i, ++count)
            rows += row("0.0.0.0", shortened(state.ospfPeers[i].interface), state.ospfPeers[i].routerId.toString(), "Full");
        if (wanted && *wanted != fmt::to_string(process))
            continue;
        text += fmt::format("\n          OSPF Process {} with Router ID {}\n                   Peer Statistic Information\n", process,
                            state.routerId ? state.routerId->toString() : std::string(kUnknown));
        text += fmt::format("  Total number of peer(s): {0}\n  Peer(s) in full state: {0}\n", count);
        text += line + row("Area Id", "Interface", "Neighbor id", "State") + rows + line;
    }
    return text;
}

std::string interfaces(const RouterState &state, const vrp::Match &)
{
    const auto row = [](auto &&...cells) { return fmt::format("{:<28}{:<6}{:<9}{:>6} {:>6} {:>10} {:>10}\n", cells...); };
    std::string text = "PHY: Physical\n*down: administratively down\n(l): loopback\n(s): spoofing\nInUti/OutUti: input utility/output utility\n";
    text += "Interface                   PHY   Protocol  InUti OutUti   inErrors  outErrors\n";
    for (const RouterState::Interface &interface : state.interfaces)
        text += row(interface.name, upOrDown(interface.physical), fmt::format("{}{}", upOrDown(interface.protocol), interface.spoofing ? "(s)" : ""), kUnknown, kUnknown, kUnknown, kUnknown);
    return text;
}

std::string veGroups(const RouterState &state, const vrp::Match &command)
{
    std::string text = fmt::format(" {:<14}{:<30}{}\n", "Ve-groupID", "TerminateVE", "AccessVE");
    std::size_t count = 0;
    for (const RouterState::VeGroup &group : state.veGroups) {
        const auto id = command.value("ve-group"), slot = command.value("slot");
        if ((id && *id != fmt::to_string(group.id)) || (slot && slotOf(group.layer2) != *slot))
            continue;
        text += fmt::format(" {:<14}{:<30}{}\n", group.id, group.layer2 + "(L2)", group.layer3 + "(L3)");
        ++count;
    }
    return text + fmt::format("Total {0}, {0} printed\n", count);
}

std::string vpnInstances(const RouterState &state, const vrp::Match &command)
{
    if (command.has("interface")) {
        std::string text = fmt::format(" Total VPN-Instances configured : {}\n", state.vpnInstances.size());
        for (const RouterState::VpnInstance &vpn : state.vpnInstances) {
            text += fmt::format("\n VPN-Instance Name : {}\n  Interface Number : {}\n", vpn.name, vpn.interfaces.size());
            for (std::size_t i = 0; i < vpn.interfaces.size(); ++i)
                text += (i == 0 ? "  Interface list : " : "                   ") + vpn.interfaces[i] + '\n';
        }
        return text;
    }
    std::string text = fmt::format(" Total VPN-Instances configured : {0}\n Total IPv4 VPN-Instances configured : 0\n Total IPv6 VPN-Instances configured : {0}\n\n",
                                   state.vpnInstances.size());
    text += fmt::format("  {:<32}{:<31}{}\n", "VPN-Instance Name", "RD", "Address family");
    for (const RouterState::VpnInstance &vpn : state.vpnInstances) {
        if (const auto name = command.value("vpn"); name && *name != vpn.name)
            continue;
        text += fmt::format("  {:<32}{:<31}{}\n", vpn.name, vpn.distinguisher, "IPv6");
    }
    return text;
}

} // namespace sidestep::config::display
