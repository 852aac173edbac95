// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/config/difference.h"
#include "model/plan/plan.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace sidestep::config {

/// Configurations of a set of routers, each made when it is asked for: a large plan is never held as text.
struct RouterTexts
{
    std::vector<std::string> names; ///< ascending, each once
    std::function<Result<std::string>(const std::string &name)> text; ///< not on two threads at once
};

/// What the plan says of each of its routers.
[[nodiscard]] RouterTexts textsOf(const plan::Plan &plan);
/// Texts at hand, by router.
[[nodiscard]] RouterTexts textsOf(std::map<std::string, std::string> texts);

/// The name that the configuration gives its router. nullopt: it has no `sysname`.
[[nodiscard]] std::optional<std::string> routerName(const ConfigTree &tree);

/// A router whose configuration is not the same on both sides.
struct RouterChange
{
    enum class State : std::uint8_t { Changed, OnlyFirst, OnlySecond };

    std::string name;
    State state = State::Changed;
    std::string first;     ///< in saved-file form (`vrp.md` section 9); empty where there is none
    std::string second;
    Difference difference; ///< of a router that is on both sides
};

/// Routers that differ, by name. What counts as a difference: see `difference`.
/// Errors: Cancelled; those of asking for a text.
[[nodiscard]] Result<std::vector<RouterChange>> compareRouters(const RouterTexts &first, const RouterTexts &second, const std::stop_token &stop = {});

/// Lines that a script types, without those that lead to a view.
[[nodiscard]] std::size_t commandCount(const Script &script);

} // namespace sidestep::config
