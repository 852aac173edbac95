// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/display/layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace sidestep::config::display {

namespace {

using Pseudowire = RouterState::Pseudowire;

std::string_view typeOf(const Pseudowire &pw)
{
    return pw.vlanType ? "VLAN" : "Ethernet";
}

/// "0x20 (standby)".
std::string statusText(int status)
{
    constexpr int kStandby = 0x20;
    const std::string_view word = (status & ~kStandby) ? "not forwarding" : (status & kStandby) ? "standby" : "forwarding";
    return fmt::format("0x{:x} ({})", static_cast<unsigned>(status), word);
}

std::string ago(const std::optional<SimDuration> &span)
{
    return span ? formatDuration(std::chrono::round<std::chrono::milliseconds>(*span)) + " ago" : std::string(kUnknown);
}

/// Lines "key : value", sometimes two pairs beside each other.
class KeyLines
{
public:
    void line(std::string_view key, std::string_view value) { m_text += fmt::format("  {:<23}: {}\n", key, value); }
    void pair(std::string_view key, std::string_view value, std::string_view otherKey, std::string_view otherValue)
    {
        m_text += fmt::format("  {:<23}: {:<13}{:<21}: {}\n", key, value, otherKey, otherValue);
    }
    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    std::string m_text;
};

/// In the order of `vrp.md` section 10.
std::string stanza(const Pseudowire &pw, bool withReroute)
{
    const std::string_view none = kUnknown;
    KeyLines out;
    out.line("Administrator PW", "no");
    out.line("session state", upOrDown(pw.sessionUp));
    out.line("AC status", upOrDown(pw.interfaceUp));
    out.line("VC state", upOrDown(pw.up));
    out.line("Label state", none);
    out.line("Token state", none);
    out.line("VC ID", fmt::to_string(pw.vcId));
    out.line("VC type", typeOf(pw));
    out.line("destination", pw.peer.toString());
    out.pair("local VC label", none, "remote VC label", none);
    out.line("control word", pw.controlWord ? "enable" : "disable");
    out.line("remote control word", pw.sessionUp ? (pw.controlWord ? "enable" : "disable") : none);
    out.line("forwarding entry", pw.up ? "exist" : "not exist");
    out.line("local group ID", "0");
    out.line("remote group ID", "0");
    out.line("local forwarding state", (pw.localStatus & ~0x20) == 0 ? "forwarding" : "not forwarding");
    out.line("local status code", statusText(pw.localStatus));
    out.line("remote forwarding state", pw.sessionUp ? ((pw.remoteStatus & ~0x20) == 0 ? "forwarding" : "not forwarding") : none);
    out.line("remote status code", pw.sessionUp ? statusText(pw.remoteStatus) : std::string(none));
    out.line("ignore standby state", pw.ignoreStandby ? "yes" : "no");
    out.line("BFD for PW", pw.bfd ? "available" : "unavailable");
    if (pw.bfd)
        out.pair("BFD sessionIndex", none, "BFD state", upOrDown(*pw.bfd));
    out.line("VCCV State", none);
    out.line("Dynamic BFD for PW", pw.bfd ? "enable" : "disable");
    out.line("manual fault", "not set");
    out.line("active state", pw.active ? "active" : "inactive");
    out.line("link state", upOrDown(pw.up));
    out.pair("local VC MTU", fmt::to_string(pw.localMtu), "remote VC MTU", pw.sessionUp ? fmt::to_string(pw.remoteMtu) : std::string(none));
    out.line("tunnel policy name", none);
    out.line("PW template name", none);
    out.line("primary or secondary", pw.secondary ? "secondary" : "primary");
    out.line("VC tunnel info", pw.tunnelUp ? "1 tunnels" : "0 tunnels");
    out.line("last change time", ago(pw.sinceChange));
    if (!pw.redundancy.empty())
        out.line("PW redundancy mode", pw.redundancy);
    if (withReroute && !pw.reroute.empty()) {
        out.line("reroute policy", pw.reroute);
        out.line("reason of last reroute", pw.lastReason.empty() ? none : std::string_view(pw.lastReason));
        out.line("time of last reroute", ago(pw.sinceReroute));
    }
    return out.take();
}

bool selected(const Pseudowire &pw, const vrp::Match &command)
{
    if (const auto vc = command.value("vc-id"))
        return fmt::to_string(pw.vcId) == *vc;
    if (command.has("state"))
        return pw.up == command.has("up");
    if (const auto interface = command.value("interface"))
        return pw.interface == *interface;
    return true;
}

std::string totals(const std::vector<const Pseudowire *> &list)
{
    const auto up = std::count_if(list.begin(), list.end(), [](const Pseudowire *pw) { return pw->up; });
    return fmt::format("Total LDP VC : {}     {} up       {} down\n\n", list.size(), up, static_cast<std::ptrdiff_t>(list.size()) - up);
}

} // namespace

