// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plan/objects.h"

#include <optional>
#include <string_view>
#include <vector>

/// What text that becomes whole lines of a configuration may hold.
namespace sidestep::plan {

/// Saved-file form: no blank line, the first without indent, each at most one space deeper than the line before it.
[[nodiscard]] std::optional<Error> badKeptLines(std::string_view text);

/// Blank lines, `#` and `!` are layout and allowed; `{{` must begin `{{NAME}}`, so no template directive gets through.
[[nodiscard]] std::optional<Error> badSnippetLines(std::string_view text);

[[nodiscard]] std::optional<Error> badVariables(const std::vector<SnippetVariable> &variables);

} // namespace sidestep::plan
