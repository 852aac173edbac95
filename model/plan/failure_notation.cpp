// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/failures.h"
#include "model/plan/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace sidestep::plan {
namespace {

constexpr std::uint8_t kDefaultGreyPercent = 10;

/// "TARGET[@TIME[,MODE]]". A service's name may hold an @, so the last one counts.
struct Parts
{
    std::string_view target;
    std::optional<std::string_view> time;
    std::optional<std::string_view> mode;
};

Parts split(std::string_view text)
{
    Parts parts{text, std::nullopt, std::nullopt};
    if (const auto at = text.rfind('@'); at != std::string_view::npos) {
        parts.target = text.substr(0, at);
        std::string_view rest = text.substr(at + 1);
        if (const auto comma = rest.find(','); comma != std::string_view::npos) {
            parts.mode = rest.substr(comma + 1);
            rest = rest.substr(0, comma);
        }
        parts.time = rest;
    }
    return parts;
}

template <typename Number>
std::optional<Number> wholeNumber(std::string_view text)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

// Targets

/// What a text names, and how it fails when nothing else is said.
struct Named
{
    std::vector<FailureTarget> targets;
    std::optional<PwRole> pw;
    FailureMode mode = FailureMode::Cut;
};

Result<Named> linkOrRouter(const Plan &plan, std::string_view name)
{
    if (name.empty())
        return failure(ErrorCode::BadSyntax, "the link or router to fail is missing; write it like AGG1--RSG1@1s or AGG1@1s");
    if (name.find("--") != std::string_view::npos) {
        const auto link = linkNamed(plan, name);
        // A router may be named so, too; a link of that name goes first.
        if (const Router *router = link ? nullptr : routerNamed(plan, name))
            return Named{{router->id}, {}, FailureMode::Power};
        return link.map([](LinkId id) { return Named{{id}, {}, FailureMode::Cut}; });
    }
    const auto router = routerIdNamed(plan, name);
    if (!router)
        return failure(router.error().code, fmt::format("{}; a link is named like A--B", router.error().detail));
    return Named{{*router}, {}, FailureMode::Power};
}

Result<Named> session(const Plan &plan, std::string_view name)
{
    for (std::size_t dashes = name.find("--"); dashes != std::string_view::npos; dashes = name.find("--", dashes + 1)) {
        const Router *a = routerNamed(plan, name.substr(0, dashes));
        const Router *b = routerNamed(plan, name.substr(dashes + 2));
        for (const BgpSession &row : plan.sessions()) {
            if (a && b && ((row.a == a->id && row.b == b->id) || (row.a == b->id && row.b == a->id)))
                return Named{{row.id}, {}, FailureMode::Reset};
        }
    }
    return failure(ErrorCode::NotFound, fmt::format("there is no BGP session {}; a session is named like bgp:AGG1--RSG1", name));
}

Result<Named> service(const Plan &plan, std::string_view name, std::optional<PwRole> pw, FailureMode mode)
{
    for (const AccessService &row : plan.services()) {
        if (row.name != name)
            continue;
        if (pw == PwRole::Secondary && !row.secondary)
            return failure(ErrorCode::NotFound, fmt::format("{} has no secondary pseudowire", name));
        return Named{{row.id}, pw, mode};
    }
    return failure(ErrorCode::NotFound, fmt::format("there is no access service {}", name));
}

Result<Named> vpnInstance(const Plan &plan, std::string_view name)
{
    for (const VpnMember &row : plan.vpnMembers()) {
        if (name == fmt::format("{}:{}", plan.find(row.router)->name, plan.find(row.vpn)->name))
            return Named{{row.id}, {}, FailureMode::NoImport};
    }
    return failure(ErrorCode::NotFound, fmt::format("there is no VPN instance {}; one is named like vpn:AGG1:RAN", name));
}

Result<Named> prefix(const Plan &plan, std::string_view text)
{
    const auto wanted = Ipv6Prefix::parse(text);
    if (!wanted)
        return tl::unexpected<Error>(wanted.error());
    Named named{{}, {}, FailureMode::Withdraw};
    for (const VpnInterface &row : plan.vpnInterfaces()) {
        if (row.address && prefixOf(*row.address) == *wanted)
            named.targets.emplace_back(row.id);
    }
    if (named.targets.empty())
        return failure(ErrorCode::NotFound, fmt::format("no VPN interface has the prefix {}", text));
    return named;
}

Result<Named> sharedRisk(const Plan &plan, std::string_view text)
{
    const auto group = wholeNumber<std::uint32_t>(text);
    if (!group)
        return failure(ErrorCode::BadSyntax, fmt::format("'{}' is no number of a shared-risk group", text));
    Named named;
    for (const Link &link : plan.links()) {
        if (std::binary_search(link.srlgs.begin(), link.srlgs.end(), *group))
            named.targets.emplace_back(link.id);
    }
    if (named.targets.empty())
        return failure(ErrorCode::NotFound, fmt::format("no link is in shared-risk group {}", text));
    return named;
}

/// "0/2" of "GigabitEthernet0/2/1": slot and card (`vrp.md` section 1); empty for another form.
std::string_view cardOf(std::string_view port)
{
    const auto digits = port.find_last_not_of("0123456789/");
    std::string_view place = digits == std::string_view::npos ? port : port.substr(digits + 1);
    const auto last = place.rfind('/');
    return last == std::string_view::npos ? std::string_view() : place.substr(0, last);
}

Result<Named> card(const Plan &plan, std::string_view text)
{
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return failure(ErrorCode::BadSyntax, fmt::format("'{}' is no card; write card:AGG1:0/2", text));
    const auto router = routerIdNamed(plan, text.substr(0, colon));
    if (!router)
        return tl::unexpected<Error>(router.error());
    Named named;
    for (const Link &link : plan.links()) {
        for (const PortId end : {link.a, link.b}) {
            const Port &port = *plan.find(end);
            if (port.router != *router)
                continue;
            if (cardOf(port.name) == text.substr(colon + 1))
                named.targets.emplace_back(link.id);
        }
    }
    if (named.targets.empty())
        return failure(ErrorCode::NotFound, fmt::format("no link is on card {} of {}", text.substr(colon + 1), text.substr(0, colon)));
    return named;
}

Result<Named> targetNamed(const Plan &plan, std::string_view text)
{
    const auto colon = text.find(':');
    const std::string_view kind = text.substr(0, colon);
    const std::string_view name = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    if (colon == std::string_view::npos || routerNamed(plan, text))
        return linkOrRouter(plan, text);
    if (kind == "bgp")
        return session(plan, name);
    if (kind == "service")
        return service(plan, name, {}, FailureMode::ForceSwitch);
    if (kind == "ac")
        return service(plan, name, {}, FailureMode::AttachmentDown);
    if (kind == "pw1")
        return service(plan, name, PwRole::Primary, FailureMode::LabelWithdraw);
    if (kind == "pw2")
        return service(plan, name, PwRole::Secondary, FailureMode::LabelWithdraw);
    if (kind == "vpn")
        return vpnInstance(plan, name);
    if (kind == "prefix")
        return prefix(plan, name);
    if (kind == "srlg")
        return sharedRisk(plan, name);
    if (kind == "card")
        return card(plan, name);
    return linkOrRouter(plan, text);
}

// Modes

std::string_view plainNotation(const FailureKind &kind)
{
    return kind.notation.substr(0, kind.notation.find(':'));
}

std::string choices(TargetKind target)
{
    std::string list;
    for (const FailureKind &kind : failureKinds()) {
        if (kind.target != target || kind.mode == FailureMode::OneWayBA || kind.mode == FailureMode::DownB)
            continue;
        list += fmt::format("{}{}", list.empty() ? "" : ", ", kind.notation);
    }
    return list;
}

tl::unexpected<Error> unknownMode(std::string_view word, TargetKind target)
{
    for (const FailureKind &kind : failureKinds()) {
        if (plainNotation(kind) == word.substr(0, word.find(':')) && kind.target != target)
            return failure(ErrorCode::BadSyntax, fmt::format("{} is for {}s; {} fails by {}", plainNotation(kind), nameOf(kind.target).substr(nameOf(kind.target).find(' ') + 1),
                                                             nameOf(target), choices(target)));
    }
    return failure(ErrorCode::BadSyntax, fmt::format("'{}' is no failure mode; choose {}", word, choices(target)));
}

Result<FailureMode> direction(const Plan &plan, LinkId link, std::string_view word, std::string_view names)
{
    const auto [a, b] = endsOf(plan, *plan.find(link));
    // No router's name holds a '>' (`unsafeInConfiguration`).
    const std::size_t arrow = names.find('>');
    const Router *from = routerNamed(plan, names.substr(0, arrow));
    const Router *to = arrow == std::string_view::npos ? nullptr : routerNamed(plan, names.substr(arrow + 1));
    if (from && to && from->id == a && to->id == b)
        return FailureMode::OneWayAB;
    if (from && to && from->id == b && to->id == a)
        return FailureMode::OneWayBA;
    return failure(ErrorCode::BadSyntax,
                   fmt::format("'{}' names no direction of the link; write one-way:{}>{}", word, plan.find(a)->name, plan.find(b)->name));
}

Result<FailureMode> shutEnd(const Plan &plan, LinkId link, std::string_view name)
{
    const auto [a, b] = endsOf(plan, *plan.find(link));
    const Router *router = routerNamed(plan, name);
    if (name.empty() || (router && router->id == a))
        return FailureMode::DownA;
    if (router && router->id == b)
        return FailureMode::DownB;
    return failure(ErrorCode::BadSyntax, fmt::format("{} is no end of the link; write down:{} or down:{}", name, plan.find(a)->name, plan.find(b)->name));
}

Result<void> readGrey(FailureAction &action, std::string_view value)
{
    action.percent = value.empty() ? std::optional(kDefaultGreyPercent) : wholeNumber<std::uint8_t>(value);
    if (!action.percent || *action.percent < 1 || *action.percent > 99)
        return failure(ErrorCode::OutOfRange, fmt::format("'{}' is no share of lost frames; write grey:1 to grey:99, in per cent", value));
    return {};
}

Result<void> readFlap(FailureAction &action, std::string_view value)
{
    const auto times = value.rfind('x');
    const auto period = parseDuration(value.substr(0, times));
    action.cycles = times == std::string_view::npos ? std::nullopt : wholeNumber<std::uint16_t>(value.substr(times + 1));
    if (!period || !action.cycles)
        return failure(ErrorCode::BadSyntax, fmt::format("'{}' is no flap; write flap:PERIODxCOUNT, like flap:2sx5", value));
    action.period = *period;
    return {};
}

Result<void> readMode(const Plan &plan, FailureAction &action, std::string_view word)
{
    const TargetKind target = targetKind(action.target, action.pw.has_value());
    const auto colon = word.find(':');
    const std::string_view name = word.substr(0, colon);
    const std::string_view value = colon == std::string_view::npos ? std::string_view() : word.substr(colon + 1);
    if (word == "restore" || (word == "up" && target == TargetKind::Link)) {
        action.mode = FailureMode::Restore; // toString writes it; on the command line it is --restore
        return {};
    }
    const auto kind = std::find_if(failureKinds().begin(), failureKinds().end(),
                                   [&](const FailureKind &one) { return one.target == target && plainNotation(one) == name; });
    if (kind == failureKinds().end() || (!value.empty() && kind->notation.find(':') == std::string_view::npos))
        return unknownMode(word, target);
    action.mode = kind->mode;
    Result<FailureMode> exact = kind->mode;
    if (kind->mode == FailureMode::OneWayAB)
        exact = direction(plan, std::get<LinkId>(action.target), word, value);
    else if (kind->mode == FailureMode::DownA)
        exact = shutEnd(plan, std::get<LinkId>(action.target), value);
    else if (kind->mode == FailureMode::Grey)
        return readGrey(action, value);
    else if (kind->mode == FailureMode::Flap)
        return readFlap(action, value);
    if (!exact)
        return tl::unexpected<Error>(exact.error());
    action.mode = *exact;
    return {};
}

std::string modeText(const Plan &plan, const FailureAction &action)
{
    const auto ends = [&] {
        const auto [a, b] = endsOf(plan, *plan.find(std::get<LinkId>(action.target)));
        return std::pair(plan.find(a)->name, plan.find(b)->name);
    };
    switch (action.mode) {
    case FailureMode::OneWayAB: return fmt::format("one-way:{}>{}", ends().first, ends().second);
    case FailureMode::OneWayBA: return fmt::format("one-way:{}>{}", ends().second, ends().first);
    case FailureMode::DownA: return "down:" + ends().first;
    case FailureMode::DownB: return "down:" + ends().second;
    case FailureMode::Grey: return fmt::format("grey:{}", *action.percent);
    case FailureMode::Flap: {
        std::string period = formatDuration(*action.period);
        std::erase(period, ' ');
        return fmt::format("flap:{}x{}", period, *action.cycles);
    }
    default: return std::string(wordOf(action.mode));
    }
}

std::string targetText(const Plan &plan, const FailureAction &action)
{
    const std::string name = nameOf(plan, objectOf(action.target));
    switch (targetKind(action.target, action.pw.has_value())) {
    case TargetKind::Link:
    case TargetKind::Router: break;
    case TargetKind::Session: {
        const BgpSession &row = *plan.find(std::get<BgpSessionId>(action.target));
        return fmt::format("bgp:{}--{}", plan.find(row.a)->name, plan.find(row.b)->name);
    }
    case TargetKind::Service: return (action.mode == FailureMode::AttachmentDown ? "ac:" : "service:") + name;
    case TargetKind::Pseudowire: return (action.pw == PwRole::Primary ? "pw1:" : "pw2:") + name;
    case TargetKind::VpnInstance: {
        const VpnMember &row = *plan.find(std::get<VpnMemberId>(action.target));
        return fmt::format("vpn:{}:{}", plan.find(row.router)->name, plan.find(row.vpn)->name);
    }
    case TargetKind::VpnInterface: {
        const VpnInterface &row = *plan.find(std::get<VpnInterfaceId>(action.target));
        return "prefix:" + (row.address ? prefixOf(*row.address).toString() : name);
    }
    }
    return name;
}

Result<FailureAction> only(Result<std::vector<FailureAction>> actions, std::string_view text)
{
    if (!actions)
        return tl::unexpected<Error>(actions.error());
    if (actions->size() != 1)
        return failure(ErrorCode::Conflict, fmt::format("'{}' names {} targets; name one", text, actions->size()));
    return actions->front();
}

} // namespace