std::string pseudowires(const RouterState &state, const vrp::Match &command)
{
    std::vector<const Pseudowire *> list;
    for (const Pseudowire &pw : state.pseudowires) {
        if (selected(pw, command))
            list.push_back(&pw);
    }
    const bool byInterface = command.value("interface").has_value();
    std::string text = byInterface ? std::string() : totals(list);
    for (const Pseudowire *pw : list)
        text += fmt::format(" *client interface : {} is {}\n{}\n", pw->interface, upOrDown(pw->interfaceUp), stanza(*pw, byInterface));
    return text;
}

std::string pseudowiresBrief(const RouterState &state, const vrp::Match &)
{
    std::vector<const Pseudowire *> list;
    for (const Pseudowire &pw : state.pseudowires)
        list.push_back(&pw);
    std::string text = totals(list);
    for (const Pseudowire *pw : list) {
        text += fmt::format(" *Client Interface  : {}\n", pw->interface);
        const auto line = [&](std::string_view key, std::string_view value) { text += fmt::format("  {:<18}: {}\n", key, value); };
        line("AC status", upOrDown(pw->interfaceUp));
        line("VC state", upOrDown(pw->up));
        line("Label state", kUnknown);
        line("Token state", kUnknown);
        line("VC ID", fmt::to_string(pw->vcId));
        line("VC Type", typeOf(*pw));
        line("session state", upOrDown(pw->sessionUp));
        line("Destination", pw->peer.toString());
        line("link state", upOrDown(pw->up));
        text += '\n';
    }
    return text;
}

std::string pseudowiresRemote(const RouterState &state, const vrp::Match &)
{
    const auto row = [](auto &&...cells) { return fmt::format("{:<13}{:<7}{:<17}{:<10}{:<10}{:<5}{:<8}{:<5}{}\n", cells...); };
    std::string text = row("Transport", "Group", "Peer", "Remote", "Remote", "C", "MTU/", "N", "S") + row("VC ID", "ID", "Addr", "Encap", "VC Label", "Bit", "CELLS", "Bit", "Bit");
    std::size_t count = 0;
    for (const Pseudowire &pw : state.pseudowires) {
        if (!pw.sessionUp)
            continue; // nothing was received, or it was forgotten with the session
        text += row(pw.vcId, 0, pw.peer.toString(), typeOf(pw), kUnknown, pw.controlWord ? 1 : 0, pw.remoteMtu, kUnknown, kUnknown);
        ++count;
    }
    return fmt::format("Total remote LDP vc : {}\n\n", count) + text;
}

std::string trackRoutes(const RouterState &state, const vrp::Match &command)
{
    const auto wanted = [&](const RouterState::TrackedRoute &route) {
        const auto address = command.value("ipv6"), length = command.value("length6"), vpn = command.value("vpn");
        return !address || (route.prefix.address().toString() == *address && fmt::to_string(route.prefix.length()) == *length && route.vpn == *vpn);
    };
    std::string stanzas;
    std::size_t total = 0, reachable = 0;
    for (const RouterState::TrackedRoute &route : state.tracked) {
        if (!wanted(route))
            continue;
        ++total;
        reachable += route.reachable ? 1 : 0;
        stanzas += fmt::format("\nVPN instance name : {}\nRoute             : {}\nRoute status      : {}\nPW number         : {}\n", route.vpn,
                               capitals(route.prefix.toString()), route.reachable ? "reachable" : "unreachable", route.pseudowires.size());
        stanzas += fmt::format("{:<11}{:<23}{:<19}{}\n", "VC ID", "VC Type", "Peer IP", "VC State") + ruler(61);
        for (const std::size_t index : route.pseudowires) {
            const Pseudowire &pw = state.pseudowires[index];
            stanzas += fmt::format("{:<11}{:<23}{:<19}{}\n", pw.vcId, typeOf(pw), pw.peer.toString(), upOrDown(pw.up));
        }
    }
    if (command.value("ipv6"))
        return stanzas.empty() ? std::string() : stanzas.substr(1);
    return fmt::format("Total route number:{:<5}reachable :{:<11}unreachable:{}\n", total, reachable, total - reachable) + ruler(61) + stanzas;
}

} // namespace sidestep::config::display
