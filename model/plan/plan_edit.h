// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/objects.h"

#include <string>
#include <variant>
#include <vector>

namespace sidestep::plan {

/// Adds a row. Its id must be free; take it from `EditBuilder` or `Plan::nextId`.
template <typename Row>
struct Add
{
    Row row;
    friend bool operator==(const Add &, const Add &) = default;
};
/// Replaces the row of the same id.
template <typename Row>
struct Set
{
    Row row;
    friend bool operator==(const Set &, const Set &) = default;
};
/// Removes a row. Whatever refers to it must go or change in the same edit.
template <typename Row>
struct Remove
{
    decltype(Row::id) id;
    friend bool operator==(const Remove &, const Remove &) = default;
};
struct SetSettings
{
    Settings settings;
    friend bool operator==(const SetSettings &, const SetSettings &) = default;
};

template <typename... Rows>
using ChangeOf = std::variant<SetSettings, Add<Rows>..., Set<Rows>..., Remove<Rows>...>;
using PlanChange = ChangeOf<Router, Position, Port, Link, IgpDomain, BfdPolicy, Vpn, VpnMember, VpnInterface, AccessService, TrackedRoute,
                            BgpSession, Flow, Scenario, KeptText, Snippet>;

/// A change to a plan, as data. Applied whole or refused whole by `Plan::with`.
struct PlanEdit
{
    std::string label; ///< what the user did, for the undo menu: "Delete AGG1 with 3 links"
    std::vector<PlanChange> changes;
    friend bool operator==(const PlanEdit &, const PlanEdit &) = default;
};

} // namespace sidestep::plan
