// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sidestep::check {

enum class Severity : std::uint8_t { Error, Warning, Advice };

/// One thing a design rule has to say about a plan.
struct Finding
{
    std::string_view rule;               ///< stable key, "tracking-missing"; see rules()
    Severity severity = Severity::Warning;
    std::string text;                    ///< one sentence: what is wrong and why it matters
    std::vector<plan::ObjectId> objects; ///< where; the first is what to zoom to
    std::optional<plan::PlanEdit> repair; ///< the edit that repairs it, where one exists; its label says what it does
};

struct Rule
{
    std::string_view key;
    Severity severity;
    std::string_view summary; ///< what it looks for
    std::string_view source;  ///< reference section or RFC
};

/// Every rule, in the order checkPlan runs them.
[[nodiscard]] const std::vector<Rule> &rules();

/// All findings, by rule order and then object id. Same plan, same list. Linear in the plan but for the per-domain
/// graph walks.
[[nodiscard]] std::vector<Finding> checkPlan(const plan::Plan &plan);

} // namespace sidestep::check
