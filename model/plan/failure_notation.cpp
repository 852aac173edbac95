// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan/fields.h"
#include "model/plan/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sidestep::plan {
namespace {

using Target = std::variant<LinkId, RouterId>;

struct Parts
{
    std::string_view target;
    std::optional<std::string_view> time;
    std::optional<std::string_view> mode;
};

/// "TARGET[@TIME[,MODE]]"; router names hold neither @ nor a comma (`unsafeInConfiguration`).
Parts split(std::string_view text)
{
    Parts parts{text, std::nullopt, std::nullopt};
    if (const auto at = text.find('@'); at != std::string_view::npos) {
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

Result<Target> targetNamed(const Plan &plan, std::string_view name)
{
    if (name.empty())
        return failure(ErrorCode::BadSyntax, "the link or router to fail is missing; write it like AGG1--RSG1@1s or AGG1@1s");
    if (name.find("--") != std::string_view::npos) {
        const auto link = linkNamed(plan, name);
        // A router may be named so, too; a link of that name goes first.
        if (const Router *router = link ? nullptr : routerNamed(plan, name))
            return Target(router->id);
        return link.map([](LinkId id) { return Target(id); });
    }
    auto router = routerIdNamed(plan, name);
    if (!router)
        return failure(router.error().code, fmt::format("{}; a link is named like A--B", router.error().detail));
    return Target(*router);
}

Result<FailureMode> modeOf(const Plan &plan, const Target &target, std::string_view word)
{
    const auto *link = std::get_if<LinkId>(&target);
    if (word == "cut" || word == "silent") {
        if (!link)
            return failure(ErrorCode::BadSyntax, fmt::format("{} is for links; a router fails by power", word));
        return word == "cut" ? FailureMode::Cut : FailureMode::Silent;
    }
    if (word == "power") {
        if (link)
            return failure(ErrorCode::BadSyntax, "power is for routers; a link fails by cut, silent or one-way:A>B");
        return FailureMode::Power;
    }
    if (word == "restore")
        return FailureMode::Restore; // toString writes it; on the command line it is --restore
    if (constexpr std::string_view oneWay = "one-way:"; word.starts_with(oneWay)) {
        if (!link)
            return failure(ErrorCode::BadSyntax, "one-way is for links; a router fails by power");
        const std::string_view direction = word.substr(oneWay.size());
        const auto [a, b] = endsOf(plan, *plan.find(*link));
        // No router's name holds a '>' (`unsafeInConfiguration`).
        const std::size_t arrow = direction.find('>');
        const Router *from = routerNamed(plan, direction.substr(0, arrow));
        const Router *to = arrow == std::string_view::npos ? nullptr : routerNamed(plan, direction.substr(arrow + 1));
        if (from && to && from->id == a && to->id == b)
            return FailureMode::OneWayAB;
        if (from && to && from->id == b && to->id == a)
            return FailureMode::OneWayBA;
        return failure(ErrorCode::BadSyntax, fmt::format("'{}' names no direction of the link; write one-way:{}>{}", word, plan.find(a)->name,
                                                         plan.find(b)->name));
    }
    const std::string_view kind = word.substr(0, word.find(':'));
    constexpr std::array<std::string_view, 6> kLater{"grey", "down", "up", "flap", "restart", "drain"};
    if (std::find(kLater.begin(), kLater.end(), kind) != kLater.end())
        return failure(ErrorCode::Unsupported, fmt::format("this version does not simulate {}; choose cut, silent, one-way:A>B or power", kind));
    return failure(ErrorCode::BadSyntax, fmt::format("'{}' is no failure mode; choose cut, silent, one-way:A>B or power", word));
}

} // namespace

Result<FailureAction> parseFailure(const Plan &plan, std::string_view text)
{
    const Parts parts = split(text);
    const auto target = targetNamed(plan, parts.target);
    if (!target)
        return tl::unexpected<Error>(target.error());
    FailureAction action{*target, std::holds_alternative<LinkId>(*target) ? FailureMode::Cut : FailureMode::Power, SimDuration(0)};
    if (parts.time) {
        const auto time = parseDuration(*parts.time);
        if (!time)
            return tl::unexpected<Error>(time.error());
        action.at = *time;
    }
    if (parts.mode) {
        const auto mode = modeOf(plan, *target, *parts.mode);
        if (!mode)
            return tl::unexpected<Error>(mode.error());
        action.mode = *mode;
    }
    return action;
}

Result<FailureAction> parseRestore(const Plan &plan, std::string_view text)
{
    const Parts parts = split(text);
    if (!parts.time || parts.mode)
        return failure(ErrorCode::BadSyntax, fmt::format("'{}' needs a time and no mode; write it like AGG1--RSG1@30s", text));
    const auto target = targetNamed(plan, parts.target);
    if (!target)
        return tl::unexpected<Error>(target.error());
    const auto time = parseDuration(*parts.time);
    if (!time)
        return tl::unexpected<Error>(time.error());
    return FailureAction{*target, FailureMode::Restore, *time};
}

std::string toString(const Plan &plan, const FailureAction &action)
{
    const std::string target = std::visit([&](auto id) { return nameOf(plan, ObjectId(id)); }, action.target);
    std::string time = formatDuration(action.at);
    std::erase(time, ' ');
    std::string mode(wordOf(action.mode));
    if (action.mode == FailureMode::OneWayAB || action.mode == FailureMode::OneWayBA) {
        auto [from, to] = endsOf(plan, *plan.find(std::get<LinkId>(action.target)));
        if (action.mode == FailureMode::OneWayBA)
            std::swap(from, to);
        mode = fmt::format("one-way:{}>{}", plan.find(from)->name, plan.find(to)->name);
    }
    return fmt::format("{}@{},{}", target, time, mode);
}

} // namespace sidestep::plan
