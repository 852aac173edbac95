// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "model/config/snippet_text.h"
#include "model/plan/plan.h"

#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace sidestep::cli {

/// Where the values of snippets' secrets come from.
struct SecretArguments
{
    std::vector<std::string> values; ///< NAME=VALUE
    std::string file;                ///< lines NAME=VALUE; `#` begins a remark
    bool placeholders = false;       ///< files may be written without them
};

void addSecretOptions(CLI::App &command, SecretArguments &arguments);

/// The values, or the exit code after saying on stderr what is wrong; a value itself is never shown.
[[nodiscard]] tl::expected<config::Secrets, int> readSecrets(const Session &session, const SecretArguments &arguments, const plan::Plan &plan);

} // namespace sidestep::cli
