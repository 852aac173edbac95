// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/kinds.h"

namespace sidestep::plan {

/// What may stand only once in a plan and now stands twice: names, addresses, the use of a port, a session between two routers …
/// Looks only for the values that `changes` brought in. Precondition: every reference in `after` is valid.
/// Errors: DuplicateName, AddressClash, Conflict.
[[nodiscard]] std::optional<Error> firstClash(const Plan &after, const AllChanges &changes);

} // namespace sidestep::plan
