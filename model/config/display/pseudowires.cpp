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

/// What a line "key : value" prints where there is no value.
constexpr std::string_view kNone = "--";

/// "0 days, 0 hours, 43 minutes, 2 seconds".
std::string spanText(SimDuration span)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(span).count();
    return fmt::format("{} days, {} hours, {} minutes, {} seconds", seconds / 86'400, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
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

/// Bits of a PW status (RFC 8077 section 6.3, RFC 6870 section 5.1).
constexpr int kAcFaults = 0x02 | 0x04, kPsnFaults = 0x08 | 0x10, kStandby = 0x20;

std::string_view forwardingText(int status)
{
    return (status & ~kStandby) == 0 ? "forwarding" : "not forwarding";
}

std::string statusText(int status)
{
    return fmt::format("0x{:x} ({})", static_cast<unsigned>(status), status == kStandby ? "standby" : forwardingText(status));
}

// The parts of a stanza, in the order of `vrp.md` section 10.

void addIdentity(KeyLines &out, const Pseudowire &pw)
{
    out.line("Administrator PW", pw.administrator ? "yes" : "no");
    out.line("session state", upOrDown(pw.sessionUp));
    out.line("AC status", upOrDown(pw.interfaceUp));
    out.line("VC state", upOrDown(pw.up));
    out.line("Label state", kNone);
    out.line("Token state", kNone);
    out.line("VC ID", fmt::to_string(pw.vcId));
    out.line("VC type", typeOf(pw));
    out.line("destination", pw.peer.toString());
}

/// The remote end's values are forgotten with the session that brought them.
void addEnds(KeyLines &out, const Pseudowire &pw)
{
    const auto remote = [&pw](std::string_view value) { return pw.sessionUp ? value : kNone; };
    const std::string_view word = pw.controlWord ? "enable" : "disable";
    out.pair("local VC label", kNone, "remote VC label", kNone);
    out.line("control word", word);
    out.line("remote control word", remote(word));
    out.line("forwarding entry", pw.up ? "exist" : "not exist");
    out.pair("local group ID", "0", "remote group ID", remote("0"));
    out.line("local AC OAM State", upOrDown((pw.localStatus & kAcFaults) == 0));
    out.line("local PSN OAM State", upOrDown((pw.localStatus & kPsnFaults) == 0));
    out.line("local forwarding state", forwardingText(pw.localStatus));
    out.line("local status code", statusText(pw.localStatus));
    out.line("remote AC OAM State", remote(upOrDown((pw.remoteStatus & kAcFaults) == 0)));
    out.line("remote PSN OAM State", remote(upOrDown((pw.remoteStatus & kPsnFaults) == 0)));
    out.line("remote forwarding state", remote(forwardingText(pw.remoteStatus)));
    out.line("remote status code", remote(statusText(pw.remoteStatus)));
    out.line("ignore standby state", pw.ignoreStandby ? "yes" : "no");
}

void addBfd(KeyLines &out, const Pseudowire &pw)
{
    out.line("BFD for PW", pw.bfd ? "available" : "unavailable");
    out.pair("BFD sessionIndex", kNone, "BFD state", pw.bfd ? upOrDown(pw.bfd->up) : kNone);
    out.line("VCCV State", kNone);
    out.line("Dynamic BFD for PW", pw.bfd ? "enable" : "disable");
    if (!pw.bfd)
        return;
    out.line("Detect Multipier", fmt::to_string(pw.bfd->multiplier)); // as routers spell it
    out.line("Min Transit Interval", fmt::to_string(pw.bfd->minTxMs));
    out.line("Min Receive Interval", fmt::to_string(pw.bfd->minRxMs));
}

void addOperation(KeyLines &out, const Pseudowire &pw)
{
    out.line("manual fault", "not set");
    out.line("active state", pw.active ? "active" : "inactive");
    for (const std::string_view key : {"OAM Protocol", "OAM Status", "OAM Fault Type", "PW APS ID", "PW APS Status"})
        out.line(key, kNone);
    out.line("TTL Value", "1"); // plans do not set another (section 4)
    out.line("link state", upOrDown(pw.up));
    out.pair("local VC MTU", fmt::to_string(pw.localMtu), "remote VC MTU", pw.sessionUp ? fmt::to_string(pw.remoteMtu) : std::string(kNone));
    out.line("local VCCV", kNone);
    out.line("remote VCCV", kNone);
    out.line("tunnel policy name", kNone);
    out.line("PW template name", kNone);
    out.line("primary or secondary", pw.secondary ? "secondary" : "primary");
    out.line("load balance type", kNone);
    out.line("Access-port", "false");
    out.line("Switchover Flag", kNone);
}

void addHistory(KeyLines &out, const Pseudowire &pw)
{
    out.line("VC tunnel info", pw.tunnelUp ? "1 tunnels" : "0 tunnels");
    if (pw.tunnelUp)
        out.line("   NO.0  TNL type", "ldp , TNL ID : --");
    out.line("create time", spanText(pw.age));
    out.line("up time", spanText(pw.up ? pw.sinceChange : SimDuration::zero()));
    out.line("last change time", spanText(pw.sinceChange));
    out.line("CKey", kNone);
    out.line("NKey", kNone);
    out.line("PW redundancy mode", pw.redundancy);
    out.line("Forward state", kNone);
}

std::string stanza(const Pseudowire &pw)
{
    KeyLines out;
    addIdentity(out, pw);
    addEnds(out, pw);
    addBfd(out, pw);
    addOperation(out, pw);
    addHistory(out, pw);
    return out.take();
}

/// What stands once below the pseudowires of an interface that chooses between two.
std::string rerouteLines(const RouterState::Reroute &reroute)
{
    KeyLines out;
    out.line("reroute policy", reroute.policy);
    out.line("reason of last reroute", reroute.lastReason.empty() ? kNone : std::string_view(reroute.lastReason));
    out.line("time of last reroute", reroute.sinceLast ? spanText(*reroute.sinceLast) : "-- days, -- hours, -- minutes, -- seconds");
    const auto timer = [&out](std::string_view key, const std::optional<SimDuration> &left) {
        out.pair(key, kNone, "residual time", left ? fmt::to_string(std::chrono::ceil<std::chrono::seconds>(*left).count()) : std::string(kNone));
    };
    timer("delay timer ID", reroute.delayLeft);
    timer("resume timer ID", reroute.resumeLeft);
    timer("holdoff timer ID", std::nullopt);
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
    const auto interface = command.value("interface");
    std::string text = interface ? std::string() : totals(list);
    for (const Pseudowire *pw : list)
        text += fmt::format(" *client interface : {} is {}\n{}\n", pw->interface, upOrDown(pw->interfaceUp), stanza(*pw));
    for (const RouterState::Reroute &reroute : state.reroutes) {
        if (interface && reroute.interface == *interface)
            text += rerouteLines(reroute);
    }
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
        line("Label state", kNone);
        line("Token state", kNone);
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
