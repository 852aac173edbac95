// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/config/console/commit_list.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sidestep::config::console {

namespace {

constexpr std::string_view kUser = "sidestep";
constexpr std::string_view kLine = "CON 0";

std::string timeText(std::chrono::sys_seconds at)
{
    return fmt::format("{:%Y-%m-%d %H:%M:%S}+00:00", fmt::gmtime(std::chrono::system_clock::to_time_t(at)));
}

std::string_view orDash(const std::string &text)
{
    return text.empty() ? std::string_view("-") : text;
}

} // namespace

std::uint32_t CommitList::add(std::string label, std::string description, std::chrono::sys_seconds at)
{
    m_records.push_front({++m_lastId, std::move(label), std::move(description), at});
    if (m_records.size() > kMaxCommits)
        m_records.pop_back();
    return m_lastId;
}

bool CommitList::hasLabel(const std::string &label) const noexcept
{
    return std::ranges::any_of(m_records, [&](const CommitRecord &record) { return record.label == label; });
}

std::string CommitList::text() const
{
    const std::string rule(81, '-');
    std::string out = fmt::format("{}\n{:<5}{:<14}{:<21}{:<16}{}\n{}\n", rule, "No.", "CommitId", "Label", "User", "TimeStamp", rule);
    std::size_t number = 0;
    for (const CommitRecord &record : m_records)
        out += fmt::format("{:<5}{:<14}{:<21}{:<16}{}\n", ++number, record.id, orDash(record.label), kUser, timeText(record.at));
    return out;
}

std::string CommitList::verboseText() const
{
    std::string out;
    std::size_t number = 0;
    for (const CommitRecord &record : m_records)
        out += fmt::format("{}) CommitId: {}\n        Label: {}\n        User: {}\n        User-Intf: {}\n        Type: CLI\n"
                           "        TimeStamp: {}\n        Description: {}\n\n",
                           ++number, record.id, orDash(record.label), kUser, kLine, timeText(record.at), record.description);
    return out;
}

} // namespace sidestep::config::console
