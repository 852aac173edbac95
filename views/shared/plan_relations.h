// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/plan.h"

#include <vector>

namespace sidestep::views {

/// Routers that stand for the object on a drawing, ascending: the ends of a link, the CSG and AGGs of a service …
/// Empty: no such object.
[[nodiscard]] std::vector<plan::RouterId> routersOf(const plan::Plan &plan, const plan::ObjectId &object);

} // namespace sidestep::views
