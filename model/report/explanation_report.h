// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/explanation.h"
#include "model/report/narration.h"

#include <span>
#include <string>
#include <vector>

namespace sidestep::report {

/// "isis.lsp-initial = 50 ms decided it (LSP generation, first wait; plan)", with the line that states it.
[[nodiscard]] Phrase decidingPhrase(const Explanation &explanation);
/// "isis.lsp-initial=25 ms: 110.05 ms instead of 135.05 ms".
[[nodiscard]] Phrase whatIfPhrase(const Explanation &explanation, const WhatIf &whatIf);
/// "detection 5 ms (4 %), signalling 52.05 ms (39 %), …", stages that took time alone, with their share of it.
[[nodiscard]] std::string budgetText(const std::vector<BudgetPart> &budget);

/// What decided the loss and what would change it, as steps behind those of `narrate`.
[[nodiscard]] std::vector<NarrationStep> narrate(const Explanation &explanation);

/// Text times count from the first failure.
[[nodiscard]] std::string explanationText(std::span<const Explanation> explanations, const engine::Timeline &timeline);
[[nodiscard]] std::string explanationJson(const plan::Plan &plan, std::span<const Explanation> explanations, const engine::Timeline &timeline);

} // namespace sidestep::report
