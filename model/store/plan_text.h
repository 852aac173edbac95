// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/plan/plan.h"

#include <string>
#include <string_view>

namespace sidestep::store {

/// The text form of a plan: JSON, UTF-8, one object a line, tables in a fixed order with the canvas layout last. Equal
/// plans give equal bytes, so that a version control system shows what changed.
[[nodiscard]] std::string toText(const plan::Plan &plan);

/// Exact inverse of toText; a table, a list or an optional value that is left out is empty. `fileName` stands in messages, which
/// read "file:line: what; what to do". Linear in the text; nesting and size are bounded, so a hostile text costs no more
/// than an honest one. Errors: FileForeign (not a Sidestep plan), FileNewer, FileDamaged (encoding, syntax), BadSyntax,
/// OutOfRange, IdInUse, and whatever `Plan::with` refuses.
[[nodiscard]] Result<plan::Plan> planFromText(std::string_view text, std::string_view fileName);

} // namespace sidestep::store
