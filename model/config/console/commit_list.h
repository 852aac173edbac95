// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

namespace sidestep::config::console {

/// A rollback point.
struct CommitRecord
{
    std::uint32_t id; ///< 1000000001 and up
    std::string label;
    std::string description;
    std::chrono::sys_seconds at;
};

/// The commits of a session. A router keeps the latest 80 (command reference of VRP8).
class CommitList
{
public:
    static constexpr std::size_t kMaxCommits = 80;

    /// Returns its id.
    std::uint32_t add(std::string label, std::string description, std::chrono::sys_seconds at);
    [[nodiscard]] bool hasLabel(const std::string &label) const noexcept;

    /// The latest first. The layout of the short form is unverified, that of the long one is the command reference's.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] std::string verboseText() const;

private:
    std::deque<CommitRecord> m_records; ///< the latest first
    std::uint32_t m_lastId = 1'000'000'000;
};

} // namespace sidestep::config::console
