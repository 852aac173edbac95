// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/check/finding.h"

#include <string>
#include <string_view>
#include <vector>

namespace sidestep::report {

/// "error", "warning", "advice".
[[nodiscard]] std::string_view wordOf(check::Severity severity);

[[nodiscard]] std::string findingsJson(const plan::Plan &plan, const std::vector<check::Finding> &findings);
/// One paragraph a finding: severity, rule, sentence, objects, repair; then the count.
[[nodiscard]] std::string findingsText(const plan::Plan &plan, const std::vector<check::Finding> &findings);

} // namespace sidestep::report
