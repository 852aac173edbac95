// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/config_tree.h"
#include "model/plan/plan.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace sidestep::config {

/// A line whose command nobody has seen on a device: its spelling or its default stands in one document only, or in none.
struct UnverifiedLine
{
    std::uint32_t number;     ///< 1-based line of the source
    std::string_view command; ///< "mpls l2vpn track route"
    std::string_view section; ///< of `vrp.md`
    std::string_view what;    ///< what is not known: "the default"
    friend bool operator==(const UnverifiedLine &, const UnverifiedLine &) = default;
};

/// The lines that the command table marks so, in file order. Lines that the table does not know are not among them.
[[nodiscard]] std::vector<UnverifiedLine> unverifiedLines(const ConfigTree &tree);

/// A command of which nobody knows something, and the routers that get a line of it.
struct UnverifiedCommand
{
    std::string_view command; ///< "mpls l2vpn track route"
    std::string_view what;
    std::vector<plan::RouterId> routers; ///< ascending
};

/// What the plan's configurations hold of them, in the table's order. Writes every router once.
[[nodiscard]] std::vector<UnverifiedCommand> unverifiedCommands(const plan::Plan &plan);

} // namespace sidestep::config
