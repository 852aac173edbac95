// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/plan/plan.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace sidestep::config {

/// Values of secret variables, by name. A name stands for one secret in all snippets of a plan. Lives in memory only.
using Secrets = std::map<std::string, std::string, std::less<>>;

/// What stands for a secret whose value is not at hand: `<secret:NAME>`.
[[nodiscard]] std::string secretPlaceholder(std::string_view name);

/// Secret variables that the snippet's text uses, in the order of their first use.
[[nodiscard]] std::vector<std::string> secretsIn(const plan::Snippet &snippet);

/// The snippet's lines for one router, as many as its text has, with the variables' values. Errors, in words for the user and
/// without any secret: NotFound (a variable without a value: all lines are left out, for those below it would land in another
/// view), UnsafeText (a value makes a line that may not stand in a configuration), OutOfRange (too long).
[[nodiscard]] Result<std::string> textOf(const plan::Snippet &snippet, const plan::Router &router, const Secrets &secrets);

} // namespace sidestep::config
