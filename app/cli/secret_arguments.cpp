// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/secret_arguments.h"

#include "model/store/atomic_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace sidestep::cli {

namespace {

constexpr std::size_t kMaxBytes = std::size_t{1} << 20;

std::vector<std::string> secretNames(const plan::Plan &plan)
{
    std::vector<std::string> names;
    for (const plan::Snippet &snippet : plan.snippets())
        for (std::string &name : config::secretsIn(snippet))
            names.push_back(std::move(name));
    return names;
}

/// `where` begins every message: "--secret", "keys.txt:3".
Result<void> add(config::Secrets &secrets, const std::string &where, std::string_view text, const std::vector<std::string> &known)
{
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0)
        return failure(ErrorCode::BadSyntax, fmt::format("{}: is not of the form NAME=VALUE", where));
    const std::string name(text.substr(0, equals));
    const std::string value(text.substr(equals + 1));
    if (std::ranges::find(known, name) == known.end()) {
        const std::string near = nearest(name, known);
        return failure(ErrorCode::NotFound, fmt::format("{}: no snippet of the plan has a secret of that name{}", where,
                                                        near.empty() ? std::string() : fmt::format("; did you mean {}?", near)));
    }
    if (value.empty())
        return failure(ErrorCode::BadSyntax, fmt::format("{}: the value of {} is empty; give one", where, name));
    if (const auto why = plan::unsafeValue(value))
        return failure(ErrorCode::UnsafeText, fmt::format("{}: the value of {} cannot stand in a configuration: {}", where, name, *why));
    if (!secrets.emplace(name, value).second)
        return failure(ErrorCode::DuplicateName, fmt::format("{}: {} is given twice; give it once", where, name));
    return {};
}

Result<void> addFile(config::Secrets &secrets, const std::string &path, const std::vector<std::string> &known)
{
    const auto text = store::readFile(path, kMaxBytes);
    if (!text)
        return tl::unexpected(text.error());
    std::string_view rest = *text;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.empty() || line.starts_with('#'))
            continue;
        if (const auto added = add(secrets, fmt::format("{}:{}", path, number), line, known); !added)
            return added;
    }
    return {};
}

} // namespace

void addSecretOptions(CLI::App &command, SecretArguments &arguments)
{
    command.add_option("--secret", arguments.values, "value of a snippet's secret; may be repeated; other users of the machine may see it, a file they cannot")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
    command.add_option("--secrets", arguments.file, "file with a line NAME=VALUE for each secret; # begins a remark")->type_name("FILE");
    command.add_flag("--placeholders", arguments.placeholders, "write <secret:NAME> into files where a value is missing");
}

tl::expected<config::Secrets, int> readSecrets(const Session &session, const SecretArguments &arguments, const plan::Plan &plan)
{
    config::Secrets secrets;
    const std::vector<std::string> known = secretNames(plan);
    if (!arguments.file.empty())
        if (const auto added = addFile(secrets, arguments.file, known); !added)
            return tl::unexpected(session.refused(added.error()));
    for (const std::string &value : arguments.values)
        if (const auto added = add(secrets, "--secret", value, known); !added)
            return tl::unexpected(session.usage(added.error()));
    return secrets;
}

} // namespace sidestep::cli
