// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/config/console/session.h"

#include "model/config/reader.h"
#include "tests/model/config/config_samples.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sidestep::config::samples {

inline constexpr ConsoleSession::Time kNoon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + std::chrono::hours{12}};

inline ConfigTree referenceTree(std::string_view router)
{
    return readConfig(textOf(plan::referencePlan(), router));
}

/// A console whose owner keeps what is committed, and refuses when told to.
class Terminal
{
public:
    Terminal(std::string name, const ConfigTree &running) : console(std::move(name), running, hooks()) { }
    explicit Terminal(std::string_view router = "AGG1") : Terminal(std::string(router), referenceTree(router)) { }
    Terminal(const Terminal &) = delete;
    Terminal &operator=(const Terminal &) = delete;

    /// Enters lines and returns what the console wrote.
    std::string type(const std::vector<std::string> &lines)
    {
        std::string out;
        for (const std::string &line : lines) {
            const ConsoleReply reply = console.enter(line, now);
            out += reply.text;
            refused += reply.refused ? 1 : 0;
        }
        return out;
    }

    ConsoleSession::Time now = kNoon;
    int refused = 0;
    std::string refusal; ///< of the owner; empty: it commits
    std::vector<std::string> commits;
    std::vector<vrp::Cmd> asked;
    ConsoleSession console;

private:
    ConsoleHooks hooks()
    {
        return {[this](const ConfigTree &candidate) -> Result<void> {
                    if (!refusal.empty())
                        return failure(ErrorCode::Conflict, refusal);
                    commits.push_back(toText(candidate));
                    return {};
                },
                [this](const vrp::Match &match) -> std::optional<std::string> {
                    asked.push_back(match.command);
                    if (match.command != vrp::Cmd::DisplayTrackRoute)
                        return std::nullopt;
                    return "asked\n";
                }};
    }
};

} // namespace sidestep::config::samples
