// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/limits.h"

#include "model/plan/configuration_lines.h"
#include "model/plan/failures.h"
#include "model/plan/fields.h"
#include "model/plan/plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <initializer_list>
#include <limits>

namespace sidestep::plan {
namespace {

using Problem = std::optional<Error>;

constexpr std::uint64_t kMost32 = std::numeric_limits<std::uint32_t>::max();
constexpr SimDuration kLongestRun = std::chrono::hours(24 * 100);
constexpr std::size_t kLongestText = 246;        ///< `sysname`, and so every name of ours (`vrp.md` section 1)
constexpr std::size_t kLongestDescription = 242; ///< `description` on an interface
constexpr std::uint64_t kMostCapacity = 1'000'000'000'000'000; ///< a million gigabit ports: beyond is a slip of the keyboard
constexpr std::uint64_t kMostTargets = 8;        ///< `vpn-target` takes one to eight values (`vrp.md` section 6)

Problem problem(ErrorCode code, std::string text)
{
    return Error{code, std::move(text)};
}

Problem first(std::initializer_list<Problem> problems)
{
    for (const Problem &one : problems)
        if (one)
            return one;
    return std::nullopt;
}

template <typename T>
Problem outside(std::string_view what, T value, std::uint64_t least, std::uint64_t most)
{
    const std::uint64_t number{value};
    if (number >= least && number <= most)
        return std::nullopt;
    return problem(ErrorCode::OutOfRange, fmt::format("{} {} is not within {} to {}", what, number, least, most));
}
template <typename T>
Problem outside(std::string_view what, const std::optional<T> &value, std::uint64_t least, std::uint64_t most)
{
    return value ? outside(what, *value, least, most) : std::nullopt;
}

Problem outside(std::string_view what, SimDuration value, SimDuration least, SimDuration most)
{
    if (value >= least && value <= most)
        return std::nullopt;
    return problem(ErrorCode::OutOfRange, fmt::format("{} {} is not within {} to {}", what, formatDuration(value), formatDuration(least),
                                                      formatDuration(most)));
}

enum class Text { Name, Free };

Problem badText(std::string_view what, const std::string &text, std::size_t least, std::size_t most, Text kind)
{
    if (text.size() < least)
        return problem(ErrorCode::OutOfRange, fmt::format("the {} is empty; give one", what));
    if (text.size() > most)
        return problem(ErrorCode::OutOfRange, fmt::format("the {} has {} bytes; the longest has {}", what, text.size(), most));
    if (const auto why = unsafeInConfiguration(text, kind == Text::Name))
        return problem(ErrorCode::UnsafeText, fmt::format("the {} cannot stand in a configuration: {}", what, *why));
    return std::nullopt;
}

Problem badAddress(std::string_view what, Ipv4 address)
{
    const std::uint32_t top = address.bits() >> 24;
    if (top != 0 && top != 127 && top < 224)
        return std::nullopt;
    return problem(ErrorCode::OutOfRange,
                   fmt::format("{} {} is not an address of one host; 0.x, 127.x and 224.x upwards are taken", what, address.toString()));
}

Problem badAddress(std::string_view what, const Ipv6Interface &value)
{
    const Ipv6 &address = value.address;
    if (address == Ipv6{} || address == Ipv6{}.plus(1) || address.bytes()[0] == 0xff)
        return problem(ErrorCode::OutOfRange,
                       fmt::format("{} {} is not an address of one host (unspecified, loopback or multicast)", what, address.toString()));
    return outside(fmt::format("prefix length of {}", what), value.length, 1, Ipv6Interface::kMaxLength);
}

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// A NET without system id and selector: one byte, then groups of two bytes, at most 13 bytes in all
/// (ISO 10589 section 7.1; `vrp.md` section 2).
bool isArea(std::string_view text)
{
    for (std::size_t group = 0; group <= 6; ++group) {
        const std::size_t dot = std::min(text.find('.'), text.size());
        const std::string_view digits = text.substr(0, dot);
        if (digits.size() != (group == 0 ? 2 : 4) || !std::all_of(digits.begin(), digits.end(), isHexDigit))
            return false;
        if (dot == text.size())
            return true;
        text.remove_prefix(dot + 1);
    }
    return false;
}

/// Interfaces that the configuration creates by itself; a port of such a name would be a second one.
bool isLogical(std::string_view portName)
{
    constexpr std::array<std::string_view, 5> kLogical{"loopback", "null", "virtual-ethernet", "global-ve", "tunnel"};
    return std::any_of(kLogical.begin(), kLogical.end(), [portName](std::string_view prefix) {
        return portName.size() >= prefix.size()
            && std::equal(prefix.begin(), prefix.end(), portName.begin(), [](char p, char c) { return p == (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
    });
}

/// Two bytes are left for the number where four hold an address or a four-byte AS (RFC 4364 section 4.2).
Problem badNumber(std::string_view what, const RouteDistinguisher &value)
{
    if ((!value.ipv4 && value.administrator <= 65535) || value.number <= 65535)
        return std::nullopt;
    return problem(ErrorCode::OutOfRange, fmt::format("{} {} has a number above 65535", what, value.toString()));
}

Problem badTargets(std::string_view what, const std::vector<RouteTarget> &targets)
{
    for (const RouteTarget &target : targets)
        if (Problem wrong = badNumber(what, target))
            return wrong;
    return outside(fmt::format("number of {}s", what), targets.size(), 0, kMostTargets);
}

Problem badEnd(const PseudowireEnd &end)
{
    return first({outside("VC id", end.vcId, 1, kMost32), outside("VE group", end.veGroup, 1, 8192),
                  outside("VLAN on the AGG", end.veVlan, 1, 4094), outside("PW MTU on the AGG", end.mtu, 46, 9600),
                  outside("VC id of the management PW", end.adminVcId, 1, kMost32), outside("loopback of the management PW", end.adminLoopback, 1, 1023),
                  outside("loopback of the management PW on the AGG", end.aggAdminLoopback, 1, 1023)});
}

/// Which keys there are is the engine's to say; here it is a matter of form.
Problem badAssumptions(const std::vector<std::string> &assumptions)
{
    constexpr std::size_t kMost = 200;
    constexpr std::size_t kLongest = 100;
    if (assumptions.size() > kMost)
        return problem(ErrorCode::OutOfRange, fmt::format("{} assumptions are more than {}", assumptions.size(), kMost));
    std::vector<std::string_view> keys;
    for (const std::string &text : assumptions) {
        const auto equals = text.find('=');
        const bool printable = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
        if (equals == std::string::npos || equals == 0 || equals + 1 == text.size() || text.size() > kLongest || !printable)
            return problem(ErrorCode::BadSyntax, fmt::format("assumption '{}' is not of the form KEY=VALUE", printable ? text.substr(0, kLongest) : std::string("…")));
        keys.push_back(std::string_view(text).substr(0, equals));
    }
    std::sort(keys.begin(), keys.end());
    if (const auto twice = std::adjacent_find(keys.begin(), keys.end()); twice != keys.end())
        return problem(ErrorCode::Conflict, fmt::format("assumption '{}' stands twice", *twice));
    return std::nullopt;
}

Problem brokenAction(const FailureAction &action)
{
    if (Problem wrong = outside("time of a failure", action.at, 0s, kLongestRun))
        return wrong;
    if (action.pw && !std::holds_alternative<AccessServiceId>(action.target))
        return problem(ErrorCode::Conflict, "only an access service has pseudowires to fail");
    if (const TargetKind kind = targetKind(action.target, action.pw.has_value()); !suits(action.mode, kind))
        return problem(ErrorCode::Conflict, fmt::format("{} is no failure of {}", wordOf(action.mode), nameOf(kind)));
    const bool grey = action.mode == FailureMode::Grey;
    const bool flap = action.mode == FailureMode::Flap;
    if (grey != action.percent.has_value() || flap != action.period.has_value() || flap != action.cycles.has_value())
        return problem(ErrorCode::Conflict, "a grey failure, and only that, has a percentage; a flap, and only that, has a period and a count");
    if (grey)
        return outside("lost frames in per cent", *action.percent, 1, 99);
    if (flap)
        return first({outside("period of a flap", *action.period, 1ms, 1h), outside("count of a flap", *action.cycles, 1, 10'000)});
    return std::nullopt;
}

} // namespace

Problem brokenLimit(const Settings &s)
{
    if (std::find(kTimerProfiles.begin(), kTimerProfiles.end(), s.profile) == kTimerProfiles.end())
        return problem(ErrorCode::OutOfRange, fmt::format("there is no timer profile '{}'; choose one of {}", s.profile, fmt::join(kTimerProfiles, ", ")));
    if (Problem wrong = badAssumptions(s.assumptions))
        return wrong;
    const Pools &pools = s.pools;
    if (pools.firstGatewayMac.isMulticast() || pools.firstGatewayMac == Mac{})
        return problem(ErrorCode::OutOfRange, fmt::format("first gateway MAC {} is not an address of one host", pools.firstGatewayMac.toString()));
    if (pools.linkSubnets.length() > 30)
        return problem(ErrorCode::OutOfRange, fmt::format("link pool {} holds no /30", pools.linkSubnets.toString()));
    if (pools.gateways.length() > 64)
        return problem(ErrorCode::OutOfRange, fmt::format("gateway pool {} holds no /64", pools.gateways.toString()));
    return first({badText("plan name", s.name, 1, kLongestText, Text::Free), outside("AS number", s.asNumber, 1, kMost32),
                  outside("first VC id", pools.firstVcId, 1, kMost32), outside("first VLAN", pools.firstVlan, 1, 4094),
                  outside("first access process", pools.firstAccessProcess, 1, 65535)});
}

Problem brokenLimit(const Router &r)
{
    return first({badText("router name", r.name, 1, kLongestText, Text::Name), badText("site", r.site, 0, kLongestText, Text::Free),
                  r.loopback ? badAddress("loopback", *r.loopback) : std::nullopt, outside("AS number", r.asNumber, 1, kMost32)});
}

Problem brokenLimit(const Position &p)
{
    constexpr std::int32_t kEdge = 100'000'000;
    if (p.x >= -kEdge && p.x <= kEdge && p.y >= -kEdge && p.y <= kEdge)
        return std::nullopt;
    return problem(ErrorCode::OutOfRange, fmt::format("({}, {}) is off the canvas, which ends at {}", p.x, p.y, kEdge));
}

Problem brokenLimit(const Port &p)
{
    if (isLogical(p.name) || p.name.find('.') != std::string::npos)
        return problem(ErrorCode::OutOfRange, fmt::format("'{}' is a logical interface, not a port; name a port like 100GE0/1/0", p.name));
    return first({badText("port name", p.name, 1, 63, Text::Name), badText("description", p.description, 0, kLongestDescription, Text::Free),
                  outside("MTU", p.mtu, 46, 9600), p.address ? badAddress("address", p.address->address) : std::nullopt,
                  p.address ? outside("prefix length", p.address->length, 1, 32) : std::nullopt});
}

Problem brokenLimit(const Link &l)
{
    if (std::adjacent_find(l.srlgs.begin(), l.srlgs.end(), std::greater_equal<>()) != l.srlgs.end())
        return problem(ErrorCode::OutOfRange, "shared-risk groups are not in ascending order without repeats");
    return first({outside("IGP cost", l.cost, 1, 16'777'214), outside("capacity in bit/s", l.capacityBps, 1, kMostCapacity),
                  outside("delay", l.delay, 0s, 10s)});
}

Problem brokenLimit(const IgpDomain &d)
{
    if (!isArea(d.area))
        return problem(ErrorCode::BadSyntax,
                       fmt::format("'{}' is not an IS-IS area; write two hexadecimal digits, then groups of four, like 49.0001", d.area));
    return first({badText("domain name", d.name, 1, kLongestText, Text::Free), outside("IGP process", d.process, 1, kMost32),
                  outside("longest SPF delay in s", d.spfMaxSeconds, 1, 120), outside("first SPF delay in ms", d.spfInitMs, 1, 60'000),
                  outside("SPF delay step in ms", d.spfStepMs, 1, 60'000), outside("longest LSP delay in s", d.lspMaxSeconds, 1, 120),
                  outside("first LSP delay in ms", d.lspInitMs, 1, 60'000), outside("LSP delay step in ms", d.lspStepMs, 1, 60'000),
                  outside("LSA arrival interval in ms", d.lsaArrivalMs, 1, 10'000)});
}

Problem brokenLimit(const BfdPolicy &p)
{
    return first({badText("policy name", p.name, 1, kLongestText, Text::Free), outside("transmit interval in ms", p.minTxMs, 3, 20'000),
                  outside("receive interval in ms", p.minRxMs, 3, 20'000), outside("detect multiplier", p.multiplier, 3, 50)});
}

Problem brokenLimit(const Vpn &v)
{
    if (v.name == "_public_")
        return problem(ErrorCode::UnsafeText, "the name _public_ is the router's own; choose another");
    return first({badText("VPN name", v.name, 1, 31, Text::Name), badTargets("export target", v.exportTargets),
                  badTargets("import target", v.importTargets)});
}

Problem brokenLimit(const VpnMember &m)
{
    return m.distinguisher ? badNumber("route distinguisher", *m.distinguisher) : std::nullopt;
}

Problem brokenLimit(const VpnInterface &i)
{
    return first({badText("description", i.description, 0, kLongestDescription, Text::Free),
                  i.port ? outside("VLAN", i.number, 1, 4094) : outside("loopback number", i.number, 1, 1023),
                  i.address ? badAddress("address", *i.address) : std::nullopt});
}

Problem brokenLimit(const AccessService &s)
{
    if (s.gatewayMac && (s.gatewayMac->isMulticast() || *s.gatewayMac == Mac{}))
        return problem(ErrorCode::OutOfRange, fmt::format("gateway MAC {} is not an address of one host", s.gatewayMac->toString()));
    return first({badText("service name", s.name, 1, kLongestText, Text::Free),
                  badText("description", s.description, 0, kLongestDescription, Text::Free), outside("VLAN", s.vlan, 1, 4094),
                  outside("PW MTU", s.mtu, 46, 9600), outside("reroute delay in s", s.rerouteDelaySeconds, 10, 10'800),
                  outside("resume delay in s", s.resumeSeconds, 0, 600), badEnd(s.primary),
                  s.secondary ? badEnd(*s.secondary) : std::nullopt, s.gateway ? badAddress("gateway", *s.gateway) : std::nullopt});
}

Problem brokenLimit(const TrackedRoute &)
{
    return std::nullopt; // every prefix length may be tracked (`vrp.md` section 0)
}

Problem brokenLimit(const BgpSession &s)
{
    if (s.holdSeconds == 1 || s.holdSeconds == 2)
        return problem(ErrorCode::OutOfRange, fmt::format("hold time {} s is neither 0 nor within 3 to 65535", s.holdSeconds));
    return outside("keepalive in s", s.keepaliveSeconds, 0, 21'845);
}

Problem brokenLimit(const Flow &f)
{
    return first({badText("flow name", f.name, 1, kLongestText, Text::Free), outside("packets per second", f.rate.perSecond, 0, 1'000'000'000),
                  f.objective ? outside("objective", *f.objective, 0s, 1h) : std::nullopt});
}

Problem brokenLimit(const Scenario &s)
{
    for (const FailureAction &action : s.actions) {
        if (Problem wrong = brokenAction(action))
            return wrong;
    }
    return first({badText("scenario name", s.name, 1, kLongestText, Text::Free), outside("end of the run", s.until, 1ns, kLongestRun)});
}

Problem brokenLimit(const KeptText &k)
{
    return badKeptLines(k.text);
}

Problem brokenLimit(const Snippet &s)
{
    if (s.role && s.router)
        return problem(ErrorCode::Conflict, "it is for a role and for a router; choose one of the two");
    return first({badText("snippet name", s.name, 1, kLongestText, Text::Free), badSnippetLines(s.text), badVariables(s.variables)});
}

} // namespace sidestep::plan
