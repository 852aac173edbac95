// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"
#include "views/canvas/tunnel_item.h"

#include <QString>

#include <cstdint>
#include <optional>

/// Words on the canvas, in one place for translators.
namespace sidestep::views {

[[nodiscard]] QString tierTitle(plan::Role role);
/// "PW1 active".
[[nodiscard]] QString pseudowireText(plan::PwRole pw, TunnelState state);
/// "IS-IS 100 · cost 10", "OSPF 100 · cost 1": process and cost. Precondition: the link is in the plan.
[[nodiscard]] QString metricText(const plan::Plan &plan, const plan::Link &link);
/// "1 660 lost", with thin spaces between thousands.
[[nodiscard]] QString lossText(std::int64_t packets);
/// Thin-space thousands.
[[nodiscard]] QString grouped(std::int64_t number);
/// One or two lines about an object, for the tool tip and for screen readers.
[[nodiscard]] QString describe(const plan::Plan &plan, const plan::ObjectId &object);

} // namespace sidestep::views
