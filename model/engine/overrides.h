// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/parameters.h"
#include "model/plan/plan.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sidestep::engine {

/// The profile's assumptions with the plan's own in their place. Errors: NotFound (profile, key), BadSyntax, OutOfRange.
[[nodiscard]] Result<Profile> profileFor(const plan::Plan &plan, std::string_view profile = {});

/// Every timer of the plan and every assumption of its profile, by group of the pipeline (carrier, bfd, isis, ospf, ldp, tcp,
/// bgp, track, pw, gateway), the plan's timers first. A timer that no object of the plan has is left out, and so is the IGP it does not run;
/// without domains it runs neither and both stand.
/// `profile` empty: the plan's, with what the plan assumes otherwise. Empty list: no such profile.
[[nodiscard]] std::vector<Parameter> parameters(const plan::Plan &plan, std::string_view profile = {});

/// The edit that sets a parameter for good, "KEY=VALUE": a timer on every object of the plan that has it, an assumption in the
/// plan's settings, where a value equal to the profile's is dropped. Errors: as Overrides::set; NotFound for the IGP it does not run.
[[nodiscard]] Result<plan::PlanEdit> settingEdit(const plan::Plan &plan, std::string_view assignment);

/// What one run does otherwise than the plan and the profile say, by the key of a parameter. A plan's timer is set on every
/// object that has it: `bfd.min-tx` on every BFD policy.
class Overrides
{
public:
    /// "KEY=VALUE". A later value for the same key replaces the earlier.
    /// Errors: BadSyntax, NotFound (with the nearest keys), OutOfRange.
    [[nodiscard]] Result<void> set(std::string_view assignment);

    [[nodiscard]] bool empty() const { return m_values.empty(); }
    [[nodiscard]] Profile appliedTo(Profile profile) const;
    /// Errors: OutOfRange, when two timers that depend on each other no longer fit; NotFound, for the IGP that the plan does not run.
    [[nodiscard]] Result<plan::Plan> appliedTo(const plan::Plan &plan) const;
    /// "bfd.min-tx=50 ms", in the order given.
    [[nodiscard]] std::vector<std::string> texts() const;

private:
    struct Value
    {
        Parameter parameter;
        std::int64_t value = 0;
    };
    std::vector<Value> m_values;
};

} // namespace sidestep::engine