Result<std::vector<FailureAction>> parseFailures(const Plan &plan, std::string_view text)
{
    const Parts parts = split(text);
    const auto named = targetNamed(plan, parts.target);
    if (!named)
        return tl::unexpected<Error>(named.error());
    SimDuration at{};
    if (parts.time) {
        const auto time = parseDuration(*parts.time);
        if (!time)
            return tl::unexpected<Error>(time.error());
        at = *time;
    }
    std::vector<FailureAction> actions;
    for (const FailureTarget &target : named->targets) {
        FailureAction action{target, named->mode, at};
        action.pw = named->pw;
        if (parts.mode) {
            if (const auto read = readMode(plan, action, *parts.mode); !read)
                return tl::unexpected<Error>(read.error());
        }
        actions.push_back(action);
    }
    return actions;
}

Result<std::vector<FailureAction>> parseRestores(const Plan &plan, std::string_view text)
{
    const Parts parts = split(text);
    if (!parts.time || parts.mode)
        return failure(ErrorCode::BadSyntax, fmt::format("'{}' needs a time and no mode; write it like AGG1--RSG1@30s", text));
    auto actions = parseFailures(plan, text);
    if (actions) {
        for (FailureAction &action : *actions)
            action.mode = FailureMode::Restore;
    }
    return actions;
}

Result<FailureAction> parseFailure(const Plan &plan, std::string_view text)
{
    return only(parseFailures(plan, text), text);
}

Result<FailureAction> parseRestore(const Plan &plan, std::string_view text)
{
    return only(parseRestores(plan, text), text);
}

std::string toString(const Plan &plan, const FailureAction &action)
{
    std::string time = formatDuration(action.at);
    std::erase(time, ' ');
    return fmt::format("{}@{},{}", targetText(plan, action), time, modeText(plan, action));
}

} // namespace sidestep::plan
