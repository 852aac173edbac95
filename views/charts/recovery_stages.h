// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/loss_budget.h"

#include <QString>

#include <vector>

namespace sidestep::views {

[[nodiscard]] QString stageText(report::Stage stage);

/// One loss that ended, and what its time went on.
struct Recovery
{
    plan::FlowId flow{0};
    SimTime lostFrom;
    SimTime recovered;
    std::vector<report::BudgetPart> parts;
};

/// By flow, then time. A loss that had not ended when the run did is left out.
[[nodiscard]] std::vector<Recovery> recoveriesOf(const engine::Timeline &timeline);

} // namespace sidestep::views
